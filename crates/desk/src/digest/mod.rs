//! Own abstracts: written beside the author's, with the grade of the record and its codes.

mod became;
mod own;
mod queue;
mod sampling;
mod second;

use model::{
    Actor, ConceptScheme, Crosswalk, Digest, DigestId, DigestText, Grade, Indexing, JobKind, Language, Marking, Power,
    RecordId, Refusal, Reliability, Round, SubjectScheme, Taking, sentence,
};
use store::{Abstracted, Deed, DigestVersion, HeldGrade, Writer};

use crate::classifier::LEARN_AFTER_MICROS;
use crate::review::Turn;
use crate::{Failure, Office};
pub use became::{Became, BecameLine};
pub use own::OwnAbstract;
pub use queue::{QueueAsk, give_back, pass_over, return_to_queue, take_record};
pub(crate) use sampling::draw_samples;
pub use sampling::keep_sampling;
pub use second::{AgreementLine, draw_sample, give_second_codes};

/// What is written of a record in one language.
#[derive(Clone, Debug)]
pub struct WrittenDigest {
    /// In which language.
    pub language: Language,
    /// What is written.
    pub text: DigestText,
    /// Who may see it; it becomes no wider than the record.
    pub marking: Marking,
    /// The version that was seen; 0 where there was none.
    pub seen: u32,
}

/// What an abstractor says of a record. Each part may be left as it is.
#[derive(Clone, Debug, Default)]
pub struct Abstract {
    /// The own abstract and the translation.
    pub digest: Option<WrittenDigest>,
    /// Source and information, graded.
    pub grade: Option<Grade>,
    /// The codes of a scheme, the most telling first.
    pub codes: Option<(SubjectScheme, Vec<String>)>,
}

/// Classes that are named as near to a code that none has.
const NEAR_MAX: usize = 3;

/// Refuses codes that no class has, where the office keeps the scheme. What the record bears already stays: editions change.
pub(super) fn are_classes(crosswalk: &Crosswalk, given: &Indexing, before: Option<&Indexing>) -> Result<(), Refusal> {
    let Some(scheme) = crosswalk.scheme(given.scheme.word()) else { return Ok(()) };
    let is_class = |code: &str| {
        let has = |notation: &str| given.scheme.normal(notation).eq_ignore_ascii_case(code);
        scheme.concept(code).is_some() || scheme.concepts().iter().any(|concept| has(&concept.notation))
    };
    let is_held = |code: &String| before.is_some_and(|before| before.codes.contains(code));
    let Some(code) = given.codes.iter().find(|code| !is_held(code) && !is_class(code)) else { return Ok(()) };
    let near = near(scheme, given.scheme, code);
    let (scheme, code) = (scheme.word().to_owned(), code.clone());
    Err(Refusal::Said(if near.is_empty() {
        sentence!(
            "code-no-class",
            "In the scheme `{scheme}` there is no class `{code}`; look for the class in the list of schemes",
            scheme,
            code
        )
    } else {
        sentence!(
            "code-no-class-near",
            "In the scheme `{scheme}` there is no class `{code}`; near to it are {near}",
            scheme,
            code,
            near = near.join(", ")
        )
    }))
}

/// The first classes whose codes begin as a code does, for as long as any do.
fn near(scheme: &ConceptScheme, of: SubjectScheme, code: &str) -> Vec<String> {
    let code = code.to_lowercase();
    let ends = code.char_indices().map(|(end, _)| end).skip(1).collect::<Vec<_>>();
    for end in ends.into_iter().rev() {
        let begins = |notation: &str| of.normal(notation).to_lowercase().starts_with(&code[..end]);
        let found = scheme.concepts().iter().filter(|concept| begins(&concept.notation)).take(NEAR_MAX);
        let found: Vec<String> = found
            .map(|concept| match concept.labels.first() {
                Some(label) => format!("{} ({})", concept.notation, label.text),
                None => concept.notation.clone(),
            })
            .collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

fn not_found(record: RecordId) -> Refusal {
    Refusal::NotFound {
        noun: "record",
        text: record.to_string(),
        next: sentence!("next-look-again", "look for it again"),
    }
}

/// The marking of a record that the officer sees.
fn seen(deed: &Deed<'_>, turn: &Turn<'_>, record: RecordId) -> Result<Marking, Failure> {
    Ok(deed.marking_of_record(&turn.officer.scope, record)?.ok_or_else(|| not_found(record))?)
}

/// Keeps what an abstractor says of a record. Whoever writes an own abstract of a record that they have taken is done with
/// it. Answers the abstract as it is kept, where one was written.
///
/// # Errors
/// Refused without the power to document, when there is no such record, while another has taken it, when a part is out of
/// bounds, when a code is given that no class of a kept scheme has, or when somebody else wrote another version than was seen.
pub fn write_abstract(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    record: RecordId,
    said: &Abstract,
) -> Result<Option<Digest>, Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    // Asked before the write: a classifier is read beside the writer.
    let proposed: Vec<String> = match &said.codes {
        Some((scheme, _)) => match office.reader.record(&turn.officer.scope, record)? {
            Some(held) => {
                office.proposed_codes(&held.record, *scheme)?.proposed.into_iter().map(|one| one.code).collect()
            }
            None => Vec::new(),
        },
        None => Vec::new(),
    };
    let crosswalk = office.crosswalk()?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let of_record = seen(deed, turn, record)?;
        let taken = deed.taking(record)?;
        Taking::take(taken.as_ref(), record, &actor, turn.today)?;
        if let Some(grade) = said.grade {
            let (person, post) = (actor.person.clone(), actor.post.clone());
            deed.keep_grade(record, &HeldGrade { grade, person, post, given_at: turn.now })?;
        }
        if let Some((scheme, codes)) = &said.codes {
            let given = Indexing::given(record, *scheme, codes, &proposed, &actor, turn.now)?;
            keep_codes(deed, &crosswalk, &given, turn.now)?;
        }
        let Some(written) = &said.digest else { return Ok(None) };
        let digest = keep_digest(deed, turn, (record, &of_record), written, &actor)?;
        if digest.text.is_own() {
            deed.end_taking(record, false)?;
            deed.end_passing_over(record)?;
        }
        Ok(Some(digest))
    })
}

