//! Every column that holds sealed values is sealed anew when keys are rotated: none is forgotten.

use leadwire::{kernel::rotation::Form, schema};

/// Those with a reason of their own.
const APART: [&str; 3] = [
    // Hashes, not sealed.
    "import_keys.hashes",
    // Renewed by the kernel itself: its row has no id of the usual kind.
    "instance.canary",
    // Sealed under the key of the person it is about, which is sealed anew instead.
    "audit_entry.personal",
];

#[test]
fn every_column_of_bytes_is_declared_and_every_declared_one_exists() {
    let declared: Vec<String> = schema::wiring()
        .sealed_columns()
        .iter()
        .map(|column| format!("{}.{}", column.table, column.column))
        .collect();
    let mut found = vec![];
    for table in entity::all() {
        for column in table.columns.iter().filter(|column| column.class == "bytes") {
            found.push(format!("{}.{}", table.name, column.name));
        }
    }
    let forgotten: Vec<_> =
        found.iter().filter(|name| !declared.contains(name) && !APART.contains(&name.as_str())).collect();
    assert!(forgotten.is_empty(), "declare these in their domain's `wire` (Wiring::sealed): {forgotten:?}");
    for column in schema::wiring().sealed_columns() {
        let name = format!("{}.{}", column.table, column.column);
        let known = entity::all().into_iter().find(|table| table.name == column.table).expect("a table");
        let has = |name: &str| known.columns.iter().any(|column| column.name == name);
        assert!(has(column.column) && column.key_column.is_none_or(has), "{name}");
        assert!(column.form == Form::Json || found.contains(&name), "{name}");
    }
}

/// Whoever seals says so in its domain: a column of another type would be overlooked above.
#[test]
fn whoever_seals_is_known() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut folders, mut found) = (vec![root.clone()], vec![]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if std::fs::read_to_string(&path).unwrap().contains("sealer().seal(") {
                found.push(path.strip_prefix(&root).unwrap().display().to_string());
            }
        }
    }
    found.sort();
    assert_eq!(
        found,
        [
            "connections/credentials.rs",
            "hooks/endpoints/secret.rs",
            "kernel/idempotency/answer.rs",
            "kernel/instance.rs",
            "kernel/personal.rs",
        ],
        "does it declare its column (Wiring::sealed)? Then add it here"
    );
}
