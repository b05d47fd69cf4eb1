//! What people are told, and what is on record about them.

mod audit;
mod audit_values;
mod notifications;
mod notifications_live;
mod operators;
mod support;
