//! Somebody is forgotten: the prospects they were in this workspace, every cached answer that speaks of them, and what jobs were
//! to look for by their address, number or name. The caches are the agency's and only save money: too much thrown away is
//! asked again.

use crate::{
    crm::events::people::LeadErased,
    jobs,
    kernel::{error::Result, filter::escape, tx::Tx, wiring::Wiring},
};
use entity::{
    ids::LeadId,
    job, lead, lookup,
    prospect::{Column, Entity, Model},
    provider_call,
};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter,
    sea_query::{Expr, ExprTrait, Func, LikeExpr},
};
use serde_json::Value;
use std::collections::BTreeSet;

/// Shorter words would be found in anything.
const TELLING: usize = 6;

pub fn wire(wiring: &mut Wiring) {
    wiring.also(|tx, fact: LeadErased| Box::pin(forget(tx, fact)));
}

async fn forget(tx: &mut Tx, fact: LeadErased) -> Result<()> {
    let ids: Vec<LeadId> = fact.parts.iter().copied().chain([fact.lead.lead]).collect();
    let leads = tx.scope().find::<lead::Entity>().filter(lead::Column::Id.is_in(ids.iter().copied()));
    let leads = leads.all(&*tx).await?;
    let rows = tx.scope().find::<Entity>().filter(Column::WorkspaceId.eq(fact.lead.workspace));
    let rows = rows.filter(theirs(&ids, &leads)).all(&*tx).await?;
    let words = words(&leads, &rows);
    tx.delete::<Entity>().filter(Column::Id.is_in(rows.iter().map(|row| row.id))).exec(&*tx).await?;
    if words.is_empty() {
        return Ok(());
    }
    tx.delete::<lookup::Entity>().filter(speaks_of(lookup::Column::Value, &words)).exec(&*tx).await?;
    // That a call was made and what it cost stays; what came back does not, and is asked again when it is wanted.
    let update = tx.update::<provider_call::Entity>();
    let update = update.col_expr(provider_call::Column::Outcome, Expr::val(None::<Value>));
    update.filter(speaks_of(provider_call::Column::Outcome, &words)).exec(&*tx).await?;
    let found = speaks_of(job::Column::SearchCriteria, &words);
    jobs::forget_in_criteria(tx, &found, |text| speaks(text, &words)).await
}

/// Saved as one of these leads; or not saved, and known by one of their keys.
fn theirs(ids: &[LeadId], leads: &[lead::Model]) -> Condition {
    let by = |column: Column, key: fn(&lead::Model) -> &Option<String>| {
        column.is_in(leads.iter().filter_map(|lead| key(lead).clone()))
    };
    let known = Condition::any()
        .add(by(Column::EmailKey, |lead| &lead.email_key))
        .add(by(Column::PhoneKey, |lead| &lead.phone_key))
        .add(by(Column::LinkedinKey, |lead| &lead.linkedin_key));
    let open = Condition::all().add(Column::LeadId.is_null()).add(known);
    Condition::any().add(Column::LeadId.is_in(ids.iter().copied())).add(open)
}

/// What an answer that speaks of them has in it: whole values, as JSON writes them.
fn words(leads: &[lead::Model], prospects: &[Model]) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut of = |values: [&Option<String>; 4], profile: &Option<String>, name: &str| {
        all.extend(values.into_iter().flatten().cloned());
        all.extend(profile.iter().flat_map(|id| [format!("/in/{id}\""), format!("/in/{id}/")]));
        all.extend(name.contains(' ').then(|| format!("\"{name}\"")));
    };
    for lead in leads {
        of([&lead.email, &lead.email_key, &lead.phone, &lead.phone_key], &lead.linkedin_key, &lead.full_name);
    }
    for row in prospects {
        of([&row.email, &row.email_key, &row.phone, &row.phone_key], &row.linkedin_key, &row.full_name);
    }
    for id in prospects.iter().flat_map(|row| row.external_ids.0.values()) {
        all.insert(format!("\"{id}\""));
    }
    all.retain(|word| word.chars().count() >= TELLING);
    all
}

/// The same of one text, as JSON writes it.
fn speaks(text: &str, words: &BTreeSet<String>) -> bool {
    let text = Value::from(text).to_string().to_lowercase();
    words.iter().any(|word| text.contains(&word.to_lowercase()))
}

fn speaks_of(column: impl ColumnTrait, words: &BTreeSet<String>) -> Condition {
    let text = || Func::lower(Expr::col(column).cast_as("text"));
    let like = |word: &String| {
        let pattern = LikeExpr::new(format!("%{}%", escape(&word.to_lowercase()))).escape('\\');
        Expr::expr(text()).like(pattern)
    };
    words.iter().map(like).fold(Condition::any(), Condition::add)
}
