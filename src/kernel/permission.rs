//! Who may do what: the permissions and the one table from role to permission (domain.md, Permissions).

use entity::membership::Role;

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// One thing a caller may or may not do. Written on API keys by its SCREAMING_CASE name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Permission { $($(#[$doc])* $name),* }

        impl Permission {
            /// Every permission, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name),*];
        }
    };
}

permissions! {
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

impl Permission {
    /// The name in API key scopes and error messages: `WRITE_LEADS`.
    #[must_use]
    pub fn name(self) -> String {
        let mut out = String::new();
        for (at, letter) in format!("{self:?}").chars().enumerate() {
            if at > 0 && letter.is_uppercase() {
                out.push('_');
            }
            out.push(letter.to_ascii_uppercase());
        }
        out
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|p| p.name() == name)
    }
}

/// A set of permissions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Permissions(u64);

impl Permissions {
    #[must_use]
    pub fn all() -> Self {
        Permission::ALL.iter().copied().collect()
    }

    #[must_use]
    pub fn of(role: Role) -> Self {
        Permission::ALL.iter().copied().filter(|p| holds(role, *p)).collect()
    }

    #[must_use]
    pub fn contains(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u64) != 0
    }

    /// What both allow: a key never grants more than its maker holds.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |p| self.contains(*p))
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(all: I) -> Self {
        Self(all.into_iter().fold(0, |set, p| set | 1 << p as u64))
    }
}

/// The table itself.
fn holds(role: Role, permission: Permission) -> bool {
    use Permission as P;
    match role {
        Role::AgencyAdmin => true,
        Role::Researcher => !matches!(
            permission,
            P::DeleteLeads
                | P::ManagePipelines
                | P::ManageCampaigns
                | P::ControlAllJobs
                | P::ManageDataSources
                | P::Unsuppress
                | P::ManageAgency
        ),
        Role::Client => matches!(permission, P::Read | P::OwnProfile),
    }
}
