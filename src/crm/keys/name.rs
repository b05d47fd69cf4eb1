//! Names made comparable: of people (order, titles and middle initials do not matter) and of companies (legal form does not).

use crate::base::text::{fold, words};

const HONORIFICS: [&str; 30] = [
    "adv",
    "capt",
    "col",
    "dame",
    "dipl",
    "dr",
    "drs",
    "eng",
    "frau",
    "gen",
    "hon",
    "herr",
    "ing",
    "ir",
    "lady",
    "lord",
    "lt",
    "mag",
    "miss",
    "mme",
    "mr",
    "mrs",
    "ms",
    "mx",
    "prof",
    "professor",
    "rev",
    "sgt",
    "sir",
    "sr",
];
const SUFFIXES: [&str; 32] = [
    "acca", "bsc", "ca", "cfa", "cissp", "cma", "cpa", "dds", "dmd", "dvm", "esq", "esquire", "frcs", "ii",
    "iii", "iv", "jd", "jr", "junior", "llb", "llm", "ma", "mba", "md", "msc", "pe", "phd", "pmp", "rn",
    "senior", "shrm", "sphr",
];
/// Credentials that are also given or family names ("Ma"): a credential only behind a comma.
const ALSO_NAMES: [&str; 6] = ["ca", "ma", "md", "pe", "junior", "senior"];
const LEGAL_FORMS: [&str; 44] = [
    "ab",
    "ag",
    "as",
    "asa",
    "bhd",
    "bv",
    "bvba",
    "co",
    "company",
    "corp",
    "corporation",
    "cv",
    "doo",
    "eood",
    "gmbh",
    "group",
    "holding",
    "holdings",
    "inc",
    "incorporated",
    "kft",
    "kg",
    "kk",
    "limited",
    "llc",
    "llp",
    "lp",
    "ltd",
    "ltda",
    "nv",
    "oy",
    "oyj",
    "plc",
    "pte",
    "pty",
    "pvt",
    "sa",
    "sarl",
    "sas",
    "se",
    "sl",
    "spa",
    "srl",
    "the",
];

/// The key under which two spellings of a person's full name are equal; `None` when the text does not hold a full name
/// (one word, an initial instead of a family name, or a masked "Mo***i"), because that is too little to know someone by.
///
/// Words are sorted, so that "Doe, Jane" and "Jane Doe" agree, and so do family-name-first spellings.
#[must_use]
pub fn name_key(full_name: &str) -> Option<String> {
    if full_name.contains('*') {
        return None;
    }
    let mut parts: Vec<String> =
        name_words(full_name).into_iter().filter(|w| w.chars().count() > 1).collect();
    let is_enough = match parts.as_slice() {
        [] => false,
        [only] => !only.is_ascii() && only.chars().all(|c| ('\u{3040}'..'\u{d7b0}').contains(&c)),
        _ => true,
    };
    parts.sort();
    is_enough.then(|| parts.join(" "))
}

/// The single letters of a full name, sorted ("Jane A. Doe" has "a"): where both have some and they differ, two people.
#[must_use]
pub fn middle_initials(full_name: &str) -> Vec<String> {
    let mut initials: Vec<String> =
        name_words(full_name).into_iter().filter(|w| w.chars().count() == 1).collect();
    initials.sort();
    initials
}

/// The words of a name without honorifics, degrees and generations; what stands in brackets (nicknames, pronouns) is left out.
fn name_words(full_name: &str) -> Vec<String> {
    let bare = without_brackets(full_name);
    let mut pieces = bare.split(',');
    let mut out = without_affixes(words(&undotted(pieces.next().unwrap_or_default())), false);
    for piece in pieces {
        out.extend(without_affixes(words(&undotted(piece)), true));
    }
    out
}

fn without_affixes(mut parts: Vec<String>, behind_comma: bool) -> Vec<String> {
    while parts.len() > 1 && parts.first().is_some_and(|w| HONORIFICS.contains(&w.as_str())) {
        parts.remove(0);
    }
    let least = if behind_comma { 0 } else { 2 };
    while parts.len() > least
        && parts.last().is_some_and(|w| {
            let is_suffix = SUFFIXES.contains(&w.as_str()) || w == "sr";
            is_suffix && (behind_comma || !ALSO_NAMES.contains(&w.as_str()))
        })
    {
        parts.pop();
    }
    parts
}

/// "Ph.D." and "M.B.A." as one word; "J. Doe" keeps its initial.
fn undotted(text: &str) -> String {
    let words = fold(text);
    let joined = words.split_whitespace().map(|word| {
        let solid: String = word.chars().filter(|c| *c != '.').collect();
        if SUFFIXES.contains(&solid.as_str()) { solid } else { word.to_owned() }
    });
    joined.collect::<Vec<_>>().join(" ")
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(letter),
            _ => {}
        }
    }
    if out.trim().is_empty() { text.to_owned() } else { out }
}

/// The key under which two spellings of a company's name are equal: without legal form and "the"; `None` when nothing is left.
#[must_use]
pub fn company_name_key(name: &str) -> Option<String> {
    let all = words(&fold(name).replace('.', ""));
    let core: Vec<&String> = all.iter().filter(|w| !LEGAL_FORMS.contains(&w.as_str())).collect();
    let kept = if core.is_empty() { all.iter().collect() } else { core };
    (!kept.is_empty()).then(|| kept.iter().map(|w| w.as_str()).collect::<Vec<_>>().join(" "))
}
