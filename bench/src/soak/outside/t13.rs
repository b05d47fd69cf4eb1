//! T13: webhooks to a receiver that misbehaves, from a sender that is killed again and again.

use super::receiver::{Call, Receiver};
use crate::soak::{
    desk::{
        Desk, Place, Sheet,
        crew::{Crew, Spec},
        until,
    },
    log::happen,
};
use anyhow::{Context, Result};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    event_kind::EventKind,
    ids::{TypedId, WebhookEndpointId},
    webhook_delivery::{self, DeliveryStatus, Model as Delivery},
};
use leadwire::{
    base::secret::{ExposeSecret, SecretString},
    hooks::{
        endpoints::{self, NewEndpoint},
        signature,
    },
    kernel::tx::Tx,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use std::{collections::HashMap, time::Duration};

const AGENCIES: usize = 20;
const MESSAGES: usize = 500;
const KILLS: usize = 50;
/// The schedule, compressed: three days in two minutes.
const WAITS: [i64; 3] = [40, 40, 50];
const SETTINGS: &str = "[webhooks]\nallow_private_addresses = true\nverify_endpoints = false\ntimeout_ms = 1500\nretry_after_seconds = [40, 40, 50]\n";
const TOLERANCE: f64 = 0.1;
const PATIENCE: Duration = Duration::from_secs(300);
/// Ways to write an address that is ours; names are looked up when we connect.
const INSIDE: [&str; 5] = ["127.0.0.1", "localhost", "[::1]", "2130706433", "0.0.0.0"];

/// One endpoint, and its secrets as its owner was shown them.
struct Endpoint {
    id: WebhookEndpointId,
    old: SecretString,
    new: SecretString,
    rotated: DateTime<Utc>,
}

pub async fn run(sheet: &mut Sheet) -> Result<()> {
    let place = Place::with(sheet.backend, AGENCIES + 1, SETTINGS).await?;
    let receiver = Receiver::start(place.random()).await?;
    let mut endpoints = vec![];
    for desk in &place.desks[..AGENCIES] {
        endpoints.push(endpoint(&place, desk, &format!("http://127.0.0.1:{}/", receiver.port)).await?);
    }
    let (messages, kills) = (sheet.share(MESSAGES, 40), sheet.share(KILLS, 6));
    let mut crew = Crew::of(&place).await?;
    let random = place.random();
    let mut stated = 0;
    while crew.kills < kills {
        while stated < messages * (crew.kills + 1) / kills {
            state(&place, place.desk(stated % AGENCIES), stated).await?;
            stated += 1;
        }
        if crew.kills == kills / 2 {
            rotate(&place, &mut endpoints).await?;
        }
        crew.strike(&random, 700, 2_000).await?;
    }
    let over = until("every delivery is over", PATIENCE, async || Ok(pending(&place).await? == 0)).await;
    let rows = webhook_delivery::Entity::find().all(&place.rows).await?;
    sheet.note("messages, kills of a sender", format!("{stated}, {}", crew.kills));
    judge(sheet, &rows, &receiver.calls(), stated);
    signatures(sheet, &rows, &receiver.calls(), &endpoints)?;
    over?;
    crew.stop().await?;
    inside(sheet, &place, &receiver).await
}

async fn endpoint(place: &Place, desk: &Desk, url: &str) -> Result<Endpoint> {
    let new = NewEndpoint { url: url.to_owned(), description: None, kinds: vec![EventKind::LeadUpdated] };
    let made = endpoints::create(&place.app, &desk.scope, new).await.with_context(|| url.to_owned())?;
    Ok(Endpoint {
        id: made.endpoint.id,
        old: made.secret.clone(),
        new: made.secret,
        rotated: DateTime::<Utc>::MAX_UTC,
    })
}

async fn state(place: &Place, desk: &Desk, number: usize) -> Result<()> {
    let mut tx = Tx::begin(&place.app, &desk.scope).await?;
    happen(&mut tx, desk, number).await?;
    Ok(tx.commit().await?)
}

async fn rotate(place: &Place, endpoints: &mut [Endpoint]) -> Result<()> {
    for (desk, endpoint) in
        place.desks.iter().zip(endpoints).filter(|(_, it)| it.rotated == DateTime::<Utc>::MAX_UTC)
    {
        endpoint.new = endpoints::rotate(&place.app, &desk.scope, endpoint.id, None).await?.secret;
        endpoint.rotated = place.app.now();
    }
    Ok(())
}

async fn pending(place: &Place) -> Result<u64> {
    let pending = webhook_delivery::Column::Status.eq(DeliveryStatus::Pending);
    Ok(webhook_delivery::Entity::find().filter(pending).count(&place.rows).await?)
}

fn judge(sheet: &mut Sheet, rows: &[Delivery], calls: &[Call], stated: usize) {
    let by_id = by_id(calls);
    let of = |row: &Delivery| by_id.get(&row.id.shown()).cloned().unwrap_or_default();
    let arrived = rows.iter().filter(|row| of(row).iter().any(|call| call.is_accepted)).count();
    let most = i32::try_from(WAITS.len()).unwrap_or(0) + 1;
    let exhausted = rows.iter().filter(|row| row.status == DeliveryStatus::Failed && row.attempts == most);
    let neither = rows.iter().filter(|row| {
        let is_exhausted = row.status == DeliveryStatus::Failed && row.attempts == most;
        !is_exhausted && !of(row).iter().any(|call| call.is_accepted)
    });
    sheet.exact("deliveries booked", rows.len(), stated);
    sheet.note("arrived, exhausted, requests", format!("{arrived}, {}, {}", exhausted.count(), calls.len()));
    sheet.exact("neither arrived nor exhausted", neither.count(), 0);
    let lies = rows.iter().filter(|row| {
        row.status == DeliveryStatus::Succeeded && !of(row).iter().any(|call| call.is_accepted)
    });
    sheet.exact("said to have arrived, and did not", lies.count(), 0);
    let off: Vec<f64> = rows.iter().flat_map(|row| deviations(row, &of(row))).collect();
    let most = off.iter().fold(0.0_f64, |most, one| most.max(one.abs()));
    sheet.check(
        "repeated attempts, most off the schedule",
        format!("{}, {:.1} %", off.len(), most * 100.0),
        "> 0, ≤ 10 %",
        !off.is_empty() && most <= TOLERANCE,
    );
}

fn by_id(calls: &[Call]) -> HashMap<String, Vec<Call>> {
    let mut all = HashMap::<String, Vec<Call>>::new();
    for call in calls {
        all.entry(call.id.clone()).or_default().push(call.clone());
    }
    all
}

/// How far each wait between attempts was from the schedule's. An attempt whose sender was killed is on no log: what counts
/// is the first request that is not this attempt's own.
fn deviations(row: &Delivery, calls: &[Call]) -> Vec<f64> {
    let log = &row.attempt_log.0;
    let waits = log.iter().take(log.len().saturating_sub(1)).zip(WAITS).filter_map(|(attempt, wait)| {
        let ended = attempt.at + TimeDelta::milliseconds(attempt.duration_ms);
        let next = calls.iter().map(|call| call.at).filter(|at| *at > ended + TimeDelta::seconds(1)).min()?;
        let waited = (next - ended).num_milliseconds() as f64 / 1_000.0;
        Some((waited - wait as f64) / wait as f64)
    });
    waits.collect()
}

/// Every request is signed by a secret that is good at that moment; after the rotation by both.
fn signatures(sheet: &mut Sheet, rows: &[Delivery], calls: &[Call], endpoints: &[Endpoint]) -> Result<()> {
    let of: HashMap<String, &Endpoint> = rows
        .iter()
        .filter_map(|row| Some((row.id.shown(), endpoints.iter().find(|it| it.id == row.endpoint_id)?)))
        .collect();
    let (mut wrong, mut both) = (0, 0);
    for call in calls {
        let endpoint = of.get(&call.id).context("a delivery")?;
        let signed = |secret: &SecretString| -> Result<bool> {
            let secret = SecretString::from(secret.expose_secret().to_owned());
            let good = signature::header(&[secret], &call.id, call.timestamp, &call.body)?;
            Ok(call.signature.split(' ').any(|one| one == good))
        };
        let (old, new) = (signed(&endpoint.old)?, signed(&endpoint.new)?);
        let is_after = call.timestamp > endpoint.rotated.timestamp() + 5;
        both += usize::from(is_after && old && new);
        wrong += usize::from(!old || (is_after && !new));
    }
    sheet.exact("requests with a wrong signature", wrong, 0);
    sheet.check("signed by old and new secret while they overlap", both, "> 0", both > 0);
    Ok(())
}

/// A sender without the allowance connects to nobody inside.
async fn inside(sheet: &mut Sheet, place: &Place, receiver: &Receiver) -> Result<()> {
    let strict = Spec::work(place).set("LEADWIRE_WEBHOOKS__ALLOW_PRIVATE_ADDRESSES", "false");
    let crew = Crew::start(vec![strict]).await?;
    let desk = &place.desks[AGENCIES];
    for host in INSIDE {
        endpoint(place, desk, &format!("http://{host}:{}/inside", receiver.port)).await?;
    }
    state(place, desk, 0).await?;
    let tried = async || {
        let rows =
            webhook_delivery::Entity::find().filter(webhook_delivery::Column::AgencyId.eq(desk.agency));
        let rows = rows.all(&place.rows).await?;
        Ok(rows.iter().filter(|row| row.attempts > 0).count() == INSIDE.len())
    };
    until("each was tried", PATIENCE, tried).await?;
    let reached = receiver.calls().iter().filter(|call| call.path == "/inside").count();
    sheet.exact(&format!("connected to inside, of {}", INSIDE.len()), reached, 0);
    crew.stop().await?;
    Ok(())
}
