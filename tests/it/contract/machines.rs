//! Every state machine as text, reviewed like code: a new arrow is a changed line.

use crate::support::golden;
use entity::job::JobStatus;
use leadwire::kernel::state;

#[test]
fn the_arrows_are_what_was_agreed() {
    let all = [state::table::<JobStatus>()];
    golden::compare("machines.txt", &all.join("\n"));
}
