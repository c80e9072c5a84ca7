//! Grounds: the words that decided, as a delivery keeps them, drawn for people.

use maud::{Markup, html};

use crate::speech::Speech;

/// Draws what `matching` wrote, such as `` `silicon` in title; `kind:patent` ``: the words of each place together. What is
/// written otherwise stays as it is.
pub fn grounds(speech: Speech, written: &str) -> Markup {
    let mut places: Vec<(Place<'_>, Vec<&str>)> = Vec::new();
    for ground in written.split("; ") {
        let (place, word) = parts(ground);
        match places.iter_mut().find(|(held, _)| *held == place) {
            Some((_, words)) => words.push(word),
            None => places.push((place, vec![word])),
        }
    }
    html! {
        @for (at, (place, words)) in places.iter().enumerate() {
            @if at > 0 { "; " }
            @for (at, word) in words.iter().enumerate() {
                @if at > 0 { ", " }
                @if *place == Place::Unknown { bdi { (word) } } @else { mark { bdi { (word) } } }
            }
            @if let Place::In(place) = place { " " (speech.say(&format!("ground-{place}"))) }
        }
    }
}

/// The same as text, without the signs in which grounds are kept.
pub fn said(speech: Speech, written: &str) -> String {
    let said = |ground: &str| match parts(ground) {
        (Place::In(place), word) => format!("{word} {}", speech.say(&format!("ground-{place}"))),
        (_, word) => word.to_owned(),
    };
    written.split("; ").filter(|ground| !ground.is_empty()).map(said).collect::<Vec<_>>().join("; ")
}

/// Where a word decided.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place<'a> {
    /// In a part of the record.
    In(&'a str),
    /// In no part of it: a kind, a year.
    Whole,
    /// What is written is nothing that `matching` writes.
    Unknown,
}

/// The places that `matching` names.
const PLACES: [&str; 6] = ["title", "abstract", "keywords", "author", "org", "source"];

fn parts(ground: &str) -> (Place<'_>, &str) {
    let Some((word, rest)) = ground.strip_prefix('`').and_then(|inner| inner.rsplit_once('`')) else {
        return (Place::Unknown, ground);
    };
    match rest.strip_prefix(" in ") {
        Some(place) if PLACES.contains(&place) => (Place::In(place), word),
        None if rest.is_empty() => (Place::Whole, word),
        _ => (Place::Unknown, ground),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::Tongue;

    #[test]
    fn what_decided_is_marked_with_its_place() {
        let drawn = |written: &str| grounds(Speech::of(Tongue::English), written).into_string();
        assert_eq!(
            drawn("`silicon` in title; `kind:patent`; `diode` in title"),
            "<mark><bdi>silicon</bdi></mark>, <mark><bdi>diode</bdi></mark> in the title; <mark><bdi>kind:patent</bdi></mark>"
        );
        assert_eq!(drawn("`a`b` in title"), "<mark><bdi>a`b</bdi></mark> in the title");
        let as_text = said(Speech::of(Tongue::English), "`silicon` in title; `kind:patent`; odd");
        assert_eq!(as_text, "silicon in the title; kind:patent; odd");
        for odd in ["", "silicon", "`silicon", "`silicon` in nowhere", "`silicon` of title"] {
            assert_eq!(drawn(odd), format!("<bdi>{odd}</bdi>"));
        }
    }
}
