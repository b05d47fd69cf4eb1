//! Jobs: any long work a person watches. Its row, its log, its steps, and what the tasks that do the work call.
//!
//! The work itself belongs to the domain of the job's kind: it books its first task when `JobStarted` is stated
//! (`reactions.rs`), and its slices call [`enter`], [`may_go_on`], [`progress`], [`complete`] and [`fail`].

mod by_hand;
mod control;
mod create;
pub mod dead;
pub mod events;
mod finish;
mod follow;
pub mod graphql;
mod list;
mod log;
mod progress;
pub mod schedules;
mod state;
mod step;
mod turn;

pub use by_hand::{Draft, Limits, MOST_RECORDS, Maker, Purpose, create_by_hand};
pub use control::{cancel, cancel_in, may_steer, pause, require_for, resume, retry, start};
pub use create::{NewJob, create, forget_in_criteria};
pub use finish::{complete, fail};
pub use follow::follow;
pub use list::{JobFilter, count, get, list, logs, logs_of};
pub use log::{cut_off, log, log_cut_off, log_unknown};
pub use progress::{Progress, checkpoint, checkpoint_of, progress, set_raw_data_file, set_result_file};
pub use state::{Standing, Step};
pub use turn::{Turn, enter, is_last, may_go_on, step_aside};

use crate::kernel::wiring::Wiring;

/// What this domain can do in the background.
pub fn wire(wiring: &mut Wiring) {
    wiring.task::<control::StartJob>();
    wiring.owes(control::StartJob::after_retry);
    schedules::wire(wiring);
}
