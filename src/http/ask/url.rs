//! A GET's query string becomes an operation. Only queries may come this way; that is decided when the document is read.

use super::{Ask, Parameters, body::malformed};
use crate::http::answer::Refused;
use serde_json::{Map, Value};

/// Reads `?query=…&variables={…}&operationName=…&extensions={…}&documentId=…`.
pub fn read(query: &str) -> Result<Ask, Refused> {
    let mut all = Map::new();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let value = match name.as_ref() {
            "variables" | "extensions" if value.is_empty() => continue,
            "variables" | "extensions" => serde_json::from_str(&value)
                .map_err(|_| malformed(format!("The parameter `{name}` is not JSON.")))?,
            "query" | "operationName" | "documentId" => Value::String(value.into_owned()),
            _ => continue,
        };
        all.insert(name.into_owned(), value);
    }
    let parameters: Parameters = serde_json::from_value(Value::Object(all))
        .map_err(|_| malformed("The parameters `variables` and `extensions` are JSON objects."))?;
    parameters.ask().ok_or_else(|| malformed("The address has no parameter `query`."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::value;

    #[test]
    fn parameters_are_decoded_and_json_ones_read() {
        let ask = read("query=%7B+a+%7D&variables=%7B%22n%22%3A1%7D&operationName=&other=1").unwrap();
        assert_eq!(ask.query.as_deref(), Some("{ a }"));
        assert_eq!(ask.operation_name, None);
        assert_eq!(ask.variables.into_value(), value!({ "n": 1 }));
    }

    #[test]
    fn what_is_not_an_object_is_refused() {
        for bad in
            ["", "query=", "query={a}&variables=[1]", "query={a}&variables=x", "query={a}&extensions=1"]
        {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
