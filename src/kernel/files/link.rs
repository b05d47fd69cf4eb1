//! Who may take a file away, and links for what cannot send credentials, such as a browser's download: signed, for one
//! file, in one person's name, good for a quarter of an hour.

use super::Files;
use crate::kernel::{
    app::App,
    error::{Error, Result},
    permission::Permission,
    scope::{Actor, Scope},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use entity::{
    file::{self, FilePurpose},
    ids::{ActorId, AgencyId, FileId, TypedId},
};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// How long a link is good.
const GOOD_FOR: TimeDelta = TimeDelta::minutes(15);
const HASHED_FOR: &str = "file.link";

/// What a link that is good no longer, or never was, is answered with.
pub const SPENT: Error =
    Error::BadCredentials("This link is not good, or not any longer: ask for a new one.");

/// Whom a link was given to. What they may do is asked when it is used: they may not be there any more.
#[derive(Clone, Copy, Debug)]
pub struct Bearer {
    pub agency: AgencyId,
    pub actor: ActorId,
}

/// In whose name, and until when (seconds since 1970).
#[derive(Serialize, Deserialize)]
struct Pass {
    agency: AgencyId,
    who: Who,
    until: i64,
}

#[derive(Serialize, Deserialize)]
enum Who {
    #[serde(rename = "m")]
    Member(Uuid),
    #[serde(rename = "s")]
    SuperAdmin(Uuid),
    #[serde(rename = "k")]
    ApiKey(Uuid),
}

/// May they take this file away? One's own as long as they may do what it came of, whatever they might then; another's with
/// the permission for what it is for.
pub fn may_take(scope: &Scope, file: &file::Model) -> Result<()> {
    let me = scope.actor().columns().1;
    let is_own = me.is_some() && me == file.created_by;
    let came_of: &[Permission] = match file.purpose {
        FilePurpose::Upload | FilePurpose::Errors => &[Permission::Import],
        FilePurpose::Result => &[Permission::Import, Permission::Prospect],
        FilePurpose::Export => &[Permission::Export],
    };
    if is_own && came_of.iter().any(|permission| scope.allows(*permission)) {
        return Ok(());
    }
    scope.require(match file.purpose {
        FilePurpose::Upload => Permission::Import,
        FilePurpose::Result | FilePurpose::Errors | FilePurpose::Export => Permission::Export,
    })
}

impl Files {
    /// The file's address, for those who send credentials.
    #[must_use]
    pub fn url(&self, file: &file::Model) -> String {
        let base = self.0.config().server.public_url.trim_end_matches('/');
        format!("{base}/files/{}", file.id.shown())
    }

    /// The same with a link's token; `None` where they may not take it, or nobody in particular asks.
    #[must_use]
    pub fn link(&self, scope: &Scope, file: &file::Model) -> Option<String> {
        may_take(scope, file).ok()?;
        let who = match scope.actor() {
            Actor::Member(id) => Who::Member(id.0),
            Actor::SuperAdmin(id) => Who::SuperAdmin(id.0),
            Actor::ApiKey(id) => Who::ApiKey(id.0),
            Actor::System => return None,
        };
        let until = (self.0.now() + GOOD_FOR).timestamp();
        let pass = serde_json::to_vec(&Pass { agency: scope.agency(), who, until }).ok()?;
        let pass = URL_SAFE_NO_PAD.encode(pass);
        let mac = mac(&self.0, file.id, &pass);
        Some(format!("{}?token={pass}.{mac}", self.url(file)))
    }

    /// Whoever was given this token for this file. One that is forged, of another file or too old is nobody's.
    pub fn bearer(&self, id: FileId, token: &str) -> Result<Bearer> {
        let Some((pass, given)) = token.split_once('.') else { return Err(SPENT) };
        let right = mac(&self.0, id, pass);
        if !bool::from(right.as_bytes().ct_eq(given.as_bytes())) {
            return Err(SPENT);
        }
        let pass = URL_SAFE_NO_PAD.decode(pass).ok();
        let pass: Option<Pass> = pass.and_then(|pass| serde_json::from_slice(&pass).ok());
        let Pass { agency, who, until } = pass.ok_or(SPENT)?;
        if until < self.0.now().timestamp() {
            return Err(SPENT);
        }
        let (Who::Member(actor) | Who::SuperAdmin(actor) | Who::ApiKey(actor)) = who;
        Ok(Bearer { agency, actor: actor.into() })
    }
}

fn mac(app: &App, id: FileId, pass: &str) -> String {
    app.keys().keyed_hash(HASHED_FOR, &format!("{id}.{pass}"))
}
