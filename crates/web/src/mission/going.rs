//! The missions that go for a need or a request, on its own page.

use desk::Going;
use maud::{Markup, html};

use super::{mission_stage, question_state};
use crate::component::{Step, Thread};
use crate::speech::Speech;

/// Draws them under a heading; nothing when there are none.
pub fn section(speech: Speech, going: &[Going]) -> Markup {
    html! {
        @if !going.is_empty() {
            section aria-labelledby="missions" {
                h2 id="missions" { (speech.say("missions-for")) }
                ul class="plain" {
                    @for Going { mission, questions } in going {
                        li {
                            a href={ "/missions/" (mission.id) } { bdi { (mission.title) } } " " (mission_stage(speech, mission.stage))
                            p class="quiet" { (speech.date(mission.since)) " – " (speech.date(mission.until)) }
                            @if !questions.is_empty() {
                                ul {
                                    @for question in questions {
                                        li {
                                            a href={ "/missions/" (mission.id) "#" (question.id) } { bdi { (question.text) } } " "
                                            (question_state(speech, question.state))
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The thread with the step that holds them; those that were declined or cancelled bring nothing.
pub fn on_thread(thread: Thread, going: &[Going]) -> Thread {
    let n_alive = going.iter().filter(|going| going.is_alive()).count() as u64;
    if n_alive == 0 { thread } else { thread.holds(Step::Acquisition, n_alive, "#missions") }
}
