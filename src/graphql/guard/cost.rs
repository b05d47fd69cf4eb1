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
/// The most that a command takes at once: what is longer is refused, or is a list in somebody's own JSON.
const MOST_NAMED: u64 = 500;
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
    let mut tenths = pricing.set(&chosen.definition.selection_set, root, Above::default());
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

/// What the field above says of the lists right below it.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Above {
    /// It is a connection, whose lists hold this many.
    page: Option<u64>,
    /// It is a command in which this many things are named: what it answers of each is a list as long.
    named: u64,
}

struct Pricing<'a> {
    types: &'a Types,
    document: &'a ExecutableDocument,
    chosen: &'a Chosen<'a>,
    variables: &'a Variables,
    /// A fragment inside a page costs more than outside, and below a command for many more than below one for few: so what stands
    /// above it belongs to the key.
    fragments: HashMap<(&'a Name, Above), u64>,
}

impl<'a> Pricing<'a> {
    fn set(&mut self, set: &'a Positioned<SelectionSet>, parent: &str, above: Above) -> u64 {
        set.node.items.iter().fold(0_u64, |sum, selection| {
            let one = match &selection.node {
                Selection::Field(field) => self.field(&field.node, parent, above),
                Selection::InlineFragment(inline) => {
                    let on = inline.node.type_condition.as_ref().map(|on| on.node.on.node.as_str());
                    self.set(&inline.node.selection_set, on.unwrap_or(parent), above)
                }
                Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node, above),
            };
            sum.saturating_add(one)
        })
    }

    fn fragment(&mut self, name: &'a Name, above: Above) -> u64 {
        if let Some(known) = self.fragments.get(&(name, above)) {
            return *known;
        }
        let Some(fragment) = self.document.fragments.get(name) else { return 0 };
        let found =
            self.set(&fragment.node.selection_set, fragment.node.type_condition.node.on.node.as_str(), above);
        self.fragments.insert((name, above), found);
        found
    }

    fn field(&mut self, field: &'a Field, parent: &str, above: Above) -> u64 {
        let name = field.name.node.as_str();
        match name {
            "__typename" => return 0,
            "__schema" | "__type" => return INTROSPECTION_COST * 10,
            "totalCount" | "totalCountIsLowerBound" if above.page.is_some() => return COUNT,
            _ => {}
        }
        let Some(gives) = self.types.field(parent, name).cloned() else {
            return OBJECT.saturating_add(self.set(&field.selection_set, "", Above::default()));
        };
        if gives.is_leaf {
            return LEAF;
        }
        let asked = self.page_size(field);
        let is_command = parent == self.types.root(OperationType::Mutation);
        let named = if is_command { self.longest_in(field) } else { 0 };
        let below = Above { page: gives.is_page.then(|| asked.unwrap_or(PAGE)), named };
        let one = OBJECT.saturating_add(self.set(&field.selection_set, &gives.of, below));
        let all = match gives.is_list {
            true => one.saturating_mul(above.page.or(asked).unwrap_or_else(|| {
                let ids = if is_command { named } else { self.named(field) };
                ids.max(above.named).max(PLAIN_LIST)
            })),
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

    /// How many things a command is about: the longest list anywhere in its arguments.
    fn longest_in(&self, field: &Field) -> u64 {
        let given = field.arguments.iter().filter_map(|(name, _)| self.argument(field, name.node.as_str()));
        given.map(|value| longest(&value)).max().unwrap_or_default().min(MOST_NAMED)
    }

    /// A variable that was not sent is null, and hides nothing of what stands beside it.
    fn argument(&self, field: &Field, name: &str) -> Option<Value> {
        let given = field.get_argument(name)?.node.clone();
        given.into_const_with(|name| Ok::<_, ()>(self.variable(&name).unwrap_or_default())).ok()
    }

    fn variable(&self, name: &Name) -> Option<Value> {
        let mut definitions = self.chosen.definition.variable_definitions.iter();
        let definition = definitions.find(|definition| definition.node.name.node == *name)?;
        self.variables.get(name).or(definition.node.default_value()).cloned()
    }
}

fn longest(value: &Value) -> u64 {
    let below = |values: &mut dyn Iterator<Item = &Value>| values.map(longest).max().unwrap_or_default();
    match value {
        Value::List(items) => u64::try_from(items.len()).unwrap_or(u64::MAX).max(below(&mut items.iter())),
        Value::Object(fields) => below(&mut fields.values()),
        _ => 0,
    }
}

#[cfg(test)]
#[path = "cost_tests.rs"]
mod tests;
