//! The place in a provider's list, as we hand it out: a page number, bounded, and what the provider wants back.
//!
//! The bound makes every list end, whatever the provider answers.

use crate::connectors::error::ConnectorError;

/// Pages anybody reads of one list: enough for a million rows, 25 at a time.
pub(super) const MAX_PAGES: u32 = 40_000;
/// Longest cursor taken from a provider.
const MAX_CURSOR: usize = 4096;

/// Which page is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// From 1.
    pub number: u32,
    /// The provider's own cursor, if it has such.
    pub cursor: Option<String>,
}

impl Page {
    /// Reads what [`next`](Self::next) wrote; nothing is the first page.
    pub fn read(text: Option<&str>) -> Result<Self, ConnectorError> {
        let Some(text) = text else { return Ok(Self { number: 1, cursor: None }) };
        let (number, cursor) = text.split_once(':').unwrap_or((text, ""));
        let number = number.parse().ok().filter(|number| (1..=MAX_PAGES).contains(number));
        let number = number.ok_or_else(|| ConnectorError::bad_request("the page is not one we gave"))?;
        Ok(Self { number, cursor: Some(cursor.to_owned()).filter(|cursor| !cursor.is_empty()) })
    }

    /// The page after this one; `None` when nobody reads that far.
    pub fn next(&self, cursor: Option<&str>) -> Option<String> {
        let number = self.number.checked_add(1).filter(|number| *number <= MAX_PAGES)?;
        match cursor {
            // A provider that hands out the same place again goes round in circles.
            Some(cursor) if self.cursor.as_deref() == Some(cursor) || cursor.len() > MAX_CURSOR => None,
            Some(cursor) => Some(format!("{number}:{cursor}")),
            None => Some(number.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_PAGES, Page};

    #[test]
    fn a_page_is_read_back_and_lists_end() {
        let first = Page::read(None).unwrap();
        let second = Page::read(first.next(Some("a:b")).as_deref()).unwrap();
        assert_eq!(second, Page { number: 2, cursor: Some("a:b".to_owned()) });
        assert_eq!(second.next(Some("a:b")), None, "the same place again");
        let last = Page { number: MAX_PAGES, cursor: None };
        assert_eq!(last.next(None), None);
        for text in ["", "0", "40001", "x", "-1", "99999999999"] {
            assert!(Page::read(Some(text)).is_err(), "{text}");
        }
    }
}
