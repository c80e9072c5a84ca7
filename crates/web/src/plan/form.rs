//! The form of a line of the plan.

use std::sync::Arc;

use axum::extract::RawQuery;
use axum::http::StatusCode;
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{
    Date, MEASURE_CHARS_MAX, PLAN_LINE_CHARS_MAX, PLAN_NOTE_CHARS_MAX, PlanLine, PlanLineId, Post, PostId,
    QuarterAmount, Refusal, Unit, UnitId,
};

use super::{crumbs, ended, read};
use crate::caller::Caller;
use crate::component::{Button, Choice, Field, Form, Page, Section, Slips};
use crate::failed::{Answer, page};
use crate::marking::{self, MarkingChoices};
use crate::typed::Typed;

/// What can be chosen in the form.
pub(super) struct Offered {
    /// Units whose plan the officer sets.
    units: Vec<Unit>,
    /// Posts that can answer for a line.
    posts: Vec<Post>,
    marks: MarkingChoices,
}

pub(super) fn offered(office: &Office, officer: &Officer, unit: Option<&UnitId>) -> Result<Offered, Failure> {
    let tree = office.tree()?;
    let sets = |unit: &Unit| officer.with_power_over(model::Power::Lead, &unit.id, &tree).is_some();
    let mut units: Vec<Unit> = tree.units().filter(|unit| sets(unit)).cloned().collect();
    units.sort_by_cached_key(|unit| unit.name.to_lowercase());
    let is_near = |post: &Post| match unit {
        Some(unit) => tree.is_within(&post.unit, unit) || tree.is_within(unit, &post.unit),
        None => units.iter().any(|unit| tree.is_within(&post.unit, &unit.id)),
    };
    let mut posts: Vec<Post> = office.posts()?.into_iter().filter(|post| !post.closed && is_near(post)).collect();
    posts.sort_by_cached_key(|post| post.title.to_lowercase());
    Ok(Offered { posts, units, marks: MarkingChoices::of(office, officer)? })
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    // Drawn here, so that the form that is sent twice sets one line.
    let once = PlanLineId::from_bits(caller.app.ids()()).to_string();
    again(&caller, &typed, &once, &Slips::new(), StatusCode::OK).await
}

async fn again(caller: &Caller, typed: &Typed, once: &str, slips: &Slips, status: StatusCode) -> Answer {
    let officer = Arc::clone(&caller.officer);
    let offered = read(caller, move |office| offered(office, &officer, None)).await?;
    Ok(page(status, draw(caller, &offered, typed, once, slips)))
}

/// What a line says, as the form shows it.
pub(super) fn as_typed(line: &PlanLine) -> Typed {
    let plain = [
        ("unit", line.unit.to_string()),
        ("parameter", line.parameter.clone()),
        ("measure", line.measure.clone()),
        ("targets", QuarterAmount::write(&line.targets)),
        ("owner", line.owner.as_ref().map(PostId::to_string).unwrap_or_default()),
        ("money", line.money.clone()),
        ("supplier", line.supplier.clone()),
        ("note", line.note.clone()),
        ("level", line.marking.level.word().to_owned()),
        ("revision", line.revision.to_string()),
    ];
    let compartments = line.marking.compartments.iter().map(|one| ("compartment", one.to_string()));
    let circles = line.marking.release.iter().flatten().map(|one| ("release", one.to_string()));
    Typed::of(plain.into_iter().chain(compartments).chain(circles))
}

/// The line that was typed; none where something of it cannot be read.
pub(super) fn line(caller: &Caller, typed: &Typed, id: PlanLineId, slips: &mut Slips) -> Option<PlanLine> {
    let unit = UnitId::new(typed.get("unit")).ok();
    if unit.is_none() {
        slips.note("unit", caller.speech().say("plan-unit-missing"));
    }
    let targets = match QuarterAmount::read_all(typed.get("targets")) {
        Ok(targets) => targets,
        Err(refusal) => {
            slips.note("targets", caller.speech().refusal(&refusal));
            Vec::new()
        }
    };
    if !slips.is_empty() {
        return None;
    }
    let line = PlanLine {
        id,
        unit: unit?,
        parameter: typed.get("parameter").to_owned(),
        measure: typed.get("measure").to_owned(),
        targets,
        // Who sets it is known by who sends the form.
        setter: PostId::new("office").ok()?,
        owner: typed.some("owner").and_then(|owner| PostId::new(owner).ok()),
        money: typed.get("money").to_owned(),
        supplier: typed.get("supplier").to_owned(),
        note: typed.get("note").replace("\r\n", "\n"),
        marking: marking::chosen(typed),
        invented: false,
        revision: typed.get("revision").parse().unwrap_or(u32::MAX),
        made_at: 0,
    };
    if let Some(refusal) = targets_refused(&line, caller.app.today()) {
        slips.note("targets", caller.speech().refusal(&refusal));
        return None;
    }
    Some(line)
}

