//! Files in and out.

mod download;
mod export;
mod export_again;
mod export_stopped;
mod export_what;
mod multipart;
mod store;
mod support;
mod upload;
