//! What is asked for: written, and changed until somebody is proposed.

use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{
    ASSIGNMENT_LINE_CHARS_MAX, ASSIGNMENT_TEXT_CHARS_MAX, Date, HostId, Language, LanguageLevel, Marking, NeedId,
    PostId, SpecialistRequest, SpecialistRequestId, SpecialistRequestStage, Spoken, WantedSkill,
};

use super::requests_crumbs;
use crate::caller::Caller;
use crate::component::{Button, Choice, Crumb, Field, Form, Page, Section, Slips};
use crate::course::{Course, Sheet};
use crate::failed::{Answer, failed};
use crate::host::form::{chosen_marking, rows};
use crate::host::{class_text, typed_classes};
use crate::marking::{self, MarkingChoices};
use crate::speech::Speech;
use crate::typed::Typed;

const LANGUAGE_COLUMNS: &[&str] = &["language", "level"];

/// Posts that are offered for the personnel officer and the counterpart. A larger office writes through its nearer posts.
const POSTS_OFFERED: usize = 500;

struct Offered {
    own: Vec<(PostId, String)>,
    posts: Vec<(PostId, String)>,
    /// Hosts with all their names, as lines name them.
    hosts: Vec<(HostId, Vec<String>)>,
    marks: MarkingChoices,
    before: Option<SpecialistRequest>,
}

fn load(office: &Office, officer: &Officer, id: Option<&str>) -> Result<Offered, Failure> {
    let tree = office.tree()?;
    let before = id.map(|id| office.specialist_request(id)).transpose()?;
    let mut posts: Vec<(PostId, String)> = office
        .posts()?
        .into_iter()
        .filter(|post| !post.closed)
        .map(|post| {
            let unit = tree.unit(&post.unit).map_or_else(|| post.unit.to_string(), |unit| unit.name.clone());
            (post.id, format!("{}, {unit}", post.title))
        })
        .collect();
    posts.sort_by_cached_key(|(_, title)| title.to_lowercase());
    posts.truncate(POSTS_OFFERED);
    let hosts = office.hosts("")?.into_iter();
    let hosts = hosts.map(|host| (host.id, host.every_name().iter().map(|name| (*name).to_owned()).collect()));
    Ok(Offered {
        own: officer.posts.iter().map(|(post, _)| (post.id.clone(), post.title.clone())).collect(),
        posts,
        hosts: hosts.collect(),
        marks: MarkingChoices::of(office, officer)?,
        before,
    })
}

impl Course for Offered {
    type Kept = SpecialistRequest;
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
        self.before.as_ref().map(|one| as_typed(one, self))
    }

    fn draw(&self, caller: &Caller, typed: &Typed, once: &str, slips: &Slips) -> Markup {
        draw(caller, self, typed, once, slips)
    }

    fn address(one: &SpecialistRequest) -> String {
        format!("/specialists/requests/{}", one.id)
    }
}

pub async fn show_new(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let once = SpecialistRequestId::from_bits(caller.app.ids()());
    Sheet::new(once).show::<Offered>(&caller, Some(typed)).await
}

pub async fn show_change(caller: Caller, Path(id): Path<String>) -> Answer {
    Sheet::of(id).show::<Offered>(&caller, None).await
}

async fn offered(caller: &Caller, id: Option<String>) -> Result<Offered, Failure> {
    let officer = Arc::clone(&caller.officer);
    caller.read(move |office| load(office, &officer, id.as_deref())).await
}

fn as_typed(one: &SpecialistRequest, offered: &Offered) -> Typed {
    let languages = one.languages.iter().zip(1..).flat_map(|(spoken, row)| {
        [
            (format!("languages-{row}-language"), spoken.language.tag().to_owned()),
            (format!("languages-{row}-level"), spoken.level.word().to_owned()),
        ]
    });
    let rows: Vec<(String, String)> = languages.collect();
    let skills = |must: bool| -> String {
        let of = one.skills.iter().filter(|skill| skill.must == must);
        of.map(|skill| class_text(&skill.class)).collect::<Vec<_>>().join("\n")
    };
    let host = |id: &HostId| -> String {
        let names = offered.hosts.iter().find(|(held, _)| held == id).map(|(_, names)| names);
        names.and_then(|names| names.first()).cloned().unwrap_or_else(|| id.to_string())
    };
    let compartments = one.marking.compartments.iter().map(|one| ("compartment", one.to_string()));
    let release = one.marking.release.iter().flatten().map(|one| ("release", one.to_string()));
    let plain = [
        ("title", one.title.clone()),
        ("task", one.task.clone()),
        ("post", one.post.to_string()),
        ("officer", one.officer.to_string()),
        ("counterpart", one.counterpart.to_string()),
        ("need", one.need.as_ref().map_or_else(String::new, ToString::to_string)),
        ("hosts", one.hosts.iter().map(host).collect::<Vec<_>>().join("\n")),
        ("place", one.place.clone()),
        ("since", one.since.to_string()),
        ("until", one.until.to_string()),
        ("days", one.days.to_string()),
        ("must", skills(true)),
        ("wish", skills(false)),
        ("leaves", one.leaves.clone()),
        ("level", one.marking.level.word().to_owned()),
        ("revision", one.revision.to_string()),
    ];
    let rows = rows.iter().map(|(name, value)| (name.as_str(), value.clone()));
    Typed::of(plain.into_iter().chain(compartments).chain(release).chain(rows))
}

