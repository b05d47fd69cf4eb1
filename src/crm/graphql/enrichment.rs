//! Where a value comes from.

use crate::{
    connections::graphql::DataSource,
    graphql::{Id, Result, node, scalars::Micros},
};
use async_graphql::{Context, Object};
use chrono::{DateTime, Utc};
use entity::ids::{DataSourceId, EnrichmentId};

node! {
    /// One field's value as one provider states it. Those that were not chosen are kept, too.
    Enrichment(enrichment)
}

/// One field's value as one provider states it. Those that were not chosen are kept, too.
#[Object]
impl Enrichment {
    /// Its id.
    pub async fn id(&self) -> Id<EnrichmentId> {
        self.0.id.into()
    }

    /// Which field: `email`, `title`, `employee_count`.
    fn field(&self) -> &str {
        &self.0.field
    }

    /// The value.
    fn value(&self) -> &str {
        &self.0.value
    }

    /// Who says so: `APOLLO`, `HUNTER`.
    fn provider(&self) -> &str {
        &self.0.provider
    }

    /// The data source it was asked through; null when that is gone.
    fn data_source_id(&self) -> Option<Id<DataSourceId>> {
        self.0.data_source_id.map(Id)
    }

    /// That data source; null when it was deleted.
    async fn data_source(&self, ctx: &Context<'_>) -> Result<Option<DataSource>> {
        let Some(id) = self.0.data_source_id else { return Ok(None) };
        Ok(DataSource::find(ctx, id).await?.filter(|source| source.0.deleted_at.is_none()))
    }

    /// How sure the provider is, 0 (a guess) to 100 (certain).
    fn confidence(&self) -> i32 {
        self.0.confidence
    }

    /// This is the value that was kept.
    fn is_chosen(&self) -> bool {
        self.0.is_chosen
    }

    /// Who checked the value, if anybody did.
    fn validator(&self) -> Option<&str> {
        self.0.validator.as_deref()
    }

    /// What the check said.
    fn validator_result(&self) -> Option<&str> {
        self.0.validator_result.as_deref()
    }

    /// What it cost at list price, in millionths of `currency`. The price of a call that gave several values is told once, at
    /// the value it was made for.
    fn cost_micros(&self) -> Micros {
        Micros(self.0.cost_micros)
    }

    /// The currency of `costMicros` (ISO 4217).
    fn currency(&self) -> &str {
        &self.0.currency
    }

    /// When the provider said so.
    fn fetched_at(&self) -> DateTime<Utc> {
        self.0.fetched_at
    }

    /// Asked again after this.
    fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.0.expires_at
    }
}
