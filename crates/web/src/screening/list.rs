//! The list of screenings, in its views with counts.

use std::collections::BTreeMap;

use axum::extract::RawQuery;
use desk::{Failure, Office, ScreeningSearch, ScreeningsPage};
use maud::{Markup, html};
use model::{PostId, ScreeningId, ScreeningView, Thing};

use super::{known, state, titles};
use crate::caller::Caller;
use crate::component::{
    Button, Column, ControlRoom, Field, Page, Tab, Table, control_tabs, empty, link_button, pager, tabs,
};
use crate::failed::{Answer, failed, shown};
use crate::history::when;
use crate::marking;
use crate::party_list::SECTION;
use crate::speech::Speech;
use crate::typed::Typed;

struct Loaded {
    search: ScreeningSearch,
    page: ScreeningsPage,
    posts: BTreeMap<PostId, String>,
}

fn load(office: &Office, typed: &Typed) -> Result<Loaded, Failure> {
    let search = ScreeningSearch {
        view: Some(ScreeningView::from_word(typed.get("view")).unwrap_or(ScreeningView::Open)),
        words: typed.get("q").to_owned(),
        about: Thing::parse(typed.get("about")),
        after: ScreeningId::parse(typed.get("after")),
        limit: None,
    };
    Ok(Loaded { page: office.screenings(&search)?, posts: titles(office)?, search })
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let loaded = caller.read(move |office| load(office, &typed)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded)))
}

/// The address of a view, narrowed as the one that is shown.
fn address(search: &ScreeningSearch, view: ScreeningView, after: Option<ScreeningId>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("view", view.word());
    if !search.words.is_empty() {
        query.append_pair("q", &search.words);
    }
    if let Some(about) = &search.about {
        query.append_pair("about", &about.to_string());
    }
    if let Some(after) = after {
        query.append_pair("after", &after.to_string());
    }
    format!("/screenings?{}", query.finish())
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let here = loaded.search.view.unwrap_or(ScreeningView::Open);
    let tab = |(view, count): (&ScreeningView, &u64)| Tab {
        text: speech.say(&format!("screening-view-{}", view.word())),
        href: address(&loaded.search, *view, None),
        count: Some(*count),
        here: *view == here,
    };
    let views: Vec<Tab> = ScreeningView::ALL.iter().zip(&loaded.page.counts).map(tab).collect();
    let next = loaded.page.next.map(|after| address(&loaded.search, here, Some(after)));
    Page::new(&caller.visit, speech.say("screenings-title"))
        .here(SECTION)
        .lead(html! { (speech.say("screenings-lead")) })
        .draw(html! {
            (control_tabs(speech, ControlRoom::Screenings))
            @if !loaded.page.lines.is_empty() {
                div class="actions" { (link_button(&speech.say("screening-new"), "/screenings/new", true)) }
            }
            (tabs(speech, &speech.say("screening-views"), &views))
            form method="get" action="/screenings" class="form" {
                input type="hidden" name="view" value=(here.word());
                (Field::search("q", speech.say("screenings-search")).value(loaded.search.words.clone()).optional().draw(speech))
                div class="actions" { (Button::plain(&speech.say("hosts-look"))) }
            }
            @if loaded.page.lines.is_empty() {
                (nothing(speech, &loaded.search, loaded.page.counts.iter().all(|count| *count == 0)))
            } @else { (table(speech, loaded)) }
            @if next.is_some() { (pager(speech, None, None, next.as_deref())) }
        })
}

/// What is said where nothing is: that nobody was screened yet, or that this view or these words have nobody.
fn nothing(speech: Speech, search: &ScreeningSearch, is_none: bool) -> Markup {
    let is_narrowed = !search.words.is_empty() || search.about.is_some();
    let (title, body) = match (is_none, is_narrowed) {
        (true, false) => ("screenings-none-yet", "screenings-none-yet-body"),
        _ => ("screenings-none", "screenings-none-body"),
    };
    let next = html! {
        (link_button(&speech.say("screening-new"), "/screenings/new", true)) " "
        @match (is_none, is_narrowed) {
            (true, false) => a href="/party-lists" { (speech.say("party-lists-title")) },
            _ => a href="/screenings?view=all" { (speech.say("screenings-look-at-all")) },
        }
    };
    empty(&speech.say(title), &speech.say(body), next)
}

fn table(speech: Speech, loaded: &Loaded) -> Markup {
    let columns = ["screening-party", "screening-state", "screening-hits", "screening-post", "screening-when"];
    let mut table = Table::new(speech.say("screenings-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for line in &loaded.page.lines {
        let one = &line.screening;
        let post = loaded.posts.get(&one.post).cloned().unwrap_or_else(|| one.post.to_string());
        let count = |n: u64| speech.number(i64::try_from(n).unwrap_or(i64::MAX));
        table = table.row(vec![
            html! {
                a href={ "/screenings/" (one.id) } { bdi { (one.party.name) } } " " (marking::tags(speech, &one.marking))
                br; span class="quiet" { (known(speech, &one.party)) }
            },
            state(speech, line),
            html! { (count(line.n_hits)) },
            html! { bdi { (post) } },
            html! { @match one.screened_at { Some(at) => (when(speech, at)), None => "–" } },
        ]);
    }
    table.draw(speech)
}
