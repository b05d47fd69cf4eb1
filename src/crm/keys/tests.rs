//! One spelling per key, a clear refusal otherwise.

use super::{
    company_domain, company_name_key, country, country_by_name, country_zone, domain, email, is_role_email,
    linkedin_company_id, linkedin_id, linkedin_url, middle_initials, name_key, phone, time_zone, url,
};

#[test]
fn rule_16_an_email_has_one_spelling() {
    for written in [
        "Jane.Doe@Acme.COM",
        "  jane.doe@acme.com\n",
        "\"Doe, Jane\" <Jane.Doe@acme.com>",
        "Jane <jane.doe@acme.com>",
        "mailto:jane.doe@acme.com",
        "<MAILTO:jane.doe@acme.com>",
        "jane.doe@acme.com.",
    ] {
        assert_eq!(email(written).as_deref(), Ok("jane.doe@acme.com"), "{written}");
    }
    assert_eq!(email("Info@MÜNCHEN.de").as_deref(), Ok("info@xn--mnchen-3ya.de"));
    assert_eq!(email("Jane+News@acme.com").as_deref(), Ok("jane+news@acme.com"), "a tag is kept");
}

#[test]
fn a_wrong_email_is_told_what_is_right_and_not_repeated() {
    for written in [
        "",
        "jane",
        "@acme.com",
        "jane@",
        "jane@acme",
        "jane@@acme.com",
        "jane doe@acme.com",
        "jane@acme..com",
        "a..b@acme.com",
        ".a@acme.com",
        "jane@-acme.com",
        "jane@127.0.0.1",
        "jane@[127.0.0.1]",
        "jane@acme.c",
        "jane@exa mple.com",
        "Jane <jane@acme.com",
        "jane@acme.com, joe@acme.com",
        "jane@acme.com\r\nBcc: x@y.com",
        "\"a b\"@acme.com",
        "jane\u{202e}@acme.com",
        "jane@acme.123",
        &format!("{}@acme.com", "a".repeat(65)),
        &format!("a@{}.com", "b".repeat(64)),
    ] {
        let refused = email(written).expect_err(written);
        assert!(refused.message.len() > 20 && !refused.message.contains("jane doe@"), "{written}");
    }
}

#[test]
fn a_function_is_nobody() {
    assert!(
        is_role_email("info@acme.com")
            && is_role_email("sales+de@acme.com")
            && is_role_email("email_not_unlocked@domain.com")
    );
    assert!(!is_role_email("jane@acme.com") && !is_role_email("salesman@acme.com"));
}

#[test]
fn rule_16_a_linkedin_profile_has_one_id() {
    for written in [
        "https://www.linkedin.com/in/jane-doe",
        "http://za.linkedin.com/in/Jane-Doe/?trk=public#about",
        "linkedin.com/in/jane-doe/",
        "www.linkedin.com/in/jane-doe/en",
        "/in/jane-doe",
        "in/jane-doe",
        "https://www.linkedin.com/mwlite/in/jane-doe",
        "https://m.linkedin.com/in/jane%2Ddoe/details/experience/",
        "HTTPS://WWW.LINKEDIN.COM/IN/JANE-DOE",
        "linkedin.com/pub/jane-doe",
        "https://www.linkedin.com//in//jane-doe",
    ] {
        assert_eq!(linkedin_id(written).as_deref(), Ok("jane-doe"), "{written}");
    }
    assert_eq!(
        linkedin_id("https://de.linkedin.com/in/j%C3%BCrgen-m%C3%BCller").as_deref(),
        Ok("jürgen-müller")
    );
    assert_eq!(
        linkedin_id("https://de.linkedin.com/in/j%25C3%25BCrgen").as_deref(),
        Ok("jürgen"),
        "encoded twice"
    );
    assert_eq!(linkedin_id("linkedin.com/pub/jane-doe/a7/576/b50?trk=x").as_deref(), Ok("jane-doe-b50576a7"));
    let token = "ACoAABcDeFgHiJkLmNoPqRsT";
    assert_eq!(
        linkedin_id(&format!("linkedin.com/in/{token}")).as_deref(),
        Ok(token),
        "tokens depend on case"
    );
    assert_eq!(linkedin_url("jürgen"), "https://www.linkedin.com/in/j%C3%BCrgen");
}

