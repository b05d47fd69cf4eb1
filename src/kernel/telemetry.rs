//! Logs and traces: what is written, how, and where to. Logs always on standard error; standard output is for results.
//!
//! A trace carries our own spans only: their names and the fields we put there, which are ids and kinds. Log lines,
//! statements and what libraries say stay out of it, so no value of a person and no secret leaves by this way.

use super::error::{Error, Result};
use crate::{
    config::{Log, LogFormat},
    connectors::http::TraceExporter,
};
use opentelemetry::{KeyValue, trace::TracerProvider};
use opentelemetry_sdk::{Resource, trace::SdkTracerProvider};
use std::sync::OnceLock;
use tracing_subscriber::{
    EnvFilter, Layer, Registry, filter, layer::SubscriberExt, registry::LookupSpan, util::SubscriberInitExt,
};

/// The process's one tracer, when a collector is configured.
static TRACES: OnceLock<SdkTracerProvider> = OnceLock::new();

/// Starts logging, and tracing when a collector is configured. Later calls do nothing: the first one wins.
///
/// # Errors
/// When the collector's address or the filter is none: the error names the setting.
pub fn start(log: &Log) -> Result<()> {
    let filter = EnvFilter::try_new(&log.filter)
        .map_err(|_| Error::invalid("log.filter", "`info`, or per module: `info,leadwire::http=debug`"))?;
    let traces = match log.otlp_endpoint.trim() {
        "" => None,
        endpoint => Some(provider(endpoint)?),
    };
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_target(false);
    let lines = match log.format {
        LogFormat::Pretty => lines.boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    let spans = traces.as_ref().map(layer::<_>);
    let started = Registry::default().with(spans).with(filter).with(lines).try_init().is_ok();
    if let (true, Some(traces)) = (started, traces) {
        let _ = TRACES.set(traces);
    }
    Ok(())
}

/// Sends what is still to be sent; waits a few seconds at most. Nothing is traced afterwards.
pub async fn stop() {
    let Some(traces) = TRACES.get() else { return };
    // Waits for its own thread, which needs this runtime to send.
    let sent = tokio::task::spawn_blocking(|| traces.shutdown()).await;
    if let Ok(Err(error)) = sent {
        tracing::warn!(%error, "the last traces were not sent");
    }
}

fn provider(endpoint: &str) -> Result<SdkTracerProvider> {
    let exporter = TraceExporter::to(endpoint).map_err(|right| Error::invalid("log.otlp_endpoint", right))?;
    let who = Resource::builder()
        .with_service_name("leadwire")
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .build();
    Ok(SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(who).build())
}

fn layer<S>(traces: &SdkTracerProvider) -> impl Layer<S> + use<S>
where
    S: tracing::Subscriber + for<'a> LookupSpan<'a> + Send + Sync,
{
    tracing_opentelemetry::layer()
        .with_tracer(traces.tracer("leadwire"))
        .with_location(false)
        .with_threads(false)
        .with_tracked_inactivity(false)
        .with_filter(filter::filter_fn(|found| found.is_span() && found.target().starts_with("leadwire")))
}
