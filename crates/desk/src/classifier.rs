//! Classifiers: learned by a job from the codes that the office accepted, read by whoever proposes codes.

use std::ops::ControlFlow;
use std::sync::Arc;

use matching::{Classifier, LEARNED_RECORDS_MIN, Learner, ProposedCode};
use model::{JobKind, Power, Record, SubjectScheme};
use store::{HeldClassifier, Scope, Writer};

use crate::job::OFFICE;
use crate::review::Turn;
use crate::{Clerk, Failure, Office};

/// How long after codes were accepted they are learned from, in microseconds: ten minutes, so that a morning's work is
/// learned once.
pub const LEARN_AFTER_MICROS: i64 = 600_000_000;

/// How a scheme stands: whether its codes can be proposed, and how well that works.
#[derive(Clone, Debug, PartialEq)]
pub struct Learnt {
    /// The scheme.
    pub scheme: SubjectScheme,
    /// Records with accepted codes that the reader sees.
    pub n_accepted: u64,
    /// Records that are wanted before anything is learned.
    pub n_wanted: u64,
    /// What was learned, where there were enough.
    pub classifier: Option<HeldClassifier>,
}

/// What is proposed for a record in a scheme.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProposedCodes {
    /// The codes that its sources gave it.
    pub given: Vec<String>,
    /// Those that the classifier proposes, the likeliest first, without those.
    pub proposed: Vec<ProposedCode>,
}

/// The job: learns the codes of a scheme anew.
pub(crate) fn learn_codes(clerk: &Clerk, office: &Office, scheme: &str, now: i64) -> Result<(), Failure> {
    let Some(scheme) = SubjectScheme::from_word(scheme) else { return Ok(()) };
    // From what is open to all: what was learned is used for everybody, and would tell of the rest.
    let mut learner = Learner::new(scheme);
    office.reader.each_accepted(&Scope::open(), scheme, &mut |held, codes| {
        learner.add(held.id.bits(), &held.record, &codes);
        if learner.is_full() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    let number = |n: usize| n as u64;
    let learned = learner.learn().map(|(classifier, precision)| {
        let held = HeldClassifier {
            scheme,
            trained_at: now,
            n_records: number(learner.n_records()),
            n_codes: number(classifier.n_codes()),
            n_held_back: number(precision.n_held_back),
            at_1: precision.at_1,
            at_5: precision.at_5,
            best_at_5: precision.best_at_5,
            found_at_5: precision.found_at_5,
        };
        (held, classifier.to_bytes())
    });
    clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
            match &learned {
                Some((held, bytes)) => Ok(deed.keep_classifier(held, bytes)?),
                None => Ok(deed.forget_classifier(scheme)?),
            }
        })
    })
}

/// Lets the codes of a scheme be learned anew at once.
///
/// # Errors
/// Refused without the power to document.
pub fn learn_now(writer: &mut Writer, turn: &Turn<'_>, scheme: SubjectScheme) -> Result<(), Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        Ok(deed.enqueue(JobKind::LearnCodes, scheme.word(), turn.now)?)
    })
}

impl Office {
    /// How each scheme stands in which codes were accepted, the most first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn learnt(&self) -> Result<Vec<Learnt>, Failure> {
        let classifiers = self.reader.classifiers(&self.scope)?;
        let of = |scheme| classifiers.iter().find(|held: &&HeldClassifier| held.scheme == scheme).cloned();
        let accepted = self.reader.accepted_schemes(&self.scope)?;
        let learnt = accepted.into_iter().map(|(scheme, n_accepted)| Learnt {
            scheme,
            n_accepted,
            n_wanted: LEARNED_RECORDS_MIN as u64,
            classifier: of(scheme),
        });
        Ok(learnt.collect())
    }

    /// The codes of a scheme that a record may bear.
    ///
    /// # Errors
    /// When the store fails.
    pub fn proposed_codes(&self, record: &Record, scheme: SubjectScheme) -> Result<ProposedCodes, Failure> {
        let of_scheme = record.subjects.iter().filter(|subject| subject.scheme == scheme);
        let given: Vec<String> = of_scheme.filter_map(|subject| subject.code.clone()).collect();
        let classifier = self.classifier(scheme)?;
        let mut proposed = classifier.as_ref().as_ref().map(|learned| learned.propose(record)).unwrap_or_default();
        proposed.retain(|one| !given.contains(&one.code));
        Ok(ProposedCodes { given, proposed })
    }

    fn classifier(&self, scheme: SubjectScheme) -> Result<Arc<Option<Classifier>>, Failure> {
        let Some(epoch) = self.reader.classifier_epoch(&self.scope, scheme)? else { return Ok(Arc::new(None)) };
        self.classifiers.at(&scheme, epoch, || {
            let learned = self.reader.learned(&self.scope, scheme)?;
            Ok(learned.as_deref().and_then(Classifier::from_bytes))
        })
    }
}
