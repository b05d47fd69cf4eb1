//! Every route, and what stands before all of them.

use super::{
    doors::Doors,
    files, ops, pages,
    protocols::{http, sse, ws},
};
use crate::{
    config::Server,
    kernel::{
        app::App,
        error::{Error, Result},
    },
    schema::AppSchema,
};
use axum::{
    Router,
    http::{HeaderName, HeaderValue, Method, header},
    middleware,
    routing::{any, get, post},
};
use std::time::Duration;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    cors::{AllowOrigin, CorsLayer},
};

/// The doors, ready for [`super::serve`].
pub struct Front {
    pub router: Router,
    pub(super) draining: CancellationToken,
    pub(super) streams: TaskTracker,
    pub(super) doors: Doors,
    /// How long it goes on taking requests after it was told to stop.
    pub(super) notice: Duration,
}

/// Every route of one server. Fails where a setting cannot be used.
pub fn router(app: App, schema: AppSchema) -> Result<Front> {
    // Whatever is counted before there is a recorder is lost.
    ops::metrics::recorder();
    let doors = Doors::new(app, schema)?;
    let cors = cors(&doors.config().server)?;
    let router = Router::new()
        .route("/graphql", get(http::get_or_upgrade).post(http::post))
        .route("/graphql/ws", any(ws::upgrade))
        .route("/graphql/stream", get(sse::get).post(sse::post))
        .route("/files", post(files::upload))
        .route("/files/{id}", get(files::download))
        .merge(ops::routes())
        .merge(pages::routes(doors.config().server.playground))
        .layer(CatchPanicLayer::custom(ops::panicked))
        .layer(CompressionLayer::new())
        .layer(cors)
        .layer(middleware::from_fn_with_state(doors.clone(), ops::request))
        .with_state(doors.clone());
    let notice = Duration::from_millis(doors.config().server.stop_notice_ms);
    let (draining, streams) = (doors.draining().clone(), doors.streams().clone());
    Ok(Front { router, draining, streams, doors, notice })
}

/// Other sites' pages may call only from the origins of the setting; ours needs no permission.
fn cors(server: &Server) -> Result<CorsLayer> {
    let origins = server.cors_origins.iter().map(|origin| {
        let value = origin.trim_end_matches('/').parse::<HeaderValue>();
        value.map_err(|_| {
            Error::invalid(
                "server.cors_origins",
                format!("origins such as https://app.example.com, not `{origin}`"),
            )
        })
    });
    let origins: Vec<_> = origins.collect::<Result<_>>()?;
    let allowed = match origins.iter().any(|origin| origin == "*") {
        true => AllowOrigin::any(),
        false => AllowOrigin::list(origins),
    };
    let own = ["x-api-key", "x-agency", "x-act-as", "x-reason", "x-request-id", "idempotency-key"];
    let preflight = ["graphql-preflight", "apollo-require-preflight", "x-apollo-operation-name"];
    let headers = [header::AUTHORIZATION, header::CONTENT_TYPE, header::ACCEPT, header::CONTENT_DISPOSITION];
    let own = own.into_iter().chain(preflight).map(HeaderName::from_static);
    Ok(CorsLayer::new()
        .allow_origin(allowed)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers(headers.into_iter().chain(own).collect::<Vec<_>>())
        .expose_headers([
            HeaderName::from_static("x-request-id"),
            header::RETRY_AFTER,
            header::CONTENT_DISPOSITION,
        ])
        .max_age(Duration::from_secs(3_600)))
}
