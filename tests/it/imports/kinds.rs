//! Files of every kind: encodings, workbooks, and what only pretends to be a table.

use super::support::{count, created, done, imported, leads, run, sent, worked};
use crate::support::app::TestApp;
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};

#[tokio::test]
async fn encodings_are_found_out() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let wide: Vec<u8> =
        "\u{FEFF}Name,Email\nŁukasz Żak,lz@x.example\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    imported(&t, &ada, &wide, json!({})).await;
    imported(
        &t,
        &ada,
        b"Name;Email\nJ\xFCrgen M\xFCller;jm@x.example\nBj\xF6rn \xD6st;bo@x.example\n",
        json!({}),
    )
    .await;
    imported(&t, &ada, "\u{FEFF}Name,Email\nMária,m@x.example\n".as_bytes(), json!({})).await;
    let names: Vec<Value> =
        leads(&ada, "fullName").await.into_iter().map(|lead| lead["fullName"].clone()).collect();
    assert_eq!(names, ["Łukasz Żak", "Jürgen Müller", "Björn Öst", "Mária"]);
}

#[tokio::test]
async fn lines_in_another_encoding_are_told() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let mut text = "Name,Email\nŁukasz,l@x.example\nMária,m@x.example\n".as_bytes().to_vec();
    text.extend(b"J\xFCrgen,j@x.example\n");
    let applied = imported(&t, &ada, &text, json!({})).await;
    assert_eq!(
        (applied["encoding"].as_str(), applied["plan"]["foreignLines"].clone()),
        (Some("UTF-8"), json!([4]))
    );
    assert!(leads(&ada, "fullName").await.iter().any(|lead| lead["fullName"] == "Jürgen"));
}

#[tokio::test]
async fn a_workbook_is_read_like_a_table() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in [
        ["Name", "Email", "Since"],
        ["Ana Lima", "ana@acme.example", "2024"],
        ["Bo Blue", "bo@blue.example", ""],
    ]
    .iter()
    .enumerate()
    {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write(row as u32, column as u16, *cell).unwrap();
        }
    }
    let other = book.add_worksheet().set_name("Other").unwrap();
    other.write(0, 0, "Email").unwrap();
    other.write(1, 0, "di@dove.example").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let applied = imported(&t, &ada, &bytes, json!({})).await;
    assert_eq!(count(&applied, "counts", "created"), 2);
    let second = created(&t, &ada, &bytes, json!({ "sheet": "other", "allowAgain": true })).await;
    assert_eq!(second["columnNames"], json!(["Email"]));
    let missing = run(
        &ada,
        "importCreate",
        json!({ "fileId": sent(&t, &ada, "b.xlsx", &bytes).await, "sheet": "None", "allowAgain": true }),
    )
    .await;
    assert_eq!(missing["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
}

#[tokio::test]
async fn what_is_no_table_is_refused_by_name() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    let bad: [(&[u8], &str); 6] = [
        (&png, "PNG"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "HTML"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "XLS"),
        (b"", "empty"),
        (b"\xEF\xBB\xBF\n\n", "empty"),
        (b"PK\x03\x04broken", "damaged"),
    ];
    for (bytes, said) in bad {
        let file = sent(&t, &ada, "leads.csv", bytes).await;
        let answer = run(&ada, "importCreate", json!({ "fileId": file })).await;
        let error = &answer["errors"][0];
        assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{said}: {answer:#}");
        assert_eq!(error["extensions"]["fields"][0]["path"], "fileId", "{answer:#}");
        assert!(error["message"].as_str().unwrap().contains(said), "{said}: {answer:#}");
    }
    let made = ada.ask("{ imports { totalCount } }", json!({})).await;
    assert_eq!(made["imports"]["totalCount"], 0);
}

#[tokio::test]
async fn a_million_columns_and_a_header_alone() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let wide = format!("Email{}\n", ",x".repeat(1_000_000));
    let file = sent(&t, &ada, "wide.csv", wide.as_bytes()).await;
    let answer = run(&ada, "importCreate", json!({ "fileId": file })).await;
    assert!(answer["errors"][0]["message"].as_str().unwrap().contains("512 columns"), "{answer:#}");
    let alone = imported(&t, &ada, b"Email,Name\n", json!({ "hasHeader": true })).await;
    assert_eq!((alone["status"].as_str(), count(&alone, "counts", "rows")), (Some("APPLIED"), 0));
}

