//! What is looked for in XML before it is read.

use super::*;

/// The verdict, whatever the pieces are that it comes in.
fn verdict(text: &str, most: u64) -> Option<Wrong> {
    let of = |size: usize| {
        let mut markup = Markup::of_most(most);
        for piece in text.as_bytes().chunks(size) {
            markup.write_all(piece).unwrap();
        }
        markup.wrong()
    };
    let (whole, slowly) = (of(1_000_000), of(1));
    assert_eq!(whole, slowly, "{text}");
    whole
}

fn row(cell: &str) -> String {
    format!("<worksheet><sheetData><row r=\"1\">{cell}</row></sheetData></worksheet>")
}

#[test]
fn what_a_spreadsheet_program_writes_is_right() {
    let cells = "<c r=\"A1\" t='inlineStr'><is><r><rPr><b/></rPr><t>a &lt; b</t></r></is></c><c r=\"B1\"/>\
        <x:c xmlns:x=\"a>b\"><x:v>1</x:v ></x:c><c><is><t><![CDATA[]<c>]]]></t></is></c><!-- <c> -- -->";
    let book = format!("\u{FEFF}<?xml version=\"1.0\" encoding='UTF-8'?>\r\n{}", row(&cells.repeat(50)));
    assert_eq!(verdict(&book, 100), None);
    assert_eq!(verdict("<sst><si><t>a</t></si><si/><si><t/></si></sst>", 20), None);
}

#[test]
fn no_run_is_longer_than_may_be() {
    let long = "a".repeat(200);
    for cell in [
        format!("<c><is><t>{long}</t></is></c>"),
        format!("<c t=\"str\"><v>{long}</v></c>"),
        format!("<c r=\"{long}\"/>"),
        format!("<c {long}/>"),
        format!("<!--{long}-->"),
        format!("<![CDATA[{long}]]>"),
        format!("<?a {long}?>"),
        format!("{long}<b/>"),
    ] {
        assert_eq!(verdict(&row(&cell), 150), Some(Wrong::Long), "{cell}");
        assert_eq!(verdict(&row(&cell.repeat(20)), 250), None, "{cell}");
    }
}

#[test]
fn runs_of_one_cell_count_together() {
    let runs = "<r><t>aaaa</t></r>".repeat(20);
    assert_eq!(verdict(&row(&format!("<c><is>{runs}</is></c>")), 150), Some(Wrong::Long));
    assert_eq!(verdict(&format!("<sst><si>{runs}</si></sst>"), 150), Some(Wrong::Long));
    assert_eq!(verdict(&row(&format!("<x:c><x:is>{runs}</x:is></x:c>")), 150), Some(Wrong::Long));
    // Each in its own.
    let cells = "<c><is><r><t>aaaa</t></r></is></c>".repeat(20);
    assert_eq!(verdict(&row(&cells), 150), None);
}

#[test]
fn nobody_makes_it_lose_count() {
    let run = "<r><t>aaaa</t></r>";
    for trick in [
        "</c>",
        "<c></c>",
        "<c>",
        "<a:b:c/><a:b:c>",
        "</is></c>",
        "<!DOCTYPE a>",
        "</is\">\"",
        "</c a>",
        "<?>",
        "< a>",
        "<a<b>",
    ] {
        let cell = format!("<c><is>{}</is></c>", format!("{run}{trick}").repeat(20));
        assert!(verdict(&row(&cell), 150).is_some(), "{trick}");
    }
    assert_eq!(verdict("a\0b", 150), Some(Wrong::Malformed));
    assert_eq!(verdict("</a>", 150), Some(Wrong::Malformed));
    assert_eq!(verdict(&"<a>".repeat(65), 150), Some(Wrong::Malformed));
}
