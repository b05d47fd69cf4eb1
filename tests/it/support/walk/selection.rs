//! What is selected of an answer, so that anything it gives away shows.

use super::document::Types;
use async_graphql::parser::types::{BaseType, Type, TypeKind};

/// Below an answer: nothing of it, or all that needs no argument of it and of what it leads to at once.
pub fn of(ty: &Type, types: &Types) -> String {
    if is_leaf(ty, types) { String::new() } else { fields(ty, types, 1) }
}

pub fn is_leaf(ty: &Type, types: &Types) -> bool {
    !matches!(types.get(named(ty)), Some(TypeKind::Object(_) | TypeKind::Interface(_) | TypeKind::Union(_)))
}

fn fields(ty: &Type, types: &Types, depth: usize) -> String {
    let fields = match types.get(named(ty)) {
        Some(TypeKind::Object(object)) => &object.fields,
        Some(TypeKind::Interface(interface)) => &interface.fields,
        _ => return "{ __typename }".to_owned(),
    };
    let mut selected = "{ __typename".to_owned();
    for field in fields.iter().map(|field| &field.node) {
        let asks = field.arguments.iter().any(|a| !a.node.ty.node.nullable && a.node.default_value.is_none());
        let (name, ty) = (field.name.node.as_str(), &field.ty.node);
        if asks {
            continue;
        }
        if is_leaf(ty, types) {
            selected.push_str(&format!(" {name}"));
        } else if name == "nodes" {
            selected.push_str(&format!(" {name} {}", self::fields(ty, types, depth)));
        } else if depth > 0 && name != "edges" {
            selected.push_str(&format!(" {name} {}", self::fields(ty, types, depth - 1)));
        }
    }
    selected + " }"
}

fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::List(inner) => named(inner),
        BaseType::Named(name) => name.as_str(),
    }
}
