//! What missions cost and brought: what was held before is kept with the decision, what is used is counted, and nothing is told to who
//! may not see it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use desk::{
    Failure, MissionStep, YieldAsked, YieldTable, decide_vetting, dispose, hand_in_report, note_mission_cost,
    take_mission_step,
};
use model::{
    AnswerEdit, Choice, Currency, Disposition, Fact, HeldLook, LookFor, Marking, Mission, MissionCost, MissionId,
    MissionStage, Money, NeedId, Noun, PostId, Question, QuestionEnd, QuestionState, Record, RecordId, Reliability,
    ReportGiven, ReportPiece, Schedule, Source, SourceId, SourceKind, SourceYield, Stage, Text, Thing, Verb,
    VettingKind, YieldBy,
};

use crate::Apart;
use crate::abroad::{edit, noted};
use crate::house::*;

const OTHER: &str = "From which purity on are diodes made in series?";

impl House {
    /// A record that is held, so marked.
    fn record(&self, title: &str, marking: &str) -> RecordId {
        let (ids, title, marking) = (Arc::clone(&self.ids), title.to_owned(), Marking::parse(marking).unwrap());
        self.clerk
            .write(move |writer| {
                writer.transact("operator", 4, |deed| -> Result<RecordId, Failure> {
                    let record = Record { titles: vec![Text::plain(&title)], ..Record::default() };
                    let incoming = store::Incoming { record, raw: vec![], source_key: title.clone(), keys: vec![] };
                    let mut ids = || ids.fetch_add(1, Ordering::SeqCst);
                    Ok(deed.ingest(&store::Batch::marked(vec![incoming], marking), &Apart, &mut ids)?[0].record)
                })
            })
            .unwrap()
    }

    /// The same look with records found for every question.
    fn found(&self, mission: &Mission, records: &[RecordId]) -> HeldLook {
        let mut look = self.look(mission);
        look.questions.iter_mut().for_each(|one| one.records = records.to_vec());
        look
    }

    fn cost(&self, person: &str, mission: &Mission, spent: &str, remark: &'static str) -> Result<MissionCost, Failure> {
        let (id, spent) = (mission.id, Money::parse(spent).unwrap());
        self.act(person, move |writer, turn, _| note_mission_cost(writer, turn, id, spent, remark))
    }

    /// A post says what it does with a record that lies before it for a need.
    fn says(&self, person: &str, need: &str, record: RecordId, choice: Choice) {
        let laid = self.office.latest_of_need(&NeedId::new(need).unwrap(), 20).unwrap();
        let id = laid.iter().find(|one| one.delivery.record == record).unwrap().delivery.id;
        let said = Disposition::new(choice, None, None, "").unwrap();
        self.act(person, move |writer, turn, _| dispose(writer, turn, id, &said, &|_| Ok(true))).unwrap();
    }

    /// Lays a record before the post of a need, as matching does.
    fn laid(&self, need: &str, post: &str, record: RecordId) {
        let (need, id) = (NeedId::new(need).unwrap(), model::DeliveryId::from_bits(self.id()));
        let delivery = model::Delivery {
            id,
            record,
            profile: model::ProfileId { need: need.clone(), number: 1 },
            need,
            post: model::PostId::new(post).unwrap(),
            score: 1.0,
            grounds: String::new(),
            forwarded_from: None,
        };
        self.operator(move |deed| {
            deed.deliver(&delivery)?;
            Ok(())
        });
    }

