//! What a source gave all jobs that searched it, as their checkpoints remember it.

use crate::kernel::{error::Result, tx::Tx};
use entity::{ids::DataSourceId, job};
use sea_orm::{ConnectionTrait, DbBackend, QuerySelect, sea_query::Expr};

/// People the source gave, counted from the jobs.
pub async fn records_of(tx: &Tx, source: DataSourceId) -> Result<i64> {
    let people = match tx.get_database_backend() {
        DbBackend::Postgres => {
            "CAST(sum((\"checkpoint\" -> 'searches' -> $1 ->> 'people')::bigint) AS bigint)"
        }
        _ => r#"sum(json_extract("checkpoint", '$.searches."' || ? || '".people'))"#,
    };
    let people = Expr::cust_with_values(people, [source.to_string()]);
    let sum = tx.scope().find::<job::Entity>().select_only().column_as(people, "people");
    Ok(sum.into_tuple::<Option<i64>>().one(tx).await?.flatten().unwrap_or_default())
}
