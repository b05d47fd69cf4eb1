//! What the tables themselves promise, alike on both databases.

use crate::support::database::TestDatabase;
use crate::support::rows::{agency, company, lead, noon, refusal};
use chrono::{DateTime, TimeDelta, Utc};
use entity::ids::{AgencyId, LeadId, SetupLinkId};
use entity::json::{BestContactTime, ScoreParts, StringList};
use entity::json::{DayOfWeek, ScorePart, ScorePartKind, ScoredBy};
use entity::{lead, setup_link};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DatabaseConnection, DbBackend, QueryResult,
};
use sea_orm::{IntoActiveModel, Statement, Value};

#[tokio::test]
async fn a_row_comes_back_as_it_went_in() {
    let db = TestDatabase::fresh().await;
    let db = db.connect().await;
    let home = agency(&db, "acme").await;
    let part = ScorePart {
        part: ScorePartKind::RoleFit,
        weight: 0.3,
        value: 82.5,
        evidence: "Head of Sales".to_owned(),
        by: ScoredBy::Rules,
    };
    let time = BestContactTime {
        days: vec![DayOfWeek::Tuesday],
        from: "09:00".to_owned(),
        to: "11:00".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
    };
    let row = lead::ActiveModel {
        tags: Set(StringList(vec!["Ünïcode \"quoted\"".to_owned()])),
        score_parts: Set(ScoreParts(vec![part.clone()])),
        best_contact_time: Set(Some(time.clone())),
        status: Set(lead::LeadStatus::Nurturing),
        score: Set(Some(82)),
        ..lead(home, "Ana Lima")
    };
    let saved = row.insert(&db).await.unwrap();
    assert_eq!(saved.score_parts.0, [part]);
    assert_eq!(saved.best_contact_time, Some(time));
    assert_eq!(saved.tags.0, ["Ünïcode \"quoted\""]);
    assert_eq!((saved.status, saved.score), (lead::LeadStatus::Nurturing, Some(82)));
    assert_eq!((saved.agency_id, saved.created_at), (home.0, noon()));
    // What was not said has its default.
    assert_eq!((saved.version, saved.priority), (1, lead::Priority::Medium));
    assert_eq!((saved.custom_fields, saved.merged_into), (serde_json::json!({}), None));
}

#[tokio::test]
async fn instants_keep_their_microseconds_and_order_as_time_does() {
    let db = TestDatabase::fresh().await;
    let db = db.connect().await;
    let second: DateTime<Utc> = "2026-03-01T12:00:00Z".parse().unwrap();
    // Zero, three and six digits: where a text of varying width would go wrong.
    let micros = [
        -1, 0, 1, 10, 999, 1_000, 1_001, 1_010, 99_999, 100_000, 100_001, 123_000, 123_456, 999_999,
        1_000_000,
    ];
    let instants: Vec<DateTime<Utc>> = micros.iter().map(|n| second + TimeDelta::microseconds(*n)).collect();
    for at in instants.iter().rev() {
        let row = setup_link::ActiveModel {
            id: Set(SetupLinkId::new()),
            token_hash: Set(at.timestamp_micros().to_string()),
            expires_at: Set(*at),
            used_at: Set(None),
            created_at: Set(noon()),
        };
        assert_eq!(row.insert(&db).await.unwrap().expires_at, *at);
    }
    let rows = query(&db, "SELECT expires_at FROM setup_link ORDER BY expires_at", []).await;
    let read: Vec<DateTime<Utc>> = rows.iter().map(|row| row.try_get("", "expires_at").unwrap()).collect();
    assert_eq!(read, instants);
    for (position, at) in instants.iter().enumerate() {
        let earlier = query(&db, "SELECT 1 FROM setup_link WHERE expires_at < $1", [(*at).into()]).await;
        assert_eq!(earlier.len(), position, "{at} in a comparison");
    }
}

#[tokio::test]
async fn a_reference_never_crosses_agencies() {
    let db = TestDatabase::fresh().await;
    let db = db.connect().await;
    let (ours, theirs) = (agency(&db, "ours").await, agency(&db, "theirs").await);
    let company = company(theirs, "Theirs").insert(&db).await.unwrap();
    let row = lead::ActiveModel { company_id: Set(Some(company.id)), ..lead(ours, "Ana") };
    assert!(refusal(&db, row).await.contains("foreign key"));
    assert!(refusal(&db, lead((ours.0, theirs.1), "Ana")).await.contains("foreign key"));
    assert!(query(&db, "SELECT id FROM lead", []).await.is_empty());
    lead(theirs, "Ana").insert(&db).await.unwrap();
}

