//! Headcount, revenue and budget: "50-200 employees", "revenue over $5M", "between 1 and 5 million", "up to 50 people".

use super::numbers::Number;
use super::phrases::is_before;
use super::sizes::size_words;
use super::tokens::{Gap, Token};
use crate::prospecting::profile::clean::{DOLLARS_MAX, EMPLOYEES_MAX};
use crate::prospecting::profile::types::Band;

#[derive(Debug, Default)]
pub(super) struct Amounts {
    pub employees: Band,
    pub revenue: Band,
    pub budget: Band,
}

const PEOPLE: [&str; 11] = [
    "employee",
    "people",
    "person",
    "staff",
    "fte",
    "headcount",
    "worker",
    "seat",
    "strong",
    "colleague",
    "employer",
];
const REVENUE: [&str; 6] = ["revenue", "turnover", "arr", "sale", "mrr", "income"];
const BUDGET: [&str; 4] = ["budget", "spend", "spending", "pay"];
const OTHER: [&str; 14] = [
    "raised",
    "funding",
    "round",
    "series",
    "valuation",
    "founded",
    "since",
    "year",
    "day",
    "month",
    "week",
    "hour",
    "lead",
    "prospect",
];
const LEAST: [&str; 12] = [
    "over",
    "above",
    "least",
    "minimum",
    "min",
    "from",
    "exceeding",
    "more",
    "greater",
    "larger",
    "bigger",
    "upwards",
];
const MOST: [&str; 11] =
    ["under", "below", "most", "maximum", "max", "less", "fewer", "smaller", "upto", "within", "until"];

/// US dollars for one unit, rounded: good enough for the ends of a band, and for nothing else.
const DOLLARS: [(&str, f64); 11] = [
    ("EUR", 1.1),
    ("GBP", 1.3),
    ("CHF", 1.2),
    ("ZAR", 0.055),
    ("INR", 0.012),
    ("AUD", 0.65),
    ("CAD", 0.73),
    ("SGD", 0.77),
    ("AED", 0.27),
    ("JPY", 0.0067),
    ("SEK", 0.1),
];

/// A run of one or two numbers with what it bounds.
struct Range {
    low: f64,
    high: f64,
    /// The tokens it covers.
    from: usize,
    until: usize,
    has_currency: bool,
}

pub(super) fn read(tokens: &[Token]) -> Amounts {
    let mut out = Amounts::default();
    let mut at = 0;
    while at < tokens.len() {
        let Some(range) = range(tokens, at) else {
            at += 1;
            continue;
        };
        let band = bounds(tokens, &range);
        match measure(tokens, &range) {
            Some(Measure::Employees) => narrow(&mut out.employees, band, EMPLOYEES_MAX),
            Some(Measure::Revenue) => narrow(&mut out.revenue, band, DOLLARS_MAX),
            Some(Measure::Budget) => narrow(&mut out.budget, band, DOLLARS_MAX),
            None => {}
        }
        at = range.until;
    }
    if out.employees == Band::default() {
        out.employees = size_words(tokens);
    }
    out
}

/// "over 50 but under 500" are two halves of one band.
fn narrow(into: &mut Band, band: Band, limit: u64) {
    let sane = |value: Option<u64>| value.filter(|v| (1..=limit).contains(v));
    *into = Band::new(into.min.or(sane(band.min)), into.max.or(sane(band.max)));
}

fn range(tokens: &[Token], at: usize) -> Option<Range> {
    let first = number(tokens, at)?;
    let joins = tokens.get(at + 1).is_some_and(|t| {
        t.is(&["to", "bis", "through"]) || (t.is(&["and"]) && is_before(tokens, at, 3, &["between"]))
    });
    let next = if joins { at + 2 } else { at + 1 };
    let is_dash = |t: &Token| {
        joins
            || t.gap == Gap::Hyphen
            || (t.gap == Gap::Comma && t.number.is_some() && is_dashed(tokens, next))
    };
    let second =
        tokens.get(next).filter(|t| t.gap < Gap::Stop && is_dash(t)).and_then(|_| number(tokens, next));
    let Some(second) = second else {
        let value = dollars(first.value, first.currency);
        return Some(Range {
            low: value,
            high: value,
            from: at,
            until: at + 1,
            has_currency: first.currency.is_some(),
        });
    };
    let currency = first.currency.or(second.currency);
    let scale =
        if second.has_scale && !first.has_scale && first.value < 1_000.0 { scale_of(second) } else { 1.0 };
    let (low, high) = (dollars(first.value * scale, currency), dollars(second.value, currency));
    Some(Range { low, high, from: at, until: next + 1, has_currency: currency.is_some() })
}

