//! The numbers of campaigns, counted anew from the leads in them: right also while leads change, because each campaign is held
//! while it is counted, and whoever changes a lead adds to its campaigns in the same transaction.

use super::counts::Counts;
use crate::{
    crm::events::campaigns::CampaignUpdated,
    kernel::{
        app::App,
        change,
        error::{Error, Result},
        events::FieldChange,
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    campaign::{self, Entity, Model},
    campaign_lead,
    contact::EmailStatus,
    ids::CampaignId,
    lead::{self, Column, LeadStatus, Qualification},
};
use sea_orm::{
    ColumnTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{CaseStatement, Expr, ExprTrait},
};

/// How many were looked at, and how many of them were wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recounted {
    pub all: usize,
    pub mended: usize,
}

/// Counts every campaign of the agency anew.
pub async fn recount(app: &App, scope: &Scope) -> Result<Recounted> {
    scope.require(Permission::ManageCampaigns)?;
    let ids = scope.find::<Entity>().order_by_asc(campaign::Column::Id);
    let ids: Vec<CampaignId> =
        ids.select_only().column(campaign::Column::Id).into_tuple().all(&scope.read(app)).await?;
    let mut done = Recounted { all: ids.len(), mended: 0 };
    for id in ids {
        done.mended += usize::from(one(app, scope, id).await?);
    }
    Ok(done)
}

/// Whether it was wrong.
async fn one(app: &App, scope: &Scope, id: CampaignId) -> Result<bool> {
    let mut tx = Tx::begin(app, scope).await?;
    let was = tx.hold::<Entity>(id).await?;
    let is = counted(&tx, &was).await?.written(was.clone());
    if is == was {
        return Ok(false);
    }
    change::write::<Entity>(&tx, &was, &is).await?;
    let changes = vec![FieldChange::hidden("metrics")];
    tx.emit(&CampaignUpdated { of: (&is).into(), changes }).await?;
    tx.commit().await?;
    Ok(true)
}

#[derive(FromQueryResult)]
struct Sums {
    leads: i64,
    qualified: Option<i64>,
    contacted: Option<i64>,
    replied: Option<i64>,
    bounced: Option<i64>,
    unsubscribed: Option<i64>,
}

async fn counted(tx: &Tx, of: &Model) -> Result<Counts> {
    let joined = tx.scope().find::<campaign_lead::Entity>();
    let joined = joined.filter(campaign_lead::Column::CampaignId.eq(of.id));
    let joined = joined.select_only().column(campaign_lead::Column::LeadId).into_query();
    let living = tx.scope().find::<lead::Entity>().filter(Column::Id.in_subquery(joined));
    let living = living.filter(Column::DeletedAt.is_null()).filter(Column::MergedInto.is_null());
    let sum = |is: Expr| Expr::expr(CaseStatement::new().case(is, 1).finally(0)).sum();
    let sums = living
        .select_only()
        .column_as(Column::Id.count(), "leads")
        .column_as(sum(Column::Qualification.eq(Qualification::Qualified)), "qualified")
        .column_as(sum(Column::LastContactedAt.is_not_null()), "contacted")
        .column_as(sum(Column::LastRepliedAt.is_not_null()), "replied")
        .column_as(sum(Column::EmailStatus.eq(EmailStatus::Invalid)), "bounced")
        .column_as(sum(Column::Status.eq(LeadStatus::Unsubscribed)), "unsubscribed")
        .into_model::<Sums>();
    let sums = sums.one(tx).await?.ok_or_else(|| Error::bug("a sum without a row"))?;
    let number = |n: Option<i64>| i32::try_from(n.unwrap_or_default()).map_err(Error::internal);
    Ok(Counts {
        leads: number(Some(sums.leads))?,
        qualified: number(sums.qualified)?,
        contacted: number(sums.contacted)?,
        replied: number(sums.replied)?,
        bounced: number(sums.bounced)?,
        unsubscribed: number(sums.unsubscribed)?,
    })
}
