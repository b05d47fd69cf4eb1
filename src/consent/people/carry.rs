//! Opt-outs follow the person: when two leads become one, what holds for either holds for everything the one is reached by
//! (rule 17: the most restrictive wins). An undone merge takes back what it added, unless it was said again since.

use super::{
    erased::keep_out,
    noted::{of_person, put_back, reached_anew, unsubscribed},
};
use crate::{
    consent::{
        add::{NewSuppression, strength},
        add_all::add_all,
        check::{Party, Within, check, of_campaigns},
        events::SuppressionRemoved,
    },
    crm::{
        events::people::{
            LeadEnriched, LeadErased, LeadMergeUndone, LeadMerged, LeadStatusChanged, LeadUpdated,
            LeadsImportReverted,
        },
        leads::{merge, parts},
    },
    kernel::{error::Result, tx::Tx, wiring::Wiring},
};
use entity::{
    ids::{CampaignId, LeadId, SuppressionId},
    lead::{self, LeadStatus},
    lead_merge,
    suppression::{Column, Entity, SuppressionKind, SuppressionScope, SuppressionSource},
};
use sea_orm::{ActiveEnum, ColumnTrait, Iterable, QueryFilter, sea_query::Expr};
use std::collections::BTreeMap;
use uuid::Uuid;

/// In the book of merges: entries there were none of.
const ADDED: &str = "suppression";

pub fn wire(wiring: &mut Wiring) {
    wiring.also(|tx, fact: LeadMerged| Box::pin(carry(tx, fact)));
    wiring.also(|tx, fact: LeadMergeUndone| Box::pin(take_back(tx, fact)));
    wiring.also(|tx, fact: LeadErased| Box::pin(keep_out(tx, fact)));
    wiring.also(|tx, fact: LeadStatusChanged| Box::pin(unsubscribed(tx, fact)));
    wiring.also(|tx, fact: LeadUpdated| Box::pin(reached_anew(tx, fact.lead)));
    wiring.also(|tx, fact: LeadEnriched| Box::pin(reached_anew(tx, fact.lead)));
    wiring.also(|tx, fact: LeadsImportReverted| Box::pin(put_back(tx, fact)));
    wiring.knows("suppression", |tx, person| Box::pin(of_person(tx, person)));
}

async fn carry(tx: &mut Tx, fact: LeadMerged) -> Result<()> {
    // What became part of them keeps the addresses they are not shown with; met by one of those, they are the same person.
    let rows = whole(tx, fact.lead.lead).await?;
    let Some(winner) = rows.first() else { return Ok(()) };
    let parties: Vec<Party> = rows.iter().map(party).collect();
    let mut entries = vec![];
    if let Some((source, is_here_only)) = strongest(tx, winner, &parties).await? {
        let reach = Reach { is_here_only, campaign: None };
        entries.extend(entered(&rows, source, reach));
    }
    // What holds for one campaign is no reason to leave them alone in another.
    for (campaign, source) in of_campaigns(tx.app(), tx.scope(), &parties, tx).await? {
        let reach = Reach { is_here_only: false, campaign: Some(campaign) };
        entries.extend(entered(&rows, source, reach));
    }
    let mut book: BTreeMap<String, Vec<Uuid>> = BTreeMap::new();
    for (id, was) in add_all(tx, entries).await? {
        book.entry(was.map_or_else(|| ADDED.to_owned(), raised)).or_default().push(id.0);
    }
    for (table, ids) in book {
        merge::moved_too(tx, fact.merge, &table, ids).await?;
    }
    Ok(())
}

