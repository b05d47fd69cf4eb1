//! What is told of a change of a schedule. Everybody hears which fields it is; the audit log keeps what they say.

use crate::{
    jobs::by_hand::Draft,
    kernel::{error::Result, events::FieldChange},
};
use entity::{ids::TypedId, schedule::Model};
use serde_json::{Value, json};

/// The fields in which two readings of a schedule differ.
pub(super) fn differences(was: &Model, is: &Model) -> Result<Vec<FieldChange>> {
    let mut all = vec![];
    if was.cron != is.cron || was.time_zone != is.time_zone {
        all.push(FieldChange::shown("cron", &was.cron, &is.cron));
        all.push(FieldChange::shown("timeZone", &was.time_zone, &is.time_zone));
    }
    if was.catch_up != is.catch_up {
        all.push(FieldChange::shown("catchUp", was.catch_up, is.catch_up));
    }
    if was.catch_up_max != is.catch_up_max {
        all.push(FieldChange::shown("catchUpMax", was.catch_up_max, is.catch_up_max));
    }
    if was.overlap != is.overlap {
        all.push(FieldChange::shown("overlap", was.overlap, is.overlap));
    }
    if was.name != is.name {
        all.push(FieldChange::kept("name", &was.name, &is.name));
    }
    if was.template != is.template {
        all.push(FieldChange::kept("job", job(&was.template)?, job(&is.template)?));
    }
    Ok(all)
}

/// What its jobs are, in the words of `scheduleCreate`. Not whom they look for: that may name people, who can be forgotten,
/// and what the audit log keeps openly is never changed.
fn job(template: &Value) -> Result<Value> {
    let draft: Draft = serde_json::from_value(template.clone())?;
    Ok(json!({
        "kind": draft.kind,
        "workspaceId": draft.workspace.map(TypedId::shown),
        "dataSourceId": draft.data_source.map(TypedId::shown),
        "campaignId": draft.campaign.map(TypedId::shown),
        "leadListId": draft.list.map(TypedId::shown),
        "newListName": draft.new_list,
        "searchCriteria": null,
        "config": draft.config,
        "limits": draft.limits,
    }))
}
