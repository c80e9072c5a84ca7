//! Patents of an agreement, and what records that came in say of them.

use std::collections::BTreeSet;

use model::{
    Agreement, AgreementId, Identifier, LegalEvent, LegalOutcome, PATENTS_MAX, PatentRight, PatentStatus, RecordId,
    Refusal, RelationKind, Scheme, Status, Verb, legal_outcomes, patent_stem, published_status, sentence,
};
use store::Writer;

use super::payment::next_number;
use super::{consent, open};
use crate::review::Turn;
use crate::{Failure, Office};

/// The letters behind the number of a publication that are looked up: those which tell applications and grants apart (WIPO ST.16).
const KINDS: [&str; 19] =
    ["", "A", "A1", "A2", "A8", "A9", "B", "B1", "B2", "B3", "B4", "B8", "B9", "C", "C1", "C2", "C3", "E", "E1"];

/// Members of the family of one patent that are looked up. There are fewer than two hundred offices.
const FAMILY_MAX: usize = 200;

fn no_patent(number: u32) -> Refusal {
    Refusal::NotFound {
        noun: "patent",
        text: number.to_string(),
        next: sentence!("next-look-agreement", "look for it on the page of its agreement"),
    }
}

/// Writes a patent in, or changes one: then it has a number.
///
/// # Errors
/// Refused when the officer does not act for the post, when somebody changed the agreement, when it is over, names the patent already or
/// has too many, or when it is not in order.
pub fn write_patent(
    writer: &mut Writer,
    turn: &Turn<'_>,
    seen: (AgreementId, u32),
    written: PatentRight,
) -> Result<Agreement, Failure> {
    let written = written.tidied()?;
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let (agreement, by) = open(deed, turn.officer, seen)?;
        let others = deed.patents(agreement.id)?;
        let is_double = |one: &PatentRight| {
            one.number != written.number && patent_stem(&one.identifier) == patent_stem(&written.identifier)
        };
        if others.iter().any(is_double) {
            return Err(Failure::said(sentence!(
                "patent-double",
                "The agreement names {number} already; change that line",
                number = written.identifier.value()
            )));
        }
        let (number, record) = match written.number {
            0 if others.len() >= PATENTS_MAX => {
                return Err(Failure::said(sentence!(
                    "patents-many",
                    "An agreement names up to {max} patents; name the families of a larger pool",
                    max = PATENTS_MAX
                )));
            }
            0 => (next_number(others.iter().map(|one| one.number)), None),
            number => {
                let held = others.iter().find(|one| one.number == number).ok_or_else(|| no_patent(number))?;
                (number, held.record)
            }
        };
        consent::void_next(deed, &agreement)?;
        let one = PatentRight { number, record, ..written.clone() };
        let verb = if written.number == 0 { Verb::Stated } else { Verb::Restated };
        let fact = agreement.fact(&by, verb).with(one.identifier.to_string());
        deed.keep_patent(agreement.id, &one, &fact)?;
        deed.touch_agreement(&agreement)?;
        Ok(Agreement { revision: agreement.revision + 1, ..agreement })
    })
}

/// Takes a patent out of an agreement.
///
/// # Errors
/// Refused when the officer does not act for the post, when somebody changed the agreement, when it is over, or when the patent is not
/// there.
pub fn remove_patent(
    writer: &mut Writer,
    turn: &Turn<'_>,
    seen: (AgreementId, u32),
    number: u32,
) -> Result<Agreement, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let (agreement, by) = open(deed, turn.officer, seen)?;
        let held = deed.patents(agreement.id)?.into_iter().find(|one| one.number == number);
        let held = held.ok_or_else(|| no_patent(number))?;
        consent::void_next(deed, &agreement)?;
        let fact = agreement.fact(&by, Verb::Removed).with(held.identifier.to_string());
        deed.remove_patent(agreement.id, number, &fact)?;
        deed.touch_agreement(&agreement)?;
        Ok(Agreement { revision: agreement.revision + 1, ..agreement })
    })
}

/// What a record says of a patent.
pub(super) struct Heard {
    /// The number under which it does.
    pub published: Identifier,
    /// Where the patent stands by it.
    pub status: PatentStatus,
    /// The record.
    pub record: RecordId,
}

/// What the records that are held say of a patent and its family: as publications, and by the legal events that they keep. Records that
/// are marked narrower than the agreement are left out, since who sees the agreement would learn of them.
pub(super) fn heard_of(
    office: &Office,
    agreement: &Agreement,
    patent: &PatentRight,
) -> Result<(Vec<Heard>, Vec<LegalOutcome>), Failure> {
    let own = patent_stem(&patent.identifier).map(str::to_owned);
    let mut stems: Vec<String> = own.clone().into_iter().collect();
    let mut events: Vec<(LegalEvent, RecordId)> = Vec::new();
    let family = Identifier::new(Scheme::Patent, &patent.family);
    stems.extend(family.as_ref().and_then(patent_stem).map(str::to_owned));
    let mut known: BTreeSet<String> = stems.iter().cloned().collect();
    let mut heard = Vec::new();
    let mut at = 0;
    while let Some(stem) = stems.get(at).cloned() {
        at += 1;
        for kind in KINDS {
            let Some(published) = Identifier::new(Scheme::Patent, &format!("{stem}{kind}")) else { continue };
            for held in office.reader.records_identified(&office.scope, &published)? {
                let marking = office.reader.marking_of_record(&office.scope, held.id)?;
                if !marking.is_some_and(|marking| agreement.marking.covers(&marking)) {
                    continue;
                }
                let told = held.record.notes.iter().filter_map(|note| LegalEvent::parse(note));
                // What becomes of a member of the family is said of its own country, and not of that of the patent itself.
                let is_own = own.as_deref() == Some(stem.as_str());
                let counts = |event: &LegalEvent| {
                    is_own
                        || (stem.get(..2) == Some(event.country.as_str())
                            && own.as_deref().and_then(|own| own.get(..2)) != stem.get(..2))
                };
                events.extend(told.filter(counts).map(|event| (event, held.id)));
                let status = match held.record.status {
                    Status::Retracted => Some(PatentStatus::Revoked),
                    Status::Withdrawn => Some(PatentStatus::Lapsed),
                    Status::Current | Status::Corrected => published_status(&published),
                };
                let relatives = held.record.relations.iter().filter(|one| one.kind == RelationKind::FamilyOf);
                for relative in relatives.filter_map(|one| patent_stem(&one.target)) {
                    if known.len() < FAMILY_MAX && known.insert(relative.to_owned()) {
                        stems.push(relative.to_owned());
                    }
                }
                heard.extend(status.map(|status| Heard { published: published.clone(), status, record: held.id }));
            }
        }
    }
    Ok((heard, legal_outcomes(&events)))
}
