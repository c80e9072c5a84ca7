//! Biographies: the whole thread of a thing from the need to the inspection, as one drawing with a table beneath, and on paper.

mod drawing;
mod page;
mod paper;

use std::collections::BTreeMap;

use desk::{Failure, Office};
use maud::Markup;
use model::{Biography, Date, Gap, Happened, LifeEvent, LifeStage, Noun, PostId, Refusal, Thing, sentence};

use crate::app::App;
use crate::component::{Step, link_button};
use crate::history::{self, Named};
use crate::route::{Policy, Routes};
use crate::speech::Speech;

pub(crate) use paper::printed;

/// Registers them. The place `{lived}` takes a thing as the ledger writes it: `need:diesel`.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let open = Policy::SignedIn;
    routes.page("/biography/{lived}", open, page::show).page("/biography/{lived}/biography.pdf", open, paper::pdf)
}

/// The address of the biography of a thing.
pub fn address(thing: &Thing) -> String {
    format!("/biography/{thing}")
}

/// The way to the biography of a thing, for its page.
pub fn biography_link(speech: Speech, thing: &Thing) -> Markup {
    link_button(&speech.say("biography-see"), &address(thing), false)
}

/// A biography with what its things and posts are called.
pub(crate) struct Told {
    pub biography: Biography,
    names: BTreeMap<Thing, Named>,
    posts: BTreeMap<PostId, String>,
    pub today: Date,
}

/// The biography of a thing, with the names that it needs. Runs where waiting is allowed.
///
/// # Errors
/// Refused where the thing is none, is not seen, or stands on no thread; when the store fails.
pub(crate) fn tell(office: &Office, lived: &str, today: Date) -> Result<Told, Failure> {
    let missing = || Refusal::NotFound {
        noun: "biography",
        text: lived.to_owned(),
        next: sentence!("next-look-again", "look for it again"),
    };
    let biography = office.biography(&Thing::parse(lived).ok_or_else(missing)?, today)?;
    let mut names = BTreeMap::new();
    let documents = biography.events.iter().flat_map(|event| &event.documents);
    for thing in biography.things.iter().chain(documents) {
        if !names.contains_key(thing) {
            names.insert(thing.clone(), history::name_of(office, thing)?);
        }
    }
    let mut posts = BTreeMap::new();
    for post in biography.events.iter().filter_map(|event| event.post.as_ref()) {
        if !posts.contains_key(post) {
            posts.insert(post.clone(), office.post(post)?.map_or_else(|| post.to_string(), |post| post.title));
        }
    }
    Ok(Told { biography, names, posts, today })
}

impl Told {
    /// What a thing is called.
    pub fn name<'t>(&'t self, thing: &'t Thing) -> &'t str {
        self.names.get(thing).map_or(thing.name.as_str(), |named| named.text.as_str())
    }

    /// What the post is called that did something; `None` where the office did it by itself.
    pub fn post<'t>(&'t self, event: &'t LifeEvent) -> Option<&'t str> {
        event.post.as_ref().map(|post| self.posts.get(post).map_or(post.as_str(), String::as_str))
    }

    /// A thing with its address.
    fn named(&self, thing: &Thing) -> Option<&Named> {
        self.names.get(thing)
    }
}

/// A stage, as people call it.
pub(crate) fn stage(speech: Speech, stage: LifeStage) -> String {
    speech.say(Step::from(stage).key())
}

/// What happened, as a verb before the name of the thing.
fn happened(speech: Speech, event: &LifeEvent) -> String {
    match event.happened {
        Happened::Fact(verb) => speech.say(&format!("fact-{}", verb.word())),
        Happened::Matched => speech.say("biography-matched"),
        Happened::Laid => speech.say("biography-laid"),
        Happened::Reached(rung) => {
            let class = event.class.map(|class| speech.say(&format!("life-class-{}", class.word())));
            let rung = speech.say(&format!("life-rung-{}", rung.word()));
            speech.with("biography-reached", &[("rung", rung.into()), ("class", class.unwrap_or_default().into())])
        }
        Happened::Ended(end) => speech.say(&format!("life-end-{}", end.word())),
    }
}

/// A note as people say it, where there is one.
fn note(speech: Speech, event: &LifeEvent) -> Option<String> {
    let is_said = !event.note.is_empty() && event.note != "forward";
    is_said.then(|| history::changed(speech, &event.note))
}

/// A gap in one sentence.
pub(crate) fn gap_said(speech: Speech, told: &Told, gap: &Gap) -> String {
    match gap {
        Gap::Missing { first, last } if first == last => {
            speech.with("biography-gap-stage", &[("stage", stage(speech, *first).into())])
        }
        Gap::Missing { first, last } => speech.with(
            "biography-gap-stages",
            &[("first", stage(speech, *first).into()), ("last", stage(speech, *last).into())],
        ),
        Gap::Waited { from, until, stage: behind, still } => {
            let key = if *still { "biography-gap-still" } else { "biography-gap-wait" };
            speech.with(
                key,
                &[
                    ("days", gap.days().unwrap_or(0).into()),
                    ("from", speech.date(*from).into()),
                    ("until", speech.date(*until).into()),
                    ("stage", stage(speech, *behind).into()),
                ],
            )
        }
        Gap::Weak { thing, rung, class } => speech.with(
            "biography-gap-weak",
            &[
                ("thing", told.name(thing).into()),
                ("rung", speech.say(&format!("life-rung-{}", rung.word())).into()),
                ("class", speech.say(&format!("life-class-{}", class.word())).into()),
            ],
        ),
    }
}

/// What is left out, a sentence each.
fn left_out(speech: Speech, told: &Told) -> Vec<String> {
    let biography = &told.biography;
    let said = [
        ("biography-beyond", biography.n_beyond),
        ("biography-events-beyond", biography.n_events_beyond),
        ("biography-passed", biography.n_passed),
        ("biography-quiet", biography.n_quiet),
    ];
    let said = said.into_iter().filter(|(_, count)| *count > 0);
    said.map(|(key, count)| speech.with(key, &[("count", i64::try_from(count).unwrap_or(i64::MAX).into())])).collect()
}

/// What sort of thing it is.
fn noun(speech: Speech, noun: Noun) -> String {
    speech.say(&format!("noun-{}", noun.word()))
}
