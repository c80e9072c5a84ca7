//! Diffusion: offers, barriers, reliefs from targets, calls between units, and the equipment lists by which units are found.

mod barrier_form;
mod barrier_list;
mod barrier_page;
mod between;
mod call_form;
mod call_list;
mod call_page;
mod equipment_form;
mod equipment_list;
mod offer_list;
mod offer_page;
mod relief_form;
mod relief_list;
mod relief_page;

use axum::http::StatusCode;
use axum::response::Response;
use desk::{DiffusionSubject, Failure, PostsOutside};
use maud::{Markup, html};
use model::{BarrierState, CallState, Noun, OfferState, ReliefState, Thing};

use crate::app::App;
use crate::caller::Caller;
use crate::component::{AdoptionRoom, Button, Crumb, Field, Section, Slips, Tone, tag};
use crate::failed::{Answer, failed, see_other, sentence, was_changed};
use crate::route::{Policy, Routes};
use crate::speech::Speech;
use crate::typed::Typed;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let open = Policy::SignedIn;
    routes
        .page("/offers", open, offer_list::show)
        .page("/offers/{offer}", open, offer_page::show)
        .form("/offers/{offer}/answer", open, offer_page::answer)
        .form("/offers/{offer}/reply", open, offer_page::reply)
        .page("/barriers", open, barrier_list::show)
        .page("/barriers/new", open, barrier_form::show)
        .form("/barriers/new", open, barrier_form::log)
        .page("/barriers/{barrier}", open, barrier_page::show)
        .form("/barriers/{barrier}/remove", open, barrier_page::remove)
        .form("/barriers/{barrier}/hint", open, barrier_page::hint)
        .form("/barriers/{barrier}/withdraw", open, barrier_page::withdraw)
        .page("/reliefs", open, relief_list::show)
        .page("/reliefs/new", open, relief_form::show)
        .form("/reliefs/new", open, relief_form::ask)
        .page("/reliefs/{relief}", open, relief_page::show)
        .form("/reliefs/{relief}/decide", open, relief_page::decide)
        .form("/reliefs/{relief}/withdraw", open, relief_page::withdraw)
        .page("/calls", open, call_list::show)
        .page("/calls/new", open, call_form::show)
        .form("/calls/new", open, call_form::make)
        .page("/calls/{call}", open, call_page::show)
        .form("/calls/{call}/reply", open, call_page::reply)
        .form("/calls/{call}/take", open, call_page::take)
        .form("/calls/{call}/judge", open, call_page::judge)
        .form("/calls/{call}/close", open, call_page::close)
        .page("/office/units/{unit}/equipment", open, equipment_list::show)
        .upload("/office/units/{unit}/equipment", open, equipment_list::BODY_BYTES_MAX, equipment_list::list)
        .page("/office/units/{unit}/equipment/new", open, equipment_form::show_new)
        .form("/office/units/{unit}/equipment/new", open, equipment_form::add)
        .page("/equipment/{equipment}", open, equipment_form::show_change)
        .form("/equipment/{equipment}", open, equipment_form::change)
}

/// The way back to a list of the room.
fn crumbs(speech: Speech, room: AdoptionRoom) -> Vec<Crumb> {
    vec![Crumb::of(speech, Section::Adoption), Crumb::new(speech.say(room.key()), room.address())]
}

/// Where a thing of diffusion has its page, or that in whose way a barrier stands.
pub fn place(thing: &Thing) -> String {
    match thing.noun {
        Noun::Offer => format!("/offers/{}", thing.name),
        Noun::Barrier => format!("/barriers/{}", thing.name),
        Noun::Relief => format!("/reliefs/{}", thing.name),
        Noun::Call => format!("/calls/{}", thing.name),
        Noun::Equipment => format!("/equipment/{}", thing.name),
        _ => format!("/adoptions/{}", thing.name),
    }
}

