//! The form by which a report is assembled from the answers and cut into records.

use axum::extract::Path;
use maud::{Markup, html};
use model::{
    Answer, EditId, Ending, HeldLook, Marking, Question, QuestionEnd, QuestionId, QuestionState, ReportGiven,
    ReportPiece,
};

use super::report::{Shown, ended};
use super::step::{record_named, revision};
use crate::caller::Caller;
use crate::component::{Button, Choice, Field, Form, Slips, Tone, banner, disclosure};
use crate::failed::Answer as Answered;
use crate::marking;
use crate::speech::Speech;
use crate::typed::Typed;

/// Joins of joined answers that are followed.
const JOINS_MAX: usize = 20;

/// The question into whose record that of a question goes: its own, where nothing else is said.
fn root(typed: &Typed, question: QuestionId) -> QuestionId {
    let mut at = question;
    for _ in 0..JOINS_MAX {
        match QuestionId::parse(typed.get(&format!("into-{at}"))) {
            Some(next) if next != at => at = next,
            _ => return at,
        }
    }
    question
}

/// What is called `FIELD-QUESTION`.
fn of<'t>(typed: &'t Typed, field: &str, question: QuestionId) -> &'t str {
    typed.get(&format!("{field}-{question}"))
}

fn marking_of(typed: &Typed, question: QuestionId) -> Marking {
    marking::chosen_in(&format!("{question}-"), typed)
}

fn files_of(typed: &Typed, question: QuestionId) -> Vec<EditId> {
    typed.all(&format!("files-{question}")).iter().filter_map(|file| EditId::parse(file)).collect()
}

/// The report that was written.
fn given(typed: &Typed) -> ReportGiven {
    let questions: Vec<QuestionId> = typed.all("piece").iter().filter_map(|id| QuestionId::parse(id)).collect();
    let mut pieces = Vec::new();
    for question in questions.iter().copied().filter(|question| root(typed, *question) == *question) {
        let joined: Vec<QuestionId> =
            questions.iter().copied().filter(|one| *one != question && root(typed, *one) == question).collect();
        let mut piece = ReportPiece {
            questions: vec![question],
            title: of(typed, "title", question).to_owned(),
            text: of(typed, "text", question).to_owned(),
            marking: marking_of(typed, question),
            files: files_of(typed, question),
        };
        for one in joined {
            piece.questions.push(one);
            piece.text = format!("{}\n\n{}", piece.text, of(typed, "text", one));
            piece.marking = piece.marking.join(&marking_of(typed, one));
            piece.files.extend(files_of(typed, one));
        }
        pieces.push(piece);
    }
    for question in questions {
        let (title, text) = (of(typed, "second-title", question), of(typed, "second-text", question));
        if !title.is_empty() || !text.is_empty() {
            pieces.push(ReportPiece {
                questions: vec![question],
                title: title.to_owned(),
                text: text.to_owned(),
                marking: marking_of(typed, question),
                files: Vec::new(),
            });
        }
    }
    let ends = typed.all("refused").iter().filter_map(|id| QuestionId::parse(id)).collect::<Vec<_>>();
    let ends = ends.into_iter().filter_map(|question| {
        let ending = Ending::from_word(of(typed, "ending", question))?;
        Some(QuestionEnd { question, ending, reason: of(typed, "why", question).to_owned() })
    });
    ReportGiven {
        title: typed.get("title").to_owned(),
        text: typed.get("whole").to_owned(),
        pieces,
        ends: ends.collect(),
        seen: typed.get("edits").parse().unwrap_or_default(),
    }
}

