//! Which value counts: validated before confident before fresh (rule 27); every candidate stays.

use super::canonical;
use super::merged::{Candidate, Flag, Merged, MergedCompany, Problem, Sourced};
use crate::connectors::facts::{CompanyField, Fact, PersonField};
use crate::crm::keys;
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

/// The person that `records` (at least one, in order) describe.
pub(super) fn person(records: &[&Sourced], flags: Vec<Flag>, is_forbidden: bool) -> Merged {
    let mut facts = Vec::new();
    let mut external_ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for record in records {
        let country = record.person.get(PersonField::Country).and_then(keys::country_by_name);
        let spell = |fact: &Fact<PersonField>| canonical::person(fact.field, &fact.value, country);
        facts.extend(record.person.facts.iter().map(|fact| candidate(record, fact, spell(fact))));
        if let Some(id) = &record.person.external_id {
            external_ids.entry(record.source.clone()).or_default().insert(id.clone());
        }
    }
    choose(&mut facts, |_| false);
    Merged { facts, company: company(records), external_ids, flags, is_forbidden }
}

/// The company they work for. Records may disagree about which one that is: its domain (or name, where nobody knows the
/// domain) is chosen first, and facts about any other company are kept but not used.
fn company(records: &[&Sourced]) -> MergedCompany {
    let mut by_record: Vec<Vec<Candidate<CompanyField>>> =
        records.iter().map(|record| company_facts(record)).collect();
    let domain = best(&by_record, CompanyField::Domain).map(|c| c.value.clone());
    let at_domain = by_record
        .iter()
        .filter(|facts| domain.is_some() && value(facts, CompanyField::Domain) == domain.as_deref());
    let names: BTreeSet<String> = match &domain {
        Some(_) => at_domain.filter_map(|facts| name_key(facts)).collect(),
        None => best(&by_record, CompanyField::Name)
            .and_then(|c| keys::company_name_key(&c.value))
            .into_iter()
            .collect(),
    };
    let mut out = MergedCompany::default();
    for (record, facts) in records.iter().zip(&mut by_record) {
        let is_other = is_other_company(facts, domain.as_deref(), &names);
        for fact in facts.iter_mut().filter(|f| is_other && f.problem.is_none()) {
            fact.problem = Some(Problem::OtherCompany);
        }
        if let Some(id) = record.person.company.external_id.as_ref().filter(|_| !is_other) {
            out.external_ids.entry(record.source.clone()).or_default().insert(id.clone());
        }
    }
    out.facts = by_record.into_iter().flatten().collect();
    choose(&mut out.facts, |field| field == CompanyField::Technology);
    out
}

fn company_facts(record: &Sourced) -> Vec<Candidate<CompanyField>> {
    let facts = record.person.company.facts.iter();
    facts.map(|fact| candidate(record, fact, canonical::company(fact.field, &fact.value))).collect()
}

fn is_other_company(
    facts: &[Candidate<CompanyField>],
    domain: Option<&str>,
    names: &BTreeSet<String>,
) -> bool {
    match (value(facts, CompanyField::Domain), name_key(facts)) {
        (Some(own), _) => Some(own) != domain,
        (None, Some(name)) => !names.is_empty() && !names.contains(&name),
        (None, None) => false,
    }
}

fn name_key(facts: &[Candidate<CompanyField>]) -> Option<String> {
    value(facts, CompanyField::Name).and_then(keys::company_name_key)
}

/// The best value of one record.
fn value(facts: &[Candidate<CompanyField>], field: CompanyField) -> Option<&str> {
    facts
        .iter()
        .filter(|c| c.field == field && c.problem.is_none())
        .min_by(|a, b| rank(a, b))
        .map(|c| c.value.as_str())
}

fn best(records: &[Vec<Candidate<CompanyField>>], field: CompanyField) -> Option<&Candidate<CompanyField>> {
    let usable = records.iter().flatten().filter(|c| c.field == field && c.problem.is_none());
    usable.min_by(|a, b| rank(a, b))
}

fn candidate<F: Copy>(record: &Sourced, fact: &Fact<F>, spelling: Option<String>) -> Candidate<F> {
    Candidate {
        field: fact.field,
        problem: spelling.is_none().then_some(Problem::Malformed),
        value: spelling.unwrap_or_else(|| fact.value.clone()),
        source: record.source.clone(),
        confidence: fact.confidence.min(100),
        fetched_at: record.fetched_at,
        is_validated: fact.is_validated,
        is_chosen: false,
    }
}

/// Orders the candidates and marks the chosen: the best of each field, and of each value where a field holds `many`.
fn choose<F: Copy + Ord>(candidates: &mut Vec<Candidate<F>>, many: impl Fn(F) -> bool) {
    candidates.sort_by(rank);
    candidates.dedup();
    let mut seen: BTreeSet<(F, String)> = BTreeSet::new();
    for candidate in candidates.iter_mut().filter(|c| c.problem.is_none()) {
        let value = if many(candidate.field) { keys::fold(&candidate.value) } else { String::new() };
        candidate.is_chosen = seen.insert((candidate.field, value));
    }
}

/// The better candidate first; what is equal by the rule is decided by source and value, so that the answer is always the same.
fn rank<F: Ord>(a: &Candidate<F>, b: &Candidate<F>) -> Ordering {
    let merit =
        |c: &Candidate<F>| (c.problem.is_some(), Reverse((c.is_validated, c.confidence, c.fetched_at)));
    a.field
        .cmp(&b.field)
        .then_with(|| merit(a).cmp(&merit(b)))
        .then_with(|| a.source.cmp(&b.source))
        .then_with(|| a.value.cmp(&b.value))
        .then_with(|| a.problem.cmp(&b.problem))
}
