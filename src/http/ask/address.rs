//! The client's address: the peer's, or what a trusted proxy says about it.

use crate::{
    base::network::Network,
    kernel::error::{Error, Result},
};
use axum::http::HeaderMap;
use std::net::IpAddr;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The networks whose word is taken.
#[derive(Clone, Debug, Default)]
pub struct Proxies(Vec<Network>);

impl Proxies {
    /// From the setting `server.trusted_proxies`.
    pub fn read(all: &[String]) -> Result<Self> {
        let each = all.iter().map(|text| {
            text.parse()
                .map_err(|why| Error::invalid("server.trusted_proxies", format!("{why}, not `{text}`")))
        });
        each.collect::<Result<_>>().map(Self)
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }

    /// The rightmost address no trusted proxy stands behind. What a client writes into the header itself is to the left of
    /// what our proxy appended, and is never reached.
    #[must_use]
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut seen = peer.to_canonical();
        let lines = headers.get_all(FORWARDED_FOR).iter().filter_map(|line| line.to_str().ok());
        let hops: Vec<&str> = lines.flat_map(|line| line.split(',')).collect();
        for hop in hops.into_iter().rev() {
            if !self.trusts(seen) {
                return seen;
            }
            match hop.trim().parse::<IpAddr>() {
                Ok(address) => seen = address.to_canonical(),
                Err(_) => return seen,
            }
        }
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(proxies: &[&str], peer: &str, forwarded: &[&str]) -> String {
        let all: Vec<String> = proxies.iter().map(|text| (*text).to_owned()).collect();
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(FORWARDED_FOR, line.parse().unwrap());
        }
        Proxies::read(&all).unwrap().client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn a_stranger_who_claims_another_address_keeps_their_own() {
        assert_eq!(client(&[], "203.0.113.9", &["192.0.2.1"]), "203.0.113.9");
        assert_eq!(client(&["10.0.0.0/8"], "203.0.113.9", &["192.0.2.1"]), "203.0.113.9");
    }

    #[test]
    fn behind_trusted_proxies_the_rightmost_untrusted_address_counts() {
        let proxies = ["10.0.0.0/8"];
        assert_eq!(client(&proxies, "10.0.0.1", &["192.0.2.1"]), "192.0.2.1");
        assert_eq!(client(&proxies, "10.0.0.1", &["6.6.6.6, 192.0.2.1, 10.0.0.2"]), "192.0.2.1");
        assert_eq!(client(&proxies, "10.0.0.1", &["6.6.6.6", "192.0.2.1"]), "192.0.2.1");
        assert_eq!(client(&proxies, "::ffff:10.0.0.1", &["192.0.2.1"]), "192.0.2.1");
    }

    #[test]
    fn nonsense_ends_the_search() {
        assert_eq!(client(&["10.0.0.0/8"], "10.0.0.1", &["192.0.2.1, unknown"]), "10.0.0.1");
        assert!(Proxies::read(&["everybody".into()]).is_err());
    }
}
