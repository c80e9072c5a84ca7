//! The page of a regime: what waits on it, its rule, for what it asks, who votes, what was let through against it, its versions.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office, Officer, RegimePage};
use maud::{Markup, html};
use model::{Date, Noun, Regime, Thing};
use store::{RegimeVersion, RegimeVersionState};

use super::list::force;
use super::{crumbs, words};
use crate::caller::Caller;
use crate::case::cases_table;
use crate::component::{
    Button, Column, Field, Form, Page, Section, Slips, SummaryRow, Table, Tone, banner, link_button, slip_summary,
    summary_list, tag, timeline,
};
use crate::country::country;
use crate::failed::{Answer, failed, page as answered};
use crate::history::{Told, Who, people, tell, timeline_of, when, who_did};
use crate::marking;
use crate::speech::Speech;
use crate::typed::Typed;

/// Days after which a regime is looked through again, unless another day is written: a year.
const REVIEW_DAYS: i64 = 365;

struct Shown {
    page: RegimePage,
    may_change: bool,
    may_review: bool,
    may_answer: bool,
    people: BTreeMap<String, Who>,
    history: Vec<Told>,
    today: Date,
}

impl Shown {
    fn who(&self, speech: Speech, by: &str) -> Markup {
        who_did(speech, &self.people, by)
    }
}

fn load(office: &Office, officer: &Officer, name: &str, today: Date) -> Result<Shown, Failure> {
    let page = office.regime_page(name)?;
    let acted = page.versions.iter().flat_map(|version| std::iter::once(&version.by).chain(&version.answered_by));
    Ok(Shown {
        people: people(office, acted.map(String::as_str))?,
        history: tell(office, office.history(&Thing::new(Noun::Regime, page.regime.id))?)?,
        may_change: office.may_change_regimes(officer),
        may_review: office.may_review_regime(officer, &page.regime, today),
        may_answer: office.may_answer_regime(officer, &page),
        today,
        page,
    })
}

pub async fn show(caller: Caller, Path(name): Path<String>) -> Answer {
    again(&caller, name, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

pub(super) async fn again(
    caller: &Caller,
    name: String,
    typed: &Typed,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let shown = caller.read(move |office| load(office, &officer, &name, today)).await;
    let shown = shown.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(answered(status, draw(caller, &shown, typed, slips)))
}

fn draw(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let page = &shown.page;
    let regime = &page.regime;
    Page::new(&caller.visit, regime.name.clone())
        .here(Section::Control)
        .crumbs(crumbs(speech))
        .slips(slips)
        .lead(html! {
            (speech.say(&format!("regime-kind-{}", regime.kind.word()))) " " (force(speech, regime, shown.today))
            " " (marking::tags(speech, &regime.marking))
            @if regime.invented { " " (tag(Tone::Plain, &speech.say("regime-invented"))) }
        })
        .aside(aside(speech, shown))
        .draw(html! {
            (slip_summary(speech, slips))
            @if shown.may_change {
                div class="actions" { (link_button(&speech.say("regime-change"), &format!("/regimes/{}/change", regime.id), false)) }
            }
            (proposed(caller, shown))
            (review(caller, shown, typed, slips))
            (content(speech, shown, regime, ""))
            (said(speech, "note", "regime-note", &regime.note))
            (said(speech, "source", "regime-source", &regime.source))
            section aria-labelledby="overridden" {
                h2 id="overridden" { (speech.say("regime-overridden")) }
                @if page.overridden.is_empty() { p class="quiet" { (speech.say("regime-overridden-none")) } }
                @else { (overridden(speech, page)) }
            }
            section aria-labelledby="cases" {
                h2 id="cases" { (speech.say("cases-title")) }
                @if page.cases.is_empty() { p class="quiet" { (speech.say("regime-cases-none")) } }
                @else {
                    (cases_table(speech, &speech.say("cases-title"), &page.cases))
                    p { a href={ "/cases?view=all&regime=" (regime.id) } { (speech.say("regime-cases-all")) } }
                }
            }
            (versions(speech, shown))
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &shown.history)))
        })
}

