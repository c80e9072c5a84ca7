//! Ways past the doors that are no doors: files, imports, and another word for what a regime was asked about.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use desk::{Office, Turn, WritableOffice, keep_specialist};
use formats::{Item, Options};
use model::{
    CaseState, Door, Marking, RecordId, Sample, SampleCame, SampleId, Specialist, SpecialistId, Thing, Verb, Vote,
};
use store::{Scope, Writer};
use tempfile::TempDir;

use crate::scene::scene;

fn office() -> (TempDir, WritableOffice) {
    let dir = TempDir::new().unwrap();
    let office = Office::create(&dir.path().join("office"), 1, "operator", 1).unwrap();
    (dir, office)
}

#[test]
fn a_file_of_needs_makes_none_of_them_seen_by_more_people() {
    let (_dir, mut office) = office();
    let mut state = |marking: &str| {
        let text = format!(
            "[[unit]]\nid = \"works\"\nname = \"Works\"\n[[post]]\nid = \"engineer\"\ntitle = \"Engineer\"\nunit = \"works\"\n\
             [[need]]\nid = \"turbines\"\ntitle = \"A turbine\"\nunit = \"works\"\npost = \"engineer\"\n{marking}\
             [[need.profile]]\nquery = 'turbine'\n"
        );
        desk::state_needs(&mut office, "needs.toml", &text, "operator", 2)
    };
    state("marking = \"restricted\"\n").unwrap();
    for wider in ["", "marking = \"internal\"\n"] {
        let refused = state(wider).unwrap_err().to_string();
        assert!(refused.contains("`turbines` is marked `restricted`"), "{refused}");
    }
    state("marking = \"confidential\"\n").unwrap();
}

#[test]
fn a_record_that_is_taken_in_again_is_seen_by_no_more_people() {
    let (_dir, mut office) = office();
    let mut at = 100;
    let mut take = |office: &mut WritableOffice, marking: &str| {
        let text = "TY  - JOUR\nTI  - Cooling of rectifiers\nPY  - 1961\nDO  - 10.5555/way.1\nER  - \n";
        let mut read = |sink: &mut desk::Sink<'_>| {
            let _ = formats::read(Cursor::new(text), "way.ris", &Options::default(), &mut |item| match item {
                Item::Reading(reading) => sink(reading),
                Item::Doubt(_) => ControlFlow::Continue(()),
            });
        };
        let mut ids = || {
            at += 1;
            at
        };
        let marking = Marking::parse(marking).unwrap();
        desk::ingest_marked(office, &marking, ("operator", 2), &mut ids, &mut read, &mut |_| {}).unwrap();
    };
    take(&mut office, "restricted");
    let held: Vec<RecordId> = office.office().newest_records(9).unwrap().into_iter().map(|held| held.id).collect();
    assert_eq!(held.len(), 1);
    take(&mut office, "open");
    assert_eq!(office.office().marking_of(held[0]).unwrap(), Marking::parse("restricted").unwrap());
}

#[test]
fn a_sample_that_a_regime_was_asked_about_does_not_come_as_our_own_make() {
    let scene = scene(Door::SampleReceived);
    scene.found(1);
    scene.go();
    let id = SampleId::parse(&scene.cases()[0].proposal.about.name).unwrap();
    scene.house().operator(move |deed| {
        let held = deed.sample(&Scope::office(), id)?.unwrap();
        let fact = deed.fact(Verb::Revised, Thing::new(model::Noun::Sample, id));
        let came = SampleCame::OwnMake;
        Ok(deed.keep_sample(&Sample { came, revision: held.revision + 1, ..held }, &fact)?)
    });
    scene.go();
    assert!(!scene.happened());
    scene.vote(Vote::Yes);
    scene.go();
    assert!(scene.happened(), "it is decided on as what it is said to be");
}

#[test]
fn a_guest_whom_a_regime_was_asked_about_does_not_come_as_one_of_ours() {
    let scene = scene(Door::AssignmentSigned);
    scene.found(1);
    scene.go();
    scene.house().operator(|deed| {
        let held = deed.specialist(&Scope::office(), SpecialistId::from_bits(1))?.unwrap();
        let (country, revision) = (String::new(), held.revision + 1);
        Ok(deed.keep_specialist(&Specialist { country, revision, ..held }, Verb::Revised)?)
    });
    scene.go();
    assert!(!scene.happened());
}

#[test]
fn a_guest_who_is_said_to_be_from_elsewhere_is_laid_before_the_gate_anew_and_stays_asked_about() {
    let scene = scene(Door::AssignmentSigned);
    let comes_from = |country: &'static str| {
        let held = scene.house().office().reader().specialist(&Scope::office(), SpecialistId::from_bits(1));
        let one = Specialist { country: country.to_owned(), ..held.unwrap().unwrap() };
        let keep =
            move |writer: &mut Writer, turn: &mut Turn<'_>, _: &Office| keep_specialist(writer, turn, one, false);
        scene.house().act("petrova", keep).unwrap();
    };
    comes_from("AT");
    scene.found_where(1, |trigger| trigger.countries = vec!["AT".to_owned()]);
    scene.go();
    let before = scene.cases().remove(0);
    comes_from("FR");
    let cases = scene.cases();
    assert_eq!(cases.iter().find(|case| case.id == before.id).unwrap().state, CaseState::Void);
    let anew = cases.iter().find(|case| case.follows == Some(before.id)).unwrap();
    assert_eq!(anew.state, CaseState::Open, "the regime decides on them as they are now");
    for country in ["FR", "AT"] {
        assert!(anew.proposal.countries.iter().any(|named| named == country), "{country}");
    }
    scene.go();
    assert!(!scene.happened(), "a regime by country does not lose them");
    scene.vote(Vote::Yes);
    scene.go();
    assert!(scene.happened());
}

