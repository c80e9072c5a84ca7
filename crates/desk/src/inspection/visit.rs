//! Visits: who goes, which is asked by rule; what is noted on the spot; what was found, and what the owner says to it.

use std::collections::BTreeSet;

use model::{
    Actor, Adoption, AdoptionId, AttachmentId, Clearance, DutyKind, DutyState, EditId, EvidenceClass, Inspection,
    Marking, Person, PersonId, Post, PostId, Refusal, RungReached, SiteVisit, Standing, Thing, UnitTree, Verb, Verdict,
    VisitFound, VisitId, VisitNote, VisitPhoto, VisitState, VisitedSide, independent, sentence,
};
use sha2::{Digest, Sha256};
use store::{Deed, HeldPhoto, Scope, VisitFilter, Writer};

use super::{charge_by, leader, n_open, thing, visit_thing};
use crate::attachment::Brought;
use crate::review::{Turn, tree};
use crate::work_calendar::charge;
use crate::{Failure, Officer};

pub(super) fn no_visit(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "visit",
        text: text.to_owned(),
        next: sentence!("next-look-visits", "look for it on the page of its inspection"),
    }
}

/// A visit with its programme and the adoption that it looks at.
pub(super) struct Place {
    pub visit: SiteVisit,
    pub inspection: Inspection,
    pub adoption: Adoption,
}

pub(super) fn place(deed: &Deed<'_>, officer: &Officer, id: VisitId) -> Result<Place, Failure> {
    let missing = || Failure::from(no_visit(&id.to_string()));
    let visit = deed.site_visit(&officer.scope, id)?.ok_or_else(missing)?;
    let inspection = deed.inspection(&officer.scope, visit.inspection)?.ok_or_else(missing)?;
    let adoption = deed.adoption(&officer.scope, visit.adoption)?.ok_or_else(missing)?;
    Ok(Place { visit, inspection, adoption })
}

fn seen(deed: &Deed<'_>, officer: &Officer, (id, revision): (VisitId, u32)) -> Result<Place, Failure> {
    let place = place(deed, officer, id)?;
    place.visit.from_revision(revision)?;
    Ok(place)
}

/// The persons who act for a post today.
pub(super) fn persons(deed: &Deed<'_>, turn: &Turn<'_>, post: &PostId) -> Result<Vec<PersonId>, Failure> {
    Ok(deed.acting(post, turn.today)?.into_iter().map(|(person, _)| person.id).collect())
}

/// Whether whoever acts for a post may see a visit. Of a post that nobody holds nobody is kept out.
pub(super) fn may_see(deed: &Deed<'_>, turn: &Turn<'_>, place: &Place, post: &PostId) -> Result<bool, Failure> {
    let Some(held) = deed.post(post)? else { return Ok(false) };
    let (acting, tree) = (deed.acting(post, turn.today)?, tree(deed)?);
    let sees =
        |person: &Person| sees_place(&crate::officer::clearance(person, std::iter::once(&held.unit), &tree), place);
    Ok(acting.is_empty() || acting.iter().any(|(person, _)| sees(person)))
}

fn sees_place(clearance: &Clearance, place: &Place) -> bool {
    clearance.may_see(&place.inspection.marking) && clearance.may_see(&place.adoption.marking)
}

/// The side of who is visited, as independence looks at it.
fn visited(deed: &Deed<'_>, turn: &Turn<'_>, place: &Place) -> Result<VisitedSide, Failure> {
    let adoption = &place.adoption;
    let owners: BTreeSet<PersonId> = persons(deed, turn, &adoption.post)?.into_iter().collect();
    // Whoever said a rung of a day acted for its post on that day or later: when it was written down is not told.
    let mut writers = BTreeSet::new();
    let reached = adoption.past.iter().flat_map(|start| &start.reached).chain(&adoption.reached);
    for reached in reached.filter(|reached| reached.class != EvidenceClass::Inspected) {
        let held = deed.tenures_of_post(&reached.by)?;
        let could = held.into_iter().filter(|one| one.until.is_none_or(|last| last >= reached.on));
        writers.extend(could.map(|one| one.person));
    }
    let earlier = VisitFilter { adoption: Some(adoption.id), ..VisitFilter::default() };
    let mut earlier = deed.site_visits(&earlier)?;
    earlier.retain(|visit| visit.id != place.visit.id && visit.state == VisitState::Closed);
    let last = earlier.iter().max_by_key(|visit| visit.at).and_then(|visit| Actor::parse(&visit.by));
    let last = last.map(|actor| actor.person);
    let unit = adoption.unit.clone();
    let mut side = VisitedSide { unit, owners, writers, last, is_another_there: false };
    if side.last.is_some() {
        side.is_another_there = is_another_there(deed, turn, place, &side)?;
    }
    Ok(side)
}