/// What stands beside a duty in an inbox: who offers, who waits, what is asked.
pub fn grounds(speech: Speech, subject: &DiffusionSubject, unit: Option<&str>) -> Markup {
    html! {
        @if let Some(unit) = unit { bdi { (unit) } " · " }
        @match subject {
            DiffusionSubject::Offer(line) => {
                (speech.say("offer-from")) " " bdi { (line.giver) }
                @if let Some(ground) = line.offer.grounds.first() {
                    " · " (speech.say(&format!("ground-kind-{}", ground.kind))) ": " bdi { (ground.said) }
                }
            }
            DiffusionSubject::Barrier(line) => {
                (speech.say(&format!("barrier-kind-{}", line.barrier.kind)))
                @if !line.technology.is_empty() { " · " bdi { (line.technology) } }
            }
            DiffusionSubject::Relief(line) => (speech.say(&format!("relief-state-{}", line.relief.state))),
            DiffusionSubject::Call(call) => {
                (speech.say(&format!("call-kind-{}", call.kind))) " · " (call.amount) " " bdi { (call.measure) }
            }
        }
    }
}

/// That a demonstration made something up.
pub fn invented(speech: Speech, is_invented: bool) -> Markup {
    html! { @if is_invented { " " (tag(Tone::Warn, &speech.say("diffusion-invented"))) } }
}

/// Words that narrow a long list of posts, with the button that looks, and how many posts are left out.
fn narrowing(speech: Speech, typed: &Typed, outside: &PostsOutside) -> Markup {
    html! {
        @if outside.n_left > 0 || typed.some("words").is_some() {
            (Field::search("words", speech.say("post-offer-words")).optional().value(typed.get("words")).draw(speech))
            div class="actions" { (Button::plain(&speech.say("post-offer-look")).sends("look", "yes").skips_checks()) }
        }
        @if outside.n_left > 0 { p class="quiet" { (speech.with("post-offer-more", &[("count", outside.n_left.into())])) } }
    }
}

/// Paragraphs as somebody wrote them.
fn paragraphs(text: &str) -> Markup {
    html! { @for line in text.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (line) } } } }
}

fn offer_state(speech: Speech, state: OfferState) -> Markup {
    let tone = match state {
        OfferState::Open => Tone::Accent,
        OfferState::Asked => Tone::Warn,
        OfferState::Accepted => Tone::Good,
        OfferState::Declined => Tone::Bad,
        OfferState::Moot => Tone::Faint,
    };
    tag(tone, &speech.say(&format!("offer-state-{state}")))
}

fn barrier_state(speech: Speech, state: BarrierState) -> Markup {
    let tone = match state {
        BarrierState::Open => Tone::Bad,
        BarrierState::Removed => Tone::Good,
        BarrierState::Withdrawn => Tone::Faint,
    };
    tag(tone, &speech.say(&format!("barrier-state-{state}")))
}

/// Where a relief stands, as a tag.
pub fn relief_state(speech: Speech, state: ReliefState) -> Markup {
    let tone = match state {
        ReliefState::Asked => Tone::Accent,
        ReliefState::Granted => Tone::Good,
        ReliefState::Refused => Tone::Bad,
        ReliefState::Expired => Tone::Warn,
        ReliefState::Withdrawn => Tone::Faint,
    };
    tag(tone, &speech.say(&format!("relief-state-{state}")))
}

fn call_state(speech: Speech, state: CallState) -> Markup {
    let tone = match state {
        CallState::Open => Tone::Accent,
        CallState::Closed => Tone::Good,
        CallState::Withdrawn => Tone::Faint,
        CallState::Lapsed => Tone::Warn,
    };
    tag(tone, &speech.say(&format!("call-state-{state}")))
}

/// Goes on at an address after something was kept; what was refused is shown at a field of the page, drawn again.
async fn ended<T>(
    caller: &Caller,
    done: Result<T, Failure>,
    to: impl FnOnce(&T) -> String,
    field: &str,
    again: impl AsyncFnOnce(Slips, StatusCode) -> Answer,
) -> Answer {
    let failure = match done {
        Ok(kept) => return Ok(see_other(&to(&kept))),
        Err(failure) => failure,
    };
    let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
    let mut slips = Slips::new();
    slips.note(field, sentence);
    let status = if was_changed(&failure) { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    again(slips, status).await
}

/// What was read, or the page of why not.
async fn read<T: Send + 'static>(
    caller: &Caller,
    read: impl FnOnce(&desk::Office) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Response> {
    caller.read(read).await.map_err(|failure| failed(&caller.visit, &failure))
}
