//! Exhibitions: who shows there, who visits which stand, and the note that becomes a record.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use desk::{
    EventFilter, Failure, bring, bring_to_stand, drop_stand, keep_event, keep_exhibitor, make_host, plan_stand,
    read_exhibitors, remove_exhibitor, take_exhibitors, visit_stand, write_mission,
};
use model::{
    Choice, Disposition, Event, EventId, EventKind, Evidence, Exhibitor, HostId, Kind, Marking, Mission, MissionEvent,
    NeedId, PostId, Reliability, Schedule, Source, SourceId, SourceKind, Stage, Stand, StandContact, StandId,
    StandNote, StandState, Verb, Visitor,
};
use store::MissionFilter;

use crate::house::*;

fn event(house: &House, marking: &str) -> Event {
    Event {
        id: EventId::from_bits(house.id()),
        kind: EventKind::Exhibition,
        name: "Congress and exhibition".to_owned(),
        place: "Düsseldorf".to_owned(),
        country: "DE".to_owned(),
        since: date("1957-08-20"),
        until: date("1957-09-02"),
        organiser: String::new(),
        subject: "Automation".to_owned(),
        remark: String::new(),
        source: None,
        post: PostId::new("engineer").unwrap(),
        marking: Marking::parse(marking).unwrap(),
        revision: 0,
        made_at: 0,
    }
}

fn note(notes: &str) -> StandNote {
    StandNote {
        day: date("1957-08-30"),
        title: "Mercury rectifiers for drives".to_owned(),
        notes: notes.to_owned(),
        evidence: Some(Evidence::Inspected),
        contacts: vec![StandContact { name: "Dr Lindner".to_owned(), ..StandContact::default() }],
    }
}

impl House {
    fn registered(&self, marking: &str) -> Event {
        let event = event(self, marking);
        self.act("sokolov", move |writer, turn, _| keep_event(writer, turn, event, true)).unwrap()
    }

    fn listed(&self, event: &Event, text: &str) {
        let lines = read_exhibitors("list", text.as_bytes()).unwrap();
        let (id, list): (_, Vec<Exhibitor>) = (event.id, lines.into_iter().map(|line| line.exhibitor).collect());
        self.act("sokolov", move |writer, turn, _| take_exhibitors(writer, turn, id, &list)).unwrap();
    }

    fn to_stand(&self, event: &Event, visitor: Visitor, marking: &str) -> Stand {
        Stand {
            id: StandId::from_bits(self.id()),
            event: event.id,
            exhibitor: 1,
            visitor,
            purpose: "To hear the drive".to_owned(),
            question: None,
            state: StandState::Dropped,
            day: None,
            by: "somebody".to_owned(),
            title: String::new(),
            notes: String::new(),
            evidence: None,
            contacts: Vec::new(),
            record: None,
            reason: String::new(),
            post: PostId::new("engineer").unwrap(),
            marking: Marking::parse(marking).unwrap(),
            revision: 9,
            made_at: 0,
        }
    }

    fn planned(&self, event: &Event, marking: &str) -> Stand {
        let stand = self.to_stand(event, Visitor::Post(PostId::new("engineer").unwrap()), marking);
        self.act("sokolov", move |writer, turn, _| plan_stand(writer, turn, stand)).unwrap()
    }

    fn noted(&self, person: &str, stand: &Stand, note: StandNote) -> Result<Stand, Failure> {
        let seen = (stand.id, stand.revision);
        self.act(person, move |writer, turn, _| visit_stand(writer, turn, seen, note, &Marking::default(), &[]))
    }

    fn noted_narrower(&self, stand: &Stand, note: StandNote, marking: &str) -> Stand {
        let (seen, wanted) = ((stand.id, stand.revision), Marking::parse(marking).unwrap());
        self.act("sokolov", move |writer, turn, _| visit_stand(writer, turn, seen, note, &wanted, &[])).unwrap()
    }

    fn source(&self, kind: SourceKind, marking: &str) -> Source {
        let source = Source {
            id: SourceId::from_bits(self.id()),
            title: "The exhibition of every year".to_owned(),
            kind,
            address: String::new(),
            schedule: Schedule::Daily,
            post: PostId::new("engineer").unwrap(),
            territory: String::new(),
            subject: String::new(),
            language: None,
            reliability: Reliability::B,
            every_days: None,
            cost: None,
            paused: false,
            remark: String::new(),
            marking: Marking::parse(marking).unwrap(),
            revision: 0,
            made_at: 0,
        };
        self.sourced(source)
    }

