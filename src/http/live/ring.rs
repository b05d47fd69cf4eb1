//! The newest messages of a group, by number. Pure.

use std::{collections::VecDeque, sync::Arc};

/// Messages kept, and their bytes together.
const MOST: usize = 128;
const MOST_BYTES: usize = 512 * 1024;

/// Every message of this group after `floor`, as far as the group has come.
#[derive(Debug)]
pub struct Ring {
    floor: i64,
    bytes: usize,
    items: VecDeque<(i64, Arc<str>)>,
}

/// What comes after a cursor.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    Message(i64, Arc<str>),
    /// Nothing yet.
    Nothing,
    /// The ring does not reach back that far.
    Forgotten,
}

impl Ring {
    /// Knows everything after this number.
    pub fn from(floor: i64) -> Self {
        Self { floor, bytes: 0, items: VecDeque::new() }
    }

    pub fn push(&mut self, seq: i64, text: Arc<str>) {
        self.bytes += text.len();
        self.items.push_back((seq, text));
        while self.items.len() > MOST || (self.bytes > MOST_BYTES && self.items.len() > 1) {
            if let Some((seq, text)) = self.items.pop_front() {
                self.bytes -= text.len();
                self.floor = seq;
            }
        }
    }

    pub fn after(&self, cursor: i64) -> Next {
        if cursor < self.floor {
            return Next::Forgotten;
        }
        let at = self.items.partition_point(|(seq, _)| *seq <= cursor);
        self.items.get(at).map_or(Next::Nothing, |(seq, text)| Next::Message(*seq, text.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_finds_what_comes_next_or_that_it_is_too_late() {
        let mut ring = Ring::from(10);
        assert_eq!(ring.after(10), Next::Nothing);
        assert_eq!(ring.after(9), Next::Forgotten);
        ring.push(12, "a".into());
        ring.push(15, "b".into());
        assert_eq!(ring.after(10), Next::Message(12, "a".into()));
        assert_eq!(ring.after(12), Next::Message(15, "b".into()));
        assert_eq!(ring.after(13), Next::Message(15, "b".into()));
        assert_eq!(ring.after(20), Next::Nothing);
    }

    #[test]
    fn it_forgets_the_oldest_and_says_so() {
        let mut ring = Ring::from(0);
        for seq in 1..=200 {
            ring.push(seq, "x".into());
        }
        assert_eq!(ring.after(71), Next::Forgotten);
        assert_eq!(ring.after(72), Next::Message(73, "x".into()));
        ring.push(201, "y".repeat(MOST_BYTES + 1).into());
        assert_eq!(ring.after(199), Next::Forgotten);
        assert!(matches!(ring.after(200), Next::Message(201, _)));
    }
}
