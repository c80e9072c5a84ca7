//! The page of a list: its versions, a way to load the next, its entries.

use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, ListPage, Office, Officer};
use maud::{Markup, html};
use model::{ListVersion, ListVersionState, ListedField, Noun, PARTY_LIST_TEXT_CHARS_MAX, PartyForm, Thing};

use super::{SECTION, crumbs, field_lines, number, version_state};
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Column, Field, Form, Page, Slips, SummaryRow, Table, Tone, banner, disclosure, empty, link_button,
    pager, slip_summary, summary_list, timeline,
};
use crate::failed::{Answer, failed, page as answered};
use crate::history::{Told, tell, timeline_of, when};
use crate::marking;
use crate::speech::Speech;
use crate::typed::Typed;

struct Shown {
    page: ListPage,
    post: String,
    words: String,
    may_keep: bool,
    history: Vec<Told>,
}

fn load(office: &Office, officer: &Officer, name: &str, typed: &Typed) -> Result<Shown, Failure> {
    let words = typed.get("q").to_owned();
    let page = office.list_page(name, &words, typed.some("after"), None)?;
    Ok(Shown {
        post: office.post(&page.list.post)?.map_or_else(|| page.list.post.to_string(), |post| post.title),
        may_keep: office.may_keep_party_list(officer, &page.list),
        history: tell(office, office.history(&Thing::new(Noun::PartyList, &page.list.id))?)?,
        words,
        page,
    })
}

pub async fn show(caller: Caller, Path(name): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    again(&caller, name, &typed, &Slips::new(), StatusCode::OK).await
}

pub(super) async fn again(
    caller: &Caller,
    name: String,
    typed: &Typed,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let (officer, asked) = (Arc::clone(&caller.officer), typed.clone());
    let shown = caller.read(move |office| load(office, &officer, &name, &asked)).await;
    let shown = shown.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(answered(status, draw(caller, &shown, typed, slips)))
}

fn draw(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let list = &shown.page.list;
    Page::new(visit, list.title.clone())
        .here(SECTION)
        .crumbs(crumbs(speech))
        .slips(slips)
        .lead(html! { bdi { (list.publisher) } " " (marking::tags(speech, &list.marking)) })
        .aside(summary_list(&[
            SummaryRow::new(speech.say("party-list-name"), html! { code { (list.id) } }),
            SummaryRow::new(
                speech.say("party-list-owner"),
                html! { a href={ "/office/posts/" (list.post) } { bdi { (shown.post) } } },
            ),
            SummaryRow::new(
                speech.say("party-list-address"),
                html! { @if list.address.is_empty() { "–" } @else { bdi class="long" { (list.address) } } },
            ),
        ]))
        .draw(html! {
            (slip_summary(speech, slips))
            @if list.closed { (banner(Tone::Warn, &speech.say("party-list-closed"), html! { p { (speech.say("party-list-closed-body")) } })) }
            @if let Some(version) = shown.page.versions.iter().find(|version| version.state == ListVersionState::Held) {
                (held(caller, shown, version, typed, slips))
            }
            div class="actions" {
                @if shown.may_keep { (link_button(&speech.say("party-list-change"), &format!("/party-lists/{}/change", list.id), false)) }
                (link_button(&speech.say("screening-new"), "/screenings/new", false))
            }
            @for paragraph in list.remark.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (paragraph) } } }
            (versions(speech, shown))
            @if shown.may_keep { (bringing(caller, shown, typed, slips)) }
            (entries(speech, shown))
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &shown.history)))
        })
}

/// The alarm of a version that looks wrong, with the words of the second person.
fn held(caller: &Caller, shown: &Shown, version: &ListVersion, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let list = &shown.page.list;
    let action = format!("/party-lists/{}/versions/{}", list.id, version.number);
    let title = speech.with("party-list-held", &[("version", i64::from(version.number).into())]);
    let why = version.held.map_or_else(String::new, |held| speech.say(&format!("party-list-held-{}", held.word())));
    let let_in = speech.with("party-list-let-in-version", &[("version", i64::from(version.number).into())]);
    banner(
        Tone::Bad,
        &title,
        html! {
            p { (why) " " (counts(speech, version)) }
            @if shown.may_keep {
                (Form::new(&caller.visit, &action).around(html! {
                    (Field::lines("version-reason", speech.say("party-list-version-reason"), 2).value(typed.get("version-reason")).length_max(PARTY_LIST_TEXT_CHARS_MAX).slips(slips).draw(speech))
                    div class="actions" {
                        (Button::primary(&speech.say("party-list-let-in")).sends("step", "let-in").about(&let_in))
                        (Button::plain(&speech.say("party-list-turn-away")).sends("step", "turn-away"))
                    }
                }))
            }
        },
    )
}

