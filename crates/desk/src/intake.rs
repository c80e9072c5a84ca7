//! Intakes: what is brought is looked at first, then kept or let go.
//!
//! A file is parsed in a cell. What would become of its first readings is found by taking them in and undoing that. Until
//! somebody decides, the file lies in the office's directory; a job takes it in, part by part, and goes on where it was
//! when it is interrupted.

use std::fs::File;
use std::io::ErrorKind;
use std::mem;
use std::ops::ControlFlow;

mod aside;

use formats::{Item, Reading};
use model::{
    Became, Date, Intake, IntakeId, IntakeLine, IntakeStage, JobKind, Noun, Power, Refusal, Source, SourceId, Tally,
    Thing, Verb, sentence,
};
use store::{Batch, Deed, Outcome, Scope, Writer};

pub(crate) use aside::{Laid, Laying, file_bytes, lay_aside, put_away};
use aside::{aside, path};

use crate::harvest::was_read;
use crate::identity::SameWork;
use crate::ingest::incoming;
use crate::job::{Ids, OFFICE};
use crate::mail_in::{Answering, WithFiles, answer, attach_files, settle_look};
use crate::review::Turn;
use crate::source::{held, is_paused};
use crate::{Clerk, Failure, Office, Parsed, Parser};

/// Largest file that is brought in a page, in bytes.
pub const INTAKE_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Intakes of a source on its page.
pub const INTAKES_PAGE: usize = 20;

/// Readings of which a look says what would become of them.
const TRIED_MAX: usize = 500;

/// Readings, and doubts, that a look shows.
const SHOWN_MAX: usize = 20;

/// Readings that are kept by one write: others come in between.
const KEPT_AT_ONCE: usize = 100;

/// Files of one person that wait for a decision.
const UNDECIDED_MAX: u64 = 20;

/// How long after something came in its source is counted, in microseconds: what comes by then is counted with it.
pub(crate) const COUNTED_AFTER: i64 = 60_000_000;

/// How long a file waits for a decision, in microseconds: three days.
const DECIDED_WITHIN: i64 = 3 * 86_400_000_000;

/// Longest name of a file, in characters.
const NAME_CHARS_MAX: usize = 80;

/// Longest title or doubt that a look shows, in characters.
const LINE_CHARS_MAX: usize = 300;

/// A file that was parsed, not looked at yet.
pub struct Upload {
    name: String,
    bytes: Vec<u8>,
    n_read: u64,
    n_doubts: u64,
    doubts: Vec<String>,
    first: Vec<Reading>,
    fault: Option<String>,
    n_in_all: Option<u64>,
}

impl Upload {
    /// The same as the first of so many, as its host says.
    pub(crate) fn of_all(self, n_in_all: Option<u64>) -> Upload {
        Upload { n_in_all, ..self }
    }
}

/// Parses what somebody brings. Takes as long as the parser does; holds nothing.
///
/// # Errors
/// Refused when nothing was brought or too much; when no cell can be started.
pub fn read_upload(parser: &Parser, name: &str, bytes: Vec<u8>) -> Result<Upload, Failure> {
    if bytes.is_empty() {
        return Err(Failure::said(sentence!("intake-no-file", "Choose a file that is not empty")));
    }
    if bytes.len() > INTAKE_BYTES_MAX {
        return Err(Failure::said(sentence!(
            "intake-large",
            "The file has more than {max} MiB; cut it, or ask the operator to take it in at the command line",
            max = INTAKE_BYTES_MAX / (1024 * 1024)
        )));
    }
    let name: String = name.chars().filter(|c| !c.is_control()).take(NAME_CHARS_MAX).collect();
    let name = if name.trim().is_empty() { "file".to_owned() } else { name };
    let (mut n_read, mut n_doubts) = (0, 0);
    let (mut first, mut doubts) = (Vec::new(), Vec::new());
    let mut doubt = |text: String| {
        n_doubts += 1;
        if doubts.len() < SHOWN_MAX {
            doubts.push(short(&text));
        }
    };
    let parsed = parser.read(bytes.as_slice(), &name, &mut |item| {
        match item {
            Item::Reading(reading) => {
                n_read += 1;
                for one in &reading.doubts {
                    doubt(format!("{n_read}. {one}"));
                }
                if first.len() < TRIED_MAX {
                    first.push(reading);
                }
            }
            Item::Doubt(one) => doubt(one.to_string()),
        }
        ControlFlow::Continue(())
    })?;
    Ok(Upload { name, bytes, n_read, n_doubts, doubts, first, fault: fault_of(parsed), n_in_all: None })
}

