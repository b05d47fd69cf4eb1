//! Texts with placeholders: `/people/{externalId}`. What is filled in never changes the shape of what it is filled into.

use super::values::Values;
use serde_json::{Map, Value};

/// A text in pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Plain(String),
    Name(String),
}

impl Template {
    /// Reads a text; `Err` holds the first placeholder that is not in `known`.
    pub fn read(text: &str, known: &[&str]) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else { return Err("{".to_owned()) };
            if !known.contains(&name) {
                return Err(name.chars().take(40).collect());
            }
            pieces.extend([Piece::Plain(before.to_owned()), Piece::Name(name.to_owned())]);
            rest = after;
        }
        pieces.push(Piece::Plain(rest.to_owned()));
        Ok(Self(pieces))
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Name(name) => Some(name.as_str()),
            Piece::Plain(_) => None,
        })
    }

    /// The text; `None` when it has placeholders and none of them has a value.
    pub fn fill(&self, values: &Values) -> Option<String> {
        let is_plain = self.names().next().is_none();
        let is_known = self.names().any(|name| values.get(name).is_some());
        let text = self.0.iter().map(|piece| match piece {
            Piece::Plain(text) => text.as_str(),
            Piece::Name(name) => values.get(name).unwrap_or_default(),
        });
        (is_plain || is_known).then(|| text.collect())
    }
}

/// A JSON body with placeholders in its texts.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Body {
    Text(Template),
    List(Vec<Body>),
    Object(Vec<(String, Body)>),
    Other(Value),
}

impl Body {
    pub fn read(value: &Value, known: &[&str]) -> Result<Self, String> {
        Ok(match value {
            Value::String(text) => Self::Text(Template::read(text, known)?),
            Value::Array(items) => {
                Self::List(items.iter().map(|item| Self::read(item, known)).collect::<Result<_, _>>()?)
            }
            Value::Object(fields) => Self::Object(
                fields
                    .iter()
                    .map(|(name, value)| Ok((name.clone(), Self::read(value, known)?)))
                    .collect::<Result<_, String>>()?,
            ),
            other => Self::Other(other.clone()),
        })
    }

    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::Text(template) => template.names().collect(),
            Self::List(items) => items.iter().flat_map(Self::names).collect(),
            Self::Object(fields) => fields.iter().flat_map(|(_, value)| value.names()).collect(),
            Self::Other(_) => Vec::new(),
        }
    }

    /// Parts without any value are left out.
    pub fn fill(&self, values: &Values) -> Option<Value> {
        match self {
            Self::Text(template) => template.fill(values).map(Value::String),
            Self::List(items) => {
                Some(items.iter().filter_map(|item| item.fill(values)).collect::<Vec<_>>().into())
            }
            Self::Object(fields) => {
                let filled =
                    fields.iter().filter_map(|(name, value)| Some((name.clone(), value.fill(values)?)));
                Some(filled.collect::<Map<_, _>>().into())
            }
            Self::Other(value) => Some(value.clone()),
        }
    }
}
