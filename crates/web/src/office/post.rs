//! Posts: what each may do, who acts for it and did, how its duties stand, and deputies during leave.

use std::collections::BTreeSet;

use axum::extract::Path;
use desk::AsSeen;
use maud::{Markup, html};
use model::{Noun, Post, PostId, Power, Staff, StaffChange, Standing, Thing, UnitId};

use super::foresight::{Asking, DrawForm, Offer, SEEN, Slip, change, seen_field};
use super::tenure::{self, appoint_form, deputy_form, handover, leave, tenures};
use super::{administers, crumbs};
use crate::app::App;
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Crumb, Field, Form, Page, Section, Slips, SummaryRow, Tone, Trouble, disclosure, link_button,
    summary_list, tag, timeline,
};
use crate::failed::{Answer, failed, shown, trouble};
use crate::history::{tell, timeline_of};
use crate::route::{Policy, Routes};
use crate::typed::Typed;

/// A post as its form shows it.
fn filled(post: &Post, seen: &AsSeen) -> Typed {
    let fields = [("title", post.title.clone()), ("unit", post.unit.to_string()), (SEEN, seen.n_facts.to_string())];
    Typed::of(fields.into_iter().chain(post.powers.iter().map(|power| ("powers", power.word().to_owned()))))
}

/// The form of a new post in a unit, before anything is typed.
pub fn blank(unit: &UnitId) -> Typed {
    Typed::of([("unit", unit.to_string())])
}

/// The form of a post; without one, of a new post.
pub fn form(caller: &Caller, staff: &Staff, typed: &Typed, slips: &Slips, post: Option<&PostId>) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let units = staff.units.values().map(|unit| Choice::new(unit.id.as_str(), unit.name.clone())).collect();
    let powers = Power::ALL.iter().map(|power| {
        Choice::new(power.word(), speech.say(&format!("power-{}", power.word())))
            .hint(speech.say(&format!("power-{}-hint", power.word())))
    });
    let action = post.map_or_else(|| "/office/posts".to_owned(), |post| format!("/office/posts/{post}"));
    Form::new(visit, &action).slips(slips).around(html! {
        (seen_field(typed))
        @if post.is_none() { (Field::text("id", speech.say("post-id")).hint(speech.say("short-name-hint")).value(typed.get("id")).slips(slips).draw(speech)) }
        (Field::text("title", speech.say("post-title")).value(typed.get("title")).slips(slips).draw(speech))
        (Field::select("unit", speech.say("post-unit"), units).value(typed.get("unit")).slips(slips).draw(speech))
        (Field::checks("powers", speech.say("post-powers"), powers.collect()).values(typed.all("powers")).slips(slips).optional().draw(speech))
        div class="actions" { (Button::plain(&speech.say("foresight-look")).sends("do", "look")) }
    })
}

async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    let visit = &caller.visit;
    let speech = visit.speech;
    let today = caller.app.today();
    let name = id.clone();
    let loaded = caller
        .read(move |office| {
            let thing = Thing::new(Noun::Post, &name);
            let history = tell(office, office.history(&thing)?)?;
            let waiting = match PostId::new(&name) {
                Ok(post) => office.n_duties(&[post], today)?,
                Err(_) => (0, 0),
            };
            Ok((office.staff()?, office.as_seen(thing)?, history, waiting))
        })
        .await;
    let (staff, seen, history, (n_open, n_late)) = loaded.map_err(|failure| failed(visit, &failure))?;
    let Some(post) = PostId::new(&id).ok().and_then(|id| staff.posts.get(&id)) else {
        return Err(trouble(visit, &Trouble::Missing));
    };
    let unit = staff.units.get(&post.unit).map_or_else(|| post.unit.to_string(), |unit| unit.name.clone());
    let mut way = crumbs(speech);
    way.push(Crumb::new(unit, format!("/office/units/{}", post.unit)));
    let holds = caller.officer.posts.iter().any(|(held, standing)| held.id == post.id && *standing == Standing::Holder);
    let none = Slips::new();
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let rows = [
        SummaryRow::new(
            speech.say("post-powers"),
            html! {
                @if post.powers.is_empty() { (speech.say("post-no-powers")) }
                @for (at, power) in post.powers.iter().enumerate() { @if at > 0 { ", " } (speech.say(&format!("power-{}", power.word()))) }
            },
        ),
        SummaryRow::new(speech.say("duties-open"), html! { (speech.number(count(n_open))) }),
        SummaryRow::new(speech.say("duties-late"), html! { (speech.number(count(n_late))) }),
    ];
    Ok(shown(Page::new(visit, post.title.clone()).here(Section::Office).crumbs(way).aside(summary_list(&rows)).draw(html! {
        @if post.closed { p { (tag(Tone::Faint, &speech.say("post-closed"))) } }
        @if caller.officer.acts_for(&post.id) || administers(&caller) {
            div class="actions" {
                (link_button(&speech.say("mailing-title"), &format!("/office/posts/{}/mail", post.id), false))
                (link_button(&speech.say("webhooks-title"), &format!("/office/posts/{}/webhooks", post.id), false))
            }
        }
        (tenures(&caller, &staff, post, holds, today))
        @if holds { (disclosure(&speech.say("deputy-new"), false, deputy_form(&caller, &staff, &leave(today), &none, &post.id))) }
        @if administers(&caller) && !post.closed {
            @let filled = filled(post, &seen);
            (disclosure(&speech.say("post-hand-over"), false, appoint_form(&caller, &staff, &handover(&seen, today), &none, &post.id)))
            (disclosure(&speech.say("post-change"), false, form(&caller, &staff, &filled, &none, Some(&post.id))))
            @if n_open > 0 { (disclosure(&speech.say("post-hand-work"), false, work_form(&caller, &staff, &Typed::default(), &none, &post.id))) }
            (disclosure(&speech.say("post-close"), false, close_form(&caller, &staff, &filled, &none, &post.id)))
        }
        h2 { (speech.say("history-title")) }
        (timeline(&timeline_of(speech, &history)))
    })))
}

