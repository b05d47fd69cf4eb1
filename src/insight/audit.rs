//! Asking who did what. For those who answer for the agency.

use crate::kernel::{
    app::App,
    error::Result,
    filter::{Choice, Times},
    page::{self, OrderBy, Page, PageArgs},
    permission::Permission,
    scope::Scope,
};
use entity::{
    actor::ActorType,
    audit_entry::{Column as C, Entity, Model},
    ids::ActorId,
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, Select};
use uuid::Uuid;

/// Which entries; all conditions must hold.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// What it was done to.
    pub subject: Option<Uuid>,
    /// Who did it.
    pub actor: Option<ActorId>,
    pub actor_type: Choice<ActorType>,
    /// `API_KEY_REVOKED`; empty: any.
    pub actions: Vec<String>,
    pub request_id: Option<String>,
    pub at: Times,
}

/// One page, in the order asked for.
pub async fn list(
    app: &App,
    scope: &Scope,
    filter: &AuditFilter,
    order: OrderBy<Entity>,
    args: &PageArgs,
) -> Result<Page<Model>> {
    page::page(found(scope, filter)?, order, args, &scope.read(app)).await
}

/// How many there are; by value, because it is asked when the page is already made.
pub async fn count(app: App, scope: Scope, filter: AuditFilter) -> Result<(u64, bool)> {
    page::total(found(&scope, &filter)?, &scope.read(&app)).await
}

fn found(scope: &Scope, filter: &AuditFilter) -> Result<Select<Entity>> {
    scope.require(Permission::ManageAgency)?;
    // PostgreSQL cannot even compare with a null character.
    let text = |text: &String| text.replace('\0', "");
    let actions = (!filter.actions.is_empty()).then(|| C::Action.is_in(filter.actions.iter().map(text)));
    let conditions = Condition::all()
        .add_option(filter.subject.map(|id| C::SubjectId.eq(id)))
        .add_option(filter.actor.map(|id| C::ActorId.eq(id)))
        .add(filter.actor_type.on(C::ActorType))
        .add_option(actions)
        .add_option(filter.request_id.as_ref().map(|id| C::RequestId.eq(text(id))))
        .add(filter.at.on(C::At));
    Ok(scope.find::<Entity>().filter(conditions))
}
