//! What is stored: rows, their typed ids and enums. No behaviour, no GraphQL beyond `Enum`.

pub mod actor;
pub mod contact;
pub mod ids;
pub mod json;
pub mod shape;
pub mod tenancy;

mod connections;
mod consent;
mod crm;
mod hooks;
mod identity;
mod imports;
mod insight;
mod jobs;
mod platform;
mod prospecting;

pub use connections::data_source;
pub use consent::suppression;
pub use crm::{
    activity, campaign, campaign_lead, company, lead, lead_list, lead_list_member, lead_merge, pipeline,
    pipeline_card, pipeline_stage, stage_change, task,
};
pub use hooks::{webhook_delivery, webhook_endpoint, webhook_position};
pub use identity::{
    agency, api_key, campaign_access, invitation, membership, password_reset, session, setup_link,
    sign_in_attempt, user, workspace,
};
pub use imports::{import, import_keys, import_mapping, import_row, parts as import_parts};
pub use insight::{metric, metric_flow, metric_stock, notification, notification_preference};
pub use jobs::{job, job_log, schedule, schedule_run};
pub use platform::{
    audit_entry, background_task, budget, credit_entry, event, event_head, event_kind, file, idempotency_key,
    instance, lookup, projection, provider_budget, provider_call, spending, subject_key, task_lane,
    user_idempotency_key, worker_node,
};
pub use prospecting::{enrichment, lead_request, prospect};
pub use shape::all;
