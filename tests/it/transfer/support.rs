//! What the stories of files share.

use crate::support::app::TestApp;
use entity::file;
use sea_orm::EntityTrait;
use std::path::{Path, PathBuf};

/// Every row there is.
pub async fn kept(t: &TestApp) -> Vec<file::Model> {
    file::Entity::find().all(&t.database.connect().await).await.unwrap()
}

/// Every file on disk, of every agency.
pub fn on_disk(t: &TestApp) -> Vec<PathBuf> {
    let mut found = vec![];
    collect(&t.app.config().files.dir, &mut found);
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => collect(&path, found),
            path => found.push(path),
        }
    }
}
