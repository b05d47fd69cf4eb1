//! Text made comparable: lower case, no accents. For comparing only, never for showing.

/// Accented Latin letters and what they are compared as.
const PLAIN: [(&str, &str); 26] = [
    ("àáâãäåāăąǎǟǡǻȁȃȧạảấầẩẫậắằẳẵặḁ", "a"),
    ("ḃḅḇƀɓ", "b"),
    ("çćĉċčḉƈ", "c"),
    ("ďđḋḍḏḑḓɗð", "d"),
    ("èéêëēĕėęěȅȇȩẹẻẽếềểễệḕḗḙḛḝ", "e"),
    ("ḟƒ", "f"),
    ("ĝğġģǥǧǵḡ", "g"),
    ("ĥħȟḣḥḧḩḫẖ", "h"),
    ("ìíîïĩīĭįıǐȉȋḭḯỉị", "i"),
    ("ĵǰ", "j"),
    ("ķǩḱḳḵƙ", "k"),
    ("ĺļľŀłḷḹḻḽ", "l"),
    ("ḿṁṃ", "m"),
    ("ñńņňŉǹṅṇṉṋ", "n"),
    ("òóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱọỏốồổỗộớờởỡợṍṏṑṓ", "o"),
    ("ṕṗ", "p"),
    ("ŕŗřȑȓṙṛṝṟ", "r"),
    ("śŝşšșſṡṣṥṧṩ", "s"),
    ("ţťŧțṫṭṯṱẗ", "t"),
    ("ùúûüũūŭůűųưǔǖǘǚǜȕȗụủứừửữựṳṵṷṹṻ", "u"),
    ("ṽṿ", "v"),
    ("ŵẁẃẅẇẉẘ", "w"),
    ("ẋẍ", "x"),
    ("ýÿŷȳẏẙỳỵỷỹ", "y"),
    ("źżžẑẓẕƶ", "z"),
    ("ς", "σ"),
];

/// Letters that are two.
const PAIRS: [(char, &str); 6] =
    [('ß', "ss"), ('æ', "ae"), ('ǽ', "ae"), ('œ', "oe"), ('þ', "th"), ('ĳ', "ij")];

/// Lower case, Latin accents removed (composed or combining); other scripts stay as they are.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'a'..='z' | '0'..='9' | ' ' => out.push(letter),
            '\u{300}'..='\u{36f}' => {}
            _ if letter.is_ascii() => out.push(letter),
            _ => push_plain(&mut out, letter),
        }
    }
    out
}

fn push_plain(out: &mut String, letter: char) {
    if let Some((_, pair)) = PAIRS.iter().find(|(from, _)| *from == letter) {
        out.push_str(pair);
    } else if let Some((_, plain)) = PLAIN.iter().find(|(from, _)| from.contains(letter)) {
        out.push_str(plain);
    } else {
        out.push(letter);
    }
}

/// The folded words of a text: runs of letters and digits; an apostrophe joins ("O'Neill" is "oneill").
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let folded: String = fold(text).chars().filter(|c| !matches!(c, '\'' | '’' | 'ʼ' | '`')).collect();
    folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// Words joined by hyphens ("Air Freight & Logistics" is "air-freight-logistics").
#[must_use]
pub fn slug(text: &str) -> String {
    words(text).join("-")
}
