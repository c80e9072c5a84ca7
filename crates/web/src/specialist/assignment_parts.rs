//! Parts of the page of an assignment: promises, what is passed on, grievances, months.

use maud::{Markup, html};
use model::{
    ASSIGNMENT_LINE_CHARS_MAX, ASSIGNMENT_TEXT_CHARS_MAX, AssignmentSide, Criterion, Date, EVALUATION_GRADE_MAX,
    Grievance, GrievanceState, GrievanceTopic, PromiseState,
};

use super::assignment_page::{Loaded, evidence_choices};
use crate::caller::Caller;
use crate::component::{Button, Choice, Field, Form, Slips, Tone, disclosure, tag};
use crate::speech::Speech;
use crate::typed::Typed;

fn day_field(speech: Speech, typed: &Typed, name: &str, today: Date) -> Markup {
    let held = typed.some(name).map_or_else(|| today.to_string(), str::to_owned);
    Field::date(name, speech.say("noting-day")).value(held).draw(speech)
}

/// A form under the line of something numbered, open where it was refused.
struct LineForm<'a> {
    caller: &'a Caller,
    slips: &'a Slips,
    /// Where it is sent.
    action: String,
    /// What it is called; a slip of this name stands in it.
    name: String,
    number: u32,
    revision: u32,
}

impl LineForm<'_> {
    fn draw(&self, opens: &str, what: &str, fields: &Markup) -> Markup {
        let slip = self.slips.of(&self.name);
        let opens = format!("{opens}: {what}");
        disclosure(
            &opens,
            slip.is_some(),
            html! {
                @if let Some(said) = slip { p class="slip" id=(self.name) { (said) } }
                (Form::new(&self.caller.visit, &self.action).around(html! {
                    input type="hidden" name="revision" value=(self.revision);
                    input type="hidden" name="number" value=(self.number);
                    (fields)
                }))
            },
        )
    }
}

/// What was promised, with whether it was kept.
pub fn promises(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips, address: &str) -> Markup {
    let speech = caller.visit.speech;
    let (one, may) = (&loaded.page.assignment, &loaded.page.may);
    let tone = |state| match state {
        PromiseState::Met => Tone::Good,
        PromiseState::Unmet => Tone::Bad,
        PromiseState::Open => Tone::Plain,
    };
    html! {
        section aria-labelledby="promises" {
            h2 id="promises" { (speech.say("assignment-promises")) }
            @if one.promises.is_empty() { p class="quiet" { (speech.say("assignment-promises-none")) } }
            ol {
                @for promise in &one.promises {
                    @let n = promise.number;
                    li {
                        bdi { (promise.text) } " "
                        (tag(tone(promise.state), &speech.say(&format!("promise-{}", promise.state.word()))))
                        @if let Some(due) = promise.due { " " span class="quiet" { (speech.say("promise-due")) " " (speech.date(due)) } }
                        @if let Some(day) = promise.day { " " (speech.date(day)) }
                        @if !promise.remark.is_empty() { " " bdi { (promise.remark) } }
                        @if may.promise {
                            (LineForm { caller, slips, action: format!("{address}/promise"), name: format!("promise-{n}"), number: n, revision: one.revision }
                                .draw(&speech.say("promise-say"), &promise.text, &html! {
                                    (day_field(speech, typed, &format!("promise-day-{n}"), loaded.today))
                                    (Field::text(format!("promise-remark-{n}"), speech.say("promise-remark")).value(typed.get(&format!("promise-remark-{n}"))).length_max(ASSIGNMENT_LINE_CHARS_MAX).optional().draw(speech))
                                    div class="actions" {
                                        (Button::plain(&speech.say("promise-met")).sends("do", PromiseState::Met.word()))
                                        (Button::plain(&speech.say("promise-unmet")).sends("do", PromiseState::Unmet.word()))
                                    }
                                }))
                        }
                    }
                }
            }
            @if may.add {
                (adding(caller, loaded, slips, address, "promise").draw(&speech.say("promise-add"), &loaded.page.specialist, &html! {
                    (Field::text("add-promise-text", speech.say("promise-text")).value(typed.get("add-promise-text")).length_max(ASSIGNMENT_LINE_CHARS_MAX).draw(speech))
                    (Field::date("add-promise-due", speech.say("promise-due")).value(typed.get("add-promise-due")).optional().draw(speech))
                    div class="actions" { (Button::plain(&speech.say("assignment-add-it")).sends("do", "promise")) }
                }))
            }
        }
    }
}

