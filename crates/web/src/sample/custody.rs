//! Who holds a sample: the forms that receive it, hand it on, confirm that and give it away; and the chain as a table.

use axum::extract::Path;
use desk::{Officer, Receipt, SamplePage};
use maud::{Markup, html};
use model::{CUSTODY_CHARS_MAX, Date, Handing, Keeper, PostId, SAMPLE_TEXT_CHARS_MAX, SampleState};

use super::page::Shown;
use super::step::{ended, seen, unread};
use super::{custody_state, or_none};
use crate::caller::Caller;
use crate::component::{Button, Choice, Column, Field, Form, Slips, Table, disclosure};
use crate::failed::Answer;
use crate::history::who_did;
use crate::speech::Speech;
use crate::typed::Typed;

pub async fn receive(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let Some(day) = Date::parse(typed.get("receipt-day")) else {
        return unread(&caller, name, &typed, "receipt-day", "mission-day-unread").await;
    };
    let receipt = Receipt {
        day,
        from: typed.get("receipt-from").to_owned(),
        place: typed.get("receipt-place").to_owned(),
        note: typed.get("receipt-note").to_owned(),
    };
    let done = caller.act(move |writer, turn, _| desk::receive_sample(writer, turn, seen, receipt)).await;
    ended(&caller, name, &typed, "receipt-place", done).await
}

pub async fn hand(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    if typed.has("look") {
        return super::page::again(&caller, name, &typed, &Slips::new(), axum::http::StatusCode::OK).await;
    }
    let Some(day) = Date::parse(typed.get("hand-day")) else {
        return unread(&caller, name, &typed, "hand-day", "mission-day-unread").await;
    };
    let Ok(to) = PostId::new(typed.get("to")) else {
        return unread(&caller, name, &typed, "to", "sample-post-missing").await;
    };
    let handing = Handing {
        to: Keeper::Post(to.clone()),
        place: typed.get("hand-place").to_owned(),
        day,
        loan: None,
        note: typed.get("hand-note").to_owned(),
    };
    let done = caller.act(move |writer, turn, _| desk::hand_sample(writer, turn, seen, &to, handing)).await;
    ended(&caller, name, &typed, "hand-place", done).await
}

pub async fn answer(caller: Caller, Path((name, link)): Path<(String, u32)>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let (yes, reason) = (typed.get("answer") == "yes", typed.get("custody-reason").to_owned());
    let done = caller.act(move |writer, turn, _| desk::answer_custody(writer, turn, seen, link, (yes, &reason))).await;
    ended(&caller, name, &typed, "custody-reason", done).await
}

pub async fn leave(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let state = SampleState::from_word(typed.get("leave-state")).unwrap_or(SampleState::Returned);
    let day = Date::parse(typed.get("leave-day")).unwrap_or_else(|| caller.app.today());
    let (reason, to) = (typed.get("leave-reason").to_owned(), typed.get("leave-to").to_owned());
    let done =
        caller.act(move |writer, turn, _| desk::leave_sample(writer, turn, seen, state, (&reason, &to, day))).await;
    ended(&caller, name, &typed, "leave-reason", done).await
}

fn keeper(page: &SamplePage, keeper: &Keeper) -> Markup {
    match keeper {
        Keeper::Post(post) => html! { a href={ "/office/posts/" (post) } { bdi { (page.post(post)) } } },
        Keeper::Outside(name) => or_none(name),
    }
}

/// The chain of a sample with the forms that go on with it.
pub(super) fn section(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let page = &shown.page;
    html! {
        section aria-labelledby="custody" {
            h2 id="custody" { (speech.say("custody-title")) }
            @if page.chain.links().is_empty() { p class="quiet" { (speech.say("custody-none")) } }
            @else { (table(speech, shown)) }
            (open(caller, shown, typed, slips))
            @if may_hand(&caller.officer, page) { (handing(caller, shown, typed, slips)) }
        }
    }
}

fn may_hand(officer: &Officer, page: &SamplePage) -> bool {
    let holds = page.line.holder.as_ref().is_some_and(|holder| officer.acts_for(holder));
    let free = page.chain.open().is_none() && page.open_loan().is_none_or(|loan| loan.out.is_none());
    holds && free && page.line.sample.state != SampleState::InStudy && page.line.sample.state.is_here()
}

