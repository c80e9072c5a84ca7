//! Beginning an adoption, with its technology where that is new, and changing what is said of one.

use axum::extract::{Path, RawQuery};
use desk::adoption::AdoptionBegun;
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{
    ADOPTION_LINE_CHARS_MAX, ADOPTION_TEXT_CHARS_MAX, Adoption, AdoptionId, Date, MEASURE_CHARS_MAX, Marking, NeedId,
    Noun, PostId, Stage, TECHNOLOGY_NAME_CHARS_MAX, TECHNOLOGY_TEXT_CHARS_MAX, Technology, TechnologyId, Thing, UnitId,
};
use store::AdoptionLine;

use super::{crumbs, crumbs_to, thing_link};
use crate::caller::Caller;
use crate::component::{Button, Choice, Field, Form, Page, Section, Slips};
use crate::course::{Course, Sheet};
use crate::failed::{Answer, failed};
use crate::history::{Named, name_of};
use crate::host::form::chosen_marking;
use crate::marking::{self, MarkingChoices};
use crate::typed::Typed;

/// Needs and technologies that are offered at once. Who looks for another narrows the list by words.
const OFFERED_MAX: usize = 100;

/// What the form offers.
struct Offered {
    posts: Vec<(PostId, String)>,
    units: Vec<(UnitId, String)>,
    needs: Vec<(NeedId, String)>,
    technologies: Vec<(TechnologyId, String)>,
    marks: MarkingChoices,
    before: Option<(Adoption, Technology)>,
    /// From what it is begun.
    origin: Option<(Thing, Named)>,
    /// What the origin is called, as a first name of the technology.
    called: String,
    is_changed: bool,
}

/// Whether a text has every one of some words, whatever their case.
fn has_words(text: &str, words: &str) -> bool {
    let text = text.to_lowercase();
    words.split_whitespace().all(|word| text.contains(&word.to_lowercase()))
}

/// What is taken over where something is begun from this.
fn origin(office: &Office, text: &str) -> Result<Option<(Thing, Named, Vec<NeedId>)>, Failure> {
    let Some(thing) = Thing::parse(text) else { return Ok(None) };
    let needs = match thing.noun {
        Noun::Sample => office.sample(&thing.name)?.sample.needs,
        Noun::Delivery => vec![office.delivery(&thing.name)?.delivery.need],
        Noun::Mission => office.mission(&thing.name)?.needs,
        Noun::Agreement => office.agreement(&thing.name)?.needs,
        Noun::Deliverable => {
            let agreement = office.deliverable(&thing.name)?.agreement;
            office.agreement(&agreement.to_string())?.needs
        }
        Noun::Record => {
            office.record(&thing.name)?;
            Vec::new()
        }
        _ => return Ok(None),
    };
    let named = name_of(office, &thing)?;
    Ok(Some((thing, named, needs)))
}

