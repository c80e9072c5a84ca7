//! The page of a sample: what it is and what for, who holds it, who borrows it, what studies found, what is asked about it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office, Officer, SamplePage};
use maud::{Markup, html};
use model::{Date, DutyKind, Noun, SAMPLE_TEXT_CHARS_MAX, Thing, VettingRuleId, VettingState};

use super::{alike, crumbs, custody, loan, named, or_none, said, state, study_state};
use crate::biography::biography_link;
use crate::caller::Caller;
use crate::classification::classification_line;
use crate::component::{
    Button, Column, Field, Form, Page, Section, Slips, SummaryRow, Table, Tone, banner, control_line, link_button,
    slip_summary, summary_list, timeline,
};
use crate::country::country;
use crate::failed::{Answer, failed, page as answered};
use crate::history::{Told, Who, people, tell, timeline_of, who_did};
use crate::post_offer::PostOffer;
use crate::screening::parties_line;
use crate::speech::Speech;
use crate::typed::Typed;
use crate::widening;

/// What is asked about a sample and answered on its page by a word.
const SETTLED: [DutyKind; 4] = [DutyKind::StartAdoption, DutyKind::LookAgain, DutyKind::UseSample, DutyKind::HearStop];

/// What the page shows.
pub(super) struct Shown {
    pub page: SamplePage,
    pub offer: PostOffer,
    pub today: Date,
    pub may_change: bool,
    pub may_give_away: bool,
    /// Those who did something with it, by how the ledger writes them.
    pub people: BTreeMap<String, Who>,
    decides: Vec<VettingRuleId>,
    /// What is decided of it by cases of control.
    cases: Vec<desk::ControlLine>,
    classifications: Vec<model::Classification>,
    /// How its maker stands to the lists.
    standing: Vec<desk::PartyStanding>,
    history: Vec<Told>,
}

fn load(office: &Office, officer: &Officer, name: &str, words: &str, today: Date) -> Result<Shown, Failure> {
    let page = office.sample_page(name)?;
    let except: Vec<&model::PostId> = page.line.holder.iter().collect();
    Ok(Shown {
        offer: PostOffer::of(office, words, &except, today)?,
        may_change: office.may_change_sample(officer, &page.line.sample),
        may_give_away: office.may_give_away(officer, &page),
        decides: office.may_control_sample(officer, &page),
        cases: office.control_lines(&Thing::new(Noun::Sample, page.line.sample.id))?,
        classifications: office.classifications(&Thing::new(Noun::Sample, page.line.sample.id))?,
        standing: office.parties_standing(&Thing::new(Noun::Sample, page.line.sample.id))?,
        people: people(office, named(&page))?,
        history: tell(office, office.history(&Thing::new(Noun::Sample, page.line.sample.id))?)?,
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
    let (officer, today, words) = (Arc::clone(&caller.officer), caller.app.today(), typed.get("words").to_owned());
    let shown = caller.read(move |office| load(office, &officer, &name, &words, today)).await;
    let shown = shown.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(answered(status, draw(caller, &shown, typed, slips)))
}

fn draw(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let sample = &shown.page.line.sample;
    let address = format!("/samples/{}", sample.id);
    Page::new(visit, sample.name.clone())
        .here(Section::Acquisition)
        .crumbs(crumbs(speech))
        .slips(slips)
        .lead(html! {
            (speech.say(&format!("sample-kind-{}", sample.kind.word()))) " " (state(speech, sample.state))
            " " (widening::tags(speech, model::Noun::Sample, sample.id, &sample.marking))
        })
        .aside(aside(speech, shown))
        .draw(html! {
            (slip_summary(speech, slips))
            div class="actions" {
                @if shown.may_change { (link_button(&speech.say("sample-change"), &format!("{address}/change"), false)) }
                (link_button(&speech.say("sample-label"), &format!("{address}/label.pdf"), false))
                (link_button(&speech.say("sample-label-large"), &format!("{address}/label.pdf?size=large"), false))
            }
            @if !sample.reason.is_empty() {
                (banner(Tone::Warn, &speech.say(&format!("sample-state-{}", sample.state.word())), html! {
                    p { bdi { (sample.reason) } }
                    @if let Some(other) = sample.joined_to { p { a href={ "/samples/" (other) } { (speech.say("sample-goes-on")) } } }
                }))
            }
            (said("plan", &speech.say("sample-plan"), &sample.plan))
            (needs(speech, shown))
            (said("rights", &speech.say("sample-rights"), &sample.rights))
            (said("remark", &speech.say("host-remark"), &sample.remark))
            (asked(caller, shown, typed, slips))
            (control(caller, shown, typed, slips))
            (control_line(speech, &shown.cases))
            (parties_line(speech, &shown.standing))
            (custody::receipt(caller, shown, typed, slips))
            (custody::section(caller, shown, typed, slips))
            (loan::section(caller, shown, typed, slips))
            (studies(caller, shown))
            (classification_line(speech, &Thing::new(Noun::Sample, sample.id), &shown.classifications))
            (alike::section(caller, shown, typed, slips))
            (custody::leaving(caller, shown, typed, slips))
            p { (biography_link(speech, &Thing::new(Noun::Sample, sample.id))) }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &shown.history)))
        })
}

