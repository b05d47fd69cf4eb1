//! What the agency's sources offer: who can be asked for what, at which price, with what prospect of an answer.

use crate::{
    connections::ActiveSource,
    connectors::{
        clue::PersonClue,
        cost::Price,
        facts::{CompanyField as C, PersonField as P},
        ports::EnrichPerson,
    },
    prospecting::waterfall::{Capability, Field, Identity, Offer},
};
use entity::data_source::DataSourceKind as Kind;

/// Every capability of every source; who is cheap for what they are likely to answer comes first.
#[must_use]
pub fn offers(sources: &[ActiveSource]) -> Vec<Offer> {
    let mut all: Vec<Offer> = sources.iter().flat_map(of_source).collect();
    all.sort_by_key(|offer| {
        (offer.cost_micros * 100 / u64::from(offer.hit_rate.max(1)), rank(offer.capability))
    });
    all
}

/// Of equally dear ones: who knows most at once.
fn rank(capability: Capability) -> u8 {
    match capability {
        Capability::EnrichPerson => 0,
        Capability::FindEmail => 1,
        Capability::EnrichCompany => 2,
        Capability::VerifyEmail => 3,
    }
}

fn of_source(source: &ActiveSource) -> Vec<Offer> {
    let Some(id) = source.id else { return vec![] };
    let ports = &source.source;
    let offer = |capability, price: Price, fields: Vec<Field>, hit_rate| Offer {
        source: id.to_string(),
        capability,
        fields,
        takes: ports.enrich_person().map(takes).unwrap_or_default(),
        cost_micros: u64::try_from(price.cost_micros).unwrap_or(0),
        hit_rate,
    };
    let mut all = vec![];
    if let Some(port) = ports.enrich_person() {
        let (mut fields, rate) = of_person(source.kind);
        fields.retain(|field| *field != Field::Person(P::Phone) || port.gives_phones());
        all.push(offer(Capability::EnrichPerson, port.enrich_person_price(), fields, rate));
    }
    if let Some(port) = ports.find_email() {
        let fields = vec![Field::Person(P::Email)];
        all.push(offer(Capability::FindEmail, port.find_email_price(), fields, 60));
    }
    if let Some(port) = ports.enrich_company() {
        all.push(offer(Capability::EnrichCompany, port.enrich_company_price(), of_company(), 70));
    }
    if let Some(port) = ports.verify_email() {
        all.push(offer(Capability::VerifyEmail, port.verify_email_price(), vec![], 80));
    }
    all
}

/// What an answer about a person may hold, and how often there is one, in percent. Estimates: providers publish no such
/// figures per field.
fn of_person(kind: Kind) -> (Vec<Field>, u8) {
    let person = |fields: &[P]| fields.iter().copied().map(Field::Person).collect::<Vec<_>>();
    let common =
        [P::FirstName, P::LastName, P::FullName, P::Title, P::Seniority, P::LinkedinUrl, P::City, P::Country];
    match kind {
        Kind::Linkedin => (person(&common), 90),
        Kind::Apollo => ([person(&common), person(&[P::Email, P::Department]), of_company()].concat(), 75),
        Kind::Zoominfo => {
            ([person(&common), person(&[P::Email, P::Phone, P::Department]), of_company()].concat(), 65)
        }
        Kind::Clearbit => ([person(&common), person(&[P::TimeZone])].concat(), 55),
        _ => ([person(&common), person(&[P::Email, P::Phone])].concat(), 50),
    }
}

fn of_company() -> Vec<Field> {
    let all = [
        C::Name,
        C::Domain,
        C::Industry,
        C::EmployeeCount,
        C::AnnualRevenue,
        C::City,
        C::Country,
        C::Technology,
    ];
    all.into_iter().map(Field::Company).collect()
}

/// Which ways of naming a person this port understands: it is shown one of each.
fn takes(port: &dyn EnrichPerson) -> Vec<Identity> {
    let some = |text: &str| Some(text.to_owned());
    let clue = |identity: &Identity| match identity {
        Identity::ExternalId => PersonClue { external_id: some("1"), ..PersonClue::default() },
        Identity::Linkedin => {
            PersonClue { linkedin_url: some("https://www.linkedin.com/in/someone"), ..PersonClue::default() }
        }
        Identity::Email => PersonClue { email: some("someone@company.example"), ..PersonClue::default() },
        Identity::NameAtDomain => PersonClue {
            first_name: some("Some"),
            last_name: some("One"),
            full_name: some("Some One"),
            company_domain: some("company.example"),
            ..PersonClue::default()
        },
    };
    Identity::ALL.into_iter().filter(|identity| port.can_use(&clue(identity))).collect()
}
