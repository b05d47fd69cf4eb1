//! UTF-16 as UTF-8, a piece at a time.

use encoding_rs::{CoderResult, UTF_16BE, UTF_16LE};
use std::io::{self, Read};

/// Reads two bytes a letter, hands on UTF-8 without a mark; what is no letter becomes U+FFFD.
pub fn utf8(
    mut from: impl Read,
    is_big_endian: bool,
    mut out: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<()> {
    let encoding = if is_big_endian { UTF_16BE } else { UTF_16LE };
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let (mut input, mut text) = (vec![0; 64 * 1024], vec![0; 256 * 1024]);
    loop {
        let length = from.read(&mut input)?;
        let mut rest = &input[..length];
        loop {
            let (result, read, written, _) = decoder.decode_to_utf8(rest, &mut text, length == 0);
            out(&text[..written])?;
            rest = &rest[read..];
            if result == CoderResult::InputEmpty {
                break;
            }
        }
        if length == 0 {
            return Ok(());
        }
    }
}
