//! Prices, worked out by hand.

use super::cost;
use crate::graphql::guard::{Chosen, Types};
use async_graphql::{Value, Variables, parser::parse_query, value};

const SCHEMA: &str = "
    type Query { analytics: Analytics topCampaigns(limit: Int): [Lead!]! lead: Lead leads(first: Int, last: Int): LeadConnection! all: [Lead!]! nodes(ids: [ID!]!): [Lead]! }
    type Mutation { leadCreate: Lead leadsBulkUpdate(input: BulkInput!): BulkResult! }
    input BulkInput { ids: [ID!]! tags: [String!] }
    type BulkResult { items: [BulkItem!]! changedCount: Int }
    type BulkItem { outcome: String lead: Lead }
    type LeadConnection { nodes: [Lead!]! edges: [LeadEdge!]! totalCount: Int pageInfo: PageInfo! }
    type LeadEdge { cursor: String! node: Lead! }
    type PageInfo { hasNextPage: Boolean! }
    type Lead { name: String company: Company parts: [Company!]! tasks(first: Int): TaskConnection! }
    type Company { name: String }
    type Analytics { overview: Company! team: [Company!]! }
    type TaskConnection { nodes: [Task!]! }
    type Task { title: String }
    schema { query: Query mutation: Mutation }";

fn price(text: &str, variables: Value) -> u64 {
    let document = parse_query(text).unwrap();
    let chosen = Chosen::of(&document, None).unwrap();
    cost(&Types::read(SCHEMA), &document, &chosen, &Variables::from_value(variables))
}

#[test]
fn objects_cost_one_and_ten_scalars_one() {
    assert_eq!(price("{ __typename }", value!({})), 1);
    assert_eq!(price("{ lead { name } }", value!({})), 2); // 1 + 0.1
    assert_eq!(price("{ lead { name company { name } } }", value!({})), 3); // 1 + 0.1 + 1 + 0.1
}

#[test]
fn pages_multiply_by_their_size() {
    // The connection is one object; each node is 1 + 0.1.
    assert_eq!(price("{ leads(first: 10) { nodes { name } } }", value!({})), 12);
    assert_eq!(price("{ leads { nodes { name } } }", value!({})), 29); // 1 + 25 × 1.1, rounded up
    assert_eq!(price("{ leads(last: 10) { edges { node { name } } } }", value!({})), 22); // 1 + 10 × 2.1
    assert_eq!(price("{ leads(first: 9999) { nodes { name } } }", value!({})), 111);
}

#[test]
fn the_size_may_come_in_a_variable_or_its_default() {
    let text = "query ($n: Int = 20) { leads(first: $n) { nodes { name } } }";
    assert_eq!(price(text, value!({})), 23);
    assert_eq!(price(text, value!({ "n": 50 })), 56);
    assert_eq!(price(text, value!({ "n": "many" })), 29);
}

#[test]
fn pages_in_pages_multiply_each_other() {
    let text = "{ leads(first: 100) { nodes { tasks(first: 100) { nodes { title } } } } }";
    assert_eq!(price(text, value!({})), 11_201); // 1 + 100 × (1 + 1 + 100 × 1.1)
}

#[test]
fn a_list_without_a_size_counts_as_ten() {
    assert_eq!(price("{ all { name } }", value!({})), 11);
}

#[test]
fn a_size_that_is_null_does_not_hide_the_other() {
    assert_eq!(price("{ leads(first: null, last: 100) { nodes { name } } }", value!({})), 111);
    assert_eq!(price("{ leads(last: 100, first: null) { nodes { name } } }", value!({})), 111);
    let text = "query ($n: Int) { leads(first: $n, last: 100) { nodes { name } } }";
    assert_eq!(price(text, value!({ "n": null })), 111);
    assert_eq!(price(text, value!({})), 111);
}

#[test]
fn what_is_named_by_its_ids_counts_each() {
    let ids: Vec<String> = (0..50).map(|id| id.to_string()).collect();
    let text = "query ($ids: [ID!]!) { nodes(ids: $ids) { name } }";
    assert_eq!(price(text, value!({ "ids": ids })), 55); // 50 × 1.1
    assert_eq!(price("{ nodes(ids: [\"a\"]) { name } }", value!({})), 11);
}

