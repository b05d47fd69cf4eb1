//! Whom we know. Rows only.

pub mod activity;
pub mod campaign;
pub mod campaign_lead;
pub mod company;
pub mod lead;
pub mod lead_list;
pub mod lead_list_member;
pub mod lead_merge;
pub mod pipeline;
pub mod pipeline_card;
pub mod pipeline_stage;
pub mod stage_change;
pub mod task;
