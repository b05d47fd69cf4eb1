//! A messy file of a fair, as German office programs leave it, and what must become of each of its lines. The same at every
//! run; the benchmark program tells its story with it, too.

mod kind;
mod people;

pub use people::{Person, stock};

use kind::Kind;
use people::{Cells, firms};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The columns of the file; two names stand twice.
pub const COLUMNS: [&str; 13] = [
    "Vorname",
    "Nachname",
    "E-Mail",
    "E-Mail",
    "Firma",
    "Webseite",
    "Telefon",
    "LinkedIn",
    "Position",
    "Tätigkeit",
    "Notiz",
    "Notiz",
    "Schlagworte",
];
/// Whom nobody may contact: kind and value.
pub const SUPPRESSED: [(&str, &str); 3] =
    [("DOMAIN", "gesperrt.example"), ("EMAIL", "nein@firma1.example"), ("PHONE", "+49 30 40000000")];
/// The outcomes that the error file tells of.
const REFUSED: [&str; 3] = ["CONFLICTING", "SUPPRESSED", "INVALID"];

/// How the file's letters are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 behind a byte order mark, with some lines that another program wrote.
    Utf8,
    /// Windows-1252.
    Windows,
}

/// The file, and what must become of it.
#[derive(Clone, Debug)]
pub struct Messy {
    pub bytes: Vec<u8>,
    /// What must become of each line that begins a row.
    pub lines: BTreeMap<i64, &'static str>,
    /// The lines that are not in the file's encoding.
    pub foreign: Vec<i64>,
    /// Formulas among the rows that cannot be taken.
    pub formulas: usize,
    /// The lines that are taken without a value.
    pub incomplete: BTreeSet<i64>,
    /// How many leads it takes to be there before: number 0 and so on.
    pub known: usize,
    /// Those of them who are taken by their rows: even numbers, odd numbers.
    pub met: [i64; 2],
    /// How many rows it was to have.
    pub rows: usize,
    firms: HashSet<usize>,
    line: i64,
    encoding: Encoding,
}

/// A file of so many rows, blank ones among them.
pub fn messy(rows: usize, encoding: Encoding) -> Messy {
    let mut file = Messy {
        bytes: if encoding == Encoding::Utf8 { b"\xEF\xBB\xBF".to_vec() } else { vec![] },
        lines: BTreeMap::new(),
        foreign: vec![],
        formulas: 0,
        incomplete: BTreeSet::new(),
        known: 0,
        met: [0; 2],
        firms: HashSet::new(),
        line: 1,
        rows,
        encoding,
    };
    file.put(&format!("{}\r\n", COLUMNS.join(";")), false);
    for row in 0..rows {
        file.row(row);
    }
    // The last line is not ended.
    while file.bytes.ends_with(b"\n") || file.bytes.ends_with(b"\r") {
        file.bytes.pop();
    }
    file
}

impl Messy {
    /// How many rows must become this.
    pub fn count(&self, outcome: &str) -> i64 {
        self.lines.values().filter(|is| **is == outcome).count() as i64
    }

