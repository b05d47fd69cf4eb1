//! A company's own values: how they are given, checked and spelt. Pure.

use crate::{
    crm::keys,
    kernel::{
        check::{Problems, line, prose},
        error::Result,
        patch::Patch,
    },
};
use chrono::NaiveDate;
use entity::{
    company::Model,
    json::{Funding, StringList},
};

/// What a change says of each field, unchecked. The default keeps everything.
#[derive(Clone, Debug, Default)]
pub struct CompanyPatch {
    pub name: Patch<String>,
    /// A domain, web or e-mail address; its registrable domain is kept.
    pub domain: Patch<String>,
    pub industry: Patch<String>,
    pub employee_count: Patch<i32>,
    /// A year's, in millionths of `currency`.
    pub annual_revenue_micros: Patch<i64>,
    /// ISO 4217.
    pub currency: Patch<String>,
    pub founded_year: Patch<i32>,
    pub country: Patch<String>,
    pub city: Patch<String>,
    pub linkedin_url: Patch<String>,
    pub technologies: Patch<Vec<String>>,
    pub funding: Patch<Funding>,
    pub description: Patch<String>,
}

/// The largest employer there is has some three million.
const EMPLOYEES: i32 = 10_000_000;
/// A thousand milliard, in millionths.
const REVENUE_MICROS: i64 = 1_000_000_000_000 * 1_000_000;
const TECHNOLOGIES: usize = 200;

/// The row after the change; every bad field is named in one refusal. Without a name it is called by its domain.
pub fn apply(row: &mut Model, patch: CompanyPatch) -> Result<()> {
    let mut problems = Problems::default();
    let p = &mut problems;
    if Some(&row.name) == row.domain.as_ref() {
        // Called by its domain for want of a name: a new domain, or a name, takes its place.
        row.name.clear();
    }
    row.domain =
        p.keep_patch("domain", patch.domain, |text| keys::company_domain(&text)).over(row.domain.take());
    if let Some(name) = p.keep_patch("name", patch.name, |text| line(&text, 200)).over(Some(row.name.clone()))
    {
        row.name = name;
    } else {
        row.name.clear();
    }
    if row.name.is_empty() {
        row.name = row.domain.clone().unwrap_or_default();
    }
    row.industry = text(patch.industry, "industry", 200, p).over(row.industry.take());
    row.city = text(patch.city, "city", 200, p).over(row.city.take());
    row.country =
        p.keep_patch("country", patch.country, |text| keys::country(&text)).over(row.country.take());
    let linkedin = p.keep_patch("linkedinUrl", patch.linkedin_url, |text| keys::linkedin_company_id(&text));
    row.linkedin_url = linkedin.map(|id| keys::linkedin_company_url(&id)).over(row.linkedin_url.take());
    let description = p.keep_patch("description", patch.description, |text| prose(&text, 5_000));
    row.description = description.over(row.description.take());
    let currency = p.keep_patch("currency", patch.currency, |text| currency(&text));
    row.currency = currency.over(Some(std::mem::take(&mut row.currency))).unwrap_or_else(|| "USD".into());
    let employees = p.keep_patch("employeeCount", patch.employee_count, |n| between(n, 0, EMPLOYEES));
    row.employee_count = employees.over(row.employee_count);
    let revenue = p.keep_patch("annualRevenueMicros", patch.annual_revenue_micros, revenue);
    row.annual_revenue_micros = revenue.over(row.annual_revenue_micros);
    let year = p.keep_patch("foundedYear", patch.founded_year, |n| between(n, 1000, 2100));
    row.founded_year = year.over(row.founded_year);
    let funding = p.keep_patch("funding", patch.funding, funding);
    row.funding = funding.over(row.funding.take());
    let technologies = patch.technologies.map(|given| technologies(given, p));
    row.technologies = technologies.over(Some(std::mem::take(&mut row.technologies))).unwrap_or_default();
    if row.name.is_empty() {
        p.add("name", "a name, or a domain to call the company by");
    }
    row.name_folded = keys::fold(&row.name);
    row.search_text = search_text(row);
    problems.finish()
}

fn search_text(row: &Model) -> String {
    let words = [Some(&row.name), row.domain.as_ref(), row.industry.as_ref(), row.city.as_ref()];
    let words: Vec<&str> = words.into_iter().flatten().map(String::as_str).collect();
    keys::fold(&words.join(" "))
}

fn technologies(given: Vec<String>, p: &mut Problems) -> StringList {
    let mut all: Vec<String> = vec![];
    for (at, name) in given.into_iter().enumerate() {
        let name = p.keep(&format!("technologies.{at}"), line(&name, 100));
        let is_new = |name: &String| !all.iter().any(|known| known.eq_ignore_ascii_case(name));
        if let Some(name) = name.filter(is_new) {
            all.push(name);
        }
    }
    if all.len() > TECHNOLOGIES {
        p.add("technologies", format!("at most {TECHNOLOGIES} technologies"));
    }
    StringList(all)
}

fn currency(text: &str) -> Result<String, &'static str> {
    let code = text.trim().to_ascii_uppercase();
    let is_code = code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
    if is_code { Ok(code) } else { Err("a currency's three-letter code (ISO 4217), such as USD") }
}

fn revenue(micros: i64) -> Result<i64, &'static str> {
    let is_real = (0..=REVENUE_MICROS).contains(&micros);
    if is_real { Ok(micros) } else { Err("0 to 1,000,000,000,000 units, in millionths") }
}

fn funding(given: Funding) -> Result<Funding, String> {
    if given.total_micros.is_some_and(|micros| revenue(micros).is_err()) {
        return Err("a total of 0 to 1,000,000,000,000 US dollars, in millionths".into());
    }
    let last_round = given.last_round.map(|text| line(&text, 100)).transpose()?;
    let is_day = |day: &String| day.parse::<NaiveDate>().is_ok();
    if given.last_round_on.as_ref().is_some_and(|day| !is_day(day)) {
        return Err("a day such as 2026-03-31 for the last round".into());
    }
    Ok(Funding { last_round, ..given })
}

fn between(number: i32, least: i32, most: i32) -> Result<i32, String> {
    let is_between = (least..=most).contains(&number);
    if is_between { Ok(number) } else { Err(format!("a number from {least} to {most}")) }
}

fn text(given: Patch<String>, path: &str, max: usize, problems: &mut Problems) -> Patch<String> {
    problems.keep_patch(path, given, |text| line(&text, max))
}
