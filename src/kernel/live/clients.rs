//! What a CLIENT hears of the log: what happens to their campaigns, to the leads in these, and to those leads' cards.
//!
//! Almost anything may say which campaign it has to do with, and names further things beside. So these are closed lists: a
//! kind of event, a field of one and a thing it touches are heard where they are named here. Whatever is stated anew is heard by
//! no CLIENT until somebody decides that it may be.

use crate::kernel::events::{About, FieldChange, LoggedEvent, Subject};
use entity::{
    event_kind::{EventKind, SubjectKind},
    ids::CampaignId,
};
use sea_orm::Iterable;
use serde_json::Value;

/// The kinds they hear of, for the database.
pub(super) fn kinds() -> impl Iterator<Item = EventKind> {
    EventKind::iter().filter(|kind| fields(*kind).is_some())
}

/// The fields of such an event's payload that they may read; `None`: they do not hear of it.
fn fields(kind: EventKind) -> Option<&'static [&'static str]> {
    use EventKind as K;
    let fields: &[&str] = match kind {
        // Not who looks after it, where they work, nor whom it became one with.
        K::LeadCreated
        | K::LeadUpdated
        | K::LeadDeleted
        | K::LeadRestored
        | K::LeadAssigned
        | K::LeadEnriched
        | K::LeadMerged
        | K::LeadMergeUndone
        | K::LeadErased => &["lead", "workspace", "campaign", "status"],
        K::LeadStatusChanged => &["lead", "workspace", "campaign", "status", "from"],
        K::LeadTagged => &["lead", "workspace", "campaign", "status", "added", "removed"],
        K::LeadContacted => &["lead", "workspace", "campaign", "status", "channel", "contacted_at"],
        // Neither the import nor its list.
        K::LeadsImported => &["workspace", "campaign", "created", "updated"],
        K::LeadsImportReverted => &["workspace", "campaign", "removed", "updated"],
        K::CampaignCreated | K::CampaignUpdated | K::CampaignDeleted => &["campaign", "workspace"],
        K::CampaignStatusChanged => &["campaign", "workspace", "from", "to"],
        K::CampaignLeadsAdded | K::CampaignLeadsRemoved => &["campaign", "workspace", "leads"],
        K::CampaignMetricsChanged => &["campaign", "workspace", "lead"],
        K::PipelineCardCreated | K::PipelineCardUpdated | K::PipelineCardRemoved => {
            &["card", "lead", "stage", "pipeline", "workspace", "campaign"]
        }
        K::PipelineCardMoved => &["card", "lead", "stage", "pipeline", "workspace", "campaign", "from"],
        _ => return None,
    };
    Some(fields)
}

/// The fields of leads, cards and campaigns whose values name nothing that is hidden from them; of others they hear that they
/// changed.
const SHOWN: [&str; 14] = [
    "status",
    "qualification",
    "priority",
    "segment",
    "seniority",
    "emailStatus",
    "preferredChannel",
    "lastContactedAt",
    "lastRepliedAt",
    "deletedAt",
    "score",
    "stage",
    "valueMicros",
    "currency",
];

/// The event as somebody hears it who sees these campaigns and nothing else; `None`: not at all.
pub(super) fn heard(event: &LoggedEvent, seen: &[CampaignId]) -> Option<LoggedEvent> {
    let fields = fields(event.kind)?;
    let mut theirs = event.campaigns().filter(|id| seen.contains(id));
    let campaign = theirs.next()?;
    let also = event.about.also.iter().filter(|it| is_theirs(event.subject, **it, seen)).copied();
    let workspace = event.about.workspace;
    Some(LoggedEvent {
        agency: event.agency,
        seq: event.seq,
        kind: event.kind,
        subject: subject(event.subject, campaign),
        actor: (event.actor.0, None),
        request_id: event.request_id.clone(),
        at: event.at,
        about: About { workspace, campaign: Some(campaign), also: also.collect() },
        others: theirs.collect(),
        changes: event.changes.iter().map(change).collect(),
        fact: payload(&event.fact, fields, campaign),
        tallies: vec![],
    })
}

/// What happened to leads by an import, which is hidden, happened to the campaign.
fn subject(subject: Subject, campaign: CampaignId) -> Subject {
    match subject.kind {
        SubjectKind::Lead | SubjectKind::Campaign | SubjectKind::PipelineCard => subject,
        _ => Subject::new(SubjectKind::Campaign, campaign),
    }
}

