//! A configured source: the ports its provider can serve, and nothing else.

use super::{
    kind::SourceKind,
    ports::{
        Complete, EnrichCompany, EnrichPerson, FindCompanies, FindEmail, FindPeople, Probe, VerifyEmail,
    },
};
use std::sync::Arc;

/// One data source, ready to be asked. What it cannot do is `None`; cheap to clone.
#[derive(Clone)]
pub struct Source {
    kind: SourceKind,
    pub(super) find_people: Option<Arc<dyn FindPeople>>,
    pub(super) find_companies: Option<Arc<dyn FindCompanies>>,
    pub(super) enrich_person: Option<Arc<dyn EnrichPerson>>,
    pub(super) enrich_company: Option<Arc<dyn EnrichCompany>>,
    pub(super) find_email: Option<Arc<dyn FindEmail>>,
    pub(super) verify_email: Option<Arc<dyn VerifyEmail>>,
    pub(super) complete: Option<Arc<dyn Complete>>,
    pub(super) probe: Option<Arc<dyn Probe>>,
}

impl Source {
    pub(super) fn new(kind: SourceKind) -> Self {
        Self {
            kind,
            find_people: None,
            find_companies: None,
            enrich_person: None,
            enrich_company: None,
            find_email: None,
            verify_email: None,
            complete: None,
            probe: None,
        }
    }

    #[must_use]
    pub fn kind(&self) -> SourceKind {
        self.kind
    }

    #[must_use]
    pub fn find_people(&self) -> Option<&dyn FindPeople> {
        self.find_people.as_deref()
    }

    #[must_use]
    pub fn find_companies(&self) -> Option<&dyn FindCompanies> {
        self.find_companies.as_deref()
    }

    #[must_use]
    pub fn enrich_person(&self) -> Option<&dyn EnrichPerson> {
        self.enrich_person.as_deref()
    }

    #[must_use]
    pub fn enrich_company(&self) -> Option<&dyn EnrichCompany> {
        self.enrich_company.as_deref()
    }

    #[must_use]
    pub fn find_email(&self) -> Option<&dyn FindEmail> {
        self.find_email.as_deref()
    }

    #[must_use]
    pub fn verify_email(&self) -> Option<&dyn VerifyEmail> {
        self.verify_email.as_deref()
    }

    #[must_use]
    pub fn complete(&self) -> Option<&dyn Complete> {
        self.complete.as_deref()
    }

    /// Files and custom sources have nothing to test.
    #[must_use]
    pub fn probe(&self) -> Option<&dyn Probe> {
        self.probe.as_deref()
    }
}
