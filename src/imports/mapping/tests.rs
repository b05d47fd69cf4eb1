//! Columns are known by their names and by what stands in them.

use super::{MappingWish, checked, columns_key, suggest};
use entity::import_parts::ImportField::{self, *};

fn texts(all: &[&str]) -> Vec<String> {
    all.iter().map(|text| (*text).to_owned()).collect()
}

fn found(columns: &[&str], rows: &[&[&str]]) -> Vec<ImportField> {
    let rows: Vec<Vec<String>> = rows.iter().map(|row| texts(row)).collect();
    suggest(&texts(columns), true, &rows, None).0.iter().map(|entry| entry.field).collect()
}

#[test]
fn columns_are_known_by_their_names_in_several_languages() {
    assert_eq!(
        found(&["First Name", "LAST_NAME", "E-mail", "Company"], &[]),
        [FirstName, LastName, Email, CompanyName]
    );
    assert_eq!(
        found(&["Vorname", "Nachname", "E-Mail-Adresse", "Straße"], &[]),
        [FirstName, LastName, Email, Custom]
    );
    assert_eq!(found(&["Prénom", "Téléphone portable", "Société"], &[]), [FirstName, Phone, CompanyName]);
    assert_eq!(
        found(&["Person Linkedin Url", "# Employees", "Company Phone"], &[]),
        [LinkedinUrl, CompanyEmployees, Custom]
    );
}

#[test]
fn values_say_what_a_name_does_not() {
    let rows: &[&[&str]] = &[&["ana@acme.example", "+49 30 1234567"], &["bo@blue.example", "+49 89 7654321"]];
    assert_eq!(found(&["Spalte A", "Spalte B"], rows), [Email, Phone]);
    // A field is given out once: the surer column wins.
    assert_eq!(found(&["Whatever", "Email"], &[&["x@y.example", "z@y.example"]]), [Custom, Email]);
}

#[test]
fn a_mapping_that_names_nobody_is_refused() {
    let columns = texts(&["A", "B"]);
    let wish = |column: &str, field| MappingWish { column: column.to_owned(), field, custom_field: None };
    assert!(checked(&columns, vec![wish("A", City)]).is_err());
    assert!(checked(&columns, vec![wish("A", Email), wish("B", Email)]).is_err());
    assert!(checked(&columns, vec![wish("C", Email)]).is_err());
    let good = checked(&columns, vec![wish("B", Email)]).unwrap();
    assert_eq!(good.0.iter().map(|entry| entry.field).collect::<Vec<_>>(), [Ignore, Email]);
}

#[test]
fn the_same_columns_have_one_key() {
    assert_eq!(columns_key(&texts(&["E-Mail", "Vor name"])), columns_key(&texts(&["vorname", "email"])));
}
