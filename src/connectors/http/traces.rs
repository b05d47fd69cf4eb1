//! Sends spans to an OpenTelemetry collector (OTLP over HTTP, protobuf), with the process's own client and runtime.

use super::{client, settings::HttpSettings};
use opentelemetry_otlp::{Protocol, SpanExporter as Otlp, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::{
    Resource,
    error::{OTelSdkError, OTelSdkResult},
    trace::{SpanData, SpanExporter},
};
use std::{sync::Arc, time::Duration};
use tokio::runtime::Handle;

/// A collector that does not answer for this long loses a batch, nothing else.
const TIMEOUT: Duration = Duration::from_secs(5);
/// OTLP/HTTP 1.0, "URL construction": what is added to the endpoint of a collector.
const PATH: &str = "/v1/traces";

/// Exports from any thread: the sending itself happens on the runtime this was made on.
#[derive(Clone, Debug)]
pub struct TraceExporter {
    otlp: Arc<Otlp>,
    runtime: Handle,
}

impl TraceExporter {
    /// For the collector at `endpoint`: `http://collector:4318`. Called inside the runtime.
    ///
    /// # Errors
    /// When the endpoint is no HTTP address, in words for people.
    pub fn to(endpoint: &str) -> Result<Self, String> {
        let settings = HttpSettings { timeout: TIMEOUT, connect_timeout: TIMEOUT, ..HttpSettings::default() };
        let client = client::plain(&settings).map_err(|error| error.to_string())?;
        let endpoint = endpoint.trim_end_matches('/');
        let url = if endpoint.ends_with(PATH) { endpoint.to_owned() } else { format!("{endpoint}{PATH}") };
        let is_http = url::Url::parse(&url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        if !is_http {
            return Err("an http:// or https:// address, such as http://127.0.0.1:4318".to_owned());
        }
        let otlp = Otlp::builder()
            .with_http()
            .with_http_client(client)
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(url)
            .with_timeout(TIMEOUT)
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self { otlp: Arc::new(otlp), runtime: Handle::current() })
    }
}

impl SpanExporter for TraceExporter {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let otlp = self.otlp.clone();
        let sent = self.runtime.spawn(async move { otlp.export(batch).await });
        sent.await.unwrap_or_else(|stopped| Err(OTelSdkError::InternalFailure(stopped.to_string())))
    }

    fn set_resource(&mut self, resource: &Resource) {
        // Called once, before anything is sent: nobody else holds it yet.
        if let Some(otlp) = Arc::get_mut(&mut self.otlp) {
            otlp.set_resource(resource);
        }
    }
}
