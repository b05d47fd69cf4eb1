//! When to stop: the signals people and supervisors send.

use tokio::signal::unix::{SignalKind, signal};

/// Comes back at the first SIGINT or SIGTERM after this call: it listens from now on, not from when it is first awaited.
pub fn asked() -> impl Future<Output = ()> + Send + 'static {
    let signals = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()));
    async move {
        let (Ok(mut interrupt), Ok(mut terminate)) = signals else {
            return std::future::pending().await;
        };
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping: no new work, what runs may finish");
    }
}
