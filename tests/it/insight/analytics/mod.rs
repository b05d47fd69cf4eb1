//! The agency's numbers.

mod boards;
mod bulk;
mod campaign;
mod live;
mod narrow;
mod overview;
mod projection;
mod random;
mod spending;
mod support;
