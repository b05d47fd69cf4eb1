//! Chat completions: answers that fit the schema, and a model's bad habits on request.

use super::support::Lab;
use leadwire::sandbox::Provider::Openai;
use proptest::{
    prelude::{Just, ProptestConfig, Strategy, prop},
    prop_assert, prop_assert_eq, prop_oneof, proptest,
};
use serde_json::{Value, json};

const CHAT: &str = "/v1/chat/completions";

fn asked(model: &str, user: &str, schema: Value) -> Value {
    let mut format = json!({"name": "profile", "strict": true});
    format["schema"] = schema;
    let system = json!({"role": "system", "content": "Answer as JSON."});
    json!({"model": model, "messages": [system, {"role": "user", "content": user}],
           "response_format": {"type": "json_schema", "json_schema": format}})
}

fn object(properties: Value) -> Value {
    let required: Vec<_> = properties.as_object().unwrap().keys().cloned().collect();
    let mut schema = json!({"type": "object", "additionalProperties": false, "required": required});
    schema["properties"] = properties;
    schema
}

fn content(answer: &Value) -> Value {
    serde_json::from_str(answer["choices"][0]["message"]["content"].as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn a_description_becomes_a_profile() {
    let lab = Lab::start().await;
    let list = json!({"type": "array", "items": {"type": "string"}});
    let number = json!({"type": ["integer", "null"]});
    let schema = object(json!({
        "titles": list, "industries": list, "countries": list, "cities": list, "company_domains": list,
        "seniorities": {"type": "array", "items": {"type": "string", "enum": ["head", "director", "vp"]}},
        "employees_min": number, "employees_max": number, "revenue_min": number,
    }));
    let user = "Heads of sales and VPs of operations at logistics companies in the US and Germany with an IT team, 50-1,000 employees";
    let profile = content(&lab.post(Openai, CHAT, asked("sandbox-rules", user, schema)).await.json());
    assert_eq!(profile["countries"], json!(["US", "DE"]));
    assert!(profile["titles"].as_array().unwrap().contains(&json!("Head of Sales")));
    assert!(profile["titles"].as_array().unwrap().contains(&json!("VP of Operations")));
    assert!(profile["seniorities"].as_array().unwrap().contains(&json!("head")));
    assert!(profile["industries"].as_array().unwrap().contains(&json!("logistics")));
    assert_eq!((&profile["employees_min"], &profile["employees_max"]), (&json!(50), &json!(1000)));
    assert_eq!((&profile["revenue_min"], &profile["company_domains"]), (&Value::Null, &json!([])));
}

#[tokio::test]
async fn a_score_comes_with_a_reason_and_is_always_the_same() {
    let lab = Lab::start().await;
    let schema = object(json!({
        "score": {"type": "integer", "minimum": 0, "maximum": 100}, "confidence": {"type": "number", "minimum": 0, "maximum": 1},
        "reason": {"type": "string", "maxLength": 40},
        "parts": {"type": "array", "items": object(json!({
            "part": {"type": "string", "enum": ["role", "industry"]}, "value": {"type": "integer", "maximum": 10}
        }))},
    }));
    let ask = async || {
        lab.post(Openai, CHAT, asked("sandbox-rules", "Head of Sales at Kestrel", schema.clone())).await
    };
    let (one, two) = (ask().await, ask().await);
    assert_eq!(one.text, two.text);
    assert!(one.header("x-request-id").is_some());
    let score = content(&one.json());
    assert!(score["score"].as_u64().unwrap() <= 100 && score["confidence"].as_f64().unwrap() <= 1.0);
    assert!(score["reason"].as_str().unwrap().chars().count() <= 40);
    assert_eq!(
        score["parts"].as_array().unwrap().iter().map(|it| &it["part"]).collect::<Vec<_>>(),
        ["role", "industry"]
    );
    let calls = lab.calls().await;
    assert_eq!(calls["calls"][0]["endpoint"], "chat/completions");
    assert_eq!(calls["calls"][0]["count"], json!(2));
}

#[tokio::test]
async fn a_models_bad_habits_are_asked_for_by_name() {
    let lab = Lab::start().await;
    let schema = object(json!({"score": {"type": "integer"}}));
    let ask = async |model| lab.post(Openai, CHAT, asked(model, "x", schema.clone())).await.json();
    assert!(ask("sandbox-refusal").await["choices"][0]["message"]["refusal"].is_string());
    assert_eq!(ask("sandbox-cut").await["choices"][0]["finish_reason"], "length");
    let fenced = ask("sandbox-fenced").await["choices"][0]["message"]["content"].to_string();
    assert!(fenced.contains("<think>") && fenced.contains("```json"));
    assert!(
        ask("sandbox-hostile").await["choices"][0]["message"]["content"]
            .as_str()
            .unwrap()
            .contains("1000000000")
    );
    assert!(ask("sandbox-nousage").await.get("usage").is_none());
    assert_eq!(ask("missing").await["error"]["code"], "model_not_found");
    let flat = json!({"model": "m", "messages": [{"role": "user", "content": "x"}],
                      "response_format": {"type": "json_schema", "schema": schema}});
    let flat = lab.post(Openai, CHAT, flat).await.json();
    assert!(flat["choices"][0]["message"]["content"].as_str().unwrap().starts_with("Here is"));
}

#[tokio::test]
async fn refusals_are_openais_own() {
    let lab = Lab::start().await;
    let code = |answer: super::support::Answer| (answer.status, answer.json()["error"]["code"].clone());
    let fine = asked("m", "x", object(json!({"a": {"type": "string"}})));
    assert_eq!(code(lab.post_as("bad", Openai, CHAT, fine.clone()).await), (401, json!("invalid_api_key")));
    assert_eq!(code(lab.post_as("broke", Openai, CHAT, fine).await), (429, json!("insufficient_quota")));
    for wrong in [
        json!({"type": "array", "items": {"type": "string"}}),
        json!({"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}),
        json!({"type": "object", "properties": {"a": {"type": "string"}}, "required": [], "additionalProperties": false}),
        object(json!({"a": {"type": "string", "default": "x"}})),
    ] {
        let refused = lab.post(Openai, CHAT, asked("m", "x", wrong.clone())).await;
        assert_eq!(
            (refused.status, refused.json()["error"]["type"].clone()),
            (400, json!("invalid_request_error")),
            "{wrong}"
        );
    }
}

/// Schemas of the strict kind.
fn schemas() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!({"type": "string"})),
        Just(json!({"type": "string", "maxLength": 5})),
        Just(json!({"type": ["string", "null"]})),
        Just(json!({"type": "string", "enum": ["head", "vp"]})),
        Just(json!({"type": "boolean"})),
        (0..5_i64, 5..50_i64)
            .prop_map(|(low, high)| json!({"type": "integer", "minimum": low, "maximum": high})),
        Just(json!({"anyOf": [{"type": "number"}, {"type": "null"}]})),
    ];
    let names = prop_oneof![Just("titles"), Just("score"), Just("reason"), Just("employees_min"), Just("x")];
    leaf.prop_recursive(3, 16, 4, move |inner| {
        prop_oneof![
            (inner.clone(), 0..3_u64)
                .prop_map(|(items, least)| json!({"type": "array", "items": items, "minItems": least})),
            prop::collection::hash_map(names.clone(), inner, 1..4).prop_map(|parts| object(json!(parts))),
        ]
    })
    .prop_map(|part| object(json!({ "root": part })))
}

/// Does the value keep to the schema?
fn fits(schema: &Value, value: &Value) -> bool {
    if let Some(forms) = schema["anyOf"].as_array() {
        return forms.iter().any(|form| fits(form, value));
    }
    if let Some(kinds) = schema["type"].as_array() {
        return kinds.iter().any(|kind| fits(&json!({ "type": kind }), value));
    }
    let (low, high) = (schema["minimum"].as_f64(), schema["maximum"].as_f64());
    match schema["type"].as_str().unwrap() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.as_str().is_some_and(|text| {
            schema["maxLength"].as_u64().is_none_or(|most| text.chars().count() as u64 <= most)
                && schema["enum"].as_array().is_none_or(|values| values.contains(value))
        }),
        "integer" => value.as_i64().is_some_and(|it| {
            low.is_none_or(|low| it as f64 >= low) && high.is_none_or(|high| it as f64 <= high)
        }),
        "number" => value.is_number(),
        "array" => value.as_array().is_some_and(|items| {
            items.len() as u64 >= schema["minItems"].as_u64().unwrap_or(0)
                && items.iter().all(|item| fits(&schema["items"], item))
        }),
        _ => schema["properties"]
            .as_object()
            .unwrap()
            .iter()
            .all(|(name, part)| value.get(name).is_some_and(|inner| fits(part, inner))),
    }
}

#[test]
fn whatever_the_schema_and_the_text_the_answer_fits() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let lab = runtime.block_on(Lab::start());
    let config = ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(schema in schemas(), text in "\\PC{0,60}( Head of Sales in Germany)?")| {
        let answer = runtime.block_on(lab.post(Openai, CHAT, asked("sandbox-rules", &text, schema.clone())));
        prop_assert_eq!(answer.status, 200, "{}", answer.text);
        let value = content(&answer.json());
        prop_assert!(fits(&schema, &value), "{} does not fit {}", value, schema);
    });
}