/// Why they are left alone in the whole agency, or (`true`) in their workspace only.
async fn strongest(
    tx: &Tx,
    winner: &lead::Model,
    parties: &[Party],
) -> Result<Option<(SuppressionSource, bool)>> {
    let within = Within { workspace: Some(winner.workspace_id), campaign: None };
    let hits = check(tx.app(), tx.scope(), within, parties, tx).await?;
    // A domain is suppressed for its own sake, not for the person's.
    let personal = hits.into_iter().flatten().filter(|hit| hit.kind != SuppressionKind::Domain);
    let personal = personal.map(|hit| (hit.source, hit.scope == SuppressionScope::Workspace));
    // Who opted out was perhaps reached by nothing that could be entered; the other one is.
    let is_out = winner.status == LeadStatus::Unsubscribed;
    let said = personal.chain(is_out.then_some((SuppressionSource::Unsubscribe, true)));
    Ok(said.max_by_key(|(source, is_here_only)| (strength(*source), !is_here_only)))
}

/// Where an opt-out is carried to: the agency, the workspace, or one campaign.
#[derive(Clone, Copy)]
struct Reach {
    is_here_only: bool,
    campaign: Option<CampaignId>,
}

/// An entry for each way these leads, which are one person, are reached by.
fn entered(
    rows: &[lead::Model],
    source: SuppressionSource,
    reach: Reach,
) -> impl Iterator<Item = NewSuppression> {
    let all = rows.iter().flat_map(|row| ways(row).map(|way| (row.workspace_id, way)));
    all.map(move |(workspace, (kind, value))| NewSuppression {
        kind,
        value,
        source,
        reason: Some("Carried over by a merge".to_owned()),
        workspace: reach.is_here_only.then_some(workspace),
        campaign: reach.campaign,
    })
}

/// The lead, and after it all that became part of it.
pub(super) async fn whole(tx: &Tx, id: LeadId) -> Result<Vec<lead::Model>> {
    let mut rows = vec![tx.scope().get::<lead::Entity>(id, tx).await?];
    rows.extend(parts(tx, id).await?);
    Ok(rows)
}

/// In the book of merges: entries whose source was this one.
fn raised(from: SuppressionSource) -> String {
    format!("suppression.{}", from.to_value())
}

/// By its own keys: a number that another lead has is not theirs alone, and says nothing of them.
pub(super) fn party(row: &lead::Model) -> Party {
    Party {
        email: row.email_key.clone(),
        phone: row.phone_key.clone(),
        whatsapp: row.whatsapp.clone(),
        linkedin: row.linkedin_url.clone(),
        domain: None,
    }
}

/// What a lead is reached by, as entries hold it.
pub(super) fn ways(row: &lead::Model) -> impl Iterator<Item = (SuppressionKind, String)> {
    let Party { email, phone, whatsapp, linkedin, .. } = party(row);
    let all = [
        (SuppressionKind::Email, email),
        (SuppressionKind::Phone, phone),
        (SuppressionKind::Phone, whatsapp),
        (SuppressionKind::Linkedin, linkedin),
    ];
    all.into_iter().filter_map(|(kind, value)| Some((kind, value?)))
}

async fn take_back(tx: &mut Tx, fact: LeadMergeUndone) -> Result<()> {
    let entry = tx.scope().get::<lead_merge::Entity>(fact.merge, tx).await?;
    // What was touched since was said again, by them or by somebody else.
    let untouched = || Column::UpdatedAt.eq(entry.created_at);
    for source in SuppressionSource::iter() {
        let ids = merge::moved(tx, fact.merge, &raised(source)).await?.into_iter().map(SuppressionId);
        let update = tx.update::<Entity>().col_expr(Column::Source, Expr::val(source));
        update.filter(Column::Id.is_in(ids)).filter(untouched()).exec(tx).await?;
    }
    let ids = merge::moved(tx, fact.merge, ADDED).await?.into_iter().map(SuppressionId);
    let rows = tx.scope().find::<Entity>().filter(Column::Id.is_in(ids)).filter(untouched()).all(tx).await?;
    let ids = rows.iter().map(|row| row.id);
    tx.delete::<Entity>().filter(Column::Id.is_in(ids)).exec(tx).await?;
    for row in rows {
        tx.emit(&SuppressionRemoved::from(&row)).await?;
    }
    Ok(())
}