fn counts(speech: Speech, version: &ListVersion) -> String {
    let n = |n: u64| i64::try_from(n).unwrap_or(i64::MAX).into();
    speech.with(
        "party-list-version-counts",
        &[
            ("entries", n(version.n_entries)),
            ("added", n(version.n_added)),
            ("changed", n(version.n_changed)),
            ("removed", n(version.n_removed)),
        ],
    )
}

fn versions(speech: Speech, shown: &Shown) -> Markup {
    let page = &shown.page;
    let columns =
        ["party-list-version", "party-list-version-state", "party-list-version-what", "party-list-version-by"];
    let mut table =
        Table::new(speech.say("party-list-versions"), columns.map(|key| Column::new(speech.say(key))).into())
            .caption_unseen()
            .cards_on_phone();
    let held: Vec<&ListVersion> = page.versions.iter().filter(|version| version.in_force_at.is_some()).collect();
    for version in &page.versions {
        let before = held.iter().find(|before| before.number < version.number && version.in_force_at.is_some());
        table = table.row(vec![
            html! { (number(speech, u64::from(version.number))) br; span class="quiet" { (when(speech, version.at)) } },
            html! {
                (version_state(speech, version))
                @if !version.reason.is_empty() { br; span class="quiet" { bdi { (version.reason) } } }
            },
            html! {
                (counts(speech, version))
                @if let Some(before) = before {
                    br; a href={ "/party-lists/" (page.list.id) "/difference?from=" (before.number) "&to=" (version.number) } {
                        (speech.with("party-list-difference-to", &[("version", i64::from(before.number).into())]))
                    }
                }
            },
            html! {
                bdi { (version.by) } br;
                span class="quiet" { bdi class="long" { (version.files) } br; code { (&version.checksum[..version.checksum.len().min(12)]) } }
            },
        ]);
    }
    html! {
        section aria-labelledby="versions" {
            h2 id="versions" { (speech.say("party-list-versions")) }
            @if page.versions.is_empty() { p class="quiet" { (speech.say("party-list-versions-none")) } } @else { (table.draw(speech)) }
            @if !page.doubts.is_empty() {
                (disclosure(&speech.say("party-list-doubts"), false, html! { ul { @for doubt in &page.doubts { li { bdi { (doubt) } } } } }))
            }
        }
    }
}

/// The form with which the next version is brought.
fn bringing(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let action = format!("/party-lists/{}/versions", shown.page.list.id);
    let told = std::iter::once(Choice::new("", speech.say("party-list-form-told")));
    let forms = PartyForm::ALL
        .iter()
        .map(|form| Choice::new(form.word(), speech.say(&format!("party-list-form-{}", form.word()))));
    disclosure(
        &speech.say("party-list-bring"),
        slips.of("files").is_some(),
        Form::new(&caller.visit, &action).with_files().around(html! {
            (Field::file("files", speech.say("party-list-files")).hint(speech.say("party-list-files-hint")).several().slips(slips).draw(speech))
            (Field::select("form", speech.say("party-list-form"), told.chain(forms).collect()).value(typed.get("form")).slips(slips).draw(speech))
            div class="actions" { (Button::primary(&speech.say("party-list-bring-it"))) }
        }),
    )
}

fn entries(speech: Speech, shown: &Shown) -> Markup {
    let page = &shown.page;
    let columns = ["listed-key", "listed-names", "listed-kind", "listed-countries", "listed-programmes"];
    let mut table = Table::new(speech.say("listed-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for held in &page.entries {
        let cell = |field| field_lines(speech, &held.listed, field);
        table = table.row(vec![
            html! { code class="long" { (held.listed.key) } },
            cell(ListedField::Names),
            cell(ListedField::Kind),
            cell(ListedField::Countries),
            cell(ListedField::Programmes),
        ]);
    }
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("q", &shown.words);
    let next = page.next.as_ref().map(|key| {
        query.append_pair("after", key);
        format!("/party-lists/{}?{}", page.list.id, query.finish())
    });
    html! {
        section aria-labelledby="entries" {
            h2 id="entries" { (speech.say("listed-title")) }
            form method="get" action={ "/party-lists/" (page.list.id) } class="form" {
                (Field::search("q", speech.say("listed-search")).value(shown.words.clone()).optional().draw(speech))
                div class="actions" { (Button::plain(&speech.say("hosts-look"))) }
            }
            @if page.entries.is_empty() {
                (empty(&speech.say("listed-none"), &speech.say("listed-none-body"), html! {}))
            } @else { (table.draw(speech)) }
            @if next.is_some() { (pager(speech, None, None, next.as_deref())) }
        }
    }
}
