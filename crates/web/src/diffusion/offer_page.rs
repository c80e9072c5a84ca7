//! The page of an offer: what is offered, why to this unit, what was asked and answered, what stands in its way.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{BarrierLine, Failure, OfferAnswer, OfferPage, Office, Officer};
use maud::{Markup, html};
use model::{
    Decline, DeclineCode, DeclineEnd, DeclineGround, Noun, OFFER_TEXT_CHARS_MAX, Offer, OfferState, OfferStep,
    OfferStepKind, Thing,
};

use super::{crumbs, ended, invented, offer_state, paragraphs, read};
use crate::caller::Caller;
use crate::component::{
    AdoptionRoom, Button, Choice, Field, Form, Page, Section, Slips, SummaryRow, Tone, banner, barriers_on,
    link_button, slip_summary, summary_list, timeline,
};
use crate::failed::{Answer, page};
use crate::history::{Named, Told, Who, name_of, people, tell, timeline_of, when, who};
use crate::marking;
use crate::speech::Speech;
use crate::typed::Typed;

struct Loaded {
    page: OfferPage,
    barriers: Vec<BarrierLine>,
    /// What the grounds rest on, in their order.
    grounds: Vec<Named>,
    /// What declines rested on, in the order of the course.
    ends: Vec<Option<Named>>,
    people: std::collections::BTreeMap<String, Who>,
    history: Vec<Told>,
}

