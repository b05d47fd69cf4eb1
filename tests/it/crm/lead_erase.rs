//! Who is forgotten is forgotten everywhere; what stays holds nothing of them.

use super::{
    desk::{board, campaign, done, must_refuse, newest, refused, told},
    lead_merge::metrics,
    support::{lead, nobody},
};
use crate::support::{
    actor::{Actor, code},
    app::TestApp,
    dump, made,
    server::TestServer,
};
use entity::{
    audit_entry, enrichment,
    event_kind::EventKind as E,
    ids::{EnrichmentId, LeadId, LookupId, ProspectId, ProviderCallId},
    lookup,
    membership::Role,
    prospect, provider_call,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};
use serde_json::{Value, json};

const WORDS: [&str; 5] = ["zebulon", "quagmire", "27215550177", "Met at the", "zq.example"];

async fn person(who: &Actor) -> Value {
    let input = json!({ "firstName": "Zebulon", "lastName": "Quagmire", "email": "Zebulon@zq.example", "phone": "+27215550177",
        "linkedinUrl": "https://www.linkedin.com/in/zebulon-quagmire", "customFields": { "nick": "Zebulon" } });
    lead(who, input).await
}

/// What a prospect, a provider's answer and two caches know of them.
async fn found(t: &TestApp, who: &Actor, of: &Value) {
    let db = t.database.connect().await;
    let id: LeadId = super::desk::typed(of["id"].as_str().unwrap());
    let request =
        "mutation { leadRequestCreate(input: { description: \"Heads of operations in Germany\" }) { id } }";
    let request = who.ask(request, json!({})).await["leadRequestCreate"]["id"].clone();
    let by = made::by_workers(t, who, request.as_str().unwrap()).await;
    let prospect: ProspectId =
        super::desk::typed(&by.iter().find(|(kind, _)| *kind == "prospect").unwrap().1);
    let row = prospect::ActiveModel {
        id: Set(prospect),
        full_name: Set("Zebulon Quagmire".into()),
        email: Set(Some("zebulon@zq.example".into())),
        email_key: Set(Some("zebulon@zq.example".into())),
        ..Default::default()
    };
    row.update(&db).await.unwrap();
    let said = enrichment::ActiveModel {
        id: Set(EnrichmentId::new()),
        agency_id: Set(who.agency),
        lead_id: Set(Some(id)),
        provider: Set("APOLLO".into()),
        field: Set("phone".into()),
        value: Set("+27215550177".into()),
        confidence: Set(90),
        fetched_at: Set(crate::support::rows::noon()),
        created_at: Set(crate::support::rows::noon()),
        ..Default::default()
    };
    said.insert(&db).await.unwrap();
    for (key, value) in [("a", "Zebulon@ZQ.example"), ("b", "nobody@else.example")] {
        let value = Some(json!({ "person": { "email": value } }));
        let (at, later) = (crate::support::rows::noon(), t.app.now() + chrono::TimeDelta::days(9));
        let cached = lookup::ActiveModel {
            id: Set(LookupId::new()),
            agency_id: Set(who.agency),
            provider: Set("APOLLO".into()),
            kind: Set("waterfall".into()),
            key_hash: Set(key.into()),
            value: Set(value.clone()),
            fetched_at: Set(at),
            expires_at: Set(later),
        };
        cached.insert(&db).await.unwrap();
        let call = provider_call::ActiveModel {
            id: Set(ProviderCallId::new()),
            agency_id: Set(who.agency),
            provider: Set("APOLLO".into()),
            account: Set("x".into()),
            operation: Set("bulk_match".into()),
            fact_key: Set(key.into()),
            attempt_group: Set(0),
            status: Set(provider_call::CallStatus::Done),
            cost_micros: Set(7),
            currency: Set("USD".into()),
            outcome: Set(value),
            started_at: Set(at),
            finished_at: Set(Some(at)),
            ..Default::default()
        };
        call.insert(&db).await.unwrap();
    }
}