/// Why a file could not be read to its end.
fn fault_of(parsed: Parsed) -> Option<String> {
    match parsed {
        Parsed::Ended(_) => None,
        Parsed::Broken(why) => Some(short(&why)),
    }
}

pub(crate) fn short(text: &str) -> String {
    text.chars().take(LINE_CHARS_MAX).collect()
}

/// Looks at what was brought: says what would become of it, and lays it aside until somebody decides.
///
/// # Errors
/// Refused without the power to document, when the source is not there or paused, or when too much waits for a decision.
pub fn look_at(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    source: SourceId,
    upload: Upload,
) -> Result<Intake, Failure> {
    let by = turn.officer.by_power(Power::Document)?;
    let who = by.to_string();
    let source = writer.transact(&who, turn.now, |deed| {
        let n_undecided = deed.n_undecided_intakes(&by)?;
        if n_undecided >= UNDECIDED_MAX {
            return Err(Failure::said(sentence!(
                "intake-undecided",
                "{count} files that you brought wait for a decision; keep them or let them go first",
                count = n_undecided
            )));
        }
        open_source(deed, turn, source)
    })?;
    let mut tally = Tally { n_doubts: upload.n_doubts, ..Tally::default() };
    let mut lines = Vec::new();
    let n_tried = upload.first.len() as u64;
    let titles: Vec<String> = upload.first.iter().take(SHOWN_MAX).map(title).collect();
    if upload.fault.is_none() {
        for (at, became) in try_out(writer, turn, &who, &source, upload.first)?.into_iter().enumerate() {
            tally.count(became);
            if let Some(title) = titles.get(at) {
                lines.push(IntakeLine::Reading(became, title.clone()));
            }
        }
    }
    tally.n_read = upload.n_read;
    lines.extend(upload.doubts.into_iter().map(IntakeLine::Doubt));
    let broke = upload.fault.is_some();
    let intake = Intake {
        id: IntakeId::from_bits((turn.ids)()),
        source: source.id,
        name: upload.name,
        n_bytes: upload.bytes.len() as u64,
        by: Some(by),
        came_at: turn.now,
        ended_at: broke.then_some(turn.now),
        stage: if broke { IntakeStage::Broken } else { IntakeStage::Looked },
        tally,
        n_tried: if broke { 0 } else { n_tried },
        n_in_all: upload.n_in_all,
        fault: upload.fault,
    };
    if !broke {
        // Before the row: a file without a row is swept away, a row without a file could not be kept.
        lay_aside(office, intake.id, upload.bytes.as_slice())?;
    }
    writer.transact(&who, turn.now, |deed| -> Result<(), Failure> {
        deed.keep_intake(&intake)?;
        Ok(deed.keep_intake_lines(intake.id, &lines)?)
    })?;
    Ok(intake)
}

/// A source that something may be taken from.
fn open_source(deed: &Deed<'_>, turn: &Turn<'_>, id: SourceId) -> Result<Source, Failure> {
    let source = held(deed, turn, id)?;
    // What the office fetches is looked at, and that much of it taken in, before it is switched on.
    if source.paused && !source.kind.is_fetched() {
        return Err(is_paused());
    }
    Ok(source)
}

fn title(reading: &Reading) -> String {
    short(reading.record.title().unwrap_or_default())
}

/// What would become of these readings: they are taken in, and that is undone.
fn try_out(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    who: &str,
    source: &Source,
    readings: Vec<Reading>,
) -> Result<Vec<Became>, Failure> {
    let batch = batch(source, readings);
    let mut tried = None;
    let now = turn.now;
    let undone = writer.together(|writer| -> Result<(), Failure> {
        tried = Some(writer.transact(who, now, |deed| take(deed, &batch, source, turn.ids))?);
        // Nothing of it stays.
        Err(Failure::said(sentence!("intake-tried", "This was a trial; nothing of it is kept")))
    });
    match (tried, undone) {
        (Some(became), _) => Ok(became),
        (None, Err(failure)) => Err(failure),
        (None, Ok(())) => Ok(Vec::new()),
    }
}

