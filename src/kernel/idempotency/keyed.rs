//! The items of a command for many: which of them are to be done, and what each gets, the first time and every time after.

use super::items::{ItemClaim, claim_items, keep_items};
use crate::kernel::{
    error::{Error, Result},
    tx::Tx,
};
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Display;

/// What the keys are called in every input.
const FIELD: &str = "itemKeys";

/// The items of one command, and what their keys say.
#[derive(Clone, Debug)]
pub struct Items<T> {
    ids: Vec<T>,
    /// One for each of them; `None`: they have no keys.
    claims: Option<Vec<ItemClaim>>,
}

impl<T: Copy + Display> Items<T> {
    /// Claims a key for each of `ids`, which the input calls `field`; `keys` are in their order, or there are none. `also` is
    /// what, beside its id, makes an item another one. Before any row is held: of two with the same keys, one waits here.
    pub async fn claim(
        tx: &Tx,
        command: &str,
        (field, ids): (&str, Vec<T>),
        keys: Option<Vec<String>>,
        also: &str,
    ) -> Result<Self> {
        let Some(keys) = keys else { return Ok(Self { ids, claims: None }) };
        if keys.len() != ids.len() {
            return Err(Error::invalid(FIELD, format!("one key for each of `{field}`, in their order")));
        }
        let items: Vec<_> =
            keys.into_iter().zip(&ids).map(|(key, id)| (key, format!("{id} {also}"))).collect();
        let claims = claim_items(tx, command, FIELD, &items).await?;
        Ok(Self { ids, claims: Some(claims) })
    }

    /// All of them, as they were asked for.
    #[must_use]
    pub fn ids(&self) -> &[T] {
        &self.ids
    }

    /// Those that are to be done now, in their order.
    #[must_use]
    pub fn wanted(&self) -> Vec<T> {
        let Some(claims) = &self.claims else { return self.ids.clone() };
        let mine = self.ids.iter().zip(claims).filter(|(_, claim)| matches!(claim, ItemClaim::Mine(_)));
        mine.map(|(id, _)| *id).collect()
    }

    /// What each of them gets: those that were wanted what `done` says, in that order, which is kept under their keys; those
    /// that were done before what they got then; and who comes with another item's key `mismatch`.
    pub async fn settle<O>(self, tx: &Tx, done: Vec<O>, mismatch: &O) -> Result<Vec<(T, O)>>
    where
        O: Clone + Serialize + DeserializeOwned,
    {
        let Some(claims) = self.claims else { return Ok(self.ids.into_iter().zip(done).collect()) };
        let mut done = done.into_iter();
        let (mut all, mut new) = (vec![], vec![]);
        for (id, claim) in self.ids.into_iter().zip(claims) {
            let outcome = match claim {
                ItemClaim::Mine(key) => {
                    let outcome = done.next().ok_or_else(|| Error::bug("an item has no outcome"))?;
                    new.push((key, serde_json::to_value(&outcome)?));
                    outcome
                }
                ItemClaim::Stored(kept) => serde_json::from_value(kept)?,
                ItemClaim::Mismatch => mismatch.clone(),
            };
            all.push((id, outcome));
        }
        keep_items(tx, &new).await?;
        Ok(all)
    }
}
