//! What a source gave all jobs that searched it: a request's checkpoint remembers it by source, a scraping job reads one alone.

use crate::kernel::{error::Result, tx::Tx};
use entity::{
    ids::DataSourceId,
    job::{self, JobKind},
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, QueryFilter, QuerySelect, sea_query::Expr};

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
    let searched: i64 = sum.into_tuple::<Option<i64>>().one(tx).await?.flatten().unwrap_or_default();
    Ok(searched + scraped(tx, source).await?)
}

async fn scraped(tx: &Tx, source: DataSourceId) -> Result<i64> {
    let jobs = tx.scope().find::<job::Entity>().filter(job::Column::DataSourceId.eq(source));
    let jobs = jobs.filter(job::Column::Kind.eq(JobKind::Scrape)).select_only();
    let sum = jobs.column_as(Expr::cust("CAST(sum(processed) AS bigint)"), "people");
    Ok(sum.into_tuple::<Option<i64>>().one(tx).await?.flatten().unwrap_or_default())
}
