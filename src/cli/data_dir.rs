//! The data folder: database, keys, settings. Made on first use, readable by its owner only.

use crate::{base::random::Random, config, kernel::keys};
use anyhow::{Context, Result, anyhow, bail};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

const DEFAULT: &str = "leadwire-data";
const KEYS: &str = "keys.toml";
const DATABASE: &str = "leadwire.db";

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
        Self::there(path)
    }

    /// Opens the folder of an installation; makes nothing.
    pub fn existing(path: &Path) -> Result<Self> {
        if !path.exists() {
            bail!(
                "there is no installation in {}: name its folder with --data-dir, or make one with `leadwire serve`",
                path.display()
            );
        }
        Self::there(path)
    }

    fn there(path: &Path) -> Result<Self> {
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
        format!("sqlite://{}", self.0.join(DATABASE).display())
    }

    /// The keys of this installation, made on first use.
    pub fn keys(&self, random: &Random) -> Result<config::Keys> {
        if let Some(keys) = self.stored_keys()? {
            return Ok(keys);
        }
        if self.0.join(DATABASE).exists() {
            return self.existing_keys();
        }
        let made = keys::generate(random);
        self.write_keys(&made)?;
        Ok(made)
    }

    /// Replaces the keys that are here, all at once.
    pub fn write_keys(&self, keys: &config::Keys) -> Result<()> {
        let text = format!(
            "# The keys of this installation. Without them sealed credentials cannot be read: keep a copy.\n\
             seal = \"{}\"\ntoken = \"{}\"\nhash = \"{}\"\n",
            keys.seal, keys.token, keys.hash
        );
        write_private(&self.0.join(KEYS), &text).with_context(|| self.not_writable())
    }

    /// The keys of an installation whose database is here too.
    pub fn installed_keys(&self) -> Result<config::Keys> {
        match self.stored_keys()? {
            None if !self.0.join(DATABASE).exists() => bail!(
                "there is no installation in {}: run `leadwire serve` or `leadwire migrate` first",
                self.0.display()
            ),
            _ => self.existing_keys(),
        }
    }

    /// The keys that must be here.
    pub fn existing_keys(&self) -> Result<config::Keys> {
        let missing = || {
            let file = self.0.join(KEYS);
            anyhow!("{} is missing, and only its keys open the database: restore it", file.display())
        };
        self.stored_keys()?.ok_or_else(missing)
    }

    /// The keys that are here, if any.
    pub fn stored_keys(&self) -> Result<Option<config::Keys>> {
        let file = self.0.join(KEYS);
        if !file.exists() {
            return Ok(None);
        }
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let damaged = || format!("{} is damaged: restore it from your copy", file.display());
        // The parser's own words repeat the line, which is a key.
        let keys: config::Keys = toml::from_str(&text).map_err(|error| {
            let line = error.span().map_or(1, |at| text[..at.start].lines().count().max(1));
            anyhow!("line {line}: {}", error.message()).context(damaged())
        })?;
        keys::Keys::parse(&keys).with_context(damaged)?;
        Ok(Some(keys))
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
