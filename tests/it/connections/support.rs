//! Data sources over GraphQL, with providers that do as they are told.

use crate::support::{
    actor::Actor,
    app::TestApp,
    scripted::{Canned, Scripted},
};
use leadwire::config::Config;
use serde_json::{Value, json};

pub const FIELDS: &str =
    "id name kind status config hasCredentials lastTestStatus lastTestError lastTestAt totalJobs version";

/// A Leadwire whose Hunter is a scripted server.
pub async fn with_hunter(script: Vec<Canned>) -> (TestApp, Scripted) {
    let hunter = Scripted::start(script).await;
    let mut config = Config::default();
    config.providers.hosts.insert("hunter".into(), hunter.url().to_string());
    (TestApp::with(config).await, hunter)
}

/// What Hunter says of an account that works.
pub fn account() -> Canned {
    let requests =
        json!({ "searches": { "used": 1, "available": 50 }, "credits": { "used": 1, "available": 50 } });
    Canned::json(200, &json!({ "data": { "plan_name": "Free", "requests": requests } }))
}

impl Actor {
    pub async fn create(&self, input: Value) -> Value {
        let query =
            format!("mutation($i: DataSourceCreateInput!) {{ dataSourceCreate(input: $i) {{ {FIELDS} }} }}");
        self.gql(&query, json!({ "i": input })).await
    }

    /// A Hunter source; its id.
    pub async fn hunter(&self, key: &str) -> String {
        let input = json!({ "kind": "HUNTER", "name": "Hunter", "credentials": { "apiKey": key } });
        let made = self.create(input).await;
        assert!(made.get("errors").is_none(), "{made:#}");
        made["data"]["dataSourceCreate"]["id"].as_str().unwrap().to_owned()
    }

    pub async fn change(&self, input: Value) -> Value {
        let query =
            format!("mutation($i: DataSourceUpdateInput!) {{ dataSourceUpdate(input: $i) {{ {FIELDS} }} }}");
        self.gql(&query, json!({ "i": input })).await
    }

    pub async fn remove(&self, id: &str) -> Value {
        let query = "mutation($i: DataSourceDeleteInput!) { dataSourceDelete(input: $i) { deletedId } }";
        self.gql(query, json!({ "i": { "id": id } })).await
    }

    pub async fn test(&self, id: &str) -> Value {
        let query =
            format!("mutation($i: DataSourceTestInput!) {{ dataSourceTest(input: $i) {{ {FIELDS} }} }}");
        self.gql(&query, json!({ "i": { "id": id } })).await
    }

    pub async fn source(&self, id: &str) -> Value {
        let query = format!("query($id: ID!) {{ dataSource(id: $id) {{ {FIELDS} }} }}");
        self.ask(&query, json!({ "id": id })).await["dataSource"].clone()
    }
}
