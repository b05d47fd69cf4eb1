//! What was found out, written to the lead or company: values that people entered stay, unless a check refuted them.

use super::{order::Subject, provenance};
use crate::{
    connectors::{facts::PersonField as P, ports},
    crm::{
        companies, keys,
        leads::{
            LeadPatch,
            upsert::{self as people, EmailCheck, Insight},
        },
    },
    kernel::{error::Result, patch::Patch, tx::Tx},
    prospecting::{
        dossier::{Check, Dossier},
        lexicon,
        merge::Merged,
        prospects::{company_values, seniority, suppress},
        waterfall::Done,
    },
};
use entity::{
    contact::EmailStatus,
    ids::{CompanyId, LeadId},
    lead,
};
use serde_json::{Value, json};

/// Writes it; returns a line for the job's log, without personal values.
pub(super) async fn apply(
    tx: &mut Tx,
    subject: &Subject,
    dossier: &Dossier,
    done: Done,
) -> Result<(String, Value)> {
    let merged = dossier.merged();
    if done == Done::Forbidden {
        suppress(tx, &merged).await?;
        return Ok(("Somebody asked a provider not to process their data: suppressed.".into(), json!({})));
    }
    match subject {
        Subject::Lead(id) => to_lead(tx, *id, dossier, &merged).await,
        Subject::Company(id) => to_company(tx, *id, dossier, &merged).await,
        Subject::Address(_) => Ok(verdict(dossier.checks.last())),
    }
}

async fn to_lead(tx: &mut Tx, id: LeadId, dossier: &Dossier, merged: &Merged) -> Result<(String, Value)> {
    let was = tx.hold::<lead::Entity>(id).await?;
    let company = match was.company_id {
        Some(company) => Some(company),
        None => new_company(tx, &was, merged).await?,
    };
    let mut values = values(merged);
    values.company = company.map_or(Patch::Keep, Patch::Set);
    let insight = Insight { email_check: checked(&was, dossier, merged), ..Insight::default() };
    let done = people::apply_facts(tx, id, values, &insight).await?;
    if let Some(company) = company {
        companies::apply_facts(tx, company, company_values(merged)).await?;
    }
    provenance::write(tx, Some(&done.lead), company, (dossier, merged)).await?;
    let line = match done.filled.as_slice() {
        [] => "A lead is known as well as before.".to_owned(),
        filled => format!("Found out about a lead: {}.", filled.join(", ")),
    };
    let (_, check) = verdict(insight.email_check.as_ref().and_then(|check| dossier.check(&check.email)));
    Ok((line, json!({ "lead": id, "fields": done.filled, "check": check })))
}

async fn new_company(tx: &mut Tx, lead: &lead::Model, merged: &Merged) -> Result<Option<CompanyId>> {
    use crate::connectors::facts::CompanyField as C;
    if merged.company.get(C::Domain).is_none() && merged.company.get(C::Name).is_none() {
        return Ok(None);
    }
    let new = companies::UpsertCompany {
        workspace: lead.workspace_id,
        source: people::Source::Machine,
        values: company_values(merged),
    };
    Ok(Some(companies::upsert(tx, new).await?.0.id))
}

async fn to_company(
    tx: &mut Tx,
    id: CompanyId,
    dossier: &Dossier,
    merged: &Merged,
) -> Result<(String, Value)> {
    let (_, outcome) = companies::apply_facts(tx, id, company_values(merged)).await?;
    provenance::write(tx, None, Some(id), (dossier, merged)).await?;
    let line = match outcome {
        companies::Outcome::Unchanged => "A company is known as well as before.",
        companies::Outcome::Created | companies::Outcome::Updated => "Found out about a company.",
    };
    Ok((line.to_owned(), json!({ "company": id })))
}

/// The person as merged, in the words of the CRM.
pub(in crate::prospecting) fn values(merged: &Merged) -> LeadPatch {
    let text = |field| merged.get(field).map_or(Patch::Keep, |value| Patch::Set(value.to_owned()));
    let rank = merged.get(P::Seniority).and_then(lexicon::seniority_named);
    let rank = rank.or_else(|| merged.get(P::Title).and_then(lexicon::seniority));
    LeadPatch {
        first_name: text(P::FirstName),
        last_name: text(P::LastName),
        full_name: text(P::FullName),
        title: text(P::Title),
        seniority: rank.map_or(Patch::Keep, |rank| Patch::Set(seniority(rank))),
        department: text(P::Department),
        email: text(P::Email),
        phone: text(P::Phone),
        linkedin_url: text(P::LinkedinUrl),
        instagram: text(P::Instagram),
        facebook: text(P::Facebook),
        x: text(P::X),
        whatsapp: text(P::Whatsapp),
        country: text(P::Country),
        city: text(P::City),
        time_zone: text(P::TimeZone),
        ..LeadPatch::default()
    }
}

/// The check of the address the lead will have: its own, unless that is wrong.
fn checked(lead: &lead::Model, dossier: &Dossier, merged: &Merged) -> Option<EmailCheck> {
    let status = |check: &Check| match check.status {
        ports::EmailStatus::Valid => EmailStatus::Valid,
        ports::EmailStatus::Invalid => EmailStatus::Invalid,
        ports::EmailStatus::CatchAll => EmailStatus::CatchAll,
        ports::EmailStatus::Disposable => EmailStatus::Risky,
        ports::EmailStatus::Unknown => EmailStatus::Unknown,
    };
    let found = merged.chosen(P::Email);
    let new = found.and_then(|found| keys::email(&found.value).ok());
    let is_wrong = |address: &String| new.is_some() && new.as_ref() != Some(address);
    let own = lead.email_key.clone().filter(|address| !is_wrong(address)).or_else(|| new.clone())?;
    let by_check = dossier.check(&own).map(|check| (status(check), check.at));
    let stated = found.filter(|found| found.is_validated).map(|found| (EmailStatus::Valid, found.fetched_at));
    let (status, at) = by_check.or(stated)?;
    Some(EmailCheck { email: own, status, at })
}

fn verdict(check: Option<&Check>) -> (String, Value) {
    match check {
        None => ("No verdict on the address.".into(), Value::Null),
        Some(check) => {
            let status = json!(check.status);
            let name = status.as_str().unwrap_or_default().to_uppercase();
            let details = json!({ "status": name, "confidence": check.confidence });
            (format!("The address is {name}."), details)
        }
    }
}
