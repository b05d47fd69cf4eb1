//! The companies of many people at once: found, or to be made. Those that are known stay as they are.

use super::merge::fill;
use crate::{
    crm::{
        companies::values::CompanyPatch,
        events::people::{CompanyCreated, CompanyRef},
        leads::upsert::{Source, many::Ground},
    },
    kernel::{bulk, error::Result, scope::Scope, tx::Tx},
};
use entity::{
    company::{Column, Entity, Model},
    enrichment,
    ids::CompanyId,
    json::StringList,
    lead,
};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use std::collections::{BTreeSet, HashMap};

/// Keys in one statement.
const AT_ONCE: usize = 2_000;

/// Companies found, and those that would be made.
#[derive(Clone, Debug, Default)]
pub struct Companies {
    /// Of each asked for; `None`: nothing says which one it is.
    pub places: Vec<Option<usize>>,
    rows: Vec<(Model, bool)>,
    by_domain: HashMap<String, usize>,
    by_name: HashMap<String, usize>,
}

/// Looks for the companies. Malformed values are left out. Writes nothing.
pub async fn match_many(
    scope: &Scope,
    c: &impl ConnectionTrait,
    ground: Ground,
    wanted: Vec<Option<CompanyPatch>>,
) -> Result<Companies> {
    let mut probes = Vec::with_capacity(wanted.len());
    for values in wanted {
        probes.push(values.and_then(|values| probe(scope, ground, values)));
    }
    let mut all = Companies::default();
    let domains: BTreeSet<&String> = probes.iter().flatten().filter_map(|row| row.domain.as_ref()).collect();
    let names: BTreeSet<&String> = probes.iter().flatten().map(|row| &row.name_folded).collect();
    for (column, values) in [(Column::Domain, domains), (Column::NameFolded, names)] {
        let values: Vec<&String> = values.into_iter().collect();
        for some in values.chunks(AT_ONCE) {
            let rows = scope.find::<Entity>().filter(Column::WorkspaceId.eq(ground.workspace));
            let rows = rows.filter(column.is_in(bulk::padded(some.iter().copied())));
            for row in rows.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(c).await? {
                all.enter(row, false);
            }
        }
    }
    for probe in probes {
        let place = probe.map(|probe| match all.find(&probe) {
            Some(place) => place,
            None => all.enter(probe, true),
        });
        all.places.push(place);
    }
    Ok(all)
}

impl Companies {
    /// The company at a place, and whether it is still to be made.
    #[must_use]
    pub fn at(&self, place: usize) -> (&Model, bool) {
        let (row, is_new) = &self.rows[place];
        (row, *is_new)
    }

    /// What a company that is still to be made is known by; `None` for others.
    #[must_use]
    pub fn key_of_new(&self, id: CompanyId) -> Option<&str> {
        let (row, _) = self.rows.iter().find(|(row, is_new)| *is_new && row.id == id)?;
        Some(row.domain.as_deref().unwrap_or(&row.name_folded))
    }

    /// By its domain, else (where one side has no domain) by its name.
    fn find(&self, probe: &Model) -> Option<usize> {
        if let Some(place) = probe.domain.as_ref().and_then(|domain| self.by_domain.get(domain)) {
            return Some(*place);
        }
        let named = *self.by_name.get(&probe.name_folded)?;
        (probe.domain.is_none() || self.rows[named].0.domain.is_none()).then_some(named)
    }

    fn enter(&mut self, row: Model, is_new: bool) -> usize {
        let place = self.rows.len();
        if let Some(domain) = &row.domain {
            self.by_domain.entry(domain.clone()).or_insert(place);
        }
        self.by_name.entry(row.name_folded.clone()).or_insert(place);
        self.rows.push((row, is_new));
        place
    }

    /// Makes those that are among `needed` and new. Refused with CONFLICT when somebody made one in this very moment.
    pub async fn make(&self, tx: &mut Tx, needed: &BTreeSet<CompanyId>) -> Result<Vec<CompanyId>> {
        let is_wanted = |(row, is_new): &&(Model, bool)| *is_new && needed.contains(&row.id);
        let rows: Vec<Model> = self.rows.iter().filter(is_wanted).map(|(row, _)| row.clone()).collect();
        bulk::insert::<Entity>(tx, &rows).await?;
        for row in &rows {
            tx.emit(&CompanyCreated { company: CompanyRef::from(row) }).await?;
        }
        Ok(rows.iter().map(|row| row.id).collect())
    }
}

fn probe(scope: &Scope, ground: Ground, values: CompanyPatch) -> Option<Model> {
    let mut row = Model {
        id: CompanyId::new(),
        agency_id: scope.agency(),
        workspace_id: ground.workspace,
        name: String::new(),
        name_folded: String::new(),
        domain: None,
        industry: None,
        employee_count: None,
        annual_revenue_micros: None,
        currency: "USD".into(),
        founded_year: None,
        country: None,
        city: None,
        linkedin_url: None,
        technologies: StringList::default(),
        funding: None,
        description: None,
        search_text: String::new(),
        created_by: ground.made_by,
        version: 1,
        created_at: ground.now,
        updated_at: ground.now,
    };
    fill(&mut row, values, Source::Machine).is_ok().then_some(row)
}

/// Deletes companies that nobody works for and nobody changed since they were made; returns how many went.
pub async fn unmake(tx: &Tx, made: &[CompanyId]) -> Result<u64> {
    let employers = tx
        .scope()
        .find::<lead::Entity>()
        .filter(lead::Column::CompanyId.is_in(bulk::padded(made.iter().copied())));
    let employers = employers.select_only().column(lead::Column::CompanyId).into_query();
    let told = tx.scope().find::<enrichment::Entity>();
    let told = told.filter(enrichment::Column::CompanyId.is_in(bulk::padded(made.iter().copied())));
    let told = told.select_only().column(enrichment::Column::CompanyId).into_query();
    let alone = tx
        .delete::<Entity>()
        .filter(Column::Id.is_in(bulk::padded(made.iter().copied())))
        .filter(Column::Version.eq(1));
    let alone = alone.filter(Column::Id.not_in_subquery(employers)).filter(Column::Id.not_in_subquery(told));
    Ok(alone.exec(tx).await?.rows_affected)
}
