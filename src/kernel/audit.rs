//! Who did what, for people who must answer for it: written in the transaction of what was done, and kept. Ids, roles and
//! what people write about things stand there as they are; personal values are sealed under the key of whom they are about,
//! secrets never go in.

pub use super::audit_values::{Sides, people, values};

use super::{
    app::App,
    audit_values::{Personal, named, sealed, side},
    caller::Origin,
    check::prose,
    error::{Error, Result},
    events::{FieldChange, Subject},
    platform::PlatformTx,
    scope::Scope,
    tx::Tx,
};
use crate::base::clock::Timestamp;
use entity::{
    actor::ActorType,
    audit_entry::{ActiveModel, Entity},
    event_kind::EventKind,
    ids::{AgencyId, AuditEntryId, MembershipId, SessionId},
};
use sea_orm::{ActiveEnum, ConnectionTrait, EntityTrait, Set};
use uuid::Uuid;

/// Most characters of a reason.
const REASON: usize = 500;
/// Entries in one statement.
const AT_ONCE: usize = 500;

/// Entries that wait for the end of their transaction, where they are written together: a change of many things costs one
/// statement more, not one for each.
#[derive(Default)]
pub(in crate::kernel) struct Waiting(Vec<ActiveModel>);

impl Waiting {
    pub async fn write(mut self, c: &impl ConnectionTrait) -> Result<()> {
        while !self.0.is_empty() {
            let rest = self.0.split_off(self.0.len().min(AT_ONCE));
            let some = std::mem::replace(&mut self.0, rest);
            Entity::insert_many(some).exec_without_returning(c).await?;
        }
        Ok(())
    }
}

/// Something done that somebody must answer for.
#[derive(Debug)]
pub struct Deed<'a> {
    /// What: the kind of the event that says so, too, where there is one (`API_KEY_REVOKED`).
    pub action: &'a str,
    /// To what: its kind (`API_KEY`) and id.
    pub subject: (&'a str, Uuid),
    pub changes: Vec<FieldChange>,
}

impl Tx {
    /// Puts a deed on record, with who did it and from where. What events state is put on record by `emit` (see
    /// `Event::IS_AUDITED`); call this for what is not an event.
    pub async fn audit(&mut self, deed: Deed<'_>) -> Result<()> {
        self.audit_of(deed, &Personal::default()).await
    }

    async fn audit_of(&mut self, deed: Deed<'_>, personal: &Personal) -> Result<()> {
        let mut row = row(self.scope(), &deed, self.now())?;
        if let Some(sealed) = sealed(self, *row.id.as_ref(), personal).await? {
            row.personal = Set(Some(sealed));
            row.people = Set(named(&personal.people, deed.subject.1));
        }
        self.deeds.0.push(row);
        Ok(())
    }
}

impl Tx {
    /// The deed that an event states.
    pub(super) async fn audit_fact(
        &mut self,
        kind: EventKind,
        subject: Subject,
        (changes, personal): (Vec<FieldChange>, Personal),
    ) -> Result<()> {
        let (action, noun) = (kind.to_value(), subject.kind.to_value());
        self.audit_of(Deed { action: &action, subject: (&noun, subject.id), changes }, &personal).await
    }
}

/// Something that happened to somebody's account or to one of its sign-ins.
pub(crate) struct AccountDeed<'a> {
    pub action: &'a str,
    /// The sign-in; `None`: the account, which each agency knows as a membership.
    pub session: Option<SessionId>,
    /// Whether it is proven that they did it themselves; otherwise it is the doing of nobody we know.
    pub is_their_own: bool,
    pub changes: Vec<FieldChange>,
    pub reason: Option<&'a str>,
}

