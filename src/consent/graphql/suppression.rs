//! Whom not to contact: entries, the question, and adding one.

use crate::{
    consent::{self, Hit, NewSuppression, Party, Within},
    graphql::{
        Connection, CtxExt, Id, Result, connect,
        connection::page_args,
        filter::choice,
        node,
        scalars::{EmailAddress, Url},
    },
    kernel::filter::Choice,
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

    /// The campaign it holds in; null: not only in one.
    fn campaign_id(&self) -> Option<Id<CampaignId>> {
        self.0.campaign_id.map(Id)
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

/// Conditions on what is suppressed.
#[derive(Clone, Debug, Default, InputObject)]
pub struct SuppressionKindFilter {
    /// Is this.
    eq: Option<SuppressionKind>,
    /// Is one of these.
    #[graphql(name = "in", validator(max_items = 100))]
    is_in: Option<Vec<SuppressionKind>>,
    /// Is not this.
    not: Option<SuppressionKind>,
}

/// Which entries.
#[derive(Clone, Debug, Default, InputObject)]
pub struct SuppressionFilter {
    /// By what is suppressed.
    #[graphql(default)]
    kind: SuppressionKindFilter,
}

/// Who is asked about; whatever is known of them.
#[derive(Clone, Debug, Default, InputObject)]
pub struct SuppressionCheckInput {
    /// Their address; entries of its domain count.
    email: Option<EmailAddress>,
    /// Their number, with country code.
    phone: Option<String>,
    /// Their LinkedIn profile.
    linkedin_url: Option<Url>,
    /// Their company's domain.
    domain: Option<String>,
    /// The workspace that wants to contact them: its own entries count too.
    workspace_id: Option<Id<WorkspaceId>>,
    /// The campaign that wants to contact them: its own entries count too, and those of its workspace.
    campaign_id: Option<Id<CampaignId>>,
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

impl From<SuppressionFilter> for Choice<SuppressionKind> {
    fn from(filter: SuppressionFilter) -> Self {
        choice(filter.kind.eq, filter.kind.is_in, filter.kind.not, None)
    }
}

#[derive(Default)]
pub struct SuppressionQuery;

#[Object]
impl SuppressionQuery {
    /// The agency's entries, newest first.
    async fn suppressions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, 1 to 100; 25 when absent.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many instead.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<SuppressionFilter>,
    ) -> Result<Connection<Suppression>> {
        let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
        let kind: Choice<_> = filter.unwrap_or_default().into();
        let args = page_args(first, after, last, before);
        let page = connect(args, async |args| consent::list(&app, &scope, &kind, &args).await).await?;
        Ok(page.counted_by(move || consent::count(app.clone(), scope.clone(), kind.clone())))
    }

    /// Whether somebody may be contacted. What cannot be read as its kind is passed over.
    async fn suppression_check(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who is asked about.")] input: SuppressionCheckInput,
    ) -> Result<SuppressionVerdict> {
        let SuppressionCheckInput { email, phone, linkedin_url, domain, workspace_id, campaign_id } = input;
        let within = Within { workspace: workspace_id.map(|id| id.0), campaign: campaign_id.map(|id| id.0) };
        let party = Party { email: email.map(|e| e.0), phone, linkedin: linkedin_url.map(|u| u.0), domain };
        Ok(consent::check_one(ctx.app(), ctx.scope()?, within, &party).await?.into())
    }
}

#[derive(Default)]
pub struct SuppressionMutation;

#[Object]
impl SuppressionMutation {
    /// Adds an entry. The value itself is not stored. Adding it again returns the entry that is there.
    async fn suppression_add(&self, ctx: &Context<'_>, input: SuppressionAddInput) -> Result<Suppression> {
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
        input: SuppressionRemoveInput,
    ) -> Result<Suppression> {
        let scope = ctx.scope()?.because(input.reason);
        Ok(consent::remove(ctx.app(), &scope, input.id.0).await?.into())
    }
}
