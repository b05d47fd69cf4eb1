//! What one provider knows of one person: each sees another part of the world, some of it old or wrong.

use super::{
    World,
    company::Company,
    draw::Draw,
    person::{Oddity, Persona},
    tables::Role,
};
use crate::sandbox::settings::Provider;

/// How far an address can be trusted, in the provider's own opinion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Tried and works.
    Verified,
    /// Right, but not tried.
    Likely,
    /// Made up from the pattern of the domain; wrong.
    Guessed,
}

/// A person through one provider's eyes.
#[derive(Debug)]
pub struct Sighting<'a> {
    pub persona: &'a Persona,
    pub company: &'a Company,
    pub provider: Provider,
    pub role: &'static Role,
    pub email: Option<(String, Finding)>,
    pub phone: Option<String>,
    pub linkedin_id: Option<String>,
    /// 0 to 100.
    pub confidence: u8,
    /// When the provider last looked, "2026-05-20".
    pub refreshed_on: String,
}

/// How many of a hundred people, addresses and numbers a provider knows.
struct Reach {
    people: f64,
    emails: f64,
    guesses: f64,
    phones: f64,
    linkedin: f64,
}

fn reach(provider: Provider) -> Reach {
    let of = |people, emails, guesses, phones, linkedin| Reach { people, emails, guesses, phones, linkedin };
    match provider {
        Provider::Apollo => of(0.85, 0.75, 0.06, 0.4, 0.85),
        Provider::Hunter => of(0.8, 0.9, 0.03, 0.1, 0.4),
        Provider::Clearbit => of(0.6, 1.0, 0.0, 0.1, 0.7),
        Provider::Zoominfo => of(0.7, 0.7, 0.04, 0.7, 0.5),
        Provider::Unipile => of(0.8, 0.0, 0.0, 0.0, 1.0),
        Provider::Directory => of(0.35, 0.5, 0.1, 0.3, 0.2),
        Provider::Crunchbase => of(0.25, 0.0, 0.0, 0.0, 0.8),
        Provider::Openai => of(0.0, 0.0, 0.0, 0.0, 0.0),
    }
}

impl Sighting<'_> {
    /// The LinkedIn profile this provider holds.
    #[must_use]
    pub fn profile_url(&self) -> Option<String> {
        self.linkedin_id.as_ref().map(|id| format!("https://www.linkedin.com/in/{id}"))
    }
}

impl World {
    /// Does this provider know the person at all?
    #[must_use]
    pub fn is_seen(&self, provider: Provider, persona: &Persona) -> bool {
        self.eye(provider, persona).tag("seen").chance(reach(provider).people)
    }

    /// The job this provider believes the person has.
    #[must_use]
    pub fn role_seen(&self, provider: Provider, persona: &Persona) -> &'static Role {
        let lags = matches!(provider, Provider::Zoominfo | Provider::Clearbit | Provider::Directory);
        if lags && persona.oddity == Oddity::StaleTitle { persona.former_role() } else { persona.role() }
    }

    /// Everything this provider knows of the person; `None` when that is nothing.
    #[must_use]
    pub fn sighting<'a>(&'a self, provider: Provider, persona: &'a Persona) -> Option<Sighting<'a>> {
        if !self.is_seen(provider, persona) {
            return None;
        }
        let (eye, reach, company) = (self.eye(provider, persona), reach(provider), self.employer(persona));
        let other_profile = matches!(provider, Provider::Zoominfo | Provider::Hunter)
            && persona.oddity == Oddity::TwoLinkedIns;
        Some(Sighting {
            persona,
            company,
            provider,
            role: self.role_seen(provider, persona),
            email: known_email(eye, &reach, persona, company),
            phone: eye.tag("phone").chance(reach.phones).then(|| persona.phone(company)),
            linkedin_id: (other_profile || eye.tag("linkedin").chance(reach.linkedin))
                .then(|| persona.linkedin_id(u8::from(other_profile))),
            confidence: u8::try_from(70 + eye.tag("confidence").below(30)).unwrap_or(70),
            refreshed_on: date(eye.tag("date")),
        })
    }

    /// Where this provider's draws about this person begin.
    #[must_use]
    pub fn eye(&self, provider: Provider, persona: &Persona) -> Draw {
        let person = (u64::from(persona.id.company) << 8) | u64::from(persona.id.person);
        self.draw.tag(provider.name()).at(person)
    }
}

fn known_email(eye: Draw, reach: &Reach, persona: &Persona, company: &Company) -> Option<(String, Finding)> {
    let draw = eye.tag("email").unit();
    let email = persona.email(company)?;
    match draw {
        _ if draw < reach.guesses => Some((persona.guessed_email(company), Finding::Guessed)),
        _ if draw < reach.emails * 0.8 => Some((email, Finding::Verified)),
        _ if draw < reach.emails => Some((email, Finding::Likely)),
        _ => None,
    }
}

/// A day between October 2024 and August 2026.
fn date(draw: Draw) -> String {
    let month = draw.tag("month").below(23) + 9;
    format!("{}-{:02}-{:02}", 2024 + month / 12, 1 + month % 12, 1 + draw.tag("day").below(28))
}