fn table(speech: Speech, shown: &Shown) -> Markup {
    let page = &shown.page;
    let columns = ["custody-day", "custody-from", "custody-to", "custody-place", "custody-by", "custody-state"];
    let mut table = Table::new(speech.say("custody-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for link in page.chain.links() {
        let by = if link.answered_by.is_empty() { link.by.as_str() } else { link.answered_by.as_str() };
        table = table.row(vec![
            html! { (speech.date(link.day)) },
            keeper(page, &link.from),
            keeper(page, &link.to),
            html! { (or_none(&link.place)) @if !link.note.is_empty() { br; span class="quiet" { bdi { (link.note) } } } },
            who_did(speech, &shown.people, by),
            html! {
                (custody_state(speech, link.state))
                @if !link.reason.is_empty() { br; span class="quiet" { bdi { (link.reason) } } }
            },
        ]);
    }
    table.draw(speech)
}

/// The answer of whoever gets it.
fn open(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let sample = &shown.page.line.sample;
    let Some(link) = shown.page.chain.open() else { return html! {} };
    if !link.to.post().is_some_and(|post| caller.officer.acts_for(post)) {
        return html! { p class="quiet" { (speech.say("custody-waits")) } };
    }
    let action = format!("/samples/{}/custody/{}", sample.id, link.number);
    html! {
        (Form::new(&caller.visit, &action).around(html! {
            input type="hidden" name="revision" value=(sample.revision);
            (Field::text("custody-reason", speech.say("custody-reason")).hint(speech.say("custody-reason-hint")).value(typed.get("custody-reason")).optional().length_max(CUSTODY_CHARS_MAX).slips(slips).draw(speech))
            div class="actions" {
                (Button::primary(&speech.say("custody-confirm")).sends("answer", "yes"))
                (Button::plain(&speech.say("custody-refuse")).sends("answer", "no"))
            }
        }))
    }
}

fn handing(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let sample = &shown.page.line.sample;
    let action = format!("/samples/{}/custody", sample.id);
    let is_open = typed.has("hand-place");
    disclosure(
        &speech.say("custody-hand"),
        is_open,
        html! {
            (Form::new(&caller.visit, &action).around(html! {
                input type="hidden" name="revision" value=(sample.revision);
                (shown.offer.fields(speech, &speech.say("custody-to"), typed, slips))
                (Field::text("hand-place", speech.say("custody-place")).value(typed.get("hand-place")).length_max(CUSTODY_CHARS_MAX).slips(slips).draw(speech))
                (Field::date("hand-day", speech.say("custody-day")).value(typed.some("hand-day").unwrap_or(&shown.today.to_string())).slips(slips).draw(speech))
                (Field::text("hand-note", speech.say("custody-note")).value(typed.get("hand-note")).optional().length_max(CUSTODY_CHARS_MAX).slips(slips).draw(speech))
                div class="actions" { (Button::primary(&speech.say("custody-hand-it"))) }
            }))
        },
    )
}

/// The form that notes that a sample came.
pub(super) fn receipt(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let sample = &shown.page.line.sample;
    if sample.state != SampleState::Expected || !caller.officer.acts_for(&sample.post) {
        return html! {};
    }
    let action = format!("/samples/{}/receipt", sample.id);
    html! {
        section aria-labelledby="receipt" {
            h2 id="receipt" { (speech.say("sample-receive")) }
            (Form::new(&caller.visit, &action).around(html! {
                input type="hidden" name="revision" value=(sample.revision);
                (Field::date("receipt-day", speech.say("custody-day")).value(typed.some("receipt-day").unwrap_or(&shown.today.to_string())).slips(slips).draw(speech))
                (Field::text("receipt-from", speech.say("sample-brought-by")).value(typed.get("receipt-from")).optional().length_max(CUSTODY_CHARS_MAX).slips(slips).draw(speech))
                (Field::text("receipt-place", speech.say("custody-place")).value(typed.get("receipt-place")).length_max(CUSTODY_CHARS_MAX).slips(slips).draw(speech))
                (Field::text("receipt-note", speech.say("custody-note")).value(typed.get("receipt-note")).optional().length_max(CUSTODY_CHARS_MAX).slips(slips).draw(speech))
                div class="actions" { (Button::primary(&speech.say("sample-receive-it"))) }
            }))
        }
    }
}

/// The form that notes that a sample left the house, or never comes.
pub(super) fn leaving(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let sample = &shown.page.line.sample;
    if !shown.may_give_away {
        return html! {};
    }
    let states = [SampleState::Returned, SampleState::Disposed]
        .map(|state| Choice::new(state.word(), speech.say(&format!("sample-state-{}", state.word()))));
    let action = format!("/samples/{}/leaving", sample.id);
    let chosen = typed.some("leave-state").unwrap_or(SampleState::Returned.word());
    disclosure(
        &speech.say("sample-leave"),
        slips.of("leave-reason").is_some(),
        html! {
            (Form::new(&caller.visit, &action).around(html! {
                input type="hidden" name="revision" value=(sample.revision);
                (Field::radios("leave-state", speech.say("sample-leave-how"), states.into()).value(chosen).slips(slips).draw(speech))
                (Field::text("leave-to", speech.say("custody-to")).value(typed.get("leave-to")).optional().length_max(CUSTODY_CHARS_MAX).slips(slips).draw(speech))
                (Field::date("leave-day", speech.say("custody-day")).value(typed.some("leave-day").unwrap_or(&shown.today.to_string())).slips(slips).draw(speech))
                (Field::lines("leave-reason", speech.say("sample-reason"), 2).value(typed.get("leave-reason")).length_max(SAMPLE_TEXT_CHARS_MAX).slips(slips).draw(speech))
                div class="actions" { (Button::grave(&speech.say("sample-leave-it"))) }
            }))
        },
    )
}
