//! What every door holds, made once per process.

use super::{
    answer::Refused,
    ask::{address::Proxies, credentials, request_id::RequestId},
    live::Groups,
    run::{Budgets, Seats, StoredDocuments, Vigils},
};
use crate::{
    config::Config,
    graphql::guard::{Documents, Types},
    identity::caller::{self, Credentials},
    kernel::{
        app::App,
        caller::{Caller, Origin},
        error::Result,
    },
    schema::AppSchema,
};
use axum::http::{HeaderMap, header::USER_AGENT};
use std::{net::IpAddr, sync::Arc};
use tokio::sync::OnceCell;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// Cheap to clone.
#[derive(Clone)]
pub struct Doors(Arc<Parts>);

struct Parts {
    app: App,
    schema: AppSchema,
    types: Types,
    documents: Documents,
    stored: StoredDocuments,
    budgets: Budgets,
    seats: Seats,
    vigils: Vigils,
    groups: Groups,
    proxies: Proxies,
    draining: CancellationToken,
    streams: TaskTracker,
    began_with: OnceCell<String>,
}

impl Doors {
    /// Fails where a setting cannot be used.
    pub fn new(app: App, schema: AppSchema) -> Result<Self> {
        let server = &app.config().server;
        Ok(Self(Arc::new(Parts {
            types: Types::read(&schema.sdl()),
            documents: Documents::default(),
            stored: StoredDocuments::read(server.documents_file.as_deref())?,
            budgets: Budgets::default(),
            seats: Seats::default(),
            vigils: Vigils::default(),
            groups: Groups::default(),
            proxies: Proxies::read(&server.trusted_proxies)?,
            draining: CancellationToken::new(),
            streams: TaskTracker::new(),
            began_with: OnceCell::new(),
            app,
            schema,
        })))
    }

    #[must_use]
    pub fn app(&self) -> &App {
        &self.0.app
    }

    #[must_use]
    pub fn config(&self) -> &Config {
        self.0.app.config()
    }

    #[must_use]
    pub fn schema(&self) -> &AppSchema {
        &self.0.schema
    }

    #[must_use]
    pub fn types(&self) -> &Types {
        &self.0.types
    }

    #[must_use]
    pub fn documents(&self) -> &Documents {
        &self.0.documents
    }

    #[must_use]
    pub fn stored(&self) -> &StoredDocuments {
        &self.0.stored
    }

    #[must_use]
    pub fn budgets(&self) -> &Budgets {
        &self.0.budgets
    }

    /// Long connections, by who holds them.
    #[must_use]
    pub fn seats(&self) -> &Seats {
        &self.0.seats
    }

    /// Who has a long connection, and may still have it.
    #[must_use]
    pub fn vigils(&self) -> &Vigils {
        &self.0.vigils
    }

    /// Live roots that are being executed.
    #[must_use]
    pub fn groups(&self) -> &Groups {
        &self.0.groups
    }

    /// Cancelled when the process is about to stop: long streams end then.
    #[must_use]
    pub fn draining(&self) -> &CancellationToken {
        &self.0.draining
    }

    /// Everything that outlives its request: sockets.
    #[must_use]
    pub fn streams(&self) -> &TaskTracker {
        &self.0.streams
    }

    /// The database's newest change, and whether it is the one this process first saw.
    pub async fn schema_version(&self) -> Result<(String, bool)> {
        let now = self.app().db().schema_version().await?;
        let began = self.0.began_with.get_or_init(|| std::future::ready(now.clone())).await;
        let is_ours = *began == now;
        Ok((now, is_ours))
    }

    /// Where a request comes from.
    #[must_use]
    pub fn origin(&self, headers: &HeaderMap, peer: IpAddr, request_id: &RequestId) -> Origin {
        let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok());
        Origin {
            ip: Some(self.0.proxies.client(peer, headers)),
            user_agent: agent.map(|text| text.chars().take(200).collect()),
            request_id: request_id.0.clone(),
        }
    }

    /// Who asks, by a request's headers.
    pub async fn caller(&self, headers: &HeaderMap, origin: Origin) -> Result<Caller, Refused> {
        self.resolve(&credentials::of_headers(headers), origin).await.map_err(Refused::by)
    }

    /// Who asks, by credentials from anywhere.
    pub async fn resolve(&self, credentials: &Credentials, origin: Origin) -> Result<Caller> {
        caller::resolve(self.app(), credentials, origin).await
    }
}
