//! The page of a visit: what is claimed, who goes, what was noted and photographed, what was found, what the owner says, and the findings.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use desk::{Failure, Office, Officer, SiteVisitPage};
use maud::{Markup, html};
use model::{
    Actor, CONDITION_CHARS_MAX, CheckExpects, Date, EditId, FINDING_TEXT_CHARS_MAX, FindingId, Noun, Rung, Severity,
    Thing, VISIT_TEXT_CHARS_MAX, Verdict, VisitNote, VisitState, latest_notes,
};

use super::{crumbs_to, finding_state, invented, paragraphs, severity, stratum, visit_name, visit_state};
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Column, Field, Form, Page, Section, Slips, SummaryRow, Table, Tone, banner, disclosure,
    link_button, slip_summary, summary_list, tag, timeline,
};
use crate::failed::{Answer, failed, page as answered, trouble};
use crate::history::{Told, tell, timeline_of, when};
use crate::marking;
use crate::post_offer::PostOffer;
use crate::speech::Speech;
use crate::typed::Typed;

/// What the page shows.
pub(super) struct Shown {
    page: SiteVisitPage,
    offer: PostOffer,
    may_assign: bool,
    makes: bool,
    may_answer: bool,
    may_find: bool,
    people: BTreeMap<String, String>,
    history: Vec<Told>,
    today: Date,
}

fn load(office: &Office, officer: &Officer, name: &str, words: &str, today: Date) -> Result<Shown, Failure> {
    let page = office.visit_page(name)?;
    let visit = &page.line.visit;
    let may_find = office.oversees_visit(officer, visit, &page.inspection) && visit.state != VisitState::Drawn;
    Ok(Shown {
        offer: PostOffer::of(office, words, &[], today)?,
        may_assign: office.leads(officer, &page.inspection) && visit.state != VisitState::Closed,
        makes: office.makes_visit(officer, visit),
        may_answer: visit.contradicts() && visit.answer.is_empty() && officer.acts_for(&page.adoption.post),
        may_find,
        people: people(office, &page)?,
        history: tell(office, office.history(&Thing::new(Noun::Visit, visit.id))?)?,
        today,
        page,
    })
}

/// The names of those who wrote something, by how the ledger writes them.
pub(super) fn people(office: &Office, page: &SiteVisitPage) -> Result<BTreeMap<String, String>, Failure> {
    let mut people = BTreeMap::new();
    let visit = &page.line.visit;
    let wrote = page.notes.iter().map(|note| &note.by).chain(page.photos.iter().map(|photo| &photo.by));
    for by in wrote.chain([&visit.by, &visit.answered_by]) {
        if let Some(actor) = Actor::parse(by)
            && !people.contains_key(by)
        {
            let name = office.person(&actor.person)?.map_or_else(|| actor.person.to_string(), |person| person.name);
            people.insert(by.clone(), name);
        }
    }
    Ok(people)
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

/// A photograph as it came. It is given out as a file and never shown in a page: nobody looked into it yet.
pub async fn photo(caller: Caller, Path((name, photo)): Path<(String, String)>) -> Answer {
    let Some(photo) = EditId::parse(&photo) else {
        return Err(trouble(&caller.visit, &crate::component::Trouble::Missing));
    };
    let now = caller.app.now();
    let found = caller.read(move |office| office.visit_photo(&name, photo, now)).await;
    let (photo, bytes) = found.map_err(|failure| failed(&caller.visit, &failure))?;
    let name: String =
        photo.name.chars().filter(|sign| sign.is_ascii_alphanumeric() || ".-_".contains(*sign)).collect();
    let name = if name.is_empty() { photo.id.to_string() } else { name };
    let headers = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, bytes).into_response())
}

fn draw(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let page = &shown.page;
    let one = &page.line.visit;
    Page::new(visit, speech.with("visit-title", &[("claim", visit_name(&page.line).into())]))
        .here(Section::Inspection)
        .crumbs(crumbs_to(speech, &page.inspection))
        .slips(slips)
        .lead(html! {
            (visit_state(speech, one)) " " (invented(speech, &page.inspection)) " "
            (marking::tags(speech, &page.inspection.marking.join(&page.adoption.marking)))
        })
        .aside(aside(speech, shown))
        .draw(html! {
            (slip_summary(speech, slips))
            (found(speech, shown))
            (asked(caller, shown, typed, slips))
            (checklist(speech, shown))
            (photos(speech, shown))
            (findings(caller, shown, typed, slips))
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &shown.history)))
        })
}

