//! The page of a host: what it is, its people, visits and questions.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::Path;
use desk::{Failure, HostPage, HostStanding, Office, Officer};
use maud::{Markup, html};
use model::{Agreement, Date, Event, ExchangeWay, Exhibitor, Mission, MissionYield, Noun, QuestionState, Stand, Thing};

use super::{class_list, goodwill};
use crate::agreement;
use crate::caller::Caller;
use crate::component::{Column, Crumb, Page, Section, SummaryRow, Table, empty, link_button, summary_list, timeline};
use crate::country::country;
use crate::exchange;
use crate::failed::{Answer, failed, shown};
use crate::history::{Told, tell, timeline_of};
use crate::incident;
use crate::mission::{mission_stage, mission_yield, question_state};
use crate::sample::SamplesOf;
use crate::speech::Speech;
use crate::widening;

/// Exchanges and incidents that stand on the page; their own pages have the rest.
const DEALINGS_SHOWN: usize = 8;

/// What the page shows.
struct Loaded {
    page: HostPage,
    post: String,
    history: Vec<Told>,
    may_change: bool,
    standing: HostStanding,
    /// Visits to its stands, with who was met.
    stands: Vec<(Event, Stand)>,
    /// Where it exhibits.
    shown: Vec<(Event, Exhibitor)>,
    last: Vec<(Mission, MissionYield)>,
    /// Agreements with it, the newest first.
    agreements: Vec<(Agreement, String)>,
    samples: SamplesOf,
    /// How it and its people stand to lists.
    screenings: Vec<store::ScreeningLine>,
}

fn load(office: &Office, officer: &Officer, id: &str, today: Date) -> Result<Loaded, Failure> {
    let page = office.host_page(id)?;
    let post = office.post(&page.host.post)?.map_or_else(|| page.host.post.to_string(), |post| post.title);
    let history = tell(office, office.history(&Thing::new(Noun::Host, page.host.id))?)?;
    let may_change = office.may_change_host(officer, &page.host);
    let standing = office.host_standing(&page.host, today)?;
    let (stands, shown) = (office.stands_of_host(page.host.id)?, office.shown_by(page.host.id)?);
    let last = office.last_missions_to(page.host.id)?;
    let agreements = office.agreements_with(page.host.id)?;
    let samples = SamplesOf::of(office, office.samples_of_maker(page.host.id)?)?;
    let screenings = office.screenings_about(&Thing::new(Noun::Host, page.host.id))?;
    Ok(Loaded { page, post, history, may_change, standing, stands, shown, last, agreements, samples, screenings })
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = caller.read(move |office| load(office, &officer, &id, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded)))
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let host = &loaded.page.host;
    Page::new(&caller.visit, host.name())
        .here(Section::Missions)
        .crumbs(vec![Crumb::of(speech, Section::Missions), Crumb::new(speech.say("hosts-title"), "/hosts")])
        .lead(html! {
            span { bdi { (host.place) } @if !host.place.is_empty() { ", " } (country(speech, &host.country)) } " "
            (widening::tags(speech, model::Noun::Host, host.id, &host.marking))
        })
        .aside(aside(speech, loaded))
        .draw(html! {
            (goodwill::warning(speech, host, &loaded.standing))
            div class="actions" {
                (link_button(&speech.say("mission-new"), &format!("/missions/new?host={}", host.id), true))
                (link_button(&speech.say("host-invite"), &format!("/missions/new?host={}&direction=in", host.id), false))
                (link_button(&speech.say("release-new"), &format!("/releases/new?host={}", host.id), false))
                @if loaded.may_change { (link_button(&speech.say("host-change"), &format!("/hosts/{}/change", host.id), false)) }
            }
            @if !host.makes.is_empty() || !host.classes.is_empty() {
                section aria-labelledby="makes" {
                    h2 id="makes" { (speech.say("host-makes")) }
                    @for paragraph in host.makes.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (paragraph) } } }
                    (class_list(&host.classes))
                }
            }
            (contacts(speech, loaded))
            (met(speech, loaded))
            (exhibits(speech, loaded))
            (loaded.samples.draw(speech))
            section aria-labelledby="visits" {
                h2 id="visits" { (speech.say("host-missions")) }
                @if loaded.page.missions.is_empty() {
                    (empty(&speech.say("host-missions-none"), &speech.say("host-missions-none-body"), html! {}))
                } @else { (missions(speech, loaded)) }
                (mission_yield::last_missions(speech, host.name(), &loaded.last))
                @if !loaded.last.is_empty() { p { a href="/missions/yield?by=host" { (speech.say("yields-link")) } } }
            }
            (agreement::listed(speech, &loaded.agreements))
            (questions(speech, loaded))
            (dealings(speech, loaded))
            @if !host.remark.is_empty() {
                section aria-labelledby="remark" {
                    h2 id="remark" { (speech.say("host-remark")) }
                    @for paragraph in host.remark.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (paragraph) } } }
                }
            }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

