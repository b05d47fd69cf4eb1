//! What is exported, and how: asked for once, kept on the job.

use crate::{
    crm::{
        companies::CompanyFilter,
        leads::{LeadFilter, Wanted},
    },
    kernel::{
        error::{Error, Result},
        filter::Nested,
        page::OrderBy,
        scope::{Scope, Visibility},
        search,
    },
    prospecting::prospects::ProspectFilter,
};
use entity::{
    ids::{CampaignId, PipelineId},
    job,
    tenancy::Keyed,
};
use sea_orm::{IdenStatic, Iterable};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Which rows.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
pub enum Rows {
    Leads { filter: Box<LeadFilter>, search: Option<String>, order: Order },
    CampaignLeads { campaign: CampaignId, filter: Box<LeadFilter>, search: Option<String>, order: Order },
    Companies { filter: Box<CompanyFilter>, search: Option<String>, order: Order },
    PipelineCards { pipeline: PipelineId },
    Prospects { filter: Box<ProspectFilter> },
}

impl Rows {
    /// What the file is called after.
    pub(super) fn noun(&self) -> &'static str {
        match self {
            Self::Leads { .. } => "leads",
            Self::CampaignLeads { .. } => "campaign-leads",
            Self::Companies { .. } => "companies",
            Self::PipelineCards { .. } => "pipeline-cards",
            Self::Prospects { .. } => "prospects",
        }
    }

    /// Which leads; all of them where it is not about leads.
    pub(super) fn people(&self) -> Wanted {
        match self {
            Self::Leads { filter, search, .. } => {
                Wanted { filter: (**filter).clone(), search: search.clone(), is_deleted: false }
            }
            Self::CampaignLeads { campaign, filter, search, .. } => {
                let mut filter = (**filter).clone();
                // Those of this campaign, of what else was asked for.
                let others = filter.campaigns.replace(vec![*campaign]);
                let others =
                    others.map(|others| LeadFilter { campaigns: Some(others), ..LeadFilter::default() });
                filter.and.extend(others);
                Wanted { filter, search: search.clone(), is_deleted: false }
            }
            _ => Wanted::default(),
        }
    }

    /// Refuses what its list would refuse, before there is a job.
    pub(super) fn check(&self) -> Result<()> {
        match self {
            Self::Leads { search, .. } | Self::CampaignLeads { search, .. } => {
                self.people().filter.condition()?;
                search::words(search.as_deref().unwrap_or_default())?;
            }
            Self::Companies { filter, search, .. } => {
                filter.condition()?;
                search::words(search.as_deref().unwrap_or_default())?;
            }
            Self::Prospects { filter } => {
                filter.condition()?;
            }
            Self::PipelineCards { .. } => {}
        }
        Ok(())
    }
}

/// In which order: a column of the table.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    by: String,
    is_descending: bool,
}

impl Order {
    #[must_use]
    pub fn of<E: Keyed>(order: OrderBy<E>) -> Self {
        Self { by: order.column.as_str().to_owned(), is_descending: order.is_descending }
    }

    /// Every table that is taken out has this column.
    pub(super) fn newest_first() -> Self {
        Self { by: "created_at".to_owned(), is_descending: true }
    }

    pub(super) fn read<E>(&self) -> Result<OrderBy<E>>
    where
        E: Keyed,
        E::Column: Iterable,
    {
        let column = E::Column::iter().find(|column| column.as_str() == self.by);
        let column = column.ok_or_else(|| Error::bug(format!("an export is ordered by {}", self.by)))?;
        Ok(OrderBy { column, is_descending: self.is_descending })
    }
}

/// As what kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Format {
    Csv,
    Xlsx,
    Jsonl,
}

impl Format {
    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Jsonl => "jsonl",
        }
    }

    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Jsonl => "application/jsonl",
        }
    }
}

/// How it is written. With [`Rows`] all that the work needs to know.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Manner {
    pub columns: Vec<String>,
    pub format: Format,
    #[serde(default)]
    pub has_byte_order_mark: bool,
    pub file_name: String,
    /// The campaigns that whoever asked for it sees; `None`: all of the agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaigns: Option<Vec<CampaignId>>,
}

impl Manner {
    /// The part of the agency that whoever asked for it sees.
    pub fn seen(&self, scope: &Scope) -> Scope {
        match &self.campaigns {
            Some(campaigns) => scope.narrowed(Visibility::Campaigns(campaigns.as_slice().into())),
            None => scope.clone(),
        }
    }
}

/// What an export's job says.
pub(super) fn of_job(job: &job::Model) -> Result<(Rows, Manner)> {
    Ok((serde_json::from_value(job.search_criteria.clone())?, serde_json::from_value(job.config.clone())?))
}

/// As JSON for people: without what was not said.
pub(super) fn shown(value: &impl Serialize) -> Result<Value> {
    let mut value = serde_json::to_value(value)?;
    prune(&mut value);
    Ok(value)
}

fn prune(value: &mut Value) {
    if let Value::Object(fields) = value {
        fields.values_mut().for_each(prune);
        // An empty `in` finds nothing; an empty `and` or `or` says nothing.
        fields.retain(|name, value| match value {
            Value::Null => false,
            Value::Array(items) => !items.is_empty() || !matches!(name.as_str(), "and" | "or"),
            _ => true,
        });
    }
    if let Value::Array(items) = value {
        items.iter_mut().for_each(prune);
    }
}
