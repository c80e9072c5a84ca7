//! Deliveries: a record laid before a post, with its grounds, and what the post does with it.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Acting, Failure, OwnAbstract};
use maud::{Markup, html};
use model::{
    Choice as Decision, Crosswalk, Date, Disposition, Duty, Need, Noun, PassReason, Post, PostId, Record, Thing,
};
use store::HeldDelivery;

use crate::app::App;
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Crumb, Field, Form, Page, Section, Slips, Step, SummaryRow, Thread, Tone, banner, disclosure,
    highlight, summary_list, thread_bar, timeline,
};
use crate::digest::reaching;
use crate::duty::{due, let_go, who_can_act};
use crate::failed::{Answer, failed, page, see_other, sentence, shown};
use crate::ground;
use crate::history::{Told, tell, timeline_of, when};
use crate::post_offer::PostOffer;
use crate::route::{Policy, Routes};
use crate::speech::Speech;
use crate::typed::Typed;
use crate::visit::Visit;

/// The letter that gives each answer.
pub const KEYS: &[(Decision, &str)] = &[
    (Decision::Use, "u"),
    (Decision::Study, "s"),
    (Decision::Known, "n"),
    (Decision::Pass, "p"),
    (Decision::Forward, "f"),
];

/// Everything the page shows.
struct Shown {
    held: HeldDelivery,
    need: Need,
    record: Record,
    marked: desk::Marked,
    /// The office's own abstract of the record.
    own: Option<OwnAbstract>,
    crosswalk: Arc<Crosswalk>,
    post: Option<Post>,
    duties: Vec<Duty>,
    acting: Vec<Acting>,
    posts: PostOffer,
    /// Whether the officer may let the open duty go.
    may_waive: bool,
    history: Vec<Told>,
    today: Date,
    may_answer: bool,
    /// Whether the officer may take back what was decided.
    may_recall: bool,
    /// The delivery that it was passed on from, and the title of the post that did, where that is seen.
    forwarder: Option<(model::DeliveryId, String)>,
    by: Option<String>,
    /// The title of the post that it was passed on to.
    to: Option<String>,
}

async fn load(caller: &Caller, id: String, words: String) -> Result<Shown, Failure> {
    let (today, officer) = (caller.app.today(), std::sync::Arc::clone(&caller.officer));
    let language = caller.speech().tongue().tag();
    caller
        .read(move |office| {
            let held = office.delivery(&id)?;
            let need = office.need(held.delivery.need.as_str())?;
            let record = office.record(&held.delivery.record.to_string())?.record;
            let thing = Thing::new(Noun::Delivery, held.delivery.id);
            let duties = office.duties_about(&thing)?;
            let mut acting = Vec::new();
            for duty in duties.iter().filter(|duty| duty.is_late(today)) {
                acting.extend(office.who_can_act(duty, today)?);
            }
            let open = duties.iter().find(|duty| duty.closed_at.is_none());
            let may_answer = held.decided.is_none()
                && (officer.acts_for(&held.delivery.post)
                    || open.and_then(|duty| duty.raised_to.as_ref()).is_some_and(|post| officer.acts_for(post)));
            let by = held.decided.as_ref().and_then(|decided| model::Actor::parse(&decided.by));
            let by = by.map(|actor| office.person(&actor.person)).transpose()?.flatten().map(|person| person.name);
            let to = held.decided.as_ref().and_then(|decided| decided.disposition.to.clone());
            let to = to.map(|to| Ok::<_, Failure>(office.post(&to)?.map_or_else(|| to.to_string(), |post| post.title)));
            let to = to.transpose()?;
            let forwarder = held.delivery.forwarded_from.and_then(|from| office.delivery(&from.to_string()).ok());
            let forwarder = forwarder
                .map(|from| {
                    Ok::<_, Failure>((from.delivery.id, office.post(&from.delivery.post)?.map(|post| post.title)))
                })
                .transpose()?
                .and_then(|(id, title)| Some((id, title?)));
            Ok(Shown {
                forwarder,
                crosswalk: office.crosswalk()?,
                marked: office.marked(&held.delivery.profile, &record)?,
                own: office.own_abstract(held.delivery.record, language, &|_| true)?,
                post: office.post(&held.delivery.post)?,
                posts: if may_answer {
                    PostOffer::of(office, &words, &[&held.delivery.post], today)?
                } else {
                    PostOffer::default()
                },
                may_recall: desk::may_recall(&officer, &held).is_some(),
                may_waive: open.map_or(Ok(false), |duty| office.may_waive(&officer, duty))?,
                history: tell(office, office.history(&thing)?)?,
                held,
                need,
                record,
                duties,
                acting,
                today,
                may_answer,
                by,
                to,
            })
        })
        .await
}