/// What members let through against the rule: which case, who, and on which stated ground.
fn overridden(speech: Speech, page: &RegimePage) -> Markup {
    let columns = ["case-name", "regime-overridden-by", "regime-overridden-ground", "case-decided"];
    let title = speech.say("regime-overridden");
    let mut table =
        Table::new(title, columns.map(|key| Column::new(speech.say(key))).into()).caption_unseen().cards_on_phone();
    for case in &page.overridden {
        table = table.row(vec![
            html! { a href={ "/cases/" (case.id) } { bdi { (case.proposal.title) } } " " (marking::tags(speech, &case.marking)) },
            html! { bdi { (page.overriders.get(&case.id).map_or("–", String::as_str)) } },
            html! { bdi { (case.reason) } },
            html! { @match case.decided { Some(day) => (speech.date(day)), None => "–" } },
        ]);
    }
    table.draw(speech)
}

fn aside(speech: Speech, shown: &Shown) -> Markup {
    let page = &shown.page;
    let regime = &page.regime;
    let binding = if regime.binding { "regime-binds" } else { "regime-binds-not" };
    let mut rows = vec![
        SummaryRow::new(speech.say("regime-binding"), html! { (speech.say(binding)) }),
        SummaryRow::new(
            speech.say("regime-keeper"),
            html! { a href={ "/office/posts/" (regime.keeper) } { bdi { (page.post(&regime.keeper)) } } },
        ),
        SummaryRow::new(speech.say("regime-version"), html! { (regime.version) }),
    ];
    if let Some(day) = regime.review {
        rows.push(SummaryRow::new(speech.say("regime-review"), html! { (speech.date(day)) }));
    }
    summary_list(&rows)
}

/// The rule, for what a case is asked, who votes and under what: of the regime as it holds, or as it would.
fn content(speech: Speech, shown: &Shown, regime: &Regime, begins: &str) -> Markup {
    let id = |name: &str| format!("{begins}{name}");
    html! {
        section aria-labelledby=(id("rule")) {
            h2 id=(id("rule")) { (speech.say("regime-rule")) }
            (words::rule(speech, &regime.rule))
        }
        section aria-labelledby=(id("triggers")) {
            h2 id=(id("triggers")) { (speech.say("triggers-title")) }
            (words::triggers(speech, regime, &shown.page.hosts))
        }
        section aria-labelledby=(id("members")) {
            h2 id=(id("members")) { (speech.say("members-title")) }
            (members(speech, shown, regime))
        }
        @if !regime.conditions.is_empty() {
            section aria-labelledby=(id("usual")) {
                h2 id=(id("usual")) { (speech.say("regime-conditions")) }
                ul {
                    @for one in &regime.conditions {
                        li { bdi { (one.text) } " " span class="quiet" { (speech.with("regime-condition-days", &[("count", one.days.into())])) } }
                    }
                }
            }
        }
    }
}

fn members(speech: Speech, shown: &Shown, regime: &Regime) -> Markup {
    let columns = ["member-name", "member-country", "member-post", "member-weight", "member-since"];
    let mut table = Table::new(speech.say("members-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for member in &regime.members {
        table = table.row(vec![
            html! {
                bdi { (member.name) }
                @if member.chair { " " span class="quiet" { "(" (speech.say("member-chair")) ")" } }
            },
            // A member that is called like its country is named once.
            html! { (member.country.as_ref().map(|code| country(speech, code)).filter(|country| *country != member.name).unwrap_or_else(|| "–".to_owned())) },
            html! { a href={ "/office/posts/" (member.post) } { bdi { (shown.page.post(&member.post)) } } },
            html! { (member.weight) },
            html! {
                (speech.date(member.since)) " –" @if let Some(until) = member.until { " " (speech.date(until)) }
                @if !member.is_on(shown.today) { " " (tag(Tone::Faint, &speech.say("member-off"))) }
            },
        ]);
    }
    table.draw(speech)
}

fn said(speech: Speech, id: &str, key: &str, text: &str) -> Markup {
    html! {
        @if !text.is_empty() {
            section aria-labelledby=(id) {
                h2 id=(id) { (speech.say(key)) }
                @for line in text.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (line) } } }
            }
        }
    }
}

