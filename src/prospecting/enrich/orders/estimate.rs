//! What an enrichment would cost, before it is ordered. Asks nobody.

use super::{create::living, fields::EnrichField, known, order::Order};
use crate::{
    connections,
    kernel::{app::App, error::Result, permission::Permission, scope::Scope},
    prospecting::{
        enrich::ask::provider,
        waterfall::{self, Estimate, Known, SourceEstimate},
    },
};
use entity::{company, ids::LeadId};
use sea_orm::{ColumnTrait, QueryFilter};
use std::collections::{BTreeMap, BTreeSet};

/// A price, and of each source its name and provider.
#[derive(Clone, Debug)]
pub struct Priced {
    pub estimate: Estimate,
    pub sources: Vec<(String, &'static str, SourceEstimate)>,
}

/// The most and the probable cost of enriching these leads.
pub async fn estimate(app: &App, scope: &Scope, ids: &[LeadId], fields: Vec<EnrichField>) -> Result<Priced> {
    scope.require(Permission::Prospect)?;
    let reader = scope.read(app);
    let ids: BTreeSet<LeadId> = ids.iter().copied().collect();
    let rows = living(scope, &ids.into_iter().collect::<Vec<_>>(), &reader).await?;
    let employers = scope.find::<company::Entity>();
    let employers = employers.filter(company::Column::Id.is_in(rows.iter().filter_map(|row| row.company_id)));
    let employers: BTreeMap<_, _> =
        employers.all(&reader).await?.into_iter().map(|row| (row.id, row)).collect();
    let people: Vec<Known> = rows
        .iter()
        .map(|row| {
            let employer = row.company_id.and_then(|id| employers.get(&id));
            known::lead(row, employer, false, app.now()).known()
        })
        .collect();
    let fields = if fields.is_empty() { EnrichField::USUAL.to_vec() } else { fields };
    let order = Order { subjects: vec![], fields, is_check: false };
    let sources = connections::sources(app, scope).await?;
    let estimate = waterfall::estimate(&order.plan(&sources), &people, None);
    let named = estimate.by_source.iter().filter_map(|part| {
        let source = sources.iter().find(|s| s.id.is_some_and(|id| id.to_string() == part.source))?;
        Some((source.name.clone(), provider(source.kind), part.clone()))
    });
    Ok(Priced { sources: named.collect(), estimate })
}
