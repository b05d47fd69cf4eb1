//! What the demo asks for and how it shows it: a table for people, one JSON document for programs.

use super::marker::Marker;
use comfy_table::{ContentArrangement, Table};
use serde_json::{Value, json};

/// The board the best are put on.
pub const BOARD: &str = "Demo board";

pub const BOARDS: &str = "{ pipelines(first: 100) { nodes { id name } } }";

pub const CREATE: &str = "mutation($i: LeadRequestCreateInput!) { leadRequestCreate(input: $i) { id } }";

pub const WATCH: &str = "query($id: ID!) { leadRequest(id: $id) { job { status progress progressNote } } }";

pub const RESULT: &str = "query($id: ID!) {
  leadRequest(id: $id) {
    job { id status total processed qualified rejected failed costMicros }
    degraded { source reason count recovered }
    savePipeline { name }
    prospects(first: 100) { nodes {
      lead { id } rank fullName title companyName email linkedinUrl score matchReasons
      scoreParts { part weight value evidence by }
      enrichments { field value provider confidence costMicros isChosen }
      bestContactTime { days from to timeZone }
      suggestedServices { name evidence }
    } }
  }
}";

/// Columns of the table.
const WIDTH: u16 = 140;

const WEEK: [(&str, &str); 7] = [
    ("MONDAY", "Mon"),
    ("TUESDAY", "Tue"),
    ("WEDNESDAY", "Wed"),
    ("THURSDAY", "Thu"),
    ("FRIDAY", "Fri"),
    ("SATURDAY", "Sat"),
    ("SUNDAY", "Sun"),
];

fn prospects(outcome: &Value) -> impl Iterator<Item = &Value> {
    outcome["leadRequest"]["prospects"]["nodes"].as_array().into_iter().flatten()
}

/// The whole result for programs.
#[must_use]
pub fn document(url: &str, marker: &Marker, token: &str, outcome: &Value) -> Value {
    let job = &outcome["leadRequest"]["job"];
    let counts = json!({
        "total": job["total"], "processed": job["processed"], "qualified": job["qualified"],
        "rejected": job["rejected"], "failed": job["failed"],
    });
    let people: Vec<Value> = prospects(outcome).map(person).collect();
    json!({
        "url": url,
        "agency": "demo",
        "email": marker.email,
        "password": marker.password,
        "token": token,
        "job": { "id": job["id"], "status": job["status"], "counts": counts, "seconds": outcome["seconds"] },
        "degraded": outcome["leadRequest"]["degraded"],
        "prospects": people,
    })
}

fn person(node: &Value) -> Value {
    let enrichments = node["enrichments"].as_array().into_iter().flatten();
    let chosen = enrichments.filter(|fact| fact["isChosen"] == true).map(|fact| {
        json!({
            "field": fact["field"], "value": fact["value"], "provider": fact["provider"],
            "confidence": fact["confidence"], "cost": fact["costMicros"],
        })
    });
    json!({
        "rank": node["rank"], "name": node["fullName"], "title": node["title"], "company": node["companyName"],
        "email": node["email"], "linkedinUrl": node["linkedinUrl"], "score": node["score"],
        "scoreParts": node["scoreParts"], "matchReasons": node["matchReasons"],
        "enrichments": chosen.collect::<Vec<_>>(),
        "bestContactTime": node["bestContactTime"], "suggestedServices": node["suggestedServices"],
    })
}

/// The ranked people for people.
pub fn table(outcome: &Value) {
    let mut table = Table::new();
    table.load_preset(comfy_table::presets::UTF8_HORIZONTAL_ONLY);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(WIDTH);
    table.set_header(["#", "Score", "Name", "Title", "Company", "E-mail", "Best time", "Why"]);
    for node in prospects(outcome) {
        table.add_row([
            node["rank"].to_string(),
            node["score"].to_string(),
            text(&node["fullName"]),
            text(&node["title"]),
            text(&node["companyName"]),
            text(&node["email"]),
            best_time(&node["bestContactTime"]),
            reasons(&node["matchReasons"]),
        ]);
    }
    println!("{table}");
    for degraded in outcome["leadRequest"]["degraded"].as_array().into_iter().flatten() {
        let end = if degraded["recovered"] == true { "recovered" } else { "went on without" };
        eprintln!(
            "{}: {} ({}x), {end}",
            text(&degraded["source"]),
            text(&degraded["reason"]),
            degraded["count"]
        );
    }
    let seconds = outcome["seconds"].as_f64().unwrap_or_default();
    println!("{} prospects in {seconds:.1} s.", prospects(outcome).count());
    let saved = prospects(outcome).filter(|node| !node["lead"].is_null()).count();
    let board = text(&outcome["leadRequest"]["savePipeline"]["name"]);
    println!("The best {saved} are on the board \"{board}\".");
}

/// Where to look and how to get in.
pub fn sign_in(url: &str, marker: &Marker, token: &str, is_serving: bool) {
    println!("\nPlayground  {url}/   (try the example \"Pipeline, live\" in two tabs)");
    println!("Sign in     {}   {}", marker.email, marker.password);
    println!("Token       {token}");
    if is_serving {
        println!("\nServing until you press Ctrl-C.");
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or("–").to_owned()
}

/// The two that count most.
fn reasons(all: &Value) -> String {
    let all = all.as_array().into_iter().flatten();
    all.take(2).map(text).collect::<Vec<_>>().join(" ")
}

/// `Tue–Thu 08:30–10:30 New York`
fn best_time(time: &Value) -> String {
    if time.is_null() {
        return "–".into();
    }
    let zone = text(&time["timeZone"]);
    let place = zone.rsplit('/').next().unwrap_or_default().replace('_', " ");
    format!("{} {}–{} {place}", days(&time["days"]), text(&time["from"]), text(&time["to"]))
}

fn days(all: &Value) -> String {
    let all = all.as_array().into_iter().flatten();
    let numbers: Vec<usize> = all.filter_map(|day| WEEK.iter().position(|(name, _)| day == name)).collect();
    let short = |number: &usize| WEEK[*number].1;
    match numbers.as_slice() {
        [first, .., last] if numbers.windows(2).all(|two| two[0] + 1 == two[1]) => {
            format!("{}–{}", short(first), short(last))
        }
        all => all.iter().map(short).collect::<Vec<_>>().join(", "),
    }
}
