//! The permissions, by the names API keys and refusals use.

use crate::kernel::permission;
use async_graphql::Enum;

/// One thing a caller may or may not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "permission::Permission")]
pub enum Permission {
    /// Read leads, companies, campaigns, pipelines, prospects, runs and jobs.
    Read,
    /// Create, change, qualify, assign and tag leads and companies; record a contact.
    WriteLeads,
    /// Delete, restore and merge leads; delete lists.
    DeleteLeads,
    /// Create lists and pipelines, fill lists, create, move and remove cards.
    WriteBoards,
    /// Change or delete pipelines and stages.
    ManagePipelines,
    /// Create, change, start, pause, archive and delete campaigns; take leads out of them.
    ManageCampaigns,
    /// Add leads to campaigns.
    FillCampaigns,
    /// Bring people in from files.
    Import,
    /// Take data out: one person's, or many.
    Export,
    /// Lead requests, enrichment, verification: what spends credits.
    Prospect,
    /// Start, pause, resume, cancel and retry one's own jobs.
    ControlOwnJobs,
    /// The same for anybody's jobs, and dead tasks.
    ControlAllJobs,
    /// Test data sources.
    TestDataSources,
    /// Create, change and delete data sources, their credentials and budgets.
    ManageDataSources,
    /// Add suppressions.
    Suppress,
    /// Take suppressions away again, but for those that people asked for themselves.
    Unsuppress,
    /// Members, roles, API keys, workspaces, settings, audit log.
    ManageAgency,
    /// One's own profile and sessions.
    OwnProfile,
}
