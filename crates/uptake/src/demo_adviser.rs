//! What people write for the sources of the demonstration: an adviser in Bonn, and an association with its papers. Every text says what
//! of it is a stated fact and what is invented.

use model::{
    Credibility, DispatchGiven, Kind, Language, Marking, Membership, MembershipId, Money, NeedId, PartialDate, PostId,
    Reliability, Schedule, Source, SourceId, SourceKind, UnitId,
};

use crate::clock::today;
use crate::demo_mission::Room;
use crate::failure::Failure;
use crate::serve::Served;

/// Who keeps the register.
const DOCUMENTALIST: &str = "lebedev";

/// Who acts for the adviser's post.
const ADVISER: &str = "orekhov";

/// The post of the adviser.
const POST: &str = "technology-adviser-bonn";

/// The need whose gap was closed, and the one for which a source is still looked for.
const GAPS: [&str; 2] = ["trade-conditions", "tidal-power"];

/// Lets it all happen.
pub fn tell(served: &Served) -> Result<(), Failure> {
    let room = Room { served };
    adviser(&room)?;
    association(&room)
}

fn source(room: &Room<'_>, title: &str, kind: SourceKind, post: PostId, remark: &str) -> Result<Source, Failure> {
    Ok(Source {
        id: SourceId::from_bits(room.id()?),
        title: title.to_owned(),
        kind,
        address: String::new(),
        schedule: Schedule::Daily,
        post,
        territory: String::new(),
        subject: String::new(),
        language: None,
        reliability: Reliability::B,
        every_days: None,
        cost: None,
        paused: false,
        remark: remark.to_owned(),
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    })
}

/// An adviser who was asked about two needs: one search ended with a dispatch, the other goes on.
fn adviser(room: &Room<'_>) -> Result<(), Failure> {
    let remark = "Stated fact: technology advisers in embassies and trade commissions gathered what there was to know of technology and \
                  know-how in their host country, and reported to the state committee. Invented: this one, what is due from it, and \
                  what it writes where it does not say otherwise.";
    let source = source(room, "Technology adviser, embassy in Bonn", SourceKind::Adviser, PostId::new(POST)?, remark)?;
    let source = Source {
        territory: "Federal Republic of Germany".to_owned(),
        subject: "Electrical engineering, machine building".to_owned(),
        language: Language::parse("de"),
        every_days: Some(30),
        ..source
    };
    let id = room
        .act(DOCUMENTALIST, 60, move |writer, turn, office| desk::register_source(writer, turn, office, source))?
        .id;
    for need in GAPS {
        let post = PostId::new(POST)?;
        room.act(DOCUMENTALIST, 40, move |writer, turn, office| {
            desk::assign_gap(writer, turn, office, need, &post, 60).map(|_| ())
        })?;
    }
    let interview = DispatchGiven {
        kind: Kind::Dispatch,
        title: "Interview of the director of the exhibition in a business paper".to_owned(),
        text: "Stated fact: in May 1961 the Handelsblatt, a business paper, printed an interview with the director of the coming \
               exhibition of German technology in Moscow, and the embassy translated it. The exhibition took place in August 1962.\n\n\
               Invented: the translation lies with the adviser; it is worth reading for who of the firms would sell, and on what credit."
            .to_owned(),
        day: PartialDate::parse("1961-05"),
        place: "Bonn".to_owned(),
        credibility: Some(Credibility::Two),
        answers: Some(NeedId::new(GAPS[0])?),
        ..DispatchGiven::default()
    };
    let units = DispatchGiven {
        kind: Kind::Dispatch,
        title: "Silicon rectifier units for locomotives, cooled by air (invented)".to_owned(),
        text: "Invented. A maker near Munich showed silicon rectifiers for electric locomotives in a works, forty diodes in a frame, \
               cooled by two fans. They say that a frame of 4000 kW weighs 900 kg less than one with mercury valves. No price was \
               named; they would show the trial field in spring."
            .to_owned(),
        day: Some(today().plus_days(-6).into()),
        place: "Munich".to_owned(),
        credibility: Some(Credibility::Three),
        ..DispatchGiven::default()
    };
    // What is matched by the profiles comes when the office opens: what came before it last looked was looked at.
    for (days_ago, given) in [(25, interview), (0, units)] {
        let seen = (id, room.id()?);
        room.act(ADVISER, days_ago, move |writer, turn, office| {
            desk::write_dispatch(writer, turn, office, seen, given, &[]).map(|_| ())
        })?;
    }
    Ok(())
}

/// An association with a member of ours and two papers that it sent.
fn association(room: &Room<'_>) -> Result<(), Failure> {
    let remark = "Stated fact: the country was an active member of the IEC, whose general meeting was in Moscow in 1957; membership in \
                  international associations brought standards, findings and contacts. Invented: which institute pays, the fee, the \
                  number, and the papers.";
    let post = room.officer_post(DOCUMENTALIST)?;
    let title = "International Electrotechnical Commission (IEC)";
    let source = source(room, title, SourceKind::Association, post, remark)?;
    let source = Source { subject: "Standards of electrical engineering".to_owned(), ..source };
    let id = room
        .act(DOCUMENTALIST, 58, move |writer, turn, office| desk::register_source(writer, turn, office, source))?
        .id;
    let membership = Membership {
        id: MembershipId::from_bits(room.id()?),
        source: id,
        unit: UnitId::new("lenin-institute")?,
        since: today().plus_days(-700),
        until: None,
        number: "INVENTED-22".to_owned(),
        fee: Some(Money::parse("400 CHF")?),
        remark: "Invented: takes part in the committee on converters.".to_owned(),
        revision: 0,
        made_at: 0,
    };
    room.act(DOCUMENTALIST, 57, move |writer, turn, _| {
        desk::keep_membership(writer, turn, membership, true).map(|_| ())
    })?;
    for (days_ago, kind, title, text, year) in [
        (
            0,
            Kind::Standard,
            "Draft recommendation on the rating of semiconductor rectifiers for traction (invented)",
            "Invented. Says at which temperature and for how long silicon rectifiers of electric locomotives are loaded before they \
             are rated.",
            "1960",
        ),
        (
            0,
            Kind::Report,
            "Minutes of the committee on converters: how diodes in series share the voltage (invented)",
            "Invented. Four countries tell how they divide the voltage over silicon diodes in series, with resistors and without.",
            "1961",
        ),
    ] {
        let given = DispatchGiven {
            kind,
            title: title.to_owned(),
            text: text.to_owned(),
            authors: vec!["Muster, A.".to_owned()],
            day: PartialDate::parse(year),
            language: Language::parse("en"),
            ..DispatchGiven::default()
        };
        let seen = (id, room.id()?);
        room.act(DOCUMENTALIST, days_ago, move |writer, turn, office| {
            desk::write_dispatch(writer, turn, office, seen, given, &[]).map(|_| ())
        })?;
    }
    Ok(())
}
