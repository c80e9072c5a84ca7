//! A bulletin: its issues, who takes it, and its address for programs.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{BulletinPage, Failure, Office, Officer};
use maud::{Markup, html};
use model::{Bulletin, BulletinKind, Date, Noun, Post, PostId, Power, Thing};

use super::{days, issue_name, stage};
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Column, Crumb, Field, Form, Page, Section, SummaryRow, Table, Tone, Trouble, banner, empty,
    link_button, summary_list, timeline,
};
use crate::failed::{Answer, failed, page, see_other, sentence, trouble};
use crate::history::{Told, tell, timeline_of};
use crate::marking;
use crate::speech::Speech;
use crate::typed::Typed;

/// What the page shows.
struct Loaded {
    page: BulletinPage,
    editor: String,
    second: Option<String>,
    unit: Option<String>,
    /// The posts of who looks.
    own: Vec<Post>,
    may_edit: bool,
    may_change: bool,
    history: Vec<Told>,
    today: Date,
}

fn load(office: &Office, officer: &Officer, id: &str, today: Date) -> Result<Loaded, Failure> {
    let page = office.bulletin_page(id)?;
    let bulletin = &page.bulletin;
    let titled = |post: &PostId| -> Result<String, Failure> {
        Ok(office.post(post)?.map_or_else(|| post.to_string(), |post| post.title))
    };
    Ok(Loaded {
        editor: titled(&bulletin.post)?,
        second: bulletin.second.as_ref().map(titled).transpose()?,
        unit: match &bulletin.unit {
            Some(unit) => office.unit_name(unit.as_str())?,
            None => None,
        },
        own: officer.posts.iter().map(|(post, _)| post.clone()).collect(),
        may_edit: office.may_edit_bulletin(officer, bulletin),
        may_change: officer.with_power(Power::Document).is_some(),
        history: tell(office, office.history(&Thing::new(Noun::Bulletin, bulletin.id))?)?,
        page,
        today,
    })
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    again(&caller, id, &Typed::default(), None, StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    id: String,
    typed: &Typed,
    refused: Option<String>,
    status: StatusCode,
) -> Result<Response, Response> {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = caller.read(move |office| load(office, &officer, &id, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &loaded, typed, refused.as_deref())))
}

