//! Rows become people, or say why not.

use super::read::Plan;
use crate::{
    imports::file::{Decoder, Position, Record},
    kernel::patch::Patch,
};
use entity::import_parts::ImportField::{self, *};

fn row(fields: &[ImportField], cells: &[&str], clear_on_empty: bool) -> super::Row {
    let columns = fields.iter().map(|field| (*field, (*field == Custom).then(|| "Own".to_owned()))).collect();
    let mut plan = Plan::with(columns, clear_on_empty, Some("DE".into()));
    let cells = cells.iter().map(|cell| cell.as_bytes().to_vec()).collect();
    plan.row(
        &Record { at: Position { offset: 0, line: 7 }, cells, trouble: None },
        Decoder::of(encoding_rs::UTF_8),
    )
}

#[test]
fn cells_become_what_they_say() {
    let fields = [FullName, Email, Phone, Seniority, Country, Tags, Custom, CompanyName, CompanyDomain];
    let cells = [
        "Ana\n Lima",
        "Ana <ana@acme.example>",
        "030 901820",
        "Head of Sales",
        "Germany",
        "a; B|a",
        " x ",
        "Acme",
        "https://www.acme.example/x",
    ];
    let row = row(&fields, &cells, false);
    assert!(row.problems.is_empty(), "{:?}", row.problems);
    assert_eq!(row.values.full_name, Patch::Set("Ana Lima".to_owned()));
    assert_eq!(row.values.country, Patch::Set("DE".to_owned()));
    assert_eq!(row.values.seniority, Patch::Set(entity::contact::Seniority::Head));
    assert_eq!(row.values.tags, Patch::Set(vec!["a".into(), "B".into(), "a".into()]));
    assert_eq!(row.values.custom_fields, Patch::Set(serde_json::json!({ "Own": "x" })));
    assert_eq!(row.company.unwrap().domain, Patch::Set("acme.example".to_owned()));
}

#[test]
fn an_empty_cell_keeps_and_clears_only_when_asked_to() {
    assert_eq!(row(&[FullName, City], &["Ana", "n/a"], false).values.city, Patch::Keep);
    assert_eq!(row(&[FullName, City], &["Ana", ""], true).values.city, Patch::Clear);
    // A cell that is not there at all says nothing.
    assert_eq!(row(&[FullName, City], &["Ana"], true).values.city, Patch::Keep);
}

#[test]
fn a_number_without_a_country_is_one_of_the_imports() {
    assert_eq!(row(&[Phone], &["030 901820"], false).values.phone, Patch::Set("+4930901820".to_owned()));
    assert_eq!(
        row(&[Phone, Country], &["020 7946 0000", "GB"], false).values.phone,
        Patch::Set("020 7946 0000".to_owned())
    );
}

#[test]
fn what_is_no_row_says_why() {
    assert!(row(&[FullName], &["Ana", "surplus"], false).is_broken);
    assert!(!row(&[FullName], &["Ana", " ", ""], false).is_broken);
    let odd = row(&[FullName, Seniority], &["Ana", "purple"], false);
    assert_eq!((odd.is_broken, odd.problems[0].field.as_deref()), (false, Some("seniority")));
}