    fn sourced(&self, source: Source) -> Source {
        let kept = source.clone();
        self.operator(move |deed| Ok(deed.keep_source(&kept, Verb::Registered)?));
        source
    }

    fn of_source(&self, event: &Event, source: Option<SourceId>) -> Result<Event, Failure> {
        let event = Event { source, ..event.clone() };
        self.act("sokolov", move |writer, turn, _| keep_event(writer, turn, event, false))
    }

    /// What the record of a visit says now, and its marking.
    fn stand_says(&self, stand: &Stand) -> (Vec<String>, String) {
        let record = stand.record.unwrap();
        let held = self.office.record(&record.to_string()).unwrap().record;
        let texts = held.abstracts.into_iter().map(|text| text.text).collect();
        (texts, self.office.marking_of(record).unwrap().to_string())
    }

    fn narrowed(&self, event: &Event, marking: &str) -> Event {
        let narrow = Event { marking: Marking::parse(marking).unwrap(), ..event.clone() };
        self.act("sokolov", move |writer, turn, _| keep_event(writer, turn, narrow, false)).unwrap()
    }

    fn work(&self) {
        // The office of these tests lives before 1970, from which the clock of matching counts.
        self.operator(|deed| Ok(deed.move_cursor("matched-at", -i64::from(i32::MAX) * 1_000_000)?));
        let now = (self.today.days_since(model::Date::of_number(0)) + 1) * DAY;
        let ids = Arc::clone(&self.ids);
        let mut ids: desk::Ids = Box::new(move || ids.fetch_add(1, Ordering::SeqCst));
        while desk::run_next(&self.clerk, &self.office, now, self.today, &mut ids).unwrap() {}
    }
}

#[test]
fn a_note_at_a_stand_is_a_record_that_is_matched_the_same_minute() {
    let house = house();
    house.need("drives", "engineer", Stage::Accepted, &[], "open");
    let event = house.registered("open");
    house.listed(&event, "AEG; DE; 12; Drives\nKrupp; DE; 14\n");
    let planned = house.planned(&event, "open");
    assert_eq!((planned.state, planned.revision, planned.by.as_str()), (StandState::Planned, 0, ""));
    let visited = house.noted("sokolov", &planned, note("The rectifiers are cooled by oil.")).unwrap();
    let record = visited.record.unwrap();
    let held = house.office.record(&record.to_string()).unwrap().record;
    assert_eq!((held.kind, held.title()), (Kind::Exhibition, Some("Mercury rectifiers for drives")));
    assert_eq!(held.source.title.as_deref(), Some("Congress and exhibition: AEG"));
    assert!(!format!("{held:?}").contains("Lindner"), "who was met stays out of it");
    house.work();
    let laid = house.office.latest_of_need(&NeedId::new("drives").unwrap(), 10).unwrap();
    assert_eq!(laid.iter().map(|one| one.delivery.record).collect::<Vec<_>>(), [record]);
    // The page of the event says what became of it, and the record where it was noted.
    let became =
        |house: &House| house.office.event_page(&event.id.to_string()).unwrap().stands[0].became.clone().unwrap();
    assert_eq!((became(&house).n_delivered, became(&house).n_used), (1, 0));
    let (delivery, used) =
        (laid[0].delivery.id, Disposition { choice: Choice::Use, reason: None, to: None, remark: String::new() });
    house
        .act("sokolov", move |writer, turn, _| desk::dispose(writer, turn, delivery, &used, &|_| Ok(true)).map(|_| ()))
        .unwrap();
    assert_eq!(became(&house).n_used, 1);
    let shown = house.office.show(&record.to_string()).unwrap();
    assert_eq!(shown.stands.iter().map(|(_, stand)| stand.id).collect::<Vec<_>>(), [visited.id]);
}

