//! Two exhibitions of the demonstration: Düsseldorf in November 1957, to which the mission goes, and Moscow in August 1962. Every text
//! says what of it is a stated fact and what is invented; so do the names of exhibitors and of people.

use model::{
    Date, Event, EventId, EventKind, Evidence, Exhibitor, HostId, Marking, Mission, PostId, QuestionId, SpecialistId,
    Stand, StandContact, StandId, StandNote, StandState, Visitor,
};

use crate::clock::today;
use crate::demo_mission::Room;
use crate::failure::Failure;

/// Who registers what there is, and goes there.
const ENGINEER: &str = "sokolov";

/// An exhibitor: name, country, stand, what it shows.
type Line = (&'static str, &'static str, &'static str, &'static str);

const DUSSELDORF: &[Line] = &[
    (
        "AEG",
        "DE",
        "Invented: 12 A",
        "Stated fact: the interest lay with Siemens and AEG.\nInvented: automatic control of machine tools, silicon rectifiers.",
    ),
    (
        "Siemens",
        "DE",
        "Invented: 12 C",
        "Stated fact: the interest lay with Siemens and AEG.\nInvented: drives of rolling mills and their regulation.",
    ),
    ("Rheinische Regelwerke (invented)", "DE", "Invented: 14", "Invented: magnetic amplifiers, contactless relays."),
    (
        "Limburgse Meetbouw (invented)",
        "NL",
        "Invented: 15 B",
        "Invented: gauges that measure while the workpiece turns.",
    ),
    ("Ateliers de la Meuse (invented)", "BE", "Invented: 21", "Invented: transfer lines for cylinder blocks."),
];

const MOSCOW: &[Line] = &[
    ("Weser Elektrobau (invented)", "DE", "Invented: hall 2", "Invented: converters for mine hoists."),
    ("Neckar Pressen (invented)", "DE", "Invented: hall 3", "Invented: presses that feed themselves."),
];

fn day(year: i32, month: u8, day: u8) -> Date {
    Date::new(year, month, day).unwrap_or_else(today)
}

impl Room<'_> {
    fn registered(&self, event: Event, lines: &[Line]) -> Result<Event, Failure> {
        let event = self.act(ENGINEER, 88, move |writer, turn, _| desk::keep_event(writer, turn, event, true))?;
        let exhibitor = |(name, country, stand, shows): &Line| Exhibitor {
            name: (*name).to_owned(),
            country: (*country).to_owned(),
            stand: (*stand).to_owned(),
            shows: (*shows).to_owned(),
            ..Exhibitor::default()
        };
        let (id, listed): (_, Vec<Exhibitor>) = (event.id, lines.iter().map(exhibitor).collect());
        self.act(ENGINEER, 87, move |writer, turn, _| desk::take_exhibitors(writer, turn, id, &listed).map(|_| ()))?;
        Ok(event)
    }

    fn event(&self, name: &str, place: &str, country: &str, days: (Date, Date)) -> Result<Event, Failure> {
        Ok(Event {
            id: EventId::from_bits(self.id()?),
            kind: EventKind::Exhibition,
            name: name.to_owned(),
            place: place.to_owned(),
            country: country.to_owned(),
            since: days.0,
            until: days.1,
            organiser: String::new(),
            subject: String::new(),
            remark: String::new(),
            source: None,
            post: self.officer_post(ENGINEER)?,
            marking: Marking::default(),
            revision: 0,
            made_at: 0,
        })
    }

    /// Says which host an exhibitor is.
    fn is_host(&self, event: EventId, number: u32, host: HostId) -> Result<(), Failure> {
        let held = self.served.office.exhibitor(&event.to_string(), &number.to_string())?.1;
        self.act(ENGINEER, 86, move |writer, turn, _| {
            desk::keep_exhibitor(writer, turn, event, Exhibitor { host: Some(host), ..held }).map(|_| ())
        })
    }

    fn planned(
        &self,
        (event, exhibitor): (EventId, u32),
        visitor: Visitor,
        purpose: &str,
        question: Option<(model::MissionId, QuestionId)>,
    ) -> Result<Stand, Failure> {
        let stand = Stand {
            id: StandId::from_bits(self.id()?),
            event,
            exhibitor,
            visitor,
            purpose: purpose.to_owned(),
            question,
            state: StandState::Planned,
            day: None,
            by: String::new(),
            title: String::new(),
            notes: String::new(),
            evidence: None,
            contacts: Vec::new(),
            record: None,
            reason: String::new(),
            post: self.officer_post(ENGINEER)?,
            marking: Marking::default(),
            revision: 0,
            made_at: 0,
        };
        self.act(ENGINEER, 45, move |writer, turn, _| desk::plan_stand(writer, turn, stand))
    }

    fn noted(&self, stand: &Stand, note: StandNote) -> Result<(), Failure> {
        let seen = (stand.id, stand.revision);
        self.act(ENGINEER, 44, move |writer, turn, _| {
            desk::visit_stand(writer, turn, seen, note, &Marking::default(), &[]).map(|_| ())
        })
    }

    fn dropped(&self, stand: &Stand, reason: &'static str) -> Result<(), Failure> {
        let seen = (stand.id, stand.revision);
        self.act(ENGINEER, 44, move |writer, turn, _| desk::drop_stand(writer, turn, seen, reason).map(|_| ()))
    }
}

