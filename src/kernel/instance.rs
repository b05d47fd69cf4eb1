//! The installation: are these the keys its database was made with? Asked at start, before anything is sealed or opened.

use super::{
    app::App,
    error::{Error, Result},
    work::Work,
};
use entity::instance::{ActiveModel, Column, Entity};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, Set,
    sea_query::{Expr, OnConflict},
};

const ROW: i32 = 1;
const BOUND_TO: &str = "instance.canary";

/// Marks a new database with the keys at hand, and refuses them for one that was made with others.
pub async fn check_keys(app: &App) -> Result<()> {
    if is_marked(app).await? {
        return Ok(());
    }
    let row = ActiveModel {
        id: Set(ROW),
        canary: Set(app.sealer().seal(ours(app).as_bytes(), BOUND_TO)?),
        created_at: Set(app.now()),
    };
    let work = Work::begin(app.db()).await?;
    // Of two processes that start at once, one marks and both look.
    let once = OnConflict::column(Column::Id).do_nothing().to_owned();
    Entity::insert(row).on_conflict(once).exec_without_returning(&work).await?;
    work.commit().await?;
    is_marked(app).await.map(|_| ())
}

/// `false`: nobody has marked it yet. Keys that do not open the mark are an error in words for the operator.
#[expect(clippy::disallowed_methods, reason = "a row of no agency, which only the kernel reads")]
pub async fn is_marked(app: &App) -> Result<bool> {
    let Some(row) = Entity::find_by_id(ROW).one(app.db().platform()).await? else { return Ok(false) };
    let opened = app.sealer().open(&row.canary, BOUND_TO).map_err(|_| wrong("SEAL"))?;
    if opened == ours(app).as_bytes() { Ok(true) } else { Err(wrong("HASH")) }
}

/// Puts the mark into a box of the newest key; how many marks that were.
#[expect(clippy::disallowed_methods, reason = "a row of no agency, which only the kernel reads")]
pub(super) async fn renew(app: &App) -> Result<u64> {
    let Some(row) = Entity::find_by_id(ROW).one(app.db().platform()).await? else { return Ok(0) };
    let Some(renewed) = app.sealer().renew(&row.canary, BOUND_TO)? else { return Ok(0) };
    let work = Work::begin(app.db()).await?;
    let update = Entity::update_many().col_expr(Column::Canary, Expr::val(renewed));
    let done = update.filter(Column::Canary.eq(row.canary)).exec(&work).await?;
    work.commit().await?;
    Ok(done.rows_affected)
}

/// Sealed by one key, and made with another: the mark answers for both.
fn ours(app: &App) -> String {
    app.keys().keyed_hash(BOUND_TO, "")
}

fn wrong(key: &str) -> Error {
    let message = format!(
        "These keys do not open this database: it was made with others. Restore keys.toml in the data folder, or set \
         LEADWIRE_KEYS__{key} to the key it was made with."
    );
    Error::unavailable(message, None)
}
