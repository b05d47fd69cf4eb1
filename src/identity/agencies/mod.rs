//! The tenants.

pub mod found;
pub mod register;
mod slug;
pub mod update;

pub use found::{Admin, Founded, Founding, found};
pub use register::{Founder, Registered, Registration, register};
pub use update::{AgencyChange, update};

use super::platform::{self, PlatformScope};
use crate::kernel::{
    app::App,
    caller::Caller,
    error::{Error, Result},
    page::{self, OrderBy, Page, PageArgs},
    scope::Scope,
    tx::Tx,
};
use entity::{
    agency::{self, Column},
    ids::AgencyId,
};
use sea_orm::ConnectionTrait;

/// The agency the scope is of.
pub async fn own(app: &App, scope: &Scope) -> Result<agency::Model> {
    platform::agency(scope.agency(), &scope.read(app)).await
}

/// May the caller read these settings? Where they act, and where they belong. An operator of the installation sees that the
/// other agencies are there; to read in one of them, they act in it, and that is on record.
pub async fn require_settings(app: &App, caller: &Caller, of: AgencyId) -> Result<()> {
    let acts_there = caller.scope.as_ref().is_some_and(|scope| scope.agency() == of);
    let operator = caller.user.filter(|_| caller.is_super_admin && !acts_there);
    let Some(operator) = operator else { return Ok(()) };
    let theirs = platform::memberships_of(operator, app.db().platform()).await?;
    if theirs.iter().any(|place| place.agency_id == of) {
        return Ok(());
    }
    Err(Error::Forbidden("An agency's settings are read in it: name it in `X-Agency`.".into()))
}

/// The transaction's agency, held until it ends: for decisions over everything an agency has of one kind.
pub async fn hold(tx: &Tx) -> Result<agency::Model> {
    platform::lock_agency(tx).await
}

/// One page of all agencies, newest first.
pub async fn list(app: &App, operator: &PlatformScope, args: &PageArgs) -> Result<Page<agency::Model>> {
    list_in(operator, args, app.db().platform()).await
}

/// The same as a transaction sees them, for instance.
pub async fn list_in(
    operator: &PlatformScope,
    args: &PageArgs,
    c: &impl ConnectionTrait,
) -> Result<Page<agency::Model>> {
    let newest = OrderBy { column: Column::CreatedAt, is_descending: true };
    page::page(operator.agencies(), newest, args, c).await
}
