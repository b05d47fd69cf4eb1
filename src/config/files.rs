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
    /// An upload that comes more slowly is refused; 0: none is.
    pub upload_bytes_per_second: u64,
    /// Looked at over so long.
    pub upload_grace_ms: u64,
    /// A file is thrown away after so long.
    pub keep_days: u32,
}

impl Default for Files {
    fn default() -> Self {
        Self {
            dir: PathBuf::new(),
            max_upload_bytes: 2 * 1_024 * 1_024 * 1_024,
            upload_bytes_per_second: 4_096,
            upload_grace_ms: 30_000,
            keep_days: 30,
        }
    }
}