#[test]
fn a_note_that_is_corrected_corrects_its_record_and_nobody_writes_over_what_they_have_not_read() {
    let house = house();
    let event = house.registered("open");
    house.listed(&event, "AEG");
    let planned = house.planned(&event, "open");
    let first = house.noted("sokolov", &planned, note("Cooled by air.")).unwrap();
    let stale = house.noted("sokolov", &planned, note("Cooled by water.")).unwrap_err();
    assert!(said(&stale).contains("in between"), "{stale}");
    let second = house.noted("sokolov", &first, note("Cooled by oil.")).unwrap();
    assert_eq!(second.record, first.record, "it is the same record");
    let held = house.office.record(&first.record.unwrap().to_string()).unwrap().record;
    assert!(held.abstracts.iter().all(|text| text.text == "Cooled by oil."), "{held:?}");
    assert!(house.noted("smirnov", &second, note("Not mine.")).is_err(), "who is not of those who go writes nothing");
    let id = (second.id, second.revision);
    let late = house.act("sokolov", move |writer, turn, _| drop_stand(writer, turn, id, "Closed")).unwrap_err();
    assert!(said(&late).contains("already"), "{late}");
}

#[test]
fn a_form_that_is_sent_twice_notes_once() {
    let house = house();
    let event = house.registered("open");
    house.listed(&event, "AEG");
    let planned = house.planned(&event, "open");
    let first = house.noted("sokolov", &planned, note("Cooled by air.")).unwrap();
    let again = house.noted("sokolov", &planned, note("Cooled by air.")).unwrap();
    assert_eq!((again.revision, again.record), (first.revision, first.record));
}

#[test]
fn a_note_that_is_corrected_and_made_narrower_leaves_nothing_where_more_see_it() {
    let house = house();
    let event = house.registered("open");
    house.listed(&event, "AEG");
    let first = house.noted("sokolov", &house.planned(&event, "open"), note("Told in confidence.")).unwrap();
    let fitter = |house: &House| house.office.seen_by(&house.officer("smirnov").scope);
    let record = first.record.unwrap().to_string();
    assert!(fitter(&house).record(&record).is_ok());
    let second = house.noted_narrower(&first, note("Told to us."), "restricted");
    assert_eq!(second.record, first.record, "it is the same record");
    assert_eq!(house.stand_says(&second), (vec!["Told to us.".to_owned()], "restricted".to_owned()));
    assert!(fitter(&house).record(&record).is_err() && fitter(&house).stand(&second.id.to_string()).is_err());
    // Noted once more from the narrower state, it stays one record and becomes no wider.
    let third = house.noted("sokolov", &second, note("Told to us alone.")).unwrap();
    assert_eq!(third.record, first.record);
    assert_eq!(house.stand_says(&third), (vec!["Told to us alone.".to_owned()], "restricted".to_owned()));
}

#[test]
fn a_note_that_is_corrected_after_its_event_was_narrowed_corrects_the_same_record() {
    let house = house();
    let event = house.registered("open");
    house.listed(&event, "AEG");
    let first = house.noted("sokolov", &house.planned(&event, "open"), note("Cooled by air.")).unwrap();
    house.narrowed(&event, "restricted");
    let second = house.noted("sokolov", &first, note("Cooled by oil.")).unwrap();
    assert_eq!(second.record, first.record);
    assert_eq!(house.stand_says(&second), (vec!["Cooled by oil.".to_owned()], "restricted".to_owned()));
}

#[test]
fn a_note_that_is_corrected_after_the_source_of_its_event_changed_corrects_the_same_record() {
    let house = house();
    let event = house.registered("open");
    house.listed(&event, "AEG");
    let first = house.noted("sokolov", &house.planned(&event, "open"), note("Cooled by air.")).unwrap();
    let source = house.source(SourceKind::Exhibition, "internal");
    let event = house.of_source(&event, Some(source.id)).unwrap();
    let second = house.noted("sokolov", &first, note("Cooled by oil.")).unwrap();
    assert_eq!(second.record, first.record);
    assert_eq!(
        house.stand_says(&second),
        (vec!["Cooled by oil.".to_owned()], "internal".to_owned()),
        "at least as its source"
    );
    let other = house.source(SourceKind::Exhibition, "restricted");
    let event = house.of_source(&event, Some(other.id)).unwrap();
    let third = house.noted("sokolov", &second, note("Cooled by water.")).unwrap();
    assert_eq!(third.record, first.record);
    assert_eq!(house.stand_says(&third), (vec!["Cooled by water.".to_owned()], "restricted".to_owned()));
    let without = house.of_source(&event, None).unwrap();
    let last = house.noted("sokolov", &third, note("Cooled by oil after all.")).unwrap();
    assert_eq!((last.record, without.source), (first.record, None));
    assert_eq!(house.stand_says(&last), (vec!["Cooled by oil after all.".to_owned()], "restricted".to_owned()));
}

