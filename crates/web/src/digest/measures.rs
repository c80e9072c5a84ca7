//! Classifiers: what each learned, and how precise it is.

use axum::http::StatusCode;
use desk::Learnt;
use maud::{Markup, html};
use model::SubjectScheme;
use store::HeldClassifier;

use super::draw::scheme;
use super::{View, views};
use crate::caller::Caller;
use crate::component::{Button, Column, Crumb, Form, Page, Section, Table, empty};
use crate::failed::{Answer, failed, page, see_other};
use crate::history::when;
use crate::speech::Speech;
use crate::typed::Typed;
use crate::visit::Visit;

pub async fn show(caller: Caller) -> Answer {
    let learnt = caller.read(|office| office.learnt()).await;
    let learnt = learnt.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(StatusCode::OK, draw(&caller.visit, &learnt)))
}

pub async fn learn(caller: Caller, typed: Typed) -> Answer {
    if let Some(of) = SubjectScheme::from_word(typed.get("scheme")) {
        let done = caller.act(move |writer, turn, _| desk::learn_now(writer, turn, of)).await;
        done.map_err(|failure| failed(&caller.visit, &failure))?;
    }
    Ok(see_other("/abstracts/codes"))
}

/// How each scheme stands, in a line.
pub(super) fn short(speech: Speech, learnt: &[Learnt]) -> Markup {
    html! {
        @if learnt.is_empty() { p class="quiet" { (speech.say("codes-none")) } }
        @if !learnt.is_empty() { ul { @for one in learnt { li { (line(speech, one)) } } } }
    }
}

fn line(speech: Speech, one: &Learnt) -> String {
    let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    match &one.classifier {
        Some(held) => speech.with(
            "codes-precision",
            &[
                ("scheme", scheme(one.scheme).into()),
                ("first", speech.percent(held.at_1).into()),
                ("five", speech.percent(held.at_5).into()),
                ("best", speech.percent(held.best_at_5).into()),
                ("count", whole(held.n_held_back).into()),
            ],
        ),
        None => speech.with(
            "codes-too-few",
            &[
                ("scheme", scheme(one.scheme).into()),
                ("count", whole(one.n_accepted).into()),
                ("wanted", whole(one.n_wanted).into()),
            ],
        ),
    }
}

fn draw(visit: &Visit, learnt: &[Learnt]) -> Markup {
    let speech = visit.speech;
    let held: Vec<&HeldClassifier> = learnt.iter().filter_map(|one| one.classifier.as_ref()).collect();
    Page::new(visit, speech.say("codes-title"))
        .here(Section::Records)
        .crumbs(vec![Crumb::of(speech, Section::Records), Crumb::new(speech.say("abstracts-title"), "/abstracts")])
        .lead(html! { (speech.say("codes-lead")) })
        .draw(html! {
            (views(speech, View::Codes, None))
            @if learnt.is_empty() {
                (empty(&speech.say("codes-none"), &speech.say("codes-none-body"), html! { a href="/abstracts" { (speech.say("abstracts-queue")) } }))
            } @else {
                (short(speech, learnt))
                @if !held.is_empty() {
                    (table(speech, &held))
                    p class="hint" { (speech.say("codes-measured")) }
                }
                @for one in learnt {
                    (Form::new(visit, "/abstracts/learn").inline().around(html! {
                        input type="hidden" name="scheme" value=(one.scheme);
                        (Button::plain(&speech.with("codes-learn", &[("scheme", scheme(one.scheme).into())])))
                    }))
                }
                p class="hint" { (speech.say("codes-learn-hint")) }
            }
        })
}

fn table(speech: Speech, held: &[&HeldClassifier]) -> Markup {
    let columns = vec![
        Column::new(speech.say("codes-scheme")),
        Column::numeric(speech.say("codes-records")),
        Column::numeric(speech.say("codes-codes")),
        Column::numeric(speech.say("codes-held-back")),
        Column::numeric(speech.say("codes-at-1")),
        Column::numeric(speech.say("codes-at-5")),
        Column::numeric(speech.say("codes-best")),
        Column::numeric(speech.say("codes-found")),
        Column::new(speech.say("codes-when")),
    ];
    let mut table = Table::new(speech.say("codes-title"), columns).caption_unseen().cards_on_phone();
    for one in held {
        table = table.row(vec![
            html! { (scheme(one.scheme)) },
            html! { (one.n_records) },
            html! { (one.n_codes) },
            html! { (one.n_held_back) },
            html! { (speech.percent(one.at_1)) },
            html! { (speech.percent(one.at_5)) },
            html! { (speech.percent(one.best_at_5)) },
            html! { (speech.percent(one.found_at_5)) },
            html! { (when(speech, one.trained_at)) },
        ]);
    }
    table.draw(speech)
}
