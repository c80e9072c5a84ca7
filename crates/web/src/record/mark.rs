//! Making a record narrower: what it would do is looked at first, then it is kept.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use desk::Failure;
use maud::{Markup, html};
use model::{Marking, Noun, RecordId, Thing};

use super::{page as record_page, title};
use crate::caller::Caller;
use crate::component::{
    Button, Crumb, Form, Page, Section, Slips, SummaryRow, Tone, banner, disclosure, empty, summary_list,
};
use crate::failed::{Answer, failed, page, see_other, sentence, shown};
use crate::marking::{self, MarkingChoices};
use crate::speech::Speech;
use crate::typed::Typed;
use crate::visit::Visit;

/// The form on the page of the record, for who documents.
pub fn form(
    visit: &Visit,
    (id, held): (RecordId, &Marking),
    marks: &MarkingChoices,
    typed: &Typed,
    slips: &Slips,
) -> Markup {
    let speech = visit.speech;
    let action = format!("/records/{id}/marking");
    let typed = match typed.some("level") {
        Some(_) => typed.clone(),
        None => Typed::parse(format!("level={}", held.level.word()).as_bytes()),
    };
    html! {
        section aria-labelledby="marking" {
            h2 id="marking" { (speech.say("record-marking")) }
            p { (speech.say("record-marking-body")) }
            (disclosure(&speech.say("record-marking-change"), !slips.is_empty(), html! {
                (Form::new(visit, &action).slips(slips).around(html! {
                    (marks.fields(speech, &typed, slips))
                    div class="actions" { (Button::grave(&speech.say("foresight-look")).sends("do", "look")) }
                }))
            }))
        }
    }
}

/// Makes the record narrower: what is marked stays marked, what was chosen is added. Kept only when the form says so;
/// before that it is shown what it would do.
pub async fn mark(caller: Caller, Path(record): Path<String>, typed: Typed) -> Answer {
    let (name, added) = (record.clone(), marking::chosen(&typed));
    if typed.get("do") != "keep" {
        let ahead = look(&caller, name, added).await.map_err(|failure| failed(&caller.visit, &failure))?;
        return Ok(shown(draw(&caller.visit, &ahead, &typed)));
    }
    let done = caller
        .act(move |writer, turn, office| {
            let id = office.record(&name)?.id;
            let held = office.marking_of(id)?;
            desk::mark_record(writer, turn, id, &held.join(&added))?;
            Ok(id)
        })
        .await;
    match done {
        Ok(id) => Ok(see_other(&format!("/records/{id}#marking"))),
        Err(failure) => {
            let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            let mut slips = Slips::new();
            slips.note("level", sentence);
            let loaded = record_page::read(&caller, record, String::new()).await?;
            Ok(page(StatusCode::UNPROCESSABLE_ENTITY, record_page::draw(&caller.visit, &loaded, &typed, &slips)))
        }
    }
}

/// What a narrower marking would do.
struct Ahead {
    id: RecordId,
    title: String,
    held: Marking,
    marking: Marking,
    /// How many lose sight of it. Who they are would tell for what each is cleared.
    n_lost: usize,
    /// Titles of posts with an open duty about it that nobody there would see any more.
    blind: Vec<String>,
}

async fn look(caller: &Caller, record: String, added: Marking) -> Result<Ahead, Failure> {
    let (officer, today, speech) = (Arc::clone(&caller.officer), caller.app.today(), caller.speech());
    caller
        .read(move |office| {
            let held_record = office.record(&record)?;
            let held = office.marking_of(held_record.id)?;
            let marking = held.join(&added);
            let thing = Thing::new(Noun::Record, held_record.id);
            let foresight = office.foresee_marking(&officer, &thing, &marking, today)?;
            let post = |id| Ok::<_, Failure>(office.post(id)?.map_or_else(|| id.to_string(), |post| post.title));
            Ok(Ahead {
                id: held_record.id,
                title: title(speech, &held_record.record),
                held,
                marking,
                n_lost: foresight.lost.len(),
                blind: foresight.blind.iter().map(post).collect::<Result<_, _>>()?,
            })
        })
        .await
}

fn draw(visit: &Visit, ahead: &Ahead, typed: &Typed) -> Markup {
    let speech = visit.speech;
    let back = format!("/records/{}#marking", ahead.id);
    let go_back = html! { a class="button button-plain" href=(back) { span { (speech.say("failure-back-next")) } } };
    let rows = [
        SummaryRow::new(speech.say("record-marking-now"), tags_or_open(speech, &ahead.held)),
        SummaryRow::new(speech.say("record-marking-then"), tags_or_open(speech, &ahead.marking)),
    ];
    Page::new(visit, speech.say("foresight-title"))
        .here(Section::Records)
        .crumbs(vec![Crumb::of(speech, Section::Records), Crumb::new(ahead.title.clone(), format!("/records/{}", ahead.id))])
        .lead(html! { (speech.say("record-marking-body")) })
        .draw(html! {
            @if ahead.held == ahead.marking {
                (empty(&speech.say("foresight-nothing"), &speech.say("foresight-nothing-body"), go_back))
            } @else {
                (summary_list(&rows))
                p { (speech.with("record-marking-lost", &[("count", ahead.n_lost.into())])) " " (speech.say("record-marking-follows")) }
                @if !ahead.blind.is_empty() {
                    (banner(Tone::Warn, &speech.say("record-marking-blind"), html! {
                        ul { @for post in &ahead.blind { li { bdi { (post) } } } }
                    }))
                }
                (Form::new(visit, &format!("/records/{}/marking", ahead.id)).around(html! {
                    @for (name, value) in typed.carried() {
                        input type="hidden" name=(name) value=(value);
                    }
                    div class="actions" { (Button::grave(&speech.say("record-marking-keep")).sends("do", "keep")) (go_back) }
                }))
            }
        })
}

fn tags_or_open(speech: Speech, marking: &Marking) -> Markup {
    html! { @if *marking == Marking::default() { (speech.say("marking-open")) } @else { (marking::tags(speech, marking)) } }
}
