//! What the demo's folder starts with: an agency, its admin, what it offers, and a source of every kind the sandbox speaks.

use super::{ask::Client, marker::Marker};
use crate::{
    identity::{
        agencies::{self, Admin, Founding},
        users::{NewUser, create::prepare},
    },
    kernel::app::App,
};
use anyhow::Result;
use serde_json::{Value, json};

/// Name, kind and the credentials' field; the sandbox takes any key.
const SOURCES: [(&str, &str, &str); 6] = [
    ("Apollo", "APOLLO", r#"{"apiKey":"sandbox"}"#),
    ("ZoomInfo", "ZOOMINFO", r#"{"clientId":"sandbox","clientSecret":"sandbox"}"#),
    ("LinkedIn", "LINKEDIN", r#"{"apiKey":"sandbox"}"#),
    ("Hunter", "HUNTER", r#"{"apiKey":"sandbox"}"#),
    ("Clearbit", "CLEARBIT", r#"{"apiKey":"sandbox"}"#),
    ("Crunchbase", "CRUNCHBASE", r#"{"apiKey":"sandbox"}"#),
];

/// Makes what is missing and signs in.
pub async fn ensure(app: &App, marker: &Marker) -> Result<Client> {
    if let Ok(client) = Client::sign_in(app, &marker.email, &marker.password).await {
        return Ok(client);
    }
    let new = NewUser {
        email: marker.email.clone(),
        name: "Demo Admin".into(),
        password: marker.password.clone().into(),
        is_super_admin: true,
    };
    let admin = Admin::New(prepare(app, new).await?);
    agencies::found(app, Founding { name: marker.agency.clone(), slug: Some("demo".into()), admin }, None)
        .await?;
    let client = Client::sign_in(app, &marker.email, &marker.password).await?;
    offer(&client).await?;
    for (name, kind, credentials) in SOURCES {
        plug(&client, name, kind, credentials).await?;
    }
    Ok(client)
}

async fn plug(client: &Client, name: &str, kind: &str, credentials: &str) -> Result<()> {
    let credentials: Value = serde_json::from_str(credentials)?;
    let mut input = json!({ "name": name, "kind": kind, "credentials": credentials });
    if kind == "LINKEDIN" {
        input["config"] = json!({ "dsn": "api1.unipile.com:13111", "accountId": "acc_demo" });
    }
    let ask = "mutation($i: DataSourceCreateInput!) { dataSourceCreate(input: $i) { id } }";
    client.ask(ask, json!({ "i": input })).await.map(|_| ())
}

async fn offer(client: &Client) -> Result<()> {
    let found = client.ask("{ workspaces(first: 1) { nodes { id } } }", json!({})).await?;
    let offerings = json!([
        {
            "name": "Warehouse automation audit",
            "description": "Two weeks on site; a costed plan for storage, picking and packing.",
            "pains": ["labour shortage", "slow picking", "rising storage cost"],
            "keywords": ["logistics", "warehouse", "supply chain", "operations"]
        },
        {
            "name": "Supplier risk monitoring",
            "description": "Early warning when a supplier's delivery, finances or region turn.",
            "pains": ["late deliveries", "single sourcing"],
            "keywords": ["procurement", "supply chain", "manufacturing"]
        }
    ]);
    let input = json!({ "i": { "id": found["workspaces"]["nodes"][0]["id"], "offerings": offerings } });
    let ask = "mutation($i: WorkspaceUpdateInput!) { workspaceUpdate(input: $i) { id } }";
    client.ask(ask, input).await.map(|_| ())
}
