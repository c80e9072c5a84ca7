//! The page that members take along: what is asked, and what was learned. It works without script over a network; with script it is
//! kept on the phone and works without one.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{
    ANSWER_NOTES_CHARS_MAX, Actor, Answer, AnswerEdit, EditId, Evidence, HostId, Mission, MissionId, MissionStage,
    Question, QuestionId, QuestionState,
};

use super::question_state;
use crate::asset;
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Crumb, Field, Form, Page, Section, Slips, Tone, banner, disclosure, empty, tag,
};
use crate::failed::{Answer as Answered, failed, page, see_other, sentence};
use crate::marking;
use crate::speech::Speech;
use crate::typed::Typed;
use crate::upload::UploadedFiles;

/// The script of the page.
const SCRIPT: &str = "abroad.js";
/// What it keeps on the phone.
const STORE: &str = "abroad-store.js";
/// What opens the page without a network.
const WORKER: &str = "abroad-worker.js";

/// What a question can be found to be abroad, in the order of the form.
const STATES: [QuestionState; 4] =
    [QuestionState::Answered, QuestionState::Partly, QuestionState::Refused, QuestionState::NotAsked];

/// What the page shows.
struct Shown {
    mission: Mission,
    questions: Vec<Question>,
    answers: BTreeMap<QuestionId, Answer>,
    hosts: BTreeMap<HostId, String>,
    /// What people are called who wrote something.
    people: BTreeMap<String, String>,
    may_answer: bool,
    on_phones: bool,
}

fn gather(office: &Office, officer: &Officer, id: &str) -> Result<Shown, Failure> {
    let held = office.mission_page(id)?;
    let rights = office.mission_rights(officer, &held.mission)?;
    let answers = office.mission_answers(held.mission.id)?;
    let mut hosts = BTreeMap::new();
    for host in &held.mission.hosts {
        hosts.insert(*host, office.host(&host.to_string())?.name().to_owned());
    }
    let asked = held.questions.all().iter().filter(|question| question.state != QuestionState::Known);
    Ok(Shown {
        people: people(office, &answers)?,
        on_phones: office.may_be_kept_on_phones(&held.mission),
        may_answer: rights.answer,
        questions: asked.cloned().collect(),
        mission: held.mission,
        answers,
        hosts,
    })
}

