//! Countries, by their names in the language of the reader.

use crate::speech::Speech;

/// The codes that the catalogues name, those of countries that are no more among them.
const NAMED: [&str; 215] = [
    "ad", "ae", "af", "ag", "al", "am", "ao", "ar", "at", "au", "aw", "az", "ba", "bb", "bd", "be", "bf", "bg", "bh",
    "bi", "bj", "bm", "bn", "bo", "br", "bs", "bt", "bw", "by", "bz", "ca", "cd", "cf", "cg", "ch", "ci", "cl", "cm",
    "cn", "co", "cr", "cs", "cu", "cv", "cw", "cy", "cz", "dd", "de", "dj", "dk", "dm", "do", "dz", "ec", "ee", "eg",
    "er", "es", "et", "fi", "fj", "fm", "fo", "fr", "ga", "gb", "gd", "ge", "gg", "gh", "gi", "gl", "gm", "gn", "gq",
    "gr", "gt", "gw", "gy", "hk", "hn", "hr", "ht", "hu", "id", "ie", "il", "im", "in", "iq", "ir", "is", "it", "je",
    "jm", "jo", "jp", "ke", "kg", "kh", "ki", "km", "kn", "kp", "kr", "kw", "ky", "kz", "la", "lb", "lc", "li", "lk",
    "lr", "ls", "lt", "lu", "lv", "ly", "ma", "mc", "md", "me", "mg", "mh", "mk", "ml", "mm", "mn", "mo", "mr", "mt",
    "mu", "mv", "mw", "mx", "my", "mz", "na", "ne", "ng", "ni", "nl", "no", "np", "nr", "nz", "om", "pa", "pe", "pg",
    "ph", "pk", "pl", "pr", "ps", "pt", "pw", "py", "qa", "ro", "rs", "ru", "rw", "sa", "sb", "sc", "sd", "se", "sg",
    "si", "sk", "sl", "sm", "sn", "so", "sr", "ss", "st", "su", "sv", "sy", "sz", "td", "tg", "th", "tj", "tl", "tm",
    "tn", "to", "tr", "tt", "tv", "tw", "tz", "ua", "ug", "us", "uy", "uz", "va", "vc", "ve", "vg", "vn", "vu", "ws",
    "xk", "ye", "yu", "za", "zm", "zw",
];

/// What a country is called. Of a code that no catalogue names, the code.
pub fn country(speech: Speech, code: &str) -> String {
    let lower = code.to_ascii_lowercase();
    if NAMED.binary_search(&lower.as_str()).is_ok() { speech.say(&format!("country-{lower}")) } else { code.to_owned() }
}

/// Several, with commas between.
pub fn countries(speech: Speech, codes: &[String]) -> String {
    codes.iter().map(|code| country(speech, code)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::Tongue;

    #[test]
    fn every_code_has_a_name_in_every_language_and_others_stay_codes() {
        assert!(NAMED.is_sorted());
        for speech in Tongue::ALL.map(Speech::of) {
            for code in NAMED {
                assert_ne!(country(speech, &code.to_ascii_uppercase()), code.to_ascii_uppercase());
            }
            assert_eq!(country(speech, "QQ"), "QQ");
        }
        assert_eq!(
            Tongue::ALL.map(|tongue| country(Speech::of(tongue), "SU")),
            ["Soviet Union", "Советский Союз", "Sowjetunion"]
        );
    }
}
