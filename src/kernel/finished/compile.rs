//! An object becomes the columns and joins of one statement, and the steps that write its rows.

use super::object::{As, Field, Object, One};
use std::fmt::Write;

/// What one row's text is made of, in order.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// JSON, as it is.
    Literal(String),
    /// The value of the column at this place of the statement.
    Value(usize, As),
    /// Null instead of everything up to the step `end`, where the column at this place is null.
    Null { column: usize, end: usize },
    /// The text handed in for the row.
    Later(usize),
}

/// A table of the statement, under its alias.
#[derive(Clone, Debug)]
pub(super) struct Join {
    pub one: One,
    /// The alias of the row that leads to it.
    pub from: String,
    pub alias: String,
}

/// A list's objects, ready to be read and written.
#[derive(Clone, Debug, Default)]
pub(super) struct Compiled {
    pub steps: Vec<Step>,
    /// The columns of the statement: alias of the table, column.
    pub columns: Vec<(String, &'static str)>,
    pub joins: Vec<Join>,
}

/// The names that every table here has.
pub(super) const ID: &str = "id";
pub(super) const AGENCY: &str = "agency_id";

impl Compiled {
    /// For rows of the table `root`; `ahead` are columns of it that come first in the statement.
    pub fn of(object: &Object, root: &str, ahead: &[&'static str]) -> Self {
        let mut compiled = Self::default();
        for column in ahead {
            compiled.place(root, column);
        }
        compiled.object(object, root);
        compiled
    }

    /// The columns of the statement, where there is but one table.
    pub fn own(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|(_, column)| *column)
    }

    /// The columns of this table that the statement or its joins look at.
    pub fn columns_of(&self, table: &str) -> Vec<&'static str> {
        let mut found: Vec<&'static str> = vec![];
        let own = self.columns.iter().filter(|(alias, _)| alias == table).map(|(_, column)| *column);
        let linked = self.joins.iter().filter(|join| join.from == table);
        let linked = linked.flat_map(|join| match join.one {
            One::Named { by, .. } => [AGENCY, by],
            One::Latest { .. } => [AGENCY, ID],
        });
        for column in own.chain(linked) {
            if !found.contains(&column) {
                found.push(column);
            }
        }
        found
    }

    fn object(&mut self, object: &Object, table: &str) {
        self.literal("{");
        for (at, (key, field)) in object.fields.iter().enumerate() {
            // Keys are GraphQL names: nothing in them needs to be escaped.
            let comma = if at == 0 { "" } else { "," };
            self.literal(&format!("{comma}\"{key}\":"));
            match field {
                Field::Column(column, kind) => {
                    let place = self.place(table, column);
                    self.steps.push(Step::Value(place, *kind));
                }
                Field::One(one, object) => self.one(*one, object, table),
                Field::Later(which) => self.steps.push(Step::Later(*which)),
                Field::Name(name) => self.literal(&format!("\"{name}\"")),
            }
        }
        self.literal("}");
    }

    fn one(&mut self, one: One, object: &Object, from: &str) {
        let alias = format!("joined{}", self.joins.len() + 1);
        self.joins.push(Join { one, from: from.to_owned(), alias: alias.clone() });
        let column = self.place(&alias, ID);
        let check = self.steps.len();
        self.steps.push(Step::Null { column, end: 0 });
        self.object(object, &alias);
        let end = self.steps.len();
        self.steps[check] = Step::Null { column, end };
        // What follows must not grow into the literal that a null skips.
        self.steps.push(Step::Literal(String::new()));
    }

    /// Where the statement has this column.
    fn place(&mut self, table: &str, column: &'static str) -> usize {
        let known = self.columns.iter().position(|(alias, name)| alias == table && *name == column);
        known.unwrap_or_else(|| {
            self.columns.push((table.to_owned(), column));
            self.columns.len() - 1
        })
    }

    fn literal(&mut self, text: &str) {
        match self.steps.last_mut() {
            Some(Step::Literal(before)) => {
                let _ = before.write_str(text);
            }
            _ => self.steps.push(Step::Literal(text.to_owned())),
        }
    }
}
