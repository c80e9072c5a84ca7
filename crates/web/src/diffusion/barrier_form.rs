//! The form by which a barrier is logged: on what, what is lacking, who can remove it, by when.

use std::sync::Arc;

use axum::extract::RawQuery;
use axum::http::StatusCode;
use desk::{Failure, Office, Officer, PostsOutside};
use maud::{Markup, html};
use model::{
    BARRIER_SUBJECT_CHARS_MAX, BARRIER_TEXT_CHARS_MAX, BarrierId, BarrierKind, BarrierState, Date, LoggedBarrier,
    Marking, PostId, Thing, UnitId,
};

use super::{crumbs, ended, narrowing, place, read};
use crate::caller::Caller;
use crate::component::{AdoptionRoom, Button, Choice, Field, Form, Page, Section, Slips, slip_summary};
use crate::failed::{Answer, page};
use crate::history::{Named, name_of, named};
use crate::typed::Typed;

struct Offered {
    on: Named,
    owners: PostsOutside,
}

fn load(office: &Office, officer: &Officer, on: &Thing, typed: &Typed) -> Result<Offered, Failure> {
    let unit = office.may_block(officer, on)?;
    let chosen: Vec<PostId> = PostId::new(typed.get("owner")).into_iter().collect();
    Ok(Offered { on: name_of(office, on)?, owners: office.posts_outside(&unit, typed.get("words"), &chosen)? })
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    // Drawn here, so that the form that is sent twice logs once.
    let once = BarrierId::from_bits(caller.app.ids()()).to_string();
    again(&caller, &typed, &once, &Slips::new(), StatusCode::OK).await
}

async fn again(caller: &Caller, typed: &Typed, once: &str, slips: &Slips, status: StatusCode) -> Answer {
    let officer = Arc::clone(&caller.officer);
    // Without a thing the refusal says where the form is opened.
    let on = Thing::parse(typed.get("on")).unwrap_or_else(|| Thing::new(model::Noun::Adoption, ""));
    let fields = typed.clone();
    let offered = read(caller, move |office| load(office, &officer, &on, &fields)).await?;
    Ok(page(status, draw(caller, &offered, typed, once, slips)))
}

/// The barrier that was typed, and what cannot be read of it.
fn barrier(caller: &Caller, typed: &Typed, id: BarrierId, slips: &mut Slips) -> Option<LoggedBarrier> {
    let speech = caller.visit.speech;
    let kind = BarrierKind::from_word(typed.get("kind"));
    if kind.is_none() {
        slips.note("kind", speech.say("barrier-kind-missing"));
    }
    let owner = PostId::new(typed.get("owner")).ok();
    if owner.is_none() {
        slips.note("owner", speech.say("barrier-owner-missing"));
    }
    let mut day = |name: &str| {
        let day = Date::parse(typed.get(name));
        if day.is_none() {
            slips.note(name, speech.say("diffusion-day-missing"));
        }
        day
    };
    let (opened, due) = (day("opened"), day("due"));
    Some(LoggedBarrier {
        id,
        on: Thing::parse(typed.get("on"))?,
        // Unit, post and marking follow from that in whose way it stands.
        unit: UnitId::new("office").ok()?,
        post: owner.clone()?,
        owner: owner?,
        kind: kind?,
        subject: typed.get("subject").to_owned(),
        statement: typed.get("statement").replace("\r\n", "\n"),
        opened: opened?,
        due: due?,
        state: BarrierState::Open,
        closed: None,
        how: String::new(),
        removed_with: None,
        hint: None,
        marking: Marking::default(),
        invented: false,
        revision: 0,
        made_at: 0,
    })
}

pub async fn log(caller: Caller, typed: Typed) -> Answer {
    let id = BarrierId::parse(typed.get("once")).unwrap_or_else(|| BarrierId::from_bits(caller.app.ids()()));
    let once = id.to_string();
    let mut slips = Slips::new();
    if typed.has("look") {
        return again(&caller, &typed, &once, &slips, StatusCode::OK).await;
    }
    let Some(barrier) = barrier(&caller, &typed, id, &mut slips) else {
        return again(&caller, &typed, &once, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let done = caller.act(move |writer, turn, office| desk::log_barrier(writer, turn, office, barrier)).await;
    let to = |barrier: &LoggedBarrier| format!("/barriers/{}", barrier.id);
    ended(&caller, done, to, "subject", async |slips, status| again(&caller, &typed, &once, &slips, status).await).await
}

fn draw(caller: &Caller, offered: &Offered, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let kinds =
        BarrierKind::ALL.iter().map(|kind| Choice::new(kind.word(), speech.say(&format!("barrier-kind-{kind}"))));
    let kinds = std::iter::once(Choice::new("", speech.say("barrier-kind-choose"))).chain(kinds).collect();
    let owners = offered.owners.posts.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone()));
    let owners = std::iter::once(Choice::new("", speech.say("barrier-owner-choose"))).chain(owners).collect();
    let today = caller.app.today();
    let opened = today.to_string();
    let due = today.plus_days(30).to_string();
    Page::new(visit, speech.say("barrier-new"))
        .here(Section::Adoption)
        .crumbs(crumbs(speech, AdoptionRoom::Barriers))
        .slips(slips)
        .narrow()
        .draw(html! {
            (slip_summary(speech, slips))
            p class="lead" { (speech.say("barrier-form-lead")) }
            p { (speech.say("barrier-on")) " " (named(speech, &offered.on)) }
            (Form::new(visit, "/barriers/new").slips(slips).guarded().once(once).around(html! {
                input type="hidden" name="on" value=(typed.get("on"));
                (Field::select("kind", speech.say("barrier-kind"), kinds).value(typed.get("kind")).slips(slips).draw(speech))
                (Field::text("subject", speech.say("barrier-subject")).hint(speech.say("barrier-subject-hint")).value(typed.get("subject"))
                    .length_max(BARRIER_SUBJECT_CHARS_MAX).slips(slips).draw(speech))
                (Field::lines("statement", speech.say("barrier-statement"), 4).value(typed.get("statement")).optional()
                    .length_max(BARRIER_TEXT_CHARS_MAX).slips(slips).draw(speech))
                (narrowing(speech, typed, &offered.owners))
                (Field::select("owner", speech.say("barrier-owner"), owners).hint(speech.say("barrier-owner-hint"))
                    .value(typed.get("owner")).slips(slips).draw(speech))
                (Field::date("opened", speech.say("barrier-opened")).value(typed.some("opened").unwrap_or(&opened)).slips(slips).draw(speech))
                (Field::date("due", speech.say("barrier-due")).value(typed.some("due").unwrap_or(&due)).slips(slips).draw(speech))
                div class="actions" {
                    (Button::primary(&speech.say("barrier-log")))
                    @if let Some(on) = Thing::parse(typed.get("on")) { a href=(place(&on)) { (speech.say("barrier-back")) } }
                }
            }))
        })
}
