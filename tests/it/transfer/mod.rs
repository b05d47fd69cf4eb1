//! Files in and out.

mod download;
mod multipart;
mod store;
mod support;
mod upload;
