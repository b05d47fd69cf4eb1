//! A whole request by its key: claimed before it runs, kept when it is answered.

use super::{
    answer::{carried_out, is_sealed, open, seal},
    book::{Book, Entry, Opened, run},
};
use crate::{
    base::clock::Timestamp,
    kernel::{
        app::App,
        error::{Error, Result},
    },
};
use chrono::TimeDelta;
use entity::{
    idempotency_key::Column,
    ids::{IdempotencyKeyId, UserIdempotencyKeyId},
};
use sea_orm::{
    Condition, ConnectionTrait,
    sea_query::{Alias, Expr, ExprTrait, Query},
};
use serde_json::Value;
use std::future::Future;
use uuid::Uuid;

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
    /// It was carried out, and its answer was lost in a crash, or given up since.
    Lost,
    /// The key was used for another request.
    Mismatch,
}

/// A claimed key.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    book: Book,
    id: Uuid,
    /// Whose claim it is: a later claim has a later time.
    claimed_at: Timestamp,
}

/// Is this a key at all? The same for everybody, whether there is a book for them or not.
#[must_use]
pub fn is_key(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Claims the key in this book; `request` is a digest of everything that makes it another one.
pub async fn claim(app: &App, book: Book, key: &str, request: &str) -> Result<Claim> {
    let opened = Opened::begin(app, book).await?;
    let over = book.rows().add(Expr::col(Column::ExpiresAt).lte(opened.now()));
    let mut forget = Query::delete();
    forget.from_table(Alias::new(book.table())).cond_where(over);
    run(&opened, &forget).await?;
    let held = Held { book, id: new_id(book), claimed_at: opened.now() };
    let claim = match book.insert(held.id, (key, request), held.claimed_at, &opened).await? {
        true => Claim::Mine(held),
        false => known(app, &opened, book, (key, request)).await?,
    };
    opened.commit().await?;
    Ok(claim)
}

fn new_id(book: Book) -> Uuid {
    match book {
        Book::Agency(..) => IdempotencyKeyId::new().0,
        Book::Person(_) => UserIdempotencyKeyId::new().0,
    }
}

async fn known(app: &App, opened: &Opened, book: Book, (key, request): (&str, &str)) -> Result<Claim> {
    // It was there a moment ago, and is only deleted by a request that failed without effect.
    let Some(entry) = book.find(key, opened).await? else { return Ok(Claim::Running) };
    let is_dead = opened.now() - entry.created_at >= DEAD_AFTER;
    if entry.request_hash != request {
        return Ok(Claim::Mismatch);
    }
    match &entry.response {
        Some(stored) if is_sealed(stored) => open(app, (book.table(), entry.id), stored).map(Claim::Stored),
        Some(_) if is_dead => Ok(Claim::Lost),
        None if is_dead => take_over(opened, book, &entry).await,
        _ => Ok(Claim::Running),
    }
}

/// Fenced by the time of the claim: of two that try, one has it.
async fn take_over(opened: &Opened, book: Book, dead: &Entry) -> Result<Claim> {
    let theirs = Held { book, id: dead.id, claimed_at: dead.created_at };
    let taken = theirs.set(Column::CreatedAt, opened.now(), opened).await?;
    let held = Held { claimed_at: opened.now(), ..theirs };
    Ok(if taken == 1 { Claim::Mine(held) } else { Claim::Running })
}

impl Held {
    /// Runs under this claim: whatever `request` commits marks it.
    pub async fn run<F: Future>(&self, request: F) -> F::Output {
        HELD.scope(*self, request).await
    }

    /// Keeps the answer.
    pub async fn keep(&self, app: &App, answer: &Value) -> Result<()> {
        let sealed = seal(app, (self.book.table(), self.id), answer)?;
        let opened = Opened::begin(app, self.book).await?;
        self.write(&opened, sealed).await?;
        opened.commit().await
    }

    /// Gives the key back, where nothing was committed under it. `false`: something was.
    pub async fn give_back(&self, app: &App) -> Result<bool> {
        let opened = Opened::begin(app, self.book).await?;
        let without_effect = self.row().add(Expr::col(Column::Response).is_null());
        let mut delete = Query::delete();
        delete.from_table(Alias::new(self.book.table())).cond_where(without_effect);
        let deleted = run(&opened, &delete).await?;
        opened.commit().await?;
        Ok(deleted == 1)
    }

    async fn write(&self, c: &impl ConnectionTrait, response: Value) -> Result<()> {
        match self.set(Column::Response, response, c).await? {
            1 => Ok(()),
            _ => Err(Error::conflict("A repetition of this request took its place.")),
        }
    }

    /// 0: the claim is another's by now.
    async fn set(&self, column: Column, value: impl Into<Expr>, c: &impl ConnectionTrait) -> Result<u64> {
        let mut update = Query::update();
        update.table(Alias::new(self.book.table())).value(column, value).cond_where(self.row());
        run(c, &update).await
    }

    fn row(&self) -> Condition {
        let row = self.book.rows().add(Expr::col(Column::Id).eq(self.id));
        row.add(Expr::col(Column::CreatedAt).eq(self.claimed_at))
    }
}

/// Part of every commit: under a claim, the effect and the knowledge of it become true together.
pub(in crate::kernel) async fn mark(c: &impl ConnectionTrait) -> Result<()> {
    match HELD.try_with(|held| *held) {
        Ok(held) => held.write(c, carried_out()).await,
        Err(_) => Ok(()),
    }
}
