//! Passwords: argon2id, slow on purpose, off the runtime's threads and only so many at once.

use crate::{
    base::secret::{ExposeSecret, SecretString},
    kernel::{
        app::App,
        error::{Error, Result},
    },
};
use argon2::{Algorithm, Argon2, Params, Version, password_hash};
use password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Shortest password accepted, in characters.
pub const SHORTEST: usize = 12;
/// Longest, in bytes: nobody types more, and every byte is hashed.
const LONGEST: usize = 1_024;

/// How much work one guess is.
#[derive(Clone, Debug)]
pub struct PasswordCost(Params);

impl PasswordCost {
    /// 19 MiB, two passes, one lane: OWASP's Password Storage Cheat Sheet, argon2id.
    #[must_use]
    pub fn owasp() -> Self {
        Self(Params::DEFAULT)
    }

    /// As little as argon2 allows: for test suites, which make thousands of users nobody attacks.
    #[must_use]
    pub fn least() -> Self {
        Self(
            Params::new(Params::MIN_M_COST, Params::MIN_T_COST, Params::MIN_P_COST, None).unwrap_or_default(),
        )
    }
}

/// The process's hasher. Each hash takes its memory for a while, so only as many run at once as there are cores.
pub struct Passwords {
    argon: Argon2<'static>,
    at_once: Arc<Semaphore>,
}

impl Passwords {
    #[must_use]
    pub fn new(cost: PasswordCost) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            argon: Argon2::new(Algorithm::Argon2id, Version::V0x13, cost.0),
            at_once: Arc::new(Semaphore::new(cores)),
        }
    }
}

/// Is this good enough for a new password?
pub fn check_new(path: &str, password: &SecretString) -> Result<()> {
    let text = password.expose_secret();
    if text.len() <= LONGEST && text.chars().count() >= SHORTEST {
        return Ok(());
    }
    Err(Error::invalid(path, format!("{SHORTEST} to {LONGEST} characters")))
}

/// The password's hash in PHC form.
pub async fn hash(app: &App, password: SecretString) -> Result<String> {
    let salt = app.random().bytes::<16>();
    blocking(app, move |argon| {
        let hash = argon.hash_password_with_salt(password.expose_secret().as_bytes(), &salt);
        hash.map(|hash: PasswordHash| hash.to_string()).map_err(|e| Error::bug(format!("argon2: {e}")))
    })
    .await
}

/// Is it the password? Takes as long without a stored hash, so that time does not tell who has an account.
pub async fn matches(app: &App, stored: Option<String>, password: SecretString) -> Result<bool> {
    if password.expose_secret().len() > LONGEST {
        return Ok(false);
    }
    let Some(stored) = stored else {
        hash(app, password).await?;
        return Ok(false);
    };
    blocking(app, move |argon| {
        let stored = PasswordHash::new(&stored).map_err(|e| Error::bug(format!("stored hash: {e}")))?;
        Ok(argon.verify_password(password.expose_secret().as_bytes(), &stored).is_ok())
    })
    .await
}

async fn blocking<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&Argon2<'static>) -> Result<T> + Send + 'static,
) -> Result<T> {
    let missing = || Error::bug("the app was built without identity::install");
    let passwords = app.extra::<Passwords>().ok_or_else(missing)?;
    let place = passwords.at_once.clone().acquire_owned().await.map_err(Error::internal)?;
    let argon = passwords.argon.clone();
    let done = tokio::task::spawn_blocking(move || {
        let _place = place;
        work(&argon)
    });
    done.await.map_err(Error::internal)?
}
