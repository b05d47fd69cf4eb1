//! The engine's workers, as long as the clock is right: they stop at once when it is not, and start again when it is.

use riverqueue::{Client, RunHandle};
use std::time::Duration;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// Until `over`. `river` runs already.
pub(super) async fn run(
    client: Client,
    mut river: RunHandle,
    mut is_right: watch::Receiver<bool>,
    over: CancellationToken,
) {
    loop {
        tokio::select! {
            () = over.cancelled() => return stop(river).await,
            is_watched = turns(&mut is_right, false) => if !is_watched { return stop(river).await },
        }
        tracing::error!(
            "this machine's clock and the database's are too far apart: no work until they agree"
        );
        // What is at work is rolled back, and its tickets are given back unspent.
        if let Err(cause) = river.stop_and_cancel().await {
            tracing::warn!(%cause, "workers did not stop cleanly");
        }
        river = loop {
            tokio::select! {
                () = over.cancelled() => return,
                is_watched = turns(&mut is_right, true) => if !is_watched { return },
            }
            match client.start() {
                Ok(river) => break river,
                Err(cause) => tracing::warn!(%cause, "workers do not start again"),
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        };
        tracing::info!("the clocks agree again: working");
    }
}

/// Waits until the clock is found right, or wrong; `false`: nobody looks any more.
async fn turns(is_right: &mut watch::Receiver<bool>, to: bool) -> bool {
    is_right.wait_for(|is_right| *is_right == to).await.is_ok()
}

async fn stop(mut river: RunHandle) {
    if let Err(cause) = river.stop().await {
        tracing::warn!(%cause, "workers did not stop cleanly");
    }
}
