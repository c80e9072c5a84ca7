//! Sources, and what came in from them.

use desk::Failure;
use model::{
    Actor, Arrival, ArrivalId, ArrivalReason, ArrivalStage, Became, Harvest, Intake, IntakeId, IntakeLine, IntakeStage,
    JobKind, Marking, PersonId, PostId, Reliability, Schedule, Setback, Source, SourceId, SourceKind, Tally, Verb,
};
use store::Deed;

use crate::house::{DAY, now};

pub fn source(deed: &mut Deed<'_>, id: SourceId, word: &str, marking: &str) -> Result<(), Failure> {
    let source = Source {
        id,
        title: format!("Journal of {word} turbines"),
        kind: SourceKind::Feed,
        address: format!("https://{word}.example/feed"),
        schedule: Schedule::Daily,
        post: PostId::new("documentalist")?,
        territory: format!("The {word} coast"),
        subject: format!("Turbines of {word}"),
        language: None,
        reliability: Reliability::B,
        every_days: Some(30),
        cost: None,
        paused: false,
        remark: format!("Ask for {word}"),
        marking: Marking::parse(marking).unwrap(),
        revision: 0,
        made_at: now() - 40 * DAY,
    };
    deed.keep_source(&source, Verb::Registered)?;
    // It is never asked: nobody harvests here.
    let setback = Some((Setback::Server, format!("{word} answers 500")));
    Ok(deed.keep_harvest(id, &Harvest { due_at: now(), setback, ..Harvest::default() })?)
}

pub fn intake(
    deed: &mut Deed<'_>,
    id: IntakeId,
    source: SourceId,
    word: &str,
    stage: IntakeStage,
) -> Result<(), Failure> {
    let by = Actor { person: PersonId::new("documentalist")?, post: Some(PostId::new("documentalist")?) };
    deed.keep_intake(&Intake {
        id,
        source,
        name: format!("{word}.ris"),
        n_bytes: 100,
        by: Some(by),
        came_at: now() - DAY,
        ended_at: (stage != IntakeStage::Looked).then_some(now() - DAY),
        stage,
        tally: Tally { n_read: 2, n_new: 2, ..Tally::default() },
        n_tried: 2,
        n_in_all: None,
        fault: (stage == IntakeStage::Broken).then(|| format!("no {word}")),
    })?;
    if stage == IntakeStage::Looked {
        let lines = [
            IntakeLine::Reading(Became::New, format!("A {word} turbine in the file")),
            IntakeLine::Doubt(format!("1. {word} is no year")),
        ];
        deed.keep_intake_lines(id, &lines)?;
        deed.enqueue(JobKind::TakeIn, &id.to_string(), now() + DAY)?;
    }
    Ok(())
}

pub fn arrival(
    deed: &mut Deed<'_>,
    id: ArrivalId,
    source: SourceId,
    word: &str,
    stage: ArrivalStage,
) -> Result<(), Failure> {
    Ok(deed.keep_arrival(&Arrival {
        id,
        source,
        name: format!("{id}@{word}.example"),
        sender: format!("adviser@{word}.example"),
        subject: format!("A {word} turbine in the mail"),
        n_bytes: 100,
        came_at: now() - DAY,
        stage,
        reason: (stage != ArrivalStage::Thrown).then_some(ArrivalReason::Sender),
        file: IntakeId::from_bits(id.bits()),
        intake: None,
        is_answered: false,
    })?)
}
