//! The statements on a `provider_budget` row. Each is one UPDATE that decides by what the row says at that moment.

use crate::{
    base::clock::Timestamp,
    connectors::{
        ConnectorError,
        http::{Account, BreakerSettings},
    },
    kernel::{db::Db, error::Result, work::Work},
};
use chrono::TimeDelta;
use entity::provider_budget::{ActiveModel, BreakerState, Column as C, Entity, Model};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, Set, UpdateMany,
    sea_query::{CaseStatement, Expr, ExprTrait, OnConflict},
};
use std::time::Duration;

/// What floating point may be off by.
const HAIR: f64 = 1e-6;

/// The rows, at one instant.
pub(super) struct Bucket<'a> {
    pub db: &'a Db,
    pub now: Timestamp,
    pub settings: &'a BreakerSettings,
}

/// What the row of an account is called.
pub(super) fn key(account: &Account) -> String {
    format!("{}:{}", account.provider, account.id)
}

#[expect(clippy::disallowed_methods, reason = "rows of no agency: the kernel's own book")]
fn update(account: &Account) -> UpdateMany<Entity> {
    Entity::update_many()
        .filter(C::Account.eq(key(account)))
        .col_expr(C::Version, Expr::col(C::Version).add(1))
}

impl Bucket<'_> {
    /// Takes a token if there is one and the breaker lets calls through; a half-open breaker lets one.
    pub async fn take(&self, account: &Account) -> Result<bool> {
        let may_look = Condition::any()
            .add(C::BreakerState.eq(BreakerState::Closed))
            .add(C::OpenedUntil.is_null())
            .add(C::OpenedUntil.lte(self.now));
        let is_closed = || C::BreakerState.eq(BreakerState::Closed);
        let state = CaseStatement::new()
            .case(is_closed(), Expr::val(BreakerState::Closed))
            .finally(Expr::val(BreakerState::HalfOpen));
        let until = CaseStatement::new()
            .case(is_closed(), Expr::col(C::OpenedUntil))
            .finally(Expr::val(self.after(self.settings.pause)));
        let taken = update(account)
            .col_expr(C::Tokens, self.refilled(account).sub(1.0))
            .col_expr(C::Capacity, Expr::val(capacity(account)))
            .col_expr(C::RefillPerSecond, Expr::val(account.limit.refill_per_second))
            .col_expr(C::RefilledAt, Expr::val(self.now))
            .col_expr(C::BreakerState, state.into())
            .col_expr(C::OpenedUntil, until.into())
            .filter(may_look)
            .filter(self.refilled(account).gte(1.0 - HAIR));
        self.run(taken).await
    }

    /// What the bucket holds now. SQLite counts time to the millisecond.
    fn refilled(&self, account: &Account) -> Expr {
        let sql = if self.db.is_postgres() {
            "LEAST($1, tokens + GREATEST(0, EXTRACT(EPOCH FROM ($2 - refilled_at))::float8) * $3)"
        } else {
            "MIN(?, tokens + MAX(0.0, unixepoch(?, 'subsec') - unixepoch(refilled_at, 'subsec')) * ?)"
        };
        let values: [sea_orm::Value; 3] =
            [capacity(account).into(), self.now.into(), account.limit.refill_per_second.into()];
        Expr::cust_with_values(sql, values)
    }

    #[expect(clippy::disallowed_methods, reason = "rows of no agency: the kernel's own book")]
    pub async fn read(&self, account: &Account) -> Result<Option<Model>> {
        Ok(Entity::find_by_id(key(account)).one(self.db.platform()).await?)
    }

    /// Makes the account's row, full; another process may have been quicker.
    pub async fn open(&self, account: &Account) -> Result<()> {
        let row = ActiveModel {
            account: Set(key(account)),
            tokens: Set(capacity(account)),
            capacity: Set(capacity(account)),
            refill_per_second: Set(account.limit.refill_per_second),
            refilled_at: Set(self.now),
            breaker_state: Set(BreakerState::Closed),
            failures: Set(0),
            opened_until: Set(None),
            version: Set(1),
        };
        let work = Work::begin(self.db).await?;
        let once = OnConflict::column(C::Account).do_nothing().to_owned();
        Entity::insert(row).on_conflict(once).exec_without_returning(&work).await?;
        work.commit().await
    }

    /// The provider answered. An answer to a call made before the breaker opened does not close it.
    pub async fn close(&self, account: &Account) -> Result<()> {
        let closed = update(account)
            .col_expr(C::BreakerState, Expr::val(BreakerState::Closed))
            .col_expr(C::Failures, Expr::val(0))
            .col_expr(C::OpenedUntil, Expr::val(None::<Timestamp>))
            .filter(C::BreakerState.ne(BreakerState::Open));
        self.run(closed).await.map(|_| ())
    }

    /// The provider wants to be left alone for so long; a longer wish that came earlier stands.
    pub async fn slow_down(&self, account: &Account, pause: Duration) -> Result<()> {
        let opened = update(account)
            .col_expr(C::BreakerState, Expr::val(BreakerState::Open))
            .col_expr(C::Failures, Expr::val(0))
            .col_expr(C::OpenedUntil, self.later_of(pause));
        self.run(opened).await.map(|_| ())
    }

    /// One more failure: the last straw, or a failed look, opens the breaker.
    pub async fn fail(&self, account: &Account) -> Result<()> {
        let straw = i32::try_from(self.settings.failures).unwrap_or(i32::MAX);
        let opens =
            || Condition::any().add(C::Failures.gte(straw - 1)).add(C::BreakerState.ne(BreakerState::Closed));
        let state = CaseStatement::new()
            .case(opens(), Expr::val(BreakerState::Open))
            .finally(Expr::val(BreakerState::Closed));
        let until = CaseStatement::new()
            .case(opens(), self.later_of(self.settings.pause))
            .finally(Expr::val(None::<Timestamp>));
        // A failed look counts as the last straw, so that the refusal says what it is.
        let failures = CaseStatement::new()
            .case(C::BreakerState.eq(BreakerState::HalfOpen), Expr::val(straw))
            .finally(Expr::col(C::Failures).add(1));
        let failed = update(account)
            .col_expr(C::BreakerState, state.into())
            .col_expr(C::OpenedUntil, until.into())
            .col_expr(C::Failures, failures.into());
        self.run(failed).await.map(|_| ())
    }

    /// Why the row did not admit, and when it may.
    pub fn refusal(&self, account: &Account, row: &Model) -> ConnectorError {
        let left = row.opened_until.map_or(TimeDelta::zero(), |until| until - self.now);
        if row.breaker_state != BreakerState::Closed && left > TimeDelta::zero() {
            if u32::try_from(row.failures).unwrap_or(0) >= self.settings.failures {
                let reason = "paused after repeated failures".to_owned();
                return ConnectorError::Unreachable { reason, outcome_unknown: false };
            }
            return ConnectorError::RateLimited { after: left.to_std().ok() };
        }
        let rate = account.limit.refill_per_second.max(1e-6);
        let since = Ord::max((self.now - row.refilled_at).num_milliseconds(), 0);
        #[expect(clippy::cast_precision_loss, reason = "a wait of more than 285,000 years is not measured")]
        let missing = 1.0 - row.tokens - since as f64 / 1000.0 * rate;
        let wait = Duration::try_from_secs_f64((missing / rate).max(0.001)).unwrap_or(Duration::MAX);
        ConnectorError::Held { after: wait }
    }

    fn later_of(&self, pause: Duration) -> Expr {
        let until = self.after(pause);
        CaseStatement::new()
            .case(
                Condition::all().add(C::BreakerState.eq(BreakerState::Open)).add(C::OpenedUntil.gt(until)),
                Expr::col(C::OpenedUntil),
            )
            .finally(Expr::val(until))
            .into()
    }

    /// A day at most: a provider that says "come back in a year" is asked again tomorrow.
    fn after(&self, pause: Duration) -> Timestamp {
        let pause = TimeDelta::from_std(pause).unwrap_or(TimeDelta::MAX);
        self.now + Ord::min(pause, TimeDelta::days(1))
    }

    async fn run(&self, statement: UpdateMany<Entity>) -> Result<bool> {
        let work = Work::begin(self.db).await?;
        let done = statement.exec(&work).await?;
        work.commit().await?;
        Ok(done.rows_affected == 1)
    }
}

fn capacity(account: &Account) -> f64 {
    f64::from(Ord::max(account.limit.capacity, 1))
}
