//! What stands in a cell that was made safe for spreadsheets.

/// What spreadsheets take for the beginning of a formula.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '\t', '\r', '\n', '\0'];

/// The cell without the apostrophe that our exports, and the files of what could not be taken, put before a formula.
#[must_use]
pub fn bare(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest,
        _ => cell,
    }
}

/// Would a spreadsheet run it, or is it one that has its apostrophe already? Both get one more, so that each comes back as it
/// was.
#[must_use]
pub fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(FORMULA)
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn the_apostrophe_before_a_formula_goes_and_others_stay() {
        for (cell, is) in [
            ("'+27 21 555", "+27 21 555"),
            ("'=1+1", "=1+1"),
            ("''=1+1", "'=1+1"),
            ("'t Hooft", "'t Hooft"),
            ("'", "'"),
            ("=1+1", "=1+1"),
        ] {
            assert_eq!(bare(cell), is, "{cell}");
        }
    }
}
