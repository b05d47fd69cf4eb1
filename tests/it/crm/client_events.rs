//! What a CLIENT hears of the log: what happens to their campaigns, leads and cards, and nothing of what is hidden from them.

use super::desk::{Board, board, campaign, done};
use crate::{
    imports::support::imported,
    support::{actor::Actor, app::TestApp, stream::Follower},
};
use serde_json::{Value, json};

const SHOWN: &str =
    "cursor kind subjectType subjectId alsoTouches campaignId payload changes { field from to }";

/// A campaign of theirs, who looks after it, and what is hidden.
struct Desk {
    t: TestApp,
    ada: Actor,
    cleo: Actor,
    spring: String,
    lead: Value,
    board: Board,
    /// Bare, as payloads have them.
    hidden: Vec<String>,
}

impl Desk {
    async fn begin() -> Self {
        let t = TestApp::start().await;
        let ada = t.agency("acme").await;
        let cleo = ada.client().await;
        let spring = campaign(&ada, "Spring").await;
        let company =
            done(&ada, "companyCreate", json!({ "name": "Kestrel Freight" }), "id").await["id"].clone();
        let lead = json!({ "fullName": "Jane Doe", "companyId": company });
        let lead = done(&ada, "leadCreate", lead, "id").await["id"].clone();
        let input = json!({ "memberId": member(&cleo).await, "campaignId": spring });
        done(&ada, "campaignAccessGrant", input, "id").await;
        let hidden = vec![bare(&member(&ada).await), bare(&company)];
        Self { board: board(&ada).await, t, ada, cleo, spring, lead, hidden }
    }

    /// What happens to things that name the campaign and are not the client's.
    async fn behind(&mut self) {
        let source = json!({ "name": "Apollo", "kind": "APOLLO", "credentials": { "apiKey": "sandbox" } });
        let source = done(&self.ada, "dataSourceCreate", source, "id").await["id"].clone();
        let list = done(&self.ada, "leadListCreate", json!({ "name": "Fair" }), "id").await["id"].clone();
        let job = json!({ "kind": "SCRAPE", "dataSourceId": source, "leadListId": list, "campaignId": self.spring,
            "searchCriteria": { "titles": ["Head of operations"] } });
        let job = done(&self.ada, "jobCreate", job, "id").await["id"].clone();
        done(&self.ada, "jobStart", json!({ "id": job }), "id").await;
        done(&self.ada, "jobCancel", json!({ "id": job }), "id").await;
        let out = json!({ "kind": "DOMAIN", "value": "rivals.example", "campaignId": self.spring });
        let out = done(&self.ada, "suppressionAdd", out, "id").await["id"].clone();
        done(&self.ada, "suppressionRemove", json!({ "id": out }), "id").await;
        let more = json!({ "campaignId": self.spring, "leadListId": list });
        let import = imported(&self.t, &self.ada, b"Email\nana@shown.example\n", more).await;
        assert_eq!(import["status"], "APPLIED", "{import:#}");
        self.hidden.extend([&source, &list, &job, &out, &import["id"]].map(bare));
    }

    /// What the client is to hear of; the lead's card.
    async fn theirs(&self) -> String {
        let (ada, lead) = (&self.ada, &self.lead);
        done(ada, "campaignAddLeads", json!({ "id": self.spring, "leadIds": [lead] }), "addedCount").await;
        done(ada, "leadAssign", json!({ "id": lead, "assigneeId": member(ada).await }), "id").await;
        done(ada, "leadTag", json!({ "id": lead, "tags": ["vip"] }), "id").await;
        self.board.card(ada, lead.as_str().unwrap(), 0).await
    }

    async fn past(&self, after: &Value) -> Vec<Value> {
        let query =
            format!("query($a: Cursor) {{ events(first: 100, after: $a) {{ nodes {{ {SHOWN} }} }} }}");
        let past = self.cleo.ask(&query, json!({ "a": after })).await;
        past["events"]["nodes"].as_array().unwrap().clone()
    }

