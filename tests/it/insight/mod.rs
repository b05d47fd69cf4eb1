//! What people are told, what is on record about them, and the agency's numbers.

mod analytics;
mod audit;
mod audit_kept;
mod audit_people;
mod audit_values;
mod notifications;
mod notifications_live;
mod operators;
mod preferences;
mod support;
