//! What a board starts as. Pure.

use crate::crm::stages::NewStage;
use entity::{pipeline::PipelineTemplate, pipeline_stage::StageKind};

/// The columns of a template, in order; none for CUSTOM, whose columns are given.
#[must_use]
pub fn stages(template: PipelineTemplate) -> Vec<NewStage> {
    use StageKind::{Lost, Open, Won};
    let columns: &[(&str, StageKind)] = match template {
        PipelineTemplate::Outreach => {
            &[("To Contact", Open), ("Contacted", Open), ("In Conversation", Open), ("Closed", Won)]
        }
        PipelineTemplate::Recruiting => &[
            ("Invite Sent", Open),
            ("Connected", Open),
            ("Conversation Started", Open),
            ("Qualification", Open),
            ("Proposal Sent", Open),
            ("Signed Mandate", Won),
            ("Lost", Lost),
        ],
        PipelineTemplate::Custom => &[],
    };
    let stage = |(name, kind): &(&str, StageKind)| NewStage {
        name: (*name).into(),
        kind: *kind,
        ..NewStage::default()
    };
    columns.iter().map(stage).collect()
}
