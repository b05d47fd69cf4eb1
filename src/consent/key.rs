//! One spelling per key, then its keyed hash: nothing else about a suppressed person is ever stored.

use crate::{
    crm::keys::{self, KeyError},
    kernel::app::App,
};
use entity::suppression::SuppressionKind;
use sea_orm::ActiveEnum;

/// The spelling that is hashed. A domain may be written as an address of it, a subdomain stands for itself.
pub(super) fn normal(kind: SuppressionKind, text: &str) -> Result<String, KeyError> {
    match kind {
        SuppressionKind::Email => keys::email(text),
        SuppressionKind::Phone => keys::phone(text, None),
        SuppressionKind::Linkedin => keys::linkedin_id(text),
        SuppressionKind::Domain => domain(text),
    }
}

fn domain(text: &str) -> Result<String, KeyError> {
    let text = text.trim().trim_start_matches('@');
    let host = match text.split_once("://") {
        Some((_, rest)) => rest.split(['/', '?', '#']).next().unwrap_or(rest),
        None => text,
    };
    // Whoever can be written to there: the rules for an address's domain are the ones that count.
    let address = keys::email(&format!("x@{}", host.trim_start_matches("www.")))?;
    Ok(host_of(&address).to_owned())
}

/// The domain of a normalised address.
pub(super) fn host_of(email: &str) -> &str {
    email.rsplit_once('@').map_or("", |(_, host)| host)
}

/// A host and the domains above it, down to two labels: `a.b.example.com` is under `b.example.com` and `example.com`.
pub(super) fn domains_of(host: &str) -> impl Iterator<Item = &str> {
    let dots = host.match_indices('.').map(|(at, _)| &host[at + 1..]);
    std::iter::once(host).chain(dots).filter(|domain| domain.contains('.'))
}

pub(super) fn hash(app: &App, kind: SuppressionKind, normal: &str) -> String {
    app.keys().keyed_hash(&format!("suppression.{}", kind.to_value()), normal)
}

#[cfg(test)]
mod tests {
    use super::{domains_of, normal};
    use entity::suppression::SuppressionKind::Domain;

    #[test]
    fn a_domain_is_taken_however_it_is_written() {
        for text in ["Acme.example", "@acme.example", "https://www.acme.example/x?y", " acme.example "] {
            assert_eq!(normal(Domain, text).unwrap(), "acme.example", "{text}");
        }
        assert_eq!(normal(Domain, "mail.acme.example").unwrap(), "mail.acme.example");
        assert!(normal(Domain, "acme").is_err());
        assert!(normal(Domain, "").is_err());
    }

    #[test]
    fn a_host_is_under_each_domain_above_it() {
        let all: Vec<_> = domains_of("a.b.acme.example").collect();
        assert_eq!(all, ["a.b.acme.example", "b.acme.example", "acme.example"]);
        assert_eq!(domains_of("localhost").count(), 0);
    }
}
