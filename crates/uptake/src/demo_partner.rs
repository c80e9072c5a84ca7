//! What passed with the firms of the demonstration and what went wrong: the press of April 1962 and the refusal of spring 1963. Every
//! text says what of it is a stated fact and what is invented.

use model::{
    Date, Exchange, ExchangeId, ExchangeKind, ExchangeWay, HostId, Incident, IncidentId, IncidentKind, Marking, PostId,
};

use crate::demo_mission::Room;
use crate::failure::Failure;
use crate::serve::Served;

/// Who writes it down.
const WRITER: &str = "karpova";

/// What passed with Siemens-Schuckert: way, sort, day, words.
const PASSED: &[(ExchangeWay, ExchangeKind, &str, &str)] = &[
    (
        ExchangeWay::Bought,
        ExchangeKind::Equipment,
        "1962-06-15",
        "Electric locomotives. Stated fact: they were sold until spring 1963. Invented: the day; number and price are not given.",
    ),
    (
        ExchangeWay::Received,
        ExchangeKind::Publication,
        "1957-11-20",
        "Invented: catalogue of rectifiers for traction, handed over in the trial field.",
    ),
    (
        ExchangeWay::Wanted,
        ExchangeKind::Publication,
        "1962-11-05",
        "Invented: the institute's papers on silicon diodes connected in series.",
    ),
];

/// What happened: sort, day, title, first step, later steps with whether they settle it.
type Told = (IncidentKind, &'static str, &'static str, &'static str, &'static [(&'static str, bool)]);

const INCIDENTS: &[Told] = &[
    (
        IncidentKind::Press,
        "1962-04-15",
        "The press accuses the specialists of spying on industry",
        "Stated fact: in April 1962 newspapers accuse Soviet specialists of industrial espionage. Travellers then answered no question \
         about production or about their own task. Invented: the day of the month, and that it is noted with this firm.",
        &[
            (
                "Stated fact: visits that were planned were called off, missions were late. How many is not given.",
                false,
            ),
            (
                "Stated fact: travellers are to be taught before they leave to give open information. Invented: with that the \
                 incident was settled.",
                true,
            ),
        ],
    ),
    (
        IncidentKind::Refusal,
        "1963-04-10",
        "No more electric locomotives, and no wider cooperation",
        "Stated fact: in spring 1963 the firm would not go on selling electric locomotives nor widen the cooperation, and named the \
         embargo; it feared trouble for the government or for itself. Invented: the day.",
        &[(
            "Stated fact: the embassy was alarmed, and the Soviet side recalled that there are other partners. It is not told that it was \
             settled.",
            false,
        )],
    ),
];

/// Lets it all happen.
pub fn tell(served: &Served) -> Result<(), Failure> {
    let room = Room { served };
    let post = room.officer_post(WRITER)?;
    let hosts = served.office.hosts("Siemens-Schuckert")?;
    let host = hosts.first().ok_or_else(|| Failure::refused("the demonstration has no Siemens-Schuckert"))?.id;
    for &(way, kind, day, what) in PASSED {
        let exchange = Exchange {
            id: ExchangeId::from_bits(room.id()?),
            host,
            way,
            kind,
            day: on(day)?,
            what: what.to_owned(),
            worth: None,
            mission: None,
            answers: None,
            post: post.clone(),
            struck: None,
            marking: Marking::default(),
            made_at: 0,
        };
        room.act(WRITER, 30, move |writer, turn, _| desk::note_exchange(writer, turn, exchange))?;
    }
    INCIDENTS.iter().try_for_each(|told| incident(&room, host, &post, told))
}

fn incident(room: &Room<'_>, host: HostId, post: &PostId, told: &'static Told) -> Result<(), Failure> {
    let &(kind, day, title, first, later) = told;
    let incident = Incident {
        id: IncidentId::from_bits(room.id()?),
        host,
        kind,
        day: on(day)?,
        title: title.to_owned(),
        mission: None,
        course: Vec::new(),
        post: post.clone(),
        marking: Marking::default(),
        made_at: 0,
    };
    let id = incident.id;
    room.act(WRITER, 29, move |writer, turn, _| desk::note_incident(writer, turn, incident, first))?;
    for (seen, &(text, settles)) in (1..).zip(later) {
        room.act(WRITER, 28, move |writer, turn, _| desk::follow_incident(writer, turn, id, seen, text, settles))?;
    }
    Ok(())
}

fn on(day: &str) -> Result<Date, Failure> {
    Date::parse(day).ok_or_else(|| Failure::refused(format!("`{day}` of the demonstration is no day")))
}
