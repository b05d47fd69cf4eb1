//! Operations read off the schema, each with arguments that fit its types.

use super::{
    kinds::{Kind, of_argument},
    selection,
};
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
    is_leaf: bool,
    /// All of the answer that needs no argument.
    everything: String,
    /// Arguments that fit the types, ids left null.
    blank: Map<String, Value>,
    /// Inputs that may be left out, as they must be when something in them is given.
    optional: HashMap<String, Value>,
    required: Vec<String>,
    /// Every place an id may stand, and the kinds it may be of; none: its name does not tell.
    pub ids: Vec<(String, Vec<Kind>)>,
}

pub type Types = HashMap<String, TypeKind>;

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
            is_leaf: selection::is_leaf(answers, types),
            everything: selection::of(answers, types),
            blank: Map::new(),
            optional: HashMap::new(),
            required: Vec::new(),
            ids: Vec::new(),
        };
        for argument in arguments {
            let (key, ty) = (argument.name.node.as_str(), &argument.ty.node);
            op.declared.push_str(&format!("${key}: {ty} "));
            op.passed.push_str(&format!("{key}: ${key} "));
            let value = op.value(ty, key, types, 0);
            // As if it were left out: of several lists of ids, one is asked about at a time.
            let value = match &argument.default_value {
                Some(default) if !value.is_object() => default.node.clone().into_json().expect("JSON"),
                None if ty.nullable && value == json!([]) => Value::Null,
                _ => value,
            };
            op.blank.insert(key.to_owned(), value);
        }
        op
    }

    /// Must an id stand there?
    pub fn requires(&self, path: &str) -> bool {
        self.required.iter().any(|required| required == path)
    }

    /// The document, which asks for next to nothing; variables carry the arguments.
    pub fn document(&self) -> String {
        self.asking_for(if self.is_leaf { "" } else { "{ __typename }" })
    }

    /// The document that asks for all that needs no argument.
    pub fn document_in_full(&self) -> String {
        self.asking_for(&self.everything)
    }

    fn asking_for(&self, selection: &str) -> String {
        let wrap = |text: &str| if text.is_empty() { String::new() } else { format!("({text})") };
        let (verb, name) = (self.verb, &self.name);
        format!("{verb}{} {{ {name}{} {selection} }}", wrap(&self.declared), wrap(&self.passed))
    }

    /// Variables in which every id is what `fill` says of its place; null leaves it out.
    pub fn variables(&self, fill: impl Fn(&str, Option<Kind>) -> Value) -> Value {
        let mut all = Value::Object(self.blank.clone());
        for (path, kinds) in &self.ids {
            let value = fill(path, kinds.first().copied());
            if value.is_null() {
                continue;
            }
            for (at, _) in path.match_indices('.') {
                put(&mut all, &path[..at], self.optional.get(&path[..at]));
            }
            put(&mut all, path, Some(&value));
        }
        all
    }

    /// The same, leaving out every argument that may be left out.
    pub fn least(&self, fill: impl Fn(&str, Option<Kind>) -> Value) -> Value {
        let mut all = self.variables(fill);
        let is_needed = |key: &str| {
            let declared = self.declared.split('$').find_map(|one| one.strip_prefix(&format!("{key}: ")));
            declared.is_some_and(|ty| ty.trim_end().ends_with('!'))
        };
        all.as_object_mut().expect("variables").retain(|key, _| is_needed(key));
        all
    }

    /// A value that fits; required fields of inputs are filled, and optional ones that are ids are remembered.
    fn value(&mut self, ty: &Type, path: &str, types: &Types, depth: usize) -> Value {
        let name = match &ty.base {
            BaseType::List(inner) => {
                let required = self.required.len();
                let item = self.value(inner, path, types, depth);
                if ty.nullable {
                    self.required.truncate(required);
                }
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
                self.optional.insert(path.to_owned(), Value::Object(object.clone()));
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

/// Sets the value at a dotted path, unless an input stands there already; lists along it hold one item.
fn put(all: &mut Value, path: &str, value: Option<&Value>) {
    let Some(value) = value else { return };
    let mut place = all;
    let (to, last) = path.rsplit_once('.').map_or((None, path), |(to, last)| (Some(to), last));
    for part in to.into_iter().flat_map(|to| to.split('.')) {
        place = first(&mut place[part]);
    }
    let found = &mut place[last];
    if value.is_object() && (found.is_object() || found.is_array()) {
        return;
    }
    let is_list = found.is_array() || last.ends_with("ds") || last == "in";
    *found = if is_list { json!([value]) } else { value.clone() };
}

/// The value, or the only item of a list.
fn first(place: &mut Value) -> &mut Value {
    if place.get(0).is_some() { &mut place[0] } else { place }
}
