//! What a mission asks: drawn from needs and requests, edited, held against the records.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{
    Candidate, Candidates, Failure, LookupGiven, MissionPage, MissionRights, Office, Officer, QuestionEdit, Wanted,
};
use maud::{Markup, html};
use model::{HostId, Noun, Priority, QuestionId, Thing};

use super::step::{ended, record_named, revision};
use crate::caller::Caller;
use crate::component::{Button, Crumb, Form, Page, Section, Slips, Tone, empty, tag};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::speech::Speech;
use crate::typed::Typed;

struct Loaded {
    page: MissionPage,
    rights: MissionRights,
    candidates: Candidates,
    hosts: BTreeMap<HostId, String>,
}

fn load(office: &Office, officer: &Officer, id: &str, today: model::Date) -> Result<Loaded, Failure> {
    let page = office.mission_page(id)?;
    let rights = office.mission_rights(officer, &page.mission)?;
    let candidates = office.question_candidates(&page.mission, &page.questions, today)?;
    let mut hosts = BTreeMap::new();
    for host in &page.mission.hosts {
        hosts.insert(*host, office.host(&host.to_string())?.name().to_owned());
    }
    Ok(Loaded { page, rights, candidates, hosts })
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    again(&caller, id, None, StatusCode::OK).await
}

