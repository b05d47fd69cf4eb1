//! A notification: the type, and its fields on the three roots.

mod fields;
mod live;
mod roots;

pub use fields::Notification;
pub use live::NotificationSubscription;
pub use roots::{NotificationMutation, NotificationQuery};
