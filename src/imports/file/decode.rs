//! Bytes as text. A file has one encoding, and single cells may have another: those are told.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use std::borrow::Cow;

/// How a file's bytes become text.
#[derive(Clone, Copy, Debug)]
pub struct Decoder {
    encoding: &'static Encoding,
}

/// A cell as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text<'a> {
    pub text: Cow<'a, str>,
    /// It is not in the file's encoding.
    pub is_foreign: bool,
}

impl Decoder {
    /// By an encoding's name (WHATWG's labels: `utf-8`, `windows-1252`, `latin1`); `None`: there is none of this name, or it
    /// is one of two bytes a letter, which are made UTF-8 before.
    #[must_use]
    pub fn named(label: &str) -> Option<Self> {
        let encoding = Encoding::for_label(label.trim().as_bytes())?;
        encoding.is_ascii_compatible().then_some(Self { encoding })
    }

    #[must_use]
    pub fn of(encoding: &'static Encoding) -> Self {
        Self { encoding }
    }

    /// As the standard calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.encoding.name()
    }

    /// A cell's text. What is no text in the file's encoding is read as what it most probably is.
    #[must_use]
    pub fn text(self, bytes: &[u8]) -> Text<'_> {
        if bytes.is_ascii() && self.encoding.is_single_byte() || bytes.is_ascii() && self.encoding == UTF_8 {
            return Text { text: String::from_utf8_lossy(bytes), is_foreign: false };
        }
        let utf8 = std::str::from_utf8(bytes).ok();
        match (utf8, self.encoding == UTF_8) {
            (Some(text), true) => Text { text: text.into(), is_foreign: false },
            // Letters of several bytes that are right by chance are next to impossible.
            (Some(text), false) if !bytes.is_ascii() && self.encoding.is_single_byte() => {
                Text { text: text.into(), is_foreign: true }
            }
            (None, true) => {
                Text { text: WINDOWS_1252.decode_without_bom_handling(bytes).0, is_foreign: true }
            }
            _ => {
                let (text, is_foreign) = self.encoding.decode_without_bom_handling(bytes);
                Text { text, is_foreign }
            }
        }
    }
}
