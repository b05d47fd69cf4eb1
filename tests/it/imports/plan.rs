//! A plan shows rows of each outcome, what is there and what would be; and it is made anew when the mapping changes.

use super::support::{count, created, done, run, shown, worked};
use crate::{
    crm::support as crm,
    support::{actor::code, app::TestApp, stream::Follower},
};
use entity::{ids::ImportKeysId, import, import_keys};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, PaginatorTrait, sea_query::Expr};
use serde_json::json;

#[tokio::test]
async fn a_plan_shows_what_would_change() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    crm::lead(&ada, json!({ "email": "ana@acme.example", "firstName": "Ana" })).await;
    let text = "Email,First name,Company\nana@acme.example,Anna,Acme\nbo@blue.example,Bo,\nnobody,,\n";
    let import = created(&t, &ada, text.as_bytes(), json!({})).await;
    done(&ada, "importMap", json!({ "id": import["id"] })).await;
    worked(&t, &ada, "importPlan", &import["id"]).await;
    let query = "query($id: ID!) { import(id: $id) { plan { samples { line outcome leadId lead { firstName } changes { field from to } problems { field message } } } } }";
    let plan = ada.ask(query, json!({ "id": import["id"] })).await["import"]["plan"].clone();
    let samples = plan["samples"].as_array().unwrap();
    assert_eq!(samples.len(), 3);
    assert_eq!(
        (samples[0]["outcome"].as_str(), samples[0]["lead"]["firstName"].as_str()),
        (Some("UPDATED"), Some("Ana"))
    );
    let changes = samples[0]["changes"].as_array().unwrap();
    assert!(changes.contains(&json!({ "field": "firstName", "from": "Ana", "to": "Anna" })), "{changes:#?}");
    assert!(changes.contains(&json!({ "field": "company", "from": null, "to": "Acme" })), "{changes:#?}");
    assert_eq!((samples[1]["outcome"].as_str(), samples[1]["leadId"].as_str()), (Some("CREATED"), None));
    assert_eq!(
        (samples[2]["outcome"].as_str(), samples[2]["problems"][0]["field"].as_str()),
        (Some("INVALID"), Some("email"))
    );
    // A sample looks at the lead there is now.
    ada.ask(
        "mutation($i: LeadUpdateInput!) { leadUpdate(input: $i) { id } }",
        json!({ "i": { "id": samples[0]["leadId"], "firstName": "Anne" } }),
    )
    .await;
    let again = ada.ask(query, json!({ "id": import["id"] })).await;
    assert_eq!(again["import"]["plan"]["samples"][0]["changes"][0]["from"], "Anne");
    // And goes with the file.
    std::fs::remove_dir_all(t.app.config().files.dir.join(ada.agency.to_string())).unwrap();
    let gone = ada.ask(query, json!({ "id": import["id"] })).await;
    assert_eq!(gone["import"]["plan"]["samples"], json!([]));
}

#[tokio::test]
async fn steps_are_taken_in_their_order() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let import = created(&t, &ada, b"Email\nana@acme.example\n", json!({})).await;
    let id = json!({ "id": import["id"] });
    for step in ["importPlan", "importApply", "importRevert"] {
        let answer = run(&ada, step, id.clone()).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "CONFLICT", "{step}: {answer:#}");
    }
    done(&ada, "importMap", id.clone()).await;
    done(&ada, "importPlan", id.clone()).await;
    for step in ["importMap", "importPlan", "importApply"] {
        let answer = run(&ada, step, id.clone()).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "CONFLICT", "{step} while it is planned");
    }
    t.run_tasks().await;
    assert_eq!(shown(&ada, &import["id"]).await["status"], "PLANNED");
    let mapped = done(&ada, "importMap", id.clone()).await;
    assert_eq!(
        (mapped["status"].as_str(), mapped["plan"].is_null()),
        (Some("MAPPED"), true),
        "a plan is of its mapping"
    );
    let cancelled = done(&ada, "importCancel", id.clone()).await;
    assert_eq!(cancelled["status"], "CANCELLED");
    assert_eq!(run(&ada, "importMap", id).await["errors"][0]["extensions"]["code"], "CONFLICT");
}

