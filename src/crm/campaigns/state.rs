//! Which step a campaign takes from where. Pure.

use crate::kernel::state::Machine;
use entity::campaign::CampaignStatus;

/// What is done with a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CampaignStep {
    /// Begin.
    Activate,
    /// Stand still.
    Pause,
    /// Go on.
    Resume,
    /// End.
    Complete,
    /// Put away.
    Archive,
}

impl Machine for CampaignStatus {
    type Step = CampaignStep;
    const STEPS: &'static [CampaignStep] = &[
        CampaignStep::Activate,
        CampaignStep::Pause,
        CampaignStep::Resume,
        CampaignStep::Complete,
        CampaignStep::Archive,
    ];
    const NOUN: &'static str = "campaign";

    fn next(self, step: CampaignStep) -> Option<Self> {
        use CampaignStatus as S;
        match (self, step) {
            (S::Draft, CampaignStep::Activate) | (S::Paused, CampaignStep::Resume) => Some(S::Active),
            (S::Active, CampaignStep::Pause) => Some(S::Paused),
            (S::Active | S::Paused, CampaignStep::Complete) => Some(S::Completed),
            (S::Draft | S::Completed | S::Paused, CampaignStep::Archive) => Some(S::Archived),
            _ => None,
        }
    }
}

/// A campaign that runs, or may run again, is not deleted.
#[must_use]
pub fn is_deletable(status: CampaignStatus) -> bool {
    matches!(status, CampaignStatus::Draft | CampaignStatus::Archived)
}

/// A campaign that is over takes no more leads.
#[must_use]
pub fn takes_leads(status: CampaignStatus) -> bool {
    !matches!(status, CampaignStatus::Completed | CampaignStatus::Archived)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::state;

    #[test]
    fn the_arrows_are_those_of_the_design() {
        let expected = "campaign
  DRAFT: ACTIVATE -> ACTIVE, ARCHIVE -> ARCHIVED
  ACTIVE: PAUSE -> PAUSED, COMPLETE -> COMPLETED
  PAUSED: RESUME -> ACTIVE, COMPLETE -> COMPLETED, ARCHIVE -> ARCHIVED
  COMPLETED: ARCHIVE -> ARCHIVED
  ARCHIVED: 
";
        assert_eq!(state::table::<CampaignStatus>(), expected);
    }

    #[test]
    fn what_may_run_again_is_kept() {
        use sea_orm::Iterable;
        let gone: Vec<_> = CampaignStatus::iter().filter(|status| is_deletable(*status)).collect();
        assert_eq!(gone, [CampaignStatus::Draft, CampaignStatus::Archived]);
    }
}
