//! Figures beside the lists: which things are lacking most, which departments wait for which, and between which little is taken.

use desk::{BarrierCosts, OFFERS_TOLD_MIN, OffersBetween};
use maud::{Markup, html};

use crate::caller::Caller;
use crate::component::{Column, Table};

/// Lines of one of these tables. They say where it is worst; the API tells all.
const ROWS_SHOWN: usize = 12;

fn left(caller: &Caller, n_all: usize) -> Markup {
    let n_left = n_all.saturating_sub(ROWS_SHOWN);
    html! { @if n_left > 0 { p class="quiet" { (caller.visit.speech.with("diffusion-rows-left", &[("count", n_left.into())])) } } }
}

/// What is lacking most.
pub(super) fn by_subject(caller: &Caller, costs: &BarrierCosts) -> Markup {
    let speech = caller.visit.speech;
    let columns = vec![
        Column::new(speech.say("barrier-subject")),
        Column::new(speech.say("barrier-kind")),
        Column::numeric(speech.say("barrier-count")),
        Column::numeric(speech.say("barrier-units")),
        Column::numeric(speech.say("barrier-lost")),
    ];
    let mut table = Table::new(speech.say("barriers-by-subject"), columns);
    for one in costs.by_subject.iter().take(ROWS_SHOWN) {
        table = table.row(vec![
            html! { bdi { (one.subject) } },
            html! { (speech.say(&format!("barrier-kind-{}", one.kind))) },
            html! { (speech.number(one.n_barriers as i64)) },
            html! { (speech.number(one.n_units as i64)) },
            html! { (speech.number(one.days_lost)) },
        ]);
    }
    html! { (table.draw(speech)) (left(caller, costs.by_subject.len())) }
}

/// Which departments wait for which.
pub(super) fn waiting(caller: &Caller, costs: &BarrierCosts) -> Markup {
    let speech = caller.visit.speech;
    let columns = vec![
        Column::new(speech.say("barriers-waits")),
        Column::new(speech.say("barriers-removes")),
        Column::numeric(speech.say("barrier-count")),
        Column::numeric(speech.say("barrier-lost")),
    ];
    let mut table = Table::new(speech.say("barriers-between"), columns);
    for one in costs.between.iter().take(ROWS_SHOWN) {
        table = table.row(vec![
            html! { bdi { (one.waits_name) } },
            html! { bdi { (one.removes_name) } },
            html! { (speech.number(one.n_barriers as i64)) },
            html! { (speech.number(one.days_lost)) },
        ]);
    }
    html! { @if !costs.between.is_empty() { (table.draw(speech)) (left(caller, costs.between.len())) } }
}

/// Between which departments little is taken.
pub(super) fn taken(caller: &Caller, pairs: &[OffersBetween]) -> Markup {
    let speech = caller.visit.speech;
    let columns = vec![
        Column::new(speech.say("offers-between-pair")),
        Column::numeric(speech.say("offers-made")),
        Column::numeric(speech.say("offers-taken")),
        Column::numeric(speech.say("offers-declined")),
        Column::numeric(speech.say("offers-taken-share")),
    ];
    let mut table = Table::new(speech.say("offers-between"), columns);
    for one in pairs.iter().take(ROWS_SHOWN) {
        table = table.row(vec![
            html! { bdi { (one.one_name) } " – " bdi { (one.other_name) } },
            html! { (speech.number(one.n_offers as i64)) },
            html! { (speech.number(one.n_taken as i64)) },
            html! { (speech.number(one.n_declined as i64)) },
            html! { @if one.n_offers < OFFERS_TOLD_MIN { "–" } @else { (speech.percent(one.taken())) } },
        ]);
    }
    html! { @if !pairs.is_empty() { (table.draw(speech)) (left(caller, pairs.len())) } }
}
