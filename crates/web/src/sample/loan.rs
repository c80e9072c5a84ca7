//! Loans of a sample: asked for, answered, prolonged, brought back.

use axum::extract::Path;
use desk::LoanAnswer;
use maud::{Markup, html};
use model::{CUSTODY_CHARS_MAX, Date, LoanState, PostId, SAMPLE_TEXT_CHARS_MAX, SampleLoan};

use super::loan_state;
use super::page::Shown;
use super::step::{ended, seen, unread};
use crate::caller::Caller;
use crate::component::{Button, Choice, Column, Field, Form, Slips, Table, Tone, disclosure, tag};
use crate::failed::Answer;
use crate::history::who_did;
use crate::typed::Typed;

pub async fn ask(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let Some(until) = Date::parse(typed.get("loan-until")) else {
        return unread(&caller, name, &typed, "loan-until", "mission-day-unread").await;
    };
    let posts = caller.officer.post_ids();
    let borrower = typed.some("borrower").and_then(|post| PostId::new(post).ok()).or_else(|| posts.first().cloned());
    let Some(borrower) = borrower else {
        return unread(&caller, name, &typed, "loan-purpose", "request-no-post").await;
    };
    let purpose = typed.get("loan-purpose").to_owned();
    let done =
        caller.act(move |writer, turn, _| desk::ask_loan(writer, turn, seen, &borrower, (&purpose, until))).await;
    ended(&caller, name, &typed, "loan-purpose", done).await
}

pub async fn answer(caller: Caller, Path((name, loan)): Path<(String, u32)>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let day = Date::parse(typed.get("grant-day")).unwrap_or_else(|| caller.app.today());
    let (place, note) = (typed.get("grant-place").to_owned(), typed.get("grant-note").to_owned());
    let answer = match typed.get("answer") {
        "yes" => LoanAnswer::Grant { place, day, note },
        _ => LoanAnswer::Refuse(note),
    };
    let done = caller.act(move |writer, turn, _| desk::answer_loan(writer, turn, seen, loan, answer)).await;
    ended(&caller, name, &typed, "grant-note", done).await
}

pub async fn withdraw(caller: Caller, Path((name, loan)): Path<(String, u32)>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let reason = typed.get("withdraw-reason").to_owned();
    let done = caller.act(move |writer, turn, _| desk::withdraw_loan(writer, turn, seen, loan, &reason)).await;
    ended(&caller, name, &typed, "withdraw-reason", done).await
}

pub async fn bring_back(caller: Caller, Path((name, loan)): Path<(String, u32)>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let day = Date::parse(typed.get("return-day")).unwrap_or_else(|| caller.app.today());
    let (place, note) = (typed.get("return-place").to_owned(), typed.get("return-note").to_owned());
    let done = caller.act(move |writer, turn, _| desk::return_loan(writer, turn, seen, loan, (place, day, note))).await;
    ended(&caller, name, &typed, "return-place", done).await
}

pub async fn wish(caller: Caller, Path((name, loan)): Path<(String, u32)>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let Some(until) = Date::parse(typed.get("wish-until")) else {
        return unread(&caller, name, &typed, "wish-until", "mission-day-unread").await;
    };
    let reason = typed.get("wish-reason").to_owned();
    let done = caller.act(move |writer, turn, _| desk::wish_for_loan(writer, turn, seen, loan, (until, &reason))).await;
    ended(&caller, name, &typed, "wish-reason", done).await
}

pub async fn answer_wish(caller: Caller, Path((name, loan)): Path<(String, u32)>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let (yes, words) = (typed.get("answer") == "yes", typed.get("wish-answer").to_owned());
    let done = caller.act(move |writer, turn, _| desk::answer_loan_wish(writer, turn, seen, loan, (yes, &words))).await;
    ended(&caller, name, &typed, "wish-answer", done).await
}

/// The loans of a sample with the forms that go on with them.
pub(super) fn section(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let page = &shown.page;
    if page.loans.is_empty() && !page.line.sample.state.is_here() {
        return html! {};
    }
    html! {
        section aria-labelledby="loans" {
            h2 id="loans" { (speech.say("loans-title")) }
            @if page.loans.is_empty() { p class="quiet" { (speech.say("loans-none")) } }
            @else { (table(caller, shown)) }
            @match page.open_loan() {
                Some(loan) => (steps(caller, shown, loan, typed, slips)),
                None => (asking(caller, shown, typed, slips)),
            }
        }
    }
}

