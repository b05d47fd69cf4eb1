//! Documents: one root field, a selection some levels deep, arguments in place or as variables.

use super::{
    schema::{Root, Schema, named},
    values::Values,
};
use async_graphql::{Value as Const, parser::types::FieldDefinition};
use serde_json::{Map, Value, json};

const DEEPEST: usize = 5;

pub struct Writer<'a> {
    values: Values<'a>,
    root: &'a Root,
    declared: Vec<String>,
    variables: Map<String, Value>,
    fragments: Vec<String>,
    /// Composite fields that may still be opened.
    breadth: usize,
}

impl<'a> Writer<'a> {
    /// The body of a request that asks for this root field.
    pub fn write(values: Values<'a>, root: &'a Root) -> Value {
        let breadth = 3 + values.dice.below(8);
        let (declared, fragments) = (vec![], vec![]);
        let mut writer = Self { values, root, declared, variables: Map::new(), fragments, breadth };
        let field = writer.field(writer.schema().root(root), &root.name, 0);
        let declared = writer.declared.join(" ");
        let head = if declared.is_empty() { String::new() } else { format!("F({declared})") };
        let query = format!("{} {head} {{ {field} }} {}", root.verb, writer.fragments.join(" "));
        json!({ "query": query, "variables": writer.variables })
    }

    fn schema(&self) -> &'a Schema {
        self.values.schema
    }

    fn chance(&self, share: f64) -> bool {
        self.values.dice.chance(share)
    }

    fn field(&mut self, field: &FieldDefinition, operation: &str, depth: usize) -> String {
        let mut text = String::new();
        if depth > 0 && self.chance(0.1) {
            text.push_str(&format!("a{}: ", self.values.dice.below(1_000)));
        }
        text.push_str(field.name.node.as_str());
        text.push_str(&self.arguments(field, operation));
        if self.chance(0.03) {
            let always = *self.values.dice.pick(&[" @include(if: true)", " @skip(if: false)"]);
            text.push_str(always);
        }
        let ty = named(&field.ty.node);
        if !self.schema().is_leaf(ty) {
            text.push_str(&self.selection(ty, depth));
        }
        text
    }

    fn arguments(&mut self, field: &FieldDefinition, operation: &str) -> String {
        let share = *self.values.dice.pick(&[0.0, 0.3, 0.8]);
        let mut given = Vec::new();
        for argument in field.arguments.iter().map(|argument| &argument.node) {
            let name = argument.name.node.as_str();
            if !self.values.is_given(argument, share) {
                continue;
            }
            let ty = &argument.ty.node;
            let value = self.values.make(operation, name, ty, 0);
            given.push(format!("{name}: {}", self.pass(ty.to_string(), value)));
        }
        // Pages in both directions at once are refused: not worth asking often.
        if given.iter().any(|one| one.starts_with("first")) && self.chance(0.9) {
            given.retain(|one| !one.starts_with("last") && !one.starts_with("before"));
        }
        if given.is_empty() { String::new() } else { format!("({})", given.join(", ")) }
    }

    /// In place, or as a variable.
    fn pass(&mut self, ty: String, value: Const) -> String {
        if self.chance(0.5) {
            return value.to_string();
        }
        let name = format!("v{}", self.variables.len());
        self.declared.push(format!("${name}: {ty}"));
        self.variables.insert(name.clone(), value.into_json().expect("JSON"));
        format!("${name}")
    }

    fn selection(&mut self, ty: &str, depth: usize) -> String {
        let mut selected = vec![];
        let fields = self.schema().fields(ty);
        if fields.iter().any(|field| field.name.node == "id") && self.chance(0.6) {
            selected.push("id".to_owned());
        }
        if depth < DEEPEST && self.breadth > 0 {
            let (leaves, branches): (Vec<_>, Vec<_>) =
                fields.into_iter().partition(|field| self.schema().is_leaf(named(&field.ty.node)));
            for _ in 0..self.values.dice.below(4).min(leaves.len()) {
                let leaf = *self.values.dice.pick(&leaves);
                selected.push(self.field(leaf, &self.root.name, depth + 1));
            }
            let most = branches.len().min(self.breadth).min(2);
            for _ in 0..self.values.dice.below(most + 1) {
                self.breadth = self.breadth.saturating_sub(1);
                let branch = *self.values.dice.pick(&branches);
                selected.push(self.field(branch, &self.root.name, depth + 1));
            }
            selected.extend(self.narrowed(ty, depth));
        }
        if selected.is_empty() {
            selected.push("__typename".to_owned());
        }
        format!(" {{ {} }}", self.maybe_fragment(ty, dedup(selected)))
    }

    /// What a union or interface may turn out to be.
    fn narrowed(&mut self, ty: &str, depth: usize) -> Vec<String> {
        let possible = self.schema().possible(ty);
        let mut all = vec![];
        for _ in 0..possible.len().min(2) {
            let object = *self.values.dice.pick(&possible);
            all.push(format!("... on {object}{}", self.selection(object, depth + 1)));
        }
        all
    }

    fn maybe_fragment(&mut self, ty: &str, selected: String) -> String {
        if !self.chance(0.05) {
            return selected;
        }
        let name = format!("P{}", self.fragments.len());
        self.fragments.push(format!("fragment {name} on {ty} {{ {selected} }}"));
        format!("...{name}")
    }
}

/// The same name twice with other arguments would be refused as a conflict: each name once.
fn dedup(selected: Vec<String>) -> String {
    let key = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default().to_owned()
    };
    let mut seen = std::collections::BTreeSet::new();
    let unique = selected.into_iter().filter(|one| one.starts_with("...") || seen.insert(key(one)));
    unique.collect::<Vec<_>>().join(" ")
}
