//! Agencies, the people in them, and how they get in.

use crate::table::{Table, create_all, drop_all};
use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_all(manager, &tables()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &tables()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn tables() -> Vec<Table> {
    vec![
        agency(),
        user(),
        membership(),
        workspace(),
        session(),
        api_key(),
        invitation(),
        sign_in_attempt(),
        setup_link(),
    ]
}

fn agency() -> Table {
    Table::shared("agency")
        .texts(&["name", "slug"])
        .jsons(&["settings={}", "limits={}"])
        .ints(&["version=1"])
        .times(&["created_at", "updated_at"])
        .unique("agency_slug", "slug")
}

fn user() -> Table {
    Table::shared("user")
        .texts(&[
            "email",
            "name",
            "password_hash?",
            "external_issuer?",
            "external_subject?",
            "locale?",
            "time_zone?",
        ])
        .jsons(&["settings={}"])
        .flags(&["is_super_admin=false"])
        .times(&["disabled_at?"])
        .ints(&["version=1"])
        .times(&["created_at", "updated_at"])
        .unique("user_email", "email")
        .unique_where("user_external", "external_issuer, external_subject", "external_subject IS NOT NULL")
}

fn membership() -> Table {
    Table::tenant("membership")
        .refer_global("user_id", "user")
        .one_of("role", &["AGENCY_ADMIN", "RESEARCHER", "CLIENT"])
        .times(&["removed_at?"])
        .ints(&["version=1"])
        .times(&["created_at", "updated_at"])
        .unique("membership_user", "agency_id, user_id")
        .index("user_id")
}

fn workspace() -> Table {
    Table::tenant("workspace")
        .texts(&["name"])
        .folded(&["name_folded"])
        .texts(&["default_from_name?", "default_from_email?", "time_zone=UTC", "brand?"])
        .jsons(&["offerings=[]"])
        .uuids(&["created_by?"])
        .ints(&["version=1"])
        .times(&["deleted_at?", "created_at", "updated_at"])
        .index_where("agency_id, created_at, id", "deleted_at IS NULL")
        .index_where("agency_id, name_folded, id", "deleted_at IS NULL")
}

fn session() -> Table {
    Table::shared("session")
        .owned_global("user_id", "user")
        .texts(&["token_hash"])
        .ints(&["generation=0"])
        .texts(&["user_agent?", "ip?"])
        .times(&["last_used_at", "expires_at", "revoked_at?", "created_at", "updated_at"])
        .unique("session_token_hash", "token_hash")
        .index("user_id, created_at")
}

fn api_key() -> Table {
    Table::tenant("api_key")
        .texts(&["name", "prefix", "secret_hash"])
        .jsons(&["scopes=[]"])
        .one_of("role", &["AGENCY_ADMIN", "RESEARCHER", "CLIENT"])
        .jsons(&["ip_allow_list=[]"])
        .times(&["expires_at?", "last_used_at?", "revoked_at?"])
        .uuids(&["created_by?"])
        .times(&["created_at", "updated_at"])
        .unique("api_key_secret_hash", "secret_hash")
        .index("agency_id, created_at, id")
}

fn invitation() -> Table {
    Table::tenant("invitation")
        .texts(&["email"])
        .one_of("role", &["AGENCY_ADMIN", "RESEARCHER", "CLIENT"])
        .jsons(&["campaign_ids=[]"])
        .texts(&["token_hash"])
        .times(&["expires_at", "accepted_at?", "revoked_at?"])
        .uuids(&["created_by?"])
        .times(&["created_at", "updated_at"])
        .unique("invitation_token_hash", "token_hash")
        .index("agency_id, created_at, id")
}

fn sign_in_attempt() -> Table {
    Table::keyed("sign_in_attempt", "key_hash")
        .texts(&["key_hash"])
        .one_of("kind", &["ACCOUNT", "ADDRESS"])
        .times(&["window_started_at"])
        .ints(&["count=0"])
        .times(&["blocked_until?"])
}

fn setup_link() -> Table {
    Table::shared("setup_link")
        .texts(&["token_hash"])
        .times(&["expires_at", "used_at?", "created_at"])
        .unique("setup_link_token_hash", "token_hash")
}