fn keep_digest(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    (record, of_record): (RecordId, &Marking),
    written: &WrittenDigest,
    actor: &Actor,
) -> Result<Digest, Failure> {
    let marking = written.marking.join(of_record);
    if !turn.officer.clearance.may_see(&marking) {
        return Err(Failure::said(sentence!(
            "marking-blind-digest",
            "You could not see the abstract once it is so marked; choose a marking that you are cleared for"
        )));
    }
    let scope = &turn.officer.scope;
    let Some(held) = deed.digest_of(scope, record, &written.language)? else {
        if deed.digest_is_hidden(scope, record, &written.language)? {
            // Whoever documents may know that much: two abstracts of one language would be one too many.
            return Err(Failure::said(sentence!(
                "digest-not-yours",
                "An abstract in this language cannot be kept by you; write in another language, or ask who is cleared for more"
            )));
        }
        let id = DigestId::from_bits((turn.ids)());
        let digest = Digest::first((id, record), &written.language, &written.text, marking, actor, turn.now)?;
        deed.keep_digest(&digest)?;
        return Ok(digest);
    };
    // What is marked stays marked: making it wider takes the control room.
    let marking = marking.join(&held.marking);
    match held.anew(written.seen, &written.text, marking, actor, turn.now)? {
        Some(digest) => {
            deed.keep_digest(&digest)?;
            Ok(digest)
        }
        None => Ok(held),
    }
}

/// Keeps first codes. Those of a record that a second person coded stay as they were when both were compared.
fn keep_codes(deed: &mut Deed<'_>, crosswalk: &Crosswalk, given: &Indexing, now: i64) -> Result<(), Failure> {
    let before = deed.indexing(given.record, given.scheme, Round::First)?;
    are_classes(crosswalk, given, before.as_ref())?;
    let changes = before.as_ref().is_none_or(|before| before.codes != given.codes);
    if changes && deed.is_drawn(given.record, given.scheme)? {
        return Err(Failure::said(sentence!(
            "indexing-drawn",
            "This record was drawn for a second indexing, so its first codes stay as they are"
        )));
    }
    if deed.keep_indexing(given)? {
        deed.enqueue(JobKind::LearnCodes, given.scheme.word(), now + LEARN_AFTER_MICROS)?;
    }
    Ok(())
}

impl Office {
    /// What the office itself says of a record.
    ///
    /// # Errors
    /// When the store fails.
    pub fn abstracted(&self, record: RecordId) -> Result<Abstracted, Failure> {
        Ok(self.reader.abstracts_of(&self.scope, &[record])?.remove(&record).unwrap_or_default())
    }

    /// An own abstract by its name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn digest(&self, text: &str) -> Result<Digest, Failure> {
        let found = match DigestId::parse(text) {
            Some(id) => self.reader.digest(&self.scope, id)?,
            None => None,
        };
        Ok(found.ok_or_else(|| Refusal::NotFound {
            noun: "digest",
            text: text.to_owned(),
            next: sentence!("next-look-record", "look at the page of its record"),
        })?)
    }

    /// Its versions before the present one, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn digest_versions(&self, id: DigestId) -> Result<Vec<DigestVersion>, Failure> {
        Ok(self.reader.digest_versions(&self.scope, id)?)
    }

    /// How reliable the register calls the sources of a record, the best where several brought it; `None` where it knows none.
    ///
    /// # Errors
    /// When the store fails.
    pub fn proposed_reliability(&self, record: RecordId) -> Result<Option<Reliability>, Failure> {
        let sources = self.reader.sources_of(&self.scope, record)?;
        Ok(sources.iter().map(|source| source.reliability).min())
    }
}