#[test]
fn counting_commands_and_the_schema_have_a_price_of_their_own() {
    assert_eq!(price("{ leads(first: 1) { totalCount } }", value!({})), 11);
    assert_eq!(price("mutation { leadCreate { name } }", value!({})), 12);
    assert_eq!(price("{ __schema { types { name } } }", value!({})), 100);
}

#[test]
fn a_fragment_costs_what_it_would_in_its_place() {
    let text = "{ leads(first: 10) { ...L } } fragment L on LeadConnection { nodes { ...N } } fragment N on Lead { name }";
    assert_eq!(price(text, value!({})), 12);
}

#[test]
fn numbers_of_the_whole_agency_cost_each_time_they_are_asked_for() {
    // 1 for the door; 50 + 1 + 0.1 for each answer.
    assert_eq!(price("{ analytics { overview { name } } }", value!({})), 53);
    assert_eq!(
        price("{ analytics { a: overview { name } b: overview { name } c: overview { name } } }", value!({})),
        155
    );
    assert_eq!(
        price(
            "{ a: analytics { ...O } b: analytics { ...O } } fragment O on Analytics { overview { name } }",
            value!({})
        ),
        105
    );
    assert_eq!(price("{ analytics { team { name } } }", value!({})), 62); // 1 + 50 + 10 × 1.1
    assert_eq!(price("{ topCampaigns { name } }", value!({})), 61);
    assert_eq!(price("{ topCampaigns(limit: 100) { name } }", value!({})), 160); // 50 + 100 × 1.1
}

const BULK: &str = "mutation ($i: BulkInput!) { leadsBulkUpdate(input: $i) { items { outcome lead { tasks(first: 100) { nodes { title } } } } } }";

fn bulk(many: usize) -> Value {
    let ids: Vec<String> = (0..many).map(|id| id.to_string()).collect();
    value!({ "i": { "tags": ["a"], "ids": ids } })
}

#[test]
fn what_a_command_answers_of_each_thing_counts_for_each() {
    // 10 for the command and 1 for its result; each item is 1 + 0.1, its lead 1, the page 1 and 100 × 1.1 in it.
    assert_eq!(price(BULK, bulk(500)), 56_561); // 11 + 500 × 113.1
    assert_eq!(price(BULK, bulk(20)), 2_273);
    assert_eq!(price(BULK, bulk(1)), 1_142, "as few as ten");
    let written =
        "mutation { leadsBulkUpdate(input: {ids: [\"1\"], tags: [\"a\", \"b\"]}) { items { outcome } } }";
    assert_eq!(price(written, value!({})), 22); // 11 + 10 × 1.1
}

#[test]
fn plain_outcomes_of_the_longest_command_stay_payable() {
    let text = "mutation ($i: BulkInput!) { leadsBulkUpdate(input: $i) { changedCount items { outcome lead { name } } } }";
    assert_eq!(price(text, bulk(500)), 1_112); // 11 + 0.1 + 500 × 2.2
    assert_eq!(price(text, bulk(9_999)), 1_112, "more is refused anyway");
}

#[test]
fn only_lists_right_below_a_command_are_as_long_as_what_it_names() {
    let nested =
        "mutation ($i: BulkInput!) { leadsBulkUpdate(input: $i) { items { lead { parts { name } } } } }";
    assert_eq!(price(nested, bulk(100)), 1_311); // 11 + 100 × (1 + 1 + 10 × 1.1)
    let twice = "mutation ($i: BulkInput!) {
        a: leadsBulkUpdate(input: $i) { ...R } b: leadsBulkUpdate(input: {ids: [\"1\"]}) { ...R } }
        fragment R on BulkResult { items { outcome } }";
    assert_eq!(price(twice, bulk(100)), 143); // 20 + (1 + 110) + (1 + 11): a fragment has a price for each
}

#[test]
fn a_variable_that_was_not_sent_hides_no_list_beside_it() {
    let text = "mutation ($ids: [ID!]!, $tags: [String!]) {
        leadsBulkUpdate(input: {tags: $tags, ids: $ids}) { items { outcome } } }";
    let ids: Vec<String> = (0..100).map(|id| id.to_string()).collect();
    assert_eq!(price(text, value!({ "ids": ids })), 121); // 11 + 100 × 1.1
}
