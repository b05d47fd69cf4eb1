//! What a prospect's answers are made of.

use async_graphql::SimpleObject;
use entity::contact::Channel;

/// A person's name on a channel.
#[derive(Clone, Debug, SimpleObject)]
pub struct ChannelHandle {
    /// The channel.
    channel: Channel,
    /// The name, number or address there.
    handle: String,
}

impl ChannelHandle {
    pub(super) fn new(channel: Channel, handle: impl Into<String>) -> Self {
        Self { channel, handle: handle.into() }
    }
}
