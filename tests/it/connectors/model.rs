//! Model servers on the wire.

use super::support::{KEY, source, source_with, stage};
use crate::support::scripted::Canned;
use leadwire::connectors::{ConnectorError, Rejection, SourceKind, ports::CompletionRequest};
use serde_json::{Value, json};

fn request() -> CompletionRequest {
    CompletionRequest {
        system: "Score the lead.".into(),
        user: "Head of Sales at Kestrel Freight".into(),
        schema_name: "lead_score".into(),
        schema: json!({"type": "object", "additionalProperties": false, "required": ["score"],
            "properties": {"score": {"type": "integer", "minimum": 0, "maximum": 100}}}),
        max_tokens: 200,
    }
}

fn says(content: Value, reason: &str, refusal: Value) -> Canned {
    Canned::json(
        200,
        &json!({"id": "chatcmpl-1", "model": "gpt-demo-mini-2026", "choices": [
        {"index": 0, "message": {"role": "assistant", "content": content, "refusal": refusal}, "finish_reason": reason}],
        "usage": {"prompt_tokens": 80, "completion_tokens": 20, "total_tokens": 100}}),
    )
}

fn good() -> Canned {
    says(json!("{\"score\": 7}"), "stop", Value::Null)
}

#[tokio::test]
async fn a_question_uses_only_what_every_server_understands() {
    let (server, connectors) = stage(vec![good()]).await;
    let config = json!({"model": "gpt-demo-mini", "inputMicrosPerMillion": 1_000_000, "outputMicrosPerMillion": 2_000_000});
    let model = source_with(&connectors, SourceKind::Model, config);
    let answer = model.complete().unwrap().complete(&request()).await.unwrap();
    assert_eq!(answer.value.value, json!({"score": 7}));
    assert_eq!(
        (answer.value.prompt_tokens, answer.value.completion_tokens, answer.price.cost_micros),
        (80, 20, 120)
    );
    assert!(!answer.value.is_repaired);
    let seen = server.only();
    assert_eq!(
        (seen.path.as_str(), seen.header("authorization")),
        ("/v1/chat/completions", Some(format!("Bearer {KEY}").as_str()))
    );
    let body = seen.json();
    assert_eq!(
        body["response_format"]["json_schema"]["schema"],
        request().schema,
        "nested, as llama.cpp needs it"
    );
    assert_eq!(body["response_format"]["json_schema"]["strict"], true);
    assert_eq!(
        (&body["max_completion_tokens"], body.get("max_tokens"), body.get("temperature")),
        (&json!(200), None, None)
    );
    assert!(body["messages"][0]["content"].as_str().unwrap().contains("\"maximum\":100"));
    for tool in ["tools", "stream", "n", "logprobs"] {
        assert_eq!(body.get(tool), None);
    }
}

#[tokio::test]
async fn a_bad_answer_is_repaired_once() {
    for bad in [
        says(json!("Certainly! It is 7."), "stop", Value::Null),
        says(json!("{\"score\": 1e9, \"__proto__\": {\"isAdmin\": true}}"), "stop", Value::Null),
        says(Value::Null, "stop", Value::Null),
    ] {
        let (server, connectors) = stage(vec![bad.clone(), good()]).await;
        let answer =
            source(&connectors, SourceKind::Model).complete().unwrap().complete(&request()).await.unwrap();
        assert!(answer.value.is_repaired);
        assert_eq!(answer.value.prompt_tokens, 160, "both rounds are paid");
        assert_eq!(server.seen()[1].json()["messages"].as_array().unwrap().len(), 4);

        let (server, connectors) = stage(vec![bad]).await;
        let error = source(&connectors, SourceKind::Model)
            .complete()
            .unwrap()
            .complete(&request())
            .await
            .unwrap_err();
        assert_eq!(error.name(), "malformed");
        assert_eq!(server.seen().len(), 2, "one repair and no more");
    }
}

