//! The JSON object in what a model says: thoughts, fences and pleasantries around it are taken off.

use serde_json::{Deserializer, Map, Value};

/// Longer answers are not looked at.
const MAX_TEXT: usize = 256 * 1024;
/// Opening braces tried.
const MAX_TRIES: usize = 64;

/// The first whole JSON object; `None` when there is none.
pub(super) fn object(text: &str) -> Option<Value> {
    if text.len() > MAX_TEXT {
        return None;
    }
    let text = without_thoughts(text);
    let starts = text.match_indices('{').map(|(at, _)| at).take(MAX_TRIES);
    // Reads one value and leaves what follows; its depth is limited by serde_json.
    let mut found = starts.filter_map(|at| {
        let rest = text.get(at..)?;
        Deserializer::from_str(rest).into_iter::<Map<String, Value>>().next()?.ok()
    });
    found.next().map(Value::Object)
}

/// Without `<think>…</think>`. Some servers leave out the opening mark; a thought without an end goes to the end.
fn without_thoughts(text: &str) -> String {
    let text = match (text.find("<think>"), text.find("</think>")) {
        (open, Some(close)) if open.is_none_or(|open| open > close) => {
            text.get(close + 8..).unwrap_or_default()
        }
        _ => text,
    };
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, thought)) = rest.split_once("<think>") {
        kept.push_str(before);
        rest = thought.split_once("</think>").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::object;
    use proptest::prelude::proptest;
    use serde_json::json;

    #[test]
    fn the_object_is_found_in_every_wrapping() {
        for text in [
            r#"{"a": 1}"#,
            "```json\n{\"a\": 1}\n```",
            "<think>maybe {\"a\": 2}?</think>{\"a\": 1}",
            "maybe {\"a\": 2}?</think>{\"a\": 1}",
            "Sure! {not json} Here: {\"a\": 1} and {\"a\": 3}",
            "<think>x</think><think>{\"a\":2}</think> {\"a\": 1} <think>{\"a\": 4}",
        ] {
            assert_eq!(object(text), Some(json!({"a": 1})), "{text}");
        }
        for text in ["", "no", "{\"a\": 1", "[1, 2]", "<think>{\"a\": 1}"] {
            assert_eq!(object(text), None, "{text}");
        }
    }

    #[test]
    fn depth_and_length_are_bounded() {
        assert_eq!(object(&"{\"a\":".repeat(20_000)), None);
        assert_eq!(object(&"{".repeat(250_000)), None);
        assert_eq!(object(&format!("{}{{\"a\":1}}", " ".repeat(300_000))), None);
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "(\\PC|[{}\\[\\]\",:]|<think>|</think>){0,60}") {
            let _ = object(&text);
        }

        #[test]
        fn any_object_is_found_again(key in "[a-z<>{}]{0,8}", number in proptest::prelude::any::<i64>(), before in "[^{<]{0,20}") {
            proptest::prop_assume!(!key.contains("think"));
            let value = json!({key: number});
            assert_eq!(object(&format!("{before}{value}")), Some(value));
        }
    }
}
