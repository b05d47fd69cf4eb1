//! May this operation run? Document, then caller, then cost: refused before anything runs.

use super::{
    Spent,
    budget::{Meter, Payer, Short, classes},
};
use crate::{
    base::clock::Timestamp,
    config::Visibility,
    graphql::{
        guard::{Chosen, Code, Parsed, Refusal, check_variables, cost},
        loader::Loaders,
        upload::Uploads,
    },
    http::{answer::Refused, ask::Ask, doors::Doors},
    kernel::{app::App, audit, caller::Caller, error},
    schema,
};
use async_graphql::{Request, Variables, parser::types::OperationType};
use axum::http::StatusCode;
use std::sync::Arc;

/// Root fields that show nothing of an agency's, its settings aside.
const NOBODYS: [&str; 3] = ["agencies", "health", "viewer"];

/// An operation that may run, and what it costs.
#[derive(Clone)]
pub struct Admitted {
    pub parsed: Arc<Parsed>,
    pub operation_name: Option<String>,
    pub variables: Variables,
    pub kind: OperationType,
    /// The first root field: what metrics call the operation. The client's own names have no bound.
    pub root: String,
    /// What the client calls this request, so that a second sending is answered and not carried out.
    pub idempotency_key: Option<String>,
    pub spent: Spent,
    /// The files that came with it.
    pub uploads: Option<Uploads>,
}

/// Why not; with the cost, where it was known already.
pub type NotAdmitted = (Refusal, Option<Spent>);

/// Judges one operation of one caller and takes its cost out of their budget.
pub fn admit(doors: &Doors, caller: &Caller, ask: &Ask) -> Result<Admitted, NotAdmitted> {
    let parsed = read(doors, ask).map_err(|refusal| (refusal, None))?;
    let chosen =
        Chosen::of(&parsed.document, ask.operation_name.as_deref()).map_err(|refusal| (refusal, None))?;
    allow(doors, caller, &chosen).map_err(|refusal| (refusal, None))?;
    check_variables(&chosen, &ask.variables).map_err(|refusal| (refusal, None))?;
    let price = cost(doors.types(), &parsed.document, &chosen, &ask.variables);
    let spent = charge(doors, caller, price, &classes(&chosen))?;
    Ok(Admitted {
        kind: chosen.kind(),
        root: chosen.roots().first().copied().unwrap_or_default().to_owned(),
        operation_name: ask.operation_name.clone(),
        variables: ask.variables.clone(),
        idempotency_key: ask.idempotency_key.clone(),
        spent,
        uploads: None,
        parsed,
    })
}

/// Takes a file that is sent or fetched by itself out of its caller's budget.
pub fn admit_file(doors: &Doors, caller: &Caller, meter: Meter) -> Result<(), Refused> {
    let charged = charge(doors, caller, 1, &[(meter, 1)]);
    charged.map_err(|(refusal, _)| Refused::of(StatusCode::TOO_MANY_REQUESTS, refusal))?;
    Ok(())
}

fn read(doors: &Doors, ask: &Ask) -> Result<Arc<Parsed>, Refusal> {
    let text = doors.stored().text(ask, doors.config().server.require_documents)?;
    doors.documents().get(text, &doors.config().limits)
}

/// Default deny: strangers have the public roots, and the schema's description where the settings say so.
fn allow(doors: &Doors, caller: &Caller, chosen: &Chosen<'_>) -> Result<(), Refusal> {
    let sign_in = || {
        let refusal =
            Refusal::new(Code::Unauthenticated, "Sign in first: this needs an access token or an API key.");
        refusal.hint("sessionCreate")
    };
    if caller.is_stranger() && chosen.not_public(schema::PUBLIC).is_some() {
        return Err(sign_in());
    }
    match doors.config().server.introspection {
        _ if !chosen.introspects() => Ok(()),
        Visibility::Everyone => Ok(()),
        Visibility::SignedIn if caller.is_stranger() => Err(sign_in()),
        Visibility::SignedIn => Ok(()),
        Visibility::Nobody => Err(Refusal::new(Code::Forbidden, "Introspection is switched off here.")),
    }
}

