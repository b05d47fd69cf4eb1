//! An agency with its sources plugged into a running sandbox.

use crate::support::{
    actor::Actor,
    app::{TestApp, build},
    database::TestDatabase,
};
use chrono::{TimeZone, Utc};
use entity::{
    credit_entry,
    data_source::{self, DataSourceKind as Kind},
    event,
    ids::JobId,
    job::{self, JobStatus},
    job_log, lead_request, prospect, provider_budget,
};
use leadwire::{
    base::clock::{SystemClock, TestClock},
    config::Config,
    connections::{self, NewDataSource},
    graphql::Id,
    jobs,
    kernel::{
        app::App,
        db::Db,
        page::{OrderBy, PageArgs},
        provider::call,
        queue::{Driver, River},
        scope::Scope,
    },
    prospecting::{
        prospects::{self, ProspectFilter},
        requests::{self, LeadRequestFilter, NewLeadRequest},
    },
    sandbox::{Provider, RunningSandbox, Sandbox, SandboxSettings},
    schema,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

pub const DESCRIPTION: &str = "Heads of operations and supply chain directors at logistics and industrial companies in the United States with more than 500 employees";

pub struct Lab {
    pub sandbox: RunningSandbox,
    pub test: TestApp,
    pub app: App,
    pub admin: Actor,
    pub scope: Scope,
}

impl Lab {
    /// Every provider, all well.
    pub async fn start() -> Self {
        Self::with(SandboxSettings::default(), ALL).await
    }

    pub async fn with(settings: SandboxSettings, kinds: &[Kind]) -> Self {
        let lab = Self::empty(settings, false).await;
        for kind in kinds {
            lab.plug(*kind).await;
        }
        lab
    }

    /// With the real queue; the test starts the workers.
    pub async fn on_river(settings: SandboxSettings, kinds: &[Kind]) -> Self {
        let lab = Self::empty(settings, true).await;
        for kind in kinds {
            lab.plug(*kind).await;
        }
        lab
    }

    /// No source yet. Time is real: the gate of calls waits by it.
    async fn empty(settings: SandboxSettings, on_river: bool) -> Self {
        let sandbox = Sandbox::start(settings).await.expect("the sandbox listens");
        let mut config = Config::default();
        config.providers.allow_private_addresses = true;
        let hosts = serde_json::to_value(sandbox.hosts().expect("addresses")).expect("JSON");
        config.providers.hosts = serde_json::from_value(hosts).expect("named");
        let database = TestDatabase::fresh().await;
        let driver = if on_river {
            let db = Db::connect(&database.url, 4).await.expect("connected");
            Driver::River(River::on(&db))
        } else {
            Driver::Manual(Arc::default())
        };
        let app = build(&database.url, Arc::new(SystemClock), config, driver).await;
        let clock = Arc::new(TestClock::at(Utc.with_ymd_and_hms(2026, 11, 2, 9, 0, 0).unwrap()));
        let test = TestApp {
            schema: schema::build(app.clone()),
            app: app.clone(),
            clock,
            database: Arc::new(database),
        };
        let admin = test.agency("lab").await;
        let scope = admin.scope().await;
        Self { sandbox, test, app, admin, scope }
    }

    pub async fn plug(&self, kind: Kind) -> data_source::Model {
        let credentials = match kind {
            Kind::Zoominfo => json!({"clientId": "sandbox", "clientSecret": "s"}),
            Kind::HttpApi | Kind::Csv | Kind::Custom => json!({}),
            _ => json!({"apiKey": "sandbox"}),
        };
        self.plug_with(kind, credentials).await
    }

    pub async fn plug_with(&self, kind: Kind, credentials: Value) -> data_source::Model {
        let mut config = match kind {
            Kind::Linkedin => json!({"dsn": "api1.unipile.com:13111", "accountId": "acc_sandbox"}),
            Kind::Clearbit => json!({"via": "hunter"}),
            Kind::HttpApi => directory(&self.sandbox),
            Kind::Model => json!({"model": "sandbox-rules"}),
            _ => json!({}),
        };
        config["requestsPerMinute"] = json!(60_000);
        self.connect(kind, config, credentials).await
    }

    pub async fn plug_model(&self, model: &str) -> data_source::Model {
        self.connect(Kind::Model, json!({ "model": model }), json!({"apiKey": "sandbox"})).await
    }

    pub async fn connect(&self, kind: Kind, config: Value, credentials: Value) -> data_source::Model {
        let new = NewDataSource { kind, name: format!("{kind:?}"), description: None, config, credentials };
        connections::create(&self.app, &self.scope, new).await.expect("plugged in")
    }

    pub async fn ask(&self, description: &str) -> lead_request::Model {
        self.create(NewLeadRequest::of(description)).await
    }

    pub async fn create(&self, new: NewLeadRequest) -> lead_request::Model {
        requests::create(&self.app, &self.scope, new).await.expect("created")
    }

    /// Runs tasks until the request's job is over.
    pub async fn finish(&self, request: &lead_request::Model) -> job::Model {
        self.run(request.job_id.expect("a job")).await
    }

    /// The same for a job as clients name it.
    pub async fn finish_job(&self, id: &Value) -> job::Model {
        self.run(Id::read(id.as_str().expect("an id")).expect("a job's id").0).await
    }

    async fn run(&self, id: JobId) -> job::Model {
        let started = Instant::now();
        loop {
            self.test.run_tasks().await;
            let job = jobs::get(&self.app, &self.scope, id).await.expect("its job");
            if matches!(job.status, JobStatus::Completed | JobStatus::Failed | JobStatus::Cancelled) {
                return job;
            }
            assert!(started.elapsed() < Duration::from_secs(120), "{job:#?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// `jobPause`, `jobResume`, `jobCancel` or `jobRetry`, through the door.
    pub async fn steer(&self, verb: &str, request: &lead_request::Model) {
        let input = format!("J{}Input", &verb[1..]);
        let ask = format!("mutation($i: {input}!) {{ {verb}(input: $i) {{ status }} }}");
        let id = Id(request.job_id.expect("a job")).text();
        self.admin.ask(&ask, json!({ "i": { "id": id } })).await;
    }

    /// Turns the sandbox's knobs.
    pub async fn knobs(&self, knobs: Value) {
        let url = format!("{}/_sandbox/knobs", self.sandbox.url());
        let put = client().put(url).json(&knobs).send().await.expect("the sandbox answers");
        assert!(put.status().is_success());
    }

    /// As if the pause of every provider were over.
    #[expect(clippy::disallowed_methods, reason = "a test reaches into the kernel's book")]
    pub async fn settle_breakers(&self) {
        let db = sea_orm::Database::connect(&self.test.database.url).await.expect("connected");
        provider_budget::Entity::delete_many().exec(&db).await.expect("emptied");
    }

    /// Events of this kind in the agency's log.
    #[expect(clippy::disallowed_methods, reason = "a test counts what the log holds")]
    pub async fn events(&self, kind: &str) -> usize {
        let db = sea_orm::Database::connect(&self.test.database.url).await.expect("connected");
        let rows = event::Entity::find().filter(event::Column::AgencyId.eq(self.scope.agency()));
        let rows = rows.all(&db).await.expect("read");
        rows.iter().filter(|row| sea_orm::ActiveEnum::to_value(&row.kind) == kind).count()
    }

    /// The log has every number once.
    #[expect(clippy::disallowed_methods, reason = "a test reads the log as it is")]
    pub async fn events_are_gapless(&self) {
        let db = sea_orm::Database::connect(&self.test.database.url).await.expect("connected");
        let rows = event::Entity::find().filter(event::Column::AgencyId.eq(self.scope.agency()));
        let mut numbers: Vec<i64> = rows.all(&db).await.expect("read").iter().map(|row| row.seq).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=numbers.len() as i64).collect::<Vec<_>>());
    }

    /// What the credit book holds for a request.
    #[expect(clippy::disallowed_methods, reason = "a test reads the book as it is")]
    pub async fn credits(&self, request: &lead_request::Model) -> i64 {
        let db = sea_orm::Database::connect(&self.test.database.url).await.expect("connected");
        let rows = credit_entry::Entity::find().filter(credit_entry::Column::JobId.eq(request.job_id));
        rows.all(&db).await.expect("read").iter().map(|row| row.amount_micros).sum()
    }

    /// Each call nobody knows the outcome of has its line in the job's log.
    pub async fn every_unknown_is_named(&self, request: &lead_request::Model) {
        let id = request.job_id.expect("a job");
        let (unknown, _) = call::unknown_of(&self.app, &self.scope, id).await.expect("counted");
        let log = self.log(request).await;
        let named = log
            .iter()
            .filter(|line| line.details.as_ref().is_some_and(|details| details["outcome"] == "UNKNOWN"));
        assert_eq!(named.count(), unknown, "{log:#?}");
    }

    /// The agency's one request, made through the door.
    pub async fn only_request(&self) -> lead_request::Model {
        let order = OrderBy { column: lead_request::Column::CreatedAt, is_descending: true };
        let (filter, args) = (LeadRequestFilter::default(), PageArgs::default());
        let page = requests::list(&self.app, &self.scope, &filter, order, &args).await.expect("listed");
        page.items.into_iter().next().expect("a request").1
    }

    pub async fn job(&self, request: &lead_request::Model) -> job::Model {
        jobs::get(&self.app, &self.scope, request.job_id.expect("a job")).await.expect("its job")
    }

    pub async fn request(&self, request: &lead_request::Model) -> lead_request::Model {
        requests::get(&self.app, &self.scope, request.id).await.expect("the request")
    }

    /// The results, the best first.
    pub async fn results(&self, request: &lead_request::Model) -> Vec<prospect::Model> {
        let filter = ProspectFilter::of_request(request.id);
        let args = PageArgs { first: Some(100), ..PageArgs::default() };
        let page = prospects::list(&self.app, &self.scope, &filter, prospects::by_rank(), &args).await;
        page.expect("listed").items.into_iter().map(|(_, row)| row).collect()
    }

    pub async fn log(&self, request: &lead_request::Model) -> Vec<job_log::Model> {
        let id = request.job_id.expect("a job");
        jobs::logs(&self.app, &self.scope, id, (0, 1_000), None).await.expect("its log").0
    }

    /// Who was paid for what, by the sandbox's own book.
    pub async fn calls(&self) -> Value {
        let url = format!("{}/_sandbox/calls", self.sandbox.url());
        client().get(url).send().await.expect("answered").json().await.expect("JSON")
    }
}

#[expect(clippy::disallowed_methods, reason = "a stranger's client, not one of ours")]
fn client() -> reqwest::Client {
    _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::new()
}

pub const ALL: &[Kind] = &[
    Kind::Apollo,
    Kind::Zoominfo,
    Kind::Linkedin,
    Kind::Hunter,
    Kind::Clearbit,
    Kind::Crunchbase,
    Kind::HttpApi,
];

fn directory(sandbox: &RunningSandbox) -> Value {
    json!({"baseUrl": sandbox.base(Provider::Directory), "people": {
        "path": "/people", "items": "/results", "externalId": "/id",
        "query": {"title": "{title}", "country": "{country}", "industry": "{industry}"},
        "person": {"fullName": "/name", "title": "/role", "email": "/email", "country": "/country"},
        "company": {"name": "/company/name", "domain": "/company/website"},
        "page": {"style": "page", "next": "/next_page"},
    }})
}
