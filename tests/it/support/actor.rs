//! Somebody who uses Leadwire: signs in through the real door and speaks GraphQL.

use crate::support::app::TestApp;
use async_graphql::futures_util::StreamExt;
use entity::{
    ids::{AgencyId, WorkspaceId},
    membership::Role,
};
use leadwire::{
    graphql::{Id, live::Slot, loader::Loaders, to_server_error},
    identity::{
        agencies::{self, Admin, Founding},
        caller::{self, Credentials},
        users::{NewUser, create::prepare},
    },
    kernel::{
        app::App,
        caller::{Caller, Origin},
        error::Result,
        permission::Permission,
        scope::Scope,
    },
    schema::AppSchema,
};
use sea_orm::ActiveEnum;
use serde_json::{Value, json};
use std::{
    net::IpAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::time::{sleep, timeout};

/// Everybody's password.
pub const PASSWORD: &str = "correct horse battery";

#[derive(Clone)]
pub struct Actor {
    app: App,
    schema: AppSchema,
    pub credentials: Credentials,
    pub ip: Option<IpAddr>,
    /// Their address; empty for strangers and keys.
    pub email: String,
    /// Where they belong; nil for strangers.
    pub agency: AgencyId,
    /// The agency's first workspace; nil for strangers.
    pub workspace: WorkspaceId,
    /// Whether to sign in again when the clock has moved past the token.
    renews: bool,
    token: Arc<Mutex<Option<String>>>,
}

impl TestApp {
    /// The admin of a new agency, signed in.
    pub async fn agency(&self, slug: &str) -> Actor {
        self.founder(slug, false).await
    }

    /// The operator of the installation, who is admin of an agency called `house`.
    pub async fn super_admin(&self) -> Actor {
        self.founder("house", true).await
    }

    /// Somebody without credentials.
    pub fn stranger(&self) -> Actor {
        Actor {
            app: self.app.clone(),
            schema: self.schema.clone(),
            credentials: Credentials::default(),
            ip: Some([192, 0, 2, 1].into()),
            email: String::new(),
            agency: uuid::Uuid::nil().into(),
            workspace: uuid::Uuid::nil().into(),
            renews: false,
            token: Arc::default(),
        }
    }

    async fn founder(&self, slug: &str, is_super_admin: bool) -> Actor {
        let email = format!("admin@{slug}.example");
        let new =
            NewUser { email: email.clone(), name: "Ada".into(), password: PASSWORD.into(), is_super_admin };
        let admin = Admin::New(prepare(&self.app, new).await.expect("a good user"));
        let founding = Founding { name: slug.to_owned(), slug: Some(slug.to_owned()), admin };
        let founded = agencies::found(&self.app, founding, None).await.expect("founded");
        let founder = Actor { agency: founded.agency.id, workspace: founded.workspace.id, ..self.stranger() };
        founder.signed_in_as(&email).await
    }
}

impl Actor {
    /// Asks; the answer is the response as a client gets it: `data`, and `errors` when there are any.
    pub async fn gql(&self, query: &str, variables: Value) -> Value {
        let caller = match self.caller().await {
            Ok(caller) => caller,
            Err(error) => {
                return json!({ "data": null, "errors": [to_server_error(error, Default::default())] });
            }
        };
        let request = async_graphql::Request::new(query)
            .variables(async_graphql::Variables::from_json(variables))
            .data(caller)
            .data(Loaders::default());
        serde_json::to_value(Box::pin(self.schema.execute(request)).await).expect("an answer is JSON")
    }

    /// The first answer to any operation, subscriptions too; a stream that only opened answers `{"data": null}`.
    pub async fn follow(&self, document: &str, variables: Value) -> Value {
        let caller = match self.caller().await {
            Ok(caller) => caller,
            Err(error) => {
                return json!({ "data": null, "errors": [to_server_error(error, Default::default())] });
            }
        };
        let slot = Slot::default();
        let request = async_graphql::Request::new(document)
            .variables(async_graphql::Variables::from_json(variables))
            .data(caller)
            .data(Loaders::default())
            .data(slot.clone());
        let mut answers = std::pin::pin!(self.schema.execute_stream(request));
        // Only a root that streams by itself stands open: everything else answers, or ends, in its own time.
        let first = tokio::select! {
            biased;
            first = answers.next() => first,
            () = slot.stood() => timeout(Duration::from_millis(500), answers.next()).await.ok().flatten(),
            () = sleep(Duration::from_secs(60)) => panic!("no answer to {document}"),
        };
        first.map_or(json!({ "data": null }), |answer| {
            serde_json::to_value(answer).expect("an answer is JSON")
        })
    }

    /// [`Actor::gql`], when it must go well: the `data`.
    pub async fn ask(&self, query: &str, variables: Value) -> Value {
        let answer = self.gql(query, variables).await;
        assert!(answer.get("errors").is_none(), "{query}\n{answer:#}");
        answer["data"].clone()
    }

    pub fn schema(&self) -> AppSchema {
        self.schema.clone()
    }

    /// Who the doors find this to be.
    pub async fn caller(&self) -> Result<Caller> {
        self.renew().await;
        let origin = Origin { ip: self.ip, user_agent: Some("test".into()), request_id: "req-test".into() };
        caller::resolve(&self.app, &self.credentials(), origin).await
    }

    /// What they may do, for tests that call a command without its GraphQL.
    pub async fn scope(&self) -> Scope {
        self.caller().await.expect("resolved").scope().expect("in an agency").clone()
    }

    /// A new member of the same agency, invited and joined, signed in.
    pub async fn colleague(&self, role: Role) -> Actor {
        static PEOPLE: AtomicUsize = AtomicUsize::new(1);
        let email = format!("person{}@colleagues.example", PEOPLE.fetch_add(1, Ordering::SeqCst));
        let token = self.invite(&email, role).await;
        let accept = "mutation($i: InvitationAcceptInput!) { invitationAccept(input: $i) { agency { id } } }";
        let stranger = Actor { credentials: Credentials::default(), renews: false, ..self.clone() };
        stranger.ask(accept, json!({ "i": { "token": token, "password": PASSWORD } })).await;
        stranger.signed_in_as(&email).await
    }

    /// A CLIENT of the same agency: sees nothing yet.
    pub async fn client(&self) -> Actor {
        self.colleague(Role::Client).await
    }

    /// A machine of the same agency with these permissions.
    pub async fn api_key(&self, scopes: &[Permission]) -> Actor {
        let scopes: Vec<_> = scopes.iter().map(|scope| scope.name()).collect();
        let make = "mutation($i: ApiKeyCreateInput!) { apiKeyCreate(input: $i) { secret } }";
        let input = json!({ "i": { "name": "machine", "role": "AGENCY_ADMIN", "scopes": scopes } });
        let secret = self.ask(make, input).await["apiKeyCreate"]["secret"].clone();
        let api_key = secret.as_str().map(str::to_owned);
        let credentials = Credentials { api_key, ..Credentials::default() };
        Actor { credentials, email: String::new(), renews: false, ..self.clone() }
    }

    /// The system they use.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The same person, choosing an agency by `X-Agency`.
    pub fn in_agency(&self, named: &str) -> Actor {
        let mut other = self.clone();
        other.credentials.agency = Some(named.to_owned());
        other
    }

    /// The same, from this address.
    pub fn seen_from(&self, ip: Option<IpAddr>) -> Actor {
        Actor { ip, ..self.clone() }
    }

    /// With these credentials and no others.
    pub fn with_credentials(&self, credentials: Credentials) -> Actor {
        Actor { credentials, renews: false, ..self.clone() }
    }

    /// The same person, narrowed by `X-Act-As`.
    pub fn acting_as(&self, role: &str) -> Actor {
        let mut other = self.clone();
        other.credentials.act_as = Some(role.to_owned());
        other
    }

    /// The same person, who has also joined `host`'s agency.
    pub async fn also_in(&self, host: &Actor, role: Role) -> Actor {
        let token = host.invite(&self.email, role).await;
        let accept = "mutation($i: InvitationAcceptInput!) { invitationAccept(input: $i) { agency { id } } }";
        self.ask(accept, json!({ "i": { "token": token } })).await;
        self.clone()
    }

    /// The token of an invitation.
    pub async fn invite(&self, email: &str, role: Role) -> Value {
        let invite = "mutation($i: MemberInviteInput!) { memberInvite(input: $i) { token } }";
        let input = json!({ "i": { "email": email, "role": role.to_value() } });
        self.ask(invite, input).await["memberInvite"]["token"].clone()
    }

    /// With this access token, whatever comes.
    pub fn with_token(&self, token: &str) -> Actor {
        let authorization = Some(format!("Bearer {token}"));
        self.with_credentials(Credentials { authorization, ..Credentials::default() })
    }

    /// `Authorization`, for clients of the wire.
    pub async fn bearer(&self) -> String {
        self.renew().await;
        self.credentials().authorization.unwrap_or_default()
    }

    /// The agency's first workspace, as clients write it.
    pub fn workspace_id(&self) -> String {
        Id(self.workspace).text()
    }

    /// The agency, as clients write it.
    pub fn agency_id(&self) -> String {
        Id(self.agency).text()
    }

    async fn signed_in_as(&self, email: &str) -> Actor {
        let actor = Actor { email: email.to_owned(), renews: true, token: Arc::default(), ..self.clone() };
        actor.renew().await;
        actor
    }

    /// Signs in, or signs in again when the test has moved the clock past the token.
    async fn renew(&self) {
        if !self.renews {
            return;
        }
        let held = self.token.lock().expect("never poisoned").clone();
        if held.is_some_and(|token| leadwire::identity::sessions::access::verify(&self.app, &token).is_ok()) {
            return;
        }
        let sign_in = "mutation($i: SessionCreateInput!) { sessionCreate(input: $i) { accessToken } }";
        let input = json!({ "i": { "email": self.email, "password": PASSWORD } });
        let stranger = Actor { credentials: Credentials::default(), renews: false, ..self.clone() };
        let data = Box::pin(stranger.ask(sign_in, input)).await;
        let token = data["sessionCreate"]["accessToken"].as_str().expect("a token").to_owned();
        *self.token.lock().expect("never poisoned") = Some(token);
    }

    fn credentials(&self) -> Credentials {
        let token = self.token.lock().expect("never poisoned").clone();
        let mine = token.filter(|_| self.renews).map(|token| format!("Bearer {token}"));
        Credentials {
            authorization: mine.or(self.credentials.authorization.clone()),
            ..self.credentials.clone()
        }
    }
}

/// The code of the answer's first error; `""` when there is none.
pub fn code(answer: &Value) -> &str {
    answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default()
}

/// The path of the first field the answer's first error names; `""` when there is none.
pub fn field(answer: &Value) -> &str {
    answer["errors"][0]["extensions"]["fields"][0]["path"].as_str().unwrap_or_default()
}
