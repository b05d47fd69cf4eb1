//! The last judgement on a prospect, written.

use super::{provenance, row};
use crate::{
    kernel::{error::Result, tx::Tx},
    prospecting::{
        contact_time::{ContactTime, Day},
        dossier::Dossier,
        merge::Merged,
        offerings,
        score::{Author, PartName, Score},
    },
};
use entity::{
    json::{
        BestContactTime, DayOfWeek, ScorePart, ScorePartKind, ScoreParts, ScoredBy, StringList,
        SuggestedService, SuggestedServices,
    },
    prospect::{ActiveModel, Model},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Unchanged, Set};

/// Everything that was found out about somebody, and what it comes to.
pub struct Judged {
    pub row: Model,
    pub dossier: Dossier,
    pub merged: Merged,
    pub score: Score,
    pub reasons: Vec<String>,
    pub tags: Vec<String>,
    pub services: Vec<offerings::SuggestedService>,
    pub contact_time: Option<ContactTime>,
    /// IANA name.
    pub time_zone: Option<String>,
}

/// Writes it. `rank`: 1 is best; none: found, but not among those asked for.
pub async fn ranked(tx: &Tx, person: Judged, rank: Option<i32>) -> Result<()> {
    let dossier = Dossier { is_done: true, ..person.dossier };
    let is_changed = !dossier.is_saved;
    let columns = row::columns(&dossier, &person.merged)?;
    let change = ActiveModel {
        id: Unchanged(person.row.id),
        rank: Set(rank),
        score: Set(Some(i32::from(person.score.total))),
        score_parts: Set(parts(&person.score)),
        match_reasons: Set(StringList(person.reasons)),
        tags: Set(StringList(person.tags)),
        suggested_services: Set(services(person.services)),
        best_contact_time: Set(person.contact_time.map(contact_time)),
        time_zone: Set(person.time_zone),
        version: Set(person.row.version + 1),
        updated_at: Set(tx.now()),
        ..columns
    };
    change.update(tx).await?;
    if is_changed {
        provenance::replace(tx, person.row.id, &dossier, &person.merged).await?;
    }
    Ok(())
}

/// With weights as shares, so that the score is the sum of weight times value.
pub(in crate::prospecting) fn parts(score: &Score) -> ScoreParts {
    let total: f64 = score.parts.iter().map(|part| f64::from(part.weight)).sum();
    let part = |part: &crate::prospecting::score::ScorePart| ScorePart {
        part: kind(part.part),
        weight: if total > 0.0 { round(f64::from(part.weight) / total) } else { 0.0 },
        value: f64::from(part.value),
        evidence: part.evidence.clone(),
        by: match part.by {
            Author::Rules => ScoredBy::Rules,
            Author::Model => ScoredBy::Model,
        },
    };
    ScoreParts(score.parts.iter().map(part).collect())
}

fn round(share: f64) -> f64 {
    (share * 10_000.0).round() / 10_000.0
}

fn kind(part: PartName) -> ScorePartKind {
    match part {
        PartName::RoleFit => ScorePartKind::RoleFit,
        PartName::Seniority => ScorePartKind::Seniority,
        PartName::CompanySize => ScorePartKind::CompanySize,
        PartName::Industry => ScorePartKind::Industry,
        PartName::Location => ScorePartKind::Location,
        PartName::Reach => ScorePartKind::Reachability,
        PartName::Freshness => ScorePartKind::Freshness,
        PartName::Engagement => ScorePartKind::Engagement,
    }
}

fn services(found: Vec<offerings::SuggestedService>) -> SuggestedServices {
    let service =
        |s: offerings::SuggestedService| SuggestedService { name: s.name, evidence: s.evidence.join(" ") };
    SuggestedServices(found.into_iter().map(service).collect())
}

fn contact_time(found: ContactTime) -> BestContactTime {
    let day = |day: Day| match day {
        Day::Mon => DayOfWeek::Monday,
        Day::Tue => DayOfWeek::Tuesday,
        Day::Wed => DayOfWeek::Wednesday,
        Day::Thu => DayOfWeek::Thursday,
        Day::Fri => DayOfWeek::Friday,
        Day::Sat => DayOfWeek::Saturday,
        Day::Sun => DayOfWeek::Sunday,
    };
    BestContactTime {
        days: found.days.into_iter().map(day).collect(),
        from: found.from,
        to: found.to,
        time_zone: found.time_zone,
    }
}
