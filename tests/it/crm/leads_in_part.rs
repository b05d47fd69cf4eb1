//! A list reads the columns of the fields that are selected, and no others: what it says must be what the whole row says.

use super::{
    lead_create::member,
    support::{company, lead},
};
use crate::support::app::TestApp;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

/// Fields that stay empty here.
const EMPTY: [&str; 4] = ["deletedAt", "card", "enrichments", "merges"];

/// What no input sets.
const REST: &str = "UPDATE lead SET score = 71, segment = 'SMB', email_status = 'VALID', email_checked_at = created_at, \
    qualification = 'QUALIFIED', qualification_reason = 'fits', qualification_decided_at = created_at, status = 'QUALIFIED', \
    last_contacted_at = created_at, last_replied_at = created_at, version = 7, \
    score_parts = '[{\"part\":\"ROLE_FIT\",\"weight\":1.0,\"value\":50.0,\"evidence\":\"said so\",\"by\":\"RULES\"}]', \
    suggested_services = '[{\"name\":\"Search\",\"evidence\":\"hiring\"}]'";

/// Each field of a lead, written so that it can be selected.
async fn fields(ada: &crate::support::actor::Actor) -> Vec<(String, String)> {
    let query = "{ __type(name: \"Lead\") { fields { name type { kind ofType { kind ofType { kind ofType { kind } } } } } } }";
    let data = ada.ask(query, json!({})).await;
    let all = data["__type"]["fields"].as_array().unwrap();
    let written = |field: &Value| {
        let name = field["name"].as_str().unwrap().to_owned();
        let is_object = field["type"].to_string().contains("\"OBJECT\"");
        let text = if is_object { format!("{name} {{ __typename }}") } else { name.clone() };
        (name, text)
    };
    all.iter().map(written).collect()
}

#[tokio::test]
async fn a_field_asked_alone_says_what_it_says_in_the_whole() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let works = company(&ada, json!({ "name": "Globex" })).await;
    let made = lead(
        &ada,
        json!({
            "fullName": "Jane Q. Doe", "firstName": "Jane", "lastName": "Doe", "title": "Head of IT", "seniority": "HEAD",
            "department": "IT", "email": "jane@globex.com", "phone": "+27215550100", "linkedinUrl": "za.linkedin.com/in/jane",
            "instagram": "jane.ig", "facebook": "jane.fb", "x": "jane_x", "whatsapp": "+27215550101", "country": "ZA",
            "city": "Cape Town", "timeZone": "Africa/Johannesburg", "source": "fair", "tags": ["vip"],
            "icebreaker": "Hello", "preferredChannel": "EMAIL", "priority": "HIGH", "customFields": { "crm": 7 },
            "companyId": works["id"], "assigneeId": member(&ada).await,
            "bestContactTime": { "days": ["MONDAY"], "from": "09:00", "to": "11:00", "timeZone": "Africa/Johannesburg" },
        }),
    )
    .await;
    let input = "mutation { campaignCreate(input: { name: \"Fair\" }) { id } }";
    let campaign = ada.ask(input, json!({})).await["campaignCreate"]["id"].clone();
    let join = "mutation($i: CampaignAddLeadsInput!) { campaignAddLeads(input: $i) { addedCount } }";
    ada.ask(join, json!({ "i": { "id": campaign, "leadIds": [made["id"]] } })).await;
    let db = t.database.connect().await;
    db.execute_raw(Statement::from_string(db.get_database_backend(), REST)).await.unwrap();

    let fields = fields(&ada).await;
    let all: Vec<&str> = fields.iter().map(|(_, text)| text.as_str()).collect();
    let query = format!("query($id: ID!) {{ lead(id: $id) {{ {} }} }}", all.join(" "));
    let whole = ada.ask(&query, json!({ "id": made["id"] })).await["lead"].clone();
    for (name, text) in &fields {
        let is_empty = whole[name].is_null() || whole[name] == json!([]);
        assert_eq!(is_empty, EMPTY.contains(&name.as_str()), "{name}: {}", whole[name]);
        let alone = ada.ask(&format!("{{ leads {{ nodes {{ {text} }} }} }}"), json!({})).await;
        assert_eq!(alone["leads"]["nodes"][0][name], whole[name], "{name}");
        let below = ada.ask(&format!("{{ leads {{ edges {{ node {{ {text} }} }} }} }}"), json!({})).await;
        assert_eq!(below["leads"]["edges"][0]["node"][name], whole[name], "{name}");
    }
    let query = format!("{{ leads {{ nodes {{ {} }} }} }}", all.join(" "));
    assert_eq!(ada.ask(&query, json!({})).await["leads"]["nodes"][0], whole);
}
