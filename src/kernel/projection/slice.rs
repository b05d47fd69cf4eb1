//! One transaction of a projection: some events and the place after them, or a new beginning.

use super::{Known, Projection, place};
use crate::kernel::{
    app::App,
    error::Result,
    events::LoggedEvent,
    live::{Bounds, bounds, page},
    scope::Scope,
    tx::Tx,
};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use entity::{ids::AgencyId, projection::Model};

/// Events of one transaction: some milliseconds of a writer's time.
const EVENTS: u64 = 500;

/// What one transaction did.
pub(super) enum Done {
    /// So many events; fewer than could be: it has caught up.
    Read(usize),
    /// It has begun anew.
    Begun,
    /// Somebody else is at it.
    Elsewhere,
}

impl Done {
    pub fn is_all(&self) -> bool {
        !matches!(self, Self::Begun) && !matches!(self, Self::Read(read) if *read as u64 == EVENTS)
    }
}

/// The next one.
pub(super) async fn next(app: &App, agency: AgencyId, projection: &Projection) -> Result<Done> {
    let seen = place::read(app, agency, projection.name).await?;
    let log = bounds(app, agency).await?;
    if seen.is_stale || seen.seq < log.floor {
        return begin(app, projection, seen, log).await;
    }
    let events = page(app, agency, seen.seq, EVENTS).await?;
    let events: Vec<LoggedEvent> = events.iter().map(|event| LoggedEvent::clone(event)).collect();
    let Some(last) = events.last() else { return Ok(Done::Read(0)) };
    let tx = Tx::begin(app, &Scope::system(agency)).await?;
    if !place::hold(&tx, &seen).await? {
        return Ok(Done::Elsewhere);
    }
    let known = Known { counted_seq: seen.counted_seq, kept_until: seen.kept_until };
    (projection.add)(&tx, &events, known).await?;
    place::write(&tx, Model { seq: last.seq, at: Some(last.at), ..seen }).await?;
    tx.commit().await?;
    Ok(Done::Read(events.len()))
}

/// Begins anew where the log begins.
async fn begin(app: &App, projection: &Projection, seen: Model, log: Bounds) -> Result<Done> {
    let agency = seen.agency_id;
    let oldest = page(app, agency, log.floor, 1).await?.first().map_or(app.now(), |event| event.at);
    let kept_until = (log.floor > 0).then(|| known_from(oldest, app.now()));
    let tx = Tx::begin(app, &Scope::system(agency)).await?;
    if !place::hold(&tx, &seen).await? {
        return Ok(Done::Elsewhere);
    }
    let counted_seq = (projection.begin)(&tx, kept_until).await?;
    // Until the log was read again, it is right as of no moment.
    let is = Model { seq: log.floor, at: None, counted_seq, kept_until, is_stale: false, ..seen };
    place::write(&tx, is).await?;
    tx.commit().await?;
    Ok(Done::Begun)
}

/// The first day in UTC of which the log surely knows everything. Not later than today: events stay for a day at least, and
/// those of today that nobody has read yet are to be read.
fn known_from(oldest: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    let begun = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    let next = oldest.date_naive().checked_add_days(Days::new(1)).map_or(oldest, begun);
    Ord::min(next, begun(now.date_naive()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_the_oldest_event_is_known_as_a_whole_only_if_it_is_today() {
        let at = |text: &str| -> DateTime<Utc> { text.parse().unwrap() };
        let now = at("2026-11-02T09:00:00Z");
        for (oldest, from) in [
            ("2026-08-04T23:59:59Z", "2026-08-05T00:00:00Z"),
            ("2026-11-01T08:00:00Z", "2026-11-02T00:00:00Z"),
            ("2026-11-02T08:00:00Z", "2026-11-02T00:00:00Z"),
            ("2026-11-02T09:00:00Z", "2026-11-02T00:00:00Z"),
        ] {
            assert_eq!(known_from(at(oldest), now), at(from), "{oldest}");
        }
    }
}