fn batch(source: &Source, readings: Vec<Reading>) -> Batch {
    Batch::of_source(readings.into_iter().map(incoming).collect(), source.id, source.marking.clone())
}

/// Takes readings in and says what became of each, as far as those may know who see the source: of a record that was
/// made narrower since, they do not learn that it is held.
fn take(
    deed: &mut Deed<'_>,
    batch: &Batch,
    source: &Source,
    ids: &mut dyn FnMut() -> u64,
) -> Result<Vec<Became>, Failure> {
    let kept = deed.ingest(batch, &SameWork, ids)?;
    kept.iter()
        .map(|one| {
            let marking = deed.marking_of_record(&Scope::office(), one.record)?;
            let is_seen = marking.is_some_and(|marking| source.marking.covers(&marking));
            Ok(match one.outcome {
                _ if !is_seen => Became::New,
                Outcome::Collected => Became::New,
                Outcome::Updated => Became::Updated,
                Outcome::Merged => Became::Joined,
                Outcome::Unchanged => Became::Known,
            })
        })
        .collect()
}

/// Sends what was looked at on to be taken in.
///
/// # Errors
/// Refused without the power to document, when it was decided on already, or when the source is paused.
pub fn keep_intake(writer: &mut Writer, turn: &Turn<'_>, id: IntakeId) -> Result<Intake, Failure> {
    let by = turn.officer.by_power(Power::Document)?;
    writer.transact(&by.to_string(), turn.now, |deed| {
        let before = intake_held(deed, turn, id)?;
        open_source(deed, turn, before.source)?;
        let intake = Intake { by: Some(by.clone()), ..before.keep()? };
        deed.keep_intake(&intake)?;
        deed.keep_intake_lines(id, &[])?;
        settle_look(deed, &intake)?;
        deed.enqueue(JobKind::TakeIn, &id.to_string(), turn.now)?;
        Ok(intake)
    })
}

/// Lets what was looked at go.
///
/// # Errors
/// Refused without the power to document, or when it was decided on already.
pub fn drop_intake(writer: &mut Writer, turn: &Turn<'_>, office: &Office, id: IntakeId) -> Result<Intake, Failure> {
    let by = turn.officer.by_power(Power::Document)?;
    let intake = writer.transact(&by.to_string(), turn.now, |deed| -> Result<_, Failure> {
        let intake = intake_held(deed, turn, id)?.drop(turn.now)?;
        deed.keep_intake(&intake)?;
        deed.keep_intake_lines(id, &[])?;
        Ok(intake)
    })?;
    put_away(office, id);
    Ok(intake)
}

fn intake_held(deed: &Deed<'_>, turn: &Turn<'_>, id: IntakeId) -> Result<Intake, Failure> {
    deed.intake(&turn.officer.scope, id)?.ok_or_else(|| not_found(&id.to_string()))
}

fn not_found(text: &str) -> Failure {
    Refusal::NotFound {
        noun: "intake",
        text: text.to_owned(),
        next: sentence!("next-look-intakes", "look for it on the page of its source"),
    }
    .into()
}

