//! Scenarios: what the office assumes of the years to come, written down and changed.

use axum::extract::Path;
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{
    CREDIT_LINE_CHARS_MAX, CREDIT_TEXT_CHARS_MAX, Currency, Date, Marking, PostId, Refusal, Scenario, ScenarioId,
    read_earnings, read_prices, read_rates, read_shifts, shifts_text,
};

use super::crumbs;
use crate::caller::Caller;
use crate::component::{Button, Choice, Crumb, Field, Form, Page, Section, Slips};
use crate::course::{Course, Sheet};
use crate::failed::{Answer, failed};
use crate::host::form::chosen_marking;
use crate::marking::{self, MarkingChoices};
use crate::typed::Typed;

struct Offered {
    posts: Vec<Choice>,
    marks: MarkingChoices,
    before: Option<Scenario>,
    may_keep: bool,
    is_changed: bool,
}

fn load(office: &Office, officer: &Officer, id: Option<&str>) -> Result<Offered, Failure> {
    let before = id.map(|id| office.scenario(id)).transpose()?;
    Ok(Offered {
        posts: officer.posts.iter().map(|(post, _)| Choice::new(post.id.as_str(), post.title.clone())).collect(),
        marks: MarkingChoices::of(office, officer)?,
        may_keep: before.as_ref().is_none_or(|before| office.may_keep_scenario(officer, before)),
        before,
        is_changed: false,
    })
}

impl Course for Offered {
    type Kept = Scenario;
    const FIELD: &'static str = "title";

    fn load(
        office: &Office,
        officer: &Officer,
        id: Option<&str>,
        _: Option<&Typed>,
        _: Date,
    ) -> Result<Offered, Failure> {
        load(office, officer, id)
    }

    fn as_typed(&self) -> Option<Typed> {
        self.before.as_ref().map(as_typed)
    }

    fn sees_change(&mut self) -> bool {
        self.is_changed = true;
        true
    }

    fn draw(&self, caller: &Caller, typed: &Typed, once: &str, slips: &Slips) -> Markup {
        draw(caller, self, typed, once, slips)
    }

    fn address(scenario: &Scenario) -> String {
        format!("/credits/forecast?scenario={}", scenario.id)
    }
}

pub async fn show_new(caller: Caller) -> Answer {
    let once = ScenarioId::from_bits(caller.app.ids()());
    Sheet::new(once).show::<Offered>(&caller, Some(Typed::default())).await
}

pub async fn show_change(caller: Caller, Path(id): Path<String>) -> Answer {
    Sheet::of(id).show::<Offered>(&caller, None).await
}

fn as_typed(scenario: &Scenario) -> Typed {
    let plain = [
        ("title", scenario.title.clone()),
        ("remark", scenario.remark.clone()),
        ("reporting", scenario.reporting.code().to_owned()),
        ("rates", scenario.rates_text()),
        ("earnings", scenario.earnings_text()),
        ("prices", scenario.prices_text()),
        ("shifts", shifts_text(&scenario.shifts)),
        ("delay", scenario.delay_days.to_string()),
        ("level", scenario.marking.level.word().to_owned()),
        ("revision", scenario.revision.to_string()),
    ];
    let compartments = scenario.marking.compartments.iter().map(|one| ("compartment", one.to_string()));
    let release = scenario.marking.release.iter().flatten().map(|one| ("release", one.to_string()));
    Typed::of(plain.into_iter().chain(compartments).chain(release))
}

fn scenario(caller: &Caller, typed: &Typed, id: ScenarioId, marking: Marking, slips: &mut Slips) -> Option<Scenario> {
    let speech = caller.visit.speech;
    let reporting = Currency::new(typed.get("reporting"));
    if reporting.is_none() {
        slips.note("reporting", speech.say("credit-currency-unread"));
    }
    let mut refused = |field: &str, refusal: &Refusal| slips.note(field, speech.refusal(refusal));
    let rates = read_rates(typed.raw("rates")).map_err(|refusal| refused("rates", &refusal)).ok();
    let earnings = reporting.and_then(|currency| {
        read_earnings(typed.raw("earnings"), currency).map_err(|refusal| refused("earnings", &refusal)).ok()
    });
    let prices = read_prices(typed.raw("prices")).map_err(|refusal| refused("prices", &refusal)).ok();
    let shifts = read_shifts(typed.raw("shifts")).map_err(|refusal| refused("shifts", &refusal)).ok();
    let delay = if typed.get("delay").is_empty() { Some(0) } else { typed.get("delay").parse().ok() };
    if delay.is_none() {
        slips.note("delay", speech.say("credit-count-unread"));
    }
    let post = typed.some("post").and_then(|post| PostId::new(post).ok());
    let post = post.or_else(|| caller.officer.post_ids().into_iter().next());
    if post.is_none() {
        slips.note("title", speech.say("request-no-post"));
    }
    if !slips.is_empty() {
        return None;
    }
    Some(Scenario {
        id,
        title: typed.get("title").to_owned(),
        remark: typed.get("remark").to_owned(),
        reporting: reporting?,
        rates: rates?,
        earnings: earnings?,
        prices: prices?,
        shifts: shifts?,
        delay_days: delay?,
        post: post?,
        marking,
        revision: typed.get("revision").parse().unwrap_or_default(),
        made_at: 0,
    })
}

