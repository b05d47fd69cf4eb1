//! Values the schema refuses: which argument, where inside it, and what would be right. Never the value itself.

use super::classify::{Asked, set_code};
use crate::graphql::guard::path_of;
use async_graphql::{
    Name, Pos, Positioned, ServerError, Value,
    indexmap::IndexMap,
    parser::types::{ExecutableDocument, Selection, SelectionSet},
};

/// How async-graphql words a value it cannot read: at validation, and (the other two) when the field runs.
const INVALID: &str = "Invalid value for argument ";
const FAILED: &str = "Failed to parse \"";
const EXPECTED: &str = "Expected input type \"";

/// Is this about a value the client sent?
pub fn is_coercion(error: &ServerError) -> bool {
    let text = &error.message;
    error.source.is_none() && [INVALID, FAILED, EXPECTED].iter().any(|start| text.starts_with(start))
}

/// Turns it into BAD_USER_INPUT with `fields`.
pub fn describe(error: &mut ServerError, asked: Option<&Asked<'_>>) {
    let (path, message) = match error.message.strip_prefix(INVALID) {
        Some(rest) => at_validation(rest),
        None => (at_execution(error, asked), wanted(&error.message)),
    };
    let path = path.map(|path| path.strip_prefix("input.").unwrap_or(&path).to_owned());
    error.extensions = None;
    error.message = match &path {
        Some(path) => format!("{path}: {message}"),
        None => message.clone(),
    };
    set_code(error, "BAD_USER_INPUT");
    if let (Some(path), Some(values)) = (path, &mut error.extensions) {
        let field = IndexMap::from_iter([
            (Name::new("path"), Value::from(path)),
            (Name::new("message"), Value::from(message)),
        ]);
        values.set("fields", Value::List(vec![Value::Object(field)]));
    }
}

/// `"input.count", expected type "Int"`
fn at_validation(rest: &str) -> (Option<String>, String) {
    match rest.strip_prefix('"').and_then(|rest| rest.split_once("\", ")) {
        Some((path, message)) => (Some(path.to_owned()), message.replace('"', "`")),
        None => (None, rest.replace('"', "`")),
    }
}

/// The sentence after the type's name, without the value that was found and the types around it.
fn wanted(text: &str) -> String {
    let text = text.split(" (occurred while parsing").next().unwrap_or(text);
    if let Some(rest) = text.strip_prefix(EXPECTED) {
        return format!("expected type `{}`", rest.split('"').next().unwrap_or_default());
    }
    let message = text.strip_prefix(FAILED).and_then(|rest| rest.split_once("\": ")).map_or(text, |(_, m)| m);
    message.replace('"', "`")
}

/// The argument that stands where the error points to, and, where the refused text is known, its place inside.
fn at_execution(error: &ServerError, asked: Option<&Asked<'_>>) -> Option<String> {
    let asked = asked?;
    let at = *error.locations.first()?;
    let document = &asked.parsed.document;
    let operations = document.operations.iter().map(|(_, operation)| &operation.node.selection_set);
    let fragments = document.fragments.values().map(|fragment| &fragment.node.selection_set);
    let (name, value) = operations.chain(fragments).find_map(|set| argument_at(set, at, asked))?;
    let Some(Value::String(refused)) = error.extensions.as_ref().and_then(|values| values.get("refused"))
    else {
        return Some(name);
    };
    match path_of(&value, refused).filter(|inner| !inner.is_empty()) {
        Some(inner) => Some(format!("{name}.{inner}")),
        None => Some(name),
    }
}

fn argument_at(set: &Positioned<SelectionSet>, at: Pos, asked: &Asked<'_>) -> Option<(String, Value)> {
    set.node.items.iter().find_map(|selection| match &selection.node {
        Selection::Field(field) => {
            let found = field.node.arguments.iter().find(|(_, value)| value.pos == at);
            let found = found.map(|(name, value)| {
                let read = |variable: Name| variable_of(&asked.parsed.document, asked, &variable).ok_or(());
                (name.node.to_string(), value.node.clone().into_const_with(read).unwrap_or_default())
            });
            found.or_else(|| argument_at(&field.node.selection_set, at, asked))
        }
        Selection::InlineFragment(inline) => argument_at(&inline.node.selection_set, at, asked),
        Selection::FragmentSpread(_) => None,
    })
}

fn variable_of(document: &ExecutableDocument, asked: &Asked<'_>, name: &Name) -> Option<Value> {
    let default = || {
        let mut all =
            document.operations.iter().flat_map(|(_, operation)| &operation.node.variable_definitions);
        all.find(|definition| definition.node.name.node == *name)?.node.default_value().cloned()
    };
    asked.variables.get(name).cloned().or_else(default)
}
