//! A document's measures: depth, aliases, directives, and how large it becomes when its fragments are written out.

use super::Refusal;
use crate::config::Limits;
use async_graphql::{
    Name, Positioned,
    parser::types::{ExecutableDocument, Field, Selection, SelectionSet},
};
use std::collections::HashMap;

/// Fields of one operation with every fragment written out. Walks without memory of fragments, as the executor's are, double
/// with each fragment that spreads another twice.
const WRITTEN_OUT: u64 = 20_000;

/// Lists of the introspection types: one inside itself makes the answer grow with the square of the schema.
const INTROSPECTION_LISTS: [&str; 6] =
    ["fields", "inputFields", "possibleTypes", "interfaces", "enumValues", "types"];

/// Refuses what is deeper, or has more of something, than the limits allow.
pub fn check(document: &ExecutableDocument, limits: &Limits) -> Result<(), Refusal> {
    let mut count = Count::default();
    for (_, operation) in document.operations.iter() {
        count.directives += operation.node.directives.len();
        count.walk(&operation.node.selection_set);
    }
    for fragment in document.fragments.values() {
        count.directives += fragment.node.directives.len();
        count.walk(&fragment.node.selection_set);
    }
    most("aliases", count.aliases, limits.aliases)?;
    most("directives", count.directives, limits.directives)?;
    let mut measure = Measure { document, fragments: HashMap::new(), introspected: 0 };
    for (_, operation) in document.operations.iter() {
        let size = measure.set(&operation.node.selection_set)?;
        if size.depth > limits.depth {
            return Err(Refusal::document(format!(
                "The document is more than {} fields deep.",
                limits.depth
            )));
        }
        if size.fields > WRITTEN_OUT {
            let message =
                format!("With its fragments written out the document has more than {WRITTEN_OUT} fields.");
            return Err(Refusal::document(message));
        }
    }
    Ok(())
}

fn most(what: &str, found: usize, most: usize) -> Result<(), Refusal> {
    if found > most {
        return Err(Refusal::document(format!(
            "The document has {found} {what}; at most {most} are allowed."
        )));
    }
    Ok(())
}

/// What is written in the document, wherever it stands.
#[derive(Default)]
struct Count {
    aliases: usize,
    directives: usize,
}

impl Count {
    fn walk(&mut self, set: &Positioned<SelectionSet>) {
        for selection in &set.node.items {
            self.directives += selection.node.directives().len();
            match &selection.node {
                Selection::Field(field) => {
                    self.aliases += usize::from(field.node.alias.is_some());
                    self.walk(&field.node.selection_set);
                }
                Selection::InlineFragment(inline) => self.walk(&inline.node.selection_set),
                Selection::FragmentSpread(_) => {}
            }
        }
    }
}

#[derive(Clone, Copy, Default)]
struct Size {
    depth: usize,
    fields: u64,
}

impl Size {
    fn beside(self, other: Self) -> Self {
        Self { depth: self.depth.max(other.depth), fields: self.fields.saturating_add(other.fields) }
    }

    fn below_a_field(self) -> Self {
        Self { depth: self.depth + 1, fields: self.fields.saturating_add(1) }
    }
}

/// Each fragment is measured once; one that is being measured already spreads itself.
struct Measure<'a> {
    document: &'a ExecutableDocument,
    fragments: HashMap<&'a Name, Option<Size>>,
    /// Selections of the introspection types, with fragments written out.
    introspected: u64,
}

impl<'a> Measure<'a> {
    fn set(&mut self, set: &'a Positioned<SelectionSet>) -> Result<Size, Refusal> {
        let mut size = Size::default();
        for selection in &set.node.items {
            let one = match &selection.node {
                Selection::Field(field) => self.field(field)?,
                Selection::InlineFragment(inline) => self.set(&inline.node.selection_set)?,
                Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name)?,
            };
            size = size.beside(one);
        }
        Ok(size)
    }

    fn field(&mut self, field: &'a Positioned<Field>) -> Result<Size, Refusal> {
        if field.node.name.node.starts_with("__") {
            self.introspection(&field.node.selection_set, &mut vec![], &mut vec![])?;
            return Ok(Size { depth: 1, fields: 1 });
        }
        Ok(self.set(&field.node.selection_set)?.below_a_field())
    }

    fn fragment(&mut self, name: &'a Positioned<Name>) -> Result<Size, Refusal> {
        let Some((name, fragment)) = self.document.fragments.get_key_value(&name.node) else {
            return Err(Refusal::document(format!("There is no fragment `{}`.", name.node)).at(name.pos));
        };
        match self.fragments.get(name) {
            Some(Some(size)) => return Ok(*size),
            Some(None) => {
                let message = format!("The fragment `{name}` spreads itself.");
                return Err(Refusal::document(message).at(fragment.pos));
            }
            None => self.fragments.insert(name, None),
        };
        let size = self.set(&fragment.node.selection_set)?;
        self.fragments.insert(name, Some(size));
        Ok(size)
    }

    /// The schema's own description may be asked for to any useful depth, but no list of it inside itself.
    fn introspection(
        &mut self,
        set: &'a Positioned<SelectionSet>,
        lists: &mut Vec<&'a str>,
        spread: &mut Vec<&'a str>,
    ) -> Result<(), Refusal> {
        for selection in &set.node.items {
            self.introspected += 1;
            match &selection.node {
                Selection::Field(field) => {
                    let name = field.node.name.node.as_str();
                    let is_list = INTROSPECTION_LISTS.contains(&name);
                    if is_list && lists.contains(&name) {
                        let message = "Introspection must not ask for a list inside itself.";
                        return Err(Refusal::document(message).at(field.pos));
                    }
                    lists.extend(is_list.then_some(name));
                    self.introspection(&field.node.selection_set, lists, spread)?;
                    lists.truncate(lists.len() - usize::from(is_list));
                }
                Selection::InlineFragment(inline) => {
                    self.introspection(&inline.node.selection_set, lists, spread)?;
                }
                Selection::FragmentSpread(named) => self.introspected(named, lists, spread)?,
            }
        }
        Ok(())
    }

    fn introspected(
        &mut self,
        named: &'a Positioned<async_graphql::parser::types::FragmentSpread>,
        lists: &mut Vec<&'a str>,
        spread: &mut Vec<&'a str>,
    ) -> Result<(), Refusal> {
        let name = named.node.fragment_name.node.as_str();
        if spread.contains(&name) || self.introspected > WRITTEN_OUT {
            let message = "Introspection must not spread fragments inside themselves, or this often.";
            return Err(Refusal::document(message).at(named.pos));
        }
        let Some(fragment) = self.document.fragments.get(name) else { return Ok(()) };
        spread.push(name);
        self.introspection(&fragment.node.selection_set, lists, spread)?;
        spread.pop();
        Ok(())
    }
}

#[cfg(test)]
#[path = "shape_tests.rs"]
mod tests;
