//! What marks a folder as a demo's, and how to sign in to it.

use crate::{
    base::random::Random,
    cli::data_dir::{DataDir, write_private},
};
use anyhow::{Context, Result};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use std::{fs, path::PathBuf};

/// The demo's admin.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Marker {
    pub agency: String,
    pub email: String,
    pub password: String,
}

fn file(folder: &DataDir) -> PathBuf {
    folder.path().join("demo.json")
}

/// Was this folder made by `demo`?
#[must_use]
pub fn is_demo(folder: &DataDir) -> bool {
    file(folder).exists()
}

/// The folder's marker, made on first use. A folder with a database that is not a demo's is left alone.
pub fn ensure(folder: &DataDir, random: &Random) -> Result<Marker> {
    let file = file(folder);
    if !file.exists() {
        anyhow::ensure!(
            !folder.path().join("leadwire.db").exists(),
            "{} holds an installation of its own; choose another folder for the demo with --data-dir",
            folder.path().display()
        );
        let made = Marker {
            agency: "Demo Agency".into(),
            email: "demo@leadwire.example".into(),
            password: URL_SAFE_NO_PAD.encode(random.bytes::<12>()),
        };
        write_private(&file, &serde_json::to_string_pretty(&made)?)?;
        return Ok(made);
    }
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is damaged", file.display()))
}
