//! Does an address take mail? One credit for each answer; 202 and 222 are no answers.

use super::{
    client::{CREDIT_MICROS, Hunter},
    judge::{error_id, judge},
    map, wire,
};
use crate::connectors::{
    cost::{Costed, Price},
    error::ConnectorError,
    http::Answer,
    ports::{Answered, EmailStatus, Verification, VerifyEmail},
};
use async_trait::async_trait;

#[async_trait]
impl VerifyEmail for Hunter {
    async fn verify_email(&self, email: &str) -> Answered<Verification> {
        let call = self.get("email_verifier", "email-verifier").query("email", email);
        let answer = self.send_as(call, judge_address).await?;
        let certain =
            |status, is_forbidden| Costed::free(Verification { status, confidence: 100, is_forbidden });
        match answer.status {
            // Still working; the mail server was odd, which a later check may not find.
            202 => return Err(ConnectorError::later(5)),
            222 => return Err(ConnectorError::later(300)),
            451 => return Ok(certain(EmailStatus::Unknown, true)),
            400 => return Ok(certain(EmailStatus::Invalid, false)),
            404 => return Err(ConnectorError::bad_request("it answered 404 to our request")),
            _ => {}
        }
        let verified: wire::Envelope<wire::Verified> = answer.parse()?;
        let row =
            verified.data.0.ok_or_else(|| ConnectorError::malformed("no verification in the answer"))?;
        Ok(Costed::new(map::verification(&row), self.verify_email_price()))
    }

    fn verify_email_price(&self) -> Price {
        self.common.price(1000, CREDIT_MICROS)
    }
}

/// An address that is none is an answer, not a mistake of ours.
fn judge_address(answer: &Answer) -> Result<(), ConnectorError> {
    match answer.status {
        400 if error_id(answer).as_deref() == Some("invalid_email") => Ok(()),
        _ => judge(answer),
    }
}
