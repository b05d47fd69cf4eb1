//! Which column is what, as somebody says; or as it was suggested.

use super::change::{expect, forget_met, idle, save, take};
use crate::{
    crm::keys,
    imports::{
        mapping::{self, MappingWish, checked},
        state::Step,
    },
    kernel::{
        app::App,
        check::Problems,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    ids::{ImportId, ImportMappingId},
    import::{Model, OnDuplicate, OnInvalid},
    import_parts::ImportMapping,
};

/// What somebody says; what is absent stays.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// Which column is what; absent: as suggested, or as in `saved`.
    pub columns: Option<Vec<MappingWish>>,
    pub saved: Option<ImportMappingId>,
    pub on_duplicate: Option<OnDuplicate>,
    pub on_invalid: Option<OnInvalid>,
    pub clear_on_empty: Option<bool>,
    pub country: Option<String>,
    pub expected_version: Option<i32>,
}

pub async fn map(app: &App, scope: &Scope, id: ImportId, wishes: Wishes) -> Result<Model> {
    scope.require(Permission::Import)?;
    let mut tx = Tx::begin(app, scope).await?;
    let saved = match wishes.saved {
        Some(id) => Some(mapping::get(scope, id, &tx).await?),
        None => None,
    };
    let was = idle(&mut tx, id).await?;
    expect(&was, wishes.expected_version)?;
    let mut problems = Problems::default();
    let country = problems.keep_some("country", wishes.country, |code| keys::country(&code));
    problems.finish()?;
    let (mapping, from) = match (wishes.columns, saved) {
        (Some(_), Some(_)) => {
            return Err(Error::invalid("columns", "which column is what, or `mappingId`: not both"));
        }
        (Some(columns), None) => (checked(&was.columns.0, columns)?, "columns"),
        (None, Some(saved)) => {
            (mapping::suggest(&was.columns.0, was.has_header, &[], Some(&saved)), "mappingId")
        }
        (None, None) => (was.suggestion.clone(), "columns"),
    };
    refuse_nobody(&mapping, from)?;
    let status = take(&tx, &was, Step::Map).await?;
    // A plan that was stopped may be tried again: by another mapping its rows are others, from the first on.
    forget_met(&tx, id).await?;
    let is = Model {
        status,
        mapping,
        plan: None,
        planned_at: None,
        at_offset: was.data_offset,
        at_line: was.data_line,
        on_duplicate: wishes.on_duplicate.unwrap_or(was.on_duplicate),
        on_invalid: wishes.on_invalid.unwrap_or(was.on_invalid),
        clear_on_empty: wishes.clear_on_empty.unwrap_or(was.clear_on_empty),
        country: country.or_else(|| was.country.clone()),
        ..was.clone()
    };
    let is = save(&mut tx, &was, is).await?;
    tx.commit().await?;
    Ok(is)
}

/// `from`: the field that the mapping came from.
fn refuse_nobody(mapping: &ImportMapping, from: &str) -> Result<()> {
    if mapping::names_somebody(&mapping.0) {
        return Ok(());
    }
    let message =
        "a column that says who it is: a name, an e-mail address, a phone number or a LinkedIn profile";
    Err(Error::invalid(from, message))
}
