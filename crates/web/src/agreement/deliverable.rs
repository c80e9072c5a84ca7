//! Deliverables of an agreement: written in, and each with its course, its evidence and what is known of its use.

use axum::extract::Path;
use axum::http::StatusCode;
use desk::DeliverableLine;
use maud::{Markup, html};
use model::{
    AgreementId, DELIVERABLE_LINE_CHARS_MAX, DELIVERABLE_TEXT_CHARS_MAX, Deliverable, DeliverableId, DeliverableKind,
    DeliverableMove, DeliverableSide, DeliverableState, DeliverableStep, Marking, UseNote,
};

use super::{
    Draw, Loaded, address, again, cited, day, day_needed, deliverable_state, evidence, open, part_page, revision,
    unread,
};
use crate::caller::Caller;
use crate::component::{Button, Choice, Field, Form, Slips, SummaryRow, summary_list};
use crate::failed::{Answer, failed, see_other, sentence, was_changed};
use crate::history::when;
use crate::speech::Speech;
use crate::typed::Typed;

/// The steps in the order in which they stand on the page.
const MOVES: [DeliverableMove; 7] = [
    DeliverableMove::Deliver,
    DeliverableMove::Accept,
    DeliverableMove::Contest,
    DeliverableMove::Answer,
    DeliverableMove::Settle,
    DeliverableMove::Withdraw,
    DeliverableMove::Waive,
];

pub async fn show_new(caller: Caller, Path(id): Path<String>) -> Answer {
    open(&caller, id, draw_new).await
}

/// The deliverable that was typed.
fn written(speech: Speech, typed: &Typed, id: DeliverableId, agreement: AgreementId, slips: &mut Slips) -> Deliverable {
    if typed.get("title").is_empty() {
        slips.note("title", speech.say("deliverable-title-missing"));
    }
    Deliverable {
        id,
        agreement,
        number: 0,
        title: typed.get("title").to_owned(),
        kind: DeliverableKind::from_word(typed.get("kind")).unwrap_or(DeliverableKind::Other),
        side: DeliverableSide::from_word(typed.get("side")).unwrap_or(DeliverableSide::Theirs),
        quantity: typed.get("quantity").to_owned(),
        measure: typed.get("measure").to_owned(),
        due: day(speech, typed, "due", slips),
        state: DeliverableState::Awaited,
        delivered_on: None,
        accepted_on: None,
        answer_by: None,
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    }
}

pub async fn add(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let mut slips = Slips::new();
    let once = DeliverableId::parse(typed.get("once"));
    let one = once.unwrap_or_else(|| DeliverableId::from_bits(caller.app.ids()()));
    let agreement = AgreementId::parse(&id).unwrap_or_else(|| AgreementId::from_bits(0));
    let one = written(caller.visit.speech, &typed, one, agreement, &mut slips);
    if !slips.is_empty() {
        return unread(&caller, id, draw_new, &typed, &slips).await;
    }
    let done = caller.act(move |writer, turn, _| desk::write_deliverable(writer, turn, one, None)).await;
    let onwards = format!("/agreements/{id}#deliverables");
    super::ended(&caller, (id, draw_new), (&typed, "title"), &onwards, done).await
}

fn draw_new(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let action = address(&loaded.page.agreement, "/deliverables");
    let page = part_page(caller, loaded, speech.say("deliverable-new"), slips);
    if !loaded.rights.change {
        return page.draw(html! { p class="quiet" { (speech.say("agreement-not-yours")) } });
    }
    // Drawn here, so that the form that is sent twice writes in one.
    let once = DeliverableId::from_bits(caller.app.ids()()).to_string();
    let once = typed.some("once").unwrap_or(&once);
    page.draw(Form::new(visit, &action).slips(slips).once(once).guarded().around(html! {
        (fields(speech, typed, slips))
        div class="actions" { (Button::primary(&speech.say("deliverable-add"))) }
    }))
}

