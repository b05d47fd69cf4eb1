//! Rule 17: who opted out of one campaign stays out of it when two leads become one, and no further.

use crate::{
    crm::support::{lead, run},
    imports::support::{count, imported},
    support::{
        actor::{Actor, code},
        app::TestApp,
    },
};
use chrono::TimeDelta;
use entity::suppression::{self, SuppressionSource as S};
use leadwire::{
    consent::{self, NewSuppression},
    graphql::Id,
    kernel::tx::Tx,
};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

/// Runs the mutation, which must go well; what it shows.
async fn done(of: &Actor, name: &str, input: Value, shown: &str) -> Value {
    let answer = run(of, name, input, shown).await;
    assert_eq!(code(&answer), "", "{name}: {answer:#}");
    answer["data"][name].clone()
}

async fn campaign(of: &Actor, name: &str) -> Value {
    done(of, "campaignCreate", json!({ "name": name }), "id").await["id"].clone()
}

/// Why this person is left alone in this campaign.
async fn hits(of: &Actor, campaign: &Value, mut party: Value) -> Value {
    let query =
        "query($i: SuppressionCheckInput!) { suppressionCheck(input: $i) { hits { kind scope source } } }";
    party["campaignId"] = campaign.clone();
    of.ask(query, json!({ "i": party })).await["suppressionCheck"]["hits"].clone()
}

/// They opt out of a campaign for this reason.
async fn opt_out(t: &TestApp, of: &Actor, campaign: &Value, (email, source): (&str, S)) {
    let mut tx = Tx::begin(&t.app, &of.scope().await).await.unwrap();
    let new = NewSuppression {
        kind: suppression::SuppressionKind::Email,
        value: email.into(),
        source,
        reason: None,
        workspace: None,
        campaign: Some(Id::read(campaign.as_str().unwrap()).unwrap().0),
    };
    consent::add(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
}

async fn entries(t: &TestApp) -> u64 {
    suppression::Entity::find().count(&t.database.connect().await).await.unwrap()
}

async fn merge(of: &Actor, winner: &Value, loser: &Value) -> Value {
    let input = json!({ "winnerId": winner["id"], "loserId": loser["id"] });
    done(of, "leadMerge", input, "merge { id }").await["merge"]["id"].clone()
}

#[tokio::test]
async fn rule_17_an_opt_out_of_one_campaign_goes_with_the_merge_and_back() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let one = json!({ "fullName": "Jane", "email": "jane@globex.example", "phone": "+27215550100" });
    let (one, two) =
        (lead(&ada, one).await, lead(&ada, json!({ "fullName": "JD", "email": "jd@globex.example" })).await);
    let (spring, autumn) = (campaign(&ada, "Spring").await, campaign(&ada, "Autumn").await);
    let winter = campaign(&ada, "Winter").await;
    opt_out(&t, &ada, &spring, ("jd@globex.example", S::Unsubscribe)).await;
    opt_out(&t, &ada, &autumn, ("jane@globex.example", S::Manual)).await;
    opt_out(&t, &ada, &autumn, ("jd@globex.example", S::Complaint)).await;
    let (mail, phone) = (json!({ "email": "jane@globex.example" }), json!({ "phone": "+27215550100" }));
    assert_eq!(hits(&ada, &spring, mail.clone()).await, json!([]));
    t.advance(TimeDelta::hours(1));

    let id = merge(&ada, &one, &two).await;
    for (campaign, source) in [(&spring, "UNSUBSCRIBE"), (&autumn, "COMPLAINT")] {
        for (party, kind) in [(&mail, "EMAIL"), (&phone, "PHONE")] {
            let why = json!([{ "kind": kind, "scope": "CAMPAIGN", "source": source }]);
            assert_eq!(hits(&ada, campaign, party.clone()).await, why, "{kind} {source}");
        }
    }
    assert_eq!(hits(&ada, &winter, mail.clone()).await, json!([]), "they never left that one");
    assert_eq!(entries(&t).await, 6);

    t.advance(TimeDelta::hours(1));
    done(&ada, "leadMergeUndo", json!({ "id": id }), "loser { id }").await;
    assert_eq!(hits(&ada, &spring, mail.clone()).await, json!([]), "it came with the merge");
    let own = json!([{ "kind": "EMAIL", "scope": "CAMPAIGN", "source": "MANUAL" }]);
    assert_eq!(hits(&ada, &autumn, mail.clone()).await, own, "as it was");
    assert_eq!(hits(&ada, &autumn, phone).await, json!([]));
    let theirs = json!({ "email": "jd@globex.example" });
    assert_eq!(hits(&ada, &spring, theirs).await[0]["source"], "UNSUBSCRIBE");
    assert_eq!(entries(&t).await, 3);
}

