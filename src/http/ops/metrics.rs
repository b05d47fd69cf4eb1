//! What is counted, and its names. Labels are bounded: routes, root fields, codes; never what a client made up.

use crate::http::{
    answer::{Answer, code_of},
    run::Admitted,
};
use axum::http::{Method, StatusCode};
use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::{sync::OnceLock, time::Duration};

const SECONDS: &[f64] = &[0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0];
const HTTP_REQUESTS: &str = "leadwire_http_requests_total";
const HTTP_SECONDS: &str = "leadwire_http_request_seconds";
const OPERATIONS: &str = "leadwire_graphql_operations_total";
const OPERATION_SECONDS: &str = "leadwire_graphql_operation_seconds";
const ERRORS: &str = "leadwire_graphql_errors_total";
const SOCKETS: &str = "leadwire_sockets";
const SUBSCRIPTIONS: &str = "leadwire_subscriptions";
const MESSAGES: &str = "leadwire_messages_total";
const EXECUTIONS: &str = "leadwire_live_executions_total";
const CLOSED: &str = "leadwire_sockets_closed_total";

/// The process's one recorder; made by whoever asks first. `None` where another library took the place.
pub fn recorder() -> Option<&'static PrometheusHandle> {
    static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    RECORDER
        .get_or_init(|| {
            let builder = PrometheusBuilder::new()
                .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), SECONDS)
                .and_then(PrometheusBuilder::install_recorder);
            describe();
            builder.inspect_err(|error| tracing::warn!(%error, "no metrics")).ok()
        })
        .as_ref()
}

fn describe() {
    describe_counter!(HTTP_REQUESTS, "HTTP requests, by route, method and status.");
    describe_histogram!(HTTP_SECONDS, "Seconds until the answer's head, by route.");
    describe_counter!(OPERATIONS, "GraphQL operations run, by root field and kind.");
    describe_histogram!(OPERATION_SECONDS, "Seconds to run a GraphQL operation, by root field and kind.");
    describe_counter!(ERRORS, "GraphQL errors, by code and root field (empty: refused before it was known).");
    describe_gauge!(SOCKETS, "Open WebSockets.");
    describe_gauge!(SUBSCRIPTIONS, "Open subscriptions, WebSocket and SSE.");
    describe_counter!(MESSAGES, "Messages sent to subscribers.");
    describe_counter!(
        EXECUTIONS,
        "Executions of live roots; far fewer than messages where many ask the same."
    );
    describe_counter!(CLOSED, "Sockets we closed, by code.");
}

/// One HTTP request was answered.
pub fn request(method: &Method, route: &str, status: StatusCode, took: Duration) {
    let labels = [
        ("route", route.to_owned()),
        ("method", method.as_str().to_owned()),
        ("status", status.as_str().to_owned()),
    ];
    counter!(HTTP_REQUESTS, &labels).increment(1);
    histogram!(HTTP_SECONDS, "route" => route.to_owned()).record(took.as_secs_f64());
}

/// One operation was run.
pub fn answered(admitted: &Admitted, answer: &Answer, took: Duration) {
    let labels = [("operation", admitted.root.clone()), ("kind", admitted.kind_name().to_owned())];
    counter!(OPERATIONS, &labels).increment(1);
    histogram!(OPERATION_SECONDS, &labels).record(took.as_secs_f64());
    for error in &answer.errors {
        failed(code_of(error), &admitted.root);
    }
}

/// One operation was refused before it ran.
pub fn refused(code: &str) {
    failed(code, "");
}

fn failed(code: &str, operation: &str) {
    counter!(ERRORS, "code" => code.to_owned(), "operation" => operation.to_owned()).increment(1);
}

/// Counted as long as it lives.
pub struct Counted(&'static str);

impl Counted {
    #[must_use]
    pub fn socket() -> Self {
        Self::one(SOCKETS)
    }

    #[must_use]
    pub fn subscription() -> Self {
        Self::one(SUBSCRIPTIONS)
    }

    fn one(name: &'static str) -> Self {
        gauge!(name).increment(1.0);
        Self(name)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        gauge!(self.0).decrement(1.0);
    }
}

/// One message left for a subscriber.
pub fn message() {
    counter!(MESSAGES).increment(1);
}

/// A live root was executed for an event.
pub fn executed() {
    counter!(EXECUTIONS).increment(1);
}

/// We closed a socket.
pub fn closed(code: u16) {
    counter!(CLOSED, "code" => code.to_string()).increment(1);
}
