//! How identity looks from outside.

mod agency;
mod api_key;
mod invitation;
mod member;
mod offering;
mod password_reset;
mod permission;
mod session;
mod user;
mod viewer;
mod workspace;
mod workspace_edit;

pub use agency::Agency;
pub use api_key::ApiKey;
pub use invitation::Invitation;
pub use member::{Member, Role};
pub use session::{Session, SessionTokens};
pub use user::User;
pub use workspace::Workspace;

use async_graphql::MergedObject;

/// What can be asked about people and agencies.
#[derive(MergedObject, Default)]
pub struct IdentityQuery(
    viewer::ViewerQuery,
    agency::AgencyQuery,
    member::MemberQuery,
    invitation::InvitationQuery,
    workspace::WorkspaceQuery,
    api_key::ApiKeyQuery,
    session::SessionQuery,
);

/// What can be done to them.
#[derive(MergedObject, Default)]
pub struct IdentityMutation(
    session::SessionMutation,
    agency::AgencyMutation,
    user::UserMutation,
    password_reset::PasswordResetMutation,
    member::MemberMutation,
    invitation::InvitationMutation,
    workspace_edit::WorkspaceMutation,
    api_key::ApiKeyMutation,
);
