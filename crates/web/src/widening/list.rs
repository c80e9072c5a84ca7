//! The widenings that are not over, and the last of the others.

use desk::WIDENINGS_LISTED;
use maud::{Markup, html};
use model::Widening;

use super::{marked, state};
use crate::caller::Caller;
use crate::component::{Column, ControlRoom, Crumb, Page, Section, Table, control_tabs, empty, link_button};
use crate::failed::{Answer, failed, shown};

pub async fn show(caller: Caller) -> Answer {
    let found = caller.read(|office| office.widenings()).await;
    let found = found.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &found)))
}

fn draw(caller: &Caller, found: &[Widening]) -> Markup {
    let speech = caller.visit.speech;
    let columns = ["widening-thing", "widening-from", "widening-to", "widening-stands"];
    let mut table = Table::new(speech.say("widenings-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for one in found {
        table = table.row(vec![
            html! {
                a href={ "/widenings/" (one.id) } { bdi { (one.title) } }
                " " span class="quiet" { (speech.say(&format!("noun-{}", one.thing.noun.word()))) }
            },
            marked(speech, &one.from),
            marked(speech, &one.to),
            state(speech, one.state),
        ]);
    }
    Page::new(&caller.visit, speech.say("widenings-title"))
        .here(Section::Control)
        .crumbs(vec![Crumb::of(speech, Section::Control)])
        .lead(html! { (speech.say("widenings-lead")) })
        .draw(html! {
            (control_tabs(speech, ControlRoom::Widenings))
            @if found.is_empty() {
                @let next = link_button(&speech.say("widenings-none-next"), "/records", false);
                (empty(&speech.say("widenings-none"), &speech.say("widenings-none-body"), next))
            } @else { (table.draw(speech)) }
            @if found.len() == WIDENINGS_LISTED {
                p class="quiet" { (speech.with("releases-left-out", &[("count", WIDENINGS_LISTED.into())])) }
            }
        })
}
