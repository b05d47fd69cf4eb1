//! `leadwire demo`: everything at once on embedded defaults. Standard output carries results, standard error the rest.

mod ask;
pub mod marker;
mod run;
mod seed;
mod show;

pub use run::run;

use crate::kernel::app::App;
use anyhow::Result;

/// Makes the demo's agency on any database and returns its admin's token: for tests and benchmarks of the whole program.
pub async fn furnish(app: &App, password: &str) -> Result<String> {
    let marker = marker::Marker {
        agency: "Demo Agency".into(),
        email: "demo@leadwire.example".into(),
        password: password.to_owned(),
    };
    Ok(seed::ensure(app, &marker).await?.token)
}
