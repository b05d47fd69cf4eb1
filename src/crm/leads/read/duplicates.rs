//! Who may be known twice: live leads of one workspace that share a name, or an address but for what stands after a `+`.
//! The same address, profile or number twice cannot be: those are one lead from the start.

use crate::kernel::{
    app::App,
    error::{Error, Result},
    page::{Cursor, Page, PageArgs, size},
    permission::Permission,
    scope::Scope,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use entity::{
    ids::WorkspaceId,
    lead::{Column, Entity, Model},
    workspace,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
    sea_query::{Alias, Expr, ExprTrait, Order, Query, SelectStatement},
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What they share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Likeness {
    Name,
    Mailbox,
}

/// Which ones are looked for.
#[derive(Clone, Copy, Debug)]
pub struct Sought {
    pub by: Likeness,
    pub workspace: Option<WorkspaceId>,
}

/// Leads that may be one person, the oldest first.
#[derive(Clone, Debug)]
pub struct Group {
    pub leads: Vec<Model>,
    /// All of them; more than are shown, perhaps.
    pub lead_count: i64,
}

/// So many leads are shown of a group.
const SHOWN: i32 = 10;
/// Names in the statements.
const KEY: &str = "likeness";
const NTH: &str = "nth";
const RANKED: &str = "ranked";

#[derive(Clone, Debug, FromQueryResult)]
struct Found {
    workspace_id: WorkspaceId,
    likeness: String,
    lead_count: i64,
}

/// A group's place in the list. Opaque to clients.
#[derive(Serialize, Deserialize)]
struct Place(Likeness, String, WorkspaceId);

/// Groups of two or more, by what they share.
pub async fn duplicates(app: &App, scope: &Scope, sought: Sought, args: &PageArgs) -> Result<Page<Group>> {
    scope.require(Permission::Read)?;
    let reader = scope.read(app);
    if let Some(id) = sought.workspace {
        scope.get::<workspace::Entity>(id, &reader).await?;
    }
    let (size, is_back) = size(args)?;
    let rows = grouped(scope, sought, args, reader.get_database_backend())?;
    let mut found = rows.limit(size + 1).into_model::<Found>().all(&reader).await?;
    let has_more = found.len() as u64 > size;
    found.truncate(usize::try_from(size).map_err(Error::internal)?);
    if is_back {
        found.reverse();
    }
    let leads = leads(app, scope, sought, &found).await?;
    Ok(Page {
        items: items(sought, found, leads),
        has_previous: if is_back { has_more } else { args.after.is_some() },
        has_next: if is_back { args.before.is_some() } else { has_more },
    })
}

fn items(
    sought: Sought,
    found: Vec<Found>,
    mut leads: HashMap<(WorkspaceId, String), Vec<Model>>,
) -> Vec<(Cursor, Group)> {
    let item = |Found { workspace_id, likeness, lead_count }: Found| {
        let leads = leads.remove(&(workspace_id, likeness.clone())).unwrap_or_default();
        (Place(sought.by, likeness, workspace_id).encode().into(), Group { leads, lead_count })
    };
    found.into_iter().map(item).collect()
}

/// What all of a group share, in this database's words.
fn words(by: Likeness, backend: DbBackend) -> &'static str {
    match (by, backend) {
        (Likeness::Name, _) => r#""lead"."sort_name""#,
        (Likeness::Mailbox, DbBackend::Postgres) => {
            r#"regexp_replace("lead"."email_key", '^([^+@]+)[+][^@]*@', '\1@') COLLATE "C""#
        }
        (Likeness::Mailbox, _) => {
            r#"CASE WHEN instr("lead"."email_key", '+') BETWEEN 2 AND instr("lead"."email_key", '@') THEN
                 substr("lead"."email_key", 1, instr("lead"."email_key", '+') - 1)
                 || substr("lead"."email_key", instr("lead"."email_key", '@'))
               ELSE "lead"."email_key" END"#
        }
    }
}

fn key(by: Likeness, backend: DbBackend) -> Expr {
    Expr::cust(words(by, backend))
}

fn living(scope: &Scope, sought: Sought) -> Select<Entity> {
    let rows = scope.find::<Entity>().filter(Column::DeletedAt.is_null());
    let rows = match sought.by {
        Likeness::Name => rows.filter(Column::SortName.ne("")),
        Likeness::Mailbox => rows.filter(Column::EmailKey.is_not_null()),
    };
    match sought.workspace {
        Some(id) => rows.filter(Column::WorkspaceId.eq(id)),
        None => rows,
    }
}

fn grouped(scope: &Scope, sought: Sought, args: &PageArgs, backend: DbBackend) -> Result<Select<Entity>> {
    let key = || key(sought.by, backend);
    let here = || Expr::tuple([key(), Column::WorkspaceId.into_expr()]);
    let there = |place: Place| Expr::tuple([Expr::val(place.1), Expr::val(place.2)]);
    let (_, is_back) = size(args)?;
    let mut rows = living(scope, sought);
    if let Some(after) = &args.after {
        rows = rows.filter(here().gt(there(Place::decode(sought.by, "after", after)?)));
    }
    if let Some(before) = &args.before {
        rows = rows.filter(here().lt(there(Place::decode(sought.by, "before", before)?)));
    }
    let direction = if is_back { Order::Desc } else { Order::Asc };
    Ok(rows
        .select_only()
        .column(Column::WorkspaceId)
        .column_as(key(), KEY)
        .column_as(Column::Id.count(), "lead_count")
        .group_by(key())
        .group_by(Column::WorkspaceId)
        .having(Column::Id.count().gt(1))
        .order_by(key(), direction.clone())
        .order_by(Column::WorkspaceId, direction))
}

/// The first leads of each group: one statement for all.
async fn leads(
    app: &App,
    scope: &Scope,
    sought: Sought,
    found: &[Found],
) -> Result<HashMap<(WorkspaceId, String), Vec<Model>>> {
    if found.is_empty() {
        return Ok(HashMap::new());
    }
    let reader = scope.read(app);
    let backend = reader.get_database_backend();
    let ranked = first_of_each(scope, sought, found, backend);
    let rows = scope.find::<Entity>().filter(Column::Id.in_subquery(ranked));
    let rows = rows.column_as(key(sought.by, backend), KEY);
    let rows = rows.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id);
    let mut groups: HashMap<(WorkspaceId, String), Vec<Model>> = HashMap::new();
    for row in rows.into_model::<Keyed>().all(&reader).await? {
        groups.entry((row.lead.workspace_id, row.likeness)).or_default().push(row.lead);
    }
    Ok(groups)
}

