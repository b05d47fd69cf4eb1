//! Client credentials for an access token. The endpoint is slow and limited, so tokens are kept.

use super::client::Zoominfo;
use crate::{
    base::secret::{ExposeSecret, SecretString},
    connectors::{
        error::ConnectorError,
        http::{Answer, Call, Repeat, standard},
        loose::{Text, Whole},
        token::Token,
    },
};
use base64::{Engine, prelude::BASE64_STANDARD};
use chrono::TimeDelta;
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(default)]
struct TokenAnswer {
    access_token: Text,
    expires_in: Whole,
}

impl Zoominfo {
    /// A token that still holds; fetched at most once at a time for the account.
    pub(super) async fn token(&self) -> Result<SecretString, ConnectorError> {
        let now = self.http.clock().now();
        self.tokens.get(&self.client_key, now, self.fetch()).await
    }

    async fn fetch(&self) -> Result<Token, ConnectorError> {
        let pair = format!("{}:{}", self.settings.client_id, self.settings.client_secret.expose_secret());
        let basic = SecretString::from(BASE64_STANDARD.encode(pair));
        let form = [("grant_type", "client_credentials"), ("scope", "api:data:contact api:data:company")];
        let call = Call::post(&self.account, "token", self.token_url.clone())
            .form(&form)
            .secret("authorization", "Basic ", &basic)?
            .repeat(Repeat::Safe)
            .judge(judge);
        let asked_at = self.http.clock().now();
        let answer: TokenAnswer = self.http.send(call).await?.parse()?;
        let secret =
            answer.access_token.0.ok_or_else(|| ConnectorError::malformed("no token in the answer"))?;
        let seconds = answer.expires_in.0.unwrap_or(300).min(86_400);
        let lifetime = TimeDelta::seconds(i64::try_from(seconds).unwrap_or(300));
        Ok(Token { secret: secret.into(), ends_at: asked_at + lifetime })
    }
}

/// RFC 6749: a client that is not known is 400 or 401.
fn judge(answer: &Answer) -> Result<(), ConnectorError> {
    match answer.status {
        400 | 401 | 403 => Err(ConnectorError::Unauthorized),
        _ => standard(answer),
    }
}
