//! A dossier as the columns of a prospect's row.

use crate::{
    connectors::{
        facts::{CompanyField, PersonField as P},
        ports::EmailStatus as Checked,
    },
    crm::keys,
    kernel::error::Result,
    prospecting::{
        dossier::{Dossier, company_facts},
        lexicon,
        merge::Merged,
    },
};
use entity::{
    contact::{Channel, EmailStatus, Seniority},
    json::{ExternalIds, Handle, Handles},
    prospect::{ActiveModel, Model},
};
use sea_orm::Set;

/// The dossier a row keeps; what an older version wrote in another shape counts as empty.
#[must_use]
pub fn dossier(row: &Model) -> Dossier {
    serde_json::from_value(row.evidence.clone()).unwrap_or_default()
}

/// What the dossier says of the person, and the dossier itself.
pub(super) fn columns(dossier: &Dossier, merged: &Merged) -> Result<ActiveModel> {
    let text = |field| merged.get(field).map(str::to_owned);
    let company = |field| merged.company.get(field).map(str::to_owned);
    let email = text(P::Email);
    let title = text(P::Title);
    let ranked = || title.as_deref().and_then(lexicon::seniority);
    let rank = merged.get(P::Seniority).and_then(lexicon::seniority_named).or_else(ranked);
    let (country, city) = (text(P::Country), text(P::City));
    Ok(ActiveModel {
        full_name: Set(name(merged)),
        first_name: Set(text(P::FirstName)),
        last_name: Set(text(P::LastName)),
        seniority: Set(rank.map(seniority)),
        department: Set(text(P::Department)),
        company_name: Set(company(CompanyField::Name)),
        company_domain: Set(company(CompanyField::Domain)),
        company_facts: Set(company_facts(merged)),
        location: Set(place(city.as_deref(), country.as_deref())),
        email_key: Set(email.as_deref().and_then(|address| keys::email(address).ok())),
        email_status: Set(email_status(dossier, merged)),
        phone_key: Set(text(P::Phone)),
        linkedin_key: Set(merged.get(P::LinkedinUrl).and_then(|url| keys::linkedin_id(url).ok())),
        phone: Set(text(P::Phone)),
        linkedin_url: Set(text(P::LinkedinUrl)),
        time_zone: Set(text(P::TimeZone)),
        handles: Set(handles(merged)),
        external_ids: Set(external_ids(dossier, merged)),
        evidence: Set(serde_json::to_value(dossier)?),
        title: Set(title),
        country: Set(country),
        city: Set(city),
        email: Set(email),
        ..Default::default()
    })
}

fn name(merged: &Merged) -> String {
    let given = merged.get(P::FirstName);
    let parts = || Some(format!("{} {}", given?, merged.get(P::LastName)?));
    let name = merged.get(P::FullName).map(str::to_owned).or_else(parts).or_else(|| given.map(str::to_owned));
    name.unwrap_or_else(|| "Unknown".to_owned())
}

/// "Munich, Germany".
fn place(city: Option<&str>, country: Option<&str>) -> Option<String> {
    let country = country.map(|code| keys::country_name(code).unwrap_or(code));
    let parts: Vec<&str> = city.into_iter().chain(country).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn email_status(dossier: &Dossier, merged: &Merged) -> EmailStatus {
    let Some(email) = merged.chosen(P::Email) else { return EmailStatus::Unknown };
    match dossier.check(&email.value).map(|check| check.status) {
        Some(Checked::Valid) => EmailStatus::Valid,
        Some(Checked::Invalid) => EmailStatus::Invalid,
        Some(Checked::CatchAll) => EmailStatus::CatchAll,
        Some(Checked::Disposable) => EmailStatus::Risky,
        Some(Checked::Unknown) | None if email.is_validated => EmailStatus::Valid,
        Some(Checked::Unknown) | None => EmailStatus::Unknown,
    }
}

fn handles(merged: &Merged) -> Handles {
    let fields = [
        (Channel::Whatsapp, P::Whatsapp),
        (Channel::Instagram, P::Instagram),
        (Channel::Facebook, P::Facebook),
        (Channel::X, P::X),
    ];
    let handle =
        |(channel, field)| merged.get(field).map(|handle| Handle { channel, handle: handle.to_owned() });
    Handles(fields.into_iter().filter_map(handle).collect())
}

fn external_ids(dossier: &Dossier, merged: &Merged) -> ExternalIds {
    let named = merged
        .external_ids
        .iter()
        .filter_map(|(source, ids)| Some((dossier.providers.get(source)?.clone(), ids.first()?.clone())));
    ExternalIds(named.collect())
}

/// The same ladder in the words of rows.
pub(in crate::prospecting) fn seniority(rank: crate::connectors::facts::Seniority) -> Seniority {
    use crate::connectors::facts::Seniority as S;
    match rank {
        S::Intern => Seniority::Intern,
        S::Entry => Seniority::Entry,
        S::Senior => Seniority::Senior,
        S::Manager => Seniority::Manager,
        S::Head => Seniority::Head,
        S::Director => Seniority::Director,
        S::Vp => Seniority::Vp,
        S::CSuite => Seniority::CSuite,
        S::Partner => Seniority::Partner,
        S::Founder => Seniority::Founder,
        S::Owner => Seniority::Owner,
    }
}
