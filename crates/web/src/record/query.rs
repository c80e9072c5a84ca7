//! A search as it stands in an address: the query with what narrows it.

use matching::{Atom, Field, Pattern, Query, Years, parse};
use model::Kind;

/// The address of a search.
pub fn search_address(query: &str, page: usize) -> String {
    const PAGE: &str = "/records?";
    let mut address = form_urlencoded::Serializer::for_suffix(PAGE.to_owned(), PAGE.len());
    address.append_pair("q", query);
    if page > 1 {
        address.append_pair("page", &page.to_string());
    }
    address.finish()
}

/// What a value of a facet asks of a record; `None` for a value that the language has no words for.
pub(super) fn part(facet: &str, value: &str) -> Option<Query> {
    Some(match facet {
        "kind" => Query::Atom(Atom::Kind(Kind::from_word(value)?)),
        "year" => {
            let year = value.parse().ok()?;
            Query::Year(Years { from: year, to: year })
        }
        "lang" => Query::Atom(Atom::language(value)?),
        "class" => Query::Atom(Atom::class(value, false)),
        "source" => Query::Text(Field::Source, Pattern::words(value)),
        _ => return None,
    })
}

/// The parts that all have to hold.
fn parts(query: &str) -> Vec<Query> {
    match parse(query) {
        Ok(Query::And(parts)) => parts,
        Ok(query) => vec![query],
        Err(_) => Vec::new(),
    }
}

/// Whether a query asks for a part, and the query without it if it does, or with it if not.
pub(super) fn toggled(query: &str, part: &Query) -> (bool, String) {
    let mut held = parts(query);
    let before = held.len();
    // A part that was written otherwise, as a phrase in quotes, reads the same.
    let written = part.to_string();
    held.retain(|one| one != part && one.to_string() != written);
    let chosen = held.len() < before;
    if !chosen {
        held.push(part.clone());
    }
    let query = match held.len() {
        0 => String::new(),
        1 => held.remove(0).to_string(),
        _ => Query::And(held).to_string(),
    };
    (chosen, query)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, facet: &str, value: &str, expected: &str) {
        let part = part(facet, value).unwrap();
        let (chosen, narrowed) = toggled(query, &part);
        assert_eq!(narrowed, expected);
        assert!(!chosen);
        let (chosen, back) = toggled(&narrowed, &part);
        assert!(chosen, "`{narrowed}` asks for `{part}`");
        assert_eq!(parse(&back).ok(), parse(query).ok(), "taken away again, the query is what it was");
    }

    #[test]
    fn a_facet_narrows_a_query_and_is_taken_away_again() {
        check("turbine blades", "kind", "patent", "turbine AND blades AND kind:patent");
        check("turbine OR blade", "year", "1962", "(turbine OR blade) AND year:1962");
        check("turbine", "lang", "ru", "turbine AND lang:ru");
        check("NOT marine", "class", "H01L21/02", "NOT marine AND class:h01l21/02");
        check("turbine", "source", "Soviet Physics", "turbine AND source:\"Soviet Physics\"");
    }

    #[test]
    fn what_was_the_whole_query_leaves_none() {
        let part = part("kind", "patent").unwrap();
        assert_eq!(toggled("kind:patent", &part), (true, String::new()));
    }

    #[test]
    fn addresses_carry_any_letters() {
        assert_eq!(search_address("a&b=\"ю\"", 2), "/records?q=a%26b%3D%22%D1%8E%22&page=2");
    }
}
