//! Failed sign-ins and wishes for a new password, counted per account and per address in a table, so that restarts and other
//! processes remember them.
//! Counted before the password is looked at and given back afterwards: many guesses at once cannot slip through.

use crate::{
    base::clock::Timestamp,
    identity::platform,
    kernel::{
        app::App,
        caller::Origin,
        error::{Error, Result},
        platform::PlatformTx,
    },
};
use chrono::TimeDelta;
use entity::sign_in_attempt::{self, AttemptKind, Column};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, Set,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType, OnConflict, Query, SelectStatement},
};
use std::net::IpAddr;

/// Failures are counted over this long, and refused for as long.
const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// What is counted; each by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    SignIn,
    PasswordReset,
}

impl Counted {
    /// What hashes of it are made for.
    fn purpose(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::PasswordReset => "password-reset",
        }
    }

    fn named(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in attempts",
            Self::PasswordReset => "requests for a new password",
        }
    }
}

/// A counted try.
pub struct Attempt(Vec<(AttemptKind, String)>);

/// Counts a try, or refuses it: LIMIT_REACHED, and when to come back. Says nothing about whether the account exists.
pub async fn begin(app: &App, origin: &Origin, email: &str, what: Counted) -> Result<Attempt> {
    let tx = PlatformTx::begin(app).await?;
    let keys = keys(app, origin, email, what);
    let mut refused = None;
    // Always account, then address: two sign-ins never wait for each other in a circle.
    for (kind, key) in &keys {
        let blocked_until = count(&tx, *kind, key, limit(app, *kind, what)).await?;
        refused = Ord::max(refused, blocked_until);
    }
    tx.commit_aside().await?;
    match refused {
        None => Ok(Attempt(keys)),
        Some(until) => Err(Error::LimitReached {
            what: what.named().into(),
            retry_after: (until - app.now()).to_std().ok(),
        }),
    }
}

/// The try was right: the account starts anew, the address gets this one try back. Old counters go with it.
pub async fn succeeded(tx: &PlatformTx, attempt: &Attempt) -> Result<()> {
    for (kind, key) in &attempt.0 {
        match kind {
            AttemptKind::Account => {
                platform::delete_attempts().filter(Column::KeyHash.eq(key)).exec(tx).await?;
            }
            AttemptKind::Address => {
                let less = Expr::col(Column::Count).sub(1);
                let counted = platform::update_attempts(key).filter(Column::Count.gt(0));
                counted.col_expr(Column::Count, less).exec(tx).await?;
            }
        }
    }
    platform::delete_attempts().filter(Column::KeyHash.in_subquery(old(tx.now()))).exec(tx).await?;
    Ok(())
}

/// The account is nobody's to guess at any more: its owner has a new password.
pub async fn forgive(app: &App, tx: &PlatformTx, email: &str) -> Result<()> {
    let own = |what: Counted| keys(app, &Origin::default(), email, what).into_iter().map(|(_, key)| key);
    let all = own(Counted::SignIn).chain(own(Counted::PasswordReset));
    platform::delete_attempts().filter(Column::KeyHash.is_in(all)).exec(tx).await?;
    Ok(())
}

/// Some counters that mean nothing any more, and that nobody is at: waiting for them could be waiting in a circle.
fn old(now: Timestamp) -> SelectStatement {
    Query::select()
        .column(Column::KeyHash)
        .from(sign_in_attempt::Entity)
        .and_where(Column::WindowStartedAt.lt(now - WINDOW))
        .cond_where(Condition::any().add(Column::BlockedUntil.is_null()).add(Column::BlockedUntil.lt(now)))
        .limit(100)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .to_owned()
}

fn keys(app: &App, origin: &Origin, email: &str, what: Counted) -> Vec<(AttemptKind, String)> {
    let hash = |of: &str, text: &str| app.keys().keyed_hash(&format!("{}.{of}", what.purpose()), text);
    let account = hash("account", email);
    let address = origin.ip.map(|ip| hash("address", &network(ip)));
    let mut keys = vec![(AttemptKind::Account, account)];
    keys.extend(address.map(|hash| (AttemptKind::Address, hash)));
    keys
}

/// Whoever has one IPv6 address has 2^64 of them.
fn network(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("{:x}", ip.to_bits() >> 64),
    }
}

fn limit(app: &App, kind: AttemptKind, what: Counted) -> i32 {
    let (auth, reset) = (&app.config().auth, &app.config().password_reset);
    let limit = match (kind, what) {
        (AttemptKind::Account, Counted::SignIn) => auth.attempts_per_account,
        (AttemptKind::Address, Counted::SignIn) => auth.attempts_per_address,
        (AttemptKind::Account, Counted::PasswordReset) => reset.requests_per_account,
        (AttemptKind::Address, Counted::PasswordReset) => reset.requests_per_address,
    };
    i32::try_from(limit).unwrap_or(i32::MAX)
}

/// Counts one more under the row's lock; until when it is refused, if it is.
async fn count(tx: &PlatformTx, kind: AttemptKind, key: &str, limit: i32) -> Result<Option<Timestamp>> {
    let row = lock(tx, kind, key).await?;
    let next = decide(&row, limit, tx.now());
    if next != row {
        next.clone().into_active_model().reset_all().update(tx).await?;
    }
    Ok(next.blocked_until)
}

/// The counter's row, made when there is none, locked until the transaction ends.
async fn lock(tx: &PlatformTx, kind: AttemptKind, key: &str) -> Result<sign_in_attempt::Model> {
    let row = sign_in_attempt::ActiveModel {
        key_hash: Set(key.to_owned()),
        kind: Set(kind),
        window_started_at: Set(tx.now()),
        count: Set(0),
        blocked_until: Set(None),
    };
    let same = Expr::col((sign_in_attempt::Entity, Column::Count)).add(0);
    let on_conflict = OnConflict::column(Column::KeyHash).value(Column::Count, same).to_owned();
    let insert = sign_in_attempt::Entity::insert(row).on_conflict(on_conflict);
    Ok(insert.exec_with_returning(tx).await?)
}

/// The counter after one more try. While it is blocked nothing is counted.
fn decide(row: &sign_in_attempt::Model, limit: i32, now: Timestamp) -> sign_in_attempt::Model {
    let mut next = row.clone();
    if row.blocked_until.is_some_and(|until| until > now) {
        return next;
    }
    if row.blocked_until.is_some() || row.window_started_at + WINDOW <= now {
        next.window_started_at = now;
        next.count = 0;
    }
    next.blocked_until = None;
    next.count += 1;
    if next.count > limit {
        next.blocked_until = Some(now + WINDOW);
    }
    next
}
