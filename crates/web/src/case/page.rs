//! The page of a case: what is to be done now, what is asked, over what it is voted, how the members stand, conditions, history.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{CasePage, CaseRights, Failure, Office, Officer};
use maud::{Markup, html};
use model::{Actor, CaseState, Date, Noun, PersonId, Thing};

use super::{act, basis, cases_table, condition, content, crumbs, motion, state, verdict, vote};
use crate::caller::Caller;
use crate::component::{
    Button, Field, Form, Page, Section, Slips, SummaryRow, Tone, banner, disclosure, slip_summary, summary_list, tag,
    timeline,
};
use crate::failed::{Answer, failed, page as answered};
use crate::history::{self, Named, Told, Who, name_of, people, tell, timeline_of, who_did};
use crate::marking;
use crate::speech::Speech;
use crate::typed::Typed;

/// What the page shows.
pub(super) struct Shown {
    pub page: CasePage,
    pub rights: CaseRights,
    pub today: Date,
    /// What it is about, where that is something else than the case.
    pub about: Option<Named>,
    /// What shows that a condition is kept or broken, by its place.
    pub evidence: BTreeMap<usize, Named>,
    /// The things that its content names, as far as the reader sees them.
    pub named: BTreeMap<Thing, Named>,
    people: BTreeMap<String, Who>,
    history: Vec<Told>,
}

impl Shown {
    /// Who did something, as the ledger writes it, in the words of people.
    pub fn who(&self, speech: Speech, by: &str) -> Markup {
        who_did(speech, &self.people, by)
    }

    /// Somebody who acted for a post, as the ledger writes it.
    pub fn actor(person: &PersonId, post: Option<&model::PostId>) -> String {
        Actor { person: person.clone(), post: post.cloned() }.to_string()
    }
}

fn load(office: &Office, officer: &Officer, name: &str, today: Date) -> Result<Shown, Failure> {
    let page = office.case_page(name, today)?;
    let case = &page.case;
    let is_own = case.proposal.about.noun == Noun::Case;
    let mut about = if is_own { None } else { Some(name_of(office, &case.proposal.about)?) };
    // What was voted on then was called so; the thing may be called otherwise by now.
    if let Some(about) = about.as_mut().filter(|_| !case.state.stands()) {
        about.text = case.proposal.title.clone();
    }
    let mut evidence = BTreeMap::new();
    for (at, condition) in case.conditions.iter().enumerate() {
        if let Some(thing) = &condition.evidence {
            evidence.insert(at, name_of(office, thing)?);
        }
    }
    let mut acted = vec![Shown::actor(&case.asker, Some(&case.proposal.post))];
    acted.extend(page.ballots.iter().map(|ballot| Shown::actor(&ballot.person, Some(&ballot.post))));
    for motion in &page.motions {
        acted.push(Shown::actor(&motion.person, Some(&motion.post)));
        acted.extend(motion.answered_by.clone());
    }
    acted.extend(case.conditions.iter().filter_map(|condition| condition.by.clone()));
    Ok(Shown {
        named: content::things(office, &case.proposal)?,
        people: people(office, acted.iter().map(String::as_str))?,
        rights: office.case_rights(officer, &page, today)?,
        history: tell(office, office.history(&Thing::new(Noun::Case, case.id))?)?,
        about,
        evidence,
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
    let case = &page.case;
    // What the reader is asked stands first; the rest keeps its place below.
    let motions = motion::section(caller, shown, typed, slips);
    let conditions = condition::section(caller, shown, typed, slips);
    let (answers, keeps) = (shown.rights.answer.is_some(), !shown.rights.keep.is_empty());
    Page::new(&caller.visit, case.proposal.title.clone())
        .here(Section::Control)
        .crumbs(crumbs(speech))
        .slips(slips)
        .lead(html! {
            (act(speech, case.proposal.act)) " " (state(speech, case.state)) " " (marking::tags(speech, &case.marking))
            @if page.regime.invented { " " (tag(Tone::Plain, &speech.say("regime-invented"))) }
        })
        .aside(aside(speech, shown))
        .draw(html! {
            (slip_summary(speech, slips))
            (verdict::banners(speech, shown))
            (hear(caller, shown))
            (vote::form(caller, shown, typed, slips))
            @if answers { (motions) }
            @if keeps { (conditions) }
            (basis::section(speech, shown))
            (vote::members(speech, shown))
            @if !keeps { (conditions) }
            @if !answers { (motions) }
            (asker(caller, shown, typed, slips))
            @if !page.others.is_empty() {
                section aria-labelledby="others" {
                    h2 id="others" { (speech.say("case-others")) }
                    (cases_table(speech, &speech.say("case-others"), &page.others))
                }
            }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &shown.history)))
        })
}

