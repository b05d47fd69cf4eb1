//! The kinds of sources, by the names the database and the API give them.

use serde::{Deserialize, Serialize};

/// Which provider or form; the same words as the data source's kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SourceKind {
    Apollo,
    /// LinkedIn through Unipile.
    Linkedin,
    /// Clearbit-shaped enrichment: Hunter's compatible format, or Clearbit itself.
    Clearbit,
    Crunchbase,
    Zoominfo,
    Hunter,
    /// Any HTTP JSON API, mapped by config.
    HttpApi,
    /// A language model.
    Model,
    /// Uploaded files: nothing to call.
    Csv,
    /// Pushed by the agency's own systems: nothing to call.
    Custom,
}

impl SourceKind {
    pub const ALL: [Self; 10] = [
        Self::Apollo,
        Self::Linkedin,
        Self::Clearbit,
        Self::Crunchbase,
        Self::Zoominfo,
        Self::Hunter,
        Self::HttpApi,
        Self::Model,
        Self::Csv,
        Self::Custom,
    ];

    /// The label in logs and metrics.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Apollo => "apollo",
            Self::Linkedin => "linkedin",
            Self::Clearbit => "clearbit",
            Self::Crunchbase => "crunchbase",
            Self::Zoominfo => "zoominfo",
            Self::Hunter => "hunter",
            Self::HttpApi => "http_api",
            Self::Model => "model",
            Self::Csv => "csv",
            Self::Custom => "custom",
        }
    }

    /// The kind with this label, in any case: `HTTP_API`.
    #[must_use]
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.label().eq_ignore_ascii_case(label))
    }
}

#[cfg(test)]
mod tests {
    use super::SourceKind;

    #[test]
    fn labels_and_serialised_names_are_the_same_words() {
        for kind in SourceKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.label().to_uppercase());
            assert_eq!(SourceKind::from_label(&kind.label().to_uppercase()), Some(kind));
        }
    }
}
