//! The type.

use super::parts::ChannelHandle;
use crate::{
    crm::graphql::{
        Enrichment, Lead,
        insight::{BestContactTime, ScorePart, SuggestedService},
    },
    graphql::{
        Id, Result, node,
        scalars::{EmailAddress, TimeZone, Url},
    },
    identity::graphql::Workspace,
    prospecting::{
        graphql::{LeadRequest, loaders},
        prospects,
    },
};
use async_graphql::{Context, Json, Object};
use chrono::{DateTime, Utc};
use entity::{
    contact::{Channel, EmailStatus, Seniority},
    ids::{ProspectId, WorkspaceId},
};

node! {
    /// Somebody a lead request found: what is known of them, how well they fit and why.
    Prospect(prospect)
}

/// Somebody a lead request found: what is known of them, how well they fit and why.
#[Object]
impl Prospect {
    /// Its id.
    pub async fn id(&self) -> Id<ProspectId> {
        self.0.id.into()
    }

    /// The request that found them.
    async fn lead_request(&self, ctx: &Context<'_>) -> Result<Option<LeadRequest>> {
        let Some(id) = self.0.lead_request_id else { return Ok(None) };
        LeadRequest::find(ctx, id).await
    }

    /// The workspace they were found for.
    fn workspace_id(&self) -> Id<WorkspaceId> {
        self.0.workspace_id.into()
    }

    /// That workspace.
    async fn workspace(&self, ctx: &Context<'_>) -> Result<Option<Workspace>> {
        Workspace::find(ctx, self.0.workspace_id).await
    }

    /// Their place among the request's results, 1 is best; null before the ranking, and for people beyond the number
    /// asked for.
    fn rank(&self) -> Option<i32> {
        self.0.rank
    }

    /// Their name, as far as known.
    fn full_name(&self) -> &str {
        &self.0.full_name
    }

    /// Given name.
    fn first_name(&self) -> Option<&str> {
        self.0.first_name.as_deref()
    }

    /// Family name.
    fn last_name(&self) -> Option<&str> {
        self.0.last_name.as_deref()
    }

    /// Job title.
    fn title(&self) -> Option<&str> {
        self.0.title.as_deref()
    }

    /// How high in the house.
    fn seniority(&self) -> Option<Seniority> {
        self.0.seniority
    }

    /// Department, in the source's words.
    fn department(&self) -> Option<&str> {
        self.0.department.as_deref()
    }

    /// The company they work for.
    fn company_name(&self) -> Option<&str> {
        self.0.company_name.as_deref()
    }

    /// The company's registrable domain.
    fn company_domain(&self) -> Option<&str> {
        self.0.company_domain.as_deref()
    }

    /// What is known of the company, by field: industry, employee_count, annual_revenue, technologies and so on.
    fn company_facts(&self) -> Json<&serde_json::Value> {
        Json(&self.0.company_facts)
    }

    /// City and country in words.
    fn location(&self) -> Option<&str> {
        self.0.location.as_deref()
    }

    /// Country, ISO 3166-1 alpha-2.
    fn country(&self) -> Option<&str> {
        self.0.country.as_deref()
    }

    /// City.
    fn city(&self) -> Option<&str> {
        self.0.city.as_deref()
    }

    /// IANA time zone: stated by a source, else told from the place.
    fn time_zone(&self) -> Option<TimeZone> {
        self.0.time_zone.clone().map(TimeZone)
    }

    /// Business address.
    fn email(&self) -> Option<EmailAddress> {
        self.0.email.clone().map(EmailAddress)
    }

    /// What verification says of the address.
    fn email_status(&self) -> EmailStatus {
        self.0.email_status
    }

    /// Phone number, E.164.
    fn phone(&self) -> Option<&str> {
        self.0.phone.as_deref()
    }

    /// Address of the LinkedIn profile.
    fn linkedin_url(&self) -> Option<Url> {
        self.0.linkedin_url.clone().map(Url)
    }

    /// The ways to reach them that are known.
    fn channels(&self) -> Vec<ChannelHandle> {
        let own = [(Channel::Email, &self.0.email), (Channel::Linkedin, &self.0.linkedin_url)];
        let own = own
            .into_iter()
            .filter_map(|(channel, handle)| Some(ChannelHandle::new(channel, handle.as_deref()?)));
        let rest =
            self.0.handles.0.iter().map(|handle| ChannelHandle::new(handle.channel, handle.handle.as_str()));
        own.chain(rest).collect()
    }

    /// How well they fit the description, 0 to 100.
    fn score(&self) -> Option<i32> {
        self.0.score
    }

    /// What the score is made of, with the evidence.
    fn score_parts(&self) -> Vec<ScorePart> {
        self.0.score_parts.0.iter().map(Into::into).collect()
    }

    /// Why they fit, in words, the weightiest reason first.
    fn match_reasons(&self) -> &[String] {
        &self.0.match_reasons.0
    }

    /// Labels: rank, department, sector, segment.
    fn tags(&self) -> &[String] {
        &self.0.tags.0
    }

    /// Offerings of the workspace that fit, with the evidence, the best first.
    fn suggested_services(&self) -> Vec<SuggestedService> {
        self.0.suggested_services.0.iter().map(Into::into).collect()
    }

    /// Why no service is suggested; null when some are, and before the ranking.
    fn no_suggested_services_reason(&self) -> Option<String> {
        prospects::dossier(&self.0).no_service
    }

    /// When to write to them.
    fn best_contact_time(&self) -> Option<BestContactTime> {
        self.0.best_contact_time.as_ref().map(Into::into)
    }

    /// Why the time to write is a guess (their place is unknown), or why there is none; null otherwise.
    fn best_contact_time_note(&self) -> Option<String> {
        prospects::dossier(&self.0).contact_time_note
    }

    /// Where each value came from: every provider's value of every field, the chosen ones marked.
    async fn enrichments(&self, ctx: &Context<'_>) -> Result<Vec<Enrichment>> {
        let rows = loaders::provenance(ctx, (self.0.id, self.0.lead_id)).await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The lead they were saved as, or were known as before; null while they are neither.
    async fn lead(&self, ctx: &Context<'_>) -> Result<Option<Lead>> {
        let Some(id) = self.0.lead_id else { return Ok(None) };
        Lead::find(ctx, id).await
    }

    /// Not wanted since.
    fn dismissed_at(&self) -> Option<DateTime<Utc>> {
        self.0.dismissed_at
    }

    /// Raised by every change.
    fn version(&self) -> i32 {
        self.0.version
    }

    /// When they were found.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it last changed.
    fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}
