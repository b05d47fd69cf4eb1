//! A prospect's values as those of a lead and of a company, and their provenance under the new owners.

use crate::{
    connectors::facts::CompanyField as C,
    crm::{
        companies::{self, CompanyPatch, UpsertCompany},
        leads::{
            LeadPatch,
            upsert::{EmailCheck, Insight, Source, UpsertLead},
        },
    },
    kernel::{error::Result, patch::Patch, tx::Tx},
    prospecting::{
        dossier::{COMPANY, Dossier, company_fields},
        merge::Merged,
        score::tags::Segment,
    },
};
use entity::{
    contact::{Channel, EmailStatus},
    enrichment::{self, Column, Entity},
    ids::{CompanyId, LeadId, ProspectId},
    json::Funding,
    lead,
    prospect::Model,
};
use sea_orm::{ColumnTrait, QueryFilter, sea_query::Expr};

/// What the lead's `source` says.
const SOURCE: &str = "lead request";
const MICROS: i64 = 1_000_000;

/// The company they work for, found or made; `None` when nothing names it.
pub(super) async fn company(tx: &mut Tx, row: &Model, merged: &Merged) -> Result<Option<CompanyId>> {
    if row.company_name.is_none() && row.company_domain.is_none() {
        return Ok(None);
    }
    let new = UpsertCompany {
        workspace: row.workspace_id,
        source: Source::Machine,
        values: company_values(merged),
    };
    let (company, _) = companies::upsert(tx, new).await?;
    Ok(Some(company.id))
}

/// The company as merged, in the words of the CRM.
pub(in crate::prospecting) fn company_values(merged: &Merged) -> CompanyPatch {
    let known = &merged.company;
    let text = |field| set(known.get(field).map(str::to_owned));
    let number = |field| set(known.number(field).and_then(|n| i32::try_from(n).ok()));
    let micros = |field| known.number(field).and_then(|n| i64::try_from(n).ok()?.checked_mul(MICROS));
    let technologies = known.facts.iter().filter(|fact| fact.field == C::Technology && fact.is_chosen);
    let technologies: Vec<String> = technologies.map(|fact| fact.value.clone()).collect();
    let funding =
        micros(C::FundingTotal).map(|total| Funding { total_micros: Some(total), ..Funding::default() });
    CompanyPatch {
        name: text(C::Name),
        domain: text(C::Domain),
        industry: text(C::Industry),
        employee_count: number(C::EmployeeCount),
        annual_revenue_micros: set(micros(C::AnnualRevenue)),
        currency: set(micros(C::AnnualRevenue).map(|_| "USD".to_owned())),
        founded_year: number(C::FoundedYear),
        country: text(C::Country),
        city: text(C::City),
        linkedin_url: text(C::LinkedinUrl),
        technologies: set(Some(technologies).filter(|all| !all.is_empty())),
        funding: set(funding),
        description: text(C::Description),
    }
}

/// The lead they would be.
pub(super) fn values(row: &Model, dossier: &Dossier, company: Option<CompanyId>) -> UpsertLead {
    let handle = |channel: Channel| {
        let found = row.handles.0.iter().find(|handle| handle.channel == channel);
        set(found.map(|handle| handle.handle.clone()))
    };
    let employees = row.company_facts.get("employee_count").and_then(serde_json::Value::as_str);
    let values = LeadPatch {
        company: set(company),
        first_name: set(row.first_name.clone()),
        last_name: set(row.last_name.clone()),
        full_name: set(Some(row.full_name.clone())),
        title: set(row.title.clone()),
        seniority: set(row.seniority),
        department: set(row.department.clone()),
        email: set(row.email.clone()),
        phone: set(row.phone.clone()),
        linkedin_url: set(row.linkedin_url.clone()),
        instagram: handle(Channel::Instagram),
        facebook: handle(Channel::Facebook),
        x: handle(Channel::X),
        whatsapp: handle(Channel::Whatsapp),
        country: set(row.country.clone()),
        city: set(row.city.clone()),
        time_zone: set(row.time_zone.clone()),
        segment: set(employees.and_then(|n| Segment::of(n.parse().ok()?)).map(segment)),
        source: set(Some(SOURCE.to_owned())),
        tags: set(Some(row.tags.0.clone()).filter(|tags| !tags.is_empty())),
        best_contact_time: set(row.best_contact_time.clone()),
        ..LeadPatch::default()
    };
    UpsertLead {
        workspace: row.workspace_id,
        source: Source::Machine,
        values,
        insight: insight(row, dossier),
    }
}

