//! Settings of what is kept as files.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Uploads, results and exports.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Files {
    /// The folder that holds them; processes on one database share it. Empty: `files` in the data folder.
    pub dir: PathBuf,
    /// Longest upload.
    pub max_upload_bytes: u64,
    /// A file is thrown away after so long.
    pub keep_days: u32,
}

impl Default for Files {
    fn default() -> Self {
        Self { dir: PathBuf::new(), max_upload_bytes: 2 * 1_024 * 1_024 * 1_024, keep_days: 30 }
    }
}
