//! An agency with its sources plugged into a running sandbox.

use crate::support::{
    actor::Actor,
    app::{TestApp, build},
    database::TestDatabase,
};
use chrono::{TimeZone, Utc};
use entity::{
    data_source::{self, DataSourceKind as Kind},
    job::{self, JobStatus},
    job_log, lead_request, prospect,
};
use leadwire::{
    base::clock::{SystemClock, TestClock},
    config::Config,
    connections::{self, NewDataSource},
    jobs,
    kernel::{
        app::App,
        page::{OrderBy, PageArgs},
        queue::Driver,
        scope::Scope,
    },
    prospecting::{
        prospects::{self, ProspectFilter},
        requests::{self, LeadRequestFilter, NewLeadRequest},
    },
    sandbox::{Provider, RunningSandbox, Sandbox, SandboxSettings},
    schema,
};
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
        let lab = Self::empty(settings).await;
        for kind in kinds {
            lab.plug(*kind).await;
        }
        lab
    }

    /// No source yet. Time is real: the gate of calls waits by it.
    pub async fn empty(settings: SandboxSettings) -> Self {
        let sandbox = Sandbox::start(settings).await.expect("the sandbox listens");
        let mut config = Config::default();
        config.providers.allow_private_addresses = true;
        let hosts = serde_json::to_value(sandbox.hosts().expect("addresses")).expect("JSON");
        config.providers.hosts = serde_json::from_value(hosts).expect("named");
        let database = TestDatabase::fresh().await;
        let app = build(&database.url, Arc::new(SystemClock), config, Driver::Manual(Arc::default())).await;
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
        let (config, credentials) = match kind {
            Kind::Zoominfo => (json!({}), json!({"clientId": "sandbox", "clientSecret": "s"})),
            Kind::Linkedin => (
                json!({"dsn": "api1.unipile.com:13111", "accountId": "acc_sandbox"}),
                json!({"apiKey": "sandbox"}),
            ),
            Kind::Clearbit => (json!({"via": "hunter"}), json!({"apiKey": "sandbox"})),
            Kind::HttpApi => (directory(&self.sandbox), json!({})),
            Kind::Model => (json!({"model": "sandbox-rules"}), json!({"apiKey": "sandbox"})),
            _ => (json!({}), json!({"apiKey": "sandbox"})),
        };
        let mut config = config;
        config["requestsPerMinute"] = json!(60_000);
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
        let started = Instant::now();
        loop {
            self.test.run_tasks().await;
            let job = self.job(request).await;
            if matches!(job.status, JobStatus::Completed | JobStatus::Failed | JobStatus::Cancelled) {
                return job;
            }
            assert!(started.elapsed() < Duration::from_secs(120), "{job:#?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
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
        reqwest::get(format!("{}/_sandbox/calls", self.sandbox.url())).await.unwrap().json().await.unwrap()
    }
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