pub async fn write(caller: Caller, typed: Typed) -> Answer {
    let id = ScenarioId::parse(typed.get("once")).unwrap_or_else(|| ScenarioId::from_bits(caller.app.ids()()));
    let sheet = Sheet::new(id);
    let mut slips = Slips::new();
    let Some(scenario) = scenario(&caller, &typed, id, marking::chosen(&typed), &mut slips) else {
        return sheet.slipped::<Offered>(&caller, typed, &slips).await;
    };
    let done = caller.act(move |writer, turn, _| desk::keep_scenario(writer, turn, scenario, true)).await;
    sheet.ended::<Offered>(&caller, typed, done).await
}

pub async fn change(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let read = name.clone();
    let held = caller.read(move |office| office.scenario(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let sheet = Sheet::of(name);
    let mut slips = Slips::new();
    let marking = chosen_marking(&typed, &held.marking);
    let Some(scenario) = scenario(&caller, &typed, held.id, marking, &mut slips) else {
        return sheet.slipped::<Offered>(&caller, typed, &slips).await;
    };
    let done = caller.act(move |writer, turn, _| desk::keep_scenario(writer, turn, scenario, false)).await;
    sheet.ended::<Offered>(&caller, typed, done).await
}

fn draw(caller: &Caller, offered: &Offered, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let (title, action) = match &offered.before {
        None => (speech.say("scenario-new"), "/credits/scenarios/new".to_owned()),
        Some(before) => (before.title.clone(), format!("/credits/scenarios/{}", before.id)),
    };
    let mut crumbs = crumbs(speech);
    crumbs.push(Crumb::new(speech.say("forecast-title"), "/credits/forecast"));
    let mut form = Form::new(visit, &action).slips(slips).guarded();
    if !once.is_empty() {
        form = form.once(once);
    }
    let lines = |name: &'static str, key: &str, hint: &str| {
        Field::lines(name, speech.say(key), 5).hint(speech.say(hint)).value(typed.raw(name)).optional().slips(slips)
    };
    Page::new(visit, title).here(Section::Acquisition).crumbs(crumbs).slips(slips).draw(html! {
        @if !offered.may_keep { p class="quiet" { (speech.say("scenario-read-only")) } }
        (form.around(html! {
            (Field::text("title", speech.say("scenario-title")).value(typed.get("title")).length_max(CREDIT_LINE_CHARS_MAX).slips(slips).draw(speech))
            (Field::text("reporting", speech.say("scenario-reporting")).hint(speech.say("scenario-reporting-hint")).value(typed.get("reporting")).narrow().length_max(3).slips(slips).draw(speech))
            (lines("rates", "scenario-rates", "scenario-rates-hint").draw(speech))
            (lines("earnings", "scenario-earnings", "scenario-earnings-hint").draw(speech))
            (lines("prices", "scenario-prices", "scenario-prices-hint").draw(speech))
            (lines("shifts", "scenario-shifts", "scenario-shifts-hint").draw(speech))
            (Field::text("delay", speech.say("scenario-delay")).hint(speech.say("scenario-delay-hint")).value(typed.get("delay")).narrow().optional().slips(slips).draw(speech))
            (Field::lines("remark", speech.say("scenario-remark"), 3).value(typed.get("remark")).optional().length_max(CREDIT_TEXT_CHARS_MAX).slips(slips).draw(speech))
            @if offered.before.is_none() && offered.posts.len() > 1 {
                (Field::select("post", speech.say("credit-post"), offered.posts.clone()).value(typed.get("post")).slips(slips).draw(speech))
            }
            (offered.marks.fields(speech, typed, slips))
            @if let Some(before) = &offered.before {
                @let seen = if offered.is_changed { before.revision.to_string() } else { typed.get("revision").to_owned() };
                input type="hidden" name="revision" value=(seen);
            }
            @if offered.may_keep { div class="actions" { (Button::primary(&speech.say("scenario-keep"))) } }
        }))
    })
}
