//! Harvests: sources that the office asks by itself.
//!
//! One step is one question. Its answer is laid aside as a file, and then, in one write, the file becomes an intake that
//! waits and the cursor moves behind it. Killed before the write, the question is asked once more; killed after it, the
//! intake goes on. So nothing is lost, and nothing comes twice.

mod folder;
mod rounds;

use ::harvest::{Answer, Ask, Cursor, Fault, Finding, Protocol, Turned, find};
use model::{
    Date, Harvest, Intake, IntakeId, IntakeStage, JobKind, Setback, Source, SourceId, SourceKind, Tally, sentence,
};
use store::{Deed, Writer};

use crate::intake::{Laid, Upload, lay_aside, put_away, read_upload, short};
use crate::job::{Ids, OFFICE};
use crate::source::{ask_now, is_paused, not_asked};
use crate::{Clerk, Failure, Office, Parser};

pub use rounds::Rounds;

/// Sources that are looked through for one that may be asked: those before it wait for their hosts.
const LOOKED_THROUGH: usize = 200;

/// Questions until the first answer that holds something, when somebody looks.
const LOOK_QUESTIONS_MAX: usize = 3;

/// What a step came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HarvestStep {
    /// A source was asked.
    Asked(SourceId),
    /// Nothing can be asked before this time, in microseconds since 1970; `None` when nothing is due at all.
    Wait(Option<i64>),
}

/// The refusal that tells a fault.
fn refused(fault: &Fault) -> Failure {
    fault.setback.told(&short(&fault.detail)).into()
}

/// Finds out what kind of source is behind an address. Goes out to its host; a path of a folder is looked for on this
/// machine.
///
/// # Errors
/// Refused when nothing that can be harvested is behind it.
pub fn find_source(office: &Office, text: &str) -> Result<Finding, Failure> {
    if let Some(name) = text.trim().strip_prefix("folder:") {
        folder::directory(office, name.trim())?;
        let address = name.trim().to_owned();
        return Ok(Finding { kind: SourceKind::Folder, title: address.clone(), address, language: String::new() });
    }
    find(office.asker.as_ref(), text).map_err(|fault| refused(&fault))
}

/// Whether the office can ask a source at all.
pub(crate) fn can_be_asked(office: &Office, source: &Source) -> Result<(), Failure> {
    match source.kind {
        kind if !kind.is_fetched() => Ok(()),
        SourceKind::Folder => folder::directory(office, &source.address).map(|_| ()),
        _ => protocol(office, source).map(|_| ()).map_err(|fault| refused(&fault)),
    }
}

fn protocol(office: &Office, source: &Source) -> Result<Protocol, Fault> {
    Protocol::of(source.kind, &source.address, &office.configuration.sources().contact)
}

/// The first answer of a source, not parsed yet.
pub struct Outlook {
    name: String,
    bytes: Vec<u8>,
    /// How much the source says that there is in all.
    n_in_all: Option<u64>,
}

impl Outlook {
    /// Parses it. Takes as long as the parser does; holds nothing.
    ///
    /// # Errors
    /// As [`read_upload`].
    pub fn read(self, parser: &Parser) -> Result<Upload, Failure> {
        Ok(read_upload(parser, &self.name, self.bytes)?.of_all(self.n_in_all))
    }
}

/// Asks a source as at the beginning, to see what it would bring. Keeps nothing, and moves nothing.
///
/// # Errors
/// Refused when it cannot be asked, or has nothing.
pub fn look_out(office: &Office, source: &Source, today: Date) -> Result<Outlook, Failure> {
    let nothing = || Failure::said(sentence!("harvest-nothing", "The source answers, and it holds nothing now"));
    match source.kind {
        kind if !kind.is_fetched() => Err(not_asked()),
        SourceKind::Folder => {
            let file = folder::files(office, source)?.into_iter().next().ok_or_else(nothing)?;
            let bytes = file.read()?;
            Ok(Outlook { name: file.name, bytes, n_in_all: None })
        }
        _ => {
            let protocol = protocol(office, source).map_err(|fault| refused(&fault))?;
            let mut cursor = Cursor::default();
            for _ in 0..LOOK_QUESTIONS_MAX {
                let asked = ask(office.asker.as_ref(), &protocol, &cursor, today);
                let (turned, answer) = asked.map_err(|fault| refused(&fault))?;
                if let Some(answer) = answer.filter(|_| turned.holds) {
                    return Ok(Outlook { name: name_of(source), bytes: answer.body, n_in_all: turned.total });
                }
                if !turned.more {
                    break;
                }
                cursor = turned.cursor;
            }
            Err(nothing())
        }
    }
}

