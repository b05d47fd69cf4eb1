//! Values of any input type: mostly ones that fit, because what does not fit is refused before it gets anywhere.

use super::{
    dice::Dice,
    people::Ids,
    scalars::{self, fitting},
    schema::{Schema, is_required},
};
use async_graphql::{
    Name, Value as Const,
    indexmap::IndexMap,
    parser::types::{BaseType, InputObjectType, InputValueDefinition, Type},
};
use serde_json::json;

pub struct Values<'a> {
    pub schema: &'a Schema,
    pub dice: &'a Dice,
    pub ids: &'a Ids,
    /// Share of scalars taken from the bad ones.
    pub malice: f64,
}

impl Values<'_> {
    /// A value for the argument or input field at `path` of `operation`.
    pub fn make(&self, operation: &str, path: &str, ty: &Type, depth: usize) -> Const {
        if ty.nullable && self.dice.chance(0.1) {
            return Const::Null;
        }
        match &ty.base {
            BaseType::List(inner) => {
                let count = *self.dice.pick(&[0, 1, 1, 1, 2, 3, 40]);
                let count = if depth > 2 { count.min(2) } else { count };
                Const::List((0..count).map(|_| self.make(operation, path, inner, depth + 1)).collect())
            }
            BaseType::Named(name) => {
                if self.dice.chance(self.malice * 0.05) {
                    return self.of_another_type();
                }
                self.named(operation, path, name.as_str(), depth)
            }
        }
    }

    fn named(&self, operation: &str, path: &str, ty: &str, depth: usize) -> Const {
        if let Some(input) = self.schema.input(ty) {
            return self.object(operation, path, input, depth);
        }
        if let Some(values) = self.schema.enum_values(ty) {
            return Const::Enum(Name::new(self.dice.pick(&values)));
        }
        let field = path.rsplit('.').next().unwrap_or(path);
        let is_bad = self.dice.chance(self.malice);
        let one_of = |all: &[&str]| Const::from(if is_bad { *self.dice.pick(all) } else { all[0] });
        match ty {
            "ID" => Const::from(self.ids.pick(self.dice, operation, path, is_bad)),
            "Int" | "Micros" => {
                let good = &scalars::INTEGERS[..6];
                Const::from(*self.dice.pick(if is_bad { scalars::INTEGERS } else { good }))
            }
            "Float" => Const::from(*self.dice.pick(if is_bad { scalars::FLOATS } else { &[0.5, 1.0] })),
            "Boolean" => Const::from(self.dice.chance(0.5)),
            "DateTime" => one_of(scalars::INSTANTS),
            "Date" | "NaiveDate" => one_of(scalars::DATES),
            "TimeZone" => one_of(scalars::ZONES),
            "URL" => one_of(scalars::URLS),
            "EmailAddress" if is_bad => one_of(scalars::ADDRESSES),
            "EmailAddress" => Const::from(
                self.ids.email(self.dice).unwrap_or_else(|| fitting("email", self.dice.below(50))),
            ),
            "Cursor" if is_bad => one_of(scalars::CURSORS),
            "Cursor" => self.ids.cursor(self.dice).map_or(Const::Null, Const::from),
            "JSON" => self.json(is_bad),
            _ if is_bad => Const::from(self.dice.pick(&scalars::hostile_texts()).as_str()),
            _ => Const::from(fitting(field, self.dice.below(50))),
        }
    }

    fn object(&self, operation: &str, path: &str, input: &InputObjectType, depth: usize) -> Const {
        let mut object = IndexMap::new();
        let share = if depth > 3 { 0.05 } else { *self.dice.pick(&[0.0, 0.2, 0.5, 0.9]) };
        for InputValueDefinition { name, ty, .. } in
            input.fields.iter().map(|field| &field.node).filter(|field| self.is_given(field, share))
        {
            let value = self.make(operation, &format!("{path}.{}", name.node), &ty.node, depth + 1);
            object.insert(name.node.clone(), value);
        }
        if self.dice.chance(self.malice * 0.02) {
            object.insert(Name::new("noSuchField"), Const::from(1));
        }
        Const::Object(object)
    }

    /// What must be given is, almost always.
    pub fn is_given(&self, argument: &InputValueDefinition, share: f64) -> bool {
        let must = is_required(argument);
        self.dice.chance(if must { 1.0 - self.malice * 0.02 } else { share })
    }

    fn of_another_type(&self) -> Const {
        let all = [json!(1), json!("text"), json!(true), json!([]), json!({}), json!([[["x"]]]), json!(1.5)];
        Const::from_json(self.dice.pick(&all).clone()).expect("a value")
    }

    fn json(&self, is_bad: bool) -> Const {
        let good =
            [json!({ "apiKey": "sandbox" }), json!({}), json!({ "clientId": "a", "clientSecret": "b" })];
        let bad = [
            json!(null),
            json!([]),
            json!("text"),
            json!(1e300),
            json!({ "apiKey": 7 }),
            json!({ "apiKey": "a\0b\r\nX: y" }),
            json!({ "baseUrl": "http://127.0.0.1:1/", "url": "http://[::1]:1", "path": "$..*" }),
            json!({ "a": { "b": { "c": { "d": [[[[[[[[1]]]]]]]] } } } }),
            json!({ "": "", "\0": "\0", "__proto__": {} }),
            json!({ "apiKey": "k".repeat(20_000) }),
        ];
        let value = self.dice.pick(if is_bad { &bad } else { &good }).clone();
        Const::from_json(value).expect("a value")
    }
}
