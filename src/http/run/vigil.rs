//! May who opened a stream still be here? Asked every few seconds, once for all streams of one sign-in.

use crate::{
    base::clock::Timestamp,
    http::doors::Doors,
    identity::caller::still_valid,
    kernel::{
        caller::Caller,
        permission::Permissions,
        scope::{Actor, Scope, Visibility},
    },
};
use entity::ids::{AgencyId, SessionId, UserId};
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};
use tokio::sync::watch;

/// A stream must end within five seconds; the answer may take a moment.
const EVERY: Duration = Duration::from_secs(3);

/// What one answer holds for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    user: Option<UserId>,
    session: Option<SessionId>,
    actor: Option<Actor>,
    agency: Option<AgencyId>,
    rights: Option<(Permissions, Visibility)>,
    expires_at: Option<Timestamp>,
    /// Keys may be bound to addresses.
    ip: Option<IpAddr>,
}

/// The sign-ins that have open streams.
#[derive(Default)]
pub struct Vigils(Mutex<HashMap<Key, Weak<watch::Sender<bool>>>>);

/// One stream's hold on its sign-in's watch.
#[derive(Clone)]
pub struct Vigil {
    is_over: watch::Receiver<bool>,
    #[expect(dead_code, reason = "the watch ends with the last who holds it")]
    held: Arc<watch::Sender<bool>>,
}

impl Vigil {
    /// Ready when the caller may not be here any longer.
    pub async fn ended(&mut self) {
        if self.is_over.wait_for(|is_over| *is_over).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

impl Vigils {
    /// Watches over this caller, together with whoever does already.
    pub fn over(&self, doors: &Doors, caller: &Caller) -> Vigil {
        let key = Key {
            user: caller.user,
            session: caller.session,
            actor: caller.scope.as_ref().map(Scope::actor),
            agency: caller.scope.as_ref().map(Scope::agency),
            rights: caller.scope.as_ref().map(|scope| (scope.permissions(), scope.visibility().clone())),
            expires_at: caller.expires_at,
            ip: caller.origin.ip.filter(|_| caller.user.is_none()),
        };
        let mut vigils = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = vigils.get(&key).and_then(Weak::upgrade).filter(|held| !*held.borrow()) {
            return Vigil { is_over: held.subscribe(), held };
        }
        if vigils.len() == vigils.capacity() {
            vigils.retain(|_, held| held.strong_count() > 0);
        }
        let held = Arc::new(watch::channel(false).0);
        vigils.insert(key, Arc::downgrade(&held));
        if !caller.is_stranger() {
            tokio::spawn(keep(doors.clone(), caller.clone(), Arc::downgrade(&held)));
        }
        Vigil { is_over: held.subscribe(), held }
    }
}

/// Asks until the answer is no, or nobody wants to know. A database that does not answer ends nobody's stream.
async fn keep(doors: Doors, caller: Caller, held: Weak<watch::Sender<bool>>) {
    loop {
        tokio::time::sleep(EVERY).await;
        if held.strong_count() == 0 {
            return;
        }
        match still_valid(doors.app(), &caller).await {
            Ok(true) => {}
            Ok(false) => {
                if let Some(held) = held.upgrade() {
                    held.send_replace(true);
                }
                return;
            }
            Err(error) => tracing::warn!(%error, "could not check whether a stream may go on"),
        }
    }
}
