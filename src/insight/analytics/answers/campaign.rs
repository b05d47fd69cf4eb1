//! One campaign: its numbers, how they came about, and who is in it.

use super::numbers::{LeadsHappened, METRICS, Share, Sorts, sorts};
use crate::{
    crm::campaigns,
    insight::analytics::{
        range::{Ask, Range},
        rollup,
        sums::{self, Whose},
        timeline::{Calendar, Every, Point},
    },
    kernel::{
        app::App,
        error::Result,
        projection::{self, Standing},
        scope::Scope,
    },
};
use entity::{
    campaign::Model,
    ids::CampaignId,
    lead::{LeadStatus, Qualification},
};

/// How a time line is cut.
#[derive(Clone, Debug)]
pub struct Timeline {
    pub every: Every,
    /// IANA name.
    pub zone: String,
}

/// One campaign's numbers.
#[derive(Clone, Debug)]
pub struct CampaignNumbers {
    /// Holds how many there are, exact to this moment.
    pub campaign: Model,
    pub timeline: Vec<Point<LeadsHappened>>,
    pub statuses: Vec<Share<LeadStatus>>,
    pub qualifications: Vec<Share<Qualification>>,
    pub range: Range,
    pub standing: Standing,
}

/// A campaign the caller sees.
pub async fn campaign(
    app: &App,
    scope: &Scope,
    id: CampaignId,
    ask: Ask,
    line: &Timeline,
) -> Result<CampaignNumbers> {
    let campaign = campaigns::get(app, scope, id).await?;
    let calendar = Calendar::new(&line.zone, line.every)?;
    let range = calendar.widened(ask.at(app.now())?)?;
    let whose = Whose::Campaign(id);
    let standing = projection::standing(app, scope, rollup::NAME).await?;
    let days = sums::days(app, scope, whose, &METRICS, (calendar, range)).await?;
    let days = days.iter().map(|(date, sums)| (*date, LeadsHappened::of(sums))).collect();
    let (statuses, qualifications): Sorts = sorts(app, scope, whose, range).await?;
    let timeline = calendar.points(range, &days, LeadsHappened::and);
    Ok(CampaignNumbers { campaign, timeline, statuses, qualifications, range, standing })
}