    /// As many as there are, live from there on.
    async fn live(&self, after: &Value, count: usize) -> Vec<Value> {
        let query = format!("subscription($a: Cursor) {{ events(after: $a) {{ {SHOWN} }} }}");
        let mut live = Follower::open(&self.cleo, &query, json!({ "a": after })).await;
        let mut heard = vec![];
        while heard.len() < count {
            heard.push(live.next("events").await);
        }
        assert!(live.is_silent().await, "no more than the list has");
        heard
    }
}

async fn member(who: &Actor) -> Value {
    who.ask("{ viewer { member { id } } }", json!({})).await["viewer"]["member"]["id"].clone()
}

/// Without the prefix of its kind.
fn bare(id: &Value) -> String {
    id.as_str().unwrap().rsplit('_').next().unwrap().to_owned()
}

fn named<'a>(events: &'a [Value], kind: &str) -> &'a Value {
    events.iter().find(|event| event["kind"] == kind).unwrap_or_else(|| panic!("no {kind}: {events:#?}"))
}

#[tokio::test]
async fn a_client_hears_of_their_leads_and_cards_and_of_nothing_behind_them() {
    let mut desk = Desk::begin().await;
    let now = Follower::now(&desk.ada).await;
    desk.theirs().await;
    desk.behind().await;
    let past = desk.past(&now).await;
    let kinds: Vec<&str> = past.iter().map(|event| event["kind"].as_str().unwrap()).collect();
    for kind in
        ["CAMPAIGN_LEADS_ADDED", "LEAD_ASSIGNED", "LEAD_TAGGED", "PIPELINE_CARD_CREATED", "LEADS_IMPORTED"]
    {
        assert!(kinds.contains(&kind), "{kind} is theirs to hear: {kinds:?}");
    }
    let is_one_of = |kind: &str, nouns: &[&str]| nouns.iter().any(|noun| kind.starts_with(noun));
    for kind in kinds {
        let is_heard = is_one_of(kind, &["LEAD_", "LEADS_", "CAMPAIGN_", "PIPELINE_CARD_"]);
        let is_behind = is_one_of(kind, &["LEAD_LIST_", "LEAD_REQUEST_", "CAMPAIGN_ACCESS_"]);
        assert!(is_heard && !is_behind, "{kind} is not theirs to hear");
    }
    let told = json!(past).to_string();
    let leaked: Vec<&String> = desk.hidden.iter().filter(|id| told.contains(id.as_str())).collect();
    assert!(leaked.is_empty(), "{leaked:?} in {past:#?}");
    assert_eq!(desk.live(&now, past.len()).await, past, "the stream says what the list says");

    // The agency hears of all of it.
    let jobs =
        "query($a: Cursor) { events(after: $a, kinds: [JOB_CREATED, SUPPRESSION_ADDED, LEADS_IMPORTED])
        { nodes { kind campaignId subjectType } } }";
    let all = desk.ada.ask(jobs, json!({ "a": now })).await["events"]["nodes"].clone();
    assert!(named(all.as_array().unwrap(), "JOB_CREATED")["campaignId"] == desk.spring.as_str());
    assert_eq!(named(all.as_array().unwrap(), "LEADS_IMPORTED")["subjectType"], "IMPORT");
    let mine = desk.cleo.ask(jobs, json!({ "a": now })).await["events"]["nodes"].clone();
    assert!(mine.as_array().unwrap().iter().all(|event| event["kind"] == "LEADS_IMPORTED"), "{mine:#}");
}

#[tokio::test]
async fn what_a_client_hears_names_nothing_that_is_hidden_from_them() {
    let desk = Desk::begin().await;
    let now = Follower::now(&desk.ada).await;
    desk.theirs().await;
    let past = desk.past(&now).await;
    let (spring, lead) = (json!(desk.spring), &desk.lead);
    let assigned = named(&past, "LEAD_ASSIGNED");
    assert_eq!((&assigned["subjectId"], &assigned["campaignId"]), (lead, &spring));
    assert_eq!(assigned["alsoTouches"], json!([spring]), "not the company");
    let mut fields: Vec<&str> = assigned["payload"].as_object().unwrap().keys().map(String::as_str).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["campaign", "lead", "status", "workspace"], "not who had it and who has it");
    assert_eq!(assigned["changes"], json!([{ "field": "assignedTo", "from": null, "to": null }]));
    let card = named(&past, "PIPELINE_CARD_CREATED");
    let touches = card["alsoTouches"].as_array().unwrap();
    assert_eq!(touches.len(), 3, "board, stage and lead are theirs to see: {card:#}");
    assert!(touches.contains(lead) && touches.contains(&json!(desk.board.id)), "{card:#}");
    assert_eq!(card["changes"][0]["to"], json!(desk.board.stages[0]));
}

