//! The names of authors as arXiv lists them: one string, in reading order.

use model::{Contributor, Name, Role};

/// What one piece of the list says.
#[derive(Debug, PartialEq)]
pub(super) enum Listed {
    /// A person or a body.
    Name(Name),
    /// `et al.`
    AndOthers,
}

/// Words that show a body among persons.
const BODIES: &[&str] = &[
    "collaboration",
    "collaborations",
    "consortium",
    "team",
    "group",
    "project",
    "committee",
    "organization",
    "institute",
    "university",
    "members",
    "initiative",
];

/// Takes the list apart at commas and at `and`; brackets with affiliations are passed over.
pub(super) fn listed(authors: &str, names_max: usize) -> Vec<Listed> {
    let bare;
    let authors = if authors.contains('(') {
        bare = without_brackets(authors);
        bare.as_str()
    } else {
        authors
    };
    let mut found: Vec<Listed> = Vec::new();
    for piece in authors.split(',') {
        for piece in piece.split(" and ") {
            if found.len() >= names_max {
                return found;
            }
            let piece = piece.trim();
            let piece = piece.strip_prefix("and ").unwrap_or(piece).trim();
            if piece.is_empty() {
                continue;
            }
            // `J. Smith, Jr.` is one person.
            if is_suffix(piece)
                && let Some(Listed::Name(Name::Person { given: Some(given), .. })) = found.last_mut()
            {
                given.push_str(", ");
                given.push_str(piece);
                continue;
            }
            let (piece, others) = match piece.strip_suffix("et al.").or_else(|| piece.strip_suffix("et al")) {
                Some(rest) => (rest.trim(), true),
                None => (piece, false),
            };
            if !piece.is_empty() {
                found.push(Listed::Name(name(piece)));
            }
            if others {
                found.push(Listed::AndOthers);
            }
        }
    }
    found
}

/// A name that the source took apart into family name, given names and suffix.
pub(super) fn parsed(family: &str, given: &str, suffix: &str) -> Option<Contributor> {
    let name = match (family, given) {
        ("", "") => return None,
        ("", whole) => Name::Whole(whole.to_owned()),
        // Only bodies stand without given names.
        (whole, "") => Name::Whole(whole.to_owned()),
        (family, given) => {
            let given = if suffix.is_empty() { given.to_owned() } else { format!("{given}, {suffix}") };
            Name::Person { family: family.to_owned(), given: Some(given) }
        }
    };
    Some(Contributor::new(name, Role::Author))
}

/// `J. Smith` is Smith, J.; particles go with the family name (`Alban de Vaucorbeil`), a suffix
/// goes behind the given names (`Smith, J., Jr`). One word, or a body, stays whole.
fn name(piece: &str) -> Name {
    let mut words: Vec<&str> = piece.split_whitespace().collect();
    let squeezed = |words: &[&str]| words.join(" ");
    let is_body = words.first().is_some_and(|word| word.eq_ignore_ascii_case("the"))
        && words.last().is_none_or(|word| word.len() > 4)
        || words.iter().any(|word| BODIES.iter().any(|body| word.eq_ignore_ascii_case(body)))
        || words.contains(&"for");
    let suffix = words.pop_if(|word| is_suffix(word));
    if is_body || words.len() < 2 {
        words.extend(suffix);
        return Name::Whole(squeezed(&words));
    }
    // The family name begins at the last word, or at the first of the small words before it.
    let mut first = words.len() - 1;
    while first > 1 && is_particle(words[first - 1]) {
        first -= 1;
    }
    let (given, family) = words.split_at(first);
    let mut given = squeezed(given);
    if let Some(suffix) = suffix {
        given.push_str(", ");
        given.push_str(suffix);
    }
    Name::Person { family: squeezed(family), given: Some(given) }
}

fn is_suffix(word: &str) -> bool {
    matches!(word, "Jr" | "Jr." | "Sr" | "Sr." | "II" | "III" | "IV")
}

/// Small words before a family name; some are written with a capital.
fn is_particle(word: &str) -> bool {
    const CAPITAL: &[&str] =
        &["De", "Da", "Di", "Du", "Del", "Della", "La", "Le", "Van", "Von", "Der", "Den", "Ter", "Dos", "El", "Al"];
    // `C. d'Angelo` and `t Hooft` begin small as well; Chinese given names are hyphenated capitals.
    let small = word.chars().next().is_some_and(char::is_lowercase) && !word.contains('.') && word.len() <= 6;
    small || CAPITAL.contains(&word)
}

/// The text without what stands in round brackets, nested ones included.
fn without_brackets(text: &str) -> String {
    let mut depth = 0usize;
    text.chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' if depth > 0 => {
                    depth -= 1;
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(authors: &str, expected: &str) {
        let shown: Vec<String> = listed(authors, 100)
            .into_iter()
            .map(|listed| match listed {
                Listed::Name(Name::Person { family, given }) => format!("{family}|{}", given.unwrap_or_default()),
                Listed::Name(Name::Whole(name)) => format!("[{name}]"),
                Listed::AndOthers => "...".to_owned(),
            })
            .collect();
        assert_eq!(shown.join("; "), expected);
    }

    #[test]
    fn a_name_in_reading_order_ends_with_the_family_name() {
        check("Ida Ohm, J. P. Volt", "Ohm|Ida; Volt|J. P.");
        check("Bernhard von Ampere, Bart A. P. de Watt", "von Ampere|Bernhard; de Watt|Bart A. P.");
        check("Johan van der Henry, A. Di Siemens", "van der Henry|Johan; Di Siemens|A.");
        check("Y. -c. Farad", "Farad|Y. -c.");
        check("Prashant", "[Prashant]");
        check("", "");
    }

    #[test]
    fn and_divides_and_suffixes_stay_with_their_person() {
        check("Ida Ohm, Max Volt, and Eva Tesla", "Ohm|Ida; Volt|Max; Tesla|Eva");
        check("Ida Ohm and Max Volt", "Ohm|Ida; Volt|Max");
        check("Max Volt, Jr., Eva Tesla III", "Volt|Max, Jr.; Tesla|Eva, III");
        check("Ida Ohm, et al.", "Ohm|Ida; ...");
    }

    #[test]
    fn bodies_stay_whole_and_brackets_are_passed_over() {
        check(" The Crane Collaboration, Ida Ohm", "[The Crane Collaboration]; Ohm|Ida");
        check("P. Volt, the HOIST Team", "Volt|P.; [the HOIST Team]");
        check("Ida Ohm (1), Max Volt (2) ((1) Works, No. 4, (2) Mill)", "Ohm|Ida; Volt|Max");
        check("The Anh Bui", "Bui|The Anh");
    }
}
