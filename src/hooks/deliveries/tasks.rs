//! The duties of delivering. The first attempts of an agency have a lane, what failed before has another: a receiver that
//! hangs keeps nobody waiting but those that hang too.

use super::{
    attempt::{self, Way},
    record,
};
use crate::kernel::{
    error::{Error, Result},
    queue::{BackgroundTask, Ended, Failure, Slice},
    tx::Tx,
};
use entity::ids::WebhookDeliveryId;
use serde::{Deserialize, Serialize};

/// Makes the first attempt of a cycle.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Deliver {
    pub delivery: WebhookDeliveryId,
    /// The cycle it is for: of an older one nothing is done.
    pub cycle: i32,
}

/// Makes the attempts after that.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct DeliverAgain(pub Deliver);

impl Deliver {
    pub fn first(delivery: WebhookDeliveryId) -> Self {
        Self { delivery, cycle: 1 }
    }
}

impl BackgroundTask for Deliver {
    const KIND: &'static str = "hooks.deliver";
    const LANE: &'static str = "hooks";
    const LANE_CAPACITY: i32 = 8;

    async fn run(self, slice: Slice) -> Result<Ended, Failure> {
        attempt::attempt(self, &slice, Way::First).await
    }

    async fn give_up(self, tx: &mut Tx, _why: &Error) -> Result<()> {
        record::given_up(tx, self).await
    }
}

impl BackgroundTask for DeliverAgain {
    const KIND: &'static str = "hooks.deliver_again";
    const LANE: &'static str = "hooks_again";
    const LANE_CAPACITY: i32 = 4;
    const PRIORITY: i16 = 3;

    async fn run(self, slice: Slice) -> Result<Ended, Failure> {
        attempt::attempt(self.0, &slice, Way::Again).await
    }

    async fn give_up(self, tx: &mut Tx, _why: &Error) -> Result<()> {
        record::given_up(tx, self.0).await
    }
}