fn load(office: &Office, officer: &Officer, id: Option<&str>, typed: Option<&Typed>) -> Result<Offered, Failure> {
    let before = id.map(|id| office.adoption(id)).transpose()?.map(|line| line.adoption);
    let before = before.map(|one| Ok::<_, Failure>((one.clone(), office.technology(&one.technology.to_string())?)));
    let before = before.transpose()?;
    let words = typed.map(|typed| typed.get("words").to_owned()).unwrap_or_default();
    let origin = typed.and_then(|typed| typed.some("from")).map(|from| origin(office, from)).transpose()?.flatten();
    let own = origin.as_ref().map(|(_, _, needs)| needs.clone()).unwrap_or_default();
    let chosen = typed.and_then(|typed| NeedId::new(typed.get("need")).ok());
    let chosen = chosen.or_else(|| before.as_ref().and_then(|(one, _)| one.need.clone()));
    let mut needs = Vec::new();
    for line in office.reader().need_lines(&officer.scope, None, false)? {
        let is_own = own.contains(&line.id) || Some(&line.id) == chosen.as_ref();
        let fits = line.stage == Stage::Accepted && has_words(&line.title, &words) && needs.len() < OFFERED_MAX;
        if is_own {
            needs.insert(0, (line.id, line.title));
        } else if fits {
            needs.push((line.id, line.title));
        }
    }
    let mut technologies: Vec<Technology> = match &origin {
        Some((thing, _, _)) => office.technologies_from(thing)?,
        None => Vec::new(),
    };
    let asked = typed.map(|typed| typed.get("technology").to_owned()).unwrap_or_default();
    for one in office.technologies()? {
        let is_there = technologies.iter().any(|held| held.id == one.id);
        let is_asked = one.id.to_string() == asked;
        if !is_there && (is_asked || (has_words(&one.name, &words) && technologies.len() < OFFERED_MAX)) {
            technologies.push(one);
        }
    }
    let tree = office.tree()?;
    // The units of one's posts and those below them.
    let mut units: Vec<(UnitId, String)> = Vec::new();
    for (post, _) in &officer.posts {
        for unit in tree.within(&post.unit) {
            if !units.iter().any(|(held, _)| *held == unit) && units.len() < OFFERED_MAX {
                units.push((unit.clone(), tree.unit(&unit).map_or_else(|| unit.to_string(), |unit| unit.name.clone())));
            }
        }
    }
    let mut posts: Vec<(PostId, String)> =
        officer.posts.iter().map(|(post, _)| (post.id.clone(), post.title.clone())).collect();
    if let Some((held, _)) = &before
        && !posts.iter().any(|(post, _)| *post == held.post)
    {
        let title = office.post(&held.post)?.map_or_else(|| held.post.to_string(), |post| post.title);
        posts.insert(0, (held.post.clone(), title));
    }
    Ok(Offered {
        posts,
        units,
        needs,
        technologies: technologies.into_iter().map(|one| (one.id, one.name)).collect(),
        marks: MarkingChoices::of(office, officer)?,
        before,
        called: origin.as_ref().map(|(_, named, _)| named.text.clone()).unwrap_or_default(),
        origin: origin.map(|(thing, named, _)| (thing, named)),
        is_changed: false,
    })
}

impl Course for Offered {
    type Kept = AdoptionLine;
    const FIELD: &'static str = "technology";

    fn load(
        office: &Office,
        officer: &Officer,
        id: Option<&str>,
        typed: Option<&Typed>,
        _: Date,
    ) -> Result<Offered, Failure> {
        load(office, officer, id, typed)
    }

    fn as_typed(&self) -> Option<Typed> {
        self.before.as_ref().map(|(adoption, _)| as_typed(adoption))
    }

    fn sees_change(&mut self) -> bool {
        self.is_changed = true;
        true
    }

    fn field(_: &Typed, _: &Failure) -> &'static str {
        "output"
    }

    fn draw(&self, caller: &Caller, typed: &Typed, once: &str, slips: &Slips) -> Markup {
        draw(caller, self, typed, once, slips)
    }

    fn address(line: &AdoptionLine) -> String {
        format!("/adoptions/{}", line.adoption.id)
    }
}

pub async fn show_new(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    // Drawn here, so that the form that is sent twice begins once.
    let once = AdoptionId::from_bits(caller.app.ids()());
    Sheet::new(once).show::<Offered>(&caller, Some(typed)).await
}

pub async fn show_change(caller: Caller, Path(id): Path<String>) -> Answer {
    Sheet::of(id).show::<Offered>(&caller, None).await
}

