//! Where a search stands: one list for each title, read in turn; carried from page to page.

use serde::{Deserialize, Serialize};

/// Titles searched; each is a search of its own.
pub(super) const MAX_TITLES: usize = 4;

/// The ids names resolved to, and how far each list is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    pub locations: Vec<String>,
    pub industries: Vec<String>,
    /// Words looked for anywhere in a profile.
    pub keywords: Option<String>,
    lists: Vec<List>,
    turn: usize,
}

/// One list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum List {
    New,
    At(String),
    Done,
}

impl Place {
    /// At the start of `titles` lists, or of one when no title is asked for.
    pub fn start(titles: usize) -> Self {
        let lists = vec![List::New; titles.clamp(1, MAX_TITLES)];
        Self { locations: Vec::new(), industries: Vec::new(), keywords: None, lists, turn: 0 }
    }

    /// Which title's turn it is, and the cursor of its list.
    pub fn current(&self) -> (usize, Option<&str>) {
        let cursor = self.lists.get(self.turn).and_then(|list| match list {
            List::At(cursor) => Some(cursor.as_str()),
            List::New | List::Done => None,
        });
        (self.turn, cursor)
    }

    /// After a page with this cursor at its end; `None` when every list is read.
    pub fn next(mut self, cursor: Option<&str>) -> Option<Self> {
        let list = self.lists.get_mut(self.turn)?;
        // The cursor that led here again: the list goes round in circles.
        let is_over = cursor.is_none_or(|cursor| *list == List::At(cursor.to_owned()));
        *list = if is_over { List::Done } else { List::At(cursor.unwrap_or_default().to_owned()) };
        let count = self.lists.len();
        let turns = (1..=count).map(|step| (self.turn + step) % count);
        self.turn = turns.into_iter().find(|turn| self.lists.get(*turn) != Some(&List::Done))?;
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn lists_take_turns_until_all_are_read() {
        let place = Place::start(2);
        assert_eq!(place.current(), (0, None));
        let place = place.next(Some("a1")).unwrap();
        assert_eq!(place.current(), (1, None));
        let place = place.next(None).unwrap();
        assert_eq!(place.current(), (0, Some("a1")));
        let place = place.next(Some("a2")).unwrap();
        assert_eq!(place.current(), (0, Some("a2")));
        assert_eq!(place.clone().next(Some("a2")), None, "the same page again");
        assert_eq!(place.next(None), None);
    }
}
