//! What all leads of an agency count for, read from their rows at one moment of its log.

use super::numbers::Counted;
use crate::kernel::{error::Result, tally::Place, tx::Tx};
use entity::{
    campaign_lead::{self, Column as In},
    event_head,
    ids::{CampaignId, MembershipId, WorkspaceId},
    lead::{self, Column as C, LeadStatus, Qualification},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{CaseStatement, Expr, ExprTrait, SelectStatement, UnionType},
};

/// So many leads of one sort, in one place.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    pub place: Place,
    pub counted: Counted,
    pub leads: i64,
}

#[derive(FromQueryResult)]
struct Row {
    campaign_id: Option<CampaignId>,
    workspace_id: Option<WorkspaceId>,
    assigned_to: Option<MembershipId>,
    status: Option<LeadStatus>,
    qualification: Option<Qualification>,
    contacted: i32,
    responded: i32,
    leads: i64,
    seq: i64,
}

/// The living leads by workspace and by campaign, and the last event they stand after. One statement: what it sees is of one
/// moment.
pub async fn standing(tx: &Tx) -> Result<(Vec<Standing>, i64)> {
    let mut all = by_workspace(tx);
    all.union(UnionType::All, by_campaign(tx)).union(UnionType::All, head(tx));
    let rows = tx.query_all(&all).await?;
    let (mut found, mut seq) = (vec![], 0);
    for row in &rows {
        let row = Row::from_query_result(row, "")?;
        seq = Ord::max(seq, row.seq);
        let (Some(status), Some(qualification)) = (row.status, row.qualification) else { continue };
        let counted = Counted {
            status,
            qualification,
            is_contacted: row.contacted != 0,
            has_responded: row.responded != 0,
            assigned_to: row.assigned_to,
        };
        let place = Place { workspace: row.workspace_id, campaign: row.campaign_id };
        found.push(Standing { place, counted, leads: row.leads });
    }
    Ok((found, seq))
}

fn by_workspace(tx: &Tx) -> SelectStatement {
    let rows = tx.scope().find::<lead::Entity>().filter(C::DeletedAt.is_null()).select_only();
    let rows = rows.column_as(Expr::cust("NULL"), "campaign_id").column(C::WorkspaceId).column(C::AssignedTo);
    sorts(rows).group_by(C::WorkspaceId).group_by(C::AssignedTo).into_query()
}

fn by_campaign(tx: &Tx) -> SelectStatement {
    let rows = tx.scope().find::<lead::Entity>().filter(C::DeletedAt.is_null()).select_only();
    let rows = rows.expr_as(Expr::col((campaign_lead::Entity, In::CampaignId)), "campaign_id");
    let rows =
        rows.column_as(Expr::cust("NULL"), "workspace_id").column_as(Expr::cust("NULL"), "assigned_to");
    let mut query = sorts(rows).into_query();
    let same = Expr::col((campaign_lead::Entity, In::LeadId)).equals((lead::Entity, C::Id));
    let own = Expr::col((campaign_lead::Entity, In::AgencyId)).eq(tx.scope().agency());
    query.inner_join(campaign_lead::Entity, same.and(own));
    query.group_by_col((campaign_lead::Entity, In::CampaignId)).to_owned()
}

fn sorts(rows: Select<lead::Entity>) -> Select<lead::Entity> {
    // Written out: as parameters PostgreSQL would not know them again.
    let [yes, no] = ["1", "0"].map(Expr::cust);
    let is = |is: Expr| Expr::expr(CaseStatement::new().case(is, yes.clone()).finally(no.clone()));
    rows.column(C::Status)
        .column(C::Qualification)
        .expr_as(is(C::LastContactedAt.is_not_null()), "contacted")
        .expr_as(is(C::LastRepliedAt.is_not_null()), "responded")
        .expr_as(C::Id.count(), "leads")
        .expr_as(Expr::cust("0"), "seq")
        .filter(C::MergedInto.is_null())
        .group_by(C::Status)
        .group_by(C::Qualification)
        .group_by(C::LastContactedAt.is_not_null())
        .group_by(C::LastRepliedAt.is_not_null())
}

#[expect(clippy::disallowed_methods, reason = "the agency's log, of which an agency has one")]
fn head(tx: &Tx) -> SelectStatement {
    let rows = event_head::Entity::find().filter(event_head::Column::AgencyId.eq(tx.scope().agency()));
    let nothing = |name: &str| (Expr::cust("NULL"), name.to_owned());
    let mut rows = rows.select_only();
    for (null, name) in ["campaign_id", "workspace_id", "assigned_to", "status", "qualification"].map(nothing)
    {
        rows = rows.expr_as(null, name);
    }
    for name in ["contacted", "responded", "leads"] {
        rows = rows.expr_as(Expr::cust("0"), name);
    }
    rows.expr_as(event_head::Column::LastSeq.into_expr(), "seq").into_query()
}
