//! A caller whom the operator vouches for on the machine itself: the same person with the same rights, without a sign-in.

use super::{
    Credentials,
    person::{self, Evidence},
    standing,
};
use crate::{
    identity::users::create,
    kernel::{
        app::App,
        caller::{Caller, Origin},
        error::{Error, Result},
    },
};
use chrono::TimeDelta;

/// How long one command may take.
const LIFE: TimeDelta = TimeDelta::minutes(15);

/// The person with this address, acting in `agency` (slug or id), or in the only one they have.
pub async fn vouched(app: &App, email: &str, agency: Option<String>) -> Result<Caller> {
    let email = create::email("email", email)?;
    let who = standing::of_email(&email, app.db().platform()).await?.ok_or(Error::NotFound("user"))?;
    let evidence = Evidence { session: None, expires_at: app.now() + LIFE };
    let credentials = Credentials { agency, ..Credentials::default() };
    person::caller(app, &who, evidence, &credentials, Origin::default()).await
}
