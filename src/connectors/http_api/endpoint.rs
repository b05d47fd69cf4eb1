//! One address of an API: what is sent there and what is read from the answer.

use super::{
    fields::{self, Fields, is_pointer},
    paging::Paging,
    template::{Body, Template},
    values::Values,
};
use crate::connectors::shape::{FieldFault, Shape};
use serde_json::Value;

/// Path, query and body with placeholders; pointers to rows and facts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Endpoint {
    pub is_post: bool,
    /// Segments, so that what is filled in stays within its own.
    pub path: Vec<Template>,
    pub query: Vec<(String, Template)>,
    pub body: Option<Body>,
    /// Leads to the list of rows, or to the one row.
    pub items: String,
    pub fields: Fields,
    pub paging: Paging,
    /// 0 to 100; how far this API is trusted.
    pub confidence: u8,
    pub cost_micros: i64,
}

impl Endpoint {
    /// Reads the endpoint at `path`; `known`: its placeholders.
    pub fn read(value: &Value, path: &str, known: &[&str]) -> (Self, Vec<FieldFault>) {
        let mut shape = Shape::new(path, value);
        let mut faults = Vec::new();
        let is_post = shape.choice("method", &["GET", "POST"]) == "POST";
        let address = shape.text("path");
        let segments = address.split('/').filter(|segment| !segment.is_empty());
        let segments: Result<Vec<_>, _> = segments.map(|segment| Template::read(segment, known)).collect();
        let segments = segments.unwrap_or_else(|name| placeholder(&mut shape, "path", &name, known));
        if address.contains(['?', '#', '\\']) || address.split('/').any(|segment| segment.starts_with('.')) {
            shape.fault("path", "This must be a plain path; parameters belong in `query`.");
        }
        let query = shape.get("query").and_then(Value::as_object).cloned().unwrap_or_default();
        let query: Result<Vec<_>, _> = query
            .iter()
            .map(|(name, value)| {
                Ok((name.clone(), Template::read(value.as_str().unwrap_or_default(), known)?))
            })
            .collect();
        let query = query.unwrap_or_else(|name: String| placeholder(&mut shape, "query", &name, known));
        let body = shape.get("body").map(|body| Body::read(body, known)).transpose();
        let body = body.unwrap_or_else(|name| {
            let _: Vec<()> = placeholder(&mut shape, "body", &name, known);
            None
        });
        let items = shape.some_text("items").unwrap_or_default();
        if !is_pointer(&items) {
            shape.fault("items", "This must be a JSON pointer such as /data.");
        }
        let paging =
            Paging::read(shape.get("page").unwrap_or(&Value::Null), &format!("{path}.page"), &mut faults);
        let fields = fields::read(&mut shape);
        let confidence = shape.whole("confidence", 0, 100).and_then(|it| u8::try_from(it).ok()).unwrap_or(50);
        let cost_micros = shape.whole("costMicros", 0, 100_000_000).unwrap_or(0);
        faults.extend(shape.finish());
        let endpoint =
            Self { is_post, path: segments, query, body, items, fields, paging, confidence, cost_micros };
        (endpoint, faults)
    }

    /// Has every placeholder a value?
    pub fn is_answerable(&self, values: &Values) -> bool {
        let path = self.path.iter().flat_map(Template::names);
        let query = self.query.iter().flat_map(|(_, template)| template.names());
        let mut names = path.chain(query).chain(self.body.iter().flat_map(Body::names)).peekable();
        names.peek().is_some() && names.all(|name| values.get(name).is_some())
    }
}

fn placeholder<T>(shape: &mut Shape<'_>, field: &str, name: &str, known: &[&str]) -> Vec<T> {
    shape.fault(field, &format!("There is no placeholder {{{name}}} here. Known: {}.", known.join(", ")));
    Vec::new()
}