fn aside(speech: Speech, shown: &Shown) -> Markup {
    let page = &shown.page;
    let visit = &page.line.visit;
    let claim = html! {
        a href={ "/adoptions/" (visit.adoption) } { bdi { (page.line.technology) } } br; span class="quiet" { bdi { (page.line.unit) } }
    };
    let mut rows = vec![
        SummaryRow::new(speech.say("visit-claim"), claim),
        SummaryRow::new(
            speech.say("visit-rung"),
            html! { (speech.say(&format!("rung-{}", visit.rung.word()))) ", " (speech.say(&format!("evidence-{}", visit.class.word()))) },
        ),
        SummaryRow::new(
            speech.say("visit-owner"),
            html! { a href={ "/office/posts/" (visit.owner) } { bdi { (page.line.owner) } } },
        ),
        SummaryRow::new(
            speech.say("visit-inspector"),
            html! { @match (&visit.inspector, &page.line.inspector) { (Some(post), Some(title)) => a href={ "/office/posts/" (post) } { bdi { (title) } }, _ => "–" } },
        ),
        SummaryRow::new(speech.say("visit-due"), html! { (speech.date(visit.due)) }),
        SummaryRow::new(speech.say("stratum"), html! { bdi { (stratum(speech, &visit.stratum)) } }),
    ];
    if let Some(day) = visit.on {
        rows.push(SummaryRow::new(speech.say("visit-on"), html! { (speech.date(day)) }));
    }
    summary_list(&rows)
}

fn name<'s>(shown: &'s Shown, by: &'s str) -> &'s str {
    shown.people.get(by).map_or(by, String::as_str)
}

/// What was found, and what the owner says to it.
fn found(speech: Speech, shown: &Shown) -> Markup {
    let visit = &shown.page.line.visit;
    let Some(verdict) = visit.verdict else { return html! {} };
    html! {
        section aria-labelledby="found" {
            h2 id="found" { (speech.say("visit-found")) }
            p {
                (speech.say(&format!("verdict-{}-said", verdict.word())))
                @if let (Some(rung), Verdict::LowerRung) = (visit.found, verdict) { " " strong { (speech.say(&format!("rung-{}", rung.word()))) } }
            }
            (paragraphs(&visit.words))
            p class="quiet" { bdi { (name(shown, &visit.by)) } @if let Some(at) = visit.at { ", " (when(speech, at)) } }
            @if !visit.answer.is_empty() {
                h3 { (speech.say("visit-answer")) }
                (paragraphs(&visit.answer))
                p class="quiet" { bdi { (name(shown, &visit.answered_by)) } }
            } @else if visit.contradicts() && !shown.page.is_owner_asked {
                p { (speech.say("visit-owner-blind")) }
            }
        }
    }
}

/// What is asked of the reader: to say who goes, to make the visit, to answer.
fn asked(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    html! {
        @if shown.may_assign { (assigning(caller, shown, typed, slips)) }
        @if shown.makes { (closing(caller, shown, typed, slips)) }
        @if shown.may_answer { (answering(caller, shown, typed, slips)) }
    }
}

fn assigning(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let visit = &shown.page.line.visit;
    let action = format!("/visits/{}/inspector", visit.id);
    let form = Form::new(&caller.visit, &action).slips(slips).around(html! {
        input type="hidden" name="revision" value=(visit.revision);
        p class="hint" { (speech.say("visit-assign-hint")) }
        (shown.offer.fields(speech, &speech.say("visit-inspector"), typed, slips))
        div class="actions" { (Button::primary(&speech.say("visit-assign-it"))) }
    });
    let is_open = visit.state == VisitState::Drawn || typed.has("to");
    disclosure(&speech.say("visit-assign"), is_open, form)
}

