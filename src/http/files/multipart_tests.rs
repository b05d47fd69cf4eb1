//! Parts come out whole however the body was cut into pieces.

use super::*;
use crate::{config::Config, http::files::pace::Pace};
use axum::body::Body;
use futures_util::stream;
use proptest::prelude::{Just, Strategy, prop, proptest};
use std::convert::Infallible;

fn parts_of(body: &[u8], cut: usize) -> Multipart {
    let pieces: Vec<_> =
        body.chunks(cut.max(1)).map(|piece| Ok::<_, Infallible>(Bytes::copy_from_slice(piece))).collect();
    let body = Body::from_stream(stream::iter(pieces));
    Multipart::of(Incoming::of(body, Pace::of(&Config::default())), "XX")
}

async fn all(mut parts: Multipart) -> Result<Vec<(String, Vec<u8>)>, Refused> {
    let mut found = vec![];
    while let Some(head) = parts.part().await? {
        let mut bytes = vec![];
        while let Some(piece) = parts.piece().await? {
            bytes.extend_from_slice(&piece);
        }
        found.push((head.disposition.field.unwrap_or_default(), bytes));
    }
    Ok(found)
}

fn written(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut body = vec![];
    for (name, bytes) in parts {
        body.extend(format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n").bytes());
        body.extend(bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--XX--\r\n");
    body
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

proptest! {
    #[test]
    fn any_bytes_in_any_pieces(
        parts in prop::collection::vec(("[a-z0-9]{1,8}", bytes()), 0..5),
        cut in 1_usize..60,
    ) {
        let found = run(all(parts_of(&written(&parts), cut)));
        assert_eq!(found.unwrap(), parts);
    }

    #[test]
    fn cut_off_anywhere_is_an_error(parts in prop::collection::vec(("[a-z]", bytes()), 1..3), at in 0.0..1.0_f64) {
        let body = written(&parts);
        let length = body.len() - 4;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a short length")]
        let end = (length as f64 * at) as usize;
        assert!(run(all(parts_of(&body[..end], 7))).is_err());
    }

    #[test]
    fn nonsense_is_refused_and_nothing_worse(body: Vec<u8>, cut in 1_usize..20) {
        let _ = run(all(parts_of(&body, cut)));
    }
}

/// Bytes that look like delimiters, and others.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let tricky =
        prop::sample::select(vec!["\r", "\n", "\r\n", "--", "-", "X", "\r\n--X", "--XX", "\r\n\r\n", "a"]);
    let tricky = prop::collection::vec(tricky, 0..20).prop_map(|all| all.concat().into_bytes());
    tricky.prop_flat_map(Just).prop_filter("not the delimiter itself", |bytes| {
        !bytes.windows(6).any(|window| window == b"\r\n--XX") && !bytes.starts_with(b"--XX")
    })
}

#[test]
fn the_boundary_is_read() {
    assert_eq!(boundary("multipart/form-data; boundary=abc").as_deref(), Some("abc"));
    assert_eq!(boundary("Multipart/Form-Data; charset=utf-8; Boundary=\"a b\"").as_deref(), Some("a b"));
    assert_eq!(boundary("multipart/form-data"), None);
    assert_eq!(boundary("multipart/mixed; boundary=abc"), None);
    assert_eq!(boundary(&format!("multipart/form-data; boundary={}", "x".repeat(71))), None);
}

#[test]
fn what_comes_all_at_once_is_read_like_what_comes_in_pieces() {
    let parts = [("map".to_owned(), b"{}".to_vec()), ("file".to_owned(), vec![b'x'; 100_000])];
    let read = run(all(parts_of(&written(&parts), usize::MAX))).unwrap();
    let lengths: Vec<usize> = read.iter().map(|(_, bytes)| bytes.len()).collect();
    assert_eq!(lengths, [2, 100_000]);
}

#[test]
fn no_endless_head_is_kept() {
    for start in ["", "--XX\r\n"] {
        let body = format!("{start}{}", "x-y: z\r\n".repeat(10_000));
        let refused = run(all(parts_of(body.as_bytes(), 1_000))).unwrap_err();
        assert_eq!(refused.error.message, "The head of a part is too long.");
    }
}

#[test]
fn of_a_long_part_little_is_held_at_once() {
    let body = written(&[("a".to_owned(), vec![b'x'; 100_000])]);
    let longest = run(async {
        let mut parts = parts_of(&body, 1_000);
        let mut longest = 0;
        assert!(parts.part().await.unwrap().is_some());
        while let Some(piece) = parts.piece().await.unwrap() {
            longest = longest.max(piece.len());
        }
        longest
    });
    // What came with the head, and two pieces that are looked at for the boundary.
    assert!((1..=3_000).contains(&longest), "{longest} bytes at once");
}