fn ask(asker: &dyn Ask, protocol: &Protocol, cursor: &Cursor, today: Date) -> Result<(Turned, Option<Answer>), Fault> {
    match asker.ask(&protocol.question(cursor, today)) {
        Ok(answer) => Ok((protocol.turn(cursor, &answer, today)?, Some(answer))),
        Err(fault) => Ok((protocol.turn_fault(cursor, fault, today)?, None)),
    }
}

/// What an intake of a source is called: the end of its address, which names the format where anything does.
fn name_of(source: &Source) -> String {
    let path = source.address.split(['?', '#']).next().unwrap_or_default();
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    if last.is_empty() { source.kind.word().to_owned() } else { last.to_owned() }
}

/// Asks one source that is due, if there is one whose host may be asked now. Several may do so at once, with the same
/// `rounds`.
///
/// # Errors
/// When the store fails; a source that fails is noted and is no failure of this.
pub fn harvest_next(
    clerk: &Clerk,
    office: &Office,
    rounds: &Rounds,
    now: i64,
    today: Date,
    ids: &mut Ids,
) -> Result<HarvestStep, Failure> {
    let due = office.reader.due_harvests(&office.scope, now, LOOKED_THROUGH)?;
    let mut wait = None;
    for (source, harvest) in due {
        let protocol = source.kind.is_on_the_web().then(|| protocol(office, &source)).transpose();
        let (host, pause) = match &protocol {
            Ok(Some(protocol)) => (protocol.host(), protocol.pause()),
            _ => ("", 0),
        };
        let turn = match rounds.begin(source.id, host, now) {
            Ok(turn) => turn,
            Err(later) => {
                wait = later.into_iter().chain(wait).min();
                continue;
            }
        };
        let id = source.id;
        let step = match protocol {
            Ok(Some(protocol)) => step_on_the_web(clerk, office, &protocol, source, harvest, (now, today), ids),
            Ok(None) => folder::step(clerk, office, source, harvest, now, ids),
            Err(fault) => fail(clerk, &source, &fault, now),
        };
        turn.end(pause);
        step?;
        return Ok(HarvestStep::Asked(id));
    }
    Ok(HarvestStep::Wait(wait))
}

/// Has a source asked at once, for whoever operates the office.
///
/// # Errors
/// Refused when the source is paused, or when files of it are brought by hand.
pub fn make_due(clerk: &Clerk, source: &Source, now: i64) -> Result<(), Failure> {
    if !source.kind.is_fetched() {
        return Err(not_asked());
    }
    if source.paused {
        return Err(is_paused());
    }
    let source = source.clone();
    clerk.write(move |writer: &mut Writer| writer.transact(OFFICE, now, |deed| ask_now(deed, &source, now)))
}

fn step_on_the_web(
    clerk: &Clerk,
    office: &Office,
    protocol: &Protocol,
    source: Source,
    harvest: Harvest,
    (now, today): (i64, Date),
    ids: &mut Ids,
) -> Result<(), Failure> {
    let cursor = Cursor::read(&harvest.cursor);
    let (turned, answer) = match ask(office.asker.as_ref(), protocol, &cursor, today) {
        Ok(asked) => asked,
        Err(fault) => {
            // What came before it broke off is kept, where it is not asked for page by page.
            let partial = fault.partial.as_ref().filter(|_| protocol.is_plain());
            let bytes = partial.map(|answer| answer.body.as_slice());
            let intake = bytes.map(|bytes| aside(office, &source, name_of(&source), bytes, now, ids)).transpose()?;
            return fail_with(clerk, office, &source, &fault, intake, now);
        }
    };
    let n_answers = turned.cursor.n_answers();
    let due_at = if turned.more { now } else { now.saturating_add(source.schedule.micros()) };
    let moved = Harvest {
        cursor: turned.cursor.write(),
        due_at,
        asked_at: Some(now),
        answered_at: Some(now),
        found: Some(turned.found),
        n_answers,
        // What broke off last time is mended when this was read to its end.
        n_failures: if turned.holds && protocol.is_plain() { harvest.n_failures } else { 0 },
        setback: harvest
            .setback
            .clone()
            .filter(|(setback, _)| turned.holds && protocol.is_plain() && *setback == Setback::Garbled),
    };
    let intake = match answer.filter(|_| turned.holds) {
        Some(answer) => Some(aside(office, &source, name_of(&source), answer.body.as_slice(), now, ids)?),
        None => None,
    };
    keep(clerk, office, source, harvest, moved, intake, None, now)
}

