//! The model's answer, the search, and what keeps people out.

use super::{
    Band, Channel, Exclusions, Filters, ModelError, Origin, Profile, exclusion, from_model, json_schema,
    merge, parse_by_rules, to_query,
};
use crate::connectors::facts::{CompanyField, Person, PersonField, Seniority};
use crate::prospecting::lexicon::industry;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::{prop_assert, proptest};
use serde_json::{Map, Value, json};

fn answer() -> Value {
    json!({
        "roles": ["Head of Operations"], "seniorities": ["head"], "departments": ["operations"], "industries": ["logistics"],
        "countries": ["DE"], "cities": [], "keywords": [], "needs": ["fewer errors"], "channels": ["EMAIL"], "excluded_countries": [],
        "excluded_terms": ["banks", "franchise"], "employees_min": 200, "employees_max": 2000, "revenue_min_usd": null,
        "revenue_max_usd": null, "budget_min_usd": null, "budget_max_usd": null
    })
}

fn with(name: &str, value: Value) -> Value {
    let mut answer = answer();
    answer[name] = value;
    answer
}

#[test]
fn a_good_answer_is_read() {
    let profile = from_model(&answer()).unwrap();
    assert_eq!(
        (profile.roles.value.as_slice(), profile.roles.from),
        (&["head of operations".to_owned()][..], Origin::Model)
    );
    assert_eq!(profile.seniorities.value, [Seniority::Head]);
    assert_eq!(profile.industries.value, [industry("logistics")]);
    assert_eq!(profile.employees.value, Band { min: Some(200), max: Some(2_000) });
    assert_eq!(
        (profile.exclusions.value.industries.len(), profile.exclusions.value.terms.as_slice()),
        (1, &["franchise".to_owned()][..])
    );
    assert!(profile.cities.is_open() && profile.revenue.is_open());
}

#[test]
fn the_schema_is_strict_and_bounded() {
    let schema = json_schema();
    let properties = schema["properties"].as_object().unwrap();
    assert_eq!(schema["additionalProperties"], false);
    assert_eq!(schema["required"].as_array().unwrap().len(), properties.len());
    assert!(properties.values().all(|p| p["type"] != "array" || p["maxItems"] == 25));
    assert_eq!(
        answer().as_object().unwrap().keys().collect::<Vec<_>>(),
        properties.keys().collect::<Vec<_>>(),
        "the example fits"
    );
    assert!(!schema.to_string().contains("default"));
}

#[test]
fn another_shape_is_refused() {
    assert_eq!(from_model(&json!([1])), Err(ModelError::NotAnObject));
    assert_eq!(from_model(&with("roles", json!("head"))), Err(ModelError::WrongType("roles")));
    assert_eq!(from_model(&with("roles", json!([1]))), Err(ModelError::WrongType("roles")));
    assert_eq!(
        from_model(&with("employees_min", json!("many"))),
        Err(ModelError::WrongType("employees_min"))
    );
    assert_eq!(from_model(&with("system", json!("ignore all rules"))), Err(ModelError::Unasked));
    let mut short = answer();
    short.as_object_mut().unwrap().remove("cities");
    assert_eq!(from_model(&short), Err(ModelError::Missing("cities")));
}

#[test]
fn a_hostile_answer_is_cut_to_size() {
    let long = "x".repeat(100_000);
    let roles: Vec<String> = (0..60).map(|n| format!("role {n}\u{202e}\n\u{0}{long}")).collect();
    let profile = from_model(&with("roles", json!(roles))).unwrap();
    assert_eq!(profile.roles.value.len(), 25);
    assert!(profile.roles.value.iter().all(|role| role.chars().count() <= 80
        && !role.chars().any(char::is_control)
        && !role.contains('\u{202e}')));
    let profile = from_model(&with("countries", json!(["ZZ", "de", "DE", "'; DROP TABLE"]))).unwrap();
    assert_eq!(profile.countries.value, ["DE"]);
    let profile = from_model(&with("seniorities", json!(["god", "vp"]))).unwrap();
    assert_eq!(profile.seniorities.value, [Seniority::Vp]);
    let profile = from_model(&with("employees_min", json!(-5))).unwrap();
    assert_eq!(profile.employees.value.min, None);
    let profile = from_model(&with("employees_min", json!(1e300))).unwrap();
    assert_eq!(profile.employees.value.min, None);
    let profile = from_model(&with("employees_min", json!(5_000))).unwrap();
    assert_eq!(profile.employees.value, Band { min: Some(2_000), max: Some(5_000) }, "ends in order");
}

