//! Hunter's domain search on the wire: who works at companies that are named.

use super::support::{KEY, source, stage};
use crate::support::scripted::Canned;
use leadwire::connectors::{
    ConnectorError, Rejection, Source, SourceKind,
    facts::{CompanyField, Found, PeopleQuery, Person, PersonField, Seniority},
};
use serde_json::{Value, json};

fn at(domains: &[&str]) -> PeopleQuery {
    let company_domains = domains.iter().map(|domain| (*domain).to_owned()).collect();
    PeopleQuery { company_domains, ..PeopleQuery::default() }
}

fn row(name: &str) -> Value {
    json!({"value": format!("{name}@tidewater.example"), "type": "personal", "confidence": 91, "first_name": name,
        "last_name": "Quist", "position": "Operations Director", "department": "operations", "seniority": "executive",
        "linkedin": "https://www.linkedin.com/in/quist", "twitter": null, "phone_number": null,
        "verification": {"date": "2026-05-20", "status": "valid"}, "sources": []})
}

fn shown(rows: &[Value], all: u64) -> Canned {
    Canned::json(
        200,
        &json!({"data": {"domain": "tidewater.example", "accept_all": false, "pattern": "{first}", "webmail": false,
            "organization": "Tidewater Foods", "emails": rows}, "meta": {"results": all, "limit": 2, "offset": 0}}),
    )
}

fn error(status: u16, id: &str) -> Canned {
    Canned::json(status, &json!({"errors": [{"id": id, "code": status, "details": "You have reached it."}]}))
}

async fn ask(
    hunter: &Source,
    query: &PeopleQuery,
    page: Option<&str>,
) -> Result<Found<Person>, ConnectorError> {
    Ok(hunter.find_people().unwrap().find_people(query, page, 2).await?.value)
}

#[tokio::test]
async fn domains_are_read_one_after_the_other_to_their_ends() {
    let script = vec![
        shown(&[row("amara"), row("naledi")], 3),
        shown(&[row("ivo")], 3),
        shown(&[], 0),
        error(404, "not_found"),
        error(451, "claimed_email"),
        shown(&[row("jonas")], 1),
    ];
    let (server, connectors) = stage(script).await;
    let hunter = source(&connectors, SourceKind::Hunter);
    let query =
        at(&["tidewater.example", "empty.example", "unknown.example", "claimed.example", "last.example"]);
    let (mut names, mut page) = (vec![], None::<String>);
    loop {
        let found = ask(&hunter, &query, page.as_deref()).await.unwrap();
        names.extend(found.items.iter().filter_map(|it| it.get(PersonField::FirstName).map(str::to_owned)));
        assert!(!found.is_cut_off);
        page = found.next;
        if page.is_none() {
            break;
        }
    }
    assert_eq!(names, ["amara", "naledi", "ivo", "jonas"]);
    let asked: Vec<_> = server
        .seen()
        .iter()
        .map(|it| (it.query("domain").unwrap().to_owned(), it.query("offset").unwrap().to_owned()))
        .collect();
    let expected = [
        ("tidewater.example", "0"),
        ("tidewater.example", "2"),
        ("empty.example", "0"),
        ("unknown.example", "0"),
        ("claimed.example", "0"),
        ("last.example", "0"),
    ];
    assert_eq!(asked, expected.map(|(domain, offset)| (domain.to_owned(), offset.to_owned())));
}