    /// The import's counts by their names.
    pub fn counts(&self) -> [(&'static str, i64); 11] {
        [
            ("rows", self.lines.len() as i64),
            ("created", self.count("CREATED")),
            ("updated", self.count("UPDATED")),
            ("unchanged", self.count("UNCHANGED")),
            ("skipped", 0),
            ("duplicate", self.count("DUPLICATE")),
            ("conflicting", self.count("CONFLICTING")),
            ("suppressed", self.count("SUPPRESSED")),
            ("invalid", self.count("INVALID")),
            ("companies", self.firms.len() as i64),
            ("incomplete", self.incomplete.len() as i64),
        ]
    }

    /// What the error file must tell: line and outcome.
    pub fn refused(&self) -> Vec<(i64, String)> {
        let told = self
            .lines
            .iter()
            .filter(|(line, outcome)| REFUSED.contains(outcome) || self.incomplete.contains(*line));
        told.map(|(line, outcome)| (*line, (*outcome).to_owned())).collect()
    }

    fn row(&mut self, row: usize) {
        let kind = Kind::of(row);
        if let Some(outcome) = kind.outcome() {
            self.lines.insert(self.line, outcome);
        }
        let is_foreign = self.encoding == Encoding::Utf8 && row % 50 == 33;
        if is_foreign {
            self.foreign.push(self.line);
        }
        let text = match kind {
            Kind::Blank if row / 100 % 2 == 1 => ";".repeat(COLUMNS.len() - 1),
            Kind::Blank => String::new(),
            Kind::Updated | Kind::Unchanged | Kind::ByPhone | Kind::Conflicting => self.known(row, kind),
            Kind::BadEmail | Kind::BadPhone | Kind::BadWebsite | Kind::Nobody => self.wrong(row, kind),
            Kind::Suppressed => suppressed(row, self.rows).line(),
            Kind::Switchboard(earlier) => self.switchboard(row, earlier),
            _ => self.fresh(row, kind),
        };
        let end = if is_foreign { "\n" } else { "\r\n" };
        self.put(&format!("{text}{end}"), is_foreign);
    }

    /// A row of somebody who is not a lead yet, with all that people put into such files.
    fn fresh(&mut self, row: usize, kind: Kind) -> String {
        let number = if let Kind::Again(earlier) = kind { earlier } else { row };
        let who = Person::fresh(number, self.rows);
        let mut cells = who.cells(row);
        match kind {
            Kind::Short => return format!("{};{};{}", who.first, who.last, who.email),
            Kind::Surplus => return format!("{};surplus", cells.line()),
            Kind::Again(_) => {
                cells = Cells { email: who.email.to_uppercase(), tags: "doppelt".into(), ..cells };
                return cells.line();
            }
            _ => {}
        }
        self.firms.insert(number % firms(self.rows));
        cells.email = match row % 5 {
            0 => format!("{} {} <{}>", who.first, who.last, who.email),
            1 => who.email.to_uppercase(),
            2 => format!("mailto:{}", who.email),
            _ => who.email,
        };
        cells.private = if row % 4 == 1 { format!("privat{row}@freunde.example") } else { String::new() };
        cells.position = format!("Halle {} / B{row}", row % 9);
        cells.title = "Vertrieb".into();
        cells.tags = if row % 3 == 1 { "messe, halle".into() } else { String::new() };
        cells.note = match row % 7 {
            0 => "erste Zeile\r\nzweite \"Zeile\"; mit Semikolon".into(),
            1 => "=HYPERLINK(\"http://x.example\";\"hier\")".into(),
            2 => "@SUM(A1:A9)".into(),
            3 => "+cmd|' /C calc'!A1".into(),
            _ => String::new(),
        };
        cells.line()
    }

    /// A row of the next of those who are known.
    fn known(&mut self, row: usize, kind: Kind) -> String {
        let number = self.known;
        self.known += 1;
        if kind != Kind::Conflicting {
            self.met[number % 2] += 1;
        }
        let cells = Person::known(number).cells(row);
        let cells = match kind {
            Kind::Updated => Cells {
                title: "Leitung Einkauf".into(),
                tags: "messe".into(),
                position: format!("Halle 1 / A{row}"),
                ..cells
            },
            Kind::ByPhone => Cells { email: String::new(), ..cells },
            Kind::Conflicting => {
                Cells { linkedin: format!("https://linkedin.com/in/jemand-anders-{number}"), ..cells }
            }
            _ => Cells { title: "Einkauf".into(), tags: "bestand".into(), ..cells },
        };
        cells.line()
    }

    /// A row that cannot be taken.
    fn wrong(&mut self, row: usize, kind: Kind) -> String {
        let cells = Person::fresh(row, self.rows).cells(row);
        let cells = match kind {
            Kind::BadEmail if row % 2 == 1 => {
                self.formulas += 1;
                Cells { email: "nicht bekannt".into(), note: "=1+1".into(), ..cells }
            }
            Kind::BadEmail => Cells { email: format!("p{row}(at)firma.example"), ..cells },
            Kind::BadPhone => Cells { phone: "12".into(), ..cells },
            Kind::BadWebsite => Cells { website: "localhost".into(), ..cells },
            _ => Cells { company: cells.company, website: cells.website, ..Cells::default() },
        };
        cells.line()
    }

    /// A row whose number is that of an earlier one.
    fn switchboard(&mut self, row: usize, earlier: usize) -> String {
        self.incomplete.insert(self.line);
        self.firms.insert(row % firms(self.rows));
        let phone = Person::fresh(earlier, self.rows).cells(row).phone;
        Cells { phone, ..Person::fresh(row, self.rows).cells(row) }.line()
    }

    fn put(&mut self, text: &str, is_foreign: bool) {
        self.line += text.matches('\n').count() as i64;
        match self.encoding {
            Encoding::Utf8 if !is_foreign => self.bytes.extend(text.bytes()),
            // Of the letters that are used here, Windows-1252 has the numbers of Unicode.
            _ => self.bytes.extend(text.chars().map(|letter| letter as u8)),
        }
    }
}

fn suppressed(row: usize, rows: usize) -> Cells {
    let cells = Person::fresh(row, rows).cells(row);
    match row % 3 {
        0 => Cells { email: format!("p{row}@mail.gesperrt.example"), ..cells },
        1 => Cells { email: "nein@firma1.example".into(), ..cells },
        _ => Cells { phone: "030 4000 0000".into(), ..cells },
    }
}

/// The columns as somebody says who knows the fair, out of what was suggested: `Position` is a place in a hall there, what
/// they do stands in `Tätigkeit`, and what stands twice is read once. Column and field, with the name of an own one.
pub fn corrected<'a>(column: &'a str, field: &'a str) -> (&'a str, Option<&'a str>) {
    match column {
        "Position" => ("CUSTOM", Some("Stand")),
        "Tätigkeit" => ("TITLE", None),
        "E-Mail (2)" | "Notiz (2)" => ("IGNORE", None),
        _ => (field, None),
    }
}

/// What an error file tells: line and outcome.
pub fn told(text: &str) -> Vec<(i64, String)> {
    let row = |line: &str| {
        let mut cells = line.split(',');
        Some((cells.next()?.parse::<i64>().ok()?, cells.next()?.to_owned()))
    };
    text.lines().skip(1).filter_map(row).collect()
}
