//! What a whole list of requests or prospects needs, in one statement each.

use crate::{
    graphql::{CtxExt, Result, loader::Loaders},
    kernel::{
        app::App,
        error::{self, Error},
        page::{Page, PageArgs},
        scope::Scope,
    },
    prospecting::prospects,
};
use async_graphql::{Context, dataloader::Loader};
use entity::{
    enrichment,
    ids::{LeadId, LeadRequestId, ProspectId},
    prospect,
};
use std::collections::HashMap;

/// A prospect, and the lead it was saved as.
pub(super) type Saved = (ProspectId, Option<LeadId>);

/// A page's arguments, as a key.
type Args = (Option<i32>, Option<String>, Option<i32>, Option<String>);

struct Provenance {
    app: App,
    scope: Scope,
}

impl Loader<Saved> for Provenance {
    type Value = Vec<enrichment::Model>;
    type Error = Error;

    async fn load(&self, asked: &[Saved]) -> error::Result<HashMap<Saved, Vec<enrichment::Model>>> {
        let mut found = prospects::provenance_of(&self.app, &self.scope, asked).await?;
        Ok(asked.iter().map(|key| (*key, found.remove(&key.0).unwrap_or_default())).collect())
    }
}

struct Results {
    app: App,
    scope: Scope,
}

impl Loader<(LeadRequestId, Args)> for Results {
    type Value = Page<prospect::Model>;
    type Error = Error;

    async fn load(
        &self,
        asked: &[(LeadRequestId, Args)],
    ) -> error::Result<HashMap<(LeadRequestId, Args), Page<prospect::Model>>> {
        let mut by_args: HashMap<&Args, Vec<LeadRequestId>> = HashMap::new();
        for (id, args) in asked {
            by_args.entry(args).or_default().push(*id);
        }
        let mut found = HashMap::new();
        for (args, ids) in by_args {
            let (first, after, last, before) = args.clone();
            let page = PageArgs { first, after, last, before };
            let pages = prospects::of_requests(&self.app, &self.scope, &ids, &page).await?;
            found.extend(pages.into_iter().map(|(id, page)| ((id, args.clone()), page)));
        }
        Ok(found)
    }
}

/// Where the values of a prospect came from.
pub(super) async fn provenance(ctx: &Context<'_>, of: Saved) -> Result<Vec<enrichment::Model>> {
    let made = Provenance { app: ctx.app().clone(), scope: ctx.scope()?.clone() };
    let loader = loaders(ctx)?.get::<Saved, _>(|| made)?;
    Ok(loader.load_one(of).await?.unwrap_or_default())
}

/// A page of a request's results.
pub(super) async fn results(
    ctx: &Context<'_>,
    id: LeadRequestId,
    args: PageArgs,
) -> Result<Page<prospect::Model>> {
    let made = Results { app: ctx.app().clone(), scope: ctx.scope()?.clone() };
    let loader = loaders(ctx)?.get::<(LeadRequestId, Args), _>(|| made)?;
    let page = loader.load_one((id, (args.first, args.after, args.last, args.before))).await?;
    Ok(page.ok_or_else(|| Error::bug("a page was not loaded"))?)
}

fn loaders<'a>(ctx: &Context<'a>) -> error::Result<&'a Loaders> {
    ctx.data_opt::<Loaders>().ok_or_else(|| Error::bug("a request without loaders"))
}
