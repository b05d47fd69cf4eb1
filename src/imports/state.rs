//! Which step an import takes from which status.

use crate::kernel::state::Machine;
use entity::import::ImportStatus;

/// What can happen to an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Map,
    Plan,
    Apply,
    Complete,
    Fail,
    Cancel,
    /// Its job is tried again.
    Retry,
    Revert,
}

impl Machine for ImportStatus {
    type Step = Step;
    const STEPS: &'static [Step] = &[
        Step::Map,
        Step::Plan,
        Step::Apply,
        Step::Complete,
        Step::Fail,
        Step::Cancel,
        Step::Retry,
        Step::Revert,
    ];
    const NOUN: &'static str = "import";

    fn next(self, step: Step) -> Option<Self> {
        match (self, step) {
            (Self::Uploaded | Self::Mapped | Self::Planned, Step::Map) => Some(Self::Mapped),
            (Self::Mapped | Self::Planned, Step::Plan) => Some(Self::Planned),
            (Self::Planned, Step::Apply) | (Self::Failed | Self::Cancelled, Step::Retry) => {
                Some(Self::Applying)
            }
            (Self::Applying, Step::Complete) => Some(Self::Applied),
            (Self::Applying, Step::Fail) => Some(Self::Failed),
            (Self::Uploaded | Self::Mapped | Self::Planned | Self::Applying, Step::Cancel) => {
                Some(Self::Cancelled)
            }
            (Self::Applied | Self::Failed | Self::Cancelled, Step::Revert) => Some(Self::Reverted),
            _ => None,
        }
    }
}
