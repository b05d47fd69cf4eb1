//! Files in and out.

mod store;
mod support;
