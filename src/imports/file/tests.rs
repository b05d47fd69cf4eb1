//! Files as people have them: encodings, separators, quotes and what only looks like a table.

use super::{FileKind, Position, Records, Trouble, Wish, head, kind, spool::utf8, xlsx::csv_of};
use proptest::{
    collection::vec,
    prelude::{any, prop_assert_eq, proptest},
    sample::Index,
};
use std::io::Cursor;

fn rows(text: &[u8]) -> Vec<(u64, Vec<String>, Option<Trouble>)> {
    let mut records = Records::new(Cursor::new(text), b',', Position::default()).unwrap();
    let mut all = vec![];
    while let Some(record) = records.read().unwrap() {
        let cells = record.cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
        all.push((record.at.line, cells, record.trouble));
    }
    all
}

fn cells(text: &str) -> Vec<Vec<String>> {
    rows(text.as_bytes()).into_iter().map(|(_, cells, _)| cells).collect()
}

#[test]
fn records_are_cut_as_people_write_them() {
    assert_eq!(cells("a,b\r\nc,\"d,\"\"e\"\"\nf\"\n"), [vec!["a", "b"], vec!["c", "d,\"e\"\nf"]]);
    assert_eq!(cells("a\rb\r\rc"), [["a"], ["b"], ["c"]]);
    assert_eq!(cells("a, \"b c\" ,d"), [vec!["a", "b c ", "d"]]);
    assert_eq!(cells("a\"b,c"), [vec!["a\"b", "c"]]);
    assert_eq!(
        cells(",,\n\n  \nx"),
        [vec!["", "", ""], vec!["  "], vec!["x"]].into_iter().skip(1).collect::<Vec<_>>()
    );
    assert!(cells("").is_empty());
}

#[test]
fn lines_are_counted_as_an_editor_does() {
    let all = rows(b"a\n\"b\nb\"\n\nc\n");
    let lines: Vec<u64> = all.iter().map(|(line, ..)| *line).collect();
    assert_eq!(lines, [1, 2, 5]);
}

#[test]
fn a_quote_that_is_never_closed_costs_one_row() {
    let all = rows(b"a,b\n1,\"open\n2,x\n3,y\n");
    assert_eq!(all[1], (2, vec!["1".into(), "open".into()], Some(Trouble::OpenQuote)));
    assert_eq!(all[2].1, ["2", "x"]);
    assert_eq!((all.len(), all[3].2), (4, None));
}

#[test]
fn a_quote_that_another_cells_would_close_costs_one_row() {
    let all = rows(b"Email,Name,Note\na@x,\"Ana,\nb@x,Bo,\nc@x,Ce,\"hi\"\nd@x,De,\n");
    assert_eq!(all[1], (2, vec!["a@x".into(), "Ana,".into()], Some(Trouble::OpenQuote)));
    let rest: Vec<_> = all[2..].iter().map(|(line, cells, why)| (*line, cells[1].as_str(), *why)).collect();
    assert_eq!(rest, [(3, "Bo", None), (4, "Ce", None), (5, "De", None)]);
    assert_eq!(all[3].1[2], "hi");
    // The other cell begins with a space.
    let all = rows(b"\"Ana,\nBo,\n\" Ce\"\nDe\n");
    assert_eq!(all[0].2, Some(Trouble::OpenQuote));
    let rest: Vec<_> = all[1..].iter().map(|(line, cells, why)| (*line, cells[0].as_str(), *why)).collect();
    assert_eq!(rest, [(2, "Bo", None), (3, " Ce", None), (4, "De", None)]);
}

#[test]
fn a_cell_of_several_lines_is_one_cell() {
    assert_eq!(
        cells("a,\"two\nlines\"\nb,\"two\r\nlines\",c\n"),
        [vec!["a", "two\nlines"], vec!["b", "two\nlines", "c"]]
    );
    assert_eq!(cells("\"they said\n\"\"hi\"\", twice\",b\n"), [["they said\n\"hi\", twice", "b"]]);
    assert_eq!(
        cells("\"two\nlines\"  ,b\n\"x\ny\" \nz"),
        [vec!["two\nlines  ", "b"], vec!["x\ny "], vec!["z"]]
    );
    assert_eq!(cells("a,\"two\nlines\""), [["a", "two\nlines"]]);
    // Text behind a quote is the cell's, where the quotes are of one line.
    assert_eq!(cells("\"two\nlines\",\"b\"c\nd\n"), [vec!["two\nlines", "bc"], vec!["d"]]);
}

