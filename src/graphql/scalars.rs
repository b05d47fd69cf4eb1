//! Scalars with a rule: checked at the edge, so that resolvers get what they say.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{DateTime, Datelike, NaiveDate, TimeZone as _, Utc};
use std::ops::RangeInclusive;

/// Years that RFC 3339 can write and every database can keep. Chrono reads six digits and a sign.
const YEARS: RangeInclusive<i32> = 1..=9999;

/// The instant, or the nearest one of [`YEARS`]: for comparing with what we keep, which lies between.
#[must_use]
pub fn nearest_kept(at: DateTime<Utc>) -> DateTime<Utc> {
    let start_of = |year| Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).single().unwrap_or(at);
    at.clamp(start_of(*YEARS.start()), start_of(*YEARS.end() + 1))
}

/// A position in a stream or a list; opaque.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(pub String);

/// A position in a stream of events. Opaque: keep it, give it back as `after` to go on from there.
#[Scalar]
impl ScalarType for Cursor {
    fn parse(value: Value) -> InputValueResult<Self> {
        text(value).map(Self)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// An e-mail address, as written. What is not one is refused by the operation, naming the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailAddress(pub String);

/// An e-mail address (RFC 5321).
#[Scalar]
impl ScalarType for EmailAddress {
    fn parse(value: Value) -> InputValueResult<Self> {
        text(value).map(Self)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// An address on the web, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url(pub String);

/// An absolute http or https URL (RFC 3986).
#[Scalar(name = "URL")]
impl ScalarType for Url {
    fn parse(value: Value) -> InputValueResult<Self> {
        text(value).map(Self)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// An IANA time zone, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeZone(pub String);

/// The IANA name of a time zone: `Africa/Johannesburg`.
#[Scalar]
impl ScalarType for TimeZone {
    fn parse(value: Value) -> InputValueResult<Self> {
        text(value).map(Self)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date(pub NaiveDate);

/// A day (RFC 3339 full-date): `2026-11-02`.
#[Scalar]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let text = text::<Self>(value)?;
        let day = text.parse().ok().filter(|day: &NaiveDate| YEARS.contains(&day.year()));
        day.map(Self).ok_or_else(|| {
            InputValueError::custom("expected a day like 2026-11-02").with_extension("refused", text)
        })
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// An amount of money in millionths of its currency: more than 32 bits hold, so not an `Int`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Micros(pub i64);

/// Sums of prices; more than there is money in the world is as much as can be shown.
impl From<u64> for Micros {
    fn from(micros: u64) -> Self {
        Self(i64::try_from(micros).unwrap_or(i64::MAX))
    }
}

/// A whole number of millionths of a currency's unit, as a JSON number: 1500000 is 1.50.
#[Scalar]
impl ScalarType for Micros {
    fn parse(value: Value) -> InputValueResult<Self> {
        let whole = match &value {
            Value::Number(number) => number.as_i64(),
            _ => None,
        };
        whole.map(Self).ok_or_else(|| InputValueError::expected_type(value))
    }

    fn to_value(&self) -> Value {
        Value::Number(self.0.into())
    }
}

fn text<T: ScalarType + async_graphql::InputType>(value: Value) -> Result<String, InputValueError<T>> {
    match value {
        Value::String(text) => Ok(text),
        other => Err(InputValueError::expected_type(other)),
    }
}
