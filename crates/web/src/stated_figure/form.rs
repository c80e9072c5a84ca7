//! The form of a stated figure.

use std::sync::Arc;

use axum::extract::RawQuery;
use axum::http::StatusCode;
use maud::{Markup, html};
use model::{
    CaseStage, MEASURE_CHARS_MAX, PostId, Rational, STATED_LINE_CHARS_MAX, STATED_NOTE_CHARS_MAX, StatedFigure,
    StatedFigureId, StatedKind, StatedStatus,
};

use super::{crumbs, ended, place, read, stage_name};
use crate::caller::Caller;
use crate::component::{Button, Choice, Field, Form, Page, Section, Slips};
use crate::failed::{Answer, page};
use crate::marking::{self, MarkingChoices};
use crate::speech::Speech;
use crate::typed::Typed;

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    // Drawn here, so that the form that is sent twice writes one figure.
    let once = StatedFigureId::from_bits(caller.app.ids()()).to_string();
    again(&caller, &typed, &once, &Slips::new(), StatusCode::OK).await
}

async fn again(caller: &Caller, typed: &Typed, once: &str, slips: &Slips, status: StatusCode) -> Answer {
    let officer = Arc::clone(&caller.officer);
    let marks = read(caller, move |office| MarkingChoices::of(office, &officer)).await?;
    Ok(page(status, draw(caller, &marks, typed, once, slips)))
}

