//! The tags in use, each with how many live leads have it.

use crate::{
    base::text,
    kernel::{
        app::App,
        error::{Error, Result},
        page::{Page, PageArgs, size},
        permission::Permission,
        scope::Scope,
        search::words,
    },
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use entity::{
    ids::WorkspaceId,
    lead::{Column, Entity},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, FromQueryResult, QueryFilter, QuerySelect, QueryTrait, Statement,
};

/// A tag in use.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Tag {
    pub name: String,
    pub lead_count: i64,
}

/// More tags than this are not listed.
const MOST: u32 = 10_000;
/// First bytes of a tag's cursor.
const CURSOR: &str = "tag:";

/// By name; those with every word of `search` in them.
pub async fn tags(
    app: &App,
    scope: &Scope,
    workspace: Option<WorkspaceId>,
    search: Option<&str>,
    args: &PageArgs,
) -> Result<Page<Tag>> {
    scope.require(Permission::Read)?;
    let (size, is_back) = size(args)?;
    let words = words(search.unwrap_or_default())?;
    let (after, before) = (place("after", args.after.as_ref())?, place("before", args.before.as_ref())?);
    let all = counted(app, scope, workspace).await?.into_iter();
    let found = all.filter(|tag| words.iter().all(|word| text::fold(&tag.name).contains(word)));
    let mut between: Vec<Tag> = found
        .filter(|tag| after.as_ref().is_none_or(|after| tag.name > *after))
        .filter(|tag| before.as_ref().is_none_or(|before| tag.name < *before))
        .collect();
    let most = usize::try_from(size).map_err(Error::internal)?;
    let surplus = between.len().saturating_sub(most);
    if is_back {
        between.drain(..surplus);
    } else {
        between.truncate(most);
    }
    let items = between.into_iter().map(|tag| (cursor(&tag.name).into(), tag)).collect();
    Ok(Page {
        items,
        has_previous: if is_back { surplus > 0 } else { after.is_some() },
        has_next: if is_back { before.is_some() } else { surplus > 0 },
    })
}

async fn counted(app: &App, scope: &Scope, workspace: Option<WorkspaceId>) -> Result<Vec<Tag>> {
    let reader = scope.read(app);
    let mut leads = scope.find::<Entity>().filter(Column::DeletedAt.is_null());
    if let Some(workspace) = workspace {
        leads = leads.filter(Column::WorkspaceId.eq(workspace));
    }
    let backend = reader.get_database_backend();
    let Statement { sql, values, .. } = leads.select_only().column(Column::Tags).build(backend);
    let (each, name) = match backend {
        DbBackend::Postgres => ("jsonb_array_elements_text(l.tags) AS t(value)", "t.value COLLATE \"C\""),
        _ => ("json_each(l.tags) AS t", "t.value"),
    };
    let sql = format!(
        "SELECT {name} AS name, count(*) AS lead_count FROM ({sql}) AS l, {each} GROUP BY 1 ORDER BY 1 LIMIT {MOST}"
    );
    let rows = reader.query_all_raw(Statement { sql, values, db_backend: backend }).await?;
    rows.iter().map(|row| Ok(Tag::from_query_result(row, "")?)).collect()
}

fn cursor(name: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{CURSOR}{name}"))
}

fn place(path: &str, cursor: Option<&String>) -> Result<Option<String>> {
    let Some(cursor) = cursor else { return Ok(None) };
    let text = URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let name = text.and_then(|text| text.strip_prefix(CURSOR).map(str::to_owned));
    name.map(Some).ok_or_else(|| Error::invalid(path, "a cursor of this list"))
}
