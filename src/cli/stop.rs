//! When to stop: the signals people and supervisors send.

use tokio::signal::unix::{SignalKind, signal};

/// Comes back at the first SIGINT or SIGTERM.
pub async fn asked() {
    let (Ok(mut interrupt), Ok(mut terminate)) =
        (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    tracing::info!("stopping: no new work, what runs may finish");
}
