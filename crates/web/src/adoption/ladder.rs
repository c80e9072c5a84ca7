//! The ladder of an adoption, drawn as one: the highest rung on top, each with its days and how well it is shown; and the form that says one.

use axum::extract::Path;
use maud::{Markup, html};
use model::{EvidenceClass, RUNG_REMARK_CHARS_MAX, Rung, RungReached, RungStep};

use super::page::{Shown, Which};
use super::step::{ended, seen, unread};
use super::{class, rung, thing_link, things};
use crate::caller::Caller;
use crate::component::{Button, Choice, Field, Form, Slips, Tone, disclosure, tag};
use crate::failed::Answer;
use crate::speech::Speech;
use crate::typed::Typed;

pub async fn say(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (seen, held) = seen(&caller, &name, &typed).await?;
    let at = (Which::Whole, "rung");
    let Some(one) = Rung::from_word(typed.get("rung")) else {
        return unread(&caller, name, &typed, at, "rung-unread").await;
    };
    let Some(on) = model::Date::parse(typed.get("rung-on")) else {
        return unread(&caller, name, &typed, (Which::Whole, "rung-on"), "mission-day-unread").await;
    };
    let Some(evidence) = things(typed.get("rung-evidence")) else {
        return unread(&caller, name, &typed, (Which::Whole, "rung-evidence"), "rung-evidence-unread").await;
    };
    let reached = RungReached {
        rung: one,
        on,
        class: EvidenceClass::from_word(typed.get("rung-class")).unwrap_or(EvidenceClass::Told),
        evidence,
        remark: typed.get("rung-remark").replace("\r\n", "\n"),
        by: held.post,
    };
    let done = caller.act(move |writer, turn, _| desk::adoption::say_rung(writer, turn, seen, reached)).await;
    ended(&caller, name, &typed, at, done).await
}

pub(super) fn section(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let adoption = &shown.page.line.adoption;
    html! {
        section aria-labelledby="ladder" {
            h2 id="ladder" { (speech.say("ladder-title")) }
            @if adoption.is_weaker_above() { p { (tag(Tone::Warn, &speech.say("ladder-weaker"))) " " (speech.say("ladder-weaker-body")) } }
            ol class="ladder" reversed {
                @for one in Rung::ALL.iter().rev() { (step(speech, shown, *one)) }
            }
            @if shown.rights.keeps && adoption.end.is_none() { (form(caller, shown, typed, slips)) }
            @for (at, past) in adoption.past.iter().enumerate().rev() {
                (disclosure(&speech.with("ladder-start", &[("number", (at + 1).into())]), false, html! {
                    ul class="plain" {
                        @for reached in &past.reached { li { (rung(speech, reached.rung)) ", " (speech.date(reached.on)) " " (class(speech, reached.class)) } }
                        li { (speech.say(&format!("adoption-end-{}", past.end.kind.word()))) ", " (speech.date(past.end.on)) ": " bdi { (past.end.text) } }
                    }
                }))
            }
        }
    }
}

/// One rung: reached with all that was said of it, passed over, or still above.
fn step(speech: Speech, shown: &Shown, one: Rung) -> Markup {
    let adoption = &shown.page.line.adoption;
    let steps = adoption.steps();
    let said: Vec<usize> = (0..adoption.reached.len()).filter(|at| adoption.reached[*at].rung == one).collect();
    let kind = match (said.is_empty(), adoption.seen(one)) {
        (false, _) => "rung rung-reached",
        (true, true) => "rung rung-skipped",
        (true, false) => "rung rung-ahead",
    };
    html! {
        li class=(kind) {
            strong { (rung(speech, one)) }
            @if said.is_empty() {
                " " span class="quiet" { (speech.say(if adoption.seen(one) { "rung-skipped" } else { "rung-ahead" })) }
            }
            @for at in said {
                @let reached = &adoption.reached[at];
                p {
                    (speech.date(reached.on)) " " (class(speech, reached.class))
                    @if steps.get(at) == Some(&RungStep::Rework) { " " (tag(Tone::Warn, &speech.say("rung-step-rework"))) }
                    @for named in shown.evidence.get(at).into_iter().flatten() { " " (thing_link(speech, named)) }
                    @if !reached.remark.is_empty() { br; span class="quiet" { bdi { (reached.remark) } } }
                }
            }
        }
    }
}

fn form(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let adoption = &shown.page.line.adoption;
    let action = format!("/adoptions/{}/rungs", adoption.id);
    // The next one above is the one that is most likely meant.
    let above = Rung::ALL.iter().copied().find(|one| !adoption.seen(*one)).unwrap_or(Rung::Spread);
    let rungs = Rung::ALL.iter().map(|one| Choice::new(one.word(), rung(speech, *one)));
    let classes = [EvidenceClass::Told, EvidenceClass::Document, EvidenceClass::Measured]
        .map(|one| Choice::new(one.word(), speech.say(&format!("adoption-evidence-{}", one.word()))));
    let today = shown.today.to_string();
    let body = html! {
        (Form::new(&caller.visit, &action).around(html! {
            input type="hidden" name="revision" value=(adoption.revision);
            (Field::select("rung", speech.say("adoption-rung"), rungs.collect()).value(typed.some("rung").unwrap_or(above.word())).slips(slips).draw(speech))
            (Field::date("rung-on", speech.say("rung-on")).value(typed.some("rung-on").unwrap_or(&today)).slips(slips).draw(speech))
            (Field::radios("rung-class", speech.say("rung-class"), classes.into()).hint(speech.say("rung-class-hint")).value(typed.some("rung-class").unwrap_or("told")).slips(slips).draw(speech))
            (Field::lines("rung-evidence", speech.say("rung-evidence"), 2).hint(speech.say("rung-evidence-hint")).value(typed.get("rung-evidence")).optional().slips(slips).draw(speech))
            (Field::lines("rung-remark", speech.say("rung-remark"), 2).hint(speech.say("rung-remark-hint")).value(typed.get("rung-remark")).optional().length_max(RUNG_REMARK_CHARS_MAX).slips(slips).draw(speech))
            div class="actions" { (Button::primary(&speech.say("rung-say"))) }
        }))
    };
    html! { h3 id="rung-say" { (speech.say("rung-say-title")) } (body) }
}
