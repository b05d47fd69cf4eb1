//! Using the one-time link: the first agency and its admin, who also runs the installation.

use crate::{
    base::secret::{ExposeSecret, SecretString},
    identity::{
        agencies::{
            Admin, Founded, Founding,
            found::{begin, found_in},
        },
        platform, secret,
        users::{NewUser, create::prepare},
    },
    kernel::{
        app::App,
        caller::Origin,
        error::{Error, Result},
        tx::Tx,
    },
};
use entity::setup_link::Column;
use sea_orm::{ColumnTrait, QueryFilter, sea_query::Expr};

/// Who comes first.
pub struct FirstAdmin {
    pub email: String,
    /// Empty: what stands before the @ of the address.
    pub name: String,
    pub password: SecretString,
    pub agency_name: String,
}

/// Makes the first admin, once. A token that is used, expired or wrong, or an installation with people, is refused.
/// `origin`: of the request that asks for it.
pub async fn consume(
    app: &App,
    origin: Option<&Origin>,
    token: &SecretString,
    first: FirstAdmin,
) -> Result<Founded> {
    let FirstAdmin { email, name, password, agency_name } = first;
    let person = prepare(app, NewUser { email, name, password, is_super_admin: true }).await?;
    let mut tx = begin(app, origin).await?;
    use_up(&tx, token).await?;
    let founding = Founding { name: agency_name, slug: None, admin: Admin::New(person) };
    let founded = found_in(&mut tx, founding).await.map_err(as_agency_name)?;
    tx.commit().await?;
    Ok(founded)
}

/// Compares and sets: of two who hold the link, one comes first.
async fn use_up(tx: &Tx, token: &SecretString) -> Result<()> {
    let refused =
        || Error::BadCredentials("This setup link was used, or is too old: start the server again.");
    if platform::has_users(tx).await? {
        return Err(refused());
    }
    let used = platform::update_setup_links()
        .col_expr(Column::UsedAt, Expr::val(tx.now()))
        .filter(Column::TokenHash.eq(secret::digest(token.expose_secret())))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(tx.now()))
        .exec(tx)
        .await?;
    if used.rows_affected == 1 { Ok(()) } else { Err(refused()) }
}

/// The field is called so in this input.
fn as_agency_name(error: Error) -> Error {
    match error {
        Error::Invalid(mut problems) => {
            problems.iter_mut().filter(|p| p.path == "name").for_each(|p| p.path = "agencyName".into());
            Error::Invalid(problems)
        }
        other => other,
    }
}
