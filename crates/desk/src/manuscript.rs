//! Manuscripts: what somebody of the house writes becomes a record, by the door by which all others come in, and is held against
//! every need at once. Reports of missions, dispatches of advisers, papers received and notes of stands are such.

use model::{
    Actor, AttachmentId, Container, Contributor, Delivery, DeliveryId, DutyKind, Identifier, JobKind, Kind, Language,
    Marking, NeedId, Noun, Origin, PartialDate, PostId, ProfileId, Record, RecordId, SourceId, Text, Thing, sentence,
};
use store::{Batch, Deed, HeldEntry, Incoming, Outcome};

use crate::Failure;
use crate::attachment::{Brought, keep_brought};
use crate::identity::SameWork;
use crate::review::Turn;
use crate::work_calendar::charge;

/// What somebody of the house wrote.
pub(crate) struct Manuscript<'a> {
    /// By which source of the register it comes, where it comes by one.
    pub source: Option<SourceId>,
    /// Where such things come from and how they are written, as the origin of the record.
    pub origin: (&'a str, &'a str),
    /// What it is called within that: the same name again is the same manuscript, perhaps corrected.
    pub name: &'a str,
    /// A name of its own that the record shows; none where it has none.
    pub local: Option<&'a str>,
    /// What sort of thing it is.
    pub kind: Kind,
    /// What it is called.
    pub title: &'a str,
    /// What it says; becomes the abstract.
    pub text: &'a str,
    /// Who made it, in their order.
    pub contributors: Vec<Contributor>,
    /// In which language it is written, where that is said.
    pub language: Option<Language>,
    /// What it stands in, in words: a mission, an adviser, a journal.
    pub stands_in: String,
    /// The day of which it is, or the year; none where nobody says it.
    pub day: Option<PartialDate>,
    /// What else is to be minded: where it was learnt.
    pub notes: Vec<String>,
    /// Whether others may have brought the same work too, so that it is looked for among what is held.
    pub is_published: bool,
    /// Who may see the record.
    pub marking: &'a Marking,
}

impl Manuscript<'_> {
    fn record(&self) -> Record {
        let inside = |text: &str| Text { language: self.language.clone(), text: text.to_owned() };
        let is_empty = self.text.trim().is_empty();
        Record {
            kind: self.kind,
            titles: vec![inside(self.title)],
            abstracts: if is_empty { Vec::new() } else { vec![inside(self.text)] },
            identifiers: self.local.and_then(|name| Identifier::parse(&format!("local:{name}"))).into_iter().collect(),
            contributors: self.contributors.clone(),
            published: self.day,
            language: self.language.clone(),
            source: Container {
                title: (!self.stands_in.is_empty()).then(|| self.stands_in.clone()),
                ..Container::default()
            },
            notes: self.notes.clone(),
            origin: Origin { source: self.origin.0.to_owned(), format: self.origin.1.to_owned(), entry: 1, line: None },
            ..Record::default()
        }
    }
}

/// Keeps a manuscript as a record, and has it held against every need at once.
///
/// # Errors
/// When the store fails.
pub(crate) fn keep(deed: &mut Deed<'_>, turn: &mut Turn<'_>, manuscript: &Manuscript<'_>) -> Result<RecordId, Failure> {
    Ok(keep_told(deed, turn, manuscript)?.0)
}

/// The same, and whether the record is new: `false` where the manuscript was joined to one that was held.
///
/// # Errors
/// As [`keep`].
pub(crate) fn keep_told(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    manuscript: &Manuscript<'_>,
) -> Result<(RecordId, bool), Failure> {
    taken(deed, turn, &batch(manuscript))
}

/// Keeps a manuscript in place of what its entry said before, under whatever marking and by whichever source that came: otherwise a
/// correction would be a second record beside the first. The record keeps the marking that it has, so it is marked before.
///
/// # Errors
/// When the store fails.
pub(crate) fn keep_anew(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    manuscript: &Manuscript<'_>,
    entry: &HeldEntry,
) -> Result<RecordId, Failure> {
    Ok(taken(deed, turn, &batch(manuscript).in_place_of(entry))?.0)
}

fn batch(manuscript: &Manuscript<'_>) -> Batch {
    let record = manuscript.record();
    let raw = format!("{}\n\n{}\n", manuscript.title, manuscript.text).into_bytes();
    let mut keys = vec![manuscript.name.to_owned()];
    if manuscript.is_published {
        keys.extend(matching::identity::keys(&record));
    }
    let incoming = Incoming { raw, source_key: manuscript.name.to_owned(), keys, record };
    match manuscript.source {
        Some(source) => Batch::of_source(vec![incoming], source, manuscript.marking.clone()),
        None => Batch::marked(vec![incoming], manuscript.marking.clone()),
    }
}

fn taken(deed: &mut Deed<'_>, turn: &mut Turn<'_>, batch: &Batch) -> Result<(RecordId, bool), Failure> {
    let kept = deed.ingest(batch, &SameWork, turn.ids)?;
    deed.enqueue(JobKind::MatchNew, "", turn.now)?;
    let kept = kept.first().map(|kept| (kept.record, kept.outcome == Outcome::Collected));
    kept.ok_or_else(|| Failure::said(sentence!("answer-not-kept", "The answer was not kept; hand it in again")))
}

/// Attaches files that were brought with a manuscript to its record. One that is there already, byte for byte, is left.
///
/// # Errors
/// Refused when the record has as many files as it may.
pub(crate) fn enclose(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    actor: &Actor,
    (record, marking): (RecordId, &Marking),
    files: &[Brought],
) -> Result<(), Failure> {
    for file in files {
        if deed.has_attached(record, &file.digest)? {
            continue;
        }
        let id = AttachmentId::from_bits((turn.ids)());
        keep_brought(deed, id, record, marking, Some(actor.clone()), file, &turn.officer.scope)?;
    }
    Ok(())
}

/// Lays a record before a post with the duty to say what it does with it; what lies there already is not laid there twice. Answers
/// whether it is new there.
///
/// # Errors
/// When the store fails.
pub(crate) fn lay(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    need: NeedId,
    post: &PostId,
    record: RecordId,
    grounds: String,
    forwarded_from: Option<DeliveryId>,
) -> Result<bool, Failure> {
    let delivery = Delivery {
        id: DeliveryId::from_bits((turn.ids)()),
        record,
        profile: ProfileId { need: need.clone(), number: 1 },
        need,
        post: post.clone(),
        score: 0.0,
        grounds,
        forwarded_from,
    };
    let subject = Thing::new(Noun::Delivery, delivery.id);
    let is_new = deed.deliver(&delivery)?;
    if is_new {
        let duty = turn.duty(post, DutyKind::Dispose, subject, turn.work.answer_days);
        charge(deed, &duty)?;
    }
    Ok(is_new)
}
