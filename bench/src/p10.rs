//! P10: the overview of an agency with a million leads, from sums; and how long counting the rows would take instead.

use crate::{app, child::Child, harness, load::Question, seed};
use anyhow::{Context, Result, ensure};
use leadwire::{insight::analytics::rollup, kernel::projection};
use sqlx::{AssertSqlSafe, PgPool};
use std::time::Instant;

const LEADS: usize = 1_000_000;
const TIMES: usize = 40;
const TARGET_MS: f64 = 50.0;

const RANGES: [&str; 4] = ["LAST_7_DAYS", "LAST_30_DAYS", "LAST_90_DAYS", "LAST_YEAR"];

/// Everything the overview can say.
pub const OVERVIEW: &str = "overview(range: { last: LAST_YEAR }) { campaigns { total active inactive } \
    leads { total new qualified contacted responded conversionRate responseRate } dataSources { total active inactive } \
    jobs { total successful running pending recordsScraped } trends { leads { change } qualified { change } \
    responded { change } } asOf }";

/// What an overview without sums would have to do for its first number.
const ROWS: &str = "SELECT count(*), count(*) FILTER (WHERE created_at >= now() - interval '365 days'),
    count(*) FILTER (WHERE qualification = 'QUALIFIED'), count(*) FILTER (WHERE last_contacted_at IS NOT NULL)
    FROM lead WHERE agency_id = (SELECT min(id::text)::uuid FROM agency) AND deleted_at IS NULL";

pub async fn run() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let url = app::database("p10").await?;
    let app = app::leadwire(&url, folder.path()).await?;
    let pool = app::pool(&url).await?;
    seed::fill(&pool, 1, LEADS).await?;
    let admin = seed::admins(&app, &pool).await?.swap_remove(0);
    summed(&app, &pool, &admin.token).await?;
    app.db().close().await;
    let mut server = Child::start(&["serve", &url, &folder.path().to_string_lossy()])?;
    let addr = server.after("at ").await?;
    println!("\n| what | median | worst of {TIMES} | target | load |\n|---|---|---|---|---|");
    for range in RANGES {
        let query = format!("{{ analytics {{ {} }} }}", OVERVIEW.replace("LAST_YEAR", range));
        let question = Question::new(&addr, "/graphql", &admin.token, &query)?;
        let answer = question.ask().await?;
        let total = &answer["data"]["analytics"]["overview"]["leads"]["total"];
        ensure!(*total == LEADS, "not all leads were counted: {answer:#}");
        let (median, worst) = timed(|| async { question.ask().await.map(drop) }).await?;
        let load = harness::load();
        println!(
            "| P10 overview, {LEADS} leads, {range} | {median:.1} ms | {worst:.1} ms | ≤ {TARGET_MS:.0} ms | {load} |"
        );
    }
    let (median, worst) = timed(|| async { Ok(sqlx::query(ROWS).fetch_one(&pool).await.map(drop)?) }).await?;
    println!(
        "| for comparison: four of these numbers counted from rows | {median:.1} ms | {worst:.1} ms | | {} |",
        harness::load()
    );
    server.stop().await
}

/// Stocks from the rows, and two busy years of flows.
pub async fn summed(app: &leadwire::kernel::app::App, pool: &PgPool, token: &str) -> Result<()> {
    // Nothing was logged of what the seed made: there must be a log to begin with.
    sqlx::query("INSERT INTO event_head (agency_id, last_seq, floor_seq) SELECT id, 0, 0 FROM agency ON CONFLICT DO NOTHING")
        .execute(pool)
        .await?;
    projection::begin_anew(app, &app::scope(app, token).await?, rollup::NAME).await?;
    sqlx::raw_sql(AssertSqlSafe(include_str!("flows.sql").to_owned()))
        .execute(pool)
        .await
        .context("flows.sql")?;
    Ok(())
}

/// Median and worst, in milliseconds, after a few that warm up.
pub async fn timed<F: Future<Output = Result<()>>>(mut once: impl FnMut() -> F) -> Result<(f64, f64)> {
    let mut times = vec![];
    for round in 0..TIMES + 5 {
        let begin = Instant::now();
        once().await?;
        if round >= 5 {
            times.push(begin.elapsed().as_secs_f64() * 1_000.0);
        }
    }
    let worst = times.iter().copied().fold(0.0, f64::max);
    Ok((harness::median(times), worst))
}
