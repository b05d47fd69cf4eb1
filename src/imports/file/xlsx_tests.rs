//! Workbooks that would be too much for the memory.

use super::*;

#[test]
fn one_text_in_a_million_cells_is_counted_each_time() {
    let mut row = Row { written: MAX_UNPACKED - 10, ..Row::default() };
    row.put(0, &DataRef::SharedString("short")).unwrap();
    row.finish(&mut |_: &[u8]| Ok(())).unwrap();
    row.put(0, &DataRef::SharedString("a longer one")).unwrap();
    assert!(matches!(row.finish(&mut |_: &[u8]| Ok(())), Err(Unreadable::Refused(_))));
}

/// A workbook of one sheet, not packed, so that no ratio gives it away; `document`: where it says that its parts lie.
fn book(document: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let start = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let link = |kind: &str, target: &str| {
        format!(
            "<Relationships><Relationship Id=\"r1\" Type=\"{start}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let (rels, sheets) = (link("officeDocument", document), link("worksheet", "worksheets/sheet1.xml"));
    let known = "<workbook><sheets><sheet name=\"One\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
    let mut zip = zip::ZipWriter::new(io::Cursor::new(vec![]));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let whole = [
        ("_rels/.rels".to_owned(), rels.as_str()),
        ("xl/workbook.xml".to_owned(), known),
        ("xl/_rels/workbook.xml.rels".to_owned(), sheets.as_str()),
    ];
    let more = parts.iter().map(|(name, text)| ((*name).to_owned(), *text));
    for (name, text) in whole.into_iter().chain(more) {
        zip.start_file(name, stored).unwrap();
        io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn read(book: Vec<u8>) -> Result<String, String> {
    let mut text = String::new();
    let name = csv_of(io::Cursor::new(book), None, u64::MAX, |piece| {
        text.push_str(std::str::from_utf8(piece).map_err(io::Error::other)?);
        Ok(())
    });
    name.map(|_| text).map_err(|why| why.to_string())
}

fn sheet(first: &str) -> String {
    let last = "<c r=\"A2\" t=\"inlineStr\"><is><t>Ana</t></is></c>";
    format!(
        "<worksheet><sheetData><row r=\"1\">{first}</row><row r=\"2\">{last}</row></sheetData></worksheet>"
    )
}

#[test]
fn a_cell_that_would_fill_the_memory_is_refused_and_a_long_one_costs_its_row() {
    let of = |cell: &str| read(book("xl/workbook.xml", &[("xl/worksheets/sheet1.xml", &sheet(cell))]));
    let (long, endless) = ("a".repeat(10 << 20), "a".repeat(17 << 20));
    let told = of(&format!("<c r=\"A1\" t=\"str\"><v>{long}</v></c><c r=\"B1\" t=\"str\"><v>{long}</v></c>"));
    let cell = "a".repeat(MAX_CELL + 1);
    assert!(told.is_ok_and(|text| text == format!("{cell},{cell}\nAna\n")), "a reader of rows says the rest");
    let runs = format!("<r><t>{}</t></r>", "a".repeat(1 << 20)).repeat(17);
    for cell in [
        format!("<c r=\"A1\" t=\"inlineStr\"><is><t>{endless}</t></is></c>"),
        format!("<c r=\"A1\" t=\"str\"><v>{endless}</v></c>"),
        format!("<c r=\"A1\" t=\"inlineStr\"><is>{runs}</is></c>"),
        format!("<c r=\"A1\" s=\"{endless}\"/>"),
    ] {
        let why = of(&cell).unwrap_err();
        assert!(why.contains("cells have at most 16 MiB"), "{why}");
    }
    let texts = format!("<sst><si>{runs}</si></sst>");
    let empty = sheet("");
    let parts = [("xl/worksheets/sheet1.xml", empty.as_str()), ("xl/sharedStrings.xml", &texts)];
    assert!(read(book("xl/workbook.xml", &parts)).unwrap_err().contains("cells have at most 16 MiB"));
}

#[test]
fn a_part_is_no_longer_for_lying_elsewhere() {
    for (name, size, why) in [
        ("xl/worksheets/sharedStrings.xml", 49 << 20, "less text"),
        ("xl/media/image1.png", 17 << 20, "pictures"),
        ("xl/styles.xml", 17 << 20, "unpack"),
    ] {
        let told = read(book("xl/worksheets/workbook.xml", &[(name, &" ".repeat(size))])).unwrap_err();
        assert!(told.contains(why), "{name}: {told}");
    }
}

#[test]
fn of_an_endless_cell_only_the_start_is_held() {
    let (long, mut row) = ("ä".repeat(MAX_CELL), Row::default());
    row.put(0, &DataRef::SharedString(&long)).unwrap();
    assert!((MAX_CELL + 1..MAX_CELL + 5).contains(&row.cells[0].len()));
    row.put(1, &DataRef::SharedString("ä")).unwrap();
    assert_eq!(row.cells[1], "ä");
}
