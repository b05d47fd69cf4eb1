//! The schema as documents are made from it.

use async_graphql::parser::{
    parse_schema,
    types::{
        BaseType, FieldDefinition, InputObjectType, InputValueDefinition, Type, TypeKind,
        TypeSystemDefinition,
    },
};
use std::collections::BTreeMap;

/// Types by name.
pub struct Schema(BTreeMap<String, TypeKind>);

/// A root field.
#[derive(Clone, Debug)]
pub struct Root {
    /// `query`, `mutation` or `subscription`.
    pub verb: &'static str,
    pub name: String,
}

const ROOTS: [(&str, &str); 3] =
    [("Query", "query"), ("Mutation", "mutation"), ("Subscription", "subscription")];

impl Schema {
    pub fn read(sdl: &str) -> Self {
        let types = parse_schema(sdl).expect("the schema parses").definitions.into_iter();
        Self(
            types
                .filter_map(|definition| match definition {
                    TypeSystemDefinition::Type(ty) => Some((ty.node.name.node.to_string(), ty.node.kind)),
                    _ => None,
                })
                .collect(),
        )
    }

    pub fn roots(&self) -> Vec<Root> {
        let of = |(ty, verb): (&str, &'static str)| {
            let names = self.fields(ty).into_iter().map(|field| field.name.node.to_string());
            names.map(move |name| Root { verb, name }).collect::<Vec<_>>()
        };
        ROOTS.into_iter().flat_map(of).collect()
    }

    pub fn root(&self, root: &Root) -> &FieldDefinition {
        let (ty, _) = ROOTS.iter().find(|(_, verb)| *verb == root.verb).expect("one of three");
        let field = self.fields(ty).into_iter().find(|field| field.name.node == root.name.as_str());
        field.expect("named by the schema")
    }

    /// What may be selected of an object or interface.
    pub fn fields(&self, ty: &str) -> Vec<&FieldDefinition> {
        match self.0.get(ty) {
            Some(TypeKind::Object(object)) => object.fields.iter().map(|field| &field.node).collect(),
            Some(TypeKind::Interface(interface)) => {
                interface.fields.iter().map(|field| &field.node).collect()
            }
            _ => vec![],
        }
    }

    /// The objects a union or interface may turn out to be.
    pub fn possible(&self, ty: &str) -> Vec<&str> {
        match self.0.get(ty) {
            Some(TypeKind::Union(union)) => union.members.iter().map(|name| name.node.as_str()).collect(),
            Some(TypeKind::Interface(_)) => {
                let implements = |kind: &TypeKind| match kind {
                    TypeKind::Object(object) => object.implements.iter().any(|name| name.node == ty),
                    _ => false,
                };
                self.0.iter().filter(|(_, kind)| implements(kind)).map(|(name, _)| name.as_str()).collect()
            }
            _ => vec![],
        }
    }

    pub fn is_leaf(&self, ty: &str) -> bool {
        let composite = |kind: &TypeKind| {
            matches!(kind, TypeKind::Object(_) | TypeKind::Interface(_) | TypeKind::Union(_))
        };
        !self.0.get(ty).is_some_and(composite)
    }

    pub fn input(&self, ty: &str) -> Option<&InputObjectType> {
        match self.0.get(ty) {
            Some(TypeKind::InputObject(input)) => Some(input),
            _ => None,
        }
    }

    pub fn enum_values(&self, ty: &str) -> Option<Vec<&str>> {
        match self.0.get(ty) {
            Some(TypeKind::Enum(e)) => Some(e.values.iter().map(|v| v.node.value.node.as_str()).collect()),
            _ => None,
        }
    }
}

/// The name inside all lists.
pub fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(inner) => named(inner),
    }
}

/// Must be given.
pub fn is_required(argument: &InputValueDefinition) -> bool {
    !argument.ty.node.nullable && argument.default_value.is_none()
}