#[tokio::test]
async fn rule_17_what_they_said_since_and_what_only_looked_merged_stay() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let one = lead(&ada, json!({ "fullName": "Jane", "email": "jane@globex.example" })).await;
    let two = lead(&ada, json!({ "fullName": "JD", "email": "jd@globex.example" })).await;
    let spring = campaign(&ada, "Spring").await;
    opt_out(&t, &ada, &spring, ("jd@globex.example", S::Unsubscribe)).await;
    let mail = json!({ "email": "jane@globex.example" });
    let look = json!({ "winnerId": one["id"], "loserId": two["id"], "dryRun": true });
    let moved = done(&ada, "leadMerge", look, "moved { suppressions }").await;
    assert_eq!(moved["moved"]["suppressions"], 1);
    assert_eq!(hits(&ada, &spring, mail.clone()).await, json!([]), "nothing was done");

    let id = merge(&ada, &one, &two).await;
    t.advance(TimeDelta::hours(1));
    opt_out(&t, &ada, &spring, ("jane@globex.example", S::Unsubscribe)).await;
    done(&ada, "leadMergeUndo", json!({ "id": id }), "loser { id }").await;
    assert_eq!(hits(&ada, &spring, mail).await[0]["source"], "UNSUBSCRIBE", "they said it themselves since");
    // Of a domain nobody opts out for somebody else.
    let rivals = json!({ "kind": "DOMAIN", "value": "globex.example", "campaignId": spring });
    done(&ada, "suppressionAdd", rivals, "id").await;
    let before = entries(&t).await;
    let ben = lead(&ada, json!({ "fullName": "Ben", "email": "ben@home.example" })).await;
    let bo = lead(&ada, json!({ "fullName": "Bo", "email": "bo@globex.example" })).await;
    merge(&ada, &ben, &bo).await;
    assert_eq!(entries(&t).await, before);
}

#[tokio::test]
async fn rule_17_who_opted_out_is_not_taken_in_again_by_an_address_of_what_was_merged_into_them() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let spring = campaign(&ada, "Spring").await;
    let jane = lead(&ada, json!({ "fullName": "Jane", "email": "jane@globex.example" })).await;
    let same = lead(&ada, json!({ "fullName": "JD", "email": "jd@home.example" })).await;
    let third = lead(&ada, json!({ "fullName": "J.", "email": "j@third.example" })).await;
    merge(&ada, &same, &third).await;
    merge(&ada, &jane, &same).await;
    let out = json!({ "id": jane["id"], "status": "UNSUBSCRIBED" });
    done(&ada, "leadUpdate", out, "id").await;
    let why = json!([{ "kind": "EMAIL", "scope": "WORKSPACE", "source": "UNSUBSCRIBE" }]);
    for email in ["jane@globex.example", "jd@home.example", "j@third.example"] {
        assert_eq!(hits(&ada, &spring, json!({ "email": email })).await, why, "{email}");
    }
    let text = b"Email,First name\njd@home.example,Jane\nbo@blue.example,Bo\n";
    let import = imported(&t, &ada, text, json!({ "campaignId": spring })).await;
    let counts = (count(&import, "counts", "suppressed"), count(&import, "counts", "created"));
    assert_eq!(counts, (1, 1), "{import:#}");
}

#[tokio::test]
async fn rule_17_an_opt_out_before_the_merge_holds_for_both_and_goes_back_with_it() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let spring = campaign(&ada, "Spring").await;
    let ben = lead(&ada, json!({ "fullName": "Ben", "email": "ben@globex.example" })).await;
    let same = lead(&ada, json!({ "fullName": "B.", "email": "b@home.example" })).await;
    done(&ada, "leadUpdate", json!({ "id": ben["id"], "status": "UNSUBSCRIBED" }), "id").await;
    let (own, other) = (json!({ "email": "ben@globex.example" }), json!({ "email": "b@home.example" }));
    assert_eq!(hits(&ada, &spring, other.clone()).await, json!([]), "they are two people");
    let id = merge(&ada, &ben, &same).await;
    let why = json!([{ "kind": "EMAIL", "scope": "WORKSPACE", "source": "UNSUBSCRIBE" }]);
    for party in [&own, &other] {
        assert_eq!(hits(&ada, &spring, party.clone()).await, why, "{party}");
    }
    t.advance(TimeDelta::hours(1));
    done(&ada, "leadMergeUndo", json!({ "id": id }), "loser { id }").await;
    assert_eq!(hits(&ada, &spring, other).await, json!([]), "it came with the merge");
    assert_eq!(hits(&ada, &spring, own).await, why, "their own word stays");
}
