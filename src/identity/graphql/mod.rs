//! How identity looks from outside.

mod agency;
mod invitation;
mod member;
mod permission;
mod session;
mod user;
mod viewer;

pub use agency::Agency;
pub use invitation::Invitation;
pub use member::{Member, Role};
pub use session::SessionTokens;
pub use user::User;

use async_graphql::MergedObject;

/// What can be asked about people and agencies.
#[derive(MergedObject, Default)]
pub struct IdentityQuery(viewer::ViewerQuery);

/// What can be done to them.
#[derive(MergedObject, Default)]
pub struct IdentityMutation(session::SessionMutation, invitation::InvitationMutation);