/// The job: takes an intake in, part by part. Interrupted, it goes on behind the last part that was kept.
pub(crate) fn take_in(
    clerk: &Clerk,
    office: &Office,
    id: &str,
    (now, today): (i64, Date),
    ids: &mut Ids,
) -> Result<(), Failure> {
    let found = IntakeId::parse(id).map(|id| office.reader.intake(&office.scope, id)).transpose()?.flatten();
    let Some(intake) = found.filter(|intake| intake.stage == IntakeStage::Waiting) else { return Ok(()) };
    let line = office.reader.source(&office.scope, intake.source)?;
    let Some(source) = line.map(|line| line.source) else { return Ok(()) };
    let file = match File::open(path(office, intake.id)) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let missing = "the file is not there any more; bring it once more".to_owned();
            let answering = office.answering(&source.post, ids(), today)?;
            return end(clerk, office, intake, &source, now, Some(missing), answering);
        }
        Err(error) => return Err(Failure::Broken(Box::new(error))),
    };
    let mut part = Part { clerk, source, intake, now, ids, waiting: Vec::new(), failed: None };
    let mut n_behind = part.intake.tally.n_read;
    let mut n_doubts = 0;
    let mut end_of_file = EndOfFile::default();
    let name = part.intake.name.clone();
    let parsed = office.parser.read(file, &name, &mut |item| {
        end_of_file.follow(&item);
        let reading = match item {
            Item::Reading(reading) => reading,
            Item::Doubt(_) => {
                n_doubts += 1;
                return ControlFlow::Continue(());
            }
        };
        n_doubts += reading.doubts.len() as u64;
        let with_files = WithFiles::of(&reading);
        if n_behind > 0 {
            n_behind -= 1;
        } else {
            part.waiting.push(reading);
            if with_files.is_none() && part.waiting.len() < KEPT_AT_ONCE {
                return ControlFlow::Continue(());
            }
        }
        match with_files {
            // Its record has to be there first.
            Some(with_files) => part.keep_with(office, with_files, &mut n_doubts),
            None => part.keep(),
        }
    })?;
    let _ = part.keep();
    if let Some(failure) = part.failed {
        return Err(failure);
    }
    let (mut intake, source) = (part.intake, part.source);
    intake.tally.n_doubts = n_doubts;
    let answering = office.answering(&source.post, ids(), today)?;
    end(clerk, office, intake, &source, now, fault_of(parsed).or(end_of_file.missing), answering)
}

/// Whether a file was read to its end, or broke off before it.
#[derive(Default)]
struct EndOfFile {
    /// Why what follows the last item is missing, if it is.
    missing: Option<String>,
}

impl EndOfFile {
    /// What was read behind a place that could not be, was read after all.
    fn follow(&mut self, item: &Item) {
        let unread =
            |doubts: &[formats::Doubt]| doubts.iter().find(|one| one.unread).map(|one| short(&one.to_string()));
        match item {
            Item::Reading(reading) => self.missing = unread(&reading.doubts),
            Item::Doubt(doubt) => self.missing = unread(std::slice::from_ref(doubt)).or(self.missing.take()),
        }
    }
}

/// Readings on their way into the office, a part at a time.
struct Part<'a> {
    clerk: &'a Clerk,
    source: Source,
    intake: Intake,
    now: i64,
    ids: &'a mut Ids,
    waiting: Vec<Reading>,
    failed: Option<Failure>,
}

impl Part<'_> {
    /// Keeps what waits, and attaches the files that came with the last of it.
    fn keep_with(&mut self, office: &Office, files: WithFiles, n_doubts: &mut u64) -> ControlFlow<()> {
        self.keep()?;
        match attach_files(self.clerk, office, &self.source, files, self.now, self.ids) {
            Ok(n_left_out) => {
                *n_doubts += n_left_out;
                ControlFlow::Continue(())
            }
            Err(failure) => {
                self.failed = Some(failure);
                ControlFlow::Break(())
            }
        }
    }

    /// Keeps what waits, with the count of what is kept so far.
    fn keep(&mut self) -> ControlFlow<()> {
        if self.failed.is_some() {
            return ControlFlow::Break(());
        }
        if self.waiting.is_empty() {
            return ControlFlow::Continue(());
        }
        let batch = batch(&self.source, mem::take(&mut self.waiting));
        // A record takes a number, and eight when one is taken already: then the store gives up.
        let mut numbers: Vec<u64> = (0..batch.len() + 8).map(|_| (self.ids)()).collect();
        let (source, mut intake, now) = (self.source.clone(), self.intake.clone(), self.now);
        let kept = self.clerk.write(move |writer: &mut Writer| {
            let who = bringer(&intake);
            writer.transact(&who, now, |deed| -> Result<Intake, Failure> {
                let mut ids = || numbers.pop().unwrap_or_default();
                for became in take(deed, &batch, &source, &mut ids)? {
                    intake.tally.count(became);
                }
                deed.keep_intake(&intake)?;
                Ok(intake)
            })
        });
        match kept {
            Ok(intake) => {
                self.intake = intake;
                ControlFlow::Continue(())
            }
            Err(failure) => {
                self.failed = Some(failure);
                ControlFlow::Break(())
            }
        }
    }
}

