//! One person's data, for them: all of it, nobody else's, and on record.

use super::{
    desk::{board, campaign, done, refused},
    support::lead,
};
use crate::support::{actor::code, app::TestApp};
use entity::{audit_entry, membership::Role};
use leadwire::kernel::permission::Permission;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

#[tokio::test]
async fn all_that_is_known_of_a_person_and_of_nobody_else() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let globex = done(&ada, "companyCreate", json!({ "name": "Globex", "domain": "globex.com" }), "id").await;
    let jane = json!({ "fullName": "Jane Doe", "email": "Jane@globex.com", "companyId": globex["id"], "tags": ["vip"],
        "customFields": { "shoe": 38 } });
    let jane = lead(&ada, jane).await;
    let part = lead(&ada, json!({ "fullName": "J. Doe", "email": "jd@globex.com" })).await;
    lead(&ada, json!({ "fullName": "Secret Other", "email": "other@globex.com", "companyId": globex["id"] }))
        .await;
    let spring = campaign(&ada, "Spring").await;
    done(&ada, "campaignAddLeads", json!({ "id": spring, "leadIds": [jane["id"]] }), "addedCount").await;
    let list = done(&ada, "leadListCreate", json!({ "name": "Fair" }), "id").await["id"].clone();
    done(&ada, "leadListAddLeads", json!({ "id": list, "leadIds": [jane["id"]] }), "addedCount").await;
    let card = board(&ada).await.card(&ada, jane["id"].as_str().unwrap(), 1).await;
    done(&ada, "taskCreate", json!({ "title": "Call back", "cardId": card }), "id").await;
    done(
        &ada,
        "leadRecordContact",
        json!({ "id": jane["id"], "channel": "EMAIL", "note": "Likes tea" }),
        "id",
    )
    .await;
    done(&ada, "leadMerge", json!({ "winnerId": jane["id"], "loserId": part["id"] }), "dryRun").await;
    let rob = ada.colleague(Role::Researcher).await;
    let given = done(&rob, "leadExport", json!({ "id": jane["id"] }), "leadId data").await;
    let data = &given["data"];
    assert_eq!((&given["leadId"], &data["lead"]["id"]), (&jane["id"], &jane["id"]));
    assert_eq!(
        (&data["lead"]["email"], &data["lead"]["customFields"]["shoe"]),
        (&json!("Jane@globex.com"), &json!(38))
    );
    assert_eq!((&data["lead"]["status"], &data["lead"]["tags"]), (&json!("CONTACTED"), &json!(["vip"])));
    assert_eq!(data["formerLeads"][0]["fullName"], "J. Doe");
    assert_eq!(data["company"], json!({ "name": "Globex", "domain": "globex.com" }));
    assert_eq!(
        (&data["campaigns"][0]["name"], &data["lists"][0]["name"]),
        (&json!("Spring"), &json!("Fair"))
    );
    assert_eq!(
        (&data["cards"][0]["stage"], &data["tasks"][0]["title"]),
        (&json!("Contacted"), &json!("Call back"))
    );
    let notes: Vec<&Value> =
        data["activities"].as_array().unwrap().iter().map(|line| &line["summary"]).collect();
    assert!(notes.contains(&&json!("Likes tea")), "{notes:?}");
    let text = data.to_string();
    for other in ["Secret Other", "other@globex.com", "agencyId", "searchText", "emailKey"] {
        assert!(!text.contains(other), "{other}: {text}");
    }
    let kept = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq("LEAD_EXPORTED"));
    assert_eq!(kept.count(&t.database.connect().await).await.unwrap(), 1, "on record");
}

#[tokio::test]
async fn not_for_clients_not_for_keys_that_may_only_read_and_not_across_agencies() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let jane = lead(&ada, json!({ "fullName": "Jane" })).await;
    let input = json!({ "id": jane["id"] });
    assert_eq!(refused(&ada.client().await, "leadExport", input.clone()).await.0, "FORBIDDEN");
    let query = "mutation($i: LeadExportInput!) { leadExport(input: $i) { leadId } }";
    for (scope, wanted) in [(Permission::Read, "FORBIDDEN"), (Permission::Export, "")] {
        let key = ada.api_key(&[scope]).await;
        assert_eq!(code(&key.gql(query, json!({ "i": input })).await), wanted, "{scope:?}");
    }
    assert_eq!(refused(&eve, "leadExport", input.clone()).await.0, "NOT_FOUND");
    done(&ada, "leadDelete", input.clone(), "id").await;
    done(&ada, "leadExport", input, "leadId").await;
    let kept = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq("LEAD_EXPORTED"));
    assert_eq!(kept.count(&t.database.connect().await).await.unwrap(), 2, "refusals leave no trace");
}

#[tokio::test]
async fn what_became_part_of_a_part_is_theirs_too() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let make = async |name: &str, email: &str| {
        lead(&ada, json!({ "fullName": name, "email": email })).await["id"].clone()
    };
    let first = make("Jane Doe", "jane@one.example").await;
    let second = make("J. Doe", "jane@two.example").await;
    let third = make("Doe, J.", "jane@three.example").await;
    for (winner, loser) in [(&second, &third), (&first, &second)] {
        done(&ada, "leadMerge", json!({ "winnerId": winner, "loserId": loser }), "dryRun").await;
    }
    done(&ada, "suppressionAdd", json!({ "kind": "EMAIL", "value": "jane@three.example" }), "id").await;
    let data = done(&ada, "leadExport", json!({ "id": first }), "data").await["data"].clone();
    let former: Vec<&Value> =
        data["formerLeads"].as_array().unwrap().iter().map(|lead| &lead["email"]).collect();
    assert_eq!(former, [&json!("jane@two.example"), &json!("jane@three.example")]);
    assert_eq!(data["suppression"]["isSuppressed"], true, "{}", data["suppression"]);
}
