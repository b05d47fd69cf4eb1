//! Crunchbase's organizations in our words.

use super::wire;
use crate::connectors::{
    facts::{Company, CompanyField},
    normal::{country_code, employees, registrable_domain},
};

const USUAL: u8 = 75;

/// `None` for a company that closed, or of which nothing is known.
pub(super) fn company(row: &wire::Entity) -> Option<Company> {
    let known = row.properties.0.as_ref()?;
    if known.operating_status.as_deref() == Some("closed") {
        return None;
    }
    let mut company = Company { external_id: row.uuid.cloned(), ..Company::default() };
    let site = known.website_url.as_deref();
    let place = |kind: &str| {
        let found = known.location_identifiers.0.iter().find(|it| it.location_type.as_deref() == Some(kind));
        found.and_then(|it| it.value.cloned())
    };
    let country = place("country").map(|name| country_code(&name).map_or(name, str::to_owned));
    let founded =
        known.founded_on.0.as_ref().and_then(|date| date.value.as_deref()?.get(..4).map(str::to_owned));
    let category = known.categories.0.iter().find_map(|category| category.value.cloned());
    company.know(CompanyField::Name, known.identifier.0.as_ref().and_then(|it| it.value.cloned()), USUAL);
    company.know(CompanyField::Domain, site.and_then(registrable_domain), USUAL);
    company.know(CompanyField::Description, known.short_description.cloned(), USUAL);
    company.know(CompanyField::Industry, category, 65);
    company.know(CompanyField::City, place("city"), USUAL);
    company.know(CompanyField::Country, country, USUAL);
    company.know(CompanyField::FoundedYear, founded.filter(|year| year.parse::<u16>().is_ok()), USUAL);
    company.know(
        CompanyField::LinkedinUrl,
        known.linkedin.0.as_ref().and_then(|link| link.value.cloned()),
        USUAL,
    );
    // A band, so its middle, and not trusted much.
    let band = known.num_employees_enum.as_deref().and_then(employees);
    let middle = band.map(|(least, most)| least.midpoint(most.unwrap_or(least)).to_string());
    company.know(CompanyField::EmployeeCount, middle, 40);
    let funding = known.funding_total.0.as_ref().and_then(|money| money.value_usd.0);
    company.know(CompanyField::FundingTotal, funding.map(|dollars| dollars.to_string()), 85);
    (!company.facts.is_empty()).then_some(company)
}