fn fields(speech: Speech, typed: &Typed, slips: &Slips) -> Markup {
    let kinds =
        DeliverableKind::ALL.iter().map(|one| Choice::new(one.word(), speech.say(&format!("deliverable-kind-{one}"))));
    let sides =
        DeliverableSide::ALL.iter().map(|one| Choice::new(one.word(), speech.say(&format!("deliverable-side-{one}"))));
    let kind = typed.some("kind").unwrap_or(DeliverableKind::Drawings.word());
    let side = typed.some("side").unwrap_or(DeliverableSide::Theirs.word());
    html! {
        (Field::text("title", speech.say("deliverable-name")).value(typed.get("title")).length_max(DELIVERABLE_LINE_CHARS_MAX).slips(slips).draw(speech))
        (Field::select("kind", speech.say("deliverable-kind"), kinds.collect()).value(kind).slips(slips).draw(speech))
        (Field::radios("side", speech.say("deliverable-side"), sides.collect()).value(side).slips(slips).draw(speech))
        (Field::number("quantity", speech.say("deliverable-quantity")).value(typed.get("quantity")).optional().slips(slips).draw(speech))
        (Field::text("measure", speech.say("deliverable-measure")).value(typed.get("measure")).optional().narrow().length_max(DELIVERABLE_LINE_CHARS_MAX).slips(slips).draw(speech))
        (Field::date("due", speech.say("deliverable-due")).value(typed.get("due")).optional().slips(slips).draw(speech))
    }
}

/// The deliverable of an address, where it is one of that agreement.
fn found<'a>(loaded: &'a Loaded, name: &str) -> Option<&'a DeliverableLine> {
    loaded.page.deliverables.iter().find(|line| line.deliverable.id.to_string() == name)
}

