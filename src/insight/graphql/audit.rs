//! The audit log.

use crate::{
    graphql::{
        Connection, CtxExt, Id, Result, connect,
        connection::page_args,
        filter::{DateTimeFilter, choice},
        id::any_id,
        loader::Loaders,
        node,
        order::OrderDirection,
        subject::subject_id,
    },
    identity::graphql::{ApiKey, Member},
    insight::audit::{self, AuditFilter},
    kernel::{
        app::App,
        audit::{Sides, people, values},
        error::{Error, Result as KernelResult},
        events::Subject,
        filter::Choice,
        page::OrderBy,
        permission::Permission,
        personal,
        scope::Scope,
        seal::Key,
    },
};
use async_graphql::{Context, Enum, ID, InputObject, Json, Object, dataloader::Loader};
use chrono::{DateTime, Utc};
use entity::{
    actor::ActorType,
    audit_entry,
    event_kind::SubjectKind,
    ids::{
        ActorId, ApiKeyId, AuditEntryId, BackgroundTaskId, FileId, ImportMappingId, InvitationId,
        MembershipId, SessionId, TypedId, UserId, WebhookDeliveryId,
    },
};
use std::collections::HashMap;
use uuid::Uuid;

node! {
    /// Something that somebody must answer for: who did what to what, and from where. Kept, and never changed.
    AuditEntry(audit_entry)
}

/// Something that somebody must answer for: who did what to what, and from where. Kept, and never changed.
#[Object]
impl AuditEntry {
    /// Its id.
    pub async fn id(&self) -> Id<AuditEntryId> {
        self.0.id.into()
    }

    /// When.
    fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// What was done: mostly the kind of the event that says so, such as `API_KEY_REVOKED`.
    fn action(&self) -> &str {
        &self.0.action
    }

    /// Whether a person, an API key or the system did it. Who failed to sign in is nobody: SYSTEM.
    fn actor_type(&self) -> ActorType {
        self.0.actor_type
    }

    /// Who did it: a member, an operator of the installation or an API key; null for the system.
    async fn actor_id(&self, ctx: &Context<'_>) -> Result<Option<ID>> {
        let Some(id) = self.0.actor_id.filter(|_| self.0.actor_type == ActorType::User) else {
            return Ok(self.0.actor_id.map(|id| ID(ApiKeyId(id.0).shown())));
        };
        let is_member = self.member(ctx).await?.is_some();
        Ok(Some(ID(if is_member { MembershipId(id.0).shown() } else { UserId(id.0).shown() })))
    }

    /// The member who did it; null when somebody else did.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        match self.0.actor_id.filter(|_| self.0.actor_type == ActorType::User) {
            Some(id) => Member::find(ctx, id.0.into()).await,
            None => Ok(None),
        }
    }

    /// The API key that did it; null when somebody else did.
    async fn api_key(&self, ctx: &Context<'_>) -> Result<Option<ApiKey>> {
        match self.0.actor_id.filter(|_| self.0.actor_type == ActorType::ApiKey) {
            Some(id) => ApiKey::find(ctx, id.0.into()).await,
            None => Ok(None),
        }
    }

    /// The kind of thing it was done to: `MEMBERSHIP`, `DATA_SOURCE`.
    fn subject_type(&self) -> &str {
        &self.0.subject_type
    }

    /// The thing it was done to.
    fn subject_id(&self) -> Option<ID> {
        self.0.subject_id.map(|id| named(&self.0.subject_type, id))
    }

    /// The fields that changed, as they were. Null where a value was empty or is not kept (secrets, members' own profiles, what
    /// people write about nobody in particular), and where it is about a lead that was forgotten.
    async fn before(&self, ctx: &Context<'_>) -> Result<Option<Json<serde_json::Value>>> {
        Ok(self.values(ctx).await?.before.map(Json))
    }

    /// The fields that changed, as they became. Null where a value is empty or is not kept (secrets, members' own profiles, what
    /// people write about nobody in particular), and where it is about a lead that was forgotten.
    async fn after(&self, ctx: &Context<'_>) -> Result<Option<Json<serde_json::Value>>> {
        Ok(self.values(ctx).await?.after.map(Json))
    }

    /// The address the request came from; null for work in the background and for the command line.
    fn ip(&self) -> Option<&str> {
        self.0.ip.as_deref()
    }

    /// Why: in the words of who did it, or as which role an operator acted.
    fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// The request that did it, as `X-Request-Id` names it.
    fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }
}

impl AuditEntry {
    async fn values(&self, ctx: &Context<'_>) -> Result<Sides> {
        let people = people(&self.0);
        let keys = if people.is_empty() {
            HashMap::new()
        } else {
            let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
            let missing = || Error::bug("a request without loaders");
            let loaders = ctx.data_opt::<Loaders>().ok_or_else(missing)?;
            loaders.get::<Uuid, _>(|| SubjectKeys { app, scope })?.load_many(people).await?
        };
        Ok(values(&self.0, &keys)?)
    }
}

