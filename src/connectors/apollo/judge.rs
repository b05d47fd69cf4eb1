//! What Apollo means by its statuses.

use crate::connectors::{
    error::{ConnectorError, Rejection},
    http::{Answer, strict},
};
use std::time::Duration;

pub(super) fn judge(answer: &Answer) -> Result<(), ConnectorError> {
    if answer.is_success() {
        return strict(answer);
    }
    let text = answer.text().to_lowercase();
    let says = |phrase: &str| text.contains(phrase);
    match answer.status {
        400 | 402 | 403 | 422 if says("insufficient credits") || says("credits_exhausted") => {
            Err(ConnectorError::rejected(Rejection::OutOfCredits, "no credits left"))
        }
        422 if says("deprecated for api callers") => {
            Err(ConnectorError::bad_request("this search was withdrawn for API callers"))
        }
        429 => Err(ConnectorError::RateLimited { after: answer.retry_after.or_else(|| window(&text)) }),
        _ => strict(answer),
    }
}

/// The window a message without header names: "… is 400 times per hour. …".
fn window(text: &str) -> Option<Duration> {
    let windows = [("per minute", 60), ("per hour", 3600), ("per day", 86_400)];
    windows.iter().find(|(name, _)| text.contains(name)).map(|(_, seconds)| Duration::from_secs(*seconds))
}

#[cfg(test)]
mod tests {
    use super::window;
    use std::time::Duration;

    #[test]
    fn the_window_is_found_in_double_encoded_text() {
        let text = r#""{\"message\":\"the maximum number of api calls allowed for api/v1/x is 400 times per hour.\"}""#;
        assert_eq!(window(text), Some(Duration::from_secs(3600)));
        assert_eq!(window("slow down"), None);
    }
}
