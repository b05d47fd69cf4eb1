//! What a search asks for, and whether a company or a role is it. An empty list asks for nothing in particular.

use super::{
    company::{Company, Place},
    tables::{Role, TABLES},
    text,
};

/// Which companies.
#[derive(Clone, Debug, Default)]
pub struct CompanyFilter {
    /// Part of the name.
    pub names: Vec<String>,
    pub domains: Vec<String>,
    /// Industries or key words; one of them has to fit.
    pub industries: Vec<String>,
    /// Headquarters: city, region or country, also "Cape Town, South Africa".
    pub places: Vec<String>,
    /// Head counts, both ends included; one of the ranges has to fit.
    pub employees: Vec<(u64, u64)>,
    /// Whole US dollars a year, both ends included.
    pub revenue: Option<(u64, u64)>,
}

/// Which people.
#[derive(Clone, Debug, Default)]
pub struct PeopleFilter {
    pub titles: Vec<String>,
    /// Only these words, not roles like them.
    pub is_title_exact: bool,
    pub seniorities: Vec<String>,
    pub departments: Vec<String>,
    pub places: Vec<String>,
    /// Part of the full name.
    pub name: Option<String>,
    /// Words that occur in name, title, company or industry.
    pub keywords: Option<String>,
    pub companies: CompanyFilter,
}

impl CompanyFilter {
    #[must_use]
    pub fn accepts(&self, company: &Company) -> bool {
        let name = text::slug(&company.name, " ");
        any(&self.names, |wanted| name.contains(&text::slug(wanted, " ")))
            && any(&self.domains, |wanted| {
                wanted.trim_start_matches("www.").eq_ignore_ascii_case(&company.domain)
            })
            && any(&self.industries, |wanted| works_in(company, wanted))
            && any(&self.places, |wanted| is_in(&company.headquarters, wanted))
            && any(&self.employees, |(from, to)| (*from..=*to).contains(&company.employees))
            && self.revenue.is_none_or(|(from, to)| (from..=to).contains(&company.revenue))
    }
}

impl PeopleFilter {
    /// The roles asked for; the similar ones too unless the title is to be exact.
    #[must_use]
    pub fn accepts_role(&self, role: &Role) -> bool {
        any(&self.titles, |title| self.is_titled(role, title))
            && any(&self.seniorities, |wanted| wanted.eq_ignore_ascii_case(role.seniority))
            && any(&self.departments, |wanted| is_department(role, wanted))
    }

    fn is_titled(&self, role: &Role, title: &str) -> bool {
        if self.is_title_exact {
            return role.title.eq_ignore_ascii_case(title.trim());
        }
        let wanted = text::stems(title);
        let named = |other: &&Role| text::has_all(&text::stems(other.title), &wanted);
        let near =
            |other: &Role| other.department == role.department && rank(other).abs_diff(rank(role)) <= 1;
        text::has_all(&text::stems(role.title), &wanted) || TABLES.roles.iter().filter(named).any(near)
    }
}

/// Nothing asked, or one of the wishes fits.
pub fn any<T>(wishes: &[T], fits: impl Fn(&T) -> bool) -> bool {
    wishes.is_empty() || wishes.iter().any(fits)
}

/// The place as somebody may name it: every part between commas has to be city, region or country.
#[must_use]
pub fn is_in(place: &Place, wanted: &str) -> bool {
    let country = TABLES.countries.iter().find(|country| country.code == place.country);
    let is_part = |part: &str| {
        let part = part.trim().to_lowercase();
        let region = TABLES.regions.iter().find(|region| region.name == place.region);
        let names_country = country.is_some_and(|country| {
            part == country.name.to_lowercase()
                || part == country.code.to_lowercase()
                || country.aliases.contains(&part.as_str())
        });
        names_country
            || text::slug(&part, " ") == text::slug(&place.city, " ")
            || text::slug(&part, " ") == text::slug(place.region, " ")
            || region.is_some_and(|region| !region.code.is_empty() && part == region.code.to_lowercase())
    };
    !wanted.trim().is_empty() && wanted.split(',').filter(|part| !part.trim().is_empty()).all(is_part)
}

/// The company's industry, sector or one of its key words, in the asker's words.
#[must_use]
pub fn works_in(company: &Company, wanted: &str) -> bool {
    let wanted = text::stems(wanted);
    let industry = company.industry;
    let mut names = vec![industry.label, industry.gics, company.sector.as_str()];
    names.extend(&industry.keywords);
    names.into_iter().any(|name| text::has_all(&text::stems(name), &wanted))
}

/// In either's words: "engineering technical" is engineering. Supply chain belongs to operations.
fn is_department(role: &Role, wanted: &str) -> bool {
    let wanted = text::stems(wanted.trim_start_matches("master_"));
    let own = text::stems(role.department);
    let above = if role.department == "supply_chain" { text::stems("operations") } else { own.clone() };
    [&own, &above].into_iter().any(|name| text::has_all(name, &wanted) || text::has_all(&wanted, name))
}

fn rank(role: &Role) -> usize {
    let ladder = ["intern", "entry", "senior", "manager", "head", "director", "vp", "c_suite", "founder"];
    ladder.iter().position(|step| *step == role.seniority).unwrap_or(ladder.len())
}
