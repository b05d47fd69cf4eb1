//! The limit of P3: the statements a command runs, written down, one after the other.

use crate::p3::Desk;
use anyhow::Result;
use entity::ids::{BackgroundTaskId, CompanyId};
use leadwire::base::clock::{Clock, SystemClock};
use serde_json::json;
use sqlx::{PgPool, Row};
use std::sync::Arc;
use uuid::Uuid;

const COMPANY: &str = "INSERT INTO company (id, agency_id, workspace_id, name, name_folded, search_text, version, created_at,
    updated_at) VALUES ($1, $2, $3, 'Acme Logistics', 'acme logistics', 'acme logistics', 1, $4, $4) RETURNING *";
const TASK: &str =
    "INSERT INTO background_task (id, agency_id, lane, kind, payload, status, priority, run_at, attempt,
    max_attempts, epoch, created_at, updated_at)
    VALUES ($1, $2, 'greet', 'bench.greet', $3, 'QUEUED', 2, $4, 0, 8, 0, $4, $4)";
const LANE: &str = "INSERT INTO task_lane (agency_id, lane, capacity) VALUES ($1, 'greet', 4)
    ON CONFLICT (agency_id, lane) DO UPDATE SET lane = excluded.lane RETURNING *";
const ADMITTED: &str =
    "SELECT count(*) FROM background_task WHERE agency_id = $1 AND lane = 'greet' AND status = 'ADMITTED'";
const NEXT: &str = "SELECT * FROM background_task WHERE agency_id = $1 AND lane = 'greet' AND status IN ('QUEUED', 'RETRYING')
    AND run_at <= $2 ORDER BY priority, run_at, id LIMIT $3";
const TICKET: &str =
    "INSERT INTO river_job (args, kind, max_attempts, metadata, priority, queue, scheduled_at, state, tags)
    VALUES ($1, 'leadwire.slice', 25, '{}', 2, 'leadwire', now(), 'available', '{}') RETURNING *";
const ADMIT: &str =
    "UPDATE background_task SET status = 'ADMITTED', river_job_id = $2, updated_at = $3 WHERE id = $1";
const NUMBER: &str = "INSERT INTO event_head (agency_id, last_seq, floor_seq) VALUES ($1, 1, 0)
    ON CONFLICT (agency_id) DO UPDATE SET last_seq = event_head.last_seq + 1 RETURNING *";
const EVENT: &str =
    "INSERT INTO event (agency_id, seq, kind, subject_type, subject_id, actor_type, actor_id, data, at)
    VALUES ($1, $2, 'COMPANY_UPDATED', 'COMPANY', $3, 'USER', $4, $5, $6)";

pub async fn command(pool: PgPool, desks: Arc<[Desk]>, at: usize) -> Result<()> {
    let (desk, now) = (&desks[at], SystemClock.now());
    let (agency, company, task) = (desk.scope.agency().0, CompanyId::new().0, BackgroundTaskId::new().0);
    let mut tx = pool.begin().await?;
    let insert = sqlx::query(COMPANY).bind(company).bind(agency).bind(desk.workspace.0).bind(now);
    insert.fetch_one(&mut *tx).await?;
    let payload = json!({ "company": company });
    sqlx::query(TASK).bind(task).bind(agency).bind(&payload).bind(now).execute(&mut *tx).await?;
    let capacity: i32 = sqlx::query(LANE).bind(agency).fetch_one(&mut *tx).await?.get("capacity");
    let admitted: i64 = sqlx::query_scalar(ADMITTED).bind(agency).fetch_one(&mut *tx).await?;
    let free = i64::from(capacity) - admitted;
    for next in sqlx::query(NEXT).bind(agency).bind(now).bind(free).fetch_all(&mut *tx).await? {
        let id: Uuid = next.get("id");
        let args = json!({ "agency": agency, "task": id, "kind": "bench.greet", "lane": "greet", "attempt": 0,
            "max_attempts": 8, "payload": payload });
        let ticket: i64 = sqlx::query(TICKET).bind(args).fetch_one(&mut *tx).await?.get("id");
        sqlx::query(ADMIT).bind(id).bind(ticket).bind(now).execute(&mut *tx).await?;
    }
    let seq: i64 = sqlx::query(NUMBER).bind(agency).fetch_one(&mut *tx).await?.get("last_seq");
    let data = json!({ "fact": payload });
    let event =
        sqlx::query(EVENT).bind(agency).bind(seq).bind(company).bind(desk.scope.membership().map(|id| id.0));
    event.bind(data).bind(now).execute(&mut *tx).await?;
    Ok(tx.commit().await?)
}