async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    let shown_ = load(&caller, id, String::new()).await.map_err(|failure| failed(&caller.visit, &failure))?;
    if shown_.held.read_at.is_none() && caller.officer.acts_for(&shown_.held.delivery.post) {
        let id = shown_.held.delivery.id;
        let read = caller.act(move |writer, turn, _| desk::mark_read(writer, turn.officer, id, turn.now)).await;
        read.map_err(|failure| failed(&caller.visit, &failure))?;
    }
    Ok(shown(draw(&caller.visit, &shown_, &Typed::default(), &Slips::new())))
}

fn draw(visit: &Visit, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let Shown { held, need, record, marked, .. } = shown;
    let thread = Thread::at(Step::Delivery)
        .holds(Step::Need, 1, format!("/needs/{}", need.id))
        .holds(Step::Record, 1, format!("/records/{}", held.delivery.record))
        .holds(Step::Disposition, u64::from(held.decided.is_some()), "#answer");
    let untitled = speech.say("record-untitled");
    let title = record.title().unwrap_or(&untitled).to_owned();
    let late = shown.duties.iter().find(|duty| duty.is_late(shown.today));
    Page::new(visit, title)
        .here(Section::Inbox)
        .crumbs(vec![Crumb::of(speech, Section::Inbox)])
        .above(thread_bar(speech, &thread))
        .slips(slips)
        .lead(html! {
            (speech.say("delivery-for")) " " a href={ "/needs/" (need.id) } { bdi { (need.title) } }
            " · " (when(speech, held.made_at))
            @for duty in shown.duties.iter().filter(|duty| duty.closed_at.is_none()) { " " (due(speech, duty, shown.today)) }
        })
        .aside(aside(visit, shown))
        .draw(html! {
            @if let Some(decided) = &held.decided {
                div id="answer" {
                (banner(Tone::Good, &decision(speech, decided.disposition.choice), html! {
                    p {
                        @if let Some(by) = &shown.by { bdi { (by) } ", " }
                        (when(speech, decided.at))
                        @if let Some(reason) = decided.disposition.reason { " · " (speech.say(&format!("pass-{}", reason.word()))) }
                        @if let Some((to, title)) = decided.disposition.to.as_ref().zip(shown.to.as_ref()) { " → " a href={ "/office/posts/" (to) } { bdi { (title) } } }
                    }
                    @if !decided.disposition.remark.is_empty() { p { bdi { (decided.disposition.remark) } } }
                    @if decided.disposition.choice == model::Choice::Use {
                        p { a href={ "/adoptions/new?from=delivery:" (held.delivery.id) } { (speech.say("adoption-new")) } }
                    }
                    @if shown.may_recall { (recall_form(visit, &held.delivery.id)) }
                }))
                }
            }
            @if let Some(duty) = late { (who_can_act(speech, duty, &shown.acting)) }
            section aria-labelledby="grounds" {
                h2 id="grounds" { (speech.say("delivery-grounds")) }
                p class="grounds" { (ground::grounds_with_labels(speech, &shown.crosswalk, &held.delivery.grounds)) }
                p { a href={ "/why?need=" (need.id) "&record=" (held.delivery.record) } { (speech.say("delivery-why")) } }
            }
            @if shown.may_answer { (answers(visit, shown, typed, slips)) }
            @if let Some(own) = &shown.own {
                section aria-labelledby="own" {
                    h2 id="own" { (speech.say("digest-title")) }
                    (reaching(speech, own))
                }
            }
            article class="abstract" {
                @for (text, ranges) in &marked.titles { p class="title" lang=[text.language.as_ref().map(|language| language.tag())] { bdi { (highlight(&text.text, ranges)) } } }
                @for (text, ranges) in &marked.abstracts {
                    p lang=[text.language.as_ref().map(|language| language.tag())] { bdi { (highlight(&text.text, ranges)) } }
                }
                @if marked.abstracts.is_empty() { p class="quiet" { (speech.say("record-no-abstract")) } }
                p { a href={ "/records/" (held.delivery.record) "?need=" (need.id) } { (speech.say("delivery-record")) } }
            }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &shown.history)))
        })
}