#[test]
fn other_pages_are_no_profile() {
    for written in [
        "",
        "jane-doe",
        "https://linkedin.com",
        "https://linkedin.com/in/",
        "https://evil-linkedin.com/in/jane",
        "https://linkedin.com.evil.org/in/jane",
        "https://www.linkedin.com/company/acme",
        "https://www.linkedin.com/sales/lead/ACwAAA,NAME",
        "https://lnkd.in/abc",
        "ftp://linkedin.com/in/jane",
        "https://linkedin.com@evil.org/in/jane",
        "https://www.linkedin.com/in/a%2Fb",
        "https://www.linkedin.com/in/%FF%FE",
        "https://www.linkedin.com/in/a%0Ab",
    ] {
        assert!(linkedin_id(written).is_err(), "{written}");
    }
    assert!(
        linkedin_id("https://www.linkedin.com/sales/lead/A").unwrap_err().message.contains("Sales Navigator")
    );
    assert_eq!(
        linkedin_company_id("https://za.linkedin.com/company/Acme-Ltd/about/").as_deref(),
        Ok("acme-ltd")
    );
    assert_eq!(linkedin_company_id("https://www.linkedin.com/school/uct").as_deref(), Ok("uct"));
    assert!(linkedin_company_id("https://www.linkedin.com/in/jane").is_err());
}

#[test]
fn rule_16_a_phone_number_is_e164() {
    for (written, country) in [
        ("+27 21 650 9111", None),
        ("0027 21 650 9111", None),
        ("021 650 9111", Some("ZA")),
        ("(021) 650-9111", Some("za")),
        ("+27 (0)21 650 9111", None),
        ("tel:+27-21-650-9111;ext=5", None),
        ("+27 21 650 9111 ext. 12", Some("DE")),
        ("+27.21.650.9111 x5", None),
    ] {
        assert_eq!(phone(written, country).as_deref(), Ok("+27216509111"), "{written}");
    }
    // Their own numbers begin with what is others' national prefix.
    for (written, elsewhere) in
        [("+4915123456789", "US"), ("+33142764978", "US"), ("+79161234567", "RU"), ("+39061234567", "DE")]
    {
        for country in [None, Some(elsewhere), Some("GB"), Some("ZA")] {
            assert_eq!(phone(written, country).as_deref(), Ok(written), "{country:?}");
        }
    }
    assert!(phone("021 650 9111", None).unwrap_err().message.contains("country code"));
    for written in [
        "",
        "12",
        "call me",
        "+",
        "+999 123456",
        "+27 1",
        "+4930",
        "++27 21 650 9111 9111 9111",
        "0",
        "000000000",
    ] {
        assert!(phone(written, Some("ZA")).is_err(), "{written}");
    }
}

#[test]
fn a_company_is_known_by_its_registrable_domain() {
    for written in [
        "acme.co.uk",
        "https://www.acme.co.uk/about?x=1",
        "WWW.Acme.co.uk.",
        "jane@mail.acme.co.uk",
        "http://acme.co.uk:8080",
    ] {
        assert_eq!(domain(written).as_deref(), Ok("acme.co.uk"), "{written}");
    }
    assert_eq!(
        domain("kestrelfreight.example").as_deref(),
        Ok("kestrelfreight.example"),
        "reserved names are for tests and demos"
    );
    assert_eq!(domain("www.münchen.de").as_deref(), Ok("xn--mnchen-3ya.de"));
    for written in [
        "",
        "localhost",
        "co.uk",
        "10.0.0.1",
        "http://[::1]/",
        "acme",
        "a b.com",
        "ftp://acme.com",
        "..",
        "https://",
        "a..com",
    ] {
        assert!(domain(written).is_err(), "{written}");
    }
    assert!(company_domain("jane@gmail.com").unwrap_err().message.contains("used by many"));
    assert!(company_domain("jane@yahoo.co.uk").is_err() && company_domain("jane@acme.com").is_ok());
}

