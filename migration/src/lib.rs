//! History: one file per change, in order; never edited once released.

mod m0001_identity;
mod m0002_platform;
mod m0003_sources;
mod m0004_campaigns;
mod m0005_jobs;
mod m0006_books;
mod m0007_leads;
mod m0008_consent;
mod m0009_boards;
mod m0010_prospecting;
mod m0011_cards;
mod m0012_search;
mod m0013_upkeep;
mod m0014_hooks;
mod m0015_insight;
mod m0016_merges;
mod m0017_files;
mod m0018_imports;
mod m0019_sources;
mod m0020_analytics;
mod m0021_safety;
mod m0022_rls;
mod m0023_card_counts;
mod m0024_instance_suppressions;
mod m0025_security;
mod m0026_shapes;
mod m0027_leaves;
mod m0028_others;
mod m0029_users_keys;
mod m0030_people;
mod notation;
pub mod rls;
mod table;

use sea_orm_migration::MigrationTrait;
pub use sea_orm_migration::MigratorTrait;

/// Every change, oldest first.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_identity::Migration),
            Box::new(m0002_platform::Migration),
            Box::new(m0003_sources::Migration),
            Box::new(m0004_campaigns::Migration),
            Box::new(m0005_jobs::Migration),
            Box::new(m0006_books::Migration),
            Box::new(m0007_leads::Migration),
            Box::new(m0008_consent::Migration),
            Box::new(m0009_boards::Migration),
            Box::new(m0010_prospecting::Migration),
            Box::new(m0011_cards::Migration),
            Box::new(m0012_search::Migration),
            Box::new(m0013_upkeep::Migration),
            Box::new(m0014_hooks::Migration),
            Box::new(m0015_insight::Migration),
            Box::new(m0016_merges::Migration),
            Box::new(m0017_files::Migration),
            Box::new(m0018_imports::Migration),
            Box::new(m0019_sources::Migration),
            Box::new(m0020_analytics::Migration),
            Box::new(m0021_safety::Migration),
            Box::new(m0022_rls::Migration),
            Box::new(m0023_card_counts::Migration),
            Box::new(m0024_instance_suppressions::Migration),
            Box::new(m0025_security::Migration),
            Box::new(m0026_shapes::Migration),
            Box::new(m0027_leaves::Migration),
            Box::new(m0028_others::Migration),
            Box::new(m0029_users_keys::Migration),
            Box::new(m0030_people::Migration),
        ]
    }
}
