//! "Rennes, Bretagne, France": a place in one line, as LinkedIn and others write it.

use super::country::country_code;

/// What a line says about a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub city: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<&'static str>,
}

/// Reads a line. The last part is the country when it is one; the first is the city when there is more than one part
/// or no country at all.
#[must_use]
pub fn place(line: &str) -> Place {
    let parts: Vec<&str> = line.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let country = parts.last().and_then(|last| country_code(last));
    let has_city = parts.len() > 1 || country.is_none();
    let city = parts.first().filter(|_| has_city).map(|city| (*city).to_owned());
    Place { city, country }
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_line_is_taken_apart() {
        let rennes = place("Rennes, Bretagne, France");
        assert_eq!((rennes.city.as_deref(), rennes.country), (Some("Rennes"), Some("FR")));
        let austin = place("Austin, Texas");
        assert_eq!((austin.city.as_deref(), austin.country), (Some("Austin"), Some("US")));
        assert_eq!(place("United Kingdom").city, None);
        assert_eq!(place("Greater Munich").city.as_deref(), Some("Greater Munich"));
        assert_eq!(place(" , ").city, None);
    }
}
