//! What can be typed after `leadwire admin`.

use crate::kernel::permission::Permission;
use clap::{Args, Subcommand};
use entity::{
    membership::Role,
    suppression::{SuppressionKind, SuppressionSource},
};
use sea_orm::{ActiveEnum, Iterable};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum Admin {
    /// The agencies of this installation.
    #[command(subcommand)]
    Agency(Agency),
    /// The people who have an account here.
    #[command(subcommand)]
    User(User),
    /// Make a link by which somebody sets a new password, once, within an hour.
    ResetLink(ResetLink),
    /// Keys for programs.
    #[command(subcommand)]
    Key(Key),
    /// Seal every secret anew with a new key. Safe while Leadwire is in use; interrupted, it goes on when given again.
    RotateKeys,
    /// Copy the database into a file, while it is in use.
    Backup(Backup),
    /// Whom nobody in this installation may contact, whatever the agency.
    #[command(subcommand)]
    Suppress(Suppress),
    /// Count anew what is counted along the way: campaigns, lists, data sources. Safe while Leadwire is in use.
    RebuildProjections(Rebuild),
}

#[derive(Debug, Args)]
pub struct Rebuild {
    /// Of this agency only, by its short name.
    #[arg(long, value_name = "SLUG")]
    pub agency: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Suppress {
    /// Enter somebody; only a keyed hash of the value is kept. Once more raises the entry to the stronger source.
    Add(SuppressAdd),
    /// Take an entry away, never what people asked for themselves (UNSUBSCRIBE, COMPLAINT).
    Remove(SuppressRemove),
    /// Show the entries: why and since when; of whom is not stored.
    List,
}

#[derive(Debug, Args)]
pub struct SuppressAdd {
    /// What the value is: EMAIL, DOMAIN (with all below it), PHONE or LINKEDIN.
    #[arg(value_parser = kind)]
    pub kind: SuppressionKind,
    /// The address, the domain, the number with country code, or the profile's address.
    pub value: String,
    /// Why, in words; not their name.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// UNSUBSCRIBE and COMPLAINT (their own word), LEGAL, HARD_BOUNCE, MANUAL or IMPORT.
    #[arg(long, default_value = "MANUAL", value_parser = source)]
    pub source: SuppressionSource,
}

#[derive(Debug, Args)]
pub struct SuppressRemove {
    /// What the value is: EMAIL, DOMAIN, PHONE or LINKEDIN.
    #[arg(value_parser = kind, requires = "value", required_unless_present = "id")]
    pub kind: Option<SuppressionKind>,
    /// What was entered.
    pub value: Option<String>,
    /// The entry, as the list shows it, instead of what was entered.
    #[arg(long, value_name = "ID", conflicts_with = "kind")]
    pub id: Option<String>,
    /// Why, for the audit log; not their name.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Agency {
    /// Make one, with its first admin.
    Create(AgencyCreate),
    /// Show all.
    List,
}

#[derive(Debug, Args)]
pub struct AgencyCreate {
    pub name: String,
    /// Short name for `X-Agency`; made from the name when not given.
    #[arg(long)]
    pub slug: Option<String>,
    #[command(flatten)]
    pub admin: Person,
}

#[derive(Debug, Subcommand)]
pub enum User {
    /// Make an account that belongs to no agency yet.
    Create(Person),
    /// Show everybody, and where they belong.
    List,
    /// Give somebody a new password, and end all their sessions.
    ResetPassword(ResetPassword),
}

#[derive(Debug, Args)]
pub struct Person {
    /// Their address; an account that has it is used as it is.
    #[arg(long)]
    pub email: String,
    /// Their name; what stands before the @ when not given.
    #[arg(long, value_name = "NAME", default_value = "")]
    pub person: String,
    /// They run the whole installation.
    #[arg(long)]
    pub super_admin: bool,
    /// Read their password from standard input, instead of making one and printing it once.
    #[arg(long)]
    pub password_stdin: bool,
}

#[derive(Debug, Args)]
pub struct ResetPassword {
    /// Whose, by the address of their account.
    #[arg(long)]
    pub email: String,
    /// Read the password from standard input, instead of making one and printing it once.
    #[arg(long)]
    pub password_stdin: bool,
}

#[derive(Debug, Args)]
pub struct ResetLink {
    /// For whom, by the address of their account.
    #[arg(long)]
    pub email: String,
}

#[derive(Debug, Subcommand)]
pub enum Key {
    /// Make one and print it, once.
    Create(KeyCreate),
}

#[derive(Debug, Args)]
pub struct KeyCreate {
    /// Slug of the agency.
    #[arg(long)]
    pub agency: String,
    /// What it is for.
    #[arg(long)]
    pub name: String,
    /// It may never do more than this role: AGENCY_ADMIN, RESEARCHER or CLIENT.
    #[arg(long, default_value = "RESEARCHER", value_parser = role)]
    pub role: Role,
    /// One permission, such as READ; several times for several. Without it all that the role has.
    #[arg(long = "scope", value_name = "PERMISSION", value_parser = permission)]
    pub scopes: Vec<Permission>,
    /// Refused after so many days; without it good until revoked.
    #[arg(long, value_name = "DAYS")]
    pub expires_days: Option<u32>,
}

#[derive(Debug, Args)]
pub struct Backup {
    /// A file that does not exist yet.
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
}

fn role(text: &str) -> Result<Role, String> {
    let named = Role::iter().find(|role| role.to_value().eq_ignore_ascii_case(text));
    named.ok_or_else(|| one_of(Role::iter().map(|role| role.to_value())))
}

fn kind(text: &str) -> Result<SuppressionKind, String> {
    let named = SuppressionKind::iter().find(|kind| kind.to_value().eq_ignore_ascii_case(text));
    named.ok_or_else(|| one_of(SuppressionKind::iter().map(|kind| kind.to_value())))
}

fn source(text: &str) -> Result<SuppressionSource, String> {
    let named = SuppressionSource::iter().find(|source| source.to_value().eq_ignore_ascii_case(text));
    named.ok_or_else(|| one_of(SuppressionSource::iter().map(|source| source.to_value())))
}

fn permission(text: &str) -> Result<Permission, String> {
    let named = Permission::parse(&text.to_ascii_uppercase());
    named.ok_or_else(|| one_of(Permission::ALL.iter().map(|permission| permission.name())))
}

/// What would have been right.
pub fn one_of(all: impl Iterator<Item = String>) -> String {
    format!("one of {}", all.collect::<Vec<_>>().join(", "))
}