fn closing(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let visit = &shown.page.line.visit;
    let verdicts =
        Verdict::ALL.iter().map(|one| Choice::new(one.word(), speech.say(&format!("verdict-{}", one.word()))));
    let lower = Rung::ALL.iter().filter(|rung| **rung < visit.rung);
    let rungs = lower.map(|rung| Choice::new(rung.word(), speech.say(&format!("rung-{}", rung.word()))));
    let rungs: Vec<Choice> = std::iter::once(Choice::new("", "–")).chain(rungs).collect();
    let today = shown.today.to_string();
    let form = Form::new(&caller.visit, &format!("/visits/{}/verdict", visit.id)).slips(slips).guarded().around(html! {
        input type="hidden" name="revision" value=(visit.revision);
        (Field::radios("verdict", speech.say("visit-verdict"), verdicts.collect()).value(typed.get("verdict")).slips(slips).draw(speech))
        (Field::select("rung", speech.say("visit-lower-rung"), rungs).hint(speech.say("visit-lower-rung-hint")).value(typed.get("rung")).optional().slips(slips).draw(speech))
        (Field::lines("words", speech.say("visit-words"), 4).hint(speech.say("visit-words-hint")).value(typed.get("words")).length_max(VISIT_TEXT_CHARS_MAX).slips(slips).draw(speech))
        (Field::date("on", speech.say("visit-on")).value(typed.some("on").unwrap_or(&today)).slips(slips).draw(speech))
        div class="actions" { (Button::primary(&speech.say("visit-close-it"))) }
    });
    html! {
        (banner(Tone::Accent, &speech.say("visit-make"), html! {
            p { (speech.say("visit-make-body")) }
            div class="actions" { (link_button(&speech.say("visit-checklist"), &format!("/visits/{}/checklist", visit.id), false)) }
        }))
        section aria-labelledby="close" { h2 id="close" { (speech.say("visit-close")) } (form) }
    }
}

fn answering(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let visit = &shown.page.line.visit;
    banner(
        Tone::Accent,
        &speech.say("duty-answer-visit"),
        Form::new(&caller.visit, &format!("/visits/{}/answer", visit.id)).slips(slips).around(html! {
            input type="hidden" name="revision" value=(visit.revision);
            (Field::lines("answer", speech.say("visit-answer"), 3).hint(speech.say("visit-answer-hint")).value(typed.get("answer")).length_max(VISIT_TEXT_CHARS_MAX).slips(slips).draw(speech))
            div class="actions" { (Button::primary(&speech.say("visit-answer-it"))) }
        }),
    )
}

/// A note in the words of its question.
pub(super) fn noted(speech: Speech, expects: CheckExpects, note: Option<&&VisitNote>) -> String {
    match (expects, note.map(|note| note.value.as_str())) {
        (_, None | Some("")) => "–".to_owned(),
        (CheckExpects::YesNo, Some(word @ ("yes" | "no"))) => speech.say(&format!("check-{word}")),
        (_, Some(value)) => value.to_owned(),
    }
}

fn checklist(speech: Speech, shown: &Shown) -> Markup {
    let page = &shown.page;
    if page.inspection.questions.is_empty() {
        return html! {};
    }
    let latest = latest_notes(&page.notes);
    let title = speech.say("inspection-checklist");
    let columns = ["check-question", "check-noted", "check-by"].map(|key| Column::new(speech.say(key)));
    let mut table = Table::new(title.clone(), columns.into()).caption_unseen().cards_on_phone();
    for (number, question) in (1u16..).zip(&page.inspection.questions) {
        let note = latest.iter().find(|note| note.question == number);
        let n_photos = page.photos.iter().filter(|photo| photo.question == number).count();
        table = table.row(vec![
            html! { bdi { (question.text) } },
            html! {
                bdi { (noted(speech, question.expects, note)) }
                @if n_photos > 0 { " " (tag(Tone::Plain, &speech.with("check-photos", &[("count", n_photos.into())]))) }
            },
            html! { @match note { Some(note) => { bdi { (name(shown, &note.by)) } ", " (when(speech, note.made_at)) }, None => "–" } },
        ]);
    }
    html! { section aria-labelledby="checklist" { h2 id="checklist" { (title) } (table.draw(speech)) } }
}

