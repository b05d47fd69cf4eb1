//! Operations read off the schema, each with arguments that fit its types.

use super::kinds::{Kind, of_argument};
use async_graphql::parser::{
    parse_schema,
    types::{BaseType, InputValueDefinition, Type, TypeKind, TypeSystemDefinition},
};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// One root field.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `query`, `mutation` or `subscription`.
    pub verb: &'static str,
    pub name: String,
    declared: String,
    passed: String,
    selection: String,
    /// Arguments that fit the types, ids left null.
    blank: Map<String, Value>,
    required: Vec<String>,
    /// Every place an id may stand, and the kind it means there; `None`: its name does not tell.
    pub ids: Vec<(String, Option<Kind>)>,
}

type Types = HashMap<String, TypeKind>;

/// Every root field of this schema.
pub fn operations(sdl: &str) -> Vec<Operation> {
    let document = parse_schema(sdl).expect("the schema parses");
    let types: Types = document
        .definitions
        .into_iter()
        .filter_map(|definition| match definition {
            TypeSystemDefinition::Type(ty) => Some((ty.node.name.node.to_string(), ty.node.kind)),
            _ => None,
        })
        .collect();
    let roots = [("Query", "query"), ("Mutation", "mutation"), ("Subscription", "subscription")];
    let mut all = Vec::new();
    for (root, verb) in roots {
        let Some(TypeKind::Object(root)) = types.get(root) else { continue };
        for field in &root.fields {
            let arguments: Vec<_> = field.node.arguments.iter().map(|argument| &argument.node).collect();
            all.push(Operation::read(
                verb,
                field.node.name.node.as_str(),
                &field.node.ty.node,
                &arguments,
                &types,
            ));
        }
    }
    all
}

impl Operation {
    fn read(
        verb: &'static str,
        name: &str,
        answers: &Type,
        arguments: &[&InputValueDefinition],
        types: &Types,
    ) -> Self {
        let mut op = Self {
            verb,
            name: name.to_owned(),
            declared: String::new(),
            passed: String::new(),
            selection: if is_leaf(answers, types) { String::new() } else { "{ __typename }".into() },
            blank: Map::new(),
            required: Vec::new(),
            ids: Vec::new(),
        };
        for argument in arguments {
            let (key, ty) = (argument.name.node.as_str(), &argument.ty.node);
            op.declared.push_str(&format!("${key}: {ty} "));
            op.passed.push_str(&format!("{key}: ${key} "));
            let value = op.value(ty, key, types, 0);
            op.blank.insert(key.to_owned(), value);
        }
        op
    }

    /// Must an id stand there?
    pub fn requires(&self, path: &str) -> bool {
        self.required.iter().any(|required| required == path)
    }

    /// The document; variables carry the arguments.
    pub fn document(&self) -> String {
        let wrap = |text: &str| if text.is_empty() { String::new() } else { format!("({text})") };
        let (verb, name, selection) = (self.verb, &self.name, &self.selection);
        format!("{verb}{} {{ {name}{} {selection} }}", wrap(&self.declared), wrap(&self.passed))
    }

    /// Variables in which every id is what `fill` says of its place; null leaves it out.
    pub fn variables(&self, fill: impl Fn(&str, Option<Kind>) -> Value) -> Value {
        let mut all = Value::Object(self.blank.clone());
        for (path, kind) in &self.ids {
            put(&mut all, path, fill(path, *kind));
        }
        all
    }

    /// A value that fits; required fields of inputs are filled, and optional ones that are ids are remembered.
    fn value(&mut self, ty: &Type, path: &str, types: &Types, depth: usize) -> Value {
        let name = match &ty.base {
            BaseType::List(inner) => {
                let item = self.value(inner, path, types, depth);
                return if item.is_null() { json!([]) } else { json!([item]) };
            }
            BaseType::Named(name) => name.as_str(),
        };
        match (name, types.get(name)) {
            ("ID", _) => {
                self.ids.push((path.to_owned(), of_argument(&self.name, path)));
                if !ty.nullable {
                    self.required.push(path.to_owned());
                }
                Value::Null
            }
            (_, Some(TypeKind::InputObject(input))) if depth < 3 => {
                let mut object = Map::new();
                for field in &input.fields {
                    let (key, ty) = (field.node.name.node.as_str(), &field.node.ty.node);
                    let value = self.value(ty, &format!("{path}.{key}"), types, depth + 1);
                    if !ty.nullable && field.node.default_value.is_none() {
                        object.insert(key.to_owned(), value);
                    }
                }
                Value::Object(object)
            }
            _ if ty.nullable => Value::Null,
            (_, Some(TypeKind::Enum(e))) => json!(e.values[0].node.value.node.as_str()),
            ("Int", _) => json!(1),
            ("Float", _) => json!(1.0),
            ("Boolean", _) => json!(true),
            ("DateTime", _) => json!("2026-11-02T09:00:00Z"),
            ("Date", _) => json!("2026-11-02"),
            ("EmailAddress", _) => json!("walker@walk.example"),
            ("URL", _) => json!("https://walk.example"),
            ("TimeZone", _) => json!("Africa/Johannesburg"),
            ("JSON", _) => json!({}),
            _ => json!("a text of some length"),
        }
    }
}

fn is_leaf(ty: &Type, types: &Types) -> bool {
    match &ty.base {
        BaseType::List(inner) => is_leaf(inner, types),
        BaseType::Named(name) => !matches!(
            types.get(name.as_str()),
            Some(TypeKind::Object(_) | TypeKind::Interface(_) | TypeKind::Union(_))
        ),
    }
}

/// Sets the value at a dotted path; lists along it hold one item.
fn put(all: &mut Value, path: &str, value: Value) {
    let mut place = all;
    let mut parts = path.split('.').peekable();
    while let Some(part) = parts.next() {
        if let Value::Array(items) = place {
            if items.is_empty() {
                items.push(json!({}));
            }
            place = &mut items[0];
        }
        if place.is_null() {
            *place = json!({});
        }
        let Value::Object(object) = place else { return };
        if parts.peek().is_none() {
            let is_list = object.get(part).is_some_and(Value::is_array) || part.ends_with("ds");
            let value = if is_list && !value.is_null() { json!([value]) } else { value };
            if value.is_null() {
                object.remove(part);
            } else {
                object.insert(part.to_owned(), value);
            }
            return;
        }
        place = object.entry(part.to_owned()).or_insert_with(|| json!({}));
    }
}
