//! The list of barriers, by sort, by where they stand and by who can remove them, with the days that they cost.

use std::collections::BTreeMap;

use axum::extract::RawQuery;
use desk::{BARRIERS_LISTED, BarrierCosts, BarrierLine, BarrierSearch};
use maud::{Markup, html};
use model::{BarrierKind, BarrierState, Date, PostId, Thing};

use super::{barrier_state, between, invented, read};
use crate::caller::Caller;
use crate::component::{
    AdoptionRoom, Column, Crumb, Facet, FacetValue, Page, Section, Table, adoption_tabs, empty, facet_list,
};
use crate::failed::{Answer, shown};
use crate::typed::Typed;

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let search = BarrierSearch {
        kind: BarrierKind::from_word(typed.get("kind")),
        state: BarrierState::from_word(typed.get("state")),
        owner: typed.some("owner").and_then(|post| PostId::new(post).ok()),
        on: Thing::parse(typed.get("on")),
    };
    let today = caller.app.today();
    let asked = search.clone();
    let (found, costs) = read(&caller, move |office| office.barriers(&asked, today)).await?;
    Ok(shown(draw(&caller, &search, &found, &costs)))
}

fn draw(caller: &Caller, search: &BarrierSearch, found: &[BarrierLine], costs: &BarrierCosts) -> Markup {
    let speech = caller.visit.speech;
    let today = caller.app.today();
    Page::new(&caller.visit, speech.say("barriers-title"))
        .here(Section::Adoption)
        .crumbs(vec![Crumb::of(speech, Section::Adoption)])
        .lead(html! { (speech.say("barriers-lead")) })
        .aside(facets(caller, search, found, &costs.by_kind))
        .draw(html! {
            (adoption_tabs(speech, AdoptionRoom::Barriers))
            @if found.is_empty() {
                (empty(&speech.say("barriers-none"), &speech.say("barriers-none-body"), html! {}))
            } @else {
                (by_kind(caller, &costs.by_kind))
                (between::by_subject(caller, costs))
                (between::waiting(caller, costs))
                (table(caller, found, today))
            }
            @if found.len() == BARRIERS_LISTED {
                p class="quiet" { (speech.with("diffusion-left-out", &[("count", BARRIERS_LISTED.into())])) }
            }
        })
}

/// What each sort costs.
fn by_kind(caller: &Caller, counts: &BTreeMap<BarrierKind, (usize, i64)>) -> Markup {
    let speech = caller.visit.speech;
    let columns = vec![
        Column::new(speech.say("barrier-kind")),
        Column::numeric(speech.say("barrier-count")),
        Column::numeric(speech.say("barrier-lost")),
    ];
    let mut table = Table::new(speech.say("barriers-by-kind"), columns);
    for (kind, (count, lost)) in counts {
        table = table.row(vec![
            html! { (speech.say(&format!("barrier-kind-{kind}"))) },
            html! { (speech.number(*count as i64)) },
            html! { (speech.number(*lost)) },
        ]);
    }
    table.draw(speech)
}

fn table(caller: &Caller, found: &[BarrierLine], today: Date) -> Markup {
    let speech = caller.visit.speech;
    let columns = vec![
        Column::new(speech.say("barrier-subject")),
        Column::new(speech.say("barrier-kind")),
        Column::new(speech.say("barrier-unit")),
        Column::new(speech.say("barrier-owner")),
        Column::new(speech.say("barrier-due")),
        Column::numeric(speech.say("barrier-lost")),
        Column::new(speech.say("barrier-stands")),
    ];
    let mut table = Table::new(speech.say("barriers-title"), columns).caption_unseen().cards_on_phone();
    for line in found {
        let barrier = &line.barrier;
        table = table.row(vec![
            html! {
                a href={ "/barriers/" (barrier.id) } { bdi { (barrier.subject) } }
                " " (crate::marking::tags(speech, &barrier.marking)) (invented(speech, barrier.invented))
                @if !line.technology.is_empty() { br; span class="quiet" { bdi { (line.technology) } } }
            },
            html! { (speech.say(&format!("barrier-kind-{}", barrier.kind))) },
            html! { bdi { (line.unit) } },
            html! { bdi { (line.owner) } },
            html! { (speech.date(barrier.due)) },
            html! { (speech.number(barrier.days_lost(today))) },
            html! {
                (barrier_state(speech, barrier.state))
                @if line.n_units > 1 { " " span class="quiet" { (speech.with("barrier-at-once", &[("count", line.n_units.into())])) } }
            },
        ]);
    }
    table.draw(speech)
}

/// The address of the list so narrowed.
fn address(search: &BarrierSearch) -> String {
    let parts = [
        ("kind", search.kind.map(|kind| kind.word().to_owned())),
        ("state", search.state.map(|state| state.word().to_owned())),
        ("owner", search.owner.as_ref().map(ToString::to_string)),
        ("on", search.on.as_ref().map(ToString::to_string)),
    ];
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in parts {
        if let Some(value) = value {
            query.append_pair(name, &value);
        }
    }
    format!("/barriers?{}", query.finish())
}

fn facets(
    caller: &Caller,
    search: &BarrierSearch,
    found: &[BarrierLine],
    counts: &BTreeMap<BarrierKind, (usize, i64)>,
) -> Markup {
    let speech = caller.visit.speech;
    let kinds = BarrierKind::ALL.iter().filter_map(|kind| {
        let chosen = search.kind == Some(*kind);
        let count = counts.get(kind).map_or(0, |(count, _)| *count as u64);
        let kind_now = (!chosen).then_some(*kind);
        (count > 0 || chosen).then(|| FacetValue {
            label: speech.say(&format!("barrier-kind-{kind}")),
            count,
            href: address(&BarrierSearch { kind: kind_now, ..search.clone() }),
            chosen,
        })
    });
    let states = BarrierState::ALL.iter().filter_map(|state| {
        let chosen = search.state == Some(*state);
        let count = found.iter().filter(|line| line.barrier.state == *state).count() as u64;
        let state_now = (!chosen).then_some(*state);
        (count > 0 || chosen).then(|| FacetValue {
            label: speech.say(&format!("barrier-state-{state}")),
            count,
            href: address(&BarrierSearch { state: state_now, ..search.clone() }),
            chosen,
        })
    });
    let mut owners: BTreeMap<&PostId, (&str, u64)> = BTreeMap::new();
    for line in found {
        owners.entry(&line.barrier.owner).or_insert((&line.owner, 0)).1 += 1;
    }
    let owners = owners.into_iter().map(|(post, (title, count))| {
        let chosen = search.owner.as_ref() == Some(post);
        let owner = (!chosen).then(|| post.clone());
        let href = address(&BarrierSearch { owner, ..search.clone() });
        FacetValue { label: title.to_owned(), count, href, chosen }
    });
    let facets = [
        Facet { title: speech.say("barrier-kind"), values: kinds.collect(), shown_max: 9 },
        Facet { title: speech.say("barrier-stands"), values: states.collect(), shown_max: 3 },
        Facet { title: speech.say("barrier-owner"), values: owners.collect(), shown_max: 8 },
    ];
    facet_list(speech, &facets)
}
