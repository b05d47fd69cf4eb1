//! Needs, keywords, channels and words to leave out.

use super::phrases::raw;
use super::tokens::{Gap, Token};
use super::zones::Zone;
use crate::prospecting::lexicon::{Industry, industry, names_industry, stems};
use crate::prospecting::profile::clean::lines;
use crate::prospecting::profile::types::Channel;

const CHANNELS: [(&str, Channel); 9] = [
    ("email", Channel::Email),
    ("mail", Channel::Email),
    ("emails", Channel::Email),
    ("linkedin", Channel::Linkedin),
    ("whatsapp", Channel::Whatsapp),
    ("instagram", Channel::Instagram),
    ("facebook", Channel::Facebook),
    ("messenger", Channel::Facebook),
    ("twitter", Channel::X),
];
/// Words that say nothing by themselves at either end of a phrase.
const FILLERS: [&str; 46] = [
    "a",
    "an",
    "and",
    "are",
    "be",
    "but",
    "by",
    "company",
    "do",
    "except",
    "exclude",
    "excluding",
    "excludes",
    "avoid",
    "ignore",
    "for",
    "from",
    "have",
    "help",
    "in",
    "is",
    "more",
    "need",
    "needs",
    "needing",
    "no",
    "not",
    "of",
    "or",
    "our",
    "please",
    "some",
    "struggle",
    "struggling",
    "struggles",
    "that",
    "the",
    "their",
    "to",
    "want",
    "wants",
    "who",
    "with",
    "without",
    "any",
    "looking",
];
const VERBS: [&str; 22] = [
    "we",
    "i",
    "sell",
    "sells",
    "selling",
    "offer",
    "offers",
    "offering",
    "provide",
    "provides",
    "providing",
    "build",
    "develop",
    "deliver",
    "supply",
    "agency",
    "firm",
    "platform",
    "builds",
    "develops",
    "are",
    "lack",
];

/// What they lack, and what is sold to them, as phrases.
pub(super) fn needs(tokens: &[Token], zones: &[Zone]) -> Vec<String> {
    [phrases(tokens, zones, Zone::Need), phrases(tokens, zones, Zone::Offering)].concat()
}

/// Whom to leave out, apart from places: industries where a phrase names one as a whole ("banks", "insurance companies"), else
/// words ("freight brokers" are no reason to leave out all of freight).
pub(super) fn excluded(tokens: &[Token], zones: &[Zone]) -> (Vec<Industry>, Vec<String>) {
    const NOUNS: [&str; 7] =
        ["company", "firm", "business", "provider", "organisation", "organization", "vendor"];
    let is_place = |phrase: &String| {
        !super::places::read(&super::tokens::tokens(phrase), &|_| true).countries.is_empty()
    };
    let phrases = phrases(tokens, zones, Zone::Excluded).into_iter().filter(|phrase| !is_place(phrase));
    let is_industry = |phrase: &String| {
        let mut words = stems(phrase);
        let is_named = names_industry(&words);
        let has_noun = words.pop().is_some_and(|noun| NOUNS.contains(&noun.as_str()));
        is_named || (has_noun && names_industry(&words))
    };
    let (industries, terms): (Vec<String>, Vec<String>) = phrases.partition(is_industry);
    let terms = terms.into_iter().filter(|phrase| phrase.split_whitespace().count() <= 4);
    (lines(industries).iter().map(|said| industry(said)).collect(), lines(terms))
}

/// Runs of `zone`, cut at commas and at "and"/"or", without fillers at the ends.
fn phrases(tokens: &[Token], zones: &[Zone], zone: Zone) -> Vec<String> {
    let mut out = Vec::new();
    let mut run: Vec<usize> = Vec::new();
    for at in 0..=tokens.len() {
        let token = tokens.get(at).filter(|_| zones.get(at) == Some(&zone));
        let splits =
            token.is_none_or(|t| t.gap >= Gap::Comma || (zone == Zone::Excluded && t.is(&["and", "or"])));
        if splits && !run.is_empty() {
            out.extend(phrase(tokens, &run));
            run.clear();
        }
        if token.is_some() {
            run.push(at);
        }
    }
    out
}

fn phrase(tokens: &[Token], run: &[usize]) -> Option<String> {
    let is_filler = |at: &&usize| tokens[**at].is(&FILLERS) || tokens[**at].is(&VERBS);
    let start = run.iter().find(|at| !is_filler(at))?;
    let last = run.iter().rev().find(|at| !is_filler(at))?;
    Some(raw(tokens, *start, (last - start + 1).min(10)))
}

/// The channels asked for: "on LinkedIn", "via WhatsApp or e-mail". A channel's name without such a word is a topic.
pub(super) fn channels(tokens: &[Token]) -> Vec<Channel> {
    const BY: [&str; 9] = ["on", "via", "by", "through", "over", "using", "channels", "channel", "prefer"];
    let mut found = Vec::new();
    let mut last = None;
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| &tokens[at]);
        let named = CHANNELS.iter().find(|(name, _)| token.word == *name).map(|(_, channel)| *channel);
        let is_x = token.raw == "X" && before.is_some_and(|t| t.is(&["on", "via", "or", "and"]));
        let Some(channel) = named.or(is_x.then_some(Channel::X)) else { continue };
        let is_asked = super::phrases::is_before(tokens, at, 2, &BY);
        let is_listed = last.is_some_and(|last: usize| {
            at - last <= 3 && tokens[last + 1..=at].iter().all(|t| t.gap < Gap::Stop)
        });
        let is_topic = tokens.get(at + 1).is_some_and(|t| {
            t.gap == Gap::Space
                && t.is(&["marketing", "automation", "software", "security", "ads", "advertising"])
        });
        if (is_asked || is_listed) && !is_topic {
            found.push(channel);
            last = Some(at);
        }
    }
    found
}

/// Quoted phrases, and what companies "use" or "run on" when it is a name ("using Salesforce").
pub(super) fn keywords(text: &str, tokens: &[Token]) -> Vec<String> {
    let mut found: Vec<String> =
        text.split(['"', '“', '”', '„']).skip(1).step_by(2).map(str::trim).map(str::to_owned).collect();
    found.retain(|phrase| (2..=60).contains(&phrase.len()) && !phrase.contains('\n'));
    let is_use = |token: &Token| token.is(&["using", "use", "uses", "running"]);
    for (at, _) in tokens.iter().enumerate().filter(|(_, token)| is_use(token)) {
        let names = tokens
            .iter()
            .skip(at + 1)
            .take(3)
            .take_while(|t| t.is_capital() && t.gap <= Gap::Hyphen && t.number.is_none());
        let len = names.count();
        let is_channel = tokens.get(at + 1).is_some_and(|t| CHANNELS.iter().any(|(name, _)| t.word == *name));
        if len > 0 && !is_channel {
            found.push(raw(tokens, at + 1, len));
        }
    }
    found
}
