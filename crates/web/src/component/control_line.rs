//! What a page says of the cases of control about its thing.

use desk::ControlLine;
use maud::{Markup, html};
use model::CaseState;

use super::tag::{Tone, tag};
use crate::speech::Speech;

/// The key of the sentence for a state, with its tone.
fn said(state: CaseState) -> (&'static str, Tone) {
    match state {
        _ if state.lets_through() => ("control-line-through", Tone::Good),
        CaseState::Open => ("control-line-open", Tone::Accent),
        CaseState::Refused | CaseState::Forbidden => ("control-line-refused", Tone::Bad),
        _ => ("control-line-over", Tone::Plain),
    }
}

/// A line for each case; nothing where there is none.
pub fn control_line(speech: Speech, lines: &[ControlLine]) -> Markup {
    html! {
        @if !lines.is_empty() {
            section aria-labelledby="control-cases" {
                h2 id="control-cases" { (speech.say("control-line-title")) }
                ul class="plain" {
                    @for line in lines {
                        @let (key, tone) = said(line.state);
                        li {
                            (tag(tone, &speech.say(key))) " "
                            a href={ "/cases/" (line.case) } { (speech.with("control-line-case", &[("case", line.case.to_string().into())])) }
                            ", " bdi { (line.regime) }
                            @if !line.waits_on.is_empty() {
                                ". " (speech.with("control-line-waits", &[("members", line.waits_on.join(", ").into())]))
                            }
                            @if let (true, Some(until)) = (line.state.lets_through(), line.until) {
                                ". " (speech.say("control-line-until")) " " (speech.date(until))
                            }
                        }
                    }
                }
                @if lines.iter().any(|line| line.state.stands() && !line.state.lets_through()) {
                    p class="quiet" { (speech.say("control-line-first")) }
                }
            }
        }
    }
}
