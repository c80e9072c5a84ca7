//! Lists: the programmes, the visits, the findings.

use axum::extract::RawQuery;
use desk::{Failure, FindingLine, VisitLine};
use maud::{Markup, html};
use model::{FindingState, Inspection, VisitState};
use store::VisitFilter;

use super::{finding_state, invented, severity, state, visit_name, visits_table};
use crate::caller::Caller;
use crate::component::{
    Column, InspectionRoom, Page, Section, Tab, Table, Tone, empty, inspection_tabs, link_button, tabs, tag,
};
use crate::failed::{Answer, failed, shown};
use crate::marking;
use crate::speech::Speech;
use crate::typed::Typed;

/// Rows that are shown at once. Who looks for others narrows the list.
const SHOWN: usize = 200;

pub async fn programmes(caller: Caller) -> Answer {
    let found = caller.read(|office| office.inspections()).await;
    let found = found.map_err(|failure| failed(&caller.visit, &failure))?;
    let speech = caller.visit.speech;
    let title = speech.say("inspections-title");
    Ok(shown(
        Page::new(&caller.visit, title.clone())
            .here(Section::Inspection)
            .lead(html! { (speech.say("inspections-lead")) })
            .draw(html! {
                (inspection_tabs(speech, InspectionRoom::Programmes))
                div class="actions" { (link_button(&speech.say("inspection-new"), "/inspections/new", true)) }
                @if found.is_empty() {
                    (empty(&speech.say("inspections-none"), &speech.say("inspections-none-body"), html! {}))
                } @else { (programmes_table(speech, &title, &found)) }
            }),
    ))
}

fn programmes_table(speech: Speech, title: &str, found: &[Inspection]) -> Markup {
    let columns = vec![
        Column::new(speech.say("inspection-name")),
        Column::new(speech.say("inspection-state")),
        Column::new(speech.say("inspection-period")),
        Column::numeric(speech.say("inspection-visits")),
        Column::numeric(speech.say("inspection-claims")),
    ];
    let mut table = Table::new(title.to_owned(), columns).caption_unseen().cards_on_phone();
    for one in found {
        table = table.row(vec![
            html! { a href={ "/inspections/" (one.id) } { bdi { (one.title) } } " " (invented(speech, one)) " " (marking::tags(speech, &one.marking)) },
            state(speech, one.state),
            html! { (speech.date(one.since)) " – " (speech.date(one.until)) },
            html! { (speech.number(one.visits)) },
            html! { @if one.n_claims > 0 { (speech.number(one.n_claims)) } @else { "–" } },
        ]);
    }
    table.draw(speech)
}

pub async fn visits(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let found = caller.read(|office| office.visit_lines(&VisitFilter::default())).await;
    let found = found.map_err(|failure| failed(&caller.visit, &failure))?;
    let speech = caller.visit.speech;
    let title = speech.say("visits-title");
    let chosen = VisitState::from_word(typed.get("state"));
    let mine = typed.has("mine");
    let is_mine = |line: &VisitLine| line.visit.inspector.as_ref().is_some_and(|post| caller.officer.acts_for(post));
    let count = |state: Option<VisitState>| {
        found.iter().filter(|line| state.is_none_or(|state| line.visit.state == state)).count()
    };
    let tab = |state: Option<VisitState>| Tab {
        text: speech.say(&state.map_or("visits-all".to_owned(), |state| format!("visit-state-{}", state.word()))),
        href: state.map_or("/visits".to_owned(), |state| format!("/visits?state={state}")),
        count: Some(count(state) as u64),
        here: !mine && state == chosen,
    };
    let mut all: Vec<Tab> = std::iter::once(None).chain(VisitState::ALL.iter().copied().map(Some)).map(tab).collect();
    let n_mine = found.iter().filter(|line| is_mine(line)).count();
    all.push(Tab {
        text: speech.say("visits-mine"),
        href: "/visits?mine".to_owned(),
        count: Some(n_mine as u64),
        here: mine,
    });
    let fits =
        |line: &&VisitLine| if mine { is_mine(line) } else { chosen.is_none_or(|state| line.visit.state == state) };
    let lines: Vec<VisitLine> = found.iter().filter(fits).cloned().collect();
    let left_out = lines.len().saturating_sub(SHOWN);
    let lines = &lines[..lines.len().min(SHOWN)];
    Ok(shown(Page::new(&caller.visit, title.clone()).here(Section::Inspection).lead(html! { (speech.say("visits-lead")) }).draw(html! {
        (inspection_tabs(speech, InspectionRoom::Visits))
        (tabs(speech, &speech.say("visit-views"), &all))
        @if lines.is_empty() {
            (empty(&speech.say("visits-none"), &speech.say("visits-none-body"), html! {}))
        } @else { (visits_table(speech, &title, lines)) }
        @if left_out > 0 { p class="quiet" { (speech.with("inspection-left-out", &[("count", left_out.into())])) } }
    })))
}

