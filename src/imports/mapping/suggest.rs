//! A suggestion by rules: the columns' names first, what their values look like second. Every field is given out once.

use super::{names, shapes};
use entity::{
    import_mapping,
    import_parts::{ImportField, ImportMapping, MappedBy, MappedColumn},
};
use std::collections::HashMap;

/// Which column seems to be what. `saved`: a mapping for these columns that was kept, which goes before the rules.
pub fn suggest(
    columns: &[String],
    has_header: bool,
    sample: &[Vec<String>],
    saved: Option<&import_mapping::Model>,
) -> ImportMapping {
    if let Some(saved) = saved {
        return of_saved(columns, saved);
    }
    let mut found: Vec<(ImportField, f64)> =
        (0..columns.len()).map(|at| guess(columns, has_header, sample, at)).collect();
    // Of two columns for one field the surer one wins, of two as sure the first; tags may come from several.
    let mut best: HashMap<ImportField, usize> = HashMap::new();
    for (at, (field, sure)) in found.iter().enumerate() {
        match best.get(field) {
            Some(other) if found[*other].1 >= *sure => {}
            _ => {
                best.insert(*field, at);
            }
        }
    }
    let is_single =
        |field: ImportField| !matches!(field, ImportField::Ignore | ImportField::Custom | ImportField::Tags);
    for (at, place) in found.iter_mut().enumerate() {
        if is_single(place.0) && best.get(&place.0) != Some(&at) {
            *place = own(has_header);
        }
    }
    ImportMapping(columns.iter().zip(found).map(|(column, found)| mapped(column, found)).collect())
}

fn guess(columns: &[String], has_header: bool, sample: &[Vec<String>], at: usize) -> (ImportField, f64) {
    let values: Vec<&str> = sample.iter().filter_map(|row| row.get(at)).map(String::as_str).collect();
    let by_name = has_header.then(|| names::field(&columns[at])).flatten();
    let by_shape = shapes::field(&values);
    match (by_name, by_shape) {
        (Some((field, sure)), Some((shape, _))) if field == shape => (field, f64::min(1.0, sure + 0.04)),
        // Addresses are unmistakable, whatever the column is called.
        (Some((field, _)), Some((ImportField::Email, sure))) if field != ImportField::Email => {
            (ImportField::Email, sure * 0.8)
        }
        (Some(named), _) => named,
        (None, Some(shape)) => shape,
        (None, None) => own(has_header),
    }
}

/// A column nobody knows: a field of the agency's own, where it has a name.
fn own(has_header: bool) -> (ImportField, f64) {
    if has_header { (ImportField::Custom, 0.3) } else { (ImportField::Ignore, 0.3) }
}

fn mapped(column: &str, (field, confidence): (ImportField, f64)) -> MappedColumn {
    let custom_field = (field == ImportField::Custom).then(|| column.to_owned());
    let confidence = (confidence * 100.0).round() / 100.0;
    MappedColumn { column: column.to_owned(), field, custom_field, confidence, by: MappedBy::Rules }
}

fn of_saved(columns: &[String], saved: &import_mapping::Model) -> ImportMapping {
    let by_name: HashMap<String, &MappedColumn> =
        saved.mapping.0.iter().map(|entry| (names::key(&entry.column), entry)).collect();
    let entry = |column: &String| match by_name.get(&names::key(column)) {
        Some(entry) => {
            MappedColumn { column: column.clone(), confidence: 1.0, by: MappedBy::Saved, ..(*entry).clone() }
        }
        None => mapped(column, (ImportField::Ignore, 0.3)),
    };
    ImportMapping(columns.iter().map(entry).collect())
}