#[derive(FromQueryResult)]
struct Keyed {
    #[sea_orm(nested)]
    lead: Model,
    likeness: String,
}

fn first_of_each(scope: &Scope, sought: Sought, found: &[Found], backend: DbBackend) -> SelectStatement {
    let key = || key(sought.by, backend);
    let these = found.iter().map(|group| Expr::val(group.likeness.clone()));
    let these = living(scope, sought).filter(key().is_in(these));
    let mut ranked = these.select_only().column(Column::Id).into_query();
    let group = format!(r#""lead"."workspace_id", {}"#, words(sought.by, backend));
    let place =
        format!(r#"row_number() OVER (PARTITION BY {group} ORDER BY "lead"."created_at", "lead"."id")"#);
    ranked.expr_as(Expr::cust(place), Alias::new(NTH));
    let mut first = Query::select();
    first.column(Column::Id).from_subquery(ranked, Alias::new(RANKED));
    first.and_where(Expr::col(Alias::new(NTH)).lte(SHOWN));
    first
}

impl Place {
    fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    fn decode(by: Likeness, path: &str, text: &str) -> Result<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok();
        let place = bytes.and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok());
        // PostgreSQL has no NUL in texts.
        let is_ours = |place: &Self| place.0 == by && !place.1.contains('\0');
        place.filter(is_ours).ok_or_else(|| Error::invalid(path, "a cursor of this list"))
    }
}
