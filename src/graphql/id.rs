//! The scalar `ID`: a kind prefix and a UUID (`lead_0192…`), typed inside.

use async_graphql::{
    ContextSelectionSet, ID, InputType, InputValueError, InputValueResult, OutputType, Positioned,
    ServerResult, Value, parser::types::Field, registry::Registry,
};
use entity::ids::TypedId;
use std::borrow::Cow;
use uuid::{Uuid, fmt::Hyphenated};

/// A typed id at the edge: printed with its prefix, refused when it is of another kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Id<T>(pub T);

impl<T: TypedId> Id<T> {
    /// The text a client holds.
    #[must_use]
    pub fn text(self) -> String {
        let id: Uuid = self.0.into();
        let mut text = String::with_capacity(T::PREFIX.len() + Hyphenated::LENGTH);
        text.push_str(T::PREFIX);
        text.push_str(id.hyphenated().encode_lower(&mut Uuid::encode_buffer()));
        text
    }

    /// Reads a client's text; the message says what would be right.
    pub fn read(text: &str) -> Result<Self, String> {
        let id = text.strip_prefix(T::PREFIX).and_then(|rest| Uuid::try_parse(rest).ok());
        id.map(|id| Self(id.into())).ok_or_else(|| format!("an id that begins with `{}`", T::PREFIX))
    }
}

/// The UUID in an id of any kind; the message says what would be right.
pub fn any_id(text: &str) -> Result<Uuid, String> {
    let id = text.rsplit_once('_').and_then(|(_, id)| Uuid::try_parse(id).ok());
    id.ok_or_else(|| "an id such as `member_…`".to_owned())
}

impl<T> From<T> for Id<T> {
    fn from(id: T) -> Self {
        Self(id)
    }
}

/// What `Node` answers, whose kind only the prefix tells.
impl<T: TypedId> From<Id<T>> for ID {
    fn from(id: Id<T>) -> Self {
        Self(id.text())
    }
}

impl<T: TypedId> InputType for Id<T> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        <ID as InputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <ID as InputType>::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let value = value.unwrap_or_default();
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        Self::read(text).map_err(|expected| {
            InputValueError::custom(format!("expected {expected}")).with_extension("refused", text.as_str())
        })
    }

    fn to_value(&self) -> Value {
        Value::String(self.text())
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}

impl<T: TypedId> OutputType for Id<T> {
    fn type_name() -> Cow<'static, str> {
        <ID as OutputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <ID as OutputType>::create_type_info(registry)
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        Ok(Value::String(self.text()))
    }
}