/// The open posts beside this one.
fn others(staff: &Staff, post: &PostId) -> Vec<Choice> {
    let others = staff.posts.values().filter(|other| other.id != *post && !other.closed);
    others.map(|post| Choice::new(post.id.as_str(), post.title.clone())).collect()
}

fn work_form(caller: &Caller, staff: &Staff, typed: &Typed, slips: &Slips, post: &PostId) -> Markup {
    let speech = caller.visit.speech;
    let mut takers = vec![Choice::new("", speech.say("post-hand-work-choose"))];
    takers.extend(others(staff, post));
    Form::new(&caller.visit, &format!("/office/posts/{post}/work")).slips(slips).around(html! {
        p { (speech.say("post-hand-work-body")) }
        (Field::select("work-to", speech.say("post-close-to"), takers).value(typed.get("work-to")).slips(slips).draw(speech))
        div class="actions" { (Button::plain(&speech.say("post-hand-work-go"))) }
    })
}

fn close_form(caller: &Caller, staff: &Staff, typed: &Typed, slips: &Slips, post: &PostId) -> Markup {
    let speech = caller.visit.speech;
    let mut takers = vec![Choice::new("", speech.say("post-close-nobody"))];
    takers.extend(others(staff, post));
    Form::new(&caller.visit, &format!("/office/posts/{post}/close")).slips(slips).around(html! {
        p { (speech.say("post-close-body")) }
        (seen_field(typed))
        (Field::select("to", speech.say("post-close-to"), takers).value(typed.get("to")).slips(slips).optional().draw(speech))
        div class="actions" { (Button::grave(&speech.say("foresight-look")).sends("do", "look")) }
    })
}

fn stated(typed: &Typed, id: &str) -> Result<Vec<StaffChange>, Slip> {
    let powers: BTreeSet<Power> = typed.all("powers").iter().filter_map(|word| Power::from_word(word)).collect();
    let id = PostId::new(id).map_err(|refusal| ("id", refusal))?;
    let unit = UnitId::new(typed.get("unit")).map_err(|refusal| ("unit", refusal))?;
    Ok(vec![StaffChange::Post(Post { id, title: typed.get("title").to_owned(), unit, powers, closed: false })])
}

fn offer(caller: &Caller, typed: &Typed, id: &str, post: Option<PostId>) -> Offer {
    let title = caller.speech().say(if post.is_some() { "post-change" } else { "post-new" });
    let back = match (&post, UnitId::new(typed.get("unit"))) {
        (Some(post), _) => format!("/office/posts/{post}"),
        (None, Ok(unit)) => format!("/office/units/{unit}"),
        (None, Err(_)) => "/office".to_owned(),
    };
    let form: DrawForm = Box::new(move |caller, staff, typed, slips| form(caller, staff, typed, slips, post.as_ref()));
    Offer {
        thing: Thing::new(Noun::Post, id),
        changes: stated(typed, id),
        next: format!("/office/posts/{id}"),
        asking: Asking { title, field: "title", back, form },
    }
}

/// The post that an address names.
pub(super) fn named(id: &str) -> Result<PostId, Trouble> {
    PostId::new(id).map_err(|_| Trouble::Missing)
}

async fn keep(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let post = named(&id).map_err(|missing| trouble(&caller.visit, &missing))?;
    let offer = offer(&caller, &typed, &id, Some(post));
    change(caller, typed, offer).await
}

async fn make(caller: Caller, typed: Typed) -> Answer {
    let offer = offer(&caller, &typed, typed.get("id"), None);
    change(caller, typed, offer).await
}

async fn close(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let post = named(&id).map_err(|missing| trouble(&caller.visit, &missing))?;
    let to = typed.some("to").map(PostId::new).transpose().map_err(|refusal| ("to", refusal));
    let next = format!("/office/posts/{id}");
    let changes = to.map(|to| vec![StaffChange::ClosePost { post: post.clone(), to }]);
    let form: DrawForm = Box::new(move |caller, staff, typed, slips| close_form(caller, staff, typed, slips, &post));
    let asking = Asking { title: caller.speech().say("post-close"), field: "to", back: next.clone(), form };
    let offer = Offer { thing: Thing::new(Noun::Post, &id), changes, next, asking };
    change(caller, typed, offer).await
}

async fn hand_work(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let from = named(&id).map_err(|missing| trouble(&caller.visit, &missing))?;
    let post = from.clone();
    let form: DrawForm = Box::new(move |caller, staff, typed, slips| work_form(caller, staff, typed, slips, &post));
    let (title, back) = (caller.speech().say("post-hand-work"), format!("/office/posts/{id}"));
    let asking = Asking { title, field: "work-to", back, form };
    let Ok(to) = PostId::new(typed.get("work-to")) else {
        return Err(asking.again(&caller, &typed, "work-to", &caller.speech().say("post-hand-work-none")).await);
    };
    let next = format!("/office/posts/{to}");
    let done = caller.act(move |writer, turn, _| desk::hand_work(writer, turn, &from, &to)).await;
    asking.kept(&caller, &typed, done, &next).await
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let routes = routes
        .form("/office/posts", Policy::Administer, make)
        .page("/office/posts/{post}", Policy::SignedIn, show)
        .form("/office/posts/{post}", Policy::Administer, keep)
        .form("/office/posts/{post}/close", Policy::Administer, close)
        .form("/office/posts/{post}/work", Policy::Administer, hand_work);
    tenure::routes(routes)
}