/// The form of a line that is added once it is signed.
fn adding<'a>(caller: &'a Caller, loaded: &Loaded, slips: &'a Slips, address: &str, what: &str) -> LineForm<'a> {
    LineForm {
        caller,
        slips,
        action: format!("{address}/additions"),
        name: format!("add-{what}"),
        number: 0,
        revision: loaded.page.assignment.revision,
    }
}

/// What is passed on to whom, with how it was shown.
pub fn transfers(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips, address: &str) -> Markup {
    let speech = caller.visit.speech;
    let (one, may) = (&loaded.page.assignment, &loaded.page.may);
    html! {
        section aria-labelledby="transfers" {
            h2 id="transfers" { (speech.say("assignment-transfers")) }
            ol {
                @for transfer in &one.transfers {
                    @let n = transfer.number;
                    li {
                        bdi { (transfer.what) } " → " bdi { (transfer.learner) } " "
                        @match transfer.evidence {
                            Some(evidence) => (tag(Tone::Good, &speech.say(&format!("evidence-{}", evidence.word())))),
                            None => (tag(Tone::Plain, &speech.say("transfer-not-shown"))),
                        }
                        @if let Some(day) = transfer.day { " " (speech.date(day)) }
                        @if !transfer.how.is_empty() { div class="quiet" { (speech.say("transfer-how")) ": " bdi { (transfer.how) } } }
                        @if !transfer.note.is_empty() { div { bdi { (transfer.note) } } }
                        @if may.show {
                            (LineForm { caller, slips, action: format!("{address}/transfer"), name: format!("transfer-{n}"), number: n, revision: one.revision }
                                .draw(&speech.say("transfer-show"), &transfer.what, &html! {
                                    (Field::select(format!("transfer-evidence-{n}"), speech.say("stand-evidence"), evidence_choices(speech)).value(typed.get(&format!("transfer-evidence-{n}"))).draw(speech))
                                    (day_field(speech, typed, &format!("transfer-day-{n}"), loaded.today))
                                    (Field::lines(format!("transfer-note-{n}"), speech.say("transfer-note"), 2).value(typed.get(&format!("transfer-note-{n}"))).length_max(ASSIGNMENT_TEXT_CHARS_MAX).optional().draw(speech))
                                    div class="actions" { (Button::plain(&speech.say("transfer-show-it"))) }
                                }))
                        }
                    }
                }
            }
            @if may.add {
                (adding(caller, loaded, slips, address, "transfer").draw(&speech.say("transfer-add"), &loaded.page.specialist, &html! {
                    @for (name, key, optional) in [("what", "transfer-what", false), ("learner", "transfer-learner", false), ("how", "transfer-how", true)] {
                        @let name = format!("add-transfer-{name}");
                        @let field = Field::text(name.clone(), speech.say(key)).value(typed.get(&name)).length_max(ASSIGNMENT_LINE_CHARS_MAX);
                        @let field = if optional { field.optional() } else { field };
                        (field.draw(speech))
                    }
                    div class="actions" { (Button::plain(&speech.say("assignment-add-it")).sends("do", "transfer")) }
                }))
            }
        }
    }
}

