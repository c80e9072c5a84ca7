//! Second indexing: a sample drawn by a published seed, coded by another person who does not see the first codes.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    CodeAgreement, Date, DrawingId, DutyKind, Indexing, Noun, PersonId, Power, RecordId, Round, SubjectScheme, Thing,
    code_agreement, sentence,
};
use store::{Draw, Drawing, HeldRecord, Writer};

use super::{are_classes, seen};
use crate::review::Turn;
use crate::{Failure, Office};

/// Samples that are listed.
const DRAWINGS_SHOWN: usize = 24;

/// How far those agree who coded the same records.
#[derive(Clone, Debug, PartialEq)]
pub struct AgreementLine {
    /// The scheme.
    pub scheme: SubjectScheme,
    /// The two, in the order of their names; `None` for all pairs together.
    pub pair: Option<(PersonId, PersonId)>,
    /// How far.
    pub agreement: CodeAgreement,
}

/// Draws a sample of the first indexings of a month for a second person. Answers how many were drawn of how many.
///
/// # Errors
/// Refused without the power to document, with a share that is none, when the month was drawn already, or when nothing was
/// coded in it.
pub fn draw_sample(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    scheme: SubjectScheme,
    month: Date,
    percent: u8,
) -> Result<(usize, usize), Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    if !(1..=100).contains(&percent) {
        return Err(Failure::said(sentence!("drawing-share", "Draw from 1 to 100 percent; 5 are usual")));
    }
    let (id, seed) = (DrawingId::from_bits((turn.ids)()), (turn.ids)());
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let person = actor.person.clone();
        match deed.draw_sample(&Draw { id, scheme, month, percent, seed, person, by_rule: false })? {
            None => Err(Failure::said(sentence!(
                "drawing-held",
                "The sample of this month was drawn already; who draws until it suits draws no sample"
            ))),
            Some((0, _)) => Err(Failure::said(sentence!(
                "drawing-nothing",
                "In this month no record that is open to all was coded in this scheme; choose another month"
            ))),
            Some(drawn) => Ok(drawn),
        }
    })
}

/// Gives a record that was drawn the codes of a second person.
///
/// # Errors
/// Refused without the power to document, when the record was not drawn, to whom gave the first codes, without a code, with one
/// that no class of a kept scheme has, or when a second person gave some already.
pub fn give_second_codes(
    writer: &mut Writer,
    turn: &Turn<'_>,
    office: &Office,
    record: RecordId,
    scheme: SubjectScheme,
    codes: &[String],
) -> Result<Indexing, Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    let crosswalk = office.crosswalk()?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        seen(deed, turn, record)?;
        let first = deed.indexing(record, scheme, Round::First)?;
        let drawn = deed.is_drawn(record, scheme)?;
        let Some(first) = first.filter(|_| drawn) else {
            return Err(Failure::said(sentence!(
                "second-not-drawn",
                "This record was not drawn for a second indexing in this scheme; take one from the list"
            )));
        };
        let given = Indexing::given(record, scheme, codes, &[], &actor, turn.now)?.second(&first)?;
        if deed.indexing(record, scheme, Round::Second)?.is_some() {
            return Err(Failure::said(sentence!(
                "second-given",
                "A second person coded this record already; take another from the list"
            )));
        }
        are_classes(&crosswalk, &given, None)?;
        deed.keep_indexing(&given)?;
        if let Some(drawing) = deed.drawing_of(record, scheme)?.filter(|drawing| drawing.n_done == drawing.n_drawn) {
            deed.done(&Thing::new(Noun::Drawing, drawing.id), DutyKind::Index, "indexed")?;
        }
        Ok(given)
    })
}

impl Office {
    /// Samples that were drawn, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn drawings(&self) -> Result<Vec<Drawing>, Failure> {
        Ok(self.reader.drawings(&self.scope, DRAWINGS_SHOWN)?)
    }

    /// Records that wait for the codes of a second person, which this one may be.
    ///
    /// # Errors
    /// When the store fails.
    pub fn awaiting_second(
        &self,
        person: &PersonId,
        limit: usize,
    ) -> Result<Vec<(HeldRecord, SubjectScheme)>, Failure> {
        Ok(self.reader.awaiting_second(&self.scope, person, limit)?)
    }

    /// Schemes in which a record waits for a second person: its first codes are not shown to who may be that.
    ///
    /// # Errors
    /// When the store fails.
    pub fn blind_schemes(&self, record: RecordId) -> Result<Vec<SubjectScheme>, Failure> {
        let mut drawn = self.reader.drawn_schemes(&self.scope, record)?;
        if !drawn.is_empty() {
            let given = self.reader.indexings_of(&self.scope, record, Round::Second)?;
            drawn.retain(|scheme| !given.iter().any(|indexing| indexing.scheme == *scheme));
        }
        Ok(drawn)
    }

    /// How far those agree who coded the same records: for each scheme all pairs together, then each pair.
    ///
    /// # Errors
    /// When the store fails.
    pub fn code_agreements(&self) -> Result<Vec<AgreementLine>, Failure> {
        type Sets = Vec<(BTreeSet<String>, BTreeSet<String>)>;
        let mut of_schemes: BTreeMap<SubjectScheme, Sets> = BTreeMap::new();
        let mut of_pairs: BTreeMap<(SubjectScheme, PersonId, PersonId), Sets> = BTreeMap::new();
        for both in self.reader.doubly_indexed(&self.scope)? {
            let sets = (both.firsts, both.seconds);
            of_schemes.entry(both.scheme).or_default().push(sets.clone());
            let (one, other) =
                if both.first <= both.second { (both.first, both.second) } else { (both.second, both.first) };
            of_pairs.entry((both.scheme, one, other)).or_default().push(sets);
        }
        let mut lines = Vec::new();
        for (scheme, sets) in of_schemes {
            lines.extend(code_agreement(&sets).map(|agreement| AgreementLine { scheme, pair: None, agreement }));
            for ((_, one, other), sets) in of_pairs.iter().filter(|((of, ..), _)| *of == scheme) {
                let pair = Some((one.clone(), other.clone()));
                lines.extend(code_agreement(sets).map(|agreement| AgreementLine { scheme, pair, agreement }));
            }
        }
        Ok(lines)
    }
}