fn aside(speech: Speech, loaded: &Loaded) -> Markup {
    let host = &loaded.page.host;
    let others: Vec<String> = host
        .names
        .iter()
        .skip(1)
        .map(|name| match &name.language {
            Some(language) => format!("{} ({})", name.text, language.tag()),
            None => name.text.clone(),
        })
        .chain(host.aliases.iter().cloned())
        .collect();
    let mut rows = vec![SummaryRow::new(
        speech.say("host-post"),
        html! { a href={ "/office/posts/" (host.post) } { bdi { (loaded.post) } } },
    )];
    rows.push(SummaryRow::new(
        speech.say("screenings-title"),
        html! {
            (crate::screening::standing(speech, &loaded.screenings))
            a href={ "/screenings/new?about=host:" (host.id) } { (speech.say("screening-new")) }
        },
    ));
    if !others.is_empty() {
        rows.push(SummaryRow::new(
            speech.say("host-other-names"),
            html! { ul class="plain" { @for name in &others { li { bdi { (name) } } } } },
        ));
    }
    if !host.languages.is_empty() {
        rows.push(SummaryRow::new(speech.say("host-languages"), html! { (speech.languages(&host.languages)) }));
    }
    if !host.address.is_empty() {
        rows.push(SummaryRow::new(
            speech.say("host-address"),
            html! { a href=(host.address) rel="noreferrer noopener" { bdi { (host.address) } } },
        ));
    }
    summary_list(&rows)
}

