//! The schema's shape, as far as cost needs it: which field gives what, one or many. Read once from the schema's own text.

use async_graphql::parser::{
    parse_schema,
    types::{
        BaseType, FieldDefinition, OperationType, ServiceDocument, Type, TypeKind, TypeSystemDefinition,
    },
};
use std::collections::{HashMap, HashSet};

/// What one field gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gives {
    /// The named type.
    pub of: String,
    pub is_list: bool,
    /// A scalar or an enum: nothing below it.
    pub is_leaf: bool,
    /// A page of a list: it takes `first`, and the size of its lists is that.
    pub is_page: bool,
}

/// Every object's and interface's fields, and the roots.
#[derive(Clone, Debug, Default)]
pub struct Types {
    fields: HashMap<String, HashMap<String, Gives>>,
    query: String,
    mutation: String,
    subscription: String,
}

impl Types {
    /// Reads the schema's text. A text that does not parse gives no types: every field then counts as an object.
    #[must_use]
    pub fn read(sdl: &str) -> Self {
        let Ok(document) = parse_schema(sdl) else { return Self::default() };
        let branches = branches(&document);
        let mut types = Self {
            query: "Query".into(),
            mutation: "Mutation".into(),
            subscription: "Subscription".into(),
            ..Self::default()
        };
        for (name, fields) in containers(&document) {
            let each = fields.iter().map(|field| (field.name.node.to_string(), gives(field, &branches)));
            types.fields.insert(name.to_owned(), each.collect());
        }
        types
    }

    /// What a field of a type gives; `None` for fields there are not, which validation refuses.
    #[must_use]
    pub fn field(&self, parent: &str, name: &str) -> Option<&Gives> {
        self.fields.get(parent)?.get(name)
    }

    /// The type an operation starts at.
    #[must_use]
    pub fn root(&self, operation: OperationType) -> &str {
        match operation {
            OperationType::Query => &self.query,
            OperationType::Mutation => &self.mutation,
            OperationType::Subscription => &self.subscription,
        }
    }
}

fn containers(document: &ServiceDocument) -> impl Iterator<Item = (&str, Vec<&FieldDefinition>)> {
    document.definitions.iter().filter_map(|definition| {
        let TypeSystemDefinition::Type(found) = definition else { return None };
        let fields = match &found.node.kind {
            TypeKind::Object(object) => &object.fields,
            TypeKind::Interface(interface) => &interface.fields,
            _ => return None,
        };
        Some((found.node.name.node.as_str(), fields.iter().map(|field| &field.node).collect()))
    })
}

/// The types that have something below them.
fn branches(document: &ServiceDocument) -> HashSet<&str> {
    let named = document.definitions.iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(found) => Some(&found.node),
        _ => None,
    });
    let deep = named.filter(|found| {
        matches!(found.kind, TypeKind::Object(_) | TypeKind::Interface(_) | TypeKind::Union(_))
    });
    deep.map(|found| found.name.node.as_str()).collect()
}

fn gives(field: &FieldDefinition, branches: &HashSet<&str>) -> Gives {
    let (of, is_list) = named(&field.ty.node);
    let is_leaf = !branches.contains(of);
    let is_page = !is_list && field.arguments.iter().any(|argument| argument.node.name.node == "first");
    Gives { of: of.to_owned(), is_list, is_leaf, is_page }
}

fn named(ty: &Type) -> (&str, bool) {
    match &ty.base {
        BaseType::Named(name) => (name.as_str(), false),
        BaseType::List(inner) => (named(inner).0, true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schemas_text_tells_lists_pages_and_leaves() {
        let types = Types::read(
            "type Query { leads(first: Int): LeadConnection! one: Lead }
             type LeadConnection { nodes: [Lead!]! }
             type Lead { name: String tags: [String!]! }
             schema { query: Query }",
        );
        let leads = types.field("Query", "leads").unwrap();
        assert!(leads.is_page && !leads.is_list && !leads.is_leaf);
        assert!(types.field("LeadConnection", "nodes").unwrap().is_list);
        assert!(types.field("Lead", "name").unwrap().is_leaf);
        assert!(types.field("Lead", "none").is_none());
        assert_eq!(types.root(OperationType::Query), "Query");
    }
}
