//! The list of agreements: the lists that are always there, narrowed by stage, kind and words; as a table and as a file.

use axum::extract::RawQuery;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use desk::{AGREEMENTS_PAGE, AgreementSearch, Failure, Office};
use maud::{Markup, html};
use model::{AGREEMENT_EXPIRING_DAYS, Agreement, AgreementKind, AgreementStage, AgreementView, Date};
use store::AgreementFilter;

use super::stage;
use crate::caller::Caller;
use crate::component::{
    AcquisitionRoom, Button, Choice, Column, Field, Page, Section, Tab, Table, acquisition_tabs, empty, link_button,
    tabs,
};
use crate::failed::{Answer, failed, shown};
use crate::marking;
use crate::speech::Speech;
use crate::typed::Typed;

/// Most days before its end from which an agreement can be asked for as expiring: ten years.
const DAYS_MAX: i64 = 3_653;

struct Loaded {
    typed: Typed,
    view: Option<AgreementView>,
    days: i64,
    counts: Vec<(AgreementView, u64)>,
    agreements: Vec<(Agreement, String)>,
}

fn load(office: &Office, typed: Typed, today: Date) -> Result<Loaded, Failure> {
    let view = AgreementView::from_word(typed.get("view"));
    let days = typed.get("days").parse().ok().filter(|days| (1..=DAYS_MAX).contains(days));
    let days = days.unwrap_or(AGREEMENT_EXPIRING_DAYS);
    let filter = AgreementFilter {
        stages: AgreementStage::from_word(typed.get("stage")).into_iter().collect(),
        kind: AgreementKind::from_word(typed.get("kind")),
        view: view.map(|view| (view, today, days)),
        ..AgreementFilter::default()
    };
    let search = AgreementSearch { filter, words: typed.get("q").to_owned() };
    Ok(Loaded {
        agreements: office.agreements(&search)?,
        counts: office.agreement_views(today, days)?,
        view,
        days,
        typed,
    })
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let (typed, today) = (Typed::parse(query.unwrap_or_default().as_bytes()), caller.app.today());
    let loaded = caller.read(move |office| load(office, typed, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded)))
}

