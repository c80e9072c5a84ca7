//! What books state of two programmes, in the demonstration: numbers as they are stated, with how sure the source is, and what no source gives as
//! not known. Facts alone are taken over; nothing here is invented.

use model::{CaseStage, Marking, PostId, Rational, StatedFigure, StatedFigureId, StatedKind, StatedStatus};

use crate::demo_mission::Room;
use crate::failure::Failure;
use crate::serve::Served;

const PLAN: &str = "First five-year plan and its years";
const ABROAD: &str = "Technology gathered abroad, 1950s and 1960s";

const GERMANY: &str = "Russia Beyond, What role did Germany play in industrializing the USSR in the 1930s?";
const CURTAIN: &str = "Sari Autio-Sarasmo, Cooperation across the Iron Curtain";

/// What is stated: parameter, sort, how sure, number or word, time, place, remark.
type Stated = (&'static str, StatedKind, StatedStatus, &'static str, &'static str, &'static str, &'static str);

/// Of the first five-year plan.
const OF_PLAN: &[Stated] = &[
    (
        "Plan of heavy industry",
        StatedKind::Fulfilment,
        StatedStatus::Claimed,
        "108",
        "1928 to 1932",
        "line 76",
        "A claim made by Stalin, which the source reports. No source here gives a measured fulfilment.",
    ),
    ("German share of Soviet imports", StatedKind::ImportShare, StatedStatus::Given, "47", "1932", "line 60", ""),
    ("World manufacturing: United States", StatedKind::OutputShare, StatedStatus::Given, "36", "1913", "line 14", ""),
    ("World manufacturing: Great Britain", StatedKind::OutputShare, StatedStatus::Given, "16", "1913", "line 14", ""),
    ("World manufacturing: Germany", StatedKind::OutputShare, StatedStatus::Given, "14", "1913", "line 14", ""),
    ("World manufacturing: France", StatedKind::OutputShare, StatedStatus::Given, "6.4", "1913", "line 14", ""),
    (
        "World manufacturing: Russian Empire",
        StatedKind::OutputShare,
        StatedStatus::Given,
        "5.5",
        "1913",
        "line 14",
        "The source puts it in fifth place.",
    ),
    (
        "World manufacturing: USSR",
        StatedKind::OutputShare,
        StatedStatus::NotKnown,
        "",
        "1932",
        "",
        "Looked for in the three documents behind the demonstration: none gives it.",
    ),
    (
        "Agreements that were German",
        StatedKind::Share,
        StatedStatus::Given,
        "43",
        "1923 to 1933",
        "line 60",
        "Agrees with the counts: 73 of 170 are 42.94 percent.",
    ),
    (
        "Agreements on technical assistance",
        StatedKind::Count,
        StatedStatus::Given,
        "170",
        "1923 to 1933",
        "line 60",
        "",
    ),
    ("of these, with German companies", StatedKind::Count, StatedStatus::Given, "73", "1923 to 1933", "line 60", ""),
    (
        "of these, with all others",
        StatedKind::Count,
        StatedStatus::Derived,
        "97",
        "1923 to 1933",
        "line 60",
        "170 less 73.",
    ),
    (
        "Specialists who came with Ernst May",
        StatedKind::Count,
        StatedStatus::Given,
        "17",
        "1930",
        "line 70",
        "Besides May.",
    ),
    (
        "Years behind the advanced countries, at least",
        StatedKind::Other,
        StatedStatus::Claimed,
        "50",
        "1931",
        "line 6",
        "From a speech.",
    ),
    (
        "Years behind the advanced countries, at most",
        StatedKind::Other,
        StatedStatus::Claimed,
        "100",
        "1931",
        "line 6",
        "From a speech.",
    ),
    (
        "Pay of German workers in gold rubles",
        StatedKind::Other,
        StatedStatus::Hearsay,
        "10",
        "",
        "line 44",
        "A rumour inside a complaint; it says nothing of what was paid.",
    ),
];

/// Of the programme abroad, apart from its stages.
const OF_ABROAD: &[Stated] = &[
    (
        "Covered by the abstracting institute: journals and series",
        StatedKind::Count,
        StatedStatus::Given,
        "22000",
        "",
        "lines 221-224",
        "The year of the count is not given.",
    ),
    (
        "Covered by the abstracting institute: books",
        StatedKind::Count,
        StatedStatus::Given,
        "8000",
        "",
        "lines 221-224",
        "The year of the count is not given.",
    ),
    (
        "Covered by the abstracting institute: countries",
        StatedKind::Count,
        StatedStatus::Given,
        "130",
        "",
        "lines 221-224",
        "The year of the count is not given.",
    ),
    (
        "Covered by the abstracting institute: languages",
        StatedKind::Count,
        StatedStatus::Given,
        "70",
        "",
        "lines 221-224",
        "The year of the count is not given.",
    ),
    (
        "Pages of a mission report",
        StatedKind::Count,
        StatedStatus::Vague,
        "hundreds",
        "early 1960s",
        "lines 278-281",
        "",
    ),
    (
        "Photographs and drawings in a mission report",
        StatedKind::Count,
        StatedStatus::Vague,
        "dozens",
        "early 1960s",
        "lines 278-281",
        "",
    ),
];

/// Its stages: what is known of one, and that nothing is known of the others.
const STAGES: &[(CaseStage, StatedStatus, &str, &str, &str)] = &[
    (
        CaseStage::Collected,
        StatedStatus::NotKnown,
        "",
        "",
        "The documents name what was covered, and not how much was collected.",
    ),
    (
        CaseStage::Delivered,
        StatedStatus::About,
        "2000",
        "1955 to 1957",
        "Imported machines, instruments and materials that were provided for study. That this is delivery is our reading.",
    ),
    (
        CaseStage::Read,
        StatedStatus::NotKnown,
        "",
        "",
        "Looked for in the three documents behind the demonstration: none counts readers.",
    ),
    (
        CaseStage::Disposed,
        StatedStatus::NotKnown,
        "",
        "",
        "Looked for: no document counts what was examined or put aside.",
    ),
    (CaseStage::Decided, StatedStatus::NotKnown, "", "", "Looked for: no document counts decisions."),
    (
        CaseStage::Adopted,
        StatedStatus::NotKnown,
        "",
        "",
        "Looked for: no document gives a date of a trial in any works.",
    ),
    (
        CaseStage::Production,
        StatedStatus::NotKnown,
        "",
        "",
        "Looked for: that little came into production is judged, and nowhere counted.",
    ),
];

/// A stage, as pages call it.
fn called(stage: CaseStage) -> &'static str {
    match stage {
        CaseStage::Collected => "collected",
        CaseStage::Delivered => "delivered",
        CaseStage::Read => "read",
        CaseStage::Disposed => "weighed",
        CaseStage::Decided => "decided upon",
        CaseStage::Adopted => "tried",
        CaseStage::Production => "brought into production",
    }
}

