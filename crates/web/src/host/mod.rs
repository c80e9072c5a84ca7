//! Hosts: organisations outside with which visits are exchanged.

pub mod form;
pub mod goodwill;
mod list;
pub mod noting;
mod page;

use maud::{Markup, html};
use model::{Language, Subject, SubjectScheme};

use crate::app::App;
use crate::component::{Tab, tabs};
use crate::route::{Policy, Routes};
use crate::speech::Speech;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .page("/hosts", Policy::SignedIn, list::show)
        .page("/hosts/new", Policy::SignedIn, form::show_new)
        .form("/hosts/new", Policy::SignedIn, form::register)
        .page("/hosts/{host}", Policy::SignedIn, page::show)
        .page("/hosts/{host}/change", Policy::SignedIn, form::show_change)
        .form("/hosts/{host}/change", Policy::SignedIn, form::change)
}

/// The lists of the room of missions, beside each other.
pub fn room_tabs(speech: Speech, here: &str) -> Markup {
    let tab =
        |key: &str, href: &str| Tab { text: speech.say(key), href: href.to_owned(), count: None, here: here == href };
    let all = [
        tab("nav-missions", "/missions"),
        tab("events-title", "/events"),
        tab("hosts-title", "/hosts"),
        tab("roster-title", "/specialists"),
    ];
    tabs(speech, &speech.say("missions-room"), &all)
}

/// The classes that were typed, a line each: a scheme with a code, `ipc:H02M`, or words.
pub fn typed_classes(lines: &[String]) -> Vec<Subject> {
    let class = |line: &String| {
        let coded = line.split_once(':').and_then(|(scheme, code)| {
            let scheme = SubjectScheme::from_word(scheme.trim())?;
            let code = code.trim();
            (!code.is_empty() && scheme != SubjectScheme::Keyword).then(|| Subject::coded(scheme, code))
        });
        coded.unwrap_or_else(|| Subject::keyword(line.trim()))
    };
    lines.iter().map(class).collect()
}

/// A class as it is typed.
pub fn class_text(class: &Subject) -> String {
    match (&class.code, &class.term) {
        (Some(code), _) => format!("{}:{code}", class.scheme),
        (None, term) => term.clone().unwrap_or_default(),
    }
}

/// The languages that were typed, with commas or blanks between.
///
/// # Errors
/// The first that is none.
pub fn typed_languages(text: &str) -> Result<Vec<Language>, String> {
    let words = text.split([',', ';', ' ']).map(str::trim).filter(|word| !word.is_empty());
    words.map(|word| Language::parse(word).ok_or_else(|| word.to_owned())).collect()
}

/// Languages as they are typed.
pub fn languages_text(languages: &[Language]) -> String {
    languages.iter().map(Language::tag).collect::<Vec<_>>().join(", ")
}

/// Classes as a list.
pub fn class_list(classes: &[Subject]) -> Markup {
    html! {
        @if !classes.is_empty() {
            ul class="plain" {
                @for class in classes {
                    li { bdi { (class_text(class)) } @if let (Some(_), Some(term)) = (&class.code, &class.term) { " " span class="quiet" { bdi { (term) } } } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_and_languages_are_read_as_they_are_shown() {
        let lines = ["ipc:H02M 7/00", "control of drives", "note: a colon"].map(str::to_owned);
        let classes = typed_classes(&lines);
        assert_eq!(
            classes.iter().map(class_text).collect::<Vec<_>>(),
            ["ipc:H02M7/00", "control of drives", "note: a colon"]
        );
        assert_eq!(languages_text(&typed_languages("de, en ru").unwrap()), "de, en, ru");
        assert!(typed_languages("de, ???").is_err());
    }
}