async fn again(caller: &Caller, id: String, slip: Option<String>, status: StatusCode) -> Result<Response, Response> {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = caller.read(move |office| load(office, &officer, &id, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    let mut slips = Slips::new();
    if let Some(sentence) = slip {
        slips.note("candidates", sentence);
    }
    Ok(page(status, draw(caller, &loaded, &slips)))
}

/// What a candidate is called in the form: which thing, and its question.
fn value(candidate: &Candidate) -> String {
    format!("{}\n{}", candidate.thing, candidate.text)
}

fn draw(caller: &Caller, loaded: &Loaded, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let mission = &loaded.page.mission;
    let address = format!("/missions/{}", mission.id);
    let list = &loaded.candidates.list;
    Page::new(visit, speech.say("mission-draw"))
        .here(Section::Missions)
        .crumbs(vec![Crumb::of(speech, Section::Missions), Crumb::new(mission.title.clone(), address.clone())])
        .slips(slips)
        .lead(html! { (speech.say("asking-lead")) })
        .draw(html! {
            @if list.is_empty() {
                (empty(&speech.say("asking-none"), &speech.say("asking-none-body"), html! {}))
            } @else if loaded.rights.ask {
                (Form::new(visit, &format!("{address}/questions")).slips(slips).guarded().around(html! {
                    input type="hidden" name="revision" value=(mission.revision);
                    ul class="plain" id="candidates" tabindex="-1" data-walk {
                        @for (at, one) in list.iter().enumerate() { (candidate(speech, loaded, at, one)) }
                    }
                    @if loaded.candidates.n_left_out > 0 {
                        p class="quiet" { (speech.with("asking-left-out", &[("count", loaded.candidates.n_left_out.into())])) }
                    }
                    div class="actions" { (Button::primary(&speech.say("asking-take"))) }
                }))
            } @else {
                p { (speech.say("asking-settled")) " " a href=(address) { bdi { (mission.title) } } }
            }
        })
}

fn candidate(speech: Speech, loaded: &Loaded, at: usize, one: &Candidate) -> Markup {
    let id = format!("ask-{at}");
    let place = if one.thing.noun == Noun::Need { "needs" } else { "requests" };
    let tone = if one.priority == Priority::High { Tone::Warn } else { Tone::Plain };
    html! {
        li class="choice" {
            @if one.is_asked {
                (tag(Tone::Good, &speech.say("asking-asked"))) " " span { bdi { (one.text) } }
            } @else {
                input type="checkbox" id=(id) name="ask" value=(value(one)) aria-describedby={ (id) "-about" };
                label for=(id) { bdi { (one.text) } }
            }
            div class="hint" id={ (id) "-about" } {
                (tag(tone, &speech.say(&format!("need-priority-{}", one.priority.word())))) " "
                a href={ "/" (place) "/" (one.thing.name) } { bdi { (one.title) } }
                @for (mission, title) in &one.refused_on {
                    br; (tag(Tone::Warn, &speech.say("asking-refused"))) " " a href={ "/missions/" (mission) } { bdi { (title) } }
                }
                @for ground in &one.grounds {
                    @if let Some(name) = loaded.hosts.get(&ground.host) {
                        br; (speech.with("asking-because", &[("host", name.as_str().into())])) " "
                        @if !ground.makes.is_empty() { (crate::ground::grounds(speech, &ground.makes)) }
                        @if ground.n_records > 0 { " · " (speech.with("asking-records", &[("count", i64::try_from(ground.n_records).unwrap_or(i64::MAX).into())])) }
                    }
                }
            }
        }
    }
}

/// What was ticked.
fn wanted(typed: &Typed) -> Vec<Wanted> {
    let one = |value: String| {
        // A browser sends the end of a line as two signs.
        let value = value.replace("\r\n", "\n");
        let (thing, text) = value.split_once('\n')?;
        Some(Wanted { thing: Thing::parse(thing)?, text: text.to_owned(), host: None })
    };
    typed.all("ask").into_iter().filter_map(one).collect()
}

pub async fn ask(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let name = id.clone();
    let done = caller
        .act(move |writer, turn, office| {
            let mission = office.mission(&name)?;
            let edit = QuestionEdit::Ask(wanted(&typed));
            desk::edit_questions(writer, turn, office, mission.id, revision(&typed), &edit)
        })
        .await;
    match done {
        Ok(mission) => Ok(see_other(&format!("/missions/{}#questions", mission.id))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(sentence) => again(&caller, id, Some(sentence), StatusCode::UNPROCESSABLE_ENTITY).await,
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

pub async fn edit(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let (name, fields) = (id.clone(), typed.clone());
    let done = caller
        .act(move |writer, turn, office| {
            let mission = office.mission(&name)?;
            let Some(question) = QuestionId::parse(fields.get("question")) else { return Ok(mission) };
            let of = |field: &str| fields.get(&format!("{field}-{question}")).to_owned();
            let edit = match fields.get("do") {
                "reword" => QuestionEdit::Reword(question, of("text"), HostId::parse(&of("host"))),
                "join" => match QuestionId::parse(&of("other")) {
                    Some(other) => QuestionEdit::Join(question, other),
                    None => return Ok(mission),
                },
                "split" => QuestionEdit::Split(question, fields.get("asker").parse().unwrap_or(usize::MAX)),
                "lift" => QuestionEdit::Lift(question),
                "leave-out" => QuestionEdit::LeaveOut(question),
                _ => return Ok(mission),
            };
            desk::edit_questions(writer, turn, office, mission.id, revision(&fields), &edit)
        })
        .await;
    ended(&caller, id, &typed, done).await
}

pub async fn look_up(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let (name, fields) = (id.clone(), typed.clone());
    let done = caller
        .act(move |writer, turn, office| {
            let mission = office.mission(&name)?;
            let Some(question) = QuestionId::parse(fields.get("question")) else { return Ok(mission) };
            let of = |field: &str| fields.get(&format!("{field}-{question}")).to_owned();
            let given = if fields.get("do") == "known" {
                // What was written goes before what was chosen.
                let named = Some(of("record")).filter(|text| !text.is_empty()).unwrap_or_else(|| of("hit"));
                LookupGiven::Known(record_named(office, &named)?)
            } else {
                LookupGiven::StillAsked(of("reason"))
            };
            desk::look_up(writer, turn, office, (mission.id, revision(&fields)), question, &given)
        })
        .await;
    ended(&caller, id, &typed, done).await
}