/// The languages of a table of inputs.
pub fn typed_spoken(speech: Speech, typed: &Typed, slips: &mut Slips) -> Vec<Spoken> {
    let mut languages = Vec::new();
    for (at, row) in (1..).zip(typed.rows("languages", LANGUAGE_COLUMNS)) {
        let [language, level] = row.as_slice() else { continue };
        if language.is_empty() && level.is_empty() {
            continue;
        }
        match (Language::parse(language), LanguageLevel::from_word(&level.to_uppercase())) {
            (Some(language), Some(level)) => languages.push(Spoken { language, level }),
            _ => slips.note(format!("languages-{at}-level"), speech.say("specialist-language-unread")),
        }
    }
    languages
}

fn request(
    caller: &Caller,
    offered: &Offered,
    typed: &Typed,
    (id, marking): (SpecialistRequestId, Marking),
    slips: &mut Slips,
) -> Option<SpecialistRequest> {
    let speech = caller.visit.speech;
    if typed.get("title").is_empty() {
        slips.note("title", speech.say("specialist-request-title-missing"));
    }
    let mut day = |name: &str| {
        let day = Date::parse(typed.get(name));
        if day.is_none() {
            slips.note(name, speech.say("noting-day-missing"));
        }
        day
    };
    let (since, until) = (day("since"), day("until"));
    let span = since.zip(until).map_or(1, |(since, until)| until.days_since(since) + 1);
    let days = match typed.some("days") {
        Some(text) => text.parse().ok(),
        // Left empty, for the whole time.
        None => u32::try_from(span).ok(),
    };
    if days.is_none() {
        slips.note("days", speech.say("specialist-request-days-unread"));
    }
    let mut post = |name: &str| {
        let post = PostId::new(typed.get(name)).ok();
        if post.is_none() {
            slips.note(name, speech.say("specialist-request-post-missing"));
        }
        post
    };
    let (own, officer, counterpart) = (post("post"), post("officer"), post("counterpart"));
    let need = typed.some("need").map(NeedId::new);
    if let Some(Err(refusal)) = &need {
        slips.note("need", speech.refusal(refusal));
    }
    let mut hosts = Vec::new();
    for line in typed.lines("hosts") {
        let folded = line.to_lowercase();
        let named = offered.hosts.iter().find(|(_, names)| names.iter().any(|name| name.to_lowercase() == folded));
        match HostId::parse(&line).or(named.map(|(id, _)| *id)) {
            Some(id) => hosts.push(id),
            None => {
                slips.note("hosts", speech.with("specialist-request-host-unknown", &[("name", line.as_str().into())]));
            }
        }
    }
    let of = |name: &str, must: bool| -> Vec<WantedSkill> {
        typed_classes(&typed.lines(name)).into_iter().map(|class| WantedSkill { class, must }).collect()
    };
    let skills = of("must", true).into_iter().chain(of("wish", false)).collect();
    let languages = typed_spoken(speech, typed, slips);
    if !slips.is_empty() {
        return None;
    }
    let own = own?;
    Some(SpecialistRequest {
        id,
        title: typed.get("title").to_owned(),
        task: typed.get("task").replace("\r\n", "\n"),
        // The desk sets the unit of the post that asks.
        unit: caller
            .officer
            .posts
            .iter()
            .find(|(post, _)| post.id == own)
            .map(|(post, _)| post.unit.clone())
            .or_else(|| offered.before.as_ref().map(|before| before.unit.clone()))?,
        post: own,
        officer: officer?,
        counterpart: counterpart?,
        need: need.and_then(Result::ok),
        hosts,
        place: typed.get("place").to_owned(),
        since: since?,
        until: until?,
        days: days?,
        skills,
        languages,
        leaves: typed.get("leaves").replace("\r\n", "\n"),
        stage: SpecialistRequestStage::Draft,
        reason: String::new(),
        marking,
        revision: typed.get("revision").parse().unwrap_or_default(),
        made_at: 0,
    })
}

pub async fn write(caller: Caller, typed: Typed) -> Answer {
    let id = SpecialistRequestId::parse(typed.get("once"));
    let id = id.unwrap_or_else(|| SpecialistRequestId::from_bits(caller.app.ids()()));
    let marking = marking::chosen(&typed);
    keep(&caller, None, typed, (id, marking)).await
}