    /// Comes back: every question is answered in a record of its own, but the last `n_refused`.
    fn back(&self, mission: &Mission, n_refused: usize) -> (Mission, Vec<RecordId>) {
        let questions: Vec<Question> = self.list(mission).all().to_vec();
        let (answered, refused) = questions.split_at(questions.len() - n_refused);
        let mut edits: Vec<AnswerEdit> = answered.iter().map(|one| noted(self, one.id, 1, "Told")).collect();
        edits.extend(refused.iter().map(|one| AnswerEdit {
            state: Some(QuestionState::Refused),
            reason: Some("A secret".to_owned()),
            ..edit(self, one.id, 1)
        }));
        self.send("sokolov", mission.id, edits).unwrap();
        let piece = |one: &Question| ReportPiece {
            questions: vec![one.id],
            title: one.text.clone(),
            text: "Told".to_owned(),
            marking: Marking::default(),
            files: Vec::new(),
        };
        let elsewhere = |one: &Question| QuestionEnd {
            question: one.id,
            ending: model::Ending::AskedElsewhere,
            reason: "Elsewhere".to_owned(),
        };
        let given = ReportGiven {
            title: "Düsseldorf".to_owned(),
            text: "What became of it".to_owned(),
            pieces: answered.iter().map(piece).collect(),
            ends: refused.iter().map(elsewhere).collect(),
            seen: self.office.n_answer_edits(mission.id).unwrap(),
        };
        let seen = (mission.id, self.held(mission).revision);
        let back =
            self.act("sokolov", move |writer, turn, office| hand_in_report(writer, turn, office, seen, given)).unwrap();
        let lines = self.office.report_page(back.id).unwrap().records;
        (back, lines.into_iter().map(|line| line.record).collect())
    }

    fn yields(&self, person: &str, by: YieldBy) -> YieldTable {
        let asked = YieldAsked { by, since: None, until: None, given_out: false };
        self.office.seen_by(&self.officer(person).scope).mission_yields(asked, 0).unwrap()
    }
}

fn marks() -> Currency {
    Currency::new("DEM").unwrap()
}

#[test]
fn what_was_held_is_kept_with_the_decision_and_told_to_who_may_see_it() {
    let house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    let rule = house.rule(VettingKind::Step, 1, "committee");
    let (open, secret) = (house.record("Losses", "open"), house.record("Losses of theirs", "restricted"));
    let mission = house.draft(&["drives"], vec![house.host("open")], NOVEMBER);
    let mission = house.ask(&mission, vec![of_need("drives", QUESTION)]).unwrap();
    let mission = house.step("sokolov", &mission, MissionStep::Propose).unwrap();
    let mission = house.still_asked(mission);
    let step = |person: &str, mission: &Mission, step: MissionStep, look: HeldLook| {
        let seen = (mission.id, mission.revision);
        house.act(person, move |writer, turn, _| take_mission_step(writer, turn, seen, &step, &look))
    };
    let unlooked = step("petrova", &mission, MissionStep::Accept, HeldLook::default()).unwrap_err();
    assert!(said(&unlooked).contains("For 1 of its questions"), "{unlooked}");
    assert!(house.office.held_looks(mission.id).unwrap().is_empty(), "what is refused keeps nothing");
    let mission = step("petrova", &mission, MissionStep::Accept, house.found(&mission, &[open, secret])).unwrap();
    let mission = house.members(&mission, &[house.specialist(None)]).unwrap();
    let unlooked = step("sokolov", &mission, MissionStep::LayBefore, HeldLook::default());
    assert!(unlooked.is_err(), "nor is it laid before anybody unlooked");
    let mission = house.step("sokolov", &mission, MissionStep::LayBefore).unwrap();
    let decide = |yes: bool, look: HeldLook| {
        let seen = (mission.id, mission.revision);
        house.act("volkov", move |writer, turn, _| decide_vetting(writer, turn, seen, rule, (yes, "because"), &look))
    };
    assert!(decide(true, HeldLook::default()).is_err(), "a yes wants to know what is held now");
    decide(true, house.found(&mission, &[open])).unwrap();
    let kept = |person: &str| {
        let looks = house.office.seen_by(&house.officer(person).scope).held_looks(mission.id).unwrap();
        looks.into_iter().map(|one| (one.step, one.round, one.look.questions[0].records.clone())).collect::<Vec<_>>()
    };
    let expected =
        [(LookFor::Review, 0, vec![open, secret]), (LookFor::Laying, 1, vec![]), (LookFor::Vetting, 1, vec![open])];
    assert_eq!(kept("petrova"), expected);
    assert_eq!(kept("smirnov")[0].2, [open], "what is not seen was not there");
}

#[test]
fn a_no_needs_no_look_and_keeps_none() {
    let house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    let rule = house.rule(VettingKind::Step, 1, "committee");
    let mission = house.reviewed(NOVEMBER, house.specialist(None));
    let mission = house.step("sokolov", &mission, MissionStep::LayBefore).unwrap();
    let seen = (mission.id, mission.revision);
    let no = (false, "because");
    house
        .act("volkov", move |writer, turn, _| decide_vetting(writer, turn, seen, rule, no, &HeldLook::default()))
        .unwrap();
    assert_eq!(house.office.held_looks(mission.id).unwrap().len(), 2);
}