#[test]
fn an_event_belongs_to_a_source_of_people_for_which_its_keeper_writes_and_is_marked_at_least_as_it() {
    let house = house();
    let event = house.registered("open");
    house.listed(&event, "AEG");
    let planned = house.planned(&event, "open");
    let feed = house.source(SourceKind::Feed, "open");
    let refused = house.of_source(&event, Some(feed.id)).unwrap_err();
    assert!(said(&refused).contains("Nobody writes down"), "{refused}");
    let foreign =
        house.sourced(Source { post: PostId::new("fitter").unwrap(), ..house.source(SourceKind::Exhibition, "open") });
    let refused = house.of_source(&event, Some(foreign.id)).unwrap_err();
    assert!(said(&refused).contains("fitter"), "{refused}");
    let own = house.source(SourceKind::Exhibition, "internal");
    let officer = house.officer("sokolov");
    let offered = house.office.seen_by(&officer.scope).sources_for_event(&officer, None).unwrap();
    assert_eq!(offered.iter().map(|source| source.id).collect::<Vec<_>>(), [own.id]);
    let event = house.of_source(&event, Some(own.id)).unwrap();
    assert_eq!(event.marking.to_string(), "internal", "it is marked at least as its source");
    let own = house.sourced(Source { paused: true, ..own });
    let refused = house.noted("sokolov", &planned, note("Seen.")).unwrap_err();
    assert!(said(&refused).contains("paused"), "{refused}");
    house.sourced(Source { paused: false, marking: Marking::parse("restricted").unwrap(), ..own });
    let held = house.office.event(&event.id.to_string()).unwrap();
    assert_eq!(held.marking.to_string(), "restricted", "it follows its source");
}

#[test]
fn records_of_stands_follow_the_mission_and_the_member_for_whom_they_were_noted() {
    let house = house();
    let event = house.registered("open");
    house.listed(&event, "AEG");
    let member = house.specialist(Some("volkov"));
    let stand = house.to_stand(&event, Visitor::Member(member), "open");
    let planned = house.act("sokolov", move |writer, turn, _| plan_stand(writer, turn, stand)).unwrap();
    let visited = house.noted("sokolov", &planned, note("Seen.")).unwrap();
    assert_eq!(house.stand_says(&visited).1, "open");
    let held = house.office.specialist(&member.to_string()).unwrap();
    let narrower = model::Specialist { marking: Marking::parse("restricted").unwrap(), ..held };
    house.operator(move |deed| Ok(deed.keep_specialist(&narrower, Verb::Revised)?));
    assert_eq!(house.stand_says(&visited).1, "restricted");
}

#[test]
fn files_lie_with_the_record_of_the_note_and_not_before_there_is_one() {
    let house = house();
    let event = house.registered("open");
    house.listed(&event, "AEG");
    let planned = house.planned(&event, "open");
    let file = |name: &str, bytes: &[u8]| bring(&house.office, name, bytes, 3).unwrap();
    let (early, id) = (file("early.txt", b"early"), planned.id);
    let refused = house.act("sokolov", move |writer, turn, _| bring_to_stand(writer, turn, id, &[early])).unwrap_err();
    assert!(said(&refused).contains("Note the visit first"), "{refused}");
    let (drawing, seen) = (file("valve.txt", b"a valve"), (planned.id, planned.revision));
    let visited = house
        .act("sokolov", move |writer, turn, _| {
            visit_stand(writer, turn, seen, note("Seen."), &Marking::default(), &[drawing])
        })
        .unwrap();
    let (second, id) = (file("plate.txt", b"a plate"), visited.id);
    house.act("sokolov", move |writer, turn, _| bring_to_stand(writer, turn, id, &[second]).map(|_| ())).unwrap();
    let files = house.office.attachments(visited.record.unwrap()).unwrap();
    assert_eq!(files.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["valve.txt", "plate.txt"]);
}

