//! Cells as CSV that is safe to open in a spreadsheet.

use crate::imports::file::is_formula;

/// A line of the file.
pub(super) fn line<'a>(cells: impl Iterator<Item = &'a str>, out: &mut String) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.push(',');
        }
        quoted(&safe(cell), out);
    }
    out.push_str("\r\n");
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV injection).
#[must_use]
pub fn safe(cell: &str) -> String {
    let is_number = cell.strip_prefix(['+', '-']).is_some_and(|rest| {
        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || " .,()/".contains(c))
    });
    if is_formula(cell) && !is_number { format!("'{cell}") } else { cell.to_owned() }
}

/// A cell as CSV.
pub fn quoted(cell: &str, out: &mut String) {
    let is_plain = !cell.contains([',', '"', '\n', '\r', ';', '\t']) && cell.trim() == cell;
    if is_plain {
        out.push_str(cell);
        return;
    }
    out.push('"');
    out.push_str(&cell.replace('"', "\"\""));
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::{quoted, safe};

    #[test]
    fn formulas_are_text_and_numbers_stay_numbers() {
        for formula in ["=1+1", "@SUM(A1)", "+cmd|x", "-2+3+cmd", "\t=1"] {
            assert_eq!(safe(formula), format!("'{formula}"), "{formula}");
        }
        for plain in ["+49 30 901820", "-12.5", "Ana", ""] {
            assert_eq!(safe(plain), plain);
        }
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let mut out = String::new();
        quoted("a \"b\", c", &mut out);
        assert_eq!(out, "\"a \"\"b\"\", c\"");
    }
}
