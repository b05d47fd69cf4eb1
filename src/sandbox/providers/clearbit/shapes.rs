//! People and companies in Clearbit's format.

use crate::sandbox::{
    providers::ids::uuid,
    world::{
        Sighting,
        company::{Company, Place},
        tables::country_name,
    },
};
use serde_json::{Value, json};

/// A person; the address is the one that works, for it is what people are asked by.
pub fn person(sighting: &Sighting<'_>) -> Value {
    let persona = sighting.persona;
    let place = persona.place(sighting.company);
    let id = (u64::from(persona.id.company) << 8) | u64::from(persona.id.person);
    json!({
        "id": uuid("clearbit person", id),
        "name": {"fullName": persona.full_name(), "givenName": persona.first_name(), "familyName": persona.last_name()},
        "email": persona.email(sighting.company),
        "location": place.label(),
        "timeZone": place.time_zone,
        "utcOffset": null,
        "geo": geo(&place),
        "bio": null, "site": null, "avatar": null,
        "employment": {
            "domain": sighting.company.domain, "name": sighting.company.name, "title": sighting.role.title,
            "role": sighting.role.department, "subRole": null, "seniority": seniority(sighting.role.seniority),
        },
        "phone": sighting.phone,
        "facebook": {"handle": null}, "github": {"handle": null}, "twitter": {"handle": null},
        "linkedin": {"handle": sighting.linkedin_id.as_ref().map(|id| format!("in/{id}"))},
        "fuzzy": false, "emailProvider": false, "indexedAt": format!("{}T00:00:00.000Z", sighting.refreshed_on),
    })
}

/// A company.
pub fn company(company: &Company) -> Value {
    let place = &company.headquarters;
    json!({
        "id": uuid("clearbit company", u64::from(company.index)),
        "name": company.name,
        "legalName": company.legal_name,
        "domain": company.domain,
        "domainAliases": [],
        "site": {"phoneNumbers": [company.phone()], "emailAddresses": []},
        "category": {
            "sector": company.sector, "industryGroup": company.sector, "industry": company.industry.label,
            "subIndustry": company.industry.gics, "sicCode": null, "naicsCode": null,
        },
        "tags": company.industry.keywords,
        "description": company.description(),
        "foundedYear": company.founded_year,
        "location": place.label(),
        "timeZone": place.time_zone,
        "geo": geo(place),
        "logo": null,
        "linkedin": {"handle": format!("company/{}", company.linkedin_id())},
        "type": "public",
        "ticker": company.symbol,
        "phone": company.phone(),
        "metrics": {
            "employees": company.employees, "employeesRange": range(company.employees), "raised": company.funding,
            "annualRevenue": company.revenue, "estimatedAnnualRevenue": estimate(company.revenue),
            "fiscalYearEnd": 12, "marketCap": null, "trafficRank": "high",
        },
        "tech": company.technologies,
        "techCategories": [], "parent": {"domain": null}, "ultimateParent": {"domain": null},
    })
}

fn geo(place: &Place) -> Value {
    json!({"city": place.city, "state": place.region, "country": country_name(place.country),
           "countryCode": place.country, "lat": null, "lng": null})
}

/// Clearbit knows three levels.
fn seniority(ours: &str) -> &'static str {
    match ours {
        "c_suite" | "founder" | "owner" | "partner" | "vp" => "executive",
        "director" => "director",
        "manager" | "head" => "manager",
        _ => "employee",
    }
}

fn range(employees: u64) -> &'static str {
    match employees {
        0..=10 => "1-10",
        11..=50 => "11-50",
        51..=250 => "51-250",
        251..=1000 => "251-1K",
        1001..=5000 => "1K-5K",
        5001..=10_000 => "5K-10K",
        10_001..=50_000 => "10K-50K",
        _ => "50K-100K",
    }
}

fn estimate(revenue: u64) -> &'static str {
    match revenue {
        0..1_000_000 => "$0-$1M",
        1_000_000..10_000_000 => "$1M-$10M",
        10_000_000..50_000_000 => "$10M-$50M",
        50_000_000..100_000_000 => "$50M-$100M",
        100_000_000..250_000_000 => "$100M-$250M",
        250_000_000..500_000_000 => "$250M-$500M",
        500_000_000..1_000_000_000 => "$500M-$1B",
        1_000_000_000..10_000_000_000 => "$1B-$10B",
        _ => "$10B+",
    }
}
