//! Budgets without a database.

use super::*;
use chrono::{TimeDelta, TimeZone};

fn at(second: i64) -> Timestamp {
    Utc.with_ymd_and_hms(2026, 11, 2, 9, 0, 0).unwrap() + TimeDelta::seconds(second)
}

fn limits() -> Limits {
    Limits { cost_per_minute: 100, reads_per_minute: 2, ..Limits::default() }
}

#[test]
fn a_budget_is_spent_and_there_again_with_the_next_minute() {
    let (budgets, limits) = (Budgets::default(), limits());
    let payer = Payer::Address([192, 0, 2, 1].into());
    assert_eq!(budgets.spend(payer, (60, &[]), &limits, at(10)).unwrap().remaining, 40);
    let refused = budgets.spend(payer, (60, &[]), &limits, at(59)).unwrap_err();
    assert_eq!((refused.meter, refused.spent.remaining, refused.spent.reset_at), (Meter::Cost, 40, at(60)));
    assert!(budgets.spend(Payer::Nobody, (60, &[]), &limits, at(59)).is_ok());
    assert!(budgets.spend(payer, (60, &[]), &limits, at(60)).is_ok());
}

#[test]
fn what_lacks_one_thing_takes_nothing_of_the_others() {
    let (budgets, limits) = (Budgets::default(), limits());
    let read = || budgets.spend(Payer::Nobody, (10, &[(Meter::Reads, 1)]), &limits, at(1));
    assert_eq!(read().unwrap().remaining, 90);
    assert_eq!(read().unwrap().remaining, 80);
    let refused = read().unwrap_err();
    assert_eq!((refused.meter, refused.limit, refused.spent.remaining), (Meter::Reads, 2, 80));
    let write = budgets.spend(Payer::Nobody, (10, &[(Meter::Writes, 1)]), &limits, at(1));
    assert_eq!(write.unwrap().remaining, 70, "another class has its own");
}

#[test]
fn what_others_used_counts_once_they_have_said_so() {
    let (budgets, limits) = (Budgets::default(), limits());
    let key = (Payer::Nobody, Meter::Cost);
    budgets.spend(Payer::Nobody, (30, &[]), &limits, at(1)).unwrap();
    let (minute, told) = budgets.unsettled();
    assert_eq!(told, [(key.0, key.1, 30)]);
    // Spent while the statement was under way: not told yet.
    budgets.spend(Payer::Nobody, (10, &[]), &limits, at(1)).unwrap();
    budgets.settled(minute, &told, [(key, 50)].into());
    assert_eq!(budgets.unsettled().1, [(key.0, key.1, 10)]);
    assert_eq!(budgets.spend(Payer::Nobody, (40, &[]), &limits, at(1)).unwrap().remaining, 0);
    assert!(budgets.spend(Payer::Nobody, (1, &[]), &limits, at(1)).is_err());
    budgets.spend(Payer::Nobody, (1, &[]), &limits, at(60)).unwrap();
    budgets.settled(minute, &told, [(key, 999)].into());
    assert_eq!(
        budgets.spend(Payer::Nobody, (1, &[]), &limits, at(60)).unwrap().remaining,
        98,
        "an old minute's"
    );
}
