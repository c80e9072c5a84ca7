//! What needs gained and lost because schemes or mappings changed.

use std::collections::BTreeMap;

use axum::extract::Path;
use desk::{Failure, Office};
use maud::{Markup, html};
use model::{NeedId, RematchLine, RematchedNeed};
use store::HeldRematch;

use super::crumbs;
use crate::caller::Caller;
use crate::component::{Column, Crumb, Page, Section, Table, Tone, Trouble, empty, tag};
use crate::failed::{Answer, failed, shown, trouble};
use crate::history::when;
use crate::speech::Speech;

/// Rematches that are listed.
const LISTED_MAX: usize = 100;

pub async fn list(caller: Caller) -> Answer {
    let loaded = caller.read(|office| Ok((office.rematches(None, LISTED_MAX)?, office.awaits_rematch()?))).await;
    let (rematches, awaits) = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    let speech = caller.visit.speech;
    let columns = vec![
        Column::new(speech.say("rematch-at")),
        Column::numeric(speech.say("rematch-needs")),
        Column::numeric(speech.say("rematch-gained")),
        Column::numeric(speech.say("rematch-lost")),
    ];
    let count = |n: u64| html! { (speech.number(i64::try_from(n).unwrap_or(i64::MAX))) };
    let table = Table::new(speech.say("rematches-title"), columns).caption_unseen().cards_on_phone();
    let rows = rematches.iter().map(|one| {
        let page = html! { a href={ "/office/rematches/" (one.id) } { (when(speech, one.at)) } };
        vec![page, count(one.n_needs), count(one.n_gained), count(one.n_lost)]
    });
    Ok(shown(
        Page::new(&caller.visit, speech.say("rematches-title"))
            .here(Section::Office)
            .crumbs(crumbs(speech))
            .lead(html! { (speech.say("rematches-lead")) })
            .draw(html! {
                @if awaits { p class="quiet" { (speech.say("rematch-awaits")) } }
                @if rematches.is_empty() { (empty(&speech.say("rematches-none"), &speech.say("rematches-none-body"), html! {})) }
                @else { (rows.fold(table, Table::row).draw(speech)) }
            }),
    ))
}

/// A delivery of a rematch, by the title of its record.
struct Line {
    line: RematchLine,
    title: String,
}

struct Loaded {
    rematch: HeldRematch,
    needs: Vec<(RematchedNeed, String)>,
    lines: BTreeMap<NeedId, Vec<Line>>,
}

fn load(office: &Office, id: i64, speech: Speech) -> Result<Option<Loaded>, Failure> {
    let Some(rematch) = office.rematches(Some(id), 1)?.pop() else { return Ok(None) };
    let mut lines: BTreeMap<NeedId, Vec<Line>> = BTreeMap::new();
    for line in office.rematch_lines(id)? {
        let record = office.delivery(&line.delivery.to_string())?.delivery.record;
        let title = crate::record::title(speech, &office.record(&record.to_string())?.record);
        lines.entry(line.need.clone()).or_default().push(Line { line, title });
    }
    let mut needs = Vec::new();
    let mut named = office.rematched_needs(id)?;
    // Needs that are joined to one that was matched receive what it gained.
    for need in lines.keys() {
        if !named.iter().any(|one| one.need == *need) {
            named.push(RematchedNeed { need: need.clone(), n_capped: 0 });
        }
    }
    for one in named {
        let title = office.need(one.need.as_str())?.title;
        needs.push((one, title));
    }
    Ok(Some(Loaded { rematch, needs, lines }))
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    let Ok(number) = id.parse::<i64>() else { return Err(trouble(&caller.visit, &Trouble::Missing)) };
    let speech = caller.visit.speech;
    let loaded = caller.read(move |office| load(office, number, speech)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    let loaded = loaded.ok_or_else(|| trouble(&caller.visit, &Trouble::Missing))?;
    Ok(shown(draw(&caller, &loaded)))
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let mut crumbs = crumbs(speech);
    crumbs.push(Crumb::new(speech.say("rematches-title"), "/office/rematches"));
    let (changed, same): (Vec<_>, Vec<_>) =
        loaded.needs.iter().partition(|(need, _)| loaded.lines.contains_key(&need.need) || need.n_capped > 0);
    let title = speech.with("rematch-title", &[("when", when(speech, loaded.rematch.at).into())]);
    Page::new(&caller.visit, title).here(Section::Office).crumbs(crumbs).draw(html! {
        @if loaded.needs.is_empty() { p { (speech.say("rematch-no-needs")) } }
        @for (need, title) in &changed {
            h2 { a href={ "/needs/" (need.need) } { bdi { (title) } } }
            @if need.n_capped > 0 {
                p { (speech.with("rematch-capped", &[("count", i64::try_from(need.n_capped).unwrap_or(i64::MAX).into())])) }
            }
            ul class="plain" data-walk {
                @for one in loaded.lines.get(&need.need).into_iter().flatten() {
                    li {
                        @if one.line.is_gained { (tag(Tone::Good, &speech.say("rematch-is-gained"))) }
                        @else { (tag(Tone::Warn, &speech.say("rematch-is-lost"))) }
                        " " a href={ "/deliveries/" (one.line.delivery) } { bdi { (one.title) } }
                    }
                }
            }
        }
        @if !same.is_empty() {
            h2 { (speech.say("rematch-same")) }
            ul class="plain" { @for (need, title) in &same { li { a href={ "/needs/" (need.need) } { bdi { (title) } } } } }
        }
    })
}
