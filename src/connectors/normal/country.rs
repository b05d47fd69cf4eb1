//! Countries as providers write them. Enough for what they send; the full table of ISO 3166-1 is `crm::keys`'.

/// Code, the name providers understand, other spellings (lower case, separated by `|`).
const COUNTRIES: [(&str, &str, &str); 84] = [
    ("AE", "United Arab Emirates", "uae|emirates"),
    ("AR", "Argentina", ""),
    ("AT", "Austria", "österreich|osterreich"),
    ("AU", "Australia", ""),
    ("BD", "Bangladesh", ""),
    ("BE", "Belgium", "belgique|belgië"),
    ("BG", "Bulgaria", ""),
    ("BR", "Brazil", "brasil"),
    ("BW", "Botswana", ""),
    ("CA", "Canada", ""),
    ("CH", "Switzerland", "schweiz|suisse"),
    ("CL", "Chile", ""),
    ("CN", "China", "people's republic of china|prc"),
    ("CO", "Colombia", ""),
    ("CR", "Costa Rica", ""),
    ("CY", "Cyprus", ""),
    ("CZ", "Czechia", "czech republic"),
    ("DE", "Germany", "deutschland"),
    ("DK", "Denmark", "danmark"),
    ("DO", "Dominican Republic", ""),
    ("EC", "Ecuador", ""),
    ("EE", "Estonia", ""),
    ("EG", "Egypt", ""),
    ("ES", "Spain", "españa|espana"),
    ("ET", "Ethiopia", ""),
    ("FI", "Finland", "suomi"),
    ("FR", "France", ""),
    ("GB", "United Kingdom", "uk|great britain|britain|england|scotland|wales|northern ireland"),
    ("GH", "Ghana", ""),
    ("GR", "Greece", ""),
    ("HK", "Hong Kong", "hong kong sar"),
    ("HR", "Croatia", ""),
    ("HU", "Hungary", ""),
    ("ID", "Indonesia", ""),
    ("IE", "Ireland", "republic of ireland"),
    ("IL", "Israel", ""),
    ("IN", "India", ""),
    ("IS", "Iceland", ""),
    ("IT", "Italy", "italia"),
    ("JO", "Jordan", ""),
    ("JP", "Japan", ""),
    ("KE", "Kenya", ""),
    ("KR", "South Korea", "korea|republic of korea"),
    ("KW", "Kuwait", ""),
    ("LK", "Sri Lanka", ""),
    ("LT", "Lithuania", ""),
    ("LU", "Luxembourg", ""),
    ("LV", "Latvia", ""),
    ("MA", "Morocco", ""),
    ("MT", "Malta", ""),
    ("MU", "Mauritius", ""),
    ("MX", "Mexico", "méxico"),
    ("MY", "Malaysia", ""),
    ("MZ", "Mozambique", ""),
    ("NA", "Namibia", ""),
    ("NG", "Nigeria", ""),
    ("NL", "Netherlands", "the netherlands|holland|nederland"),
    ("NO", "Norway", "norge"),
    ("NZ", "New Zealand", ""),
    ("PA", "Panama", ""),
    ("PE", "Peru", ""),
    ("PH", "Philippines", ""),
    ("PK", "Pakistan", ""),
    ("PL", "Poland", "polska"),
    ("PT", "Portugal", ""),
    ("QA", "Qatar", ""),
    ("RO", "Romania", ""),
    ("RS", "Serbia", ""),
    ("SA", "Saudi Arabia", "ksa"),
    ("SE", "Sweden", "sverige"),
    ("SG", "Singapore", ""),
    ("SI", "Slovenia", ""),
    ("SK", "Slovakia", ""),
    ("TH", "Thailand", ""),
    ("TR", "Turkey", "türkiye|turkiye"),
    ("TW", "Taiwan", ""),
    ("TZ", "Tanzania", ""),
    ("UA", "Ukraine", ""),
    ("US", "United States", "usa|u.s.|u.s.a.|united states of america|america"),
    ("UY", "Uruguay", ""),
    ("VN", "Vietnam", "viet nam"),
    ("ZA", "South Africa", ""),
    ("ZM", "Zambia", ""),
    ("ZW", "Zimbabwe", ""),
];

/// States that stand alone in addresses ("Austin, Texas"). Georgia is the state: the country writes its capital.
const US_STATES: &str = "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|\
    hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|\
    mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico|new york|north carolina|\
    north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|\
    vermont|virginia|washington|west virginia|wisconsin|wyoming|district of columbia";

/// The ISO 3166-1 alpha-2 code of a country's code, name or other spelling, or of a US state; `None` when unknown.
#[must_use]
pub fn country_code(text: &str) -> Option<&'static str> {
    let name = text.trim().trim_end_matches('.').to_lowercase();
    if name.is_empty() {
        return None;
    }
    let is_one =
        |list: &str| list.split('|').any(|other| other.trim() == name || other.trim_end_matches('.') == name);
    let row = COUNTRIES.iter().find(|(code, full, others)| {
        code.eq_ignore_ascii_case(&name) || full.to_lowercase() == name || is_one(others)
    });
    row.map(|row| row.0).or_else(|| is_one(US_STATES).then_some("US"))
}

/// The name of a country that providers understand; the code itself when it is not in the table.
#[must_use]
pub fn country_name(code: &str) -> &str {
    COUNTRIES.iter().find(|row| row.0.eq_ignore_ascii_case(code)).map_or(code, |row| row.1)
}

#[cfg(test)]
mod tests {
    use super::{COUNTRIES, country_code, country_name};

    #[test]
    fn countries_are_known_by_code_name_nickname_and_state() {
        for (text, code) in [
            ("de", "DE"),
            ("Germany", "DE"),
            (" Deutschland ", "DE"),
            ("U.S.", "US"),
            ("Texas", "US"),
            ("New York", "US"),
            ("UK", "GB"),
            ("South Africa", "ZA"),
        ] {
            assert_eq!(country_code(text), Some(code), "{text}");
        }
        assert_eq!(country_code("Atlantis"), None);
        assert_eq!(country_code(""), None);
    }

    #[test]
    fn every_name_leads_back_to_its_code() {
        for (code, name, _) in COUNTRIES {
            assert_eq!(country_code(name), Some(code));
            assert_eq!(country_name(code), name);
        }
        assert_eq!(country_name("XX"), "XX");
    }
}