proptest! {
    #[test]
    fn what_was_quoted_is_read_as_it_was(table in vec(vec("[a-c \",;'\n]{0,8}", 1..4), 1..6)) {
        let (mut text, mut wanted) = (String::new(), vec![]);
        for row in table {
            // A row of nothing is none.
            let row: Vec<String> = std::iter::once("x".to_owned()).chain(row).collect();
            let quoted: Vec<String> =
                row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            text.push_str(&quoted.join(","));
            text.push('\n');
            wanted.push(row);
        }
        prop_assert_eq!(cells(&text), wanted);
    }

    #[test]
    fn an_open_quote_costs_no_other_row(
        people in vec(("[a-z]{1,6}", "[a-z]{1,6}", any::<bool>()), 1..12),
        broken in any::<Index>(),
        end in "\r?\n",
    ) {
        let broken = broken.index(people.len());
        let line = |(at, (name, note, is_quoted)): (usize, &(String, String, bool))| match (at == broken, *is_quoted) {
            (true, _) => format!("{name},\"{note}{end}"),
            (false, true) => format!("{name},\"{note}\"{end}"),
            (false, false) => format!("{name},{note}{end}"),
        };
        let text: String = people.iter().enumerate().map(line).collect();
        let wanted = (1..).zip(&people).enumerate().map(|(at, (line, (name, note, _)))| {
            (line, vec![name.clone(), note.clone()], (at == broken).then_some(Trouble::OpenQuote))
        });
        prop_assert_eq!(rows(text.as_bytes()), wanted.collect::<Vec<_>>());
    }
}

#[test]
fn what_is_too_much_is_told_and_passed_over() {
    let long = format!("a\n\"{}\"\nb\n", "x".repeat(10 * 1024 * 1024));
    let all = rows(long.as_bytes());
    assert_eq!((all.len(), all[1].2, all[2].1.clone()), (3, Some(Trouble::LongCell), vec!["b".to_owned()]));
    assert!(all[1].1[0].len() <= 64 * 1024);
    let wide = format!("{}\nb\n", ",".repeat(1_000_000));
    let all = rows(wide.as_bytes());
    assert_eq!(
        (all[0].2, all[0].1.len(), all[1].1.clone()),
        (Some(Trouble::ManyCells), 512, vec!["b".to_owned()])
    );
}

#[test]
fn reading_goes_on_from_where_it_stopped() {
    let text = b"a,1\nb,\"2\n2\"\nc,3\n";
    let mut first = Records::new(Cursor::new(&text[..]), b',', Position::default()).unwrap();
    first.read().unwrap();
    first.read().unwrap();
    let mut then = Records::new(Cursor::new(&text[..]), b',', first.position()).unwrap();
    let record = then.read().unwrap().unwrap();
    assert_eq!((record.at.line, record.cells), (4, vec![b"c".to_vec(), b"3".to_vec()]));
}

#[test]
fn files_are_told_by_what_they_are() {
    assert_eq!(kind(b"\x89PNG\r\n\x1a\n"), FileKind::Other("a PNG image"));
    assert!(matches!(kind(b"<!DOCTYPE html><html>"), FileKind::Other(name) if name.contains("HTML")));
    assert!(matches!(kind(b"\xD0\xCF\x11\xE0\xA1\xB1"), FileKind::Other(name) if name.contains("XLS")));
    assert!(matches!(kind(b"[{\"a\": 1}]"), FileKind::Other(name) if name.contains("JSON")));
    assert_eq!(kind(b"PK\x03\x04rest"), FileKind::Zip);
    assert_eq!(kind(b"\xEF\xBB\xBF\r\n"), FileKind::Empty);
    assert_eq!(kind(b""), FileKind::Empty);
    assert_eq!(kind(b"a,b\n1,2\n"), FileKind::Text);
    assert_eq!(kind(b"a\0,\0b\0\n\0a\0,\0b\0"), FileKind::Utf16 { is_big_endian: false });
    assert_eq!(kind(b"\xFE\xFF\0a"), FileKind::Utf16 { is_big_endian: true });
    assert!(matches!(kind(b"\x01\x02\x03abc\0\x04\x05"), FileKind::Other(_)));
}

fn looked(bytes: &[u8]) -> super::Head {
    head(bytes, &Wish::default()).unwrap()
}

