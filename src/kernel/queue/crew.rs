//! The engine's workers, as long as the clock is right: they stop at once when it is not, and start again when it is, or when
//! they ended by themselves.

use riverqueue::{Client, RunHandle};
use std::time::Duration;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// Before what ended by itself, or could not start, is started again.
const PAUSE: Duration = Duration::from_secs(1);

/// Until `over`. `river` runs already.
pub(super) async fn run(
    client: Client,
    mut river: RunHandle,
    mut is_right: watch::Receiver<bool>,
    over: CancellationToken,
) {
    loop {
        let ended = tokio::select! {
            () = over.cancelled() => return stop(river).await,
            is_watched = turns(&mut is_right, false) => {
                if !is_watched {
                    return stop(river).await;
                }
                tracing::error!(
                    "this machine's clock and the database's are too far apart: no work until they agree"
                );
                // What is at work is rolled back, and its tickets are given back unspent.
                river.stop_and_cancel().await
            }
            // A part that the engine cannot do without has failed. It says so here only.
            ended = river.wait() => {
                tracing::error!("the workers ended by themselves: they start again");
                tokio::time::sleep(PAUSE).await;
                ended
            }
        };
        if let Err(cause) = ended {
            tracing::warn!(%cause, "workers did not stop cleanly");
        }
        let Some(again) = begun(&client, &mut is_right, &over).await else { return };
        river = again;
        tracing::info!("working again");
    }
}

/// Runs again as soon as the clock is right; `None`: it is over.
async fn begun(
    client: &Client,
    is_right: &mut watch::Receiver<bool>,
    over: &CancellationToken,
) -> Option<RunHandle> {
    loop {
        tokio::select! {
            () = over.cancelled() => return None,
            is_watched = turns(is_right, true) => if !is_watched { return None },
        }
        match client.start() {
            Ok(river) => return Some(river),
            Err(cause) => tracing::warn!(%cause, "workers do not start again"),
        }
        tokio::time::sleep(PAUSE).await;
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