fn charge(
    doors: &Doors,
    caller: &Caller,
    price: u64,
    classes: &[(Meter, u64)],
) -> Result<Spent, NotAdmitted> {
    let limits = &doors.config().limits;
    let ceiling = u64::try_from(limits.cost).unwrap_or(u64::MAX);
    let (payer, now) = (Payer::of(caller), doors.app().now());
    if price > ceiling {
        let spent = doors.budgets().spend(payer, (0, &[]), limits, now);
        let spent = spent.unwrap_or_else(|short| short.spent);
        let message = format!("This operation costs {price}; one operation may cost {ceiling}.");
        let refusal = Refusal::new(Code::CostExceeded, message);
        let refusal = refusal.hint("Ask for smaller pages (`first`), or for fewer lists inside lists.");
        return Err((refusal, Some(Spent { query: price, ..spent })));
    }
    let charged = doors.budgets().spend(payer, (price, classes), limits, now);
    charged.map_err(|short| (short_of(&short, now), Some(short.spent)))
}

/// There is not enough of something this minute.
fn short_of(short: &Short, now: Timestamp) -> Refusal {
    let Short { meter, limit, spent } = short;
    let wait = (spent.reset_at - now).num_seconds().unsigned_abs();
    let refusal = match meter {
        Meter::Cost => {
            let (price, left) = (spent.query, spent.remaining);
            let message = format!("This operation costs {price}; {left} of {limit} are left this minute.");
            Refusal::new(Code::CostExceeded, message)
        }
        meter => {
            let message = format!("Too many {}: {limit} in a minute.", meter.words());
            Refusal::new(Code::LimitReached, message)
        }
    };
    refusal.retry_after(wait)
}

impl Admitted {
    /// For the executor: the document is not read again, and nobody but this caller is asking.
    #[must_use]
    pub fn request(&self, caller: Caller) -> Request {
        let mut request =
            Request::new("").variables(self.variables.clone()).data(caller).data(Loaders::default());
        request.operation_name.clone_from(&self.operation_name);
        request.set_parsed_query(self.parsed.document.clone());
        match &self.uploads {
            Some(uploads) => request.data(uploads.clone()),
            None => request,
        }
    }

    /// Whatever an operator of the installation reads in an agency is on record before they see it; the answer of a command
    /// too, which shows the agency's also where nothing is changed. What it changes is put on record by itself.
    pub async fn note_operator(&self, app: &App, caller: &Caller) -> error::Result<()> {
        let scope = caller.scope.as_ref().filter(|scope| scope.is_operators());
        let Some(scope) = scope else { return Ok(()) };
        let shows = |root: &str| self.chosen().is_some_and(|chosen| chosen.shows_settings(root));
        let mut roots = self.roots();
        roots.retain(|root| !NOBODYS.contains(root) || shows(root));
        roots.sort_unstable();
        roots.dedup();
        if roots.is_empty() { Ok(()) } else { audit::read(app, scope, &roots).await }
    }

    /// The root fields, each as often as it is asked for; of the schema's description none.
    #[must_use]
    pub fn roots(&self) -> Vec<&str> {
        let mut roots = self.chosen().map(|chosen| chosen.roots()).unwrap_or_default();
        roots.retain(|root| !root.starts_with("__"));
        roots
    }

    fn chosen(&self) -> Option<Chosen<'_>> {
        Chosen::of(&self.parsed.document, self.operation_name.as_deref()).ok()
    }

    #[must_use]
    pub fn kind_name(&self) -> &'static str {
        match self.kind {
            OperationType::Query => "query",
            OperationType::Mutation => "mutation",
            OperationType::Subscription => "subscription",
        }
    }
}
