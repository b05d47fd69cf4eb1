//! The outside world: one folder per provider. Speaks HTTP and plain Rust types; imports nothing of ours but `base`.

pub mod facts;
