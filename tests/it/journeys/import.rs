//! The process is killed again and again while a file becomes leads, and while that is undone: every row is taken once, and
//! undone nothing is left.

use crate::journeys::program::Installation;
use entity::{
    file::FilePurpose,
    ids::TypedId,
    import::{self, ImportStatus},
    import_row, lead, lead_list, lead_list_member,
};
use leadwire::{
    base::random::Random,
    identity::caller::{self, Credentials},
    kernel::{caller::Origin, files::NewFile, tx::Tx},
    sandbox::SandboxSettings,
};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

const ROWS: u64 = 8_000;
const KILLS: usize = 4;
const CREATE: &str = "mutation($i: ImportCreateInput!) { importCreate(input: $i) { id } }";
const MAP: &str = "mutation($i: ImportMapInput!) { importMap(input: $i) { id } }";
const PLAN: &str = "mutation($i: ImportPlanInput!) { importPlan(input: $i) { id } }";
const APPLY: &str = "mutation($i: ImportApplyInput!) { importApply(input: $i) { id } }";
const REVERT: &str = "mutation($i: ImportRevertInput!) { importRevert(input: $i) { id } }";

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_is_killed_takes_every_row_once() {
    let mut it = Installation::new(SandboxSettings::default()).await;
    let file = sent(&it).await;
    it.start().await;
    let db = it.database.connect().await;
    let random = Random::seeded(18);
    let made = it.ask(CREATE, json!({ "i": { "fileId": file, "listName": "Fair" } })).await;
    let id = json!({ "i": { "id": made["importCreate"]["id"] } });
    it.ask(MAP, id.clone()).await;
    it.ask(PLAN, id.clone()).await;
    killed(&mut it, &db, &random, ImportStatus::Planned).await;
    it.ask(APPLY, id.clone()).await;
    killed(&mut it, &db, &random, ImportStatus::Applied).await;
    let row = import::Entity::find().one(&db).await.expect("read").expect("there");
    assert_eq!((row.counts.rows, row.counts.created), (ROWS as i64, ROWS as i64), "{:?}", row.counts);
    assert_eq!(row.plan.expect("planned").counts, row.counts);
    assert_eq!(lead::Entity::find().count(&db).await.expect("counted"), ROWS);
    assert_eq!(lead_list_member::Entity::find().count(&db).await.expect("counted"), ROWS);
    let lists = lead_list::Entity::find().all(&db).await.expect("read");
    assert_eq!(lists.iter().map(|list| list.lead_count as u64).collect::<Vec<_>>(), [ROWS]);
    let rows = import_row::Entity::find().all(&db).await.expect("read");
    let lines: BTreeSet<i64> = rows.iter().map(|row| row.line).collect();
    assert_eq!((rows.len() as u64, lines.len() as u64), (ROWS, ROWS));
    it.ask(REVERT, id).await;
    killed(&mut it, &db, &random, ImportStatus::Reverted).await;
    assert_eq!(lead::Entity::find().count(&db).await.expect("counted"), 0);
    let left = lead_list::Entity::find().filter(lead_list::Column::DeletedAt.is_null());
    assert_eq!(left.count(&db).await.expect("counted"), 0);
}

/// Kills and starts the program until the import is there.
async fn killed(it: &mut Installation, db: &DatabaseConnection, random: &Random, wanted: ImportStatus) {
    let patience = Instant::now();
    let mut kills = 0;
    loop {
        let row = import::Entity::find().one(db).await.expect("read").expect("there");
        if row.status == wanted {
            return;
        }
        assert!(row.status != ImportStatus::Failed, "{:?}", row.error);
        assert!(patience.elapsed() < Duration::from_secs(120), "the import does not get on: {row:?}");
        if kills < KILLS {
            kills += 1;
            tokio::time::sleep(Duration::from_millis(200 + (random.unit() * 1_000.0) as u64)).await;
            it.kill();
            it.start().await;
        } else {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

async fn sent(it: &Installation) -> Value {
    let app = it.app().await;
    let credentials =
        Credentials { authorization: Some(format!("Bearer {}", it.token)), ..Credentials::default() };
    let caller = caller::resolve(&app, &credentials, Origin::default()).await.expect("resolved");
    let scope = caller.scope().expect("in an agency").clone();
    let new = NewFile {
        name: "leads.csv".into(),
        media_type: "text/csv".into(),
        purpose: FilePurpose::Upload,
        created_by: None,
        expires_at: None,
    };
    let mut out = app.files().create(scope.agency(), new).await.expect("begun");
    let rows = (0..ROWS).map(|n| format!("First{n},Last{n},p{n}@company{}.example\n", n % 300));
    let text: String = std::iter::once("First name,Last name,Email\n".to_owned()).chain(rows).collect();
    out.write(text.as_bytes()).await.expect("written");
    let tx = Tx::begin(&app, &scope).await.expect("begun");
    let row = out.finish(&tx).await.expect("whole");
    tx.commit().await.expect("committed");
    app.db().close().await;
    json!(row.id.shown())
}
