//! Live roots, shared: whoever asks the same and may see the same is in one group, and an event is executed once per group.
//!
//! A group follows the log once and keeps its newest messages; its members read them by cursor, each at their own pace. Who is
//! further behind than the group remembers reads the log alone until they have caught up. Nobody waits for anybody.

mod execute;
mod group;
mod groups;
mod key;
mod member;
mod open;
mod ring;

pub use groups::Groups;
pub use open::{Out, open, run};
