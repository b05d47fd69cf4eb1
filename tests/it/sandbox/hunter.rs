//! Hunter's API and its habits.

use super::support::Lab;
use leadwire::sandbox::{
    Provider::Hunter,
    world::{World, person::Oddity},
};
use serde_json::json;

/// The address of somebody with the oddity, in the world of the default seed, as Hunter would be asked for it.
fn odd(oddity: Oddity) -> (String, String, String) {
    let world = World::seeded(1);
    let persona = world.people().iter().find(|persona| {
        persona.oddity == oddity && world.sighting(Hunter, persona).is_some_and(|it| it.email.is_some())
    });
    let persona = persona.unwrap();
    let company = world.employer(persona);
    let email = persona.email(company).unwrap_or_default();
    (email, persona.full_name().replace(' ', "+"), company.domain.clone())
}

#[tokio::test]
async fn the_finder_finds_an_address_for_one_credit_and_nothing_for_none() {
    let lab = Lab::start().await;
    let (email, name, domain) = odd(Oddity::None);
    let path = format!("/v2/email-finder?domain={domain}&full_name={name}");
    let found = lab.get(Hunter, &path).await;
    let found = if found.status == 202 { lab.get(Hunter, &path).await } else { found }.json();
    assert!(found["data"]["score"].as_u64().is_some_and(|score| score <= 100));
    let local = |address: &str| address.split('@').next().map(str::len);
    assert_eq!(found["data"]["domain"], json!(domain));
    assert!(found["data"]["email"].as_str().and_then(local).is_some() && !email.is_empty());
    let nobody = lab.get(Hunter, &format!("/v2/email-finder?domain={domain}&full_name=No+Body")).await;
    assert_eq!((nobody.status, nobody.json()["data"]["email"].clone()), (200, json!(null)));
    let calls = lab.calls().await;
    assert_eq!(calls["calls"].as_array().unwrap().len(), 1);
    assert_eq!(calls["calls"][0]["endpoint"], "email-finder");
}

#[tokio::test]
async fn who_asked_to_be_left_alone_is_451_everywhere_and_never_charged() {
    let lab = Lab::start().await;
    let (email, name, domain) = odd(Oddity::Claimed);
    for path in [
        format!("/v2/email-finder?domain={domain}&full_name={name}"),
        format!("/v2/email-verifier?email={email}"),
        format!("/v2/people/find?email={email}"),
        format!("/v2/combined/find?email={email}"),
    ] {
        let refused = lab.get(Hunter, &path).await;
        assert_eq!(
            (refused.status, refused.json()["errors"][0]["id"].clone()),
            (451, json!("claimed_email")),
            "{path}"
        );
    }
    let all = lab.get(Hunter, &format!("/v2/domain-search?domain={domain}&limit=100")).await;
    assert!(!all.text.contains(&email));
    let calls = lab.calls().await;
    assert!(calls["calls"].as_array().unwrap().iter().all(|call| call["endpoint"] == "domain-search"));
}

#[tokio::test]
async fn the_verifier_tells_good_from_guessed_from_anything_goes() {
    let lab = Lab::start().await;
    let world = World::seeded(1);
    let ask = async |email: &str| {
        let path = format!("/v2/email-verifier?email={email}");
        let mut answer = lab.get(Hunter, &path).await;
        while matches!(answer.status, 202 | 222) {
            answer = lab.get(Hunter, &path).await;
        }
        answer.json()["data"]["status"].as_str().unwrap_or_default().to_owned()
    };
    let strict = world.companies().iter().find(|company| !company.is_catch_all).unwrap();
    let loose = world.companies().iter().find(|company| company.is_catch_all).unwrap();
    let sane = |persona: &&_| leadwire::sandbox::world::person::Persona::email(persona, strict).is_some();
    let persona = world.people_of(strict).iter().filter(|it| it.oddity == Oddity::None).find(sane).unwrap();
    assert_eq!(ask(&persona.email(strict).unwrap()).await, "valid");
    assert_eq!(ask(&persona.guessed_email(strict)).await, "invalid");
    assert_eq!(ask(&format!("anybody@{}", loose.domain)).await, "accept_all");
    assert_eq!(ask("somebody@gmail.com").await, "webmail");
    assert_eq!(
        lab.get(Hunter, "/v2/email-verifier?email=not-an-address").await.json()["errors"][0]["id"],
        "invalid_email"
    );
}

