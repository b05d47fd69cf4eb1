//! What happens to any provider, happens to all of them: the same troubles, the same meanings, no repeated payment,
//! no key anywhere.

use super::support::{KEY, source, source_with, stage, token};
use crate::support::scripted::{Canned, Scripted};
use leadwire::connectors::{
    ConnectorError, Connectors, SourceKind,
    clue::{CompanyClue, PersonClue},
    facts::PeopleQuery,
    ports::CompletionRequest,
};
use serde_json::json;
use std::{
    io::Write,
    sync::{Arc, Mutex},
};

/// One call of each kind.
async fn call(connectors: &Connectors, server: &Scripted, kind: SourceKind) -> Result<(), ConnectorError> {
    let person = PersonClue {
        email: Some("amara@tidewater.example".into()),
        full_name: Some("Amara Quist".into()),
        company_domain: Some("tidewater.example".into()),
        linkedin_url: Some("https://www.linkedin.com/in/amara".into()),
        ..PersonClue::default()
    };
    let source = match kind {
        SourceKind::HttpApi => {
            let config = json!({"baseUrl": server.url().as_str(), "auth": {"style": "query", "name": "key"},
                "people": {"path": "/people", "items": "/results", "person": {"email": "/email"}}});
            source_with(connectors, kind, config)
        }
        _ => source(connectors, kind),
    };
    match kind {
        SourceKind::Hunter => source.find_email().unwrap().find_email(&person).await.map(drop),
        SourceKind::Crunchbase => {
            let clue = CompanyClue { domain: Some("tidewater.example".into()), ..CompanyClue::default() };
            source.enrich_company().unwrap().enrich_company(&clue).await.map(drop)
        }
        SourceKind::HttpApi => {
            source.find_people().unwrap().find_people(&PeopleQuery::default(), None, 5).await.map(drop)
        }
        SourceKind::Model => {
            let (schema_name, schema) = ("x".to_owned(), json!({"type": "object"}));
            let request = CompletionRequest {
                system: "s".into(),
                user: "u".into(),
                schema_name,
                schema,
                max_tokens: 9,
            };
            source.complete().unwrap().complete(&request).await.map(drop)
        }
        _ => source.enrich_person().unwrap().enrich_people(&[person]).await.map(drop),
    }
}

const KINDS: [SourceKind; 8] = [
    SourceKind::Apollo,
    SourceKind::Linkedin,
    SourceKind::Clearbit,
    SourceKind::Crunchbase,
    SourceKind::Zoominfo,
    SourceKind::Hunter,
    SourceKind::HttpApi,
    SourceKind::Model,
];

/// Whose call above costs nothing and may be repeated.
fn is_free(kind: SourceKind) -> bool {
    matches!(kind, SourceKind::Linkedin | SourceKind::Crunchbase | SourceKind::HttpApi)
}

async fn trouble(kind: SourceKind, answer: &Canned) -> (ConnectorError, usize) {
    let mut script = vec![answer.clone()];
    if kind == SourceKind::Zoominfo {
        script.insert(0, token("t"));
    }
    let (server, connectors) = stage(script).await;
    let error = call(&connectors, &server, kind).await.expect_err("trouble");
    let asked = server.seen().iter().filter(|seen| seen.path != "/token").count();
    (error, asked)
}

#[tokio::test]
async fn troubles_mean_the_same_everywhere_and_paid_calls_are_made_once() {
    let troubles = [
        ("500", Canned::text(500, "<html>oops</html>"), "unreachable"),
        ("502", Canned::empty(502), "unreachable"),
        ("hang up", Canned::hang_up(), "unreachable"),
        ("time-out", Canned::hang(), "unreachable"),
        ("cut short", Canned::json(200, &json!({"data": []})).cut_short(), "unreachable"),
        ("wait", Canned::empty(429).header("retry-after", "900"), "rate_limited"),
        ("slow down", Canned::empty(429), "rate_limited"),
        ("no JSON", Canned::text(200, "<html>login</html>"), "malformed"),
        ("nothing", Canned::empty(200), "malformed"),
        ("422", Canned::json(422, &json!({"message": "no"})), "bad_request"),
        ("redirect", Canned::empty(302).header("location", "http://127.0.0.1:1/"), "malformed"),
    ];
    for kind in KINDS {
        for (what, answer, name) in &troubles {
            let (error, asked) = trouble(kind, answer).await;
            assert_eq!(error.name(), *name, "{kind:?} {what}: {error:?}");
            let is_unknown = matches!(*name, "unreachable" | "malformed");
            assert_eq!(error.is_outcome_unknown(), is_unknown, "{kind:?} {what}");
            if !is_free(kind) && kind != SourceKind::Model {
                assert_eq!(asked, 1, "{kind:?} {what}: a paid call is made once");
            }
            if is_free(kind) && *name == "unreachable" {
                assert_eq!(asked, 3, "{kind:?} {what}: a free read is tried again");
            }
        }
    }
}

#[tokio::test]
async fn a_refused_key_is_the_same_everywhere() {
    for kind in KINDS {
        let (error, _) = trouble(kind, &Canned::text(401, KEY)).await;
        assert_eq!(error, ConnectorError::Unauthorized, "{kind:?}");
    }
}

/// Collects what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the log").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn neither_keys_nor_people_are_logged_even_at_the_finest_level() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false);
    let _guard = tracing::subscriber::set_default(subscriber.with_writer(move || writer.clone()).finish());
    // Other tests log nothing and may have told the call sites so; one call makes them known, then they are asked again.
    let _ = trouble(SourceKind::Apollo, &Canned::empty(500)).await;
    tracing::callsite::rebuild_interest_cache();
    for kind in KINDS {
        for answer in [Canned::text(500, KEY), Canned::text(200, KEY), Canned::text(403, KEY)] {
            let (error, _) = trouble(kind, &answer).await;
            assert!(!format!("{error} {error:?}").contains(KEY), "{kind:?}");
        }
    }
    let text = String::from_utf8_lossy(&log.0.lock().expect("the log")).into_owned();
    assert!(text.contains("provider_call"), "something is logged: {text}");
    for secret in [KEY, "amara", "Quist", "tidewater"] {
        assert!(!text.contains(secret), "{secret} is in the log");
    }
}
