//! A lead.

use super::{
    merge::{self, LeadMerge},
    relations,
};
use crate::{
    crm::graphql::{
        Activity, Campaign, Company, Enrichment, PipelineCard,
        insight::{BestContactTime, ScorePart, SuggestedService},
    },
    graphql::{
        Connection, Id, Result,
        connection::page_args,
        node,
        scalars::{EmailAddress, TimeZone, Url},
    },
    identity::graphql::{Member, Workspace},
};
use async_graphql::{Context, Json, Object};
use chrono::{DateTime, Utc};
use entity::{
    contact::{Channel, EmailStatus, Seniority},
    ids::{LeadId, WorkspaceId},
    lead::{LeadStatus, Priority, Qualification, Segment},
};

node! {
    /// A person worth contacting.
    Lead(lead)
}

/// A person worth contacting.
#[Object]
impl Lead {
    /// Its id.
    pub async fn id(&self) -> Id<LeadId> {
        self.0.id.into()
    }

    /// The workspace it belongs to.
    fn workspace_id(&self) -> Id<WorkspaceId> {
        self.0.workspace_id.into()
    }

    /// The workspace it belongs to; null for a CLIENT, who sees no workspaces.
    async fn workspace(&self, ctx: &Context<'_>) -> Result<Option<Workspace>> {
        Workspace::find(ctx, self.0.workspace_id).await
    }

    /// The campaign it joined last.
    async fn campaign(&self, ctx: &Context<'_>) -> Result<Option<Campaign>> {
        let Some(id) = self.0.campaign_id else { return Ok(None) };
        Ok(Campaign::find(ctx, id).await?.filter(|campaign| campaign.0.deleted_at.is_none()))
    }

    /// The card it got last, on whichever pipeline.
    async fn card(&self, ctx: &Context<'_>) -> Result<Option<PipelineCard>> {
        relations::card(ctx, self.0.id).await
    }

    /// Where the person works.
    async fn company(&self, ctx: &Context<'_>) -> Result<Option<Company>> {
        let Some(id) = self.0.company_id else { return Ok(None) };
        Company::find(ctx, id).await
    }

    /// Given name.
    fn first_name(&self) -> Option<&str> {
        self.0.first_name.as_deref()
    }

    /// Family name.
    fn last_name(&self) -> Option<&str> {
        self.0.last_name.as_deref()
    }

    /// As shown; what identifies the person when nobody said a name.
    fn full_name(&self) -> &str {
        &self.0.full_name
    }

    /// Job title.
    fn title(&self) -> Option<&str> {
        self.0.title.as_deref()
    }

    /// How high in the house the person sits.
    fn seniority(&self) -> Option<Seniority> {
        self.0.seniority
    }

    /// Department, in the source's words.
    fn department(&self) -> Option<&str> {
        self.0.department.as_deref()
    }

    /// E-mail address; unique among the live leads of the workspace.
    fn email(&self) -> Option<EmailAddress> {
        self.0.email.clone().map(EmailAddress)
    }

    /// What verification says of the address.
    fn email_status(&self) -> EmailStatus {
        self.0.email_status
    }

    /// When the address was verified.
    fn email_checked_at(&self) -> Option<DateTime<Utc>> {
        self.0.email_checked_at
    }

    /// Phone number, as written; unique among the live leads of the workspace.
    fn phone(&self) -> Option<&str> {
        self.0.phone.as_deref()
    }

    /// Profile at LinkedIn; unique among the live leads of the workspace.
    fn linkedin_url(&self) -> Option<Url> {
        self.0.linkedin_url.clone().map(Url)
    }

    /// Name at Instagram.
    fn instagram(&self) -> Option<&str> {
        self.0.instagram.as_deref()
    }

    /// Name at Facebook.
    fn facebook(&self) -> Option<&str> {
        self.0.facebook.as_deref()
    }

    /// Name at X.
    fn x(&self) -> Option<&str> {
        self.0.x.as_deref()
    }

    /// WhatsApp number (E.164).
    fn whatsapp(&self) -> Option<&str> {
        self.0.whatsapp.as_deref()
    }

