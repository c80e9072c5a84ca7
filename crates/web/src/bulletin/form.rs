//! What a bulletin is: founded, and changed.

use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{
    BULLETIN_NAME_CHARS_MAX, BULLETIN_QUERY_CHARS_MAX, Bulletin, BulletinId, BulletinKind, BulletinLanguage,
    BulletinRhythm, Feed, PostId, Power, TemplateForm, UnitId,
};

use crate::caller::Caller;
use crate::component::{Button, Choice, Crumb, Field, Form, Page, Section, Slips, link_button};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::marking::{self, MarkingChoices};
use crate::speech::{Speech, Tongue};
use crate::typed::Typed;

/// What the form offers.
struct Offered {
    editors: Vec<(PostId, String)>,
    posts: Vec<(PostId, String)>,
    units: Vec<(UnitId, String)>,
    templates: Vec<(TemplateForm, String)>,
    marks: MarkingChoices,
    /// The bulletin that is changed.
    before: Option<Bulletin>,
}

fn load(office: &Office, officer: &Officer, id: Option<&str>) -> Result<Offered, Failure> {
    let own = officer.post_ids();
    let mut posts: Vec<_> = office.posts()?;
    posts.retain(|post| !post.closed);
    posts.sort_by_key(|post| (!own.contains(&post.id), post.title.clone()));
    let mut editors = posts.clone();
    editors.retain(|post| post.powers.contains(&Power::Document));
    let tree = office.tree()?;
    let mut units = Vec::new();
    let mut left: Vec<_> = tree.roots().cloned().collect();
    left.reverse();
    while let Some(unit) = left.pop() {
        let mut below: Vec<_> = tree.children(&unit.id).cloned().collect();
        below.reverse();
        left.append(&mut below);
        units.push((unit.id, unit.name));
    }
    let named = |posts: Vec<model::Post>| posts.into_iter().map(|post| (post.id, post.title)).collect();
    Ok(Offered {
        editors: named(editors),
        posts: named(posts),
        units,
        templates: office.templates()?.into_iter().map(|one| (one.form, one.name)).collect(),
        marks: MarkingChoices::of(office, officer)?,
        before: id.map(|id| office.bulletin(id)).transpose()?,
    })
}

/// The form for a bulletin of the kind that was chosen, or, before that, the question which.
pub async fn show_new(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    if BulletinKind::from_word(typed.get("kind")).is_none() {
        return Ok(page(StatusCode::OK, kinds(&caller)));
    }
    let once = BulletinId::from_bits(caller.app.ids()()).to_string();
    again(&caller, None, typed, &once, &Slips::new(), StatusCode::OK).await
}

pub async fn show_change(caller: Caller, Path(id): Path<String>) -> Answer {
    again(&caller, Some(id), Typed::default(), "", &Slips::new(), StatusCode::OK).await
}

/// The three kinds, each with what it is for.
fn kinds(caller: &Caller) -> Markup {
    let speech = caller.visit.speech;
    Page::new(&caller.visit, speech.say("bulletin-new"))
        .here(Section::Bulletins)
        .crumbs(vec![Crumb::of(speech, Section::Bulletins)])
        .lead(html! { (speech.say("bulletin-new-lead")) })
        .draw(html! {
            @for kind in BulletinKind::ALL {
                div class="card" {
                    h2 { (speech.say(&format!("bulletin-kind-{}", kind.word()))) }
                    p { (speech.say(&format!("bulletin-kind-{}-body", kind.word()))) }
                    div class="actions" {
                        (link_button(&speech.say(&format!("bulletin-new-{}", kind.word())), &format!("/bulletins/new?kind={}", kind.word()), false))
                    }
                }
            }
        })
}

async fn again(
    caller: &Caller,
    id: Option<String>,
    typed: Typed,
    once: &str,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let officer = Arc::clone(&caller.officer);
    let offered = caller.read(move |office| load(office, &officer, id.as_deref())).await;
    let offered = offered.map_err(|failure| failed(&caller.visit, &failure))?;
    let typed = match &offered.before {
        // Before anybody typed: what the bulletin is.
        Some(before) if slips.is_empty() => as_typed(before),
        _ => typed,
    };
    Ok(page(status, draw(caller, &offered, &typed, once, slips)))
}

fn as_typed(bulletin: &Bulletin) -> Typed {
    let compartments = bulletin.marking.compartments.iter().map(|one| ("compartment", one.to_string()));
    let release = bulletin.marking.release.iter().flatten().map(|one| ("release", one.to_string()));
    let text = |post: Option<&PostId>| post.map_or_else(String::new, ToString::to_string);
    Typed::of(
        [
            ("kind", bulletin.kind.word().to_owned()),
            ("name", bulletin.name.clone()),
            ("query", bulletin.query.clone()),
            ("unit", bulletin.unit.as_ref().map_or_else(String::new, ToString::to_string)),
            ("post", bulletin.post.to_string()),
            ("second", text(bulletin.second.as_ref())),
            ("language", bulletin.language.word().to_owned()),
            ("rhythm", bulletin.rhythm.word().to_owned()),
            ("empty", if bulletin.when_empty { "yes" } else { "" }.to_owned()),
            ("page-template", bulletin.page_template.clone().unwrap_or_default()),
            ("print-template", bulletin.print_template.clone().unwrap_or_default()),
            ("level", bulletin.marking.level.word().to_owned()),
            ("revision", bulletin.revision.to_string()),
        ]
        .into_iter()
        .chain(compartments)
        .chain(release),
    )
}

