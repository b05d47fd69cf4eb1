//! From upload to campaign, through GraphQL alone.

use super::support::{count, created, done, imported, leads, shown, text_of, worked};
use crate::{
    crm::support::{self as crm, run},
    support::app::TestApp,
};
use serde_json::json;

const FILE: &str = "Vorname;Nachname;E-Mail;Firma;Webseite;Telefon;Tags;Kundennummer\n\
    Ana;Lima;ana@acme.example;Acme;acme.example;+49 30 901820;warm, b2b;7\n\
    Bo;Blue;\"Bo <BO@blue.example>\";Blue;;;;8\n\
    Cy;;not an address;;;;;9\n\
    Ana;Lima-Roth;ANA@acme.example;;;;vip;\n\
    ;;;;;;;\n\
    Di;Dove;di@dove.example;Acme;;;;\"=1+1\"\n\
    Ed;Low;ed@low.example;Low;;;;10;surplus\n";

#[tokio::test]
async fn a_file_becomes_leads_of_a_list_and_a_campaign() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let campaign = crm_campaign(&ada).await;
    crm::lead(&ada, json!({ "email": "di@dove.example", "firstName": "Diana" })).await;
    let suppress = json!({ "kind": "DOMAIN", "value": "blue.example" });
    ada.ask(
        "mutation($i: SuppressionAddInput!) { suppressionAdd(input: $i) { id } }",
        json!({ "i": suppress }),
    )
    .await;

    let more = json!({ "listName": "Fair", "campaignId": campaign });
    let import = created(&t, &ada, FILE.as_bytes(), more).await;
    assert_eq!((import["status"].as_str(), import["delimiter"].as_str()), (Some("UPLOADED"), Some(";")));
    let fields: Vec<_> =
        import["suggestion"].as_array().unwrap().iter().map(|entry| entry["field"].clone()).collect();
    assert_eq!(
        fields,
        ["FIRST_NAME", "LAST_NAME", "EMAIL", "COMPANY_NAME", "COMPANY_DOMAIN", "PHONE", "TAGS", "CUSTOM"]
    );
    assert_eq!(leads(&ada, "id").await.len(), 1, "nothing is imported by looking");

    done(&ada, "importMap", json!({ "id": import["id"] })).await;
    let planned = worked(&t, &ada, "importPlan", &import["id"]).await;
    assert_eq!(planned["status"], "PLANNED");
    for (name, rows) in [
        ("rows", 6),
        ("created", 1),
        ("updated", 1),
        ("duplicate", 1),
        ("suppressed", 1),
        ("invalid", 2),
        ("companies", 1),
    ] {
        assert_eq!(count(&planned, "plan", name), rows, "{name}: {planned:#}");
    }
    assert_eq!(leads(&ada, "id").await.len(), 1, "nothing is imported by planning");

    let applied = worked(&t, &ada, "importApply", &import["id"]).await;
    assert_eq!(
        (applied["status"].as_str(), applied["error"].as_str()),
        (Some("APPLIED"), None),
        "{applied:#}"
    );
    for (name, rows) in [
        ("rows", 6),
        ("created", 1),
        ("updated", 1),
        ("duplicate", 1),
        ("suppressed", 1),
        ("invalid", 2),
        ("companies", 1),
    ] {
        assert_eq!(count(&applied, "counts", name), rows, "{name}: {applied:#}");
    }
    assert_eq!(
        (applied["leadList"]["name"].as_str(), applied["leadList"]["leadCount"].as_i64()),
        (Some("Fair"), Some(2))
    );
    let all = leads(&ada, "firstName lastName email tags customFields company { name domain } campaign { id metrics { leads } } version").await;
    assert_eq!(all.len(), 2, "{all:#?}");
    assert_eq!(
        (all[0]["firstName"].as_str(), all[0]["company"]["name"].as_str()),
        (Some("Di"), Some("Acme"))
    );
    assert_eq!(all[0]["customFields"], json!({ "Kundennummer": "=1+1" }));
    assert_eq!(
        (all[1]["lastName"].as_str(), all[1]["company"]["domain"].as_str()),
        (Some("Lima-Roth"), Some("acme.example"))
    );
    assert_eq!(all[1]["tags"], json!(["warm", "b2b", "vip"]));
    assert_eq!(all[1]["campaign"], json!({ "id": campaign, "metrics": { "leads": 2 } }));
}

