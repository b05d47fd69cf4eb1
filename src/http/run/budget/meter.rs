//! What is metered: the cost of documents, and how many operations of each class. Pure.

use crate::{config::Limits, graphql::guard::Chosen, schema};
use async_graphql::parser::types::OperationType;

/// One thing that is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Meter {
    Cost,
    /// Queries.
    Reads,
    /// Commands.
    Writes,
    /// Commands that ask providers, and may cost money.
    Paid,
    /// Signing in, and whatever else strangers may do to an account.
    SignIns,
    /// Subscriptions begun.
    Streams,
}

impl Meter {
    pub(super) const ALL: [Self; 6] =
        [Self::Cost, Self::Reads, Self::Writes, Self::Paid, Self::SignIns, Self::Streams];

    /// Its name in the table that processes share.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Reads => "reads",
            Self::Writes => "writes",
            Self::Paid => "paid",
            Self::SignIns => "sign_ins",
            Self::Streams => "streams",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|meter| meter.name() == name)
    }

    /// What there is of it in a minute.
    pub fn limit(self, limits: &Limits) -> u64 {
        let limit = match self {
            Self::Cost => limits.cost_per_minute,
            Self::Reads => limits.reads_per_minute,
            Self::Writes => limits.writes_per_minute,
            Self::Paid => limits.paid_per_minute,
            Self::SignIns => limits.sign_ins_per_minute,
            Self::Streams => limits.streams_per_minute,
        };
        u64::try_from(limit).unwrap_or(u64::MAX)
    }

    /// In the words of a refusal.
    pub fn words(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Reads => "queries",
            Self::Writes => "commands",
            Self::Paid => "commands that ask providers",
            Self::SignIns => "attempts to sign in",
            Self::Streams => "subscriptions begun",
        }
    }
}

/// How many operations of which classes this is. A document with several commands is several.
pub fn classes(chosen: &Chosen<'_>) -> Vec<(Meter, u64)> {
    match chosen.kind() {
        OperationType::Query => vec![(Meter::Reads, 1)],
        OperationType::Subscription => vec![(Meter::Streams, 1)],
        OperationType::Mutation => commands(&chosen.roots()),
    }
}

fn commands(roots: &[&str]) -> Vec<(Meter, u64)> {
    let count = |is_one: &dyn Fn(&str) -> bool| {
        u64::try_from(roots.iter().filter(|root| is_one(root)).count()).unwrap_or(u64::MAX)
    };
    let public = |root: &str| schema::PUBLIC.contains(&root);
    let all = [
        (Meter::SignIns, count(&public)),
        (Meter::Writes, count(&|root| !public(root))),
        (Meter::Paid, count(&|root| schema::PAID.contains(&root))),
    ];
    all.into_iter().filter(|(_, count)| *count > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_with_several_commands_is_several() {
        let roots = ["leadCreate", "leadEnrich", "leadCreate", "sessionCreate"];
        assert_eq!(commands(&roots), [(Meter::SignIns, 1), (Meter::Writes, 3), (Meter::Paid, 1)]);
        assert!(commands(&["__typename"]).iter().all(|(meter, _)| *meter == Meter::Writes));
    }

    #[test]
    fn names_are_read_as_they_are_written() {
        assert!(Meter::ALL.into_iter().all(|meter| Meter::named(meter.name()) == Some(meter)));
    }
}