/// Under which name an intake is written into the ledger.
fn bringer(intake: &Intake) -> String {
    intake.by.as_ref().map_or_else(|| OFFICE.to_owned(), ToString::to_string)
}

/// Ends an intake, whole or broken, and puts its file away.
fn end(
    clerk: &Clerk,
    office: &Office,
    intake: Intake,
    source: &Source,
    now: i64,
    fault: Option<String>,
    answering: Option<Answering>,
) -> Result<(), Failure> {
    let (post, source) = (source.post.clone(), source.clone());
    let id = intake.id;
    let stage = if fault.is_some() { IntakeStage::Broken } else { IntakeStage::Kept };
    let intake = Intake { stage, fault, ended_at: Some(now), ..intake };
    clerk.write(move |writer: &mut Writer| {
        writer.transact(&bringer(&intake), now, |deed| -> Result<(), Failure> {
            deed.keep_intake(&intake)?;
            was_read(deed, &source, &intake, now)?;
            answer(deed, &intake, answering.as_ref(), &post)?;
            deed.enqueue(JobKind::CountSources, &intake.source.to_string(), now + COUNTED_AFTER)?;
            let fact = deed.fact(Verb::TookIn, Thing::new(Noun::Source, intake.source));
            Ok(deed.note(&fact.to(Thing::new(Noun::Intake, intake.id).to_string()))?)
        })
    })?;
    put_away(office, id);
    Ok(())
}

/// Lets go what nobody decided on in time, and puts away files that belong to no intake.
pub(crate) fn sweep_intakes(clerk: &Clerk, office: &Office, now: i64) -> Result<(), Failure> {
    let swept = office.clone();
    clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
            for intake in deed.undecided_intakes(now - DECIDED_WITHIN)? {
                deed.keep_intake(&intake.drop(now)?)?;
                deed.keep_intake_lines(intake.id, &[])?;
            }
            for id in aside(&swept) {
                // Its row waits for this very write to end.
                if swept.laying.holds(id) {
                    continue;
                }
                let intake = deed.intake(&Scope::office(), id)?;
                if deed.holds_arrival(id)? {
                    continue;
                }
                if intake.is_none_or(|one| !matches!(one.stage, IntakeStage::Looked | IntakeStage::Waiting)) {
                    put_away(&swept, id);
                }
            }
            Ok(())
        })
    })
}

impl Office {
    /// The intake of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn intake(&self, id: &str) -> Result<Intake, Failure> {
        let found = IntakeId::parse(id).map(|id| self.reader.intake(&self.scope, id)).transpose()?.flatten();
        found.ok_or_else(|| not_found(id))
    }

    /// The intakes of a source, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn intakes(&self, source: SourceId) -> Result<Vec<Intake>, Failure> {
        Ok(self.reader.intakes(&self.scope, source, INTAKES_PAGE)?)
    }

    /// What the look at an intake showed, while nobody decided on it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn intake_lines(&self, id: IntakeId) -> Result<Vec<IntakeLine>, Failure> {
        Ok(self.reader.intake_lines(&self.scope, id)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_on_its_way_to_its_row_is_not_swept_away_and_one_without_a_row_is() {
        let dir = tempfile::tempdir().unwrap();
        let at = dir.path().join("office");
        let clerk = Clerk::start(Office::create(&at, 1, "operator", 1).unwrap(), Box::new(|| {}));
        let office = Office::open(&at).unwrap();
        let id = IntakeId::from_bits(7);
        let laid = office.laying.begin(id);
        assert_eq!(lay_aside(&office, id, &b"a page"[..]).unwrap(), 6);
        sweep_intakes(&clerk, &office, 2).unwrap();
        assert_eq!(aside(&office), [id], "a harvest writes its row next");
        drop(laid);
        sweep_intakes(&clerk, &office, 3).unwrap();
        assert_eq!(aside(&office), [], "nobody writes a row any more");
    }
}
