//! Rows that tests of other things need to be there: put into the database directly, as nobody's command.

use crate::support::{actor::Actor, app::TestApp, rows};
use entity::{
    ids::{AgencyId, TypedId, WorkspaceId},
    lead, workspace,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

/// A lead of the actor's first workspace, as clients name it.
pub async fn lead(t: &TestApp, of: &Actor, name: &str) -> String {
    lead_with(t, of, name, |row| row).await
}

/// A lead with something said about it.
pub async fn lead_with(
    t: &TestApp,
    of: &Actor,
    name: &str,
    with: impl FnOnce(lead::ActiveModel) -> lead::ActiveModel,
) -> String {
    let home: (AgencyId, WorkspaceId) = (of.agency, of.workspace);
    let row = with(rows::lead(home, name)).insert(&t.database.connect().await).await.expect("a lead");
    row.id.shown()
}

/// Several leads, named by numbers, in order.
pub async fn leads(t: &TestApp, of: &Actor, count: usize) -> Vec<String> {
    let home: (AgencyId, WorkspaceId) = (of.agency, of.workspace);
    let db = t.database.connect().await;
    let mut ids = vec![];
    for number in 0..count {
        ids.push(rows::lead(home, &format!("Lead {number}")).insert(&db).await.expect("a lead").id.shown());
    }
    ids
}

/// Another workspace of the actor's agency.
pub async fn workspace(t: &TestApp, of: &Actor) -> WorkspaceId {
    let row = workspace::ActiveModel {
        id: Set(WorkspaceId::new()),
        agency_id: Set(of.agency),
        name: Set("Second".into()),
        name_folded: Set("second".into()),
        created_at: Set(rows::noon()),
        updated_at: Set(rows::noon()),
        ..Default::default()
    };
    row.insert(&t.database.connect().await).await.expect("a workspace").id
}