/// What the list shows, as a file for a spreadsheet (RFC 4180).
pub async fn download(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let (typed, today) = (Typed::parse(query.unwrap_or_default().as_bytes()), caller.app.today());
    let loaded = caller.read(move |office| load(office, typed, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    let headers =
        [(CONTENT_TYPE, "text/csv; charset=utf-8"), (CONTENT_DISPOSITION, "attachment; filename=\"agreements.csv\"")];
    Ok((headers, csv(&loaded.agreements)).into_response())
}

/// Agreements with the names of their other sides as a file for a spreadsheet (RFC 4180), its heads in the first line.
pub fn csv(agreements: &[(Agreement, String)]) -> String {
    let mut lines = vec!["id,title,kind,basis,stage,host,unit,post,signed_on,since,until,marking,remark".to_owned()];
    lines.extend(agreements.iter().map(|(agreement, host)| line(agreement, host)));
    lines.join("\r\n") + "\r\n"
}

fn line(agreement: &Agreement, host: &str) -> String {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let cells = [
        agreement.id.to_string(),
        agreement.title.clone(),
        agreement.kind.to_string(),
        agreement.basis.to_string(),
        agreement.stage.to_string(),
        host.to_owned(),
        agreement.unit.to_string(),
        agreement.post.to_string(),
        day(agreement.signed_on),
        day(agreement.terms.since),
        day(agreement.terms.until),
        agreement.marking.to_string(),
        agreement.remark.clone(),
    ];
    cells.map(|cell| quoted(&cell)).join(",")
}

/// A cell in quotes. What a spreadsheet would take for a formula is told to be text.
fn quoted(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let left_out = loaded.agreements.len().saturating_sub(AGREEMENTS_PAGE * 4);
    let mut query = narrowed_by(&loaded.typed);
    if !query.is_empty() {
        query.insert(0, '?');
    }
    Page::new(&caller.visit, speech.say("agreements-title"))
        .here(Section::Acquisition)
        .lead(html! { (speech.say("agreements-lead")) })
        .draw(html! {
            (acquisition_tabs(speech, AcquisitionRoom::Agreements))
            div class="actions" {
                (link_button(&speech.say("agreement-new"), "/agreements/new", true))
                (link_button(&speech.say("agreements-csv"), &format!("/agreements/list.csv{query}"), false))
            }
            (views(speech, loaded))
            (narrow(speech, loaded))
            @if loaded.agreements.is_empty() {
                (empty(&speech.say("agreements-none"), &speech.say("agreements-none-body"), html! {}))
            } @else {
                (table(speech, loaded.agreements.iter().take(AGREEMENTS_PAGE * 4).map(|(one, host)| (one, host.as_str()))))
            }
            @if left_out > 0 { p class="quiet" { (speech.with("agreements-left-out", &[("count", left_out.into())])) } }
        })
}

/// The parts of a query that narrow the list, as they stand in an address.
fn narrowed_by(typed: &Typed) -> String {
    let parts = ["view", "days", "stage", "kind", "q"].into_iter().filter_map(|name| Some((name, typed.some(name)?)));
    form_urlencoded::Serializer::new(String::new()).extend_pairs(parts).finish()
}

fn views(speech: Speech, loaded: &Loaded) -> Markup {
    let all = Tab {
        text: speech.say("agreement-view-all"),
        href: "/agreements".to_owned(),
        count: None,
        here: loaded.view.is_none(),
    };
    let tab = |(view, count): &(AgreementView, u64)| Tab {
        text: speech.say(&format!("agreement-view-{view}")),
        href: format!("/agreements?view={view}"),
        count: Some(*count),
        here: loaded.view == Some(*view),
    };
    let all: Vec<Tab> = std::iter::once(all).chain(loaded.counts.iter().map(tab)).collect();
    tabs(speech, &speech.say("agreement-views"), &all)
}

fn narrow(speech: Speech, loaded: &Loaded) -> Markup {
    let any = || std::iter::once(Choice::new("", speech.say("sources-any")));
    let stages = AgreementStage::ALL
        .iter()
        .map(|stage| Choice::new(stage.word(), speech.say(&format!("agreement-stage-{stage}"))));
    let typed = &loaded.typed;
    html! {
        form method="get" action="/agreements" class="form form-find" {
            @if let Some(view) = loaded.view { input type="hidden" name="view" value=(view.word()); }
            (Field::search("q", speech.say("agreements-search")).value(typed.get("q")).optional().draw(speech))
            (Field::select("stage", speech.say("agreement-stage"), any().chain(stages).collect()).value(typed.get("stage")).draw(speech))
            (Field::select("kind", speech.say("agreement-kind"), any().chain(kinds(speech)).collect()).value(typed.get("kind")).draw(speech))
            @if loaded.view == Some(AgreementView::Expiring) {
                (Field::number("days", speech.say("agreement-days")).value(loaded.days.to_string()).draw(speech))
            }
            div class="actions" { (Button::plain(&speech.say("hosts-look"))) }
        }
    }
}

/// The kinds to choose from.
pub fn kinds(speech: Speech) -> impl Iterator<Item = Choice> {
    AgreementKind::ALL.iter().map(move |kind| Choice::new(kind.word(), speech.say(&format!("agreement-kind-{kind}"))))
}

/// Agreements in a table, each with the name of the other side.
pub fn table<'a>(speech: Speech, agreements: impl Iterator<Item = (&'a Agreement, &'a str)>) -> Markup {
    let columns = ["agreement-name", "agreement-host", "agreement-kind", "agreement-stage", "agreement-until"];
    let mut table = Table::new(speech.say("agreements-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for (agreement, host) in agreements {
        table = table.row(vec![
            html! { a href={ "/agreements/" (agreement.id) } { bdi { (agreement.title) } } " " (marking::tags(speech, &agreement.marking)) },
            html! { @if host.is_empty() { "–" } @else { bdi { (host) } } },
            html! { (speech.say(&format!("agreement-kind-{}", agreement.kind))) },
            stage(speech, agreement.stage),
            html! { @match agreement.terms.until { Some(until) => (speech.date(until)), None => "–" } },
        ]);
    }
    table.draw(speech)
}
