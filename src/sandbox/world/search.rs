//! Real matching over the whole world, as one provider sees it.

use super::{
    World,
    company::Company,
    filter::{CompanyFilter, PeopleFilter, any, is_in},
    person::Persona,
    tables::{Role, TABLES},
    text,
};
use crate::sandbox::settings::Provider;

impl World {
    /// The companies that fit, in this provider's order of relevance.
    #[must_use]
    pub fn find_companies(&self, provider: Provider, filter: &CompanyFilter) -> Vec<&Company> {
        let order = self.draw.tag(provider.name()).tag("company order");
        let mut found: Vec<_> = self.companies.iter().filter(|company| filter.accepts(company)).collect();
        found.sort_by_key(|company| (order.at(u64::from(company.index)).bits(), company.index));
        found
    }

    /// The people of this provider that fit, in its order of relevance.
    #[must_use]
    pub fn find_people(&self, provider: Provider, filter: &PeopleFilter) -> Vec<&Persona> {
        let roles: Vec<&Role> = TABLES.roles.iter().filter(|role| filter.accepts_role(role)).collect();
        let companies = self.companies.iter().filter(|company| filter.companies.accepts(company));
        let mut found: Vec<&Persona> = companies
            .flat_map(|company| self.people_of(company).iter().map(move |persona| (company, persona)))
            .filter(|(company, persona)| self.is_wanted(provider, filter, &roles, (company, persona)))
            .map(|(_, persona)| persona)
            .collect();
        found.sort_by_cached_key(|persona| (self.eye(provider, persona).tag("order").bits(), persona.id));
        found
    }

    fn is_wanted(
        &self,
        provider: Provider,
        filter: &PeopleFilter,
        roles: &[&Role],
        (company, persona): (&Company, &Persona),
    ) -> bool {
        let role = self.role_seen(provider, persona);
        roles.contains(&role)
            && self.is_seen(provider, persona)
            && any(&filter.places, |wanted| is_in(&persona.place(company), wanted))
            && filter
                .name
                .as_ref()
                .is_none_or(|name| text::slug(&persona.full_name(), " ").contains(&text::slug(name, " ")))
            && filter.keywords.as_ref().is_none_or(|words| is_about(company, persona, role, words))
    }
}

/// Every word occurs somewhere in what is shown of the person.
fn is_about(company: &Company, persona: &Persona, role: &Role, words: &str) -> bool {
    let industry = company.industry;
    let shown = format!(
        "{} {} {} {} {} {} {}",
        persona.full_name(),
        role.title,
        company.name,
        company.sector,
        industry.gics,
        industry.label,
        industry.keywords.join(" ")
    );
    let wanted = text::stems(words);
    wanted.is_empty() || text::has_all(&text::stems(&shown), &wanted)
}
