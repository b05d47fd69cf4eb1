//! What the source said, as it was understood: a file of JSON Lines, one person a line, that grows page by page. How long it
//! is stands in the job's checkpoint, so that what a cut-off slice wrote is cut off too. Whoever must not be contacted is left
//! out: the file outlives the job by weeks, and nobody takes them out of it later.

use super::place::Place;
use crate::{
    base::clock::Timestamp,
    connectors::facts::Person,
    consent::{self, Party, Within},
    jobs,
    kernel::{
        error::{Error, Result},
        files::{NewFile, Writer},
        queue::Slice,
        tx::Tx,
    },
    prospecting::{
        merge::{Sourced, merge_with_records},
        prospects::ways,
    },
};
use chrono::{DateTime, TimeDelta};
use entity::{
    file::{self, FilePurpose, FileStatus},
    job,
};
use sea_orm::Select;
use std::collections::BTreeSet;

/// The file with these people added to it; pause it in the transaction of what they became. Never while a `Tx` is open.
pub(super) async fn add(slice: &Slice, job: &job::Model, place: &Place, people: &[Person]) -> Result<Writer> {
    let mut writer = match kept(slice, place).await? {
        Some(writer) => writer,
        None => {
            let name = format!("scraped-{}.jsonl", job.created_at.format("%Y-%m-%d-%H%M"));
            let new = NewFile {
                name,
                media_type: "application/jsonl".to_owned(),
                purpose: FilePurpose::Result,
                created_by: job.requested_by,
                expires_at: None,
            };
            slice.app().files().create(slice.scope().agency(), new).await?
        }
    };
    for person in allowed(slice, job, people).await? {
        let mut line = serde_json::to_vec(person).map_err(Error::from)?;
        line.push(b'\n');
        writer.write(&line).await?;
    }
    Ok(writer)
}

/// Without those for whom a suppression holds, and those who asked the source not to process their data; nor whatever else the
/// page says of the same people.
async fn allowed<'a>(slice: &Slice, job: &job::Model, people: &'a [Person]) -> Result<Vec<&'a Person>> {
    // The times tell the lines apart: who is one person with whom does not depend on them.
    let lines = (0..).map(|line| DateTime::UNIX_EPOCH + TimeDelta::microseconds(line));
    let sourced = |(person, fetched_at): (&Person, Timestamp)| Sourced {
        source: String::new(),
        fetched_at,
        person: person.clone(),
    };
    let records: Vec<Sourced> = people.iter().zip(lines).map(sourced).collect();
    let groups = merge_with_records(&records);
    let reached = groups.iter().map(|(_, own)| own.iter().flat_map(|one| ways(&one.person)).collect());
    let reached: Vec<Vec<Party>> = reached.collect();
    let within = Within { workspace: job.workspace_id, campaign: job.campaign_id };
    let (app, scope) = (slice.app(), slice.scope());
    let hits = consent::check(app, scope, within, &reached.concat(), &scope.read(app)).await?;
    let mut hits = hits.into_iter();
    let mut left_out: BTreeSet<Timestamp> = BTreeSet::new();
    for ((merged, own), ways) in groups.iter().zip(&reached) {
        let held = hits.by_ref().take(ways.len()).filter(|hits| !hits.is_empty()).count();
        if merged.is_forbidden || held > 0 {
            left_out.extend(own.iter().map(|one| one.fetched_at));
        }
    }
    let stays = people.iter().zip(&records).filter(|(_, line)| !left_out.contains(&line.fetched_at));
    Ok(stays.map(|(person, _)| person).collect())
}

/// As far as the checkpoint says; `None`: there is none yet, or its bytes are gone.
pub(super) async fn kept(slice: &Slice, place: &Place) -> Result<Option<Writer>> {
    let Some((id, length)) = place.raw else { return Ok(None) };
    let found = slice.scope().find_by_id::<file::Entity>(id);
    let found = Select::one(found, &slice.scope().read(slice.app())).await?;
    match found.filter(|row| row.status == FileStatus::Writing) {
        Some(row) => slice.app().files().resume(row, length).await,
        None => Ok(None),
    }
}

/// Writes down how far it is.
pub(super) async fn pause(tx: &Tx, job: &job::Model, writer: Writer, place: Place) -> Result<()> {
    let file = writer.row().id;
    let length = writer.pause(tx).await?;
    jobs::checkpoint(tx, job.id, &Place { raw: Some((file, length)), ..place }).await
}

/// It is whole: the job's.
pub(super) async fn finish(tx: &Tx, job: &job::Model, writer: Writer) -> Result<()> {
    let file = writer.finish(tx).await?;
    jobs::set_raw_data_file(tx, job.id, file.id).await
}
