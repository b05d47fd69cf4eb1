//! What a document costs, before it runs: an object is 1, ten scalars are 1, and lists multiply what is in them. A field pays
//! for each time it stands there, under whichever name.

use super::{Chosen, Types};
use async_graphql::{
    Name, Positioned, Value, Variables,
    parser::types::{ExecutableDocument, Field, OperationType, Selection, SelectionSet},
};
use std::collections::HashMap;

/// In tenths.
const LEAF: u64 = 1;
const OBJECT: u64 = 10;
/// A command writes in a transaction.
const COMMAND: u64 = 100;
/// Counting a list reads up to 10,000 rows.
const COUNT: u64 = 100;
/// Numbers of the whole agency: several statements, over sums and at times over rows that no page bounds.
const NUMBERS: u64 = 500;
/// What a list without `first` is taken to hold.
const PLAIN_LIST: u64 = 10;
/// A page where the document does not say, and at most (graphql.md).
const PAGE: u64 = 25;
const LARGEST_PAGE: u64 = 100;
/// The schema's description costs this, whatever is asked of it.
pub const INTROSPECTION_COST: u64 = 100;

/// The type of all questions about numbers.
pub const ANALYTICS: &str = "Analytics";
/// The same kind of question elsewhere: type and field.
pub const ADD_UP: [(&str, &str); 3] =
    [("Query", "providerStats"), ("Query", "topCampaigns"), ("Subscription", "analyticsOverview")];

/// The cost of one operation, at least 1.
#[must_use]
pub fn cost(types: &Types, document: &ExecutableDocument, chosen: &Chosen<'_>, variables: &Variables) -> u64 {
    let mut pricing = Pricing { types, document, chosen, variables, fragments: HashMap::new() };
    let root = types.root(chosen.kind());
    let mut tenths = pricing.set(&chosen.definition.selection_set, root, None);
    if chosen.kind() == OperationType::Mutation {
        let commands = u64::try_from(chosen.roots().len()).unwrap_or(u64::MAX);
        tenths = tenths.saturating_add(commands.saturating_mul(COMMAND));
    }
    tenths.div_ceil(10).max(1)
}

/// Does it add up what the whole agency did? Each field of [`ANALYTICS`], and those that say such numbers by themselves.
fn adds_up(parent: &str, name: &str) -> bool {
    parent == ANALYTICS || ADD_UP.contains(&(parent, name))
}

struct Pricing<'a> {
    types: &'a Types,
    document: &'a ExecutableDocument,
    chosen: &'a Chosen<'a>,
    variables: &'a Variables,
    /// A fragment inside a page costs more than outside, so the page's size belongs to the key.
    fragments: HashMap<(&'a Name, Option<u64>), u64>,
}

impl<'a> Pricing<'a> {
    /// `page`: we are in a connection, whose lists hold this many.
    fn set(&mut self, set: &'a Positioned<SelectionSet>, parent: &str, page: Option<u64>) -> u64 {
        set.node.items.iter().fold(0_u64, |sum, selection| {
            let one = match &selection.node {
                Selection::Field(field) => self.field(&field.node, parent, page),
                Selection::InlineFragment(inline) => {
                    let on = inline.node.type_condition.as_ref().map(|on| on.node.on.node.as_str());
                    self.set(&inline.node.selection_set, on.unwrap_or(parent), page)
                }
                Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node, page),
            };
            sum.saturating_add(one)
        })
    }

    fn fragment(&mut self, name: &'a Name, page: Option<u64>) -> u64 {
        if let Some(known) = self.fragments.get(&(name, page)) {
            return *known;
        }
        let Some(fragment) = self.document.fragments.get(name) else { return 0 };
        let found =
            self.set(&fragment.node.selection_set, fragment.node.type_condition.node.on.node.as_str(), page);
        self.fragments.insert((name, page), found);
        found
    }

    fn field(&mut self, field: &'a Field, parent: &str, page: Option<u64>) -> u64 {
        let name = field.name.node.as_str();
        match name {
            "__typename" => return 0,
            "__schema" | "__type" => return INTROSPECTION_COST * 10,
            "totalCount" | "totalCountIsLowerBound" if page.is_some() => return COUNT,
            _ => {}
        }
        let Some(gives) = self.types.field(parent, name).cloned() else {
            return OBJECT.saturating_add(self.set(&field.selection_set, "", None));
        };
        if gives.is_leaf {
            return LEAF;
        }
        let asked = self.page_size(field);
        let below = gives.is_page.then(|| asked.unwrap_or(PAGE));
        let one = OBJECT.saturating_add(self.set(&field.selection_set, &gives.of, below));
        let all = match gives.is_list {
            true => one.saturating_mul(page.or(asked).unwrap_or_else(|| self.named(field).max(PLAIN_LIST))),
            false => one,
        };
        if adds_up(parent, name) { all.saturating_add(NUMBERS) } else { all }
    }

    /// The largest, where several are given: one of them may be null, and another the size.
    fn page_size(&self, field: &Field) -> Option<u64> {
        let given = ["first", "last", "limit"].into_iter().filter(|name| field.get_argument(name).is_some());
        let size = |name: &str| match self.argument(field, name) {
            Some(Value::Number(number)) => number.as_u64(),
            _ => None,
        };
        let largest = given.map(size).max()?;
        Some(largest.unwrap_or(PAGE).clamp(1, LARGEST_PAGE))
    }

    /// How many things are asked for by their ids.
    fn named(&self, field: &Field) -> u64 {
        match self.argument(field, "ids") {
            Some(Value::List(ids)) => u64::try_from(ids.len()).unwrap_or(u64::MAX),
            _ => 0,
        }
    }

    fn argument(&self, field: &Field, name: &str) -> Option<Value> {
        let given = field.get_argument(name)?.node.clone();
        given.into_const_with(|name| self.variable(&name).ok_or(())).ok()
    }

    fn variable(&self, name: &Name) -> Option<Value> {
        let mut definitions = self.chosen.definition.variable_definitions.iter();
        let definition = definitions.find(|definition| definition.node.name.node == *name)?;
        self.variables.get(name).or(definition.node.default_value()).cloned()
    }
}

#[cfg(test)]
#[path = "cost_tests.rs"]
mod tests;
