//! The demo is a client like any other: it asks the schema, as the signed-in admin.

use crate::{
    graphql::loader::Loaders,
    identity::caller::{self, Credentials},
    kernel::{app::App, caller::Origin},
    schema::{self, AppSchema},
};
use anyhow::{Result, bail};
use async_graphql::{Request, Variables};
use serde_json::{Value, json};

/// Somebody who may ask.
pub struct Client {
    app: App,
    schema: AppSchema,
    pub token: String,
}

impl Client {
    /// Signs in through the real door.
    pub async fn sign_in(app: &App, email: &str, password: &str) -> Result<Self> {
        let mut client = Self { app: app.clone(), schema: schema::build(app.clone()), token: String::new() };
        let input = json!({ "i": { "email": email, "password": password } });
        let ask = "mutation($i: SessionCreateInput!) { sessionCreate(input: $i) { accessToken } }";
        let tokens = client.ask(ask, input).await?;
        client.token = tokens["sessionCreate"]["accessToken"].as_str().unwrap_or_default().to_owned();
        Ok(client)
    }

    /// The `data` of the answer; an error of the answer is an error here.
    pub async fn ask(&self, document: &str, variables: Value) -> Result<Value> {
        let authorization = (!self.token.is_empty()).then(|| format!("Bearer {}", self.token));
        let credentials = Credentials { authorization, ..Credentials::default() };
        let origin = Origin { request_id: "demo".into(), ..Origin::default() };
        let caller = caller::resolve(&self.app, &credentials, origin).await?;
        let request = Request::new(document)
            .variables(Variables::from_json(variables))
            .data(caller)
            .data(Loaders::default());
        let answer = self.schema.execute(request).await;
        if let Some(error) = answer.errors.first() {
            bail!("{}", error.message);
        }
        Ok(answer.data.into_json()?)
    }
}