#[tokio::test]
async fn one_living_lead_per_address_and_workspace() {
    let db = TestDatabase::fresh().await;
    let db = db.connect().await;
    let (home, other) = (agency(&db, "acme").await, agency(&db, "other").await);
    let with_key =
        |home, key: &str| lead::ActiveModel { email_key: Set(Some(key.to_owned())), ..lead(home, "Ana") };
    let first = with_key(home, "ana@example.com").insert(&db).await.unwrap();
    with_key(other, "ana@example.com").insert(&db).await.unwrap();
    lead(home, "Nobody").insert(&db).await.unwrap();
    lead(home, "Nobody").insert(&db).await.unwrap();
    assert!(refusal(&db, with_key(home, "ana@example.com")).await.contains("unique"));

    let mut deleted = first.clone().into_active_model();
    deleted.deleted_at = Set(Some(noon()));
    deleted.update(&db).await.unwrap();
    let second = with_key(home, "ana@example.com").insert(&db).await.unwrap();
    let mut merged = second.into_active_model();
    merged.merged_into = Set(Some(first.id));
    merged.update(&db).await.unwrap();
    with_key(home, "ana@example.com").insert(&db).await.unwrap();
}

#[tokio::test]
async fn a_check_refuses_what_no_enum_knows() {
    let db = TestDatabase::fresh().await;
    let db = db.connect().await;
    let home = agency(&db, "acme").await;
    lead(home, "Ana").insert(&db).await.unwrap();
    for change in ["status = 'HAPPY'", "score = 101", "email_status = 'valid'", "version = NULL"] {
        let result = db.execute_unprepared(&format!("UPDATE lead SET {change}")).await;
        assert!(result.unwrap_err().to_string().contains("constraint"), "{change}");
    }
}

#[tokio::test]
async fn search_finds_any_part_inside_one_agency() {
    let db = TestDatabase::fresh().await;
    let db = db.connect().await;
    let (ours, theirs) = (agency(&db, "ours").await, agency(&db, "theirs").await);
    let ana = lead(ours, "Ana Müller-Lüdenscheidt, ana@example.com").insert(&db).await.unwrap();
    lead(theirs, "Bert Müller").insert(&db).await.unwrap();
    assert_eq!(found(&db, ours.0, "müller").await, [ana.id]);
    assert_eq!(found(&db, ours.0, "udens").await, []);
    assert_eq!(found(&db, ours.0, "üdens").await, [ana.id]);
    assert_eq!(found(&db, ours.0, "na@exa").await, [ana.id]);
    assert_eq!(found(&db, ours.0, "bert").await, []);

    let mut renamed = ana.clone().into_active_model();
    renamed.search_text = Set("ana schmidt".to_owned());
    renamed.update(&db).await.unwrap();
    assert_eq!(found(&db, ours.0, "müller").await, []);
    assert_eq!(found(&db, ours.0, "schmidt").await, [ana.id]);
    query(&db, "DELETE FROM lead WHERE id = $1", [ana.id.into()]).await;
    assert_eq!(found(&db, ours.0, "schmidt").await, []);
}

/// Asks as `m0012_search` says.
async fn found(db: &DatabaseConnection, agency: AgencyId, part: &str) -> Vec<LeadId> {
    let rows = if db.get_database_backend() == DbBackend::Postgres {
        let sql = "SELECT id FROM lead WHERE agency_id = $1 AND search_text LIKE $2";
        query(db, sql, [agency.into(), format!("%{part}%").into()]).await
    } else {
        let sql = "SELECT s.subject_id AS id FROM lead_fts f JOIN lead_search s ON s.document = f.rowid
            WHERE lead_fts MATCH 'agency:\"' || (SELECT tag FROM search_agency WHERE agency_id = $1) || '\" AND body:' || $2";
        query(db, sql, [agency.into(), format!("\"{part}\"").into()]).await
    };
    rows.iter().map(|row| row.try_get("", "id").unwrap()).collect()
}

async fn query<const N: usize>(db: &DatabaseConnection, sql: &str, values: [Value; N]) -> Vec<QueryResult> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    db.query_all_raw(statement).await.unwrap()
}
