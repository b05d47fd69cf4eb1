//! `Scope`: proof of who acts inside which agency, and the only door to tenant rows.

use super::{
    app::App,
    caller::Origin,
    db::Reader,
    error::{Error, Result},
    line::Line,
    permission::{Permission, Permissions},
    wall,
};
use entity::{
    actor::ActorType,
    campaign_lead,
    ids::{ActorId, AgencyId, ApiKeyId, CampaignId, MembershipId, UserId},
    membership::Role,
    pipeline_card,
    tenancy::{ClientView, Tenanted},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, SelectStatement},
};
use std::{collections::HashMap, net::IpAddr, sync::Arc};

/// Longest list of ids in one statement.
const IDS: usize = 500;

/// Who acts. Written on events and on the rows people make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Actor {
    Member(MembershipId),
    /// A super admin in an agency they are not a member of.
    SuperAdmin(UserId),
    ApiKey(ApiKeyId),
    /// A background task, for the agency that booked it.
    System,
}

impl Actor {
    /// What the columns `actor_type`, `actor_id` hold.
    #[must_use]
    pub fn columns(self) -> (ActorType, Option<ActorId>) {
        match self {
            Self::Member(id) => (ActorType::User, Some(id.into())),
            Self::SuperAdmin(id) => (ActorType::User, Some(id.into())),
            Self::ApiKey(id) => (ActorType::ApiKey, Some(id.into())),
            Self::System => (ActorType::System, None),
        }
    }
}

/// Which rows of the agency the caller may see.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Visibility {
    Agency,
    /// A CLIENT: only what hangs on these campaigns; by default on none.
    Campaigns(Arc<[CampaignId]>),
}

/// What a caller was found to be, before it becomes a [`Scope`].
#[derive(Clone, Debug)]
pub struct Grant {
    pub agency: AgencyId,
    pub actor: Actor,
    pub membership: Option<MembershipId>,
    pub permissions: Permissions,
    pub visibility: Visibility,
    pub request_id: Option<String>,
    /// The address the request came from; `None` for the worker and the command line.
    pub ip: Option<IpAddr>,
    /// The role a super admin narrows themselves to; or AGENCY_ADMIN, where they may more than their membership's.
    pub acting_as: Option<Role>,
}

/// Proof that the caller may act inside one agency. Made only from a checked token (`identity`) or by the worker.
#[derive(Clone, Debug)]
pub struct Scope(Arc<Grant>, Option<Line>, Option<Arc<str>>);

impl Scope {
    /// For `identity`, which has checked a token or a key against the database, and for nobody else.
    pub(crate) fn granted(grant: Grant) -> Self {
        Self(Arc::new(grant), None, None)
    }

    /// The same rights, nobody's in particular: for answers that many callers share.
    #[must_use]
    pub fn anybodys(&self) -> Self {
        let Grant { agency, permissions, .. } = *self.0;
        let visibility = self.0.visibility.clone();
        let (actor, membership, request_id, ip, acting_as) = (Actor::System, None, None, None, None);
        Self::granted(Grant { agency, actor, membership, permissions, visibility, request_id, ip, acting_as })
    }

    /// The same, seeing no more than `visibility`: for what the worker does in the name of somebody who sees less.
    #[must_use]
    pub fn narrowed(&self, visibility: Visibility) -> Self {
        Self::granted(Grant { visibility, ..(*self.0).clone() })
    }

    /// The same for somebody whose request comes from there.
    #[must_use]
    pub fn asked_from(&self, origin: &Origin) -> Self {
        let request_id = Some(origin.request_id.clone()).filter(|id| !id.is_empty());
        Self::granted(Grant { request_id, ip: origin.ip, ..(*self.0).clone() })
    }

    /// The same, for a reason in the caller's words: it stands in the audit log beside what they do, and is looked at when
    /// that is put on record. Without one, an earlier one stays.
    #[must_use]
    pub fn because(&self, reason: Option<String>) -> Self {
        Self(self.0.clone(), self.1.clone(), reason.map(Into::into).or_else(|| self.2.clone()))
    }

