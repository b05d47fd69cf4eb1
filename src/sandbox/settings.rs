//! The knobs: how slow, how faulty and how strict the sandbox is, for all providers or for one.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The APIs the sandbox speaks; each lives under its own path prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    Apollo,
    Hunter,
    Clearbit,
    Crunchbase,
    Zoominfo,
    Unipile,
    /// A plain JSON directory of people, for the HTTP_API source.
    Directory,
    Openai,
}

impl Provider {
    pub const ALL: [Self; 8] = [
        Self::Apollo,
        Self::Hunter,
        Self::Clearbit,
        Self::Crunchbase,
        Self::Zoominfo,
        Self::Unipile,
        Self::Directory,
        Self::Openai,
    ];

    /// The path prefix, without slashes.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Apollo => "apollo",
            Self::Hunter => "hunter",
            Self::Clearbit => "clearbit",
            Self::Crunchbase => "crunchbase",
            Self::Zoominfo => "zoominfo",
            Self::Unipile => "unipile",
            Self::Directory => "directory",
            Self::Openai => "openai",
        }
    }
}

/// All knobs, as `GET /_sandbox/knobs` shows them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SandboxSettings {
    /// Same seed, same world, same order of errors.
    pub seed: u64,
    /// Every answer takes at least this long, …
    pub latency_min_ms: u64,
    /// … and at most this long.
    pub latency_max_ms: u64,
    /// Share of requests that go wrong, 0 to 1.
    pub error_rate: f64,
    /// Share of those that go wrong after the call was charged for, 0 to 1.
    pub charged_error_share: f64,
    /// How long an answer hangs when that is what goes wrong; at most 30 s.
    pub slow_ms: u64,
    /// Requests a minute per provider and key; 0 is no limit.
    pub rate_limit_per_minute: u32,
    /// Share of rows with missing, odd or ill-typed fields, 0 to 1.
    pub bad_data_rate: f64,
    /// What differs for single providers.
    pub providers: BTreeMap<Provider, Override>,
}

/// Knobs of one provider; absent ones are as for all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Override {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latency_min_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latency_max_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_rate: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charged_error_share: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slow_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_limit_per_minute: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bad_data_rate: Option<f64>,
}

/// A knob that cannot be turned that way.
#[derive(Debug, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct KnobError {
    pub field: &'static str,
    pub reason: &'static str,
}

impl Default for SandboxSettings {
    fn default() -> Self {
        Self {
            seed: 1,
            latency_min_ms: 0,
            latency_max_ms: 0,
            error_rate: 0.0,
            charged_error_share: 0.2,
            slow_ms: 1_500,
            rate_limit_per_minute: 0,
            bad_data_rate: 0.0,
            providers: BTreeMap::new(),
        }
    }
}

impl SandboxSettings {
    /// The same settings with the provider's own knobs put over those for all.
    #[must_use]
    pub fn of(&self, provider: Provider) -> Self {
        let own = self.providers.get(&provider).copied().unwrap_or_default();
        Self {
            seed: self.seed,
            latency_min_ms: own.latency_min_ms.unwrap_or(self.latency_min_ms),
            latency_max_ms: own.latency_max_ms.unwrap_or(self.latency_max_ms),
            error_rate: own.error_rate.unwrap_or(self.error_rate),
            charged_error_share: own.charged_error_share.unwrap_or(self.charged_error_share),
            slow_ms: own.slow_ms.unwrap_or(self.slow_ms),
            rate_limit_per_minute: own.rate_limit_per_minute.unwrap_or(self.rate_limit_per_minute),
            bad_data_rate: own.bad_data_rate.unwrap_or(self.bad_data_rate),
            providers: BTreeMap::new(),
        }
    }

    /// Refuses shares outside 0 to 1 and waits beyond 30 s, for all and for each provider.
    ///
    /// # Errors
    /// Names the knob.
    pub fn check(&self) -> Result<(), KnobError> {
        let each = Provider::ALL.into_iter().map(|provider| self.of(provider));
        for knobs in each.chain([self.clone()]) {
            knobs.check_one()?;
        }
        Ok(())
    }

    fn check_one(&self) -> Result<(), KnobError> {
        let shares = [
            ("error_rate", self.error_rate),
            ("charged_error_share", self.charged_error_share),
            ("bad_data_rate", self.bad_data_rate),
        ];
        if let Some((field, _)) = shares.into_iter().find(|(_, share)| !(0.0..=1.0).contains(share)) {
            return Err(KnobError { field, reason: "is a share from 0 to 1" });
        }
        let waits = [("latency_max_ms", self.latency_max_ms), ("slow_ms", self.slow_ms)];
        if let Some((field, _)) = waits.into_iter().find(|(_, wait_ms)| *wait_ms > 30_000) {
            return Err(KnobError { field, reason: "is at most 30000" });
        }
        if self.latency_min_ms > self.latency_max_ms {
            return Err(KnobError { field: "latency_min_ms", reason: "is not above latency_max_ms" });
        }
        Ok(())
    }
}
