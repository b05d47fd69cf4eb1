//! One request's way through the gate.

use super::{Desk, Limits, Manners, Refusal, Window};
use crate::sandbox::{
    faults::{Fate, Fault, cut},
    ledger::Ledger,
    settings::{Provider, SandboxSettings},
    world::World,
};
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{StatusCode, header::CONTENT_LENGTH},
    middleware::Next,
    response::Response,
};
use std::{
    collections::{HashMap, HashSet},
    mem::take,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
    time::Duration,
};
use tokio::time::sleep;

/// What all providers of a running sandbox share.
#[derive(Debug)]
pub struct Gate {
    set: RwLock<(SandboxSettings, Arc<World>)>,
    pub ledger: Ledger,
    limits: Limits,
    arrivals: Mutex<HashMap<Provider, u64>>,
    asked: Arc<Mutex<HashSet<(Provider, String, String)>>>,
}

impl Gate {
    #[must_use]
    pub fn new(settings: SandboxSettings) -> Self {
        let world = Arc::new(World::seeded(settings.seed));
        Self {
            set: RwLock::new((settings, world)),
            ledger: Ledger::default(),
            limits: Limits::default(),
            arrivals: Mutex::default(),
            asked: Arc::default(),
        }
    }

    #[must_use]
    pub fn settings(&self) -> SandboxSettings {
        self.set.read().unwrap_or_else(PoisonError::into_inner).0.clone()
    }

    /// New knobs for every request from now on; limits and the order of errors start anew.
    pub fn turn(&self, settings: SandboxSettings) {
        let mut set = self.set.write().unwrap_or_else(PoisonError::into_inner);
        if settings.seed != set.0.seed {
            set.1 = Arc::new(World::seeded(settings.seed));
        }
        set.0 = settings;
        self.limits.clear();
        lock(&self.arrivals).clear();
    }

    fn desk(&self, provider: Provider, account: &str) -> (SandboxSettings, Desk) {
        let set = self.set.read().unwrap_or_else(PoisonError::into_inner);
        let knobs = set.0.of(provider);
        let desk = Desk {
            world: Arc::clone(&set.1),
            provider,
            account: account.to_owned(),
            bad_data_rate: knobs.bad_data_rate,
            bill: Arc::default(),
            asked: Arc::clone(&self.asked),
        };
        (knobs, desk)
    }

    fn fate(&self, knobs: &SandboxSettings, provider: Provider) -> Fate {
        let mut arrivals = lock(&self.arrivals);
        let number = arrivals.entry(provider).or_default();
        *number += 1;
        Fate::of(knobs, provider.name(), *number)
    }
}

/// Lets one request through, or not. Half of the latency passes before the work and half after it, so that a caller
/// who dies while waiting cannot know whether it was charged.
pub async fn guard(gate: Arc<Gate>, manners: &dyn Manners, mut request: Request, next: Next) -> Response {
    let provider = manners.provider();
    let path = request.uri().path().to_owned();
    let key = manners.key(request.headers(), request.uri());
    let account = key.clone().unwrap_or_else(|| "anonymous".to_owned());
    gate.ledger.arrived(provider, &path, &account);
    let (knobs, desk) = gate.desk(provider, &account);
    let fate = gate.fate(&knobs, provider);
    sleep(Duration::from_millis(fate.half_latency_ms)).await;
    if !manners.is_open(&path)
        && let Some(refusal) = turned_away(key.as_deref())
    {
        return manners.refuse(refusal, &path);
    }
    let window = gate.limits.count(provider, &account, knobs.rate_limit_per_minute);
    let refusal = if window.is_over() { Some(over(&window)) } else { early(&fate, &window) };
    let mut response = match refusal {
        Some(refusal) => manners.refuse(refusal, &path),
        None => {
            request.extensions_mut().insert(desk.clone());
            let response = next.run(request).await;
            let late = settle(&gate, &desk, &fate, response.status());
            if fate.fault == Some(Fault::Slow) {
                sleep(Duration::from_millis(knobs.slow_ms)).await;
            }
            late.map_or(response, |refusal| manners.refuse(refusal, &path))
        }
    };
    sleep(Duration::from_millis(fate.half_latency_ms)).await;
    if fate.fault == Some(Fault::Truncated) && response.status().is_success() {
        response = truncated(response).await;
    }
    manners.tell_window(&window, &path, response.headers_mut());
    response
}

/// What the key alone decides.
fn turned_away(key: Option<&str>) -> Option<Refusal> {
    match key {
        None => Some(Refusal::NoKey),
        Some(key) if key.starts_with("bad") => Some(Refusal::BadKey),
        Some(key) if key.starts_with("noplan") => Some(Refusal::NoPlan),
        Some(_) => None,
    }
}

fn over(window: &Window) -> Refusal {
    Refusal::Limited { limit: window.limit, retry_after_s: Some(window.ends_in_s) }
}

/// A fault that strikes before any work is done.
fn early(fate: &Fate, window: &Window) -> Option<Refusal> {
    let limit = window.limit.max(1);
    match fate.fault? {
        _ if fate.is_charged => None,
        Fault::Failed => Some(Refusal::Failed),
        Fault::Unavailable => Some(Refusal::Unavailable),
        Fault::LimitedUntil => Some(Refusal::Limited { limit, retry_after_s: Some(1) }),
        Fault::Limited => Some(Refusal::Limited { limit, retry_after_s: None }),
        Fault::ErrorAs200 => Some(Refusal::ErrorAs200),
        Fault::Truncated | Fault::Slow => None,
    }
}

/// Charges for the work done, and says what replaces its answer. Nothing waits between the work and the charge.
fn settle(gate: &Gate, desk: &Desk, fate: &Fate, status: StatusCode) -> Option<Refusal> {
    let bill = take(&mut *lock(&desk.bill));
    let is_billed = !bill.is_empty() && status.is_success();
    if is_billed && desk.account.starts_with("broke") {
        return Some(Refusal::OutOfCredits);
    }
    let is_spared = is_billed && !fate.is_charged && fate.fault.is_some();
    if is_billed && !is_spared {
        gate.ledger.charge(desk.provider, &desk.account, bill);
    }
    match fate.fault? {
        Fault::Failed => Some(Refusal::Failed),
        Fault::Unavailable => Some(Refusal::Unavailable),
        Fault::Slow if is_spared => Some(Refusal::TimedOut),
        _ => None,
    }
}

async fn truncated(response: Response) -> Response {
    let (mut head, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    head.headers.remove(CONTENT_LENGTH);
    Response::from_parts(head, Body::from(cut(&body)))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
