//! The words mean what people mean by them.

use super::{
    DEMONYMS, REGIONS, US_STATES, city, city_names, closeness, departments, industry, seniority,
    seniority_named, stem,
};
use super::{gics::SECTORS, industry_words};
use crate::connectors::facts::Seniority;
use crate::crm::keys;

#[test]
fn titles_have_ranks() {
    for (title, rank) in [
        ("Founder & CEO", Seniority::Founder),
        ("Co-Founder", Seniority::Founder),
        ("Chief Operating Officer", Seniority::CSuite),
        ("CTO", Seniority::CSuite),
        ("Managing Director", Seniority::CSuite),
        ("VP of Sales", Seniority::Vp),
        ("Senior Vice President, Operations", Seniority::Vp),
        ("Head of Supply Chain", Seniority::Head),
        ("Associate Director", Seniority::Director),
        ("Operations Manager", Seniority::Manager),
        ("Senior Software Engineer", Seniority::Senior),
        ("Junior Buyer", Seniority::Entry),
        ("Executive Assistant to the CEO", Seniority::Entry),
        ("Marketing Intern", Seniority::Intern),
        ("Owner", Seniority::Owner),
        ("Managing Partner", Seniority::Partner),
        ("Heads of Operations", Seniority::Head),
    ] {
        assert_eq!(seniority(title), Some(rank), "{title}");
    }
    assert_eq!(
        (seniority("Accountant"), seniority("Product Owner"), seniority("Headhunter")),
        (None, None, None)
    );
    assert_eq!((seniority_named("c_suite"), seniority_named("wizard")), (Some(Seniority::CSuite), None));
}

#[test]
fn titles_have_departments() {
    assert_eq!(departments("Supply Chain Director"), ["supply chain"]);
    assert_eq!(departments("Head of Sales and Marketing"), ["sales", "marketing"]);
    assert_eq!(departments("Founder & CEO"), ["executive"]);
    assert_eq!(departments("Vice President of Engineering"), ["engineering"]);
    assert!(departments("Astronaut").is_empty());
}

#[test]
fn industries_meet_whatever_they_are_called() {
    let logistics = industry("logistics");
    assert_eq!(logistics.sector.as_deref(), Some("Industrials"));
    assert_eq!(closeness(&logistics, "Air Freight & Logistics"), 100);
    assert_eq!(closeness(&logistics, "Logistics & Supply Chain"), 100);
    assert_eq!(closeness(&logistics, "Passenger Airlines"), 60);
    assert_eq!(closeness(&logistics, "Regional Banks"), 0);
    assert_eq!(closeness(&industry("SaaS"), "Application Software"), 100);
    assert_eq!(closeness(&industry("SaaS"), "computer software"), 100);
    assert_eq!(closeness(&industry("basket weaving"), "Basket Weaving"), 100);
    assert_eq!(closeness(&industry("banks"), "banking"), 100);
}

#[test]
fn every_word_for_an_industry_leads_to_a_real_one() {
    for (said, sector, subs) in industry_words::rows().filter(|row| !row.1.is_empty()) {
        let (_, real) = SECTORS.iter().find(|(name, _)| *name == sector).expect(sector);
        assert!(!subs.is_empty() && subs.iter().all(|sub| real.contains(sub)), "{said:?}: {subs:?}");
    }
    let mut all: Vec<&str> = industry_words::rows().flat_map(|row| row.0).collect();
    assert!(all.len() > 200);
    all.sort_unstable();
    let twice: Vec<_> = all.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
fn places_are_real() {
    for (name, city) in city_names() {
        assert!(keys::country(city.country).is_ok() && keys::time_zone(city.zone).is_ok(), "{name}");
    }
    assert!(REGIONS.iter().flat_map(|(_, codes)| *codes).all(|code| keys::country(code).is_ok()));
    assert!(DEMONYMS.iter().all(|(_, code)| keys::country(code).is_ok()));
    assert!(US_STATES.iter().all(|(_, zone)| keys::time_zone(zone).is_ok()));
    assert_eq!(city("SAO PAULO", None).map(|c| c.country), Some("BR"));
    assert_eq!(city("Dublin", Some("us")), None, "another Dublin");
    assert_eq!(city("St Louis", Some("US")).map(|c| c.zone), Some("America/Chicago"));
}

#[test]
fn stems_are_singular() {
    for (plural, singular) in [
        ("directors", "director"),
        ("companies", "company"),
        ("businesses", "business"),
        ("vps", "vp"),
        ("us", "us"),
        ("taxes", "tax"),
        ("boss", "boss"),
    ] {
        assert_eq!(stem(plural), singular);
    }
}
