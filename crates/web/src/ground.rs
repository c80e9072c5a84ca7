//! Grounds: the words that decided, as a delivery keeps them, drawn for people.

use matching::GIVEN_BY_OFFICE;
use maud::{Markup, html};
use model::{ConceptCode, Crosswalk, MappingRelation};

use crate::office::class_link;
use crate::speech::Speech;

/// Draws what `matching` wrote, such as `` `silicon` in title; `kind:patent` ``: the words of each place together, and a class
/// that was met over a crosswalk with the way. What is written otherwise stays as it is.
pub fn grounds(speech: Speech, written: &str) -> Markup {
    drawn(speech, None, written)
}

/// The same, where there is room: classes with their labels, each leading to its page.
pub fn grounds_with_labels(speech: Speech, crosswalk: &Crosswalk, written: &str) -> Markup {
    drawn(speech, Some(crosswalk), written)
}

fn drawn(speech: Speech, crosswalk: Option<&Crosswalk>, written: &str) -> Markup {
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
                @if *place == Place::Unknown { bdi { (word) } }
                @else if let Some(way) = way(word).filter(|_| place.is_property()) { (way_drawn(speech, crosswalk, &way)) }
                @else { mark { bdi { (word) } } }
                @if let Some(crosswalk) = crosswalk.filter(|_| place.is_property()) { (classes_of(speech, crosswalk, word)) }
            }
            @if let Place::In(place) = place { " " (speech.say(&format!("ground-{place}"))) }
            @if *place == Place::ByOffice { " " (speech.say("ground-by-office")) }
        }
    }
}

/// The same as text, without the signs in which grounds are kept.
pub fn said(speech: Speech, written: &str) -> String {
    let said = |ground: &str| match parts(ground) {
        (Place::In(place), word) => format!("{word} {}", speech.say(&format!("ground-{place}"))),
        (Place::ByOffice, word) => format!("{} {}", way_said(speech, word), speech.say("ground-by-office")),
        (_, word) => way_said(speech, word),
    };
    written.split("; ").filter(|ground| !ground.is_empty()).map(said).collect::<Vec<_>>().join("; ")
}

/// A step of a way, as it is written.
enum Step<'a> {
    /// Where it begins.
    Asked(&'a str),
    /// Down to a class below.
    Below(&'a str),
    /// Over a mapping.
    Mapped(MappingRelation, &'a str),
}

/// A way as `matching` writes it: `GRNTI 29 → exact → FORD 1.3`. `None` for what is none.
fn way(written: &str) -> Option<Vec<Step<'_>>> {
    let mut parts = written.split(" \u{2192} ");
    let mut steps = vec![Step::Asked(parts.next()?)];
    while let Some(step) = parts.next() {
        let to = parts.next()?;
        steps.push(match step {
            "below" => Step::Below(to),
            relation => Step::Mapped(MappingRelation::from_word(relation)?, to),
        });
    }
    (steps.len() > 1).then_some(steps)
}

impl Step<'_> {
    /// What the class is to the one before, in words; nothing for the first.
    fn said(&self, speech: Speech) -> Option<String> {
        match self {
            Step::Asked(_) => None,
            Step::Below(_) => Some(speech.say("way-below")),
            Step::Mapped(relation, _) => Some(speech.say(&format!("way-{}", relation.word()))),
        }
    }

    fn class(&self) -> &str {
        match self {
            Step::Asked(class) | Step::Below(class) | Step::Mapped(_, class) => class,
        }
    }
}

/// A way as a text, for letters and sentences. What is none stays as it is.
pub fn way_said(speech: Speech, written: &str) -> String {
    let Some(steps) = way(written) else { return written.to_owned() };
    let said = steps.iter().map(|step| match step.said(speech) {
        Some(said) => format!("{said} {}", step.class()),
        None => step.class().to_owned(),
    });
    said.collect::<Vec<_>>().join(" \u{2192} ")
}

fn way_drawn(speech: Speech, crosswalk: Option<&Crosswalk>, steps: &[Step<'_>]) -> Markup {
    html! {
        @for step in steps {
            @if let Some(said) = step.said(speech) { " \u{2192} " (said) " " }
            @match crosswalk.zip(code(step.class())) {
                Some((crosswalk, code)) => (class_link(speech, crosswalk, &code)),
                None => mark { bdi { (step.class()) } },
            }
        }
    }
}

/// A class as it is displayed: `GRNTI 27.35`, `works W1`.
fn code(displayed: &str) -> Option<ConceptCode> {
    let (scheme, notation) = displayed.split_once(' ')?;
    Some(ConceptCode::new(scheme, notation))
}

/// What a class of a query is called in each scheme that has it.
fn classes_of(speech: Speech, crosswalk: &Crosswalk, word: &str) -> Markup {
    let Some(asked) = word.strip_prefix("class:") else { return html! {} };
    let classes = crosswalk.classes_of_code(asked.trim_matches('"'));
    html! {
        @if !classes.is_empty() {
            " ("
            @for (at, class) in classes.iter().enumerate() { @if at > 0 { ", " } (class_link(speech, crosswalk, class)) }
            ")"
        }
    }
}

/// The classes that a query asks for, each with what it is called in the schemes that have it; nothing for those that no
/// scheme has.
pub fn classes_asked(speech: Speech, crosswalk: &Crosswalk, query: &str) -> Markup {
    let Ok(query) = matching::parse(query) else { return html! {} };
    let asked: Vec<String> = query.classes().into_iter().map(|(class, _)| class.to_string()).collect();
    let known = asked.iter().map(|asked| (asked, classes_of(speech, crosswalk, asked)));
    let known: Vec<_> = known.filter(|(_, classes)| !classes.0.is_empty()).collect();
    html! {
        @if !known.is_empty() {
            div class="quiet" {
                @for (at, (asked, classes)) in known.iter().enumerate() {
                    @if at > 0 { "; " }
                    code { bdi { (asked) } } (classes)
                }
            }
        }
    }
}

/// Where a word decided.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place<'a> {
    /// In a part of the record.
    In(&'a str),
    /// In no part of it: a kind, a year.
    Whole,
    /// A class that the office gave and no source says.
    ByOffice,
    /// What is written is nothing that `matching` writes.
    Unknown,
}

impl Place<'_> {
    /// Whether what is there is no word of the record.
    fn is_property(&self) -> bool {
        matches!(self, Place::Whole | Place::ByOffice)
    }
}

