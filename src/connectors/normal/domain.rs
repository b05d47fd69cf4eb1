//! The registrable domain of whatever a provider calls website, domain or URL.

/// `tidewater.example` of `https://www.Tidewater.example/about?x`; `None` when there is no domain in it.
#[must_use]
pub fn registrable_domain(text: &str) -> Option<String> {
    let text = text.trim();
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.trim_end_matches('.');
    let host = idna::domain_to_ascii(host).ok()?;
    let is_label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let is_name = host.split('.').all(is_label) && host.contains(|c: char| c.is_ascii_alphabetic());
    let domain = psl::domain_str(&host).filter(|_| is_name)?;
    Some(domain.to_owned())
}

#[cfg(test)]
mod tests {
    use super::registrable_domain;
    use proptest::prelude::proptest;

    #[test]
    fn every_dress_is_taken_off() {
        for text in
            ["tidewater.example", "http://www.tidewater.example", "https://shop.Tidewater.example:8443/a?b#c"]
        {
            assert_eq!(registrable_domain(text).as_deref(), Some("tidewater.example"), "{text}");
        }
        assert_eq!(registrable_domain("www.kestrel.co.uk").as_deref(), Some("kestrel.co.uk"));
        for text in ["", "Tidewater Foods", "co.uk", "..", "10.0.0.1", "example"] {
            assert_eq!(registrable_domain(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn it_never_panics_and_is_its_own_domain(text in "\\PC{0,60}") {
            if let Some(domain) = registrable_domain(&text) {
                assert_eq!(registrable_domain(&domain), Some(domain.clone()));
            }
        }
    }
}
