//! The program's own connectors against the sandbox: do the two halves understand each other?

use super::support::Lab;
use crate::support::colleagues::known_to_hunter;
use leadwire::{
    base::{clock::SystemClock, random::Random},
    connectors::{
        ConnectorError, Connectors, Source, SourceKind, SourceSettings,
        clue::{CompanyClue, CompanyQuery, PersonClue},
        facts::{CompanyField, Found, PeopleQuery, Person, PersonField},
        http::{HttpClient, HttpSettings, OpenGate},
        ports::{CompletionRequest, EmailStatus},
    },
    sandbox::{Provider, SandboxSettings},
};
use serde_json::{Value, json};
use std::{collections::HashSet, sync::Arc};

fn source(lab: &Lab, kind: SourceKind, config: Value) -> Source {
    let settings = HttpSettings { allow_private_addresses: true, ..HttpSettings::default() };
    let http = HttpClient::new(settings, Arc::new(OpenGate), Random::seeded(1), Arc::new(SystemClock));
    let credentials = match kind {
        SourceKind::Zoominfo => json!({"clientId": "sandbox", "clientSecret": "s"}),
        SourceKind::HttpApi => json!({}),
        _ => json!({"apiKey": "sandbox"}),
    };
    let settings = SourceSettings {
        kind,
        account: "account".into(),
        config,
        credentials: credentials.to_string().into(),
        base: None,
    };
    let connectors = Connectors::new(http, lab.sandbox.hosts().unwrap());
    connectors.source(&settings).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn linkedin() -> Value {
    json!({"dsn": "api1.unipile.com:13111", "accountId": "acc_sandbox"})
}

fn directory(lab: &Lab) -> Value {
    let base = lab.sandbox.base(Provider::Directory);
    json!({"baseUrl": base, "people": {
        "path": "/people", "items": "/results", "externalId": "/id",
        "query": {"title": "{title}", "country": "{country}", "industry": "{industry}"},
        "person": {"fullName": "/name", "title": "/role", "email": "/email", "country": "/country"},
        "company": {"name": "/company/name", "domain": "/company/website"},
        "page": {"style": "page", "next": "/next_page"},
    }})
}

fn sales() -> PeopleQuery {
    PeopleQuery {
        titles: vec!["head of sales".into()],
        industries: vec!["logistics".into()],
        countries: vec!["US".into()],
        ..PeopleQuery::default()
    }
}

async fn all_pages(source: &Source) -> Vec<Person> {
    let (mut people, mut page) = (Vec::new(), None::<String>);
    loop {
        let port = source.find_people().unwrap();
        let Found { items, next, .. } = port.find_people(&sales(), page.as_deref(), 10).await.unwrap().value;
        people.extend(items);
        match next {
            Some(next) => page = Some(next),
            None => return people,
        }
    }
}

#[tokio::test]
async fn every_source_that_finds_people_finds_some_and_comes_to_an_end() {
    let lab = Lab::start().await;
    for (kind, config) in [
        (SourceKind::Apollo, json!({})),
        (SourceKind::Zoominfo, json!({})),
        (SourceKind::Linkedin, linkedin()),
        (SourceKind::HttpApi, directory(&lab)),
    ] {
        let people = all_pages(&source(&lab, kind, config)).await;
        assert!(people.len() >= 8, "{kind:?} found {}", people.len());
        let ids: HashSet<_> = people.iter().filter_map(|person| person.external_id.as_ref()).collect();
        assert_eq!(ids.len(), people.len(), "{kind:?} repeats itself");
        assert!(people.iter().all(|person| person.get(PersonField::Title).is_some()), "{kind:?}");
    }
    assert_eq!(lab.calls().await["calls"], json!([]));
}

#[tokio::test]
async fn odd_rows_cost_no_page() {
    let lab = Lab::with(SandboxSettings { bad_data_rate: 0.5, ..SandboxSettings::default() }).await;
    for (kind, config) in [
        (SourceKind::Apollo, json!({})),
        (SourceKind::Zoominfo, json!({})),
        (SourceKind::Linkedin, linkedin()),
        (SourceKind::HttpApi, directory(&lab)),
    ] {
        let people = all_pages(&source(&lab, kind, config)).await;
        assert!(people.len() >= 6, "{kind:?} found {}", people.len());
    }
}

#[tokio::test]
async fn people_found_are_enriched_by_their_own_source() {
    let lab = Lab::start().await;
    for (kind, config, is_paid) in [
        (SourceKind::Apollo, json!({}), true),
        (SourceKind::Zoominfo, json!({"phones": true}), true),
        (SourceKind::Linkedin, linkedin(), false),
    ] {
        let source = source(&lab, kind, config);
        let people = all_pages(&source).await;
        let port = source.enrich_person().unwrap();
        let clues: Vec<_> = people.iter().take(port.batch()).map(PersonClue::from).collect();
        let known = port.enrich_people(&clues).await.unwrap();
        assert_eq!(known.price.credits_milli > 0, is_paid, "{kind:?}");
        for (asked, found) in clues.iter().zip(&known.value) {
            let found = found.as_ref().unwrap_or_else(|| panic!("{kind:?} lost {asked:?}"));
            assert!(found.get(PersonField::LastName).is_some(), "{kind:?}");
        }
    }
    assert_eq!(lab.calls().await["most_per_fact"], json!(1));
}

#[tokio::test]
async fn hunter_finds_and_checks_addresses() {
    let lab = Lab::start().await;
    let hunter = source(&lab, SourceKind::Hunter, json!({}));
    let (mut found, mut valid) = (0, 0);
    for person in all_pages(&source(&lab, SourceKind::HttpApi, directory(&lab))).await {
        let clue = PersonClue::from(&person);
        let answer = hunter.find_email().unwrap().find_email(&clue).await;
        let Some(person) = answer.ok().and_then(|answer| answer.value) else { continue };
        let Some(email) = person.get(PersonField::Email) else { continue };
        found += 1;
        let checked = hunter.verify_email().unwrap().verify_email(email).await;
        valid += u32::from(checked.is_ok_and(|it| it.value.status == EmailStatus::Valid));
    }
    assert!(found >= 5 && valid >= 3, "{found} found, {valid} valid");
}

#[tokio::test]
async fn hunter_tells_who_works_at_companies_and_what_it_costs() {
    let lab = Lab::start().await;
    let hunter = source(&lab, SourceKind::Hunter, json!({}));
    let port = hunter.find_people().unwrap();
    let domains = ["aosmith.example", "nowhere.example", "fedex.example"].map(str::to_owned);
    let query = PeopleQuery { company_domains: domains.to_vec(), ..PeopleQuery::default() };
    let (mut people, mut credits, mut page, mut asked) = (Vec::new(), 0, None::<String>, 0);
    loop {
        let found = port.find_people(&query, page.as_deref(), 4).await.unwrap();
        assert!(found.value.items.len() <= 4 && found.price <= port.find_people_price(4));
        assert!(!found.value.is_cut_off);
        people.extend(found.value.items);
        credits += found.price.credits_milli;
        asked += 1;
        match found.value.next {
            Some(next) => page = Some(next),
            None => break,
        }
    }
    let emails: HashSet<_> = people.iter().filter_map(|person| person.get(PersonField::Email)).collect();
    assert_eq!(emails.len(), people.len(), "nobody twice");
    for domain in &domains {
        let of = people.iter().filter(|person| person.company.get(CompanyField::Domain) == Some(domain));
        assert_eq!(of.count(), known_to_hunter(domain), "{domain}");
    }
    let pages = domains.iter().map(|domain| known_to_hunter(domain).div_ceil(4).max(1));
    assert_eq!(asked, pages.sum::<usize>());
    assert!(people.iter().all(|person| person.get(PersonField::Title).is_some()));
    let calls = lab.calls().await;
    let paid = calls["calls"].as_array().unwrap().iter().map(|call| call["millicredits"].as_i64().unwrap());
    assert_eq!((paid.sum::<i64>(), &calls["most_per_fact"]), (credits, &json!(1)), "{calls:#}");
}

#[tokio::test]
async fn hunters_search_is_held_back_like_its_other_calls() {
    let lab = Lab::with(SandboxSettings { rate_limit_per_minute: 1, ..SandboxSettings::default() }).await;
    let hunter = source(&lab, SourceKind::Hunter, json!({}));
    let query = PeopleQuery { company_domains: vec!["aosmith.example".into()], ..PeopleQuery::default() };
    let ask = || hunter.find_people().unwrap().find_people(&query, None, 10);
    assert!(!ask().await.unwrap().value.items.is_empty());
    assert!(matches!(ask().await, Err(ConnectorError::RateLimited { after: Some(_) })));
    assert_eq!(lab.calls().await["calls"][0]["count"], json!(1), "what was not answered was not paid");
}

#[tokio::test]
async fn companies_are_enriched_alike_and_found_by_crunchbase() {
    let lab = Lab::start().await;
    let clue = CompanyClue { domain: Some("fedex.example".into()), ..CompanyClue::default() };
    for (kind, config) in [
        (SourceKind::Apollo, json!({})),
        (SourceKind::Clearbit, json!({"via": "hunter"})),
        (SourceKind::Clearbit, json!({"via": "clearbit"})),
        (SourceKind::Crunchbase, json!({})),
        (SourceKind::Zoominfo, json!({})),
    ] {
        let source = source(&lab, kind, config);
        let company = source.enrich_company().unwrap().enrich_company(&clue).await.unwrap().value.unwrap();
        assert_eq!(company.get(CompanyField::Name), Some("FedEx"), "{kind:?}");
        assert_eq!(company.get(CompanyField::Domain), Some("fedex.example"), "{kind:?}");
        assert!(company.get(CompanyField::EmployeeCount).is_some(), "{kind:?}");
    }
    let crunchbase = source(&lab, SourceKind::Crunchbase, json!({"funding": true}));
    let query = CompanyQuery {
        industries: vec!["logistics".into()],
        countries: vec!["US".into()],
        ..CompanyQuery::default()
    };
    let found = crunchbase.find_companies().unwrap().find_companies(&query, None, 25).await.unwrap().value;
    assert!(found.items.len() >= 5, "{}", found.items.len());
}

#[tokio::test]
async fn every_probe_is_content() {
    let lab = Lab::start().await;
    for (kind, config) in [
        (SourceKind::Apollo, json!({})),
        (SourceKind::Hunter, json!({})),
        (SourceKind::Clearbit, json!({"via": "hunter"})),
        (SourceKind::Clearbit, json!({"via": "clearbit"})),
        (SourceKind::Crunchbase, json!({})),
        (SourceKind::Zoominfo, json!({})),
        (SourceKind::Linkedin, linkedin()),
        (SourceKind::Model, json!({"model": "sandbox-rules"})),
    ] {
        let source = source(&lab, kind, config.clone());
        let probed = source.probe().unwrap().probe().await;
        assert!(probed.is_ok(), "{kind:?} {config}: {probed:?}");
    }
    assert_eq!(lab.calls().await["calls"], json!([]));
}

#[tokio::test]
async fn a_model_keeps_to_the_schema_even_when_it_mumbles() {
    let lab = Lab::start().await;
    let list = json!({"type": "array", "items": {"type": "string"}});
    let request = CompletionRequest {
        system: "Read the description of an ideal client. Answer as JSON.".into(),
        user: "Heads of sales at logistics companies in Germany".into(),
        schema_name: "profile".into(),
        schema: json!({"type": "object", "additionalProperties": false, "required": ["titles", "countries"],
                       "properties": {"titles": list, "countries": list}}),
        max_tokens: 300,
    };
    for model in ["sandbox-rules", "sandbox-fenced", "sandbox-nousage"] {
        let source = source(&lab, SourceKind::Model, json!({ "model": model }));
        let answer = source.complete().unwrap().complete(&request).await.unwrap().value;
        assert_eq!(answer.value["countries"], json!(["DE"]), "{model}");
        assert_eq!(answer.value["titles"], json!(["Head of Sales"]), "{model}");
    }
    for model in ["sandbox-refusal", "sandbox-cut", "sandbox-prose", "sandbox-hostile", "missing"] {
        let source = source(&lab, SourceKind::Model, json!({ "model": model }));
        assert!(source.complete().unwrap().complete(&request).await.is_err(), "{model}");
    }
}