fn table(caller: &Caller, shown: &Shown) -> Markup {
    let speech = caller.visit.speech;
    let columns = ["loan-borrower", "loan-purpose", "loan-due", "loan-state", "loan-answer"];
    let mut table = Table::new(speech.say("loans-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for loan in shown.page.loans.iter().rev() {
        table = table.row(vec![
            html! { bdi { (shown.page.post(&loan.borrower)) } br; span class="quiet" { (who_did(speech, &shown.people, &loan.asked_by)) } },
            html! { bdi { (loan.purpose) } },
            html! {
                (speech.date(loan.due))
                @if loan.is_overdue(shown.today) { " " (tag(Tone::Warn, &speech.say("loan-overdue"))) }
            },
            html! {
                (loan_state(speech, loan.state))
                @if let Some(day) = loan.back.or(loan.out) { " " (speech.date(day)) }
            },
            html! {
                (super::or_none(&loan.answer))
                @for one in &loan.extensions {
                    br; span class="quiet" {
                        (speech.say(&format!("extension-state-{}", one.state.word()))) ": " (speech.date(one.until)) ", " bdi { (one.reason) }
                    }
                }
            },
        ]);
    }
    table.draw(speech)
}

fn asking(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let sample = &shown.page.line.sample;
    let holder = shown.page.line.holder.as_ref();
    let own: Vec<Choice> = caller
        .officer
        .posts
        .iter()
        .filter(|(post, _)| Some(&post.id) != holder)
        .map(|(post, _)| Choice::new(post.id.as_str(), post.title.clone()))
        .collect();
    if own.is_empty() || !sample.state.is_here() || holder.is_none() {
        return html! {};
    }
    let action = format!("/samples/{}/loans", sample.id);
    let first = own.first().map(|one| one.value.clone()).unwrap_or_default();
    let several = own.len() > 1;
    disclosure(
        &speech.say("loan-ask"),
        typed.has("loan-purpose"),
        html! {
            (Form::new(&caller.visit, &action).around(html! {
                input type="hidden" name="revision" value=(sample.revision);
                @if several {
                    (Field::select("borrower", speech.say("loan-borrower"), own).value(typed.some("borrower").unwrap_or(&first)).slips(slips).draw(speech))
                } @else { input type="hidden" name="borrower" value=(first); }
                (Field::lines("loan-purpose", speech.say("loan-purpose"), 2).value(typed.get("loan-purpose")).length_max(SAMPLE_TEXT_CHARS_MAX).slips(slips).draw(speech))
                (Field::date("loan-until", speech.say("loan-until")).value(typed.get("loan-until")).slips(slips).draw(speech))
                div class="actions" { (Button::primary(&speech.say("loan-ask-it"))) }
            }))
        },
    )
}

/// What the borrower and the lender may do now.
fn steps(caller: &Caller, shown: &Shown, loan: &SampleLoan, typed: &Typed, slips: &Slips) -> Markup {
    let lends = shown.page.line.holder.as_ref().is_some_and(|holder| caller.officer.acts_for(holder));
    let gets = caller.officer.acts_for(&loan.borrower);
    let free = shown.page.chain.open().is_none();
    html! {
        @if loan.state == LoanState::Asked && lends { (answering(caller, shown, loan, typed, slips)) }
        @if loan.state == LoanState::Out && gets && free { (returning(caller, shown, loan, typed, slips)) }
        @if loan.state == LoanState::Out && gets && loan.wish().is_none() { (wishing(caller, shown, loan, typed, slips)) }
        @if loan.wish().is_some() && caller.officer.acts_for(&loan.lender) { (wish_answer(caller, shown, loan, typed, slips)) }
        @if matches!(loan.state, LoanState::Asked | LoanState::Granted) && gets { (withdrawing(caller, shown, loan, typed, slips)) }
    }
}

fn answering(caller: &Caller, shown: &Shown, loan: &SampleLoan, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let sample = &shown.page.line.sample;
    let action = format!("/samples/{}/loans/{}/answer", sample.id, loan.number);
    html! {
        h3 { (speech.say("loan-answer-it")) }
        (Form::new(&caller.visit, &action).around(html! {
            input type="hidden" name="revision" value=(sample.revision);
            (Field::text("grant-place", speech.say("custody-place")).hint(speech.say("loan-place-hint")).value(typed.get("grant-place")).optional().length_max(CUSTODY_CHARS_MAX).slips(slips).draw(speech))
            (Field::date("grant-day", speech.say("custody-day")).value(typed.some("grant-day").unwrap_or(&shown.today.to_string())).slips(slips).draw(speech))
            (Field::text("grant-note", speech.say("loan-note")).hint(speech.say("loan-note-hint")).value(typed.get("grant-note")).optional().length_max(CUSTODY_CHARS_MAX).slips(slips).draw(speech))
            div class="actions" {
                (Button::primary(&speech.say("loan-grant")).sends("answer", "yes"))
                (Button::plain(&speech.say("loan-refuse")).sends("answer", "no"))
            }
        }))
    }
}

fn returning(caller: &Caller, shown: &Shown, loan: &SampleLoan, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let sample = &shown.page.line.sample;
    let action = format!("/samples/{}/loans/{}/return", sample.id, loan.number);
    html! {
        h3 { (speech.say("loan-return")) }
        (Form::new(&caller.visit, &action).around(html! {
            input type="hidden" name="revision" value=(sample.revision);
            (Field::text("return-place", speech.say("custody-place")).value(typed.get("return-place")).length_max(CUSTODY_CHARS_MAX).slips(slips).draw(speech))
            (Field::date("return-day", speech.say("custody-day")).value(typed.some("return-day").unwrap_or(&shown.today.to_string())).slips(slips).draw(speech))
            (Field::text("return-note", speech.say("custody-note")).value(typed.get("return-note")).optional().length_max(CUSTODY_CHARS_MAX).slips(slips).draw(speech))
            div class="actions" { (Button::primary(&speech.say("loan-return-it"))) }
        }))
    }
}

fn wishing(caller: &Caller, shown: &Shown, loan: &SampleLoan, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let sample = &shown.page.line.sample;
    let action = format!("/samples/{}/loans/{}/wish", sample.id, loan.number);
    disclosure(
        &speech.say("loan-wish"),
        typed.has("wish-reason"),
        html! {
            (Form::new(&caller.visit, &action).around(html! {
                input type="hidden" name="revision" value=(sample.revision);
                (Field::date("wish-until", speech.say("loan-until")).value(typed.get("wish-until")).slips(slips).draw(speech))
                (Field::text("wish-reason", speech.say("sample-reason")).value(typed.get("wish-reason")).length_max(SAMPLE_TEXT_CHARS_MAX).slips(slips).draw(speech))
                div class="actions" { (Button::primary(&speech.say("loan-wish-it"))) }
            }))
        },
    )
}

fn wish_answer(caller: &Caller, shown: &Shown, loan: &SampleLoan, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let sample = &shown.page.line.sample;
    let action = format!("/samples/{}/loans/{}/wish/answer", sample.id, loan.number);
    html! {
        h3 { (speech.say("loan-wish-answer")) }
        (Form::new(&caller.visit, &action).around(html! {
            input type="hidden" name="revision" value=(sample.revision);
            (Field::text("wish-answer", speech.say("loan-note")).hint(speech.say("loan-note-hint")).value(typed.get("wish-answer")).optional().length_max(SAMPLE_TEXT_CHARS_MAX).slips(slips).draw(speech))
            div class="actions" {
                (Button::primary(&speech.say("loan-prolong")).sends("answer", "yes"))
                (Button::plain(&speech.say("loan-prolong-not")).sends("answer", "no"))
            }
        }))
    }
}

fn withdrawing(caller: &Caller, shown: &Shown, loan: &SampleLoan, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let sample = &shown.page.line.sample;
    let action = format!("/samples/{}/loans/{}/withdrawal", sample.id, loan.number);
    disclosure(
        &speech.say("loan-withdraw"),
        typed.has("withdraw-reason"),
        html! {
            (Form::new(&caller.visit, &action).around(html! {
                input type="hidden" name="revision" value=(sample.revision);
                (Field::text("withdraw-reason", speech.say("sample-reason")).value(typed.get("withdraw-reason")).length_max(SAMPLE_TEXT_CHARS_MAX).slips(slips).draw(speech))
                div class="actions" { (Button::quiet(&speech.say("loan-withdraw-it"))) }
            }))
        },
    )
}
