//! Descriptions as people write them.

use super::parse_by_rules;
use crate::connectors::facts::Seniority;
use crate::prospecting::profile::{Band, Channel, Filters, Origin, Profile};

fn read(text: &str) -> Profile {
    parse_by_rules(text, &Filters::default())
}

fn band(min: u64, max: u64) -> Band {
    Band { min: Some(min), max: Some(max) }
}

fn said(profile: &Profile) -> Vec<&str> {
    profile.industries.value.iter().map(|i| i.said.as_str()).collect()
}

#[test]
fn warehouse_robots() {
    let profile = read(
        "We sell warehouse robots to logistics companies in Germany and the Netherlands with 200-2000 employees; talk to heads of operations or supply chain directors",
    );
    assert_eq!(profile.roles.value, ["head of operations", "supply chain director"]);
    assert_eq!(profile.seniorities.value, [Seniority::Head, Seniority::Director]);
    assert_eq!(profile.departments.value, ["operations", "supply chain"]);
    assert_eq!(said(&profile), ["logistics"]);
    assert_eq!(profile.countries.value, ["DE", "NL"]);
    assert_eq!(profile.employees.value, band(200, 2_000));
    assert_eq!(profile.needs.value, ["warehouse robots"]);
    assert!(
        profile.revenue.is_open()
            && profile.cities.is_open()
            && profile.exclusions.is_open()
            && profile.channels.is_open()
    );
    assert_eq!(profile.roles.from, Origin::Rules);
}

#[test]
fn founders_in_cape_town() {
    let profile = read("SaaS founders in Cape Town, 10–50 people, revenue over $5M");
    assert_eq!(profile.roles.value, ["founder"]);
    assert_eq!(said(&profile), ["SaaS"]);
    assert_eq!(
        (profile.cities.value.as_slice(), profile.countries.value.as_slice()),
        (&["Cape Town".to_owned()][..], &["ZA".to_owned()][..])
    );
    assert_eq!(profile.employees.value, band(10, 50));
    assert_eq!(profile.revenue.value, Band { min: Some(5_000_000), max: None });
}

#[test]
fn what_is_sold_is_not_who_is_looked_for() {
    let profile = read(
        "We provide insurance for software companies that struggle with claims handling, but not in France.",
    );
    assert_eq!(said(&profile), ["software"]);
    assert_eq!(profile.needs.value, ["claims handling", "insurance"]);
    assert_eq!(profile.exclusions.value.countries, ["FR"]);
    assert!(profile.countries.is_open());
    let profile = read("We are a marketing agency looking for dentists in the UK");
    assert!(
        said(&profile) != ["marketing agency"]
            && profile.roles.value == ["dentist"]
            && profile.countries.value == ["GB"]
    );
}

#[test]
fn titles_in_every_form() {
    for (text, roles) in [
        ("CEOs, CTOs and co-founders", vec!["ceo", "cto", "co founder"]),
        ("Heads of Sales and Marketing", vec!["head of sales", "head of marketing"]),
        ("sales and marketing managers at banks", vec!["sales manager", "marketing manager"]),
        (
            "VP of Customer Success or Chief Revenue Officer",
            vec!["vp of customer success", "chief revenue officer"],
        ),
        ("head of nursing in hospitals", vec!["head of nursing"]),
        ("Vice Presidents of Engineering", vec!["vice president of engineering"]),
        ("IT directors", vec!["it director"]),
        ("Supply chain directors at retailers", vec!["supply chain director"]),
        ("We want to reach supply chain directors", vec!["supply chain director"]),
        ("it is about growth", vec![]),
        ("people who lead", vec![]),
        ("managing directors of mid-sized manufacturers", vec!["managing director"]),
        (
            "HR managers and talent acquisition specialists",
            vec!["hr manager", "talent acquisition specialist"],
        ),
    ] {
        assert_eq!(read(text).roles.value, roles, "{text}");
    }
    let profile = read("decision makers in finance teams");
    assert_eq!(
        profile.seniorities.value,
        [Seniority::CSuite, Seniority::Vp, Seniority::Director, Seniority::Head]
    );
    assert_eq!(profile.departments.value, ["finance"]);
    assert!(read("software engineers at banks").industries.value.iter().all(|i| i.said == "banks"));
}

