//! P9: what ten times as many rows cost, what a page far behind costs, and whether any question reads a whole table.

use crate::{app, child::Child, harness, load::Question, p10, reads, seed};
use anyhow::{Context, Result, ensure};
use sqlx::{AssertSqlSafe, PgPool};
use std::time::Instant;

/// Two, so that an agency is not the whole table.
const AGENCIES: usize = 2;
const LEADS: usize = 20_000;
const TIMES_MORE: usize = 10;
const ROUNDS: usize = 120;
const DEPTH: usize = 10_000;
const GROWTH: f64 = 1.3;
const DEEP: f64 = 1.2;
/// Tables of fewer pages are read whole whatever there is to help.
const SMALL_PAGES: i32 = 50;

const BOARD: &str = "{ pipelines(first: 1) { nodes { stages { cardCount cards(first: 25) { nodes { position lead { fullName } } } } } } }";
const SEARCH: &str = "{ leads(first: 25, search: \"brzeczyszczyk\") { nodes { id fullName } } }";
/// Finds ten times as many people among ten times as many.
const MORE_FOUND: &str = "{ leads(first: 25, search: \"last1234\") { nodes { id fullName } } }";
const JOBS: &str = "{ jobs(first: 25) { nodes { id kind status progress createdAt } } }";

/// One of the two databases, with a server on it.
struct Place {
    folder: tempfile::TempDir,
    url: String,
    pool: PgPool,
    token: String,
    leads: usize,
}

impl Place {
    async fn filled(name: &str, leads: usize) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let url = app::database(name).await?;
        let app = app::leadwire(&url, folder.path()).await?;
        let pool = app::pool(&url).await?;
        seed::fill(&pool, AGENCIES, leads).await?;
        let sql = include_str!("p9.sql").replace("{agencies}", &AGENCIES.to_string());
        let sql = sql.replace("{leads}", &leads.to_string());
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&pool).await.context("p9.sql")?;
        // What was just written waits beside an index of words (4 MB of it at most) until the database cleans up, as it does by
        // itself in time: the same for both, or the search of one reads that, too.
        sqlx::raw_sql("VACUUM ANALYZE lead").execute(&pool).await?;
        let admin = seed::admins(&app, &pool).await?.swap_remove(0);
        p10::summed(&app, &pool, &admin.token).await?;
        app.db().close().await;
        Ok(Self { folder, url, pool, token: admin.token, leads })
    }

    async fn serve(&self) -> Result<(Child, String)> {
        let mut server = Child::start(&["serve", &self.url, &self.folder.path().to_string_lossy()])?;
        let addr = server.after("at ").await?;
        Ok((server, addr))
    }

    fn ask(&self, addr: &str, query: &str) -> Result<Question> {
        Question::new(addr, "/graphql", &self.token, query)
    }

    /// The cursor of the lead or event in the middle of what there is, by paging there.
    async fn cursor(&self, addr: &str, list: &str, depth: usize) -> Result<String> {
        let mut after = String::new();
        for _ in 0..depth / 100 {
            let query = format!("{{ {list}(first: 100{after}) {{ pageInfo {{ endCursor }} }} }}");
            let answer = self.ask(addr, &query)?.ask().await?;
            let cursor = answer["data"][list]["pageInfo"]["endCursor"].as_str();
            after = format!(", after: \"{}\"", cursor.with_context(|| format!("{list}: {answer}"))?);
        }
        Ok(after)
    }

    /// The questions that are to cost the same however much there is.
    async fn questions(&self, addr: &str) -> Result<Vec<(&'static str, Question)>> {
        let replay = self.cursor(addr, "events", self.leads / 2).await?;
        let replay = format!("{{ events(first: 100{replay}) {{ nodes {{ kind seq }} }} }}");
        let overview = format!("{{ analytics {{ {} }} }}", p10::OVERVIEW);
        let mut all = vec![];
        for (name, query) in [
            ("P1 board query", reads::ALL[0].query),
            ("P2 flat list", reads::ALL[1].query),
            ("a board with its cards", BOARD),
            ("lead search, one person found", SEARCH),
            ("lead search, 11 and 111 found", MORE_FOUND),
            ("job list", JOBS),
            ("event replay", replay.as_str()),
            ("analytics overview", overview.as_str()),
        ] {
            let question = self.ask(addr, query)?;
            let answer = question.ask().await?;
            ensure!(answer["errors"].is_null(), "{name}: {answer:#}");
            all.push((name, question));
        }
        Ok(all)
    }
}