#[test]
fn what_it_cost_is_noted_by_its_post_once_it_is_back_and_the_last_note_counts() {
    let mut house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    let mission = house.under_way(NOVEMBER, &[("drives", QUESTION)], house.specialist(None));
    let early = house.cost("sokolov", &mission, "4800 DEM", "").unwrap_err();
    assert!(said(&early).contains("once it has come back"), "{early}");
    house.today = date("1957-11-12");
    assert!(house.cost("petrova", &mission, "4800 DEM", "").is_err(), "who reviews it does not say what it cost");
    for (spent, remark, n_noted) in [
        ("4800 DEM", "Fares", 1),
        ("4800 DEM", " Fares ", 1),
        ("5100.50 DEM", "And a catalogue", 2),
        ("4800 DEM", "Fares", 3),
    ] {
        house.cost("sokolov", &mission, spent, remark).unwrap();
        assert_eq!(house.office.mission_costs(mission.id).unwrap().len(), n_noted, "{spent} {remark}");
    }
    let noted: Vec<String> =
        house.office.mission_costs(mission.id).unwrap().iter().map(|cost| cost.spent.to_string()).collect();
    assert_eq!(noted, ["4800.00 DEM", "5100.50 DEM", "4800.00 DEM"], "what was corrected stays");
    let facts = house.office.history(&Thing::new(Noun::Mission, mission.id)).unwrap();
    assert_eq!(facts.iter().filter(|held| held.fact.verb == model::Verb::Costed).count(), 3);
}

#[test]
fn what_is_used_is_counted_with_how_long_it_took_and_what_it_cost() {
    let mut house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    house.need("lifts", "fitter", Stage::Accepted, &[OTHER], "open");
    let mission = house.under_way(NOVEMBER, &[("drives", QUESTION), ("lifts", OTHER)], house.specialist(None));
    house.today = date("1957-11-20");
    let (back, records) = house.back(&mission, 1);
    assert_eq!(back.stage, MissionStage::Reported);
    let unused = house.yields("petrova", YieldBy::Mission);
    assert_eq!((unused.all.n_asked, unused.all.n_answered, unused.all.n_refused, unused.all.n_used), (2, 1, 1, 0));
    assert_eq!(unused.all.days_to_use(), None);
    assert_eq!((unused.all.laid.len(), unused.all.read.len(), unused.all.uncosted.len()), (1, 0, 1));
    house.today = date("1958-01-19");
    house.says("sokolov", "drives", records[0], Choice::Use);
    house.cost("sokolov", &back, "4800 DEM", "").unwrap();
    for by in YieldBy::ALL {
        let table = house.yields("petrova", *by);
        assert_eq!(table.rows.len(), 1, "{by}");
        let yields = &table.rows[0].yields;
        assert_eq!((yields.n_used, yields.n_used_by_askers, yields.read.len()), (1, 1, 1), "{by}");
        assert_eq!(yields.days_to_use().unwrap().median, 60, "{by}: from the answer, not from the report");
        let spent = yields.spent_in(marks()).unwrap();
        assert_eq!(spent.per_used(marks()).unwrap().to_string(), "4800.00 DEM", "{by}");
        assert_eq!((spent.budgeted_minor, spent.held_minor), (0, 0), "{by}");
    }
    let names: BTreeMap<&str, String> =
        YieldBy::ALL.iter().map(|by| (by.word(), house.yields("petrova", *by).rows[0].name.clone())).collect();
    let named = ["event", "host", "mission", "unit", "year"].map(|by| names[by].as_str());
    assert_eq!(named, ["Congress", "Siemens-Schuckert", "To Düsseldorf", "institute", "1957"]);
    let last = house.office.last_missions_to(back.hosts[0]).unwrap();
    assert_eq!((last.len(), last[0].0.id, last[0].1.n_used), (1, back.id, 1));
}

