//! What inspections tell of all claims: claimed against verified, how far units can be relied on, which differ by more than chance, what is given up.

use std::collections::BTreeMap;

use axum::extract::RawQuery;
use desk::{Estimates, Failure};
use maud::{Markup, html};
use measure::{Interval, Reading, Share};
use model::Inspection;

use super::{funnel, invented};
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Column, Field, InspectionRoom, Page, Section, Table, Tone, empty, inspection_tabs, tag,
};
use crate::failed::{Answer, failed, shown};
use crate::speech::Speech;
use crate::typed::Typed;

/// Units in one table. The least reliable stand first.
const UNITS_SHOWN: usize = 200;

struct Loaded {
    told: Estimates,
    programmes: Vec<Inspection>,
    units: BTreeMap<String, String>,
}

/// From where to where a share may be expected.
pub(super) fn interval(speech: Speech, interval: &Interval) -> String {
    format!("{} – {}", speech.percent(interval.low), speech.percent(interval.high))
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let (name, today) = (typed.some("inspection").map(str::to_owned), caller.app.today());
    let loaded = caller
        .read(move |office| -> Result<Loaded, Failure> {
            let tree = office.tree()?;
            Ok(Loaded {
                told: office.estimates(name.as_deref(), today)?,
                programmes: office.inspections()?,
                units: tree.units().map(|unit| (unit.id.to_string(), unit.name.clone())).collect(),
            })
        })
        .await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    let speech = caller.visit.speech;
    let told = &loaded.told;
    Ok(shown(
        Page::new(&caller.visit, speech.say("estimates-title"))
            .here(Section::Inspection)
            .lead(html! { (speech.say("estimates-lead")) })
            .draw(html! {
                (inspection_tabs(speech, InspectionRoom::Estimates))
                @if told.inspection.is_none() && told.reliability.is_empty() {
                    (empty(&speech.say("estimates-none"), &speech.say("estimates-none-body"), html! {}))
                } @else {
                    (choose(speech, &loaded))
                    (claimed(speech, told))
                    (reliability(speech, &loaded))
                    (variation(speech, &loaded))
                }
                (given_up(speech, told))
            }),
    ))
}

fn choose(speech: Speech, loaded: &Loaded) -> Markup {
    let choices = loaded.programmes.iter().map(|one| Choice::new(one.id.to_string(), one.title.clone()));
    let here = loaded.told.inspection.as_ref().map(|one| one.id.to_string()).unwrap_or_default();
    html! {
        form method="get" action="/estimates" class="form form-find" {
            (Field::select("inspection", speech.say("inspection-name"), choices.collect()).value(here).draw(speech))
            div class="actions" { (Button::plain(&speech.say("hosts-look"))) }
        }
    }
}

fn claimed(speech: Speech, told: &Estimates) -> Markup {
    let Some(inspection) = &told.inspection else { return html! {} };
    let title = speech.say("estimate-claimed");
    let mut heads = vec![Column::new(speech.say("estimate-what"))];
    heads.extend(["estimate-share", "estimate-interval", "estimate-count"].map(|key| Column::numeric(speech.say(key))));
    let row = |key: &str, share: &Share| {
        let count = |part: f64| speech.number((part * f64::from(share.size)).round() as i64);
        vec![
            html! { (speech.say(key)) },
            html! { (speech.percent(share.value)) },
            html! { (interval(speech, &share.interval)) },
            html! { (count(share.value)) " (" (count(share.interval.low)) " – " (count(share.interval.high)) ")" },
        ]
    };
    let mut table = Table::new(title.clone(), heads).caption_unseen().cards_on_phone();
    if let (Some(share), Some(unused)) = (&told.share, &told.unused) {
        let all = Share { value: 1.0, interval: Interval { low: 1.0, high: 1.0 }, ..*share };
        table = table
            .row(row("estimate-all-claimed", &all))
            .row(row("estimate-verified", share))
            .row(row("estimate-unused", unused));
    }
    let seen = told.share.map_or(0, |share| share.seen);
    let size = told.share.map_or(inspection.n_claims, |share| share.size);
    html! {
        section aria-labelledby="claimed" {
            h2 id="claimed" { (title) }
            p { a href={ "/inspections/" (inspection.id) } { bdi { (inspection.title) } } " " (invented(speech, inspection)) }
            p { (speech.with("estimate-seen", &[("seen", seen.into()), ("size", size.into())])) }
            @if told.share.is_some() { (table.draw(speech)) }
            @if told.n_unseen > 0 { p class="quiet" { (speech.with("estimate-unseen", &[("count", told.n_unseen.into())])) } }
            p class="quiet" { (speech.say("estimate-method")) }
        }
    }
}