#[test]
fn amounts_in_every_form() {
    let open = |min: Option<u64>, max: Option<u64>| Band { min, max };
    for (text, employees) in [
        ("50+ employees", open(Some(50), None)),
        ("up to 50 people", open(None, Some(50))),
        ("more than 1,000 staff", open(Some(1_000), None)),
        ("between 1k and 5k employees", band(1_000, 5_000)),
        ("headcount: 50 - 200", band(50, 200)),
        ("company size 11 to 50", band(11, 50)),
        ("over 50 but under 500 employees", band(50, 500)),
        ("no more than 200 employees", open(None, Some(200))),
        ("at least 20 people", open(Some(20), None)),
        ("a team of 30", band(15, 60)),
        ("200 employees or more", open(Some(200), None)),
        ("1.000 employees minimum, min. 1.000 employees", band(500, 2_000)),
        ("500-strong companies", band(250, 1_000)),
        ("startups in Berlin", band(1, 50)),
        ("mid-sized companies", band(100, 1_000)),
        ("enterprise software vendors", Band::default()),
        ("top 500 companies founded after 2015, 50% growth", Band::default()),
        ("0 employees", Band::default()),
    ] {
        assert_eq!(read(text).employees.value, employees, "{text}");
    }
    for (text, revenue) in [
        ("annual revenue between 5 and 50 million USD", band(5_000_000, 50_000_000)),
        ("$5-10M ARR", band(5_000_000, 10_000_000)),
        ("turnover of €10m–50m", band(11_000_000, 55_000_000)),
        ("revenue up to R20 million", open(None, Some(1_100_000))),
        ("doing $2.5m+ in revenue", open(Some(2_500_000), None)),
        ("that raised $10M", Band::default()),
        ("companies over $1bn", open(Some(1_000_000_000), None)),
    ] {
        assert_eq!(read(text).revenue.value, revenue, "{text}");
    }
    let profile = read("20 to 80 employees, $3M-$9M in revenue, budget of up to $20k");
    assert_eq!(
        (profile.employees.value, profile.revenue.value, profile.budget.value),
        (band(20, 80), band(3_000_000, 9_000_000), open(None, Some(20_000)))
    );
}

#[test]
fn places_in_every_form() {
    for (text, countries, cities) in [
        ("CTOs in the US and U.K.", vec!["US", "GB"], vec![]),
        ("Dutch and South African retailers", vec!["NL", "ZA"], vec![]),
        ("manufacturers in DACH", vec!["DE", "AT", "CH"], vec![]),
        ("founders in new york and london", vec!["US", "GB"], vec!["New York", "London"]),
        ("banks in Birmingham, Alabama", vec!["US"], vec!["Birmingham"]),
        ("nice people who like reading and talk to us", vec![], vec![]),
        ("hotels in Nice", vec!["FR"], vec!["Nice"]),
        ("São Paulo fintechs", vec!["BR"], vec!["São Paulo"]),
        ("German-speaking managers in Zürich", vec!["CH"], vec!["Zurich"]),
        ("Texas oil companies", vec!["US"], vec![]),
        ("United Arab Emirates, Côte d'Ivoire", vec!["AE", "CI"], vec![]),
        ("we polish turkey", vec![], vec![]),
    ] {
        let profile = read(text);
        assert_eq!(
            (profile.countries.value, profile.cities.value),
            (
                countries.into_iter().map(str::to_owned).collect(),
                cities.into_iter().map(str::to_owned).collect()
            ),
            "{text}"
        );
    }
}

#[test]
fn whom_to_leave_out() {
    let profile = read(
        "Retailers in Europe, excluding Germany, France and Spain; no agencies or consultancies, without franchises",
    );
    let out = &profile.exclusions.value;
    assert_eq!(out.countries, ["DE", "FR", "ES"]);
    assert_eq!(
        out.industries.iter().map(|i| i.said.as_str()).collect::<Vec<_>>(),
        ["agencies", "consultancies"]
    );
    assert_eq!(out.terms, ["franchises"]);
    assert!(
        profile.countries.value.contains(&"IT".to_owned())
            && !profile.countries.value.contains(&"DE".to_owned())
    );
    assert_eq!(said(&profile), ["Retailers"]);
    let profile = read("Operations leaders at 3PL providers, avoid freight brokers and insurance companies");
    let out = &profile.exclusions.value;
    assert_eq!(
        (out.industries.len(), out.industries[0].said.as_str(), out.terms.as_slice()),
        (1, "insurance companies", &["freight brokers".to_owned()][..])
    );
    assert!(read("non-profit organisations, no more than 50 people, not only in Kenya").exclusions.is_open());
}

#[test]
fn channels_and_keywords() {
    let profile = read(
        "Reach marketing managers on LinkedIn or by e-mail, at shops using Shopify or \"headless commerce\"",
    );
    assert_eq!(profile.channels.value, [Channel::Linkedin, Channel::Email]);
    assert_eq!(profile.keywords.value, ["headless commerce", "Shopify"]);
    assert!(read("email marketing companies").channels.is_open());
}

#[test]
fn filters_always_win() {
    let filters = Filters {
        roles: vec!["Plant Manager".to_owned()],
        countries: vec!["Austria".to_owned()],
        employees: Band { min: Some(900), max: Some(100) },
        industries: vec!["mining".to_owned()],
        ..Filters::default()
    };
    let profile =
        parse_by_rules("CTOs of banks in Berlin with 5 to 10 employees, revenue over $5M", &filters);
    assert_eq!(
        (profile.roles.value.as_slice(), profile.roles.from),
        (&["plant manager".to_owned()][..], Origin::Filter)
    );
    assert_eq!(
        (profile.seniorities.value.as_slice(), profile.departments.value.as_slice()),
        (&[Seniority::Manager][..], &["manufacturing".to_owned()][..])
    );
    assert_eq!(
        (profile.countries.value.as_slice(), profile.cities.is_open()),
        (&["AT".to_owned()][..], true),
        "Berlin is not in Austria"
    );
    assert_eq!((profile.employees.value, profile.employees.from), (band(100, 900), Origin::Filter));
    assert_eq!(said(&profile), ["mining"]);
    assert_eq!(profile.revenue.from, Origin::Rules);
}
