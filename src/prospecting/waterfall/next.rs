//! The next call, or why there is none.

use super::inputs::{Inputs, MissingInput};
use super::known::{Attempt, CacheEntry, Known, Outcome};
use super::plan::{Capability, Field, Offer, Plan, Want};
use crate::connectors::facts::PersonField;
use serde::{Deserialize, Serialize};

/// Where a person's waterfall stands.
#[derive(Clone, Copy, Debug)]
pub struct State<'a> {
    pub known: &'a Known,
    pub attempts: &'a [Attempt],
    /// Fresh answers, found by [`fact_keys`].
    pub cached: &'a [CacheEntry],
    /// What may still be spent, in micros; `None`: no limit.
    pub budget_micros: Option<u64>,
}

/// A call to make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    pub source: String,
    pub capability: Capability,
    pub inputs: Inputs,
    /// See [`Inputs::fact_key`].
    pub fact_key: String,
    /// The unmet fields an answer may fill.
    pub fields: Vec<Field>,
    /// To reserve; 0 when `is_cached`.
    pub cost_micros: u64,
    /// The answer lies in the cache: read it there.
    pub is_cached: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Next {
    Call(Call),
    Done(Done),
}

/// Why the waterfall has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Done {
    /// Everything wanted is known.
    Complete,
    /// Something is missing and nobody is left to ask.
    Exhausted,
    /// Somebody could still be asked, but not for this money.
    OutOfBudget,
    /// The person asked not to be processed.
    Forbidden,
}

/// Why an offer was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SkipReason {
    MissingInput(MissingInput),
    /// Asked before, with this outcome.
    Asked(Outcome),
    /// A fresh answer in the cache says "nobody like that".
    KnownNegative,
    OverBudget,
    /// Enough addresses of this person have been checked.
    EnoughChecked,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    pub source: String,
    pub capability: Capability,
    /// The field it would have been asked for.
    pub field: Field,
    pub reason: SkipReason,
}

/// The next step, and every offer passed over on the way to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    pub next: Next,
    pub skipped: Vec<Skipped>,
}

/// What to do next. Fields are filled in the order wanted; a field whose providers lack their inputs waits for the others.
#[must_use]
pub fn next(plan: &Plan, state: &State<'_>) -> Planned {
    let has_objected = state.attempts.iter().any(|a| a.outcome == Outcome::Forbidden);
    if state.known.is_forbidden || has_objected {
        return Planned { next: Next::Done(Done::Forbidden), skipped: Vec::new() };
    }
    let unmet: Vec<&Want> = plan.wants.iter().filter(|want| !state.known.meets(want)).collect();
    let mut skipped = Vec::new();
    for want in &unmet {
        let found = verification(plan, state, want, &mut skipped).or_else(|| {
            let mut chain = plan.chain(want.field).into_iter();
            chain.find_map(|offer| consider(offer, state, want.field, &unmet, &mut skipped))
        });
        if let Some(call) = found {
            return Planned { next: Next::Call(call), skipped };
        }
    }
    let is_too_dear = skipped.iter().any(|skip| skip.reason == SkipReason::OverBudget);
    let done = match (unmet.is_empty(), is_too_dear) {
        (true, _) => Done::Complete,
        (false, true) => Done::OutOfBudget,
        (false, false) => Done::Exhausted,
    };
    Planned { next: Next::Done(done), skipped }
}

/// The (source, fact key) pairs that could be asked now: look these up in the cache before calling [`next`].
#[must_use]
pub fn fact_keys(plan: &Plan, known: &Known) -> Vec<(String, String)> {
    let of_offer = |offer: &Offer| {
        let inputs: Vec<Inputs> = match offer.capability {
            Capability::VerifyEmail => known.unchecked_emails().into_iter().map(address).collect(),
            Capability::EnrichPerson => Inputs::names(&offer.source, known),
            _ => Inputs::for_call(offer, known).into_iter().collect(),
        };
        let key = |inputs: &Inputs| (offer.source.clone(), inputs.fact_key(offer.capability));
        inputs.iter().map(key).collect::<Vec<_>>()
    };
    plan.offers.iter().flat_map(of_offer).collect()
}

