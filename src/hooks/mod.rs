//! Whom we tell: the agency's log, for programs that follow everything.

pub mod graphql;
