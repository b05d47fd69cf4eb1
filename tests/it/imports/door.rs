//! From upload to campaign and back by the doors that clients have: the file travels inside a mutation, the error file comes
//! over HTTP. The benchmark program tells the same with 50,000 rows (`bench story`).

use super::support::SHOWN;
use crate::support::{
    actor::Actor,
    messy::{Encoding, Messy, SUPPRESSED, corrected, messy, stock, told},
    server::{Reply, TestServer},
};
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::{Value, json};

const ROWS: usize = 300;
/// Leads that the file does not speak of.
const OTHERS: usize = 5;
const UPLOAD: &str = "mutation($file: Upload!) { uploadCreate(input: { file: $file }) { id bytes } }";
const LEADS: &str = "{ leads(first: 100, orderBy: { field: CREATED_AT, direction: ASC }) { nodes {
    id firstName lastName fullName email phone linkedinUrl title tags customFields company { id domain } campaign { id } } } }";
const NUMBERS: &str =
    "{ companies(first: 100) { nodes { id name domain } } leadLists(first: 10) { nodes { id leadCount } }
    campaigns(first: 10) { nodes { id metrics { leads } } } tags(first: 10) { nodes { name leadCount } } }";

/// An admin before a server.
struct Desk {
    server: TestServer,
    ada: Actor,
}

impl Desk {
    async fn new() -> Self {
        let server = TestServer::start().await;
        let ada = server.test.agency("acme").await;
        Self { server, ada }
    }

    async fn ask(&self, query: &str, variables: Value) -> Value {
        let reply = self.server.post_as(&self.ada, json!({ "query": query, "variables": variables })).await;
        assert!(reply.json()["errors"].is_null(), "{query}: {}", reply.text);
        reply.json()["data"].clone()
    }

    async fn run(&self, name: &str, input: Value, fields: &str) -> Value {
        let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
        let query = format!("mutation($i: {kind}!) {{ {name}(input: $i) {{ {fields} }} }}");
        self.ask(&query, json!({ "i": input })).await[name].clone()
    }

    /// The id of what this mutation makes.
    async fn made(&self, name: &str, input: Value) -> Value {
        self.run(name, input, "id").await["id"].clone()
    }

    /// Sends a file inside a mutation; its id.
    async fn send(&self, bytes: &[u8]) -> Value {
        let operations = json!({ "query": UPLOAD, "variables": { "file": null } });
        let part = Part::bytes(bytes.to_vec()).file_name("fair.csv").mime_str("text/csv").unwrap();
        let form = Form::new().text("operations", operations.to_string());
        let form = form.text("map", json!({ "0": ["variables.file"] }).to_string()).part("0", part);
        let request = self.server.request(Method::POST, "/graphql");
        let request = request.header("authorization", self.ada.bearer().await);
        let request = request.header("accept", "application/graphql-response+json");
        let reply = Reply::of(request.multipart(form)).await;
        let sent = &reply.json()["data"]["uploadCreate"];
        assert_eq!(sent["bytes"], bytes.len(), "{}", reply.text);
        sent["id"].clone()
    }

    /// Has a step done; the import afterwards.
    async fn work(&self, step: &str, id: &Value) -> Value {
        self.run(step, json!({ "id": id }), "id").await;
        self.server.test.run_tasks().await;
        let query =
            format!("query($id: ID!) {{ import(id: $id) {{ {SHOWN} campaign {{ metrics {{ leads }} }} }} }}");
        self.ask(&query, json!({ "id": id })).await["import"].clone()
    }

    /// Looks at a file with further input.
    async fn looked_at(&self, bytes: &[u8], mut input: Value) -> Value {
        input["fileId"] = self.send(bytes).await;
        input["country"] = json!("DE");
        self.run("importCreate", input, SHOWN).await
    }

    /// Imports a file as it is suggested.
    async fn enter(&self, bytes: &[u8], input: Value) {
        let import = self.looked_at(bytes, input).await;
        self.run("importMap", json!({ "id": import["id"] }), "id").await;
        self.work("importPlan", &import["id"]).await;
        let applied = self.work("importApply", &import["id"]).await;
        assert_eq!(applied["counts"]["created"], applied["counts"]["rows"], "{applied:#}");
    }

