//! What is plugged in: data sources, their sealed credentials, their tests; ready-made connectors for whoever asks providers.

mod create;
mod credentials;
mod delete;
pub mod events;
pub mod graphql;
mod list;
mod recount;
mod source;
mod tasks;
mod test;
mod told;
mod update;
mod used;

pub use create::{NewDataSource, create};
pub use delete::delete;
pub use list::{DataSourceFilter, count, get, list};
pub use recount::recount;
pub use source::{ActiveSource, build as of_row, model, source, sources};
pub use test::{test, test_now};
pub use update::{DataSourceChange, update};
pub use used::{Used, refused, used};

use crate::kernel::{
    app::Extras,
    rotation::{Form, SealedColumn},
    wiring::Wiring,
};

/// What this domain can do in the background, and what it counts when jobs come and go.
pub fn wire(wiring: &mut Wiring) {
    wiring.task::<tasks::TestSource>();
    used::wire(wiring);
    wiring.sealed(SealedColumn {
        table: "data_source",
        column: "credentials",
        bound_to: "data_source.credentials",
        key_column: Some("credentials_key_id"),
        form: Form::Bytes,
    });
}

/// Puts on the shelf what this domain keeps for the life of the process.
#[must_use]
pub fn install(extras: Extras) -> Extras {
    extras.with(source::Cache::default())
}