#[tokio::test]
async fn progress_is_followed_live() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let import = created(&t, &ada, b"Email\nana@acme.example\nbo@blue.example\n", json!({})).await;
    let query = "subscription($id: ID!, $a: Cursor) { importProgress(id: $id, after: $a) { kind snapshot cursor import { status counts { rows } } } }";
    let mut own = Follower::open(&ada, query, json!({ "id": import["id"] })).await;
    let first = own.next("importProgress").await;
    assert_eq!(
        (first["snapshot"].as_bool(), first["import"]["status"].as_str()),
        (Some(true), Some("UPLOADED"))
    );
    done(&ada, "importMap", json!({ "id": import["id"] })).await;
    assert_eq!(own.next("importProgress").await["kind"], "IMPORT_UPDATED");
    let mut leads = Follower::open(
        &ada,
        "subscription($a: Cursor) { leadChanges(after: $a) { kind leadId leadIds lead { id } } }",
        json!({ "a": Follower::now(&ada).await }),
    )
    .await;
    worked(&t, &ada, "importPlan", &import["id"]).await;
    worked(&t, &ada, "importApply", &import["id"]).await;
    let told = leads.next("leadChanges").await;
    assert_eq!((told["kind"].as_str(), told["leadId"].as_str()), (Some("LEADS_IMPORTED"), None));
    assert_eq!(told["leadIds"].as_array().unwrap().len(), 2);
    let mut kinds = vec![];
    while kinds.last().map(String::as_str) != Some("APPLIED") {
        let next = own.next("importProgress").await;
        kinds.push(next["import"]["status"].as_str().unwrap().to_owned());
        assert!(kinds.len() < 20, "{kinds:?}");
    }
}

#[tokio::test]
async fn a_switchboards_number_makes_no_one_of_two_however_far_apart() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    crm::lead(&ada, json!({ "email": "cy@cyan.example" })).await;
    // More rows than are looked at together.
    let others: String = (0..1_500).map(|n| format!("p{n}@x{}.example,\n", n % 9)).collect();
    let text = format!(
        "Email,Phone\nana@acme.example,+49 30 901820\n{others}bo@acme.example,+49 30 901820\n\
         cy@cyan.example,+49 30 901820\n"
    );
    let import = created(&t, &ada, text.as_bytes(), json!({})).await;
    done(&ada, "importMap", json!({ "id": import["id"] })).await;
    let planned = worked(&t, &ada, "importPlan", &import["id"]).await;
    let applied = worked(&t, &ada, "importApply", &import["id"]).await;
    assert_eq!(applied["counts"], planned["plan"]["counts"], "what was planned is what happened");
    for (name, rows) in [("created", 1_502), ("unchanged", 1), ("duplicate", 0), ("incomplete", 2)] {
        assert_eq!(count(&applied, "counts", name), rows, "{name}: {applied:#}");
    }
}

#[tokio::test]
async fn the_same_person_far_apart_is_planned_as_it_happens() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    crm::lead(&ada, json!({ "email": "p7@acme.example" })).await;
    // More than one transaction takes.
    let row = |n: usize| match n {
        0 | 1_200 => format!("p{n}@acme.example,+49 30 901820\n"),
        8 | 1_201 => "p7@acme.example,\n".to_owned(),
        1_202 => "p3@acme.example,\n".to_owned(),
        1_203 => ",+49 30 901820\n".to_owned(),
        n => format!("p{n}@acme.example,\n"),
    };
    let rows: String = (0..1_204).map(row).collect();
    let import =
        created(&t, &ada, format!("Email,Phone\n{rows}").as_bytes(), json!({ "onDuplicate": "SKIP" })).await;
    done(&ada, "importMap", json!({ "id": import["id"] })).await;
    worked(&t, &ada, "importPlan", &import["id"]).await;
    let applied = worked(&t, &ada, "importApply", &import["id"]).await;
    for of in ["plan", "counts"] {
        let counts = ["created", "skipped", "duplicate"].map(|name| count(&applied, of, name));
        assert_eq!(counts, [1_199, 1, 4], "{of}: {applied:#}");
    }
}