#[test]
fn a_web_address_is_complete_and_harmless() {
    assert_eq!(url("Acme.com").as_deref(), Ok("https://acme.com/"));
    assert_eq!(url(" http://ACME.com/Path?q=1#frag ").as_deref(), Ok("http://acme.com/Path?q=1"));
    for written in [
        "",
        "javascript:alert(1)",
        "javascript://x.y/%0aalert(1)",
        "file:///etc/passwd",
        "https://u:p@acme.com",
        "https://localhost",
        "http://169.254.169.254/",
        "a b",
    ] {
        assert!(url(written).is_err(), "{written}");
    }
}

#[test]
fn countries_and_zones_have_standard_names() {
    assert_eq!(country(" de ").as_deref(), Ok("DE"));
    assert!(country("Germany").is_err() && country("ZZ").is_err() && country("").is_err());
    assert_eq!(country_by_name("the Netherlands"), Some("NL"));
    assert_eq!(country_by_name("Côte d’Ivoire"), Some("CI"));
    assert_eq!((country_by_name("UK"), country_by_name("Atlantis")), (Some("GB"), None));
    assert_eq!((country_zone("ZA"), country_zone("US")), (Some("Africa/Johannesburg"), None));
    assert_eq!(time_zone("europe/berlin").as_deref(), Ok("Europe/Berlin"));
    assert!(
        ["", "EST", "+02:00", "Europe/Nowhere", "Etc/GMT+5", "CET"].iter().all(|z| time_zone(z).is_err())
    );
    assert_eq!(time_zone("UTC").as_deref(), Ok("UTC"));
}

#[test]
fn every_country_has_a_code_in_order_and_a_real_zone() {
    let rows = super::country_table::COUNTRIES;
    assert!(rows.is_sorted_by_key(|row| row.0) && rows.len() == 249);
    for (code, name, zone) in rows {
        assert_eq!(country_by_name(name), Some(code), "{name}");
        assert!(zone.is_empty() || time_zone(zone).is_ok(), "{zone}");
    }
}

#[test]
fn names_are_compared_without_dress() {
    for written in [
        "Jane Doe",
        "JANE  DOE",
        "Doe, Jane",
        "Dr. Jane A. Doe, PhD",
        "Jane Doé",
        "jane doe (she/her)",
        "Mrs Jane Doe Jr.",
        "Doe Jane",
        "Prof. Dr. Jane Doe MBA",
        "Jane Doe, Ph.D., M.B.A.",
    ] {
        assert_eq!(name_key(written).as_deref(), Some("doe jane"), "{written}");
    }
    assert_eq!(name_key("Łukasz Żółć"), name_key("lukasz zolc"));
    assert_eq!(name_key("Jack Ma").as_deref(), Some("jack ma"), "a family name, not a degree");
    assert_eq!(name_key("Conan O’Brien"), name_key("Conan OBrien"));
    for too_little in ["", "Jane", "Jane D.", "Naledi Mo***i", "Dr.", "J. D.", "..."] {
        assert_eq!(name_key(too_little), None, "{too_little}");
    }
    assert_eq!(name_key("王小明").as_deref(), Some("王小明"));
    assert_eq!(middle_initials("Jane A. Doe"), ["a"]);
    assert_eq!(company_name_key("The Acme Group, Inc."), company_name_key("ACME"));
    assert_eq!(company_name_key("A.B.C. GmbH & Co. KG").as_deref(), Some("abc"));
}
