//! An invented person: a few numbers kept per head, the words made when somebody asks.

use super::{
    company::{Company, Place},
    draw::Draw,
    staff::{self, strided},
    tables::{Role, TABLES},
    text,
};

/// Who: company and position within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId {
    pub company: u16,
    pub person: u8,
}

/// What is odd about somebody; most people are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oddity {
    None,
    /// Nobody knows an address.
    NoEmail,
    /// Asked Hunter not to process their data (451).
    Claimed,
    /// Same address, but ZoomInfo and Hunter hold another LinkedIn id than the rest.
    TwoLinkedIns,
    /// Changed jobs; ZoomInfo, Clearbit and the directory have not heard.
    StaleTitle,
}

/// One head, as numbers into the tables: 16 bytes, so that the whole world is small.
#[derive(Clone, Copy, Debug)]
pub struct Persona {
    pub id: PersonId,
    pub oddity: Oddity,
    /// 0 headquarters, 1 and 2 the offices.
    seat: u8,
    role: u16,
    former_role: u16,
    first_name: u16,
    surname: u16,
}

impl Persona {
    /// Everybody of a company. Titles and surnames do not repeat within one.
    #[must_use]
    pub fn all_of(company: &Company, seed: Draw) -> Vec<Self> {
        let house = seed.tag("people").at(u64::from(company.index));
        let roles = staff::roles(house).zip(0..company.people);
        roles.map(|(role, person)| Self::of(company, (person, role), house)).collect()
    }

    fn of(company: &Company, (person, role): (u8, u16), house: Draw) -> Self {
        let draw = house.at(u64::from(person));
        let odd = draw.tag("oddity").unit();
        let roles = TABLES.roles.len();
        let former = strided(draw.tag("former"), 0, roles);
        Self {
            id: PersonId { company: company.index, person },
            oddity: match odd {
                _ if odd < 0.03 => Oddity::NoEmail,
                _ if odd < 0.05 => Oddity::Claimed,
                _ if odd < 0.07 => Oddity::TwoLinkedIns,
                _ if odd < 0.12 => Oddity::StaleTitle,
                _ => Oddity::None,
            },
            seat: [0, 0, 0, 0, 0, 0, 1, 1, 2, 2][draw.tag("seat").below(10)],
            role,
            former_role: if former == role { strided(draw.tag("former"), 1, roles) } else { former },
            first_name: strided(draw.tag("first name"), 0, TABLES.first_names.len()),
            surname: strided(house.tag("surname"), person, TABLES.surnames.len()),
        }
    }

    #[must_use]
    pub fn role(&self) -> &'static Role {
        &TABLES.roles[usize::from(self.role)]
    }

    /// The job before this one.
    #[must_use]
    pub fn former_role(&self) -> &'static Role {
        &TABLES.roles[usize::from(self.former_role)]
    }

    #[must_use]
    pub fn first_name(&self) -> &'static str {
        TABLES.first_names[usize::from(self.first_name)]
    }

    #[must_use]
    pub fn last_name(&self) -> &'static str {
        TABLES.surnames[usize::from(self.surname)]
    }

    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name(), self.last_name())
    }

    /// Where this person sits.
    #[must_use]
    pub fn place(&self, company: &Company) -> Place {
        let Some(seat) = self.seat.checked_sub(1) else { return company.headquarters.clone() };
        let office = &TABLES.offices[company.offices[usize::from(seat)]];
        let region = TABLES.regions.iter().find(|region| region.name == office.region);
        Place {
            city: office.city.to_owned(),
            region: office.region,
            country: office.country,
            time_zone: office.time_zone,
            area_code: region.map_or("", |region| region.area_code),
        }
    }

    /// The real address; `None` when the person has none.
    #[must_use]
    pub fn email(&self, company: &Company) -> Option<String> {
        (self.oddity != Oddity::NoEmail).then(|| self.address(company, company.address_style))
    }

    /// A likely address made in another style: it does not exist, unless the domain takes everything.
    #[must_use]
    pub fn guessed_email(&self, company: &Company) -> String {
        self.address(company, (company.address_style + 1) % 3)
    }

    fn address(&self, company: &Company, style: usize) -> String {
        let (first, last) = (text::slug(self.first_name(), ""), text::slug(self.last_name(), ""));
        let local = match style {
            0 => format!("{first}.{last}"),
            1 => format!("{}{last}", &first[..first.len().min(1)]),
            _ => format!("{first}_{last}"),
        };
        format!("{local}@{}", company.domain)
    }

    /// A number of the range reserved for fiction.
    #[must_use]
    pub fn phone(&self, company: &Company) -> String {
        self.place(company).phone(u64::from(self.id.company) * 31 + u64::from(self.id.person))
    }

    /// LinkedIn's public id; `variant` 1 is the second profile of somebody with two.
    #[must_use]
    pub fn linkedin_id(&self, variant: u8) -> String {
        let name = text::slug(&self.full_name(), "-");
        format!("{name}-{}-demo", self.id.code(variant))
    }
}

impl PersonId {
    /// A short word that names this person and can be read back.
    #[must_use]
    pub fn code(self, variant: u8) -> String {
        format!(
            "{:x}",
            (u32::from(self.company) << 8) | (u32::from(self.person) << 2) | u32::from(variant & 3)
        )
    }

    /// Reads [`PersonId::code`]; the variant is dropped.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let number = u32::from_str_radix(code, 16).ok()?;
        let company = u16::try_from(number >> 8).ok()?;
        Some(Self { company, person: u8::try_from((number & 0xFF) >> 2).ok()? })
    }
}