fn contacts(speech: Speech, loaded: &Loaded) -> Markup {
    let contacts = &loaded.page.host.contacts;
    if contacts.is_empty() {
        return html! {};
    }
    let columns = ["contact-name", "contact-position", "host-languages", "contact-reach"];
    let mut table = Table::new(speech.say("host-contacts"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    let or_none = |text: &str| html! { @if text.is_empty() { "–" } @else { bdi { (text) } } };
    for one in contacts {
        table = table.row(vec![
            or_none(&one.name),
            or_none(&one.position),
            or_none(&speech.languages(&one.languages)),
            or_none(&one.reach),
        ]);
    }
    html! { section aria-labelledby="people" { h2 id="people" { (speech.say("host-contacts")) } (table.draw(speech)) } }
}

/// Its people who were met at its stands; what is noted of them is seen with the visit alone.
fn met(speech: Speech, loaded: &Loaded) -> Markup {
    if loaded.stands.iter().all(|(_, stand)| stand.contacts.is_empty()) {
        return html! {};
    }
    let columns = ["contact-name", "contact-position", "contact-reach", "mission-event"];
    let mut table = Table::new(speech.say("host-met"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    let or_none = |text: &str| html! { @if text.is_empty() { "–" } @else { bdi { (text) } } };
    for (event, stand) in &loaded.stands {
        for one in &stand.contacts {
            table = table.row(vec![
                or_none(&one.name),
                or_none(&one.position),
                or_none(&one.reach),
                html! { a href={ "/stands/" (stand.id) } { bdi { (event.name) } } },
            ]);
        }
    }
    html! { section aria-labelledby="met" { h2 id="met" { (speech.say("host-met")) } (table.draw(speech)) } }
}

/// The events at which it shows something.
fn exhibits(speech: Speech, loaded: &Loaded) -> Markup {
    html! {
        @if !loaded.shown.is_empty() {
            section aria-labelledby="exhibits" {
                h2 id="exhibits" { (speech.say("host-shown")) }
                ul class="plain" {
                    @for (event, one) in &loaded.shown {
                        li {
                            a href={ "/events/" (event.id) "/exhibitors/" (one.number) } { bdi { (event.name) } } " " span class="quiet" { (event.since.year()) }
                            @if !one.stand.is_empty() { " · " (speech.say("exhibitor-stand")) " " bdi { (one.stand) } }
                        }
                    }
                }
            }
        }
    }
}

fn missions(speech: Speech, loaded: &Loaded) -> Markup {
    let columns = ["mission-title", "mission-days", "mission-direction", "mission-stage"];
    let mut table = Table::new(speech.say("host-missions"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for mission in &loaded.page.missions {
        table = table.row(vec![
            html! { a href={ "/missions/" (mission.id) } { bdi { (mission.title) } } },
            html! { (speech.date(mission.since)) " – " (speech.date(mission.until)) },
            html! { (speech.say(&format!("mission-direction-{}", mission.direction.word()))) },
            mission_stage(speech, mission.stage),
        ]);
    }
    table.draw(speech)
}

fn questions(speech: Speech, loaded: &Loaded) -> Markup {
    let questions = &loaded.page.questions;
    if questions.is_empty() {
        return html! {};
    }
    let mut counts: BTreeMap<QuestionState, u64> = BTreeMap::new();
    for (question, _) in questions {
        *counts.entry(question.state).or_default() += 1;
    }
    html! {
        section aria-labelledby="questions" {
            h2 id="questions" { (speech.say("host-questions")) }
            p { @for (state, n) in &counts { (question_state(speech, *state)) " " (speech.number(i64::try_from(*n).unwrap_or(i64::MAX))) " " } }
            ul class="plain" {
                @for (question, mission) in questions {
                    li { a href={ "/missions/" (mission.id) "#" (question.id) } { bdi { (question.text) } } " " (question_state(speech, question.state)) }
                }
            }
        }
    }
}

/// What passed, what went wrong, and how the two stand to each other.
fn dealings(speech: Speech, loaded: &Loaded) -> Markup {
    let (host, standing) = (&loaded.page.host, &loaded.standing);
    let passed = standing.exchanges.iter().filter(|one| one.struck.is_none());
    html! {
        section aria-labelledby="passed" {
            h2 id="passed" { (speech.say("host-exchanges")) }
            ul class="plain" {
                @for one in passed.take(DEALINGS_SHOWN) {
                    li { (exchange::way(speech, one.way)) " " (speech.date(one.day)) " " (exchange::what(speech, one)) }
                }
                @for one in standing.agreements.iter().take(DEALINGS_SHOWN) {
                    @if let Some(day) = one.bought_on() {
                        li { (exchange::way(speech, ExchangeWay::Bought)) " " (speech.date(day)) " " a href={ "/agreements/" (one.id) } { bdi { (one.title) } } }
                    }
                }
            }
            p { a href={ "/hosts/" (host.id) "/exchanges" } { (speech.say("host-exchanges-link")) } }
        }
        section aria-labelledby="incidents" {
            h2 id="incidents" { (speech.say("host-incidents")) }
            ul class="plain" {
                @for one in standing.incidents.iter().take(DEALINGS_SHOWN) {
                    li { a href={ "/incidents/" (one.id) } { bdi { (one.title) } } " " (incident::state(speech, one)) " " (speech.date(one.day)) }
                }
            }
            p { a href={ "/hosts/" (host.id) "/incidents" } { (speech.say("host-incidents-link")) } }
        }
        section aria-labelledby="balance" {
            h2 id="balance" { (speech.say("balance-title")) }
            (goodwill::balance(speech, &standing.goodwill))
            @if standing.goodwill.grounds().is_empty() {
                h3 { (speech.say("host-offers")) }
                (goodwill::offers(speech, host, standing))
            }
        }
    }
}