#[tokio::test]
async fn nothing_of_the_person_is_left_anywhere() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let who = person(&ada).await;
    let part = lead(&ada, json!({ "fullName": "Z. Quagmire", "email": "zq@zq.example" })).await;
    let spring = campaign(&ada, "Spring").await;
    done(&ada, "campaignAddLeads", json!({ "id": spring, "leadIds": [who["id"], part["id"]] }), "addedCount")
        .await;
    let list = done(&ada, "leadListCreate", json!({ "name": "L" }), "id").await["id"].clone();
    done(&ada, "leadListAddLeads", json!({ "id": list, "leadIds": [who["id"]] }), "addedCount").await;
    done(&ada, "leadMerge", json!({ "winnerId": who["id"], "loserId": part["id"] }), "dryRun").await;
    let note = json!({ "id": who["id"], "channel": "EMAIL", "note": "Met at the fair" });
    done(&ada, "leadRecordContact", note, "id").await;
    let card = board(&ada).await.card(&ada, who["id"].as_str().unwrap(), 0).await;
    done(&ada, "pipelineCardUpdate", json!({ "id": card, "notes": "Zebulon likes tea" }), "id").await;
    done(&ada, "taskCreate", json!({ "title": "Call Zebulon", "cardId": card }), "id").await;
    found(&t, &ada, &who).await;
    let known = newest(&t, &ada).await;
    let input = json!({ "id": who["id"], "reason": "Asked for it" });
    let gone = done(&ada, "leadErase", input, "leadId mergedLeadCount erasedAt").await;
    assert_eq!((&gone["leadId"], &gone["mergedLeadCount"]), (&who["id"], &json!(1)));
    let db = t.database.connect().await;
    for (table, rows) in dump::everything(&db).await {
        let rows = rows.join("\n").to_lowercase();
        for word in WORDS {
            assert!(!rows.contains(&word.to_lowercase()), "{table} still says {word}: {rows}");
        }
    }
    let kinds = told(&t, &ada, known).await;
    assert!(kinds.contains(&E::LeadErased) && kinds.contains(&E::PipelineCardRemoved), "{kinds:?}");
    let is = metrics(&ada, &spring).await;
    assert_eq!((&is["metrics"]["leads"], &is["leads"]["totalCount"]), (&json!(0), &json!(0)));
    let count = "query($id: ID!) { leadList(id: $id) { leadCount } }";
    assert_eq!(ada.ask(count, json!({ "id": list })).await["leadList"]["leadCount"], 0);
    assert_eq!(lookup::Entity::find().count(&db).await.unwrap(), 1, "what is not about them stays");
    let paid: i64 =
        provider_call::Entity::find().all(&db).await.unwrap().iter().map(|call| call.cost_micros).sum();
    assert_eq!(paid, 14, "what was paid stays paid");
    let kept = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq("LEAD_ERASED"));
    assert_eq!(kept.one(&db).await.unwrap().unwrap().reason.as_deref(), Some("Asked for it"));
    let one = "query($id: ID!) { lead(id: $id) { id } }";
    for id in [&who["id"], &part["id"]] {
        assert_eq!(code(&ada.gql(one, json!({ "id": id })).await), "NOT_FOUND");
    }
}

#[tokio::test]
async fn rule_12_suppression_outlives_the_person() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let check = "query($e: EmailAddress, $w: ID) { suppressionCheck(input: { email: $e, workspaceId: $w }) { hits { source scope } } }";
    let hits = async |email: &str| {
        let asked = json!({ "e": email, "w": ada.workspace_id() });
        ada.ask(check, asked).await["suppressionCheck"]["hits"].clone()
    };
    let make =
        async |email: &str| lead(&ada, json!({ "fullName": "Somebody", "email": email })).await["id"].clone();
    let entered = make("entered@x.example").await;
    done(&ada, "suppressionAdd", json!({ "kind": "EMAIL", "value": "entered@x.example" }), "id").await;
    done(&ada, "leadErase", json!({ "id": entered, "suppress": false }), "leadId").await;
    assert_eq!(hits("entered@x.example").await, json!([{ "source": "MANUAL", "scope": "AGENCY" }]));
    let asked = make("asked@x.example").await;
    done(&ada, "leadUpdate", json!({ "id": asked, "status": "UNSUBSCRIBED" }), "id").await;
    done(&ada, "leadErase", json!({ "id": asked, "suppress": false }), "leadId").await;
    assert_eq!(hits("asked@x.example").await, json!([{ "source": "UNSUBSCRIBE", "scope": "WORKSPACE" }]));
    let out = make("out@x.example").await;
    done(&ada, "leadErase", json!({ "id": out }), "leadId").await;
    assert_eq!(hits("out@x.example").await, json!([{ "source": "LEGAL", "scope": "WORKSPACE" }]));
    let free = make("free@x.example").await;
    done(&ada, "leadErase", json!({ "id": free, "suppress": false }), "leadId").await;
    assert_eq!(hits("free@x.example").await, json!([]));
}

#[tokio::test]
async fn a_deleted_lead_is_erased_too_and_numbers_go_down_once() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jane = lead(&ada, json!({ "fullName": "Jane" })).await;
    let spring = campaign(&ada, "Spring").await;
    done(&ada, "campaignAddLeads", json!({ "id": spring, "leadIds": [jane["id"]] }), "addedCount").await;
    done(&ada, "leadDelete", json!({ "id": jane["id"] }), "id").await;
    done(&ada, "leadErase", json!({ "id": jane["id"] }), "leadId").await;
    assert_eq!(metrics(&ada, &spring).await["metrics"]["leads"], 0);
    assert_eq!(refused(&ada, "leadRestore", json!({ "id": jane["id"] })).await.0, "NOT_FOUND");
}