/// Whether somebody other than who was there the last time could go: of the posts that inspect, or of that which leads the programme.
fn is_another_there(deed: &Deed<'_>, turn: &Turn<'_>, place: &Place, side: &VisitedSide) -> Result<bool, Failure> {
    let tree = tree(deed)?;
    let visits = deed.site_visits(&VisitFilter::default())?;
    let mut posts: BTreeSet<PostId> = visits.into_iter().filter_map(|visit| visit.inspector).collect();
    posts.insert(place.inspection.post.clone());
    for post in posts {
        if deed.post(&post)?.is_none_or(|post| post.closed) {
            continue;
        }
        for person in persons(deed, turn, &post)? {
            if Some(&person) == side.last.as_ref() {
                continue;
            }
            match stands_apart(deed, turn, (&tree, side), &person) {
                Ok(()) => return Ok(true),
                Err(Failure::Refused(_)) => {}
                Err(broken) => return Err(broken),
            }
        }
    }
    Ok(false)
}

/// Refuses a person of whom one post stands in what is visited, or above it: somebody acts for several posts, and goes as one.
fn stands_apart(
    deed: &Deed<'_>,
    turn: &Turn<'_>,
    (tree, side): (&UnitTree, &VisitedSide),
    person: &PersonId,
) -> Result<(), Failure> {
    for tenure in deed.tenures_of_person(person)?.into_iter().filter(|one| one.holds_on(turn.today)) {
        if let Some(held) = deed.post(&tenure.post)?.filter(|post| !post.closed) {
            independent(tree, side, (&held.unit, person))?;
        }
    }
    Ok(())
}

/// Whoever is at work, as the inspector of a visit, who has no part in it.
pub(super) fn inspector(deed: &Deed<'_>, turn: &Turn<'_>, place: &Place) -> Result<Actor, Failure> {
    let Some(post) = &place.visit.inspector else {
        return Err(Failure::said(sentence!(
            "visit-unassigned",
            "Nobody is named who makes this visit; ask {post}, which leads the programme",
            post = place.inspection.post
        )));
    };
    let actor = turn.officer.acting_for(post)?;
    let (tree, side) = (tree(deed)?, visited(deed, turn, place)?);
    for (held, _) in &turn.officer.posts {
        independent(&tree, &side, (&held.unit, &actor.person))?;
    }
    Ok(actor)
}

/// Gives a visit to a post. Somebody has to act for it who may see the visit and has no part in what is visited.
///
/// # Errors
/// Refused to whoever does not lead the programme or has a part in the claim, once the visit is closed, with a post that nobody holds, whose
/// holder may not see it or is not independent of the owner, or when somebody changed it in between.
pub fn assign_visit(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (VisitId, u32),
    post: &PostId,
) -> Result<SiteVisit, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let place = seen(deed, officer, at)?;
        leader(officer, &place.inspection)?;
        let assigned = place.visit.assigned(post)?;
        let (tree, side) = (tree(deed)?, visited(deed, turn, &place)?);
        leads_from_outside(officer, &place.inspection, (&tree, &side))?;
        can_go(deed, turn, &place, (post, &tree, &side))?;
        for duty in deed.open_duties(&visit_thing(assigned.id))?.iter().filter(|duty| duty.kind == DutyKind::Inspect) {
            let closed = duty.close(DutyState::Lapsed, "reassigned", None, deed.at())?;
            deed.keep_duty(&closed)?;
        }
        let fact = deed.fact(Verb::Assigned, visit_thing(assigned.id));
        let fact = fact.to(Thing::new(model::Noun::Post, post).to_string());
        deed.keep_site_visit(&assigned, &fact)?;
        charge_by(deed, turn, (post, DutyKind::Inspect, visit_thing(assigned.id)), assigned.due)?;
        let filter = VisitFilter { inspection: Some(assigned.inspection), ..VisitFilter::default() };
        if deed.site_visits(&filter)?.iter().all(|visit| visit.state != VisitState::Drawn) {
            deed.done(&thing(assigned.inspection), DutyKind::AssignVisits, "assigned")?;
        }
        Ok(assigned)
    })
}

