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
    assert_eq!(row.values.tags, Patch::Set(vec!["a".into(), "b".into()]));
    assert_eq!(row.values.custom_fields, Patch::Set(serde_json::json!({ "Own": "x" })));
    assert_eq!(row.company.unwrap().domain, Patch::Set("acme.example".to_owned()));
}

#[test]
fn of_a_cell_of_countless_tags_as_many_are_held_as_are_refused() {
    let of = |cells: &[&str]| match row(&vec![Tags; cells.len()], cells, true).values.tags {
        Patch::Set(tags) => tags.len(),
        _ => 0,
    };
    let (distinct, same) =
        ((0..13_000).map(|n| format!("a{n}|")).collect::<String>(), "VIP;vip,".repeat(8_000));
    assert_eq!(of(&[&distinct]), 51);
    assert_eq!(of(&[&distinct, &distinct, "one more"]), 51);
    // What is there already counts once, and what stands behind it is seen.
    assert_eq!(of(&[&format!("{same}last"), "LAST"]), 2);
    assert_eq!(of(&["|".repeat(60_000).as_str()]), 0);
    let fifty: String = (0..50).map(|n| format!("a{n};")).collect();
    assert_eq!(of(&[&fifty]), 50);
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
