//! Shapes that are refused, and the ones beside them that are not.

use super::check;
use crate::config::Limits;
use async_graphql::parser::parse_query;

fn verdict(text: &str) -> Result<(), String> {
    let limits = Limits { depth: 5, aliases: 3, directives: 2, ..Limits::default() };
    check(&parse_query(text).unwrap(), &limits).map_err(|refusal| refusal.message)
}

#[test]
fn depth_counts_through_fragments() {
    assert_eq!(verdict("{a{b{c{d{e}}}}}"), Ok(()));
    assert!(verdict("{a{b{c{d{e{f}}}}}}").is_err());
    assert!(verdict("{a{...F}} fragment F on X {b{c{d{e{f}}}}}").is_err());
    assert_eq!(verdict("{a{... on X{b{c{d{e}}}}}}"), Ok(()));
}

#[test]
fn aliases_and_directives_are_counted_wherever_they_stand() {
    assert_eq!(verdict("{a:x b:x c:x}"), Ok(()));
    assert!(verdict("{a:x b:x c:x d:x}").is_err());
    assert!(verdict("{a:x b:x ...F} fragment F on X {c:x d:x}").is_err());
    assert!(verdict("{a @skip(if:true) @a @a}").is_err());
    assert!(verdict("query @a @b @c {a}").is_err());
}

#[test]
fn fragments_that_double_each_other_are_refused_at_once() {
    let mut text = String::from("{...F0 ...F0}");
    for i in 0..60 {
        text.push_str(&format!(" fragment F{i} on X {{ ...F{} ...F{} }}", i + 1, i + 1));
    }
    text.push_str(" fragment F60 on X { a }");
    assert!(verdict(&text).unwrap_err().contains("written out"));
}

#[test]
fn a_fragment_that_spreads_itself_is_refused() {
    assert!(verdict("{...A} fragment A on X {a{...B}} fragment B on X {b{...A}}").is_err());
    assert!(verdict("{...A}").is_err());
}

#[test]
fn introspection_may_be_deep_but_not_circular() {
    let of_type = format!("{}name{}", "ofType{".repeat(9), "}".repeat(9));
    assert_eq!(verdict(&format!("{{__schema{{types{{fields{{args{{type{{{of_type}}}}}}}}}}}}}")), Ok(()));
    assert!(verdict("{__schema{types{fields{type{fields{name}}}}}}").is_err());
    assert!(verdict("{__schema{...A}} fragment A on X {types{...B}} fragment B on X {fields{type{...C}}} fragment C on X {fields{name}}").is_err());
    let wide = |name: &str| format!("...{name} ").repeat(50);
    let (b, c, d) = (wide("B"), wide("C"), wide("D"));
    let text = format!(
        "{{__schema{{{b}}}}} fragment B on X {{{c}}} fragment C on X {{{d}}} fragment D on X {{name}}"
    );
    assert!(verdict(&text).is_err());
    assert!(verdict("{__type(name:\"X\"){...A}} fragment A on X {ofType{...A}}").is_err());
}
