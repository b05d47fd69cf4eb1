//! A language model reads descriptions better, and is never trusted.

use super::support::{DESCRIPTION, Lab};
use crate::imports::support::{created, done};
use entity::{data_source::DataSourceKind as Kind, job::JobStatus};
use leadwire::{connections, graphql::Id, sandbox::SandboxSettings};
use serde_json::json;

#[tokio::test]
async fn a_model_reads_the_description_and_the_request_says_so() {
    let lab = Lab::with(SandboxSettings::default(), &[Kind::Apollo, Kind::Model]).await;
    let request = lab.ask(DESCRIPTION).await;
    assert_eq!(lab.finish(&request).await.status, JobStatus::Completed);
    let log = lab.log(&request).await;
    assert!(log.iter().any(|line| line.message.contains("language model read")), "{log:#?}");
    let profile = lab.request(&request).await.profile.unwrap();
    assert_eq!(profile["countries"]["from"], "MODEL");
    assert!(lab.request(&request).await.degraded.0.is_empty());
}

#[tokio::test]
async fn filters_beat_the_model() {
    let lab = Lab::with(SandboxSettings::default(), &[Kind::Apollo, Kind::Model]).await;
    let create = "mutation($i: LeadRequestCreateInput!) { leadRequestCreate(input: $i) { id } }";
    let filters = json!({ "countries": ["de"], "roles": ["Head of Sales"], "employeesMin": 50 });
    lab.admin.ask(create, json!({ "i": { "description": DESCRIPTION, "filters": filters } })).await;
    let request = lab.only_request().await;
    lab.finish(&request).await;
    let profile = lab.request(&request).await.profile.unwrap();
    assert_eq!(profile["countries"], json!({ "value": ["DE"], "from": "FILTER" }));
    assert_eq!(profile["roles"], json!({ "value": ["head of sales"], "from": "FILTER" }));
}

#[tokio::test]
async fn a_model_that_mumbles_refuses_or_attacks_is_replaced_by_rules() {
    for model in ["sandbox-refusal", "sandbox-prose", "sandbox-hostile", "missing"] {
        let lab = Lab::with(SandboxSettings::default(), &[Kind::Apollo]).await;
        lab.plug_model(model).await;
        let request = lab.ask(DESCRIPTION).await;
        assert_eq!(lab.finish(&request).await.status, JobStatus::Completed, "{model}");
        let request = lab.request(&request).await;
        assert!(request.degraded.0.iter().any(|d| d.source == "Model" && !d.recovered), "{model}");
        let profile = request.profile.clone().unwrap();
        assert_eq!(profile["countries"], json!({ "value": ["US"], "from": "RULES" }), "{model}");
        assert!(lab.results(&request).await.len() >= 20, "{model}");
    }
}

#[tokio::test]
async fn a_model_that_refuses_our_key_is_broken_as_any_other_source_is() {
    for by_import in [false, true] {
        let lab = Lab::with(SandboxSettings::default(), &[Kind::Apollo]).await;
        let model = lab.plug_with(Kind::Model, json!({ "apiKey": "bad-since-today" })).await;
        if by_import {
            let text = b"Wer,Womit\nAna Lima,ana@acme.example\n";
            created(&lab.test, &lab.admin, text, json!({ "hasHeader": true })).await;
            lab.test.run_tasks().await;
        } else {
            let request = lab.ask(DESCRIPTION).await;
            assert_eq!(lab.finish(&request).await.status, JobStatus::Completed, "rules do");
        }
        let told = lab.admin.notifications().await;
        let broken: Vec<_> = told.iter().filter(|it| it["kind"] == "SOURCE_BROKEN").collect();
        assert_eq!(broken.len(), 1, "{by_import} {told:#?}");
        assert_eq!(broken[0]["subjectId"], json!(Id(model.id).text()));
        let left = connections::sources(&lab.app, &lab.scope).await.unwrap();
        let left: Vec<Kind> = left.iter().map(|source| source.kind).collect();
        assert_eq!(left, [Kind::Apollo], "it is not asked any more, and whoever did nothing is");
    }
}

#[tokio::test]
async fn whoever_maps_an_import_does_not_wait_for_the_model() {
    let lab = Lab::with(SandboxSettings::default(), &[Kind::Model]).await;
    let text = b"Wer,Womit\nAna Lima,ana@acme.example\n";
    let import = created(&lab.test, &lab.admin, text, json!({ "hasHeader": true })).await;
    assert!(import["job"].is_object(), "the model is asked beside: {import:#}");
    let input = json!({ "id": import["id"], "expectedVersion": import["version"] });
    let mapped = done(&lab.admin, "importMap", input).await;
    assert_eq!((mapped["status"].as_str(), mapped["version"].as_i64()), (Some("MAPPED"), Some(2)));
}
