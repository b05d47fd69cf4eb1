//! How an API hands out its list, and when it is over.

use crate::connectors::{
    page::{MAX_PAGES, Page},
    shape::Shape,
};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::fields::is_pointer;

/// Page after page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paging {
    style: Style,
    parameter: String,
    /// Says how many rows a page has, where the API lets us.
    pub size_parameter: Option<String>,
    /// Number of the first page.
    start: i64,
    /// Leads to the next cursor or page; null there is the end.
    next: Option<String>,
    /// Pages read of one list; of most sources all.
    most: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    None,
    Page,
    Offset,
    Cursor,
}

impl Paging {
    /// Reads the `page` object of an endpoint.
    pub fn read(value: &Value, path: &str, faults: &mut Vec<crate::connectors::shape::FieldFault>) -> Self {
        let mut shape = Shape::new(path, value);
        let style = match shape.choice("style", &["none", "page", "offset", "cursor"]) {
            "page" => Style::Page,
            "offset" => Style::Offset,
            "cursor" => Style::Cursor,
            _ => Style::None,
        };
        let usual = match style {
            Style::Offset => "offset",
            Style::Cursor => "cursor",
            Style::None | Style::Page => "page",
        };
        let paging = Self {
            style,
            parameter: shape.some_text("parameter").unwrap_or_else(|| usual.to_owned()),
            size_parameter: shape.some_text("sizeParameter"),
            start: shape.whole("start", 0, 1).unwrap_or(1),
            next: shape.some_text("next"),
            most: shape
                .whole("maxPages", 1, MAX_PAGES.into())
                .and_then(|most| u32::try_from(most).ok())
                .unwrap_or(MAX_PAGES),
        };
        if paging.next.as_deref().is_some_and(|pointer| !is_pointer(pointer)) {
            shape.fault("next", "This must be a JSON pointer such as /nextPage.");
        }
        if style == Style::Cursor && paging.next.is_none() {
            shape.fault("next", "This is required for cursors: a JSON pointer to the next one.");
        }
        faults.extend(shape.finish());
        paging
    }

    /// The query parameter that asks for this page.
    pub fn ask(&self, page: &Page, limit: u32) -> Option<(String, String)> {
        let at = i64::from(page.number) - 1;
        let value = match self.style {
            Style::None => return None,
            Style::Page => (self.start + at).to_string(),
            Style::Offset => at.saturating_mul(i64::from(limit)).to_string(),
            Style::Cursor => split(page).1?.to_owned(),
        };
        Some((self.parameter.clone(), value))
    }

    /// What to give out for the page after this one; and whether the API speaks of one that nobody is to read.
    pub fn next(&self, page: &Page, body: &Value, items: &[Value], limit: u32) -> (Option<String>, bool) {
        let digest = hex::encode(&Sha256::digest(Value::Array(items.to_vec()).to_string())[..8]);
        // The same rows again: the API does not know of pages, or never ends.
        let is_new = split(page).0 != Some(&digest);
        let told = self.next.as_deref().map(|pointer| body.pointer(pointer).and_then(text));
        let is_full = items.len() >= usize::try_from(limit).unwrap_or(usize::MAX);
        let has_more = match (&told, &self.size_parameter) {
            (Some(next), _) => next.is_some(),
            (None, Some(_)) => is_full,
            (None, None) => true,
        };
        if self.style == Style::None || items.is_empty() || !is_new || !has_more {
            return (None, false);
        }
        let is_said = is_full || told.is_some();
        let cursor = format!("{digest} {}", told.flatten().unwrap_or_default());
        let next = if page.number < self.most { page.next(Some(&cursor)) } else { None };
        let is_cut_off = is_said && next.is_none();
        (next, is_cut_off)
    }
}

/// Our cursor is a digest of the page before, a space, and the API's own cursor.
fn split(page: &Page) -> (Option<&str>, Option<&str>) {
    let Some((digest, cursor)) = page.cursor.as_deref().and_then(|cursor| cursor.split_once(' ')) else {
        return (None, None);
    };
    (Some(digest), Some(cursor).filter(|cursor| !cursor.is_empty()))
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(true) => Some("true".to_owned()),
        _ => None,
    }
}
