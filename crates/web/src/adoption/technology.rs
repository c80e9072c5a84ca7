//! Technologies: who uses them, who tried and stopped and why, how much of it, what it cost in production, and where it came from.

use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use desk::adoption::{TechnologyPage, TechnologyRow};
use desk::{Failure, GiveAway, Office, Officer};
use maud::{Markup, html};
use model::{
    Adoption, Date, Noun, Rational, SubjectScheme, TECHNOLOGY_NAME_CHARS_MAX, TECHNOLOGY_TEXT_CHARS_MAX, Technology,
    Thing,
};

use super::{adoptions_table, invented, thing_link, things};
use crate::biography::biography_link;
use crate::caller::Caller;
use crate::component::{
    AdoptionRoom, Button, Column, Crumb, Field, Form, Page, Section, Slips, Table, Tone, adoption_tabs, empty,
    give_away, link_button, tag, timeline,
};
use crate::course::{Course, Sheet};
use crate::failed::{Answer, failed, shown};
use crate::history::{Named, Told, name_of, tell, timeline_of};
use crate::host::form::chosen_marking;
use crate::marking::{self, MarkingChoices};
use crate::speech::Speech;
use crate::typed::Typed;
use crate::widening;

/// Technologies that are shown. Who looks for another narrows the list by words.
const SHOWN: usize = 200;

fn crumbs(speech: Speech) -> Vec<Crumb> {
    vec![Crumb::of(speech, Section::Adoption), Crumb::new(speech.say("technologies-title"), "/technologies")]
}

pub async fn list(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let words = typed.get("q").to_owned();
    let asked = words.clone();
    let rows = caller.read(move |office| office.technology_rows(&asked)).await;
    let rows = rows.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw_list(&caller, &words, &rows)))
}

fn draw_list(caller: &Caller, words: &str, rows: &[TechnologyRow]) -> Markup {
    let speech = caller.visit.speech;
    let columns = vec![
        Column::new(speech.say("technology-name")),
        Column::numeric(speech.say("technology-users")),
        Column::numeric(speech.say("technology-in-production")),
        Column::numeric(speech.say("technology-verified")),
        Column::numeric(speech.say("technology-ended")),
    ];
    let mut table = Table::new(speech.say("technologies-title"), columns).caption_unseen().cards_on_phone();
    for row in rows.iter().take(SHOWN) {
        let one = &row.technology;
        let number = |n: usize| html! { (speech.number(i64::try_from(n).unwrap_or(i64::MAX))) };
        table = table.row(vec![
            html! { a href={ "/technologies/" (one.id) } { bdi { (one.name) } } " " (marking::tags(speech, &one.marking)) (invented(speech, one.invented)) },
            number(row.n_open),
            number(row.n_in_production),
            number(row.n_verified),
            number(row.n_ended),
        ]);
    }
    let left_out = rows.len().saturating_sub(SHOWN);
    Page::new(&caller.visit, speech.say("technologies-title"))
        .here(Section::Adoption)
        .lead(html! { (speech.say("technologies-lead")) })
        .draw(html! {
            (adoption_tabs(speech, AdoptionRoom::Technologies))
            form method="get" action="/technologies" class="form form-find" {
                (Field::search("q", speech.say("technologies-search")).value(words).optional().draw(speech))
                div class="actions" { (Button::plain(&speech.say("hosts-look"))) }
            }
            @if rows.is_empty() { (empty(&speech.say("technologies-none"), &speech.say("technologies-none-body"), html! {})) }
            @else { (table.draw(speech)) }
            @if left_out > 0 { p class="quiet" { (speech.with("adoptions-left-out", &[("count", left_out.into())])) } }
        })
}

struct Shown {
    page: TechnologyPage,
    origins: Vec<Named>,
    /// What each line of the cost stands on.
    costs: Vec<Named>,
    may_write: bool,
    away: GiveAway,
    history: Vec<Told>,
}

fn load(office: &Office, officer: &Officer, name: &str) -> Result<Shown, Failure> {
    let page = office.technology_page(name)?;
    let named = |thing: &Thing| name_of(office, thing);
    Ok(Shown {
        origins: page.technology.origins.iter().map(named).collect::<Result<_, _>>()?,
        costs: page.cost_lines.iter().map(|line| named(&line.origin)).collect::<Result<_, _>>()?,
        may_write: office.may_write_technology(officer, &page.rows),
        away: office.give_away(officer, page.technology.id, None)?,
        history: tell(office, office.history(&Thing::new(Noun::Technology, page.technology.id))?)?,
        page,
    })
}

pub async fn show(caller: Caller, Path(name): Path<String>) -> Answer {
    let officer = Arc::clone(&caller.officer);
    let loaded = caller.read(move |office| load(office, &officer, &name)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded)))
}

