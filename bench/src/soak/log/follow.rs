//! Something happens in an agency, and a client that follows it over a socket.

use crate::soak::desk::{Desk, Place, http::Client, socket::Socket};
use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use entity::{
    ids::{AgencyId, LeadId},
    lead::LeadStatus,
};
use leadwire::{
    crm::events::people::{LeadRef, LeadUpdated},
    kernel::{events::FieldChange, live::cursor, tx::Tx},
};
use serde_json::json;

const DOCUMENT: &str = "subscription($after: Cursor) { leadChanges(after: $after) { cursor at } }";

/// States a fact about a lead: writing rows is not what is tested.
pub async fn happen(tx: &mut Tx, desk: &Desk, number: usize) -> Result<()> {
    let lead = LeadRef {
        lead: LeadId::new(),
        workspace: desk.workspace,
        campaign: None,
        company: None,
        status: LeadStatus::New,
    };
    let changes = vec![FieldChange::shown("score", number, number + 1)];
    Ok(tx.emit(&LeadUpdated { lead, changes, by_hand: None }).await?)
}

pub fn client(place: &Place, desk: &Desk) -> Client {
    Client { token: place.token.clone(), agency: desk.slug.clone() }
}

/// Somebody who follows an agency from a place in its log.
pub struct Follower {
    socket: Socket,
    agency: AgencyId,
}

impl Follower {
    pub async fn open(addr: &str, client: &Client, agency: AgencyId, last: i64) -> Result<Self> {
        let after = json!({ "after": cursor::encode(agency, last) });
        Ok(Self { socket: Socket::open(addr, client, DOCUMENT, after).await?, agency })
    }

    /// The next event's number and when it happened.
    pub async fn next(&mut self) -> Result<(i64, DateTime<Utc>)> {
        let message = self.socket.next().await?;
        let change = &message["leadChanges"];
        let place = change["cursor"].as_str().context("a cursor")?;
        let seq = cursor::decode(self.agency, "cursor", place)?;
        Ok((seq, change["at"].as_str().context("a time")?.parse()?))
    }
}