pub async fn change(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let read = name.clone();
    let held = caller.read(move |office| office.specialist_request(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let marking = chosen_marking(&typed, &held.marking);
    keep(&caller, Some(name), typed, (held.id, marking)).await
}

async fn keep(
    caller: &Caller,
    name: Option<String>,
    typed: Typed,
    (id, marking): (SpecialistRequestId, Marking),
) -> Answer {
    let is_new = name.is_none();
    let sheet = name.clone().map_or_else(|| Sheet::new(id), Sheet::of);
    if typed.asks_for_rows() {
        return sheet.again::<Offered>(caller, typed).await;
    }
    let offered = offered(caller, name).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let mut slips = Slips::new();
    let Some(one) = request(caller, &offered, &typed, (id, marking), &mut slips) else {
        return sheet.slipped::<Offered>(caller, typed, &slips).await;
    };
    let done = caller.act(move |writer, turn, _| desk::write_specialist_request(writer, turn, one, is_new)).await;
    sheet.ended::<Offered>(caller, typed, done).await
}

fn draw(caller: &Caller, offered: &Offered, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let mut crumbs = requests_crumbs(speech);
    let (title, action) = match &offered.before {
        None => (speech.say("specialist-request-new"), "/specialists/requests/new".to_owned()),
        Some(before) => {
            let address = format!("/specialists/requests/{}", before.id);
            crumbs.push(Crumb::new(before.title.clone(), address.clone()));
            (speech.say("specialist-request-change"), format!("{address}/change"))
        }
    };
    let choices = |posts: &[(PostId, String)]| -> Vec<Choice> {
        posts.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone())).collect()
    };
    let own = offered.own.first().map_or("", |(id, _)| id.as_str());
    let languages = rows(
        speech,
        "languages",
        "specialist-languages",
        &[("language", "host-language"), ("level", "specialist-level")],
        typed.rows("languages", LANGUAGE_COLUMNS),
    );
    let text = |name: &str, key: &str, lines: u8| {
        Field::lines(name, speech.say(key), lines)
            .value(typed.get(name))
            .length_max(ASSIGNMENT_TEXT_CHARS_MAX)
            .optional()
            .slips(slips)
    };
    let line = |name: &str, key: &str| {
        Field::text(name, speech.say(key)).value(typed.get(name)).length_max(ASSIGNMENT_LINE_CHARS_MAX).slips(slips)
    };
    let post = |name: &str, key: &str| {
        Field::select(name, speech.say(key), choices(&offered.posts)).value(typed.get(name)).slips(slips)
    };
    let mut form = Form::new(visit, &action).slips(slips).guarded();
    if !once.is_empty() {
        form = form.once(once);
    }
    Page::new(visit, title).here(Section::Acquisition).crumbs(crumbs).slips(slips).draw(form.around(html! {
        (line("title", "specialist-request-title").draw(speech))
        (text("task", "specialist-request-task", 5).draw(speech))
        @if offered.before.is_none() {
            (Field::select("post", speech.say("specialist-request-post"), choices(&offered.own)).value(typed.some("post").unwrap_or(own)).slips(slips).draw(speech))
        } @else { input type="hidden" name="post" value=(typed.get("post")); }
        (post("officer", "specialist-request-officer").hint(speech.say("specialist-request-officer-hint")).draw(speech))
        (post("counterpart", "specialist-request-counterpart").hint(speech.say("specialist-request-counterpart-hint")).draw(speech))
        (line("need", "specialist-request-need").hint(speech.say("specialist-request-need-hint")).optional().draw(speech))
        (text("hosts", "specialist-request-hosts", 2).hint(speech.say("specialist-request-hosts-hint")).draw(speech))
        (line("place", "specialist-request-place").optional().draw(speech))
        (Field::date("since", speech.say("mission-since")).value(typed.get("since")).slips(slips).draw(speech))
        (Field::date("until", speech.say("mission-until")).value(typed.get("until")).slips(slips).draw(speech))
        (Field::number("days", speech.say("specialist-request-days")).hint(speech.say("specialist-request-days-hint")).value(typed.get("days")).optional().slips(slips).draw(speech))
        (text("must", "specialist-request-skills-must", 3).hint(speech.say("specialist-request-skills-hint")).draw(speech))
        (text("wish", "specialist-request-skills-wish", 2).draw(speech))
        p class="hint" { (speech.say("specialist-languages-hint")) }
        (languages.draw(speech, slips))
        (text("leaves", "specialist-request-leaves", 3).hint(speech.say("specialist-request-leaves-hint")).draw(speech))
        (offered.marks.fields(speech, typed, slips))
        @if offered.before.is_some() { input type="hidden" name="revision" value=(typed.get("revision")); }
        div class="actions" { (Button::primary(&speech.say("host-save"))) }
    }))
}
