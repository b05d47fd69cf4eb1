//! Data sources as something that can be asked: credentials opened, connectors built, kept while the row does not change.

use super::{credentials, list};
use crate::{
    base::secret::SecretString,
    connectors::{Source, SourceKind, SourceSettings},
    kernel::{
        app::App,
        error::{Error, Result},
        scope::Scope,
    },
};
use entity::{
    data_source::{Column as C, DataSourceKind, DataSourceStatus, Model},
    ids::DataSourceId,
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder};
use serde_json::json;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Connectors remembered in one process; far more than are in use.
const REMEMBERED: usize = 2_000;

/// One data source, ready to be asked.
#[derive(Clone)]
pub struct ActiveSource {
    /// `None`: the instance's own model.
    pub id: Option<DataSourceId>,
    /// What people call it.
    pub name: String,
    pub kind: DataSourceKind,
    /// Fingerprint of the provider account, for the books.
    pub account: String,
    pub source: Source,
}

/// The connectors of this process, by row and version.
#[derive(Default)]
pub(super) struct Cache(Mutex<HashMap<DataSourceId, (i32, ActiveSource)>>);

/// The agency's sources in use, oldest first; of each what its provider can serve. One that cannot be opened is left out
/// and logged: the others go on.
pub async fn sources(app: &App, scope: &Scope) -> Result<Vec<ActiveSource>> {
    let is_tested = Condition::all()
        .add(C::Status.eq(DataSourceStatus::Testing))
        .add(C::TestedFrom.eq(DataSourceStatus::Active));
    let is_used = Condition::any().add(C::Status.eq(DataSourceStatus::Active)).add(is_tested);
    let rows = list::rows(scope).filter(is_used).order_by_asc(C::CreatedAt).order_by_asc(C::Id);
    let rows = rows.all(&scope.read(app)).await?;
    let built = rows.iter().filter_map(|row| match build(app, row) {
        Ok(source) => Some(source),
        Err(error) => {
            tracing::error!(data_source = %row.id, ?error, "a data source cannot be opened");
            None
        }
    });
    Ok(built.collect())
}

/// One source, whatever its status.
pub async fn source(app: &App, scope: &Scope, id: DataSourceId) -> Result<ActiveSource> {
    let row = list::rows(scope).filter(C::Id.eq(id)).one(&scope.read(app)).await?;
    build(app, &row.ok_or(Error::NotFound("data_source"))?)
}

/// The language model to ask: the agency's own, else the instance's, else none.
pub async fn model(app: &App, scope: &Scope) -> Result<Option<ActiveSource>> {
    let of_agency =
        sources(app, scope).await?.into_iter().find(|source| source.kind == DataSourceKind::Model);
    match of_agency {
        Some(own) => Ok(Some(own)),
        None => of_instance(app),
    }
}

/// A source by its row, whatever its status.
pub fn build(app: &App, row: &Model) -> Result<ActiveSource> {
    let cache = app.extra::<Cache>();
    let known = cache.and_then(|cache| cache.get(row));
    if let Some(known) = known {
        return Ok(known);
    }
    let account = row.account.clone().unwrap_or_default();
    let settings = SourceSettings {
        kind: credentials::kind(row.kind),
        account: account.as_str().into(),
        config: row.config.clone(),
        credentials: credentials::open(app, row)?,
        base: None,
    };
    let built = ActiveSource {
        id: Some(row.id),
        name: row.name.clone(),
        kind: row.kind,
        account,
        source: plug(app, &settings)?,
    };
    if let Some(cache) = cache {
        cache.put(row, built.clone());
    }
    Ok(built)
}

fn plug(app: &App, settings: &SourceSettings) -> Result<Source> {
    app.connectors().source(settings).map_err(|faults| {
        let paths: Vec<_> = faults.iter().map(|fault| fault.path.as_str()).collect();
        Error::bug(format!("stored settings are refused at {}", paths.join(", ")))
    })
}

/// The model in the instance's configuration. Its address is trusted: a tenant did not choose it.
fn of_instance(app: &App) -> Result<Option<ActiveSource>> {
    let Some(model) = &app.config().providers.model else { return Ok(None) };
    let base = model.base_url.parse();
    let base = base.map_err(|_| Error::invalid("providers.model.base_url", "an http or https address"))?;
    let key = json!({ "apiKey": model.api_key }).to_string();
    let account = app.keys().keyed_hash("data_source.account", &format!("instance\n{}", model.base_url));
    let settings = SourceSettings {
        kind: SourceKind::Model,
        account: account.as_str().into(),
        config: json!({ "model": model.model }),
        credentials: SecretString::from(if model.api_key.is_empty() { String::new() } else { key }),
        base: Some(base),
    };
    let source = plug(app, &settings)?;
    Ok(Some(ActiveSource { id: None, name: "Model".into(), kind: DataSourceKind::Model, account, source }))
}

impl Cache {
    fn get(&self, row: &Model) -> Option<ActiveSource> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(&row.id).filter(|(version, _)| *version == row.version).map(|(_, source)| source.clone())
    }

    fn put(&self, row: &Model, source: ActiveSource) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED {
            all.clear();
        }
        all.insert(row.id, (row.version, source));
    }
}

impl std::fmt::Debug for ActiveSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {:?}", self.kind, self.id)
    }
}