fn unit<'l>(loaded: &'l Loaded, id: &'l str) -> &'l str {
    loaded.units.get(id).map_or(id, String::as_str)
}

fn reliability(speech: Speech, loaded: &Loaded) -> Markup {
    let units = &loaded.told.reliability;
    if units.is_empty() {
        return html! {};
    }
    let title = speech.say("reliability-title");
    let mut heads = vec![Column::new(speech.say("reliability-unit"))];
    heads.extend(
        ["reliability-value", "estimate-interval", "reliability-seen", "reliability-verified"]
            .map(|key| Column::numeric(speech.say(key))),
    );
    let mut table = Table::new(title.clone(), heads).caption_unseen().cards_on_phone();
    for one in units.iter().take(UNITS_SHOWN) {
        table = table.row(vec![
            html! { bdi { (unit(loaded, &one.unit)) } },
            html! { (speech.percent(one.value)) },
            html! { (interval(speech, &one.interval)) },
            html! { (speech.number(one.seen)) },
            html! { (speech.number(one.verified)) },
        ]);
    }
    let left_out = units.len().saturating_sub(UNITS_SHOWN);
    html! {
        section aria-labelledby="reliability" {
            h2 id="reliability" { (title) }
            p { (speech.say("reliability-lead")) }
            (table.draw(speech))
            @if left_out > 0 { p class="quiet" { (speech.with("inspection-left-out", &[("count", left_out.into())])) } }
        }
    }
}

fn reading(speech: Speech, reading: Reading) -> Markup {
    let (tone, key) = match reading {
        Reading::Justify => (Tone::Good, "reading-justify"),
        Reading::Challenge => (Tone::Accent, "reading-challenge"),
        Reading::Act => (Tone::Warn, "reading-act"),
    };
    tag(tone, &speech.say(key))
}

/// Units held against each other: the funnel, with the same as a table.
fn variation(speech: Speech, loaded: &Loaded) -> Markup {
    let title = speech.say("variation-title");
    let Some(chart) = &loaded.told.chart else {
        return html! { section aria-labelledby="variation" { h2 id="variation" { (title) } p class="quiet" { (speech.say("variation-few")) } } };
    };
    let mut heads = vec![Column::new(speech.say("reliability-unit")), Column::new(speech.say("variation-reading"))];
    heads.extend(
        ["estimate-share", "reliability-seen", "variation-challenge", "variation-act"]
            .map(|key| Column::numeric(speech.say(key))),
    );
    let mut table = Table::new(title.clone(), heads).caption_unseen().cards_on_phone();
    for one in chart.units.iter().take(UNITS_SHOWN) {
        let limits = &one.limits;
        let between = |low, high| interval(speech, &Interval { low, high });
        table = table.row(vec![
            html! { bdi { (unit(loaded, &one.count.unit)) } },
            html! {
                (reading(speech, one.reading))
                @if one.reading != Reading::Justify { " " (speech.say(if one.is_above { "variation-above" } else { "variation-below" })) }
            },
            html! { (speech.percent(one.share)) },
            html! { (speech.number(one.count.seen)) },
            html! { (between(limits.challenge_low, limits.challenge_high)) },
            html! { (between(limits.act_low, limits.act_high)) },
        ]);
    }
    let wide = [("times", speech.decimal(chart.overdispersion, 2).into())];
    html! {
        section aria-labelledby="variation" {
            h2 id="variation" { (title) }
            p { (speech.say("variation-lead")) }
            (funnel::draw(speech, chart))
            p { (speech.with("variation-middle", &[("share", speech.percent(chart.middle).into())])) " "
                @if chart.overdispersion > 1.0 { (speech.with("variation-wide", &wide)) } @else { (speech.say("variation-as-chance")) } }
            (table.draw(speech))
        }
    }
}

fn given_up(speech: Speech, told: &Estimates) -> Markup {
    let Some(rate) = &told.given_up else { return html! {} };
    let values = [
        ("rate", speech.percent(rate.value).into()),
        ("interval", interval(speech, &rate.interval).into()),
        ("events", rate.events.into()),
        ("years", speech.decimal(rate.years, 1).into()),
    ];
    html! {
        section aria-labelledby="given-up" {
            h2 id="given-up" { (speech.say("given-up-title")) }
            p { (speech.with("given-up-rate", &values)) }
            p class="quiet" { (speech.say("given-up-method")) }
        }
    }
}