#[tokio::test]
async fn what_could_not_be_taken_is_told_with_its_line() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let applied = imported(&t, &ada, FILE.as_bytes(), json!({})).await;
    let query = "query($id: ID!) { import(id: $id) { errorFile { id } rows(outcomes: [INVALID]) { nodes { line outcome leadId problems { field message } } } } }";
    let import = ada.ask(query, json!({ "id": applied["id"] })).await["import"].clone();
    let rows = import["rows"]["nodes"].as_array().unwrap().clone();
    let lines: Vec<_> =
        rows.iter().map(|row| (row["line"].as_i64(), row["problems"][0]["field"].as_str())).collect();
    assert_eq!(lines, [(Some(4), Some("email")), (Some(8), None)]);
    let file = import["errorFile"]["id"].as_str().unwrap().strip_prefix("file_").unwrap().parse().unwrap();
    let text = text_of(&t, &ada, file).await;
    let told: Vec<&str> = text.lines().collect();
    assert_eq!(told.len(), 3, "{text}");
    assert!(told[0].starts_with("line,outcome,reason,Vorname,Nachname,E-Mail"), "{text}");
    assert!(told[1].starts_with("4,INVALID,") && told[1].contains("not an address"), "{text}");
    assert!(told[2].starts_with("8,INVALID,") && told[2].ends_with("10,surplus"), "{text}");
}

#[tokio::test]
async fn the_file_of_what_could_not_be_taken_can_be_mended_and_sent() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let text = "Email,Icebreaker\nbad,'=1+1 is two\n";
    let applied = imported(&t, &ada, text.as_bytes(), json!({})).await;
    let query = "query($id: ID!) { import(id: $id) { errorFile { id } } }";
    let import = ada.ask(query, json!({ "id": applied["id"] })).await["import"].clone();
    let file = import["errorFile"]["id"].as_str().unwrap().strip_prefix("file_").unwrap().parse().unwrap();
    let told = text_of(&t, &ada, file).await;
    assert!(told.contains(",'=1+1 is two") && !told.contains("''="), "{told}");
    imported(&t, &ada, told.replace(",bad,", ",bo@blue.example,").as_bytes(), json!({})).await;
    assert_eq!(leads(&ada, "icebreaker").await, [json!({ "icebreaker": "=1+1 is two" })]);
}

#[tokio::test]
async fn the_same_file_changes_nothing_the_second_time() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let text = b"Name,Email,City\nAna Lima,ana@acme.example,Rome\nBo Blue,bo@blue.example,\n";
    imported(&t, &ada, text, json!({})).await;
    let before = leads(&ada, "id version updatedAt").await;
    let again = imported(&t, &ada, text, json!({ "allowAgain": true })).await;
    assert_eq!((count(&again, "counts", "unchanged"), count(&again, "counts", "created")), (2, 0));
    assert_eq!(leads(&ada, "id version updatedAt").await, before);
}

#[tokio::test]
async fn known_people_are_changed_filled_or_left_as_asked() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    crm::lead(
        &ada,
        json!({ "email": "ana@acme.example", "firstName": "Ana", "title": "Boss", "tags": ["old"] }),
    )
    .await;
    let text = "Email,First name,Job title,City,Tags\nana@acme.example,Anna,,Rome,new\n";
    let skipped =
        imported(&t, &ada, text.as_bytes(), json!({ "onDuplicate": "SKIP", "listName": "S" })).await;
    assert_eq!(
        (count(&skipped, "counts", "skipped"), skipped["leadList"]["leadCount"].as_i64()),
        (1, Some(0))
    );
    imported(&t, &ada, text.as_bytes(), json!({ "onDuplicate": "FILL", "allowAgain": true })).await;
    let fields = "firstName title city tags";
    assert_eq!(
        leads(&ada, fields).await[0],
        json!({ "firstName": "Ana", "title": "Boss", "city": "Rome", "tags": ["old", "new"] })
    );
    imported(&t, &ada, text.as_bytes(), json!({ "allowAgain": true })).await;
    assert_eq!(leads(&ada, fields).await[0]["firstName"], "Anna");
    assert_eq!(leads(&ada, fields).await[0]["title"], "Boss", "an empty cell keeps");
    imported(&t, &ada, text.as_bytes(), json!({ "allowAgain": true, "clearOnEmpty": true })).await;
    assert!(leads(&ada, fields).await[0]["title"].is_null(), "unless it is to clear");
}

#[tokio::test]
async fn two_people_are_not_made_one() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jo = json!({ "email": "jo@acme.example", "linkedinUrl": "https://www.linkedin.com/in/jo-1" });
    crm::lead(&ada, jo).await;
    let text = "Email,LinkedIn,First name\njo@acme.example,https://linkedin.com/in/jo-2,Joe\n";
    let applied = imported(&t, &ada, text.as_bytes(), json!({})).await;
    assert_eq!(count(&applied, "counts", "conflicting"), 1);
    assert_eq!(leads(&ada, "firstName").await, [json!({ "firstName": null })]);
}

