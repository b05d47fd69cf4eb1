//! A new password for somebody who forgot theirs.

use crate::{
    graphql::{CtxExt, Result, scalars::EmailAddress},
    identity::users::reset,
};
use async_graphql::{Context, InputObject, Object};

/// Who forgot their password.
#[derive(InputObject)]
pub struct PasswordResetRequestInput {
    /// The account's address.
    email: EmailAddress,
}

/// The link in hand, and the password to be.
#[derive(InputObject)]
pub struct PasswordResetInput {
    /// What stands behind `token=` in the link.
    #[graphql(secret)]
    token: String,
    /// The one you want: 12 characters or more.
    #[graphql(secret)]
    new_password: String,
}

#[derive(Default)]
pub struct PasswordResetMutation;

#[Object]
impl PasswordResetMutation {
    /// Asks for a link to set a new password with. Needs no caller. Always answers true, whether or not somebody has this
    /// address; how the link is delivered, the operator of the installation decides. It works once, for an hour.
    async fn password_reset_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The address of the account.")] input: PasswordResetRequestInput,
    ) -> Result<bool> {
        reset::request(ctx.app(), &ctx.caller()?.origin, &input.email.0).await?;
        Ok(true)
    }

    /// Sets a new password with the token of a link, and ends all sign-ins of the account. Needs no caller.
    async fn password_reset(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link's token, and the password to be.")] input: PasswordResetInput,
    ) -> Result<bool> {
        let (token, new) = (input.token.into(), input.new_password.into());
        reset::consume(ctx.app(), &ctx.caller()?.origin, token, new).await?;
        Ok(true)
    }
}
