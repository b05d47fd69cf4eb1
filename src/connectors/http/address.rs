//! Which addresses a tenant may make us connect to: public ones.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Is the address one of the public internet? Loopback, private, link-local (cloud metadata), shared, reserved,
/// documentation and multicast ranges are not, nor is an IPv6 address that leads to one of them.
///
/// Ranges: the IANA special-purpose address registries (RFC 6890 and its updates).
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = match a {
        // this network, private, loopback; multicast, reserved, broadcast
        0 | 10 | 127 | 224..=255 => true,
        // shared by carrier-grade NAT
        100 => (64..=127).contains(&b),
        // link-local, where clouds keep their metadata
        169 => b == 254,
        172 => (16..=31).contains(&b),
        // private; protocol assignments and documentation; old 6to4 relays
        192 => b == 168 || (b == 0 && (c == 0 || c == 2)) || (b == 88 && c == 99),
        // benchmarks; documentation
        198 => b == 18 || b == 19 || (b == 51 && c == 100),
        203 => b == 0 && c == 113,
        _ => false,
    };
    !is_special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(inner) = embedded(address) {
        return is_public_v4(inner);
    }
    let [first, second, ..] = address.segments();
    // 2000::/3 is all that is routed; inside it 2001::/23 (Teredo, protocols), 2001:db8::/32 and 3fff::/20 are not.
    let is_routed = first & 0xe000 == 0x2000;
    let is_protocol = first == 0x2001 && second < 0x0200;
    let is_documentation = (first == 0x2001 && second == 0x0db8) || (first == 0x3fff && second < 0x1000);
    is_routed && !is_protocol && !is_documentation
}

/// The IPv4 address inside a mapped, compatible, translated (NAT64) or 6to4 address.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [a, b, c, d, e, f, high, low] = address.segments();
    let v4 = |high: u16, low: u16| {
        let ([w, x], [y, z]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(w, x, y, z)
    };
    match (a, b, c, d, e, f) {
        (0, 0, 0, 0, 0, 0 | 0xffff) | (0, 0, 0, 0, 0xffff, 0) | (0x64, 0xff9b, 0, 0, 0, 0) => {
            Some(v4(high, low))
        }
        (0x2002, ..) => Some(v4(b, c)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::is_public;
    use proptest::prelude::{any, proptest};
    use std::net::{IpAddr, Ipv4Addr};

    #[test]
    fn inner_addresses_are_refused_in_every_dress() {
        for inner in [
            "127.0.0.1",
            "10.1.2.3",
            "172.31.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "192.0.2.1",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "::10.0.0.1",
            "2001:db8::1",
            "2001::1",
            "fec0::1",
            "100::1",
            "64:ff9b:1::a00:1",
            // Translated where a network says so: 127.0.0.1, with a public address behind it.
            "64:ff9b:1:7f00:0:100:808:808",
        ] {
            assert!(!is_public(inner.parse().unwrap()), "{inner}");
        }
    }

    #[test]
    fn the_public_internet_is_open() {
        for outer in ["1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:1.1.1.1"]
        {
            assert!(is_public(outer.parse().unwrap()), "{outer}");
        }
    }

    proptest! {
        #[test]
        fn a_mapped_address_is_judged_like_the_plain_one(bits in any::<u32>()) {
            let plain = Ipv4Addr::from_bits(bits);
            assert_eq!(is_public(IpAddr::V4(plain)), is_public(IpAddr::V6(plain.to_ipv6_mapped())));
        }
    }
}
