//! Applying: some hundred rows in one transaction, with where to go on. Whoever dies in between has done nothing or all of it.

use super::{
    ahead::{self, Batch},
    finish,
    judge::{How, Judged, judge},
    rows::{Effects, Place, rows, tally},
    task::{Clock, aside, hold, job_of, place, position, source},
};
use crate::{
    crm::{
        campaigns,
        events::people::LeadsImported,
        leads::upsert::many::{self, Written},
        lists,
    },
    imports::{events::ImportRef, rows::RowReader},
    jobs::{self, Progress},
    kernel::{
        bulk, change,
        error::{Error, REFERS, Result},
        queue::{Ended, Failure, Slice},
        statistics::{Grown, Statistics},
        tx::Tx,
    },
};
use entity::{
    ids::{CompanyId, LeadId},
    import::{Entity, Model, OnDuplicate},
    import_row::{self, RowOutcome},
};
use sea_orm::{ColumnTrait, QueryFilter};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

/// Each transaction looks whether the job still runs, so a turn may be longer than one that does not.
const TURN: Duration = Duration::from_secs(5);
/// What grows with an import's rows.
const GROWN: [Grown; 6] = [
    // Keys people are looked for by, and what tells the living: of a column never counted it believes that few are null.
    (
        "lead",
        &["agency_id", "workspace_id", "email_key", "linkedin_key", "phone_key", "deleted_at", "merged_into"],
    ),
    ("lead_list_member", &[]),
    ("campaign_lead", &[]),
    ("company", &[]),
    ("activity", &[]),
    ("import_row", &[]),
];

/// Applies rows for a while.
pub async fn turn(slice: &Slice, mut import: Model) -> Result<Ended, Failure> {
    let clock = Clock::of(TURN);
    let path = source(slice.app(), slice.scope(), &import).await?;
    let mut reader = RowReader::open(&path, &import, position(&import))?;
    let mut statistics = Statistics::default();
    let who = (slice.app(), slice.scope());
    let mut batch = ahead::batch(who, &mut reader, &import).await?;
    let mut is_ahead = false;
    while !batch.rows.is_empty() {
        statistics.keep_up(slice.app(), &GROWN, import.counts.created);
        let mut tx = slice.begin().await?;
        let Some(was) = hold(&mut tx, &import).await? else { return aside(slice, tx, &import).await };
        if clock.is_over() {
            apply(&mut tx, &was, batch).await.map_err(|error| raced(error, is_ahead))?;
            return slice.again(tx, None).await;
        }
        let writing = async move {
            let done = apply(&mut tx, &was, batch).await?;
            tx.commit().await?;
            Ok(done)
        };
        let (done, next) = tokio::join!(writing, ahead::batch(who, &mut reader, &import));
        let (is, written) = done.map_err(|error| raced(error, is_ahead))?;
        // What was written stays, whatever keeps the next rows from being read: that is the next turn's to meet.
        batch = match next {
            Ok(next) if !clock.is_long_over() => next,
            _ => return slice.again(slice.begin().await?, None).await,
        };
        batch.learn(written.rows());
        (import, is_ahead) = (is, true);
    }
    finish::turn(slice, import, path).await
}

/// Somebody took a key of one of these people since they were looked for: now they are known. Of people who were looked for a
/// moment ago that is no wonder; of others it is tried a few times. So it is where a company that one of them works for, or
/// another row that was met, was deleted in between: looked for again, it is not met.
fn raced(error: Error, is_ahead: bool) -> Failure {
    let soon = Duration::from_millis(100);
    match &error {
        Error::Conflict { message, .. } if message == bulk::RACED && is_ahead => Failure::Later(soon),
        Error::Conflict { message, .. } if message == bulk::RACED || message == REFERS => {
            Failure::Retry { error, after: Some(soon) }
        }
        _ => error.into(),
    }
}

