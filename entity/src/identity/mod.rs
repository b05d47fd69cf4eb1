//! Who may be here. Rows only.

pub mod agency;
pub mod api_key;
pub mod campaign_access;
pub mod invitation;
pub mod membership;
pub mod session;
pub mod password_reset;
pub mod setup_link;
pub mod sign_in_attempt;
pub mod user;
pub mod workspace;
