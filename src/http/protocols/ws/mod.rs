//! graphql-transport-ws, our own loop: its close codes, limits and pings (protocol: github.com/enisdenjo/graphql-ws, PROTOCOL.md).

mod close;
mod message;
mod operations;
mod session;
mod socket;

use super::Peer;
use crate::http::{ask::request_id::RequestId, doors::Doors};
use axum::{
    Extension,
    extract::{ConnectInfo, State, WebSocketUpgrade},
    http::HeaderMap,
    response::Response,
};

/// The one sub-protocol we speak.
const PROTOCOL: &str = "graphql-transport-ws";
/// Per socket and direction. An idle socket costs little more than these.
const BUFFER_BYTES: usize = 4 * 1024;

/// `GET /graphql/ws`, and an upgrade on `/graphql`.
pub async fn upgrade(
    State(doors): State<Doors>,
    Extension(id): Extension<RequestId>,
    ConnectInfo(peer): Peer,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let origin = doors.origin(&headers, peer.ip(), &id);
    let most = doors.config().live.message_limit_bytes;
    let upgrade = upgrade
        .protocols([PROTOCOL])
        .read_buffer_size(BUFFER_BYTES)
        .write_buffer_size(BUFFER_BYTES)
        .max_message_size(most)
        .max_frame_size(most);
    let speaks_it = upgrade.selected_protocol().is_some();
    upgrade.on_upgrade(move |socket| {
        let streams = doors.streams().clone();
        streams.track_future(session::run(doors, socket, origin, speaks_it))
    })
}
