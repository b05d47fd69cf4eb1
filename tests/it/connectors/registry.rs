//! Which source can do what, and what is wrong with a configuration.

use super::support::{KEY, source, source_with, stage};
use leadwire::connectors::{SourceKind, fingerprint, validate};
use serde_json::{Value, json};

#[tokio::test]
async fn a_source_offers_what_its_provider_can_do_and_nothing_else() {
    let (_server, connectors) = stage(vec![]).await;
    let offers = |kind| {
        let source = match kind {
            SourceKind::HttpApi => source_with(
                &connectors,
                kind,
                json!({"baseUrl": "https://a.example", "people": {"path": "/p"}}),
            ),
            _ => source(&connectors, kind),
        };
        [
            source.find_people().is_some(),
            source.find_companies().is_some(),
            source.enrich_person().is_some(),
            source.enrich_company().is_some(),
            source.find_email().is_some(),
            source.verify_email().is_some(),
            source.complete().is_some(),
            source.probe().is_some(),
        ]
        .map(u8::from)
    };
    let grid = SourceKind::ALL.map(|kind| (kind, offers(kind)));
    let expected = [
        (SourceKind::Apollo, [1, 0, 1, 1, 0, 0, 0, 1]),
        (SourceKind::Linkedin, [1, 0, 1, 0, 0, 0, 0, 1]),
        (SourceKind::Clearbit, [0, 0, 1, 1, 0, 0, 0, 1]),
        (SourceKind::Crunchbase, [0, 1, 0, 1, 0, 0, 0, 1]),
        (SourceKind::Zoominfo, [1, 0, 1, 1, 0, 0, 0, 1]),
        (SourceKind::Hunter, [1, 0, 0, 0, 1, 1, 0, 1]),
        (SourceKind::HttpApi, [1, 0, 0, 0, 0, 0, 0, 1]),
        (SourceKind::Model, [0, 0, 0, 0, 0, 0, 1, 1]),
        (SourceKind::Csv, [0, 0, 0, 0, 0, 0, 0, 0]),
        (SourceKind::Custom, [0, 0, 0, 0, 0, 0, 0, 0]),
    ];
    assert_eq!(grid, expected);
}

#[test]
fn credentials_of_the_wrong_shape_are_named_field_by_field() {
    let paths = |kind, config: Value, credentials: Value| -> Vec<String> {
        let faults = validate(kind, &config, &credentials).err().unwrap_or_default();
        assert!(!format!("{faults:?}").contains(KEY), "{faults:?}");
        faults.into_iter().map(|fault| fault.path).collect()
    };
    let none: [&str; 0] = [];
    assert_eq!(paths(SourceKind::Apollo, json!({}), json!({"apiKey": KEY})), none);
    assert_eq!(
        paths(SourceKind::Apollo, json!({"requestsPerMinute": 0}), json!({"apiKey": [KEY]})),
        ["credentials.apiKey", "config.requestsPerMinute"]
    );
    assert_eq!(
        paths(SourceKind::Hunter, json!({"baseUrl": "https://evil.example"}), json!(KEY)),
        ["credentials", "credentials.apiKey", "config.baseUrl"]
    );
    assert_eq!(
        paths(SourceKind::Zoominfo, json!({}), json!({"clientId": "a", "apiKey": KEY})),
        ["credentials.clientSecret", "credentials.apiKey"]
    );
    assert_eq!(
        paths(SourceKind::Linkedin, json!({"dsn": "evil.example", "accountId": "a"}), json!({"apiKey": KEY})),
        ["config.dsn"]
    );
    assert_eq!(paths(SourceKind::Model, json!({}), json!({})), ["credentials.apiKey", "config.model"]);
    assert_eq!(
        paths(SourceKind::Model, json!({"baseUrl": "http://10.0.0.5:11434/v1", "model": "m"}), json!(null)),
        none
    );
    assert_eq!(paths(SourceKind::Csv, json!({}), json!({"apiKey": KEY})), ["credentials.apiKey"]);
    assert_eq!(
        paths(SourceKind::Clearbit, json!({"via": "carrier pigeon"}), json!({"apiKey": "a\nb"})),
        ["credentials.apiKey", "config.via"]
    );
}

#[test]
fn the_same_key_is_the_same_account_and_its_fingerprint_tells_nothing() {
    let of = |kind, config: &Value, key: &str| fingerprint(kind, config, &json!({ "apiKey": key }));
    let (none, slow) = (json!({}), json!({"requestsPerMinute": 5}));
    assert_eq!(of(SourceKind::Apollo, &none, KEY), of(SourceKind::Apollo, &slow, KEY));
    assert_ne!(of(SourceKind::Apollo, &none, KEY), of(SourceKind::Hunter, &none, KEY));
    assert_ne!(of(SourceKind::Apollo, &none, KEY), of(SourceKind::Apollo, &none, "other"));
    assert_eq!(of(SourceKind::Apollo, &none, KEY).len(), 32);
}
