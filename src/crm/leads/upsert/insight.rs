//! What machines find out about a lead and nobody types: verification, score, suggestions. The newest reading wins.

use chrono::{DateTime, Utc};
use entity::{
    contact::EmailStatus,
    json::{ScoreParts, SuggestedServices},
    lead::Model,
};

/// A verification of one address.
#[derive(Clone, Debug, PartialEq)]
pub struct EmailCheck {
    /// The address that was checked, normalised (`keys::email`): says nothing about another one.
    pub email: String,
    pub status: EmailStatus,
    pub at: DateTime<Utc>,
}

/// Absent: not found out now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Insight {
    pub email_check: Option<EmailCheck>,
    /// 0 to 100, and what it is made of.
    pub score: Option<(u8, ScoreParts)>,
    pub suggested_services: Option<SuggestedServices>,
}

impl Insight {
    pub(super) fn onto(&self, row: &mut Model) {
        if let Some(check) = self.email_check.as_ref().filter(|c| Some(&c.email) == row.email_key.as_ref()) {
            row.email_status = check.status;
            row.email_checked_at = Some(check.at);
        }
        if let Some((score, parts)) = &self.score {
            row.score = Some(i32::from(*score).min(100));
            row.score_parts = parts.clone();
        }
        if let Some(services) = &self.suggested_services {
            row.suggested_services = services.clone();
        }
    }
}