#[tokio::test]
async fn one_address_with_two_profiles_is_planned_as_it_happens_however_far_apart() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let profile = |name: &str| format!("https://www.linkedin.com/in/{name}");
    // More rows than are looked at together, twice.
    let others =
        |from: usize| -> String { (from..from + 1_200).map(|n| format!("p{n}@x.example,\n")).collect() };
    let text = format!(
        "Email,LinkedIn\nana@acme.example,{}\nbo@acme.example,\n{}\
         ana@acme.example,{}\nana@acme.example,{}\n,{}\nana@acme.example,{}\nana@acme.example,\nbo@acme.example,{}\n{}\
         bo@acme.example,{}\nbo@acme.example,{}\n",
        profile("ana"),
        others(0),
        // Somebody else, twice; whose profile is free, because they were not taken.
        profile("other"),
        profile("other"),
        profile("other"),
        // And the same person again, with all, and with less; and one who is known better by it.
        profile("ana"),
        profile("bo"),
        others(2_000),
        profile("bob"),
        profile("bo"),
    );
    let import = created(&t, &ada, text.as_bytes(), json!({})).await;
    done(&ada, "importMap", json!({ "id": import["id"] })).await;
    let planned = worked(&t, &ada, "importPlan", &import["id"]).await;
    let query =
        "query($id: ID!) { import(id: $id) { plan { samples(outcome: CONFLICTING) { line outcome leadId
        problems { field message } } } } }";
    let samples = ada.ask(query, json!({ "id": import["id"] })).await["import"]["plan"]["samples"].clone();
    let applied = worked(&t, &ada, "importApply", &import["id"]).await;
    assert_eq!(applied["counts"], planned["plan"]["counts"], "what was planned is what happened");
    for (name, rows) in [("created", 2_403), ("conflicting", 3), ("duplicate", 4), ("rows", 2_410)] {
        assert_eq!(count(&applied, "counts", name), rows, "{name}: {applied:#}");
    }
    let samples = samples.as_array().unwrap();
    assert_eq!(samples.len(), 3, "{samples:#?}");
    for sample in samples {
        assert_eq!(sample["problems"][0]["field"], "linkedinUrl", "{sample:#}");
        assert!(sample["leadId"].is_null());
    }
}

#[tokio::test]
async fn who_stays_as_they_are_gets_no_profile_to_differ_from() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let others =
        |from: usize| -> String { (from..from + 1_200).map(|n| format!("p{n}@x.example,\n")).collect() };
    let text = format!(
        "Email,LinkedIn\nana@acme.example,\n{}ana@acme.example,https://www.linkedin.com/in/ana\n{}\
         ana@acme.example,https://www.linkedin.com/in/other\n",
        others(0),
        others(2_000)
    );
    let import = created(&t, &ada, text.as_bytes(), json!({ "onDuplicate": "SKIP" })).await;
    done(&ada, "importMap", json!({ "id": import["id"] })).await;
    let planned = worked(&t, &ada, "importPlan", &import["id"]).await;
    let applied = worked(&t, &ada, "importApply", &import["id"]).await;
    assert_eq!(applied["counts"], planned["plan"]["counts"], "what was planned is what happened");
    assert_eq!([count(&applied, "counts", "conflicting"), count(&applied, "counts", "duplicate")], [0, 2]);
}

#[tokio::test]
async fn a_plan_that_was_stopped_begins_anew_when_it_is_mapped_anew() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let text = b"Email,Name\nana@acme.example,Ana\nbo@acme.example,Bo\ncy@acme.example,Cy\n";
    let import = created(&t, &ada, text, json!({})).await;
    let id = json!({ "id": import["id"] });
    done(&ada, "importMap", id.clone()).await;
    let begun = done(&ada, "importPlan", id.clone()).await;
    let job = json!({ "id": begun["job"]["id"] });
    let db = t.database.connect().await;
    // It came to the last row, and had met somebody.
    let stop = async || {
        let at = text.len() as i64 - "cy@acme.example,Cy\n".len() as i64;
        let far = import::Entity::update_many().col_expr(import::Column::AtOffset, Expr::val(at));
        far.col_expr(import::Column::AtLine, Expr::val(4)).exec(&db).await.unwrap();
        let row = import::Entity::find().one(&db).await.unwrap().expect("an import");
        let (id, hashes) = (ImportKeysId::new(), vec![0; 8]);
        let met = import_keys::Model { id, agency_id: row.agency_id, import_id: row.id, hashes };
        import_keys::Entity::insert(met.into_active_model().reset_all())
            .exec_without_returning(&db)
            .await
            .unwrap();
    };
    let met = async || import_keys::Entity::find().count(&db).await.unwrap();
    stop().await;
    let stopped = crm::run(&ada, "jobCancel", job.clone(), "id").await;
    assert_eq!(code(&stopped), "", "{stopped:#}");
    assert_eq!(met().await, 1, "as long as it may go on");

    let columns =
        json!([{ "column": "Name", "field": "FULL_NAME" }, { "column": "Email", "field": "EMAIL" }]);
    done(&ada, "importMap", json!({ "id": import["id"], "columns": columns })).await;
    assert_eq!(met().await, 0, "it met them by another mapping");
    let again = crm::run(&ada, "jobRetry", job, "id").await;
    assert_eq!(code(&again), "", "{again:#}");
    t.run_tasks().await;
    let planned = shown(&ada, &import["id"]).await;
    assert_eq!(
        (&planned["status"], count(&planned, "plan", "created")),
        (&json!("PLANNED"), 3),
        "{planned:#}"
    );
    assert_eq!(count(&planned, "plan", "rows"), 3);

    // And of one that is over nobody is remembered.
    stop().await;
    done(&ada, "importCancel", id).await;
    assert_eq!(met().await, 0);
}
