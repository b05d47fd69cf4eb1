//! The world behind the answers: real companies, invented people, always the same.

use leadwire::sandbox::{
    Provider,
    world::{
        CompanyFilter, PeopleFilter, World,
        person::{Oddity, Persona},
    },
};
use std::collections::HashSet;

#[test]
fn the_503_listings_are_500_companies_with_8_to_25_people_each() {
    let world = World::seeded(1);
    assert_eq!(world.companies().len(), 500);
    let domains: HashSet<_> = world.companies().iter().map(|company| &company.domain).collect();
    assert_eq!(domains.len(), 500);
    for company in world.companies() {
        assert!(company.domain.ends_with(".example") && company.domain.len() > 9, "{}", company.domain);
        assert!((8..=25).contains(&world.people_of(company).len()));
        assert!((30..=40_000).contains(&company.employees), "{}", company.employees);
        assert!(!company.headquarters.time_zone.is_empty());
    }
    assert!(world.company_by_site("https://www.aosmith.example/about").is_some());
    assert_eq!(world.company_by_name("Home Depot (The)").unwrap().name, "The Home Depot");
    assert_eq!(world.company_by_name("adobe").unwrap().legal_name, "Adobe Inc.");
}

#[test]
fn everybody_is_reachable_by_what_is_known_of_them_and_by_nothing_else() {
    let world = World::seeded(7);
    for persona in world.people() {
        let company = world.employer(persona);
        let by_profile =
            world.person_by_linkedin(&format!("https://www.linkedin.com/in/{}/", persona.linkedin_id(0)));
        assert_eq!(by_profile.map(|found| found.id), Some(persona.id));
        let by_name = world.person_by_name(&persona.full_name(), company);
        assert_eq!(by_name.map(|found| found.id), Some(persona.id));
        match persona.email(company) {
            Some(email) => {
                assert!(email.is_ascii() && email.ends_with(".example"), "{email}");
                assert_eq!(world.person_by_email(&email).map(|found| found.id), Some(persona.id));
            }
            None => assert_eq!(persona.oddity, Oddity::NoEmail),
        }
        assert!(world.person_by_email(&persona.guessed_email(company)).is_none());
    }
}

#[test]
fn telephone_numbers_are_those_of_films() {
    let world = World::seeded(1);
    for persona in world.people() {
        let phone = persona.phone(world.employer(persona));
        let is_fiction = match phone.strip_prefix("+1") {
            Some(rest) => rest.len() == 10 && rest[3..].starts_with("55501"),
            None => phone.starts_with("+44207946"),
        };
        assert!(is_fiction, "{phone}");
        assert!(phonenumber::parse(None, &phone).is_ok_and(|number| number.is_valid()), "{phone}");
    }
}

#[test]
fn a_few_percent_are_odd_and_every_oddity_occurs() {
    let world = World::seeded(1);
    let share = |oddity| {
        world.people().iter().filter(|persona| persona.oddity == oddity).count() * 1000 / world.people().len()
    };
    for oddity in [Oddity::NoEmail, Oddity::Claimed, Oddity::TwoLinkedIns, Oddity::StaleTitle] {
        assert!((10..=70).contains(&share(oddity)), "{oddity:?}: {}", share(oddity));
    }
    assert!(world.companies().iter().any(|company| company.is_catch_all));
}

#[test]
fn every_company_has_somebody_in_charge_of_each_thing_and_no_title_twice() {
    let world = World::seeded(5);
    for company in world.companies() {
        let titles: Vec<_> = world.people_of(company).iter().map(|persona| persona.role().title).collect();
        assert_eq!(titles.iter().collect::<HashSet<_>>().len(), titles.len(), "{titles:?}");
        for department in ["sales", "engineering", "marketing", "operations", "finance", "human_resources"] {
            let leads = ["c_suite", "vp", "head", "director"];
            let mut people = world.people_of(company).iter().map(Persona::role);
            assert!(people.any(|role| role.department == department && leads.contains(&role.seniority)));
        }
        assert!(world.people_of(company).iter().all(|persona| persona.role() != persona.former_role()));
    }
}

#[test]
fn another_seed_is_another_world_and_the_same_seed_the_same() {
    let names = |seed| World::seeded(seed).people().iter().map(Persona::full_name).collect::<Vec<_>>();
    assert_eq!(names(3), names(3));
    assert_ne!(names(3), names(4));
}

#[test]
fn a_search_finds_all_that_fit_and_nobody_else() {
    let world = World::seeded(1);
    let filter = PeopleFilter {
        titles: vec!["heads of sales".into()],
        is_title_exact: false,
        places: vec!["United States".into()],
        companies: CompanyFilter {
            industries: vec!["logistics".into()],
            employees: vec![(51, 20_000)],
            ..CompanyFilter::default()
        },
        ..PeopleFilter::default()
    };
    let found = world.find_people(Provider::Apollo, &filter);
    assert!(found.len() >= 25, "{}", found.len());
    for persona in &found {
        let company = world.employer(persona);
        assert_eq!(persona.role().department, "sales");
        assert_eq!(persona.place(company).country, "US");
        assert!((51..=20_000).contains(&company.employees));
    }
    let none = CompanyFilter { industries: vec!["dragons".into()], ..CompanyFilter::default() };
    assert!(world.find_companies(Provider::Apollo, &none).is_empty());
}

#[test]
fn providers_see_different_people_and_do_not_agree_on_all() {
    let world = World::seeded(1);
    let seen = |provider| world.people().iter().filter(|persona| world.is_seen(provider, persona)).count();
    let (apollo, zoominfo) = (seen(Provider::Apollo), seen(Provider::Zoominfo));
    assert!(apollo > zoominfo && zoominfo > world.people().len() / 2);
    let differs = |persona: &&_| {
        world.role_seen(Provider::Apollo, persona) != world.role_seen(Provider::Zoominfo, persona)
    };
    assert!(world.people().iter().any(|persona| differs(&persona)));
    let two = world.people().iter().find(|persona| persona.oddity == Oddity::TwoLinkedIns).unwrap();
    assert_ne!(two.linkedin_id(0), two.linkedin_id(1));
    assert_eq!(world.person_by_linkedin(&two.linkedin_id(1)).map(|found| found.id), Some(two.id));
}