#[test]
fn an_event_that_is_narrowed_hides_who_shows_there_and_its_records_and_missions_follow() {
    let house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    let event = house.registered("open");
    house.listed(&event, "AEG; DE; 12");
    let visited = house.noted("sokolov", &house.planned(&event, "internal"), note("Seen.")).unwrap();
    let record = visited.record.unwrap();
    assert_eq!(house.office.marking_of(record).unwrap().to_string(), "internal", "at least as the note");
    let mission = house.draft(&["drives"], vec![house.host("open")], NOVEMBER);
    let (id, revision) = (event.id, mission.revision);
    let to_event = MissionEvent {
        id: Some(id),
        name: "other words".to_owned(),
        kind: EventKind::Other,
        place: String::new(),
        since: None,
        until: None,
    };
    let written = Mission { event: Some(to_event), ..mission };
    let mission =
        house.act("sokolov", move |writer, turn, _| write_mission(writer, turn, written, Some(revision))).unwrap();
    assert_eq!(mission.event.as_ref().unwrap().name, "Congress and exhibition", "it is called as the office calls it");
    let going = house.office.missions(&MissionFilter { event: Some(id), ..MissionFilter::default() }).unwrap();
    assert_eq!(going.len(), 1);
    let fitter = |house: &House| house.office.seen_by(&house.officer("smirnov").scope);
    let text = id.to_string();
    assert!(
        fitter(&house).exhibitors(&text, "", (0, 50)).is_ok() && fitter(&house).stand(&visited.id.to_string()).is_ok()
    );
    let before = house.office.stand(&visited.id.to_string()).unwrap().marking;
    let event = house.narrowed(&event, "restricted");
    let seen = fitter(&house);
    assert!(
        seen.event(&text).is_err()
            && seen.exhibitors(&text, "", (0, 50)).is_err()
            && seen.exhibitor(&text, "1").is_err()
    );
    assert!(seen.stand(&visited.id.to_string()).is_err(), "a note is not seen without its event");
    assert!(seen.events(&EventFilter::default()).unwrap().is_empty());
    let after = house.office.stand(&visited.id.to_string()).unwrap().marking;
    assert_eq!(after, before, "a note keeps its own marking");
    assert_eq!(house.office.marking_of(record).unwrap().to_string(), "restricted", "its record is marked at least so");
    assert_eq!(house.held(&mission).marking.to_string(), "restricted");
    let wider = Event { marking: Marking::default(), ..event };
    let refused = house.act("sokolov", move |writer, turn, _| keep_event(writer, turn, wider, false)).unwrap_err();
    assert!(said(&refused).contains("Widen the marking"), "{refused}");
}

#[test]
fn a_question_of_a_mission_is_asked_at_a_stand_of_its_event_alone() {
    let house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    let event = house.registered("open");
    house.listed(&event, "AEG");
    let mission = house.draft(&["drives"], vec![house.host("restricted")], NOVEMBER);
    let mission = house.ask(&mission, vec![of_need("drives", QUESTION)]).unwrap();
    let question = house.list(&mission).all()[0].id;
    let who = Visitor::Member(house.specialist(Some("volkov")));
    let asked = Stand { question: Some((mission.id, question)), ..house.to_stand(&event, who, "open") };
    let wanted = asked.clone();
    let refused = house.act("sokolov", move |writer, turn, _| plan_stand(writer, turn, wanted)).unwrap_err();
    assert!(said(&refused).contains("does not go to that event"), "{refused}");
    let (id, revision) = (event.id, mission.revision);
    let of = MissionEvent { id: Some(id), ..mission.event.clone().unwrap() };
    let written = Mission { event: Some(of), ..mission };
    let mission =
        house.act("sokolov", move |writer, turn, _| write_mission(writer, turn, written, Some(revision))).unwrap();
    let wanted = asked.clone();
    let planned = house.act("sokolov", move |writer, turn, _| plan_stand(writer, turn, wanted)).unwrap();
    let again = asked.clone();
    let again = house.act("sokolov", move |writer, turn, _| plan_stand(writer, turn, again)).unwrap();
    assert_eq!(again, planned, "a form that is sent twice plans once");
    let other = Stand { purpose: "Something else".to_owned(), ..asked.clone() };
    let refused = house.act("sokolov", move |writer, turn, _| plan_stand(writer, turn, other)).unwrap_err();
    assert!(said(&refused).contains("was sent before"), "{refused}");
    assert_eq!(planned.marking.to_string(), "restricted", "the visit is marked at least as the mission");
    let page = house.office.stand_page(&planned.id.to_string()).unwrap();
    assert_eq!(page.question.map(|(question, _)| question.text), Some(QUESTION.to_owned()));
    // The member who goes may note it, though they act for another post.
    let visited = house.noted("volkov", &planned, note("They told it.")).unwrap();
    assert_eq!((visited.by.as_str(), visited.state), ("/volkov", StandState::Visited));
    assert!(house.office.seen_by(&house.officer("smirnov").scope).stand(&visited.id.to_string()).is_err());
    // Once the mission does not take place, nobody is sent to ask for it.
    assert_eq!(house.office.questions_for_stand(&mission).unwrap().len(), 1);
    let mission = house.step("sokolov", &mission, desk::MissionStep::Cancel(String::new())).unwrap();
    assert!(house.office.questions_for_stand(&mission).unwrap().is_empty());
    let late = Stand { id: StandId::from_bits(house.id()), ..asked };
    let refused = house.act("sokolov", move |writer, turn, _| plan_stand(writer, turn, late)).unwrap_err();
    assert!(said(&refused).contains("not asked any more"), "{refused}");
}

