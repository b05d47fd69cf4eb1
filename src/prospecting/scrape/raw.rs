//! What the source said, as it was understood: a file of JSON Lines, one person a line, that grows page by page. How long it
//! is stands in the job's checkpoint, so that what a cut-off slice wrote is cut off too.

use super::place::Place;
use crate::{
    connectors::facts::Person,
    jobs,
    kernel::{
        error::{Error, Result},
        files::{NewFile, Writer},
        queue::Slice,
        tx::Tx,
    },
};
use entity::{
    file::{self, FilePurpose, FileStatus},
    job,
};
use sea_orm::Select;

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
    for person in people {
        let mut line = serde_json::to_vec(person).map_err(Error::from)?;
        line.push(b'\n');
        writer.write(&line).await?;
    }
    Ok(writer)
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