pub async fn add(caller: Caller, typed: Typed) -> Answer {
    let once = typed.get("once").to_owned();
    let id = StatedFigureId::parse(&once).unwrap_or_else(|| StatedFigureId::from_bits(caller.app.ids()()));
    let mut slips = Slips::new();
    let Some(figure) = figure(&caller, &typed, id, &mut slips) else {
        return again(&caller, &typed, &once, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let done = caller.act(move |writer, turn, _| desk::keep_stated_figure(writer, turn, figure, true)).await;
    ended(&caller, done, place, "parameter", async |slips, status| again(&caller, &typed, &once, &slips, status).await)
        .await
}

/// What a figure says, as the form shows it.
pub(super) fn as_typed(figure: &StatedFigure) -> Typed {
    let plain = [
        ("programme", figure.programme.clone()),
        ("parameter", figure.parameter.clone()),
        ("kind", figure.kind.word().to_owned()),
        ("stage", figure.stage.map(|stage| stage.word().to_owned()).unwrap_or_default()),
        ("status", figure.status.word().to_owned()),
        ("value", figure.value.map(|value| value.to_string()).unwrap_or_default()),
        ("wording", figure.wording.clone()),
        ("measure", figure.measure.clone()),
        ("period", figure.period.clone()),
        ("source", figure.source.clone()),
        ("place", figure.place.clone()),
        ("note", figure.note.clone()),
        ("level", figure.marking.level.word().to_owned()),
        ("revision", figure.revision.to_string()),
    ];
    let compartments = figure.marking.compartments.iter().map(|one| ("compartment", one.to_string()));
    let circles = figure.marking.release.iter().flatten().map(|one| ("release", one.to_string()));
    Typed::of(plain.into_iter().chain(compartments).chain(circles))
}

/// The figure that was typed; none where something of it cannot be read.
pub(super) fn figure(caller: &Caller, typed: &Typed, id: StatedFigureId, slips: &mut Slips) -> Option<StatedFigure> {
    let value = typed.some("value").map(|text| text.trim().replace(',', "."));
    let number = value.as_deref().and_then(Rational::parse);
    if value.is_some() && number.is_none() {
        slips.note("value", caller.speech().say("stated-value-none"));
        return None;
    }
    Some(StatedFigure {
        id,
        programme: typed.get("programme").to_owned(),
        parameter: typed.get("parameter").to_owned(),
        kind: StatedKind::from_word(typed.get("kind")).unwrap_or(StatedKind::Other),
        stage: CaseStage::from_word(typed.get("stage")),
        status: StatedStatus::from_word(typed.get("status")).unwrap_or(StatedStatus::Given),
        value: number,
        wording: typed.get("wording").to_owned(),
        measure: typed.get("measure").to_owned(),
        period: typed.get("period").to_owned(),
        source: typed.get("source").to_owned(),
        place: typed.get("place").to_owned(),
        note: typed.get("note").replace("\r\n", "\n"),
        // Who writes it down is known by who sends the form.
        post: PostId::new("office").ok()?,
        marking: marking::chosen(typed),
        invented: false,
        revision: typed.get("revision").parse().unwrap_or(u32::MAX),
        made_at: 0,
    })
}

pub(super) fn fields(speech: Speech, marks: &MarkingChoices, typed: &Typed, slips: &Slips) -> Markup {
    let kinds = StatedKind::ALL.iter().map(|kind| Choice::new(kind.word(), speech.say(&format!("stated-kind-{kind}"))));
    let statuses =
        StatedStatus::ALL.iter().map(|one| Choice::new(one.word(), speech.say(&format!("stated-status-{one}"))));
    let stages = CaseStage::ALL.iter().map(|stage| Choice::new(stage.word(), stage_name(speech, *stage)));
    let stages = std::iter::once(Choice::new("", speech.say("stated-stage-none"))).chain(stages);
    let text = |name: &'static str, key: &str| {
        Field::text(name, speech.say(key)).value(typed.get(name)).length_max(STATED_LINE_CHARS_MAX).slips(slips)
    };
    let hinted = |name: &'static str, key: &str, hint: &str| text(name, key).hint(speech.say(hint));
    html! {
        (hinted("programme", "stated-programme", "stated-programme-hint").draw(speech))
        (hinted("parameter", "stated-parameter", "stated-parameter-hint").draw(speech))
        (Field::select("kind", speech.say("stated-kind"), kinds.collect()).value(typed.get("kind")).slips(slips).draw(speech))
        (Field::select("stage", speech.say("figure-stage"), stages.collect()).hint(speech.say("stated-stage-hint"))
            .value(typed.get("stage")).slips(slips).draw(speech))
        (Field::select("status", speech.say("stated-status"), statuses.collect()).hint(speech.say("stated-status-hint"))
            .value(typed.get("status")).slips(slips).draw(speech))
        (hinted("value", "stated-value", "stated-value-hint").optional().narrow().draw(speech))
        (Field::text("measure", speech.say("plan-measure")).hint(speech.say("stated-measure-hint")).value(typed.get("measure"))
            .optional().narrow().length_max(MEASURE_CHARS_MAX).slips(slips).draw(speech))
        (hinted("wording", "stated-wording", "stated-wording-hint").optional().draw(speech))
        (hinted("period", "stated-period", "stated-period-hint").optional().narrow().draw(speech))
        (hinted("source", "stated-source", "stated-source-hint").optional().draw(speech))
        (hinted("place", "stated-place", "stated-place-hint").optional().draw(speech))
        (Field::lines("note", speech.say("stated-note"), 3).hint(speech.say("stated-note-hint")).value(typed.get("note")).optional()
            .length_max(STATED_NOTE_CHARS_MAX).slips(slips).draw(speech))
        (marks.fields(speech, typed, slips))
        div class="actions" { (Button::primary(&speech.say("stated-keep"))) }
    }
}

fn draw(caller: &Caller, marks: &MarkingChoices, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let new = Page::new(visit, speech.say("stated-new")).here(Section::Figures).crumbs(crumbs(speech));
    new.slips(slips).narrow().draw(html! {
        @if caller.officer.may_state_figures() {
            (Form::new(visit, "/figures/stated/new").slips(slips).guarded().once(once).around(fields(speech, marks, typed, slips)))
        } @else { p { (speech.say("stated-not-writer")) } }
    })
}
