//! A lead's own values: how they are given, checked, spelt and compared. Pure.

mod apply;
mod custom;
mod fields;
mod person;

#[cfg(test)]
mod tests;

pub use apply::apply;
pub use fields::{TAGS, spelt_tag, tags};
pub use person::{is_stand_in, search_text, with_company};

use crate::kernel::patch::Patch;
use entity::{
    contact::{Channel, Seniority},
    ids::CompanyId,
    json::BestContactTime,
    lead::{Priority, Segment},
};
use serde_json::Value;

/// What a change says of each field, unchecked. The default keeps everything.
#[derive(Clone, Debug, Default)]
pub struct LeadPatch {
    /// Works for; resolved through the scope before this is applied.
    pub company: Patch<CompanyId>,
    pub first_name: Patch<String>,
    pub last_name: Patch<String>,
    /// Absent: made of the two above when they change.
    pub full_name: Patch<String>,
    pub title: Patch<String>,
    pub seniority: Patch<Seniority>,
    pub department: Patch<String>,
    pub email: Patch<String>,
    pub phone: Patch<String>,
    pub linkedin_url: Patch<String>,
    pub instagram: Patch<String>,
    pub facebook: Patch<String>,
    pub x: Patch<String>,
    pub whatsapp: Patch<String>,
    pub country: Patch<String>,
    pub city: Patch<String>,
    pub time_zone: Patch<String>,
    pub segment: Patch<Segment>,
    pub source: Patch<String>,
    pub tags: Patch<Vec<String>>,
    pub icebreaker: Patch<String>,
    pub best_contact_time: Patch<BestContactTime>,
    pub preferred_channel: Patch<Channel>,
    pub priority: Patch<Priority>,
    /// Merged key by key; a key whose value is null goes away.
    pub custom_fields: Patch<Value>,
}