fn draw(caller: &Caller, shown: &Shown) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let page = &shown.page;
    let one = &page.technology;
    let (using, stopped): (Vec<_>, Vec<_>) = page.rows.iter().cloned().partition(|row| row.line.adoption.end.is_none());
    Page::new(visit, one.name.clone())
        .here(Section::Adoption)
        .crumbs(crumbs(speech))
        .lead(html! { (widening::tags(speech, Noun::Technology, one.id, &one.marking)) (invented(speech, one.invented)) })
        .draw(html! {
            div class="actions" {
                (link_button(&speech.say("technology-adopt"), &format!("/adoptions/new?technology={}", one.id), true))
                @if shown.may_write { (link_button(&speech.say("technology-change"), &format!("/technologies/{}/change", one.id), false)) }
                (biography_link(speech, &Thing::new(Noun::Technology, one.id)))
            }
            @for paragraph in one.statement.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (paragraph) } } }
            @if !one.classes.is_empty() {
                p class="quiet" { @for (at, (scheme, code)) in one.classes.iter().enumerate() { @if at > 0 { ", " } (scheme.word()) ":" (code) } }
            }
            section aria-labelledby="origins" {
                h2 id="origins" { (speech.say("technology-origins")) }
                @if shown.origins.is_empty() { p class="quiet" { (speech.say("technology-origins-none")) } }
                ul class="plain" { @for origin in &shown.origins { li { (thing_link(speech, origin)) } } }
            }
            section aria-labelledby="users" {
                h2 id="users" { (speech.say("technology-users")) }
                @if using.is_empty() { p class="quiet" { (speech.say("technology-users-none")) } }
                @else { (adoptions_table(speech, &speech.say("technology-users"), &using, false)) }
            }
            @if !shown.away.lines.is_empty() { (give_away(speech, &shown.away)) }
            @if !stopped.is_empty() {
                section aria-labelledby="stopped" {
                    h2 id="stopped" { (speech.say("technology-stopped")) }
                    ul class="plain" { @for row in &stopped { li { (stop(speech, shown, &row.line.adoption, &row.unit)) } } }
                }
            }
            (intensity(speech, shown))
            (cost(speech, shown))
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &shown.history)))
        })
}

/// Who stopped, when and why, and what others said to it.
fn stop(speech: Speech, shown: &Shown, adoption: &Adoption, unit: &str) -> Markup {
    let post = |post: &model::PostId| shown.page.posts.get(post).cloned().unwrap_or_else(|| post.to_string());
    html! {
        @if let Some(end) = &adoption.end {
            a href={ "/adoptions/" (adoption.id) } { bdi { (unit) } } ", " (speech.say(&format!("adoption-end-{}", end.kind.word()))) ", " (speech.date(end.on)) ": "
            (speech.say(&format!("end-reason-{}", end.reason.word()))) ". " bdi { (end.text) }
            @for heard in shown.page.heard.iter().filter(|heard| heard.adoption == adoption.id) {
                br;
                span class="quiet" {
                    bdi { (post(&heard.post)) } ": " (speech.say(if heard.concerns { "end-concerns" } else { "end-concerns-not" })) ". " bdi { (heard.why) }
                }
            }
        }
    }
}

/// How much of what each unit makes is made with it, the most first.
fn intensity(speech: Speech, shown: &Shown) -> Markup {
    let page = &shown.page;
    if page.shares.is_empty() {
        return html! {};
    }
    let columns = vec![
        Column::new(speech.say("adoption-unit")),
        Column::numeric(speech.say("share-value")),
        Column::new(speech.say("share-of")),
        Column::new(speech.say("output-quarter")),
    ];
    let mut table = Table::new(speech.say("share-title"), columns).caption_unseen().cards_on_phone();
    for (id, one) in &page.shares {
        let unit = page.rows.iter().find(|row| row.line.adoption.id == *id).map(|row| row.unit.as_str());
        table = table.row(vec![
            html! { a href={ "/adoptions/" (id) } { bdi { (unit.unwrap_or_default()) } } },
            html! { (speech.percent(one.share().map_or(0.0, Rational::nearest))) },
            html! { bdi { (one.of) } },
            html! { (one.quarter) },
        ]);
    }
    html! { section aria-labelledby="intensity" { h2 id="intensity" { (speech.say("share-title")) } (table.draw(speech)) } }
}

fn cost(speech: Speech, shown: &Shown) -> Markup {
    let page = &shown.page;
    let n = [("count", page.n_in_production.into())];
    html! {
        section aria-labelledby="cost" {
            h2 id="cost" { (speech.say("technology-cost")) }
            p { (speech.with("technology-cost-body", &n)) }
            @match &page.costs {
                None => { p { (tag(Tone::Bad, &speech.say("technology-cost-large"))) } }
                Some(costs) => {
                    @if costs.is_empty() { p class="quiet" { (speech.say("costs-none")) } }
                    ul class="plain" {
                        @for cost in costs {
                            li {
                                strong { (speech.written(&cost.sum.to_string())) }
                                @match cost.each {
                                    Some(each) => { ", " (speech.with("technology-cost-each", &[("amount", speech.written(&each.to_string()).into())])) }
                                    None => { ", " (speech.say("technology-cost-none")) }
                                }
                            }
                        }
                    }
                }
            }
            ul class="plain quiet" {
                @for (line, named) in page.cost_lines.iter().zip(&shown.costs) {
                    li {
                        (speech.written(&line.spent.to_string())) ", " (thing_link(speech, named)) ", " bdi { (line.what) }
                        @if !line.counts { " " (tag(Tone::Plain, &speech.say("cost-not-counted"))) }
                    }
                }
            }
        }
    }
}

