//! Fills a JSON schema from what a text mentions. The result always fits the schema.

use super::{guess, reading::Reading};
use serde_json::{Map, Value, json};

const DEPTH: usize = 12;

/// An answer of the schema's shape.
pub fn fill(schema: &Value, text: &str) -> Value {
    Form { root: schema, text: &Reading::of(text) }.part(schema, "", 0)
}

struct Form<'a> {
    root: &'a Value,
    text: &'a Reading,
}

impl Form<'_> {
    fn part(&self, schema: &Value, name: &str, depth: usize) -> Value {
        let target = schema["$ref"].as_str().and_then(|path| self.root.pointer(path.trim_start_matches('#')));
        let schema = target.unwrap_or(schema);
        if depth > DEPTH {
            return Value::Null;
        }
        if let Some(value) = schema.get("const") {
            return value.clone();
        }
        if let Some(options) = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Value::as_array) {
            return self.best_of(options, name, depth);
        }
        if let Some(values) = schema["enum"].as_array() {
            return self.choose(values, is_nullable(schema));
        }
        match kind(schema) {
            "object" => self.object(schema, depth),
            "array" => self.array(schema, name, depth),
            "number" | "integer" => self.number(schema, name),
            "boolean" => json!(self.text.luck(name) < 0.7),
            "string" => self.string(schema, name),
            _ => Value::Null,
        }
    }

    /// The first form that comes out as something; nothing where nothing is allowed.
    fn best_of(&self, options: &[Value], name: &str, depth: usize) -> Value {
        let is_open = options.iter().any(|option| option["type"] == "null");
        let mut forms = options.iter().filter(|option| option["type"] != "null");
        let Some(form) = forms.next() else { return Value::Null };
        let mut form = form.clone();
        if let Some(fields) = form.as_object_mut().filter(|fields| is_open && fields["type"].is_string()) {
            let kind = fields["type"].clone();
            fields.insert("type".to_owned(), json!([kind, "null"]));
        }
        self.part(&form, name, depth)
    }

    /// The value the text mentions; else the modest one; else the first.
    fn choose(&self, values: &[Value], is_open: bool) -> Value {
        let mentioned = values
            .iter()
            .find(|value| value.as_str().is_some_and(|word| self.text.has(&word.replace('_', " "))));
        let modest =
            || values.iter().find(|value| matches!(value.as_str(), Some("other" | "unknown" | "none")));
        match mentioned.or_else(modest) {
            Some(value) => value.clone(),
            None if is_open => Value::Null,
            None => values.first().cloned().unwrap_or_default(),
        }
    }

    fn object(&self, schema: &Value, depth: usize) -> Value {
        let properties = schema["properties"].as_object().into_iter().flatten();
        let filled = properties.map(|(name, part)| (name.clone(), self.part(part, name, depth + 1)));
        Value::Object(filled.collect::<Map<_, _>>())
    }

    fn array(&self, schema: &Value, name: &str, depth: usize) -> Value {
        let items = &schema["items"];
        let bound =
            |key: &str, fallback: u64| usize::try_from(schema[key].as_u64().unwrap_or(fallback)).unwrap_or(0);
        let (least, most) = (bound("minItems", 0), bound("maxItems", 10));
        let mut found: Vec<Value> = match (kind(items), items["enum"].as_array()) {
            (_, Some(values)) => {
                let known = guess::list(name, self.text);
                let fits = |value: &&Value| {
                    value.as_str().is_some_and(|word| {
                        known.iter().any(|it| it == word) || self.text.has(&word.replace('_', " "))
                    })
                };
                values.iter().filter(fits).cloned().collect()
            }
            ("string", None) => {
                let words = guess::list(name, self.text).into_iter();
                words.filter(|word| word.chars().count() <= longest(items)).map(Value::String).collect()
            }
            ("object", None) => self.rows(items, depth),
            _ => Vec::new(),
        };
        found.truncate(most);
        while found.len() < least {
            found.push(self.part(items, name, depth + 1));
        }
        Value::Array(found)
    }

    /// One row for each value of the first listed property; one row when there is none.
    fn rows(&self, items: &Value, depth: usize) -> Vec<Value> {
        let row = self.part(items, "", depth + 1);
        let listed = items["properties"]
            .as_object()
            .into_iter()
            .flatten()
            .find_map(|(name, part)| Some((name, part["enum"].as_array()?)));
        let Some((name, values)) = listed else { return vec![row] };
        values
            .iter()
            .map(|value| {
                let mut row = row.clone();
                row[name.as_str()] = value.clone();
                row
            })
            .collect()
    }

    fn number(&self, schema: &Value, name: &str) -> Value {
        let (least, most) = (schema["minimum"].as_f64(), schema["maximum"].as_f64());
        let Some(mut number) = guess::number(name, self.text) else {
            return if is_nullable(schema) { Value::Null } else { whole(schema, least.unwrap_or(0.0)) };
        };
        // A share where a percentage was guessed.
        if most.is_some_and(|most| most <= 1.0) && number > 1.0 {
            number /= 100.0;
        }
        whole(schema, number.clamp(least.unwrap_or(f64::MIN), most.unwrap_or(f64::MAX)))
    }

    fn string(&self, schema: &Value, name: &str) -> Value {
        let most = longest(schema);
        match guess::word(name, self.text) {
            Some(Value::String(text)) => json!(text.chars().take(most).collect::<String>()),
            _ if is_nullable(schema) => Value::Null,
            _ => json!(format!("sandbox {name}").trim().chars().take(most).collect::<String>()),
        }
    }
}

/// Its type, or the first that is not null.
fn kind(schema: &Value) -> &str {
    match &schema["type"] {
        Value::String(kind) => kind,
        Value::Array(kinds) => {
            kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or("null")
        }
        _ if schema.get("properties").is_some() => "object",
        _ => "null",
    }
}

/// How many characters a text may have.
fn longest(schema: &Value) -> usize {
    schema["maxLength"].as_u64().and_then(|it| usize::try_from(it).ok()).unwrap_or(500)
}

fn is_nullable(schema: &Value) -> bool {
    schema["type"].as_array().is_some_and(|kinds| kinds.contains(&json!("null")))
}

fn whole(schema: &Value, number: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "guesses are small")]
    let rounded = number as i64;
    if kind(schema) == "integer" { json!(rounded) } else { json!(number) }
}