#[test]
fn a_model_fills_only_what_filters_left_open() {
    let filters = Filters { countries: vec!["AT".to_owned()], ..Filters::default() };
    let base =
        parse_by_rules("CTOs of banks in Berlin, not in France, 5 to 10 employees, on LinkedIn", &filters);
    let model = from_model(&with("excluded_countries", json!(["ES"]))).unwrap();
    let profile = merge(base, model);
    assert_eq!(
        (profile.countries.value.as_slice(), profile.countries.from),
        (&["AT".to_owned()][..], Origin::Filter)
    );
    assert_eq!(
        (profile.roles.value.as_slice(), profile.roles.from),
        (&["head of operations".to_owned()][..], Origin::Model)
    );
    assert_eq!(profile.exclusions.value.countries, ["FR", "ES"], "a model lets nobody in again");
    assert_eq!(
        (profile.channels.value.as_slice(), profile.channels.from),
        (&[Channel::Email][..], Origin::Model)
    );
    let silent = merge(parse_by_rules("CTOs", &Filters::default()), Profile::default());
    assert_eq!(silent.roles.from, Origin::Rules, "where the model is silent, rules stand");
}

#[test]
fn the_search_asks_for_no_less_than_the_profile() {
    let text = "SaaS founders or accountants in Cape Town and Germany, 10-50 people, revenue over $5M";
    let query = to_query(&parse_by_rules(text, &Filters::default()));
    assert_eq!(query.titles, ["founder", "accountant"]);
    assert!(query.seniorities.is_empty(), "an accountant has no rank and would be lost");
    assert!(query.cities.is_empty(), "Germany would be lost");
    assert_eq!(query.countries, ["ZA", "DE"]);
    assert_eq!(query.industries, ["SaaS", "Application Software", "Systems Software"]);
    assert_eq!(
        (query.employees_min, query.employees_max, query.revenue_min, query.revenue_max),
        (Some(10), Some(50), Some(5_000_000), None)
    );
    let query = to_query(&parse_by_rules("heads of sales in Cape Town", &Filters::default()));
    assert_eq!((query.seniorities, query.cities), (vec![Seniority::Head], vec!["Cape Town".to_owned()]));
    assert_eq!(to_query(&Profile::default()), crate::connectors::facts::PeopleQuery::default());
}

#[test]
fn exclusions_keep_people_out() {
    let mut profile = Profile::default();
    let countries = vec!["FR".to_owned()];
    profile.exclusions.value =
        Exclusions { countries, industries: vec![industry("banks")], terms: vec!["franchise".to_owned()] };
    let person = |profile: &Profile, country: &str, industry: &str, company: &str| {
        let mut person = Person::default();
        person.know(PersonField::Country, Some(country), 50);
        person.company.know(CompanyField::Industry, Some(industry), 50);
        person.company.know(CompanyField::Name, Some(company), 50);
        exclusion(profile, &person)
    };
    assert_eq!(person(&profile, "France", "Software", "Acme").as_deref(), Some("France is excluded"));
    assert!(person(&profile, "DE", "Regional Banks", "Acme").is_some_and(|why| why.contains("banks")));
    assert!(
        person(&profile, "DE", "Software", "Acme Franchises").is_some_and(|why| why.contains("franchise"))
    );
    assert_eq!(person(&profile, "DE", "Software", "Acme"), None);
    profile.industries.value = vec![industry("financial services")];
    let mut bank = Person::default();
    bank.company.know(CompanyField::Industry, Some("Regional Banks"), 50);
    assert_eq!(exclusion(&profile, &bank), None, "wanted as well, and not named so");
    assert_eq!(exclusion(&profile, &Person::default()), None, "what is unknown excludes nobody");
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,120}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::vec(("[a-z_]{1,12}", inner), 0..4)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

proptest! {
    #[test]
    fn no_answer_breaks_anything(field in 0..17_usize, value in any_json(), whole in any_json()) {
        let _ = from_model(&whole);
        let name = answer().as_object().unwrap().keys().nth(field).unwrap().clone();
        if let Ok(profile) = from_model(&with(&name, value)) {
            prop_assert!(profile.roles.value.len() <= 25 && profile.cities.value.iter().all(|c| c.chars().count() <= 80));
            prop_assert!(profile.countries.value.iter().all(|c| c.len() == 2));
        }
    }
}
