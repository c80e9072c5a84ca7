//! Names and places of those who have to do with a patent.

use model::{Affiliation, Name};

use crate::markup::squeeze;

/// A person whose name the source takes apart. A suffix (`Jr.`, `III`) goes with the family name,
/// as gazettes print it.
pub(crate) fn person(family: &str, given: &str, suffix: &str) -> Option<Name> {
    let (family, given, suffix) = (squeeze(family), squeeze(given), squeeze(suffix));
    if family.is_empty() {
        return whole(&given);
    }
    let family = if suffix.is_empty() { family } else { format!("{family} {suffix}") };
    Some(Name::Person { family, given: (!given.is_empty()).then_some(given) })
}

/// A body, or a person whose name is in one piece.
pub(crate) fn whole(name: &str) -> Option<Name> {
    let name = squeeze(name);
    (!name.is_empty()).then_some(Name::Whole(name))
}

/// Where somebody lives or sits: city and state as the name, the country by its code. A state
/// without a country is one of the United States: their files leave the country out only then.
pub(crate) fn residence(city: &str, state: &str, country_code: &str) -> Option<Affiliation> {
    let (city, state) = (squeeze(city), squeeze(state));
    let code = country(country_code).or_else(|| {
        let american = state.len() == 2 && country_code.trim().is_empty();
        american.then(|| "US".to_owned())
    });
    let name = match (city.is_empty(), state.is_empty()) {
        (false, false) => format!("{city}, {state}"),
        _ => city + &state,
    };
    (!name.is_empty() || code.is_some()).then(|| Affiliation { country: code, ..Affiliation::named(name) })
}

/// A country code: two letters, or the three characters of the older American files, which end
/// in `X` or a digit (`JPX`, `GB2`). Codes of organisations (WIPO ST.3) are no countries.
pub(crate) fn country(code: &str) -> Option<String> {
    const ORGANISATIONS: &[&str] = &["AP", "BX", "EA", "EM", "EP", "GC", "IB", "OA", "WO", "XN", "XX"];
    let code = code.trim().to_ascii_uppercase();
    let (letters, rest) = code.split_at_checked(2)?;
    let fits = letters.bytes().all(|b| b.is_ascii_uppercase())
        && (rest.is_empty() || rest == "X" || (rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit())));
    (fits && !ORGANISATIONS.contains(&letters)).then(|| letters.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_known_in_old_and_new_codes() {
        for (code, expected) in [
            ("JP", "JP"),
            ("JPX", "JP"),
            ("GB2", "GB"),
            ("SUX", "SU"),
            ("us", "US"),
            ("omitted", ""),
            ("unknown", ""),
            ("WO", ""),
            ("Ö", ""),
            ("", ""),
        ] {
            assert_eq!(country(code).unwrap_or_default(), expected, "{code}");
        }
    }

    #[test]
    fn a_state_without_a_country_is_american_and_an_unknown_country_is_none() {
        for (city, state, code, expected) in [
            ("Akron", "OH", "", "Akron, OH; US"),
            ("Delft", "", "NLX", "Delft; NL"),
            ("Toronto", "Ontario", "", "Toronto, Ontario; -"),
            ("Toronto", "ON", "unknown", "Toronto, ON; -"),
            ("", "", "CH", "; CH"),
            ("", "", "unknown", "none"),
        ] {
            let place = residence(city, state, code);
            let shown = place.map(|p| format!("{}; {}", p.name, p.country.unwrap_or("-".to_owned())));
            assert_eq!(shown.unwrap_or("none".to_owned()), expected);
        }
    }

    #[test]
    fn a_suffix_goes_with_the_family_name() {
        let shown = |family, given, suffix| person(family, given, suffix).map(|n| n.display()).unwrap_or_default();
        assert_eq!(shown("Savage", "James  A.", "III"), "James A. Savage III");
        assert_eq!(shown("Savage", "", ""), "Savage");
        assert_eq!(shown("", "Only", ""), "Only");
        assert_eq!(shown(" ", "", "Jr."), "");
    }
}
