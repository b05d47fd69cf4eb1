//! Rows put straight into a migrated database, for tests of the tables themselves. Tests of behaviour go through
//! the doors instead.

use chrono::{DateTime, Utc};
use entity::ids::{AgencyId, CampaignId, CompanyId, LeadId, WorkspaceId};
use entity::{agency, campaign, company, lead, workspace};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DatabaseConnection};
use sea_orm::{TransactionOptions, TransactionTrait};

/// An instant every row may have: nobody asks the system.
pub fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp_micros(1_760_000_000_000_000).unwrap()
}

/// An agency with one workspace.
pub async fn agency(db: &DatabaseConnection, slug: &str) -> (AgencyId, WorkspaceId) {
    let (agency, workspace) = (AgencyId::new(), WorkspaceId::new());
    let row = agency::ActiveModel {
        id: Set(agency),
        name: Set(slug.to_owned()),
        slug: Set(slug.to_owned()),
        created_at: Set(noon()),
        updated_at: Set(noon()),
        ..Default::default()
    };
    row.insert(db).await.unwrap();
    let row = workspace::ActiveModel {
        id: Set(workspace),
        agency_id: Set(agency),
        name: Set("Desk".to_owned()),
        name_folded: Set("desk".to_owned()),
        created_at: Set(noon()),
        updated_at: Set(noon()),
        ..Default::default()
    };
    row.insert(db).await.unwrap();
    (agency, workspace)
}

/// A company called `name`.
pub fn company(home: (AgencyId, WorkspaceId), name: &str) -> company::ActiveModel {
    company::ActiveModel {
        id: Set(CompanyId::new()),
        agency_id: Set(home.0),
        workspace_id: Set(home.1),
        name: Set(name.to_owned()),
        name_folded: Set(name.to_lowercase()),
        search_text: Set(name.to_lowercase()),
        created_at: Set(noon()),
        updated_at: Set(noon()),
        ..Default::default()
    }
}

/// A campaign called `name`.
pub fn campaign(home: (AgencyId, WorkspaceId), name: &str) -> campaign::ActiveModel {
    campaign::ActiveModel {
        id: Set(CampaignId::new()),
        agency_id: Set(home.0),
        workspace_id: Set(home.1),
        name: Set(name.to_owned()),
        name_folded: Set(name.to_lowercase()),
        created_at: Set(noon()),
        updated_at: Set(noon()),
        ..Default::default()
    }
}

/// A lead called `name`.
pub fn lead(home: (AgencyId, WorkspaceId), name: &str) -> lead::ActiveModel {
    lead::ActiveModel {
        id: Set(LeadId::new()),
        agency_id: Set(home.0),
        workspace_id: Set(home.1),
        full_name: Set(name.to_owned()),
        sort_name: Set(name.to_lowercase()),
        search_text: Set(name.to_lowercase()),
        created_at: Set(noon()),
        updated_at: Set(noon()),
        ..Default::default()
    }
}

/// What the database says to a lead that breaks a rule of its own, in lower case. In a transaction, as every write is:
/// see `m0012_search` for why that matters.
pub async fn refusal(db: &DatabaseConnection, row: lead::ActiveModel) -> String {
    let tx = db.begin_with_options(TransactionOptions::default()).await.unwrap();
    let refused = row.insert(&tx).await.unwrap_err();
    tx.rollback().await.unwrap();
    refused.to_string().to_lowercase()
}
