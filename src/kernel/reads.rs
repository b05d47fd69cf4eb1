//! PostgreSQL connections for agencies' reads. Each acts as the role that cannot pass the wall, and remembers whose rows it
//! may see: a reader is given one of its own agency where one is free, and then pays nothing for the wall.

use super::{
    doubt::Doubt,
    role::Role,
    statement::{self, failed, is_broken, within},
    wall,
};
use entity::ids::AgencyId;
use sea_orm::{ConnAcquireErr, DbErr, QueryResult, Statement};
use sqlx::{ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// One that nobody needed for so long is closed.
const IDLE: Duration = Duration::from_mins(10);
/// So old a connection is closed when it comes back: the server's memory for it only grows.
const OLD: Duration = Duration::from_mins(30);
/// A statement that its reader gave up is waited for so long.
const DRAIN: Duration = Duration::from_secs(10);

/// The connections of one database; a clone is the same.
#[derive(Clone, Debug)]
pub struct Reads(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    options: PgConnectOptions,
    patience: Duration,
    size: u32,
    seats: Arc<Semaphore>,
    idle: Mutex<Vec<Idle>>,
    doubt: Doubt,
    role: Role,
}

#[derive(Debug)]
struct Idle {
    session: Session,
    agency: AgencyId,
    since: Instant,
}

/// A connection, and how it was made.
#[derive(Debug)]
struct Session {
    connection: PgConnection,
    made: Instant,
    /// It acts as the role that cannot pass the wall.
    is_walled: bool,
}

/// A connection that reads one agency's rows; goes back when dropped.
#[derive(Debug)]
pub struct Taken {
    held: Option<Held>,
    home: Arc<Inner>,
    /// A statement is under way: should its future be dropped, the rest of its answer is still to come.
    is_busy: bool,
}

#[derive(Debug)]
struct Held {
    session: Session,
    agency: AgencyId,
    #[expect(dead_code, reason = "given back with the connection")]
    seat: OwnedSemaphorePermit,
}

impl Reads {
    pub(super) fn new(
        options: PgConnectOptions,
        size: u32,
        patience: Duration,
        (doubt, role): (Doubt, Role),
    ) -> Self {
        let seats = Arc::new(Semaphore::new(size as usize));
        Self(Arc::new(Inner { options, patience, size, seats, idle: Mutex::default(), doubt, role }))
    }

    /// Connections in use and at most.
    pub fn usage(&self) -> (u32, u32) {
        let free = u32::try_from(self.0.seats.available_permits()).unwrap_or(u32::MAX);
        (self.0.size.saturating_sub(free), self.0.size)
    }

    /// Closes what is idle now, and what is in use when it comes back.
    pub fn close(&self) {
        self.0.seats.close();
        self.0.idle().clear();
    }

    /// A connection that sees this agency's rows and no others.
    pub async fn take(&self, agency: AgencyId) -> Result<Taken, DbErr> {
        let seat = tokio::time::timeout(self.0.patience, self.0.seats.clone().acquire_owned()).await;
        let seat = seat.map_err(|_| DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))?;
        let seat = seat.map_err(|_| DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed))?;
        let session = match self.0.free(agency).await {
            Some(free) => free,
            None => self.0.connect(agency).await.map_err(refused)?,
        };
        let held = Some(Held { session, agency, seat });
        Ok(Taken { held, home: self.0.clone(), is_busy: false })
    }
}

fn refused(cause: sqlx::Error) -> DbErr {
    match cause {
        sqlx::Error::PoolTimedOut => DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
        other => failed(other),
    }
}

impl Inner {
    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Idle>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One that is of this agency already, or else the one that nobody needed for longest.
    fn pop(&self, agency: AgencyId) -> Option<Idle> {
        let mut idle = self.idle();
        let own = idle.iter().rposition(|one| one.agency == agency);
        (!idle.is_empty()).then(|| idle.remove(own.unwrap_or(0)))
    }

    /// One of these, made to see the agency's rows; `None` where none works.
    async fn free(&self, agency: AgencyId) -> Option<Session> {
        while let Some(Idle { mut session, agency: named, since }) = self.pop(agency) {
            let connection = &mut session.connection;
            if self.doubt.tried(connection, since.elapsed()).await.is_err() {
                continue;
            }
            // The login was given the role since this one was made.
            if !session.is_walled && within(self.role.is_there(&mut *connection)).await.unwrap_or(true) {
                continue;
            }
            if named == agency || within(name(connection, agency)).await.is_ok() {
                return Some(session);
            }
            self.doubt.one_failed();
        }
        None
    }

    async fn connect(&self, agency: AgencyId) -> Result<Session, sqlx::Error> {
        let connect = async {
            let mut connection = self.options.connect().await?;
            // A login that may not take the role reads under its own: `doctor` says so.
            let is_walled = self.role.is_there(&mut connection).await?;
            if is_walled {
                let role = sqlx::AssertSqlSafe(format!("SET ROLE {}", wall::ROLE));
                sqlx::raw_sql(role).execute(&mut connection).await?;
            }
            name(&mut connection, agency).await?;
            Ok::<_, sqlx::Error>(Session { connection, made: Instant::now(), is_walled })
        };
        tokio::time::timeout(self.patience, connect).await.unwrap_or(Err(sqlx::Error::PoolTimedOut))
    }

    fn put(&self, held: Held) {
        let Held { mut session, agency, .. } = held;
        if self.seats.is_closed() || session.made.elapsed() > OLD {
            return;
        }
        // Or it would keep room for the largest answer it ever read.
        session.connection.shrink_buffers();
        let mut idle = self.idle();
        idle.retain(|one| one.since.elapsed() < IDLE);
        idle.push(Idle { session, agency, since: Instant::now() });
    }
}

/// Says whose rows this connection may see from now on.
async fn name(connection: &mut PgConnection, agency: AgencyId) -> Result<(), sqlx::Error> {
    let ask = sqlx::query("SELECT set_config('leadwire.agency', $1, false)").bind(agency.0.to_string());
    ask.execute(connection).await.map(|_| ())
}

impl Taken {
    pub async fn query_all(&mut self, stmt: Statement) -> Result<Vec<QueryResult>, sqlx::Error> {
        let Some(held) = &mut self.held else { return Err(sqlx::Error::PoolClosed) };
        self.is_busy = true;
        let rows = statement::all(&mut held.session.connection, stmt).await;
        self.is_busy = false;
        if rows.as_ref().is_err_and(is_broken) {
            self.held = None;
            self.home.doubt.one_failed();
        }
        rows
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        let Some(mut held) = self.held.take() else { return };
        if !self.is_busy {
            return self.home.put(held);
        }
        // Given up half-way: it is of use again when the rest of the answer was read. Without a runtime it is closed.
        let home = self.home.clone();
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                match tokio::time::timeout(DRAIN, held.session.connection.ping()).await {
                    Ok(Ok(())) => home.put(held),
                    _ => home.doubt.one_failed(),
                }
            });
        }
    }
}