fn load(office: &Office, officer: &Officer, id: &str, today: model::Date) -> Result<Loaded, Failure> {
    let page = office.offer_page(officer, id, today)?;
    let offer = &page.line.offer;
    let about = Thing::new(Noun::Offer, offer.id);
    let grounds = offer.grounds.iter().map(|ground| name_of(office, &ground.about)).collect::<Result<_, _>>()?;
    let mut ends = Vec::new();
    for step in &offer.course {
        let thing = match step.decline.as_ref().map(|decline| &decline.ground) {
            Some(DeclineGround::Barrier(id)) => Some(Thing::new(Noun::Barrier, id)),
            Some(DeclineGround::Need(id)) => Some(Thing::new(Noun::Need, id)),
            // What is gone stands in the words of the step that gave the offer back.
            _ if step.kind == OfferStepKind::Returned => Thing::parse(&step.text),
            _ => None,
        };
        ends.push(thing.map(|thing| name_of(office, &thing)).transpose()?);
    }
    Ok(Loaded {
        barriers: office.barriers_of(&about, today)?.0,
        people: people(office, offer.course.iter().map(|step| step.by.as_str()))?,
        history: tell(office, office.history(&about)?)?,
        grounds,
        ends,
        page,
    })
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    again(&caller, id, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    id: String,
    typed: &Typed,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = read(caller, move |office| load(office, &officer, &id, today)).await?;
    Ok(page(status, draw(caller, &loaded, typed, slips)))
}

/// The offer of this name, and the revision on the form.
async fn seen(caller: &Caller, name: &str, typed: &Typed) -> Result<(model::OfferId, u32), Response> {
    let name = name.to_owned();
    let held = read(caller, move |office| office.offer(&name)).await?;
    Ok((held.id, typed.get("revision").parse().unwrap_or(u32::MAX)))
}

fn at(offer: &Offer) -> String {
    format!("/offers/{}", offer.id)
}

/// The answer that was typed, or the slip of what cannot be read.
fn typed_answer(speech: Speech, typed: &Typed) -> Result<OfferAnswer, (&'static str, String)> {
    let text = typed.get("text").replace("\r\n", "\n");
    match typed.get("answer") {
        "accept" => Ok(OfferAnswer::Accept(text)),
        "ask" => Ok(OfferAnswer::Ask(typed.get("question").replace("\r\n", "\n"))),
        _ => {
            let code = DeclineCode::from_word(typed.get("code"));
            let code = code.ok_or_else(|| ("code", speech.say("decline-code-missing")))?;
            let end = DeclineEnd::from_word(typed.get("ends")).unwrap_or(DeclineEnd::Day);
            let field = match end {
                DeclineEnd::Day | DeclineEnd::Never => "day",
                DeclineEnd::Barrier => "barrier",
                DeclineEnd::Need => "need",
            };
            let ground = DeclineGround::read(end, typed.get(field));
            let ground = ground.ok_or_else(|| (field, speech.say(&format!("decline-{field}-missing"))))?;
            Ok(OfferAnswer::Decline(Decline { code, ground }, text))
        }
    }
}

pub async fn answer(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let answer = match typed_answer(caller.speech(), &typed) {
        Ok(answer) => answer,
        Err((field, sentence)) => {
            let mut slips = Slips::new();
            slips.note(field, sentence);
            return again(&caller, name, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let accepts = matches!(answer, OfferAnswer::Accept(_));
    let field = if matches!(answer, OfferAnswer::Ask(_)) { "question" } else { "text" };
    let done = caller.act(move |writer, turn, office| desk::answer_offer(writer, turn, office, seen, &answer)).await;
    let to = |offer: &Offer| match offer.taken.filter(|_| accepts) {
        Some(adoption) => format!("/adoptions/{adoption}"),
        None => at(offer),
    };
    ended(&caller, done, to, field, async |slips, status| again(&caller, name, &typed, &slips, status).await).await
}

pub async fn reply(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let text = typed.get("reply").replace("\r\n", "\n");
    let done = caller.act(move |writer, turn, _| desk::reply_to_offer(writer, turn, seen, &text)).await;
    ended(&caller, done, at, "reply", async |slips, status| again(&caller, name, &typed, &slips, status).await).await
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let of = &loaded.page;
    let offer = &of.line.offer;
    Page::new(visit, of.line.technology.clone())
        .here(Section::Adoption)
        .crumbs(crumbs(speech, AdoptionRoom::Offers))
        .slips(slips)
        .lead(html! {
            (offer_state(speech, offer.state)) " " (marking::tags(speech, &offer.marking)) (invented(speech, offer.invented))
            " " (speech.say("offer-from")) " " bdi { (of.line.giver) }
        })
        .aside(aside(speech, of))
        .draw(html! {
            (slip_summary(speech, slips))
            @if let Some(day) = offer.giver_ended {
                (banner(Tone::Warn, &speech.say("offer-giver-ended"), html! {
                    p { (speech.with("offer-giver-ended-on", &[("day", speech.date(day).into())])) }
                }))
            }
            @if offer.is_waiting() && offer.n_returned() > 0 { (back(speech, loaded)) }
            section aria-labelledby="statement" {
                h2 id="statement" { (speech.say("offer-statement")) }
                (paragraphs(&of.statement))
            }
            (why(speech, loaded))
            (course(speech, loaded))
            (barriers_on(speech, &Thing::new(Noun::Offer, offer.id), &loaded.barriers, of.days_lost, of.may_answer))
            @if of.may_reply { (replying(caller, offer, typed, slips)) }
            @if of.may_answer { (answering(caller, of, typed, slips)) }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

/// That it returned, and what is gone.
fn back(speech: Speech, loaded: &Loaded) -> Markup {
    let steps = loaded.page.line.offer.course.iter().zip(&loaded.ends);
    let last = steps.rev().find(|(step, _)| step.kind == OfferStepKind::Returned);
    html! {
        (banner(Tone::Accent, &speech.say("offer-returned"), html! {
            p {
                (speech.say("offer-returned-body")) " "
                @if let Some((step, gone)) = last { (gone_of(speech, step, gone.as_ref())) }
            }
        }))
    }
}

/// What a decline rested on and is gone: a day, or a thing by its name.
fn gone_of(speech: Speech, step: &OfferStep, gone: Option<&Named>) -> Markup {
    html! {
        @match (gone, model::Date::parse(&step.text)) {
            (Some(named), _) => (crate::history::named(speech, named)),
            (None, Some(day)) => (speech.date(day)),
            (None, None) => bdi { (step.text) },
        }
    }
}

fn why(speech: Speech, loaded: &Loaded) -> Markup {
    let offer = &loaded.page.line.offer;
    html! {
        section aria-labelledby="grounds" {
            h2 id="grounds" { (speech.say("offer-why")) }
            ul class="plain" {
                @for (ground, named) in offer.grounds.iter().zip(&loaded.grounds) {
                    li {
                        (speech.say(&format!("ground-kind-{}", ground.kind))) ": " bdi { (ground.said) }
                        @if let Some(href) = &named.href { " · " a href=(href) { bdi { (named.text) } } }
                    }
                }
            }
            @if offer.n_grounds_left > 0 {
                p class="quiet" { (speech.with("offer-grounds-left", &[("count", i64::from(offer.n_grounds_left).into())])) }
            }
        }
    }
}

fn course(speech: Speech, loaded: &Loaded) -> Markup {
    let offer = &loaded.page.line.offer;
    let said = |one: &OfferStep| !matches!(one.kind, OfferStepKind::Made);
    let steps: Vec<_> = offer.course.iter().zip(&loaded.ends).filter(|(step, _)| said(step)).collect();
    html! {
        @if !steps.is_empty() {
            section aria-labelledby="course" {
                h2 id="course" { (speech.say("offer-course")) }
                ol class="plain" {
                    @for (step, end) in steps { li { (step_of(speech, loaded, step, end.as_ref())) } }
                }
            }
        }
    }
}

fn step_of(speech: Speech, loaded: &Loaded, step: &OfferStep, end: Option<&Named>) -> Markup {
    html! {
        p class="quiet" {
            (when(speech, step.at)) " · " (speech.say(&format!("offer-step-{}", step.kind)))
            @if let Some(by) = loaded.people.get(&step.by) { " · " (who(speech, by)) }
        }
        @if let Some(decline) = &step.decline {
            p {
                (speech.say(&format!("decline-code-{}", decline.code))) " · " (speech.say(&format!("decline-end-{}", decline.ground.end())))
                @if let DeclineGround::Until(day) = decline.ground { " " (speech.date(day)) }
                @if let Some(named) = end { " " (crate::history::named(speech, named)) }
            }
        }
        @if step.kind == OfferStepKind::Returned { p { (gone_of(speech, step, end)) } } @else { (paragraphs(&step.text)) }
    }
}

fn aside(speech: Speech, of: &OfferPage) -> Markup {
    let offer = &of.line.offer;
    let mut rows = vec![
        SummaryRow::new(
            speech.say("offer-unit"),
            html! { a href={ "/office/units/" (offer.unit) } { bdi { (of.line.unit) } } },
        ),
        SummaryRow::new(
            speech.say("offer-post"),
            html! { a href={ "/office/posts/" (offer.post) } { bdi { (of.post) } } },
        ),
        SummaryRow::new(
            speech.say("offer-technology"),
            html! { a href={ "/technologies/" (offer.technology) } { bdi { (of.line.technology) } } },
        ),
        SummaryRow::new(
            speech.say("offer-use"),
            html! {
                a href={ "/adoptions/" (offer.adoption) } { bdi { (of.line.giver) } }
                @if let Some(rung) = of.use_there.as_ref().and_then(model::Adoption::rung) {
                    br; span class="quiet" { (speech.say(&format!("rung-{rung}"))) }
                }
            },
        ),
    ];
    if let Some(need) = &of.need {
        rows.push(SummaryRow::new(
            speech.say("offer-need"),
            html! { a href={ "/needs/" (need.id) } { bdi { (need.title) } } },
        ));
    }
    if let Some(taken) = offer.taken {
        rows.push(SummaryRow::new(
            speech.say("offer-taken"),
            html! { a href={ "/adoptions/" (taken) } { (speech.say("offer-taken-see")) } },
        ));
    }
    summary_list(&rows)
}

fn replying(caller: &Caller, offer: &Offer, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    html! {
        section aria-labelledby="reply" {
            h2 id="reply" { (speech.say("offer-reply")) }
            (Form::new(&caller.visit, &format!("{}/reply", at(offer))).slips(slips).guarded().around(html! {
                input type="hidden" name="revision" value=(offer.revision);
                (Field::lines("reply", speech.say("offer-reply-text"), 4).value(typed.get("reply")).length_max(OFFER_TEXT_CHARS_MAX)
                    .slips(slips).draw(speech))
                div class="actions" { (Button::primary(&speech.say("offer-reply-send"))) }
            }))
        }
    }
}

fn answering(caller: &Caller, of: &OfferPage, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let offer = &of.line.offer;
    let action = format!("{}/answer", at(offer));
    html! {
        section aria-labelledby="answer" {
            h2 id="answer" { (speech.say("offer-answer")) }
            (Form::new(&caller.visit, &action).guarded().around(html! {
                input type="hidden" name="revision" value=(offer.revision);
                p { (speech.say("offer-accept-lead")) }
                div class="actions" { (Button::primary(&speech.say("offer-accept")).sends("answer", "accept")) }
            }))
            @if offer.state == OfferState::Open {
                (crate::component::disclosure(&speech.say("offer-ask"), typed.get("answer") == "ask", html! {
                    (Form::new(&caller.visit, &action).slips(slips).guarded().around(html! {
                        input type="hidden" name="revision" value=(offer.revision);
                        (asking(speech, typed, slips))
                        div class="actions" { (Button::plain(&speech.say("offer-ask-send")).sends("answer", "ask")) }
                    }))
                }))
            }
            (crate::component::disclosure(&speech.say("offer-decline"), typed.get("answer") == "decline", html! {
                (Form::new(&caller.visit, &action).slips(slips).guarded().around(html! {
                    input type="hidden" name="revision" value=(offer.revision);
                    (declining(speech, of, typed, slips))
                    (Field::lines("text", speech.say("decline-text"), 3).length_max(OFFER_TEXT_CHARS_MAX).hint(speech.say("decline-text-hint")).value(typed.get("text")).optional().slips(slips).draw(speech))
                    div class="actions" { (Button::plain(&speech.say("offer-decline-send")).sends("answer", "decline")) }
                }))
                @if of.barriers.is_empty() {
                    p { (link_button(&speech.say("barrier-new"), &format!("/barriers/new?on={}", Thing::new(Noun::Offer, offer.id)), false)) }
                }
            }))
        }
    }
}

/// The question. Its name differs from that of the reason, so that each field of the page is one.
fn asking(speech: Speech, typed: &Typed, slips: &Slips) -> Markup {
    html! {
        (Field::lines("question", speech.say("offer-question"), 3).value(typed.get("question")).length_max(OFFER_TEXT_CHARS_MAX)
            .slips(slips).draw(speech))
    }
}

fn declining(speech: Speech, of: &OfferPage, typed: &Typed, slips: &Slips) -> Markup {
    let codes =
        DeclineCode::ALL.iter().map(|code| Choice::new(code.word(), speech.say(&format!("decline-code-{code}"))));
    let codes = std::iter::once(Choice::new("", speech.say("decline-code-choose"))).chain(codes).collect();
    let open: Vec<_> = of.barriers.iter().filter(|one| one.state == model::BarrierState::Open).collect();
    let ends = DeclineEnd::ALL.iter().filter(|end| match end {
        DeclineEnd::Barrier => !open.is_empty(),
        DeclineEnd::Need => !of.resting.is_empty(),
        DeclineEnd::Day | DeclineEnd::Never => true,
    });
    let ends = ends.map(|end| Choice::new(end.word(), speech.say(&format!("decline-end-{end}")))).collect();
    let barriers: Vec<Choice> = open.iter().map(|one| Choice::new(one.id.to_string(), one.subject.clone())).collect();
    let needs: Vec<Choice> = of.resting.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone())).collect();
    html! {
        (Field::select("code", speech.say("decline-code"), codes).value(typed.get("code")).slips(slips).draw(speech))
        (Field::radios("ends", speech.say("decline-ends"), ends).hint(speech.say("decline-ends-hint"))
            .value(typed.some("ends").unwrap_or("day")).slips(slips).draw(speech))
        (Field::date("day", speech.say("decline-day")).value(typed.get("day")).optional().slips(slips).draw(speech))
        @if !barriers.is_empty() {
            (Field::select("barrier", speech.say("decline-barrier"), barriers).value(typed.get("barrier")).slips(slips).draw(speech))
        }
        @if !needs.is_empty() {
            (Field::select("need", speech.say("decline-need"), needs).value(typed.get("need")).slips(slips).draw(speech))
        }
    }
}
