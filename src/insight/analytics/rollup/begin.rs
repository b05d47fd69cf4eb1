//! Begins anew: stocks are counted from rows, as of one event; flows are read again by whoever calls.

use super::{
    add::{places, stock},
    write::{Stocks, forget, write_stocks},
};
use crate::{
    crm::leads::numbers::{self, Standing},
    kernel::{error::Result, tally::Place, tx::Tx},
};
use chrono::{DateTime, Utc};

/// Throws away what is made anew and counts stocks; as of which event that is.
pub async fn begin(tx: &Tx, kept_until: Option<DateTime<Utc>>) -> Result<i64> {
    forget(tx, kept_until).await?;
    let (standing, seq) = numbers::standing(tx).await?;
    let mut stocks = Stocks::new();
    for Standing { place, counted, leads } in standing {
        let counts = counted.stock(leads);
        let counts = match place {
            Place { campaign: Some(_), .. } => numbers::of_campaigns(&counts).cloned().collect(),
            Place { .. } => counts,
        };
        for place in places(tx.scope().agency(), place) {
            stock(&mut stocks, place, &counts);
        }
    }
    write_stocks(tx, stocks).await?;
    Ok(seq)
}
