//! The word lists the world is made of, read once from the embedded files.

use std::sync::LazyLock;

macro_rules! asset {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/", $name))
    };
}

/// The 503 listings; see assets/README.md for their source.
pub const COMPANIES_CSV: &str = asset!("companies-sp500.csv");

/// A job somebody can have.
#[derive(Debug, PartialEq, Eq)]
pub struct Role {
    pub title: &'static str,
    /// One of Apollo's eleven words, which are also ours.
    pub seniority: &'static str,
    pub department: &'static str,
}

/// How one GICS sub-industry is called by people.
#[derive(Debug)]
pub struct Industry {
    pub gics: &'static str,
    /// In the words LinkedIn and Apollo use, lower case.
    pub label: &'static str,
    pub keywords: Vec<&'static str>,
}

/// A state or country as headquarters are listed in the file.
#[derive(Debug)]
pub struct Region {
    pub name: &'static str,
    pub code: &'static str,
    /// ISO 3166-1 alpha-2.
    pub country: &'static str,
    pub time_zone: &'static str,
    /// North American area code; empty elsewhere.
    pub area_code: &'static str,
}

/// A city where a company may have an office.
#[derive(Debug)]
pub struct Office {
    pub city: &'static str,
    pub region: &'static str,
    pub country: &'static str,
    pub time_zone: &'static str,
}

/// A country and what people call it.
#[derive(Debug)]
pub struct Country {
    pub code: &'static str,
    pub name: &'static str,
    /// Other spellings, lower case.
    pub aliases: Vec<&'static str>,
}

/// All lists.
#[derive(Debug)]
pub struct Tables {
    pub roles: Vec<Role>,
    pub industries: Vec<Industry>,
    pub regions: Vec<Region>,
    pub offices: Vec<Office>,
    pub countries: Vec<Country>,
    pub first_names: Vec<&'static str>,
    pub surnames: Vec<&'static str>,
}

/// The lists, parsed on first use.
pub static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables {
    roles: rows(asset!("sandbox/roles.txt"), |[title, seniority, department]| Role {
        title,
        seniority,
        department,
    }),
    industries: rows(asset!("sandbox/industries.txt"), |[gics, label, keywords]| Industry {
        gics,
        label,
        keywords: words(keywords),
    }),
    regions: rows(asset!("sandbox/regions.txt"), |[name, code, country, time_zone, area_code]| Region {
        name,
        code,
        country,
        time_zone,
        area_code,
    }),
    offices: rows(asset!("sandbox/offices.txt"), |[city, region, country, time_zone]| Office {
        city,
        region,
        country,
        time_zone,
    }),
    countries: rows(asset!("sandbox/countries.txt"), |[code, name, aliases]| Country {
        code,
        name,
        aliases: words(aliases),
    }),
    first_names: asset!("sandbox/first-names.txt").lines().collect(),
    surnames: asset!("sandbox/surnames.txt").lines().collect(),
});

/// The country with this ISO code.
#[must_use]
pub fn country_name(code: &str) -> &'static str {
    TABLES.countries.iter().find(|country| country.code == code).map_or("", |country| country.name)
}

fn rows<const N: usize, T>(text: &'static str, make: impl Fn([&'static str; N]) -> T) -> Vec<T> {
    let fields = |line: &'static str| <[&str; N]>::try_from(line.split('|').collect::<Vec<_>>()).ok();
    text.lines().filter_map(fields).map(make).collect()
}

fn words(list: &'static str) -> Vec<&'static str> {
    list.split(',').filter(|word| !word.is_empty()).collect()
}
