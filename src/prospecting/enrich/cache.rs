//! Answers kept for the next who ask, under every key the person answers to; negative ones included.

use super::ask::{Desk, provider};
use crate::{
    connections::ActiveSource,
    connectors::{
        facts::{Company, Person},
        ports::{EmailStatus, Verification},
    },
    kernel::{
        app::App,
        error::Result,
        provider::{fact_key, lookup},
        tx::Tx,
    },
    prospecting::{
        merge::{self, Sourced},
        waterfall::{CacheEntry, Call, Capability, Inputs, Known, Outcome},
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use entity::ids::ProviderCallId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What all these look-ups are filed under.
const KIND: &str = "waterfall";
const KEPT: TimeDelta = TimeDelta::days(30);
const KEPT_NEGATIVE: TimeDelta = TimeDelta::days(7);
const KEPT_UNDECIDED: TimeDelta = TimeDelta::days(1);

/// An answer as it was given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    Person(Person),
    Company(Company),
    Check(Verification),
    /// Nothing: the call was cut off, and nobody knows what became of it.
    CutOff,
}

/// An answer on file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Filed {
    pub told: Told,
    pub at: DateTime<Utc>,
    pub call: Option<ProviderCallId>,
}

/// The fresh answers among `asked` (source and question): for the waterfall, and to be read.
pub struct Files(BTreeMap<(String, String), Option<Filed>>);

impl Files {
    pub async fn open(desk: &Desk<'_>, sources: &[ActiveSource], asked: &[(String, String)]) -> Result<Self> {
        let mut files = BTreeMap::new();
        for source in sources.iter().filter(|source| source.id.is_some()) {
            let id = source.id.map(|id| id.to_string()).unwrap_or_default();
            let own: Vec<&String> = asked.iter().filter(|(of, _)| *of == id).map(|(_, key)| key).collect();
            if own.is_empty() {
                continue;
            }
            let hashes: Vec<String> = own.iter().map(|key| hash(desk.app, source, key)).collect();
            let found = lookup::find(desk.app, desk.scope, provider(source.kind), KIND, &hashes).await?;
            for (key, hash) in own.into_iter().zip(&hashes) {
                if let Some(cached) = found.get(hash) {
                    files.insert((id.clone(), key.clone()), cached.read());
                }
            }
        }
        Ok(Self(files))
    }

    /// As the waterfall wants to know it.
    #[must_use]
    pub fn entries(&self) -> Vec<CacheEntry> {
        let entry = |((source, key), filed): (&(String, String), &Option<Filed>)| CacheEntry {
            source: source.clone(),
            fact_key: key.clone(),
            outcome: match filed {
                None => Outcome::Negative,
                Some(Filed { told: Told::CutOff, .. }) => Outcome::Unknown,
                Some(_) => Outcome::Found,
            },
        };
        self.0.iter().map(entry).collect()
    }

    #[must_use]
    pub fn read(&self, source: &str, key: &str) -> Option<&Filed> {
        self.0.get(&(source.to_owned(), key.to_owned()))?.as_ref()
    }
}

/// An answer to be filed with its effects.
pub struct Filing {
    provider: &'static str,
    hashes: Vec<String>,
    filed: Option<Filed>,
    keep: TimeDelta,
}

impl Filing {
    /// The answer to `call`. A person is filed under everything they are known by; `who` is that, when the answer speaks of
    /// whom it was asked about.
    #[must_use]
    pub fn of(
        app: &App,
        source: &ActiveSource,
        call: &Call,
        filed: Option<Filed>,
        who: Option<&Known>,
    ) -> Self {
        let mut keys = BTreeSet::from([call.fact_key.clone()]);
        if let Some(Filed { told: Told::Person(person), at, .. }) = &filed
            && call.capability == Capability::EnrichPerson
        {
            let record = Sourced { source: call.source.clone(), fetched_at: *at, person: person.clone() };
            let told = merge::of_one(&[record]).map(|merged| Known::from(&merged));
            keys.extend(who.into_iter().chain(&told).flat_map(|known| names(&call.source, known)));
        }
        let keep = match &filed {
            None => KEPT_NEGATIVE,
            Some(Filed { told: Told::Check(check), .. }) if check.status == EmailStatus::Unknown => {
                KEPT_UNDECIDED
            }
            Some(_) => KEPT,
        };
        let hashes = keys.iter().map(|key| hash(app, source, key)).collect();
        Self { provider: provider(source.kind), hashes, filed, keep }
    }

    /// Nobody knows how asking went: nobody asks about this person again for a while, however they are named.
    #[must_use]
    pub fn unknown(app: &App, source: &ActiveSource, key: Option<&str>, who: &Known) -> Self {
        let id = source.id.map(|id| id.to_string()).unwrap_or_default();
        let mut keys: BTreeSet<String> = names(&id, who).into_iter().collect();
        keys.extend(key.map(str::to_owned));
        let hashes = keys.iter().map(|key| hash(app, source, key)).collect();
        let filed = Some(Filed { told: Told::CutOff, at: app.now(), call: None });
        Self { provider: provider(source.kind), hashes, filed, keep: KEPT_UNDECIDED }
    }

    pub async fn write(&self, tx: &Tx) -> Result<()> {
        lookup::put(tx, self.provider, KIND, &self.hashes, (self.filed.as_ref(), self.keep)).await
    }
}

fn hash(app: &App, source: &ActiveSource, key: &str) -> String {
    fact_key(app, &[&source.account, key])
}

/// The other questions the same answer answers.
fn names(source: &str, who: &Known) -> Vec<String> {
    let names = Inputs::names(source, who);
    names.iter().map(|inputs| inputs.fact_key(Capability::EnrichPerson)).collect()
}
