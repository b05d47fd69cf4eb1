//! Every request has an id: the client's, where it is a sensible one, else ours.

use crate::base::random::Random;
use axum::http::HeaderMap;

/// The header, in both directions.
pub const HEADER: &str = "x-request-id";
const LONGEST: usize = 64;

/// The id of the request being answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(pub String);

impl RequestId {
    #[must_use]
    pub fn of(headers: &HeaderMap, random: &Random) -> Self {
        let given = headers.get(HEADER).and_then(|value| value.to_str().ok());
        match given.filter(|text| is_sensible(text)) {
            Some(text) => Self(text.to_owned()),
            None => Self::fresh(random),
        }
    }

    #[must_use]
    pub fn fresh(random: &Random) -> Self {
        Self(hex::encode(random.bytes::<16>()))
    }
}

/// It goes into logs, answers and events: short, and nothing that means something there.
fn is_sensible(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':');
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sensible_id_is_kept_and_another_replaced() {
        let random = Random::seeded(1);
        let id = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(HEADER, text.parse().unwrap());
            RequestId::of(&headers, &random).0
        };
        assert_eq!(id("abc-1.2_3:4"), "abc-1.2_3:4");
        for bad in ["a b", "<script>", "{}", &"x".repeat(65)] {
            let made = id(bad);
            assert!(made != bad && made.len() == 32, "{made}");
        }
    }
}