fn aside(speech: Speech, shown: &Shown) -> Markup {
    let page = &shown.page;
    let case = &page.case;
    let proposal = &case.proposal;
    let day = |key: &str, day: Date| SummaryRow::new(speech.say(key), html! { (speech.date(day)) });
    let mut rows = Vec::new();
    if let Some(about) = &shown.about {
        rows.push(SummaryRow::new(speech.say("case-about"), history::named(speech, about)));
    }
    rows.push(SummaryRow::new(
        speech.say("case-asked-by"),
        html! {
            a href={ "/office/posts/" (proposal.post) } { bdi { (page.post(&proposal.post)) } } br;
            span class="quiet" { bdi { (page.unit) } } br;
            (shown.who(speech, &Shown::actor(&case.asker, Some(&proposal.post))))
        },
    ));
    rows.push(SummaryRow::new(
        speech.say("case-regime"),
        html! {
            a href={ "/regimes/" (case.regime) } { bdi { (page.regime_then) } } br;
            span class="quiet" { (speech.with("case-version", &[("number", case.version.into())])) }
        },
    ));
    rows.push(day("case-opened", case.opened));
    match (case.state, case.decided) {
        (CaseState::Open, _) => rows.push(day("case-due", case.due)),
        (_, Some(decided)) => rows.push(day("case-decided", decided)),
        _ => {}
    }
    if let Some(until) = case.until {
        rows.push(day("case-until", until));
    }
    if let Some(before) = case.follows {
        let link = html! { a href={ "/cases/" (before) } { (speech.say("case-before")) } };
        rows.push(SummaryRow::new(speech.say("case-follows"), link));
    }
    summary_list(&rows)
}

/// What became of it, for whoever is to take note of that.
fn hear(caller: &Caller, shown: &Shown) -> Markup {
    let speech = caller.visit.speech;
    if !shown.rights.hear {
        return html! {};
    }
    let action = format!("/cases/{}/note", shown.page.case.id);
    banner(
        Tone::Accent,
        &speech.say("duty-hear-case"),
        html! {
            div id="note" { (Form::new(&caller.visit, &action).inline().around(html! { (Button::plain(&speech.say("case-note"))) })) }
        },
    )
}

/// What is left to whoever asked.
fn asker(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let case = &shown.page.case;
    let address = format!("/cases/{}", case.id);
    let revision = html! { input type="hidden" name="revision" value=(case.revision); };
    html! {
        @if shown.rights.again {
            section id="again" aria-labelledby="again-title" {
                h2 id="again-title" { (speech.say("case-again-title")) }
                p { (speech.say("case-again-lead")) }
                (Form::new(&caller.visit, &format!("{address}/again")).around(html! {
                    (revision)
                    div class="actions" { (Button::plain(&speech.say("case-again"))) }
                }))
            }
        }
        @if shown.rights.withdraw {
            (disclosure(&speech.say("case-withdraw-title"), typed.has("withdraw-reason"), html! {
                (Form::new(&caller.visit, &format!("{address}/withdrawal")).around(html! {
                    (revision)
                    (Field::lines("withdraw-reason", speech.say("case-reason"), 2).value(typed.get("withdraw-reason")).optional().length_max(model::BALLOT_CHARS_MAX).slips(slips).draw(speech))
                    div class="actions" { (Button::grave(&speech.say("case-withdraw"))) }
                }))
            }))
        }
    }
}
