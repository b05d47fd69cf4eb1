//! What is said of a lead.

use crate::{
    crm::{
        graphql::insight::BestContactTimeInput,
        leads::{LeadChange, LeadPatch, NewLead},
    },
    graphql::{
        Id, patch,
        scalars::{EmailAddress, TimeZone, Url},
    },
};
use async_graphql::{InputObject, Json, MaybeUndefined};
use entity::{
    contact::{Channel, Seniority},
    ids::{CompanyId, LeadId, MembershipId, WorkspaceId},
    lead::{LeadStatus, Priority, Segment},
};
use serde_json::Value;

/// A new lead. It needs a name, or something to know the person by: address, LinkedIn profile or phone number.
#[derive(InputObject)]
pub struct LeadCreateInput {
    /// The workspace it goes to; may be left out when the agency has only one.
    workspace_id: Option<Id<WorkspaceId>>,
    /// The member who looks after it.
    assignee_id: Option<Id<MembershipId>>,
    #[graphql(flatten)]
    values: LeadValues,
}

/// A change of a lead. What is left out stays, null clears.
#[derive(InputObject)]
pub struct LeadUpdateInput {
    /// The lead.
    id: Id<LeadId>,
    /// Refuse when it has another version by now.
    expected_version: Option<i32>,
    /// The status it should have: the one legal step that leads there is taken, or the update is refused, naming those
    /// that can be reached.
    status: Option<LeadStatus>,
    /// The member who looks after it; null: nobody.
    assignee_id: MaybeUndefined<Id<MembershipId>>,
    #[graphql(flatten)]
    values: LeadValues,
}

/// What can be said of a person.
#[derive(InputObject)]
struct LeadValues {
    /// Where the person works; a company of the lead's workspace.
    company_id: MaybeUndefined<Id<CompanyId>>,
    /// Given name; 1 to 100 characters.
    first_name: MaybeUndefined<String>,
    /// Family name; 1 to 100 characters.
    last_name: MaybeUndefined<String>,
    /// As shown; 1 to 200 characters. Made of the two above unless it is given; split into them when only it is given.
    full_name: MaybeUndefined<String>,
    /// Job title; 1 to 300 characters.
    title: MaybeUndefined<String>,
    /// How high in the house the person sits.
    seniority: MaybeUndefined<Seniority>,
    /// Department; 1 to 200 characters.
    department: MaybeUndefined<String>,
    /// E-mail address; unique among the live leads of the workspace.
    email: MaybeUndefined<EmailAddress>,
    /// Phone number with its country code, or with `country` given; unique among the live leads of the workspace.
    phone: MaybeUndefined<String>,
    /// Profile at LinkedIn; unique among the live leads of the workspace.
    linkedin_url: MaybeUndefined<Url>,
    /// Name at Instagram.
    instagram: MaybeUndefined<String>,
    /// Name at Facebook.
    facebook: MaybeUndefined<String>,
    /// Name at X.
    x: MaybeUndefined<String>,
    /// WhatsApp number with its country code.
    whatsapp: MaybeUndefined<String>,
    /// ISO 3166-1 alpha-2.
    country: MaybeUndefined<String>,
    /// City; 1 to 200 characters.
    city: MaybeUndefined<String>,
    /// The time zone the person lives in.
    time_zone: MaybeUndefined<TimeZone>,
    /// Size of the person's company.
    segment: MaybeUndefined<Segment>,
    /// Where the lead comes from; 1 to 100 characters.
    source: MaybeUndefined<String>,
    /// Labels; at most 50 of at most 50 characters. Replaces the list there is: `leadTag` adds, `leadUntag` takes off.
    tags: MaybeUndefined<Vec<String>>,
    /// An opening line; 1 to 2,000 characters.
    icebreaker: MaybeUndefined<String>,
    /// When to write, in the person's own time.
    best_contact_time: MaybeUndefined<BestContactTimeInput>,
    /// Where to write.
    preferred_channel: MaybeUndefined<Channel>,
    /// How soon; MEDIUM unless said otherwise.
    priority: MaybeUndefined<Priority>,
    /// The agency's own fields, merged key by key; a key whose value is null goes away. At most 100 fields and 16 KiB.
    custom_fields: MaybeUndefined<Json<Value>>,
}

impl From<LeadCreateInput> for NewLead {
    fn from(input: LeadCreateInput) -> Self {
        Self {
            workspace: input.workspace_id.map(|id| id.0),
            assignee: input.assignee_id.map(|id| id.0),
            values: input.values.into(),
        }
    }
}

impl From<LeadUpdateInput> for LeadChange {
    fn from(input: LeadUpdateInput) -> Self {
        Self {
            id: input.id.0,
            expected_version: input.expected_version,
            status: input.status,
            assignee: patch(input.assignee_id).map(|id| id.0),
            values: input.values.into(),
        }
    }
}

impl From<LeadValues> for LeadPatch {
    fn from(v: LeadValues) -> Self {
        Self {
            company: patch(v.company_id).map(|id| id.0),
            first_name: patch(v.first_name),
            last_name: patch(v.last_name),
            full_name: patch(v.full_name),
            title: patch(v.title),
            seniority: patch(v.seniority),
            department: patch(v.department),
            email: patch(v.email).map(|address| address.0),
            phone: patch(v.phone),
            linkedin_url: patch(v.linkedin_url).map(|url| url.0),
            instagram: patch(v.instagram),
            facebook: patch(v.facebook),
            x: patch(v.x),
            whatsapp: patch(v.whatsapp),
            country: patch(v.country),
            city: patch(v.city),
            time_zone: patch(v.time_zone).map(|zone| zone.0),
            segment: patch(v.segment),
            source: patch(v.source),
            tags: patch(v.tags),
            icebreaker: patch(v.icebreaker),
            best_contact_time: patch(v.best_contact_time).map(Into::into),
            preferred_channel: patch(v.preferred_channel),
            priority: patch(v.priority),
            custom_fields: patch(v.custom_fields).map(|json| json.0),
        }
    }
}
