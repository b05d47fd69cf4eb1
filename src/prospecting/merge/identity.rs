//! What a record says about who it is, and the order of records that everything else stands on.

use super::merged::Sourced;
use crate::base::clock::Timestamp;
use crate::connectors::facts::{CompanyField, Fact, Person, PersonField};
use crate::crm::keys;
use std::collections::BTreeSet;

/// The keys of one record, or of several that are one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Identity {
    /// Public ids on LinkedIn: at most one per record, because a person has one.
    pub linkedin: BTreeSet<String>,
    /// Addresses of a person; those of a function (info@) are nobody's.
    pub emails: BTreeSet<String>,
    pub validated_emails: BTreeSet<String>,
    /// "name key @ company domain".
    pub names: BTreeSet<String>,
    /// Middle initials, one entry per record that has some.
    pub initials: BTreeSet<Vec<String>>,
    /// (source, its id).
    pub ids: BTreeSet<(String, String)>,
    pub is_forbidden: bool,
}

impl Identity {
    pub fn of(record: &Sourced) -> Self {
        let person = &record.person;
        let emails = emails(person, false);
        let full_name = full_name(person);
        let name = full_name.as_deref().and_then(keys::name_key);
        let domains = company_domains(person, &emails);
        let names = name.iter().flat_map(|n| domains.iter().map(move |d| format!("{n} @ {d}"))).collect();
        let initials = full_name.as_deref().map(keys::middle_initials).filter(|i| !i.is_empty());
        Self {
            linkedin: person
                .get(PersonField::LinkedinUrl)
                .and_then(|u| keys::linkedin_id(u).ok())
                .into_iter()
                .collect(),
            validated_emails: self::emails(person, true),
            emails,
            names,
            initials: initials.into_iter().collect(),
            ids: person.external_id.iter().map(|id| (record.source.clone(), id.clone())).collect(),
            is_forbidden: person.is_forbidden,
        }
    }

    /// Everything known of several records that are one person.
    pub fn together<'a>(parts: impl Iterator<Item = &'a Self>) -> Self {
        parts.fold(Self::default(), |mut all, part| {
            all.linkedin.extend(part.linkedin.iter().cloned());
            all.emails.extend(part.emails.iter().cloned());
            all.validated_emails.extend(part.validated_emails.iter().cloned());
            all.names.extend(part.names.iter().cloned());
            all.initials.extend(part.initials.iter().cloned());
            all.ids.extend(part.ids.iter().cloned());
            all.is_forbidden |= part.is_forbidden;
            all
        })
    }

    /// Two different LinkedIn ids are two people, whatever else agrees.
    pub fn is_other_profile(&self, other: &Self) -> bool {
        !self.linkedin.is_empty() && !other.linkedin.is_empty() && self.linkedin.is_disjoint(&other.linkedin)
    }

    /// Name and company agree: does anything speak against one person? Another profile, two checked addresses at one
    /// domain, two ids of one source, other middle initials.
    pub fn is_namesake(&self, other: &Self) -> bool {
        self.is_other_profile(other)
            || have_checked_twins(&self.validated_emails, &other.validated_emails)
            || self.ids.iter().any(|(source, id)| other.ids.iter().any(|(s, i)| s == source && i != id))
            || (!self.initials.is_empty()
                && !other.initials.is_empty()
                && self.initials.is_disjoint(&other.initials))
    }
}

fn have_checked_twins(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    let domain = |address: &str| address.rsplit('@').next().unwrap_or_default().to_owned();
    a.is_disjoint(b) && a.iter().any(|one| b.iter().any(|two| domain(one) == domain(two)))
}

fn emails(person: &Person, only_validated: bool) -> BTreeSet<String> {
    let facts =
        person.facts.iter().filter(|f| f.field == PersonField::Email && (f.is_validated || !only_validated));
    let addresses = facts.filter_map(|f| keys::email(&f.value).ok());
    addresses.filter(|address| !keys::is_role_email(address)).collect()
}

fn full_name(person: &Person) -> Option<String> {
    let parts =
        || Some(format!("{} {}", person.get(PersonField::FirstName)?, person.get(PersonField::LastName)?));
    person
        .get(PersonField::FullName)
        .map(str::to_owned)
        .filter(|n| keys::name_key(n).is_some())
        .or_else(parts)
}

/// The company's own domain; where no source gives one, the domain of the person's corporate addresses.
fn company_domains(person: &Person, emails: &BTreeSet<String>) -> BTreeSet<String> {
    let stated = person.company.get(CompanyField::Domain).and_then(keys::company_domain_of);
    match stated {
        Some(domain) => BTreeSet::from([domain]),
        None => emails.iter().filter_map(|address| keys::company_domain_of(address)).collect(),
    }
}

/// The records once each, in an order that depends only on what they hold.
pub(super) fn in_order(records: &[Sourced]) -> Vec<Sourced> {
    let mut keyed: Vec<_> = records.iter().map(|record| (order_key(record), record)).collect();
    keyed.sort_by(|a, b| a.0.cmp(&b.0));
    keyed.dedup_by(|a, b| a.0 == b.0);
    keyed.into_iter().map(|(_, record)| with_facts_in_order(record)).collect()
}

/// Sorted, so that which of two equally good values counts does not depend on how the source listed them.
fn with_facts_in_order(record: &Sourced) -> Sourced {
    let mut record = record.clone();
    record.person.facts.sort_by_cached_key(fact_key);
    record.person.company.facts.sort_by_cached_key(fact_key);
    record
}

type FactKey<F> = (F, String, u8, bool);
type OrderKey = (
    Vec<FactKey<PersonField>>,
    Vec<FactKey<CompanyField>>,
    (String, Option<String>, Option<String>, bool, Timestamp),
);

fn order_key(record: &Sourced) -> OrderKey {
    let person = &record.person;
    let ids = (person.external_id.clone(), person.company.external_id.clone());
    let rest = (record.source.clone(), ids.0, ids.1, person.is_forbidden, record.fetched_at);
    (fact_keys(&person.facts), fact_keys(&person.company.facts), rest)
}

fn fact_keys<F: Copy + Ord>(facts: &[Fact<F>]) -> Vec<FactKey<F>> {
    let mut keys: Vec<_> = facts.iter().map(fact_key).collect();
    keys.sort();
    keys.dedup();
    keys
}

fn fact_key<F: Copy>(fact: &Fact<F>) -> FactKey<F> {
    (fact.field, fact.value.clone(), fact.confidence, fact.is_validated)
}
