//! Seniority from providers' words and from titles, on our ladder.

use crate::connectors::facts::Seniority::{
    self, CSuite, Director, Entry, Founder, Head, Intern, Manager, Owner, Partner, Senior, Vp,
};

const LADDER: [(Seniority, &str); 11] = [
    (Intern, "intern"),
    (Entry, "entry"),
    (Senior, "senior"),
    (Manager, "manager"),
    (Head, "head"),
    (Director, "director"),
    (Vp, "vp"),
    (CSuite, "c_suite"),
    (Partner, "partner"),
    (Founder, "founder"),
    (Owner, "owner"),
];

/// Other words providers use, letters only.
const ALSO: [(&str, Seniority); 16] = [
    ("clevel", CSuite),
    ("cxo", CSuite),
    ("executive", CSuite),
    ("vplevel", Vp),
    ("vicepresident", Vp),
    ("vpexecutive", Vp),
    ("managerlevel", Manager),
    ("directorlevel", Director),
    ("nonmanager", Entry),
    ("staff", Entry),
    ("junior", Entry),
    ("training", Intern),
    ("trainee", Intern),
    ("seniorlevel", Senior),
    ("cofounder", Founder),
    ("boardmember", Partner),
];

/// The name stored as a fact, which is also Apollo's.
#[must_use]
pub fn seniority_name(seniority: Seniority) -> &'static str {
    LADDER.iter().find(|(rung, _)| *rung == seniority).map_or("entry", |(_, name)| name)
}

/// A provider's word for it; `None` when it is not one we know.
#[must_use]
pub fn seniority(text: &str) -> Option<Seniority> {
    let word: String = text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let exact = LADDER.iter().find(|(_, name)| name.replace('_', "") == word).map(|(rung, _)| *rung);
    exact.or_else(|| ALSO.iter().find(|(other, _)| *other == word).map(|(_, rung)| *rung))
}

/// A guess from the title; `None` when it says nothing.
#[must_use]
pub fn seniority_of_title(title: &str) -> Option<Seniority> {
    let lower = title.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let has = |options: &[&str]| words.iter().any(|word| options.contains(word));
    let says = |phrase: &str| lower.contains(phrase);
    let is_chief =
        has(&["chief", "ceo", "cto", "cfo", "coo", "cmo", "cio", "cro", "cpo", "chro", "ciso", "cxo"]);
    let is_deputy = says("vice president") || has(&["vp", "svp", "evp", "avp"]);
    // Assistants come first: an "assistant to the CEO" is no CEO.
    let is_helper = says("assistant to") || says("executive assistant") || says("personal assistant");
    let rungs = [
        (is_helper, Entry),
        (has(&["intern", "internship", "werkstudent"]), Intern),
        (has(&["founder", "cofounder"]), Founder),
        (has(&["owner", "proprietor"]) && !says("product owner"), Owner),
        (is_chief || says("managing director") || says("geschäftsführer"), CSuite),
        (is_deputy, Vp),
        (has(&["president"]), CSuite),
        (has(&["partner"]) && !says("partner manager") && !says("business partner"), Partner),
        (has(&["director", "direktor", "directeur"]), Director),
        (has(&["head", "leiter", "leiterin"]), Head),
        (has(&["manager", "supervisor", "lead"]), Manager),
        (has(&["senior", "sr", "principal", "staff"]), Senior),
        (has(&["junior", "jr", "trainee", "associate", "assistant"]), Entry),
    ];
    rungs.iter().find(|(is_it, _)| *is_it).map(|(_, rung)| *rung)
}

#[cfg(test)]
mod tests {
    use super::{LADDER, Seniority, seniority, seniority_name, seniority_of_title};

    #[test]
    fn names_and_serialised_names_are_the_same() {
        for (rung, name) in LADDER {
            assert_eq!(serde_json::to_value(rung).unwrap(), name);
            assert_eq!(seniority(name), Some(rung));
            assert_eq!(seniority_name(rung), name);
        }
    }

    #[test]
    fn providers_words_are_understood() {
        for (word, rung) in [
            ("C-Level", Seniority::CSuite),
            ("VP-Level", Seniority::Vp),
            ("Non-Manager", Seniority::Entry),
            ("C suite", Seniority::CSuite),
            ("executive", Seniority::CSuite),
        ] {
            assert_eq!(seniority(word), Some(rung), "{word}");
        }
        assert_eq!(seniority("galactic"), None);
    }

    #[test]
    fn titles_are_guessed() {
        for (title, rung) in [
            ("Head of Sales", Seniority::Head),
            ("Co-Founder & CEO", Seniority::Founder),
            ("Chief Revenue Officer", Seniority::CSuite),
            ("Vice President, Operations", Seniority::Vp),
            ("President", Seniority::CSuite),
            ("Executive Assistant to the CEO", Seniority::Entry),
            ("Senior Account Manager", Seniority::Manager),
            ("Product Owner", Seniority::Owner),
        ] {
            if title != "Product Owner" {
                assert_eq!(seniority_of_title(title), Some(rung), "{title}");
            }
        }
        assert_eq!(seniority_of_title("Product Owner"), None);
        assert_eq!(seniority_of_title("Plumber"), None);
        assert_eq!(seniority_of_title(""), None);
    }
}
