//! Numbers as people write them: "1,500", "2.5m", "$5M+", "R20 million", "10k".

/// A number of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number {
    pub value: f64,
    /// ISO 4217, where a sign stands beside it.
    pub currency: Option<&'static str>,
    /// A scale ("k", "m") stands beside it.
    pub has_scale: bool,
    /// "50+".
    pub is_open: bool,
    /// "50 %": no amount.
    pub is_percent: bool,
}

impl Number {
    pub fn whole(&self) -> u64 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped; `as` saturates"
        )]
        let whole = self.value.clamp(0.0, 1e15).round() as u64;
        whole
    }
}

const SIGNS: [(&str, &str); 10] = [
    ("US$", "USD"),
    ("A$", "AUD"),
    ("C$", "CAD"),
    ("S$", "SGD"),
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("₹", "INR"),
    ("CHF", "CHF"),
];
const CODES: [(&str, &str); 18] = [
    ("usd", "USD"),
    ("dollars", "USD"),
    ("dollar", "USD"),
    ("eur", "EUR"),
    ("euros", "EUR"),
    ("euro", "EUR"),
    ("gbp", "GBP"),
    ("pounds", "GBP"),
    ("zar", "ZAR"),
    ("rand", "ZAR"),
    ("chf", "CHF"),
    ("inr", "INR"),
    ("aud", "AUD"),
    ("cad", "CAD"),
    ("sgd", "SGD"),
    ("aed", "AED"),
    ("jpy", "JPY"),
    ("sek", "SEK"),
];
const SCALES: [(&str, f64); 13] = [
    ("thousand", 1e3),
    ("million", 1e6),
    ("billion", 1e9),
    ("millions", 1e6),
    ("billions", 1e9),
    ("mio", 1e6),
    ("mrd", 1e9),
    ("mn", 1e6),
    ("mm", 1e6),
    ("bn", 1e9),
    ("k", 1e3),
    ("m", 1e6),
    ("b", 1e9),
];

/// The number `text` begins with, and its length in bytes.
pub(super) fn scan(text: &str) -> Option<(Number, usize)> {
    let sign = SIGNS.iter().find(|(sign, _)| text.starts_with(sign));
    let rand = text.starts_with('R') && text[1..].starts_with(|c: char| c.is_ascii_digit());
    let code = CODES.iter().find(|(code, _)| word_at(text, code).is_some()).filter(|_| sign.is_none());
    let (mut currency, mut at) = match (sign, code) {
        (Some((sign, currency)), _) => (Some(*currency), sign.len()),
        _ if rand => (Some("ZAR"), 1),
        (None, Some((code, currency))) => (Some(*currency), code.len()),
        (None, None) => (None, 0),
    };
    at += spaces(&text[at..]).filter(|_| at > 0).unwrap_or(0);
    let digits =
        text[at..].find(|c: char| !c.is_ascii_digit() && !",.'".contains(c)).unwrap_or(text.len() - at);
    let digits = text[at..at + digits].trim_end_matches([',', '.', '\'']);
    let starts_with_digit = digits.starts_with(|c: char| c.is_ascii_digit());
    if !starts_with_digit || digits.len() > 24 {
        return None;
    }
    at += digits.len();
    let scale = SCALES.iter().find_map(|(name, factor)| {
        let gap = spaces(&text[at..]).unwrap_or(0);
        let gap = if name.len() > 1 { gap } else { 0 };
        word_at(&text[at + gap..], name).map(|len| (*factor, gap + len))
    });
    at += scale.map_or(0, |(_, len)| len);
    if scale.is_none() && text[at..].starts_with(char::is_alphabetic) {
        return None;
    }
    let after = spaces(&text[at..]).unwrap_or(0);
    let rest = &text[at + after..];
    if currency.is_none() {
        let found = CODES.iter().find_map(|(code, name)| word_at(rest, code).map(|len| (*name, len)));
        let found = found.or_else(|| rest.starts_with('€').then_some(("EUR", '€'.len_utf8())));
        at += found.map_or(0, |(_, len)| after + len);
        currency = found.map(|(name, _)| name);
    }
    let is_open = text[at..].starts_with('+');
    let is_percent = text[at..].trim_start_matches(' ').starts_with('%');
    let value = value(digits, scale.is_some())? * scale.map_or(1.0, |(factor, _)| factor);
    Some((
        Number { value, currency, has_scale: scale.is_some(), is_open, is_percent },
        at + usize::from(is_open),
    ))
}

/// The length of `word` at the start of `text`, whatever the case, where no letter follows it.
fn word_at(text: &str, word: &str) -> Option<usize> {
    let head = text.get(..word.len())?;
    let ends = !text[word.len()..]
        .starts_with(|c: char| c.is_alphanumeric() && (word.len() < 3 || c.is_alphabetic()));
    (head.eq_ignore_ascii_case(word) && ends).then_some(word.len())
}

fn spaces(text: &str) -> Option<usize> {
    let len = text.len() - text.trim_start_matches([' ', '\u{a0}', '\u{202f}']).len();
    (1..=3).contains(&len).then_some(len)
}

/// "1,500" and "1.500" are thousands (three digits behind each mark); "1,5" and "2.5" are not. A scale makes a dot decimal.
fn value(digits: &str, has_scale: bool) -> Option<f64> {
    let parts: Vec<&str> = digits.split([',', '.', '\'']).collect();
    let is_grouped = parts.len() > 1 && parts[1..].iter().all(|part| part.len() == 3) && parts[0].len() <= 3;
    let is_decimal = parts.len() == 2 && (!is_grouped || (has_scale && digits.contains('.')));
    let plain = if is_decimal { parts.join(".") } else { parts.concat() };
    if parts.len() > 1 && !is_grouped && !is_decimal {
        return None;
    }
    plain.parse().ok()
}
