//! From cells to what they say.

use super::words;
use crate::{
    crm::{
        companies::CompanyPatch,
        keys,
        leads::{LeadPatch, TAGS, spelt_tag},
    },
    imports::file::{Decoder, Record, Trouble, bare},
    kernel::patch::Patch,
};
use entity::{
    import,
    import_parts::{ImportField, RowProblem},
};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// How the cells of a file are read.
#[derive(Clone, Debug)]
pub struct Plan {
    columns: Vec<(ImportField, Option<String>)>,
    clear_on_empty: bool,
    country: Option<String>,
    /// Names of countries met so far: looking one up goes through all there are.
    countries: HashMap<String, Option<&'static str>>,
}

/// What a row says.
#[derive(Clone, Debug)]
pub struct Row {
    pub line: i64,
    pub offset: i64,
    pub values: LeadPatch,
    /// What it says of the company they work for.
    pub company: Option<CompanyPatch>,
    /// The company's domain as written: a way to be told not to write there.
    pub domain: Option<String>,
    /// Values that are none of their kind, and not among `values`.
    pub problems: Vec<RowProblem>,
    /// It is no row at all.
    pub is_broken: bool,
    /// It has cells that are not in the file's encoding.
    pub is_foreign: bool,
}

impl Plan {
    #[must_use]
    pub fn of(import: &import::Model) -> Self {
        let column = |entry: &entity::import_parts::MappedColumn| (entry.field, entry.custom_field.clone());
        Self {
            columns: import.mapping.0.iter().map(column).collect(),
            clear_on_empty: import.clear_on_empty,
            country: import.country.clone(),
            countries: HashMap::new(),
        }
    }

    #[cfg(test)]
    pub fn with(
        columns: Vec<(ImportField, Option<String>)>,
        clear_on_empty: bool,
        country: Option<String>,
    ) -> Self {
        Self { columns, clear_on_empty, country, countries: HashMap::new() }
    }

    /// What a record says.
    #[must_use]
    pub fn row(&mut self, record: &Record, decoder: Decoder) -> Row {
        let mut row = Row {
            line: i64::try_from(record.at.line).unwrap_or(i64::MAX),
            offset: i64::try_from(record.at.offset).unwrap_or(i64::MAX),
            values: LeadPatch::default(),
            company: None,
            domain: None,
            problems: vec![],
            is_broken: false,
            is_foreign: false,
        };
        if let Some(why) = broken(record, self.columns.len()) {
            row.is_broken = true;
            row.problems.push(RowProblem { field: None, message: why.to_owned() });
            return row;
        }
        let mut custom = Map::new();
        let mut tags: Option<Vec<String>> = None;
        for (cell, (field, name)) in record.cells.iter().zip(&self.columns) {
            if *field == ImportField::Ignore {
                continue;
            }
            let text = decoder.text(cell);
            row.is_foreign |= text.is_foreign;
            let said = bare(&text.text);
            match (field, name) {
                (ImportField::Custom, Some(name)) => self.custom(&mut custom, name, said.trim()),
                (ImportField::Tags, _) => label(tags.get_or_insert_default(), said),
                _ => self.put(&mut row, *field, &plain(said)),
            }
        }
        if !custom.is_empty() {
            row.values.custom_fields = Patch::Set(Value::Object(custom));
        }
        row.values.tags = match tags {
            Some(tags) if !tags.is_empty() => Patch::Set(tags),
            Some(_) if self.clear_on_empty => Patch::Clear,
            _ => Patch::Keep,
        };
        self.locate(&mut row.values);
        self.dial(&mut row.values);
        row
    }

    fn custom(&self, custom: &mut Map<String, Value>, name: &str, cell: &str) {
        if !cell.is_empty() {
            let cell: String = cell.chars().filter(|c| *c != '\0').collect();
            custom.insert(name.to_owned(), Value::String(cell));
        } else if self.clear_on_empty {
            custom.insert(name.to_owned(), Value::Null);
        }
    }