/// Returns how far it is now, and who was written.
async fn apply(tx: &mut Tx, was: &Model, batch: Batch) -> Result<(Model, Written)> {
    let (app, scope) = (tx.app().clone(), tx.scope().clone());
    // Who was met before is a lead by now.
    let how = How { is_held: true, is_apart: &|_| false };
    let Judged { verdicts, first, book, companies } =
        judge((&app, &scope), &*tx, was, (batch.rows, &batch.known), how).await?;
    let mut places: Vec<Place> = vec![];
    let (mut known, mut needed) = (vec![], BTreeSet::new());
    for (slot, first) in book.slots.iter().zip(first) {
        let (lead, version) = (slot.is.id, slot.was.as_ref().map_or(1, |was| was.version));
        if slot.was.is_some() && first != usize::MAX {
            known.push(lead);
        }
        needed.extend(slot.is.company_id);
        places.push(Place { lead, version, met: version, company: slot.is.company_id, first });
    }
    let made: BTreeSet<CompanyId> = companies.make(tx, &needed).await?.into_iter().collect();
    let written = many::write(tx, book, was.campaign_id).await?;
    // Those who are skipped join nothing.
    let met = if was.on_duplicate == OnDuplicate::Skip { vec![] } else { known.clone() };
    let effects = effects(tx, was, (known.as_slice(), met.as_slice(), &written), made).await?;
    for place in &mut places {
        if let Some((row, _)) = written.updated.get(&place.lead) {
            place.version = row.version;
        }
        let is_known = met.contains(&place.lead);
        place.version += i32::from(is_known && effects.campaign.contains(&place.lead));
    }
    let (all, changed) = rows(was, &verdicts, &places, &written, &effects);
    bulk::insert::<import_row::Entity>(tx, &all).await?;
    for holder in changed {
        let old = &effects.holders[&holder.lead_id.unwrap_or_else(LeadId::new)];
        change::write::<import_row::Entity>(tx, old, &holder).await?;
    }
    let (at_offset, at_line) = place(batch.at)?;
    let mut is = Model { at_offset, at_line, ..was.clone() };
    for row in &all {
        tally(&mut is.counts, row.outcome, row.problems.is_some());
    }
    is.counts.companies += effects.companies.len() as i64;
    change::write::<Entity>(tx, was, &is).await?;
    tell(tx, &is, &all, &written, &met).await?;
    Ok((is, written))
}

/// What follows for the list and the campaign, and who was met by this import before.
async fn effects(
    tx: &mut Tx,
    import: &Model,
    (known, met, written): (&[LeadId], &[LeadId], &Written),
    companies: BTreeSet<CompanyId>,
) -> Result<Effects> {
    let mut effects = Effects { companies, ..Effects::default() };
    if !known.is_empty() {
        use import_row::Column as C;
        let rows = tx
            .scope()
            .find::<import_row::Entity>()
            .filter(C::LeadId.is_in(bulk::padded(known.iter().copied())));
        let rows = rows.filter(C::ImportId.eq(import.id)).filter(C::Version.is_not_null()).all(tx).await?;
        effects.holders =
            rows.into_iter().filter_map(|row| Some((row.lead_id?, row))).collect::<BTreeMap<_, _>>();
    }
    let new: Vec<LeadId> = written.created.iter().map(|lead| lead.id).collect();
    if new.is_empty() && met.is_empty() {
        return Ok(effects);
    }
    if let Some(list) = import.lead_list_id {
        effects.list = lists::admit(tx, list, &new, met).await?;
    }
    if let Some(campaign) = import.campaign_id {
        effects.campaign = campaigns::admit(tx, campaign, &written.created, met).await?;
    }
    Ok(effects)
}

async fn tell(
    tx: &mut Tx,
    is: &Model,
    all: &[import_row::Model],
    written: &Written,
    met: &[LeadId],
) -> Result<()> {
    let of = |outcomes: &[RowOutcome]| all.iter().filter(|row| outcomes.contains(&row.outcome)).count();
    let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let out = [RowOutcome::Skipped, RowOutcome::Conflicting, RowOutcome::Suppressed];
    let rejected = out
        .into_iter()
        .map(|outcome| (sea_orm::ActiveEnum::to_value(&outcome).to_lowercase(), of(&[outcome])));
    let rejected = rejected.filter(|(_, count)| *count > 0);
    let progress = Progress {
        note: Some("Importing".to_owned()),
        processed: number(all.len()),
        qualified: number(of(&[RowOutcome::Created, RowOutcome::Updated])),
        failed: number(of(&[RowOutcome::Invalid])),
        rejected: rejected
            .map(|(reason, count)| (reason, u32::try_from(count).unwrap_or(u32::MAX)))
            .collect(),
        ..Progress::default()
    };
    jobs::progress(tx, job_of(is)?, progress).await?;
    let created: Vec<LeadId> = written.created.iter().map(|lead| lead.id).collect();
    tx.emit(&LeadsImported { of: ImportRef::from(is).of_leads(), created, updated: met.to_vec() }).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_in_between_is_looked_at_again_and_nothing_else_is() {
        let of = |message: &str, is_ahead| raced(Error::conflict(message), is_ahead);
        assert!(matches!(of(bulk::RACED, true), Failure::Later(_)));
        assert!(matches!(of(bulk::RACED, false), Failure::Retry { .. }));
        assert!(matches!(
            (of(REFERS, true), of(REFERS, false)),
            (Failure::Retry { .. }, Failure::Retry { .. })
        ));
        assert!(matches!(of("Another job works on this import by now.", false), Failure::Fatal(_)));
    }
}
