//! Founding: an agency, its first workspace and its first admin become true together.

use super::slug;
use crate::{
    base::text,
    identity::{
        events::{MemberAdded, WorkspaceCreated},
        platform,
        users::create::Prepared,
    },
    kernel::{
        app::App,
        error::{Error, Result},
        permission::Permissions,
        scope::{Actor, Grant, Scope, Visibility},
        tx::Tx,
    },
};
use entity::{
    agency,
    ids::{AgencyId, MembershipId, UserId, WorkspaceId},
    json::Offerings,
    membership::{self, Role},
    user, workspace,
};
use sea_orm::{ActiveModelTrait, Set};

/// What an agency starts with.
pub struct Founding {
    pub name: String,
    /// `None`: made from the name.
    pub slug: Option<String>,
    pub admin: Admin,
}

/// Its first admin.
pub enum Admin {
    New(Prepared),
    Existing(UserId),
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Founded {
    pub agency: agency::Model,
    pub workspace: workspace::Model,
    pub membership: membership::Model,
    pub user: user::Model,
}

/// Founds an agency. Whoever calls has decided that this admin may.
pub async fn found(app: &App, founding: Founding) -> Result<Founded> {
    let mut tx = begin(app).await?;
    let founded = found_in(&mut tx, founding).await?;
    tx.commit().await?;
    Ok(founded)
}

/// A transaction of an agency that is about to exist, in the name of its first admin.
pub(in crate::identity) async fn begin(app: &App) -> Result<Tx> {
    let membership = MembershipId::new();
    let scope = Scope::granted(Grant {
        agency: AgencyId::new(),
        actor: Actor::Member(membership),
        membership: Some(membership),
        permissions: Permissions::of(Role::AgencyAdmin),
        visibility: Visibility::Agency,
        request_id: None,
    });
    Tx::begin(app, &scope).await
}

/// [`found`], inside a transaction of [`begin`].
pub(in crate::identity) async fn found_in(tx: &mut Tx, founding: Founding) -> Result<Founded> {
    let name = checked_name("name", &founding.name)?;
    let slug = slug::free(founding.slug.as_deref(), &name, tx).await?;
    let agency = insert_agency(tx, &name, slug).await?;
    let user = match founding.admin {
        Admin::New(person) => person.insert(tx, tx.now()).await?,
        Admin::Existing(id) => platform::user(id, tx).await?,
    };
    let membership = insert_admin(tx, user.id).await?;
    let workspace = insert_workspace(tx, &name, user.time_zone.as_deref()).await?;
    tx.emit(&MemberAdded { member: membership.id, role: membership.role }).await?;
    tx.emit(&WorkspaceCreated { workspace: workspace.id }).await?;
    Ok(Founded { agency, workspace, membership, user })
}

/// An agency's or a workspace's name.
pub(in crate::identity) fn checked_name(path: &str, name: &str) -> Result<String> {
    let name = name.trim();
    let is_right = (1..=200).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if is_right { Ok(name.to_owned()) } else { Err(Error::invalid(path, "1 to 200 characters on one line")) }
}

async fn insert_agency(tx: &Tx, name: &str, slug: String) -> Result<agency::Model> {
    let row = agency::ActiveModel {
        id: Set(tx.scope().agency()),
        name: Set(name.to_owned()),
        slug: Set(slug),
        settings: Set(serde_json::json!({})),
        limits: Set(serde_json::json!({})),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    Ok(row.insert(tx).await?)
}

async fn insert_admin(tx: &Tx, user: UserId) -> Result<membership::Model> {
    let id = tx.scope().membership().ok_or_else(|| Error::bug("founded without a founder"))?;
    let row = membership::ActiveModel {
        id: Set(id),
        agency_id: Set(tx.scope().agency()),
        user_id: Set(user),
        role: Set(Role::AgencyAdmin),
        removed_at: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    Ok(row.insert(tx).await?)
}

async fn insert_workspace(tx: &Tx, name: &str, time_zone: Option<&str>) -> Result<workspace::Model> {
    let row = workspace::ActiveModel {
        id: Set(WorkspaceId::new()),
        agency_id: Set(tx.scope().agency()),
        name: Set(name.to_owned()),
        name_folded: Set(text::fold(name)),
        default_from_name: Set(None),
        default_from_email: Set(None),
        time_zone: Set(time_zone.unwrap_or("UTC").to_owned()),
        brand: Set(None),
        offerings: Set(Offerings::default()),
        created_by: Set(tx.scope().actor().columns().1),
        version: Set(1),
        deleted_at: Set(None),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    Ok(row.insert(tx).await?)
}