/// Operations of the store by which a thing takes the state behind a door, or is marked otherwise.
const KEEPERS: &[&str] = &[
    "keep_agreement",
    "keep_assignment",
    "keep_custody",
    "keep_deliverable",
    "keep_exchange",
    "keep_mission",
    "keep_release",
    "keep_sample",
    "keep_terms",
    "keep_widening",
    "mark_record",
];

/// The files that call them, each with the doors that it asks; those without one with the reason.
const CALLERS: &[(&str, &[Door], &str)] = &[
    ("agreement/amendment.rs", &[], "money alone"),
    ("agreement/consent.rs", &[], "lays the agreement before the gate, and moves nothing"),
    ("agreement/deliverable.rs", &[Door::DeliverableHandedOver], ""),
    ("agreement/mod.rs", &[], "what is signed stands"),
    ("agreement/step.rs", &[Door::AgreementSigned, Door::AgreementInForce], ""),
    ("agreement/tend.rs", &[], "ends what is over"),
    ("agreement/terms.rs", &[Door::AgreementAmended], ""),
    ("assignment/adding.rs", &[Door::AssignmentExtended], ""),
    ("assignment/following.rs", &[], "ends what is over, and asks what came of it"),
    ("assignment/mod.rs", &[], "lets in who took a post over"),
    ("assignment/proposing.rs", &[], "lays the proposal before the gate"),
    ("assignment/step.rs", &[Door::AssignmentSigned, Door::AssignmentBegun], ""),
    ("control/widening/mod.rs", &[Door::MarkingWidened], ""),
    ("control/widening/room.rs", &[], "is called where the widening went through its door"),
    ("exchange.rs", &[Door::ExchangeNoted], ""),
    ("mission/asking.rs", &[], "a draft, or a mission in review"),
    ("mission/mod.rs", &[], "a mission that is open to change"),
    ("mission/nomination.rs", &[], "a mission that is open to change"),
    ("mission/report.rs", &[], "what came home"),
    ("mission/step.rs", &[Door::MissionLeaves], ""),
    ("mission/vetting.rs", &[Door::MissionApproved], ""),
    ("record.rs", &[], "narrower alone"),
    ("release.rs", &[Door::ReleaseGiven, Door::DossierTaken], ""),
    ("sample/custody.rs", &[Door::SampleReceived, Door::SampleLeaves], ""),
    ("sample/loan.rs", &[], "between institutes of the office"),
    ("sample/mod.rs", &[], "keeps what the other files of its room decided"),
    ("sample/study.rs", &[], "narrower alone"),
    ("stand.rs", &[], "narrower alone"),
];

fn sources(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Imports, mail, the command line, jobs and whatever else comes in move nothing, because nothing but the rooms writes what moves; and a
/// file that begins to do so is looked at by somebody.
#[test]
fn nothing_writes_what_moves_beside_the_rooms_and_each_room_asks_its_doors() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let told: BTreeMap<&str, &[Door]> = CALLERS.iter().map(|(file, doors, _)| (*file, *doors)).collect();
    let mut met = Vec::new();
    for floor in ["desk", "harvest", "mail", "uptake", "web"] {
        let src = crates.join(floor).join("src");
        let mut files = Vec::new();
        sources(&src, &mut files);
        for path in files {
            let name = path.strip_prefix(&src).unwrap().to_str().unwrap().to_owned();
            let is_invented = name.starts_with("demo") || name.ends_with("tests.rs");
            let text = fs::read_to_string(&path).unwrap();
            if is_invented || !KEEPERS.iter().any(|keeper| text.contains(&format!(".{keeper}("))) {
                continue;
            }
            assert_eq!(floor, "desk", "{name}: what moves is written by the rooms of the desk alone");
            let doors = told.get(name.as_str());
            let doors = doors.unwrap_or_else(|| panic!("{name}: say which doors it asks, or why it needs none"));
            for door in *doors {
                assert!(text.contains(&format!("Door::{door:?}")), "{name} asks {door}");
            }
            met.push(name);
        }
    }
    let gone: Vec<&&str> = told.keys().filter(|file| !met.iter().any(|name| name == **file)).collect();
    assert!(gone.is_empty(), "these write nothing that moves any more: {gone:?}");
    for (file, doors, why) in CALLERS {
        assert_ne!(doors.is_empty(), why.is_empty(), "{file}: doors, or a reason");
    }
    let asked = |door: &&Door| CALLERS.iter().any(|(_, doors, _)| doors.contains(*door));
    assert!(Door::ALL.iter().all(|door| asked(&door)), "each door is asked somewhere");
}
