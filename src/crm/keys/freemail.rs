//! Domains that many unrelated people share; never a company's key (rules 8, 16, 22).

/// Brands with a domain per country: gmx.de, yahoo.co.jp.
const BRANDS: [&str; 14] = [
    "aol",
    "freenet",
    "gmail",
    "gmx",
    "googlemail",
    "hotmail",
    "live",
    "outlook",
    "protonmail",
    "rocketmail",
    "tutanota",
    "yahoo",
    "yandex",
    "ymail",
];

/// Mail providers, access providers and disposable mail.
const MAIL: &[&str] = &[
    "10minutemail.com",
    "126.com",
    "139.com",
    "163.com",
    "189.cn",
    "abv.bg",
    "aim.com",
    "alice.it",
    "aliyun.com",
    "arcor.de",
    "att.net",
    "bellsouth.net",
    "bigpond.com",
    "bigpond.net.au",
    "bluewin.ch",
    "bol.com.br",
    "btinternet.com",
    "centrum.cz",
    "charter.net",
    "comcast.net",
    "cox.net",
    "daum.net",
    "disroot.org",
    "duck.com",
    "earthlink.net",
    "email.com",
    "email.cz",
    "fastmail.com",
    "fastmail.fm",
    "foxmail.com",
    "free.fr",
    "gawab.com",
    "guerrillamail.com",
    "hanmail.net",
    "hey.com",
    "hushmail.com",
    "icloud.com",
    "iinet.net.au",
    "inbox.com",
    "inbox.lv",
    "inbox.ru",
    "interia.pl",
    "juno.com",
    "kolumbus.fi",
    "laposte.net",
    "libero.it",
    "list.ru",
    "lycos.com",
    "mac.com",
    "mail.com",
    "mail.de",
    "mail.ee",
    "mail.ru",
    "mailbox.org",
    "mailinator.com",
    "me.com",
    "msn.com",
    "mweb.co.za",
    "naver.com",
    "neuf.fr",
    "ntlworld.com",
    "o2.pl",
    "onet.pl",
    "op.pl",
    "optonline.net",
    "optusnet.com.au",
    "orange.fr",
    "passport.com",
    "pm.me",
    "posteo.de",
    "posteo.net",
    "proton.me",
    "qq.com",
    "rambler.ru",
    "rediff.com",
    "rediffmail.com",
    "riseup.net",
    "rogers.com",
    "sapo.pt",
    "sbcglobal.net",
    "seznam.cz",
    "sfr.fr",
    "shaw.ca",
    "sina.cn",
    "sina.com",
    "singnet.com.sg",
    "skynet.be",
    "sohu.com",
    "sympatico.ca",
    "t-online.de",
    "talktalk.net",
    "telenet.be",
    "telia.com",
    "telkomsa.net",
    "telus.net",
    "tempmail.com",
    "terra.com.br",
    "tin.it",
    "tiscali.it",
    "trashmail.com",
    "tuta.com",
    "tuta.io",
    "ukr.net",
    "uol.com.br",
    "usa.net",
    "verizon.net",
    "videotron.ca",
    "virgilio.it",
    "virginmedia.com",
    "vodamail.co.za",
    "wanadoo.fr",
    "web.de",
    "webmail.co.za",
    "windowslive.com",
    "wp.pl",
    "xs4all.nl",
    "xtra.co.nz",
    "yeah.net",
    "yopmail.com",
    "zoho.com",
    "zohomail.com",
];

/// Pages of many companies under one roof, where a provider names them as "website".
const PAGES: [&str; 8] = [
    "business.site",
    "carrd.co",
    "facebook.com",
    "instagram.com",
    "linktr.ee",
    "twitter.com",
    "wa.me",
    "youtube.com",
];

/// Is this registrable domain shared by people who have nothing to do with each other?
#[must_use]
pub fn is_freemail(domain: &str) -> bool {
    let brand = domain.split('.').next().unwrap_or_default();
    BRANDS.contains(&brand) || MAIL.binary_search(&domain).is_ok() || PAGES.contains(&domain)
}

#[cfg(test)]
mod tests {
    use super::{MAIL, is_freemail};

    #[test]
    fn the_list_can_be_searched() {
        assert!(MAIL.is_sorted());
    }

    #[test]
    fn brands_count_in_every_country() {
        assert!(is_freemail("yahoo.co.jp") && is_freemail("gmail.com") && is_freemail("web.de"));
        assert!(
            !is_freemail("acme.com") && !is_freemail("livenation.com") && !is_freemail("outlookgroup.de")
        );
    }
}