pub async fn run() -> Result<()> {
    let small = Place::filled("p9_small", LEADS).await?;
    let large = Place::filled("p9_large", LEADS * TIMES_MORE).await?;
    println!(
        "\n| what | {} leads | {} leads | ratio | target | load |\n|---|---|---|---|---|---|",
        LEADS,
        LEADS * TIMES_MORE
    );
    let ((few, few_addr), (many, many_addr)) = (small.serve().await?, large.serve().await?);
    let asked = small.questions(&few_addr).await?.into_iter().zip(large.questions(&many_addr).await?);
    for ((name, few), (_, many)) in asked {
        let (few, many) = in_turns(&few, &many).await?;
        line(&format!("P9 growth: {name}"), few, many, GROWTH);
    }
    println!("\n| what | page 1 | depth {DEPTH} | ratio | target | load |\n|---|---|---|---|---|---|");
    let first = large.ask(&many_addr, "{ leads(first: 25) { nodes { id fullName } } }")?;
    let after = large.cursor(&many_addr, "leads", DEPTH).await?;
    let deep =
        large.ask(&many_addr, &format!("{{ leads(first: 25{after}) {{ nodes {{ id fullName }} }} }}"))?;
    let (near, far) = in_turns(&first, &deep).await?;
    line("P9 page of leads", near, far, DEEP);
    few.stop().await?;
    many.stop().await?;
    whole_tables(&large).await
}

fn line(what: &str, one: f64, other: f64, target: f64) {
    let (ratio, load) = (other / one, harness::load());
    println!("| {what} | {one:.2} ms | {other:.2} ms | {ratio:.2} | ≤ {target:.1} | {load} |");
}

/// Medians in milliseconds, one question after the other.
async fn in_turns(one: &Question, other: &Question) -> Result<(f64, f64)> {
    let (mut first, mut second) = (vec![], vec![]);
    for round in 0..ROUNDS {
        for (question, times) in [(one, &mut first), (other, &mut second)] {
            let begin = Instant::now();
            question.ask().await?;
            if round >= ROUNDS / 10 {
                times.push(begin.elapsed().as_secs_f64() * 1_000.0);
            }
        }
    }
    Ok((harness::median(first), harness::median(second)))
}

/// PostgreSQL counts how often it reads a table from one end to the other.
async fn whole_tables(place: &Place) -> Result<()> {
    let before = scans(&place.pool).await?;
    let (server, addr) = place.serve().await?;
    let questions = place.questions(&addr).await?;
    for (_, question) in &questions {
        question.ask().await?;
    }
    // It tells what it counted when its connections end.
    server.stop().await?;
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    let after = scans(&place.pool).await?;
    let read: Vec<&str> = after
        .iter()
        .filter(|(table, pages, scans)| {
            *pages >= SMALL_PAGES && before.iter().any(|(t, _, was)| t == table && was < scans)
        })
        .map(|(table, ..)| table.as_str())
        .collect();
    let said = if read.is_empty() { "none".to_owned() } else { read.join(", ") };
    println!(
        "\nP9 tables of an agency's rows read from one end to the other by {} questions: {said}",
        questions.len()
    );
    Ok(())
}

/// Tables with an agency's rows, how large they are, and how often they were read whole.
async fn scans(pool: &PgPool) -> Result<Vec<(String, i32, i64)>> {
    let sql = "SELECT s.relname::text, c.relpages, coalesce(s.seq_scan, 0) FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
        WHERE EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = s.relid AND a.attname = 'agency_id')";
    Ok(sqlx::query_as(sql).fetch_all(pool).await?)
}
