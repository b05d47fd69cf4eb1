//! ZoomInfo's API and its habits.

use super::support::{Lab, send};
use leadwire::sandbox::{
    Provider::Zoominfo,
    world::{World, person::Oddity},
};
use reqwest::Method;
use serde_json::{Value, json};

const ENRICH: &str = "/gtm/data/v1/contacts/enrich";
const SEARCH: &str = "/gtm/data/v1/contacts/search";
const TOKEN: &str = "/oauth2/default/v1/token";

fn envelope(kind: &str, attributes: Value) -> Value {
    let mut data = json!({ "type": kind });
    data["attributes"] = attributes;
    json!({ "data": data })
}

#[tokio::test]
async fn a_token_is_fetched_with_client_credentials_and_stands_for_its_client() {
    let lab = Lab::start().await;
    let form = async |client: &str| {
        let form = [("grant_type", "client_credentials"), ("client_id", client), ("client_secret", "s")];
        send(lab.request(Method::POST, Zoominfo, TOKEN, "").form(&form)).await
    };
    let token = form("client-one").await.json();
    assert_eq!((&token["token_type"], &token["expires_in"]), (&json!("Bearer"), &json!(3600)));
    let token = token["access_token"].as_str().unwrap().to_owned();
    let asked = envelope(
        "CompanyEnrich",
        json!({
            "matchCompanyInput": [{"companyWebsite": "www.fedex.example"}], "outputFields": ["name", "employeeCount"]
        }),
    );
    let found = lab.post_as(&token, Zoominfo, "/gtm/data/v1/companies/enrich", asked).await;
    assert_eq!(found.header("content-type"), Some("application/vnd.api+json"));
    assert_eq!(found.json()["data"][0]["attributes"]["name"], "FedEx");
    assert_eq!(lab.calls().await["calls"][0]["account"], "client-one");
    let bad = form("bad-client").await;
    assert_eq!((bad.status, bad.json()["error"].clone()), (401, json!("invalid_client")));
    let basic = lab.request(Method::POST, Zoominfo, TOKEN, "").basic_auth("client-two", Some("s"));
    assert_eq!(send(basic.form(&[("grant_type", "client_credentials")])).await.status, 200);
}

#[tokio::test]
async fn contacts_are_searched_without_addresses_and_paged() {
    let lab = Lab::start().await;
    let asked = envelope(
        "ContactSearch",
        json!({
            "managementLevel": "C-Level,VP-Level", "country": "United States", "industryCodes": "logistics-and-supply-chain",
            "employeeRangeMin": 50,
        }),
    );
    let found = lab.post(Zoominfo, &format!("{SEARCH}?page[number]=1&page[size]=3"), asked.clone()).await;
    assert_eq!(found.header("x-ratelimit-remaining-second"), Some("-1"));
    let page = found.json();
    assert_eq!(page["data"].as_array().unwrap().len(), 3);
    assert!(page["meta"]["totalResults"].as_u64().unwrap() > 3);
    for row in page["data"].as_array().unwrap() {
        assert!(row["id"].is_string() && row["attributes"]["company"]["id"].is_u64());
        assert!(row["attributes"]["hasEmail"].is_boolean() && row["attributes"].get("email").is_none());
    }
    let second = lab.post(Zoominfo, &format!("{SEARCH}?page[number]=2&page[size]=3"), asked).await.json();
    assert_ne!(second["data"], page["data"]);
    assert_eq!(lab.calls().await["calls"], json!([]));
}