#[tokio::test]
async fn some_verifications_need_a_second_call_and_are_charged_once() {
    let lab = Lab::start().await;
    let world = World::seeded(1);
    let emails = world.people().iter().filter(|it| it.oddity == Oddity::None);
    let (mut slow, mut smtp) = (0, 0);
    for email in emails.take(150).filter_map(|persona| persona.email(world.employer(persona))) {
        let path = format!("/v2/email-verifier?email={email}");
        loop {
            match lab.get(Hunter, &path).await.status {
                200 => break,
                202 => slow += 1,
                222 => smtp += 1,
                other => panic!("{other}"),
            }
        }
    }
    assert!(slow > 0 && smtp > 0, "{slow} {smtp}");
    assert_eq!(lab.calls().await["most_per_fact"], json!(1));
}

#[tokio::test]
async fn people_and_companies_come_in_clearbits_format() {
    let lab = Lab::start().await;
    let (email, _, domain) = odd(Oddity::None);
    let both = lab.get(Hunter, &format!("/v2/combined/find?email={email}&clearbit_format=true")).await.json();
    assert_eq!(both["data"]["person"]["email"], json!(email));
    assert_eq!(both["data"]["company"]["domain"], json!(domain));
    assert_eq!(lab.calls().await["calls"][0]["millicredits"], json!(2000));
}

#[tokio::test]
async fn a_domain_is_searched_counted_and_discovered() {
    let lab = Lab::start().await;
    let page = lab.get(Hunter, "/v2/domain-search?domain=aosmith.example&limit=3&offset=1").await.json();
    assert_eq!(page["data"]["organization"], "A. O. Smith");
    assert_eq!(page["data"]["emails"].as_array().unwrap().len(), 3);
    assert!(page["data"]["pattern"].as_str().unwrap().contains('{'));
    let count = lab.get_as("", Hunter, "/v2/email-count?domain=aosmith.example").await.json();
    assert!(count["data"]["total"].as_u64().unwrap() >= page["meta"]["results"].as_u64().unwrap());
    let asked = json!({"industry": {"include": ["logistics"]}, "headquarters_location": {"include": ["US"]}});
    let found = lab.post(Hunter, "/v2/discover", asked).await.json();
    assert!(found["data"].as_array().unwrap().iter().any(|row| row["organization"] == "FedEx"));
}

#[tokio::test]
async fn a_domain_search_is_filtered_in_hunters_words_and_paid_by_the_ten() {
    let lab = Lab::start().await;
    let path = "/v2/domain-search?domain=aosmith.example&limit=100&type=personal";
    let all = lab.get(Hunter, path).await.json();
    let rows = all["data"]["emails"].as_array().unwrap().clone();
    let ten = rows.len().div_ceil(10);
    assert!(rows.len() > 3 && all["meta"]["results"] == json!(rows.len()), "{all:#}");
    assert_eq!(lab.calls().await["calls"][0]["millicredits"], json!(1000 * ten));
    let levels = lab.get(Hunter, &format!("{path}&seniority=executive,boss")).await.json();
    let levels = levels["data"]["emails"].as_array().unwrap().clone();
    assert!(!levels.is_empty() && levels.len() < rows.len());
    assert!(levels.iter().all(|row| row["seniority"] == "executive"), "{levels:#?}");
    for (words, id) in [("seniority=boss", "invalid_seniority"), ("department=bees", "invalid_department")] {
        let refused = lab.get(Hunter, &format!("{path}&{words}")).await;
        assert_eq!((refused.status, refused.json()["errors"][0]["id"].clone()), (400, json!(id)));
    }
    let generic = lab.get(Hunter, "/v2/domain-search?domain=aosmith.example&type=generic").await.json();
    assert_eq!(generic["data"]["emails"], json!([]), "nobody in person");
    let past = lab.get(Hunter, &format!("{path}&offset=100")).await.json();
    assert_eq!(past["data"]["emails"], json!([]));
    assert_eq!(lab.calls().await["calls"].as_array().unwrap().len(), 1, "where nobody is, nothing is paid");
}

#[tokio::test]
async fn refusals_are_hunters_own() {
    let lab = Lab::start().await;
    let refused = |answer: super::support::Answer| (answer.status, answer.json()["errors"][0]["id"].clone());
    let path = "/v2/domain-search?domain=aosmith.example";
    assert_eq!(refused(lab.get_as("bad", Hunter, path).await), (401, json!("authentication_failed")));
    assert_eq!(refused(lab.get_as("", Hunter, path).await), (401, json!("authentication_failed")));
    assert_eq!(refused(lab.get_as("broke", Hunter, path).await), (429, json!("usage_exceeded")));
    assert_eq!(refused(lab.get(Hunter, "/v2/domain-search").await), (400, json!("wrong_params")));
    assert_eq!(refused(lab.get(Hunter, "/v2/nothing").await), (404, json!("not_found")));
    assert_eq!(lab.get_as("", Hunter, &format!("{path}&api_key=sandbox")).await.status, 200);
}
