//! Samples that look alike: told, and said to be one thing or two.

use model::{
    PairGround, PairRuling, Sample, SampleId, SampleLoan, SamplePair, SampleState, Verb, pair_of, pairs_alike, sentence,
};
use store::{SampleFilter, SampleLine, Writer};

use super::custody::not_lent;
use super::{held, keep_on, keeper, lapse_use, relink, seen, thing};
use crate::review::Turn;
use crate::{Failure, Office};

/// Two samples that look alike, of which nobody has said anything yet.
#[derive(Clone, Debug)]
pub struct AlikePair {
    /// The one.
    pub one: SampleLine,
    /// The other.
    pub other: SampleLine,
    /// By what they look alike.
    pub ground: PairGround,
}

/// Says that a sample is the same thing as another, and was registered twice: it ends, and its needs go over to the other.
///
/// # Errors
/// Refused to whoever may not change both, while either is studied, while the one that ends is lent, asked for or handed over, is here and
/// the other is not, or is bound by an agreement and the other is not; without a reason, or when somebody wrote in between.
pub fn join_samples(
    writer: &mut Writer,
    turn: &Turn<'_>,
    at: (SampleId, u32),
    into: SampleId,
    reason: &str,
) -> Result<Sample, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        let goes_on = held(deed, officer, into)?;
        let actor = keeper(officer, &before)?.to_string();
        keeper(officer, &goes_on)?;
        not_lent(&deed.sample_loans(before.id)?)?;
        let is_studied = |id| -> Result<bool, Failure> {
            Ok(deed.studies(id)?.iter().any(model::Study::is_under_way))
        };
        let is_moving =
            deed.sample_loans(before.id)?.iter().any(SampleLoan::is_open) || deed.custody(before.id)?.open().is_some();
        if is_studied(before.id)? || is_studied(into)? || is_moving {
            return Err(Failure::said(sentence!(
                "sample-not-joined",
                "These two cannot be made one: each must be here or expected and not studied, and the one that ends not asked for or on its way"
            )));
        }
        // What binds the one that ends must not be lost with it, nor the thing itself.
        let is_lost = before.state != SampleState::Expected && goes_on.state == SampleState::Expected;
        if is_lost || (before.agreement.is_some() && before.agreement != goes_on.agreement) {
            return Err(Failure::said(sentence!(
                "sample-joined-other",
                "The one that goes on must be here where the other is, and bound by the agreement that binds the other; make them one the other way round, or name that agreement first"
            )));
        }
        let joined = before.join(&goes_on, reason)?;
        let (one, other) = pair_of(before.id, into);
        let reason = joined.reason.clone();
        deed.keep_sample_pair(&SamplePair { one, other, ruling: PairRuling::Joined, reason, by: actor, at: turn.now })?;
        lapse_use(deed, before.id, "joined")?;
        let mut needs = goes_on.needs.clone();
        needs.extend(before.needs.iter().filter(|need| !goes_on.needs.contains(need)).cloned());
        let marking = goes_on.marking.join(&before.marking);
        let next = Sample { needs, marking, revision: goes_on.revision + 1, ..goes_on.clone() };
        let next = keep_on(deed, next.tidied()?, Verb::Revised, None, "joined")?;
        relink(deed, Some(&goes_on), &next)?;
        keep_on(deed, joined, Verb::Joined, Some(thing(into)), "")
    })
}

/// Says that two samples that look alike are two.
///
/// # Errors
/// Refused to whoever may change neither, where one is not there, or without a reason.
pub fn part_samples(
    writer: &mut Writer,
    turn: &Turn<'_>,
    (one, other): (SampleId, SampleId),
    reason: &str,
) -> Result<SamplePair, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let (first, second) = (held(deed, officer, one)?, held(deed, officer, other)?);
        let actor = keeper(officer, &first).or_else(|_| keeper(officer, &second))?.to_string();
        let reason = reason.trim().to_owned();
        if reason.is_empty() || reason.chars().count() > model::SAMPLE_LINE_CHARS_MAX || one == other {
            return Err(Failure::said(sentence!(
                "sample-pair-reason",
                "Write in up to {max} characters by what the two differ",
                max = model::SAMPLE_LINE_CHARS_MAX
            )));
        }
        let (one, other) = pair_of(one, other);
        let ruling = PairRuling::Different;
        let pair = SamplePair { one, other, ruling, reason, by: actor, at: turn.now };
        deed.keep_sample_pair(&pair)?;
        Ok(pair)
    })
}

impl Office {
    /// Pairs of samples that look alike, of which nobody has said yet whether they are one.
    ///
    /// # Errors
    /// When the store fails.
    pub fn alike_samples(&self) -> Result<Vec<AlikePair>, Failure> {
        let lines = self.reader.samples(&self.scope, &SampleFilter::default())?;
        let said: std::collections::BTreeSet<(SampleId, SampleId)> =
            self.reader.sample_pairs(&self.scope)?.into_iter().map(|pair| (pair.one, pair.other)).collect();
        let samples: Vec<Sample> = lines.iter().map(|line| line.sample.clone()).collect();
        let found = pairs_alike(&samples).into_iter();
        let open = found.filter(|(one, other, _)| !said.contains(&pair_of(samples[*one].id, samples[*other].id)));
        Ok(open
            .map(|(one, other, ground)| AlikePair { one: lines[one].clone(), other: lines[other].clone(), ground })
            .collect())
    }
}
