//! What workers make, put into the database as they leave it: a prospect, what a provider said, a duty nobody could do.

use crate::support::{actor::Actor, app::TestApp, rows::noon};
use chrono::TimeDelta;
use entity::{
    background_task::{self, TaskStatus},
    enrichment,
    event_kind::{EventKind, SubjectKind},
    file::{self, FilePurpose, FileStatus},
    ids::{
        BackgroundTaskId, EnrichmentId, FileId, ImportId, ImportMappingId, LeadRequestId, MembershipId,
        NotificationId, ProspectId, TypedId,
    },
    import::{self, ImportFormat},
    import_mapping,
    import_parts::ImportMapping,
    notification::{self, NotificationKind, NotificationLevel},
    prospect,
};
use leadwire::graphql::Id;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::Value;

/// Kind and id of each, of the actor's agency; the prospect is of this lead request.
pub async fn by_workers(t: &TestApp, of: &Actor, request: &str) -> Vec<(&'static str, String)> {
    let db = t.database.connect().await;
    let request = Id::<LeadRequestId>::read(request).expect("a lead request").0;
    let found = prospect(of, request).insert(&db).await.expect("a prospect").id;
    let said = said(of, found).insert(&db).await.expect("what a provider said").id;
    let dead = dead(of).insert(&db).await.expect("a dead task").id;
    let mine = of.ask("{ viewer { member { id } } }", Value::Null).await["viewer"]["member"]["id"].clone();
    let mine = Id::<MembershipId>::read(mine.as_str().expect("a member")).expect("an id").0;
    let told = told(of, mine).insert(&db).await.expect("a notification").id.shown();
    vec![
        ("prospect", found.shown()),
        ("enrichment", said.shown()),
        ("deadTask", dead.shown()),
        ("notification", told),
        ("file", kept(of).insert(&db).await.expect("a file").id.shown()),
        ("import", import(of).insert(&db).await.expect("an import").id.shown()),
        ("importMapping", mapping(of).insert(&db).await.expect("a mapping").id.shown()),
    ]
}

fn kept(of: &Actor) -> file::ActiveModel {
    file::ActiveModel {
        id: Set(FileId::new()),
        agency_id: Set(of.agency),
        name: Set("leads.csv".into()),
        media_type: Set("text/csv".into()),
        bytes: Set(0),
        sha256: Set(Some("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".into())),
        purpose: Set(FilePurpose::Upload),
        status: Set(FileStatus::Ready),
        created_by: Set(None),
        expires_at: Set(noon() + TimeDelta::days(3_650)),
        created_at: Set(noon()),
        updated_at: Set(noon()),
    }
}

fn import(of: &Actor) -> import::ActiveModel {
    import::ActiveModel {
        id: Set(ImportId::new()),
        agency_id: Set(of.agency),
        workspace_id: Set(of.workspace),
        file_id: Set(FileId::new()),
        source_id: Set(FileId::new()),
        file_name: Set("leads.csv".into()),
        file_hash: Set("0".into()),
        bytes: Set(0),
        format: Set(ImportFormat::Csv),
        encoding: Set("UTF-8".into()),
        delimiter: Set(",".into()),
        has_header: Set(true),
        data_offset: Set(0),
        data_line: Set(1),
        created_at: Set(noon()),
        updated_at: Set(noon()),
        ..Default::default()
    }
}

fn mapping(of: &Actor) -> import_mapping::ActiveModel {
    import_mapping::ActiveModel {
        id: Set(ImportMappingId::new()),
        agency_id: Set(of.agency),
        name: Set("Fair".into()),
        name_folded: Set("fair".into()),
        columns_key: Set("email".into()),
        mapping: Set(ImportMapping::default()),
        created_at: Set(noon()),
        updated_at: Set(noon()),
        ..Default::default()
    }
}

fn prospect(of: &Actor, request: LeadRequestId) -> prospect::ActiveModel {
    prospect::ActiveModel {
        id: Set(ProspectId::new()),
        agency_id: Set(of.agency),
        workspace_id: Set(of.workspace),
        lead_request_id: Set(Some(request)),
        identity_key: Set("email:thandi@heronlogistics.example".into()),
        full_name: Set("Thandi Nkosi".into()),
        email: Set(Some("thandi@heronlogistics.example".into())),
        email_key: Set(Some("thandi@heronlogistics.example".into())),
        rank: Set(Some(1)),
        created_at: Set(noon()),
        updated_at: Set(noon()),
        ..Default::default()
    }
}

fn said(of: &Actor, prospect: ProspectId) -> enrichment::ActiveModel {
    enrichment::ActiveModel {
        id: Set(EnrichmentId::new()),
        agency_id: Set(of.agency),
        prospect_id: Set(Some(prospect)),
        provider: Set("APOLLO".into()),
        field: Set("email".into()),
        value: Set("thandi@heronlogistics.example".into()),
        confidence: Set(90),
        is_chosen: Set(true),
        fetched_at: Set(noon()),
        created_at: Set(noon()),
        ..Default::default()
    }
}

fn told(of: &Actor, member: MembershipId) -> notification::ActiveModel {
    notification::ActiveModel {
        id: Set(NotificationId::new()),
        agency_id: Set(of.agency),
        membership_id: Set(member),
        seq: Set(1),
        event_kind: Set(EventKind::JobCompleted),
        kind: Set(NotificationKind::JobCompleted),
        level: Set(NotificationLevel::Success),
        title: Set("A lead request is done".into()),
        message: Set("What it found is ready.".into()),
        subject_type: Set(SubjectKind::Agency),
        subject_id: Set(of.agency.into()),
        action_path: Set("/".into()),
        action_label: Set("Look".into()),
        read_at: Set(None),
        created_at: Set(noon()),
    }
}

fn dead(of: &Actor) -> background_task::ActiveModel {
    background_task::ActiveModel {
        id: Set(BackgroundTaskId::new()),
        agency_id: Set(of.agency),
        lane: Set("test".into()),
        kind: Set("test.nobody_could".into()),
        status: Set(TaskStatus::Dead),
        run_at: Set(noon()),
        attempt: Set(5),
        last_error: Set(Some("nobody could".into())),
        finished_at: Set(Some(noon())),
        created_at: Set(noon()),
        updated_at: Set(noon()),
        ..Default::default()
    }
}
