//! Work by the clock: a cron line in a place's time, a job as somebody describes it, and exactly one run per slot.

mod cron;
mod due;
mod edit;
pub mod events;
mod fire;
mod forget;
mod list;
mod steps;
mod sweep;
mod told;

pub use cron::Clock;
pub use edit::{NewSchedule, ScheduleChange, create, update};
pub use list::{count, get, list, runs};
pub use steps::{delete, pause, resume};
pub use sweep::sweep;

use crate::kernel::wiring::Wiring;

pub(super) fn wire(wiring: &mut Wiring) {
    wiring.task::<fire::FireSchedule>();
    wiring.sweeps(|app| Box::pin(sweep(app)));
    wiring.chore(|app| Box::pin(forget::forget(app)));
}