/// What each side holds against the other.
pub fn grievances(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips, address: &str) -> Markup {
    let speech = caller.visit.speech;
    let (page, may) = (&loaded.page, &loaded.page.may);
    let topics = GrievanceTopic::ALL.iter();
    let topics = topics.map(|one| Choice::new(one.word(), speech.say(&format!("grievance-topic-{}", one.word()))));
    let sides = may.lay.iter().map(|one| Choice::new(one.word(), speech.say(&format!("side-{}", one.word()))));
    let next = u32::try_from(page.grievances.len()).unwrap_or(u32::MAX).saturating_add(1);
    html! {
        section aria-labelledby="grievances" {
            h2 id="grievances" { (speech.say("grievances-title")) }
            @if page.grievances.is_empty() { p class="quiet" { (speech.say("grievances-none")) } }
            ol { @for one in &page.grievances { li { (grievance(caller, loaded, typed, slips, address, one)) } } }
            @if !may.lay.is_empty() {
                (LineForm { caller, slips, action: format!("{address}/grievances"), name: "grievance".to_owned(), number: next, revision: page.assignment.revision }
                    .draw(&speech.say("grievance-lay"), &page.specialist, &html! {
                        (Field::select("grievance-side", speech.say("grievance-side"), sides.collect()).value(typed.get("grievance-side")).draw(speech))
                        (Field::select("grievance-topic", speech.say("grievance-topic"), topics.collect()).value(typed.get("grievance-topic")).draw(speech))
                        (Field::lines("grievance-text", speech.say("grievance-text"), 4).value(typed.get("grievance-text")).length_max(ASSIGNMENT_TEXT_CHARS_MAX).draw(speech))
                        div class="actions" { (Button::plain(&speech.say("grievance-lay-it"))) }
                    }))
            }
        }
    }
}

fn grievance(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips, address: &str, one: &Grievance) -> Markup {
    let speech = caller.visit.speech;
    let (may, n) = (&loaded.page.may, one.number);
    let tone = match one.state {
        GrievanceState::Settled => Tone::Good,
        GrievanceState::Answered => Tone::Plain,
        GrievanceState::Open | GrievanceState::Unsettled => Tone::Bad,
    };
    let topic = speech.say(&format!("grievance-topic-{}", one.topic.word()));
    let form = |action: &str, name: &str| LineForm {
        caller,
        slips,
        action: format!("{address}/{action}"),
        name: format!("{name}-{n}"),
        number: n,
        revision: loaded.page.assignment.revision,
    };
    let text = |name: &str, key: &str| {
        let name = format!("{name}-{n}");
        let value = typed.get(&name).to_owned();
        Field::lines(name, speech.say(key), 3).value(value).length_max(ASSIGNMENT_TEXT_CHARS_MAX)
    };
    html! {
        p {
            (speech.say(&format!("side-{}", one.side.word()))) " · " (topic) " · " (speech.date(one.day)) " "
            (tag(tone, &speech.say(&format!("grievance-{}", one.state.word()))))
            @if one.is_late(loaded.today) { " " (tag(Tone::Bad, &speech.say("grievance-late"))) }
        }
        @for paragraph in one.text.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (paragraph) } } }
        @if one.answer.is_empty() { p class="quiet" { (speech.say("grievance-due")) " " (speech.date(one.due)) } }
        @else { p { span class="quiet" { (speech.say("grievance-answer")) ": " } bdi { (one.answer) } } }
        @if !one.outcome.is_empty() { p { span class="quiet" { (speech.say("grievance-outcome")) ": " } bdi { (one.outcome) } } }
        @if may.answer.contains(&n) {
            (form("grievance-answer", "answer").draw(&speech.say("grievance-answer"), &format!("{topic} {n}"), &html! {
                (text("answer-text", "grievance-answer").draw(speech))
                div class="actions" { (Button::plain(&speech.say("grievance-answer-it"))) }
            }))
        }
        @if may.end_grievance.contains(&n) {
            (form("grievance-end", "outcome").draw(&speech.say("grievance-end"), &format!("{topic} {n}"), &html! {
                (text("outcome-text", "grievance-outcome").optional().draw(speech))
                div class="actions" {
                    (Button::plain(&speech.say("grievance-settled")).sends("do", "settled"))
                    (Button::plain(&speech.say("grievance-unsettled")).sends("do", "unsettled"))
                }
            }))
        }
    }
}

