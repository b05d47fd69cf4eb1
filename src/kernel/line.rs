//! One connection for everything one request reads. Taking a connection from the pool for each statement costs a round trip
//! more each: the pool tries it when it comes back.

use super::{
    db::{Db, Pools},
    reads::Taken,
    statement::{self, failed, is_broken},
};
use entity::ids::AgencyId;
use sea_orm::{ConnAcquireErr, DbErr, QueryResult, Statement};
use sqlx::{Sqlite, pool::PoolConnection};
use std::sync::Arc;
use tokio::sync::{Mutex, OwnedSemaphorePermit};

/// A request's connection: taken by its first read, given back when the last clone is gone. Its statements run one by one,
/// all for the agency of its scope.
#[derive(Clone, Debug, Default)]
pub struct Line(Arc<Mutex<Option<Held>>>);

#[derive(Debug)]
struct Held {
    connection: Connection,
    #[expect(dead_code, reason = "given back with the connection")]
    permit: OwnedSemaphorePermit,
}

#[derive(Debug)]
enum Connection {
    Postgres(Taken),
    Sqlite(PoolConnection<Sqlite>),
}

impl Line {
    /// The rows; `Err` gives the statement back where there is no line to be had: the pool is for everybody.
    pub async fn query_all(
        &self,
        db: &Db,
        agency: AgencyId,
        stmt: Statement,
    ) -> Result<Result<Vec<QueryResult>, DbErr>, Statement> {
        let mut line = self.0.lock().await;
        if line.is_none() {
            let Ok(permit) = db.lines().try_acquire_owned() else { return Err(stmt) };
            match take(db, agency).await {
                Ok(connection) => *line = Some(Held { connection, permit }),
                Err(error) => return Ok(Err(error)),
            }
        }
        let Some(held) = line.as_mut() else { return Err(stmt) };
        let rows = match &mut held.connection {
            Connection::Postgres(one) => one.query_all(stmt).await,
            Connection::Sqlite(one) => statement::all(&mut **one, stmt).await,
        };
        if rows.as_ref().is_err_and(is_broken) {
            // The next read takes another.
            *line = None;
        }
        Ok(rows.map_err(failed))
    }

    /// Gives the connection back early, for somebody who is about to take another: who holds one must not wait for one.
    pub async fn hang_up(&self) {
        self.0.lock().await.take();
    }
}

async fn take(db: &Db, agency: AgencyId) -> Result<Connection, DbErr> {
    let taken = match db.pools() {
        Pools::Postgres(_) => return Ok(Connection::Postgres(db.take(agency).await?)),
        Pools::Sqlite { read, .. } => read.acquire().await,
    };
    taken.map(Connection::Sqlite).map_err(|error| match error {
        sqlx::Error::PoolTimedOut => DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
        sqlx::Error::PoolClosed => DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed),
        other => failed(other),
    })
}
