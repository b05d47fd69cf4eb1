//! Lines as text: CSV that no spreadsheet takes for formulas, or JSON.

use super::spec::Format;
use crate::kernel::error::{Error, Result};
use serde_json::Value;
use std::borrow::Cow;

/// What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection"), or strip to get at one.
const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];
/// Says to Excel that the text is UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// What stands before the lines.
pub(super) fn head(format: Format, columns: &[String], has_byte_order_mark: bool) -> Result<Vec<u8>> {
    if format != Format::Csv {
        return Ok(vec![]);
    }
    let mut text = if has_byte_order_mark { BYTE_ORDER_MARK.to_vec() } else { vec![] };
    text.extend(csv(&[columns.iter().map(|name| Value::from(name.as_str())).collect()])?);
    Ok(text)
}

/// The lines. For XLSX they go into the spool, as arrays: the sheet is made of it in the end.
pub(super) fn lines(format: Format, columns: &[String], lines: &[Vec<Value>]) -> Result<Vec<u8>> {
    match format {
        Format::Csv => csv(lines),
        Format::Jsonl => objects(columns, lines),
        Format::Xlsx => arrays(lines),
    }
}

fn csv(lines: &[Vec<Value>]) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(vec![]);
    for line in lines {
        writer
            .write_record(line.iter().map(|cell| safe(text(cell)).into_owned()))
            .map_err(Error::internal)?;
    }
    writer.into_inner().map_err(|error| Error::internal(error.into_error()))
}

fn objects(columns: &[String], lines: &[Vec<Value>]) -> Result<Vec<u8>> {
    let mut out = vec![];
    for line in lines {
        // By hand: an object would forget the order of the columns.
        for (at, (name, cell)) in columns.iter().zip(line).enumerate() {
            out.push(if at == 0 { b'{' } else { b',' });
            serde_json::to_writer(&mut out, name)?;
            out.push(b':');
            serde_json::to_writer(&mut out, cell)?;
        }
        out.extend(b"}\n");
    }
    Ok(out)
}

fn arrays(lines: &[Vec<Value>]) -> Result<Vec<u8>> {
    let mut out = vec![];
    for line in lines {
        serde_json::to_writer(&mut out, line)?;
        out.push(b'\n');
    }
    Ok(out)
}

/// A cell as people read it: lists joined by semicolons, objects as JSON.
pub(super) fn text(cell: &Value) -> Cow<'_, str> {
    match cell {
        Value::Null => "".into(),
        Value::String(text) => text.as_str().into(),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; ").into()
        }
        Value::Object(fields) if fields.is_empty() => "".into(),
        other => other.to_string().into(),
    }
}

/// An apostrophe before what would be a formula: it then shows as it is. Numbers are never changed.
fn safe(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_number = || text.parse::<f64>().is_ok_and(f64::is_finite) && !text.starts_with('+');
    // One that has its apostrophe already gets another: an import takes one off again.
    let is_formula = text.trim_start_matches('\'').starts_with(FORMULA);
    if is_formula && !is_number() { format!("'{text}").into() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::proptest;
    use serde_json::json;

    fn written(cell: Value) -> String {
        String::from_utf8(csv(&[vec![cell]]).unwrap()).unwrap().trim_end_matches("\r\n").to_owned()
    }

    #[test]
    fn formulas_are_text() {
        for (cell, file) in [
            (json!("=1+1"), "'=1+1"),
            (json!("+27 21 555"), "'+27 21 555"),
            (json!("@SUM(A1)"), "'@SUM(A1)"),
            (json!("-2+3"), "'-2+3"),
            (json!("\t=1"), "'\t=1"),
            (json!("=HYPERLINK(\"x\",\"y\")"), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""),
            (json!("'=1"), "''=1"),
            (json!("'t Hooft"), "'t Hooft"),
            (json!("-12.5"), "-12.5"),
            (json!(-12.5), "-12.5"),
            (json!("a=b"), "a=b"),
            (json!(null), "\"\""),
            (json!(true), "true"),
            (json!(["a", "b"]), "a; b"),
            (json!(["=a"]), "'=a"),
            (json!({}), "\"\""),
        ] {
            assert_eq!(written(cell.clone()), file, "{cell}");
        }
    }

    #[test]
    fn objects_keep_the_order_of_the_columns() {
        let columns = ["b".to_owned(), "a".to_owned()];
        let text = objects(&columns, &[vec![json!(1), json!("x\ny")], vec![json!(null), json!([])]]).unwrap();
        assert_eq!(String::from_utf8(text).unwrap(), "{\"b\":1,\"a\":\"x\\ny\"}\n{\"b\":null,\"a\":[]}\n");
    }

    proptest! {
        #[test]
        fn any_text_comes_back_and_is_no_formula(cells: Vec<String>) {
            let values = cells.iter().map(|cell| Value::from(cell.as_str())).collect::<Vec<_>>();
            if values.is_empty() {
                return Ok(());
            }
            let text = csv(&[values]).unwrap();
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_slice());
            let read = reader.records().next().unwrap().unwrap();
            for (given, read) in cells.iter().zip(&read) {
                assert!(read == given || read.strip_prefix('\'') == Some(given));
                assert!(!read.starts_with(FORMULA) || read.parse::<f64>().is_ok());
            }
        }
    }
}