/// Lays an answer aside as an intake that waits.
fn aside(
    office: &Office,
    source: &Source,
    name: String,
    bytes: impl std::io::Read,
    now: i64,
    ids: &mut Ids,
) -> Result<(Intake, Laid), Failure> {
    let id = IntakeId::from_bits(ids());
    let laid = office.laying.begin(id);
    let n_bytes = lay_aside(office, id, bytes)?;
    let intake = Intake {
        id,
        source: source.id,
        name,
        n_bytes,
        by: None,
        came_at: now,
        ended_at: None,
        stage: IntakeStage::Waiting,
        tally: Tally::default(),
        n_tried: 0,
        n_in_all: None,
        fault: None,
    };
    Ok((intake, laid))
}

/// Keeps what a step came to: the intake that waits, and where the harvest stands behind it. Where somebody changed the
/// source or its harvest in between, nothing of it is kept: then another question is due.
#[expect(clippy::too_many_arguments, reason = "the parts of one write")]
fn keep(
    clerk: &Clerk,
    office: &Office,
    source: Source,
    before: Harvest,
    moved: Harvest,
    intake: Option<(Intake, Laid)>,
    file: Option<(String, String)>,
    now: i64,
) -> Result<(), Failure> {
    // Held until the row is written.
    let (intake, _laid) = intake.unzip();
    let id = intake.as_ref().map(|intake| intake.id);
    let kept = clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<bool, Failure> {
            let held = deed.source(&store::Scope::office(), source.id)?;
            let stands = held.is_some_and(|held| (held.paused, &held.address) == (false, &source.address));
            if !stands || deed.harvest(source.id)?.cursor != before.cursor {
                return Ok(false);
            }
            if let Some(intake) = &intake {
                deed.keep_intake(intake)?;
                deed.enqueue(JobKind::TakeIn, &intake.id.to_string(), now)?;
            }
            if let Some((name, stamp)) = &file {
                deed.keep_harvested_file(source.id, name, stamp)?;
            }
            deed.keep_harvest(source.id, &moved)?;
            Ok(true)
        })
    });
    if !matches!(kept, Ok(true))
        && let Some(id) = id
    {
        put_away(office, id);
    }
    kept.map(|_| ())
}

/// Notes that a source could not be asked, and when it is asked again.
fn fail(clerk: &Clerk, source: &Source, fault: &Fault, now: i64) -> Result<(), Failure> {
    let (id, setback, detail, wait) = (source.id, fault.setback, short(&fault.detail), fault.wait(now));
    clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
            let harvest = deed.harvest(id)?.failed(setback, detail, wait, now);
            Ok(deed.keep_harvest(id, &harvest)?)
        })
    })
}

/// The same, with what came before the answer broke off.
fn fail_with(
    clerk: &Clerk,
    office: &Office,
    source: &Source,
    fault: &Fault,
    intake: Option<(Intake, Laid)>,
    now: i64,
) -> Result<(), Failure> {
    let Some((intake, _laid)) = intake else { return fail(clerk, source, fault, now) };
    let (id, source, setback, detail) = (intake.id, source.clone(), fault.setback, short(&fault.detail));
    let wait = fault.wait(now);
    let kept = clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<bool, Failure> {
            let held = deed.source(&store::Scope::office(), source.id)?;
            let stands = held.is_some_and(|held| (held.paused, &held.address) == (false, &source.address));
            if stands {
                deed.keep_intake(&intake)?;
                deed.enqueue(JobKind::TakeIn, &intake.id.to_string(), now)?;
                let harvest = deed.harvest(source.id)?.failed(setback, detail, wait, now);
                deed.keep_harvest(source.id, &harvest)?;
            }
            Ok(stands)
        })
    });
    if !matches!(kept, Ok(true)) {
        put_away(office, id);
    }
    kept.map(|_| ())
}

/// Notes in the harvest of a source how what it brought was read: what broke off is asked for again, later each time, and what was
/// read to its end makes good what broke off before. Of what is asked for page by page the page was looked at before it was taken.
pub(crate) fn was_read(deed: &mut Deed<'_>, source: &Source, intake: &Intake, now: i64) -> Result<(), Failure> {
    if intake.by.is_some() || !matches!(source.kind, SourceKind::Feed | SourceKind::File) {
        return Ok(());
    }
    let harvest = deed.harvest(source.id)?;
    let is_noted = harvest.asked_at == Some(intake.came_at) && harvest.answered_at != harvest.asked_at;
    let harvest = match &intake.fault {
        // It broke off on its way, and that was noted then.
        _ if is_noted => return Ok(()),
        Some(fault) => {
            let cursor = Cursor::read(&harvest.cursor).without_version().write();
            Harvest { cursor, ..harvest.failed(Setback::Garbled, short(fault), None, now) }
        }
        None => Harvest { setback: None, n_failures: 0, ..harvest },
    };
    Ok(deed.keep_harvest(source.id, &harvest)?)
}

/// A fault of this machine.
fn fault_here(setback: Setback, error: &dyn std::fmt::Display) -> Fault {
    Fault::of(setback, error.to_string())
}