/// Whether what an event touches beside its subject is known to be theirs.
fn is_theirs(subject: Subject, beside: Subject, seen: &[CampaignId]) -> bool {
    match beside.kind {
        SubjectKind::Campaign => seen.contains(&CampaignId(beside.id)),
        // A card is seen with its lead, and the board with the card. A lead beside a lead is somebody else.
        SubjectKind::Lead | SubjectKind::Pipeline | SubjectKind::PipelineStage => {
            subject.kind == SubjectKind::PipelineCard
        }
        _ => false,
    }
}

/// The fields that may be read. Where the campaign stands that the lead joined last, one of theirs does.
fn payload(fact: &Value, fields: &[&str], campaign: CampaignId) -> Value {
    let all = fact.as_object().into_iter().flatten();
    let kept = all.filter(|(name, _)| fields.contains(&name.as_str()));
    let shown = |name: &str, value: &Value| match name {
        "campaign" => Value::String(campaign.to_string()),
        _ => value.clone(),
    };
    Value::Object(kept.map(|(name, value)| (name.clone(), shown(name, value))).collect())
}

fn change(change: &FieldChange) -> FieldChange {
    if SHOWN.contains(&change.field.as_str()) {
        return change.clone();
    }
    FieldChange::hidden(&change.field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use entity::{actor::ActorType, ids::AgencyId};
    use sea_orm::ActiveEnum;
    use serde_json::json;
    use uuid::Uuid;

    const THEIRS: CampaignId = CampaignId(Uuid::from_u128(1));
    const HIDDEN: CampaignId = CampaignId(Uuid::from_u128(2));

    /// One that names everything there is.
    fn event(kind: EventKind, subject: SubjectKind, campaign: CampaignId) -> LoggedEvent {
        let about = About { workspace: None, campaign: Some(campaign), also: vec![] };
        let about = SubjectKind::iter().fold(about, |about, kind| about.and(kind, Uuid::from_u128(9)));
        LoggedEvent {
            agency: AgencyId(Uuid::nil()),
            seq: 1,
            kind,
            subject: Subject::new(subject, Uuid::from_u128(3)),
            actor: (ActorType::User, None),
            request_id: None,
            at: chrono::DateTime::UNIX_EPOCH,
            about: about.and(SubjectKind::Campaign, THEIRS),
            others: vec![],
            changes: vec![FieldChange::shown("status", "A", "B"), FieldChange::shown("assignedTo", "A", "B")],
            fact: json!({ "lead": 3, "campaign": campaign, "company": 4, "to": 5, "status": "NEW", "parts": [6] }),
            tallies: vec![],
        }
    }

    /// Whoever makes a kind says here, too, whether a CLIENT hears of it.
    #[test]
    fn a_kind_is_heard_where_it_is_named() {
        let is_one_of = |kind: &str, nouns: &[&str]| nouns.iter().any(|noun| kind.starts_with(noun));
        for kind in EventKind::iter() {
            let name = kind.to_value();
            let is_theirs = is_one_of(&name, &["LEAD_", "LEADS_IMPORT", "CAMPAIGN_", "PIPELINE_CARD_"])
                && !is_one_of(&name, &["LEAD_LIST_", "LEAD_REQUEST_", "CAMPAIGN_ACCESS_"]);
            let told = heard(&event(kind, SubjectKind::Lead, THEIRS), &[THEIRS]);
            assert_eq!(told.is_some(), is_theirs, "{name}");
            assert_eq!(heard(&event(kind, SubjectKind::Lead, HIDDEN), &[THEIRS]), None, "{name}");
        }
    }

    #[test]
    fn what_is_not_named_is_left_out() {
        let mut assigned = event(EventKind::LeadAssigned, SubjectKind::Lead, HIDDEN);
        assigned.others = vec![HIDDEN, THEIRS];
        let told = heard(&assigned, &[THEIRS]).unwrap();
        assert_eq!(told.fact, json!({ "lead": 3, "campaign": THEIRS, "status": "NEW" }));
        assert_eq!((told.about.campaign, told.others), (Some(THEIRS), vec![]));
        assert_eq!(told.about.also, [Subject::new(SubjectKind::Campaign, THEIRS)]);
        assert_eq!(told.changes[0], assigned.changes[0]);
        assert_eq!(told.changes[1], FieldChange::hidden("assignedTo"));
        let imported = event(EventKind::LeadsImported, SubjectKind::Import, THEIRS);
        let told = heard(&imported, &[THEIRS]).unwrap();
        assert_eq!(told.subject, Subject::new(SubjectKind::Campaign, THEIRS));
    }
}
