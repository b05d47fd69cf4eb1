//! Stopping an import: whoever may, while others begin work on it; and that nothing goes on beside its end.

use super::support::{count, created, done, leads, run, shown, worked};
use crate::{
    crm::support as crm,
    support::{
        actor::{Actor, code},
        app::TestApp,
        database::backend,
    },
};
use entity::{
    import::{Column, Entity, ImportStatus},
    membership::Role,
};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait, Statement, TransactionTrait, sea_query::Expr,
};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const FILE: &[u8] = b"Email\nana@acme.example\nbo@acme.example\n";

/// An import that could be applied.
async fn planned(t: &TestApp, of: &Actor) -> Value {
    let import = created(t, of, FILE, json!({})).await;
    done(of, "importMap", json!({ "id": import["id"] })).await;
    worked(t, of, "importPlan", &import["id"]).await
}

/// Status of the import and of its job, and how many leads there are.
async fn standing(of: &Actor, import: &Value) -> (Value, Value, usize) {
    let is = shown(of, &import["id"]).await;
    (is["status"].clone(), is["job"]["status"].clone(), leads(of, "id").await.len())
}

/// PostgreSQL: until so many sessions wait for somebody's rows.
async fn until_waiting(db: &DatabaseConnection, many: i64) {
    let asked = "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database()
        AND wait_event_type = 'Lock'";
    let begun = Instant::now();
    loop {
        let row = db.query_one_raw(Statement::from_string(DbBackend::Postgres, asked)).await.unwrap();
        if row.expect("a row").try_get::<i64>("", "n").unwrap() == many {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{many} never waited");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn who_cancels_while_another_applies_stops_what_they_saw_or_nothing() {
    if backend() == DbBackend::Sqlite {
        // Its one writer does not let anybody in between.
        return;
    }
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let import = planned(&t, &ada).await;
    let id = json!({ "id": import["id"] });
    let db = t.database.connect().await;
    let held = db.begin().await.unwrap();
    held.execute_unprepared("SELECT id FROM import FOR UPDATE").await.unwrap();
    // Both have seen it idle; the one that came first has it first.
    let cancelling = async {
        until_waiting(&db, 1).await;
        Box::pin(run(&ada, "importCancel", id.clone())).await
    };
    let releasing = async {
        until_waiting(&db, 2).await;
        held.rollback().await.unwrap();
    };
    let applying = Box::pin(run(&ada, "importApply", id.clone()));
    let (applied, cancelled, ()) = tokio::join!(applying, cancelling, releasing);
    assert_eq!(code(&applied), "", "{applied:#}");
    assert_eq!(code(&cancelled), "CONFLICT", "{cancelled:#}");
    assert_eq!(standing(&ada, &import).await, (json!("APPLYING"), json!("RUNNING"), 0));
    t.run_tasks().await;
    assert_eq!(standing(&ada, &import).await, (json!("APPLIED"), json!("COMPLETED"), 2));
    let undone = worked(&t, &ada, "importRevert", &import["id"]).await;
    assert_eq!((&undone["status"], leads(&ada, "id").await.len()), (&json!("REVERTED"), 0));
}

/// No door leads there any more: should one be left open, this is behind it.
#[tokio::test]
async fn no_row_of_an_import_that_is_cancelled_becomes_a_lead() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let import = planned(&t, &ada).await;
    done(&ada, "importApply", json!({ "id": import["id"] })).await;
    let cancel = Entity::update_many().col_expr(Column::Status, Expr::val(ImportStatus::Cancelled));
    cancel.exec(&t.database.connect().await).await.unwrap();
    t.run_tasks().await;
    assert_eq!(standing(&ada, &import).await, (json!("CANCELLED"), json!("CANCELLED"), 0));
    assert_eq!(count(&shown(&ada, &import["id"]).await, "counts", "rows"), 0);
    let undone = worked(&t, &ada, "importRevert", &import["id"]).await;
    assert_eq!((&undone["status"], &undone["job"]["status"]), (&json!("REVERTED"), &json!("COMPLETED")));
}

#[tokio::test]
async fn a_plan_is_not_made_beside_the_end_of_its_import() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let import = created(&t, &ada, FILE, json!({})).await;
    done(&ada, "importMap", json!({ "id": import["id"] })).await;
    let begun = done(&ada, "importPlan", json!({ "id": import["id"] })).await;
    let job = json!({ "id": begun["job"]["id"] });
    for answer in [
        crm::run(&ada, "jobCancel", job.clone(), "id").await,
        run(&ada, "importCancel", json!({ "id": import["id"] })).await,
        crm::run(&ada, "jobRetry", job, "id").await,
    ] {
        assert_eq!(code(&answer), "", "{answer:#}");
    }
    t.run_tasks().await;
    assert_eq!(standing(&ada, &import).await, (json!("CANCELLED"), json!("CANCELLED"), 0));
    assert!(shown(&ada, &import["id"]).await["plan"].is_null());
}

#[tokio::test]
async fn a_colleagues_work_is_stopped_by_who_may_control_all_jobs() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (rea, rob) = (ada.colleague(Role::Researcher).await, ada.colleague(Role::Researcher).await);
    let import = created(&t, &rea, FILE, json!({})).await;
    let id = json!({ "id": import["id"] });
    done(&rea, "importMap", id.clone()).await;
    // Whoever began the work is who may stop it, whosever import it is.
    for (step, whose, other) in [("importPlan", &rea, &rob), ("importApply", &rob, &rea)] {
        done(whose, step, id.clone()).await;
        let was = shown(&ada, &import["id"]).await;
        let refused = run(other, "importCancel", id.clone()).await;
        assert_eq!(code(&refused), "FORBIDDEN", "{step}: {refused:#}");
        assert_eq!(shown(&ada, &import["id"]).await, was, "{step} goes on");
        if step == "importPlan" {
            t.run_tasks().await;
        }
    }
    let stopped = done(&rob, "importCancel", id).await;
    assert_eq!((&stopped["status"], &stopped["job"]["status"]), (&json!("CANCELLED"), &json!("CANCELLED")));
    t.run_tasks().await;
    assert!(leads(&ada, "id").await.is_empty());

    let import = planned(&t, &rea).await;
    done(&rea, "importApply", json!({ "id": import["id"] })).await;
    done(&ada, "importCancel", json!({ "id": import["id"] })).await;
    assert_eq!(standing(&ada, &import).await, (json!("CANCELLED"), json!("CANCELLED"), 0));
    // One that nobody is at work on is everybody's who may import.
    let import = planned(&t, &rea).await;
    done(&rob, "importCancel", json!({ "id": import["id"] })).await;
}
