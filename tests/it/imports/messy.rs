//! A long messy file, in all its turns: what is planned is what happens, and undone it never was.

use super::support::{count, created, done, worked};
use crate::support::{actor::Actor, app::TestApp, database::backend};
use leadwire::base::random::Random;
use sea_orm::DbBackend;
use serde_json::json;
use sqlx::{Connection, PgConnection};

/// Rows of it; the benchmark takes 50,000 and more.
const ROWS: usize = 5_000;

/// Every tenth row is somebody again, some are nobody, cells are ragged and badly spelt.
fn messy(rows: usize) -> Vec<u8> {
    let random = Random::seeded(5);
    let mut text =
        b"\xEF\xBB\xBFFirst Name;Last Name;E-Mail;Phone;Company;Website;Country;Notes\r\n".to_vec();
    for row in 0..rows {
        let person = if row % 10 == 9 { row - 5 } else { row };
        let dice = (random.unit() * 100.0) as usize;
        let email = match dice {
            0..=1 => "n/a".to_owned(),
            2..=3 => format!("bad{person}"),
            4..=9 => format!("\"Person {person} <P{person}@Company{}.example>\"", person % 700),
            _ => format!("p{person}@company{}.example", person % 700),
        };
        let note = if dice == 50 { "\"two\r\nlines\"" } else { "=HYPERLINK(1)" };
        let line = format!(
            " First{person} ;Läst{person};{email};;Company {};company{}.example;Germany;{note}",
            person % 700,
            person % 700
        );
        match dice {
            98 => text.extend(format!("{line};surplus\r\n").bytes()),
            99 => text.extend(format!("First{person}\r\n").bytes()),
            // A line that another program wrote.
            97 => text.extend(line.chars().map(|c| if c == 'ä' { 0xE4 } else { c as u8 }).chain([b'\n'])),
            _ => text.extend(format!("{line}\r\n").bytes()),
        }
    }
    text
}

async fn total(of: &Actor, what: &str) -> i64 {
    let data = of.ask(&format!("{{ {what} {{ totalCount }} }}"), json!({})).await;
    data[what]["totalCount"].as_i64().expect("a number")
}

/// PostgreSQL: the leads that it believes there are.
async fn known_leads(t: &TestApp) -> f64 {
    let mut session = PgConnection::connect(&t.database.url).await.expect("a session");
    let ask = "SELECT reltuples::float8 FROM pg_class WHERE oid = 'lead'::regclass";
    sqlx::query_scalar(ask).fetch_one(&mut session).await.expect("a number")
}

#[tokio::test]
async fn thousands_of_messy_rows_become_leads_and_go_again() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let import = created(&t, &ada, &messy(ROWS), json!({ "listName": "Fair" })).await;
    done(&ada, "importMap", json!({ "id": import["id"] })).await;
    let planned = worked(&t, &ada, "importPlan", &import["id"]).await;
    assert_eq!(count(&planned, "plan", "rows"), ROWS as i64);
    assert!(planned["plan"]["foreignRows"].as_i64() > Some(10), "{planned:#}");
    let applied = worked(&t, &ada, "importApply", &import["id"]).await;
    assert_eq!(applied["status"], "APPLIED", "{applied:#}");
    assert_eq!(applied["counts"], planned["plan"]["counts"], "what was planned is what happened");
    let created = count(&applied, "counts", "created");
    assert!(created > 4_000, "{applied:#}");
    assert!(
        count(&applied, "counts", "duplicate") > 300 && count(&applied, "counts", "invalid") > 50,
        "{applied:#}"
    );
    assert_eq!(
        (total(&ada, "leads").await, applied["leadList"]["leadCount"].as_i64()),
        (created, Some(created))
    );
    // Of those who are in it twice, the later number never comes: nine of ten companies do.
    assert_eq!(total(&ada, "companies").await, 630);
    assert!(applied["errorFile"].is_object());
    if backend() == DbBackend::Postgres {
        let known = known_leads(&t).await;
        assert!(known * 3.0 > created as f64, "PostgreSQL plans for {known} leads, there are {created}");
    }
    let undone = worked(&t, &ada, "importRevert", &import["id"]).await;
    assert_eq!(
        (undone["status"].as_str(), undone["revert"]["removed"].as_i64()),
        (Some("REVERTED"), Some(created))
    );
    assert_eq!(
        (total(&ada, "leads").await, total(&ada, "companies").await, total(&ada, "leadLists").await),
        (0, 0, 0)
    );
}
