//! Standard Webhooks signatures: <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>.

use crate::{
    base::{
        random::Random,
        secret::{ExposeSecret, SecretString},
    },
    kernel::error::{Error, Result},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What stands before every secret.
const PREFIX: &str = "whsec_";

/// A new secret: 256 random bits.
#[must_use]
pub fn mint(random: &Random) -> SecretString {
    format!("{PREFIX}{}", STANDARD.encode(random.bytes::<32>())).into()
}

/// The header `webhook-signature` of a message: one signature per secret, the newest first.
///
/// # Errors
/// When a secret is not one of ours.
pub fn header(secrets: &[SecretString], id: &str, timestamp: i64, body: &str) -> Result<String> {
    let each = secrets.iter().map(|secret| sign(secret, id, timestamp, body)).collect::<Result<Vec<_>>>()?;
    Ok(each.join(" "))
}

fn sign(secret: &SecretString, id: &str, timestamp: i64, body: &str) -> Result<String> {
    let malformed = || Error::bug("a webhook secret is malformed");
    let key = secret.expose_secret().strip_prefix(PREFIX).ok_or_else(malformed)?;
    let key = STANDARD.decode(key).map_err(|_| malformed())?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(|_| malformed())?;
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    Ok(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    /// The example that the reference libraries test themselves with.
    #[test]
    fn the_published_example_is_signed_as_published() {
        let secret = SecretString::from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let body = r#"{"test": 2432232314}"#;
        let signed = header(&[secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body).unwrap();
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    proptest! {
        /// A receiver recomputes it from what it got: any other id, time, body or secret gives another.
        #[test]
        fn every_part_is_signed(id in "[a-z]{1,8}", at in 0_i64..4_000_000_000, body in ".{0,64}", seed in any::<u64>()) {
            let (ours, others) = (mint(&Random::seeded(seed)), mint(&Random::seeded(seed.wrapping_add(1))));
            let signed = sign(&ours, &id, at, &body).unwrap();
            prop_assert_eq!(&signed, &sign(&ours, &id, at, &body).unwrap());
            for other in [
                sign(&others, &id, at, &body),
                sign(&ours, &format!("{id}x"), at, &body),
                sign(&ours, &id, at + 1, &body),
                sign(&ours, &id, at, &format!("{body} ")),
            ] {
                prop_assert!(signed != other.unwrap());
            }
            let both = header(&[ours, others], &id, at, &body).unwrap();
            prop_assert_eq!(both.split(' ').next(), Some(signed.as_str()));
            prop_assert_eq!(both.split(' ').count(), 2);
        }
    }

    #[test]
    fn a_secret_of_another_make_is_refused() {
        for bad in ["", "whsec_!", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"] {
            assert!(header(&[SecretString::from(bad)], "id", 1, "{}").is_err(), "{bad}");
        }
    }
}
