//! What strangers may ask.

/// Root fields that need no caller. Everything else is refused to strangers, by the doors, before anything runs.
pub const PUBLIC: &[&str] = &[
    "health",
    "sessionCreate",
    "sessionRefresh",
    "invitationAccept",
    "passwordResetRequest",
    "passwordReset",
    "agencyRegister",
];
