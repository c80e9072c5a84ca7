//! What the register says of a source: put in, and changed.

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{
    Date, Language, Money, PostId, Power, Refusal, Reliability, SOURCE_ADDRESS_CHARS_MAX, SOURCE_COVERAGE_CHARS_MAX,
    SOURCE_TITLE_CHARS_MAX, Schedule, Source, SourceId, SourceKind,
};

use super::find;

use crate::caller::Caller;
use crate::component::{
    Button, CLASSES_SCRIPT, Choice, ClassWritten, Classes, ClassesOf, Crumb, Field, Form, Page, Section, Slips,
};
use crate::course::{Course, Sheet};
use crate::failed::{Answer, failed};
use crate::marking::{self, MarkingChoices};
use crate::post_offer::PostOffer;
use crate::speech::Speech;
use crate::typed::Typed;

/// What the form offers.
struct Offered {
    /// Those that may document, of which one answers for what the office fetches or somebody brings.
    posts: Vec<(PostId, String)>,
    /// All, of which one answers for people who write.
    all: PostOffer,
    marks: MarkingChoices,
    /// The source that is changed.
    before: Option<Source>,
}

fn load(office: &Office, officer: &Officer, id: Option<&str>, typed: &Typed, today: Date) -> Result<Offered, Failure> {
    let own = officer.post_ids();
    let mut posts: Vec<_> = office.posts()?;
    posts.retain(|post| !post.closed && post.powers.contains(&Power::Document));
    // One's own first: it is the usual answer.
    posts.sort_by_key(|post| (!own.contains(&post.id), post.title.clone()));
    let before = id.map(|id| office.source(id)).transpose()?.map(|line| line.source);
    let is_human = match &before {
        Some(before) => before.kind.is_human(),
        None => kind_of(typed).is_human(),
    };
    Ok(Offered {
        all: if is_human { PostOffer::of(office, typed.get("words"), &[], today)? } else { PostOffer::default() },
        posts: posts.into_iter().map(|post| (post.id, post.title)).collect(),
        marks: MarkingChoices::of(office, officer)?,
        before,
    })
}

impl Course for Offered {
    type Kept = Source;
    const FIELD: &'static str = "title";

    fn load(
        office: &Office,
        officer: &Officer,
        id: Option<&str>,
        typed: Option<&Typed>,
        today: Date,
    ) -> Result<Offered, Failure> {
        load(office, officer, id, &typed.cloned().unwrap_or_default(), today)
    }

    fn as_typed(&self) -> Option<Typed> {
        self.before.as_ref().map(as_typed)
    }

    fn field(typed: &Typed, refused: &Failure) -> &'static str {
        // What the rules say of an address stands beside it; the rest at the top of the form.
        if typed.some("address").is_some() && refused_address(refused) { "address" } else { Self::FIELD }
    }

    fn draw(&self, caller: &Caller, typed: &Typed, once: &str, slips: &Slips) -> Markup {
        draw(caller, self, typed, once, slips)
    }

    fn address(source: &Source) -> String {
        format!("/sources/{}", source.id)
    }
}

/// The form for what was found at an address, or, before that, the question for the address.
pub async fn show_new(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    if SourceKind::from_word(typed.get("kind")).is_none() {
        return Ok(find::show(&caller, &typed, &Slips::new(), StatusCode::OK));
    }
    // Drawn here, so that the form that is sent twice registers once.
    let once = SourceId::from_bits(caller.app.ids()());
    Sheet::new(once).show::<Offered>(&caller, Some(typed)).await
}

pub async fn show_change(caller: Caller, Path(id): Path<String>) -> Answer {
    Sheet::of(id).show::<Offered>(&caller, None).await
}

fn as_typed(source: &Source) -> Typed {
    let compartments = source.marking.compartments.iter().map(|one| ("compartment", one.to_string()));
    let release = source.marking.release.iter().flatten().map(|one| ("release", one.to_string()));
    Typed::of(
        [
            ("kind", source.kind.word().to_owned()),
            ("address", source.address.clone()),
            ("schedule", source.schedule.word().to_owned()),
            ("title", source.title.clone()),
            ("territory", source.territory.clone()),
            ("subject", source.subject.clone()),
            ("language", source.language.as_ref().map_or_else(String::new, |one| one.tag().to_owned())),
            ("reliability", source.reliability.word().to_owned()),
            ("every", source.every_days.map_or_else(String::new, |days| days.to_string())),
            ("cost", source.cost.map_or_else(String::new, |cost| cost.to_string())),
            ("post", source.post.to_string()),
            ("to", source.post.to_string()),
            ("remark", source.remark.clone()),
            ("level", source.marking.level.word().to_owned()),
            ("revision", source.revision.to_string()),
        ]
        .into_iter()
        .chain(compartments)
        .chain(release),
    )
}

