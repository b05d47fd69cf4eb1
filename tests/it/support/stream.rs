//! A subscription as the schema runs it, without a door in between.

use crate::support::actor::Actor;
use futures_util::{StreamExt, stream::BoxStream};
use leadwire::{graphql::loader::Loaders, schema::AppSchema};
use serde_json::Value;
use std::time::Duration;

/// Longer than the poll that makes up for a lost hint.
const PATIENCE: Duration = Duration::from_secs(10);

/// Somebody who follows.
pub struct Follower(BoxStream<'static, async_graphql::Response>);

impl Follower {
    pub async fn open(actor: &Actor, query: &str, variables: Value) -> Self {
        let request = async_graphql::Request::new(query)
            .variables(async_graphql::Variables::from_json(variables))
            .data(actor.caller().await.expect("resolved"))
            .data(Loaders::default());
        let schema: AppSchema = actor.schema();
        Self(schema.execute_stream(request).boxed())
    }

    /// Where the agency's log ends now: to follow what comes after it, whenever the stream begins.
    pub async fn now(actor: &Actor) -> Value {
        let newest = actor.ask("{ events(last: 1) { edges { cursor } } }", Value::Null).await;
        newest["events"]["edges"][0]["cursor"].clone()
    }

    /// The next message's root field.
    pub async fn next(&mut self, field: &str) -> Value {
        let next = tokio::time::timeout(PATIENCE, self.0.next()).await.expect("a message in time");
        let message = serde_json::to_value(next.expect("the stream goes on")).unwrap();
        assert!(message.get("errors").is_none(), "{message:#}");
        message["data"][field].clone()
    }

    /// The code a subscription is refused with.
    pub async fn refused(actor: &Actor, query: &str, variables: Value) -> String {
        let mut refused = Self::open(actor, query, variables).await;
        let first = tokio::time::timeout(PATIENCE, refused.0.next()).await.expect("an answer in time");
        let message = serde_json::to_value(first.expect("an answer")).unwrap();
        crate::support::actor::code(&message).to_owned()
    }

    /// Nothing comes, not even after the poll.
    pub async fn is_silent(&mut self) -> bool {
        tokio::time::timeout(Duration::from_millis(1_300), self.0.next()).await.is_err()
    }
}
