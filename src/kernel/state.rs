//! State machines: a column whose value only moves along declared steps, written by compare-and-set.

use super::{
    error::{Error, Result},
    tx::Tx,
};
use entity::tenancy::Tenanted;
use sea_orm::{ActiveEnum, ColumnTrait, Iterable, QueryFilter, sea_query::Expr};
use std::fmt::Debug;

/// The states of a noun and the steps between them. Pure: no clock, no database.
pub trait Machine: ActiveEnum + Copy + Debug + Iterable + Into<sea_orm::Value> {
    type Step: Copy + Debug + 'static;
    /// Every step, for refusals that name the legal ones and for the golden file.
    const STEPS: &'static [Self::Step];
    /// What the thing is called in refusals: `campaign`.
    const NOUN: &'static str;

    /// Where `step` leads from here; `None` when it is not allowed.
    fn next(self, step: Self::Step) -> Option<Self>;
}

/// Where `step` leads, or a refusal that names the state and the legal steps.
pub fn decide<S: Machine>(from: S, step: S::Step) -> Result<S> {
    from.next(step).ok_or_else(|| {
        let legal: Vec<_> = S::STEPS.iter().filter(|s| from.next(**s).is_some()).map(|s| shout(*s)).collect();
        let legal = if legal.is_empty() { "nothing".into() } else { legal.join(", ") };
        let message = format!("A {} that is {} cannot {}.", S::NOUN, shout(from), shout(step));
        Error::conflict_with_hint(message, format!("Allowed now: {legal}."))
    })
}

/// Takes one step. The write compares and sets, so two callers cannot both win, on either database.
pub async fn step<E: Tenanted, S: Machine>(
    tx: &Tx,
    id: E::Id,
    column: E::Column,
    from: S,
    step: S::Step,
) -> Result<S> {
    let to = decide(from, step)?;
    let done = tx
        .update::<E>()
        .col_expr(column, Expr::val(to))
        .filter(E::ID.eq(id))
        .filter(column.eq(from))
        .exec(tx)
        .await?;
    if done.rows_affected == 1 {
        return Ok(to);
    }
    Err(Error::conflict_with_hint(
        format!("This {} was changed by somebody else meanwhile.", S::NOUN),
        "Read it again, then decide.",
    ))
}

/// The whole machine as text, for the committed golden file.
#[must_use]
pub fn table<S: Machine>() -> String {
    let mut out = format!("{}\n", S::NOUN);
    for from in S::iter() {
        let arrows: Vec<_> = S::STEPS
            .iter()
            .filter_map(|step| from.next(*step).map(|to| format!("{} -> {}", shout(*step), shout(to))))
            .collect();
        out.push_str(&format!("  {}: {}\n", shout(from), arrows.join(", ")));
    }
    out
}

/// `InProgress` as people meet it in the API: `IN_PROGRESS`.
#[must_use]
pub fn shout(name: impl Debug) -> String {
    let mut out = String::new();
    for (at, letter) in format!("{name:?}").chars().enumerate() {
        if at > 0 && letter.is_uppercase() {
            out.push('_');
        }
        out.push(letter.to_ascii_uppercase());
    }
    out
}
