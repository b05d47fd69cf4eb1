//! What is wrong with a row, or right: each kind has its places in every hundred rows.

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    New,
    /// Fewer cells than there are columns.
    Short,
    Updated,
    Unchanged,
    /// Known, and named by their number only.
    ByPhone,
    /// The person of an earlier row.
    Again(usize),
    BadEmail,
    BadPhone,
    BadWebsite,
    Nobody,
    /// More cells than there are columns.
    Surplus,
    Suppressed,
    /// Somebody new with the number of an earlier row's person.
    Switchboard(usize),
    /// The address is one lead's, the profile somebody else's.
    Conflicting,
    Blank,
}

impl Kind {
    pub fn of(row: usize) -> Self {
        match row % 100 {
            0..=4 => Self::Updated,
            5..=9 => Self::Unchanged,
            10..=11 => Self::ByPhone,
            // Near the first one, or far behind it.
            15..=16 if row > 5_100 => Self::Again(row - 5_040),
            12..=16 if row > 100 => Self::Again(row - 40),
            34 if row > 5_100 => Self::Switchboard(row - 5_057),
            34 if row > 100 => Self::Switchboard(row - 57),
            17..=18 => Self::BadEmail,
            19 => Self::BadPhone,
            20 => Self::BadWebsite,
            21 => Self::Nobody,
            22..=23 => Self::Surplus,
            24..=25 => Self::Short,
            26..=29 => Self::Suppressed,
            30..=31 => Self::Conflicting,
            32 => Self::Blank,
            _ => Self::New,
        }
    }

    /// What must become of it; `None`: it is not even counted.
    pub fn outcome(self) -> Option<&'static str> {
        Some(match self {
            Self::New | Self::Short | Self::Switchboard(_) => "CREATED",
            Self::Updated => "UPDATED",
            Self::Unchanged | Self::ByPhone => "UNCHANGED",
            Self::Again(_) => "DUPLICATE",
            Self::BadEmail | Self::BadPhone | Self::BadWebsite | Self::Nobody | Self::Surplus => "INVALID",
            Self::Suppressed => "SUPPRESSED",
            Self::Conflicting => "CONFLICTING",
            Self::Blank => return None,
        })
    }
}
