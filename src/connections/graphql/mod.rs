//! Data sources as clients see them.
