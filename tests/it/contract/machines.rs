//! Every state machine as text, reviewed like code: a new arrow is a changed line.

use crate::support::golden;
use entity::{campaign::CampaignStatus, import::ImportStatus, job::JobStatus, lead::LeadStatus};
use leadwire::kernel::state;

#[test]
fn the_arrows_are_what_was_agreed() {
    let all = [
        state::table::<JobStatus>(),
        state::table::<LeadStatus>(),
        state::table::<CampaignStatus>(),
        state::table::<ImportStatus>(),
    ];
    golden::compare("machines.txt", &all.join("\n"));
}