struct Findings {
    lines: Vec<FindingLine>,
    n_late: usize,
}

pub async fn findings(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let (typed, today) = (Typed::parse(query.unwrap_or_default().as_bytes()), caller.app.today());
    let found = caller
        .read(move |office| -> Result<Findings, Failure> {
            let lines = office.findings(None)?;
            Ok(Findings { n_late: office.late_findings(&lines, today), lines })
        })
        .await;
    let found = found.map_err(|failure| failed(&caller.visit, &failure))?;
    let speech = caller.visit.speech;
    let title = speech.say("findings-title");
    let chosen = FindingState::from_word(typed.get("state"));
    let count = |state: Option<FindingState>| {
        found.lines.iter().filter(|line| state.is_none_or(|state| line.finding.state == state)).count()
    };
    let tab = |state: Option<FindingState>| Tab {
        text: speech.say(&state.map_or("findings-all".to_owned(), |state| format!("finding-state-{}", state.word()))),
        href: state.map_or("/findings".to_owned(), |state| format!("/findings?state={state}")),
        count: Some(count(state) as u64),
        here: state == chosen,
    };
    let all: Vec<Tab> = std::iter::once(None).chain(FindingState::ALL.iter().copied().map(Some)).map(tab).collect();
    let lines: Vec<&FindingLine> =
        found.lines.iter().filter(|line| chosen.is_none_or(|state| line.finding.state == state)).collect();
    let left_out = lines.len().saturating_sub(SHOWN);
    Ok(shown(Page::new(&caller.visit, title.clone()).here(Section::Inspection).lead(html! { (speech.say("findings-lead")) }).draw(html! {
        (inspection_tabs(speech, InspectionRoom::Findings))
        (tabs(speech, &speech.say("finding-views"), &all))
        @if found.n_late > 0 { p { (tag(Tone::Warn, &speech.with("findings-late", &[("count", found.n_late.into())]))) } }
        @if lines.is_empty() {
            (empty(&speech.say("findings-none"), &speech.say("findings-none-body"), html! {}))
        } @else { (findings_table(speech, &title, &lines[..lines.len().min(SHOWN)])) }
        @if left_out > 0 { p class="quiet" { (speech.with("inspection-left-out", &[("count", left_out.into())])) } }
    })))
}

fn findings_table(speech: Speech, title: &str, lines: &[&FindingLine]) -> Markup {
    let columns = vec![
        Column::new(speech.say("finding-text")),
        Column::new(speech.say("finding-severity")),
        Column::new(speech.say("finding-state")),
        Column::new(speech.say("finding-owner")),
        Column::new(speech.say("finding-due")),
        Column::numeric(speech.say("finding-reopened")),
    ];
    let mut table = Table::new(title.to_owned(), columns).caption_unseen().cards_on_phone();
    for line in lines {
        let finding = &line.finding;
        table = table.row(vec![
            html! { a href={ "/findings/" (finding.id) } { bdi { (finding.text) } } br; span class="quiet" { bdi { (visit_name(&line.visit)) } } },
            severity(speech, finding.severity),
            finding_state(speech, finding.state),
            html! { bdi { (line.owner) } },
            html! { (speech.date(finding.due)) },
            html! { (speech.number(finding.n_reopened())) },
        ]);
    }
    table.draw(speech)
}
