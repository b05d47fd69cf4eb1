//! Asking who is suppressed: many people in one statement, in every scope that holds for them.

use super::{
    add::{living, strength},
    key,
};
use crate::{
    crm::keys,
    kernel::{app::App, bulk, error::Result, permission::Permission, scope::Scope, wall},
};
use chrono::{DateTime, Utc};
use entity::{
    campaign,
    ids::{CampaignId, WorkspaceId},
    lead,
    suppression::{Column as C, Entity, Model, SuppressionKind, SuppressionScope, SuppressionSource},
    workspace,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Hashes in one statement.
const HASHES: usize = 2_000;
/// For so many people it is worth asking first whether there are any entries at all.
const MANY: usize = 20;

/// What is known of one person, as written. What cannot be read as its kind is passed over: it cannot be contacted either.
#[derive(Clone, Debug, Default)]
pub struct Party {
    pub email: Option<String>,
    pub phone: Option<String>,
    /// Another number they are reached by; suppressed as any number is.
    pub whatsapp: Option<String>,
    /// The profile's address.
    pub linkedin: Option<String>,
    /// Of the person's company or address.
    pub domain: Option<String>,
}

impl Party {
    /// A lead as it is reached. A number without its country code is one of the lead's country.
    #[must_use]
    pub fn of(row: &lead::Model) -> Self {
        let number = || keys::phone(row.phone.as_deref()?, row.country.as_deref()).ok();
        Self {
            email: row.email_key.clone().or_else(|| row.email.clone()),
            phone: row.phone_key.clone().or_else(number),
            whatsapp: row.whatsapp.clone(),
            linkedin: row.linkedin_url.clone(),
            domain: None,
        }
    }
}

/// Where the contact would be made; the agency's and the instance's entries hold everywhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct Within {
    pub workspace: Option<WorkspaceId>,
    pub campaign: Option<CampaignId>,
}

/// An entry that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub kind: SuppressionKind,
    pub scope: SuppressionScope,
    pub source: SuppressionSource,
    pub since: DateTime<Utc>,
}

/// The entries that hold for each of `parties`, in their order; none: may be contacted.
pub async fn check(
    app: &App,
    scope: &Scope,
    within: Within,
    parties: &[Party],
    c: &impl ConnectionTrait,
) -> Result<Vec<Vec<Hit>>> {
    if parties.len() > MANY && !is_anybody(scope, within, c).await? {
        return Ok(vec![vec![]; parties.len()]);
    }
    let hashes: Vec<Vec<String>> = parties.iter().map(|party| hashes(app, party)).collect();
    let mut all: Vec<String> = hashes.iter().flatten().cloned().collect();
    all.sort_unstable();
    all.dedup();
    let mut found: HashMap<String, Vec<Hit>> = HashMap::new();
    for some in all.chunks(HASHES) {
        for row in holding(scope, within, some, c).await? {
            let Model { kind, scope, source, created_at: since, .. } = row;
            found.entry(row.key_hash).or_default().push(Hit { kind, scope, source, since });
        }
    }
    let hits = |of: Vec<String>| of.iter().filter_map(|hash| found.get(hash)).flatten().cloned().collect();
    Ok(hashes.into_iter().map(hits).collect())
}

/// `suppressionCheck`: one person, for whoever may add entries. What holds in a campaign's workspace holds in it.
pub async fn check_one(app: &App, scope: &Scope, mut within: Within, party: &Party) -> Result<Vec<Hit>> {
    scope.require(Permission::Suppress)?;
    let c = scope.read(app);
    if let Some(id) = within.workspace {
        scope.get::<workspace::Entity>(id, &c).await?;
    }
    if let Some(id) = within.campaign {
        let campaign = living(scope.get::<campaign::Entity>(id, &c).await?)?;
        within.workspace = within.workspace.or(Some(campaign.workspace_id));
    }
    let mut hits = check(app, scope, within, std::slice::from_ref(party), &c).await?;
    Ok(hits.pop().unwrap_or_default())
}

