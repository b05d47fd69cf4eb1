//! Credentials at rest: sealed, bound to their row, opened only to build a connector.

use crate::{
    base::secret::SecretString,
    connectors::{self, FieldFault, SourceKind},
    kernel::{
        app::App,
        check,
        error::{Error, FieldProblem, Result},
    },
};
use entity::{
    data_source::{self, DataSourceKind},
    ids::DataSourceId,
};
use serde_json::Value;

/// Longest settings and credentials, as JSON.
const MAX_BYTES: usize = 64 * 1024;

/// Settings that were checked, ready to be stored.
pub(super) struct Checked {
    pub sealed: Option<Vec<u8>>,
    pub key_id: Option<String>,
    pub account: String,
}

/// Checks the shape of settings and credentials together, then seals. Problems name the field below `input`.
pub(super) fn check(
    app: &App,
    id: DataSourceId,
    kind: DataSourceKind,
    (config, credentials): (&Value, &Value),
) -> Result<Checked> {
    for (path, value) in [("config", config), ("credentials", credentials)] {
        check::json(value, MAX_BYTES).map_err(|message| Error::invalid(path, message))?;
    }
    let kind = self::kind(kind);
    connectors::validate(kind, config, credentials).map_err(refused)?;
    // Keyed, so that a fingerprint that leaks says nothing even to who guesses keys.
    let print = connectors::fingerprint(kind, config, credentials);
    let account = app.keys().keyed_hash("data_source.account", &print);
    let sealed = match credentials {
        Value::Null => None,
        given => Some(app.sealer().seal(given.to_string().as_bytes(), &bound_to(id))?),
    };
    let key_id = sealed.as_ref().map(|_| app.sealer().key_id().to_string());
    Ok(Checked { sealed, key_id, account: account.chars().take(32).collect() })
}

fn refused(faults: Vec<FieldFault>) -> Error {
    let problem = |fault: FieldFault| FieldProblem::new(fault.path, fault.message);
    Error::Invalid(faults.into_iter().map(problem).collect())
}

/// The credentials of a row, as JSON text; empty when it has none.
pub(super) fn open(app: &App, row: &data_source::Model) -> Result<SecretString> {
    match &row.credentials {
        Some(sealed) => app.sealer().open_text(sealed, &bound_to(row.id)),
        None => Ok(String::new().into()),
    }
}

fn bound_to(id: DataSourceId) -> String {
    format!("data_source.credentials:{id}")
}

/// The connectors' word for a kind.
pub(super) fn kind(kind: DataSourceKind) -> SourceKind {
    match kind {
        DataSourceKind::Apollo => SourceKind::Apollo,
        DataSourceKind::Linkedin => SourceKind::Linkedin,
        DataSourceKind::Clearbit => SourceKind::Clearbit,
        DataSourceKind::Crunchbase => SourceKind::Crunchbase,
        DataSourceKind::Zoominfo => SourceKind::Zoominfo,
        DataSourceKind::Hunter => SourceKind::Hunter,
        DataSourceKind::Csv => SourceKind::Csv,
        DataSourceKind::HttpApi => SourceKind::HttpApi,
        DataSourceKind::Model => SourceKind::Model,
        DataSourceKind::Custom => SourceKind::Custom,
    }
}
