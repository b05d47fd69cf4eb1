//! Conditions on a reference: one input in the schema, typed inside.

use crate::{graphql::Id, kernel::filter::Choice};
use async_graphql::{InputObject, InputType, InputValueError, InputValueResult, Value, registry::Registry};
use entity::ids::TypedId;
use std::borrow::Cow;

/// Conditions on a reference to another object, all of which must hold.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "IdFilter")]
struct Given {
    /// Is this object.
    eq: Option<async_graphql::ID>,
    /// Is one of these objects; at most 100.
    #[graphql(name = "in", validator(max_items = 100))]
    is_in: Option<Vec<async_graphql::ID>>,
    /// Is not this object.
    not: Option<async_graphql::ID>,
    /// Is empty (true) or is not (false).
    is_null: Option<bool>,
}

/// Conditions on a reference to an object of one kind; an id of another kind is refused.
#[derive(Clone, Debug)]
pub struct IdFilter<T> {
    given: Given,
    wanted: Choice<T>,
}

impl<T> Default for IdFilter<T> {
    fn default() -> Self {
        Self { given: Given::default(), wanted: Choice::default() }
    }
}

impl<T: TypedId> IdFilter<T> {
    /// The kernel's filter of the same shape.
    pub fn of(self) -> Choice<T> {
        self.wanted
    }
}

impl<T: TypedId> InputType for IdFilter<T> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        Given::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Given::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let given = Given::parse(value).map_err(InputValueError::propagate)?;
        let read = |id: &async_graphql::ID| {
            let id = Id::<T>::parse(Some(Value::from(id.as_str()))).map_err(InputValueError::propagate)?;
            Ok::<T, InputValueError<Self>>(id.0)
        };
        let list = |ids: &Vec<async_graphql::ID>| ids.iter().map(read).collect::<Result<Vec<T>, _>>();
        let wanted = Choice {
            eq: given.eq.as_ref().map(read).transpose()?,
            is_in: given.is_in.as_ref().map(list).transpose()?,
            not: given.not.as_ref().map(read).transpose()?,
            is_null: given.is_null,
        };
        Ok(Self { given, wanted })
    }

    fn to_value(&self) -> Value {
        self.given.to_value()
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}
