//! Search behind row-level security: its index is used, which on the table itself it could not be, and what it finds is the
//! agency's own whatever else is asked.

use crate::support::{app::TestApp, database::backend, rows::lead};
use entity::lead;
use leadwire::kernel::{scope::Scope, search};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select, Statement,
};

/// Leads of each agency: enough for the planner to care.
const LEADS: u32 = 4_000;

async fn plan(t: &TestApp, scope: &Scope, leads: Select<lead::Entity>) -> String {
    let Statement { sql, values, db_backend } =
        leads.select_only().column(lead::Column::Id).build(DbBackend::Postgres);
    let explain = Statement { sql: format!("EXPLAIN ANALYZE {sql}"), values, db_backend };
    let rows = scope.read(&t.app).query_all_raw(explain).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap() + "\n").collect()
}

/// Does an index find the words, and not a look at each row?
fn is_found_by_index(plan: &str) -> bool {
    plan.lines().any(|line| line.contains("Index Cond:") && line.contains("search_text ~~"))
}

async fn fill(t: &TestApp) -> [Scope; 2] {
    let db = t.database.connect().await;
    let mut scopes = Vec::new();
    for slug in ["acme", "globex"] {
        let admin = t.agency(slug).await;
        lead((admin.agency, admin.workspace), "Thandi Nkosi").insert(&db).await.unwrap();
        let copies = format!(
            "INSERT INTO lead (id, agency_id, workspace_id, full_name, sort_name, search_text, created_at, updated_at)
             SELECT gen_random_uuid(), agency_id, workspace_id, 'x', 'x', md5(n::text) || ' of ' || md5((n * 7)::text),
               created_at + n * interval '1 second', updated_at
             FROM lead, generate_series(1, {LEADS}) n WHERE agency_id = '{}'",
            admin.agency.0
        );
        db.execute_unprepared(&copies).await.unwrap();
        scopes.push(admin.scope().await);
    }
    db.execute_unprepared("VACUUM ANALYZE lead").await.unwrap();
    scopes.try_into().unwrap_or_else(|_| unreachable!("two agencies"))
}

#[tokio::test]
async fn it_goes_through_the_index_which_the_table_itself_would_not() {
    if backend() == DbBackend::Sqlite {
        return;
    }
    let t = TestApp::start().await;
    let [acme, globex] = fill(&t).await;
    let words = search::words("Thandi").unwrap();
    for scope in [&acme, &globex] {
        let found =
            search::indexed::<lead::Entity>(scope, lead::Column::SearchText, &words, DbBackend::Postgres);
        let searched = scope.find::<lead::Entity>().filter(found);
        let by_index = plan(&t, scope, searched.clone()).await;
        assert!(is_found_by_index(&by_index), "{by_index}");
        let rows = searched.all(&scope.read(&t.app)).await.unwrap();
        assert_eq!(rows.len(), 1, "the other agency's Thandi is not found");
        assert_eq!(rows[0].agency_id, scope.agency());
        let scanned = search::scan(lead::Column::SearchText, &words);
        let by_looking = plan(&t, scope, scope.find::<lead::Entity>().filter(scanned)).await;
        assert!(!is_found_by_index(&by_looking), "{by_looking}");
    }
}

#[tokio::test]
async fn what_is_mistyped_is_found_by_the_index_too() {
    if backend() == DbBackend::Sqlite {
        return;
    }
    let t = TestApp::start().await;
    let [acme, _] = fill(&t).await;
    let words = search::words("Thandy").unwrap();
    let close =
        search::close_to::<lead::Entity>(&acme, lead::Column::SearchText, &words, DbBackend::Postgres);
    let searched = acme.find::<lead::Entity>().filter(close.expect("long enough"));
    let plan = plan(&t, &acme, searched.clone()).await;
    assert!(is_found_by_index(&plan) && !plan.contains("Seq Scan"), "{plan}");
    assert_eq!(searched.all(&acme.read(&t.app)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_lists_ask_for_is_served_by_their_indexes_as_before() {
    if backend() == DbBackend::Sqlite {
        return;
    }
    let t = TestApp::start().await;
    let [acme, _] = fill(&t).await;
    let newest = acme.find::<lead::Entity>().filter(lead::Column::DeletedAt.is_null());
    let newest = newest.order_by_desc(lead::Column::CreatedAt).order_by_desc(lead::Column::Id).limit(26);
    let plan = plan(&t, &acme, newest).await;
    assert!(plan.contains("Index") && !plan.contains("Sort Key") && !plan.contains("Seq Scan"), "{plan}");
}
