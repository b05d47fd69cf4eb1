//! `leadwire doctor`: looks at everything an installation stands on, changes nothing, and says what to fix.

mod database;
mod finding;
mod folder;
mod port;
mod providers;
mod run;
mod work;

pub use run::{Doctor, run};