    /// Says which column is what, as somebody who knows the file.
    async fn map(&self, import: &Value) {
        let said = |column: &Value| {
            let text = |name: &str| column[name].as_str().unwrap_or_default();
            let (field, name) = corrected(text("column"), text("field"));
            json!({ "column": text("column"), "field": field, "customField": name })
        };
        let columns: Vec<Value> = import["suggestion"].as_array().unwrap().iter().map(said).collect();
        self.run("importMap", json!({ "id": import["id"], "columns": columns }), "id").await;
    }

    /// All that an import may change.
    async fn books(&self) -> [Value; 2] {
        [self.ask(LEADS, json!({})).await, self.ask(NUMBERS, json!({})).await]
    }
}

fn hold_against(found: &Value, file: &Messy) {
    for (name, pass) in file.counts() {
        assert_eq!(found[name], pass, "{name}: {found:#}");
    }
}

#[tokio::test]
async fn a_messy_file_comes_by_the_door_and_goes_again() {
    let desk = Desk::new().await;
    let file = messy(ROWS, Encoding::Utf8);
    let known = file.known + OTHERS;
    let campaign = desk.made("campaignCreate", json!({ "name": "Spring" })).await;
    let other = desk.made("campaignCreate", json!({ "name": "Autumn" })).await;
    let list = desk.made("leadListCreate", json!({ "name": "Fair" })).await;
    for (kind, value) in SUPPRESSED {
        desk.made("suppressionAdd", json!({ "kind": kind, "value": value })).await;
    }
    desk.enter(&stock(known, 0), json!({ "leadListId": list, "campaignId": other })).await;
    desk.enter(&stock(known, 1), json!({ "campaignId": campaign })).await;
    let before = desk.books().await;

    let to = json!({ "leadListId": list, "campaignId": campaign });
    let import = desk.looked_at(&file.bytes, to.clone()).await;
    assert_eq!((&import["encoding"], &import["delimiter"]), (&json!("UTF-8"), &json!(";")));
    desk.map(&import).await;
    let planned = desk.work("importPlan", &import["id"]).await;
    hold_against(&planned["plan"]["counts"], &file);
    assert_eq!(planned["plan"]["foreignLines"], json!(file.foreign));
    assert_eq!(desk.books().await, before, "nothing is imported by planning");

    let applied = desk.work("importApply", &import["id"]).await;
    hold_against(&applied["counts"], &file);
    let ([even, odd], created) = (file.met, file.count("CREATED"));
    let (in_list, in_campaign) = (known.div_ceil(2) as i64, (known / 2) as i64);
    assert_eq!(applied["leadList"]["leadCount"], in_list + odd + created);
    assert_eq!(applied["campaign"]["metrics"]["leads"], in_campaign + even + created);
    let query = "query($id: ID!) { import(id: $id) { errorFile { downloadUrl } } }";
    let url =
        desk.ask(query, json!({ "id": import["id"] })).await["import"]["errorFile"]["downloadUrl"].clone();
    let errors = desk.server.get(url.as_str().unwrap()).await.text;
    assert_eq!(told(&errors), file.refused());
    assert_eq!((errors.matches("'=1+1").count(), errors.contains(",=")), (file.formulas, false));

    let undone = desk.work("importRevert", &import["id"]).await;
    let companies = applied["counts"]["companies"].clone();
    let pass =
        json!({ "removed": created, "restored": file.count("UPDATED"), "kept": 0, "companies": companies });
    assert_eq!(undone["revert"], pass);
    assert_eq!(desk.books().await, before, "undone it never was");

    // The same rows in the letters of Windows are the same people.
    let file = messy(ROWS, Encoding::Windows);
    let import = desk.looked_at(&file.bytes, to).await;
    desk.map(&import).await;
    let planned = desk.work("importPlan", &import["id"]).await;
    hold_against(&planned["plan"]["counts"], &file);
    assert_eq!(planned["plan"]["foreignRows"], 0, "{}", planned["encoding"]);
}
