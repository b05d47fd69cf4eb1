//! Which step a job takes from which status (domain.md, Job arrows).

use crate::kernel::state::Machine;
use entity::job::JobStatus;

/// What can happen to a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Start,
    Pause,
    Resume,
    Cancel,
    Complete,
    Fail,
    Retry,
}

impl Machine for JobStatus {
    type Step = Step;
    const STEPS: &'static [Step] =
        &[Step::Start, Step::Pause, Step::Resume, Step::Cancel, Step::Complete, Step::Fail, Step::Retry];
    const NOUN: &'static str = "job";

    fn next(self, step: Step) -> Option<Self> {
        match (self, step) {
            (Self::Pending, Step::Start) | (Self::Paused, Step::Resume) => Some(Self::Running),
            (Self::Running, Step::Pause) => Some(Self::Paused),
            (Self::Pending | Self::Running | Self::Paused, Step::Cancel) => Some(Self::Cancelled),
            (Self::Running, Step::Complete) => Some(Self::Completed),
            (Self::Running, Step::Fail) => Some(Self::Failed),
            (Self::Failed | Self::Cancelled, Step::Retry) => Some(Self::Pending),
            _ => None,
        }
    }
}

/// How a job stands, for the work that is done for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Running,
    /// Stand still; a person may let it go on.
    Paused,
    /// Completed, failed, cancelled, or not started again: this work is not wanted any more.
    Over,
}

impl From<JobStatus> for Standing {
    fn from(status: JobStatus) -> Self {
        match status {
            JobStatus::Running => Self::Running,
            JobStatus::Paused => Self::Paused,
            JobStatus::Pending | JobStatus::Completed | JobStatus::Failed | JobStatus::Cancelled => {
                Self::Over
            }
        }
    }
}