/// Why the targets of a line are refused, whatever else it says: the sentence belongs to their field.
fn targets_refused(line: &PlanLine, today: Date) -> Option<Refusal> {
    let alone = PlanLine {
        parameter: "any".to_owned(),
        measure: String::new(),
        money: String::new(),
        supplier: String::new(),
        note: String::new(),
        ..line.clone()
    };
    alone.tidied(today).err()
}

pub async fn add(caller: Caller, typed: Typed) -> Answer {
    let id = PlanLineId::parse(typed.get("once")).unwrap_or_else(|| PlanLineId::from_bits(caller.app.ids()()));
    let once = id.to_string();
    let mut slips = Slips::new();
    let Some(line) = line(&caller, &typed, id, &mut slips) else {
        return again(&caller, &typed, &once, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let done = caller.act(move |writer, turn, _| desk::plan::keep_plan_line(writer, turn, line, true)).await;
    let to = |line: &PlanLine| format!("/plan/lines/{}", line.id);
    ended(&caller, done, to, "parameter", async |slips, status| again(&caller, &typed, &once, &slips, status).await)
        .await
}

/// The fields of a line. Its unit is asked for where it is new.
pub(super) fn fields(caller: &Caller, offered: &Offered, typed: &Typed, slips: &Slips, is_new: bool) -> Markup {
    let speech = caller.visit.speech;
    let this_quarter = model::Quarter::of(caller.app.today()).to_string();
    let choose = |key: &str| std::iter::once(Choice::new("", speech.say(key)));
    let units = offered.units.iter().map(|unit| Choice::new(unit.id.as_str(), unit.name.clone()));
    let posts = offered.posts.iter().map(|post| Choice::new(post.id.as_str(), post.title.clone()));
    let text = |name: &'static str, key: &str, hint: &str| {
        Field::text(name, speech.say(key))
            .hint(speech.say(hint))
            .value(typed.get(name))
            .length_max(PLAN_LINE_CHARS_MAX)
            .slips(slips)
    };
    html! {
        @if is_new {
            (Field::select("unit", speech.say("adoption-unit"), choose("plan-unit-choose").chain(units).collect()).value(typed.get("unit"))
                .slips(slips).draw(speech))
        } @else { input type="hidden" name="unit" value=(typed.get("unit")); }
        (text("parameter", "plan-parameter", "plan-parameter-hint").draw(speech))
        (Field::text("measure", speech.say("plan-measure")).hint(speech.say("plan-measure-hint")).value(typed.get("measure")).optional()
            .narrow().length_max(MEASURE_CHARS_MAX).slips(slips).draw(speech))
        (Field::lines("targets", speech.say("plan-targets"), 6).hint(speech.with("plan-targets-hint", &[("quarter", this_quarter.into())])).value(typed.get("targets"))
            .slips(slips).draw(speech))
        (Field::select("owner", speech.say("plan-owner"), choose("plan-owner-none").chain(posts).collect()).value(typed.get("owner"))
            .slips(slips).draw(speech))
        (text("money", "plan-money", "plan-money-hint").optional().draw(speech))
        (text("supplier", "plan-supplier", "plan-supplier-hint").optional().draw(speech))
        (Field::lines("note", speech.say("plan-note"), 2).value(typed.get("note")).optional().length_max(PLAN_NOTE_CHARS_MAX)
            .slips(slips).draw(speech))
        (offered.marks.fields(speech, typed, slips))
        div class="actions" { (Button::primary(&speech.say("plan-keep"))) }
    }
}

fn draw(caller: &Caller, offered: &Offered, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    Page::new(visit, speech.say("plan-line-new")).here(Section::Plan).crumbs(crumbs(speech)).slips(slips).narrow().draw(
        html! {
            @if offered.units.is_empty() { p { (speech.say("plan-no-units")) } }
            @else {
                (Form::new(visit, "/plan/new").slips(slips).guarded().once(once).around(fields(caller, offered, typed, slips, true)))
            }
        },
    )
}