/// Writes it all down.
pub fn tell(served: &Served) -> Result<(), Failure> {
    let room = Room { served };
    for stated in OF_PLAN {
        keep(&room, of(&room, (PLAN, GERMANY), stated)?)?;
    }
    for stated in OF_ABROAD {
        keep(&room, of(&room, (ABROAD, CURTAIN), stated)?)?;
    }
    for (stage, status, value, period, note) in STAGES {
        let (parameter, place) = match status {
            StatedStatus::NotKnown => ("How many", ""),
            _ => ("Specimens provided for study", "lines 186-190"),
        };
        let stated = (parameter, StatedKind::Count, *status, *value, *period, place, *note);
        let figure = of(&room, (ABROAD, CURTAIN), &stated)?;
        let parameter =
            if figure.value.is_none() { format!("{parameter} were {}", called(*stage)) } else { parameter.to_owned() };
        keep(&room, StatedFigure { stage: Some(*stage), parameter, ..figure })?;
    }
    Ok(())
}

fn of(room: &Room<'_>, (programme, source): (&str, &str), stated: &Stated) -> Result<StatedFigure, Failure> {
    let (parameter, kind, status, value, period, place, note) = *stated;
    let number = Rational::parse(value);
    let is_known = status != StatedStatus::NotKnown;
    Ok(StatedFigure {
        id: StatedFigureId::from_bits(room.id()?),
        programme: programme.to_owned(),
        parameter: parameter.to_owned(),
        kind,
        stage: None,
        status,
        value: number,
        wording: if number.is_none() { value.to_owned() } else { String::new() },
        measure: String::new(),
        period: period.to_owned(),
        source: if is_known { source.to_owned() } else { String::new() },
        place: place.to_owned(),
        note: note.to_owned(),
        // Who writes it down is known by who acts.
        post: PostId::new("electrical-coordinator")?,
        marking: Marking::default(),
        invented: false,
        revision: 0,
        made_at: 0,
    })
}

fn keep(room: &Room<'_>, figure: StatedFigure) -> Result<(), Failure> {
    room.act("orlova", 2, move |writer, turn, _| desk::keep_stated_figure(writer, turn, figure, true).map(|_| ()))
}
