//! Types for providers' JSON that never fail: an odd value is an unknown one, an odd row is left out.

use super::normal::whole_number;
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::Value;

/// A text; numbers are taken as text, blanks and everything else as unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Text(pub Option<String>);

/// A whole number, also when written as text or with a fraction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Whole(pub Option<u64>);

/// A number, also when written as text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Decimal(pub Option<f64>);

/// True or false, in any of the ways APIs say it; unknown is false.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Flag(pub bool);

/// An object; unknown when it is null or of another shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Maybe<T>(pub Option<T>);

/// A list; null is empty, rows of another shape are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rows<T>(pub Vec<T>);

impl<T> Default for Maybe<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl Text {
    pub fn as_deref(&self) -> Option<&str> {
        self.0.as_deref()
    }

    pub fn cloned(&self) -> Option<String> {
        self.0.clone()
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(match Value::deserialize(deserializer)? {
            Value::String(text) => Some(text).filter(|text| !text.trim().is_empty()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }))
    }
}

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(whole_number(&Value::deserialize(deserializer)?)))
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = match Value::deserialize(deserializer)? {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        Ok(Self(number.filter(|number| number.is_finite())))
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(match Value::deserialize(deserializer)? {
            Value::Bool(flag) => flag,
            Value::Number(number) => number.as_i64() == Some(1),
            Value::String(text) => matches!(text.to_lowercase().as_str(), "true" | "yes" | "1"),
            _ => false,
        }))
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Maybe<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Ok(Self(serde_json::from_value(value).ok()))
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Rows<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let rows = match Value::deserialize(deserializer)? {
            Value::Array(rows) => rows,
            _ => Vec::new(),
        };
        Ok(Self(rows.into_iter().filter_map(|row| serde_json::from_value(row).ok()).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Decimal, Flag, Maybe, Rows, Text, Whole};
    use serde::Deserialize;
    use serde_json::json;

    #[derive(Deserialize, Default, Debug, PartialEq)]
    #[serde(default)]
    struct Row {
        name: Text,
        size: Whole,
        score: Decimal,
        is_open: Flag,
        inner: Maybe<Box<Row>>,
        rows: Rows<Row>,
    }

    #[test]
    fn odd_values_are_unknown_and_odd_rows_are_left_out() {
        let odd = json!({"name": {}, "size": "x", "score": [], "is_open": null, "inner": 7, "rows": [7, null, {"size": "1,200"}]});
        let row: Row = serde_json::from_value(odd).unwrap();
        assert_eq!((row.name, row.size, row.score, row.is_open), Default::default());
        assert_eq!(row.inner, Maybe(None));
        assert_eq!(row.rows.0.len(), 1);
        assert_eq!(row.rows.0[0].size, Whole(Some(1200)));
        assert_eq!(serde_json::from_value::<Row>(json!({"rows": null})).unwrap(), Row::default());
    }
}
