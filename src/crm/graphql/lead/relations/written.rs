//! Pages of leads that need no resolvers.

use crate::{
    crm::{
        activities,
        leads::{self, LeadOrder, Wanted},
    },
    graphql::{
        CtxExt, Result,
        plan::{Below, Plan, Planned, Relation, Written, object},
    },
    kernel::{
        app::App,
        error,
        finished::{Finished, One},
        page::PageArgs,
        scope::Scope,
    },
};
use async_graphql::Context;
use entity::{
    activity, campaign, company,
    ids::{TypedId, WorkspaceId},
    lead, pipeline_card,
};
use std::collections::HashMap;
use uuid::Uuid;

impl Planned for lead::Entity {
    const TYPE: &'static str = "Lead";
    const PLAIN: &'static [&'static str] = &[
        "firstName",
        "lastName",
        "fullName",
        "title",
        "seniority",
        "department",
        "email",
        "emailStatus",
        "emailCheckedAt",
        "phone",
        "linkedinUrl",
        "instagram",
        "facebook",
        "x",
        "whatsapp",
        "country",
        "city",
        "timeZone",
        "segment",
        "source",
        "icebreaker",
        "preferredChannel",
        "priority",
        "score",
        "status",
        "qualification",
        "qualificationReason",
        "qualificationDecidedAt",
        "lastContactedAt",
        "lastRepliedAt",
        "lastActivityAt",
        "version",
        "deletedAt",
        "createdAt",
        "updatedAt",
    ];
    const IDS: &'static [(&'static str, &'static str)] = &[("workspaceId", WorkspaceId::PREFIX)];

    fn relation(field: &str) -> Option<Relation> {
        Some(match field {
            "campaign" => Relation {
                one: One::living::<campaign::Entity>(lead::Column::CampaignId),
                object: object::<campaign::Entity>,
            },
            "company" => Relation {
                one: One::named::<company::Entity>(lead::Column::CompanyId),
                object: object::<company::Entity>,
            },
            "card" => Relation {
                one: One::latest::<pipeline_card::Entity>(pipeline_card::Column::LeadId),
                object: object::<pipeline_card::Entity>,
            },
            _ => return None,
        })
    }

    fn list(field: &str) -> Option<Written> {
        (field == "activities").then_some(object::<activity::Entity>)
    }
}

/// The page, written, if all that is selected of it can be.
pub async fn page(
    ctx: &Context<'_>,
    wanted: &Wanted,
    order: LeadOrder,
    args: &PageArgs,
) -> Result<Option<Finished>> {
    let (app, scope) = (ctx.app(), ctx.scope()?);
    let Some(plan) = Plan::of::<lead::Entity>(ctx)? else { return Ok(None) };
    let draft = leads::draft(app, scope, wanted, (order, &plan.object), args).await?;
    let ids: Vec<Uuid> = draft.ids().collect();
    let mut later = vec![];
    for below in &plan.below {
        match list(app, scope, &ids, below).await {
            Ok(lists) => later.push(lists),
            // What is wrong with the arguments is the field's to say.
            Err(error::Error::Invalid(_)) => return Ok(None),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Some(draft.write(&later)?))
}

async fn list(app: &App, scope: &Scope, ids: &[Uuid], below: &Below) -> error::Result<HashMap<Uuid, String>> {
    let lists = activities::written_of_leads(app, scope, ids, (&below.args, &below.object)).await?;
    let wrapped = |(id, list): (Uuid, String)| (id, format!("{{\"{}\":{list}}}", below.key));
    Ok(lists.into_iter().map(wrapped).collect())
}
