//! People that were found and are not leads yet.

use super::{Asked, Lines, suppressed, unpaged};
use crate::{
    kernel::{app::App, error::Result, page::OrderBy, scope::Scope},
    prospecting::prospects::{self, ProspectFilter},
    transfer::exports::columns::{Column, cells, id, plain, some_id},
};
use entity::prospect::{Column as C, Model};

struct Row {
    prospect: Model,
    is_suppressed: bool,
}

const PROSPECT: &[Column<Row>] = &[
    Column("id", |r| id(r.prospect.id)),
    Column("workspaceId", |r| id(r.prospect.workspace_id)),
    Column("leadRequestId", |r| some_id(r.prospect.lead_request_id)),
    Column("leadId", |r| some_id(r.prospect.lead_id)),
    Column("rank", |r| plain(r.prospect.rank)),
    Column("score", |r| plain(r.prospect.score)),
    Column("fullName", |r| plain(&r.prospect.full_name)),
    Column("firstName", |r| plain(&r.prospect.first_name)),
    Column("lastName", |r| plain(&r.prospect.last_name)),
    Column("title", |r| plain(&r.prospect.title)),
    Column("seniority", |r| plain(r.prospect.seniority)),
    Column("department", |r| plain(&r.prospect.department)),
    Column("email", |r| plain(&r.prospect.email)),
    Column("emailStatus", |r| plain(r.prospect.email_status)),
    Column("phone", |r| plain(&r.prospect.phone)),
    Column("linkedinUrl", |r| plain(&r.prospect.linkedin_url)),
    Column("companyName", |r| plain(&r.prospect.company_name)),
    Column("companyDomain", |r| plain(&r.prospect.company_domain)),
    Column("location", |r| plain(&r.prospect.location)),
    Column("country", |r| plain(&r.prospect.country)),
    Column("city", |r| plain(&r.prospect.city)),
    Column("timeZone", |r| plain(&r.prospect.time_zone)),
    Column("tags", |r| plain(&r.prospect.tags)),
    Column("matchReasons", |r| plain(&r.prospect.match_reasons)),
    Column("isSuppressed", |r| plain(r.is_suppressed)),
    Column("dismissedAt", |r| plain(r.prospect.dismissed_at)),
    Column("createdAt", |r| plain(r.prospect.created_at)),
];

pub fn columns() -> Vec<&'static str> {
    PROSPECT.iter().map(|column| column.0).collect()
}

pub async fn read(asked: &Asked<'_>, filter: &ProspectFilter) -> Result<Lines> {
    let order = OrderBy { column: C::CreatedAt, is_descending: false };
    let page = prospects::list(asked.app, asked.scope, filter, order, &asked.args()).await?;
    let (rows, last, has_more) = unpaged(page);
    let people = rows.iter().map(|row| (row.workspace_id, prospects::party_of(row))).collect();
    let marks = suppressed::marks(asked.app, asked.scope, people, None).await?;
    let rows = rows.into_iter().zip(marks).map(|(prospect, is_suppressed)| Row { prospect, is_suppressed });
    let lines = rows.map(|row| cells(&[PROSPECT], asked.columns, &row)).collect();
    Ok(Lines { lines, last, has_more })
}

pub async fn count(app: &App, scope: &Scope, filter: &ProspectFilter) -> Result<u64> {
    prospects::count_all(app, scope, filter).await
}
