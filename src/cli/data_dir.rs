//! The data folder: database, keys, settings. Made on first use, readable by its owner only.

use crate::{base::random::Random, config, kernel::keys};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

const DEFAULT: &str = "leadwire-data";

/// A data folder that exists.
#[derive(Clone, Debug)]
pub struct DataDir(PathBuf);

impl DataDir {
    /// The folder to use: as asked, else `./leadwire-data`.
    #[must_use]
    pub fn chosen(asked: Option<&Path>) -> PathBuf {
        asked.map_or_else(|| PathBuf::from(DEFAULT), Path::to_path_buf)
    }

    /// Opens the folder, making it when it is missing.
    pub fn open(path: &Path) -> Result<Self> {
        if !path.exists() {
            make_private(path).with_context(|| format!("cannot make the folder {}", path.display()))?;
        }
        if !path.is_dir() {
            bail!("{} is not a folder; choose another with --data-dir", path.display());
        }
        let path = path.canonicalize().with_context(|| format!("cannot open {}", path.display()))?;
        Ok(Self(path))
    }

    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The SQLite file's address.
    #[must_use]
    pub fn database_url(&self) -> String {
        format!("sqlite://{}", self.0.join("leadwire.db").display())
    }

    /// The keys of this installation, made on first use.
    pub fn keys(&self, random: &Random) -> Result<config::Keys> {
        let file = self.0.join("keys.toml");
        if !file.exists() {
            let made = keys::generate(random);
            let text = format!(
                "# The keys of this installation. Without them sealed credentials cannot be read: keep a copy.\n\
                 seal = \"{}\"\ntoken = \"{}\"\nhash = \"{}\"\n",
                made.seal, made.token, made.hash
            );
            write_private(&file, &text).with_context(|| self.not_writable())?;
            return Ok(made);
        }
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        toml::from_str(&text).with_context(|| format!("{} is damaged", file.display()))
    }

    /// Says so before the database would, in its own words.
    pub fn check_writable(&self) -> Result<()> {
        let probe = self.0.join(".writable");
        fs::write(&probe, b"").with_context(|| self.not_writable())?;
        fs::remove_file(&probe).with_context(|| self.not_writable())
    }

    fn not_writable(&self) -> String {
        format!(
            "the data folder {} cannot be written: change its owner or rights, or choose another with --data-dir",
            self.0.display()
        )
    }
}

fn make_private(path: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Written aside and renamed, so that a crash never leaves half a file.
pub fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let aside = path.with_extension("new");
    let mut options = fs::File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&aside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&aside, path)
}
