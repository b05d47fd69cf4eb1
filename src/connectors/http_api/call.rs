//! Makes the calls a description asks for, and tests the first of them.

use super::{
    endpoint::Endpoint,
    settings::{Auth, Settings},
    values::Values,
};
use crate::connectors::{
    bench::Bench,
    cost::Price,
    error::ConnectorError,
    facts::PeopleQuery,
    hosts::at,
    http::{Account, Answer, Call, HttpClient, RateLimit, Reach, Repeat, standard},
    ports::{FindPeople, Probe, Probed},
};
use async_trait::async_trait;
use url::Url;

/// Of an API nobody told us anything about.
const LIMIT: RateLimit = RateLimit::new(10, 5.0);

/// An API as one account sees it.
pub(crate) struct HttpApi {
    http: HttpClient,
    account: Account,
    base: Url,
    reach: Reach,
    pub(super) settings: Settings,
}

impl HttpApi {
    pub fn new(bench: &Bench<'_>, settings: Settings) -> Self {
        let account = settings.common.account("http_api", bench.account, LIMIT);
        let reach = if bench.base.is_some() { Reach::Instance } else { Reach::Tenant };
        let base = bench.base.unwrap_or(&settings.base).clone();
        Self { http: bench.http.clone(), account, base, reach, settings }
    }

    /// `extra`: parameters of paging.
    pub(super) async fn send(
        &self,
        operation: &'static str,
        endpoint: &Endpoint,
        values: &Values,
        extra: Vec<(String, String)>,
    ) -> Result<Answer, ConnectorError> {
        let path: Vec<String> = endpoint.path.iter().filter_map(|segment| segment.fill(values)).collect();
        // A value may not climb out of its place.
        if path.iter().any(|segment| matches!(segment.as_str(), "." | "..")) {
            return Err(ConnectorError::bad_request("a value does not fit into the address"));
        }
        let url = at(&self.base, &path.iter().map(String::as_str).collect::<Vec<_>>());
        let mut call = if endpoint.is_post {
            Call::post(&self.account, operation, url)
        } else {
            Call::get(&self.account, operation, url)
        };
        for (name, template) in &endpoint.query {
            call = call.query_some(name, template.fill(values).as_deref());
        }
        for (name, value) in extra {
            call = call.query(&name, &value);
        }
        if let Some(body) =
            endpoint.body.as_ref().filter(|_| endpoint.is_post).and_then(|body| body.fill(values))
        {
            call = call.json(&body)?;
        }
        // A read that costs nothing may be made again; what a POST does nobody knows.
        let is_safe = !endpoint.is_post && endpoint.cost_micros == 0;
        let call =
            call.repeat(if is_safe { Repeat::Safe } else { Repeat::Never }).reach(self.reach).judge(judge);
        self.http.send(self.authorize(call)?).await
    }

    fn authorize(&self, call: Call) -> Result<Call, ConnectorError> {
        let Some(key) = &self.settings.key else { return Ok(call) };
        match &self.settings.auth {
            Auth::None => Ok(call),
            Auth::Bearer => call.secret("authorization", "Bearer ", key),
            Auth::Header(name) => call.secret(name, "", key),
            Auth::Query(name) => Ok(call.secret_query(name, key)),
        }
    }
}

/// Not there is an answer.
fn judge(answer: &Answer) -> Result<(), ConnectorError> {
    match answer.status {
        404 | 410 => Ok(()),
        _ => standard(answer),
    }
}

pub(super) fn price(endpoint: Option<&Endpoint>) -> Price {
    Price { cost_micros: endpoint.map_or(0, |endpoint| endpoint.cost_micros), credits_milli: 0 }
}

#[async_trait]
impl Probe for HttpApi {
    async fn probe(&self) -> Result<Probed, ConnectorError> {
        let is_free = |endpoint: &&Endpoint| endpoint.cost_micros == 0;
        if self.settings.people.as_ref().filter(is_free).is_none() {
            return Ok(Probed {
                note: "The description is sound; there is no free call to test it with.".to_owned(),
            });
        }
        let found = self.find_people(&PeopleQuery::default(), None, 1).await?;
        Ok(Probed { note: format!("The API answers; {} people on the first page.", found.value.items.len()) })
    }
}