fn kind_of(typed: &Typed) -> SourceKind {
    SourceKind::from_word(typed.get("kind")).unwrap_or(SourceKind::Upload)
}

/// The source that was typed, and what cannot be read of it.
fn source(caller: &Caller, typed: &Typed, id: SourceId, slips: &mut Slips) -> Option<Source> {
    let speech = caller.visit.speech;
    if typed.get("title").is_empty() {
        slips.note("title", speech.say("source-title-missing"));
    }
    let language = typed.some("language").map(Language::parse);
    if language == Some(None) {
        slips.note("language", speech.say("source-language-unknown"));
    }
    let every = typed.some("every").map(str::parse::<u16>);
    if matches!(every, Some(Err(_))) {
        slips.note("every", speech.say("source-every-unknown"));
    }
    let kind = kind_of(typed);
    if kind.is_fetched() && typed.get("address").is_empty() {
        slips.note("address", speech.say("source-address-missing"));
    }
    let field = if kind.is_human() { "to" } else { "post" };
    let post = PostId::new(typed.get(field)).ok();
    if post.is_none() {
        slips.note(field, speech.say("source-post-missing"));
    }
    let cost = typed.some("cost").map(Money::parse);
    if let Some(Err(refusal)) = &cost {
        slips.note("cost", speech.refusal(refusal));
    }
    if !slips.is_empty() {
        return None;
    }
    Some(Source {
        id,
        title: typed.get("title").to_owned(),
        kind,
        address: typed.get("address").to_owned(),
        schedule: Schedule::from_word(typed.get("schedule")).unwrap_or(Schedule::Daily),
        post: post?,
        territory: typed.get("territory").to_owned(),
        subject: typed.get("subject").to_owned(),
        language: language.flatten(),
        reliability: Reliability::from_word(typed.get("reliability")).unwrap_or(Reliability::F),
        every_days: every.and_then(Result::ok),
        cost: cost.and_then(Result::ok),
        paused: false,
        remark: typed.get("remark").to_owned(),
        marking: marking::chosen(typed),
        revision: typed.get("revision").parse().unwrap_or_default(),
        made_at: 0,
    })
}

pub async fn register(caller: Caller, typed: Typed) -> Answer {
    let id = SourceId::parse(typed.get("once")).unwrap_or_else(|| SourceId::from_bits(caller.app.ids()()));
    let sheet = Sheet::new(id);
    if typed.some("look").is_some() {
        return sheet.again::<Offered>(&caller, typed).await;
    }
    let mut slips = Slips::new();
    let Some(source) = source(&caller, &typed, id, &mut slips) else {
        return sheet.slipped::<Offered>(&caller, typed, &slips).await;
    };
    let done = caller.act(move |writer, turn, office| desk::register_source(writer, turn, office, source)).await;
    sheet.ended::<Offered>(&caller, typed, done).await
}

