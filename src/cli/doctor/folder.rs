//! The data folder: is it there, may we write, may others read?

use super::finding::Finding;
use crate::{
    cli::{boot, data_dir::DataDir, said},
    config::Config,
};
use std::path::Path;

pub fn look(config: &Config, folder: &Path) -> Vec<Finding> {
    if !boot::needs_folder(config) {
        return vec![Finding::fine("folder", "none is needed: database and keys come from the settings")];
    }
    let dir = match DataDir::existing(folder) {
        Ok(dir) => dir,
        Err(error) => return vec![Finding::problem("folder", error.to_string(), "see there")],
    };
    let mut found = vec![match dir.check_writable() {
        Ok(()) => Finding::fine("folder", format!("{} can be written", dir.path().display())),
        Err(error) => Finding::problem(
            "folder",
            said(&error),
            format!("chown -R $(id -un) {}; chmod u+rwX {0}", dir.path().display()),
        ),
    }];
    found.extend(
        [dir.path().to_path_buf(), dir.path().join("keys.toml")].iter().filter_map(|path| open(path)),
    );
    if boot::has_no_keys(config) {
        found.push(match dir.stored_keys() {
            Ok(Some(_)) => Finding::fine("keys", "keys.toml can be read"),
            Ok(None) => Finding::problem(
                "keys",
                "keys.toml is missing",
                "restore it from your copy; for a new installation run leadwire serve",
            ),
            Err(error) => Finding::problem("keys", said(&error), "restore keys.toml from your copy"),
        });
    }
    found
}

/// May others than the owner get at it?
#[cfg(unix)]
fn open(path: &Path) -> Option<Finding> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).ok()?.permissions().mode() & 0o777;
    let right = if path.is_dir() { 0o700 } else { 0o600 };
    (mode & 0o077 != 0).then(|| {
        Finding::problem(
            "rights",
            format!("others can get at {} (mode {mode:o})", path.display()),
            format!("chmod {right:o} {}", path.display()),
        )
    })
}

#[cfg(not(unix))]
fn open(_path: &Path) -> Option<Finding> {
    None
}