    /// Why, in the caller's words.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.2.as_deref()
    }

    /// For the worker: a background task acts for the agency that booked it, with everything the booking allowed.
    pub(in crate::kernel) fn system(agency: AgencyId) -> Self {
        Self::granted(Grant {
            agency,
            actor: Actor::System,
            membership: None,
            permissions: Permissions::all(),
            visibility: Visibility::Agency,
            request_id: None,
            ip: None,
            acting_as: None,
        })
    }

    #[must_use]
    pub fn agency(&self) -> AgencyId {
        self.0.agency
    }

    #[must_use]
    pub fn actor(&self) -> Actor {
        self.0.actor
    }

    /// The caller's membership; `None` for API keys, super admins and the worker.
    #[must_use]
    pub fn membership(&self) -> Option<MembershipId> {
        self.0.membership
    }

    #[must_use]
    pub fn permissions(&self) -> Permissions {
        self.0.permissions
    }

    #[must_use]
    pub fn visibility(&self) -> &Visibility {
        &self.0.visibility
    }

    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    #[must_use]
    pub fn ip(&self) -> Option<IpAddr> {
        self.0.ip
    }

    #[must_use]
    pub fn acting_as(&self) -> Option<Role> {
        self.0.acting_as
    }

    /// Whether somebody acts here by being a super admin of the installation: that is kept in the audit log.
    #[must_use]
    pub fn is_operators(&self) -> bool {
        matches!(self.0.actor, Actor::SuperAdmin(_)) || self.0.acting_as.is_some()
    }

    #[must_use]
    pub fn allows(&self, permission: Permission) -> bool {
        self.0.permissions.contains(permission)
    }

    /// The first line of every command and query.
    pub fn require(&self, permission: Permission) -> Result<()> {
        if self.allows(permission) {
            return Ok(());
        }
        Err(Error::Forbidden(format!("This needs the permission {}.", permission.name())))
    }

    /// The only way to start a query on tenant rows: the agency's, and of those what the caller may see.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the door the ban points to")]
    pub fn find<E: Tenanted>(&self) -> Select<E> {
        let rows = E::find().filter(wall::own::<E>(self.0.agency));
        match &self.0.visibility {
            Visibility::Agency => rows,
            Visibility::Campaigns(campaigns) => rows.filter(self.seen_by_client::<E>(campaigns)),
        }
    }

    #[must_use]
    pub fn find_by_id<E: Tenanted>(&self, id: E::Id) -> Select<E> {
        self.find::<E>().filter(E::ID.eq(id))
    }

    /// Resolves an id that came from outside, or says it does not exist.
    pub async fn get<E: Tenanted>(&self, id: E::Id, c: &impl ConnectionTrait) -> Result<E::Model> {
        self.find_by_id::<E>(id).one(c).await?.ok_or(Error::NotFound(noun::<E>()))
    }

    /// Resolves many ids at once: the rows in the order of the ids, or, where one does not exist, none.
    pub async fn get_all<E: Tenanted>(
        &self,
        ids: &[E::Id],
        c: &impl ConnectionTrait,
    ) -> Result<Vec<E::Model>> {
        let mut found = HashMap::with_capacity(ids.len());
        for some in ids.chunks(IDS) {
            let rows = self.find::<E>().filter(E::ID.is_in(some.iter().copied())).all(c).await?;
            found.extend(rows.into_iter().map(|row| (E::id(&row), row)));
        }
        let rows = ids.iter().map(|id| found.get(id).cloned().ok_or(Error::NotFound(noun::<E>())));
        rows.collect()
    }

    /// Where reads run. All go through here: on PostgreSQL the connection sees no other agency's rows.
    #[must_use]
    pub fn read<'a>(&self, app: &'a App) -> Reader<'a> {
        app.db().reader(self.0.agency, self.1.clone())
    }

    /// The same, reading over one connection from now on, until the last clone of it is gone: for short work that reads
    /// several times. Never for what waits.
    #[must_use]
    pub fn on_a_line(&self) -> Self {
        Self(self.0.clone(), Some(Line::default()), self.2.clone())
    }

    /// The same, holding no connection.
    pub(in crate::kernel) async fn off_the_line(&self) -> Self {
        if let Some(line) = &self.1 {
            line.hang_up().await;
        }
        Self(self.0.clone(), None, self.2.clone())
    }
}

/// What a row of this kind is called: `lead request`'s table name.
pub(in crate::kernel) fn noun<E: Tenanted>() -> &'static str {
    E::default().table_name()
}

impl Scope {
    fn seen_by_client<E: Tenanted>(&self, campaigns: &[CampaignId]) -> Condition {
        let seen = match E::CLIENT_VIEW {
            ClientView::Nothing => Expr::val(1).eq(0),
            ClientView::ByCampaign(column) => column.is_in(campaigns.iter().copied()),
            ClientView::ByLead(column) => column.in_subquery(self.leads_of(campaigns)),
            ClientView::ByCard(column) => {
                column.in_subquery(self.of_cards(campaigns, pipeline_card::Column::Id))
            }
            ClientView::ByBoard(column) => {
                column.in_subquery(self.of_cards(campaigns, pipeline_card::Column::PipelineId))
            }
            ClientView::ByMember(column) => column.is_in(self.membership()),
        };
        Condition::all().add(seen)
    }

    #[expect(clippy::disallowed_methods, reason = "part of the door itself")]
    fn leads_of(&self, campaigns: &[CampaignId]) -> SelectStatement {
        campaign_lead::Entity::find()
            .select_only()
            .column(campaign_lead::Column::LeadId)
            .filter(wall::own::<campaign_lead::Entity>(self.0.agency))
            .filter(campaign_lead::Column::CampaignId.is_in(campaigns.iter().copied()))
            .into_query()
    }

    #[expect(clippy::disallowed_methods, reason = "part of the door itself")]
    fn of_cards(&self, campaigns: &[CampaignId], column: pipeline_card::Column) -> SelectStatement {
        pipeline_card::Entity::find()
            .select_only()
            .column(column)
            .filter(wall::own::<pipeline_card::Entity>(self.0.agency))
            .filter(pipeline_card::Column::LeadId.in_subquery(self.leads_of(campaigns)))
            .into_query()
    }
}
