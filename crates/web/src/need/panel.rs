//! What the office proposes beside the form of a need: similar needs, words, classes, a query, and what each search
//! profile would have brought.

use std::collections::BTreeMap;

use desk::{Failure, Office, PREVIEW_WEEKS, Preview, Proposal, Replay, SearchHit, Similar};
use matching::{QueryError, parse};
use maud::{Markup, html};
use model::{Date, Identifier, UnitTree};

use super::draft::{Draft, class_value};
use super::replay::replayed;
use super::{in_query, stage_tag};
use crate::component::{Button, Chart, Choice, Field, Point, highlight};
use crate::speech::Speech;

/// Profiles that are previewed at once. Each is a search; the rest is previewed when these are settled.
const PREVIEWED_MAX: usize = 3;

/// What a profile would bring, or why that cannot be said.
#[derive(Debug)]
pub enum Tried {
    /// The query cannot be read.
    Unread(QueryError),
    /// What it would have brought, with the words of the best hits.
    Brought(Box<Preview>),
}

/// What is proposed.
#[derive(Debug, Default)]
pub struct Proposals {
    similar: Vec<Similar>,
    units: BTreeMap<String, String>,
    proposal: Proposal,
    /// Examples that are not held yet.
    awaited: Vec<Identifier>,
    tried: Vec<(String, Tried)>,
    n_not_tried: usize,
    /// What the draft would change in what comes.
    replay: Option<Replay>,
}

/// Looks what the office has for a draft.
pub fn look(office: &Office, draft: &Draft, except: Option<&str>, now: i64) -> Result<Proposals, Failure> {
    let mut proposals = Proposals {
        similar: office.similar_needs(&draft.title, &draft.statement, except)?,
        units: unit_names(&*office.tree()?),
        ..Proposals::default()
    };
    let lines: Vec<String> = draft.examples.lines().map(str::to_owned).collect();
    let examples: Vec<Identifier> = office.identified(&lines)?.into_values().flatten().collect();
    for example in &examples {
        if !office.holds(example)? {
            proposals.awaited.push(example.clone());
        }
    }
    proposals.proposal = office.propose(&draft.title, &draft.statement, &examples)?;
    for row in draft.profiles.iter().filter(|row| !row[0].is_empty()) {
        if proposals.tried.len() == PREVIEWED_MAX {
            proposals.n_not_tried += 1;
            continue;
        }
        proposals.tried.push((row[0].clone(), try_profile(office, row, now)?));
    }
    if let Some(need) = except.and_then(|id| office.need(id).ok()) {
        let queries: Vec<String> = draft.profiles.iter().map(|row| row[0].clone()).collect();
        proposals.replay = office.replay(&need, &queries, now)?;
    }
    Ok(proposals)
}

/// What one profile would have brought.
pub fn try_profile(office: &Office, row: &[String], now: i64) -> Result<Tried, Failure> {
    let query = row.first().map_or("", String::as_str);
    if let Err(error) = parse(query) {
        return Ok(Tried::Unread(error));
    }
    let threshold = row.get(1).and_then(|text| text.replace(',', ".").parse().ok());
    Ok(Tried::Brought(Box::new(office.preview(query, threshold, now)?)))
}

/// The names of the units by their short names.
pub fn unit_names(tree: &UnitTree) -> BTreeMap<String, String> {
    tree.units().map(|unit| (unit.id.to_string(), unit.name.clone())).collect()
}

/// The whole panel.
pub fn panel(speech: Speech, draft: &Draft, proposals: &Proposals, today: Date) -> Markup {
    html! {
        p class="unseen" { (speech.say("need-panel-about")) }
        section { (similar_list(speech, "need-similar-about", (&proposals.similar, &proposals.units), today, &|_| html! {})) }
        (words(speech, draft, proposals))
        (classes(speech, draft, proposals))
        @if let Some(replay) = &proposals.replay { (replayed(speech, replay)) }
        section {
            h2 { (speech.say("need-preview")) }
            @if proposals.tried.is_empty() { p class="quiet" { (speech.say("need-preview-none")) } }
            @for (query, tried) in &proposals.tried { (preview(speech, query, tried, today)) }
            @if proposals.n_not_tried > 0 {
                p class="quiet" { (speech.with("need-preview-more", &[("count", proposals.n_not_tried.into())])) }
            }
        }
        @if !proposals.awaited.is_empty() {
            section {
                h2 { (speech.say("need-awaited")) }
                p { (speech.say("need-awaited-body")) }
                ul { @for example in &proposals.awaited { li { bdi { (example) } } } }
            }
        }
        p { (Button::plain(&speech.say("need-look")).sends("do", "look").skips_checks()) }
    }
}

/// Needs that resemble this one, each with what can be done about it; `about` is the key of what is said above them.
pub fn similar_list(
    speech: Speech,
    about: &str,
    (similar, units): (&[Similar], &BTreeMap<String, String>),
    today: Date,
    act: &dyn Fn(&Similar) -> Markup,
) -> Markup {
    html! {
        h2 { (speech.say("need-similar")) }
        @if similar.is_empty() { p class="quiet" { (speech.say("need-similar-none")) } } @else {
            p class="quiet" { (speech.say(about)) }
            ul class="similar" {
                @for one in similar {
                    li {
                        a href={ "/needs/" (one.need.id) } { bdi { (one.need.title) } } " "
                        (stage_tag(speech, one.need.stage, one.need.expires, today))
                        div class="quiet" {
                            bdi { (units.get(one.need.unit.as_str()).map_or(one.need.unit.as_str(), String::as_str)) } " · "
                            (speech.with("need-likeness", &[("share", speech.percent(f64::from(one.likeness)).into())]))
                        }
                        @if !one.shared.is_empty() {
                            div class="quiet" { (speech.say("need-shared")) " " bdi { (one.shared.join(", ")) } }
                        }
                        (act(one))
                    }
                }
            }
        }
    }
}

