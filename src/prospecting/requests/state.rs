//! Which step a lead request takes from which status; it mirrors its job.

use crate::kernel::state::Machine;
use entity::lead_request::LeadRequestStatus;

/// What can happen to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Start,
    Complete,
    Fail,
    Cancel,
    Retry,
}

impl Machine for LeadRequestStatus {
    type Step = Step;
    const STEPS: &'static [Step] = &[Step::Start, Step::Complete, Step::Fail, Step::Cancel, Step::Retry];
    const NOUN: &'static str = "lead request";

    fn next(self, step: Step) -> Option<Self> {
        match (self, step) {
            (Self::Queued, Step::Start) => Some(Self::Running),
            (Self::Queued | Self::Running, Step::Complete) => Some(Self::Completed),
            (Self::Queued | Self::Running, Step::Fail) => Some(Self::Failed),
            (Self::Queued | Self::Running, Step::Cancel) => Some(Self::Cancelled),
            (Self::Failed | Self::Cancelled, Step::Retry) => Some(Self::Queued),
            _ => None,
        }
    }
}
