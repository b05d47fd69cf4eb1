//! Rule 29.

use super::{Offering, suggest};
use crate::prospecting::profile::{Filters, Profile, parse_by_rules};
use crate::prospecting::score::Subject;

fn robots() -> Offering {
    let text = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect();
    Offering {
        name: "Picking robots".to_owned(),
        description: "Robots that pick orders day and night".to_owned(),
        pains: text(&["labour shortage in the warehouse", "picking errors"]),
        keywords: text(&["logistics", "e-commerce"]),
    }
}

fn payroll() -> Offering {
    Offering {
        name: "Payroll service".to_owned(),
        pains: vec!["late payroll".to_owned()],
        ..Offering::default()
    }
}

fn subject(title: &str, department: &str, industry: &str) -> Subject {
    Subject {
        title: Some(title.to_owned()),
        departments: vec![department.to_owned()],
        industry: Some(industry.to_owned()),
        ..Subject::default()
    }
}

#[test]
fn rule_29_an_offering_is_matched_with_evidence() {
    let profile = parse_by_rules("We sell warehouse robots to logistics companies", &Filters::default());
    let found = suggest(
        &[payroll(), robots()],
        &subject("Supply Chain Director", "supply chain", "Air Freight & Logistics"),
        &profile,
    );
    let [service] = found.services.as_slice() else { panic!("{found:#?}") };
    assert_eq!((service.name.as_str(), service.strength, service.evidence.len()), ("Picking robots", 85, 3));
    assert!(
        service.evidence[0].contains("warehouse")
            && service.evidence[1].contains("logistics")
            && found.reason.is_none()
    );
}

#[test]
fn rule_29_each_gets_their_own() {
    let services = |title, department| {
        suggest(&[payroll(), robots()], &subject(title, department, "Regional Banks"), &Profile::default())
            .services
    };
    assert_eq!(services("HR Manager", "human resources")[0].name, "Payroll service");
    assert_eq!(services("Warehouse Manager", "supply chain")[0].name, "Picking robots");
}

#[test]
fn rule_29_nothing_stored_or_nothing_fitting_says_why() {
    let lawyer = subject("Counsel", "legal", "Regional Banks");
    let none = suggest(&[], &lawyer, &Profile::default());
    assert!(none.services.is_empty() && none.reason.unwrap().contains("no offerings stored"));
    let request = parse_by_rules("We sell warehouse robots to banks", &Filters::default());
    let unfit = suggest(&[robots(), payroll()], &lawyer, &request);
    assert!(unfit.services.is_empty(), "what the request is about speaks for nobody in particular");
    assert!(unfit.reason.unwrap().contains("None of the 2"));
    assert!(suggest(&[Offering::default()], &Subject::default(), &Profile::default()).services.is_empty());
}
