//! The list of offers: those that my posts answer, those of what my units use, all that I see.

use std::sync::Arc;

use axum::extract::RawQuery;
use desk::{OFFERS_LISTED, OfferLine, OfferView, OffersBetween};
use maud::{Markup, html};
use model::OfferState;

use super::{between, invented, offer_state, read};
use crate::caller::Caller;
use crate::component::{
    AdoptionRoom, Column, Crumb, Facet, FacetValue, Page, Section, Tab, Table, adoption_tabs, empty, facet_list, tabs,
};
use crate::failed::{Answer, shown};
use crate::history::day_of;
use crate::typed::Typed;

const VIEWS: [(&str, OfferView); 3] = [("ours", OfferView::Ours), ("given", OfferView::Given), ("all", OfferView::All)];

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let at = VIEWS.iter().position(|(word, _)| *word == typed.get("view")).unwrap_or(0);
    let state = OfferState::from_word(typed.get("state"));
    let (officer, view) = (Arc::clone(&caller.officer), VIEWS[at].1.clone());
    let (found, pairs) = read(&caller, move |office| {
        let pairs = if view == OfferView::All { office.offers_between()? } else { Vec::new() };
        Ok((office.offers(&officer, &view, None)?, pairs))
    })
    .await?;
    Ok(shown(draw(&caller, at, state, (&found, &pairs))))
}

fn draw(
    caller: &Caller,
    at: usize,
    state: Option<OfferState>,
    (found, pairs): (&[OfferLine], &[OffersBetween]),
) -> Markup {
    let speech = caller.visit.speech;
    let view = VIEWS[at].0;
    let views: Vec<Tab> = VIEWS
        .iter()
        .enumerate()
        .map(|(place, (word, _))| Tab {
            text: speech.say(&format!("offers-{word}")),
            href: format!("/offers?view={word}"),
            count: None,
            here: place == at,
        })
        .collect();
    let states = OfferState::ALL.iter().filter_map(|one| {
        let count = found.iter().filter(|line| line.offer.state == *one).count() as u64;
        let chosen = state == Some(*one);
        let href = if chosen { format!("/offers?view={view}") } else { format!("/offers?view={view}&state={one}") };
        let label = speech.say(&format!("offer-state-{one}"));
        (count > 0 || chosen).then_some(FacetValue { label, count, href, chosen })
    });
    let facet = Facet { title: speech.say("offer-stands"), values: states.collect(), shown_max: 5 };
    let lines: Vec<&OfferLine> =
        found.iter().filter(|line| state.is_none_or(|state| line.offer.state == state)).collect();
    Page::new(&caller.visit, speech.say("offers-title"))
        .here(Section::Adoption)
        .crumbs(vec![Crumb::of(speech, Section::Adoption)])
        .lead(html! { (speech.say("offers-lead")) })
        .aside(facet_list(speech, &[facet]))
        .draw(html! {
            (adoption_tabs(speech, AdoptionRoom::Offers))
            (tabs(speech, &speech.say("offers-views"), &views))
            (between::taken(caller, pairs))
            @if lines.is_empty() {
                (empty(&speech.say("offers-none"), &speech.say("offers-none-body"), html! {}))
            } @else { (table(caller, &lines)) }
            @if found.len() == OFFERS_LISTED {
                p class="quiet" { (speech.with("diffusion-left-out", &[("count", OFFERS_LISTED.into())])) }
            }
        })
}

/// The offers as a table.
fn table(caller: &Caller, lines: &[&OfferLine]) -> Markup {
    let speech = caller.visit.speech;
    let columns = ["offer-technology", "offer-giver", "offer-unit", "offer-grounds", "offer-since", "offer-stands"];
    let mut table = Table::new(speech.say("offers-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for line in lines {
        let offer = &line.offer;
        table = table.row(vec![
            html! {
                a href={ "/offers/" (offer.id) } { bdi { (line.technology) } }
                " " (crate::marking::tags(speech, &offer.marking)) (invented(speech, offer.invented))
            },
            html! { bdi { (line.giver) } },
            html! { bdi { (line.unit) } },
            html! {
                @match offer.grounds.first() {
                    Some(ground) => { (speech.say(&format!("ground-kind-{}", ground.kind))) ": " bdi { (ground.said) } }
                    None => "–",
                }
            },
            html! { (speech.date(day_of(offer.made_at))) },
            html! {
                (offer_state(speech, offer.state))
                @if offer.is_waiting() && offer.n_returned() > 0 { " " span class="quiet" { (speech.say("offer-is-back")) } }
            },
        ]);
    }
    table.draw(speech)
}
