//! Beginning an adoption: of a technology that is in the register or comes into it with it, in a unit, by a post.

use model::{
    Adoption, AdoptionId, Duty, DutyKind, DutyState, EvidenceClass, Link, LinkKind, Marking, NeedId, Noun, PostId,
    Refusal, Rung, RungReached, Technology, TechnologyId, Thing, UnitId, Verb, sentence,
};
use store::{AdoptionFilter, AdoptionLine, Deed, Scope, Writer};

use super::technology::{no_technology, put, technology_thing};
use super::{as_seen, change, held, keep_on, keeper, thing};
use crate::Failure;
use crate::review::{Turn, tree};

/// An adoption that is to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAdoption {
    /// What is adopted.
    pub technology: TechnologyId,
    /// By whom.
    pub unit: UnitId,
    /// The post that answers for it.
    pub post: PostId,
    /// The need that it serves.
    pub need: Option<NeedId>,
    /// The adoption of another unit from which it is taken over.
    pub from: Option<AdoptionId>,
    /// Who may see it, at least; it is joined with those of the technology and the need.
    pub marking: Marking,
}

/// What somebody begins on a page.
#[derive(Clone, Debug)]
pub struct AdoptionBegun {
    /// A technology that comes into the register with it; none where it is there already.
    pub technology: Option<Technology>,
    /// The adoption, with its name in the office, what is made with it and who may see it. Its rungs are not looked at.
    pub adoption: Adoption,
    /// The thing from which it is begun: a sample, a delivery, a deliverable, a mission.
    pub origin: Option<Thing>,
}

/// Opens an adoption: the technology was received today, as told by whoever opens it. For rooms in which an adoption begins.
///
/// # Errors
/// Refused when the technology, the post or the need is not there, the post is of another unit's branch, the unit adopts it already, or
/// the officer could not see it.
pub fn open(deed: &mut Deed<'_>, turn: &mut Turn<'_>, new: NewAdoption) -> Result<AdoptionId, Failure> {
    let id = AdoptionId::from_bits((turn.ids)());
    let adoption = Adoption {
        id,
        technology: new.technology,
        unit: new.unit,
        post: new.post,
        need: new.need,
        from: new.from,
        output: String::new(),
        measure: String::new(),
        remark: String::new(),
        reached: Vec::new(),
        past: Vec::new(),
        end: None,
        marking: new.marking,
        invented: false,
        revision: 0,
        made_at: turn.now,
    };
    put_adoption(deed, turn, adoption)?;
    Ok(id)
}

/// The marking that an adoption has at least, and what it names looked at.
fn weighed(deed: &Deed<'_>, turn: &Turn<'_>, adoption: Adoption) -> Result<Adoption, Failure> {
    let officer = turn.officer;
    let technology = deed.technology(&officer.scope, adoption.technology)?;
    let technology = technology.ok_or_else(|| no_technology(&adoption.technology.to_string()))?;
    let mut marking = adoption.marking.join(&technology.marking);
    if let Some(need) = &adoption.need {
        let need = deed.need(&officer.scope, need)?.ok_or_else(|| crate::review::not_found(need.as_str()))?;
        marking = marking.join(&need.marking);
    }
    if let Some(from) = adoption.from {
        let from = deed.adoption(&Scope::office(), from)?.ok_or_else(|| super::no_adoption(&from.to_string()))?;
        if from.technology != adoption.technology || from.id == adoption.id {
            return Err(Failure::said(sentence!(
                "adoption-from",
                "An adoption is taken over from one of the same technology; name that one, or none"
            )));
        }
    }
    let post = deed.post(&adoption.post)?.filter(|post| !post.closed).ok_or_else(|| {
        Failure::said(sentence!(
            "adoption-post-gone",
            "There is no post {post} any more; choose another one",
            post = adoption.post
        ))
    })?;
    let tree = tree(deed)?;
    let is_near =
        tree.upwards(&adoption.unit).contains(&post.unit) || tree.upwards(&post.unit).contains(&adoption.unit);
    if tree.unit(&adoption.unit).is_none() || !is_near {
        return Err(Failure::said(sentence!(
            "adoption-post-elsewhere",
            "{post} stands in another part of the office than {unit}; choose a post of that unit, or of one above or below it",
            post = adoption.post,
            unit = adoption.unit
        )));
    }
    if !officer.clearance.may_see(&marking) {
        return Err(Failure::said(sentence!(
            "marking-blind-adoption",
            "You could not see the adoption once it is so marked; choose a marking that you are cleared for"
        )));
    }
    Ok(Adoption { marking, ..adoption }.tidied()?)
}