pub async fn change(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let read = name.clone();
    let held = caller.read(move |office| office.source(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?.source;
    let sheet = Sheet::of(name);
    if typed.some("look").is_some() {
        return sheet.again::<Offered>(&caller, typed).await;
    }
    let mut slips = Slips::new();
    let Some(source) = source(&caller, &typed, held.id, &mut slips) else {
        return sheet.slipped::<Offered>(&caller, typed, &slips).await;
    };
    // What the form does not show of a marking stays as it is: several circles of release, caveats.
    let mut source = source;
    source.marking.caveats.clone_from(&held.marking.caveats);
    if held.marking.release.len() > 1 || held.marking.release.iter().any(|circle| circle.len() != 1) {
        source.marking = source.marking.join(&held.marking);
    }
    let done = caller.act(move |writer, turn, office| desk::change_source(writer, turn, office, source)).await;
    sheet.ended::<Offered>(&caller, typed, done).await
}

/// Whether a rule refused the address.
fn refused_address(failure: &Failure) -> bool {
    let sentence = match failure {
        Failure::Refused(Refusal::Said(sentence)) => sentence,
        // A setback, with what the other side said behind it.
        Failure::Refused(Refusal::Several(several)) => match several.first() {
            Some(Refusal::Said(sentence)) => sentence,
            _ => return false,
        },
        _ => return false,
    };
    ["setback-", "folder-", "source-no-address", "source-by-hand"].iter().any(|key| sentence.key().starts_with(key))
}

/// Where the office asks, and how often; what people it is who write; nothing for files that come by hand.
fn way(speech: Speech, typed: &Typed, slips: &Slips) -> Markup {
    let kind = kind_of(typed);
    if kind.is_human() {
        let kinds = find::human_kinds()
            .map(|kind| Choice::new(kind.word(), speech.say(&format!("source-kind-{}", kind.word()))))
            .collect();
        return html! {
            (Field::select("kind", speech.say("source-kind"), kinds).value(kind.word()).slips(slips).draw(speech))
        };
    }
    if !kind.is_fetched() {
        return html! { input type="hidden" name="kind" value=(kind.word()); };
    }
    let kinds = find::fetched_kinds()
        .map(|kind| Choice::new(kind.word(), speech.say(&format!("source-kind-{}", kind.word()))))
        .collect();
    let schedules = Schedule::ALL
        .iter()
        .map(|one| Choice::new(one.word(), speech.say(&format!("source-schedule-{}", one.word()))))
        .collect();
    html! {
        (Field::text("address", speech.say("source-address")).hint(speech.say("source-address-change"))
            .value(typed.get("address")).length_max(SOURCE_ADDRESS_CHARS_MAX).slips(slips).draw(speech))
        (Field::select("kind", speech.say("source-kind"), kinds).value(kind.word()).slips(slips).draw(speech))
        (Field::select("schedule", speech.say("source-schedule"), schedules)
            .value(typed.some("schedule").unwrap_or(Schedule::Daily.word())).slips(slips).draw(speech))
    }
}

fn draw(caller: &Caller, offered: &Offered, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let grades = Reliability::ALL
        .iter()
        .map(|grade| Choice::new(grade.word(), speech.say(&format!("source-reliability-{}", grade.word()))));
    let posts = offered.posts.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone()));
    let first = offered.posts.first().map_or("", |(id, _)| id.as_str());
    let mut crumbs = vec![Crumb::of(speech, Section::Sources)];
    let (title, action, send) = match &offered.before {
        None => (speech.say("source-new"), "/sources/new".to_owned(), speech.say("source-register")),
        Some(before) => {
            crumbs.push(Crumb::new(before.title.clone(), format!("/sources/{}", before.id)));
            (speech.say("source-change"), format!("/sources/{}/change", before.id), speech.say("source-save"))
        }
    };
    let mut form = Form::new(visit, &action).slips(slips).guarded();
    if !once.is_empty() {
        form = form.once(once);
    }
    let page = Page::new(visit, title).here(Section::Sources).crumbs(crumbs).slips(slips).script(CLASSES_SCRIPT);
    page.draw(form.around(html! {
        (way(speech, typed, slips))
        (Field::text("title", speech.say("source-title")).hint(speech.say("source-title-hint"))
            .value(typed.get("title")).length_max(SOURCE_TITLE_CHARS_MAX).slips(slips).draw(speech))
        (Field::text("territory", speech.say("source-territory")).hint(speech.say("source-territory-hint"))
            .value(typed.get("territory")).length_max(SOURCE_COVERAGE_CHARS_MAX).optional().slips(slips).draw(speech))
        (Field::text("subject", speech.say("source-subject")).hint(speech.say("source-subject-hint"))
            .value(typed.get("subject")).length_max(SOURCE_COVERAGE_CHARS_MAX)
            .classes(Classes { of: ClassesOf::All, written: ClassWritten::Named, several: true }).optional().slips(slips).draw(speech))
        (Field::text("language", speech.say("source-language")).hint(speech.say("source-language-hint"))
            .value(typed.get("language")).optional().narrow().slips(slips).draw(speech))
        (Field::radios("reliability", speech.say("source-reliability"), grades.collect())
            .value(typed.some("reliability").unwrap_or(Reliability::F.word())).slips(slips).draw(speech))
        (Field::number("every", speech.say("source-every")).hint(speech.say("source-every-hint"))
            .value(typed.get("every")).optional().narrow().slips(slips).draw(speech))
        (Field::text("cost", speech.say("source-cost")).hint(speech.say("source-cost-hint"))
            .value(typed.get("cost")).optional().narrow().slips(slips).draw(speech))
        @if kind_of(typed).is_human() { (offered.all.fields(speech, &speech.say("source-post-human"), typed, slips)) }
        @else { (Field::select("post", speech.say("source-post"), posts.collect()).value(typed.some("post").unwrap_or(first)).slips(slips).draw(speech)) }
        (Field::lines("remark", speech.say("source-remark"), 4).hint(speech.say("source-remark-hint"))
            .value(typed.get("remark")).optional().slips(slips).draw(speech))
        (offered.marks.fields(speech, typed, slips))
        p class="hint" { (speech.say("source-marking-hint")) }
        @if offered.before.is_some() { input type="hidden" name="revision" value=(typed.get("revision")); }
        div class="actions" { (Button::primary(&send)) }
    }))
}
