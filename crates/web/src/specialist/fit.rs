//! How somebody fits a request, drawn: part by part, with what is missing in words of the data.

use maud::{Markup, html};
use model::{ConflictOfInterest, Fit, FitPart, Lack, LackKind, Language};

use crate::component::{Tone, tag};
use crate::speech::Speech;

/// One thing that is missing, in a sentence.
pub fn lack_text(speech: Speech, lack: &Lack) -> String {
    let day = |text: &str| model::Date::parse(text).map_or_else(|| text.to_owned(), |day| speech.date(day));
    let language = |tag: &str| Language::parse(tag).map_or_else(|| tag.to_owned(), |one| speech.language(&one));
    let (what, wanted) = match lack.kind {
        LackKind::NotFree => (day(&lack.what), day(&lack.wanted)),
        LackKind::Language => (language(&lack.what), lack.wanted.clone()),
        _ => (lack.what.clone(), lack.wanted.clone()),
    };
    let none = lack.kind == LackKind::Language && lack.held.is_empty();
    let key = if none { "lack-language-none".to_owned() } else { format!("lack-{}", lack.kind.word()) };
    match lack.kind {
        LackKind::MustSkill | LackKind::WishSkill | LackKind::Evidence => speech.with(&key, &[("what", what.into())]),
        LackKind::NearSkill => speech.with(&key, &[("what", what.into()), ("held", lack.held.clone().into())]),
        LackKind::NotFree => speech.with(&key, &[("since", what.into()), ("until", wanted.into())]),
        LackKind::Days => speech.with(&key, &[("wanted", wanted.into()), ("held", lack.held.clone().into())]),
        LackKind::Language if none => speech.with(&key, &[("what", what.into()), ("wanted", wanted.into())]),
        LackKind::Language => {
            let values = [("what", what.into()), ("wanted", wanted.into()), ("held", lack.held.clone().into())];
            speech.with(&key, &values)
        }
    }
}

/// What is missing, as a list; a word where nothing is.
pub fn lacks<'l>(speech: Speech, lacks: impl Iterator<Item = &'l Lack>) -> Markup {
    let lacks: Vec<&Lack> = lacks.collect();
    html! {
        @if lacks.is_empty() { (tag(Tone::Good, &speech.say("fit-nothing-lacks"))) }
        @else {
            ul class="plain" {
                @for lack in lacks {
                    li {
                        @if lack.kind.weighs() { (tag(Tone::Warn, &speech.say("fit-mismatch"))) " " }
                        bdi { (lack_text(speech, lack)) }
                    }
                }
            }
        }
    }
}

/// Ties to hosts of the request; nothing where there are none.
pub fn conflicts(speech: Speech, conflicts: &[ConflictOfInterest]) -> Markup {
    html! {
        @for one in conflicts {
            div {
                (tag(Tone::Bad, &speech.say("fit-conflict"))) " "
                (speech.say(&format!("interest-{}", one.kind.word()))) ": " bdi { (one.with) }
            }
        }
    }
}

/// The parts of a fit with their points: a bare number is never shown.
pub fn parts(speech: Speech, fit: &Fit) -> Markup {
    let part = |part: FitPart, points: u32| {
        let name = speech.say(&format!("fit-{}", part.word()));
        speech.with("fit-part", &[("part", name.into()), ("points", points.into()), ("of", part.points_max().into())])
    };
    html! {
        p { (speech.with("fit-points", &[("points", fit.points().into())])) }
        ul class="plain quiet" { @for line in &fit.lines { li { (part(line.part, line.points)) } } }
    }
}