#[test]
fn an_event_form_that_is_sent_twice_with_other_words_is_refused() {
    let house = house();
    let event = house.registered("open");
    let (same, other) = (event.clone(), Event { subject: "Something else".to_owned(), ..event.clone() });
    let again = house.act("sokolov", move |writer, turn, _| keep_event(writer, turn, same, true)).unwrap();
    assert_eq!(again, event);
    let refused = house.act("sokolov", move |writer, turn, _| keep_event(writer, turn, other, true)).unwrap_err();
    assert!(said(&refused).contains("another event"), "{refused}");
}

#[test]
fn an_exhibitor_becomes_a_host_and_who_was_met_stands_on_its_page() {
    let house = house();
    let event = house.registered("internal");
    house.listed(&event, "AEG; ; 12; Drives");
    let id = event.id;
    let host = move |writer: &mut store::Writer, turn: &mut desk::Turn<'_>| {
        make_host(writer, turn, (id, 1), PostId::new("engineer")?)
    };
    let refused = house.act("sokolov", move |writer, turn, _| host(writer, turn)).unwrap_err();
    assert!(said(&refused).contains("country"), "{refused}");
    let named =
        Exhibitor { number: 1, name: "AEG".into(), country: "de".into(), stand: "12".into(), ..Exhibitor::default() };
    house.act("sokolov", move |writer, turn, _| keep_exhibitor(writer, turn, id, named)).unwrap();
    let made = house.act("sokolov", move |writer, turn, _| host(writer, turn)).unwrap();
    assert_eq!((made.name(), made.marking.to_string().as_str()), ("AEG", "internal"), "marked as the event");
    let again = house.act("sokolov", move |writer, turn, _| host(writer, turn)).unwrap();
    assert_eq!(again.id, made.id, "a form that is sent twice makes one host");
    let visited = house.noted("sokolov", &house.planned(&event, "restricted"), note("Seen.")).unwrap();
    let met = |office: &desk::Office, host: HostId| office.stands_of_host(host).unwrap().len();
    assert_eq!((met(&house.office, made.id), visited.contacts.len()), (1, 1));
    let fitter = house.office.seen_by(&house.officer("smirnov").scope);
    assert_eq!(met(&fitter, made.id), 0, "who was met is seen with the visit alone");
    assert_eq!(fitter.shown_by(made.id).unwrap().len(), 1);
    // Who does not see the host edits what they see, and loses nothing.
    let hidden = house.host("restricted");
    let told =
        Exhibitor { number: 0, name: "Krupp".into(), country: "DE".into(), host: Some(hidden), ..Exhibitor::default() };
    let told = house.act("sokolov", move |writer, turn, _| keep_exhibitor(writer, turn, id, told)).unwrap();
    assert_eq!(fitter.exhibitor(&id.to_string(), "2").unwrap().1.host, None, "a host that is not seen is not named");
    assert_eq!(house.office.exhibitor(&id.to_string(), "2").unwrap().1.host, told.host);
}

