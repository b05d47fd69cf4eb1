//! What columns are called, in the languages files come in.

use crate::crm::keys;
use entity::import_parts::ImportField::{self, *};
use std::{collections::HashMap, sync::LazyLock};

/// Names as [`key`] spells them: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Swedish.
const NAMES: [(ImportField, &str); 25] = [
    (
        FirstName,
        "first firstname givenname forename vorname rufname prenom nombre primernombre nome primeironome voornaam imie fornamn",
    ),
    (
        LastName,
        "last lastname surname familyname nachname familienname zuname nom nomdefamille apellido apellidos cognome sobrenome apelido achternaam nazwisko efternamn",
    ),
    (
        FullName,
        "name fullname contact contactname person leadname ansprechpartner kontakt vollstandigername nomcomplet nombrecompleto nomecompleto volledigenaam imieinazwisko fullstandigtnamn displayname",
    ),
    (
        Email,
        "email mail emailaddress mailaddress workemail businessemail primaryemail contactemail emailadresse mailadresse courriel adressemail adresseemail correo correoelectronico email1 email1value emailwork indirizzoemail enderecodeemail emailadres adresemail epost epostadress",
    ),
    (
        Phone,
        "phone phonenumber telephone tel mobile mobilephone mobilenumber cell cellphone directphone workphone telefon telefonnummer handy mobil mobilnummer rufnummer telephoneportable portable telefono movil celular cellulare telefone telemovel telefoonnummer telefoon numertelefonu phone1value directdial",
    ),
    (
        LinkedinUrl,
        "linkedin linkedinurl linkedinprofile linkedinprofileurl personlinkedinurl contactlinkedinprofileurl profileurl liurl linkedinlink publicprofileurl",
    ),
    (
        Title,
        "title jobtitle position role job occupation headline funktion berufsbezeichnung stelle stellenbezeichnung jobbezeichnung poste fonction titre cargo puesto ruolo qualifica functie stanowisko befattning",
    ),
    (Seniority, "seniority senioritylevel managementlevel level hierarchieebene karrierestufe seniorite"),
    (
        Department,
        "department departments dept division team abteilung bereich departement service departamento reparto dipartimento afdeling dzial avdelning jobfunction",
    ),
    (
        CompanyName,
        "company companyname organization organisation organizationname account accountname employer business firma unternehmen firmenname arbeitgeber entreprise societe nomdelentreprise empresa nombredelaempresa azienda societa bedrijf bedrijfsnaam foretag nazwafirmy currentcompany companynameforemails",
    ),
    (
        CompanyDomain,
        "domain companydomain website companywebsite web url webseite homepage internetseite siteweb siteinternet sitioweb paginaweb sito sitoweb site strona webbplats companyurl emaildomain",
    ),
    (
        CompanyIndustry,
        "industry companyindustry sector branche industrie secteur secteurdactivite industria settore setor bransch branza",
    ),
    (
        CompanyEmployees,
        "employees employeecount numberofemployees companysize size headcount noofemployees mitarbeiter mitarbeiterzahl anzahlmitarbeiter unternehmensgrosse effectif nombredemployes empleados numerodeempleados dipendenti funcionarios aantalmedewerkers",
    ),
    (Country, "country countrycode personcountry land pays pais paese kraj nation countryregion"),
    (City, "city town personcity ort stadt wohnort ville ciudad citta cidade plaats stad miasto locality"),
    (TimeZone, "timezone tz zeitzone fuseauhoraire zonahoraria fusoorario"),
    (
        Tags,
        "tags tag labels label keywords schlagworte schlagworter etiketten etiquettes etiquetas etichette",
    ),
    (Source, "source leadsource origin quelle leadquelle herkunft origine fuente fonte bron zrodlo kalla"),
    (Segment, "segment companysegment kundensegment"),
    (Priority, "priority prioritat priorite prioridad priorita prioriteit priorytet"),
    (PreferredChannel, "preferredchannel channel contactchannel bevorzugterkanal kanal"),
    (Icebreaker, "icebreaker openingline firstline personalization personalizedline opener"),
    (Instagram, "instagram instagramhandle instagramurl ig"),
    (X, "x twitter twitterhandle twitterurl"),
    (Whatsapp, "whatsapp whatsappnumber wa"),
];

static KNOWN: LazyLock<HashMap<&'static str, ImportField>> = LazyLock::new(|| {
    let each = NAMES.iter().flat_map(|(field, names)| names.split(' ').map(|name| (name, *field)));
    each.chain([("facebook", Facebook), ("facebookurl", Facebook), ("fb", Facebook)]).collect()
});

/// Folded, letters and digits only.
pub fn key(name: &str) -> String {
    keys::fold(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What a column of this name is, and how sure that is: its whole name, or how it begins or ends.
pub fn field(name: &str) -> Option<(ImportField, f64)> {
    let whole = key(name);
    if let Some(field) = KNOWN.get(whole.as_str()) {
        return Some((*field, 0.95));
    }
    let words: Vec<String> =
        name.split(|c: char| !c.is_alphanumeric()).map(key).filter(|w| !w.is_empty()).collect();
    let is_company = words
        .iter()
        .any(|word| ["company", "account", "organization", "firma", "empresa"].contains(&word.as_str()));
    let pairs = words.windows(2).map(<[String]>::concat);
    let singles = words.iter().filter(|word| KNOWN.get(word.as_str()) != Some(&CompanyName)).cloned();
    let found = pairs.chain(singles).find_map(|part| KNOWN.get(part.as_str()).copied());
    match found? {
        // A company's phone or city is not the person's.
        Phone | City | Country | LinkedinUrl | Facebook | X | Instagram | Title if is_company => None,
        field => Some((field, 0.7)),
    }
}

/// Is this what people call a column?
pub fn is_known_name(cell: &str) -> bool {
    KNOWN.contains_key(key(cell).as_str())
}
