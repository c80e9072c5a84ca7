//! What is done with an agreement: its steps, the consents to them, answers to what is asked about it.

use axum::extract::Path;
use desk::Failure;
use maud::{Markup, html};
use model::{AgreementId, AgreementStage, AgreementStep, ConsentState, DutyKind};

use super::{Loaded, address, ended, page, revision, seen};
use crate::caller::Caller;
use crate::component::{Button, Field, Form, Slips};
use crate::failed::Answer;
use crate::history::when;
use crate::typed::Typed;

fn named(id: &str) -> AgreementId {
    // What is no name is the name of nothing: the desk says that it is missing.
    AgreementId::parse(id).unwrap_or_else(|| AgreementId::from_bits(0))
}

pub async fn take(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let (name, fields, today) = (id.clone(), typed.clone(), caller.app.today());
    let done = caller.act(move |writer, turn, office| {
        let agreement = office.agreement(&name)?;
        let Some(to) = AgreementStage::from_word(fields.get("to")) else { return Ok(agreement) };
        let on = model::Date::parse(fields.get("on")).unwrap_or(today);
        let step = AgreementStep { to, on, reason: fields.get("reason").to_owned() };
        desk::take_agreement_step(writer, turn, (agreement.id, revision(&fields)), &step)
    });
    let done = done.await;
    let onwards = format!("/agreements/{id}");
    ended(&caller, (id, page::draw), (&typed, "reason"), &onwards, done).await
}

pub async fn consent(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let (agreement, fields) = (named(&id), typed.clone());
    let done = caller.act(move |writer, turn, _| {
        let seen = (agreement, revision(&fields));
        let reason = fields.get("consent-reason");
        match fields.get("answer") {
            "yes" => desk::decide_consent(writer, turn, seen, (true, reason)),
            "no" => desk::decide_consent(writer, turn, seen, (false, reason)),
            _ => desk::ask_consent(writer, turn, seen),
        }
    });
    let done = done.await;
    let onwards = format!("/agreements/{id}");
    ended(&caller, (id, page::draw), (&typed, "consent-reason"), &onwards, done).await
}

pub async fn note(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let (name, fields) = (id.clone(), typed.clone());
    let done = caller.act(move |writer, turn, office| -> Result<_, Failure> {
        let agreement = office.agreement(&name)?;
        let kind = DutyKind::from_word(fields.get("kind")).unwrap_or(DutyKind::Renew);
        desk::note_agreement(writer, turn, (agreement.id, revision(&fields)), kind, fields.get("note"))
    });
    let done = done.await;
    let onwards = format!("/agreements/{id}");
    ended(&caller, (id, page::draw), (&typed, "note"), &onwards, done).await
}

/// The steps that can be taken now, with one form.
pub fn steps(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let agreement = &loaded.page.agreement;
    let action = address(agreement, "/steps");
    if loaded.rights.moves.is_empty() {
        return html! {};
    }
    let today = loaded.today.to_string();
    html! {
        section aria-labelledby="steps" {
            h2 id="steps" { (speech.say("agreement-steps")) }
            (Form::new(visit, &action).around(html! {
                (seen(loaded))
                (Field::date("on", speech.say("agreement-on")).value(typed.some("on").unwrap_or(&today)).slips(slips).draw(speech))
                (Field::lines("reason", speech.say("agreement-reason"), 2).hint(speech.say("agreement-reason-hint"))
                    .value(typed.get("reason")).optional().slips(slips).draw(speech))
                div class="actions" {
                    @for to in &loaded.rights.moves {
                        @let text = speech.say(&format!("agreement-go-{to}"));
                        @if *to == AgreementStage::Terminated { (Button::grave(&text).sends("to", to.word())) }
                        @else { (Button::plain(&text).sends("to", to.word())) }
                    }
                }
            }))
        }
    }
}

/// The consents that were asked for, with what is to be asked or decided now.
pub fn consents(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let action = address(&loaded.page.agreement, "/consents");
    let consents = &loaded.page.consents;
    if consents.is_empty() && loaded.rights.ask.is_none() {
        return html! {};
    }
    html! {
        section aria-labelledby="consents" {
            h2 id="consents" { (speech.say("consents-title")) }
            @if consents.is_empty() { p class="quiet" { (speech.say("consents-none")) } }
            @else {
                ol class="plain" {
                    @for one in consents {
                        li {
                            p {
                                (speech.say(&format!("consent-point-{}", one.point))) ": " (speech.say(&format!("consent-state-{}", one.state)))
                                " · " span class="quiet" { (speech.say("consent-asked-by")) " " (loaded.who(speech, &one.asked_by)) ", " (when(speech, one.asked_at)) }
                            }
                            @if let (Some(by), Some(at)) = (&one.decided_by, one.decided_at) {
                                p class="quiet" { (speech.say("consent-decided-by")) " " (loaded.who(speech, by)) ", " (when(speech, at)) }
                            }
                            @if !one.reason.is_empty() { p { bdi { (one.reason) } } }
                        }
                    }
                }
            }
            @if let Some(point) = loaded.rights.ask {
                (Form::new(visit, &action).inline().around(html! {
                    (seen(loaded))
                    (Button::primary(&speech.say(&format!("consent-ask-{point}"))).sends("answer", "ask"))
                }))
            }
            @if loaded.rights.decide.is_some() {
                (Form::new(visit, &action).guarded().around(html! {
                    (seen(loaded))
                    (Field::lines("consent-reason", speech.say("consent-reason"), 2).value(typed.get("consent-reason")).slips(slips).draw(speech))
                    div class="actions" {
                        (Button::primary(&speech.say("consent-yes")).sends("answer", "yes"))
                        (Button::plain(&speech.say("consent-no")).sends("answer", "no"))
                    }
                }))
            } @else if consents.iter().any(|one| one.state == ConsentState::Asked) {
                p class="quiet" { (speech.say("consent-waits")) }
            }
        }
    }
}

/// What is asked about its patents or its end, with a form to answer.
pub fn asked(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let action = address(&loaded.page.agreement, "/notes");
    let kinds: Vec<DutyKind> =
        loaded.asked.iter().copied().filter(|kind| matches!(kind, DutyKind::Renew | DutyKind::LookAtPatent)).collect();
    if kinds.is_empty() || !loaded.rights.change {
        return html! {};
    }
    html! {
        section aria-labelledby="asked" {
            h2 id="asked" { (speech.say("agreement-asked")) }
            (Form::new(visit, &action).around(html! {
                (seen(loaded))
                (Field::lines("note", speech.say("agreement-note"), 2).hint(speech.say("agreement-note-hint")).value(typed.get("note")).slips(slips).draw(speech))
                div class="actions" {
                    @for kind in &kinds { (Button::plain(&speech.say(&format!("agreement-answer-{kind}"))).sends("kind", kind.word())) }
                }
            }))
        }
    }
}