fn aside(visit: &Visit, shown: &Shown) -> Markup {
    let speech = visit.speech;
    let Shown { held, need, record, .. } = shown;
    let post = shown.post.as_ref().map_or_else(|| held.delivery.post.to_string(), |post| post.title.clone());
    let mut rows = vec![
        SummaryRow::new(
            speech.say("delivery-post"),
            html! { a href={ "/office/posts/" (held.delivery.post) } { bdi { (post) } } },
        ),
        SummaryRow::new(speech.say("delivery-need"), html! { a href={ "/needs/" (need.id) } { bdi { (need.title) } } }),
        SummaryRow::new(speech.say("delivery-rank"), html! { (speech.decimal(f64::from(held.delivery.score), 2)) }),
        SummaryRow::new(
            speech.say("delivery-read"),
            html! {
                @match held.read_at { Some(at) => (when(speech, at)), None => (speech.say("delivery-unread")) }
            },
        ),
    ];
    if let Some(published) = record.published {
        rows.push(SummaryRow::new(speech.say("record-published"), html! { (speech.partial_date(published)) }));
    }
    if let Some((from, post)) = &shown.forwarder {
        rows.push(SummaryRow::new(
            speech.say("delivery-forwarded-from"),
            html! { a href={ "/deliveries/" (from) } { bdi { (post) } } },
        ));
    }
    html! {
        (summary_list(&rows))
        @for duty in &shown.duties { (let_go(speech, duty, shown.may_waive)) }
    }
}

/// The answers, each with its letter. A pass wants its reason, a forward its post: they are folded away until wanted.
fn answers(visit: &Visit, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let action = format!("/deliveries/{}/disposition", shown.held.delivery.id);
    let chosen = Decision::from_word(typed.get("choice"));
    // For the form that was not sent.
    let none = Slips::new();
    let of = |choice| if chosen == Some(choice) { slips } else { &none };
    let reasons =
        PassReason::ALL.iter().map(|reason| Choice::new(reason.word(), speech.say(&format!("pass-{}", reason.word()))));
    let remark =
        || Field::text("remark", speech.say("delivery-remark")).optional().value(typed.get("remark")).slips(slips);
    html! {
        section aria-labelledby="answer" data-walk-actions {
            h2 id="answer" { (speech.say("delivery-answer")) }
            (Form::new(visit, &action).inline().around(html! {
                @for (choice, key) in KEYS.iter().filter(|(choice, _)| !matches!(choice, Decision::Pass | Decision::Forward)) {
                    (Button::plain(&speech.say(&format!("choice-{}", choice.word()))).sends("choice", choice.word()).key(key))
                }
                @for (choice, key) in KEYS.iter().filter(|(choice, _)| matches!(choice, Decision::Pass | Decision::Forward)) {
                    (Button::plain(&speech.say(&format!("choice-{}-open", choice.word()))).sends("choice", choice.word()).key(key))
                }
            }))
            div data-focus[chosen == Some(Decision::Pass)] { (disclosure(&speech.say("delivery-pass-title"), chosen == Some(Decision::Pass), html! {
                (Form::new(visit, &action).slips(of(Decision::Pass)).around(html! {
                    input type="hidden" name="choice" value=(Decision::Pass.word());
                    (Field::radios("reason", speech.say("delivery-reason"), reasons.collect()).value(typed.get("reason")).slips(slips).draw(speech))
                    (remark().draw(speech))
                    div class="actions" { (Button::plain(&speech.say("choice-pass"))) }
                }))
            })) }
            div data-focus[chosen == Some(Decision::Forward)] { (disclosure(&speech.say("delivery-forward-title"), chosen == Some(Decision::Forward), html! {
                (Form::new(visit, &action).slips(of(Decision::Forward)).around(html! {
                    input type="hidden" name="choice" value=(Decision::Forward.word());
                    (shown.posts.fields(speech, &speech.say("delivery-to"), typed, slips))
                    (Field::text("remark", speech.say("delivery-remark")).optional().draw(speech))
                    div class="actions" { (Button::plain(&speech.say("choice-forward"))) }
                }))
            })) }
        }
    }
}