/// Where a change of a bulletin ends: on its page, as it is now, or with why it was refused.
async fn ended<T>(caller: &Caller, id: String, typed: &Typed, done: Result<T, Failure>) -> Answer {
    match done {
        Ok(_) => Ok(see_other(&format!("/bulletins/{id}"))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(said) => again(caller, id, typed, Some(said), StatusCode::UNPROCESSABLE_ENTITY).await,
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

pub async fn begin(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let day = |field: &str| Date::parse(typed.get(field));
    let today = caller.app.today();
    let id = name.clone();
    let kind = caller.read(move |office| Ok(office.bulletin(&id)?.kind)).await;
    let days = match (kind.map_err(|failure| failed(&caller.visit, &failure))?, day("since"), day("until")) {
        // Of express notes no days are asked: they are of today.
        (BulletinKind::Express, ..) => Some((today, today)),
        (_, Some(since), Some(until)) => Some((since, until)),
        _ => None,
    };
    let Some(days) = days else {
        let said = caller.visit.speech.say("issue-days-unknown");
        return again(&caller, name, &typed, Some(said), StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let (id, officer) = (name.clone(), Arc::clone(&caller.officer));
    let done = match caller.read(move |office| office.composition(&officer, &id, days)).await {
        Ok(composed) => caller.act(move |writer, turn, _| desk::begin_issue(writer, turn, composed)).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(issue) => Ok(see_other(&format!("/issues/{}", issue.id))),
        Err(failure) => ended::<()>(&caller, name, &typed, Err(failure)).await,
    }
}

pub async fn subscribe(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (Ok(post), takes) = (PostId::new(typed.get("post")), typed.get("takes") == "yes") else {
        return Err(trouble(&caller.visit, &Trouble::Unreadable));
    };
    let id = name.clone();
    let done = caller
        .act(move |writer, turn, office| {
            let id = office.bulletin(&id)?.id;
            desk::subscribe(writer, turn, office, id, &post, takes)
        })
        .await;
    ended(&caller, name, &typed, done).await
}

pub async fn feed(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let opens = typed.get("opens") == "yes";
    let id = name.clone();
    let done = caller
        .act(move |writer, turn, office| {
            let id = office.bulletin(&id)?.id;
            desk::change_bulletin_feed(writer, turn, office, id, opens)
        })
        .await;
    ended(&caller, name, &typed, done).await
}

pub async fn close(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (id, closed) = (name.clone(), typed.get("closed") == "yes");
    let done = caller
        .act(move |writer, turn, office| {
            let bulletin = office.bulletin(&id)?;
            desk::change_bulletin(writer, turn, office, Bulletin { closed, ..bulletin })
        })
        .await;
    ended(&caller, name, &typed, done).await
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, refused: Option<&str>) -> Markup {
    let (visit, speech) = (&caller.visit, caller.speech());
    let bulletin = &loaded.page.bulletin;
    Page::new(visit, bulletin.name.clone())
        .here(Section::Bulletins)
        .crumbs(vec![Crumb::of(speech, Section::Bulletins)])
        .lead(html! { (speech.say(&format!("bulletin-kind-{}", bulletin.kind.word()))) " " (marking::tags(speech, &bulletin.marking)) })
        .aside(aside(caller, loaded))
        .draw(html! {
            @if let Some(said) = refused { (banner(Tone::Bad, said, html! {})) }
            @if bulletin.closed { (banner(Tone::Warn, &speech.say("bulletin-is-closed"), html! {})) }
            @if loaded.may_edit && !bulletin.closed { (begin_form(caller, loaded, typed)) }
            h2 { (speech.say("issues-title")) }
            @if loaded.page.issues.is_empty() {
                (empty(&speech.say("issues-none"), &speech.say("issues-none-body"), html! {}))
            } @else { (issues(speech, loaded)) }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

fn begin_form(caller: &Caller, loaded: &Loaded, typed: &Typed) -> Markup {
    let (visit, speech) = (&caller.visit, caller.speech());
    let bulletin = &loaded.page.bulletin;
    let action = format!("/bulletins/{}/issues", bulletin.id);
    let until = loaded.today.plus_days(-1);
    let days = bulletin.rhythm.days().unwrap_or(28);
    let since = bulletin
        .last_on
        .filter(|last| *last < until)
        .map_or_else(|| until.plus_days(1 - days), |last| last.plus_days(1));
    let value = |field: &str, day: Date| typed.some(field).map_or_else(|| day.to_string(), str::to_owned);
    html! {
        h2 { (speech.say("issue-begin-title")) }
        @if bulletin.kind == BulletinKind::Express { p { (speech.say("issue-begin-express")) } }
        (Form::new(visit, &action).around(html! {
            @if bulletin.kind != BulletinKind::Express {
                (Field::date("since", speech.say("issue-since")).value(value("since", since)).narrow().draw(speech))
                (Field::date("until", speech.say("issue-until")).hint(speech.say("issue-until-hint")).value(value("until", until)).narrow().draw(speech))
            }
            div class="actions" { (Button::primary(&speech.say("issue-begin"))) }
        }))
    }
}

fn issues(speech: Speech, loaded: &Loaded) -> Markup {
    let columns = vec![
        Column::new(speech.say("issue")),
        Column::new(speech.say("issue-takes")),
        Column::numeric(speech.say("issue-records")),
        Column::new(speech.say("issue-stage")),
    ];
    let table = Table::new(speech.say("issues-title"), columns).caption_unseen().cards_on_phone();
    let rows = loaded.page.issues.iter().map(|(issue, size)| {
        vec![
            html! { a href={ "/issues/" (issue.id) } { (issue_name(speech, issue)) } " " (marking::tags(speech, &issue.marking)) },
            html! { (days(speech, issue)) },
            html! { (speech.number(i64::try_from(*size).unwrap_or(i64::MAX))) },
            stage(speech, issue.stage),
        ]
    });
    rows.fold(table, Table::row).draw(speech)
}

fn aside(caller: &Caller, loaded: &Loaded) -> Markup {
    let (visit, speech) = (&caller.visit, caller.speech());
    let bulletin = &loaded.page.bulletin;
    let post = |id: &PostId, title: &str| html! { a href={ "/office/posts/" (id) } { bdi { (title) } } };
    let mut rows = Vec::new();
    if bulletin.kind == BulletinKind::Journal {
        rows.push(SummaryRow::new(
            speech.say("bulletin-query"),
            html! { code { bdi class="long" { (bulletin.query) } } },
        ));
    }
    if let (Some(id), Some(name)) = (&bulletin.unit, &loaded.unit) {
        rows.push(SummaryRow::new(
            speech.say("bulletin-unit"),
            html! { a href={ "/office/units/" (id) } { bdi { (name) } } },
        ));
    }
    rows.push(SummaryRow::new(speech.say("bulletin-post"), post(&bulletin.post, &loaded.editor)));
    if let (Some(id), Some(title)) = (&bulletin.second, &loaded.second) {
        rows.push(SummaryRow::new(speech.say("bulletin-second"), post(id, title)));
    }
    rows.push(SummaryRow::new(
        speech.say("bulletin-rhythm"),
        html! { (speech.say(&format!("bulletin-rhythm-{}", bulletin.rhythm.word()))) },
    ));
    let change = format!("/bulletins/{}/change", bulletin.id);
    let (word, text) = if bulletin.closed { ("no", "bulletin-reopen") } else { ("yes", "bulletin-close") };
    html! {
        (summary_list(&rows))
        @if loaded.may_change {
            div class="actions" {
                (link_button(&speech.say("bulletin-change"), &change, false))
                (Form::new(visit, &format!("/bulletins/{}/close", bulletin.id)).inline().around(Button::plain(&speech.say(text)).sends("closed", word)))
            }
        }
        (takers(caller, loaded))
        (address(caller, loaded))
    }
}

/// Who takes it by mail.
fn takers(caller: &Caller, loaded: &Loaded) -> Markup {
    let (visit, speech) = (&caller.visit, caller.speech());
    let bulletin = &loaded.page.bulletin;
    let action = format!("/bulletins/{}/subscription", bulletin.id);
    let takes = |post: &PostId| loaded.page.subscribers.iter().any(|taker| taker.id == *post);
    let own = |post: &PostId| loaded.own.iter().any(|one| one.id == *post);
    let choices: Vec<Choice> = loaded
        .own
        .iter()
        .filter(|post| !takes(&post.id))
        .map(|post| Choice::new(post.id.as_str(), post.title.clone()))
        .collect();
    let first = loaded.own.iter().find(|post| !takes(&post.id)).map_or("", |post| post.id.as_str());
    html! {
        h2 { (speech.say("bulletin-takers")) }
        @if loaded.page.subscribers.is_empty() { p class="quiet" { (speech.say("bulletin-takers-none")) } }
        ul class="plain" {
            @for taker in &loaded.page.subscribers {
                li {
                    a href={ "/office/posts/" (taker.id) } { bdi { (taker.title) } }
                    @if loaded.may_edit || own(&taker.id) {
                        " "
                        (Form::new(visit, &action).inline().around(html! {
                            input type="hidden" name="post" value=(taker.id);
                            (Button::quiet(&speech.say("bulletin-leave")).sends("takes", "no").about(&format!("{}: {}", speech.say("bulletin-leave"), taker.title)))
                        }))
                    }
                }
            }
        }
        @if !choices.is_empty() && !bulletin.closed {
            (Form::new(visit, &action).around(html! {
                (Field::select("post", speech.say("bulletin-take-for"), choices).value(first).draw(speech))
                div class="actions" { (Button::plain(&speech.say("bulletin-take")).sends("takes", "yes")) }
            }))
        }
    }
}

/// Its address for programs, where it is open to all.
fn address(caller: &Caller, loaded: &Loaded) -> Markup {
    let (visit, speech) = (&caller.visit, caller.speech());
    let bulletin = &loaded.page.bulletin;
    let action = format!("/bulletins/{}/feed", bulletin.id);
    let button = |text: &str, word: &str| {
        Form::new(visit, &action).inline().around(Button::plain(&speech.say(text)).sends("opens", word))
    };
    html! {
        @if loaded.may_edit && !bulletin.needs_second() {
            h2 { (speech.say("bulletin-address")) }
            p { (speech.say("bulletin-address-lead")) }
            @match &loaded.page.feed_seal {
                Some(seal) => {
                    @let path = format!("/feeds/bulletins/{}/{seal}/atom", bulletin.id);
                    p { a href=(path) rel="nofollow" { bdi class="long" { (caller.app.address_of(&path)) } } }
                    div class="actions" { (button("feeds-anew", "yes")) (button("feeds-shut", "no")) }
                }
                None => div class="actions" { (button("feeds-open", "yes")) }
            }
        }
    }
}
