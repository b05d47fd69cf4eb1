//! What an order would cost, before it is made. Asks nobody.

use super::{
    by_list,
    create::living,
    fields::EnrichField,
    known,
    order::{MAX_SUBJECTS, Order},
};
use crate::{
    connections,
    kernel::{
        app::App,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
    },
    prospecting::{
        enrich::{Part, parts},
        waterfall::{self, Estimate, Known},
    },
};
use entity::{
    company,
    ids::{CompanyId, LeadId, LeadListId},
    lead,
};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter};
use std::collections::{BTreeMap, BTreeSet};

/// A price, and each source's part in it.
#[derive(Clone, Debug)]
pub struct Priced {
    pub estimate: Estimate,
    pub sources: Vec<Part>,
}

/// Whom the order would be about: exactly one of these.
#[derive(Clone, Debug, Default)]
pub struct About {
    pub leads: Option<Vec<LeadId>>,
    /// Everybody on a list, as jobs over lists take them.
    pub list: Option<LeadListId>,
    pub companies: Option<Vec<CompanyId>>,
}

/// The most and the probable cost of enriching them, or (`is_check`) of checking their addresses.
pub async fn estimate(
    app: &App,
    scope: &Scope,
    about: About,
    fields: Vec<EnrichField>,
    is_check: bool,
) -> Result<Priced> {
    scope.require(Permission::Prospect)?;
    if about.companies.is_some() && is_check {
        return Err(Error::invalid("verify", "false for companies: they have no address to check"));
    }
    let fields = match (is_check, about.companies.is_some(), fields.is_empty()) {
        (true, ..) => vec![EnrichField::Email],
        (_, true, _) => vec![EnrichField::Company],
        (_, _, true) => EnrichField::USUAL.to_vec(),
        (..) => fields,
    };
    let known = known_of((app, scope), about, is_check, &scope.read(app)).await?;
    let order = Order { subjects: vec![], fields, is_check };
    let sources = connections::sources(app, scope).await?;
    let estimate = waterfall::estimate(&order.plan(&sources), &known, None);
    Ok(Priced { sources: parts(&estimate, &sources), estimate })
}

/// What is known of each of them before anybody is asked.
async fn known_of(
    (app, scope): (&App, &Scope),
    about: About,
    is_check: bool,
    c: &impl ConnectionTrait,
) -> Result<Vec<Known>> {
    let rows = match (about.leads, about.list, about.companies) {
        (Some(ids), None, None) => {
            let ids: BTreeSet<LeadId> = ids.into_iter().collect();
            living(scope, &ids.into_iter().collect::<Vec<_>>(), c).await?
        }
        (None, Some(list), None) => {
            let list = by_list::living_list(scope, list, c).await?;
            let ids = by_list::leads(scope, list.id, is_check, c).await?;
            scope.get_all::<lead::Entity>(&ids, c).await?
        }
        (None, None, Some(ids)) => {
            let ids: BTreeSet<CompanyId> = ids.into_iter().collect();
            if !(1..=MAX_SUBJECTS).contains(&ids.len()) {
                return Err(Error::invalid("companyIds", "1 to 100 companies"));
            }
            let ids: Vec<CompanyId> = ids.into_iter().collect();
            let rows = scope.get_all::<company::Entity>(&ids, c).await?;
            return Ok(rows.iter().map(|row| known::company(row, app.now()).known()).collect());
        }
        _ => return Err(Error::invalid("ids", "one of `ids`, `leadListId` and `companyIds`")),
    };
    let employers = scope.find::<company::Entity>();
    let employers = employers.filter(company::Column::Id.is_in(rows.iter().filter_map(|row| row.company_id)));
    let employers: BTreeMap<_, _> = employers.all(c).await?.into_iter().map(|row| (row.id, row)).collect();
    let people = rows.iter().map(|row| {
        let employer = row.company_id.and_then(|id| employers.get(&id));
        known::lead(row, employer, is_check, app.now()).known()
    });
    Ok(people.collect())
}
