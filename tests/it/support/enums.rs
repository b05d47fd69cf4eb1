//! Every column that holds one of our enums, with the values the enum has.

use entity::{
    activity, actor, background_task, budget, campaign, contact, credit_entry, data_source, file, import,
    import_row, job, job_log, lead, lead_request, membership, metric_flow, notification, pipeline,
    pipeline_card, pipeline_stage, provider_budget, provider_call, schedule, schedule_run, sign_in_attempt,
    suppression, task, webhook_delivery, webhook_endpoint,
};
use sea_orm::ActiveEnum;

/// Table, column, values.
pub fn all() -> Vec<(&'static str, &'static str, Vec<String>)> {
    vec![
        column::<membership::Role>("membership", "role"),
        column::<metric_flow::Grain>("metric_flow", "grain"),
        column::<membership::Role>("api_key", "role"),
        column::<membership::Role>("invitation", "role"),
        column::<sign_in_attempt::AttemptKind>("sign_in_attempt", "kind"),
        column::<actor::ActorType>("event", "actor_type"),
        column::<background_task::TaskStatus>("background_task", "status"),
        column::<actor::ActorType>("audit_entry", "actor_type"),
        column::<provider_call::CallStatus>("provider_call", "status"),
        column::<provider_budget::BreakerState>("provider_budget", "breaker_state"),
        column::<credit_entry::CreditKind>("credit_entry", "kind"),
        column::<budget::BudgetScope>("budget", "scope"),
        column::<budget::BudgetPeriod>("budget", "period"),
        column::<file::FilePurpose>("file", "purpose"),
        column::<file::FileStatus>("file", "status"),
        column::<import::ImportFormat>("import", "format"),
        column::<import::ImportStatus>("import", "status"),
        column::<import::OnDuplicate>("import", "on_duplicate"),
        column::<import::OnInvalid>("import", "on_invalid"),
        column::<import_row::RowOutcome>("import_row", "outcome"),
        column::<import_row::Undone>("import_row", "undone"),
        column::<job::JobKind>("job", "kind"),
        column::<job::JobStatus>("job", "status"),
        column::<job::JobDesired>("job", "desired"),
        column::<job_log::LogLevel>("job_log", "level"),
        column::<job::JobKind>("schedule", "job_kind"),
        column::<schedule::CatchUp>("schedule", "catch_up"),
        column::<schedule::Overlap>("schedule", "overlap"),
        column::<schedule_run::RunOutcome>("schedule_run", "outcome"),
        column::<data_source::DataSourceKind>("data_source", "kind"),
        column::<data_source::DataSourceStatus>("data_source", "status"),
        column::<data_source::DataSourceStatus>("data_source", "tested_from"),
        column::<data_source::TestStatus>("data_source", "last_test_status"),
        column::<contact::Seniority>("lead", "seniority"),
        column::<contact::EmailStatus>("lead", "email_status"),
        column::<lead::Segment>("lead", "segment"),
        column::<contact::Channel>("lead", "preferred_channel"),
        column::<lead::Priority>("lead", "priority"),
        column::<lead::LeadStatus>("lead", "status"),
        column::<lead::Qualification>("lead", "qualification"),
        column::<campaign::CampaignStatus>("campaign", "status"),
        column::<activity::ActivityKind>("activity", "kind"),
        column::<actor::ActorType>("activity", "actor_type"),
        column::<pipeline::PipelineTemplate>("pipeline", "template"),
        column::<pipeline_stage::StageKind>("pipeline_stage", "kind"),
        column::<pipeline_card::CardStatus>("pipeline_card", "status"),
        column::<actor::ActorType>("stage_change", "actor_type"),
        column::<task::TaskKind>("task", "kind"),
        column::<suppression::SuppressionScope>("suppression", "scope"),
        column::<suppression::SuppressionKind>("suppression", "kind"),
        column::<suppression::SuppressionSource>("suppression", "source"),
        column::<lead_request::LeadRequestStatus>("lead_request", "status"),
        column::<contact::Seniority>("prospect", "seniority"),
        column::<contact::EmailStatus>("prospect", "email_status"),
        column::<webhook_endpoint::EndpointStatus>("webhook_endpoint", "status"),
        column::<webhook_delivery::DeliveryStatus>("webhook_delivery", "status"),
        column::<notification::NotificationKind>("notification", "kind"),
        column::<notification::NotificationLevel>("notification", "level"),
        column::<notification::NotificationKind>("notification_preference", "kind"),
    ]
}

fn column<E: ActiveEnum<Value = String>>(
    table: &'static str,
    column: &'static str,
) -> (&'static str, &'static str, Vec<String>) {
    (table, column, E::values())
}