/// The change that waits for a second person, with what would hold then.
fn proposed(caller: &Caller, shown: &Shown) -> Markup {
    let speech = caller.visit.speech;
    let Some(version) = shown.page.proposed() else { return html! {} };
    let action = format!("/regimes/{}/answer", shown.page.regime.id);
    html! {
        section id="answer" aria-labelledby="answer-title" {
            h2 id="answer-title" { (speech.say("regime-proposed")) }
            p { (shown.who(speech, &version.by)) ", " (when(speech, version.at)) ": " bdi { (version.reason) } }
            p class="quiet" { (speech.say(if shown.may_answer { "regime-proposed-yours" } else { "regime-proposed-waits" })) }
            (terms(speech, &version.regime, &shown.page.regime))
            div class="card" { (content(speech, shown, &version.regime, "next-")) }
            @if shown.may_answer {
                (Form::new(&caller.visit, &action).around(html! {
                    input type="hidden" name="version" value=(version.regime.version);
                    div class="actions" {
                        (Button::primary(&speech.say("regime-confirm")).sends("answer", "yes"))
                        (Button::plain(&speech.say("regime-drop")).sends("answer", "no"))
                    }
                }))
            }
        }
    }
}

/// What a change makes of the days and of what binds; nothing where both stay.
fn terms(speech: Speech, next: &Regime, now: &Regime) -> Markup {
    let until = |regime: &Regime| regime.until.map_or_else(|| "–".to_owned(), |day| speech.date(day));
    let days = |regime: &Regime| format!("{} – {}", speech.date(regime.since), until(regime));
    html! {
        @if next.binding != now.binding {
            p { (speech.say(if next.binding { "regime-binds" } else { "regime-binds-not" })) }
        }
        @if (next.since, next.until) != (now.since, now.until) {
            p { (speech.say("regime-force")) ": " (days(now)) " → " (days(next)) }
        }
    }
}

/// That it was looked through, for the post that keeps it.
fn review(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let regime = &shown.page.regime;
    if !shown.may_review {
        return html! {};
    }
    let action = format!("/regimes/{}/review", regime.id);
    let next = shown.today.plus_days(REVIEW_DAYS).to_string();
    banner(
        Tone::Accent,
        &speech.say("duty-review-regime"),
        html! {
            (Form::new(&caller.visit, &action).around(html! {
                input type="hidden" name="revision" value=(regime.revision);
                (Field::date("next", speech.say("regime-review-next")).value(typed.some("next").unwrap_or(&next)).slips(slips).draw(speech))
                div class="actions" { (Button::plain(&speech.say("regime-reviewed"))) }
            }))
        },
    )
}

fn version_state(speech: Speech, version: &RegimeVersion) -> Markup {
    let tone = match version.state {
        RegimeVersionState::Agreed => Tone::Good,
        RegimeVersionState::Proposed => Tone::Accent,
        RegimeVersionState::Dropped => Tone::Faint,
    };
    tag(tone, &speech.say(&format!("version-state-{}", version.state.word())))
}

fn versions(speech: Speech, shown: &Shown) -> Markup {
    let columns = ["regime-version", "version-state", "version-reason", "version-by", "version-answered"];
    let mut table = Table::new(speech.say("regime-versions"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for version in shown.page.versions.iter().rev() {
        let reason = if version.reason.is_empty() { "–" } else { version.reason.as_str() };
        table = table.row(vec![
            html! { (version.regime.version) },
            version_state(speech, version),
            html! { bdi { (reason) } },
            html! { (shown.who(speech, &version.by)) ", " (when(speech, version.at)) },
            html! { @match &version.answered_by { Some(by) => (shown.who(speech, by)), None => "–" } },
        ]);
    }
    html! {
        section aria-labelledby="versions" {
            h2 id="versions" { (speech.say("regime-versions")) }
            (table.draw(speech))
        }
    }
}
