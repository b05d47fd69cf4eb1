//! Founding one's own agency, where the installation lets anybody do so.

use super::found::{Admin, Founded, Founding, found};
use crate::{
    base::secret::SecretString,
    identity::{
        platform,
        sessions::{self, Tokens, attempts},
        users::{NewUser, create},
    },
    kernel::{
        app::App,
        caller::Caller,
        error::{Error, Result},
        platform::PlatformTx,
    },
};

/// Who founds what.
pub struct Registration {
    pub agency_name: String,
    /// `None`: made from the name.
    pub slug: Option<String>,
    /// Not needed by somebody who is signed in.
    pub founder: Option<Founder>,
}

/// A person without an account yet.
pub struct Founder {
    pub email: String,
    pub name: String,
    pub password: SecretString,
}

/// The new agency, and a sign-in for a new founder.
pub struct Registered {
    pub founded: Founded,
    pub tokens: Option<Tokens>,
}

/// Founds an agency: for the signed-in person, or for a new one, who is signed in by it. Counted per address like sign-ins.
pub async fn register(app: &App, caller: &Caller, input: Registration) -> Result<Registered> {
    if !app.config().auth.open_registration {
        return Err(Error::Forbidden("Agencies are founded by the operator of this installation.".into()));
    }
    let Registration { agency_name: name, slug, founder } = input;
    if let Some(user) = caller.user {
        let founded =
            found(app, Founding { name, slug, admin: Admin::Existing(user) }, Some(&caller.origin)).await?;
        return Ok(Registered { founded, tokens: None });
    }
    let founder = founder.ok_or_else(|| Error::invalid("founder", "who founds it, or sign in first"))?;
    let email = create::email("founder.email", &founder.email)?;
    attempts::begin(app, &caller.origin, &email, attempts::Counted::SignIn).await?;
    if platform::user_by_email(&email, app.db().platform()).await?.is_some() {
        return Err(Error::conflict_with_hint(
            "There is an account with this e-mail address already.",
            "Sign in first (`sessionCreate`), then register the agency.",
        ));
    }
    let new = NewUser { email, name: founder.name, password: founder.password, is_super_admin: false };
    let admin = Admin::New(create::prepare(app, new).await.map_err(in_founder)?);
    let founded = found(app, Founding { name, slug, admin }, Some(&caller.origin)).await?;
    let tx = PlatformTx::begin(app).await?;
    let tokens = sessions::create::start(app, &tx, founded.user.id, &caller.origin).await?;
    tx.commit().await?;
    Ok(Registered { founded, tokens: Some(tokens) })
}

/// The fields' places in this input.
fn in_founder(error: Error) -> Error {
    match error {
        Error::Invalid(mut problems) => {
            problems.iter_mut().for_each(|problem| problem.path.insert_str(0, "founder."));
            Error::Invalid(problems)
        }
        other => other,
    }
}
