//! Whom we know: people, companies and lists.

mod companies;
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
mod support;
