//! Files reviewed like code: what the program says of itself, compared with what was agreed.

use std::{env, fs, path::Path};

/// Compares with `tests/golden/<name>`; with `UPDATE_GOLDEN=1` writes it instead.
pub fn compare(name: &str, ours: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&file, ours).expect("written");
        return;
    }
    let agreed = fs::read_to_string(&file).unwrap_or_default();
    for (at, (theirs, ours)) in agreed.lines().zip(ours.lines()).enumerate() {
        assert_eq!(theirs, ours, "tests/golden/{name}:{} differs (UPDATE_GOLDEN=1 writes it anew)", at + 1);
    }
    assert_eq!(agreed, ours, "tests/golden/{name} differs (UPDATE_GOLDEN=1 writes it anew)");
}
