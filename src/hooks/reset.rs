//! Delivers links for new passwords to whoever mails them: one signed message to the address in the settings. The link is made
//! here, at the moment it is sent, so that it is stored nowhere.

use super::{
    sender::{Message, Sender},
    signature,
};
use crate::{
    base::secret::{ExposeSecret, SecretString},
    config::PasswordReset,
    connectors::http::Reach,
    identity::users::reset::{self, Link},
    kernel::{
        app::App,
        error::{Error, Result},
        queue::{BackgroundTask, Ended, Failure, Slice},
    },
};
use chrono::{DateTime, SecondsFormat, Utc};
use entity::ids::MembershipId;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Sends a member the link they asked for; where nobody mails links, nothing.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct SendResetLink {
    pub member: MembershipId,
}

impl BackgroundTask for SendResetLink {
    const KIND: &'static str = "hooks.send_reset_link";
    const LANE: &'static str = "reset_links";
    /// A link that comes an hour late is of no use.
    const MAX_ATTEMPTS: i32 = 6;

    async fn run(self, slice: Slice) -> Result<Ended, Failure> {
        let app = slice.app();
        if !app.config().password_reset.webhook.is_empty()
            && let Some(link) = reset::link_for(app, self.member).await?
        {
            send(app, &slice.task().to_string(), &link).await?;
        }
        slice.done(slice.begin().await?).await
    }
}

async fn send(app: &App, id: &str, link: &Link) -> Result<(), Failure> {
    let sender = app.extra::<Sender>().ok_or_else(|| Error::bug("nothing to send webhooks with"))?;
    let (settings, now) = (&app.config().password_reset, app.now());
    let (body, timestamp) = (body(link, now), now.timestamp());
    let secret = SecretString::from(settings.secret.clone());
    let signature = signature::header(&[secret], id, timestamp, &body)?;
    let message = Message { url: settings.webhook.clone(), id: id.to_owned(), timestamp, signature, body };
    let outcome = sender.send_to(&message, now, Reach::Instance).await?;
    match outcome.attempt.error {
        None => Ok(()),
        Some(message) => {
            let error = Error::unavailable(message, None);
            Err(Failure::Retry { error, after: outcome.retry_after })
        }
    }
}

fn body(link: &Link, at: DateTime<Utc>) -> String {
    let instant = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let data = json!({
        "email": link.email,
        "name": link.name,
        "locale": link.locale,
        "url": link.url.expose_secret(),
        "expiresAt": instant(link.expires_at),
    });
    json!({ "type": "PASSWORD_RESET", "timestamp": instant(at), "data": data }).to_string()
}

/// Refuses settings that could never deliver a link.
pub fn check(settings: &PasswordReset) -> Result<()> {
    if settings.webhook.is_empty() {
        return Ok(());
    }
    let is_address =
        url::Url::parse(&settings.webhook).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    if !is_address {
        return Err(Error::invalid("password_reset.webhook", "an http or https address"));
    }
    let secret = SecretString::from(settings.secret.clone());
    let right = "`whsec_` and 24 to 64 random bytes in base64";
    signature::header(&[secret], "check", 0, "")
        .map_err(|_| Error::invalid("password_reset.secret", right))?;
    Ok(())
}