#[test]
fn that_an_answer_was_there_before_is_said_by_who_asked_and_by_nobody_else() {
    let mut house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    house.need("lifts", "fitter", Stage::Accepted, &[OTHER], "open");
    house.need("cranes", "fitter", Stage::Accepted, &["Who sells cranes?"], "open");
    let (shown, unshown) = (house.record("Losses", "open"), house.record("Other losses", "open"));
    for record in [shown, unshown] {
        house.laid("drives", "engineer", record);
        house.laid("cranes", "fitter", record);
    }
    let mission = house.draft(&["drives"], vec![house.host("open")], NOVEMBER);
    let mission = house.ask(&mission, vec![of_need("drives", QUESTION), of_need("lifts", OTHER)]).unwrap();
    let mission = house.step("sokolov", &mission, MissionStep::Propose).unwrap();
    let mission = house.still_asked(mission);
    let (seen, mut look) = ((mission.id, mission.revision), house.look(&mission));
    look.questions[0].records = vec![shown];
    let mission = house
        .act("petrova", move |writer, turn, _| take_mission_step(writer, turn, seen, &MissionStep::Accept, &look))
        .unwrap();
    let mission = house.members(&mission, &[house.specialist(None)]).unwrap();
    house.confirm_brief(&mission);
    let mission = house.step("sokolov", &house.held(&mission), MissionStep::LayBefore).unwrap();
    let mission = house.step("sokolov", &mission, MissionStep::Depart).unwrap();
    house.today = date("1957-11-20");
    let (back, records) = house.back(&mission, 0);
    house.cost("sokolov", &back, "1001 DEM", "").unwrap();
    let held = |house: &House| {
        let all = house.yields("petrova", YieldBy::Mission).all;
        (all.n_shown, all.n_held, all.spent_in(marks()).unwrap().held_minor)
    };
    assert_eq!(held(&house), (1, 0, 0), "that words stand in a record answers nothing");
    house.says("sokolov", "drives", unshown, Choice::Use);
    house.says("smirnov", "cranes", shown, Choice::Use);
    assert_eq!(held(&house), (1, 0, 0), "nor does another record, or a use by who does not ask");
    house.says("sokolov", "drives", shown, Choice::Use);
    assert_eq!(held(&house), (1, 1, 50_050), "half of what it cost went for what could have been read");
    house.says("smirnov", "lifts", records[1], Choice::Known);
    assert_eq!(held(&house), (1, 2, 100_100), "who asked had it already");
}

#[test]
fn what_is_marked_above_the_reader_counts_nowhere() {
    let mut house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    let mission = house.under_way(NOVEMBER, &[("drives", QUESTION)], house.specialist(None));
    house.today = date("1957-11-20");
    let (back, records) = house.back(&mission, 0);
    house.says("sokolov", "drives", records[0], Choice::Use);
    house.cost("sokolov", &back, "4800 DEM", "").unwrap();
    assert_eq!(house.yields("smirnov", YieldBy::Host).all.n_used, 1);
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "restricted");
    for by in YieldBy::ALL {
        let table = house.yields("smirnov", *by);
        assert_eq!((table.rows.len(), table.all, table.years), (0, Default::default(), None), "{by}");
        assert_eq!(house.yields("petrova", *by).all.n_used, 1, "{by}");
    }
    let seen = house.office.seen_by(&house.officer("smirnov").scope);
    assert!(seen.last_missions_to(back.hosts[0]).unwrap().is_empty());
    assert!(seen.mission_costs(back.id).unwrap().is_empty());
}

#[test]
fn what_may_not_be_copied_is_counted_on_the_page_and_named_as_missing_from_the_file() {
    let mut house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    let mission = house.under_way(NOVEMBER, &[("drives", QUESTION)], house.specialist(None));
    house.today = date("1957-11-20");
    house.back(&mission, 0);
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "internal caveats=no-copying");
    for (given_out, n_rows) in [(false, 1), (true, 0)] {
        let asked = YieldAsked { by: YieldBy::Mission, since: None, until: None, given_out };
        let table = house.office.seen_by(&house.officer("petrova").scope).mission_yields(asked, 0).unwrap();
        assert_eq!((table.rows.len(), table.n_withheld), (n_rows, 1), "given out: {given_out}");
    }
}

