//! Root fields that the doors treat in a way of their own.

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

/// Commands that ask providers, and may cost money. They have a limit of their own.
pub const PAID: &[&str] = &[
    "companyEnrich",
    "dataSourceTest",
    "emailVerify",
    "importCreate",
    "jobCreate",
    "jobRetry",
    "jobStart",
    "leadEnrich",
    "leadRequestCreate",
    "leadsEnrich",
];
