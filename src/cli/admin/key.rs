//! Keys for programs.

use super::args::{Key, KeyCreate};
use crate::{
    base::secret::ExposeSecret,
    identity::{api_keys::ApiKeyDraft, setup::admin},
    kernel::{app::App, permission::Permissions},
};
use anyhow::Result;
use chrono::TimeDelta;

/// Prints the key alone on standard output, for scripts.
pub async fn run(app: &App, Key::Create(args): &Key) -> Result<()> {
    let KeyCreate { agency, name, role, scopes, expires_days } = args;
    let all = || Permissions::of(*role).iter().collect();
    let draft = ApiKeyDraft {
        name: name.clone(),
        role: *role,
        scopes: if scopes.is_empty() { all() } else { scopes.clone() },
        ip_allow_list: vec![],
        expires_at: expires_days.map(|days| app.now() + TimeDelta::days(days.into())),
    };
    let created = admin::key_create(app, agency, draft).await?;
    eprintln!("Key {}… of {agency}; it is shown this once:", created.key.prefix);
    println!("{}", created.secret.expose_secret());
    Ok(())
}
