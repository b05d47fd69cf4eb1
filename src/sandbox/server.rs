//! Starting and stopping the sandbox.

use super::{
    control,
    gate::Gate,
    providers,
    settings::{KnobError, Provider, SandboxSettings},
};
use axum::Router;
use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};
use tokio::{
    net::TcpListener,
    sync::oneshot,
    task::{JoinError, JoinHandle},
};

/// Why the sandbox does not run.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    #[error("the sandbox cannot listen on {addr}")]
    Listen {
        addr: SocketAddr,
        #[source]
        source: io::Error,
    },
    #[error("the sandbox's settings are wrong")]
    Settings(#[from] KnobError),
    #[error("the sandbox stopped serving")]
    Serve(#[from] io::Error),
    #[error("the sandbox crashed")]
    Crashed(#[from] JoinError),
}

/// The sandbox as a server of its own.
pub struct Sandbox;

/// A sandbox that answers; dropping it stops it without waiting for open requests.
pub struct RunningSandbox {
    /// Where it listens; the port is the real one when 0 was asked for.
    pub addr: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<io::Result<()>>,
}

/// All routes, for a server of the caller's own.
///
/// # Errors
/// A knob out of its range.
pub fn router(settings: SandboxSettings) -> Result<Router, KnobError> {
    settings.check()?;
    let gate = Arc::new(Gate::new(settings));
    Ok(providers::mount(&gate).nest("/_sandbox", control::routes(gate)))
}

impl Sandbox {
    /// Listens on any free port of 127.0.0.1.
    ///
    /// # Errors
    /// As [`Sandbox::start_on`].
    pub async fn start(settings: SandboxSettings) -> Result<RunningSandbox, SandboxError> {
        Self::start_on(settings, SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await
    }

    /// Listens on the given address.
    ///
    /// # Errors
    /// The address is taken or not ours; a knob is out of its range.
    pub async fn start_on(
        settings: SandboxSettings,
        addr: SocketAddr,
    ) -> Result<RunningSandbox, SandboxError> {
        let router = router(settings)?;
        let listen = |source| SandboxError::Listen { addr, source };
        let listener = TcpListener::bind(addr).await.map_err(listen)?;
        let addr = listener.local_addr().map_err(listen)?;
        let (stop, stopped) = oneshot::channel::<()>();
        // A dropped sender stops the server too.
        let until = async move { stopped.await.unwrap_or_default() };
        let serve = axum::serve(listener, router).with_graceful_shutdown(until);
        Ok(RunningSandbox { addr, stop: Some(stop), task: tokio::spawn(serve.into_future()) })
    }
}

impl RunningSandbox {
    /// The address of the whole, "http://127.0.0.1:4242".
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// What to configure a connector with in place of the provider's own host: "http://127.0.0.1:4242/apollo".
    #[must_use]
    pub fn base(&self, provider: Provider) -> String {
        format!("{}/{}", self.url(), provider.name())
    }

    /// Stops listening, finishes open requests.
    ///
    /// # Errors
    /// The server had failed before.
    pub async fn stop(mut self) -> Result<(), SandboxError> {
        self.stop = None;
        Ok((&mut self.task).await??)
    }
}

impl Drop for RunningSandbox {
    fn drop(&mut self) {
        if self.stop.is_some() {
            self.task.abort();
        }
    }
}
