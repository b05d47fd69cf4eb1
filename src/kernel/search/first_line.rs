//! Words on the first line of a text alone, for who may not know what stands on the others. An index holds whole texts: what is
//! found here is found through it too, so it is asked beside.

use super::close::{alike, is_long, named, parts};
use crate::kernel::filter::escape;
use entity::tenancy::Tenanted;
use sea_orm::{
    Condition, DbBackend,
    sea_query::{Expr, ExprTrait, LikeExpr},
};

/// Every word as it is.
pub(super) fn exactly<E: Tenanted>(column: E::Column, words: &[String], backend: DbBackend) -> Condition {
    let line = line::<E>(column, backend);
    words.iter().fold(Condition::all(), |all, word| all.add(has(&line, word)))
}

/// Something like each word; short ones as they are.
pub(super) fn closely<E: Tenanted>(column: E::Column, words: &[String], backend: DbBackend) -> Condition {
    let line = line::<E>(column, backend);
    words.iter().fold(Condition::all(), |all, word| {
        if !is_long(word) {
            return all.add(has(&line, word));
        }
        let any = parts(word).iter().fold(Condition::any(), |any, part| any.add(has(&line, part)));
        all.add(any).add(alike(&line, word, backend))
    })
}

fn line<E: Tenanted>(column: E::Column, backend: DbBackend) -> String {
    let text = named::<E>(column);
    match backend {
        DbBackend::Postgres => format!("split_part({text}, chr(10), 1)"),
        _ => format!("substr({text}, 1, instr({text} || char(10), char(10)) - 1)"),
    }
}

fn has(line: &str, part: &str) -> Expr {
    Expr::cust(line.to_owned()).like(LikeExpr::new(format!("%{}%", escape(part))).escape('\\'))
}