/// Hands it in: as it was assembled, or as a record that is there already.
pub async fn hand_in(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answered {
    let (name, fields) = (id.clone(), typed.clone());
    let done = caller.act(move |writer, turn, office| {
        let mission = office.mission(&name)?.id;
        let seen = revision(&fields);
        if fields.get("do") == "record" {
            let step = desk::MissionStep::HandIn(record_named(office, fields.get("record"))?);
            return desk::take_mission_step(writer, turn, (mission, seen), &step, &HeldLook::default()).map(|_| ());
        }
        desk::hand_in_report(writer, turn, office, (mission, seen), given(&fields)).map(|_| ())
    });
    let done = done.await;
    ended(&caller, id, &typed, ("report", done)).await
}

/// The report as it is assembled: each question with what became of it.
fn assembled(speech: Speech, shown: &Shown) -> String {
    let asked = shown.page.questions.all().iter().filter(|question| question.state != QuestionState::Known);
    let parts = asked.enumerate().map(|(at, question)| {
        let mut lines = vec![format!("{}. {}", at + 1, question.text)];
        if let Some(answer) = shown.answers.get(&question.id) {
            let mut state = speech.say(&format!("question-state-{}", answer.state.word()));
            if let Some(evidence) = answer.evidence {
                state = format!("{state} ({})", speech.say(&format!("evidence-{}", evidence.word())));
            }
            lines.push(state);
            lines.extend([answer.text(), answer.reason.clone()].into_iter().filter(|text| !text.is_empty()));
        }
        lines.join("\n")
    });
    parts.collect::<Vec<_>>().join("\n\n")
}

pub fn draw(caller: &Caller, shown: &Shown, typed: &Typed) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let mission = &shown.page.mission;
    let action = format!("/missions/{}/report", mission.id);
    let value = |field: &str, held: String| if typed.has(field) { typed.get(field).to_owned() } else { held };
    let asked = || {
        let all = shown.page.questions.all().iter().filter(|question| question.state != QuestionState::Known);
        all.filter_map(|question| Some((question, shown.answers.get(&question.id)?)))
    };
    let open: Vec<&Question> =
        asked().filter(|(_, answer)| answer.state == QuestionState::Open).map(|(question, _)| question).collect();
    let learned: Vec<(&Question, &Answer)> = asked().filter(|(_, answer)| answer.is_answered()).collect();
    let refused = asked().filter(|(_, answer)| answer.state == QuestionState::Refused);
    html! {
        @if !open.is_empty() {
            (banner(Tone::Warn, &speech.with("report-open", &[("count", open.len().into())]), html! {
                ul { @for question in &open { li { a href={ "/missions/" (mission.id) "/abroad#" (question.id) } { bdi { (question.text) } } } } }
            }))
        }
        section aria-labelledby="report" {
            h2 id="report" tabindex="-1" { (speech.say("report-assemble")) }
            p class="quiet" { (speech.say("report-lead")) }
            (Form::new(visit, &action).guarded().around(html! {
                input type="hidden" name="revision" value=(mission.revision);
                input type="hidden" name="edits" value=(shown.n_edits);
                (Field::text("title", speech.say("report-name")).value(value("title", mission.title.clone())).draw(speech))
                (Field::lines("whole", speech.say("report-text"), 12).value(value("whole", assembled(speech, shown))).draw(speech))
                @for (question, answer) in &learned { (piece(speech, shown, (question, answer), &learned, typed)) }
                @for (question, answer) in refused { (ending(speech, question, answer, typed)) }
                div class="actions" { (Button::primary(&speech.say("mission-step-hand-in")).sends("do", "cut")) }
            }))
            (disclosure(&speech.say("report-is-record"), typed.get("do") == "record", Form::new(visit, &action).around(html! {
                input type="hidden" name="revision" value=(mission.revision);
                (Field::text("record", speech.say("mission-report-record")).hint(speech.say("question-known-record-hint")).value(typed.get("record")).draw(speech))
                div class="actions" { (Button::plain(&speech.say("report-record-do")).sends("do", "record")) }
            })))
        }
    }
}