/// "50 – 200": a dash with spaces reads as a comma; only numbers of a rising pair are a range then.
fn is_dashed(tokens: &[Token], next: usize) -> bool {
    let pair = next.checked_sub(1).and_then(|at| number(tokens, at)).zip(number(tokens, next));
    pair.is_some_and(|(a, b)| a.value < b.value && !a.is_open)
}

fn number(tokens: &[Token], at: usize) -> Option<&Number> {
    tokens.get(at).and_then(|token| token.number.as_ref()).filter(|number| !number.is_percent)
}

/// The scale written beside the second number of "5-10M".
fn scale_of(number: &Number) -> f64 {
    [1e9, 1e6, 1e3].into_iter().find(|scale| number.value >= *scale).unwrap_or(1.0)
}

fn dollars(value: f64, currency: Option<&str>) -> f64 {
    let rate = currency
        .and_then(|code| DOLLARS.iter().find(|(name, _)| *name == code))
        .map_or(1.0, |(_, rate)| *rate);
    value * rate
}

fn bounds(tokens: &[Token], range: &Range) -> Band {
    let whole = |value: f64| {
        Number { value, currency: None, has_scale: false, is_open: false, is_percent: false }.whole()
    };
    let (low, high) = (whole(range.low), whole(range.high));
    let behind = |n: usize| tokens.get(range.until + n).filter(|t| t.gap < Gap::Stop);
    let or = |words: &[&str]| {
        let is_or =
            |n| behind(n).is_some_and(|t| t.is(&["or", "and"])) && behind(n + 1).is_some_and(|t| t.is(words));
        is_or(0) || (behind(0).is_some_and(|t| t.number.is_none()) && is_or(1))
    };
    let before = |words: &[&str]| is_before(tokens, range.from, 3, words);
    let is_open = number(tokens, range.from).is_some_and(|n| n.is_open)
        || or(&["more", "above", "up", "over", "larger"]);
    let is_turned = before(&["no", "not"]);
    let is_most =
        if is_turned { before(&["more", "larger", "bigger", "over", "above"]) } else { before(&MOST) };
    let is_least = if is_turned { before(&MOST) } else { before(&LEAST) };
    if range.until - range.from > 1 {
        Band::new(Some(low), Some(high))
    } else if is_most || is_after_up_to(tokens, range.from) || or(&["less", "fewer", "below", "under"]) {
        Band::new(None, Some(high))
    } else if is_open || is_least {
        Band::new(Some(low), None)
    } else {
        Band::new(Some(low / 2), Some(high.saturating_mul(2)))
    }
}

fn is_after_up_to(tokens: &[Token], at: usize) -> bool {
    at >= 2 && tokens[at - 1].is(&["to"]) && tokens[at - 2].is(&["up"])
}

enum Measure {
    Employees,
    Revenue,
    Budget,
}

/// What the number counts: the nearest unit behind it, else in front of it, else what its currency suggests.
fn measure(tokens: &[Token], range: &Range) -> Option<Measure> {
    let behind = (range.until..range.until + 5).map_while(|at| tokens.get(at).filter(|t| t.gap < Gap::Stop));
    let before = (1..=6_usize).map_while(|back| {
        let at = range.from.checked_sub(back)?;
        tokens.get(at).filter(|_| tokens[at + 1].gap < Gap::Stop)
    });
    let is_year = !range.has_currency && (1_900.0..2_100.0).contains(&range.low) && range.low == range.high;
    let near = behind.clone().find_map(|t| unit(t, range.has_currency));
    let found = near.or_else(|| {
        before.filter(|t| t.gap < Gap::Stop || t.number.is_none()).find_map(|t| unit(t, range.has_currency))
    });
    let by_currency = || (range.has_currency && range.high >= 100_000.0).then_some(Measure::Revenue);
    let measure = found.unwrap_or_else(by_currency);
    measure.filter(|measure| !is_year || matches!(measure, Measure::Employees))
}

/// `Some(None)`: a unit that is none of ours.
fn unit(token: &Token, has_currency: bool) -> Option<Option<Measure>> {
    let stem = token.stem.as_str();
    if PEOPLE.contains(&stem) && !has_currency {
        Some(Some(Measure::Employees))
    } else if REVENUE.contains(&stem) {
        Some(Some(Measure::Revenue))
    } else if BUDGET.contains(&stem) {
        Some(Some(Measure::Budget))
    } else if OTHER.contains(&stem) {
        Some(None)
    } else {
        (stem == "size" || stem == "team").then_some((!has_currency).then_some(Measure::Employees))
    }
}
