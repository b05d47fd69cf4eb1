//! Undoing: row by row of what was written, in transactions of some hundred rows.

use super::task::{Clock, aside, hold, job_of};
use crate::{
    crm::{
        activities::{self, Entry},
        campaigns, companies,
        events::people::LeadsImportReverted,
        leads::upsert::many::undo::{self, Done},
        lists,
    },
    imports::{
        commands::{save, take},
        events::ImportRef,
        state::Step,
    },
    jobs::{self, Progress},
    kernel::{
        bulk, change,
        error::{Error, Result},
        queue::{Ended, Failure, Slice},
        tx::Tx,
    },
};
use entity::{
    activity::ActivityKind,
    ids::{CompanyId, LeadId},
    import::{Entity, Model},
    import_row::{self, Column as C, RowOutcome, Undone},
    lead, lead_list,
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

/// Rows of one transaction.
const ROWS: u64 = 500;

/// Undoes rows for a while.
pub async fn turn(slice: &Slice, mut import: Model) -> Result<Ended, Failure> {
    let clock = Clock::start();
    loop {
        let mut tx = slice.begin().await?;
        let Some(was) = hold(&mut tx, &import).await? else { return aside(slice, tx, &import).await };
        // Leads first, then the companies that were made for them.
        let is = match was.at_offset < was.bytes {
            true => undo_some(&mut tx, was.clone()).await.map(Some),
            false => unmake_some(&tx, &was).await,
        };
        let is = is.map_err(raced)?;
        import = match is {
            Some(is) => is,
            None => return end(slice, tx, was).await,
        };
        if clock.is_over() {
            return slice.again(tx, None).await;
        }
        tx.commit().await?;
    }
}

/// Somebody took a key that was to be put back, or went to a company that was to go, in this very moment: it is seen when
/// that is looked at again.
fn raced(error: Error) -> Failure {
    match error {
        Error::Conflict { .. } => Failure::Retry { error, after: Some(Duration::from_millis(100)) },
        _ => error.into(),
    }
}

/// The next rows; after the first of the file, the companies follow.
async fn undo_some(tx: &mut Tx, was: Model) -> Result<Model> {
    let rows = open(tx, &was).await?;
    if !rows.is_empty() {
        return undo_rows(tx, was, rows).await;
    }
    let is = Model { at_offset: was.bytes, at_line: was.data_line - 1, ..was.clone() };
    change::write::<Entity>(tx, &was, &is).await?;
    Ok(is)
}

/// The next rows that did something, from the last to the first: a key goes back the way it came.
async fn open(tx: &Tx, import: &Model) -> Result<Vec<import_row::Model>> {
    let did = Condition::any()
        .add(C::Outcome.is_in([RowOutcome::Created, RowOutcome::Updated]))
        .add(C::JoinedList.eq(true))
        .add(C::JoinedCampaign.eq(true));
    let rows = tx.scope().find::<import_row::Entity>().filter(C::ImportId.eq(import.id));
    let rows = rows.filter(C::Undone.is_null()).filter(C::LeadId.is_not_null()).filter(did);
    // Or each time all that was undone would be passed over.
    let rows = rows.filter(C::Line.lt(import.at_line));
    Ok(rows.order_by_desc(C::Line).limit(ROWS).all(tx).await?)
}

async fn undo_rows(tx: &mut Tx, was: Model, rows: Vec<import_row::Model>) -> Result<Model> {
    let done: Vec<Done> = rows.iter().filter_map(done).collect();
    let ids: Vec<LeadId> = done.iter().map(|done| done.lead).collect();
    let leads = undo::hold(tx, &ids).await?;
    let removable = undo::removable(tx, &done, &leads, was.lead_list_id).await?;
    leave(tx, &was, &rows, &leads).await?;
    // Leaving a campaign changed some of them.
    let leads = undo::hold(tx, &ids).await?;
    undo::remove(tx, &leads, &removable).await?;
    let employers = undo::employers(tx, &done).await?;
    let mut undone: BTreeMap<LeadId, Undone> = removable.iter().map(|id| (*id, Undone::Removed)).collect();
    let mut touched = vec![];
    for done in &done {
        if undone.contains_key(&done.lead) {
            continue;
        }
        let is = match leads.get(&done.lead) {
            None => Undone::Removed,
            Some(_) if done.is_made => Undone::Kept,
            Some(row) => shown(undo::restore(tx, row.clone(), done, &employers).await?),
        };
        if is != Undone::Removed {
            touched.push(done.lead);
        }
        undone.insert(done.lead, is);
    }
    let history = touched.iter().map(|lead| Entry::new(*lead, ActivityKind::Updated, "An import was undone"));
    activities::insert(tx, history).await?;
    write(tx, was, &rows, (&undone, removable, touched)).await
}

fn done(row: &import_row::Model) -> Option<Done> {
    Some(Done {
        lead: row.lead_id?,
        is_made: row.outcome == RowOutcome::Created,
        version: row.version.unwrap_or_default(),
        difference: row.was.clone().zip(row.became.clone()),
    })
}

fn shown(undone: undo::Undone) -> Undone {
    match undone {
        undo::Undone::Removed => Undone::Removed,
        undo::Undone::Restored => Undone::Restored,
        undo::Undone::Left => Undone::Left,
        undo::Undone::Kept => Undone::Kept,
    }
}

/// Those who joined the list or the campaign by it leave it.
async fn leave(
    tx: &mut Tx,
    import: &Model,
    rows: &[import_row::Model],
    leads: &BTreeMap<LeadId, lead::Model>,
) -> Result<()> {
    let of = |joined: fn(&import_row::Model) -> bool| -> Vec<LeadId> {
        rows.iter().filter(|row| joined(row)).filter_map(|row| row.lead_id).collect()
    };
    if let Some(list) = import.lead_list_id {
        let living = leads.values().filter(|lead| lead.deleted_at.is_none()).map(|lead| lead.id).collect();
        lists::dismiss(tx, list, &of(|row| row.joined_list), &living).await?;
    }
    if let Some(campaign) = import.campaign_id {
        let joined: BTreeSet<LeadId> = of(|row| row.joined_campaign).into_iter().collect();
        let joined: Vec<lead::Model> =
            leads.values().filter(|lead| joined.contains(&lead.id)).cloned().collect();
        campaigns::dismiss(tx, campaign, &joined).await?;
    }
    Ok(())
}

async fn write(
    tx: &mut Tx,
    was: Model,
    rows: &[import_row::Model],
    (undone, removed, updated): (&BTreeMap<LeadId, Undone>, BTreeSet<LeadId>, Vec<LeadId>),
) -> Result<Model> {
    let mut counts = was.revert.clone().unwrap_or_default();
    for kind in [Undone::Removed, Undone::Restored, Undone::Left, Undone::Kept] {
        let is_it = |row: &&import_row::Model| row.lead_id.and_then(|id| undone.get(&id)) == Some(&kind);
        let ids: Vec<_> = rows.iter().filter(is_it).map(|row| row.id).collect();
        match kind {
            Undone::Removed => counts.removed += ids.len() as i64,
            Undone::Restored => counts.restored += ids.len() as i64,
            Undone::Kept => counts.kept += ids.len() as i64,
            Undone::Left => {}
        }
        if !ids.is_empty() {
            let mark = tx.update::<import_row::Entity>().col_expr(C::Undone, Expr::val(kind));
            mark.filter(C::Id.is_in(bulk::padded(ids))).exec(tx).await?;
        }
    }
    let first = rows.iter().map(|row| row.line).min().unwrap_or(was.at_line);
    let is = Model { revert: Some(counts), at_line: first, ..was.clone() };
    change::write::<Entity>(tx, &was, &is).await?;
    let progress = Progress {
        note: Some("Undoing".to_owned()),
        processed: i32::try_from(rows.len()).unwrap_or(i32::MAX),
        ..Progress::default()
    };
    jobs::progress(tx, job_of(&is)?, progress).await?;
    let removed = removed.into_iter().collect();
    tx.emit(&LeadsImportReverted { of: ImportRef::from(&is).of_leads(), removed, updated }).await?;
    Ok(is)
}

/// Companies that were made for leads that are gone go too; `None`: there are no more.
async fn unmake_some(tx: &Tx, was: &Model) -> Result<Option<Model>> {
    let made = tx.scope().find::<import_row::Entity>().filter(C::ImportId.eq(was.id));
    let made = made.filter(C::CompanyId.is_not_null()).filter(C::Line.gt(was.at_line));
    let made = made.order_by_asc(C::Line).limit(ROWS).select_only().column(C::Line).column(C::CompanyId);
    let made: Vec<(i64, CompanyId)> = made.into_tuple().all(tx).await?;
    let Some((last, _)) = made.last().copied() else { return Ok(None) };
    let ids: Vec<CompanyId> = made.into_iter().map(|(_, id)| id).collect();
    let gone = companies::many::unmake(tx, &ids).await?;
    let mut counts = was.revert.clone().unwrap_or_default();
    counts.companies += i64::try_from(gone).unwrap_or(0);
    let is = Model { revert: Some(counts), at_line: last, ..was.clone() };
    change::write::<Entity>(tx, was, &is).await?;
    Ok(Some(is))
}

/// The list goes too, where it was made for them.
async fn end(slice: &Slice, mut tx: Tx, was: Model) -> Result<Ended, Failure> {
    if let Some(id) = was.lead_list_id.filter(|_| was.made_list) {
        let list = tx.hold::<lead_list::Entity>(id).await?;
        if list.lead_count == 0 && list.deleted_at.is_none() {
            lists::delete_in(&mut tx, list).await?;
        }
    }
    let counts = was.revert.clone().unwrap_or_default();
    let note =
        format!("{} removed, {} as before, {} changed since", counts.removed, counts.restored, counts.kept);
    jobs::complete(&mut tx, job_of(&was)?, Some(note)).await?;
    let status = take(&tx, &was, Step::Revert).await?;
    let is = Model { status, reverted_at: Some(tx.now()), ..was.clone() };
    save(&mut tx, &was, is).await?;
    slice.done(tx).await
}