/// Refuses a second adoption of one technology in one unit.
pub(super) fn is_alone(deed: &Deed<'_>, adoption: &Adoption) -> Result<(), Failure> {
    let filter = AdoptionFilter {
        technology: Some(adoption.technology),
        unit: Some(adoption.unit.clone()),
        open: true,
        ..AdoptionFilter::default()
    };
    if deed.adoptions(&filter)?.iter().any(|line| line.adoption.id != adoption.id) {
        return Err(Failure::said(sentence!(
            "adoption-exists",
            "{unit} adopts this technology already; go on with that adoption, or name the unit below it",
            unit = adoption.unit
        )));
    }
    Ok(())
}

/// Keeps a new adoption, with the technology received.
fn put_adoption(deed: &mut Deed<'_>, turn: &mut Turn<'_>, adoption: Adoption) -> Result<Adoption, Failure> {
    let adoption = weighed(deed, turn, adoption)?;
    is_alone(deed, &adoption)?;
    let received = RungReached {
        rung: Rung::Received,
        on: turn.today,
        class: EvidenceClass::Told,
        evidence: Vec::new(),
        remark: String::new(),
        by: adoption.post.clone(),
    };
    let (adoption, _) = adoption.reach(received, turn.today)?;
    let adoption = Adoption { revision: 0, ..adoption };
    let fact = deed.fact(Verb::TookUp, thing(adoption.id)).to(technology_thing(adoption.technology).to_string());
    deed.keep_adoption(&adoption, &fact)?;
    relink(deed, None, &adoption)?;
    Ok(adoption)
}

fn links(adoption: &Adoption) -> Vec<(LinkKind, Thing)> {
    let technology = (LinkKind::AdoptedFrom, technology_thing(adoption.technology));
    let need = adoption.need.as_ref().map(|need| (LinkKind::Serves, Thing::new(Noun::Need, need)));
    let from = adoption.from.map(|from| (LinkKind::AdoptedFrom, thing(from)));
    [Some(technology), need, from].into_iter().flatten().collect()
}

fn relink(deed: &mut Deed<'_>, before: Option<&Adoption>, after: &Adoption) -> Result<(), Failure> {
    let (old, new) = (before.map(links).unwrap_or_default(), links(after));
    for (kind, target) in old.iter().filter(|link| !new.contains(link)) {
        deed.undraw(&Link::new(thing(after.id), *kind, target.clone()))?;
    }
    for (kind, target) in new.iter().filter(|link| !old.contains(link)) {
        deed.draw(&Link::new(thing(after.id), *kind, target.clone()))?;
    }
    Ok(())
}

/// Begins an adoption, with its technology where that is not in the register yet. A form that is sent twice begins once. What asked the
/// post to begin with a sample is done with it.
///
/// # Errors
/// As [`open`]; and when the officer acts neither for the post nor coordinates over the unit.
pub fn begin_adoption(writer: &mut Writer, turn: &mut Turn<'_>, begun: AdoptionBegun) -> Result<AdoptionLine, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let AdoptionBegun { technology, adoption, origin } = begun;
        keeper(deed, officer, &adoption)?;
        if let Some(before) = deed.adoption(&Scope::office(), adoption.id)? {
            let is_same =
                (&before.unit, &before.post, &before.need) == (&adoption.unit, &adoption.post, &adoption.need);
            if is_same && officer.clearance.may_see(&before.marking) {
                return as_seen(deed, officer, before.id);
            }
            return Err(Failure::said(sentence!(
                "adoption-form-sent",
                "This form was sent already with another adoption; open a new one"
            )));
        }
        if let Some(from) = adoption.from {
            // What is not seen is not there to be named.
            held(deed, officer, from)?;
        }
        if let Some(origin) = &origin
            && !deed.shows_thing(&officer.scope, origin)?
        {
            return Err(gone(origin).into());
        }
        if let Some(technology) = technology {
            let mut technology = Technology { id: adoption.technology, ..technology };
            technology.origins.extend(origin.clone());
            put(deed, turn, technology, None)?;
        }
        let adoption = Adoption { reached: Vec::new(), past: Vec::new(), end: None, made_at: turn.now, ..adoption };
        let adoption = put_adoption(deed, turn, adoption)?;
        if let Some(origin) = origin {
            deed.draw(&Link::new(thing(adoption.id), LinkKind::AdoptedFrom, origin.clone()))?;
            settle(deed, turn, &origin, &adoption)?;
        }
        as_seen(deed, officer, adoption.id)
    })
}