/// The bulletin that was typed, and what cannot be read of it.
fn bulletin(
    speech: Speech,
    typed: &Typed,
    (id, kind): (BulletinId, BulletinKind),
    slips: &mut Slips,
) -> Option<Bulletin> {
    if typed.get("name").is_empty() {
        slips.note("name", speech.say("bulletin-name-missing"));
    }
    if kind == BulletinKind::Journal {
        match typed.some("query").map(matching::parse) {
            None => slips.note("query", speech.say("bulletin-query-missing")),
            Some(Err(fault)) => slips.note("query", speech.query_fault(&fault)),
            Some(Ok(_)) => {}
        }
    }
    let post = PostId::new(typed.get("post")).ok();
    if post.is_none() {
        slips.note("post", speech.say("bulletin-post-missing"));
    }
    let marking = marking::chosen(typed);
    let second = typed.some("second").and_then(|id| PostId::new(id).ok());
    if second.is_none() && !marking.is_for_the_world() {
        slips.note("second", speech.say("bulletin-second-missing"));
    }
    if !slips.is_empty() {
        return None;
    }
    Some(Bulletin {
        id,
        name: typed.get("name").to_owned(),
        kind,
        query: typed.get("query").to_owned(),
        unit: typed.some("unit").and_then(|id| UnitId::new(id).ok()),
        post: post?,
        second,
        language: BulletinLanguage::from_word(typed.get("language")).unwrap_or(BulletinLanguage::English),
        rhythm: BulletinRhythm::from_word(typed.get("rhythm")).unwrap_or(BulletinRhythm::ByHand),
        when_empty: !typed.get("empty").is_empty(),
        marking,
        page_template: typed.some("page-template").map(str::to_owned),
        print_template: typed.some("print-template").map(str::to_owned),
        feed: Feed::default(),
        last_on: None,
        closed: false,
        revision: typed.get("revision").parse().unwrap_or_default(),
        made_at: 0,
    })
}