fn note(on: Date, title: &str, notes: &str, met: &[(&str, &str, &str)]) -> StandNote {
    let contact = |(name, position, reach): &(&str, &str, &str)| StandContact {
        name: (*name).to_owned(),
        position: (*position).to_owned(),
        reach: (*reach).to_owned(),
    };
    StandNote {
        day: on,
        title: title.to_owned(),
        notes: notes.to_owned(),
        evidence: Some(Evidence::Inspected),
        contacts: met.iter().map(contact).collect(),
    }
}

/// The congress and exhibition of November 1957, with five exhibitors.
pub fn dusseldorf(room: &Room<'_>, aeg: HostId) -> Result<Event, Failure> {
    let days = (day(1957, 11, 4), day(1957, 11, 10));
    let event = room.event("International congress and exhibition (stated fact)", "Düsseldorf", "DE", days)?;
    let event = Event {
        subject: "Stated fact: automation of machine building; specialists also went on to production units."
            .to_owned(),
        remark:
            "Stated fact: it was held in November 1957, and a detailed report on it went to the Central Committee.\n\
                 Invented: its days, the stands, and every exhibitor that is called so."
                .to_owned(),
        ..event
    };
    let event = room.registered(event, DUSSELDORF)?;
    room.is_host(event.id, 1, aeg)?;
    Ok(event)
}

/// What the engineer of the mission saw at its stands: two of three, and what was asked at the first.
pub fn visit_dusseldorf(
    room: &Room<'_>,
    event: &Event,
    mission: &Mission,
    engineer: SpecialistId,
) -> Result<(), Failure> {
    let asked = room.served.office.questions(mission.id)?.all().first().map(|question| (mission.id, question.id));
    let goes = || Visitor::Member(engineer);
    let aeg = room.planned((event.id, 1), goes(), "Invented: how the rectifiers of the control are cooled.", asked)?;
    let text = "Invented: a lathe follows a template by a magnetic amplifier; silicon rectifiers stand in a tank of oil below it. At the \
                stand it ran for six hours without adjustment. How it behaves in frost nobody could say.";
    let met = [("Dr. K. Lindner (invented)", "Head of the trial field", "Invented: by the embassy")];
    room.noted(
        &aeg,
        note(day(1957, 11, 6), "Control of a lathe with silicon rectifiers in oil (invented)", text, &met),
    )?;
    let siemens = room.planned((event.id, 2), goes(), "Invented: the regulation of reversing drives.", None)?;
    let text = "Invented: a reversing drive of a rolling mill turns from full speed to full speed in four seconds, with mercury arc \
                rectifiers and without a flywheel. A leaflet with the curve of the current was given.";
    let met = [("H. Brandt (invented)", "Engineer at the stand", "Invented: card with the telephone of the works")];
    room.noted(&siemens, note(day(1957, 11, 7), "A reversing drive without a flywheel (invented)", text, &met))?;
    let third = room.planned((event.id, 3), goes(), "Invented: relays without contacts.", None)?;
    room.dropped(&third, "Invented: the stand was shut on the only free afternoon.")?;
    room.planned((event.id, 4), goes(), "Invented: gauges, if a day is left.", None)?;
    Ok(())
}

/// The exhibition of August 1962: at home, so that whoever holds the post goes there.
pub fn moscow(room: &Room<'_>, schuckert: HostId) -> Result<(), Failure> {
    let days = (day(1962, 8, 20), day(1962, 8, 31));
    let event = room.event("West German technology exhibition (stated fact)", "Moscow", "SU", days)?;
    let event = Event {
        organiser: "Stated fact: its director was Otto Wolff von Amerongen.".to_owned(),
        subject: "Stated fact: the firms wanted to show what they can supply.".to_owned(),
        remark: "Stated fact: it was held in August 1962; whoever stood at its stands was to know Russian, and the history and politics \
                 of both countries.\nInvented: its days, its exhibitors and their stands."
            .to_owned(),
        ..event
    };
    let event = room.registered(event, MOSCOW)?;
    let shown = Exhibitor {
        name: "Siemens-Schuckert".to_owned(),
        country: "DE".to_owned(),
        stand: "Invented: hall 2".to_owned(),
        shows: "Invented: that the firm exhibited, and a locomotive in parts.".to_owned(),
        host: Some(schuckert),
        ..Exhibitor::default()
    };
    let id = event.id;
    let kept = room.act(ENGINEER, 86, move |writer, turn, _| desk::keep_exhibitor(writer, turn, id, shown))?;
    let post: PostId = room.officer_post(ENGINEER)?;
    let goes = || Visitor::Post(post.clone());
    let stand = room.planned((event.id, kept.number), goes(), "Invented: the cooling of its rectifiers.", None)?;
    let text = "Invented: the rectifier of an electric locomotive, open on one side: silicon diodes on plates through which oil is driven. \
                The engineer at the stand spoke Russian and drew the circuit of the oil.";
    let met = [("F. Osterloh (invented)", "Engineer at the stand", "Invented: by the trade office")];
    room.noted(
        &stand,
        note(day(1962, 8, 22), "Rectifier of an electric locomotive, cooled by oil (invented)", text, &met),
    )?;
    room.planned((event.id, 2), goes(), "Invented: the feed of the presses.", None)?;
    Ok(())
}
