//! Who may take a file away, and links for what cannot send credentials, such as a browser's download: signed, for one
//! file, in one person's name, good for a quarter of an hour.

use super::Files;
use crate::kernel::{
    app::App,
    caller::Origin,
    error::{Error, Result},
    permission::Permission,
    scope::{Actor, Grant, Scope, Visibility},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use entity::{
    file::{self, FilePurpose},
    ids::{AgencyId, FileId, TypedId},
};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// How long a link is good.
const GOOD_FOR: TimeDelta = TimeDelta::minutes(15);
const HASHED_FOR: &str = "file.link";

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

/// May they take this file away? One's own, or with the permission for what it is for.
pub fn may_take(scope: &Scope, file: &file::Model) -> Result<()> {
    let me = scope.actor().columns().1;
    if me.is_some() && me == file.created_by {
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

    /// Whoever was given this token for this file, as far as it goes. One that is forged, of another file or too old is
    /// nobody's.
    pub fn bearer(&self, id: FileId, token: &str, origin: &Origin) -> Result<Scope> {
        let bad = Error::BadCredentials("This link is not good, or not any longer: ask for a new one.");
        let Some((pass, given)) = token.split_once('.') else { return Err(bad) };
        let right = mac(&self.0, id, pass);
        if !bool::from(right.as_bytes().ct_eq(given.as_bytes())) {
            return Err(bad);
        }
        let pass = URL_SAFE_NO_PAD.decode(pass).ok().and_then(|pass| serde_json::from_slice(&pass).ok());
        let pass: Pass = pass.ok_or_else(|| bad.clone())?;
        if pass.until < self.0.now().timestamp() {
            return Err(bad);
        }
        Ok(scope(pass, origin))
    }
}

fn mac(app: &App, id: FileId, pass: &str) -> String {
    app.keys().keyed_hash(HASHED_FOR, &format!("{id}.{pass}"))
}

fn scope(pass: Pass, origin: &Origin) -> Scope {
    let actor = match pass.who {
        Who::Member(id) => Actor::Member(id.into()),
        Who::SuperAdmin(id) => Actor::SuperAdmin(id.into()),
        Who::ApiKey(id) => Actor::ApiKey(id.into()),
    };
    Scope::granted(Grant {
        agency: pass.agency,
        actor,
        membership: None,
        // What it takes to take a file away; the token names the one file.
        permissions: [Permission::Import, Permission::Export].into_iter().collect(),
        visibility: Visibility::Agency,
        request_id: Some(origin.request_id.clone()).filter(|id| !id.is_empty()),
        ip: origin.ip,
        acting_as: None,
    })
}
