//! Our question in Crunchbase's words.

use super::wire::{Predicate, Search};
use crate::connectors::clue::CompanyQuery;
use serde::{Deserialize, Serialize};

/// Head counts come in nine bands.
const BANDS: [(u32, u32, &str); 9] = [
    (1, 10, "c_00001_00010"),
    (11, 50, "c_00011_00050"),
    (51, 100, "c_00051_00100"),
    (101, 250, "c_00101_00250"),
    (251, 500, "c_00251_00500"),
    (501, 1000, "c_00501_01000"),
    (1001, 5000, "c_01001_05000"),
    (5001, 10_000, "c_05001_10000"),
    (10_001, u32::MAX, "c_10001_max"),
];

/// What names resolved to, and where the list stands; carried from page to page, so that it is looked up once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Resolved {
    pub places: Vec<String>,
    pub categories: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// The fields every package has, and funding where it is paid for.
pub(super) fn fields(has_funding: bool) -> Vec<&'static str> {
    let mut fields = vec![
        "identifier",
        "short_description",
        "website_url",
        "linkedin",
        "num_employees_enum",
        "location_identifiers",
        "founded_on",
        "categories",
        "operating_status",
    ];
    if has_funding {
        fields.push("funding_total");
    }
    fields
}

/// The body of a company search.
pub(super) fn search(query: &CompanyQuery, resolved: &Resolved, has_funding: bool, limit: u32) -> Search {
    let mut predicates = Vec::new();
    let mut add = |field, operator, values: Vec<String>| {
        if !values.is_empty() {
            predicates.push(Predicate::new(field, operator, values));
        }
    };
    add("location_identifiers", "includes", resolved.places.clone());
    add("categories", "includes", resolved.categories.clone());
    add("num_employees_enum", "includes", bands(query.employees_min, query.employees_max));
    Search { field_ids: fields(has_funding), query: predicates, limit, after_id: resolved.after.clone() }
}

/// The one company with this domain. `website_url` takes only the domain operators.
pub(super) fn by_domain(domain: &str, has_funding: bool) -> Search {
    let predicate = Predicate::new("website_url", "domain_eq", vec![domain.to_owned()]);
    Search { field_ids: fields(has_funding), query: vec![predicate], limit: 1, after_id: None }
}

/// Every band that touches the range; none when any size will do.
fn bands(least: Option<u32>, most: Option<u32>) -> Vec<String> {
    if least.is_none() && most.is_none() {
        return Vec::new();
    }
    let (least, most) = (least.unwrap_or(1), most.unwrap_or(u32::MAX));
    let touching = BANDS.iter().filter(|(from, to, _)| *from <= most && *to >= least);
    touching.map(|(_, _, name)| (*name).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::bands;

    #[test]
    fn a_range_takes_every_band_it_touches() {
        assert!(bands(None, None).is_empty());
        assert_eq!(bands(Some(60), Some(120)), ["c_00051_00100", "c_00101_00250"]);
        assert_eq!(bands(Some(20_000), None), ["c_10001_max"]);
        assert_eq!(bands(None, Some(10)), ["c_00001_00010"]);
    }
}
