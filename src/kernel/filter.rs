//! Typed filters, as every list offers them: plain values in, a condition out. Text is compared case-folded.

use super::error::{Error, Result};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, IntoSimpleExpr, Value,
    sea_query::{Expr, ExprTrait, Func, LikeExpr},
};
use serde::{Deserialize, Serialize};

/// How deep `and`, `or` and `not` may nest, and how many values `in` may name.
pub const MAX_DEPTH: usize = 5;
pub const MAX_VALUES: usize = 100;

/// Conditions on one text field; all that are given must hold.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Text {
    pub eq: Option<String>,
    pub is_in: Option<Vec<String>>,
    pub not: Option<String>,
    pub contains: Option<String>,
    pub starts_with: Option<String>,
    pub is_null: Option<bool>,
}

/// Conditions on one number or instant; all that are given must hold.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Range<T> {
    pub eq: Option<T>,
    pub is_in: Option<Vec<T>>,
    pub not: Option<T>,
    pub gt: Option<T>,
    pub gte: Option<T>,
    pub lt: Option<T>,
    pub lte: Option<T>,
    /// Both ends belong to it; the wrong way round nothing does.
    pub between: Option<(T, T)>,
    pub is_null: Option<bool>,
}

/// Conditions on one enum or id; all that are given must hold.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Choice<T> {
    pub eq: Option<T>,
    pub is_in: Option<Vec<T>>,
    pub not: Option<T>,
    pub is_null: Option<bool>,
}

impl Text {
    /// On a column whose values are stored case-folded.
    pub fn on_folded(&self, column: impl ColumnTrait) -> Condition {
        let fold = |text: &String| crate::base::text::fold(text);
        self.on(column, fold)
    }

    /// On a column whose values are codes or keys: compared as they are.
    pub fn on_exact(&self, column: impl ColumnTrait) -> Condition {
        self.on(column, Clone::clone)
    }

    fn on(&self, column: impl ColumnTrait, fold: impl Fn(&String) -> String) -> Condition {
        // PostgreSQL cannot even compare with a null character.
        let fold = |text: &String| fold(text).replace('\0', "");
        let like = |pattern: String| column.like(LikeExpr::new(pattern).escape('\\'));
        Condition::all()
            .add_option(self.eq.as_ref().map(|v| column.eq(fold(v))))
            .add_option(self.is_in.as_ref().map(|all| column.is_in(all.iter().map(&fold))))
            .add_option(self.not.as_ref().map(|v| column.ne(fold(v)).or(column.is_null())))
            .add_option(self.contains.as_ref().map(|v| like(format!("%{}%", escape(&fold(v))))))
            .add_option(self.starts_with.as_ref().map(|v| like(format!("{}%", escape(&fold(v))))))
            .add_option(self.is_null.map(|is_null| nullness(column, is_null)))
    }
}

impl<T: Clone + Into<Value>> Range<T> {
    pub fn on(&self, column: impl ColumnTrait) -> Condition {
        Condition::all()
            .add_option(self.eq.clone().map(|v| column.eq(v)))
            .add_option(self.is_in.clone().map(|all| column.is_in(all)))
            .add_option(self.not.clone().map(|v| column.ne(v).or(column.is_null())))
            .add_option(self.gt.clone().map(|v| column.gt(v)))
            .add_option(self.gte.clone().map(|v| column.gte(v)))
            .add_option(self.lt.clone().map(|v| column.lt(v)))
            .add_option(self.lte.clone().map(|v| column.lte(v)))
            .add_option(self.between.clone().map(|(from, to)| column.between(from, to)))
            .add_option(self.is_null.map(|is_null| nullness(column, is_null)))
    }
}

impl<T> Choice<T> {
    /// What it comes to for somebody to whom every row looks empty there: a condition that holds for each, or for none.
    #[must_use]
    pub fn on_nothing(&self) -> Self {
        let holds = self.eq.is_none() && self.is_in.is_none() && self.is_null != Some(false);
        let is_in = if holds { None } else { Some(vec![]) };
        Self { is_in, ..Self::default() }
    }
}

impl<T: Clone + Into<Value>> Choice<T> {
    pub fn on(&self, column: impl ColumnTrait) -> Condition {
        Condition::all()
            .add_option(self.eq.clone().map(|v| column.eq(v)))
            .add_option(self.is_in.clone().map(|all| column.is_in(all)))
            .add_option(self.not.clone().map(|v| column.ne(v).or(column.is_null())))
            .add_option(self.is_null.map(|is_null| nullness(column, is_null)))
    }
}

/// A filter of a noun: its own fields, and `and`, `or`, `not` of the same.
pub trait Nested: Sized {
    /// The condition of the fields alone.
    fn fields(&self) -> Condition;
    fn and(&self) -> &[Self];
    fn or(&self) -> &[Self];
    fn not(&self) -> Option<&Self>;

    /// The whole condition; refuses what is nested too deeply.
    fn condition(&self) -> Result<Condition> {
        self.condition_at(0)
    }

    #[doc(hidden)]
    fn condition_at(&self, depth: usize) -> Result<Condition> {
        if depth > MAX_DEPTH {
            return Err(Error::invalid("filter", format!("at most {MAX_DEPTH} levels of and, or, not")));
        }
        let mut all = Condition::all().add(self.fields());
        for part in self.and() {
            all = all.add(part.condition_at(depth + 1)?);
        }
        if !self.or().is_empty() {
            let mut any = Condition::any();
            for part in self.or() {
                any = any.add(part.condition_at(depth + 1)?);
            }
            all = all.add(any);
        }
        if let Some(part) = self.not() {
            // What is unknown does not match, so `not` finds it: SQL would lose it both ways.
            let matches = Func::coalesce([part.condition_at(depth + 1)?.into(), Expr::val(false)]);
            all = all.add(Expr::from(matches).not());
        }
        Ok(all)
    }
}

/// An instant or nothing; named for filters on times.
pub type Times = Range<DateTime<Utc>>;

impl<T> Default for Range<T> {
    fn default() -> Self {
        let (eq, is_in, not, between, is_null) = (None, None, None, None, None);
        Self { eq, is_in, not, gt: None, gte: None, lt: None, lte: None, between, is_null }
    }
}

impl<T> Default for Choice<T> {
    fn default() -> Self {
        Self { eq: None, is_in: None, not: None, is_null: None }
    }
}

fn nullness(column: impl ColumnTrait, is_null: bool) -> Expr {
    if is_null { column.into_simple_expr().is_null() } else { column.into_simple_expr().is_not_null() }
}

/// `%`, `_` and `\` mean themselves in what people search for.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