/// The places that `matching` names.
const PLACES: [&str; 7] = ["title", "abstract", "keywords", "author", "org", "source", "question"];

fn parts(ground: &str) -> (Place<'_>, &str) {
    let Some((word, rest)) = ground.strip_prefix('`').and_then(|inner| inner.rsplit_once('`')) else {
        return (Place::Unknown, ground);
    };
    match rest.strip_prefix(" in ") {
        Some(place) if PLACES.contains(&place) => (Place::In(place), word),
        None if rest.is_empty() => (Place::Whole, word),
        None if rest.strip_prefix(' ') == Some(GIVEN_BY_OFFICE) => (Place::ByOffice, word),
        _ => (Place::Unknown, ground),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::Tongue;

    #[test]
    fn a_way_over_a_crosswalk_is_told_in_every_language() {
        let written = "`FORD 1.3 → exact → GRNTI 29 → below → GRNTI 29.33`";
        let drawn = Tongue::ALL.map(|tongue| grounds(Speech::of(tongue), written).into_string());
        assert_eq!(
            drawn[0],
            "<mark><bdi>FORD 1.3</bdi></mark> → exactly <mark><bdi>GRNTI 29</bdi></mark> → in it <mark><bdi>GRNTI 29.33</bdi></mark>"
        );
        assert!(drawn[1] != drawn[0] && drawn[2] != drawn[0] && drawn[1] != drawn[2]);
        let said = way_said(Speech::of(Tongue::English), "FORD 1.3 → exact → GRNTI 29");
        assert_eq!(said, "FORD 1.3 → exactly GRNTI 29");
        for odd in ["a → b", "a → like → b", "a → exact"] {
            assert_eq!(way_said(Speech::of(Tongue::German), odd), odd, "what is no way stays as it is");
        }
    }

    #[test]
    fn classes_are_called_by_their_labels_where_there_is_room() {
        let concept = model::Concept::labelled("29", "Physics");
        let scheme = model::ConceptScheme::kept(model::SchemeHead::named("grnti"), vec![concept]).unwrap().0;
        let crosswalk = Crosswalk::new(Vec::new(), [std::sync::Arc::new(scheme)]).0;
        let drawn = |written| grounds_with_labels(Speech::of(Tongue::English), &crosswalk, written).into_string();
        let link =
            "<a href=\"/office/schemes/grnti/class?code=29\"><bdi>GRNTI 29</bdi> <span><bdi>Physics</bdi></span></a>";
        assert_eq!(drawn("`class:29`"), format!("<mark><bdi>class:29</bdi></mark> ({link})"));
        assert_eq!(drawn("`FORD 1.3 → exact → GRNTI 29`"), format!("<bdi>FORD 1.3</bdi> → exactly {link}"));
    }

    #[test]
    fn what_decided_is_marked_with_its_place() {
        let drawn = |written: &str| grounds(Speech::of(Tongue::English), written).into_string();
        assert_eq!(
            drawn("`silicon` in title; `kind:patent`; `diode` in title"),
            "<mark><bdi>silicon</bdi></mark>, <mark><bdi>diode</bdi></mark> in the title; <mark><bdi>kind:patent</bdi></mark>"
        );
        assert_eq!(drawn("`a`b` in title"), "<mark><bdi>a`b</bdi></mark> in the title");
        assert_eq!(
            drawn("`class:h01l` given by the office; `class:b23k`"),
            "<mark><bdi>class:h01l</bdi></mark> given by the office; <mark><bdi>class:b23k</bdi></mark>"
        );
        let as_text = said(Speech::of(Tongue::English), "`silicon` in title; `kind:patent`; odd");
        assert_eq!(as_text, "silicon in the title; kind:patent; odd");
        for odd in ["", "silicon", "`silicon", "`silicon` in nowhere", "`silicon` of title"] {
            assert_eq!(drawn(odd), format!("<bdi>{odd}</bdi>"));
        }
    }
}
