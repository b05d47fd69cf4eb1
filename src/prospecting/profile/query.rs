//! A profile as a search, and what keeps a found person out.

use super::clean::{LIST_MAX, once};
use super::types::Profile;
use crate::connectors::facts::{CompanyField, PeopleQuery, Person, PersonField};
use crate::crm::keys;
use crate::prospecting::lexicon::{Industry, city, closeness, departments, seniority, stems};

/// What to ask the sources for. It asks for a little more than the profile says, never for less: what a source cannot
/// combine (a title without a rank beside others with one, a city in one of two countries) is left to scoring.
#[must_use]
pub fn to_query(profile: &Profile) -> PeopleQuery {
    let roles = &profile.roles.value;
    let all_ranked = roles.iter().all(|role| seniority(role).is_some());
    let all_placed = roles.iter().all(|role| !departments(role).is_empty());
    let industries = profile.industries.value.iter();
    let said = industries.clone().map(|i| i.said.clone());
    let meant = industries.flat_map(|i| i.sub_industries.iter().cloned());
    let number = |value: Option<u64>| value.map(|n| u32::try_from(n).unwrap_or(u32::MAX));
    PeopleQuery {
        titles: roles.clone(),
        seniorities: if all_ranked { profile.seniorities.value.clone() } else { Vec::new() },
        departments: if all_placed { profile.departments.value.clone() } else { Vec::new() },
        industries: once(said.chain(meant)),
        countries: profile.countries.value.clone(),
        cities: cities(profile),
        keywords: profile.keywords.value.iter().take(LIST_MAX).cloned().collect(),
        company_domains: Vec::new(),
        employees_min: number(profile.employees.value.min),
        employees_max: number(profile.employees.value.max),
        revenue_min: profile.revenue.value.min,
        revenue_max: profile.revenue.value.max,
    }
}

/// The cities, unless a country of the profile has none among them: it would be lost.
fn cities(profile: &Profile) -> Vec<String> {
    let cities = &profile.cities.value;
    let has_city = |code: &String| cities.iter().any(|name| city(name, Some(code)).is_some());
    let all_known = cities.iter().all(|name| city(name, None).is_some());
    let is_complete =
        profile.countries.value.len() <= 1 || !all_known || profile.countries.value.iter().all(has_city);
    if is_complete { cities.clone() } else { Vec::new() }
}

/// Why the profile's exclusions keep this person out, if they do. An industry that is wanted too (they share sub-industries) is
/// excluded only where the company names it so.
#[must_use]
pub fn exclusion(profile: &Profile, person: &Person) -> Option<String> {
    let out = &profile.exclusions.value;
    let place = person.get(PersonField::Country).or_else(|| person.company.get(CompanyField::Country));
    let country =
        place.and_then(keys::country_by_name).filter(|code| out.countries.iter().any(|c| c == code));
    if let Some(code) = country {
        return Some(format!("{} is excluded", keys::country_name(code).unwrap_or(code)));
    }
    let actual = person.company.get(CompanyField::Industry).unwrap_or_default();
    let is_wanted = profile.industries.value.iter().any(|wanted| closeness(wanted, actual) >= 80);
    let is_out = |i: &&Industry| {
        let nearness = closeness(i, actual);
        !actual.is_empty() && nearness >= 80 && (!is_wanted || stems(&i.said) == stems(actual))
    };
    if let Some(hit) = out.industries.iter().find(is_out) {
        return Some(format!("the industry \"{}\" is excluded", hit.said));
    }
    let texts = [person.get(PersonField::Title), person.company.get(CompanyField::Name), Some(actual)];
    let words: Vec<Vec<String>> = texts.into_iter().flatten().map(stems).collect();
    let has = |term: &String| {
        let term = stems(term);
        !term.is_empty() && words.iter().any(|text| text.windows(term.len()).any(|window| window == term))
    };
    out.terms.iter().find(|term| has(term)).map(|term| format!("\"{term}\" is excluded"))
}
