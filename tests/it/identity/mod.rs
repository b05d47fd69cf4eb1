//! Who may be here, and who may not.

mod agencies;
mod api_keys;
mod audit;
mod caller;
mod invitations;
mod leavers;
mod members;
mod oidc;
mod password_reset;
mod passwords;
mod promotion;
mod session_create;
mod session_refresh;
mod session_revoke;
mod setup;
mod sign_in_limits;
mod still_valid;
mod users;
mod workspaces;

use crate::support::actor::{Actor, PASSWORD};
use serde_json::{Value, json};

/// Access and refresh token of a new sign-in.
async fn sign_in(stranger: &Actor, email: &str) -> (String, String) {
    let query = "mutation($i: SessionCreateInput!) { sessionCreate(input: $i) { accessToken refreshToken } }";
    let data = stranger.ask(query, json!({ "i": { "email": email, "password": PASSWORD } })).await;
    let text = |name: &str| data["sessionCreate"][name].as_str().expect("a token").to_owned();
    (text("accessToken"), text("refreshToken"))
}

/// The kinds of events the agency's log holds now, oldest first.
async fn kinds(actor: &Actor) -> Vec<String> {
    let (app, scope) = (actor.app(), actor.scope().await);
    let (events, _) = leadwire::kernel::live::read(app, &scope, 0, 100).await.expect("read");
    events.iter().map(|event| json!(event.kind).as_str().expect("a name").to_owned()).collect()
}

/// `{ "i": … }`
fn input(value: Value) -> Value {
    json!({ "i": value })
}
