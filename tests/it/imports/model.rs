//! A language model is asked which column is what: told names and kinds, never a value; believed only where rules are unsure.

use super::support::{created, done, run, shown};
use crate::support::{
    actor::code,
    app::TestApp,
    scripted::{Canned, Scripted},
};
use entity::membership::Role;
use leadwire::config::{Config, Model};
use serde_json::{Value, json};

const TEXT: &[u8] = b"Wer,Womit,Was\nAna Lima,ana@acme.example,Boss\n";

/// A Leadwire with a model that says this, whatever it is asked.
async fn with_model(says: &Value) -> (TestApp, Scripted) {
    let message = json!({ "role": "assistant", "content": says.to_string(), "refusal": null });
    let answer = json!({ "id": "chatcmpl-1", "model": "small",
        "choices": [{ "index": 0, "message": message, "finish_reason": "stop" }],
        "usage": { "prompt_tokens": 80, "completion_tokens": 20, "total_tokens": 100 } });
    let server = Scripted::start(vec![Canned::json(200, &answer)]).await;
    let base_url = server.url().join("/v1").expect("an address").to_string();
    let mut config = Config::default();
    config.providers.allow_private_addresses = true;
    config.providers.model = Some(Model { base_url, model: "small".into(), api_key: String::new() });
    (TestApp::with(config).await, server)
}

fn guesses(import: &Value) -> Vec<(Value, Value)> {
    let columns = import["suggestion"].as_array().expect("a list").iter();
    columns.map(|column| (column["field"].clone(), column["by"].clone())).collect()
}

#[tokio::test]
async fn a_model_says_what_columns_are_that_rules_do_not_know() {
    let says = json!({ "columns": [{ "name": "Wer", "field": "FULL_NAME" },
        { "name": "Womit", "field": "CITY" }, { "name": "Was", "field": "TITLE" }] });
    let (t, server) = with_model(&says).await;
    let ada = t.agency("acme").await;
    let import = created(&t, &ada, TEXT, json!({ "hasHeader": true })).await;
    assert_eq!(guesses(&import)[0], (json!("CUSTOM"), json!("RULES")), "nobody waits for it");
    t.run_tasks().await;
    let import = shown(&ada, &import["id"]).await;
    let expected = [("FULL_NAME", "MODEL"), ("EMAIL", "RULES"), ("TITLE", "MODEL")];
    assert_eq!(guesses(&import), expected.map(|(field, by)| (json!(field), json!(by))));
    assert_eq!(import["job"]["status"], "COMPLETED");
    let asked = server.only().body;
    assert!(asked.contains("Womit") && !asked.contains("ana@") && !asked.contains("Lima"), "{asked}");
    let mapped = done(&ada, "importMap", json!({ "id": import["id"] })).await;
    assert_eq!(mapped["mapping"][0]["field"], "FULL_NAME", "what was suggested is taken");
}

#[tokio::test]
async fn a_model_that_talks_nonsense_changes_nothing() {
    let says = json!({ "columns": [{ "name": "Wer", "field": "PASSWORD" }] });
    let (t, server) = with_model(&says).await;
    let ada = t.agency("acme").await;
    let import = created(&t, &ada, TEXT, json!({ "hasHeader": true })).await;
    let by_rules = guesses(&import);
    t.run_tasks().await;
    let import = shown(&ada, &import["id"]).await;
    assert!(!server.seen().is_empty(), "it was asked");
    assert_eq!(guesses(&import), by_rules);
    assert_eq!((&import["status"], &import["job"]["status"]), (&json!("UPLOADED"), &json!("COMPLETED")));
}

#[tokio::test]
async fn who_asked_need_not_wait_and_a_colleague_does_not_stop_it() {
    let says = json!({ "columns": [{ "name": "Wer", "field": "FULL_NAME" },
        { "name": "Womit", "field": "EMAIL" }, { "name": "Was", "field": "TITLE" }] });
    let (t, server) = with_model(&says).await;
    let ada = t.agency("acme").await;
    let (rea, rob) = (ada.colleague(Role::Researcher).await, ada.colleague(Role::Researcher).await);
    let import = created(&t, &rea, TEXT, json!({ "hasHeader": true })).await;
    let id = json!({ "id": import["id"] });
    for (step, refusal) in [
        ("importMap", "CONFLICT"),
        ("importPlan", "CONFLICT"),
        ("importApply", "CONFLICT"),
        ("importCancel", "FORBIDDEN"),
    ] {
        let answer = run(&rob, step, id.clone()).await;
        assert_eq!(code(&answer), refusal, "{step}: {answer:#}");
        assert_eq!(shown(&rea, &import["id"]).await, import, "{step} left no trace");
    }
    t.run_tasks().await;
    let told = shown(&rea, &import["id"]).await;
    assert_eq!((&told["job"]["status"], guesses(&told)[0].1.as_str()), (&json!("COMPLETED"), Some("MODEL")));
    server.only();
    done(&rob, "importMap", id).await;

    let import = created(&t, &rea, TEXT, json!({ "hasHeader": true, "allowAgain": true })).await;
    let mapped = done(&rea, "importMap", json!({ "id": import["id"] })).await;
    assert_eq!((&mapped["status"], &mapped["job"]["status"]), (&json!("MAPPED"), &json!("CANCELLED")));
}
