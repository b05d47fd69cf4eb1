//! A signed-in person becomes a caller.

use super::{
    Credentials,
    choose::{Chosen, Named, act_as, choose},
    standing::{self, Standing},
};
use crate::{
    base::clock::Timestamp,
    identity::{platform, sessions::access},
    kernel::{
        app::App,
        caller::{Caller, Origin},
        error::{Error, Result},
        permission::Permissions,
        scope::{Actor, Grant, Scope, Visibility},
    },
};
use entity::{
    campaign_access,
    ids::{AgencyId, CampaignId, MembershipId, SessionId, UserId},
    membership::Role,
};
use sea_orm::{ColumnTrait, ConnectionTrait, FromQueryResult, sea_query::Query};
use std::sync::Arc;

const GONE: Error = Error::BadCredentials("This sign-in is over: sign in again.");

/// What vouches for the person, and until when.
pub(super) struct Evidence {
    pub session: Option<SessionId>,
    pub expires_at: Timestamp,
}

/// By an access token.
pub async fn resolve(app: &App, token: &str, credentials: &Credentials, origin: Origin) -> Result<Caller> {
    let claims = access::verify(app, token)?;
    let c = app.db().platform();
    let who = standing::of_session(claims.sid, claims.sub, app.now(), c).await?.ok_or(GONE)?;
    let evidence = Evidence { session: Some(claims.sid), expires_at: claims.expires_at() };
    caller(app, &who, evidence, credentials, origin).await
}

/// The caller that somebody in this standing is, in the agency they chose.
pub(super) async fn caller(
    app: &App,
    who: &Standing,
    evidence: Evidence,
    credentials: &Credentials,
    origin: Origin,
) -> Result<Caller> {
    let role = act_as(who, credentials.act_as.as_deref())?;
    let place = match choose(who, credentials.agency.as_deref())? {
        Chosen::Nowhere => None,
        Chosen::At(place) => Some((place.agency, Some((place.membership, place.role)))),
        Chosen::Elsewhere(named) => Some((agency(&named, app.db().platform()).await?, None)),
    };
    let scope = match place {
        None => None,
        Some((agency, member)) => Some(scope(app, who, (agency, member, role), &origin).await?),
    };
    Ok(Caller {
        user: Some(who.user),
        session: evidence.session,
        is_super_admin: who.is_super_admin,
        expires_at: Some(evidence.expires_at),
        scope,
        origin,
    })
}

type At = (AgencyId, Option<(MembershipId, Role)>, Option<Role>);

async fn scope(app: &App, who: &Standing, at: At, origin: &Origin) -> Result<Scope> {
    let (agency, member, narrowed) = at;
    // A super admin may do everything, also where they are a lesser member, unless they narrow themselves.
    let role = narrowed.or(member.map(|(_, role)| role).filter(|_| !who.is_super_admin));
    let membership = member.map(|(id, _)| id);
    // Beyond the membership's role it is the operator who acts, and that is on record.
    let beyond = member.filter(|(_, own)| who.is_super_admin && *own != Role::AgencyAdmin);
    let acting_as = narrowed.or(beyond.map(|_| Role::AgencyAdmin));
    let visibility = match (role, membership) {
        (Some(Role::Client), Some(id)) => Visibility::Campaigns(campaigns(id, agency, app).await?),
        (Some(Role::Client), None) => Visibility::Campaigns(Arc::default()),
        _ => Visibility::Agency,
    };
    Ok(Scope::granted(Grant {
        agency,
        actor: membership.map_or(Actor::SuperAdmin(who.user), Actor::Member),
        membership,
        permissions: role.map_or_else(Permissions::all, Permissions::of),
        visibility,
        request_id: Some(origin.request_id.clone()).filter(|id| !id.is_empty()),
        ip: origin.ip,
        acting_as,
    }))
}

/// The rights of somebody who is not here, in an agency they belong to or run the installation of.
pub(super) async fn absent(app: &App, agency: AgencyId, user: UserId) -> Result<Option<Scope>> {
    let Some(who) = standing::of_user(user, app.db().platform()).await? else { return Ok(None) };
    let place = who.places.iter().find(|place| place.agency == agency);
    if place.is_none() && !who.is_super_admin {
        return Ok(None);
    }
    let member = place.map(|place| (place.membership, place.role));
    scope(app, &who, (agency, member, None), &Origin::default()).await.map(Some)
}

async fn agency(named: &Named, c: &impl ConnectionTrait) -> Result<AgencyId> {
    match named {
        Named::Id(id) => Ok(platform::agency(*id, c).await?.id),
        Named::Slug(slug) => {
            platform::agency_by_slug(slug, c).await?.map(|row| row.id).ok_or(Error::NotFound("agency"))
        }
    }
}

#[derive(FromQueryResult)]
struct Seen {
    campaign_id: CampaignId,
}

/// The campaigns a CLIENT was given, sorted; by default none.
pub(super) async fn campaigns(
    member: MembershipId,
    agency: AgencyId,
    app: &App,
) -> Result<Arc<[CampaignId]>> {
    let ask = Query::select()
        .column(campaign_access::Column::CampaignId)
        .from(campaign_access::Entity)
        .and_where(campaign_access::Column::AgencyId.eq(agency))
        .and_where(campaign_access::Column::MembershipId.eq(member))
        .to_owned();
    let c = app.db().platform();
    let rows = Seen::find_by_statement(c.get_database_backend().build(&ask)).all(c).await?;
    let mut seen: Vec<CampaignId> = rows.into_iter().map(|row| row.campaign_id).collect();
    seen.sort_unstable();
    Ok(seen.into())
}