#[tokio::test]
async fn a_cut_answer_gets_more_room() {
    let (server, connectors) = stage(vec![says(json!("{\"score\": 7"), "length", Value::Null), good()]).await;
    source(&connectors, SourceKind::Model).complete().unwrap().complete(&request()).await.unwrap();
    assert_eq!(server.seen()[1].json()["max_completion_tokens"], 400);
    assert_eq!(server.seen()[1].json()["messages"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn refusals_are_final() {
    for no in
        [says(Value::Null, "stop", json!("I'm sorry")), says(json!("{}"), "content_filter", Value::Null)]
    {
        let (server, connectors) = stage(vec![no]).await;
        let error = source(&connectors, SourceKind::Model)
            .complete()
            .unwrap()
            .complete(&request())
            .await
            .unwrap_err();
        assert_eq!(error.name(), "bad_request");
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn wrappings_and_missing_usage_do_not_matter() {
    let wrapped = json!({"choices": [{"message": {"content": "<think>{</think>```json\n{\"score\": 7}\n```", "reasoning": "…"}}], "timings": {}});
    let (_server, connectors) = stage(vec![Canned::json(200, &wrapped)]).await;
    let answer =
        source(&connectors, SourceKind::Model).complete().unwrap().complete(&request()).await.unwrap();
    assert_eq!((answer.value.value, answer.value.prompt_tokens), (json!({"score": 7}), 0));
    assert_eq!(answer.value.model, "gpt-demo-mini");
}

#[tokio::test]
async fn a_full_quota_is_final_and_a_busy_server_is_asked_again() {
    let error = |kind: &str, code: Value| json!({"error": {"message": KEY, "type": kind, "param": null, "code": code}});
    let quota = Canned::json(429, &error("insufficient_quota", json!("insufficient_quota")));
    let (server, connectors) = stage(vec![quota, good()]).await;
    let no =
        source(&connectors, SourceKind::Model).complete().unwrap().complete(&request()).await.unwrap_err();
    assert_eq!(no, ConnectorError::rejected(Rejection::OutOfCredits, "the quota is used up"));
    assert_eq!(server.seen().len(), 1);

    for busy in [
        Canned::json(503, &error("unavailable_error", json!(503))),
        Canned::json(429, &error("requests", json!("rate_limit_exceeded"))).header("retry-after-ms", "20"),
        Canned::json(429, &json!({"object": "error", "message": "slow down", "code": 429})),
    ] {
        let (server, connectors) = stage(vec![busy, good()]).await;
        assert!(
            source(&connectors, SourceKind::Model).complete().unwrap().complete(&request()).await.is_ok()
        );
        assert_eq!(server.seen().len(), 2);
    }
}

#[tokio::test]
async fn a_failure_that_may_have_been_billed_is_not_repeated() {
    for trouble in
        [Canned::empty(500), Canned::hang_up(), good().cut_short(), Canned::json(200, &json!({"error": "x"}))]
    {
        let (server, connectors) = stage(vec![trouble, good()]).await;
        let error = source(&connectors, SourceKind::Model)
            .complete()
            .unwrap()
            .complete(&request())
            .await
            .unwrap_err();
        assert!(error.is_outcome_unknown(), "{error:?}");
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn the_agencys_own_server_needs_no_key_and_has_its_own_habits() {
    let (server, connectors) = stage(vec![good()]).await;
    let config = json!({"baseUrl": format!("{}v1", server.url()), "model": "llama", "temperatureCenti": 20});
    let model = source_with(&connectors, SourceKind::Model, config);
    model.complete().unwrap().complete(&request()).await.unwrap();
    let body = server.only().json();
    assert_eq!(
        (&body["max_tokens"], body.get("max_completion_tokens"), &body["temperature"]),
        (&json!(200), None, &json!(0.2))
    );
}

#[tokio::test]
async fn a_server_without_the_model_fails_its_test() {
    for (id, is_ok) in [("gpt-demo-mini", true), ("other", false)] {
        let (_server, connectors) = stage(vec![Canned::json(200, &json!({"data": [{"id": id}]}))]).await;
        assert_eq!(source(&connectors, SourceKind::Model).probe().unwrap().probe().await.is_ok(), is_ok);
    }
}