    fn put(&self, row: &mut Row, field: ImportField, cell: &str) {
        use ImportField as F;
        let text = if !words::is_nothing(cell) {
            Patch::Set(cell.to_owned())
        } else if self.clear_on_empty {
            Patch::Clear
        } else {
            return;
        };
        let v = &mut row.values;
        match field {
            F::FirstName => v.first_name = text,
            F::LastName => v.last_name = text,
            F::FullName => v.full_name = text,
            F::Email => v.email = text,
            F::Phone => v.phone = text,
            F::LinkedinUrl => v.linkedin_url = text,
            F::Title => v.title = text,
            F::Department => v.department = text,
            F::Country => v.country = text,
            F::City => v.city = text,
            F::TimeZone => v.time_zone = text,
            F::Source => v.source = text,
            F::Icebreaker => v.icebreaker = text,
            F::Instagram => v.instagram = text,
            F::Facebook => v.facebook = text,
            F::X => v.x = text,
            F::Whatsapp => v.whatsapp = text,
            F::Seniority => v.seniority = typed(text, "seniority", words::seniority, &mut row.problems),
            F::Segment => v.segment = typed(text, "segment", words::segment, &mut row.problems),
            F::Priority => v.priority = typed(text, "priority", words::priority, &mut row.problems),
            F::PreferredChannel => {
                v.preferred_channel = typed(text, "preferredChannel", words::channel, &mut row.problems);
            }
            F::CompanyName | F::CompanyDomain | F::CompanyIndustry | F::CompanyEmployees => {
                company(row, field, text);
            }
            F::Ignore | F::Tags | F::Custom => {}
        }
    }

    /// A country may be called by its name.
    fn locate(&mut self, values: &mut LeadPatch) {
        let Patch::Set(name) = &values.country else { return };
        let code = match self.countries.get(name) {
            Some(known) => *known,
            None => {
                let found = keys::country_by_name(name);
                if self.countries.len() < 1_000 {
                    self.countries.insert(name.clone(), found);
                }
                found
            }
        };
        if let Some(code) = code {
            values.country = Patch::Set(code.to_owned());
        }
    }

    /// A number without a country is one of the import's.
    fn dial(&self, values: &mut LeadPatch) {
        let Some(country) = self.country.as_deref().filter(|_| !matches!(values.country, Patch::Set(_)))
        else {
            return;
        };
        for field in [&mut values.phone, &mut values.whatsapp] {
            if let Patch::Set(number) = field
                && let Ok(key) = keys::phone(number, Some(country))
            {
                *field = Patch::Set(key);
            }
        }
    }
}

/// Why a record is no row.
fn broken(record: &Record, columns: usize) -> Option<&'static str> {
    match record.trouble {
        Some(Trouble::LongCell) => return Some("cells of at most 64 KiB"),
        Some(Trouble::LongRecord) => return Some("rows of at most 1 MiB"),
        Some(Trouble::ManyCells) => return Some("at most 512 columns"),
        Some(Trouble::OpenQuote) => return Some("a closing quotation mark for every opening one"),
        None => {}
    }
    let has_more = record.cells.iter().skip(columns).any(|cell| !cell.trim_ascii().is_empty());
    has_more.then_some(
        "no more cells than there are columns; perhaps a cell with the delimiter in it is not quoted",
    )
}

/// The tags in a cell, each once. One more than a lead can have is enough for the refusal: a cell can hold 30,000 of them.
fn label(tags: &mut Vec<String>, cell: &str) {
    for tag in cell.split([',', ';', '|']) {
        if tags.len() > TAGS {
            return;
        }
        let tag = spelt_tag(tag);
        if !words::is_nothing(&tag) && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
}

/// One line, single spaces.
fn plain(cell: &str) -> String {
    let words = cell.split(|c: char| c.is_whitespace() || c.is_control() || c == '\u{FEFF}');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn typed<T>(
    text: Patch<String>,
    field: &str,
    read: impl FnOnce(&str) -> Result<T, String>,
    problems: &mut Vec<RowProblem>,
) -> Patch<T> {
    match text {
        Patch::Keep => Patch::Keep,
        Patch::Clear => Patch::Clear,
        Patch::Set(text) => read(&text).map_or_else(
            |message| {
                problems.push(RowProblem { field: Some(field.to_owned()), message });
                Patch::Keep
            },
            Patch::Set,
        ),
    }
}

/// An empty cell says nothing of the company: other people work there too.
fn company(row: &mut Row, field: ImportField, text: Patch<String>) {
    let Patch::Set(text) = text else { return };
    let company = row.company.get_or_insert_default();
    match field {
        ImportField::CompanyName => company.name = Patch::Set(text),
        ImportField::CompanyIndustry => company.industry = Patch::Set(text),
        ImportField::CompanyEmployees => {
            company.employee_count =
                typed(Patch::Set(text), "companyEmployees", words::employees, &mut row.problems);
        }
        _ => match keys::company_domain(&text) {
            Ok(domain) => {
                row.domain = Some(domain.clone());
                company.domain = Patch::Set(domain);
            }
            Err(problem) => {
                let message = problem.to_string();
                row.problems.push(RowProblem { field: Some("companyDomain".into()), message });
            }
        },
    }
}
