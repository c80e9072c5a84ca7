//! What a mission cost: every note that was made of it, the last one first, and the form for the next.

use std::collections::BTreeMap;

use axum::extract::Path;
use desk::Failure;
use maud::{Markup, html};
use model::{COST_REMARK_CHARS_MAX, Mission, MissionCost, MissionId, Money};

use super::report::ended;
use crate::caller::Caller;
use crate::component::{Button, Field, Form, Tone, tag};
use crate::failed::Answer;
use crate::history::when;
use crate::typed::Typed;

/// Notes what was spent.
pub async fn note(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let (name, fields) = (id.clone(), typed.clone());
    let done = caller.act(move |writer, turn, office| {
        let mission: MissionId = office.mission(&name)?.id;
        let spent = Money::parse(fields.get("spent")).map_err(Failure::Refused)?;
        desk::note_mission_cost(writer, turn, mission, spent, fields.get("cost-remark")).map(|_| ())
    });
    let done = done.await;
    ended(&caller, id, &typed, ("cost", done)).await
}

/// What was noted, on the page of the report.
pub fn section(
    caller: &Caller,
    mission: &Mission,
    costs: &[MissionCost],
    people: &BTreeMap<String, String>,
    may_note: bool,
    typed: &Typed,
) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let send = speech.say(if costs.is_empty() { "cost-note" } else { "cost-correct" });
    html! {
        section aria-labelledby="cost" {
            h2 id="cost" tabindex="-1" { (speech.say("cost-title")) }
            @if costs.is_empty() {
                p class="quiet" {
                    (speech.say("cost-none"))
                    @if let Some(budget) = mission.budget { " " (speech.say("cost-budget")) " " bdi { (budget) } }
                }
            }
            ul class="plain" {
                @for (at, cost) in costs.iter().rev().enumerate() {
                    li {
                        bdi { (cost.spent) } " "
                        @if at == 0 { (tag(Tone::Good, &speech.say("cost-counts"))) } @else { (tag(Tone::Faint, &speech.say("cost-corrected"))) }
                        @if !cost.remark.is_empty() { br; @for line in cost.remark.lines() { bdi { (line) } br; } }
                        div class="quiet" { bdi { (people.get(&cost.by).unwrap_or(&cost.by)) } ", " (when(speech, cost.at)) }
                    }
                }
            }
            @if may_note {
                (Form::new(visit, &format!("/missions/{}/cost", mission.id)).around(html! {
                    (Field::text("spent", speech.say("cost-spent")).hint(speech.say("cost-spent-hint")).value(typed.get("spent")).narrow().draw(speech))
                    (Field::lines("cost-remark", speech.say("cost-remark"), 2).hint(speech.say("cost-remark-hint")).value(typed.get("cost-remark")).optional().length_max(COST_REMARK_CHARS_MAX).draw(speech))
                    div class="actions" { (Button::plain(&send)) }
                }))
            }
        }
    }
}