#[test]
fn who_is_taken_off_the_list_keeps_visits_and_number_and_nobody_learns_whether_there_were_any() {
    let house = house();
    let event = house.registered("open");
    house.listed(&event, "AEG; DE; 12\nKrupp; DE; 14");
    let (id, name) = (event.id, event.id.to_string());
    let planned = house.planned(&event, "restricted");
    for number in [1, 2] {
        house.act("sokolov", move |writer, turn, _| remove_exhibitor(writer, turn, id, number)).unwrap();
        assert!(house.office.exhibitor(&name, &number.to_string()).is_err());
    }
    let page = house.office.event_page(&name).unwrap();
    assert_eq!((page.n_exhibitors, page.stands.len()), (0, 1));
    let visited = house.noted("sokolov", &planned, note("Seen.")).unwrap();
    assert_eq!(house.office.stand_page(&visited.id.to_string()).unwrap().line.exhibitor.name, "AEG");
    house.listed(&event, "AEG; DE; 12");
    assert_eq!(house.office.exhibitors(&name, "", (0, 50)).unwrap().list[0].number, 3, "a number is never given twice");
}

#[test]
fn nobody_writes_over_what_a_list_says_of_an_exhibitor_and_learns_of_no_host_that_they_do_not_see() {
    let house = house();
    let event = house.registered("open");
    house.listed(&event, "AEG; DE; 12");
    let (id, name) = (event.id, event.id.to_string());
    let held = house.office.exhibitor(&name, "1").unwrap().1;
    let hidden = house.host("restricted");
    let told = Exhibitor { host: Some(hidden), ..held.clone() };
    let told = house.act("sokolov", move |writer, turn, _| keep_exhibitor(writer, turn, id, told)).unwrap();
    assert_eq!((told.revision, told.host), (1, Some(hidden)));
    let stale = Exhibitor { stand: "13".to_owned(), ..held };
    let refused = house.act("sokolov", move |writer, turn, _| keep_exhibitor(writer, turn, id, stale)).unwrap_err();
    assert!(said(&refused).contains("in between"), "{refused}");
    // Somebody who keeps the event and does not see the host.
    let fitter = PostId::new("fitter").unwrap();
    let own = Event { post: fitter.clone(), ..self::event(&house, "open") };
    let own = house.act("smirnov", move |writer, turn, _| keep_event(writer, turn, own, true)).unwrap();
    let (id, name) = (own.id, own.id.to_string());
    let hosted = Exhibitor { name: "AEG".into(), country: "DE".into(), host: Some(hidden), ..Exhibitor::default() };
    house.operator(move |deed| {
        let fact = deed.fact(Verb::Revised, format!("event:{id}"));
        Ok(deed.keep_exhibitors(id, &[Exhibitor { number: 1, ..hosted }], &fact)?)
    });
    let changed =
        Exhibitor { number: 1, name: "AEG".into(), country: "DE".into(), stand: "9".into(), ..Exhibitor::default() };
    let answer = house.act("smirnov", move |writer, turn, _| keep_exhibitor(writer, turn, id, changed)).unwrap();
    assert_eq!(answer.host, None, "what is answered names no host that is not seen");
    assert_eq!(house.office.exhibitor(&name, "1").unwrap().1.host, Some(hidden), "and it stays");
    let made = house.act("smirnov", move |writer, turn, _| make_host(writer, turn, (id, 1), fitter)).unwrap();
    assert_eq!(made.name(), "AEG", "a host is made as of any other");
}

#[test]
fn a_fair_of_three_thousand_is_paged_and_searched() {
    let house = house();
    let event = house.registered("open");
    let text: String = (1..=3_000).map(|n| format!("Firm {n}; DE; {n}; Pumps\n")).collect();
    house.listed(&event, &text);
    let id = event.id.to_string();
    let page = |words: &str, page: usize| house.office.exhibitors(&id, words, ((page - 1) * 50, 50)).unwrap();
    assert_eq!((page("", 1).list.len(), page("", 60).list.len(), page("", 61).list.len()), (50, 50, 0));
    assert_eq!(page("firm 2999", 1).list[0].stand, "2999");
    assert_eq!(
        house.office.exhibitors(&id, "", (2_990, 20)).unwrap().list.len(),
        10,
        "a part has the size that was asked for"
    );
    let more = Exhibitor { name: "One more".to_owned(), ..Exhibitor::default() };
    let event = event.id;
    let refused = house.act("sokolov", move |writer, turn, _| keep_exhibitor(writer, turn, event, more)).unwrap_err();
    assert!(said(&refused).contains("3000"), "{refused}");
}
