//! People in an agency, each with a role; and those asked to join.

pub mod accept;
pub mod campaigns;
pub mod change_role;
pub(in crate::identity) mod grant;
pub mod invite;
mod last_admin;
pub mod list;
pub mod remove;
pub mod revoke_invitation;

pub use accept::{Acceptance, Accepted, accept};
pub use campaigns::{hide_campaign, show_campaign, shown_to};
pub use change_role::change_role;
pub use invite::{Invited, MemberInvite, invite};
pub use list::{Which, invitations, list, memberships_of, own, total};
pub use remove::remove;
pub use revoke_invitation::revoke_invitation;
