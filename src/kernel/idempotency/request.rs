//! A whole request by its key: claimed before it runs, kept when it is answered.

use crate::kernel::{
    app::App,
    error::{Error, Result},
    scope::Scope,
    tx::Tx,
    wall,
};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    idempotency_key::{ActiveModel, Column, Entity, Model},
    ids::{ActorId, AgencyId, IdempotencyKeyId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set,
    sea_query::{Expr, OnConflict},
};
use serde_json::{Value, json};
use std::future::Future;

/// Longer keys are nobody's.
pub const LONGEST: usize = 255;
/// How long answers are kept.
pub(super) const KEPT: TimeDelta = TimeDelta::hours(24);
/// A request that has not committed anything by then is taken for dead. If it is not, its commit fails.
pub(super) const DEAD_AFTER: TimeDelta = TimeDelta::seconds(60);

tokio::task_local! {
    static HELD: Held;
}

/// What became of a key.
#[derive(Debug)]
pub enum Claim {
    /// Carry the request out, under this.
    Mine(Held),
    /// It was carried out: its answer.
    Stored(Value),
    /// It is being carried out now.
    Running,
    /// It was carried out, and its answer was lost in a crash.
    Lost,
    /// The key was used for another request.
    Mismatch,
}

/// A claimed key.
#[derive(Clone, Debug)]
pub struct Held {
    id: IdempotencyKeyId,
    agency: AgencyId,
    /// Whose claim it is: a later claim has a later time.
    claimed_at: DateTime<Utc>,
}

/// Claims the key for this caller's request; `request` is a digest of everything that makes it another one.
pub async fn claim(app: &App, scope: &Scope, key: &str, request: &str) -> Result<Claim> {
    let Some(caller) = scope.actor().columns().1 else {
        return Err(Error::Forbidden("Background work has no idempotency keys.".into()));
    };
    let tx = Tx::begin(app, scope).await?;
    tx.delete::<Entity>().filter(Column::ExpiresAt.lte(tx.now())).exec(&tx).await?;
    let held = Held { id: IdempotencyKeyId::new(), agency: scope.agency(), claimed_at: tx.now() };
    let row = ActiveModel {
        id: Set(held.id),
        agency_id: Set(held.agency),
        caller_id: Set(caller),
        key: Set(key.to_owned()),
        request_hash: Set(request.to_owned()),
        response: Set(None),
        created_at: Set(held.claimed_at),
        expires_at: Set(held.claimed_at + KEPT),
    };
    let unless_known = OnConflict::new().do_nothing().to_owned();
    let is_new = Entity::insert(row).on_conflict(unless_known).exec_without_returning(&tx).await? == 1;
    let claim = match is_new {
        true => Claim::Mine(held),
        false => known(app, &tx, caller, key, request).await?,
    };
    tx.commit().await?;
    Ok(claim)
}

#[expect(clippy::disallowed_methods, reason = "the kernel's own book, by the scope's agency and caller")]
async fn known(app: &App, tx: &Tx, caller: ActorId, key: &str, request: &str) -> Result<Claim> {
    let row = Entity::find()
        .filter(wall::own::<Entity>(tx.scope().agency()))
        .filter(Column::CallerId.eq(caller))
        .filter(Column::Key.eq(key))
        .one(tx)
        .await?;
    // It was there a moment ago, and is only deleted by a request that failed without effect.
    let Some(row) = row else { return Ok(Claim::Running) };
    let is_dead = tx.now() - row.created_at >= DEAD_AFTER;
    if row.request_hash != request {
        return Ok(Claim::Mismatch);
    }
    match &row.response {
        Some(stored) if stored.get("sealed").is_some() => open(app, &row).map(Claim::Stored),
        Some(_) if is_dead => Ok(Claim::Lost),
        None if is_dead => take_over(tx, &row).await,
        _ => Ok(Claim::Running),
    }
}

/// Fenced by the time of the claim: of two that try, one has it.
async fn take_over(tx: &Tx, row: &Model) -> Result<Claim> {
    let held = Held { id: row.id, agency: row.agency_id, claimed_at: tx.now() };
    let taken = tx
        .update::<Entity>()
        .col_expr(Column::CreatedAt, Expr::value(tx.now()))
        .filter(Column::Id.eq(row.id))
        .filter(Column::CreatedAt.eq(row.created_at))
        .exec(tx)
        .await?;
    Ok(if taken.rows_affected == 1 { Claim::Mine(held) } else { Claim::Running })
}

pub(super) fn open(app: &App, row: &Model) -> Result<Value> {
    let malformed = || Error::bug("a stored answer is malformed");
    let sealed = row.response.as_ref().and_then(|stored| stored["sealed"].as_str()).ok_or_else(malformed)?;
    let sealed = STANDARD_NO_PAD.decode(sealed).map_err(|_| malformed())?;
    Ok(serde_json::from_slice(&app.sealer().open(&sealed, &bound_to(row.id))?)?)
}

pub(super) fn bound_to(id: IdempotencyKeyId) -> String {
    format!("idempotency_key.response:{id}")
}

impl Held {
    /// Runs under this claim: whatever `request` commits marks it.
    pub async fn run<F: Future>(&self, request: F) -> F::Output {
        HELD.scope(self.clone(), request).await
    }

    /// Keeps the answer.
    pub async fn keep(&self, app: &App, scope: &Scope, answer: &Value) -> Result<()> {
        let sealed = app.sealer().seal(&serde_json::to_vec(answer)?, &bound_to(self.id))?;
        let tx = Tx::begin(app, scope).await?;
        self.write(&tx, json!({ "sealed": STANDARD_NO_PAD.encode(sealed) })).await?;
        tx.commit().await
    }

    /// Gives the key back, where nothing was committed under it. `false`: something was.
    pub async fn give_back(&self, app: &App, scope: &Scope) -> Result<bool> {
        let tx = Tx::begin(app, scope).await?;
        let deleted = tx
            .delete::<Entity>()
            .filter(Column::Id.eq(self.id))
            .filter(Column::CreatedAt.eq(self.claimed_at))
            .filter(Column::Response.is_null())
            .exec(&tx)
            .await?;
        tx.commit().await?;
        Ok(deleted.rows_affected == 1)
    }

    #[expect(clippy::disallowed_methods, reason = "the kernel's own book, by the claim's agency")]
    async fn write(&self, c: &impl ConnectionTrait, response: Value) -> Result<()> {
        let written = Entity::update_many()
            .col_expr(Column::Response, Expr::value(response))
            .filter(wall::own::<Entity>(self.agency))
            .filter(Column::Id.eq(self.id))
            .filter(Column::CreatedAt.eq(self.claimed_at))
            .exec(c)
            .await?;
        match written.rows_affected {
            1 => Ok(()),
            _ => Err(Error::conflict("A repetition of this request took its place.")),
        }
    }
}

/// Part of every commit: under a claim, the effect and the knowledge of it become true together.
pub(in crate::kernel) async fn mark(c: &impl ConnectionTrait) -> Result<()> {
    match HELD.try_with(Clone::clone) {
        Ok(held) => held.write(c, json!({ "carriedOut": true })).await,
        Err(_) => Ok(()),
    }
}
