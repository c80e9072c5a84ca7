//! Technologies: what units take over, with where it came from. Marked at least as all that it came from.

use std::collections::BTreeSet;

use model::{Link, LinkKind, Marking, Noun, Power, Refusal, Technology, TechnologyId, Thing, Verb, sentence};
use store::{Deed, Scope, Writer};

use crate::review::Turn;
use crate::{Failure, Officer};

pub(crate) fn no_technology(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "technology",
        text: text.to_owned(),
        next: sentence!("next-look-technologies", "look for it in the list of technologies"),
    }
}

pub(crate) fn technology_thing(id: TechnologyId) -> Thing {
    Thing::new(Noun::Technology, id)
}

/// What is drawn from things is marked at least as they are. Things that are not seen are not there.
fn least_marking(deed: &Deed<'_>, officer: &Officer, technology: &Technology) -> Result<Marking, Failure> {
    let mut marking = technology.marking.clone();
    for origin in &technology.origins {
        if !deed.shows_thing(&officer.scope, origin)? {
            return Err(Failure::said(sentence!(
                "technology-origin-gone",
                "There is no {origin} here; take the link from the page of the thing",
                origin = origin.to_string()
            )));
        }
        for one in deed.markings_of(origin)? {
            marking = marking.join(&one);
        }
    }
    if !officer.clearance.may_see(&marking) {
        return Err(Failure::said(sentence!(
            "marking-blind-technology",
            "You could not see the technology once it is so marked; choose a marking that you are cleared for"
        )));
    }
    Ok(marking)
}

fn links(technology: &Technology) -> BTreeSet<Thing> {
    technology.origins.iter().cloned().collect()
}

pub(super) fn put(
    deed: &mut Deed<'_>,
    turn: &Turn<'_>,
    technology: Technology,
    before: Option<&Technology>,
) -> Result<Technology, Failure> {
    let technology = technology.tidied()?;
    let marking = least_marking(deed, turn.officer, &technology)?;
    let technology = Technology { marking, ..technology };
    let Some(before) = before else {
        if let Some(held) = deed.technology(&Scope::office(), technology.id)? {
            let is_same = (&held.name, &held.statement, &held.origins)
                == (&technology.name, &technology.statement, &technology.origins);
            if is_same && turn.officer.clearance.may_see(&held.marking) {
                return Ok(held);
            }
            return Err(Failure::said(sentence!(
                "technology-form-sent",
                "This form was sent already with another technology; open a new one"
            )));
        }
        let technology = Technology { revision: 0, made_at: turn.now, ..technology };
        return kept(deed, technology, Verb::Registered, &BTreeSet::new());
    };
    let technology = Technology { made_at: before.made_at, invented: before.invented, ..technology };
    if technology == *before {
        return Ok(technology);
    }
    before.from_revision(technology.revision)?;
    if !technology.marking.covers(&before.marking) {
        return Err(Failure::said(sentence!(
            "technology-wider",
            "More people could see it than before; keep the marking or make it narrower"
        )));
    }
    if technology.marking != before.marking {
        // Who does not see the technology does not see its adoptions, nor visits to them.
        let filter = store::AdoptionFilter { technology: Some(technology.id), ..store::AdoptionFilter::default() };
        for line in deed.adoptions(&filter)? {
            crate::inspection::stays_in_sight(deed, line.adoption.id, &technology.marking)?;
        }
    }
    let technology = Technology { revision: before.revision + 1, ..technology };
    kept(deed, technology, Verb::Revised, &links(before))
}

fn kept(deed: &mut Deed<'_>, technology: Technology, verb: Verb, old: &BTreeSet<Thing>) -> Result<Technology, Failure> {
    let thing = technology_thing(technology.id);
    let fact = deed.fact(verb, thing.clone());
    deed.keep_technology(&technology, &fact)?;
    let new = links(&technology);
    for origin in old.difference(&new) {
        deed.undraw(&Link::new(thing.clone(), LinkKind::AdoptedFrom, origin.clone()))?;
    }
    for origin in new.difference(old) {
        deed.draw(&Link::new(thing.clone(), LinkKind::AdoptedFrom, origin.clone()))?;
    }
    Ok(technology)
}

/// Whether an officer may write what a technology is: whoever keeps one of its adoptions, documents or coordinates.
pub(super) fn writes(deed: &Deed<'_>, officer: &Officer, id: TechnologyId) -> Result<(), Failure> {
    let filter = store::AdoptionFilter { technology: Some(id), ..store::AdoptionFilter::default() };
    let keeps = deed.adoptions(&filter)?.iter().any(|line| officer.acts_for(&line.adoption.post));
    if keeps || officer.with_power(Power::Document).is_some() || officer.with_power(Power::Coordinate).is_some() {
        return Ok(());
    }
    Err(Failure::said(sentence!(
        "technology-not-keeper",
        "Who uses this technology says what it is; ask one of them, a documentalist or a coordinator"
    )))
}

/// Puts a technology into the register, or changes what the register says of it: then `technology.revision` is that of the state which was
/// seen. It is marked at least as all that it came from. A form that is sent twice registers once.
///
/// # Errors
/// Refused without a name, when something that it names is not there, when the officer acts for no post or may not, when somebody changed
/// it in between, or when its marking would become wider, or narrower than an inspection of one of its adoptions that is under way.
pub fn keep_technology(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    technology: Technology,
    is_new: bool,
) -> Result<Technology, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        if is_new {
            has_post(officer)?;
            return put(deed, turn, technology, None);
        }
        let before = deed.technology(&officer.scope, technology.id)?;
        let before = before.ok_or_else(|| no_technology(&technology.id.to_string()))?;
        writes(deed, officer, before.id)?;
        put(deed, turn, technology, Some(&before))
    })
}

/// Refuses whoever acts for no post.
fn has_post(officer: &Officer) -> Result<(), Refusal> {
    if officer.posts.is_empty() {
        return Err(Refusal::Said(sentence!(
            "technology-no-post",
            "Only somebody who acts for a post puts a technology into the register; ask an administrator for one"
        )));
    }
    Ok(())
}