fn gone(origin: &Thing) -> Refusal {
    Refusal::Said(sentence!(
        "adoption-origin-gone",
        "There is no {origin} here any more; begin from the page of the thing",
        origin = origin.to_string()
    ))
}

/// Ends what asked a post to begin: the duty on a sample, of the posts for which the officer acts.
fn settle(deed: &mut Deed<'_>, turn: &Turn<'_>, origin: &Thing, adoption: &Adoption) -> Result<(), Failure> {
    let is_asked = |duty: &&Duty| {
        duty.kind == DutyKind::StartAdoption && (duty.post == adoption.post || turn.officer.acts_for(&duty.post))
    };
    for duty in deed.open_duties(origin)?.iter().filter(is_asked) {
        let closed = duty.close(DutyState::Done, "begun", Some(&adoption.id.to_string()), deed.at())?;
        deed.keep_duty(&closed)?;
    }
    Ok(())
}

/// Changes what is said of an adoption beside its ladder: post, need, what is made, unit of measure, remark, marking. The technology and
/// the unit stay. `changed.revision` is that of the state which was seen.
///
/// # Errors
/// Refused to whoever does not keep it, when something that it names is not there, when somebody changed it in between, when its marking
/// would become wider, or narrower than an inspection of it that is under way, or its unit of measure another while numbers stand in it.
pub fn change_adoption(writer: &mut Writer, turn: &mut Turn<'_>, changed: Adoption) -> Result<AdoptionLine, Failure> {
    let at = (changed.id, changed.revision);
    change(writer, turn, at, |deed, turn, before, _| {
        let after = Adoption {
            post: changed.post,
            need: changed.need,
            output: changed.output,
            measure: changed.measure,
            remark: changed.remark,
            marking: changed.marking,
            ..before.clone()
        };
        let after = weighed(deed, turn, after)?;
        if after == before {
            return Ok(before);
        }
        if !after.marking.covers(&before.marking) {
            return Err(Failure::said(sentence!(
                "adoption-wider",
                "More people could see it than before; keep the marking or make it narrower"
            )));
        }
        if after.marking != before.marking {
            crate::inspection::stays_in_sight(deed, after.id, &after.marking)?;
        }
        if after.measure != before.measure {
            has_no_numbers(deed, &before)?;
        }
        let after = Adoption { revision: before.revision + 1, ..after };
        keep_on(deed, &after, Verb::Revised, "")?;
        relink(deed, Some(&before), &after)?;
        hand_duties(deed, &before, &after)?;
        Ok(after)
    })
}

/// Refuses another unit of measure once numbers stand in the one that is held.
fn has_no_numbers(deed: &Deed<'_>, adoption: &Adoption) -> Result<(), Failure> {
    let is_empty = deed.output_plans(adoption.id)?.is_empty()
        && deed.output_said(adoption.id)?.is_empty()
        && deed.readings(adoption.id)?.all().is_empty();
    if is_empty {
        return Ok(());
    }
    Err(Failure::said(sentence!(
        "adoption-measure-held",
        "Plans, output or readings stand in “{measure}” already; keep that unit of measure",
        measure = adoption.measure.as_str()
    )))
}

/// What is asked of the post goes to the one that answers now.
fn hand_duties(deed: &mut Deed<'_>, before: &Adoption, after: &Adoption) -> Result<(), Failure> {
    if before.post == after.post {
        return Ok(());
    }
    for duty in deed.open_duties(&thing(after.id))?.into_iter().filter(|duty| duty.post == before.post) {
        deed.keep_duty(&Duty { post: after.post.clone(), raised_to: None, n_raised: 0, ..duty })?;
    }
    crate::diffusion::hand_case(deed, before, after)
}
