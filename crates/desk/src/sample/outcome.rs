//! What comes of a study: decided by the receiving post, by another person than who made it; what is taken over begins an adoption.

use model::{Actor, DutyKind, DutyState, Noun, Outcome, OutcomeKind, Sample, SampleId, Study, Thing, Verb, sentence};
use store::{Deed, Scope, Writer};

use super::study::study;
use super::{held, keep_on, seen, thing};
use crate::Failure;
use crate::manuscript::lay;
use crate::review::Turn;
use crate::work_calendar::charge;

/// Longest word with which a duty is answered, in characters.
const NOTED_CHARS_MAX: usize = 500;

/// Whether somebody opened a study or wrote of what it found.
fn made(study: &Study, person: &model::PersonId) -> bool {
    let written = study.versions.iter().map(|version| version.by.as_str()).chain([study.opened_by.as_str()]);
    written.filter_map(Actor::parse).any(|actor| actor.person == *person)
}

/// Decides what comes of a study. What is adopted or adapted is a duty of those whose needs it serves, and their record is laid before
/// the units whose needs were joined to these.
///
/// # Errors
/// Refused to whoever does not act for the receiving post or made the study themselves, before anything was found or once it was decided,
/// without a reason, a value or a day where they are needed, or when somebody wrote in between.
pub fn decide_outcome(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (SampleId, u32),
    number: u32,
    outcome: Outcome,
) -> Result<Sample, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        let found = study(deed, before.id, number)?;
        let actor = officer.acting_for(&before.post)?.to_string();
        if made(&found, &officer.person.id) {
            return Err(Failure::said(sentence!(
                "outcome-own",
                "You made this study; another person who acts for {post} has to decide what comes of it",
                post = &before.post
            )));
        }
        let outcome = Outcome { by: actor, at: turn.now, ..outcome };
        let kind = outcome.kind;
        let after = found.decide(outcome, turn.today)?;
        deed.keep_study(before.id, &after)?;
        deed.done(&thing(before.id), DutyKind::DecideOutcome, kind.word())?;
        follow(deed, turn, &before, &after)?;
        let state = before.state;
        let sample = Sample { rests_since: before.rests_since.map(|_| turn.today), ..before.next(state) };
        let target = after.record.map(|record| Thing::new(Noun::Record, record));
        keep_on(deed, sample, Verb::Concluded, target, &format!("study {number}: {kind}"))
    })
}

fn follow(deed: &mut Deed<'_>, turn: &mut Turn<'_>, sample: &Sample, study: &Study) -> Result<(), Failure> {
    let Some(outcome) = &study.outcome else { return Ok(()) };
    if let Some(day) = outcome.look_again.filter(|_| outcome.kind == OutcomeKind::Shelve) {
        let duty = turn.duty(&sample.post, DutyKind::LookAgain, thing(sample.id), 0);
        deed.charge(&model::Duty { due: day, ..duty })?;
    }
    if !outcome.kind.is_taken_over() {
        return Ok(());
    }
    // The room of adoption takes these duties over when it stands; until then each post says by them what it began.
    let mut asked = std::collections::BTreeSet::new();
    for id in &sample.needs {
        let Some(need) = deed.need(&Scope::office(), id)? else { continue };
        if asked.insert(need.post.clone()) {
            let duty = turn.duty(&need.post, DutyKind::StartAdoption, thing(sample.id), turn.work.review_days);
            charge(deed, &duty)?;
        }
        let Some(record) = study.record else { continue };
        for joined in deed.joined_to(id)? {
            lay(deed, turn, joined.id.clone(), &joined.post, record, thing(sample.id).to_string(), None)?;
        }
    }
    Ok(())
}

/// Says what was done about a sample that somebody was asked to start with, to look at again, to put to use, or to hear of.
///
/// # Errors
/// Refused for duties of other kinds, to whoever does not act for the post, when there is none open, or without words.
pub fn settle_sample_duty(
    writer: &mut Writer,
    turn: &Turn<'_>,
    id: SampleId,
    kind: DutyKind,
    words: &str,
) -> Result<Sample, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let sample = held(deed, officer, id)?;
        let words = words.trim();
        let settled = [DutyKind::StartAdoption, DutyKind::LookAgain, DutyKind::UseSample, DutyKind::HearStop];
        let duties = deed.open_duties(&thing(id))?;
        let duty = duties.iter().find(|duty| duty.kind == kind && officer.acts_for(&duty.post));
        let Some(duty) = duty.filter(|_| settled.contains(&kind)) else {
            return Err(Failure::said(sentence!(
                "sample-duty-none",
                "Nothing of the kind is asked of a post for which you act; reload the page of the sample"
            )));
        };
        if words.is_empty() || words.chars().count() > NOTED_CHARS_MAX {
            return Err(Failure::said(sentence!(
                "sample-duty-words",
                "Write in up to {max} characters what was done",
                max = NOTED_CHARS_MAX
            )));
        }
        let closed = duty.close(DutyState::Done, "noted", Some(words), deed.at())?;
        deed.keep_duty(&closed)?;
        let fact = deed.fact(Verb::Answered, thing(id)).with(format!("{kind}: {words}"));
        deed.note(&fact)?;
        Ok(sample)
    })
}
