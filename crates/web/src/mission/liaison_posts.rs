//! The posts that do liaison, and in which countries; the days on which nobody works there. An administrator says both.

use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office};
use maud::{Markup, html};
use model::{Date, FreeDay, LiaisonPost, PostId, Power};

use crate::caller::Caller;
use crate::component::{Button, Column, Crumb, Field, Form, Page, Section, Slips, Table, disclosure, empty};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::post_offer::PostOffer;
use crate::typed::Typed;

struct Loaded {
    posts: Vec<(LiaisonPost, String)>,
    offer: PostOffer,
    free_days: Vec<FreeDay>,
}

fn load(office: &Office, typed: &Typed, today: Date) -> Result<Loaded, Failure> {
    let mut posts = Vec::new();
    for one in office.liaison_posts()? {
        let title = office.post(&one.post)?.map_or_else(|| one.post.to_string(), |post| post.title);
        posts.push((one, title));
    }
    Ok(Loaded { posts, free_days: office.free_days()?, offer: PostOffer::of(office, typed.get("words"), &[], today)? })
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    again(&caller, &typed, &Slips::new(), StatusCode::OK).await
}

async fn again(caller: &Caller, typed: &Typed, slips: &Slips, status: StatusCode) -> Result<Response, Response> {
    let (fields, today) = (typed.clone(), caller.app.today());
    let loaded = caller.read(move |office| load(office, &fields, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &loaded, typed, slips)))
}

/// The countries that were typed, with commas or blanks between.
fn countries(text: &str) -> Vec<String> {
    text.split([',', ' ', ';']).map(str::trim).filter(|code| !code.is_empty()).map(str::to_owned).collect()
}

/// The days that were typed, a line each: the day, a blank, what it is called. `None` when a line begins with no day.
fn free_days(lines: &[String]) -> Option<Vec<(Date, String)>> {
    let read = |line: &String| {
        let (day, name) = line.split_once(' ').unwrap_or((line, ""));
        Some((Date::parse(day)?, name.trim().to_owned()))
    };
    lines.iter().map(read).collect()
}

pub async fn keep(caller: Caller, typed: Typed) -> Answer {
    if typed.some("look").is_some() {
        return again(&caller, &typed, &Slips::new(), StatusCode::OK).await;
    }
    let mut slips = Slips::new();
    let speech = caller.visit.speech;
    if typed.has("days") {
        let country = typed.get("country").to_owned();
        let Some(days) = free_days(&typed.lines("days")) else {
            slips.note("days", speech.say("free-days-unread"));
            return again(&caller, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
        };
        let done = caller.act(move |writer, turn, _| desk::keep_free_days(writer, turn, &country, &days)).await;
        return match done {
            Ok(_) => Ok(see_other("/office/liaison#free-days")),
            Err(failure) => match sentence(&caller.visit, &failure) {
                Some(sentence) => {
                    slips.note("country", sentence);
                    again(&caller, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
                }
                None => Err(failed(&caller.visit, &failure)),
            },
        };
    }
    let done = if let Ok(post) = PostId::new(typed.get("remove")) {
        caller.act(move |writer, turn, _| desk::remove_liaison_post(writer, turn, &post)).await
    } else {
        let Ok(post) = PostId::new(typed.get("to")) else {
            slips.note("to", speech.say("vetting-post-missing"));
            return again(&caller, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
        };
        let one = LiaisonPost { post, countries: countries(typed.get("countries")) };
        caller.act(move |writer, turn, _| desk::keep_liaison_post(writer, turn, one).map(|_| ())).await
    };
    match done {
        Ok(()) => Ok(see_other("/office/liaison")),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(sentence) => {
                slips.note("countries", sentence);
                again(&caller, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let administers = caller.officer.with_power(Power::Administer).is_some();
    let mut columns: Vec<Column> =
        ["vetting-post", "liaison-countries"].iter().map(|key| Column::new(speech.say(key))).collect();
    if administers {
        columns.push(Column::new(speech.say("account-actions")));
    }
    let mut table = Table::new(speech.say("liaison-posts-title"), columns).caption_unseen().cards_on_phone();
    for (one, title) in &loaded.posts {
        let mut cells = vec![
            html! { a href={ "/office/posts/" (one.post) } { bdi { (title) } } },
            html! { @if one.countries.is_empty() { (speech.say("liaison-everywhere")) } @else { (one.countries.join(", ")) } },
        ];
        if administers {
            let about = format!("{} {title}", speech.say("vetting-remove"));
            cells.push(Form::new(visit, "/office/liaison").inline().around(html! {
                (Button::quiet(&speech.say("vetting-remove")).sends("remove", one.post.as_str()).about(&about))
            }));
        }
        table = table.row(cells);
    }
    let mut countries: Vec<&String> = loaded.free_days.iter().map(|one| &one.country).collect();
    countries.dedup();
    // Each form shows what is to be corrected in it.
    let (of_days, none) = (typed.has("days"), Slips::new());
    Page::new(visit, speech.say("liaison-posts-title"))
        .here(Section::Missions)
        .crumbs(vec![Crumb::of(speech, Section::Missions)])
        .slips(slips)
        .lead(html! { (speech.say("liaison-posts-lead")) })
        .draw(html! {
            @if loaded.posts.is_empty() {
                (empty(&speech.say("liaison-posts-none"), &speech.say("liaison-posts-none-body"), html! {}))
            } @else { (table.draw(speech)) }
            @if administers {
                (disclosure(&speech.say("liaison-posts-new"), (!slips.is_empty() && !of_days) || typed.some("look").is_some(), Form::new(visit, "/office/liaison").slips(if of_days { &none } else { slips }).around(html! {
                    (loaded.offer.fields(speech, &speech.say("vetting-post"), typed, slips))
                    (Field::text("countries", speech.say("liaison-countries")).hint(speech.say("liaison-countries-hint")).value(typed.get("countries")).optional().slips(slips).draw(speech))
                    div class="actions" { (Button::plain(&speech.say("liaison-posts-keep"))) }
                })))
            }
            section aria-labelledby="free-days" {
                h2 id="free-days" { (speech.say("free-days-title")) }
                p { (speech.say("free-days-lead")) }
                @for country in &countries {
                    h3 { (country) }
                    ul class="plain" { @for one in loaded.free_days.iter().filter(|one| one.country == **country) { li { (speech.date(one.day)) " " bdi { (one.name) } } } }
                }
                @if administers {
                    (disclosure(&speech.say("free-days-write"), of_days, Form::new(visit, "/office/liaison").slips(if of_days { slips } else { &none }).around(html! {
                        (Field::text("country", speech.say("host-country")).hint(speech.say("host-country-hint")).value(typed.get("country")).narrow().length_max(2).slips(slips).draw(speech))
                        (Field::lines("days", speech.say("free-days-days"), 6).hint(speech.say("free-days-hint")).value(typed.get("days")).optional().slips(slips).draw(speech))
                        div class="actions" { (Button::plain(&speech.say("free-days-keep"))) }
                    })))
                }
            }
        })
}
