//! In which book a key stands: an agency's or a person's. Both are written alike; only whose rows they are differs.

use super::{answer::is_sealed, request::KEPT};
use crate::{
    base::clock::Timestamp,
    kernel::{
        app::App,
        error::{Error, Result},
        scope::Scope,
        wall,
        work::{Work, runs_on_its_work},
    },
};
use entity::{
    idempotency_key::{self, Column},
    ids::{ActorId, AgencyId, UserId},
    user_idempotency_key,
};
use sea_orm::{
    Condition, ConnectionTrait, EntityTrait, FromQueryResult, Set, StatementBuilder,
    sea_query::{Alias, Expr, ExprTrait, OnConflict, Query, SelectStatement},
};
use serde_json::Value;
use uuid::Uuid;

/// The agencies' table, and the persons'. Their columns have the same names, but for those that say whose a row is.
pub(super) const TABLES: [&str; 2] = [AGENCIES, PERSONS];
pub(super) const AGENCIES: &str = "idempotency_key";
const PERSONS: &str = "user_idempotency_key";

/// Whose keys: those of different ones never meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Book {
    /// What this caller does in this agency.
    Agency(AgencyId, ActorId),
    /// What this person does in no agency, or whichever they act in.
    Person(UserId),
}

/// What is written of a key.
#[derive(Debug, FromQueryResult)]
pub(super) struct Entry {
    pub id: Uuid,
    pub request_hash: String,
    pub response: Option<Value>,
    pub created_at: Timestamp,
}

impl Entry {
    pub fn is_answered(&self) -> bool {
        self.response.as_ref().is_some_and(is_sealed)
    }

    /// Those of this table that `condition` holds for.
    pub fn of(table: &'static str, condition: Condition) -> SelectStatement {
        let columns = [Column::Id, Column::RequestHash, Column::Response, Column::CreatedAt];
        Query::select().columns(columns).from(Alias::new(table)).cond_where(condition).to_owned()
    }
}

impl Book {
    /// For what is done in an agency.
    pub fn of(scope: &Scope) -> Result<Self> {
        match scope.actor().columns().1 {
            Some(caller) => Ok(Self::Agency(scope.agency(), caller)),
            None => Err(Error::Forbidden("Background work has no idempotency keys.".into())),
        }
    }

    pub(super) fn table(self) -> &'static str {
        match self {
            Self::Agency(..) => AGENCIES,
            Self::Person(_) => PERSONS,
        }
    }

    pub(super) fn rows(self) -> Condition {
        match self {
            Self::Agency(agency, caller) => wall::own_in(agency).add(Expr::col(Column::CallerId).eq(caller)),
            Self::Person(user) => {
                Condition::all().add(Expr::col(user_idempotency_key::Column::UserId).eq(user))
            }
        }
    }

    /// What is written of this key.
    pub(super) async fn find(self, key: &str, c: &impl ConnectionTrait) -> Result<Option<Entry>> {
        let select = Entry::of(self.table(), self.rows().add(Expr::col(Column::Key).eq(key)));
        Ok(Entry::find_by_statement(c.get_database_backend().build(&select)).one(c).await?)
    }

    /// Writes a key that is in use from now on. `false`: it is there already.
    pub(super) async fn insert(
        self,
        id: Uuid,
        (key, request): (&str, &str),
        now: Timestamp,
        c: &impl ConnectionTrait,
    ) -> Result<bool> {
        let unless_known = OnConflict::new().do_nothing().to_owned();
        let written = match self {
            Self::Agency(agency, caller) => {
                let row = idempotency_key::ActiveModel {
                    id: Set(id.into()),
                    agency_id: Set(agency),
                    caller_id: Set(caller),
                    key: Set(key.to_owned()),
                    request_hash: Set(request.to_owned()),
                    response: Set(None),
                    created_at: Set(now),
                    expires_at: Set(now + KEPT),
                };
                let insert = idempotency_key::Entity::insert(row).on_conflict(unless_known);
                insert.exec_without_returning(c).await?
            }
            Self::Person(user) => {
                let row = user_idempotency_key::ActiveModel {
                    id: Set(id.into()),
                    user_id: Set(user),
                    key: Set(key.to_owned()),
                    request_hash: Set(request.to_owned()),
                    response: Set(None),
                    created_at: Set(now),
                    expires_at: Set(now + KEPT),
                };
                let insert = user_idempotency_key::Entity::insert(row).on_conflict(unless_known);
                insert.exec_without_returning(c).await?
            }
        };
        Ok(written == 1)
    }
}

/// How many rows it changed.
pub(super) async fn run<S: StatementBuilder>(c: &impl ConnectionTrait, statement: &S) -> Result<u64> {
    Ok(c.execute_raw(c.get_database_backend().build(statement)).await?.rows_affected())
}

/// An open transaction on a book. Dropped without [`Opened::commit`], nothing happened.
pub(super) struct Opened {
    work: Work,
    app: App,
    now: Timestamp,
}

impl Opened {
    pub async fn begin(app: &App, book: Book) -> Result<Self> {
        let work = match book {
            Book::Agency(agency, _) => Work::begin_of(app.db(), agency).await,
            Book::Person(_) => Work::begin(app.db()).await,
        };
        let work = app.db().writes().noted_work(work)?;
        Ok(Self { work, app: app.clone(), now: app.now() })
    }

    pub fn now(&self) -> Timestamp {
        self.now
    }

    pub async fn commit(self) -> Result<()> {
        self.app.db().writes().noted_work(self.work.commit().await)
    }
}

runs_on_its_work!(Opened);
