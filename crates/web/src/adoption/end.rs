//! The end of an adoption on its page: how it ended, who is asked whether that concerns them, and the forms that end it and take it up again.

use axum::extract::Path;
use desk::adoption::EndSaid;
use maud::{Markup, html};
use model::{ADOPTION_TEXT_CHARS_MAX, Date, EndReason};

use super::page::{Shown, Which};
use super::step::{ended as answered, seen, unread};
use crate::caller::Caller;
use crate::component::{Button, Choice, Field, Form, Slips, Tone, banner, disclosure, tag};
use crate::failed::Answer;
use crate::typed::Typed;

pub async fn end(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (seen, _) = seen(&caller, &name, &typed).await?;
    let Some(on) = Date::parse(typed.get("end-on")) else {
        return unread(&caller, name, &typed, (Which::Whole, "end-on"), "mission-day-unread").await;
    };
    let Some(reason) = EndReason::from_word(typed.get("end-reason")) else {
        return unread(&caller, name, &typed, (Which::Whole, "end-reason"), "end-reason-unread").await;
    };
    let said = EndSaid { reason, text: typed.get("end-text").replace("\r\n", "\n"), on };
    let done =
        caller.act(move |writer, turn, office| desk::adoption::end_adoption(writer, turn, office, seen, &said)).await;
    answered(&caller, name, &typed, (Which::Whole, "end-text"), done).await
}

pub async fn resume(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (seen, _) = seen(&caller, &name, &typed).await?;
    let done = caller.act(move |writer, turn, _| desk::adoption::resume_adoption(writer, turn, seen)).await;
    answered(&caller, name, &typed, (Which::Whole, "resume"), done).await
}

pub async fn hear(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (seen, _) = seen(&caller, &name, &typed).await?;
    let (concerns, why) = (typed.get("concerns") == "yes", typed.get("heard-why").replace("\r\n", "\n"));
    let done = caller.act(move |writer, turn, _| desk::adoption::hear_end(writer, turn, seen.0, concerns, &why)).await;
    answered(&caller, name, &typed, (Which::Whole, "heard-why"), done).await
}

/// How it ended, and what others said to that.
pub(super) fn ended(caller: &Caller, shown: &Shown) -> Markup {
    let speech = caller.visit.speech;
    let page = &shown.page;
    let Some(end) = &page.line.adoption.end else { return html! {} };
    let start = page.line.adoption.starts();
    let heard = page.heard.iter().filter(|one| usize::try_from(one.start).ok() == Some(start));
    banner(
        Tone::Warn,
        &speech.say(&format!("adoption-end-{}", end.kind.word())),
        html! {
            p { (speech.date(end.on)) ": " (speech.say(&format!("end-reason-{}", end.reason.word()))) ". " bdi { (end.text) } }
            ul class="plain" {
                @for one in heard {
                    li {
                        bdi { (page.post(&one.post)) } ": "
                        (tag(if one.concerns { Tone::Warn } else { Tone::Plain }, &speech.say(if one.concerns { "end-concerns" } else { "end-concerns-not" })))
                        " " bdi { (one.why) }
                    }
                }
            }
        },
    )
}

/// Whether the end concerns the reader, who is asked.
pub(super) fn asked(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    if !shown.rights.hears {
        return html! {};
    }
    let action = format!("/adoptions/{}/heard", shown.page.line.adoption.id);
    html! {
        div id="heard" {
            (banner(Tone::Accent, &speech.say("duty-hear-end"), html! {
                (Form::new(&caller.visit, &action).around(html! {
                    (Field::lines("heard-why", speech.say("end-heard-why"), 2).value(typed.get("heard-why")).length_max(ADOPTION_TEXT_CHARS_MAX).slips(slips).draw(speech))
                    div class="actions" {
                        (Button::primary(&speech.say("end-concerns")).sends("concerns", "yes"))
                        (Button::plain(&speech.say("end-concerns-not")).sends("concerns", "no"))
                    }
                }))
            }))
        }
    }
}

/// The forms that end it, and that take it up again.
pub(super) fn section(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let adoption = &shown.page.line.adoption;
    if !shown.rights.keeps {
        return html! {};
    }
    if adoption.end.is_some() {
        let action = format!("/adoptions/{}/resumption", adoption.id);
        return html! {
            (Form::new(&caller.visit, &action).around(html! {
                input type="hidden" name="revision" value=(adoption.revision);
                div class="actions" { (Button::plain(&speech.say("adoption-resume"))) }
            }))
        };
    }
    let action = format!("/adoptions/{}/end", adoption.id);
    let reasons = EndReason::ALL
        .iter()
        .map(|reason| Choice::new(reason.word(), speech.say(&format!("end-reason-{}", reason.word()))));
    let today = shown.today.to_string();
    let is_open = typed.has("end-text");
    disclosure(
        &speech.say("adoption-end-open"),
        is_open,
        html! {
            p { (speech.say("adoption-end-hint")) }
            (Form::new(&caller.visit, &action).around(html! {
                input type="hidden" name="revision" value=(adoption.revision);
                (Field::select("end-reason", speech.say("end-reason"), reasons.collect()).value(typed.some("end-reason").unwrap_or("no-benefit")).slips(slips).draw(speech))
                (Field::lines("end-text", speech.say("end-text"), 3).value(typed.get("end-text")).length_max(ADOPTION_TEXT_CHARS_MAX).slips(slips).draw(speech))
                (Field::date("end-on", speech.say("end-on")).value(typed.some("end-on").unwrap_or(&today)).slips(slips).draw(speech))
                div class="actions" { (Button::grave(&speech.say("adoption-end-it"))) }
            }))
        },
    )
}