/// Keys of the people that a page of entries is about, in one statement.
struct SubjectKeys {
    app: App,
    scope: Scope,
}

impl Loader<Uuid> for SubjectKeys {
    type Value = Key;
    type Error = Error;

    async fn load(&self, ids: &[Uuid]) -> KernelResult<HashMap<Uuid, Key>> {
        personal::keys(&self.app, &self.scope, ids).await
    }
}

/// The id as clients hold it. Some things have entries and no events.
fn named(kind: &str, id: Uuid) -> ID {
    let of_event: Option<SubjectKind> = serde_json::from_value(kind.into()).ok();
    match (of_event, kind) {
        (Some(kind), _) => subject_id(Subject::new(kind, id)),
        (None, "BACKGROUND_TASK") => ID(BackgroundTaskId(id).shown()),
        (None, "IMPORT_MAPPING") => ID(ImportMappingId(id).shown()),
        (None, "FILE") => ID(FileId(id).shown()),
        (None, "SESSION") => ID(SessionId(id).shown()),
        (None, "INVITATION") => ID(InvitationId(id).shown()),
        (None, "WEBHOOK_DELIVERY") => ID(WebhookDeliveryId(id).shown()),
        (None, _) => ID(id.to_string()),
    }
}

/// Conditions on what kind of actor it was.
#[derive(Clone, Debug, Default, InputObject)]
pub struct AuditActorTypeFilter {
    /// Is this.
    eq: Option<ActorType>,
    /// Is one of these.
    #[graphql(name = "in", validator(max_items = 100))]
    is_in: Option<Vec<ActorType>>,
    /// Is not this.
    not: Option<ActorType>,
}

/// Which entries; all conditions must hold.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "AuditFilter")]
pub struct AuditFilterInput {
    /// Done to this object, whatever its kind.
    subject_id: Option<ID>,
    /// Done by this member, API key or operator.
    actor_id: Option<ID>,
    /// Done by a person, an API key or the system.
    actor_type: Option<AuditActorTypeFilter>,
    /// One of these was done: `API_KEY_REVOKED`.
    #[graphql(validator(max_items = 100))]
    actions: Option<Vec<String>>,
    /// Done by this request, as `X-Request-Id` names it.
    request_id: Option<String>,
    /// Done then.
    at: Option<DateTimeFilter>,
}

impl TryFrom<AuditFilterInput> for AuditFilter {
    type Error = Error;

    fn try_from(f: AuditFilterInput) -> KernelResult<Self> {
        let read = |name: &str, id: Option<ID>| {
            let refused = |expected| Error::invalid(format!("filter.{name}"), format!("expected {expected}"));
            id.map(|id| any_id(&id).map_err(refused)).transpose()
        };
        Ok(Self {
            subject: read("subjectId", f.subject_id)?,
            actor: read("actorId", f.actor_id)?.map(ActorId),
            actor_type: f.actor_type.map_or_else(Choice::default, |f| choice(f.eq, f.is_in, f.not, None)),
            actions: f.actions.unwrap_or_default(),
            request_id: f.request_id,
            at: f.at.map(Into::into).unwrap_or_default(),
        })
    }
}

/// What entries can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub enum AuditOrderField {
    /// When it was done.
    #[default]
    At,
}

/// How entries are sorted.
#[derive(Clone, Copy, Debug, Default, InputObject)]
pub struct AuditOrder {
    /// By what.
    #[graphql(default)]
    field: AuditOrderField,
    /// Which way; DESC, newest first, when absent.
    #[graphql(default)]
    direction: OrderDirection,
}

impl From<AuditOrder> for OrderBy<audit_entry::Entity> {
    fn from(order: AuditOrder) -> Self {
        let column = match order.field {
            AuditOrderField::At => audit_entry::Column::At,
        };
        Self { column, is_descending: order.direction.is_descending() }
    }
}

#[derive(Default)]
pub struct AuditQuery;

#[Object]
impl AuditQuery {
    /// Who did what in the agency, newest first: whatever a request changed, what was taken out of the agency, sign-ins, and
    /// what an operator of the installation does or reads. A change of many things at once, such as an import, has one entry.
    #[expect(clippy::too_many_arguments, reason = "the arguments every list takes")]
    async fn audit_log(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, 1 to 100; 25 when absent.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many instead.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<AuditFilterInput>,
        #[graphql(desc = "In which order; newest first when absent.")] order_by: Option<AuditOrder>,
    ) -> Result<Connection<AuditEntry>> {
        let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
        scope.require(Permission::ManageAgency)?;
        let filter: AuditFilter = filter.unwrap_or_default().try_into()?;
        let (args, order) = (page_args(first, after, last, before), order_by.unwrap_or_default().into());
        let page = connect(args, async |args| audit::list(&app, &scope, &filter, order, &args).await).await?;
        Ok(page.counted_by(move || audit::count(app.clone(), scope.clone(), filter.clone())))
    }
}
