//! Assignments: proposed by the personnel officer, signed by who leads the unit, and followed until it is known whether the skill stayed.
//!
//! An assignment is the affair of few: its marking releases it to the units concerned, and of their people it is shown to those of the
//! unit, to who acts for one of its posts, and to who leads or coordinates over the unit.

mod adding;
mod evaluation;
mod following;
mod grievance;
mod page;
mod proposing;
mod step;

use std::collections::BTreeSet;

use model::{
    Actor, Assignment, AssignmentId, AssignmentSide, DutyState, Fact, Marking, Noun, PostId, Power, Refusal, Released,
    Specialist, Thing, UnitId, UnitTree, Verb, VettingState, sentence,
};
use store::{AssignmentFilter, Deed};

use crate::review::{Turn, tree};
use crate::{Failure, Office, Officer};

pub use adding::add_to_assignment;
pub use evaluation::evaluate;
pub(crate) use following::follow_assignments;
pub use grievance::{GRIEVANCE_DAYS, answer_grievance, end_grievance, lay_grievance};
pub use page::{AssignmentPage, MayWithAssignment};
pub use proposing::{AssignmentGiven, propose_assignment, revise_assignment};
pub use step::{
    AssignmentStep, decide_assignment_control, keep_promise, show_transfer, take_assignment_step, weigh_conflict,
};

pub(crate) fn no_assignment(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "assignment",
        text: text.to_owned(),
        next: sentence!("next-look-assignments", "look for it on the page of its request"),
    }
}

fn thing(id: AssignmentId) -> Thing {
    Thing::new(Noun::Assignment, id)
}

fn fact(actor: &Actor, verb: Verb, id: AssignmentId) -> Fact {
    Fact::new(&actor.to_string(), verb, thing(id).to_string())
}

/// Whether an assignment is an officer's affair: they work in its unit, act for one of its posts or for one of control that is asked, or
/// lead or coordinate over the unit.
fn is_privy(officer: &Officer, assignment: &Assignment, tree: &UnitTree) -> bool {
    let posts = [&assignment.post, &assignment.officer, &assignment.counterpart];
    officer.posts.iter().any(|(post, _)| post.unit == assignment.unit)
        || posts.iter().any(|post| officer.acts_for(post))
        || assignment.control.steps().iter().any(|step| officer.acts_for(&step.post))
        || officer.with_power_over(Power::Coordinate, &assignment.unit, tree).is_some()
        || officer.with_power_over(Power::Lead, &assignment.unit, tree).is_some()
}

/// The assignment of this name, where it is the officer's affair, or a duty about it was raised to them. To others there is none.
fn held(deed: &Deed<'_>, turn: &Turn<'_>, id: AssignmentId) -> Result<Assignment, Failure> {
    let missing = || no_assignment(&id.to_string());
    let assignment = deed.assignment(&turn.officer.scope, id)?.ok_or_else(missing)?;
    if is_privy(turn.officer, &assignment, &tree(deed)?) {
        return Ok(assignment);
    }
    let duties = deed.open_duties(&thing(id))?;
    let raised = duties.iter().filter_map(|duty| duty.raised_to.as_ref()).any(|post| turn.officer.acts_for(post));
    Ok(raised.then_some(assignment).ok_or_else(missing)?)
}

/// The units whose affair an assignment is: its own, those of its posts and of the posts of control that are asked, and all above them,
/// where duties about it are raised. Each by itself, without what stands below it.
fn circle(deed: &Deed<'_>, assignment: &Assignment, tree: &UnitTree) -> Result<Marking, Failure> {
    let control = assignment.control.steps().iter().map(|step| &step.post);
    let posts = [&assignment.post, &assignment.officer, &assignment.counterpart];
    let mut units: BTreeSet<UnitId> = tree.upwards(&assignment.unit).into_iter().collect();
    for post in posts.into_iter().chain(control) {
        if let Some(post) = deed.post(post)? {
            units.extend(tree.upwards(&post.unit));
        }
    }
    let released: BTreeSet<Released> = units.into_iter().map(Released::Exactly).collect();
    Ok(Marking { release: [released].into_iter().collect(), ..Marking::default() })
}

