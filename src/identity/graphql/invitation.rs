//! People asked to join an agency.

use super::{Agency, SessionTokens, member::Role};
use crate::{
    base::secret::ExposeSecret,
    graphql::{Connection, CtxExt, Id, Result, connect, connection::page_args, node, scalars::EmailAddress},
    identity::members::{self, Acceptance, Invited, MemberInvite},
};
use async_graphql::{Context, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::ids::{CampaignId, InvitationId};

node! {
    /// Somebody asked to join the agency.
    Invitation(invitation)
}

/// Somebody asked to join the agency.
#[Object]
impl Invitation {
    /// Its id.
    pub async fn id(&self) -> Id<InvitationId> {
        self.0.id.into()
    }

    /// Who was asked.
    fn email(&self) -> EmailAddress {
        EmailAddress(self.0.email.clone())
    }

    /// The role they will have.
    fn role(&self) -> Role {
        self.0.role
    }

    /// Campaigns a CLIENT will see.
    fn campaign_ids(&self) -> Vec<Id<CampaignId>> {
        self.0.campaign_ids.0.iter().copied().map(Id).collect()
    }

    /// The token works until then.
    fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }

    /// When it was used.
    fn accepted_at(&self) -> Option<DateTime<Utc>> {
        self.0.accepted_at
    }

    /// When it was withdrawn.
    fn revoked_at(&self) -> Option<DateTime<Utc>> {
        self.0.revoked_at
    }

    /// When it was made.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

/// An invitation and its token.
pub struct MemberInvitation(Invited);

/// An invitation and its token.
#[Object]
impl MemberInvitation {
    /// The invitation.
    fn invitation(&self) -> Invitation {
        self.0.invitation.clone().into()
    }

    /// For `invitationAccept`. Shown this once: give it to the person you asked in, and to nobody else.
    fn token(&self) -> &str {
        self.0.token.expose_secret()
    }
}

/// They are in.
#[derive(SimpleObject)]
pub struct InvitationAcceptance {
    /// The agency they joined.
    agency: Agency,
    /// A sign-in; null for those who were signed in already.
    tokens: Option<SessionTokens>,
}

/// Whom to ask in.
#[derive(InputObject)]
pub struct MemberInviteInput {
    /// Their address; the invitation is for this address only.
    email: EmailAddress,
    /// What they will be. At most what you may do yourself.
    role: Role,
    /// Campaigns a CLIENT will see; empty: none yet.
    #[graphql(default, validator(max_items = 100))]
    campaign_ids: Vec<Id<CampaignId>>,
}

/// What it takes to join.
#[derive(InputObject)]
pub struct InvitationAcceptInput {
    /// The token from the invitation.
    #[graphql(secret)]
    token: String,
    /// What you are called, when you have no account yet.
    #[graphql(default)]
    name: String,
    /// A new account's password (12 characters or more), or the password of the account with this address. Not needed
    /// when signed in with that account.
    #[graphql(secret)]
    password: Option<String>,
}

/// Which invitation to withdraw.
#[derive(InputObject)]
pub struct InvitationRevokeInput {
    /// Which.
    id: Id<InvitationId>,
}

#[derive(Default)]
pub struct InvitationQuery;

#[Object]
impl InvitationQuery {
    /// Invitations nobody has used yet, newest first; expired ones too.
    async fn invitations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from the start; 25 unless said, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Invitation>> {
        let (app, scope, args) = (ctx.app(), ctx.scope()?, page_args(first, after, last, before));
        connect(args, async |args| members::invitations(app, scope, &args).await).await
    }
}

#[derive(Default)]
pub struct InvitationMutation;

#[Object]
impl InvitationMutation {
    /// Asks somebody in. The answer holds a one-time token for them. An earlier invitation of the address is withdrawn.
    async fn member_invite(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The address, the role, and for a CLIENT the campaigns they will see.")]
        input: MemberInviteInput,
    ) -> Result<MemberInvitation> {
        let campaigns = input.campaign_ids.into_iter().map(|id| id.0).collect();
        let input = MemberInvite { email: input.email.0, role: input.role, campaigns };
        Ok(MemberInvitation(members::invite(ctx.app(), ctx.scope()?, input).await?))
    }

    /// Joins an agency with an invitation's token; makes an account when there is none. Needs no caller.
    async fn invitation_accept(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The invitation's token, and the name and password of a new account.")]
        input: InvitationAcceptInput,
    ) -> Result<InvitationAcceptance> {
        let InvitationAcceptInput { token, name, password } = input;
        let input = Acceptance { token: token.into(), name, password: password.map(Into::into) };
        let joined = members::accept(ctx.app(), ctx.caller()?, input).await?;
        Ok(InvitationAcceptance { agency: Agency(joined.agency), tokens: joined.tokens.map(SessionTokens) })
    }
    /// Withdraws an invitation nobody has used.
    async fn invitation_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The unused invitation to withdraw.")] input: InvitationRevokeInput,
    ) -> Result<Invitation> {
        Ok(members::revoke_invitation(ctx.app(), ctx.scope()?, input.id.0).await?.into())
    }
}
