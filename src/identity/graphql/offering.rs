//! What a workspace's client sells.

use async_graphql::{InputObject, Object};
use entity::json;

/// Something the client sells.
pub struct Offering(pub json::Offering);

/// Something the client sells.
#[Object]
impl Offering {
    /// What it is called.
    fn name(&self) -> &str {
        &self.0.name
    }

    /// What it is.
    fn description(&self) -> &str {
        &self.0.description
    }

    /// Problems it solves.
    fn pains(&self) -> &[String] {
        &self.0.pains
    }

    /// Words by which the need for it is recognised.
    fn keywords(&self) -> &[String] {
        &self.0.keywords
    }
}

/// Something the client sells.
#[derive(Clone, InputObject)]
pub struct OfferingInput {
    /// What it is called; up to 200 characters.
    name: String,
    /// What it is; up to 2,000 characters.
    #[graphql(default)]
    description: String,
    /// Problems it solves; at most 50.
    #[graphql(default)]
    pains: Vec<String>,
    /// Words by which the need for it is recognised; at most 50.
    #[graphql(default)]
    keywords: Vec<String>,
}

impl From<OfferingInput> for json::Offering {
    fn from(input: OfferingInput) -> Self {
        let OfferingInput { name, description, pains, keywords } = input;
        Self { name, description, pains, keywords }
    }
}
