//! In which agency somebody acts, and as what. Pure.

use super::standing::{Place, Standing};
use crate::kernel::error::{Error, Result};
use entity::{ids::AgencyId, membership::Role};
use sea_orm::{ActiveEnum, Iterable};
use uuid::Uuid;

/// What `X-Agency` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    Id(AgencyId),
    Slug(String),
}

/// Where they act.
#[derive(Debug)]
pub enum Chosen<'a> {
    /// They have several agencies, or none, and named none.
    Nowhere,
    At(&'a Place),
    /// A super admin, in an agency they are not a member of.
    Elsewhere(Named),
}

impl Named {
    /// `agency_<uuid>`, a bare UUID, or a slug.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let text = text.trim();
        let id = text.strip_prefix("agency_").unwrap_or(text);
        Uuid::try_parse(id).map_or_else(|_| Self::Slug(text.to_owned()), |id| Self::Id(id.into()))
    }

    #[must_use]
    pub fn is(&self, id: AgencyId, slug: &str) -> bool {
        match self {
            Self::Id(named) => *named == id,
            Self::Slug(named) => named == slug,
        }
    }
}

/// The agency named, or the only one there is. Somebody else's is NOT_FOUND, like one that does not exist.
pub fn choose<'a>(who: &'a Standing, named: Option<&str>) -> Result<Chosen<'a>> {
    let Some(named) = named.filter(|text| !text.trim().is_empty()).map(Named::read) else {
        return Ok(match who.places.as_slice() {
            [only] => Chosen::At(only),
            _ => Chosen::Nowhere,
        });
    };
    match who.places.iter().find(|place| named.is(place.agency, &place.slug)) {
        Some(place) => Ok(Chosen::At(place)),
        None if who.is_super_admin => Ok(Chosen::Elsewhere(named)),
        None => Err(Error::NotFound("agency")),
    }
}

/// The role a super admin narrows themselves to.
pub fn act_as(who: &Standing, header: Option<&str>) -> Result<Option<Role>> {
    let Some(header) = header.filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    if !who.is_super_admin {
        return Err(Error::Forbidden("Only a super admin may act as a role (`X-Act-As`).".into()));
    }
    let role = Role::iter().find(|role| role.to_value() == header.trim());
    role.map(Some).ok_or_else(|| {
        let all: Vec<_> = Role::iter().map(|role| role.to_value()).collect();
        Error::invalid("X-Act-As", format!("one of {}", all.join(", ")))
    })
}
