//! A membership in an association: written down, and changed.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office};
use maud::{Markup, html};
use model::{
    Date, MEMBERSHIP_NUMBER_CHARS_MAX, MEMBERSHIP_REMARK_CHARS_MAX, Membership, MembershipId, Money, Source, SourceId,
    UnitId,
};

use crate::caller::Caller;
use crate::component::{Button, Choice, Crumb, Field, Form, Page, Section, Slips};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::typed::Typed;

/// Units that are offered. An office with more writes memberships by the API.
const UNITS_OFFERED: usize = 2_000;

/// What the form shows.
struct Loaded {
    source: Source,
    units: Vec<(UnitId, String)>,
    before: Option<Membership>,
}

/// The association of this name, or that of the membership of this name.
fn load(office: &Office, source: Option<&str>, membership: Option<&str>) -> Result<Loaded, Failure> {
    let before = membership.map(|id| office.membership(id)).transpose()?;
    let id = before.as_ref().map(|one| one.source.to_string());
    let source = office.source(id.as_deref().or(source).unwrap_or_default())?.source;
    let tree = office.tree()?;
    let mut units: Vec<(UnitId, String)> =
        tree.units().map(|unit| (unit.id.clone(), unit.name.clone())).take(UNITS_OFFERED).collect();
    units.sort_by_cached_key(|(_, name)| name.to_lowercase());
    Ok(Loaded { source, units, before })
}

pub async fn show_new(caller: Caller, Path(source): Path<String>) -> Answer {
    let once = MembershipId::from_bits(caller.app.ids()()).to_string();
    again(&caller, (Some(source), None), None, &once, &Slips::new(), StatusCode::OK).await
}

pub async fn show_change(caller: Caller, Path(id): Path<String>) -> Answer {
    again(&caller, (None, Some(id)), None, "", &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    (source, membership): (Option<String>, Option<String>),
    typed: Option<&Typed>,
    once: &str,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let loaded = caller.read(move |office| load(office, source.as_deref(), membership.as_deref())).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    let typed = match (typed, &loaded.before) {
        (Some(typed), _) => typed.clone(),
        (None, Some(before)) => as_typed(before),
        (None, None) => Typed::default(),
    };
    Ok(page(status, draw(caller, &loaded, &typed, once, slips)))
}

fn as_typed(one: &Membership) -> Typed {
    Typed::of([
        ("unit", one.unit.to_string()),
        ("since", one.since.to_string()),
        ("until", one.until.map_or_else(String::new, |until| until.to_string())),
        ("number", one.number.clone()),
        ("fee", one.fee.map_or_else(String::new, |fee| fee.to_string())),
        ("remark", one.remark.clone()),
        ("revision", one.revision.to_string()),
    ])
}

/// The membership that was typed, and what cannot be read of it.
fn membership(
    caller: &Caller,
    typed: &Typed,
    (id, source): (MembershipId, SourceId),
    slips: &mut Slips,
) -> Option<Membership> {
    let speech = caller.visit.speech;
    let unit = UnitId::new(typed.get("unit")).ok();
    if unit.is_none() {
        slips.note("unit", speech.say("membership-unit-missing"));
    }
    let since = Date::parse(typed.get("since"));
    if since.is_none() {
        slips.note("since", speech.say("membership-since-missing"));
    }
    let until = typed.some("until").map(Date::parse);
    if until == Some(None) {
        slips.note("until", speech.say("membership-until-unread"));
    }
    let fee = typed.some("fee").map(Money::parse);
    if let Some(Err(refusal)) = &fee {
        slips.note("fee", speech.refusal(refusal));
    }
    if !slips.is_empty() {
        return None;
    }
    Some(Membership {
        id,
        source,
        unit: unit?,
        since: since?,
        until: until.flatten(),
        number: typed.get("number").to_owned(),
        fee: fee.and_then(Result::ok),
        remark: typed.get("remark").to_owned(),
        revision: typed.get("revision").parse().unwrap_or_default(),
        made_at: 0,
    })
}

pub async fn add(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let id = MembershipId::parse(typed.get("once")).unwrap_or_else(|| MembershipId::from_bits(caller.app.ids()()));
    let read = name.clone();
    let source = caller.read(move |office| office.source(&read)).await;
    let source = source.map_err(|failure| failed(&caller.visit, &failure))?.source.id;
    keep(&caller, (id, source), (Some(name), None), &typed, &id.to_string()).await
}

pub async fn change(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let read = name.clone();
    let held = caller.read(move |office| office.membership(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    keep(&caller, (held.id, held.source), (None, Some(name)), &typed, "").await
}

async fn keep(
    caller: &Caller,
    named: (MembershipId, SourceId),
    names: (Option<String>, Option<String>),
    typed: &Typed,
    once: &str,
) -> Answer {
    let mut slips = Slips::new();
    if let Some(membership) = membership(caller, typed, named, &mut slips) {
        let is_new = names.1.is_none();
        let done = caller.act(move |writer, turn, _| desk::keep_membership(writer, turn, membership, is_new)).await;
        match done {
            Ok(kept) => return Ok(see_other(&format!("/sources/{}", kept.source))),
            Err(failure) => match sentence(&caller.visit, &failure) {
                Some(sentence) => slips.note("unit", sentence),
                None => return Err(failed(&caller.visit, &failure)),
            },
        }
    }
    again(caller, names, Some(typed), once, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let source = &loaded.source;
    let home = format!("/sources/{}", source.id);
    let (title, action) = match &loaded.before {
        None => (speech.say("membership-new"), format!("{home}/memberships/new")),
        Some(before) => (speech.say("membership-change"), format!("/memberships/{}", before.id)),
    };
    let units = loaded.units.iter().map(|(id, name)| Choice::new(id.as_str(), name.clone()));
    let mut form = Form::new(visit, &action).slips(slips).guarded();
    if !once.is_empty() {
        form = form.once(once);
    }
    Page::new(visit, title)
        .here(Section::Sources)
        .crumbs(vec![Crumb::of(speech, Section::Sources), Crumb::new(source.title.clone(), home)])
        .slips(slips)
        .lead(html! { bdi { (source.title) } })
        .draw(form.around(html! {
            (Field::select("unit", speech.say("membership-unit"), units.collect()).value(typed.get("unit")).slips(slips).draw(speech))
            (Field::date("since", speech.say("membership-since")).value(typed.get("since")).slips(slips).draw(speech))
            (Field::date("until", speech.say("membership-until")).hint(speech.say("membership-until-hint"))
                .value(typed.get("until")).optional().slips(slips).draw(speech))
            (Field::text("number", speech.say("membership-number")).value(typed.get("number"))
                .length_max(MEMBERSHIP_NUMBER_CHARS_MAX).optional().narrow().slips(slips).draw(speech))
            (Field::text("fee", speech.say("membership-fee")).hint(speech.say("membership-fee-hint"))
                .value(typed.get("fee")).optional().narrow().slips(slips).draw(speech))
            (Field::lines("remark", speech.say("membership-remark"), 3).value(typed.get("remark"))
                .length_max(MEMBERSHIP_REMARK_CHARS_MAX).optional().slips(slips).draw(speech))
            @if loaded.before.is_some() { input type="hidden" name="revision" value=(typed.get("revision")); }
            div class="actions" { (Button::primary(&speech.say("source-save"))) }
        }))
}