/// Puts it on record in each agency that the account opens.
pub(crate) async fn of_account(
    tx: &PlatformTx,
    deed: &AccountDeed<'_>,
    memberships: impl Iterator<Item = (AgencyId, MembershipId)>,
    origin: &Origin,
) -> Result<()> {
    let rows = memberships.map(|(agency, member)| {
        let subject = deed.session.map_or(("MEMBERSHIP", member.0), |session| ("SESSION", session.0));
        ActiveModel {
            id: Set(AuditEntryId::new()),
            agency_id: Set(agency),
            actor_type: Set(if deed.is_their_own { ActorType::User } else { ActorType::System }),
            actor_id: Set(deed.is_their_own.then(|| member.into())),
            action: Set(deed.action.to_owned()),
            subject_type: Set(subject.0.to_owned()),
            subject_id: Set(Some(subject.1)),
            before: Set(side(&deed.changes, FieldChange::before)),
            after: Set(side(&deed.changes, FieldChange::after)),
            personal: Set(None),
            people: Set(None),
            ip: Set(origin.ip.map(|ip| ip.to_string())),
            reason: Set(deed.reason.map(Into::into)),
            request_id: Set(Some(origin.request_id.clone()).filter(|id| !id.is_empty())),
            at: Set(tx.now()),
        }
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Puts on record in these agencies what the operator of the installation did to rows of no agency: it holds for each of them.
pub(crate) async fn everywhere(
    tx: &PlatformTx,
    deed: &Deed<'_>,
    reason: Option<&str>,
    agencies: impl Iterator<Item = AgencyId>,
) -> Result<()> {
    let rows = agencies.map(|agency| ActiveModel {
        id: Set(AuditEntryId::new()),
        agency_id: Set(agency),
        actor_type: Set(ActorType::System),
        actor_id: Set(None),
        action: Set(deed.action.to_owned()),
        subject_type: Set(deed.subject.0.to_owned()),
        subject_id: Set(Some(deed.subject.1)),
        before: Set(side(&deed.changes, FieldChange::before)),
        after: Set(side(&deed.changes, FieldChange::after)),
        personal: Set(None),
        people: Set(None),
        ip: Set(None),
        reason: Set(reason.map(Into::into)),
        request_id: Set(None),
        at: Set(tx.now()),
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Puts a deed on record that somebody of this agency did to rows of no agency.
pub(crate) async fn beside(tx: &PlatformTx, scope: &Scope, deed: &Deed<'_>) -> Result<()> {
    Entity::insert(row(scope, deed, tx.now())?).exec_without_returning(tx).await?;
    Ok(())
}

/// Puts on record what an operator of the installation reads in an agency: the root fields asked for.
pub async fn read(app: &App, scope: &Scope, roots: &[&str]) -> Result<()> {
    note(app, scope, "OPERATOR_READ", roots).await
}

/// Puts on record that somebody got an answer once more that was kept for them (`Idempotency-Key`), with a secret or a person's
/// data in it: the root fields of these.
pub async fn read_again(app: &App, scope: &Scope, roots: &[&str]) -> Result<()> {
    note(app, scope, "ANSWER_READ_AGAIN", roots).await
}

async fn note(app: &App, scope: &Scope, action: &str, roots: &[&str]) -> Result<()> {
    let mut tx = Tx::begin(app, scope).await?;
    let changes = vec![FieldChange::shown("roots", (), roots)];
    tx.audit(Deed { action, subject: ("AGENCY", scope.agency().0), changes }).await?;
    tx.commit().await
}

/// As whom an operator acted, then the caller's own words.
fn why(scope: &Scope) -> Result<Option<String>> {
    let role = scope.acting_as().map(|role| format!("X-Act-As: {}", role.to_value()));
    let words = scope.reason().map(|text| prose(text, REASON)).transpose();
    let words = words.map_err(|right| Error::invalid("reason", right))?;
    let said = role.into_iter().chain(words).collect::<Vec<_>>();
    Ok((!said.is_empty()).then(|| said.join("; ")))
}

fn row(scope: &Scope, deed: &Deed<'_>, at: Timestamp) -> Result<ActiveModel> {
    let (actor_type, actor_id) = scope.actor().columns();
    Ok(ActiveModel {
        id: Set(AuditEntryId::new()),
        agency_id: Set(scope.agency()),
        actor_type: Set(actor_type),
        actor_id: Set(actor_id),
        action: Set(deed.action.to_owned()),
        subject_type: Set(deed.subject.0.to_owned()),
        subject_id: Set(Some(deed.subject.1)),
        before: Set(side(&deed.changes, FieldChange::before)),
        after: Set(side(&deed.changes, FieldChange::after)),
        personal: Set(None),
        people: Set(None),
        ip: Set(scope.ip().map(|ip| ip.to_string())),
        reason: Set(why(scope)?),
        request_id: Set(scope.request_id().map(Into::into)),
        at: Set(at),
    })
}
