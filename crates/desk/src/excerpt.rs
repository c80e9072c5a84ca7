//! Excerpts: a passage taken word for word out of a record or one of its files becomes a record of its own, by the door of all others. It
//! is marked at least as what it was taken from, and is narrowed with it.

use model::{ExcerptGiven, Kind, Link, LinkKind, Noun, PartialDate, Power, RecordId, Refusal, Thing, Verb, sentence};
use store::Writer;

use crate::manuscript::{Manuscript, keep};
use crate::review::Turn;
use crate::{Failure, Office};

/// Where excerpts come from, as the origin of a record.
const ORIGIN: (&str, &str) = ("excerpts", "excerpt");

/// Takes a passage out of a record. `once` is the number of the form: the same form takes it once.
///
/// # Errors
/// Refused without the power to document, when record or file are not there, when passage or place are missing or too long, when who
/// takes it could not see it, and when the form was sent before with something else in it.
pub fn take_excerpt(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    (record, once): (RecordId, u64),
    given: ExcerptGiven,
) -> Result<RecordId, Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    let given = given.tidied()?;
    let seen = office.seen_by(&turn.officer.scope);
    let source = seen.record(&record.to_string())?;
    let title = source.record.title().unwrap_or_default().to_owned();
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let missing = || crate::record::not_found(record);
        let mut marking =
            given.marking.join(&deed.marking_of_record(&turn.officer.scope, record)?.ok_or_else(missing)?);
        let mut notes = vec![given.place.clone()];
        if let Some(file) = given.file {
            let found = deed.attachment(&turn.officer.scope, file)?.filter(|found| found.record == record);
            let found = found.ok_or_else(|| Refusal::NotFound {
                noun: "attachment",
                text: file.to_string(),
                next: sentence!("next-look-attachments", "look for it on the page of its record"),
            })?;
            marking = marking.join(&found.marking);
            notes.push(found.name);
        }
        if !turn.officer.clearance.may_see(&marking) {
            return Err(Failure::said(sentence!(
                "marking-blind-excerpt",
                "You could not see the excerpt once it is so marked; choose a marking that you are cleared for"
            )));
        }
        let name = format!("excerpt:{once:016x}");
        if let Some(entry) = deed.entry_named(ORIGIN, &name)? {
            let held = seen.record(&entry.record.to_string())?;
            let is_same = held.record.abstracts.iter().any(|text| text.text == given.passage);
            return if is_same {
                Ok(entry.record)
            } else {
                Err(Failure::said(sentence!(
                    "excerpt-form-sent",
                    "This form was sent before with another passage; open a new one for this"
                )))
            };
        }
        let paper = Manuscript {
            source: None,
            origin: ORIGIN,
            name: &name,
            local: None,
            kind: Kind::Other,
            title: if given.title.is_empty() { &title } else { &given.title },
            text: &given.passage,
            contributors: source.record.contributors.clone(),
            language: given.language.clone(),
            stands_in: title.clone(),
            day: source.record.published.or(Some(PartialDate::from(turn.today))),
            notes,
            is_published: false,
            marking: &marking,
        };
        let excerpt = keep(deed, turn, &paper)?;
        let (own, taken_from) = (Thing::new(Noun::Record, excerpt), Thing::new(Noun::Record, source.id));
        deed.draw(&Link::new(own.clone(), LinkKind::DerivedFrom, taken_from.clone()))?;
        let fact = deed.fact(Verb::WroteIn, own).to(taken_from.to_string());
        deed.note(&fact)?;
        Ok(excerpt)
    })
}