fn insight(row: &Model, dossier: &Dossier) -> Insight {
    let at = row.email_key.as_deref().and_then(|address| dossier.check(address)).map(|check| check.at);
    let check = row.email_key.clone().filter(|_| row.email_status != EmailStatus::Unknown);
    let score = row.score.and_then(|score| u8::try_from(score).ok());
    Insight {
        email_check: check.map(|email| EmailCheck {
            email,
            status: row.email_status,
            at: at.unwrap_or(row.updated_at),
        }),
        score: score.map(|score| (score, row.score_parts.clone())),
        suggested_services: Some(row.suggested_services.clone()).filter(|all| !all.0.is_empty()),
    }
}

fn segment(segment: Segment) -> lead::Segment {
    match segment {
        Segment::Smb => lead::Segment::Smb,
        Segment::MidMarket => lead::Segment::MidMarket,
        Segment::Enterprise => lead::Segment::Enterprise,
    }
}

fn set<T>(value: Option<T>) -> Patch<T> {
    value.map_or(Patch::Keep, Patch::Set)
}

/// The rows of provenance go to the lead, those of company fields to the company. What was chosen there before stays chosen.
pub(super) async fn move_provenance(
    tx: &Tx,
    from: ProspectId,
    lead: LeadId,
    company: Option<CompanyId>,
) -> Result<()> {
    let nobody = || Expr::val(None::<ProspectId>);
    if let Some(company) = company {
        let owner = || Column::CompanyId.eq(company);
        let known = chosen(tx, owner()).await?;
        tx.update::<Entity>()
            .col_expr(Column::Field, Expr::cust(format!("substr(field, {})", COMPANY.len() + 1)))
            .col_expr(Column::CompanyId, Expr::val(company))
            .col_expr(Column::ProspectId, nobody())
            .filter(Column::ProspectId.eq(from))
            .filter(Column::Field.is_in(company_fields()))
            .exec(tx)
            .await?;
        choose_once(tx, owner(), known).await?;
    }
    let owner = || Column::LeadId.eq(lead);
    let known = chosen(tx, owner()).await?;
    tx.update::<Entity>()
        .col_expr(Column::LeadId, Expr::val(lead))
        .col_expr(Column::ProspectId, nobody())
        .filter(Column::ProspectId.eq(from))
        .exec(tx)
        .await?;
    choose_once(tx, owner(), known).await
}

async fn chosen(tx: &Tx, owner: Expr) -> Result<Vec<enrichment::Model>> {
    let rows = tx.scope().find::<Entity>().filter(owner).filter(Column::IsChosen.eq(true));
    Ok(rows.all(tx).await?)
}

/// One chosen value per field: of fields in `known`, only those rows.
async fn choose_once(tx: &Tx, owner: Expr, known: Vec<enrichment::Model>) -> Result<()> {
    if known.is_empty() {
        return Ok(());
    }
    tx.update::<Entity>()
        .col_expr(Column::IsChosen, Expr::val(false))
        .filter(owner)
        .filter(Column::Field.is_in(known.iter().map(|row| row.field.as_str())))
        .filter(Column::Id.is_not_in(known.iter().map(|row| row.id)))
        .exec(tx)
        .await?;
    Ok(())
}