/// Refuses a leader who has a part in the claim: they would choose who looks at their own.
fn leads_from_outside(
    officer: &Officer,
    inspection: &Inspection,
    (tree, side): (&UnitTree, &VisitedSide),
) -> Result<(), Refusal> {
    let person = &officer.person.id;
    let is_theirs = side.owners.contains(person) || side.writers.contains(person);
    let leads_within =
        |(post, _): &(Post, Standing)| post.id == inspection.post && tree.is_within(&post.unit, &side.unit);
    if !is_theirs && !officer.posts.iter().any(leads_within) {
        return Ok(());
    }
    Err(Refusal::Said(sentence!(
        "inspection-leader-own",
        "You have a part in this claim, so somebody else names who looks at it; let a post outside of {unit} lead the programme",
        unit = side.unit
    )))
}

/// Refuses a post of which nobody could make the visit.
fn can_go(
    deed: &Deed<'_>,
    turn: &Turn<'_>,
    place: &Place,
    (post, tree, side): (&PostId, &UnitTree, &VisitedSide),
) -> Result<(), Failure> {
    let Some(held) = deed.post(post)?.filter(|post| !post.closed) else {
        return Err(Failure::said(sentence!(
            "inspector-no-post",
            "There is no post {post} any more; choose another inspector",
            post
        )));
    };
    let mut refused: Failure = Failure::said(sentence!(
        "inspector-vacant",
        "Nobody acts for {post} today; choose a post that somebody holds",
        post
    ));
    for (person, _) in deed.acting(post, turn.today)? {
        let clearance = crate::officer::clearance(&person, std::iter::once(&held.unit), tree);
        if !sees_place(&clearance, place) {
            refused = Failure::said(sentence!(
                "inspector-blind",
                "{person} may not see this visit; choose an inspector who is cleared for it",
                person = person.id
            ));
            continue;
        }
        match stands_apart(deed, turn, (tree, side), &person.id) {
            Ok(()) => return Ok(()),
            Err(Failure::Refused(refusal)) => refused = refusal.into(),
            Err(broken) => return Err(broken),
        }
    }
    Err(refused)
}

/// Refuses a marking of an adoption that the programme of a visit to it does not cover while that visit is open: whoever leads the programme or
/// goes might see it no more, and nobody could close it.
pub(crate) fn stays_in_sight(deed: &Deed<'_>, adoption: AdoptionId, marking: &Marking) -> Result<(), Failure> {
    let filter = VisitFilter { adoption: Some(adoption), ..VisitFilter::default() };
    for visit in deed.site_visits(&filter)?.iter().filter(|visit| visit.state != VisitState::Closed) {
        let inspection = deed.inspection(&Scope::office(), visit.inspection)?;
        if inspection.is_some_and(|inspection| !inspection.marking.covers(marking)) {
            return Err(Failure::said(sentence!(
                "adoption-being-inspected",
                "A visit to this claim was drawn and is not closed, and whoever makes it might not see it so marked; change the marking once it is closed"
            )));
        }
    }
    Ok(())
}

/// What became of notes that were sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotesTaken {
    /// Those that are held now, new or from before.
    pub kept: Vec<EditId>,
    /// Those that are not, each with why.
    pub refused: Vec<(EditId, Refusal)>,
}

