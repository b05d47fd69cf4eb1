//! What the operator does on the command line, where having the data folder is proof enough.

use crate::{
    base::secret::SecretString,
    identity::{
        agencies::{self, Admin, Founded, Founding},
        api_keys::{self, ApiKeyDraft, Created},
        platform::{self, PlatformScope},
        sessions::{self, Tokens},
        users::{NewUser, change_password::set_password, create, password},
    },
    kernel::{
        app::App,
        caller::Origin,
        error::{Error, Result},
        page::{Page, PageArgs},
        permission::Permissions,
        platform::PlatformTx,
        scope::{Actor, Grant, Scope, Visibility},
    },
};
use entity::{agency, user};

/// All agencies, newest first.
pub async fn agencies(app: &App, args: &PageArgs) -> Result<Page<agency::Model>> {
    agencies::list(app, &PlatformScope::operator(), args).await
}

/// The same inside a unit of work of no agency.
pub async fn agencies_in(tx: &PlatformTx, args: &PageArgs) -> Result<Page<agency::Model>> {
    agencies::list_in(&PlatformScope::operator(), args, tx).await
}

/// Founds an agency for the account with this address, which is made when there is none.
pub async fn agency_create(app: &App, name: &str, slug: Option<String>, admin: NewUser) -> Result<Founded> {
    let email = create::email("email", &admin.email)?;
    let admin = match platform::user_by_email(&email, app.db().platform()).await? {
        Some(user) => Admin::Existing(user.id),
        None => Admin::New(create::prepare(app, admin).await?),
    };
    agencies::found(app, Founding { name: name.to_owned(), slug, admin }, None).await
}

/// Makes an account that belongs to no agency yet: to be invited, or (super admins) to act in any.
pub async fn user_create(app: &App, new: NewUser) -> Result<user::Model> {
    let person = create::prepare(app, new).await?;
    let tx = PlatformTx::begin(app).await?;
    let user = person.insert(&tx, tx.now()).await?;
    tx.commit().await?;
    Ok(user)
}

/// Does somebody have an account with this address?
pub async fn has_account(app: &App, email: &str) -> Result<bool> {
    let email = create::email("email", email)?;
    Ok(platform::user_by_email(&email, app.db().platform()).await?.is_some())
}

/// Sets somebody's password and ends all their sessions.
pub async fn password_reset(app: &App, email: &str, new: SecretString) -> Result<user::Model> {
    password::check_new("password", &new)?;
    let user = user_named(app, email).await?;
    set_password(app, user.id, new).await
}

/// Makes an API key for the agency with this slug.
pub async fn key_create(app: &App, slug: &str, draft: ApiKeyDraft) -> Result<Created> {
    let agency = platform::agency_by_slug(slug, app.db().platform()).await?;
    let agency = agency.ok_or(Error::NotFound("agency"))?;
    api_keys::create(app, &operator_in(&agency), draft).await
}

/// Signs somebody in without their password: for scripts on the same machine.
pub async fn sign_in(app: &App, email: &str) -> Result<Tokens> {
    let user = user_named(app, email).await?;
    if user.disabled_at.is_some() {
        return Err(Error::conflict("This account is disabled."));
    }
    let origin = Origin { user_agent: Some("leadwire token".into()), ..Origin::default() };
    let tx = PlatformTx::begin(app).await?;
    let tokens = sessions::create::start(app, &tx, user.id, &origin).await?;
    tx.commit().await?;
    Ok(tokens)
}

/// The scope the operator's commands run in, for this agency: written on events as the system's.
#[must_use]
pub fn operator_in(agency: &agency::Model) -> Scope {
    Scope::granted(Grant {
        agency: agency.id,
        actor: Actor::System,
        membership: None,
        permissions: Permissions::all(),
        visibility: Visibility::Agency,
        request_id: None,
        ip: None,
        acting_as: None,
    })
}

async fn user_named(app: &App, email: &str) -> Result<user::Model> {
    let email = create::email("email", email)?;
    platform::user_by_email(&email, app.db().platform()).await?.ok_or_else(|| nobody(&email))
}

/// Nobody has an account with this address.
#[must_use]
pub fn nobody(email: &str) -> Error {
    Error::invalid(
        "email",
        format!("nobody here has the address {email} (leadwire admin user list shows all)"),
    )
}
