//! One person, one company.

use super::{
    call::{HttpApi, price},
    endpoint::Endpoint,
    map,
    values::Values,
};
use crate::connectors::{
    clue::{CompanyClue, PersonClue},
    cost::{Costed, Price},
    error::ConnectorError,
    facts::{Company, Person, PersonField},
    ports::{Answered, EnrichCompany, EnrichPerson},
};
use async_trait::async_trait;
use serde_json::Value;

#[async_trait]
impl EnrichPerson for HttpApi {
    async fn enrich_people(&self, clues: &[PersonClue]) -> Answered<Vec<Option<Person>>> {
        let [clue] = clues else { return Err(ConnectorError::bad_request("one person at a time")) };
        let (endpoint, values) = (self.settings.person.as_ref(), Values::person(clue));
        let row = self.row("person", endpoint, &values).await?;
        let person = endpoint.zip(row.as_ref()).and_then(|(endpoint, row)| map::person(endpoint, row));
        Ok(Costed::new(vec![person], price(endpoint)))
    }

    fn can_use(&self, clue: &PersonClue) -> bool {
        self.settings.person.as_ref().is_some_and(|endpoint| endpoint.is_answerable(&Values::person(clue)))
    }

    fn gives_phones(&self) -> bool {
        let mapped = self.settings.person.iter().flat_map(|endpoint| &endpoint.fields.person);
        mapped.map(|(field, _)| field).any(|field| *field == PersonField::Phone)
    }

    fn enrich_person_price(&self) -> Price {
        price(self.settings.person.as_ref())
    }
}

#[async_trait]
impl EnrichCompany for HttpApi {
    async fn enrich_company(&self, clue: &CompanyClue) -> Answered<Option<Company>> {
        let (endpoint, values) = (self.settings.company.as_ref(), Values::company(clue));
        let row = self.row("company", endpoint, &values).await?;
        let company = endpoint.zip(row.as_ref()).and_then(|(endpoint, row)| map::company(endpoint, row));
        Ok(Costed::new(company, price(endpoint)))
    }

    fn can_use_company(&self, clue: &CompanyClue) -> bool {
        self.settings.company.as_ref().is_some_and(|endpoint| endpoint.is_answerable(&Values::company(clue)))
    }

    fn enrich_company_price(&self) -> Price {
        price(self.settings.company.as_ref())
    }
}

impl HttpApi {
    /// The row `items` points to, the first of a list; `None` when there is none.
    async fn row(
        &self,
        operation: &'static str,
        endpoint: Option<&Endpoint>,
        values: &Values,
    ) -> Result<Option<Value>, ConnectorError> {
        let endpoint = endpoint.filter(|endpoint| endpoint.is_answerable(values));
        let endpoint =
            endpoint.ok_or_else(|| ConnectorError::bad_request("what the address needs is not known"))?;
        let answer = self.send(operation, endpoint, values, Vec::new()).await?;
        if matches!(answer.status, 404 | 410 | 204) {
            return Ok(None);
        }
        let body: Value = answer.parse()?;
        Ok(match body.pointer(&endpoint.items) {
            Some(Value::Array(rows)) => rows.first().cloned(),
            Some(Value::Object(row)) => Some(Value::Object(row.clone())),
            _ => None,
        })
    }
}