/// Takes notes from a visit, each under the name that its writer gave it: sent twice, it is held once.
///
/// # Errors
/// Refused when there is no such visit, once it is closed, and to whoever does not make it.
pub fn take_notes(
    writer: &mut Writer,
    turn: &Turn<'_>,
    id: VisitId,
    notes: &[VisitNote],
) -> Result<NotesTaken, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let place = place(deed, officer, id)?;
        place.visit.is_open()?;
        let by = inspector(deed, turn, &place)?.to_string();
        let mut taken = NotesTaken::default();
        let (mut n_held, mut n_new) = (deed.visit_notes(id)?.len(), 0);
        for note in notes {
            // A clock that runs ahead does not hold the last word for ever.
            let note = VisitNote { by: by.clone(), made_at: note.made_at.min(turn.now), ..note.clone() };
            match note.clone().tidied(place.inspection.questions.len()) {
                Err(refusal) => taken.refused.push((note.id, refusal)),
                Ok(_) if n_held >= model::VISIT_NOTES_MAX => taken.refused.push((
                    note.id,
                    Refusal::Said(sentence!(
                        "visit-notes-many",
                        "One visit holds {max} notes; close it, and write what is left as a finding",
                        max = model::VISIT_NOTES_MAX
                    )),
                )),
                Ok(note) => {
                    if deed.keep_visit_note(id, &note)? {
                        n_held += 1;
                        n_new += 1;
                    }
                    taken.kept.push(note.id);
                }
            }
        }
        if n_new > 0 {
            let fact = deed.fact(Verb::NotedDown, visit_thing(id)).with(format!("notes:{n_new}"));
            deed.note(&fact)?;
        }
        Ok(taken)
    })
}

/// The seal of a photograph: `SHA-256` of its bytes, the time and the place with a line feed before each, in hexadecimal digits. A phone makes it as the
/// photograph is taken.
pub fn photo_seal(bytes: &[u8], taken: &str, place: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(bytes);
    hash.update(format!("\n{taken}\n{place}"));
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Takes a photograph from a visit. `seal` is what [`photo_seal`] makes of what came.
///
/// # Errors
/// Refused when there is no such visit, once it is closed, to whoever does not make it, when the photograph is not as it was taken, and when the
/// visit has as many as it may.
pub fn take_photo(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    id: VisitId,
    photo: &VisitPhoto,
    (brought, seal): (&Brought, &str),
) -> Result<VisitPhoto, Failure> {
    let officer = turn.officer;
    let file = AttachmentId::from_bits((turn.ids)());
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let place = place(deed, officer, id)?;
        place.visit.is_open()?;
        let by = inspector(deed, turn, &place)?.to_string();
        let held = deed.visit_photos(id)?;
        if let Some(held) = held.iter().find(|held| held.photo.id == photo.id) {
            return Ok(held.photo.clone());
        }
        if held.len() >= model::VISIT_PHOTOS_MAX {
            return Err(Failure::said(sentence!(
                "visit-photos-many",
                "One visit holds {max} photographs; keep those that show what was found",
                max = model::VISIT_PHOTOS_MAX
            )));
        }
        let photo = photo.clone().tidied(place.inspection.questions.len(), seal, turn.now)?;
        let (name, n_bytes) = (brought.name.clone(), brought.n_bytes);
        let photo = VisitPhoto { name, n_bytes, by, at: turn.now, ..photo };
        deed.keep_visit_photo(id, file, &HeldPhoto { photo: photo.clone(), digest: brought.digest })?;
        // The hash stands in the ledger: what lies on the shelf can be held against it whoever holds the shelf.
        let fact = deed.fact(Verb::Attached, visit_thing(id)).with(format!("photo sha256:{seal}"));
        deed.note(&fact)?;
        Ok(photo)
    })
}