#[tokio::test]
async fn the_question_is_spelled_as_hunter_wants_it_and_the_answer_is_taken_as_facts() {
    let (server, connectors) = stage(vec![shown(&[row("amara"), json!(7), json!({"value": null})], 3)]).await;
    let hunter = source(&connectors, SourceKind::Hunter);
    let query = PeopleQuery {
        seniorities: vec![Seniority::CSuite, Seniority::Founder],
        departments: vec!["Supply chain".into(), "beekeeping".into()],
        titles: vec!["COO".into()],
        ..at(&["tidewater.example"])
    };
    let found = hunter.find_people().unwrap().find_people(&query, None, 500).await.unwrap();
    let seen = server.only();
    assert_eq!((seen.path.as_str(), seen.query("domain")), ("/v2/domain-search", Some("tidewater.example")));
    assert_eq!((seen.query("limit"), seen.query("type")), (Some("100"), Some("personal")));
    assert_eq!((seen.query("seniority"), seen.query("department")), (Some("executive"), Some("operations")));
    assert_eq!((seen.header("x-api-key"), seen.query("api_key")), (Some(KEY), None));
    assert_eq!(found.value.items.len(), 1, "odd rows cost no page");
    let amara = &found.value.items[0];
    assert_eq!(amara.get(PersonField::Email), Some("amara@tidewater.example"));
    assert_eq!((amara.facts[0].confidence, amara.facts[0].is_validated), (91, true));
    assert_eq!(
        amara.get(PersonField::Seniority),
        Some("director"),
        "by the title, not by Hunter's three levels"
    );
    assert_eq!(amara.get(PersonField::Department), Some("operations"));
    assert_eq!(amara.company.get(CompanyField::Name), Some("Tidewater Foods"));
    assert_eq!(amara.company.get(CompanyField::Domain), Some("tidewater.example"));
    assert!(!amara.is_forbidden);
}

#[tokio::test]
async fn ten_addresses_are_a_credit_and_none_are_free() {
    let rows = |count: usize| (0..count).map(|n| row(&format!("n{n}"))).collect::<Vec<_>>();
    for (count, credits) in [(0, 0), (1, 1), (10, 1), (11, 2), (25, 3)] {
        let (_server, connectors) = stage(vec![shown(&rows(count), count as u64)]).await;
        let hunter = source(&connectors, SourceKind::Hunter);
        let port = hunter.find_people().unwrap();
        let found = port.find_people(&at(&["tidewater.example"]), None, 25).await.unwrap();
        assert_eq!((found.price.credits_milli, found.value.items.len()), (credits * 1000, count));
        assert!(found.price <= port.find_people_price(25), "no more than was reserved");
    }
    let (_server, connectors) = stage(vec![]).await;
    let hunter = source(&connectors, SourceKind::Hunter);
    let port = hunter.find_people().unwrap();
    assert_eq!(port.find_people_price(25).credits_milli, 3000);
    assert_eq!((port.find_people_price(900).credits_milli, port.find_people_most()), (10_000, 100));
}

#[tokio::test]
async fn without_a_company_nobody_is_asked() {
    let (server, connectors) = stage(vec![shown(&[row("amara")], 1)]).await;
    let hunter = source(&connectors, SourceKind::Hunter);
    assert!(hunter.find_people().unwrap().needs_domains());
    let query = PeopleQuery { titles: vec!["COO".into()], ..PeopleQuery::default() };
    assert_eq!(ask(&hunter, &query, None).await.unwrap_err().name(), "bad_request");
    for page in ["2:1:0", "2:a:0", "2:0", "x"] {
        let odd = ask(&hunter, &at(&["tidewater.example"]), Some(page)).await;
        assert_eq!(odd.unwrap_err().name(), "bad_request", "{page}");
    }
    assert_eq!(server.seen().len(), 0);
}

#[tokio::test]
async fn a_paid_search_is_never_repeated_by_itself() {
    let used_up = ConnectorError::rejected(Rejection::OutOfCredits, "the plan's requests are used up");
    let cases: [(Canned, Result<&str, ConnectorError>); 7] = [
        (Canned::json(202, &json!({"data": null})), Err(ConnectorError::later(5))),
        (error(403, "too_many_requests"), Err(ConnectorError::later(1))),
        (error(429, "usage_exceeded"), Err(used_up)),
        (error(400, "invalid_department"), Ok("bad_request")),
        (error(200, "internal_error"), Ok("unreachable")),
        (Canned::json(200, &json!({"data": null, "meta": {}})), Ok("malformed")),
        (Canned::empty(500), Ok("unreachable")),
    ];
    for (answer, expected) in cases {
        let (server, connectors) = stage(vec![answer]).await;
        let refused = ask(&source(&connectors, SourceKind::Hunter), &at(&["tidewater.example"]), None).await;
        let refused = refused.unwrap_err();
        match expected {
            Ok(name) => assert_eq!(refused.name(), name),
            Err(error) => assert_eq!(refused, error),
        }
        assert!(!format!("{refused:?}").contains(KEY));
        assert_eq!(server.seen().len(), 1, "{refused:?}");
    }
}
