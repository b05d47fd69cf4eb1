//! This process's name among the workers, and a lock that says it lives: the database (PostgreSQL) or the file system
//! (SQLite) lets go of it the moment the process dies, so nobody has to wait for a time-out to know.

use super::{
    app::App,
    db::{Db, Pools},
    error::{Error, Result},
};
use chrono::{DateTime, TimeDelta, Utc};
use entity::ids::WorkerNodeId;
use sha2::{Digest, Sha256};
use sqlx::{Connection, PgConnection, Row};
use std::{fs::File, path::PathBuf, time::Duration};

/// How far a worker's clock may be from the database's.
pub(in crate::kernel) const MAX_SKEW: TimeDelta = TimeDelta::seconds(30);
/// How long the session that holds the lock may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// A worker process, alive as long as this value is.
pub struct Node {
    id: String,
    lock: Lock,
}

enum Lock {
    Session(PgConnection),
    File(#[expect(dead_code, reason = "held to keep the lock")] File),
}

impl Node {
    /// Joins the workers of this database. On SQLite only one process may.
    pub async fn enter(app: &App) -> Result<Self> {
        let id = format!("lw-{}", WorkerNodeId::new());
        check_clock(app).await?;
        let lock = match app.db().pools() {
            Pools::Postgres(pool) => {
                let mut session = pool.acquire().await?.detach();
                sqlx::query("SELECT pg_advisory_lock($1)").bind(key(&id)).execute(&mut session).await?;
                Lock::Session(session)
            }
            Pools::Sqlite { write, .. } => {
                let path = write.connect_options().get_filename().with_extension("worker-lock");
                Lock::File(lock_file(path)?)
            }
        };
        Ok(Self { id, lock })
    }

    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Makes sure the lock is still ours: a session that was lost lost it, and it is taken again under the same name.
    /// In between, others may have taken our slices for a dead worker's; ours are fenced then.
    pub async fn keep(&mut self, db: &Db) -> Result<()> {
        let (Lock::Session(session), Pools::Postgres(pool)) = (&mut self.lock, db.pools()) else {
            return Ok(());
        };
        if matches!(tokio::time::timeout(PATIENCE, session.ping()).await, Ok(Ok(()))) {
            return Ok(());
        }
        tracing::warn!(node = self.id, "lost the session that says this worker lives; taking a new one");
        let mut session = pool.acquire().await?.detach();
        if !try_lock(&mut session, &self.id).await? {
            return Err(Error::unavailable("The old session still holds the worker's lock.", None));
        }
        self.lock = Lock::Session(session);
        Ok(())
    }
}

async fn try_lock(session: &mut PgConnection, id: &str) -> Result<bool> {
    let ask = sqlx::query("SELECT pg_try_advisory_lock($1)").bind(key(id));
    Ok(ask.fetch_one(session).await?.try_get(0)?)
}

/// Is the worker of that name dead? `true` only when its lock is free. Taken for this one statement: a pooled session that was
/// given up before it let go would make the dead one seem alive for as long as the pool keeps it.
pub async fn is_dead(db: &Db, id: &str) -> Result<bool> {
    let Pools::Postgres(pool) = db.pools() else { return Ok(true) };
    let ask = sqlx::query("SELECT pg_try_advisory_xact_lock($1)").bind(key(id));
    Ok(ask.fetch_one(pool).await?.try_get(0)?)
}

/// How many processes run workers now.
pub async fn workers(db: &Db) -> Result<i64> {
    match db.pools() {
        Pools::Postgres(pool) => {
            // Workers' locks have one number (`objsubid` 1), the housekeeper's has two.
            let held = "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'advisory'
                AND l.objsubid = 1 AND l.granted AND a.application_name = 'leadwire' AND a.datname = current_database()";
            Ok(sqlx::query(held).fetch_one(pool).await?.try_get(0)?)
        }
        Pools::Sqlite { write, .. } => {
            let path = write.connect_options().get_filename().with_extension("worker-lock");
            let Ok(file) = File::open(path) else { return Ok(0) };
            Ok(i64::from(file.try_lock_shared().is_err()))
        }
    }
}

/// How far this process's clock is ahead of the database's.
pub(in crate::kernel) async fn skew(app: &App) -> Result<TimeDelta> {
    let Pools::Postgres(pool) = app.db().pools() else { return Ok(TimeDelta::zero()) };
    let row = sqlx::query("SELECT now()").fetch_one(pool).await?;
    let theirs: DateTime<Utc> = row.try_get(0)?;
    Ok(app.now() - theirs)
}

/// Work started by a clock that is wrong runs at the wrong time: refuse.
pub async fn check_clock(app: &App) -> Result<()> {
    let skew = skew(app).await?.abs();
    if skew > MAX_SKEW {
        let message = format!("This machine's clock and the database's are {} s apart.", skew.num_seconds());
        return Err(Error::unavailable(message, None));
    }
    Ok(())
}

fn lock_file(path: PathBuf) -> Result<File> {
    let file =
        File::options().create(true).truncate(false).write(true).open(&path).map_err(Error::internal)?;
    file.try_lock().map_err(|_| {
        let folder = path.display();
        let message = format!(
            "Another process already runs the workers of this folder ({folder}): stop it first; other commands work beside it."
        );
        Error::unavailable(message, None)
    })?;
    Ok(file)
}

/// Advisory locks are named by numbers: the first eight bytes of the name's digest.
fn key(id: &str) -> i64 {
    let digest = Sha256::digest(format!("leadwire.worker.{id}"));
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&digest[..8]);
    i64::from_be_bytes(bytes)
}