/// Closes a visit by what it found. A claim that was confirmed, or seen lower, is shown as inspected from now on; what was found against it is laid
/// before its owner, where they may see it.
///
/// # Errors
/// Refused to whoever does not make the visit or is not independent of what is visited, once it is closed, without words, for a day
/// before the frame was fixed, or when somebody changed it in between.
pub fn close_visit(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (VisitId, u32),
    found: &VisitFound,
) -> Result<SiteVisit, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let place = seen(deed, officer, at)?;
        place.visit.is_open()?;
        place.inspection.is_visited_on(found.on)?;
        let actor = inspector(deed, turn, &place)?;
        let closed = place.visit.closed(found, &actor.to_string(), (turn.now, turn.today))?;
        let verdict = closed.verdict.unwrap_or(Verdict::Unseen);
        let claim = Thing::new(model::Noun::Adoption, closed.adoption);
        let fact = deed.fact(Verb::Inspected, visit_thing(closed.id)).to(claim.to_string());
        deed.keep_site_visit(&closed, &fact.with(verdict.word().to_owned()))?;
        deed.done(&visit_thing(closed.id), DutyKind::Inspect, verdict.word())?;
        show_as_inspected(deed, turn, &place, &closed)?;
        if closed.contradicts() {
            // A duty on what its post cannot see would tell that there is something, and could not be done.
            let owner = &place.adoption.post;
            if may_see(deed, turn, &place, owner)? {
                let duty = turn.duty(owner, DutyKind::AnswerVisit, visit_thing(closed.id), turn.work.answer_days);
                charge(deed, &duty)?;
            }
        }
        begin(deed, turn, &place.inspection)?;
        Ok(closed)
    })
}

/// Writes what was seen on the ladder of the adoption, on the evidence of the visit.
fn show_as_inspected(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    place: &Place,
    closed: &SiteVisit,
) -> Result<(), Failure> {
    // Of an adoption that was ended meanwhile nothing more is said on its ladder; the visit says it.
    let (Some(rung), Some(on), None) = (closed.found, closed.on, &place.adoption.end) else { return Ok(()) };
    let by = closed.inspector.clone().unwrap_or_else(|| place.inspection.post.clone());
    let evidence = vec![visit_thing(closed.id)];
    let remark = closed.words.chars().take(model::RUNG_REMARK_CHARS_MAX).collect();
    let reached = RungReached { rung, on, class: EvidenceClass::Inspected, evidence, remark, by };
    crate::adoption::reach(deed, turn, closed.adoption, reached)
}

/// Notes that visits of a programme are made; when the last one is closed, asks for the report.
fn begin(deed: &mut Deed<'_>, turn: &mut Turn<'_>, inspection: &Inspection) -> Result<(), Failure> {
    let begun = inspection.begun()?;
    if begun != *inspection {
        let fact = deed.fact(Verb::Began, thing(begun.id));
        deed.keep_inspection(&begun, &fact)?;
    }
    if n_open(deed, begun.id)? == 0 {
        let duty = turn.duty(&begun.post, DutyKind::ReportInspection, thing(begun.id), turn.work.answer_days);
        charge(deed, &duty)?;
    }
    Ok(())
}

/// What the owner says to what a visit found against the claim.
///
/// # Errors
/// Refused to whoever does not act for the owning post, where nothing is asked, without words, or when somebody changed it in between.
pub fn answer_visit(
    writer: &mut Writer,
    turn: &Turn<'_>,
    at: (VisitId, u32),
    words: &str,
) -> Result<SiteVisit, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let place = seen(deed, officer, at)?;
        let actor = officer.acting_for(&place.adoption.post)?;
        let answered = place.visit.answered(words, &actor.to_string())?;
        let fact = deed.fact(Verb::Answered, visit_thing(answered.id));
        deed.keep_site_visit(&answered, &fact)?;
        deed.done(&visit_thing(answered.id), DutyKind::AnswerVisit, "answered")?;
        Ok(answered)
    })
}

/// Whoever makes a visit or leads its programme: they write findings, and look whether these are done.
pub(super) fn overseer(officer: &Officer, place: &Place) -> Result<Actor, Refusal> {
    let inspector = place.visit.inspector.as_ref().filter(|post| officer.acts_for(post));
    officer.acting_for(inspector.unwrap_or(&place.inspection.post)).map_err(|_| {
        Refusal::Said(sentence!(
            "finding-not-overseer",
            "This is for whoever made the visit or leads the programme; ask {post}",
            post = place.inspection.post
        ))
    })
}
