//! Cursors of the log, as clients hold them: opaque, and of no use in another agency.

use crate::kernel::error::{Error, Result};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use entity::ids::AgencyId;
use uuid::Uuid;

/// First byte: which kind of cursor this is.
const KIND: u8 = b'e';

#[must_use]
pub fn encode(agency: AgencyId, seq: i64) -> String {
    let mut bytes = vec![KIND];
    bytes.extend_from_slice(Uuid::from(agency).as_bytes());
    bytes.extend_from_slice(&seq.to_be_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Refuses what is not a cursor of this agency's log, naming the argument.
pub fn decode(agency: AgencyId, path: &str, text: &str) -> Result<i64> {
    let refused = || Error::invalid(path, "a cursor this agency's events were delivered with");
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| refused())?;
    let [KIND, rest @ ..] = bytes.as_slice() else { return Err(refused()) };
    let (of, seq) = rest.split_at_checked(16).ok_or_else(refused)?;
    let seq: [u8; 8] = seq.try_into().map_err(|_| refused())?;
    if of != Uuid::from(agency).as_bytes() {
        return Err(refused());
    }
    Ok(i64::from_be_bytes(seq))
}