/// The button that takes back what was decided.
pub fn recall_form(visit: &Visit, id: &model::DeliveryId) -> Markup {
    Form::new(visit, &format!("/deliveries/{id}/recall"))
        .inline()
        .around(html! { (Button::plain(&visit.speech.say("delivery-recall"))) })
}

/// What was decided, in a few words.
pub fn decision(speech: Speech, choice: Decision) -> String {
    speech.say(&format!("decided-{}", choice.word()))
}

async fn dispose(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let choice = Decision::from_word(typed.get("choice"));
    let reason = PassReason::from_word(typed.get("reason"));
    let to = typed.some("to").and_then(|to| PostId::new(to).ok());
    let Some(choice) = choice else { return again(&caller, id, &typed, None).await };
    if typed.some("look").is_some() {
        return again(&caller, id, &typed, None).await;
    }
    let disposition = match Disposition::new(choice, reason, to, typed.get("remark")) {
        Ok(disposition) => disposition,
        // The letter alone was pressed: the page asks for what is missing.
        Err(refusal) => {
            let asked = typed.some("reason").is_some() || typed.some("to").is_some() || typed.some("remark").is_some();
            return again(&caller, id, &typed, asked.then(|| caller.speech().refusal(&refusal))).await;
        }
    };
    let Some(delivery) = model::DeliveryId::parse(&id) else { return again(&caller, id, &typed, None).await };
    let done = caller
        .act(move |writer, turn, office| {
            let today = turn.today;
            let may_see = |post: &PostId| office.post_may_see(post, delivery, today);
            desk::dispose(writer, turn, delivery, &disposition, &may_see)
        })
        .await;
    match done {
        Ok(_) => Ok(see_other(&format!("/?done={}&item={delivery}", choice.word()))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(sentence) => again(&caller, id, &typed, Some(sentence)).await,
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

/// Takes back what was decided, and asks anew.
async fn recall(caller: Caller, Path(id): Path<String>) -> Answer {
    let name = id.clone();
    let done = caller.act(move |writer, turn, office| {
        let delivery = office.delivery(&name)?.delivery.id;
        desk::recall(writer, turn, delivery)
    });
    match done.await {
        Ok(_) => Ok(see_other(&format!("/deliveries/{id}"))),
        Err(failure) => Err(failed(&caller.visit, &failure)),
    }
}

/// The page again, with what was typed.
async fn again(caller: &Caller, id: String, typed: &Typed, sentence: Option<String>) -> Result<Response, Response> {
    let shown_ =
        load(caller, id, typed.get("words").to_owned()).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let mut slips = Slips::new();
    // Answered in between, by another tab or by somebody else: what was pressed here is not what stands there.
    let is_late = shown_.held.decided.is_some() && typed.some("choice").is_some();
    let sentence = sentence.or_else(|| is_late.then(|| caller.speech().say("delivery-not-kept")));
    let field = if is_late {
        "answer"
    } else if typed.get("choice") == Decision::Forward.word() {
        "to"
    } else {
        "reason"
    };
    let status = if sentence.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    if let Some(sentence) = sentence {
        slips.note(field, sentence);
    }
    Ok(page(status, draw(&caller.visit, &shown_, typed, &slips)))
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .page("/deliveries/{delivery}", Policy::SignedIn, show)
        .form("/deliveries/{delivery}/disposition", Policy::SignedIn, dispose)
        .form("/deliveries/{delivery}/recall", Policy::SignedIn, recall)
}
