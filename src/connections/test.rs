//! Testing a data source: a call that costs nothing tells whether the provider accepts us.

use super::{
    events::{DataSourceTested, DataSourceUpdated},
    list::held,
    source::{self, ActiveSource, source},
    tasks::TestSource,
};
use crate::{
    connectors::{ConnectorError, ports::Probed},
    kernel::{
        app::App,
        error::{Error, Result},
        events::FieldChange,
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use chrono::TimeDelta;
use entity::{
    data_source::{ActiveModel, DataSourceStatus, Model, TestStatus},
    ids::DataSourceId,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Unchanged, Set};

/// A test that has not ended after this long was cut off.
const LONGEST: TimeDelta = TimeDelta::minutes(2);

/// What a test found; `Err`: in words for people.
pub(super) type Found = Result<Probed, ConnectorError>;

/// Starts a test in the background; the source is TESTING until it ends.
pub async fn test(app: &App, scope: &Scope, id: DataSourceId) -> Result<Model> {
    scope.require(Permission::TestDataSources)?;
    let mut tx = Tx::begin(app, scope).await?;
    let row = begin(&mut tx, id).await?;
    tx.enqueue(&TestSource { data_source: id })?;
    tx.commit().await?;
    Ok(row)
}

/// The same, awaited in this process: for the command line. The note of a test that went well says what the provider told.
pub async fn test_now(app: &App, scope: &Scope, id: DataSourceId) -> Result<(Model, Option<String>)> {
    scope.require(Permission::TestDataSources)?;
    let mut tx = Tx::begin(app, scope).await?;
    begin(&mut tx, id).await?;
    tx.commit().await?;
    loop {
        let (account, found) = probe(app, scope, id).await?;
        let mut tx = Tx::begin(app, scope).await?;
        if is_outdated(&tx, id, &account).await? {
            continue;
        }
        let row = record(&mut tx, id, &found).await?;
        tx.commit().await?;
        let row = row.ok_or(Error::NotFound("data_source"))?;
        return Ok((row, found.ok().map(|probed| probed.note)));
    }
}

async fn begin(tx: &mut Tx, id: DataSourceId) -> Result<Model> {
    let was = held(tx, id).await?;
    if source::build(tx.app(), &was)?.source.probe().is_none() {
        return Err(Error::conflict("A source of this kind calls nobody: there is nothing to test."));
    }
    if was.status == DataSourceStatus::Testing && was.updated_at + LONGEST > tx.now() {
        return Err(Error::conflict_with_hint(
            "This data source is being tested right now.",
            "Follow dataSourceChanges, or ask again in a few seconds.",
        ));
    }
    let from = was.tested_from.filter(|_| was.status == DataSourceStatus::Testing).unwrap_or(was.status);
    let row = ActiveModel {
        id: Unchanged(id),
        status: Set(DataSourceStatus::Testing),
        tested_from: Set(Some(from)),
        version: Set(was.version + 1),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let is = row.update(&*tx).await?;
    let changes = vec![FieldChange::shown("status", was.status, is.status)];
    tx.emit(&DataSourceUpdated::of(&is, changes)).await?;
    Ok(is)
}

/// Makes the call; returns which account it was made with, too. Never inside a transaction.
pub(super) async fn probe(app: &App, scope: &Scope, id: DataSourceId) -> Result<(String, Found)> {
    let ActiveSource { account, source, .. } = source(app, scope, id).await?;
    let found = match source.probe() {
        Some(probe) => probe.probe().await,
        None => Err(ConnectorError::bad_request("there is nothing to test")),
    };
    Ok((account, found))
}

/// Does the source have another account by now? Then the test says nothing of it, and is made again.
pub(super) async fn is_outdated(tx: &Tx, id: DataSourceId, account: &str) -> Result<bool> {
    match held(tx, id).await {
        Err(Error::NotFound(_)) => Ok(false),
        row => Ok(row?.account.unwrap_or_default() != account),
    }
}

/// Writes down how it went; `None` when the source was removed meanwhile.
pub(super) async fn record(tx: &mut Tx, id: DataSourceId, found: &Found) -> Result<Option<Model>> {
    let was = match held(tx, id).await {
        Err(Error::NotFound(_)) => return Ok(None),
        was => was?,
    };
    let outcome = if found.is_ok() { TestStatus::Succeeded } else { TestStatus::Failed };
    let row = ActiveModel {
        id: Unchanged(id),
        status: Set(after(&was, found)),
        tested_from: Set(None),
        last_test_at: Set(Some(tx.now())),
        last_test_status: Set(Some(outcome)),
        last_test_error: Set(found.as_ref().err().map(ToString::to_string)),
        version: Set(was.version + 1),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let is = row.update(&*tx).await?;
    let (kind, status, was) = (is.kind, is.status, Some(before(&was)));
    let fact = DataSourceTested { data_source: id, kind, status, outcome, was };
    tx.emit(&fact).await?;
    Ok(Some(is))
}

/// What the source was before it was tested, or is by now.
fn before(was: &Model) -> DataSourceStatus {
    match was.status {
        DataSourceStatus::Testing => was.tested_from.unwrap_or(DataSourceStatus::Active),
        now => now,
    }
}

/// A source that works is used again; one that is refused is not. One that nobody could reach stays what it was, and so
/// does one that a person switched off.
fn after(was: &Model, found: &Found) -> DataSourceStatus {
    if was.status != DataSourceStatus::Testing {
        return was.status;
    }
    let from = before(was);
    match found {
        _ if from == DataSourceStatus::Inactive => from,
        Ok(_) => DataSourceStatus::Active,
        Err(ConnectorError::Unauthorized | ConnectorError::Rejected { .. }) => DataSourceStatus::Error,
        Err(_) => from,
    }
}
