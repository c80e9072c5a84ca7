//! The list of assignments that are the reader's affair.

use std::sync::Arc;

use axum::extract::RawQuery;
use maud::{Markup, html};
use model::{Assignment, AssignmentStage};

use super::{assignment_stage, list_tabs, room_crumbs};
use crate::caller::Caller;
use crate::component::{AcquisitionRoom, Button, Choice, Column, Field, Page, Section, Table, acquisition_tabs, empty};
use crate::failed::{Answer, failed, shown};
use crate::marking;
use crate::typed::Typed;

/// Assignments that are shown. Who looks for another narrows the list.
const SHOWN: usize = 200;

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let stage = AssignmentStage::from_word(typed.get("stage"));
    let officer = Arc::clone(&caller.officer);
    let found = caller.read(move |office| office.assignments(&officer, stage)).await;
    let found = found.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &found, stage)))
}

fn draw(caller: &Caller, found: &[(Assignment, String)], stage: Option<AssignmentStage>) -> Markup {
    let speech = caller.visit.speech;
    let stages = AssignmentStage::ALL.iter();
    let stages =
        stages.map(|stage| Choice::new(stage.word(), speech.say(&format!("assignment-stage-{}", stage.word()))));
    let stages = std::iter::once(Choice::new("", speech.say("sources-any"))).chain(stages).collect();
    let columns = ["specialist-name", "mission-days", "specialist-request-stage"];
    let columns = columns.map(|key| Column::new(speech.say(key))).into();
    let mut table = Table::new(speech.say("assignments-title"), columns).caption_unseen().cards_on_phone();
    for (one, name) in found.iter().take(SHOWN) {
        table = table.row(vec![
            html! {
                a href={ "/specialists/assignments/" (one.id) } { bdi { (name) } } " " (marking::tags(speech, &one.marking))
            },
            html! { (speech.date(one.since)) " – " (speech.date(one.until)) },
            assignment_stage(speech, one.stage),
        ]);
    }
    let left_out = found.len().saturating_sub(SHOWN);
    Page::new(&caller.visit, speech.say("assignments-title"))
        .here(Section::Acquisition)
        .crumbs(room_crumbs(speech))
        .lead(html! { (speech.say("assignments-lead")) })
        .draw(html! {
            (acquisition_tabs(speech, AcquisitionRoom::Specialists))
            (list_tabs(speech, "/specialists/assignments"))
            form method="get" action="/specialists/assignments" class="form form-find" {
                (Field::select("stage", speech.say("specialist-request-stage"), stages)
                    .value(stage.map_or("", AssignmentStage::word)).draw(speech))
                div class="actions" { (Button::plain(&speech.say("hosts-look"))) }
            }
            @if found.is_empty() {
                (empty(&speech.say("assignments-none"), &speech.say("assignments-none-body"), html! {}))
            } @else { (table.draw(speech)) }
            @if left_out > 0 { p class="quiet" { (speech.with("hosts-left-out", &[("count", left_out.into())])) } }
        })
}
