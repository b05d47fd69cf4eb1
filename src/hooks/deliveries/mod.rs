//! Deliveries: each event on its way to each endpoint it concerns. Booked while the event gets its number, in its
//! transaction; attempted on a schedule until it arrives or is given up.

mod again;
mod attempt;
mod book;
mod forget;
mod list;
mod message;
mod record;
mod schedule;
mod tasks;
mod test;
mod verify;

pub use again::{redeliver, redeliver_in};
pub use list::{DeliveryFilter, count, list};
pub use test::test;

use crate::kernel::wiring::Wiring;

pub(super) fn wire(wiring: &mut Wiring) {
    wiring.task::<tasks::Deliver>();
    wiring.task::<tasks::DeliverAgain>();
    wiring.listens(|tx, agency, events| Box::pin(book::book(tx, agency, events)));
    wiring.chore(|app| Box::pin(forget::forget(app)));
}