fn as_typed(adoption: &Adoption) -> Typed {
    let plain = [
        ("post", adoption.post.to_string()),
        ("need", adoption.need.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("output", adoption.output.clone()),
        ("measure", adoption.measure.clone()),
        ("remark", adoption.remark.clone()),
        ("level", adoption.marking.level.word().to_owned()),
        ("revision", adoption.revision.to_string()),
    ];
    let compartments = adoption.marking.compartments.iter().map(|one| ("compartment", one.to_string()));
    let release = adoption.marking.release.iter().flatten().map(|one| ("release", one.to_string()));
    Typed::of(plain.into_iter().chain(compartments).chain(release))
}

/// The adoption that was typed, with those parts that a form leaves to others as they are.
fn adoption(caller: &Caller, typed: &Typed, id: AdoptionId, marking: Marking, slips: &mut Slips) -> Option<Adoption> {
    let speech = caller.visit.speech;
    let own = caller.officer.posts.first().map(|(post, _)| post.clone());
    let post =
        typed.some("post").and_then(|post| PostId::new(post).ok()).or_else(|| own.as_ref().map(|own| own.id.clone()));
    let unit = typed.some("unit").and_then(|unit| UnitId::new(unit).ok()).or_else(|| own.map(|own| own.unit));
    let (Some(post), Some(unit)) = (post, unit) else {
        slips.note("output", speech.say("request-no-post"));
        return None;
    };
    Some(Adoption {
        id,
        technology: TechnologyId::parse(typed.get("technology")).unwrap_or_else(|| TechnologyId::from_bits(id.bits())),
        unit,
        post,
        need: NeedId::new(typed.get("need")).ok(),
        from: None,
        output: typed.get("output").to_owned(),
        measure: typed.get("measure").to_owned(),
        remark: typed.get("remark").replace("\r\n", "\n"),
        reached: Vec::new(),
        past: Vec::new(),
        end: None,
        marking,
        invented: false,
        revision: typed.get("revision").parse().unwrap_or_default(),
        made_at: 0,
    })
}

pub async fn begin(caller: Caller, typed: Typed) -> Answer {
    let id = AdoptionId::parse(typed.get("once")).unwrap_or_else(|| AdoptionId::from_bits(caller.app.ids()()));
    let sheet = Sheet::new(id);
    let mut slips = Slips::new();
    if typed.has("look") {
        return sheet.again::<Offered>(&caller, typed).await;
    }
    let is_new = TechnologyId::parse(typed.get("technology")).is_none();
    if is_new && typed.get("technology-name").is_empty() {
        slips.note("technology-name", caller.visit.speech.say("technology-name-missing"));
    }
    let marking = marking::chosen(&typed);
    let made = adoption(&caller, &typed, id, marking.clone(), &mut slips).filter(|_| slips.is_empty());
    let Some(adoption) = made else { return sheet.slipped::<Offered>(&caller, typed, &slips).await };
    let technology = is_new.then(|| Technology {
        id: adoption.technology,
        name: typed.get("technology-name").to_owned(),
        statement: typed.get("statement").replace("\r\n", "\n"),
        classes: Vec::new(),
        origins: Vec::new(),
        marking,
        invented: false,
        revision: 0,
        made_at: 0,
    });
    let origin = typed.some("from").and_then(Thing::parse);
    let begun = AdoptionBegun { technology, adoption, origin };
    let done = caller.act(move |writer, turn, _| desk::adoption::begin_adoption(writer, turn, begun)).await;
    sheet.ended::<Offered>(&caller, typed, done).await
}

pub async fn change(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let read = name.clone();
    let held = caller.read(move |office| office.adoption(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?.adoption;
    let sheet = Sheet::of(name);
    let mut slips = Slips::new();
    if typed.has("look") {
        return sheet.again::<Offered>(&caller, typed).await;
    }
    let marking = chosen_marking(&typed, &held.marking);
    let Some(changed) = adoption(&caller, &typed, held.id, marking, &mut slips) else {
        return sheet.slipped::<Offered>(&caller, typed, &slips).await;
    };
    let post = if typed.some("post").is_some() { changed.post.clone() } else { held.post };
    let changed = Adoption { post, technology: held.technology, unit: held.unit, ..changed };
    let done = caller.act(move |writer, turn, _| desk::adoption::change_adoption(writer, turn, changed)).await;
    sheet.ended::<Offered>(&caller, typed, done).await
}

fn draw(caller: &Caller, offered: &Offered, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let (title, action, send, crumbs) = match &offered.before {
        None => (speech.say("adoption-new"), "/adoptions/new".to_owned(), speech.say("adoption-begin"), crumbs(speech)),
        Some((before, technology)) => (
            speech.say("adoption-change"),
            format!("/adoptions/{}/change", before.id),
            speech.say("host-save"),
            crumbs_to(speech, before, technology),
        ),
    };
    let mut form = Form::new(visit, &action).slips(slips).guarded();
    if !once.is_empty() {
        form = form.once(once);
    }
    let none = || std::iter::once(Choice::new("", "–"));
    let needs = offered.needs.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone()));
    let first = if offered.origin.is_some() { offered.needs.first().map_or("", |(id, _)| id.as_str()) } else { "" };
    let posts = offered.posts.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone()));
    let own = offered.posts.first().map_or("", |(id, _)| id.as_str());
    Page::new(visit, title).here(Section::Adoption).crumbs(crumbs).slips(slips).draw(form.around(html! {
        @if let Some((thing, named)) = &offered.origin {
            input type="hidden" name="from" value=(thing);
            p { (speech.say("adoption-begun-from")) " " (thing_link(speech, named)) }
        }
        @if offered.before.is_none() { (what(caller, offered, typed, slips)) }
        (Field::select("need", speech.say("adoption-need"), none().chain(needs).collect()).value(typed.some("need").unwrap_or(first)).slips(slips).draw(speech))
        @if offered.posts.len() > 1 {
            (Field::select("post", speech.say("adoption-post"), posts.collect()).value(typed.some("post").unwrap_or(own)).slips(slips).draw(speech))
        }
        (Field::text("output", speech.say("adoption-output")).hint(speech.say("adoption-output-hint")).value(typed.get("output")).optional().length_max(ADOPTION_LINE_CHARS_MAX).slips(slips).draw(speech))
        (Field::text("measure", speech.say("adoption-measure")).hint(speech.say("adoption-measure-hint")).value(typed.get("measure")).optional().narrow().length_max(MEASURE_CHARS_MAX).slips(slips).draw(speech))
        (Field::lines("remark", speech.say("host-remark"), 3).value(typed.get("remark")).optional().length_max(ADOPTION_TEXT_CHARS_MAX).slips(slips).draw(speech))
        (offered.marks.fields(speech, typed, slips))
        @if let Some((before, _)) = &offered.before {
            @let seen = if offered.is_changed { before.revision.to_string() } else { typed.get("revision").to_owned() };
            input type="hidden" name="revision" value=(seen);
        }
        div class="actions" { (Button::primary(&send)) }
    }))
}

