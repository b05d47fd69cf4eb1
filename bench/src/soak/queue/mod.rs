//! Background tasks: what is booked is done, once, whatever happens to the workers.

mod items;
mod poison;
mod slots;
pub mod t1;
pub mod t4;
pub mod t5;
pub mod t6;
pub mod t8;

use leadwire::kernel::wiring::Wiring;

pub fn wire(wiring: &mut Wiring) {
    poison::wire(wiring);
    items::wire(wiring);
    slots::wire(wiring);
}
