//! The schema's shape, as far as cost needs it: which field gives what, one or many. Read once from the schema's own text.

use async_graphql::parser::{
    parse_schema,
    types::{BaseType, FieldDefinition, OperationType, Type, TypeKind, TypeSystemDefinition},
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
        let mut types = Self {
            query: "Query".into(),
            mutation: "Mutation".into(),
            subscription: "Subscription".into(),
            ..Self::default()
        };
        for piece in pieces(sdl) {
            let Ok(document) = parse_schema(piece) else { return Self::default() };
            types.fields.extend(document.definitions.iter().filter_map(branch));
        }
        let branches: HashSet<String> = types.fields.keys().cloned().collect();
        for gives in types.fields.values_mut().flat_map(HashMap::values_mut) {
            gives.is_leaf = !branches.contains(&gives.of);
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

/// A definition or a few at a time: what the parser notes of a text is many times as long, and would have to lie in memory
/// all at once.
fn pieces(sdl: &str) -> Vec<&str> {
    let (mut pieces, mut from, mut at, mut is_quoted) = (vec![], 0, 0, false);
    for line in sdl.split_inclusive('\n') {
        at += line.len();
        is_quoted ^= line.matches("\"\"\"").count() % 2 == 1;
        if !is_quoted && line.trim_end() == "}" {
            pieces.push(&sdl[from..at]);
            from = at;
        }
    }
    if !sdl[from..].trim().is_empty() {
        pieces.push(&sdl[from..]);
    }
    pieces
}

/// A type that has something below it, with its fields; which of them are leaves shows when all types are known.
fn branch(definition: &TypeSystemDefinition) -> Option<(String, HashMap<String, Gives>)> {
    let TypeSystemDefinition::Type(found) = definition else { return None };
    let fields = match &found.node.kind {
        TypeKind::Object(object) => object.fields.as_slice(),
        TypeKind::Interface(interface) => interface.fields.as_slice(),
        TypeKind::Union(_) => &[],
        _ => return None,
    };
    let each = fields.iter().map(|field| (field.node.name.node.to_string(), gives(&field.node)));
    Some((found.node.name.node.to_string(), each.collect()))
}

fn gives(field: &FieldDefinition) -> Gives {
    let (of, is_list) = named(&field.ty.node);
    let is_page = !is_list && field.arguments.iter().any(|argument| argument.node.name.node == "first");
    Gives { of: of.to_owned(), is_list, is_leaf: false, is_page }
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

    #[test]
    fn a_schemas_text_is_read_in_pieces_and_quotes_are_left_whole() {
        let sdl = "\"\"\"\nA brace:\n}\n\"\"\"\ntype Query {\n\tone: Lead\n}\nscalar Day\ntype Lead {\n\tday: Day\n}\nunion Any = Lead\n";
        let found = pieces(sdl);
        assert_eq!((found.len(), found.concat().as_str()), (3, sdl));
        let types = Types::read(sdl);
        assert!(!types.field("Query", "one").unwrap().is_leaf);
        assert!(types.field("Lead", "day").unwrap().is_leaf);
        assert!(types.field("Any", "day").is_none());
    }
}
