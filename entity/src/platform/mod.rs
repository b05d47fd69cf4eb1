//! The kernel's own books: log, queue, money, caches. Rows only.

pub mod audit_entry;
pub mod background_task;
pub mod budget;
pub mod credit_entry;
pub mod event;
pub mod event_kind;
pub mod event_head;
pub mod file;
pub mod idempotency_key;
pub mod instance;
pub mod lookup;
pub mod projection;
pub mod provider_budget;
pub mod provider_call;
pub mod spending;
pub mod subject_key;
pub mod task_lane;
pub mod user_idempotency_key;
pub mod worker_node;