/// Before the next source is asked for an address, those found so far are checked. One conclusive or undecidable answer per
/// address is enough; a verifier that failed is followed by the next.
fn verification(plan: &Plan, state: &State<'_>, want: &Want, skipped: &mut Vec<Skipped>) -> Option<Call> {
    let is_email = want.field == Field::Person(PersonField::Email);
    if !(want.needs_validation && is_email) {
        return None;
    }
    for inputs in state.known.unchecked_emails().into_iter().map(address) {
        let key = inputs.fact_key(Capability::VerifyEmail);
        let is_settled =
            |a: &Attempt| a.fact_key == key && !matches!(a.outcome, Outcome::Failed | Outcome::Unknown);
        if state.attempts.iter().any(is_settled) {
            continue;
        }
        for offer in plan.verifiers() {
            let asked = state.attempts.iter().filter(|a| is_by(a, offer));
            let before = asked.clone().find(|a| a.fact_key == key).map(|a| SkipReason::Asked(a.outcome));
            let enough = (asked.count() >= plan.max_verifications()).then_some(SkipReason::EnoughChecked);
            match before
                .or(enough)
                .map_or_else(|| affordable(offer, inputs.clone(), vec![want.field], state), Err)
            {
                Ok(call) => return Some(call),
                Err(reason) => skipped.push(skip(offer, want.field, reason)),
            }
        }
    }
    None
}

fn consider(
    offer: &Offer,
    state: &State<'_>,
    field: Field,
    unmet: &[&Want],
    skipped: &mut Vec<Skipped>,
) -> Option<Call> {
    let asked = state.attempts.iter().find(|a| is_by(a, offer)).map(|a| SkipReason::Asked(a.outcome));
    let inputs = || Inputs::for_call(offer, state.known).map_err(SkipReason::MissingInput);
    let fields = || unmet.iter().map(|want| want.field).filter(|f| offer.fields.contains(f)).collect();
    let outcome =
        asked.map_or_else(inputs, Err).and_then(|inputs| affordable(offer, inputs, fields(), state));
    outcome.map_err(|reason| skipped.push(skip(offer, field, reason))).ok()
}

fn affordable(
    offer: &Offer,
    inputs: Inputs,
    fields: Vec<Field>,
    state: &State<'_>,
) -> Result<Call, SkipReason> {
    let (inputs, is_cached) = match on_file(offer, &inputs, state)? {
        Some(known_as) => (known_as, true),
        None => (inputs, false),
    };
    let cost_micros = if is_cached { 0 } else { offer.cost_micros };
    if state.budget_micros.is_some_and(|left| cost_micros > left) {
        return Err(SkipReason::OverBudget);
    }
    let (source, capability) = (offer.source.clone(), offer.capability);
    let fact_key = inputs.fact_key(capability);
    Ok(Call { source, capability, inputs, fact_key, fields, cost_micros, is_cached })
}

/// The question whose answer is on file: this one, or the same about the same person under another name. That nobody is
/// known counts for this very question only; that nobody knows how asking went counts for the person.
fn on_file(offer: &Offer, inputs: &Inputs, state: &State<'_>) -> Result<Option<Inputs>, SkipReason> {
    let mut asked = vec![inputs.clone()];
    if offer.capability == Capability::EnrichPerson {
        asked.extend(Inputs::names(&offer.source, state.known));
    }
    let cached = |inputs: &Inputs| {
        let key = inputs.fact_key(offer.capability);
        let entry = state.cached.iter().find(|e| e.source == offer.source && e.fact_key == key);
        entry.map(|entry| entry.outcome)
    };
    if asked.iter().any(|inputs| cached(inputs) == Some(Outcome::Unknown)) {
        return Err(SkipReason::Asked(Outcome::Unknown));
    }
    let is_answered = |inputs: &Inputs| cached(inputs).is_some_and(|outcome| outcome != Outcome::Negative);
    match asked.into_iter().find(is_answered) {
        None if cached(inputs) == Some(Outcome::Negative) => Err(SkipReason::KnownNegative),
        found => Ok(found),
    }
}

fn address(address: &str) -> Inputs {
    Inputs::Email { address: address.to_owned() }
}

fn is_by(attempt: &Attempt, offer: &Offer) -> bool {
    attempt.source == offer.source && attempt.capability == offer.capability
}

fn skip(offer: &Offer, field: Field, reason: SkipReason) -> Skipped {
    Skipped { source: offer.source.clone(), capability: offer.capability, field, reason }
}