#[tokio::test]
async fn a_lead_stays_theirs_to_hear_of_whatever_else_it_joins() {
    let desk = Desk::begin().await;
    let card = desk.theirs().await;
    let (ada, lead) = (&desk.ada, &desk.lead);
    let autumn = campaign(ada, "Autumn").await;
    let now = Follower::now(ada).await;
    done(ada, "campaignAddLeads", json!({ "id": autumn, "leadIds": [lead] }), "addedCount").await;
    done(ada, "leadTag", json!({ "id": lead, "tags": ["early"] }), "id").await;
    done(ada, "pipelineCardMove", json!({ "id": card, "stageId": desk.board.stages[1] }), "id").await;
    let past = desk.past(&now).await;
    for kind in ["LEAD_UPDATED", "LEAD_TAGGED", "PIPELINE_CARD_MOVED"] {
        assert_eq!(named(&past, kind)["payload"]["campaign"], bare(&json!(desk.spring)), "{past:#?}");
    }
    assert!(past.iter().all(|event| event["campaignId"] == desk.spring.as_str()), "{past:#?}");
    assert!(!json!(past).to_string().contains(&bare(&json!(autumn))), "the other is not theirs: {past:#?}");
    assert_eq!(desk.live(&now, past.len()).await, past, "the stream says what the list says");

    let follow = "subscription($f: LeadChangesFilter, $a: Cursor) { leadChanges(filter: $f, after: $a) { kind leadId } }";
    for who in [&desk.cleo, ada] {
        let filter = json!({ "campaignId": desk.spring, "kinds": ["LEAD_TAGGED"] });
        let mut changes = Follower::open(who, follow, json!({ "f": filter, "a": now })).await;
        assert_eq!(changes.next("leadChanges").await, json!({ "kind": "LEAD_TAGGED", "leadId": lead }));
    }
    let follow = "subscription($id: ID!, $a: Cursor) { pipelineChanges(id: $id, after: $a) { kind cardId } }";
    let mut moved = Follower::open(&desk.cleo, follow, json!({ "id": desk.board.id, "a": now })).await;
    let expected = json!({ "kind": "PIPELINE_CARD_MOVED", "cardId": card });
    assert_eq!(moved.next("pipelineChanges").await, expected);

    // Until it leaves.
    let now = Follower::now(ada).await;
    done(ada, "campaignRemoveLeads", json!({ "id": desk.spring, "leadIds": [lead] }), "removedCount").await;
    done(ada, "leadTag", json!({ "id": lead, "tags": ["late"] }), "id").await;
    let past = desk.past(&now).await;
    let kinds: Vec<&Value> = past.iter().map(|event| &event["kind"]).collect();
    assert_eq!(kinds, ["CAMPAIGN_LEADS_REMOVED"]);
}

#[tokio::test]
async fn a_lead_that_is_forgotten_is_told_of_to_whoever_saw_it() {
    let desk = Desk::begin().await;
    desk.theirs().await;
    let (ada, lead) = (&desk.ada, &desk.lead);
    let autumn = campaign(ada, "Autumn").await;
    done(ada, "campaignAddLeads", json!({ "id": autumn, "leadIds": [lead] }), "addedCount").await;
    let now = Follower::now(ada).await;
    done(ada, "leadErase", json!({ "id": lead }), "__typename").await;
    let past = desk.past(&now).await;
    assert_eq!(&named(&past, "LEAD_ERASED")["subjectId"], lead);
    assert_eq!(named(&past, "PIPELINE_CARD_REMOVED")["campaignId"], desk.spring.as_str());
}
