//! A company: name, industry, headquarters and founding year from the file, everything else invented.

use super::{
    draw::Draw,
    tables::{Industry, TABLES, country_name},
    text,
};

/// Where somebody or something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub city: String,
    /// State or province, in full.
    pub region: &'static str,
    /// ISO 3166-1 alpha-2.
    pub country: &'static str,
    /// IANA name.
    pub time_zone: &'static str,
    /// For made-up telephone numbers; empty outside North America.
    pub area_code: &'static str,
}

/// One company of the world.
#[derive(Debug)]
pub struct Company {
    /// Position in the world; the seed of everything invented about it.
    pub index: u16,
    pub symbol: String,
    /// As people say it ("The Home Depot").
    pub name: String,
    /// As the file says it ("Adobe Inc.").
    pub legal_name: String,
    pub sector: String,
    pub industry: &'static Industry,
    /// Registrable, under the reserved `.example`.
    pub domain: String,
    pub headquarters: Place,
    /// Two more places where its people sit.
    pub offices: [usize; 2],
    pub founded_year: u16,
    pub employees: u64,
    /// Whole US dollars a year.
    pub revenue: u64,
    /// Total funding in whole US dollars; most have none on record.
    pub funding: Option<u64>,
    pub technologies: Vec<&'static str>,
    /// Its mail server accepts every address.
    pub is_catch_all: bool,
    /// How its addresses are made: 0 first.last, 1 flast, 2 first_last.
    pub address_style: usize,
    /// How many people the world has there: 8 to 25.
    pub people: u8,
}

const TECHNOLOGIES: [&str; 14] = [
    "Salesforce",
    "HubSpot",
    "Microsoft 365",
    "Google Workspace",
    "SAP",
    "Oracle NetSuite",
    "Workday",
    "AWS",
    "Azure",
    "Snowflake",
    "Shopify",
    "Zendesk",
    "Slack",
    "Marketo",
];

impl Company {
    /// Reads one line of the file; `None` when it is not a company of ours.
    #[must_use]
    pub fn read(row: &csv::StringRecord, index: u16, seed: Draw) -> Option<Self> {
        let field = |at: usize| row.get(at).map(str::trim);
        let (legal_name, name) = (without_class(field(1)?), spoken(field(1)?));
        let draw = seed.tag("company").tag(&legal_name);
        let industry = TABLES.industries.iter().find(|industry| Some(industry.gics) == field(3))?;
        let employees = size(draw.tag("size"));
        let office = |tag| draw.tag(tag).below(TABLES.offices.len());
        Some(Self {
            index,
            symbol: field(0)?.to_owned(),
            domain: format!("{}.example", text::slug(&without_form(&name), "")),
            name: without_form(&name),
            sector: field(2)?.to_owned(),
            industry,
            headquarters: headquarters(field(4)?),
            offices: [office("first office"), office("second office")],
            founded_year: field(7).and_then(|year| year.get(..4)?.parse().ok()).unwrap_or(1990),
            employees,
            revenue: employees * (150_000 + draw.tag("revenue").bits() % 250_000),
            funding: draw
                .tag("funded")
                .chance(0.3)
                .then(|| 1_000_000 + draw.tag("funds").bits() % 400_000_000),
            technologies: technologies(draw),
            is_catch_all: draw.tag("catch-all").chance(0.04),
            address_style: draw.tag("addresses").below(3),
            people: u8::try_from(8 + draw.tag("people").below(18)).unwrap_or(8),
            legal_name,
        })
    }

    /// LinkedIn's id of the company page.
    #[must_use]
    pub fn linkedin_id(&self) -> String {
        format!("{}-demo", text::slug(&self.name, "-"))
    }

    /// One sentence.
    #[must_use]
    pub fn description(&self) -> String {
        let place = &self.headquarters;
        format!(
            "{} works in {} and sits in {}, {}.",
            self.name, self.industry.label, place.city, place.region
        )
    }

    /// Telephone number of the front desk, from the range reserved for fiction.
    #[must_use]
    pub fn phone(&self) -> String {
        self.headquarters.phone(u64::from(self.index))
    }
}

impl Place {
    /// A number nobody has: Ofcom's and NANPA's ranges for drama.
    #[must_use]
    pub fn phone(&self, number: u64) -> String {
        match (self.country, self.area_code) {
            ("GB", _) => format!("+44207946{:04}", number % 1000),
            (_, "") => format!("+1202555{:04}", 100 + number % 100),
            (_, area) => format!("+1{area}555{:04}", 100 + number % 100),
        }
    }

    /// "Chicago, Illinois, United States".
    #[must_use]
    pub fn label(&self) -> String {
        let country = country_name(self.country);
        match self.region {
            region if region == country => format!("{}, {country}", self.city),
            region => format!("{}, {region}, {country}", self.city),
        }
    }
}

/// 30 to 40,000 people, each order of magnitude equally likely.
fn size(draw: Draw) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 30 and 40,000")]
    let people = (30.0 * (draw.unit() * 7.195).exp()) as u64;
    people
}

fn technologies(draw: Draw) -> Vec<&'static str> {
    let uses = |(number, _): &(usize, &&str)| draw.tag("technology").at(*number as u64).chance(0.25);
    TECHNOLOGIES.iter().enumerate().filter(uses).map(|(_, name)| *name).collect()
}

/// "Midland, Texas", "Columbus, Ohio; Detroit, Michigan", "Dublin, Ireland", "West Falls Church, Virginia[2]".
fn headquarters(text: &str) -> Place {
    let first = text.split([';', '[']).next().unwrap_or(text);
    let mut parts = first.split(", ");
    let city = parts.next().unwrap_or_default().replace("New York City", "New York");
    let last = parts.last();
    let region = TABLES.regions.iter().find(|region| Some(region.name) == last);
    let Some(region) = region else {
        return Place {
            city: "New York".to_owned(),
            region: "New York",
            country: "US",
            time_zone: "America/New_York",
            area_code: "212",
        };
    };
    Place {
        city,
        region: region.name,
        country: region.country,
        time_zone: region.time_zone,
        area_code: region.area_code,
    }
}

/// Two classes of share are one company.
fn without_class(name: &str) -> String {
    name.split(" (Class").next().unwrap_or(name).to_owned()
}

/// "Home Depot (The)" is "The Home Depot", "Lilly (Eli)" is "Eli Lilly".
fn spoken(name: &str) -> String {
    let name = without_class(name);
    match name.split_once(" (").and_then(|(rest, first)| Some((rest, first.strip_suffix(')')?))) {
        Some((rest, first)) => format!("{first} {rest}"),
        None => name,
    }
}

fn without_form(name: &str) -> String {
    let name = name.trim_end_matches('.');
    for form in [", Inc", " Inc", " plc", " Corporation", " Corp", " Ltd", " Limited", " Incorporated"] {
        if let Some(rest) = name.strip_suffix(form) {
            return rest.to_owned();
        }
    }
    name.to_owned()
}