#[tokio::test]
async fn rule_12_a_suppressed_company_is_known_by_its_name_too() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let company = json!({ "i": { "name": "Blue", "domain": "blue.example" } });
    ada.ask("mutation($i: CompanyCreateInput!) { companyCreate(input: $i) { id } }", company).await;
    let suppress = json!({ "i": { "kind": "DOMAIN", "value": "blue.example" } });
    ada.ask("mutation($i: SuppressionAddInput!) { suppressionAdd(input: $i) { id } }", suppress).await;
    let text = "Email,Company\nbo@mail.example,Blue\ndi@mail.example,Dove\n";
    let applied = imported(&t, &ada, text.as_bytes(), json!({})).await;
    assert_eq!(
        (count(&applied, "counts", "suppressed"), count(&applied, "counts", "created")),
        (1, 1),
        "{applied:#}"
    );
    assert_eq!(leads(&ada, "email").await, [json!({ "email": "di@mail.example" })]);
}

#[tokio::test]
async fn a_malformed_value_costs_the_row_or_only_itself() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let text = "Email,First name,Phone\nana@acme.example,Ana,12\n";
    let strict = imported(&t, &ada, text.as_bytes(), json!({})).await;
    assert_eq!((count(&strict, "counts", "invalid"), leads(&ada, "id").await.len()), (1, 0));
    let kind =
        imported(&t, &ada, text.as_bytes(), json!({ "onInvalid": "LEAVE_OUT", "allowAgain": true })).await;
    assert_eq!((count(&kind, "counts", "created"), count(&kind, "counts", "incomplete")), (1, 1));
    assert_eq!(leads(&ada, "firstName phone").await, [json!({ "firstName": "Ana", "phone": null })]);
    assert!(kind["errorFile"].is_object(), "what was left out is told too");
}

#[tokio::test]
async fn a_job_can_be_paused_and_cancelled() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let import = created(&t, &ada, b"Email\nana@acme.example\nbo@blue.example\n", json!({})).await;
    done(&ada, "importMap", json!({ "id": import["id"] })).await;
    worked(&t, &ada, "importPlan", &import["id"]).await;
    let begun = done(&ada, "importApply", json!({ "id": import["id"] })).await;
    let job = json!({ "id": begun["job"]["id"] });
    run(&ada, "jobPause", job.clone(), "id").await;
    t.run_tasks().await;
    assert_eq!(
        (shown(&ada, &import["id"]).await["status"].as_str(), leads(&ada, "id").await.len()),
        (Some("APPLYING"), 0)
    );
    run(&ada, "jobResume", job.clone(), "id").await;
    let cancelled = done(&ada, "importCancel", json!({ "id": import["id"] })).await;
    assert_eq!(
        (cancelled["status"].as_str(), cancelled["job"]["status"].as_str()),
        (Some("CANCELLED"), Some("CANCELLED"))
    );
    t.run_tasks().await;
    assert_eq!(leads(&ada, "id").await.len(), 0);
    run(&ada, "jobRetry", job, "id").await;
    t.run_tasks().await;
    assert_eq!(
        (shown(&ada, &import["id"]).await["status"].as_str(), leads(&ada, "id").await.len()),
        (Some("APPLIED"), 2)
    );
}

async fn crm_campaign(of: &crate::support::actor::Actor) -> String {
    let input = json!({ "name": "Spring" });
    let made = of
        .ask("mutation($i: CampaignCreateInput!) { campaignCreate(input: $i) { id } }", json!({ "i": input }))
        .await;
    made["campaignCreate"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_is_too_much_together_with_what_there_is_can_be_left_out() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let tags: Vec<String> = (0..50).map(|n| format!("t{n}")).collect();
    crm::lead(&ada, json!({ "email": "ana@acme.example", "tags": tags })).await;
    let text = "Email,City,Tags\nana@acme.example,Rome,one more\n";
    let strict = imported(&t, &ada, text.as_bytes(), json!({})).await;
    assert_eq!(count(&strict, "counts", "invalid"), 1, "{strict:#}");
    let more = json!({ "onInvalid": "LEAVE_OUT", "allowAgain": true });
    let kind = imported(&t, &ada, text.as_bytes(), more).await;
    assert_eq!((count(&kind, "counts", "updated"), count(&kind, "counts", "incomplete")), (1, 1), "{kind:#}");
    assert_eq!(leads(&ada, "city tags").await, [json!({ "city": "Rome", "tags": tags })]);
}