fn photos(speech: Speech, shown: &Shown) -> Markup {
    let page = &shown.page;
    if page.photos.is_empty() {
        return html! {};
    }
    let title = speech.say("visit-photos");
    let columns = ["photo-file", "photo-taken", "photo-place", "photo-seal"].map(|key| Column::new(speech.say(key)));
    let mut table = Table::new(title.clone(), columns.into()).caption_unseen().cards_on_phone();
    for photo in &page.photos {
        let or_not =
            |text: &str, key: &str| html! { @if text.is_empty() { (speech.say(key)) } @else { bdi { (text) } } };
        table = table.row(vec![
            html! { a href={ "/visits/" (page.line.visit.id) "/photos/" (photo.id) } { bdi { (photo.name) } } },
            or_not(&photo.taken, "photo-no-time"),
            or_not(&photo.place, "photo-no-place"),
            html! {
                @if photo.seal.is_empty() { (tag(Tone::Warn, &speech.say("photo-unsealed"))) }
                @else { (tag(Tone::Good, &speech.say("photo-sealed"))) br; code class="long" { (photo.seal) } }
            },
        ]);
    }
    html! { section aria-labelledby="photos" { h2 id="photos" { (title) } (table.draw(speech)) } }
}

fn findings(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let page = &shown.page;
    let title = speech.say("findings-title");
    let columns =
        ["finding-text", "finding-severity", "finding-state", "finding-due"].map(|key| Column::new(speech.say(key)));
    let mut table = Table::new(title.clone(), columns.into()).caption_unseen().cards_on_phone();
    for finding in &page.findings {
        table = table.row(vec![
            html! { a href={ "/findings/" (finding.id) } { bdi { (finding.text) } } },
            severity(speech, finding.severity),
            finding_state(speech, finding.state),
            html! { (speech.date(finding.due)) },
        ]);
    }
    html! {
        section aria-labelledby="findings" {
            h2 id="findings" { (title) }
            @if page.findings.is_empty() { p class="quiet" { (speech.say("visit-no-findings")) } } @else { (table.draw(speech)) }
            @if shown.may_find { (raising(caller, shown, typed, slips)) }
        }
    }
}

fn raising(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let visit = &shown.page.line.visit;
    let severities =
        Severity::ALL.iter().map(|one| Choice::new(one.word(), speech.say(&format!("severity-{}", one.word()))));
    // Drawn here, so that the form that is sent twice writes once.
    let once = typed.some("once").map_or_else(|| FindingId::from_bits(caller.app.ids()()).to_string(), str::to_owned);
    let owner = typed.some("owner").unwrap_or(visit.owner.as_str());
    let due = shown.today.plus_days(30).to_string();
    let form = Form::new(&caller.visit, &format!("/visits/{}/findings", visit.id)).slips(slips).once(&once).around(html! {
        (Field::lines("text", speech.say("finding-text"), 3).value(typed.get("text")).length_max(FINDING_TEXT_CHARS_MAX).slips(slips).draw(speech))
        (Field::radios("severity", speech.say("finding-severity"), severities.collect()).value(typed.some("severity").unwrap_or(Severity::Minor.word())).slips(slips).draw(speech))
        (Field::lines("action", speech.say("finding-action"), 2).value(typed.get("action")).length_max(FINDING_TEXT_CHARS_MAX).slips(slips).draw(speech))
        (Field::text("owner", speech.say("finding-owner")).hint(speech.say("finding-owner-hint")).value(owner).length_max(200).slips(slips).draw(speech))
        (Field::date("due", speech.say("finding-due")).value(typed.some("due").unwrap_or(&due)).slips(slips).draw(speech))
        (Field::text("case", speech.say("finding-case")).hint(speech.say("finding-case-hint")).value(typed.get("case")).optional().length_max(CONDITION_CHARS_MAX).slips(slips).draw(speech))
        (Field::number("condition", speech.say("finding-condition")).value(typed.get("condition")).optional().narrow().slips(slips).draw(speech))
        div class="actions" { (Button::primary(&speech.say("finding-raise-it"))) }
    });
    disclosure(&speech.say("finding-raise"), typed.has("action"), form)
}
