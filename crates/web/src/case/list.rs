//! The list of cases: its views with counts, narrowed by regime and act.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::RawQuery;
use desk::{CaseLine, CaseSearch, Failure, Office, Officer, RegimeLine};
use maud::{Markup, html};
use model::{CaseId, CaseState, CaseView, ControlAct, Power, RegimeId};

use super::{act, state};
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Column, ControlRoom, Field, Page, Section, Tab, Table, control_tabs, empty, link_button, pager,
    tabs,
};
use crate::failed::{Answer, failed, shown};
use crate::marking;
use crate::speech::Speech;
use crate::typed::Typed;

struct Loaded {
    view: CaseView,
    search: CaseSearch,
    counts: BTreeMap<CaseView, usize>,
    lines: Vec<CaseLine>,
    is_more: bool,
    regimes: Vec<RegimeLine>,
}

fn load(office: &Office, officer: &Officer, typed: &Typed) -> Result<Loaded, Failure> {
    let counts = office.case_counts(officer)?;
    let asked = CaseView::from_word(typed.get("view"));
    // Who has something to vote on looks at that first.
    let has_mine = counts.get(&CaseView::Mine).is_some_and(|n| *n > 0);
    let view = asked.unwrap_or(if has_mine { CaseView::Mine } else { CaseView::Open });
    let after = typed.some("after").and_then(|after| {
        let (at, id) = after.split_once('_')?;
        Some((at.parse().ok()?, CaseId::parse(id)?))
    });
    let search = CaseSearch {
        view: Some(view),
        regime: RegimeId::parse(typed.get("regime")),
        act: ControlAct::from_word(typed.get("act")),
        after,
        ..CaseSearch::default()
    };
    let (lines, is_more) = office.cases(&search, officer)?;
    Ok(Loaded { regimes: office.regimes()?, view, search, counts, lines, is_more })
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let (officer, typed) = (Arc::clone(&caller.officer), Typed::parse(query.unwrap_or_default().as_bytes()));
    let loaded = caller.read(move |office| load(office, &officer, &typed)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded)))
}

/// The address of a view, narrowed as the list is now.
fn address(loaded: &Loaded, view: CaseView, after: Option<&CaseLine>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("view", view.word());
    if let Some(regime) = loaded.search.regime {
        query.append_pair("regime", &regime.to_string());
    }
    if let Some(act) = loaded.search.act {
        query.append_pair("act", act.word());
    }
    if let Some(line) = after {
        query.append_pair("after", &format!("{}_{}", line.case.made_at, line.case.id));
    }
    format!("/cases?{}", query.finish())
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let later = loaded.lines.last().filter(|_| loaded.is_more).map(|last| address(loaded, loaded.view, Some(last)));
    let tab = |view: &CaseView| Tab {
        text: speech.say(&format!("case-view-{}", view.word())),
        href: address(loaded, *view, None),
        count: loaded.counts.get(view).map(|count| *count as u64),
        here: *view == loaded.view,
    };
    let views: Vec<Tab> = CaseView::ALL.iter().map(tab).collect();
    Page::new(&caller.visit, speech.say("cases-title"))
        .here(Section::Control)
        .lead(html! { (speech.say("cases-lead")) })
        .draw(html! {
            (control_tabs(speech, ControlRoom::Cases))
            @if !loaded.lines.is_empty() {
                div class="actions" { (link_button(&speech.say("case-ask"), "/cases/new", true)) }
            }
            (tabs(speech, &speech.say("case-views"), &views))
            (narrow(speech, loaded))
            @if loaded.lines.is_empty() {
                (nothing(caller, loaded))
            } @else {
                (table(speech, &loaded.lines))
                (pager(speech, None, None, later.as_deref()))
            }
        })
}

/// What is said where no case is: what the view would hold, and what can be done. Before the first regime, what cases are for.
fn nothing(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let is_narrowed = loaded.search.regime.is_some() || loaded.search.act.is_some();
    if loaded.regimes.is_empty() && !is_narrowed {
        let may_found = caller.officer.with_power(Power::Administer).is_some();
        let next = html! {
            @if may_found { (link_button(&speech.say("regime-new"), "/regimes/new", true)) }
            @else { a href="/regimes" { (speech.say("regimes-title")) } }
        };
        return empty(&speech.say("cases-none-regime"), &speech.say("cases-none-regime-body"), next);
    }
    let body = match is_narrowed {
        true => speech.say("cases-none-narrowed"),
        false => speech.say(&format!("cases-none-{}", loaded.view.word())),
    };
    let next = html! {
        (link_button(&speech.say("case-ask"), "/cases/new", true))
        @if is_narrowed || loaded.view != CaseView::All { " " a href="/cases?view=all" { (speech.say("cases-look-at-all")) } }
    };
    empty(&speech.say("cases-none"), &body, next)
}

fn narrow(speech: Speech, loaded: &Loaded) -> Markup {
    let any = || std::iter::once(Choice::new("", speech.say("case-any")));
    let regimes = loaded.regimes.iter().map(|line| Choice::new(line.regime.id.to_string(), line.regime.name.clone()));
    let acts = ControlAct::ALL.iter().map(|one| Choice::new(one.word(), act(speech, *one)));
    let regime = loaded.search.regime.map(|regime| regime.to_string()).unwrap_or_default();
    html! {
        form method="get" action="/cases" class="form form-find" {
            input type="hidden" name="view" value=(loaded.view.word());
            (Field::select("regime", speech.say("case-regime"), any().chain(regimes).collect()).value(regime).draw(speech))
            (Field::select("act", speech.say("case-act"), any().chain(acts).collect()).value(loaded.search.act.map_or("", ControlAct::word)).draw(speech))
            div class="actions" { (Button::plain(&speech.say("hosts-look"))) }
        }
    }
}

fn table(speech: Speech, lines: &[CaseLine]) -> Markup {
    let columns = ["case-name", "case-act", "case-regime", "case-unit", "case-state", "case-votes", "case-day"];
    let mut table = Table::new(speech.say("cases-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for line in lines {
        let case = &line.case;
        let votes = [("voted", line.n_voted.into()), ("members", case.members.len().into())];
        table = table.row(vec![
            html! { a href={ "/cases/" (case.id) } { bdi { (case.proposal.title) } } " " (marking::tags(speech, &case.marking)) },
            html! { (act(speech, case.proposal.act)) },
            html! { a href={ "/regimes/" (case.regime) } { bdi { (line.regime) } } },
            html! { bdi { (line.unit) } },
            state(speech, case.state),
            html! { (speech.with("case-voted", &votes)) },
            day(speech, line),
        ]);
    }
    table.draw(speech)
}

/// The day that matters: until when it is to be decided, until when it is good, or when it was decided.
fn day(speech: Speech, line: &CaseLine) -> Markup {
    let case = &line.case;
    let said = |key: &str, day| speech.with(key, &[("day", speech.date(day).into())]);
    html! {
        @match (case.state, case.until, case.decided) {
            (CaseState::Open, _, _) => (said("case-due-by", case.due)),
            (state, Some(until), _) if state.lets_through() => (said("case-good-until", until)),
            (_, _, Some(decided)) => (speech.date(decided)),
            _ => "–",
        }
    }
}
