//! The profile as it is stored (JSON on the lead request).

use crate::connectors::facts::Seniority;
use crate::prospecting::lexicon::Industry;
use serde::{Deserialize, Serialize};

/// Who said it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Origin {
    /// Nobody: anything will do.
    #[default]
    Open,
    /// A filter the person set.
    Filter,
    /// Rules, out of the description.
    Rules,
    /// A language model, out of the description.
    Model,
}

/// One part of a profile and where it came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part<T> {
    pub value: T,
    pub from: Origin,
}

/// From-to, both ends included; an absent end is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Band {
    pub min: Option<u64>,
    pub max: Option<u64>,
}

impl Band {
    /// Both ends, in order.
    #[must_use]
    pub fn new(min: Option<u64>, max: Option<u64>) -> Self {
        match (min, max) {
            (Some(a), Some(b)) if a > b => Self { min: Some(b), max: Some(a) },
            _ => Self { min, max },
        }
    }

    #[must_use]
    pub fn holds(&self, value: u64) -> bool {
        self.min.is_none_or(|min| value >= min) && self.max.is_none_or(|max| value <= max)
    }
}

/// A way to reach somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Channel {
    Email,
    Linkedin,
    Whatsapp,
    Instagram,
    Facebook,
    X,
}

impl Channel {
    pub const ALL: [Self; 6] =
        [Self::Email, Self::Linkedin, Self::Whatsapp, Self::Instagram, Self::Facebook, Self::X];

    /// As people write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "e-mail",
            Self::Linkedin => "LinkedIn",
            Self::Whatsapp => "WhatsApp",
            Self::Instagram => "Instagram",
            Self::Facebook => "Facebook",
            Self::X => "X",
        }
    }
}

/// Whom not to look for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusions {
    /// ISO alpha-2.
    pub countries: Vec<String>,
    pub industries: Vec<Industry>,
    /// Words that must not appear in title or company.
    pub terms: Vec<String>,
}

/// The ideal client. An empty part means "any".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// Job titles in the singular, lower case ("head of operations").
    pub roles: Part<Vec<String>>,
    pub seniorities: Part<Vec<Seniority>>,
    /// Names of `lexicon::DEPARTMENTS`.
    pub departments: Part<Vec<String>>,
    pub industries: Part<Vec<Industry>>,
    /// ISO alpha-2.
    pub countries: Part<Vec<String>>,
    pub cities: Part<Vec<String>>,
    /// Headcount.
    pub employees: Part<Band>,
    /// Whole US dollars a year.
    pub revenue: Part<Band>,
    pub keywords: Part<Vec<String>>,
    /// What they lack or struggle with, and what is offered to them.
    pub needs: Part<Vec<String>>,
    pub channels: Part<Vec<Channel>>,
    pub exclusions: Part<Exclusions>,
    /// What they may spend, in whole US dollars.
    pub budget: Part<Band>,
}

/// Knows whether there is anything in it.
pub(super) trait Content: Default {
    fn is_blank(&self) -> bool;
}

impl<T> Content for Vec<T> {
    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

impl Content for Band {
    fn is_blank(&self) -> bool {
        self.min.is_none() && self.max.is_none()
    }
}

impl Content for Exclusions {
    fn is_blank(&self) -> bool {
        self.countries.is_empty() && self.industries.is_empty() && self.terms.is_empty()
    }
}

/// `value` as said by `from`; nothing said stays open.
pub(super) fn part<T: Content>(value: T, from: Origin) -> Part<T> {
    if value.is_blank() { Part::default() } else { Part { value, from } }
}

impl<T> Part<T> {
    pub(super) fn is_open(&self) -> bool {
        self.from == Origin::Open
    }
}