#[tokio::test]
async fn rows_that_are_no_rows_cost_only_themselves() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let long = format!(
        "Email,Name\n\"{}\",Long\nana@acme.example,Ana\nbo@blue.example,\"open\ndi@dove.example,Di,\n",
        "x".repeat(10 << 20)
    );
    let applied = imported(&t, &ada, long.as_bytes(), json!({})).await;
    assert_eq!(
        (count(&applied, "counts", "created"), count(&applied, "counts", "invalid")),
        (2, 2),
        "{applied:#}"
    );
    let names: Vec<Value> =
        leads(&ada, "fullName").await.into_iter().map(|lead| lead["fullName"].clone()).collect();
    assert_eq!(names, ["Ana", "Di"]);
}

#[tokio::test]
async fn addresses_are_read_as_people_write_them() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let text = "Email\n\"Ana Lima <Ana.Lima@ACME.example>\"\njo+fair@acme.example\nmia@müller.example\nMIA@xn--mller-kva.example\n";
    let applied = imported(&t, &ada, text.as_bytes(), json!({})).await;
    assert_eq!(
        (count(&applied, "counts", "created"), count(&applied, "counts", "duplicate")),
        (3, 1),
        "{applied:#}"
    );
    let emails: Vec<Value> =
        leads(&ada, "email").await.into_iter().map(|lead| lead["email"].clone()).collect();
    assert_eq!(emails[0], "ana.lima@acme.example");
    assert_eq!(emails[1], "jo+fair@acme.example", "a plus tag is somebody's own business");
}

#[tokio::test]
async fn of_long_rows_few_are_held_at_once() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let cells = format!(",{}", "x".repeat(60_000)).repeat(10);
    let rows: String = (0..17).map(|n| format!("p{n}@acme.example{cells}\n")).collect();
    let text = format!("Email,A,B,C,D,E,F,G,H,I,J\n{rows}");
    let import = created(&t, &ada, text.as_bytes(), json!({ "hasHeader": true })).await;
    let columns = json!([{ "column": "Email", "field": "EMAIL" }]);
    done(&ada, "importMap", json!({ "id": import["id"], "columns": columns })).await;
    worked(&t, &ada, "importPlan", &import["id"]).await;
    let applied = worked(&t, &ada, "importApply", &import["id"]).await;
    assert_eq!(count(&applied, "counts", "created"), 17, "{applied:#}");
    let told = ada.ask("{ events(last: 100, kinds: [LEADS_IMPORTED]) { nodes { kind } } }", json!({})).await;
    assert_eq!(told["events"]["nodes"].as_array().unwrap().len(), 2, "ten megabytes in two batches");
}

#[tokio::test]
async fn what_was_converted_is_not_guessed_at() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cell) in ["Name|Nick", "Ana Lima|An", "Bo Blue|Bo"].into_iter().enumerate() {
        sheet.write(row as u32, 0, cell).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let one = created(&t, &ada, &bytes, json!({ "hasHeader": true })).await;
    assert_eq!(one["columnNames"], json!(["Name|Nick"]), "a bar is no edge of a cell");
    let wide: Vec<u8> =
        "\u{FEFF}Name,Email\nMária,m@x.example\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let said = created(&t, &ada, &wide, json!({ "encoding": "utf-16le" })).await;
    assert_eq!((said["status"].as_str(), said["encoding"].as_str()), (Some("UPLOADED"), Some("UTF-8")));
}
