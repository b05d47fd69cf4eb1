//! Whom not to contact: an entry, adding one and taking one away.

use crate::{
    consent::{self, Hit, NewSuppression},
    crm::graphql::Campaign,
    graphql::{CtxExt, Id, Result, node},
    identity::graphql::Workspace,
};
use async_graphql::{Context, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    ids::{CampaignId, SuppressionId, WorkspaceId},
    suppression::{SuppressionKind, SuppressionScope, SuppressionSource},
};

node! {
    /// An entry of the list of whom not to contact. Of whom is not stored, only a keyed hash to compare with.
    Suppression(suppression)
}

/// An entry of the list of whom not to contact. Of whom is not stored, only a keyed hash to compare with.
#[Object]
impl Suppression {
    /// Its id.
    pub async fn id(&self) -> Id<SuppressionId> {
        self.0.id.into()
    }

    /// What is suppressed.
    fn kind(&self) -> SuppressionKind {
        self.0.kind
    }

    /// Where it holds.
    fn scope(&self) -> SuppressionScope {
        self.0.scope
    }

    /// Why it is here.
    fn source(&self) -> SuppressionSource {
        self.0.source
    }

    /// In words.
    fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// The workspace it holds in; null: in all, or in the campaign.
    fn workspace_id(&self) -> Option<Id<WorkspaceId>> {
        self.0.workspace_id.map(Id)
    }

    /// That workspace.
    async fn workspace(&self, ctx: &Context<'_>) -> Result<Option<Workspace>> {
        match self.0.workspace_id {
            Some(id) => Workspace::find(ctx, id).await,
            None => Ok(None),
        }
    }

    /// The campaign it holds in; null: not only in one.
    fn campaign_id(&self) -> Option<Id<CampaignId>> {
        self.0.campaign_id.map(Id)
    }

    /// That campaign; null when it was deleted.
    async fn campaign(&self, ctx: &Context<'_>) -> Result<Option<Campaign>> {
        match self.0.campaign_id {
            Some(id) => Campaign::living(ctx, id).await,
            None => Ok(None),
        }
    }

    /// When it was made.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

/// An entry that holds for the one asked about.
#[derive(Clone, Debug, SimpleObject)]
pub struct SuppressionHit {
    /// What matched.
    kind: SuppressionKind,
    /// Where the entry holds.
    scope: SuppressionScope,
    /// Why it is there.
    source: SuppressionSource,
    /// Since when.
    since: DateTime<Utc>,
}

/// Whether somebody may be contacted.
#[derive(Clone, Debug, SimpleObject)]
pub struct SuppressionVerdict {
    /// True: do not contact.
    is_suppressed: bool,
    /// The entries that say so.
    hits: Vec<SuppressionHit>,
}

impl From<Vec<Hit>> for SuppressionVerdict {
    fn from(hits: Vec<Hit>) -> Self {
        let hits: Vec<_> = hits
            .into_iter()
            .map(|Hit { kind, scope, source, since }| SuppressionHit { kind, scope, source, since })
            .collect();
        Self { is_suppressed: !hits.is_empty(), hits }
    }
}

/// Whom not to contact.
#[derive(Clone, Debug, InputObject)]
pub struct SuppressionAddInput {
    /// What kind of thing the value is.
    kind: SuppressionKind,
    /// The address, the domain (with all its subdomains), the number with country code, or the LinkedIn profile's address.
    #[graphql(secret)]
    value: String,
    /// Why, in words; not their name.
    reason: Option<String>,
    /// For one workspace; without it, for the whole agency.
    workspace_id: Option<Id<WorkspaceId>>,
    /// For one campaign, instead of a workspace.
    campaign_id: Option<Id<CampaignId>>,
}

/// Which entry to take away.
#[derive(Clone, Debug, InputObject)]
pub struct SuppressionRemoveInput {
    /// The entry; `suppressions` lists them.
    id: Id<SuppressionId>,
    /// Why, for the audit log: 1 to 500 characters; not their name.
    reason: Option<String>,
}

#[derive(Default)]
pub struct SuppressionMutation;

#[Object]
impl SuppressionMutation {
    /// Adds an entry. The value itself is not stored. Adding it again returns the entry that is there.
    async fn suppression_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The address, domain, number or profile, and where it holds.")]
        input: SuppressionAddInput,
    ) -> Result<Suppression> {
        let SuppressionAddInput { kind, value, reason, workspace_id, campaign_id } = input;
        let (workspace, campaign) = (workspace_id.map(|id| id.0), campaign_id.map(|id| id.0));
        let source = SuppressionSource::Manual;
        let new = NewSuppression { kind, value, source, reason, workspace, campaign };
        Ok(consent::add_by_hand(ctx.app(), ctx.scope()?, new).await?.into())
    }

    /// Takes an entry away, returning it as it was. CONFLICT for what people asked for themselves (UNSUBSCRIBE, COMPLAINT):
    /// that stays.
    async fn suppression_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The entry to take away, and why.")] input: SuppressionRemoveInput,
    ) -> Result<Suppression> {
        let scope = ctx.scope()?.because(input.reason);
        Ok(consent::remove(ctx.app(), &scope, input.id.0).await?.into())
    }
}
