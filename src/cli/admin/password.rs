//! A password for somebody: read from standard input, or made here and shown once.

use crate::{
    base::secret::{ExposeSecret, SecretString},
    kernel::app::App,
};
use anyhow::{Context, Result};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

pub struct Chosen {
    pub secret: SecretString,
    is_ours: bool,
}

/// The first line of standard input, or 120 random bits.
pub fn choose(app: &App, is_read: bool) -> Result<Chosen> {
    if !is_read {
        let made = URL_SAFE_NO_PAD.encode(app.random().bytes::<15>());
        return Ok(Chosen { secret: made.into(), is_ours: true });
    }
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).context("cannot read the password from standard input")?;
    Ok(Chosen { secret: line.trim_end_matches(['\r', '\n']).to_owned().into(), is_ours: false })
}

impl Chosen {
    /// Prints it if nobody knows it yet.
    pub fn show(&self) {
        if self.is_ours {
            println!("Password: {}   (shown this once)", self.secret.expose_secret());
        }
    }
}