/// The campaigns these people opted out of by what is theirs alone, each with the strongest reason. A domain is suppressed for
/// its own sake.
pub(super) async fn of_campaigns(
    app: &App,
    scope: &Scope,
    parties: &[Party],
    c: &impl ConnectionTrait,
) -> Result<BTreeMap<CampaignId, SuppressionSource>> {
    let all: BTreeSet<String> = parties.iter().flat_map(|party| hashes(app, party)).collect();
    let rows = scope.find::<Entity>().filter(C::Scope.eq(SuppressionScope::Campaign));
    let rows = rows.filter(C::KeyHash.is_in(all)).filter(C::Kind.ne(SuppressionKind::Domain));
    let mut found = BTreeMap::new();
    for row in rows.all(c).await? {
        let Some(campaign) = row.campaign_id else { continue };
        let known = found.entry(campaign).or_insert(row.source);
        if strength(row.source) > strength(*known) {
            *known = row.source;
        }
    }
    Ok(found)
}

/// Every hash under which this person could be entered: an address also under each domain above it.
fn hashes(app: &App, party: &Party) -> Vec<String> {
    let normal = |kind, text: &Option<String>| key::normal(kind, text.as_deref()?).ok();
    let email = normal(SuppressionKind::Email, &party.email);
    let domain = normal(SuppressionKind::Domain, &party.domain);
    let hosts = [email.as_deref().map(key::host_of), domain.as_deref()];
    let domains = hosts.into_iter().flatten().flat_map(key::domains_of);
    let mut all: Vec<String> =
        domains.map(|domain| key::hash(app, SuppressionKind::Domain, domain)).collect();
    let phone = normal(SuppressionKind::Phone, &party.phone);
    let whatsapp = normal(SuppressionKind::Phone, &party.whatsapp);
    let linkedin = normal(SuppressionKind::Linkedin, &party.linkedin);
    let rest = [
        (SuppressionKind::Email, email),
        (SuppressionKind::Phone, phone),
        (SuppressionKind::Phone, whatsapp),
        (SuppressionKind::Linkedin, linkedin),
    ];
    all.extend(rest.into_iter().filter_map(|(kind, normal)| Some(key::hash(app, kind, &normal?))));
    all.dedup();
    all
}

/// The entries with these hashes that hold here.
#[expect(clippy::disallowed_methods, reason = "instance-wide entries belong to no agency")]
async fn holding(
    scope: &Scope,
    within: Within,
    hashes: &[String],
    c: &impl ConnectionTrait,
) -> Result<Vec<Model>> {
    let rows = Entity::find().filter(C::KeyHash.is_in(bulk::padded(hashes))).filter(holds(scope, within));
    Ok(rows.all(c).await?)
}

/// Is there any entry that holds here?
#[expect(clippy::disallowed_methods, reason = "instance-wide entries belong to no agency")]
async fn is_anybody(scope: &Scope, within: Within, c: &impl ConnectionTrait) -> Result<bool> {
    Ok(Entity::find().filter(holds(scope, within)).one(c).await?.is_some())
}

/// What holds here. The instance's entries are nobody's, and hold for everybody.
fn holds(scope: &Scope, within: Within) -> Condition {
    let mut mine = Condition::any().add(C::Scope.eq(SuppressionScope::Agency));
    if let Some(workspace) = within.workspace {
        mine = mine.add(C::Scope.eq(SuppressionScope::Workspace).and(C::WorkspaceId.eq(workspace)));
    }
    if let Some(campaign) = within.campaign {
        mine = mine.add(C::Scope.eq(SuppressionScope::Campaign).and(C::CampaignId.eq(campaign)));
    }
    let mine = wall::own::<Entity>(scope.agency()).add(mine);
    let instance: Expr = C::Scope.eq(SuppressionScope::Instance);
    Condition::any().add(mine).add(instance)
}
