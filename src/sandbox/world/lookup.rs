//! Finding one thing of the world by what callers know of it.

use super::{
    World,
    company::Company,
    person::{PersonId, Persona},
    text,
};

impl World {
    #[must_use]
    pub fn companies(&self) -> &[Company] {
        &self.companies
    }

    #[must_use]
    pub fn company(&self, index: u16) -> Option<&Company> {
        self.companies.get(usize::from(index))
    }

    /// The company a person works for.
    #[must_use]
    pub fn employer(&self, persona: &Persona) -> &Company {
        &self.companies[usize::from(persona.id.company)]
    }

    #[must_use]
    pub fn people_of(&self, company: &Company) -> &[Persona] {
        let first = self.first_person[usize::from(company.index)];
        &self.people[first..first + usize::from(company.people)]
    }

    #[must_use]
    pub fn people(&self) -> &[Persona] {
        &self.people
    }

    #[must_use]
    pub fn person(&self, id: PersonId) -> Option<&Persona> {
        self.people_of(self.company(id.company)?).get(usize::from(id.person))
    }

    /// By web site or bare domain, with or without scheme, `www.` and path.
    #[must_use]
    pub fn company_by_site(&self, site: &str) -> Option<&Company> {
        let host = site.trim().to_lowercase();
        let host = host.split("://").last()?.split(['/', '?']).next()?;
        self.company(*self.by_domain.get(host.trim_start_matches("www."))?)
    }

    /// By either spelling of its name.
    #[must_use]
    pub fn company_by_name(&self, name: &str) -> Option<&Company> {
        let wanted = text::slug(name, " ");
        let is_it = |company: &&Company| {
            text::slug(&company.name, " ") == wanted || text::slug(&company.legal_name, " ") == wanted
        };
        self.companies.iter().find(is_it).filter(|_| !wanted.is_empty())
    }

    /// By the address that works. Addresses somebody guessed find nobody.
    #[must_use]
    pub fn person_by_email(&self, email: &str) -> Option<&Persona> {
        let email = email.trim().to_lowercase();
        let company = self.company_by_site(email.rsplit_once('@')?.1)?;
        self.people_of(company).iter().find(|persona| persona.email(company).as_ref() == Some(&email))
    }

    /// By profile address or public id; both profiles of a person with two are found.
    #[must_use]
    pub fn person_by_linkedin(&self, profile: &str) -> Option<&Persona> {
        let id = profile.trim().split('?').next()?.trim_end_matches('/').rsplit('/').next()?.to_lowercase();
        let code = id.strip_suffix("-demo")?.rsplit('-').next()?.to_owned();
        let persona = self.person(PersonId::from_code(&code)?)?;
        (0..2).any(|variant| persona.linkedin_id(variant) == id).then_some(persona)
    }

    /// By full name within one company.
    #[must_use]
    pub fn person_by_name(&self, name: &str, company: &Company) -> Option<&Persona> {
        let wanted = text::slug(name, " ");
        self.people_of(company).iter().find(|persona| text::slug(&persona.full_name(), " ") == wanted)
    }
}
