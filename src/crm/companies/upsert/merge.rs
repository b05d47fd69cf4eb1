//! How values given now meet those there are. Pure.

use crate::{
    crm::{
        companies::values::{CompanyPatch, apply},
        leads::upsert::Source,
    },
    kernel::{
        error::{Error, Result},
        patch::Patch,
    },
};
use entity::company::Model;

/// What is malformed is refused when a person says it, left out when a machine does.
pub fn fill(row: &mut Model, mut values: CompanyPatch, source: Source) -> Result<()> {
    let mut filled = row.clone();
    match apply(&mut filled, values.clone()) {
        Err(Error::Invalid(problems)) if source == Source::Machine => {
            for problem in problems {
                forget(&mut values, problem.path.split('.').next().unwrap_or_default());
            }
            apply(row, values)
        }
        Err(error) => Err(error),
        Ok(()) => {
            *row = filled;
            Ok(())
        }
    }
}

/// Lists union.
pub fn united(row: &Model, mut values: CompanyPatch) -> CompanyPatch {
    if let Patch::Set(given) = &mut values.technologies {
        let mut all = row.technologies.0.clone();
        all.append(given);
        *given = all;
    }
    values
}

/// A machine fills what is empty, or free to be replaced.
pub fn gaps(row: &Model, mut values: CompanyPatch, is_free: &dyn Fn(&str) -> bool) -> CompanyPatch {
    let v = &mut values;
    keep_unless(
        &mut v.name,
        row.name.is_empty() || Some(&row.name) == row.domain.as_ref() || is_free("name"),
    );
    keep_unless(&mut v.domain, row.domain.is_none());
    keep_unless(&mut v.industry, row.industry.is_none() || is_free("industry"));
    keep_unless(&mut v.employee_count, row.employee_count.is_none() || is_free("employee_count"));
    keep_unless(
        &mut v.annual_revenue_micros,
        row.annual_revenue_micros.is_none() || is_free("annual_revenue"),
    );
    keep_unless(&mut v.currency, row.annual_revenue_micros.is_none() || is_free("annual_revenue"));
    keep_unless(&mut v.founded_year, row.founded_year.is_none() || is_free("founded_year"));
    keep_unless(&mut v.country, row.country.is_none() || is_free("country"));
    keep_unless(&mut v.city, row.city.is_none() || is_free("city"));
    keep_unless(&mut v.linkedin_url, row.linkedin_url.is_none() || is_free("linkedin_url"));
    keep_unless(&mut v.technologies, true);
    keep_unless(&mut v.funding, row.funding.is_none() || is_free("funding_total"));
    keep_unless(&mut v.description, row.description.is_none() || is_free("description"));
    values
}

fn keep_unless<T>(patch: &mut Patch<T>, is_open: bool) {
    if !is_open || matches!(patch, Patch::Clear) {
        *patch = Patch::Keep;
    }
}

pub fn forget(values: &mut CompanyPatch, field: &str) {
    match field {
        "domain" => values.domain = Patch::Keep,
        "industry" => values.industry = Patch::Keep,
        "employeeCount" => values.employee_count = Patch::Keep,
        "annualRevenueMicros" => values.annual_revenue_micros = Patch::Keep,
        "currency" => values.currency = Patch::Keep,
        "foundedYear" => values.founded_year = Patch::Keep,
        "country" => values.country = Patch::Keep,
        "city" => values.city = Patch::Keep,
        "linkedinUrl" => values.linkedin_url = Patch::Keep,
        "technologies" => values.technologies = Patch::Keep,
        "funding" => values.funding = Patch::Keep,
        "description" => values.description = Patch::Keep,
        _ => {}
    }
}
