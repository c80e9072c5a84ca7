//! Requests in lists: one's own, those that wait for one, all.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::RawQuery;
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{Date, DutyKind, PostId, Request, RequestId, RequestStage};
use store::RequestFilter;

use super::{due, stage};
use crate::caller::Caller;
use crate::component::{Column, Crumb, Page, Section, Tab, Table, empty, link_button, pager, tabs};
use crate::failed::{Answer, failed, shown};
use crate::typed::Typed;
use crate::visit::Visit;

/// Requests on one page.
const PAGE: usize = 50;

/// Which list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    Mine,
    Route,
    Answer,
    All,
}

impl View {
    const ALL: [View; 4] = [View::Mine, View::Route, View::Answer, View::All];

    fn word(self) -> &'static str {
        match self {
            View::Mine => "mine",
            View::Route => "route",
            View::Answer => "answer",
            View::All => "all",
        }
    }
}

/// What the page shows.
struct Loaded {
    view: View,
    requests: Vec<Request>,
    n_route: u64,
    n_answer: u64,
    posts: BTreeMap<PostId, String>,
    stage: Option<RequestStage>,
    next: Option<(i64, RequestId)>,
    today: Date,
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = caller.read(move |office| load(office, &officer, &typed, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller.visit, &loaded)))
}

fn load(office: &Office, officer: &Officer, typed: &Typed, today: Date) -> Result<Loaded, Failure> {
    let posts = officer.post_ids();
    let route = office.requests_waiting(&posts, DutyKind::Route, PAGE)?;
    let answer = office.requests_waiting(&posts, DutyKind::Answer, PAGE)?;
    let (n_route, n_answer) = (route.len() as u64, answer.len() as u64);
    // Who comes without a choice sees what waits for them first.
    let first = match (n_answer, n_route) {
        (1.., _) => View::Answer,
        (0, 1..) => View::Route,
        (0, 0) => View::Mine,
    };
    let view = View::ALL.into_iter().find(|view| view.word() == typed.get("view")).unwrap_or(first);
    let stage = RequestStage::from_word(typed.get("stage")).filter(|_| view == View::All);
    let before = typed.some("before").and_then(|before| {
        let (at, id) = before.split_once('_')?;
        Some((at.parse().ok()?, RequestId::parse(id)?))
    });
    let filter = RequestFilter { stage, before, limit: Some(PAGE + 1), ..RequestFilter::default() };
    let mut requests = match view {
        View::Mine => office.requests(&RequestFilter { asked_by: Some(posts), ..filter })?,
        View::All => office.requests(&filter)?,
        View::Route => route.into_iter().map(|waiting| waiting.request).collect(),
        View::Answer => answer.into_iter().map(|waiting| waiting.request).collect(),
    };
    let mut next = None;
    if requests.len() > PAGE {
        requests.truncate(PAGE);
        next = requests.last().map(|request| (request.asked_at, request.id));
    }
    let mut names = BTreeMap::new();
    for post in requests.iter().flat_map(|request| std::iter::once(&request.post).chain(&request.routed_to)) {
        if !names.contains_key(post) {
            names.insert(post.clone(), office.post(post)?.map_or_else(|| post.to_string(), |held| held.title));
        }
    }
    Ok(Loaded { view, requests, n_route, n_answer, posts: names, stage, next, today })
}

fn draw(visit: &Visit, loaded: &Loaded) -> Markup {
    let speech = visit.speech;
    let views: Vec<Tab> = View::ALL
        .into_iter()
        .map(|view| Tab {
            text: speech.say(&format!("requests-{}", view.word())),
            href: format!("/requests?view={}", view.word()),
            count: match view {
                View::Route => Some(loaded.n_route),
                View::Answer => Some(loaded.n_answer),
                View::Mine | View::All => None,
            },
            here: view == loaded.view,
        })
        .collect();
    let stage_word = loaded.stage.map_or("", RequestStage::word);
    let later = loaded
        .next
        .map(|(at, id)| format!("/requests?view={}&stage={stage_word}&before={at}_{id}", loaded.view.word()));
    Page::new(visit, speech.say("nav-requests"))
        .here(Section::Requests)
        .crumbs(vec![Crumb::of(speech, Section::Requests)])
        .lead(html! { (speech.say("requests-lead")) })
        .draw(html! {
            div class="actions" { (link_button(&speech.say("request-new"), "/requests/new", true)) }
            (tabs(speech, &speech.say("requests-views"), &views))
            @if loaded.view == View::All { (stages(visit, loaded)) }
            @if loaded.requests.is_empty() {
                (empty(&speech.say(&format!("requests-none-{}", loaded.view.word())), &speech.say("requests-none-body"), html! {}))
            } @else {
                (table(visit, loaded))
                (pager(speech, None, None, later.as_deref()))
            }
        })
}

/// The stages to narrow all requests by.
fn stages(visit: &Visit, loaded: &Loaded) -> Markup {
    let speech = visit.speech;
    let mut links: Vec<Tab> = vec![Tab {
        text: speech.say("requests-any-stage"),
        href: "/requests?view=all".to_owned(),
        count: None,
        here: loaded.stage.is_none(),
    }];
    links.extend(RequestStage::ALL.iter().map(|stage| Tab {
        text: speech.say(&format!("request-stage-{}", stage.word())),
        href: format!("/requests?view=all&stage={stage}"),
        count: None,
        here: loaded.stage == Some(*stage),
    }));
    tabs(speech, &speech.say("requests-stages"), &links)
}

fn table(visit: &Visit, loaded: &Loaded) -> Markup {
    let speech = visit.speech;
    let columns = ["request-question", "request-asker", "request-with", "request-due", "request-stage"];
    let columns = columns.map(|key| Column::new(speech.say(key)));
    let mut table = Table::new(speech.say(&format!("requests-{}", loaded.view.word())), columns.into())
        .caption_unseen()
        .cards_on_phone();
    let name = |post: &PostId| loaded.posts.get(post).cloned().unwrap_or_else(|| post.to_string());
    for request in &loaded.requests {
        table = table.row(vec![
            html! { a href={ "/requests/" (request.id) } { bdi { (request.question) } } },
            html! { bdi { (name(&request.post)) } },
            html! { @if let Some(post) = &request.routed_to { bdi { (name(post)) } } @else { "–" } },
            due(speech, request, loaded.today),
            stage(speech, request.stage),
        ]);
    }
    table.draw(speech)
}