pub async fn show(caller: Caller, Path(name): Path<String>) -> Answer {
    shown_again(&caller, name, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

/// The page of a deliverable is drawn from its agreement, with the name of the deliverable among what was typed.
async fn shown_again(caller: &Caller, name: String, typed: &Typed, slips: &Slips, status: StatusCode) -> Answer {
    let one = name.clone();
    let held = caller.read(move |office| office.deliverable(&one)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let carried: Vec<(String, String)> = typed.carried().cloned().collect();
    let carried = carried.iter().map(|(field, value)| (field.as_str(), value.clone()));
    let typed = Typed::of(carried.chain([("deliverable-shown", held.id.to_string())]));
    again(caller, held.agreement.to_string(), draw as Draw, &typed, slips, status).await
}

async fn ended<T>(
    caller: &Caller,
    name: String,
    (typed, field): (&Typed, &str),
    done: Result<T, desk::Failure>,
) -> Answer {
    match done {
        Ok(_) => Ok(see_other(&format!("/deliverables/{name}"))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(sentence) => {
                let mut slips = Slips::new();
                slips.note(field, sentence);
                let status =
                    if was_changed(&failure) { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
                shown_again(caller, name, typed, &slips, status).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

fn named(name: &str) -> DeliverableId {
    DeliverableId::parse(name).unwrap_or_else(|| DeliverableId::from_bits(0))
}

pub async fn change(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let mut slips = Slips::new();
    // Which agreement it is of, the desk knows.
    let one = written(caller.visit.speech, &typed, named(&name), AgreementId::from_bits(0), &mut slips);
    if !slips.is_empty() {
        return shown_again(&caller, name, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let seen = revision(&typed);
    let done = caller.act(move |writer, turn, _| desk::write_deliverable(writer, turn, one, Some(seen))).await;
    ended(&caller, name, (&typed, "title"), done).await
}

pub async fn take(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let speech = caller.visit.speech;
    let mut slips = Slips::new();
    let on = day_needed(speech, &typed, "on", &mut slips);
    let until = day(speech, &typed, "step-until", &mut slips);
    let (Some(on), Some(made)) = (on, DeliverableMove::from_word(typed.get("move"))) else {
        return shown_again(&caller, name, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let (one, fields) = (name.clone(), typed.clone());
    let done = caller.act(move |writer, turn, office| {
        let one = office.deliverable(&one)?;
        let evidence = cited(office, &fields.lines("step-evidence"))?.into_iter().next();
        let words = fields.get("words").to_owned();
        let step = DeliverableStep { made, on, until, words, evidence, by: String::new(), at: 0 };
        desk::take_deliverable_step(writer, turn, (one.id, revision(&fields)), step)
    });
    let done = done.await;
    ended(&caller, name, (&typed, "words"), done).await
}

pub async fn note(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let mut slips = Slips::new();
    let Some(on) = day_needed(caller.visit.speech, &typed, "used-on", &mut slips) else {
        return shown_again(&caller, name, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let (one, fields) = (name.clone(), typed.clone());
    let done = caller.act(move |writer, turn, office| {
        let one = office.deliverable(&one)?;
        let evidence = cited(office, &fields.lines("use-evidence"))?.into_iter().next();
        let words = fields.get("use-words").to_owned();
        desk::note_use(writer, turn, one.id, UseNote { on, evidence, words, by: String::new(), at: 0 })
    });
    let done = done.await;
    ended(&caller, name, (&typed, "use-words"), done).await
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let Some(line) = found(loaded, typed.get("deliverable-shown")) else { return html! {} };
    let one = &line.deliverable;
    let mut rows = vec![
        SummaryRow::new(
            speech.say("deliverable-kind"),
            html! { (speech.say(&format!("deliverable-kind-{}", one.kind))) },
        ),
        SummaryRow::new(
            speech.say("deliverable-side"),
            html! { (speech.say(&format!("deliverable-side-{}", one.side))) },
        ),
        SummaryRow::new(speech.say("deliverable-state"), deliverable_state(speech, one.state)),
    ];
    if !one.quantity.is_empty() {
        let quantity = html! { (speech.written(&one.quantity)) " " bdi { (one.measure) } };
        rows.push(SummaryRow::new(speech.say("deliverable-quantity"), quantity));
    }
    let days = [
        ("deliverable-due", one.due),
        ("deliverable-delivered-on", one.delivered_on),
        ("deliverable-accepted-on", one.accepted_on),
        ("deliverable-answer-by", one.answer_by),
    ];
    for (key, day) in days {
        rows.extend(day.map(|day| SummaryRow::new(speech.say(key), html! { (speech.date(day)) })));
    }
    part_page(caller, loaded, one.title.clone(), slips).aside(summary_list(&rows)).draw(html! {
        (course(speech, loaded, line))
        (uses(speech, line))
        @if loaded.rights.settle { (forms(caller, loaded, line, typed, slips)) }
    })
}

fn course(speech: Speech, loaded: &Loaded, line: &DeliverableLine) -> Markup {
    html! {
        section aria-labelledby="course" {
            h2 id="course" { (speech.say("deliverable-course")) }
            @if line.steps.is_empty() { p class="quiet" { (speech.say("deliverable-course-none")) } }
            @else {
                ol class="plain" {
                    @for step in &line.steps {
                        li {
                            p { (speech.say(&format!("deliverable-done-{}", step.made))) " · " (speech.date(step.on))
                                @if let Some(until) = step.until { " · " (speech.say("deliverable-step-until")) " " (speech.date(until)) } }
                            @if !step.words.is_empty() { p { bdi { (step.words) } } }
                            @if let Some(thing) = &step.evidence { p { (evidence(speech, thing)) } }
                            p class="quiet" { (loaded.who(speech, &step.by)) ", " (when(speech, step.at)) }
                        }
                    }
                }
            }
        }
    }
}

fn uses(speech: Speech, line: &DeliverableLine) -> Markup {
    if line.deliverable.side == DeliverableSide::Ours {
        return html! {};
    }
    html! {
        section aria-labelledby="uses" {
            h2 id="uses" { (speech.say("uses-title")) }
            @if line.uses.is_empty() { p class="quiet" { (speech.say("uses-none")) } }
            @else {
                ul {
                    @for note in &line.uses {
                        li {
                            (speech.date(note.on)) @if !note.words.is_empty() { " · " bdi { (note.words) } } " · "
                            @match &note.evidence { Some(thing) => (evidence(speech, thing)), None => (speech.say("use-told")) }
                        }
                    }
                }
            }
        }
    }
}

fn forms(caller: &Caller, loaded: &Loaded, line: &DeliverableLine, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech, one) = (&caller.visit, caller.visit.speech, &line.deliverable);
    let place = format!("/deliverables/{}", one.id);
    let (steps, uses, today) = (format!("{place}/steps"), format!("{place}/uses"), loaded.today.to_string());
    let moves: Vec<DeliverableMove> = MOVES.into_iter().filter(|made| made.leads(one.state).is_some()).collect();
    let revision = html! { input type="hidden" name="revision" value=(one.revision); };
    let fresh = as_typed(one);
    let written = if typed.has("title") { typed } else { &fresh };
    html! {
        @if !moves.is_empty() {
            section aria-labelledby="go-on" {
                h2 id="go-on" { (speech.say("deliverable-go-on")) }
                (Form::new(visit, &steps).guarded().around(html! {
                    (revision)
                    (Field::date("on", speech.say("deliverable-on")).value(typed.some("on").unwrap_or(&today)).slips(slips).draw(speech))
                    (Field::lines("words", speech.say("deliverable-words"), 3).hint(speech.say("deliverable-words-hint"))
                        .value(typed.get("words")).optional().length_max(DELIVERABLE_TEXT_CHARS_MAX).slips(slips).draw(speech))
                    (Field::text("step-evidence", speech.say("evidence-record")).hint(speech.say("evidence-record-hint"))
                        .value(typed.get("step-evidence")).optional().slips(slips).draw(speech))
                    (Field::date("step-until", speech.say("deliverable-until")).hint(speech.say("deliverable-until-hint"))
                        .value(typed.get("step-until")).optional().slips(slips).draw(speech))
                    div class="actions" {
                        @for made in &moves { (Button::plain(&speech.say(&format!("deliverable-move-{made}"))).sends("move", made.word())) }
                    }
                }))
            }
        }
        @if one.state == DeliverableState::Accepted && one.side == DeliverableSide::Theirs {
            section aria-labelledby="note-use" {
                h2 id="note-use" { (speech.say("use-note")) }
                (Form::new(visit, &uses).guarded().around(html! {
                    (Field::date("used-on", speech.say("use-on")).value(typed.some("used-on").unwrap_or(&today)).slips(slips).draw(speech))
                    (Field::text("use-evidence", speech.say("evidence-record")).hint(speech.say("use-evidence-hint"))
                        .value(typed.get("use-evidence")).optional().slips(slips).draw(speech))
                    (Field::lines("use-words", speech.say("use-words"), 2).value(typed.get("use-words")).optional().length_max(DELIVERABLE_TEXT_CHARS_MAX).slips(slips).draw(speech))
                    div class="actions" { (Button::primary(&speech.say("use-write"))) }
                }))
                p { a href={ "/adoptions/new?from=deliverable:" (one.id) } { (speech.say("adoption-new")) } }
            }
        }
        @if one.state == DeliverableState::Awaited && loaded.rights.change && !loaded.page.agreement.is_signed() {
            section aria-labelledby="change" {
                h2 id="change" { (speech.say("deliverable-change")) }
                (Form::new(visit, &place).guarded().around(html! {
                    (revision)
                    (fields(speech, written, slips))
                    div class="actions" { (Button::plain(&speech.say("host-save"))) }
                }))
            }
        }
    }
}

fn as_typed(one: &Deliverable) -> Typed {
    Typed::of([
        ("title", one.title.clone()),
        ("kind", one.kind.word().to_owned()),
        ("side", one.side.word().to_owned()),
        ("quantity", one.quantity.clone()),
        ("measure", one.measure.clone()),
        ("due", one.due.map(|due| due.to_string()).unwrap_or_default()),
    ])
}
