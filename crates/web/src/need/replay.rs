//! What a change of profiles would do, before it is kept.

use desk::{Moved, REPLAY_MONTHS, Replay};
use maud::{Markup, html};
use measure::performance::Precision;

use super::panel::hit_line;
use crate::speech::Speech;

/// What comes that did not, what would not come that does, and the share of use before and after.
pub fn replayed(speech: Speech, replay: &Replay) -> Markup {
    html! {
        section aria-labelledby="replay" {
            h2 id="replay" { (speech.say("replay-title")) }
            (side(speech, "replay-gained", &replay.gained))
            (side(speech, "replay-lost", &replay.lost))
            @if let Some(before) = &replay.before {
                p {
                    (speech.with("replay-precision", &[
                        ("before", share(speech, Some(before)).into()), ("after", share(speech, replay.after.as_ref()).into()),
                        ("judged", before.judged.into()),
                    ]))
                }
                @if replay.n_useful_lost > 0 { p { strong { (speech.with("replay-useful-lost", &[("count", replay.n_useful_lost.into())])) } } }
            } @else { p class="quiet" { (speech.say("replay-not-judged")) } }
            p class="quiet" { (speech.say("replay-means")) }
        }
    }
}

fn share(speech: Speech, of: Option<&Precision>) -> String {
    of.map_or_else(
        || speech.say("performance-not-known"),
        |found| {
            let percent = |share: f64| speech.percent(share);
            let (low, high) = (percent(found.interval.low), percent(found.interval.high));
            speech.with(
                "performance-share",
                &[("value", percent(found.value).into()), ("low", low.into()), ("high", high.into())],
            )
        },
    )
}

fn side(speech: Speech, key: &str, moved: &Moved) -> Markup {
    let counts = [("count", moved.n.into()), ("lately", moved.n_lately.into()), ("months", REPLAY_MONTHS.into())];
    html! {
        p { (speech.with(key, &counts)) }
        @if !moved.best.is_empty() { ol { @for hit in &moved.best { li { (hit_line(speech, hit)) } } } }
    }
}
