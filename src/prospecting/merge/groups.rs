//! Which records are one person: the strongest key first, and nobody glued together by a third.
//!
//! Level by level (LinkedIn id, e-mail, name and company) the groups found so far are joined where they share a key of that
//! level. Where joining would put two contradicting groups together, these stay apart; a group between them joins the one it
//! shares a key with, or, sharing keys with several, nobody.

use super::identity::Identity;
use super::merged::{Flag, FlagKind};
use std::collections::{BTreeMap, BTreeSet};

type Keys = fn(&Identity) -> &BTreeSet<String>;
type Contradicts = fn(&Identity, &Identity) -> bool;

/// The positions of the records of each person; both lists in order.
pub(super) fn partition(identities: &[Identity]) -> Vec<Vec<usize>> {
    let alone: Vec<Vec<usize>> = (0..identities.len()).map(|at| vec![at]).collect();
    let by_profile = join(alone, identities, |i| &i.linkedin, |_, _| false).joined;
    let by_email = join(by_profile, identities, |i| &i.emails, Identity::is_other_profile);
    let by_name = join(by_email.joined, identities, |i| &i.names, Identity::is_namesake);
    let mut people = [by_name.joined, by_name.undecided, by_email.undecided].concat();
    people.sort();
    people
}

struct Joined {
    joined: Vec<Vec<usize>>,
    /// Groups that share keys with several people of whom they can be only one: decided at no later level.
    undecided: Vec<Vec<usize>>,
}

fn join(groups: Vec<Vec<usize>>, identities: &[Identity], keys: Keys, contradicts: Contradicts) -> Joined {
    let who = together(&groups, identities);
    let all: Vec<usize> = (0..groups.len()).collect();
    let mut sets = Sets::new(groups.len());
    let mut undecided = BTreeSet::new();
    for component in components(&all, &who, keys) {
        let is_anchor = |at: &usize| component.iter().any(|other| contradicts(&who[*at], &who[*other]));
        let (anchors, free): (Vec<usize>, Vec<usize>) = component.iter().copied().partition(is_anchor);
        for cluster in components(&free, &who, keys) {
            let touched: Vec<usize> = anchors
                .iter()
                .copied()
                .filter(|a| cluster.iter().any(|c| share(keys, &who[*a], &who[*c])))
                .collect();
            cluster.windows(2).for_each(|pair| sets.union(pair[0], pair[1]));
            match touched.as_slice() {
                [] => {}
                [only] => sets.union(cluster[0], *only),
                _ => {
                    undecided.insert(cluster[0]);
                }
            }
        }
    }
    let mut out = Joined { joined: Vec::new(), undecided: Vec::new() };
    let undecided: BTreeSet<usize> = undecided.into_iter().map(|at| sets.root(at)).collect();
    let mut by_root: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, group) in groups.into_iter().enumerate() {
        by_root.entry(sets.root(at)).or_default().extend(group);
    }
    for (root, mut group) in by_root {
        group.sort_unstable();
        if undecided.contains(&root) { out.undecided.push(group) } else { out.joined.push(group) }
    }
    out
}

/// The nodes connected by shared keys, among `nodes` only.
fn components(nodes: &[usize], who: &[Identity], keys: Keys) -> Vec<Vec<usize>> {
    let mut sets = Sets::new(who.len());
    let mut first: BTreeMap<&String, usize> = BTreeMap::new();
    for &node in nodes {
        for key in keys(&who[node]) {
            sets.union(*first.entry(key).or_insert(node), node);
        }
    }
    let mut by_root: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &node in nodes {
        by_root.entry(sets.root(node)).or_default().push(node);
    }
    by_root.into_values().collect()
}

/// For each person, whom they were kept apart from although they share a key.
pub(super) fn flags(groups: &[Vec<usize>], identities: &[Identity]) -> Vec<Vec<Flag>> {
    let who = together(groups, identities);
    let with = |at: usize, keys: Keys| {
        let others = (0..who.len()).filter(|other| *other != at && share(keys, &who[at], &who[*other]));
        others.collect::<Vec<_>>()
    };
    let flags = |at| {
        let kinds: [(FlagKind, Keys); 2] =
            [(FlagKind::SameEmail, |i| &i.emails), (FlagKind::SameName, |i| &i.names)];
        let all = kinds.into_iter().map(|(kind, keys)| Flag { kind, with: with(at, keys) });
        all.filter(|flag| !flag.with.is_empty()).collect()
    };
    (0..who.len()).map(flags).collect()
}

/// For each person: did anybody with one of their keys ask not to be processed?
pub(super) fn forbidden(groups: &[Vec<usize>], identities: &[Identity]) -> Vec<bool> {
    let who = together(groups, identities);
    let silent = Identity::together(identities.iter().filter(|i| i.is_forbidden));
    let shares = |person: &Identity| {
        let kinds: [Keys; 3] = [|i| &i.linkedin, |i| &i.emails, |i| &i.names];
        kinds.into_iter().any(|keys| share(keys, person, &silent))
    };
    who.iter().map(|person| person.is_forbidden || shares(person)).collect()
}

fn together(groups: &[Vec<usize>], identities: &[Identity]) -> Vec<Identity> {
    groups.iter().map(|group| Identity::together(group.iter().filter_map(|at| identities.get(*at)))).collect()
}

fn share(keys: Keys, a: &Identity, b: &Identity) -> bool {
    !keys(a).is_disjoint(keys(b))
}

/// Union-find; the root of a set is its smallest member, so that the answer does not depend on the order of unions.
struct Sets(Vec<usize>);

impl Sets {
    fn new(len: usize) -> Self {
        Self((0..len).collect())
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn union(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}