/// One answer on its way into a record.
fn piece(
    speech: Speech,
    shown: &Shown,
    (question, answer): (&Question, &Answer),
    learned: &[(&Question, &Answer)],
    typed: &Typed,
) -> Markup {
    let id = question.id;
    let named = |field: &str| format!("{field}-{id}");
    let value = |field: &str, held: String| match typed.has(&named(field)) {
        true => typed.get(&named(field)).to_owned(),
        false => held,
    };
    let was_typed = typed.has(&named("text"));
    let begins = format!("{id}-");
    let level = format!("{begins}level");
    let marks = match was_typed {
        true => typed.clone(),
        false => Typed::of([(level.as_str(), shown.page.mission.marking.level.word().to_owned())]),
    };
    let mut into = vec![Choice::new("", speech.say("report-own-record"))];
    let others = learned.iter().filter(|(other, _)| other.id != id);
    into.extend(others.map(|(other, _)| Choice::new(other.id.to_string(), other.text.clone())));
    let files: Vec<Choice> =
        answer.files.iter().map(|file| Choice::new(file.edit.to_string(), file.name.clone())).collect();
    let taken = match was_typed {
        true => typed.all(&named("files")),
        false => answer.files.iter().map(|file| file.edit.to_string()).collect(),
    };
    let names: Vec<&str> =
        answer.notes.iter().map(|note| shown.people.get(&note.by).map_or(note.by.as_str(), String::as_str)).collect();
    html! {
        section aria-labelledby=(named("head")) {
            h3 id=(named("head")) { bdi { (question.text) } " " (super::question_state(speech, answer.state)) }
            input type="hidden" name="piece" value=(id);
            @if !names.is_empty() { p class="quiet" { (speech.with("report-noted-by", &[("names", names.join(", ").into())])) } }
            @if answer.is_divided() {
                (banner(Tone::Warn, &speech.say("abroad-divided"), html! { p { (speech.say("report-divided-body")) } }))
            }
            (Field::text(named("title"), speech.say("report-piece-title")).value(value("title", question.text.clone())).draw(speech))
            (Field::lines(named("text"), speech.say("report-piece-text"), 6).value(value("text", answer.text())).draw(speech))
            @if !files.is_empty() {
                (Field::checks(named("files"), speech.say("report-piece-files"), files).values(taken).optional().draw(speech))
            }
            @if learned.len() > 1 {
                (Field::select(named("into"), speech.say("report-into"), into).value(value("into", String::new())).draw(speech))
            }
            (disclosure(&speech.say("report-narrower"), false, html! {
                p class="quiet" { (speech.say("report-narrower-body")) " " (marking::tags(speech, &shown.page.mission.marking)) }
                (shown.marks.fields_called(&begins, speech, &marks, &Slips::new()))
            }))
            (disclosure(&speech.say("report-second"), !value("second-text", String::new()).is_empty(), html! {
                (Field::text(named("second-title"), speech.say("report-second-title")).value(value("second-title", String::new())).optional().draw(speech))
                (Field::lines(named("second-text"), speech.say("report-second-text"), 4).value(value("second-text", String::new())).optional().draw(speech))
            }))
        }
    }
}

/// What is done with a question that was refused.
fn ending(speech: Speech, question: &Question, answer: &Answer, typed: &Typed) -> Markup {
    let id = question.id;
    let named = |field: &str| format!("{field}-{id}");
    let endings =
        Ending::ALL.iter().map(|one| Choice::new(one.word(), speech.say(&format!("ending-{}", one.word())))).collect();
    html! {
        section aria-labelledby=(named("head")) {
            h3 id=(named("head")) { bdi { (question.text) } " " (super::question_state(speech, answer.state)) }
            input type="hidden" name="refused" value=(id);
            @if !answer.reason.is_empty() { p { bdi { (answer.reason) } } }
            (Field::radios(named("ending"), speech.say("report-ending"), endings).value(of(typed, "ending", id)).draw(speech))
            (Field::text(named("why"), speech.say("report-why-ended")).hint(speech.say("report-why-ended-hint")).value(of(typed, "why", id)).optional().draw(speech))
        }
    }
}