fn words(speech: Speech, draft: &Draft, proposals: &Proposals) -> Markup {
    let proposal = &proposals.proposal;
    let used = |term: &str| {
        draft
            .profiles
            .iter()
            .any(|row| row[0].to_lowercase().split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| word == term))
    };
    let free: Vec<Choice> =
        proposal.terms.iter().filter(|term| !used(term)).map(|term| Choice::new(term, term)).collect();
    html! {
        section class="terms" {
            h2 { (speech.say("need-words")) }
            @if let Some(query) = &proposal.query {
                @if !draft.profiles.iter().any(|row| row[0] == *query) {
                    p { (speech.say("need-query-proposed")) " " code { bdi { (query) } } }
                    input type="hidden" name="proposed-query" value=(query);
                    p { (Button::plain(&speech.say("need-query-take")).sends("do", "take").skips_checks()) }
                }
            } @else { p class="quiet" { (speech.say("need-words-none")) } }
            @if !free.is_empty() {
                (Field::checks("term", speech.say("need-words-tick"), free).values(draft.terms.clone()).optional().draw(speech))
                p class="form-inline" {
                    (Button::plain(&speech.say("need-words-widen")).sends("do", "widen").skips_checks())
                    (Button::plain(&speech.say("need-words-narrow")).sends("do", "narrow").skips_checks())
                }
            }
        }
    }
}

/// The classes that are ticked, and those that are proposed, in one list: a tick is the post's word.
fn classes(speech: Speech, draft: &Draft, proposals: &Proposals) -> Markup {
    let mut offered: Vec<Choice> = Vec::new();
    let code = |value: &str| value.split('\t').next().unwrap_or_default().to_owned();
    for value in &draft.classes {
        offered.push(Choice::new(value, said(value)));
    }
    for class in &proposals.proposal.classes {
        let value = class_value(&class.subject);
        let about = speech.with(
            "need-class-borne",
            &[("count", class.n_records.into()), ("total", proposals.proposal.n_records.into())],
        );
        match offered.iter_mut().find(|choice| code(&choice.value) == code(&value)) {
            Some(held) => *held = held.clone().hint(about),
            None => offered.push(Choice::new(&value, said(&value)).hint(about)),
        }
    }
    html! {
        section {
            h2 { (speech.say("need-classes")) }
            @if offered.is_empty() { p class="quiet" { (speech.say("need-classes-none")) } } @else {
                (Field::checks("class", speech.say("need-classes-tick"), offered).values(draft.classes.clone()).optional().draw(speech))
            }
        }
    }
}

/// A class as people read it.
fn said(value: &str) -> String {
    value.replacen('\t', " ", 1)
}

/// What a profile would have brought.
pub fn preview(speech: Speech, query: &str, tried: &Tried, today: Date) -> Markup {
    html! {
        article class="preview" {
            h3 { code { bdi { (query) } } }
            @match tried {
                Tried::Unread(error) => {
                    p class="slip" {
                        (speech.with("query-fault", &[("column", error.column.to_string().into())]))
                        ": " (speech.query_fault(error))
                    }
                    pre class="pointed" { (error.pointed(query)) }
                },
                Tried::Brought(preview) => (brought(speech, query, preview, today)),
            }
        }
    }
}

fn brought(speech: Speech, query: &str, preview: &Preview, today: Date) -> Markup {
    let week = |back: usize| today.plus_days(-7 * i64::try_from(back).unwrap_or_default());
    let points = preview
        .weeks
        .iter()
        .enumerate()
        .map(|(at, n)| Point { label: day_and_month(speech, week(PREVIEW_WEEKS - 1 - at)), value: *n as f64 });
    let chart = Chart {
        title: speech.say("need-preview-weeks"),
        names: speech.say("need-preview-week"),
        values: speech.say("need-preview-records"),
        points: points.collect(),
        mark: None,
    };
    let n_found = i64::try_from(preview.n_found).unwrap_or(i64::MAX);
    html! {
        p {
            a href={ "/records?q=" (in_query(query)) } { (speech.with("need-preview-found", &[("count", n_found.into())])) }
            " · " (speech.with("need-preview-load", &[("load", speech.decimal(f64::from(preview.per_week), 1).into())]))
        }
        @if preview.n_found == 0 { p { (speech.say("need-preview-nothing")) } } @else { (chart.bars(speech)) }
        @if let Some(remark) = &preview.remark { p class="quiet" { bdi { (remark) } } }
        @if !preview.best.is_empty() {
            p { (speech.say("need-preview-best")) }
            ol { @for hit in &preview.best { li { (hit_line(speech, hit)) } } }
        }
    }
}

/// A day where the year goes without saying.
pub(super) fn day_and_month(speech: Speech, date: Date) -> String {
    let month = speech.say(&format!("month-short-{}", date.month()));
    speech.with("need-day", &[("day", date.day().to_string().into()), ("month", month.into())])
}

/// A record in one line, with the words that were found.
pub(super) fn hit_line(speech: Speech, hit: &SearchHit) -> Markup {
    let record = &hit.record.record;
    let places = desk::highlights(record, &hit.grounds);
    let untitled = speech.say("record-untitled");
    html! {
        a href={ "/records/" (hit.record.id) } {
            @match record.titles.first().zip(places.titles.first()) {
                Some((text, ranges)) => (highlight(&text.text, ranges)),
                None => (untitled),
            }
        }
        @if let Some(year) = record.year() { " " span class="quiet" { (year) } }
    }
}
