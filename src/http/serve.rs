//! Accepts connections until told to stop; then lets what runs finish, and ends long streams with a word.

use super::{router::Front, run::budget::settle};
use axum::{extract::connect_info::IntoMakeServiceWithConnectInfo, serve::ListenerExt};
use futures_util::future::BoxFuture;
use std::{io, net::SocketAddr, time::Duration};
use tokio::net::TcpListener;

/// How long requests under way may take to finish.
const GRACE: Duration = Duration::from_secs(15);

/// Serves until `shutdown` is ready, then drains. Sockets are told to come back (close code 1012).
///
/// Boxed here and not by the caller: whoever awaits a bare future compiles the whole server once more.
pub fn serve(
    listener: TcpListener,
    front: Front,
    shutdown: BoxFuture<'static, ()>,
) -> BoxFuture<'static, io::Result<()>> {
    Box::pin(served(listener, front, shutdown))
}

async fn served(listener: TcpListener, front: Front, shutdown: BoxFuture<'static, ()>) -> io::Result<()> {
    let Front { router, draining, streams, doors, notice } = front;
    tokio::spawn(settle::forever(doors.app().clone(), doors.budgets().clone(), draining.clone()));
    drop(doors);
    // An answer goes out at once: waiting for more bytes would cost up to 40 ms.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "could not switch off delayed sending");
        }
    });
    let service: IntoMakeServiceWithConnectInfo<_, SocketAddr> = router.into_make_service_with_connect_info();
    let told = draining.clone();
    let stop = async move {
        shutdown.await;
        told.cancel();
        // Who routes by readiness needs a moment to see it; until then requests come, and are answered.
        tokio::time::sleep(notice).await;
    };
    let serving = axum::serve(listener, service).with_graceful_shutdown(stop).into_future();
    let overdue = async {
        draining.cancelled().await;
        tokio::time::sleep(notice + GRACE).await;
    };
    tokio::select! {
        ended = serving => ended?,
        () = overdue => tracing::warn!("some requests did not finish in time; stopping without them"),
    }
    streams.close();
    if tokio::time::timeout(GRACE, streams.wait()).await.is_err() {
        tracing::warn!("some streams did not end in time; stopping without them");
    }
    Ok(())
}
