//! Founding: an agency, its first workspace and its first admin become true together.

use super::slug;
use crate::{
    identity::{
        events::MemberAdded,
        platform,
        users::create::Prepared,
        workspaces::{WorkspaceDraft, create::create_in},
    },
    kernel::{
        app::App,
        caller::Origin,
        check::line,
        error::{Error, Result},
        permission::Permissions,
        scope::{Actor, Grant, Scope, Visibility},
        tx::Tx,
    },
};
use entity::{
    agency,
    ids::{AgencyId, MembershipId, UserId},
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

/// Founds an agency. Whoever calls has decided that this admin may. `origin`: of the request that asks for it.
pub async fn found(app: &App, founding: Founding, origin: Option<&Origin>) -> Result<Founded> {
    let mut tx = begin(app, origin).await?;
    let founded = found_in(&mut tx, founding).await?;
    tx.commit().await?;
    Ok(founded)
}

/// A transaction of an agency that is about to exist, in the name of its first admin.
pub(in crate::identity) async fn begin(app: &App, origin: Option<&Origin>) -> Result<Tx> {
    let membership = MembershipId::new();
    let scope = Scope::granted(Grant {
        agency: AgencyId::new(),
        actor: Actor::Member(membership),
        membership: Some(membership),
        permissions: Permissions::of(Role::AgencyAdmin),
        visibility: Visibility::Agency,
        request_id: None,
        ip: None,
        acting_as: None,
    });
    let scope = origin.map_or(scope.clone(), |origin| scope.asked_from(origin));
    Tx::begin(app, &scope).await
}

/// [`found`], inside a transaction of [`begin`].
pub(in crate::identity) async fn found_in(tx: &mut Tx, founding: Founding) -> Result<Founded> {
    let name = line(&founding.name, 200).map_err(|right| Error::invalid("name", right))?;
    let slug = slug::free(founding.slug.as_deref(), &name, tx).await?;
    let agency = insert_agency(tx, &name, slug).await?;
    let user = match founding.admin {
        Admin::New(person) => person.insert(tx, tx.now()).await?,
        Admin::Existing(id) => platform::user(id, tx).await?,
    };
    let membership = insert_admin(tx, user.id).await?;
    tx.emit(&MemberAdded { member: membership.id, role: membership.role }).await?;
    let draft = WorkspaceDraft { name, time_zone: user.time_zone.clone(), ..WorkspaceDraft::default() };
    let workspace = create_in(tx, draft).await?;
    Ok(Founded { agency, workspace, membership, user })
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
