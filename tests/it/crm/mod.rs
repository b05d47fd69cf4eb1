//! Whom we know: people, companies and lists; and where they stand, on boards and in campaigns.

mod board;
mod campaign_leads;
mod campaign_life;
mod campaign_list;
mod campaign_metrics;
mod companies;
mod desk;
mod lead_changes;
mod lead_create;
mod lead_delete;
mod lead_lists;
mod lead_steps;
mod lead_tags;
mod lead_update;
mod leads_bulk;
mod leads_found;
mod leads_paged;
mod leads_planned;
mod leads_upsert;
mod pipeline;
mod pipeline_card;
mod pipeline_card_move;
mod pipeline_card_order;
mod pipeline_changes;
mod pipeline_stage;
mod support;