#[tokio::test]
async fn enrichment_marks_who_is_not_known_and_charges_a_person_once() {
    let lab = Lab::start().await;
    let found = lab
        .post(Zoominfo, SEARCH, envelope("ContactSearch", json!({"jobTitle": "IT Manager OR IT Director"})))
        .await
        .json();
    let id = &found["data"][0]["id"];
    let asked = envelope(
        "ContactEnrich",
        json!({
            "matchPersonInput": [{"fullName": "No Body", "companyName": "Void Ltd"}, {"personId": id}],
            "outputFields": ["id", "firstName", "lastName", "email", "mobilePhoneDoNotCall", "companyName"],
        }),
    );
    for _ in 0..2 {
        let rows = lab.post(Zoominfo, ENRICH, asked.clone()).await.json();
        assert_eq!((&rows["data"][0]["id"], &rows["data"][0]["type"]), (&json!("0"), &json!("NoMatch")));
        assert_eq!(rows["data"][0]["meta"]["matchStatus"], "NO_MATCH");
        assert_eq!(rows["data"][1]["id"], *id);
        assert!(rows["data"][1]["attributes"].get("jobTitle").is_none());
        assert!(rows["data"][1]["attributes"]["company"]["id"].is_u64());
    }
    let calls = lab.calls().await;
    assert_eq!((calls["calls"].as_array().unwrap().len(), &calls["most_per_fact"]), (1, &json!(1)));
}

#[tokio::test]
async fn somebody_with_two_profiles_has_the_other_one_here() {
    let lab = Lab::start().await;
    let world = World::seeded(1);
    let two = world
        .people()
        .iter()
        .find(|it| it.oddity == Oddity::TwoLinkedIns && world.is_seen(Zoominfo, it))
        .unwrap();
    let asked = envelope(
        "ContactEnrich",
        json!({
            "matchPersonInput": [{"fullName": two.full_name(), "companyWebsite": world.employer(two).domain}],
            "outputFields": ["externalUrls"],
        }),
    );
    let rows = lab.post(Zoominfo, ENRICH, asked).await.json();
    let url = rows["data"][0]["attributes"]["externalUrls"][0]["url"].as_str().unwrap().to_owned();
    assert!(url.ends_with(&two.linkedin_id(1)) && !url.ends_with(&two.linkedin_id(0)));
}

#[tokio::test]
async fn refusals_come_in_two_shapes() {
    let lab = Lab::start().await;
    let gateway = |answer: super::support::Answer| (answer.status, answer.json()["error"]["code"].clone());
    let service =
        |answer: super::support::Answer| (answer.status, answer.json()["errors"][0]["code"].clone());
    let fine = envelope("ContactSearch", json!({}));
    assert_eq!(gateway(lab.post_as("bad", Zoominfo, SEARCH, fine.clone()).await), (401, json!("ZI0001")));
    assert_eq!(
        gateway(lab.post_as("expired-token", Zoominfo, SEARCH, fine.clone()).await),
        (401, json!("ZI0001"))
    );
    assert_eq!(gateway(lab.post_as("noplan", Zoominfo, SEARCH, fine.clone()).await), (403, json!("ZI0003")));
    let unknown = envelope("ContactSearch", json!({"shoeSize": 43}));
    assert_eq!(service(lab.post(Zoominfo, SEARCH, unknown).await), (400, json!("PFAPI0001")));
    let far = format!("{SEARCH}?page[number]=101");
    assert_eq!(service(lab.post(Zoominfo, &far, fine).await), (400, json!("PFAPI0003")));
    let person = |field: &str| {
        envelope(
            "ContactEnrich",
            json!({
                "matchPersonInput": [{"personId": "9000000000"}, {"personId": "9000000001"}, {"personId": "9000000002"}],
                "outputFields": [field],
            }),
        )
    };
    assert_eq!(service(lab.post(Zoominfo, ENRICH, person("salary")).await), (400, json!("PFAPI0001")));
    assert_eq!(
        service(lab.post_as("broke", Zoominfo, ENRICH, person("email")).await),
        (400, json!("PFAPI0011"))
    );
    assert_eq!(lab.calls().await["calls"], json!([]));
}

#[tokio::test]
async fn lookups_say_what_filters_take() {
    let lab = Lab::start().await;
    let industries = lab.get(Zoominfo, "/gtm/data/v1/lookup/industries").await.json();
    assert!(
        industries["data"].as_array().unwrap().iter().any(|row| row["id"] == "logistics-and-supply-chain")
    );
    let path = "/gtm/data/v1/lookup/enrich?filter[entity]=contact&filter[fieldType]=output";
    assert!(lab.get(Zoominfo, path).await.text.contains("mobilePhoneDoNotCall"));
}
