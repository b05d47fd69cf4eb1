//! One small trait per thing a provider can do. A provider implements only what it can serve.
//!
//! Every port tells its list price up front; every answer carries what it cost.

use crate::connectors::{
    clue::{CompanyClue, CompanyQuery, PersonClue},
    cost::{Costed, Price},
    error::ConnectorError,
    facts::{Company, Found, PeopleQuery, Person},
};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a port answers.
pub type Answered<T> = Result<Costed<T>, ConnectorError>;

/// Searches people.
#[async_trait]
pub trait FindPeople: Send + Sync {
    /// One page of at most `limit` people. `page`: `next` of the page before; paging always comes to an end.
    ///
    /// # Errors
    /// When the call fails, or `page` is not ours.
    async fn find_people(
        &self,
        query: &PeopleQuery,
        page: Option<&str>,
        limit: u32,
    ) -> Answered<Found<Person>>;
    /// Most people of one page; asking for fewer takes more calls.
    fn find_people_most(&self) -> u32 {
        25
    }
    /// Finds people only at companies that are named: `company_domains` must not be empty.
    fn needs_domains(&self) -> bool {
        false
    }
    /// List price of one page of at most `limit` people.
    fn find_people_price(&self, limit: u32) -> Price;
}

/// Searches companies, to find their domains.
#[async_trait]
pub trait FindCompanies: Send + Sync {
    /// One page of at most `limit` companies; as [`FindPeople::find_people`].
    ///
    /// # Errors
    /// When the call fails, or `page` is not ours.
    async fn find_companies(
        &self,
        query: &CompanyQuery,
        page: Option<&str>,
        limit: u32,
    ) -> Answered<Found<Company>>;
    /// List price of one page.
    fn find_companies_price(&self) -> Price;
}

/// Tells more about known people.
#[async_trait]
pub trait EnrichPerson: Send + Sync {
    /// What is known of each person, in the order asked; `None`: the provider does not know that person.
    ///
    /// # Errors
    /// When the call fails; for more people than [`batch`](Self::batch), or ones it cannot [`use`](Self::can_use).
    async fn enrich_people(&self, clues: &[PersonClue]) -> Answered<Vec<Option<Person>>>;
    /// Does the clue hold what this provider needs? Asked before money is spent.
    fn can_use(&self, clue: &PersonClue) -> bool;
    /// May an answer hold a phone number? Not where the contract or the settings leave numbers out: nobody pays to look there.
    fn gives_phones(&self) -> bool {
        true
    }
    /// Most people in one call.
    fn batch(&self) -> usize {
        1
    }
    /// List price of one person found.
    fn enrich_person_price(&self) -> Price;
}

/// Tells more about a known company.
#[async_trait]
pub trait EnrichCompany: Send + Sync {
    /// What is known of the company; `None`: the provider does not know it.
    ///
    /// # Errors
    /// When the call fails, or the clue is not one it [`can use`](Self::can_use_company).
    async fn enrich_company(&self, clue: &CompanyClue) -> Answered<Option<Company>>;
    /// Does the clue hold what this provider needs?
    fn can_use_company(&self, clue: &CompanyClue) -> bool;
    /// List price of one company found.
    fn enrich_company_price(&self) -> Price;
}

/// Finds somebody's business address.
#[async_trait]
pub trait FindEmail: Send + Sync {
    /// The person with an e-mail fact and what else came with it; `None`: no address known. A person who
    /// forbids processing comes back with `is_forbidden` and nothing else.
    ///
    /// # Errors
    /// When the call fails, or the clue is not one it [`can use`](Self::can_find_email).
    async fn find_email(&self, clue: &PersonClue) -> Answered<Option<Person>>;
    /// Does the clue hold what this provider needs?
    fn can_find_email(&self, clue: &PersonClue) -> bool;
    /// List price of one address found.
    fn find_email_price(&self) -> Price;
}

/// Can mail reach the address?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmailStatus {
    Valid,
    Invalid,
    /// The domain takes everything: nobody can tell.
    CatchAll,
    /// A throw-away address.
    Disposable,
    Unknown,
}

/// What a check of an address gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    pub status: EmailStatus,
    /// 0 to 100.
    pub confidence: u8,
    /// The person forbids processing (451): never contact.
    pub is_forbidden: bool,
}

/// Checks whether mail reaches an address.
#[async_trait]
pub trait VerifyEmail: Send + Sync {
    /// # Errors
    /// When the call fails, or the check is not finished: come back later.
    async fn verify_email(&self, email: &str) -> Answered<Verification>;
    /// List price of one check.
    fn verify_email_price(&self) -> Price;
}

/// A question to a language model, answered as JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct CompletionRequest {
    pub system: String,
    /// May hold text of strangers: it is data for the model, and its answer is never trusted.
    pub user: String,
    /// At most 64 of `[A-Za-z0-9_-]`.
    pub schema_name: String,
    /// The answer's shape, in the subset of JSON Schema that `openai::schema` checks.
    pub schema: Value,
    pub max_tokens: u32,
}

/// A model's answer; it keeps to the schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Completion {
    pub value: Value,
    /// The model that answered, as it calls itself.
    pub model: String,
    /// 0 when the server does not count.
    pub prompt_tokens: u32,
    /// 0 when the server does not count.
    pub completion_tokens: u32,
    /// The first answer did not keep to the schema and had to be repaired.
    pub is_repaired: bool,
}

/// Asks a language model.
#[async_trait]
pub trait Complete: Send + Sync {
    /// # Errors
    /// When the call fails, the model refuses, or its answer does not keep to the schema after one repair.
    async fn complete(&self, request: &CompletionRequest) -> Answered<Completion>;
    /// List price of an answer of `max_tokens` to a question of `prompt_tokens`.
    fn complete_price(&self, prompt_tokens: u32, max_tokens: u32) -> Price;
}

/// What a test of the connection found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probed {
    /// For people: plan, credits left, who is connected.
    pub note: String,
}

/// Tests credentials with a call that costs nothing.
#[async_trait]
pub trait Probe: Send + Sync {
    /// # Errors
    /// When the provider does not accept us, or cannot be reached.
    async fn probe(&self) -> Result<Probed, ConnectorError>;
}
