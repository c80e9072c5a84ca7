//! The cases behind a number.

use std::collections::BTreeMap;

use axum::extract::RawQuery;
use desk::{Failure, WALKED_MAX};
use maud::{Markup, html};
use model::{FigureCase, Thing};

use super::{Asked, behind_of, laid_before_nobody, reason, stage, standing, unit_names};
use crate::caller::Caller;
use crate::component::{Column, Crumb, Page, Section, Table, Tone, empty, tag};
use crate::failed::{Answer, failed, shown};
use crate::history::{Named, name_of};
use crate::typed::Typed;

/// Cases with what their things are called.
struct Listed {
    asked: Asked,
    n_all: usize,
    cases: Vec<FigureCase>,
    /// Records that were laid before nobody, as many as are shown.
    alone: Vec<Thing>,
    n_alone: usize,
    names: BTreeMap<Thing, Named>,
    units: BTreeMap<String, String>,
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let (today, which) = (caller.app.today(), behind_of(&typed));
    let found = which.clone();
    let listed = caller
        .read(move |office| -> Result<Listed, Failure> {
            let asked = Asked::read(&typed)?;
            let figures = office.figures(&asked.search, today)?;
            let all = figures.behind(&found);
            let cases: Vec<FigureCase> = all.iter().take(WALKED_MAX).map(|case| (*case).clone()).collect();
            let mut alone = laid_before_nobody(&figures, &found);
            let n_alone = alone.len();
            alone.truncate(WALKED_MAX);
            let mut names = BTreeMap::new();
            let of_cases = cases.iter().flat_map(|case| std::iter::once(&case.technology).chain(&case.items));
            for thing in of_cases.chain(&alone) {
                if !names.contains_key(thing) {
                    names.insert(thing.clone(), name_of(office, thing)?);
                }
            }
            Ok(Listed { asked, n_all: all.len(), cases, alone, n_alone, names, units: unit_names(office)? })
        })
        .await;
    let listed = listed.map_err(|failure| failed(&caller.visit, &failure))?;
    let speech = caller.visit.speech;
    let mut what = vec![speech.say(&format!("figure-set-{}", which.set.word()))];
    what.extend(which.stage.map(|one| stage(speech, one)));
    what.extend(which.reason.as_deref().map(|text| reason(speech, text)));
    for unit in [&which.from, &which.to].into_iter().flatten() {
        what.push(listed.units.get(unit.as_str()).cloned().unwrap_or_else(|| unit.to_string()));
    }
    let crumbs = vec![Crumb::new(speech.say("figures-title"), format!("/figures?{}", listed.asked.query(&[])))];
    Ok(shown(
        Page::new(&caller.visit, speech.say("figure-behind"))
            .here(Section::Figures)
            .crumbs(crumbs)
            .lead(html! { (what.join(" · ")) })
            .draw(html! {
                p { (speech.with("figure-behind-count", &[("count", ((listed.n_all + listed.n_alone) as i64).into())])) }
                @if listed.cases.is_empty() && listed.alone.is_empty() {
                    (empty(&speech.say("figure-behind-none"), &speech.say("figure-behind-none-body"), html! {}))
                } @else if !listed.cases.is_empty() {
                    (table(&caller, &listed))
                }
                @if listed.n_all > listed.cases.len() {
                    p class="quiet" { (speech.with("inspection-left-out", &[("count", ((listed.n_all - listed.cases.len()) as i64).into())])) }
                }
                @if !listed.alone.is_empty() {
                    section aria-labelledby="alone" {
                        h2 id="alone" { (speech.say("figure-behind-alone")) ": " (speech.number(listed.n_alone as i64)) }
                        ul { @for thing in &listed.alone { li { (named(&listed, thing)) } } }
                        @if listed.n_alone > listed.alone.len() {
                            p class="quiet" { (speech.with("inspection-left-out", &[("count", ((listed.n_alone - listed.alone.len()) as i64).into())])) }
                        }
                    }
                }
            }),
    ))
}

fn named(listed: &Listed, thing: &Thing) -> Markup {
    html! {
        @match listed.names.get(thing) {
            Some(Named { text, href: Some(href), .. }) => { a href=(href) { bdi { (text) } } },
            Some(named) => { bdi { (named.text) } },
            None => { (thing.to_string()) },
        }
    }
}

fn table(caller: &Caller, listed: &Listed) -> Markup {
    let speech = caller.visit.speech;
    let keys = ["figure-technology", "figure-unit", "figure-stage", "figure-began", "figure-standing", "figure-facts"];
    let mut table = Table::new(speech.say("figure-behind"), keys.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for case in &listed.cases {
        let unit = listed.units.get(case.unit.as_str()).map_or(case.unit.as_str(), String::as_str);
        table = table.row(vec![
            html! {
                (named(listed, &case.technology))
                @if case.is_invented { " " (tag(Tone::Plain, &speech.say("figure-is-invented"))) }
            },
            html! { bdi { (unit) } },
            html! { (stage(speech, case.stage())) },
            html! { (case.began().map_or_else(|| "–".to_owned(), |day| speech.date(day))) },
            html! { (standing(speech, case)) },
            html! { ul { @for thing in &case.items { li { (speech.say(&format!("noun-{}", thing.noun))) " " (named(listed, thing)) } } } },
        ]);
    }
    table.draw(speech)
}