/// What the form of a technology offers.
struct Offered {
    before: Technology,
    marks: MarkingChoices,
    is_changed: bool,
}

impl Course for Offered {
    type Kept = Technology;
    const FIELD: &'static str = "name";

    fn load(
        office: &Office,
        officer: &Officer,
        id: Option<&str>,
        _: Option<&Typed>,
        _: Date,
    ) -> Result<Offered, Failure> {
        let before = office.technology(id.unwrap_or_default())?;
        Ok(Offered { before, marks: MarkingChoices::of(office, officer)?, is_changed: false })
    }

    fn as_typed(&self) -> Option<Typed> {
        let one = &self.before;
        let classes = one.classes.iter().map(|(scheme, code)| format!("{}:{code}", scheme.word()));
        let plain = [
            ("name", one.name.clone()),
            ("statement", one.statement.clone()),
            ("classes", classes.collect::<Vec<_>>().join("\n")),
            ("origins", one.origins.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
            ("level", one.marking.level.word().to_owned()),
            ("revision", one.revision.to_string()),
        ];
        let compartments = one.marking.compartments.iter().map(|one| ("compartment", one.to_string()));
        let release = one.marking.release.iter().flatten().map(|one| ("release", one.to_string()));
        Some(Typed::of(plain.into_iter().chain(compartments).chain(release)))
    }

    fn sees_change(&mut self) -> bool {
        self.is_changed = true;
        true
    }

    fn draw(&self, caller: &Caller, typed: &Typed, _: &str, slips: &Slips) -> Markup {
        let visit = &caller.visit;
        let speech = visit.speech;
        let before = &self.before;
        let action = format!("/technologies/{}/change", before.id);
        let mut way = crumbs(speech);
        way.push(Crumb::new(before.name.clone(), format!("/technologies/{}", before.id)));
        let form = Form::new(visit, &action).slips(slips).guarded();
        Page::new(visit, speech.say("technology-change")).here(Section::Adoption).crumbs(way).slips(slips).draw(form.around(html! {
            (Field::text("name", speech.say("technology-name")).value(typed.get("name")).length_max(TECHNOLOGY_NAME_CHARS_MAX).slips(slips).draw(speech))
            (Field::lines("statement", speech.say("technology-statement"), 4).hint(speech.say("technology-statement-hint")).value(typed.get("statement")).optional().length_max(TECHNOLOGY_TEXT_CHARS_MAX).slips(slips).draw(speech))
            (Field::lines("classes", speech.say("technology-classes"), 2).hint(speech.say("technology-classes-hint")).value(typed.get("classes")).optional().slips(slips).draw(speech))
            (Field::lines("origins", speech.say("technology-origins"), 3).hint(speech.say("technology-origins-hint")).value(typed.get("origins")).optional().slips(slips).draw(speech))
            (self.marks.fields(speech, typed, slips))
            @let seen = if self.is_changed { before.revision.to_string() } else { typed.get("revision").to_owned() };
            input type="hidden" name="revision" value=(seen);
            div class="actions" { (Button::primary(&speech.say("host-save"))) }
        }))
    }

    fn address(technology: &Technology) -> String {
        format!("/technologies/{}", technology.id)
    }
}

pub async fn show_change(caller: Caller, Path(id): Path<String>) -> Answer {
    Sheet::of(id).show::<Offered>(&caller, None).await
}

/// Classes written a line each, as scheme and code.
fn classes(text: &str) -> Option<Vec<(SubjectScheme, String)>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let (scheme, code) = line.split_once(':')?;
            Some((SubjectScheme::from_word(scheme.trim())?, code.trim().to_owned()))
        })
        .collect()
}

pub async fn change(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let read = name.clone();
    let held = caller.read(move |office| office.technology(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let sheet = Sheet::of(name);
    let speech = caller.visit.speech;
    let mut slips = Slips::new();
    let (classes, origins) = (classes(typed.get("classes")), things(typed.get("origins")));
    if classes.is_none() {
        slips.note("classes", speech.say("technology-classes-unread"));
    }
    if origins.is_none() {
        slips.note("origins", speech.say("rung-evidence-unread"));
    }
    let (Some(classes), Some(origins)) = (classes, origins) else {
        return sheet.slipped::<Offered>(&caller, typed, &slips).await;
    };
    let technology = Technology {
        name: typed.get("name").to_owned(),
        statement: typed.get("statement").replace("\r\n", "\n"),
        classes,
        origins,
        marking: chosen_marking(&typed, &held.marking),
        revision: typed.get("revision").parse().unwrap_or_default(),
        ..held
    };
    let done =
        caller.act(move |writer, turn, _| desk::adoption::keep_technology(writer, turn, technology, false)).await;
    sheet.ended::<Offered>(&caller, typed, done).await
}
