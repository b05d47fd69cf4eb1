//! The three ways an operation travels.

pub mod http;
pub mod sse;
pub mod ws;

use axum::extract::ConnectInfo;
use std::net::SocketAddr;

/// What a handler knows of the connection.
pub type Peer = ConnectInfo<SocketAddr>;
