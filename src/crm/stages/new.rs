//! Columns to be: checked together, then written in order.

use crate::{
    crm::keys::slug,
    kernel::{
        check::{self, Problems},
        error::Result,
        position,
        tx::Tx,
    },
};
use entity::{
    ids::{PipelineId, PipelineStageId},
    pipeline_stage::{self, Model, StageKind},
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};

/// The longest name and key, in characters; the most columns of a board; the largest limit of a column.
pub(super) const NAME: usize = 80;
const KEY: usize = 64;
const STAGES: usize = 50;
const WIP: i32 = 100_000;

/// What a new column is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStage {
    pub name: String,
    /// Stable name for programs; absent: made from the name.
    pub key: Option<String>,
    pub kind: StageKind,
    /// Most cards at once; absent: any number.
    pub wip_limit: Option<i32>,
}

impl Default for NewStage {
    fn default() -> Self {
        Self { name: String::new(), key: None, kind: StageKind::Open, wip_limit: None }
    }
}

/// A column that may be written.
pub(in crate::crm) struct Checked {
    name: String,
    key: String,
    kind: StageKind,
    wip_limit: Option<i32>,
}

/// Checks new columns of a board that has the keys `taken`; refusals are kept under `path` and the column's number, or
/// under `path` alone when it ends without a dot.
pub(in crate::crm) fn checked(
    path: &str,
    new: Vec<NewStage>,
    taken: &[String],
    problems: &mut Problems,
) -> Vec<Checked> {
    if taken.len() + new.len() > STAGES {
        problems.add(path.trim_end_matches('.'), format!("at most {STAGES} stages on a pipeline"));
        return vec![];
    }
    let given = new.iter().filter_map(|stage| stage.key.clone());
    let mut taken: Vec<String> = taken.iter().cloned().chain(given).collect();
    let mut out: Vec<Checked> = vec![];
    for (at, stage) in new.into_iter().enumerate() {
        let path =
            |field: &str| if path.is_empty() { field.to_owned() } else { format!("{path}{at}.{field}") };
        let name = problems.keep(&path("name"), check::line(&stage.name, NAME)).unwrap_or_default();
        let key = match stage.key {
            Some(key) => problems.keep(&path("key"), self::key(&key)).unwrap_or_default(),
            None => free_key(&name, &taken),
        };
        if out.iter().any(|other| other.key == key) {
            problems.add(path("key"), "a key that no other stage has");
        }
        problems.keep_some(&path("wipLimit"), stage.wip_limit, wip_limit);
        taken.push(key.clone());
        out.push(Checked { name, key, kind: stage.kind, wip_limit: stage.wip_limit });
    }
    out
}

/// Most cards at once: 1 or more.
pub(super) fn wip_limit(limit: i32) -> Result<i32, String> {
    if (1..=WIP).contains(&limit) {
        Ok(limit)
    } else {
        Err(format!("1 to {WIP} cards, or null for any number"))
    }
}

fn key(key: &str) -> Result<String, String> {
    let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let starts = key.chars().next().is_some_and(|c| c.is_ascii_lowercase());
    if starts && key.len() <= KEY && key.chars().all(is_word) {
        return Ok(key.to_owned());
    }
    Err(format!("a lower-case letter, then letters, digits and `_`; at most {KEY}"))
}

/// `In Conversation` is `in_conversation`, or `in_conversation_2` where that is taken.
fn free_key(name: &str, taken: &[String]) -> String {
    let is_ascii = |word: &&str| word.chars().all(|c| c.is_ascii_alphanumeric());
    let words = slug(name);
    let words: Vec<&str> = words.split('-').filter(|word| !word.is_empty()).filter(is_ascii).collect();
    let mut base: String = words.join("_").chars().take(KEY - 4).collect();
    if !base.starts_with(|c: char| c.is_ascii_lowercase()) {
        base = format!("stage_{base}").trim_end_matches('_').chars().take(KEY - 4).collect();
    }
    let numbered = (2..).map(|number| format!("{base}_{number}"));
    let free = std::iter::once(base.clone()).chain(numbered).find(|key| !taken.contains(key));
    free.unwrap_or(base)
}

/// Writes columns behind the place `last`, in order.
pub(in crate::crm) async fn insert(
    tx: &Tx,
    pipeline_id: PipelineId,
    (mut last, next): (Option<String>, Option<String>),
    new: Vec<Checked>,
) -> Result<Vec<Model>> {
    let mut rows = vec![];
    for Checked { name, key, kind, wip_limit } in new {
        let position = position::between(last.as_deref(), next.as_deref())?;
        last = Some(position.clone());
        rows.push(Model {
            id: PipelineStageId::new(),
            agency_id: tx.scope().agency(),
            pipeline_id,
            name,
            key,
            position,
            kind,
            wip_limit,
            card_count: 0,
            version: 1,
            created_at: tx.now(),
            updated_at: tx.now(),
        });
    }
    let all = rows.iter().map(|row| row.clone().into_active_model().reset_all());
    pipeline_stage::Entity::insert_many(all).exec_without_returning(tx).await?;
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{crm::pipelines::template, kernel::error::Error};
    use entity::pipeline::PipelineTemplate;

    fn named(names: &[&str]) -> Vec<NewStage> {
        names.iter().map(|name| NewStage { name: (*name).into(), ..NewStage::default() }).collect()
    }

    fn keys(new: Vec<NewStage>, taken: &[&str]) -> Result<Vec<String>> {
        let taken: Vec<String> = taken.iter().map(|key| (*key).into()).collect();
        let mut problems = Problems::default();
        let checked = checked("stages.", new, &taken, &mut problems);
        problems.finish().map(|()| checked.into_iter().map(|stage| stage.key).collect())
    }

    #[test]
    fn templates_have_the_columns_of_the_design() {
        let outreach = keys(template::stages(PipelineTemplate::Outreach), &[]).unwrap();
        assert_eq!(outreach, ["to_contact", "contacted", "in_conversation", "closed"]);
        let recruiting = keys(template::stages(PipelineTemplate::Recruiting), &[]).unwrap();
        let expected = ["invite_sent", "connected", "conversation_started", "qualification", "proposal_sent"];
        assert_eq!(recruiting, [&expected[..], &["signed_mandate", "lost"]].concat());
    }

    #[test]
    fn keys_are_made_from_names_and_never_twice() {
        let made = keys(named(&["Won!", "Won", "Über uns", "会話", "2nd call"]), &["won"]).unwrap();
        assert_eq!(made, ["won_2", "won_3", "uber_uns", "stage", "stage_2nd_call"]);
    }

    #[test]
    fn every_wrong_column_is_named() {
        let mut new = named(&["", "B", "C"]);
        new[1].key = Some("Not a key".into());
        new[2].wip_limit = Some(0);
        let Err(Error::Invalid(problems)) = keys(new, &[]) else { panic!("refused") };
        let paths: Vec<_> = problems.iter().map(|p| p.path.as_str()).collect();
        assert_eq!(paths, ["stages.0.name", "stages.1.key", "stages.2.wipLimit"]);
    }
}