fn aside(speech: Speech, shown: &Shown) -> Markup {
    let page = &shown.page;
    let sample = &page.line.sample;
    let mut rows = vec![
        SummaryRow::new(speech.say("sample-amount"), html! { bdi { (sample.quantity()) } }),
        SummaryRow::new(
            speech.say("sample-maker"),
            html! {
                @match (sample.maker, &page.maker) {
                    (Some(host), Some(name)) => a href={ "/hosts/" (host) } { bdi { (name) } },
                    _ => (or_none(&sample.maker_name)),
                }
            },
        ),
        SummaryRow::new(speech.say("sample-model"), or_none(&sample.model)),
        SummaryRow::new(speech.say("sample-serial"), or_none(&sample.serial)),
        SummaryRow::new(
            speech.say("sample-came"),
            html! { (speech.say(&format!("sample-came-{}", sample.came.word()))) @if !sample.country.is_empty() { ", " (country(speech, &sample.country)) } },
        ),
    ];
    if let Some(agreement) = &page.agreement {
        rows.push(SummaryRow::new(
            speech.say("sample-agreement"),
            html! { a href={ "/agreements/" (agreement.id) } { bdi { (agreement.title) } } },
        ));
    }
    rows.push(SummaryRow::new(
        speech.say("sample-post"),
        html! { a href={ "/office/posts/" (sample.post) } { bdi { (page.post(&sample.post)) } } br; span class="quiet" { bdi { (page.unit) } } },
    ));
    if let Some(holder) = &page.line.holder {
        let place = if page.line.place.is_empty() { String::new() } else { format!(", {}", page.line.place) };
        rows.push(SummaryRow::new(speech.say("sample-holder"), html! { bdi { (page.post(holder)) (place) } }));
    }
    rows.push(SummaryRow::new(speech.say("sample-plan-due"), html! { (speech.date(sample.plan_due)) }));
    if let Some(day) = sample.expected.filter(|_| sample.received.is_none()) {
        rows.push(SummaryRow::new(speech.say("sample-expected"), html! { (speech.date(day)) }));
    }
    if let Some(day) = sample.received {
        rows.push(SummaryRow::new(speech.say("sample-received"), html! { (speech.date(day)) }));
    }
    if let Some(day) = sample.rests_since {
        rows.push(SummaryRow::new(speech.say("sample-rests"), html! { (speech.date(day)) }));
    }
    summary_list(&rows)
}

fn needs(speech: Speech, shown: &Shown) -> Markup {
    html! {
        section aria-labelledby="needs" {
            h2 id="needs" { (speech.say("sample-needs")) }
            ul class="plain" {
                @for need in &shown.page.needs { li { a href={ "/needs/" (need.id) } { bdi { (need.title) } } } }
            }
        }
    }
}