#[test]
fn encoding_delimiter_and_header_are_found_out() {
    let found = looked(b"\xEF\xBB\xBFName;E-Mail\nM\xC3\xBCller;m@x.example\n");
    assert_eq!((found.decoder.name(), found.delimiter, found.header.is_given), ("UTF-8", b';', true));
    assert_eq!(
        (found.header.names.clone(), found.sample[0][0].clone()),
        (vec!["Name".into(), "E-Mail".into()], "Müller".into())
    );
    let found = looked(b"Name\tOrt\nM\xFCller\tK\xF6ln\nStra\xDFe\tG\xF6rlitz\n");
    assert_eq!((found.decoder.name(), found.delimiter), ("windows-1252", b'\t'));
    assert_eq!(found.sample[0], ["Müller", "Köln"]);
    let found = looked(b"sep=|\nName|Ort\nAna|Rom\n");
    assert_eq!((found.delimiter, found.data.line), (b'|', 3));
    let found = looked(b"ana@x.example,Ana\nbo@y.example,Bo\n");
    assert_eq!(
        (found.header.is_given, found.header.names),
        (false, vec!["Column 1".into(), "Column 2".into()])
    );
    let found = looked(b"Name,name, ,Name\nAna,b,c,d\n");
    assert_eq!(found.header.names, ["Name", "name (2)", "Column 3", "Name (3)"]);
}

#[test]
fn a_cell_in_another_encoding_is_read_and_told() {
    let found = looked("Name,Ort\nMüller,Köln\nŁukasz,Łódź\n".as_bytes());
    let odd = found.decoder.text(b"J\xFCrgen");
    assert_eq!((odd.text.as_ref(), odd.is_foreign), ("Jürgen", true));
    assert!(!found.decoder.text("Łódź".as_bytes()).is_foreign);
}

#[test]
fn two_bytes_a_letter_become_one_spelling() {
    let text: Vec<u8> = "\u{FEFF}Name,Ort\nŁukasz,😀\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut out = vec![];
    utf8(Cursor::new(text), true, |piece| {
        out.extend_from_slice(piece);
        Ok(())
    })
    .unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), "Name,Ort\nŁukasz,😀\n");
}

fn workbook(write: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    write(book.add_worksheet());
    book.save_to_buffer().unwrap()
}

fn csv(book: Vec<u8>) -> Result<String, String> {
    let mut out = vec![];
    csv_of(Cursor::new(book), None, u64::MAX, |piece| {
        out.extend_from_slice(piece);
        Ok(())
    })
    .map_err(|error| error.to_string())?;
    Ok(String::from_utf8(out).unwrap())
}

#[test]
fn a_workbook_is_read_as_rows() {
    let book = workbook(|sheet| {
        sheet.write(0, 0, "Name").unwrap();
        sheet.write(0, 1, "Number").unwrap();
        sheet.write(2, 0, "Ana, \"A\"").unwrap();
        sheet.write(2, 1, 4_930_901_820_i64).unwrap();
        sheet.write_formula(2, 2, rust_xlsxwriter::Formula::new("=1+1").set_result("2")).unwrap();
    });
    assert_eq!(csv(book).unwrap(), "Name,Number\n\n\"Ana, \"\"A\"\"\",4930901820,2\n");
}

#[test]
fn the_start_of_a_workbook_is_what_the_whole_begins_with() {
    let book = workbook(|sheet| {
        for row in 0..500 {
            sheet.write(row, 0, format!("Name {row}")).unwrap();
            sheet.write(row, 2, row).unwrap();
        }
    });
    let mut start = vec![];
    csv_of(Cursor::new(book.clone()), None, 1_000, |piece| {
        start.extend_from_slice(piece);
        Ok(())
    })
    .unwrap();
    let (start, whole) = (String::from_utf8(start).unwrap(), csv(book).unwrap());
    assert!(whole.starts_with(&start) && start.ends_with('\n'), "{start}");
    assert!((1_000..1_020).contains(&start.len()) && whole.len() > 5_000, "{}", start.len());
}

#[test]
fn a_bomb_is_refused_before_it_is_read() {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(Cursor::new(vec![]));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("xl/workbook.xml", options).unwrap();
    zip.write_all(b"<workbook/>").unwrap();
    zip.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    for _ in 0..40 {
        zip.write_all(&vec![b' '; 1024 * 1024]).unwrap();
    }
    let bomb = zip.finish().unwrap().into_inner();
    assert!(bomb.len() < 200 * 1024);
    assert!(csv(bomb).unwrap_err().contains("unpack"));
    assert!(csv(b"PK\x03\x04nothing".to_vec()).unwrap_err().contains("damaged"));
}