    /// ISO 3166-1 alpha-2.
    fn country(&self) -> Option<&str> {
        self.0.country.as_deref()
    }

    /// City.
    fn city(&self) -> Option<&str> {
        self.0.city.as_deref()
    }

    /// The time zone the person lives in.
    fn time_zone(&self) -> Option<TimeZone> {
        self.0.time_zone.clone().map(TimeZone)
    }

    /// Size of the person's company.
    fn segment(&self) -> Option<Segment> {
        self.0.segment
    }

    /// Where the lead came from.
    fn source(&self) -> Option<&str> {
        self.0.source.as_deref()
    }

    /// Labels, in one spelling, each once.
    fn tags(&self) -> &[String] {
        &self.0.tags.0
    }

    /// Offerings of the workspace that fit the person; empty when it has none.
    fn suggested_services(&self) -> Vec<SuggestedService> {
        self.0.suggested_services.0.iter().map(Into::into).collect()
    }

    /// An opening line.
    fn icebreaker(&self) -> Option<&str> {
        self.0.icebreaker.as_deref()
    }

    /// When to write, in the person's own time.
    fn best_contact_time(&self) -> Option<BestContactTime> {
        self.0.best_contact_time.as_ref().map(Into::into)
    }

    /// Where to write.
    fn preferred_channel(&self) -> Option<Channel> {
        self.0.preferred_channel
    }

    /// How soon.
    fn priority(&self) -> Priority {
        self.0.priority
    }

    /// How well the lead fits, 0 to 100; null: not scored.
    fn score(&self) -> Option<i32> {
        self.0.score
    }

    /// What the score is made of.
    fn score_parts(&self) -> Vec<ScorePart> {
        self.0.score_parts.0.iter().map(Into::into).collect()
    }

    /// Where the conversation is. It moves by verbs, such as `leadQualify`.
    fn status(&self) -> LeadStatus {
        self.0.status
    }

    /// What we decided.
    fn qualification(&self) -> Qualification {
        self.0.qualification
    }

    /// Why we decided so.
    fn qualification_reason(&self) -> Option<&str> {
        self.0.qualification_reason.as_deref()
    }

    /// When we decided.
    fn qualification_decided_at(&self) -> Option<DateTime<Utc>> {
        self.0.qualification_decided_at
    }

    /// The member who looks after it.
    async fn assigned_to(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        let Some(id) = self.0.assigned_to else { return Ok(None) };
        Member::find(ctx, id).await
    }

    /// When we wrote last.
    fn last_contacted_at(&self) -> Option<DateTime<Utc>> {
        self.0.last_contacted_at
    }

    /// When they wrote last.
    fn last_replied_at(&self) -> Option<DateTime<Utc>> {
        self.0.last_replied_at
    }

    /// When anything happened last.
    fn last_activity_at(&self) -> Option<DateTime<Utc>> {
        self.0.last_activity_at
    }

    /// The agency's own fields: an object of names and values.
    fn custom_fields(&self) -> Json<&serde_json::Value> {
        Json(&self.0.custom_fields)
    }

    /// What happened with the lead, newest first.
    async fn activities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the newest; 25 unless said otherwise, at most 100.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the oldest, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Those before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Activity>> {
        relations::activities(ctx, self.0.id, page_args(first, after, last, before)).await
    }

    /// What providers said of the person, chosen or not, by field.
    async fn enrichments(&self, ctx: &Context<'_>) -> Result<Vec<Enrichment>> {
        relations::enrichments(ctx, self.0.id).await
    }

    /// What became part of it, the latest first (`leadMerge`).
    async fn merges(&self, ctx: &Context<'_>) -> Result<Vec<LeadMerge>> {
        merge::merges(ctx, self.0.id).await
    }

    /// Raised by every change; give it as `expectedVersion`.
    fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was deleted; it can be restored.
    fn deleted_at(&self) -> Option<DateTime<Utc>> {
        self.0.deleted_at
    }

    /// When it was made.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it was last changed.
    fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}
