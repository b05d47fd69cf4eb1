//! One value from one source.

use crate::graphql::{Id, node};
use async_graphql::Object;
use chrono::{DateTime, Utc};
use entity::ids::{DataSourceId, EnrichmentId};

node! {
    /// One value of one field as one provider stated it. Values that were not chosen are kept too.
    Enrichment(enrichment)
}

#[Object]
impl Enrichment {
    /// Its id.
    async fn id(&self) -> Id<EnrichmentId> {
        self.0.id.into()
    }

    /// Which field: `email`, `title`; of the company `company_industry`, and so on.
    async fn field(&self) -> &str {
        &self.0.field
    }

    /// What the provider said.
    async fn value(&self) -> &str {
        &self.0.value
    }

    /// Who said it: `APOLLO`.
    async fn provider(&self) -> &str {
        &self.0.provider
    }

    /// The data source it came through.
    async fn data_source_id(&self) -> Option<Id<DataSourceId>> {
        self.0.data_source_id.map(Id)
    }

    /// How sure the provider is, 0 (a guess) to 100 (certain).
    async fn confidence(&self) -> i32 {
        self.0.confidence
    }

    /// The value that is used: validated before confident before fresh.
    async fn is_chosen(&self) -> bool {
        self.0.is_chosen
    }

    /// What a check of the value gave: VALID, INVALID, CATCH_ALL, DISPOSABLE, UNKNOWN; or why the value cannot be used:
    /// MALFORMED, OTHER_COMPANY. Null: not checked.
    async fn verdict(&self) -> Option<&str> {
        self.0.validator_result.as_deref()
    }

    /// What learning it cost at list price, in millionths of `currency`. The price of a call that gave several values is
    /// told once, at the value it was made for.
    async fn cost_micros(&self) -> i64 {
        self.0.cost_micros
    }

    /// ISO 4217.
    async fn currency(&self) -> &str {
        &self.0.currency
    }

    /// When the provider said so.
    async fn fetched_at(&self) -> DateTime<Utc> {
        self.0.fetched_at
    }
}
