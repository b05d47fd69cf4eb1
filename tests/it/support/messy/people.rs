//! Who the rows are about, and how people spell them.

const FIRST_NAMES: [&str; 5] = ["Anna", "Paul", "Björn", "Jürgen", "Jörg"];
const LAST_NAMES: [&str; 4] = ["Müller", "Schmidt", "Größler", "Weiß"];

/// Somebody, as the agency writes them.
#[derive(Clone, Debug)]
pub struct Person {
    pub first: &'static str,
    pub last: String,
    pub email: String,
    pub company: String,
    pub domain: String,
    /// E.164.
    pub phone: String,
}

impl Person {
    /// One of those who are leads before the file comes.
    pub fn known(number: usize) -> Self {
        let domain = format!("kunde{}.example", number % 50);
        let company = format!("Kunde {} GmbH", number % 50);
        Self::of(number, ("k", 20_000_000), (company, domain))
    }

    /// The one whom this row of a file of so many rows brings.
    pub fn fresh(number: usize, rows: usize) -> Self {
        let firm = number % firms(rows);
        Self::of(number, ("p", 30_000_000), (format!("Firma {firm} KG"), format!("firma{firm}.example")))
    }

    fn of(number: usize, (letter, phones): (&str, usize), (company, domain): (String, String)) -> Self {
        Self {
            first: FIRST_NAMES[number % 5],
            last: format!("{} {number}", LAST_NAMES[number / 5 % 4]),
            email: format!("{letter}{number}@{domain}"),
            company,
            domain,
            phone: format!("+4930{:08}", phones + number),
        }
    }

    /// The number as people write it: mostly without the country.
    fn dialled(&self, form: usize) -> String {
        let digits = &self.phone[5..];
        match form % 5 {
            0 => format!("030 {} {}", &digits[..4], &digits[4..]),
            1 => format!("(030) {digits}"),
            2 => format!("030/{}-{}", &digits[..4], &digits[4..]),
            3 => format!("+49 (0)30 {digits}"),
            _ => format!("0049 30 {digits}"),
        }
    }

    /// What a row says of them first.
    pub(super) fn cells(&self, form: usize) -> Cells {
        let website = match form % 3 {
            0 => self.domain.clone(),
            1 => format!("https://www.{}/kontakt", self.domain),
            _ => format!("WWW.{}", self.domain.to_uppercase()),
        };
        Cells {
            first: self.first.to_owned(),
            last: self.last.clone(),
            email: self.email.clone(),
            company: self.company.clone(),
            website,
            phone: self.dialled(form),
            ..Cells::default()
        }
    }
}

/// Companies that a file of so many rows names.
pub(super) fn firms(rows: usize) -> usize {
    rows / 70 + 1
}

/// A row before it is written.
#[derive(Clone, Debug, Default)]
pub(super) struct Cells {
    pub first: String,
    pub last: String,
    pub email: String,
    pub private: String,
    pub company: String,
    pub website: String,
    pub phone: String,
    pub linkedin: String,
    pub position: String,
    pub title: String,
    pub note: String,
    pub tags: String,
}

impl Cells {
    pub(super) fn line(&self) -> String {
        let Self { first, last, email, private, company, website, phone, .. } = self;
        let Self { linkedin, position, title, note, tags, .. } = self;
        let more = &String::new();
        let all = [
            first, last, email, private, company, website, phone, linkedin, position, title, note, more, tags,
        ];
        let quoted = |cell: &String| match cell.contains([';', '"', '\n', '\r']) {
            true => format!("\"{}\"", cell.replace('"', "\"\"")),
            false => cell.clone(),
        };
        all.map(quoted).join(";")
    }
}

/// A clean file of those of the first `known` leads whose number has this remainder by two.
pub fn stock(known: usize, remainder: usize) -> Vec<u8> {
    let mut text = String::from("First name,Last name,Email,Phone,Company,Website,LinkedIn,Job title,Tags\n");
    for number in (0..known).filter(|number| number % 2 == remainder) {
        let Person { first, last, email, company, domain, phone } = Person::known(number);
        let linkedin = format!("https://www.linkedin.com/in/kontakt-{number}");
        let row = [first, &last, &email, &phone, &company, &domain, &linkedin, "Einkauf", "bestand"];
        text.push_str(&row.join(","));
        text.push('\n');
    }
    text.into_bytes()
}
