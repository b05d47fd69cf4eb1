//! A file may be on its way for days: whether its sender still may is asked again when all of it has come.

use crate::{
    http::{answer::Refused, doors::Doors},
    identity::caller::still_valid,
    kernel::{caller::Caller, error::Error},
};

/// Refuses unless the caller's rights are still those that the request came with. An access token that merely ran out meanwhile
/// does not matter: it was good when they began, and an honest upload may take long.
pub async fn stands(doors: &Doors, caller: &Caller) -> Result<(), Refused> {
    let whenever = Caller { expires_at: None, ..caller.clone() };
    if still_valid(doors.app(), &whenever).await.map_err(Refused::by)? {
        return Ok(());
    }
    Err(Refused::by(Error::BadCredentials(
        "This sign-in or key is over, or its rights are others now: what came was thrown away.",
    )))
}