/// What is asked of the reader about the sample and answered here by a word.
fn asked(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let sample = &shown.page.line.sample;
    let own =
        shown.page.duties.iter().filter(|duty| SETTLED.contains(&duty.kind) && caller.officer.acts_for(&duty.post));
    // One at a time, so that each field stands once.
    let own = own.take(1);
    let action = format!("/samples/{}/duties", sample.id);
    html! {
        @for duty in own {
            (banner(Tone::Accent, &speech.say(&format!("duty-{}", duty.kind.word())), html! {
                (Form::new(&caller.visit, &action).around(html! {
                    input type="hidden" name="kind" value=(duty.kind.word());
                    @let is_this = typed.get("kind") == duty.kind.word();
                    @let value = if is_this { typed.get("duty-words") } else { "" };
                    (Field::text("duty-words", speech.say("sample-duty-words")).value(value).length_max(500).slips(slips).draw(speech))
                    div class="actions" {
                        (Button::primary(&speech.say("sample-duty-done")))
                        @if duty.kind == DutyKind::StartAdoption {
                            (link_button(&speech.say("adoption-new"), &format!("/adoptions/new?from=sample:{}", sample.id), true))
                        }
                    }
                }))
            }))
        }
    }
}

/// The decisions whether the sample may come.
fn control(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let page = &shown.page;
    let sample = &page.line.sample;
    if page.control.steps().is_empty() {
        return html! {};
    }
    let action = format!("/samples/{}/control", sample.id);
    html! {
        section aria-labelledby="control" {
            h2 id="control" { (speech.say("sample-control")) }
            @for step in page.control.steps() {
                p {
                    bdi { (page.post(&step.post)) } ": " (speech.say(&format!("sample-control-{}", step.state.word())))
                    @if let Some(by) = &step.by { ", " (who_did(speech, &shown.people, by)) }
                    @if !step.reason.is_empty() { ". " bdi { (step.reason) } }
                    @if !step.note.is_empty() && step.state == VettingState::Open { br; span class="quiet" { bdi { (step.note) } } }
                }
                @if shown.decides.first() == Some(&step.rule) {
                    (Form::new(&caller.visit, &action).around(html! {
                        input type="hidden" name="revision" value=(sample.revision);
                        input type="hidden" name="rule" value=(step.rule);
                        (Field::text("control-reason", speech.say("sample-reason")).value(typed.get("control-reason")).optional().length_max(SAMPLE_TEXT_CHARS_MAX).slips(slips).draw(speech))
                        div class="actions" {
                            (Button::primary(&speech.say("sample-let-in")).sends("decision", "yes"))
                            (Button::plain(&speech.say("sample-keep-out")).sends("decision", "no"))
                        }
                    }))
                }
            }
        }
    }
}

fn studies(caller: &Caller, shown: &Shown) -> Markup {
    let speech = caller.visit.speech;
    let page = &shown.page;
    let sample = &page.line.sample;
    let holds = page.line.holder.as_ref().is_some_and(|holder| caller.officer.acts_for(holder));
    let idle = page.studies.iter().all(|study| !study.is_under_way()) && page.chain.open().is_none();
    if page.studies.is_empty() && !sample.state.is_here() {
        return html! {};
    }
    let columns = ["study-question", "study-post", "study-due", "study-state", "study-outcome"];
    let mut table = Table::new(speech.say("studies-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for study in page.studies.iter().rev() {
        let title = study.findings().map_or(study.protocol.question.as_str(), |findings| findings.title.as_str());
        table = table.row(vec![
            html! { a href={ "/samples/" (sample.id) "/studies/" (study.number) } { bdi { (title) } } },
            html! { bdi { (page.post(&study.post)) } },
            html! { (speech.date(study.protocol.due)) },
            study_state(speech, study.state),
            html! {
                @match &study.outcome {
                    Some(one) => { (super::outcome(speech, one.kind)) @if !one.value.is_empty() { " " bdi { (one.value) } } }
                    None => "–",
                }
            },
        ]);
    }
    html! {
        section aria-labelledby="studies" {
            h2 id="studies" { (speech.say("studies-title")) }
            @if page.studies.is_empty() { p class="quiet" { (speech.say("studies-none")) } } @else { (table.draw(speech)) }
            @if holds && idle && sample.state.is_here() {
                div class="actions" { (link_button(&speech.say("study-open"), &format!("/samples/{}/studies/new", sample.id), true)) }
            }
        }
    }
}
