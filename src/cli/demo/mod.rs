//! `leadwire demo`: everything at once on embedded defaults. Standard output carries results, standard error the rest.

mod ask;
pub mod marker;
mod run;
mod seed;
mod show;

pub use run::run;
