//! Variables: are the required ones there, and at which path did a refused value come in?

use super::{Chosen, Refusal};
use async_graphql::{Value, Variables};

/// A required variable that is absent or null is refused before anything runs (the executor would find out half-way).
pub fn check(chosen: &Chosen<'_>, variables: &Variables) -> Result<(), Refusal> {
    for definition in &chosen.definition.variable_definitions {
        let wanted = &definition.node;
        let given = variables.get(&wanted.name.node);
        let is_missing = match given {
            Some(Value::Null) => !wanted.var_type.node.nullable,
            Some(_) => false,
            None => !wanted.var_type.node.nullable && wanted.default_value.is_none(),
        };
        if is_missing {
            let message = format!("a value of type `{}` is required", wanted.var_type.node);
            return Err(Refusal::input(wanted.name.node.as_str(), message).at(definition.pos));
        }
    }
    Ok(())
}

/// Where in a value a text stands: `leadIds.0`. The first place, where there are several.
#[must_use]
pub fn path_of(value: &Value, text: &str) -> Option<String> {
    match value {
        Value::String(found) => (found == text).then(String::new),
        Value::Enum(found) => (found == text).then(String::new),
        Value::List(items) => {
            items.iter().enumerate().find_map(|(at, item)| Some(join(&at.to_string(), &path_of(item, text)?)))
        }
        Value::Object(fields) => {
            fields.iter().find_map(|(name, item)| Some(join(name.as_str(), &path_of(item, text)?)))
        }
        _ => None,
    }
}

fn join(head: &str, tail: &str) -> String {
    if tail.is_empty() { head.to_owned() } else { format!("{head}.{tail}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::{parser::parse_query, value};

    fn verdict(text: &str, variables: Value) -> Result<(), String> {
        let document = parse_query(text).unwrap();
        let chosen = Chosen::of(&document, None).unwrap();
        check(&chosen, &Variables::from_value(variables)).map_err(|refusal| refusal.fields[0].path.clone())
    }

    #[test]
    fn a_required_variable_must_be_given() {
        let text = "query ($id: ID!, $n: Int! = 1, $s: String) { a }";
        assert_eq!(verdict(text, value!({ "id": "x" })), Ok(()));
        assert_eq!(verdict(text, value!({})), Err("id".into()));
        assert_eq!(verdict(text, value!({ "id": null })), Err("id".into()));
        assert_eq!(verdict(text, value!({ "id": "x", "n": null })), Err("n".into()));
    }

    #[test]
    fn the_place_of_a_value_is_found() {
        let value = value!({ "input": { "leadIds": ["a", "b"], "name": "c" } });
        assert_eq!(path_of(&value, "b").as_deref(), Some("input.leadIds.1"));
        assert_eq!(path_of(&value, "z"), None);
    }
}