/// What is adopted, and where.
fn what(caller: &Caller, offered: &Offered, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let new = std::iter::once(Choice::new("", speech.say("technology-new")));
    let technologies = offered.technologies.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone()));
    let units = offered.units.iter().map(|(id, name)| Choice::new(id.as_str(), name.clone()));
    let own = caller.officer.posts.first().map_or("", |(post, _)| post.unit.as_str());
    html! {
        (Field::search("words", speech.say("adoption-words")).value(typed.get("words")).optional().draw(speech))
        div class="actions" { (Button::plain(&speech.say("hosts-look")).sends("look", "yes").skips_checks()) }
        (Field::select("technology", speech.say("adoption-technology"), new.chain(technologies).collect()).hint(speech.say("adoption-technology-hint")).value(typed.get("technology")).slips(slips).draw(speech))
        (Field::text("technology-name", speech.say("technology-name")).value(typed.some("technology-name").unwrap_or(&offered.called)).optional().length_max(TECHNOLOGY_NAME_CHARS_MAX).slips(slips).draw(speech))
        (Field::lines("statement", speech.say("technology-statement"), 3).hint(speech.say("technology-statement-hint")).value(typed.get("statement")).optional().length_max(TECHNOLOGY_TEXT_CHARS_MAX).slips(slips).draw(speech))
        @if offered.units.len() > 1 {
            (Field::select("unit", speech.say("adoption-unit"), units.collect()).value(typed.some("unit").unwrap_or(own)).slips(slips).draw(speech))
        }
    }
}
