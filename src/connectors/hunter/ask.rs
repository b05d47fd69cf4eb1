//! Our question in Hunter's words. Words it does not know are refused when none is left, so only known ones are sent.

use crate::connectors::facts::{
    PeopleQuery,
    Seniority::{self, Director, Entry, Head, Intern, Manager, Senior},
};

/// Hunter's departments by the words people use.
const DEPARTMENTS: [(&str, &str); 24] = [
    ("executive", "executive"),
    ("management", "management"),
    ("sales", "sales"),
    ("business development", "sales"),
    ("marketing", "marketing"),
    ("communication", "communication"),
    ("communications", "communication"),
    ("finance", "finance"),
    ("accounting", "finance"),
    ("operations", "operations"),
    ("logistics", "operations"),
    ("supply chain", "operations"),
    ("hr", "hr"),
    ("human resources", "hr"),
    ("people", "hr"),
    ("legal", "legal"),
    ("it", "it"),
    ("information technology", "it"),
    ("engineering", "it"),
    ("support", "support"),
    ("customer success", "support"),
    ("design", "design"),
    ("education", "education"),
    ("health", "health"),
];

/// `senior,executive`; `None`: any.
pub(super) fn levels(query: &PeopleQuery) -> Option<String> {
    joined(query.seniorities.iter().flat_map(|rung| level(*rung)).copied())
}

/// Hunter has three levels. Where ours lies between two, both are asked for: the score tells who fits.
fn level(rung: Seniority) -> &'static [&'static str] {
    match rung {
        Intern | Entry => &["junior"],
        Senior | Manager => &["senior"],
        Head | Director => &["senior", "executive"],
        _ => &["executive"],
    }
}

/// `sales,hr`; `None`: any, or none that Hunter knows.
pub(super) fn departments(query: &PeopleQuery) -> Option<String> {
    let known = |word: &String| {
        let word = word.trim().to_lowercase().replace('_', " ");
        DEPARTMENTS.iter().find(|(name, _)| *name == word).map(|(_, theirs)| *theirs)
    };
    joined(query.departments.iter().filter_map(known))
}

/// Each once.
fn joined(words: impl Iterator<Item = &'static str>) -> Option<String> {
    let mut all: Vec<&str> = Vec::new();
    for word in words {
        if !all.contains(&word) {
            all.push(word);
        }
    }
    (!all.is_empty()).then(|| all.join(","))
}

#[cfg(test)]
mod tests {
    use super::{departments, levels};
    use crate::connectors::facts::{PeopleQuery, Seniority};

    #[test]
    fn only_words_that_hunter_knows_are_sent_and_each_once() {
        let of = |words: &[&str]| {
            let named = words.iter().map(|word| (*word).to_owned()).collect();
            departments(&PeopleQuery { departments: named, ..PeopleQuery::default() })
        };
        assert_eq!(of(&["Human Resources", "hr", "supply_chain"]).as_deref(), Some("hr,operations"));
        assert_eq!(of(&["beekeeping", "legal"]).as_deref(), Some("legal"));
        assert_eq!(of(&["beekeeping"]), None);
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn between_two_levels_both_are_asked_for() {
        let of = |seniorities: &[Seniority]| {
            levels(&PeopleQuery { seniorities: seniorities.to_vec(), ..PeopleQuery::default() })
        };
        assert_eq!(of(&[Seniority::Director, Seniority::CSuite]).as_deref(), Some("senior,executive"));
        assert_eq!(of(&[Seniority::Intern]).as_deref(), Some("junior"));
        assert_eq!(of(&[]), None);
    }
}
