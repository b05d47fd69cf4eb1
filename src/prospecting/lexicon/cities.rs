//! Cities where business is done, their countries and zones. A name that several cities share stands for the largest.

use crate::crm::keys;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A city of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct City {
    pub name: &'static str,
    /// ISO alpha-2.
    pub country: &'static str,
    /// IANA name.
    pub zone: &'static str,
}

/// Country, zone (empty: the country's only one), cities.
const CITIES: &[(&str, &str, &str)] = &[
    ("AE", "", "Dubai|Abu Dhabi|Sharjah"),
    ("AR", "", "Buenos Aires|Córdoba|Rosario|Mendoza"),
    ("AT", "", "Vienna|Graz|Linz|Salzburg|Innsbruck|Wien"),
    ("AU", "Australia/Sydney", "Sydney|Canberra|Newcastle|Wollongong"),
    ("AU", "Australia/Melbourne", "Melbourne|Geelong"),
    ("AU", "Australia/Brisbane", "Brisbane|Gold Coast"),
    ("AU", "Australia/Perth", "Perth"),
    ("AU", "Australia/Adelaide", "Adelaide"),
    ("AU", "Australia/Hobart", "Hobart"),
    ("BD", "", "Dhaka|Chittagong"),
    ("BE", "", "Brussels|Antwerp|Ghent|Leuven|Liège|Bruges"),
    ("BG", "", "Sofia|Plovdiv|Varna"),
    ("BH", "", "Manama"),
    ("BM", "", "Hamilton"),
    (
        "BR",
        "America/Sao_Paulo",
        "São Paulo|Rio de Janeiro|Belo Horizonte|Brasília|Curitiba|Porto Alegre|Campinas|Florianópolis",
    ),
    ("BR", "America/Recife", "Recife"),
    ("BR", "America/Bahia", "Salvador"),
    ("BR", "America/Fortaleza", "Fortaleza"),
    ("BW", "", "Gaborone"),
    ("CA", "America/Toronto", "Toronto|Montreal|Ottawa|Mississauga|Waterloo|Quebec City|Brampton"),
    ("CA", "America/Vancouver", "Vancouver|Burnaby"),
    ("CA", "America/Edmonton", "Calgary|Edmonton"),
    ("CA", "America/Winnipeg", "Winnipeg"),
    ("CA", "America/Halifax", "Halifax"),
    ("CH", "", "Zurich|Geneva|Basel|Bern|Lausanne|Lucerne|Zug|Winterthur|Schaffhausen"),
    ("CL", "", "Santiago|Valparaíso"),
    ("CN", "", "Shanghai|Beijing|Shenzhen|Guangzhou|Hangzhou|Chengdu|Suzhou|Nanjing|Wuhan|Tianjin"),
    ("CO", "", "Bogotá|Medellín|Cali|Barranquilla"),
    ("CR", "", "San José"),
    ("CY", "", "Nicosia|Limassol"),
    ("CZ", "", "Prague|Brno|Ostrava"),
    (
        "DE",
        "",
        "Berlin|Munich|Hamburg|Cologne|Frankfurt|Stuttgart|Düsseldorf|Leipzig|Dortmund|Essen|Bremen|Dresden|Hanover|Nuremberg|Duisburg|\
         Bonn|Mannheim|Karlsruhe|Münster|Augsburg|Aachen|Köln|München|Hannover|Nürnberg|Frankfurt am Main|Heidelberg|Wolfsburg|Potsdam",
    ),
    ("DK", "", "Copenhagen|Aarhus|Odense|Aalborg"),
    ("EE", "", "Tallinn|Tartu"),
    ("EG", "", "Cairo|Alexandria|Giza"),
    ("ES", "", "Madrid|Barcelona|Valencia|Seville|Bilbao|Málaga|Zaragoza|Alicante"),
    ("ET", "", "Addis Ababa"),
    ("FI", "", "Helsinki|Espoo|Tampere|Turku|Oulu"),
    (
        "FR",
        "",
        "Paris|Lyon|Marseille|Toulouse|Nice|Nantes|Strasbourg|Bordeaux|Lille|Montpellier|Rennes|Grenoble",
    ),
    (
        "GB",
        "",
        "London|Manchester|Birmingham|Leeds|Glasgow|Edinburgh|Liverpool|Bristol|Sheffield|Cardiff|Belfast|Nottingham|Leicester|Cambridge|\
         Oxford|Reading|Southampton|Brighton|Milton Keynes|Aberdeen|Bath|York|Coventry|Guildford|Worsley|Warmley",
    ),
    ("GH", "", "Accra|Kumasi"),
    ("GR", "", "Athens|Thessaloniki"),
    ("HK", "", "Hong Kong"),
    ("HR", "", "Zagreb|Split"),
    ("HU", "", "Budapest|Debrecen"),
    ("ID", "Asia/Jakarta", "Jakarta|Surabaya|Bandung"),
    ("IE", "", "Dublin|Cork|Galway|Limerick"),
    ("IL", "", "Tel Aviv|Jerusalem|Haifa|Herzliya"),
    (
        "IN",
        "",
        "Mumbai|Bangalore|Bengaluru|Delhi|New Delhi|Hyderabad|Chennai|Pune|Kolkata|Ahmedabad|Gurgaon|Gurugram|Noida",
    ),
    ("IS", "", "Reykjavik"),
    ("IT", "", "Milan|Rome|Turin|Bologna|Florence|Naples|Genoa|Venice|Verona|Padua"),
    ("JO", "", "Amman"),
    ("JP", "", "Tokyo|Osaka|Nagoya|Yokohama|Kyoto|Fukuoka|Sapporo|Kobe"),
    ("KE", "", "Nairobi|Mombasa|Kisumu"),
    ("KR", "", "Seoul|Busan|Incheon"),
    ("KW", "", "Kuwait City"),
    ("LB", "", "Beirut"),
    ("LT", "", "Vilnius|Kaunas"),
    ("LV", "", "Riga"),
    ("MA", "", "Casablanca|Rabat|Marrakesh|Tangier"),
    ("MU", "", "Port Louis|Ebène"),
    ("MX", "America/Mexico_City", "Mexico City|Guadalajara|Puebla|Querétaro"),
    ("MX", "America/Monterrey", "Monterrey"),
    ("MX", "America/Tijuana", "Tijuana"),
    ("MY", "", "Kuala Lumpur|Penang|Johor Bahru"),
    ("MZ", "", "Maputo"),
    ("NA", "", "Windhoek"),
    ("NG", "", "Lagos|Abuja|Ibadan|Port Harcourt|Kano"),
    (
        "NL",
        "",
        "Amsterdam|Rotterdam|The Hague|Utrecht|Eindhoven|Groningen|Tilburg|Breda|Nijmegen|Haarlem|Delft|Arnhem",
    ),
    ("NO", "", "Oslo|Bergen|Trondheim|Stavanger"),
    ("NZ", "", "Auckland|Wellington|Christchurch"),
    ("OM", "", "Muscat"),
    ("PE", "", "Lima|Arequipa"),
    ("PH", "", "Manila|Cebu|Makati|Quezon City"),
    ("PK", "", "Karachi|Lahore|Islamabad"),
    ("PL", "", "Warsaw|Kraków|Wrocław|Gdańsk|Poznań|Łódź|Katowice"),
    ("PT", "", "Lisbon|Porto|Braga"),
    ("QA", "", "Doha"),
    ("RO", "", "Bucharest|Cluj-Napoca|Timișoara|Iași"),
    ("RS", "", "Belgrade|Novi Sad"),
    ("RW", "", "Kigali"),
    ("SA", "", "Riyadh|Jeddah|Dammam|Khobar"),
    ("SE", "", "Stockholm|Gothenburg|Malmö|Uppsala|Lund"),
    ("SI", "", "Ljubljana|Maribor"),
    ("SK", "", "Bratislava|Košice"),
    ("SN", "", "Dakar"),
    ("TH", "", "Bangkok|Chiang Mai"),
    ("TN", "", "Tunis"),
    ("TR", "", "Istanbul|Ankara|Izmir|Bursa"),
    ("TW", "", "Taipei|Hsinchu|Taichung"),
    ("TZ", "", "Dar es Salaam"),
    ("UA", "", "Kyiv|Lviv|Kharkiv|Odesa"),
    ("UG", "", "Kampala"),
    ("US", "America/Anchorage", "Anchorage"),
    ("US", "America/Boise", "Boise"),
    (
        "US",
        "America/Chicago",
        "Chicago|Houston|Dallas|Austin|San Antonio|Fort Worth|Minneapolis|Saint Paul|St. Paul|Milwaukee|St. Louis|Kansas City|Nashville|Memphis|\
         New Orleans|Oklahoma City|Tulsa|Omaha|Des Moines|Madison|Irving|Plano|Bentonville|Springdale|Round Rock|Richardson|McKinney|\
         North Chicago|Deerfield|Lake Forest|Northbrook|Downers Grove|Eden Prairie|Brentwood|Kenosha|Waukesha|Moline|Springfield|Baton Rouge",
    ),
    (
        "US",
        "America/Denver",
        "Denver|Boulder|Salt Lake City|Broomfield|Colorado Springs|Albuquerque|Bozeman|Provo|Englewood",
    ),
    ("US", "America/Detroit", "Detroit|Ann Arbor|Dearborn|Grand Rapids|Kalamazoo|Livonia"),
    ("US", "America/Indiana/Indianapolis", "Indianapolis|Fort Wayne"),
    ("US", "America/Kentucky/Louisville", "Louisville"),
    (
        "US",
        "America/Los_Angeles",
        "Los Angeles|San Francisco|San Diego|San Jose|Seattle|Portland|Sacramento|Oakland|Palo Alto|Mountain View|Sunnyvale|Santa Clara|\
         Cupertino|Menlo Park|Redwood City|San Mateo|Irvine|Las Vegas|Redmond|Bellevue|Kirkland|Fremont|Milpitas|Burbank|Pasadena|\
         Pleasanton|Los Gatos|Foster City|Newport Beach|Thousand Oaks|Issaquah|Santa Monica|San Ramon|Beverly Hills|Silicon Valley|Bay Area",
    ),
    (
        "US",
        "America/New_York",
        "New York|New York City|Boston|Philadelphia|Washington|Atlanta|Miami|Charlotte|Raleigh|Durham|Pittsburgh|Baltimore|Cleveland|\
         Columbus|Cincinnati|Tampa|Orlando|Jacksonville|Richmond|Stamford|Hartford|Providence|Newark|Jersey City|Rochester|Buffalo|Reston|\
         Bethesda|Armonk|Waltham|Wilmington|Akron|Toledo|Greenwich|Norwalk|Boca Raton|Princeton|Brooklyn|Manhattan|Rockville|White Plains|\
         Allentown|Framingham|Marlborough|New Brunswick|Parsippany|Sandy Springs|Corning|Purchase|Fort Lauderdale|St. Petersburg",
    ),
    ("US", "America/Phoenix", "Phoenix|Scottsdale|Tempe|Chandler|Tucson|Mesa"),
    ("US", "Pacific/Honolulu", "Honolulu"),
    ("UY", "", "Montevideo"),
    ("VN", "", "Ho Chi Minh City|Hanoi|Da Nang"),
    (
        "ZA",
        "",
        "Cape Town|Johannesburg|Durban|Pretoria|Port Elizabeth|Gqeberha|Sandton|Stellenbosch|Bloemfontein|East London|Centurion|Midrand",
    ),
    ("ZM", "", "Lusaka"),
    ("ZW", "", "Harare|Bulawayo"),
];

static BY_NAME: LazyLock<BTreeMap<String, Vec<City>>> = LazyLock::new(|| {
    let mut map: BTreeMap<String, Vec<City>> = BTreeMap::new();
    for (country, zone, names) in CITIES {
        let zone = if zone.is_empty() { keys::country_zone(country).unwrap_or_default() } else { zone };
        for name in names.split('|').map(str::trim) {
            map.entry(keys::words(name).join(" ")).or_default().push(City { name, country, zone });
        }
    }
    map
});

/// The city of that name, in `country` where one is given. Accents and case do not matter.
#[must_use]
pub fn city(name: &str, country: Option<&str>) -> Option<City> {
    let found = BY_NAME.get(&keys::words(name).join(" "))?;
    found.iter().find(|city| country.is_none_or(|code| city.country.eq_ignore_ascii_case(code))).copied()
}

/// Every city's folded name: for finding cities in a text.
pub fn city_names() -> impl Iterator<Item = (&'static str, City)> {
    BY_NAME.iter().filter_map(|(name, cities)| cities.first().map(|city| (name.as_str(), *city)))
}