pub async fn found(caller: Caller, typed: Typed) -> Answer {
    let id = BulletinId::parse(typed.get("once")).unwrap_or_else(|| BulletinId::from_bits(caller.app.ids()()));
    let Some(kind) = BulletinKind::from_word(typed.get("kind")) else {
        return Ok(page(StatusCode::UNPROCESSABLE_ENTITY, kinds(&caller)));
    };
    let mut slips = Slips::new();
    let Some(bulletin) = bulletin(caller.visit.speech, &typed, (id, kind), &mut slips) else {
        return again(&caller, None, typed, &id.to_string(), &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let done = caller.act(move |writer, turn, office| desk::found_bulletin(writer, turn, office, bulletin)).await;
    ended(&caller, None, typed, &id.to_string(), done).await
}

pub async fn change(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let read = name.clone();
    let held = caller.read(move |office| office.bulletin(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let mut slips = Slips::new();
    let Some(mut bulletin) = bulletin(caller.visit.speech, &typed, (held.id, held.kind), &mut slips) else {
        return again(&caller, Some(name), typed, "", &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    // What the form does not show of a marking stays as it is: several circles of release, caveats.
    bulletin.closed = held.closed;
    bulletin.marking.caveats.clone_from(&held.marking.caveats);
    if held.marking.release.len() > 1 || held.marking.release.iter().any(|circle| circle.len() != 1) {
        bulletin.marking = bulletin.marking.join(&held.marking);
    }
    let done = caller.act(move |writer, turn, office| desk::change_bulletin(writer, turn, office, bulletin)).await;
    ended(&caller, Some(name), typed, "", done).await
}

async fn ended(
    caller: &Caller,
    id: Option<String>,
    typed: Typed,
    once: &str,
    done: Result<Bulletin, Failure>,
) -> Result<Response, Response> {
    match done {
        Ok(bulletin) => Ok(see_other(&format!("/bulletins/{}", bulletin.id))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(sentence) => {
                let mut slips = Slips::new();
                slips.note("name", sentence);
                again(caller, id, typed, once, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

fn draw(caller: &Caller, offered: &Offered, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let kind = BulletinKind::from_word(typed.get("kind")).unwrap_or(BulletinKind::Journal);
    let mut crumbs = vec![Crumb::of(speech, Section::Bulletins)];
    let (title, action, send) = match &offered.before {
        None => (speech.say(&format!("bulletin-new-{}", kind.word())), "/bulletins/new".to_owned(), "bulletin-found"),
        Some(before) => {
            crumbs.push(Crumb::new(before.name.clone(), format!("/bulletins/{}", before.id)));
            (speech.say("bulletin-change"), format!("/bulletins/{}/change", before.id), "bulletin-save")
        }
    };
    let mut form = Form::new(visit, &action).slips(slips).guarded();
    if !once.is_empty() {
        form = form.once(once);
    }
    Page::new(visit, title).here(Section::Bulletins).crumbs(crumbs).slips(slips).draw(form.around(html! {
        input type="hidden" name="kind" value=(kind.word());
        (Field::text("name", speech.say("bulletin-name")).hint(speech.say("bulletin-name-hint"))
            .value(typed.get("name")).length_max(BULLETIN_NAME_CHARS_MAX).slips(slips).draw(speech))
        (takes(speech, offered, kind, typed, slips))
        (people(speech, offered, typed, slips))
        (looks(speech, offered, typed, slips))
        (offered.marks.fields(speech, typed, slips))
        p class="hint" { (speech.say("bulletin-marking-hint")) }
        @if offered.before.is_some() { input type="hidden" name="revision" value=(typed.get("revision")); }
        div class="actions" { (Button::primary(&speech.say(send))) }
    }))
}

/// What it takes, and how often an issue is begun.
fn takes(speech: Speech, offered: &Offered, kind: BulletinKind, typed: &Typed, slips: &Slips) -> Markup {
    let units = offered.units.iter().map(|(id, name)| Choice::new(id.as_str(), name.clone())).collect();
    let rhythms = BulletinRhythm::ALL
        .iter()
        .map(|one| Choice::new(one.word(), speech.say(&format!("bulletin-rhythm-{}", one.word()))))
        .collect();
    html! {
        @if kind == BulletinKind::Journal {
            (Field::lines("query", speech.say("bulletin-query"), 2).hint(speech.say("bulletin-query-hint"))
                .value(typed.get("query")).length_max(BULLETIN_QUERY_CHARS_MAX).slips(slips).draw(speech))
        }
        @if kind == BulletinKind::Unit {
            (Field::select("unit", speech.say("bulletin-unit"), units).hint(speech.say("bulletin-unit-hint"))
                .value(typed.get("unit")).slips(slips).draw(speech))
        }
        @if kind != BulletinKind::Express {
            (Field::select("rhythm", speech.say("bulletin-rhythm"), rhythms).hint(speech.say("bulletin-rhythm-hint"))
                .value(typed.some("rhythm").unwrap_or(BulletinRhythm::Monthly.word())).slips(slips).draw(speech))
            (Field::checks("empty", speech.say("bulletin-empty"), vec![Choice::new("yes", speech.say("bulletin-empty-yes"))])
                .values(typed.all("empty")).optional().draw(speech))
        }
    }
}

/// Who edits it, and who releases what is not open to all.
fn people(speech: Speech, offered: &Offered, typed: &Typed, slips: &Slips) -> Markup {
    let choices = |posts: &[(PostId, String)]| -> Vec<Choice> {
        posts.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone())).collect()
    };
    let mut seconds = choices(&offered.posts);
    seconds.insert(0, Choice::new("", speech.say("bulletin-second-none")));
    let first = offered.editors.first().map_or("", |(id, _)| id.as_str());
    html! {
        (Field::select("post", speech.say("bulletin-post"), choices(&offered.editors))
            .value(typed.some("post").unwrap_or(first)).slips(slips).draw(speech))
        (Field::select("second", speech.say("bulletin-second"), seconds).hint(speech.say("bulletin-second-hint"))
            .value(typed.get("second")).slips(slips).draw(speech))
    }
}

/// In which language it speaks and how it is printed.
fn looks(speech: Speech, offered: &Offered, typed: &Typed, slips: &Slips) -> Markup {
    let languages = BulletinLanguage::ALL.iter().map(|one| {
        let name = Tongue::parse(one.word()).map_or(one.word(), Tongue::own_name);
        Choice::new(one.word(), name)
    });
    let templates = |form: TemplateForm| -> Vec<Choice> {
        let own = offered.templates.iter().filter(|(held, _)| *held == form);
        std::iter::once(Choice::new("", speech.say("bulletin-template-house")))
            .chain(own.map(|(_, name)| Choice::new(name.clone(), name.clone())))
            .collect()
    };
    let has = |form: TemplateForm| offered.templates.iter().any(|(held, _)| *held == form);
    html! {
        (Field::select("language", speech.say("bulletin-language"), languages.collect()).hint(speech.say("bulletin-language-hint"))
            .value(typed.some("language").unwrap_or(speech.tongue().tag())).slips(slips).draw(speech))
        @if has(TemplateForm::Page) {
            (Field::select("page-template", speech.say("bulletin-page-template"), templates(TemplateForm::Page))
                .value(typed.get("page-template")).slips(slips).draw(speech))
        }
        @if has(TemplateForm::Print) {
            (Field::select("print-template", speech.say("bulletin-print-template"), templates(TemplateForm::Print))
                .value(typed.get("print-template")).slips(slips).draw(speech))
        }
    }
}