#[test]
fn what_reading_costs_is_put_together_of_the_paid_sources_that_the_reader_sees() {
    let house = house();
    let a_year = 365 * 86_400_000_000;
    for (bits, marking, cost, n_used) in
        [(1, "open", Some("10 DEM"), 3), (2, "open", None, 100), (3, "restricted", Some("10 DEM"), 1)]
    {
        let source = Source {
            id: SourceId::from_bits(bits),
            title: "Journal".to_owned(),
            kind: SourceKind::Upload,
            address: String::new(),
            schedule: Schedule::Daily,
            post: PostId::new("engineer").unwrap(),
            territory: String::new(),
            subject: String::new(),
            language: None,
            reliability: Reliability::B,
            every_days: None,
            cost: cost.map(|cost| Money::parse(cost).unwrap()),
            paused: false,
            remark: String::new(),
            marking: Marking::parse(marking).unwrap(),
            revision: 0,
            made_at: 0,
        };
        house.operator(move |deed| {
            deed.keep_source(&source, Verb::Registered)?;
            Ok(deed.keep_source_yield(source.id, &SourceYield { n_used, ..SourceYield::default() })?)
        });
    }
    for (person, price) in [("petrova", "5.00 DEM"), ("smirnov", "3.33 DEM")] {
        let seen = house.office.seen_by(&house.officer(person).scope);
        let cost = seen.reading_cost(a_year).unwrap();
        assert_eq!(cost.per_used(marks()).unwrap().to_string(), price, "{person}");
    }
}

#[test]
fn the_last_missions_to_a_host_are_those_that_ended_last() {
    let house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    let host = house.host("open");
    let draft = house.draft(&["drives"], vec![host], NOVEMBER);
    let days = ["1957-03-10", "1957-09-10", "1957-06-10", "1957-12-10"].map(date);
    for (made_at, day) in (1..).zip(days) {
        let id = MissionId::from_bits(house.id());
        let back = Mission {
            id,
            stage: MissionStage::Reported,
            since: day,
            until: day,
            made_at,
            event: None,
            ..draft.clone()
        };
        let fact = Fact::new("operator", Verb::Registered, Thing::new(Noun::Mission, id).to_string());
        house.operator(move |deed| Ok(deed.keep_mission(&back, &fact)?));
    }
    let last = house.office.last_missions_to(host).unwrap();
    let ended: Vec<_> = last.iter().map(|(mission, _)| mission.until).collect();
    assert_eq!(ended, ["1957-12-10", "1957-09-10", "1957-06-10"].map(date), "a draft is none of them");
}

#[test]
fn a_budget_stands_in_for_what_nobody_noted_and_a_mission_that_is_away_counts_nowhere() {
    let mut house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    let draft = house.draft(&["drives"], vec![house.host("open")], NOVEMBER);
    let written = Mission { budget: Money::parse("600 DEM").ok(), ..draft };
    let revision = written.revision;
    let mission = house
        .act("sokolov", move |writer, turn, _| desk::write_mission(writer, turn, written, Some(revision)))
        .unwrap();
    let mission = house.ask(&mission, vec![of_need("drives", QUESTION)]).unwrap();
    let mission = house.step("sokolov", &mission, MissionStep::Propose).unwrap();
    let mission = house.step("petrova", &house.still_asked(mission), MissionStep::Accept).unwrap();
    let mission = house.members(&mission, &[house.specialist(None)]).unwrap();
    house.confirm_brief(&mission);
    let mission = house.step("sokolov", &house.held(&mission), MissionStep::LayBefore).unwrap();
    let mission = house.step("sokolov", &mission, MissionStep::Depart).unwrap();
    let away = house.yields("petrova", YieldBy::Year);
    assert_eq!((away.n_away, away.rows.len()), (1, 0));
    house.today = date("1957-11-20");
    let (back, _) = house.back(&mission, 0);
    let budgeted = |house: &House| {
        let spent = house.yields("petrova", YieldBy::Year).all.spent_in(marks()).unwrap();
        (spent.minor, spent.budgeted_minor)
    };
    assert_eq!(budgeted(&house), (60_000, 60_000));
    house.cost("sokolov", &back, "480 DEM", "").unwrap();
    assert_eq!(budgeted(&house), (48_000, 0));
    let asked = YieldAsked { by: YieldBy::Year, since: Some(1958), until: None, given_out: false };
    let later = house.office.mission_yields(asked, 0).unwrap();
    assert_eq!((later.rows.len(), later.years), (0, Some((1957, 1957))));
}