/// A month as people write it.
fn month_text(month: Date) -> String {
    month.to_string().chars().take(7).collect()
}

/// What both sides said, month by month, side by side.
pub fn months(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips, address: &str) -> Markup {
    let speech = caller.visit.speech;
    let (page, may) = (&loaded.page, &loaded.page.may);
    let months = page.assignment.months(loaded.today);
    let said = |month: Date, side: AssignmentSide| -> Markup {
        let found = page.evaluations.iter().find(|one| one.month == month && one.side == side);
        html! {
            strong { (speech.say(&format!("side-{}", side.word()))) } ": "
            @match found {
                Some(one) => {
                    @for (criterion, grade) in &one.grades {
                        span { (speech.say(&format!("criterion-{}", criterion.word()))) " " (grade) "/" (EVALUATION_GRADE_MAX) } "; "
                    }
                    @if !one.words.is_empty() { bdi { (one.words) } }
                },
                None => (tag(Tone::Warn, &speech.say("month-owed"))),
            }
        }
    };
    html! {
        section aria-labelledby="months" {
            h2 id="months" { (speech.say("months-title")) }
            @if months.is_empty() { p class="quiet" { (speech.say("months-none")) } }
            ul class="plain" {
                @for month in &months {
                    li {
                        h3 { (month_text(*month)) }
                        @for side in [AssignmentSide::Unit, AssignmentSide::Guest] { p { (said(*month, side)) } }
                    }
                }
            }
            @for side in &may.evaluate { (month_form(caller, loaded, typed, slips, address, *side)) }
        }
    }
}

fn month_form(
    caller: &Caller,
    loaded: &Loaded,
    typed: &Typed,
    slips: &Slips,
    address: &str,
    side: AssignmentSide,
) -> Markup {
    let speech = caller.visit.speech;
    let (page, word) = (&loaded.page, side.word());
    let owed = if side == AssignmentSide::Guest { &page.guest_owes } else { &page.unit_owes };
    // Those that are owed first; what was said can be said better.
    let mut all = owed.clone();
    all.extend(page.assignment.months(loaded.today).into_iter().filter(|month| !owed.contains(month)));
    let all = all.into_iter().map(|month| Choice::new(month.to_string(), month_text(month))).collect();
    let grades = || {
        (1..=EVALUATION_GRADE_MAX).map(|grade| Choice::new(grade.to_string(), speech.say(&format!("grade-{grade}"))))
    };
    let month = format!("month-{word}");
    LineForm {
        caller,
        slips,
        action: format!("{address}/months"),
        name: format!("months-{word}"),
        number: 0,
        revision: page.assignment.revision,
    }
    .draw(
        &speech.say("month-say"),
        &speech.say(&format!("side-{word}")),
        &html! {
            input type="hidden" name="side" value=(word);
            (Field::select(month.clone(), speech.say("month-label"), all).value(typed.get(&month)).draw(speech))
            @for one in Criterion::of(side) {
                (Field::select(format!("grade-{}", one.word()), speech.say(&format!("criterion-{}", one.word())), grades().collect()).value(typed.some(&format!("grade-{}", one.word())).unwrap_or("3")).draw(speech))
            }
            (Field::lines(format!("words-{word}"), speech.say("month-words"), 3).value(typed.get(&format!("words-{word}"))).length_max(ASSIGNMENT_TEXT_CHARS_MAX).optional().draw(speech))
            div class="actions" { (Button::plain(&speech.say("month-say-it"))) }
        },
    )
}
