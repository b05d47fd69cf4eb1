//! What holds for any text: no panic, and a key is its own spelling.

use super::{
    company_name_key, country, domain, email, fold, linkedin_company_id, linkedin_id, linkedin_url, name_key,
    phone, time_zone, url,
};
use proptest::{prop_assert, prop_assert_eq, proptest};

proptest! {
    #[test]
    fn no_text_breaks_a_key_and_a_key_is_its_own_spelling(text in "\\PC{0,60}", code in "[A-Z]{2}") {
        if let Ok(key) = email(&text) { prop_assert_eq!(email(&key), Ok(key.clone())); }
        if let Ok(key) = domain(&text) { prop_assert_eq!(domain(&key), Ok(key.clone())); }
        if let Ok(key) = url(&text) { prop_assert_eq!(url(&key), Ok(key.clone())); }
        if let Ok(key) = phone(&text, Some(&code)) {
            prop_assert_eq!(phone(&key, None), Ok(key.clone()));
            prop_assert_eq!(phone(&key, Some(&code)), Ok(key.clone()));
        }
        if let Ok(key) = linkedin_id(&text) { prop_assert_eq!(linkedin_id(&linkedin_url(&key)), Ok(key.clone())); }
        if let Some(key) = name_key(&text) { prop_assert!(name_key(&fold(&text)).is_some() && !key.is_empty()); }
        let _ = (time_zone(&text), country(&text), company_name_key(&text), linkedin_company_id(&text));
    }

    #[test]
    fn an_email_survives_any_dress(local in "[a-z0-9]{1,8}([._-][a-z0-9]{1,8}){0,2}", host in "[a-z]{1,12}\\.(com|de|co\\.za)", name in "[A-Za-z ,\"]{0,12}") {
        let address = format!("{local}@{host}");
        prop_assert_eq!(email(&format!(" {name} <{}> ", address.to_uppercase())), Ok(address.clone()));
    }

    #[test]
    fn a_profile_survives_any_dress(id in "[a-zäöüß0-9]{1,10}(-[a-zé0-9]{1,6}){0,3}", host in "(www|de|za|m)", tail in "(/|/en|\\?trk=a%20b|#x)?") {
        let address = linkedin_url(&id).replace("www", &host);
        prop_assert_eq!(linkedin_id(&format!("{address}{tail}")), Ok(id.to_lowercase()));
    }

    #[test]
    fn a_name_does_not_depend_on_order_or_case(first in "[A-Z][a-zé]{2,9}", last in "[A-Z][a-zö]{3,9}") {
        let key = name_key(&format!("{first} {last}"));
        prop_assert_eq!(name_key(&format!("{}, {first}", last.to_uppercase())), key.clone());
        prop_assert_eq!(name_key(&format!("{last} {first}")), key);
    }

    #[test]
    fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }
}