/// Lets in those of a post that took an assignment over from another: the units whose affair it is grow by theirs and all above it.
pub(crate) fn let_in(deed: &mut Deed<'_>, post: &PostId) -> Result<(), Failure> {
    let Some(taker) = deed.post(post)? else { return Ok(()) };
    let tree = tree(deed)?;
    let exactly =
        |unit: &UnitId| -> BTreeSet<Released> { tree.upwards(unit).into_iter().map(Released::Exactly).collect() };
    let units = exactly(&taker.unit);
    for assignment in deed.assignments(&AssignmentFilter::default())? {
        let posts = [&assignment.post, &assignment.officer, &assignment.counterpart];
        let control = assignment.control.steps().iter().map(|step| &step.post);
        if !posts.into_iter().chain(control).any(|one| one == post) {
            continue;
        }
        let own = exactly(&assignment.unit);
        let is_circle = |units: &BTreeSet<Released>| {
            own.is_subset(units) && units.iter().all(|one| matches!(one, Released::Exactly(_)))
        };
        let wider = |circle: &BTreeSet<Released>| -> BTreeSet<Released> {
            if is_circle(circle) { circle.union(&units).cloned().collect() } else { circle.clone() }
        };
        let release = assignment.marking.release.iter().map(wider).collect();
        let marking = Marking { release, ..assignment.marking.clone() };
        if marking != assignment.marking {
            let fact = deed.fact(Verb::Marked, thing(assignment.id)).with(marking.to_string());
            let revision = assignment.revision + 1;
            deed.keep_assignment(&Assignment { marking, revision, ..assignment }, &fact)?;
        }
    }
    Ok(())
}

/// What is done with an assignment, as far as it matters for who may do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    /// Propose, change or drop it; say that they came, left or broke off.
    Manage,
    /// Decide on a conflict of interest.
    Weigh,
    /// Sign it.
    Sign,
    /// Say whether a promise was kept.
    Promise,
    /// Say what was shown, and whether the skill stayed.
    Learn,
    /// Speak for one of the sides: lay a grievance, say that it is settled, evaluate.
    Speak(AssignmentSide),
    /// Answer for one of the sides.
    Answer(AssignmentSide),
}

/// Who does it.
///
/// # Errors
/// Refused to who acts for none of the posts that do so.
fn actor(officer: &Officer, assignment: &Assignment, tree: &UnitTree, doing: Doing) -> Result<Actor, Refusal> {
    let first = |posts: &[&PostId]| posts.iter().find_map(|post| officer.acting_for(post).ok());
    let over = |power| officer.empowered(power, &assignment.unit, tree);
    let (post, personnel, counterpart) = (&assignment.post, &assignment.officer, &assignment.counterpart);
    match doing {
        Doing::Manage => first(&[personnel]).map_or_else(|| over(Power::Coordinate), Ok),
        Doing::Weigh => over(Power::Coordinate),
        Doing::Sign => over(Power::Lead).or_else(|_| over(Power::Coordinate)),
        Doing::Promise => first(&[post, personnel]).ok_or_else(|| not_theirs(post)),
        Doing::Learn => first(&[counterpart]).ok_or_else(|| not_theirs(counterpart)),
        Doing::Speak(AssignmentSide::Guest) | Doing::Answer(AssignmentSide::Guest) => {
            first(&[personnel]).ok_or_else(|| not_theirs(personnel))
        }
        Doing::Speak(AssignmentSide::Unit) => first(&[counterpart, post]).ok_or_else(|| not_theirs(counterpart)),
        Doing::Answer(AssignmentSide::Unit) => first(&[post]).ok_or_else(|| not_theirs(post)),
    }
}

fn not_theirs(post: &PostId) -> Refusal {
    Refusal::Said(sentence!("assignment-not-yours", "This is done by {post}; ask who acts for that post today", post))
}

/// The languages that the interpreter of an assignment brings.
fn interpreted(interpreter: Option<&Specialist>) -> Vec<String> {
    let Some(one) = interpreter else { return Vec::new() };
    let spoken = one.languages.iter().filter(|spoken| one.interprets(&spoken.language));
    spoken.map(|spoken| spoken.language.tag().to_owned()).collect()
}

/// Whether a decision of control waits.
fn is_asked(state: VettingState) -> bool {
    state == VettingState::Open
}

impl Office {
    fn raised_to(&self, officer: &Officer, id: AssignmentId) -> Result<bool, Failure> {
        let duties = self.reader.duties_about(&self.scope, &thing(id))?;
        let open = duties.iter().filter(|duty| duty.state == DutyState::Open);
        Ok(open.filter_map(|duty| duty.raised_to.as_ref()).any(|post| officer.acts_for(post)))
    }
}
