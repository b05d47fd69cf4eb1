//! Short labels for a person, always the same ones for the same facts; and the segment of a company.

use super::Subject;
use crate::connectors::facts::Seniority;
use crate::crm::keys;
use crate::prospecting::lexicon::{Industry, industry};
use serde::{Deserialize, Serialize};

/// The size of a company, as sales teams divide the market.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Segment {
    /// Fewer than 100 employees.
    Smb,
    /// 100 to 999.
    MidMarket,
    /// 1,000 and more.
    Enterprise,
}

impl Segment {
    /// The segment of a company with so many employees (Gartner's division); 0 is no headcount.
    #[must_use]
    pub const fn of(employees: u64) -> Option<Self> {
        match employees {
            0 => None,
            1..=99 => Some(Self::Smb),
            100..=999 => Some(Self::MidMarket),
            _ => Some(Self::Enterprise),
        }
    }

    const fn tag(self) -> &'static str {
        match self {
            Self::Smb => "smb",
            Self::MidMarket => "mid-market",
            Self::Enterprise => "enterprise",
        }
    }
}

/// Rank, department, sector and segment as tags ("director", "supply-chain", "industrials", "mid-market"); at most five.
#[must_use]
pub fn tags(subject: &Subject) -> Vec<String> {
    let rank = subject.seniority.map(rank_tag).map(str::to_owned);
    let departments =
        subject.departments.iter().filter(|name| *name != "executive").take(2).map(|name| keys::slug(name));
    let line = subject
        .industry
        .as_deref()
        .map(industry)
        .map(|Industry { said, sector, .. }| keys::slug(sector.as_deref().unwrap_or(&said)));
    let segment = subject.employees.and_then(Segment::of).map(|segment| segment.tag().to_owned());
    let mut all: Vec<String> = rank
        .into_iter()
        .chain(departments)
        .chain(line)
        .chain(segment)
        .filter(|tag| !tag.is_empty())
        .collect();
    all.iter_mut().for_each(|tag| *tag = tag.chars().take(40).collect());
    all.dedup();
    all
}

const fn rank_tag(rank: Seniority) -> &'static str {
    match rank {
        Seniority::Intern => "intern",
        Seniority::Entry => "entry-level",
        Seniority::Senior => "senior",
        Seniority::Manager => "manager",
        Seniority::Head => "head",
        Seniority::Director => "director",
        Seniority::Vp => "vp",
        Seniority::CSuite => "c-level",
        Seniority::Partner => "partner",
        Seniority::Founder => "founder",
        Seniority::Owner => "owner",
    }
}

#[cfg(test)]
mod tests {
    use super::{Segment, tags};
    use crate::connectors::facts::Seniority;
    use crate::prospecting::score::Subject;

    #[test]
    fn tags_are_few_and_plain() {
        let subject = Subject {
            seniority: Some(Seniority::Director),
            departments: vec!["supply chain".to_owned()],
            industry: Some("Air Freight & Logistics".to_owned()),
            employees: Some(250),
            ..Subject::default()
        };
        assert_eq!(tags(&subject), ["director", "supply-chain", "industrials", "mid-market"]);
        assert!(tags(&Subject::default()).is_empty());
        let strange = Subject { industry: Some("Basket Weaving".to_owned()), ..Subject::default() };
        assert_eq!(tags(&strange), ["basket-weaving"]);
    }

    #[test]
    fn segments_have_edges() {
        assert_eq!(
            [0, 1, 99, 100, 999, 1_000].map(Segment::of),
            [
                None,
                Some(Segment::Smb),
                Some(Segment::Smb),
                Some(Segment::MidMarket),
                Some(Segment::MidMarket),
                Some(Segment::Enterprise)
            ]
        );
        assert_eq!(serde_json::to_string(&Segment::MidMarket).unwrap(), "\"MID_MARKET\"");
    }
}