#[tokio::test]
async fn only_admins_erase_only_their_own_and_only_whole_people() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let one = lead(&ada, json!({ "fullName": "Jane" })).await;
    let two = lead(&ada, json!({ "fullName": "JD" })).await;
    done(&ada, "leadMerge", json!({ "winnerId": one["id"], "loserId": two["id"] }), "dryRun").await;
    let id = |lead: &Value| json!({ "id": lead["id"] });
    for who in [ada.colleague(Role::Researcher).await, ada.client().await] {
        must_refuse(&t, &who, "leadErase", id(&one), ("FORBIDDEN", &[])).await;
    }
    must_refuse(&t, &eve, "leadErase", id(&one), ("NOT_FOUND", &[])).await;
    must_refuse(&t, &ada, "leadErase", json!({ "id": nobody("lead_") }), ("NOT_FOUND", &[])).await;
    must_refuse(&t, &ada, "leadErase", id(&two), ("CONFLICT", &[one["id"].as_str().unwrap()])).await;
    let stale = json!({ "id": one["id"], "expectedVersion": 9 });
    must_refuse(&t, &ada, "leadErase", stale, ("CONFLICT", &["not 9"])).await;
    let long = json!({ "id": one["id"], "reason": "x".repeat(501) });
    must_refuse(&t, &ada, "leadErase", long, ("BAD_USER_INPUT", &["reason"])).await;
}

#[tokio::test]
async fn what_jobs_were_to_look_for_names_them_no_more() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let who = person(&ada).await;
    let filter =
        json!({ "or": [{ "email": { "eq": "Zebulon@zq.example" } }, { "source": { "eq": "Fair" } }] });
    let export = json!({ "what": "LEADS", "leadFilter": filter, "search": "Zebulon Quagmire" });
    let job = done(&ada, "exportCreate", export, "id").await["id"].clone();
    done(&ada, "leadErase", json!({ "id": who["id"] }), "leadId").await;
    let ask = "query($id: ID!) { job(id: $id) { status searchCriteria } }";
    let kept = ada.ask(ask, json!({ "id": job })).await["job"]["searchCriteria"].clone();
    assert!(!kept.to_string().to_lowercase().contains("zebulon"), "{kept}");
    assert_eq!(kept["filter"]["or"][1]["source"]["eq"], "Fair", "what is not about them stays: {kept}");
    t.run_tasks().await;
    assert_eq!(ada.ask(ask, json!({ "id": job })).await["job"]["status"], "COMPLETED");
}

/// What was answered once is answered again for a day, but not when it may speak of somebody who is forgotten.
#[tokio::test]
async fn an_answer_that_speaks_of_them_is_not_given_again_and_nothing_is_done_twice() {
    let server = TestServer::start().await;
    let ada = server.test.agency("acme").await;
    let input = json!({ "id": person(&ada).await["id"] });
    let send = async |query: &str, key: &str| {
        let extensions = json!({ "idempotencyKey": key });
        let body = json!({ "query": query, "variables": { "i": input }, "extensions": extensions });
        server.post_as(&ada, body).await.json()
    };
    let export = "mutation($i: LeadExportInput!) { leadExport(input: $i) { data } }";
    let erase = "mutation($i: LeadEraseInput!) { leadErase(input: $i) { leadId erasedAt } }";
    let given = send(export, "export").await;
    assert!(given["data"].to_string().contains("Zebulon"), "{given:#}");
    assert_eq!(send(export, "export").await["data"], given["data"], "as long as they are there");
    let gone = send(erase, "erase").await;
    assert_eq!(gone["data"]["leadErase"]["leadId"], input["id"], "{gone:#}");

    let again = send(export, "export").await;
    assert_eq!(code(&again), "CONFLICT", "{again:#}");
    let error = &again["errors"][0];
    assert!(error["message"].as_str().unwrap().contains("its answer was lost"), "{again:#}");
    assert!(error["extensions"]["retryAfter"].is_null(), "nobody waits for it");
    assert!(!again.to_string().contains("Zebulon"), "{again:#}");
    let exports = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq("LEAD_EXPORTED"));
    assert_eq!(exports.count(&server.test.database.connect().await).await.unwrap(), 1, "carried out once");
    let repeated = send(erase, "erase").await;
    assert_eq!(repeated["data"], gone["data"], "its own answer is kept");
}
