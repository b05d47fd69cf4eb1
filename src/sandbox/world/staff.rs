//! Who does what in a company: one in charge of each thing, then whatever else there is, no title twice.

use super::{draw::Draw, tables::TABLES};
use std::sync::LazyLock;

/// The first eight people of every company hold one of these each.
const LEADS: [&[&str]; 8] = [
    &[
        "Chief Executive Officer",
        "Chief Executive Officer",
        "Chief Executive Officer",
        "Founder & Chief Executive Officer",
    ],
    &["Head of Sales", "VP of Sales", "Sales Director", "Chief Revenue Officer"],
    &["Chief Technology Officer", "Chief Technology Officer", "VP of Engineering", "Head of Engineering"],
    &["Chief Operating Officer", "VP of Operations", "Head of Operations", "Director of Operations"],
    &["Chief Marketing Officer", "VP of Marketing", "Head of Marketing", "Marketing Director"],
    &["Chief Financial Officer", "VP of Finance", "Head of Finance", "Finance Director"],
    &["Chief People Officer", "VP of Human Resources", "Head of Human Resources", "HR Director"],
    &["Supply Chain Director", "Head of Procurement", "Chief Information Officer", "IT Director"],
];

/// [`LEADS`] as positions in the table of roles.
static LEAD_ROLES: LazyLock<Vec<Vec<u16>>> = LazyLock::new(|| {
    let position = |title: &&str| TABLES.roles.iter().position(|role| role.title == *title);
    let row = |titles: &&[&str]| {
        titles.iter().filter_map(position).filter_map(|at| u16::try_from(at).ok()).collect()
    };
    LEADS.iter().map(row).collect()
});

/// The roles of a house's people in order, as positions in the table of roles.
pub fn roles(house: Draw) -> impl Iterator<Item = u16> {
    let lead = |(at, choice): (usize, &Vec<u16>)| {
        choice.get(house.tag("lead").at(at as u64).below(choice.len())).copied()
    };
    let leads: Vec<u16> = LEAD_ROLES.iter().enumerate().filter_map(lead).collect();
    let (draw, all) = (house.tag("role"), TABLES.roles.len());
    let taken = leads.clone();
    let others = (0..u8::MAX).map(move |position| strided(draw, position, all)).take(all);
    leads.into_iter().chain(others.filter(move |role| !taken.contains(role)))
}

/// The `position`th of `len` things in an order drawn once; no repeats, `len` being prime.
#[must_use]
pub fn strided(draw: Draw, position: u8, len: usize) -> u16 {
    let start = draw.tag("start").below(len);
    let step = 1 + draw.tag("step").below(len - 1);
    u16::try_from((start + step * usize::from(position)) % len).unwrap_or(0)
}
