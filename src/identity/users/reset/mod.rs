//! A new password for somebody who forgot theirs: asked for by anybody, given to whoever has the link.
//!
//! Who asks learns nothing. That somebody asked is stated in each agency the account opens; whoever delivers links
//! (a webhook of the operator's, or the operator by hand) has one made when it is about to be delivered, so that no link is ever stored.

mod consume;
mod link;
mod request;

pub use consume::{consume, is_open};
pub use link::{Link, link, link_for};
pub use request::request;
