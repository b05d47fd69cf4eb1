//! Which operation of a document is meant, and which root fields it asks for, fragments resolved.

use super::Refusal;
use async_graphql::{
    Positioned,
    parser::types::{
        DocumentOperations, ExecutableDocument, Field, OperationDefinition, OperationType, Selection,
        SelectionSet,
    },
};
use std::collections::HashSet;

/// The one operation a request is about.
#[derive(Clone, Copy)]
pub struct Chosen<'a> {
    pub definition: &'a OperationDefinition,
    document: &'a ExecutableDocument,
}

impl<'a> Chosen<'a> {
    /// The operation of this name, or the only one there is.
    pub fn of(document: &'a ExecutableDocument, name: Option<&str>) -> Result<Self, Refusal> {
        let found = match (&document.operations, name) {
            (DocumentOperations::Single(operation), None) => Some(operation),
            (DocumentOperations::Single(_), Some(_)) => None,
            (DocumentOperations::Multiple(all), Some(name)) => all.get(name),
            (DocumentOperations::Multiple(all), None) if all.len() == 1 => all.values().next(),
            (DocumentOperations::Multiple(_), None) => {
                let message = "The document has several operations: say which one in `operationName`.";
                return Err(Refusal::document(message));
            }
        };
        let definition = found.ok_or_else(|| Refusal::document("There is no operation of this name."))?;
        Self { definition: &definition.node, document }.checked()
    }

    /// The executor would pass over the fragments at the root of a subscription, and merge several fields into one stream.
    fn checked(self) -> Result<Self, Refusal> {
        let items = &self.definition.selection_set.node.items;
        let is_one_field = matches!(items.as_slice(), [only] if matches!(only.node, Selection::Field(_)));
        if self.kind() == OperationType::Subscription && !is_one_field {
            let message = "A subscription has exactly one root field, written outside of fragments.";
            return Err(Refusal::document(message));
        }
        Ok(self)
    }

    #[must_use]
    pub fn kind(&self) -> OperationType {
        self.definition.ty
    }

    /// The names of the root fields, in order, each as often as it is asked for.
    #[must_use]
    pub fn roots(&self) -> Vec<&'a str> {
        self.fields().into_iter().map(|field| field.name.node.as_str()).collect()
    }

    /// The first root field.
    #[must_use]
    pub fn root(&self) -> Option<&'a Field> {
        self.fields().into_iter().next()
    }

    fn fields(&self) -> Vec<&'a Field> {
        let mut fields = vec![];
        self.collect(&self.definition.selection_set, &mut fields);
        fields
    }

    /// Root fields outside of `public`: what a stranger may not ask for.
    #[must_use]
    pub fn not_public(&self, public: &[&str]) -> Option<&'a str> {
        self.roots().into_iter().find(|name| !name.starts_with("__") && !public.contains(name))
    }

    /// Does it ask for the schema's description? The name of a type (`__typename`) is none.
    #[must_use]
    pub fn introspects(&self) -> bool {
        self.roots().into_iter().any(|name| name == "__schema" || name == "__type")
    }

    /// Are an agency's settings asked for below this root field? A person's own (`user { settings }`) are nobody else's.
    #[must_use]
    pub fn shows_settings(&self, root: &str) -> bool {
        let mut seen = HashSet::new();
        let mut fields = self.fields().into_iter().filter(|field| field.name.node == root);
        fields.any(|field| self.has_settings(&field.selection_set, false, &mut seen))
    }

    fn has_settings(
        &self,
        set: &'a Positioned<SelectionSet>,
        is_users: bool,
        seen: &mut HashSet<(&'a str, bool)>,
    ) -> bool {
        set.node.items.iter().any(|selection| match &selection.node {
            Selection::Field(field) => {
                let name = field.node.name.node.as_str();
                (name == "settings" && !is_users)
                    || self.has_settings(&field.node.selection_set, name == "user", seen)
            }
            Selection::InlineFragment(inline) => {
                self.has_settings(&inline.node.selection_set, is_users, seen)
            }
            Selection::FragmentSpread(spread) => {
                let name = &spread.node.fragment_name.node;
                let fragment = self.document.fragments.get(name);
                seen.insert((name.as_str(), is_users))
                    && fragment.is_some_and(|it| self.has_settings(&it.node.selection_set, is_users, seen))
            }
        })
    }

    /// Fragments do not spread themselves here: that was refused before.
    fn collect(&self, set: &'a Positioned<SelectionSet>, fields: &mut Vec<&'a Field>) {
        for selection in &set.node.items {
            match &selection.node {
                Selection::Field(field) => fields.push(&field.node),
                Selection::InlineFragment(inline) => self.collect(&inline.node.selection_set, fields),
                Selection::FragmentSpread(spread) => {
                    if let Some(found) = self.document.fragments.get(&spread.node.fragment_name.node) {
                        self.collect(&found.node.selection_set, fields);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::parser::parse_query;

    #[test]
    fn the_operation_is_chosen_by_name_or_because_it_is_the_only_one() {
        let two = parse_query("query A {a} query B {b}").unwrap();
        assert!(Chosen::of(&two, None).is_err());
        assert_eq!(Chosen::of(&two, Some("B")).unwrap().roots(), ["b"]);
        assert!(Chosen::of(&two, Some("C")).is_err());
        let one = parse_query("{a}").unwrap();
        assert!(Chosen::of(&one, None).is_ok());
        assert!(Chosen::of(&one, Some("A")).is_err());
    }

    #[test]
    fn a_root_behind_a_fragment_is_seen() {
        let document =
            parse_query("{ health ...A } fragment A on Query { ... on Query { leads } __typename }").unwrap();
        let chosen = Chosen::of(&document, None).unwrap();
        assert_eq!(chosen.not_public(&["health"]), Some("leads"));
        assert_eq!(chosen.not_public(&["health", "leads"]), None);
    }

    #[test]
    fn an_agencys_settings_are_seen_wherever_they_stand() {
        let shows = |text: &str| {
            let document = parse_query(text).unwrap();
            Chosen::of(&document, None).unwrap().shows_settings("viewer")
        };
        assert!(shows("{ viewer { agency { id settings } } }"));
        assert!(shows(
            "{ viewer { ...V } } fragment V on Viewer { agency { ... on Agency { a: settings } } }"
        ));
        assert!(shows("{ viewer { user { ...S } agency { ...S } } } fragment S on Agency { settings }"));
        assert!(!shows("{ viewer { agency { id name } user { settings } } }"));
        assert!(!shows("{ agency { settings } viewer { isSuperAdmin } }"));
    }

    #[test]
    fn a_subscription_has_one_root() {
        let two = parse_query("subscription { a b }").unwrap();
        assert!(Chosen::of(&two, None).is_err());
        let hidden = parse_query("subscription { ...F } fragment F on Subscription { b }").unwrap();
        assert!(Chosen::of(&hidden, None).is_err());
        let one = parse_query("subscription { x: a { b c } }").unwrap();
        assert!(Chosen::of(&one, None).is_ok());
    }
}
