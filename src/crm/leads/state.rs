//! Which step a lead's status takes from where. Pure.

use crate::kernel::state::Machine;
use entity::lead::LeadStatus;

/// What happens to the conversation with a lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeadStep {
    /// We wrote.
    Contact,
    /// They answered.
    Reply,
    /// They fit.
    Qualify,
    /// Not now, but later.
    Nurture,
    /// Won.
    Convert,
    /// They do not fit.
    Disqualify,
    /// A disqualified lead gets a new start.
    Reopen,
    /// They asked to be left alone. Nothing here leads back: only their own new opt-in does.
    Unsubscribe,
}

impl Machine for LeadStatus {
    type Step = LeadStep;
    const STEPS: &'static [LeadStep] = &[
        LeadStep::Contact,
        LeadStep::Reply,
        LeadStep::Qualify,
        LeadStep::Nurture,
        LeadStep::Convert,
        LeadStep::Disqualify,
        LeadStep::Reopen,
        LeadStep::Unsubscribe,
    ];
    const NOUN: &'static str = "lead";

    fn next(self, step: LeadStep) -> Option<Self> {
        use LeadStatus as S;
        match (self, step) {
            (S::Unsubscribed, _) => None,
            (_, LeadStep::Unsubscribe) => Some(S::Unsubscribed),
            (S::New, LeadStep::Contact) => Some(S::Contacted),
            (S::New | S::Contacted, LeadStep::Reply) => Some(S::Replied),
            (S::New | S::Contacted | S::Replied | S::Nurturing, LeadStep::Qualify) => Some(S::Qualified),
            (S::Contacted | S::Replied | S::Qualified, LeadStep::Nurture) => Some(S::Nurturing),
            (S::Qualified | S::Nurturing, LeadStep::Convert) => Some(S::Converted),
            (S::Disqualified, LeadStep::Reopen) => Some(S::New),
            (S::Converted | S::Disqualified, LeadStep::Disqualify) => None,
            (_, LeadStep::Disqualify) => Some(S::Disqualified),
            _ => None,
        }
    }
}

/// The step that leads from one status to another, where there is one.
#[must_use]
pub fn step_to(from: LeadStatus, to: LeadStatus) -> Option<LeadStep> {
    LeadStatus::STEPS.iter().copied().find(|step| from.next(*step) == Some(to))
}

/// Where a lead can go from here, in the order of the steps.
pub fn reachable(from: LeadStatus) -> impl Iterator<Item = LeadStatus> {
    LeadStatus::STEPS.iter().filter_map(move |step| from.next(*step))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::state;

    #[test]
    fn the_arrows_are_those_of_the_design() {
        let arrows = state::table::<LeadStatus>();
        let expected = "lead
  NEW: CONTACT -> CONTACTED, REPLY -> REPLIED, QUALIFY -> QUALIFIED, DISQUALIFY -> DISQUALIFIED, UNSUBSCRIBE -> UNSUBSCRIBED
  CONTACTED: REPLY -> REPLIED, QUALIFY -> QUALIFIED, NURTURE -> NURTURING, DISQUALIFY -> DISQUALIFIED, UNSUBSCRIBE -> UNSUBSCRIBED
  REPLIED: QUALIFY -> QUALIFIED, NURTURE -> NURTURING, DISQUALIFY -> DISQUALIFIED, UNSUBSCRIBE -> UNSUBSCRIBED
  QUALIFIED: NURTURE -> NURTURING, CONVERT -> CONVERTED, DISQUALIFY -> DISQUALIFIED, UNSUBSCRIBE -> UNSUBSCRIBED
  NURTURING: QUALIFY -> QUALIFIED, CONVERT -> CONVERTED, DISQUALIFY -> DISQUALIFIED, UNSUBSCRIBE -> UNSUBSCRIBED
  CONVERTED: UNSUBSCRIBE -> UNSUBSCRIBED
  DISQUALIFIED: REOPEN -> NEW, UNSUBSCRIBE -> UNSUBSCRIBED
  UNSUBSCRIBED: 
";
        assert_eq!(arrows, expected);
    }

    #[test]
    fn a_wanted_status_names_its_step() {
        assert_eq!(step_to(LeadStatus::New, LeadStatus::Qualified), Some(LeadStep::Qualify));
        assert_eq!(step_to(LeadStatus::Disqualified, LeadStatus::New), Some(LeadStep::Reopen));
        assert_eq!(step_to(LeadStatus::Converted, LeadStatus::New), None);
        assert_eq!(reachable(LeadStatus::Converted).collect::<Vec<_>>(), [LeadStatus::Unsubscribed]);
    }
}
