//! The ledger, fact by fact, as far as the reader may see.

use axum::extract::Request;
use maud::html;

use super::{crumbs, views};
use crate::app::App;
use crate::caller::Caller;
use crate::component::{Column, Page, Section, Table, pager};
use crate::failed::{Answer, failed, shown};
use crate::history::{sentence, tell, when};
use crate::route::{Policy, Routes};
use crate::typed::Typed;

/// Facts on one page.
const PAGE: usize = 100;

async fn show(caller: Caller, request: Request) -> Answer {
    let visit = &caller.visit;
    let speech = visit.speech;
    let query = Typed::parse(request.uri().query().unwrap_or_default().as_bytes());
    let before = query.get("before").parse().unwrap_or(i64::MAX.unsigned_abs());
    let told = caller
        .read(move |office| {
            let facts = office.ledger_before(before, PAGE)?;
            tell(office, facts)
        })
        .await;
    let told = told.map_err(|failure| failed(visit, &failure))?;
    let columns = vec![
        Column::numeric(speech.say("ledger-number")),
        Column::new(speech.say("ledger-when")),
        Column::new(speech.say("ledger-fact")),
    ];
    let table = told.iter().fold(
        Table::new(speech.say("office-ledger"), columns).caption_unseen().cards_on_phone(),
        |table, one| {
            let number = i64::try_from(one.held.seq).unwrap_or(i64::MAX);
            table.row(vec![
                html! { (speech.number(number)) },
                html! { (when(speech, one.held.at)) },
                sentence(speech, one),
            ])
        },
    );
    let later = (told.len() == PAGE)
        .then(|| told.last().map(|one| format!("/office/ledger?before={}", one.held.seq)))
        .flatten();
    Ok(shown(Page::new(visit, speech.say("office-ledger")).here(Section::Office).crumbs(crumbs(speech)).draw(html! {
        (views(&caller, "/office/ledger"))
        p { (speech.say("ledger-body")) }
        (table.draw(speech))
        (pager(speech, None, None, later.as_deref()))
    })))
}

/// Registers it.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes.page("/office/ledger", Policy::Audit, show)
}