/// The names of those who wrote answers, by how the ledger writes them.
pub(super) fn people(
    office: &Office,
    answers: &BTreeMap<QuestionId, Answer>,
) -> Result<BTreeMap<String, String>, Failure> {
    let mut people = BTreeMap::new();
    let wrote = answers.values().flat_map(|answer| answer.notes.iter().map(|note| &note.by));
    let last = answers.values().filter_map(|answer| answer.last.as_ref().map(|(by, _)| by));
    for by in wrote.chain(last) {
        if let Some(actor) = Actor::parse(by) {
            let name = office.person(&actor.person)?.map_or_else(|| actor.person.to_string(), |person| person.name);
            people.insert(by.clone(), name);
        }
    }
    Ok(people)
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answered {
    again(&caller, id, &Typed::default(), None, StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    id: String,
    typed: &Typed,
    slip: Option<(String, String)>,
    status: StatusCode,
) -> Result<Response, Response> {
    let officer = Arc::clone(&caller.officer);
    let shown = caller.read(move |office| gather(office, &officer, &id)).await;
    let shown = shown.map_err(|failure| failed(&caller.visit, &failure))?;
    let mut slips = Slips::new();
    if let Some((field, sentence)) = slip {
        slips.note(field, sentence);
    }
    Ok(page(status, draw(caller, &shown, typed, &slips)))
}

/// A new name for an edit.
fn fresh(caller: &Caller) -> EditId {
    let mut ids = caller.app.ids();
    EditId::from_bits(u128::from(ids()) << 64 | u128::from(ids()))
}

/// What was written of one question, as an edit: only what differs from what the page showed.
fn edit(typed: &Typed, question: QuestionId, now: i64) -> Option<AnswerEdit> {
    let id = EditId::parse(typed.get("edit"))?;
    let of = |field: &str| typed.get(&format!("{field}-{question}")).replace("\r\n", "\n");
    let was = |field: &str| typed.get(&format!("was-{field}")).replace("\r\n", "\n");
    let changed = |field: &str| Some(of(field)).filter(|text| *text != was(field));
    let clock = typed.get("clock").parse::<u64>().unwrap_or_default().saturating_add(1);
    let mut edit = AnswerEdit::new(id, question, clock, "", now);
    edit.state = changed("state").and_then(|word| QuestionState::from_word(&word));
    edit.evidence = changed("evidence").and_then(|word| Evidence::from_word(&word));
    edit.reason = changed("reason");
    let joins = !of("join").is_empty();
    edit.notes = changed("notes").or_else(|| joins.then(|| of("notes")));
    if edit.notes.is_some() {
        edit.seen = typed.all("seen").iter().filter_map(|seen| EditId::parse(seen)).collect();
    }
    edit.taken = EditId::parse(typed.get("taken"));
    Some(edit)
}

pub async fn write(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answered {
    let (name, now) = (id.clone(), caller.app.now());
    let question = QuestionId::parse(typed.get("question"));
    let Some(edit) = question.and_then(|question| edit(&typed, question, now)) else {
        return again(&caller, id, &Typed::default(), None, StatusCode::OK).await;
    };
    let question = edit.question;
    let done = caller.act(move |writer, turn, office| {
        let mission = office.mission(&name)?;
        let taken = desk::take_answers(writer, turn, mission.id, &[edit], 0)?;
        match taken.refused.into_iter().next() {
            Some((_, refusal)) => Err(Failure::Refused(refusal)),
            None => Ok(mission.id),
        }
    });
    ended(&caller, id, &typed, question, done.await).await
}

/// After something was written: the page at its question, or again with what is to be corrected.
async fn ended(
    caller: &Caller,
    id: String,
    typed: &Typed,
    question: QuestionId,
    done: Result<MissionId, Failure>,
) -> Answered {
    match done {
        Ok(mission) => Ok(see_other(&format!("/missions/{mission}/abroad#{question}"))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(sentence) => {
                let slip = (format!("notes-{question}"), sentence);
                again(caller, id, typed, Some(slip), StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

/// Takes the files of one question, each as an edit of its own. The first has the name that the form or the phone gave it.
pub async fn bring(caller: Caller, Path(id): Path<String>, sent: UploadedFiles) -> Answered {
    let typed = Typed::sent(&sent.fields);
    let seen = id.clone();
    let mission = caller.read(move |office| Ok(office.mission(&seen)?.id)).await;
    let mission = mission.map_err(|failure| failed(&caller.visit, &failure))?;
    let Some(question) = QuestionId::parse(typed.get("question")) else {
        return again(&caller, id, &Typed::default(), None, StatusCode::OK).await;
    };
    let now = caller.app.now();
    let mut name = EditId::parse(typed.get("edit"));
    let mut clock = typed.get("clock").parse::<u64>().unwrap_or_default();
    // A form without a file says so, by the same rule as a file without a byte.
    let files = if sent.files.is_empty() { vec![crate::upload::UploadedFile::default()] } else { sent.files };
    for file in files {
        clock = clock.saturating_add(1);
        let edit = AnswerEdit::new(name.take().unwrap_or_else(|| fresh(&caller)), question, clock, "", now);
        let brought = caller.app.reach_out(move |office| desk::bring(office, &file.name, &file.bytes, now)).await;
        let done = match brought {
            Ok(brought) => {
                caller.act(move |writer, turn, _| desk::take_answer_file(writer, turn, mission, &edit, &brought)).await
            }
            Err(failure) => Err(failure),
        };
        if let Err(failure) = done {
            return ended(&caller, id, &typed, question, Err(failure)).await;
        }
    }
    ended(&caller, id, &typed, question, Ok(mission)).await
}

fn draw(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let mission = &shown.mission;
    let why = if mission.stage == MissionStage::Closed { "abroad-closed" } else { "abroad-read-only" };
    let address = format!("/missions/{}", mission.id);
    let page = Page::new(visit, speech.with("abroad-title", &[("mission", mission.title.as_str().into())]))
        .here(Section::Missions)
        .crumbs(vec![Crumb::of(speech, Section::Missions), Crumb::new(mission.title.clone(), address)])
        .slips(slips)
        .narrow()
        .lead(html! {
            (marking::tags(speech, &mission.marking))
            (speech.date(mission.since)) " – " (speech.date(mission.until))
        })
        .script(SCRIPT);
    page.draw(html! {
        @if shown.questions.is_empty() {
            (empty(&speech.say("abroad-none"), &speech.say("abroad-none-body"), html! {}))
        }
        @if !shown.may_answer { p class="quiet" data-why { (speech.say(why)) } }
        (phone(caller, shown))
        (crate::component::slip_summary(speech, slips))
        ol class="plain abroad" { @for question in &shown.questions { (asked(caller, shown, question, typed)) } }
    })
}

/// What is on the phone, for the script; without one, that a network is needed. Who may not write sees it when something is unsent.
fn phone(caller: &Caller, shown: &Shown) -> Markup {
    let speech = caller.visit.speech;
    let count = || [("count", "#".into())];
    html! {
        section aria-labelledby="phone" data-abroad=(shown.mission.id) data-who=(caller.officer.person.id.as_str())
            data-offline=(if shown.on_phones { "yes" } else { "no" }) data-worker=(asset::address(WORKER))
            data-store=(asset::address(STORE)) data-may=(if shown.may_answer { "yes" } else { "no" }) hidden[!shown.may_answer]
            data-said-shut=(speech.with("abroad-shut", &count())) data-said-gone=(speech.say("abroad-gone"))
            data-said-unsent=(speech.with("abroad-unsent", &count())) data-said-sent=(speech.say("abroad-sent"))
            data-said-sending=(speech.say("abroad-sending")) data-said-away=(speech.say("abroad-away"))
            data-said-signed-out=(speech.with("abroad-signed-out", &count()))
            data-said-refused=(speech.say("abroad-refused")) data-said-wipe=(speech.with("abroad-wipe-unsent", &count()))
            data-said-leaving=(speech.with("abroad-leaving", &count())) data-said-broken=(speech.say("abroad-broken")) {
            h2 id="phone" { (speech.say("abroad-phone")) }
            div data-kept {
                @if shown.may_answer && shown.on_phones { p class="quiet" { (speech.say("abroad-kept-what")) } }
                @else if shown.may_answer { (banner(Tone::Warn, &speech.say("abroad-not-offline"), html! { p { (speech.say("abroad-not-offline-body")) } })) }
            }
            p role="status" data-state { (speech.say("abroad-without-script")) }
            ul data-refusals hidden {}
            div class="actions" data-phone-actions hidden {
                @if shown.may_answer { button type="button" class="button button-plain" data-send { (speech.say("abroad-send")) } }
                button type="button" class="button button-quiet" data-wipe { (speech.say("abroad-wipe")) }
            }
        }
    }
}

fn name<'s>(shown: &'s Shown, by: &'s str) -> &'s str {
    shown.people.get(by).map_or(by, String::as_str)
}

/// One question with what was learned of it so far.
fn asked(caller: &Caller, shown: &Shown, question: &Question, typed: &Typed) -> Markup {
    let speech = caller.visit.speech;
    let Some(answer) = shown.answers.get(&question.id) else { return html! {} };
    let host = question.host.and_then(|host| shown.hosts.get(&host));
    html! {
        li id=(question.id) data-question=(question.id) {
            h3 { bdi { (question.text) } }
            p {
                (question_state(speech, answer.state)) " "
                @if let Some(evidence) = answer.evidence { (tag(Tone::Plain, &speech.say(&format!("evidence-{}", evidence.word())))) " " }
                span data-local hidden { (tag(Tone::Warn, &speech.say("abroad-local"))) }
            }
            p class="quiet" {
                (speech.say("question-host")) " "
                @match host { Some(host) => bdi { (host) }, None => (speech.say("question-any-host")) }
                @if let Some((by, _)) = &answer.last { " · " (speech.with("abroad-last", &[("name", name(shown, by).into())])) }
            }
            @if shown.may_answer {
                (form(caller, shown, question, answer, typed))
                (files(caller, shown, question, answer))
            } @else { (read_only(speech, shown, answer)) }
        }
    }
}

fn read_only(speech: Speech, shown: &Shown, answer: &Answer) -> Markup {
    html! {
        @if !answer.reason.is_empty() { p { (speech.say("abroad-reason")) ": " bdi { (answer.reason) } } }
        @for note in &answer.notes {
            p { @for line in note.text.lines() { bdi { (line) } br; } span class="quiet" { bdi { (name(shown, &note.by)) } } }
        }
        @if !answer.files.is_empty() { ul { @for file in &answer.files { li { bdi { (file.name) } } } } }
    }
}

/// The notes that several wrote beside each other, until one joins them.
fn divided(speech: Speech, shown: &Shown, answer: &Answer) -> Markup {
    html! {
        @if answer.is_divided() {
            div data-divided {
                (banner(Tone::Warn, &speech.say("abroad-divided"), html! { p { (speech.say("abroad-divided-body")) } }))
                div class="abroad-notes" {
                    @for note in &answer.notes {
                        figure {
                            figcaption { bdi { (name(shown, &note.by)) } }
                            blockquote { @for line in note.text.lines() { bdi { (line) } br; } }
                        }
                    }
                }
            }
        }
    }
}

fn form(caller: &Caller, shown: &Shown, question: &Question, answer: &Answer, typed: &Typed) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let id = question.id;
    let named = |field: &str| format!("{field}-{id}");
    // What was typed and not taken stands there again.
    let own = typed.get("question") == id.to_string() && typed.has(&named("notes"));
    let state = if STATES.contains(&answer.state) { answer.state.word() } else { "" };
    let evidence = answer.evidence.map_or("", Evidence::word);
    let value = |field: &str, held: &str| if own { typed.get(&named(field)).to_owned() } else { held.to_owned() };
    let states = STATES.map(|state| Choice::new(state.word(), speech.say(&format!("question-state-{}", state.word()))));
    let mut evidences = vec![Choice::new("", "–")];
    evidences.extend(
        Evidence::ALL.iter().map(|one| Choice::new(one.word(), speech.say(&format!("evidence-{}", one.word())))),
    );
    let keep = speech.say("abroad-keep");
    html! {
        (divided(speech, shown, answer))
        div data-answer=(id) {
            (Form::new(visit, &format!("/missions/{}/abroad", shown.mission.id)).around(html! {
                input type="hidden" name="question" value=(id);
                input type="hidden" name="edit" value=(fresh(caller));
                input type="hidden" name="clock" value=(answer.clock);
                @for note in &answer.notes { input type="hidden" name="seen" value=(note.edit); }
                input type="hidden" name="was-state" value=(state);
                input type="hidden" name="was-evidence" value=(evidence);
                input type="hidden" name="was-reason" value=(answer.reason);
                textarea name="was-notes" hidden aria-hidden="true" tabindex="-1" { "\n" (answer.text()) }
                (Field::radios(named("state"), speech.say("abroad-state"), states.into()).value(value("state", state)).draw(speech))
                (Field::lines(named("notes"), speech.say(if answer.is_divided() { "abroad-notes-joined" } else { "abroad-notes" }), 5)
                    .value(value("notes", &answer.text())).length_max(ANSWER_NOTES_CHARS_MAX).optional().draw(speech))
                @if answer.is_divided() {
                    (Field::check(named("join"), speech.say("abroad-join")).draw(speech))
                }
                (Field::select(named("evidence"), speech.say("abroad-evidence"), evidences).value(value("evidence", evidence)).optional().draw(speech))
                (Field::text(named("reason"), speech.say("abroad-reason")).hint(speech.say("abroad-reason-hint")).value(value("reason", &answer.reason)).optional().draw(speech))
                div class="actions" { (Button::primary(&keep).about(&format!("{keep}: {}", question.text))) }
            }))
        }
    }
}

/// The files of an answer, and the forms that bring more and take one away.
fn files(caller: &Caller, shown: &Shown, question: &Question, answer: &Answer) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let id = question.id;
    let address = format!("/missions/{}/abroad", shown.mission.id);
    let (away, bring) = (speech.say("abroad-take-away"), speech.say("abroad-bring"));
    html! {
        @if !answer.files.is_empty() {
            ul class="plain" {
                @for file in &answer.files {
                    li {
                        bdi { (file.name) } " "
                        div data-answer=(id) {
                            (Form::new(visit, &address).inline().around(html! {
                                input type="hidden" name="question" value=(id);
                                input type="hidden" name="edit" value=(fresh(caller));
                                input type="hidden" name="clock" value=(answer.clock);
                                input type="hidden" name="taken" value=(file.edit);
                                (Button::quiet(&away).about(&format!("{away}: {}", file.name)))
                            }))
                        }
                    }
                }
            }
        }
        ul class="plain" data-local-files hidden {}
        (disclosure(&speech.with("abroad-files", &[("count", answer.files.len().into())]), false, html! {
            div data-files=(id) {
                (Form::new(visit, &format!("{address}/file")).with_files().around(html! {
                    input type="hidden" name="question" value=(id);
                    input type="hidden" name="edit" value=(fresh(caller));
                    input type="hidden" name="clock" value=(answer.clock);
                    (Field::file(format!("photograph-{id}"), speech.say("abroad-photograph")).camera().optional().draw(speech))
                    (Field::file(format!("file-{id}"), speech.say("abroad-file")).hint(speech.say("abroad-file-hint")).several().optional().draw(speech))
                    div class="actions" { (Button::plain(&bring).about(&format!("{bring}: {}", question.text))) }
                }))
            }
        }))
    }
}
