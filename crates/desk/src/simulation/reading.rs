//! Sources and what they bring: files as a source would send them, read as every other.

use std::fmt::Write as _;
use std::io::Cursor;
use std::ops::ControlFlow;

use formats::{Item, Options, Reading};
use model::{Date, PersonId, PostId, Reliability, Schedule, Source, SourceKind};
use store::Batch;

use super::chance::Chance;
use super::staffing::DOCUMENTALIST;
use super::world::{ASPECTS, TOPICS, World};
use super::{OPERATOR, Simulated, SimulatedSource, moment};
use crate::identity::SameWork;
use crate::ingest::incoming;
use crate::{Failure, Turn, WritableOffice};

/// Records of one source in one month, before the size of the office is weighed: an office of 500 units gets some 3,500 in six years.
const RECORDS_A_MONTH: usize = 6;

/// Months in a half-year.
const MONTHS: i64 = 6;

/// Puts the sources into the register.
pub(super) fn register(office: &mut WritableOffice, world: &World) -> Result<(), Failure> {
    let officer = office.office.officer(&PersonId::new(DOCUMENTALIST.1)?, world.start)?;
    let work = office.office.configuration().work();
    // Sources have their names already.
    let mut ids = || 0;
    let seen = office.office.seen_by(&officer.scope);
    for source in &world.truth.sources {
        let turn = Turn { officer: &officer, now: moment(world.start, 3), today: world.start, work, ids: &mut ids };
        crate::source::register_source(&mut office.writer, &turn, &seen, registered(source)?)?;
    }
    Ok(())
}

fn registered(source: &SimulatedSource) -> Result<Source, Failure> {
    Ok(Source {
        id: source.id,
        title: source.title.clone(),
        kind: SourceKind::Upload,
        address: String::new(),
        schedule: Schedule::Daily,
        post: PostId::new(DOCUMENTALIST.0)?,
        territory: String::new(),
        subject: "All of technology".to_owned(),
        language: None,
        reliability: Reliability::C,
        every_days: None,
        cost: None,
        paused: false,
        remark: "Simulated source; everything that it brings is invented.".to_owned(),
        marking: model::Marking::default(),
        revision: 0,
        made_at: 0,
    })
}

/// Takes in what the sources bring in a half-year, month by month.
pub(super) fn bring(
    office: &mut WritableOffice,
    world: &World,
    half: i64,
    (first, last): (Date, Date),
    ids: &mut dyn FnMut() -> u64,
    written: &mut Simulated,
) -> Result<(), Failure> {
    let mut chance = Chance::new(world.truth.asked.seed, 0x2_0000 + half.cast_unsigned());
    let days = last.days_since(first) + 1;
    for month in 0..MONTHS {
        let day = first.plus_days(days * month / MONTHS);
        for (source, at) in world.truth.sources.iter().zip(0..) {
            let number = (half * MONTHS + month) * world.truth.sources.len() as i64 + at;
            let file = file(&mut chance, world, source, number, day);
            let batch = Batch::of_source(
                read(&file)?.into_iter().map(incoming).collect(),
                source.id,
                model::Marking::default(),
            );
            let now = moment(day, 10 + at);
            let kept = office.writer.ingest_batch(&batch, &SameWork, OPERATOR, now, ids)?;
            written.n_records += kept.len() as u64;
        }
    }
    Ok(())
}

/// A file of a source in the RIS form, with the records of a month.
fn file(chance: &mut Chance, world: &World, source: &SimulatedSource, number: i64, day: Date) -> String {
    let mut file = String::new();
    // Small offices have fewer needs and would drown.
    let n = (RECORDS_A_MONTH * world.units.len() / 500).clamp(2, RECORDS_A_MONTH * 4);
    for entry in 1..=n {
        let (topic, aspect) = (TOPICS[chance.below(world.n_topics)], ASPECTS[chance.below(ASPECTS.len())]);
        let also = ASPECTS[chance.below(ASPECTS.len())];
        // Writing into a string cannot fail.
        let _ = write!(
            file,
            "TY  - RPRT\nID  - sim-{number}-{entry}\nTI  - Report {number}.{entry} on a {topic}: {aspect}\nAU  - Simulated, Author\nPY  - {}\n\
             DA  - {}/{:02}/{:02}/\nAB  - Invented by a simulation. The {aspect} of the {topic} was looked at, and its {also} beside it.\n\
             KW  - {topic}\nKW  - simulated\nLA  - en\nPB  - {}\nER  - \n\n",
            day.year(),
            day.year(),
            day.month(),
            day.day(),
            source.title,
        );
    }
    file
}

fn read(file: &str) -> Result<Vec<Reading>, Failure> {
    let mut readings = Vec::new();
    formats::read(Cursor::new(file.as_bytes()), "simulated.ris", &Options::default(), &mut |item| {
        if let Item::Reading(reading) = item {
            readings.push(reading);
        }
        ControlFlow::Continue(())
    })
    .map_err(|error| Failure::Broken(Box::new(error)))?;
    Ok(readings)
}

/// Counts what each source is worth, as the office does by a job.
pub(super) fn count(office: &mut WritableOffice, world: &World, day: Date) -> Result<(), Failure> {
    let now = moment(day, 600);
    for source in &world.truth.sources {
        let Some(line) = office.office.reader.source(&office.office.scope, source.id)? else { continue };
        let counted = office.office.reader.count_source(&office.office.scope, &line.source, now)?;
        office.writer.transact(OPERATOR, now, |deed| -> Result<(), Failure> {
            Ok(deed.keep_source_yield(source.id, &counted)?)
        })?;
    }
    Ok(())
}
