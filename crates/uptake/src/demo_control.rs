//! Control in the demonstration: the embargo committee of 1949 with the refusal of spring 1963, the treaty of 1919 beside it, and an invented
//! rule of the house. That they existed, by which rule they decided and what was done is a stated fact or a matter of the published
//! treaty; the posts that vote here, each vote and each day are invented, and every text says so.

use desk::{AskedCase, BallotCast, ConditionSaid, MotionMade};
use model::{
    CaseId, ConditionState, ControlAct, ControlCase, Date, Decision, HostId, JobKind, Marking, MotionKind, PersonId,
    Post, PostId, Regime, RegimeId, RegimeKind, RegimeMember, RegimeRule, Standing, Tenure, Trigger, Unit, UnitId,
    UsualCondition, Vote,
};

use crate::clock::today;
use crate::demo_mission::Room;
use crate::demo_treaty;
use crate::failure::Failure;
use crate::serve::Served;

/// Who asks.
pub const ASKER: &str = "sokolov";

/// The posts that cast the votes of members, with who stands in for each. Nobody holds them: the members sat elsewhere.
const SEATS: [(&str, &str, &[&str]); 6] = [
    ("committee-usa", "Embargo committee, vote of the United States (invented)", &["vlasova"]),
    ("committee-britain", "Embargo committee, vote of Great Britain (invented)", &["lebedev", "orekhov"]),
    ("committee-france", "Embargo committee, vote of France (invented)", &["mironov"]),
    ("committee-germany", "Embargo committee, vote of the Federal Republic (invented)", &["zaitseva"]),
    ("control-commission", "Inter-Allied Control Commission, its vote (invented)", &["gromov"]),
    ("control-officer", "Control officer (invented)", &["belov", "orlova"]),
];

const KEEPER: &str = "control-officer";

const UNIT: &str = "control-bodies";

/// A day of history.
pub fn day(year: i32, month: u8, day: u8) -> Date {
    Date::new(year, month, day).unwrap_or_else(today)
}

/// Lets it all happen.
pub fn tell(served: &Served) -> Result<(), Failure> {
    let room = Room { served };
    seats(&room)?;
    for regime in [committee()?, demo_treaty::regime()?, house()?] {
        room.founded(regime)?;
    }
    demo_treaty::tell(&room)?;
    refused(&room)?;
    let_through(&room)?;
    agreed(&room)?;
    waiting(&room)?;
    by_silence(&room)?;
    broken(&room)?;
    // Silence counts when the office looks; it looks as soon as it is opened.
    room.act("gromov", 0, |writer, turn, _| {
        writer.transact("office", turn.now, |deed| Ok(deed.enqueue(JobKind::WatchCases, "", turn.now)?))
    })?;
    Ok(())
}

fn seats(room: &Room<'_>) -> Result<(), Failure> {
    room.act("gromov", 100, |writer, turn, _| {
        writer.transact("operator", turn.now, |deed| {
            let unit = UnitId::new(UNIT)?;
            deed.keep_unit(&Unit { id: unit.clone(), name: "Bodies of control (invented)".to_owned(), parent: None })?;
            for (post, title, deputies) in SEATS {
                let post = PostId::new(post)?;
                deed.keep_post(&Post {
                    id: post.clone(),
                    title: title.to_owned(),
                    unit: unit.clone(),
                    powers: std::collections::BTreeSet::new(),
                    closed: false,
                })?;
                for person in deputies {
                    let (post, person) = (post.clone(), PersonId::new(person)?);
                    let since = day(1919, 6, 28);
                    deed.appoint(&Tenure { post, person, standing: Standing::Deputy, since, until: None })?;
                }
            }
            Ok(())
        })
    })
}

/// A regime of this name without members and triggers.
pub fn regime(name: &str, kind: RegimeKind, rule: RegimeRule, since: Date) -> Result<Regime, Failure> {
    Ok(Regime {
        id: RegimeId::from_bits(0),
        name: name.to_owned(),
        kind,
        binding: false,
        since,
        until: None,
        review: None,
        keeper: PostId::new(KEEPER)?,
        rule,
        triggers: Vec::new(),
        members: Vec::new(),
        conditions: Vec::new(),
        note: String::new(),
        source: String::new(),
        invented: false,
        marking: Marking::default(),
        version: 0,
        revision: 0,
        made_at: 0,
    })
}

/// A member whose vote a post casts.
pub fn member(
    name: &str,
    country: Option<&str>,
    post: &str,
    chair: bool,
    since: Date,
) -> Result<RegimeMember, Failure> {
    let (name, country, post) = (name.to_owned(), country.map(str::to_owned), PostId::new(post)?);
    Ok(RegimeMember { name, country, post, weight: 1, chair, since, until: None })
}

/// The acts by which the demonstration shows them. Missions, agreements and samples of the story go their own way.
pub fn shown(clause: &str, words: &[&str]) -> Trigger {
    Trigger {
        clause: clause.to_owned(),
        acts: vec![ControlAct::Release],
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        ..Trigger::default()
    }
}

fn committee() -> Result<Regime, Failure> {
    let since = day(1949, 1, 1);
    let rule = RegimeRule { deadline_days: 30, discretion: true, ..RegimeRule::default() };
    Ok(Regime {
        triggers: vec![shown(
            "Items under embargo (words invented)",
            &["electric locomotive*", "electronic computer*"],
        )],
        members: vec![
            member("United States", Some("US"), "committee-usa", true, since)?,
            member("Great Britain", Some("GB"), "committee-britain", false, since)?,
            member("France", Some("FR"), "committee-france", false, since)?,
            member("Federal Republic of Germany", Some("DE"), "committee-germany", false, since)?,
        ],
        note: "Stated facts: established in 1949 under the lead of the United States and carried by members of NATO; meant to slow technical \
               progress in key areas, for military and civilian use, against the whole bloc; every decision unanimous, and none binding on a \
               member; Great Britain and France were reluctant in the early 1950s. High tariffs and discouraged credits went with it. It did \
               not prevent trade, and made transfer difficult; West German partners named it as a pretext at times.\n\
               Invented: the day, which of the members sit here, the posts that vote for them, the words by which it is called upon, and \
               every vote."
            .to_owned(),
        source: "The account of the historical programme from its archives, lines 114 to 154 and 418 to 441.".to_owned(),
        ..regime("Embargo committee of 1949", RegimeKind::Export, rule, since)?
    })
}

fn house() -> Result<Regime, Failure> {
    let since = today().plus_days(-400);
    let rule = RegimeRule {
        decision: Decision::Simple,
        quorum: 2,
        deadline_days: 14,
        silence_days: Some(14),
        valid_days: Some(365),
        ..RegimeRule::default()
    };
    Ok(Regime {
        keeper: PostId::new("chief-coordinator")?,
        review: Some(today().plus_days(200)),
        triggers: vec![Trigger {
            clause: "What goes to neutral countries".to_owned(),
            acts: vec![ControlAct::Release],
            countries: ["FI", "SE", "CH", "AT"].map(str::to_owned).to_vec(),
            ..Trigger::default()
        }],
        members: vec![
            member("Coordination, electrical industry", None, "electrical-coordinator", true, since)?,
            member("Documentation", None, "documentalist", false, since)?,
            member("Abstracting", None, "technology-abstractor", false, since)?,
        ],
        conditions: vec![UsualCondition {
            text: "Say to whom it was given, and that it was not passed on (invented)".to_owned(),
            days: 90,
        }],
        note: "Invented, with its rule: more yes than no among those who vote; whoever is silent for fourteen days consents.".to_owned(),
        source: "Invented.".to_owned(),
        invented: true,
        ..regime("Releases to neutral countries (house rule, invented)", RegimeKind::House, rule, since)?
    })
}

/// What is asked for: title, what is to be told or to move, what for, countries, hosts.
pub struct Asked<'a> {
    pub title: &'a str,
    pub item: &'a str,
    pub reason: &'a str,
    pub countries: &'a [&'a str],
    pub hosts: Vec<HostId>,
}

impl Room<'_> {
    fn founded(&self, regime: Regime) -> Result<Regime, Failure> {
        let regime = Regime { id: RegimeId::from_bits(self.id()?), ..regime };
        self.act("gromov", 95, move |writer, turn, _| desk::keep_regime(writer, turn, (regime, true), ""))
    }

    /// Somebody asks for a case.
    pub fn laid(&self, days_ago: i64, asked: Asked<'_>) -> Result<ControlCase, Failure> {
        let asked = AskedCase {
            id: CaseId::from_bits(self.id()?),
            title: asked.title.to_owned(),
            post: self.officer_post(ASKER)?,
            reason: asked.reason.to_owned(),
            countries: asked.countries.iter().map(|code| (*code).to_owned()).collect(),
            hosts: asked.hosts,
            parties: Vec::new(),
            classes: Vec::new(),
            items: vec![asked.item.to_owned()],
            marking: Marking::default(),
        };
        let laid = self.act(ASKER, days_ago, move |writer, turn, _| desk::ask_case(writer, turn, asked))?;
        laid.into_iter().next().ok_or_else(|| Failure::refused("no regime asks for a case of the demonstration"))
    }

    /// The vote of a member.
    pub fn voted(
        &self,
        days_ago: i64,
        case: &ControlCase,
        (who, member): (&str, u16),
        (vote, reason): (Vote, &str),
    ) -> Result<ControlCase, Failure> {
        let cast = BallotCast { member, vote, reason: reason.to_owned(), over: case.over };
        let id = case.id;
        self.act(who, days_ago, move |writer, turn, _| desk::cast_ballot(writer, turn, id, cast))
    }

    /// Somebody takes note of what became of a case.
    pub fn heard(&self, days_ago: i64, who: &str, case: &ControlCase) -> Result<(), Failure> {
        let id = case.id;
        self.act(who, days_ago, move |writer, turn, _| desk::note_case(writer, turn, id).map(|_| ()))
    }
}

/// The refusal of spring 1963 that named the committee.
fn refused(room: &Room<'_>) -> Result<(), Failure> {
    let hosts = room.served.office.hosts("Siemens-Schuckert")?;
    let case = room.laid(
        80,
        Asked {
            title: "Electric locomotives from Siemens-Schuckert, spring 1963",
            item: "Electric locomotives, and wider cooperation on them",
            reason: "Stated fact: in spring 1963 the firm would neither go on selling electric locomotives nor widen the cooperation, and named \
                     the embargo; the embassy was alarmed. It is the first limit by the embargo that the archive names.\nInvented: that it was \
                     laid before the committee as a case.",
            countries: &["DE"],
            hosts: hosts.iter().map(|host| host.id).take(1).collect(),
        },
    )?;
    room.voted(78, &case, ("vlasova", 1), (Vote::Abstain, "Invented: waits for what the country of the firm says."))?;
    let why = "Stated fact: the firm named the committee, and feared trouble for its government and for itself. Invented: this vote.";
    room.voted(76, &case, ("zaitseva", 4), (Vote::No, why))?;
    room.heard(75, ASKER, &case)
}

/// One that a member let through against the rule.
fn let_through(room: &Room<'_>) -> Result<(), Failure> {
    let case = room.laid(
        70,
        Asked {
            title: "Electronic computers of a British maker (invented)",
            item: "Electronic computers for the control of processes, with their manuals (invented)",
            reason: "Invented. Stated facts are only that no decision of the committee bound a member, and that Great Britain was reluctant.",
            countries: &["GB"],
            hosts: Vec::new(),
        },
    )?;
    room.voted(68, &case, ("vlasova", 1), (Vote::No, "Invented: of use for military calculation."))?;
    let made = MotionMade {
        kind: MotionKind::Discretion,
        member: Some(2),
        ground: None,
        reason: "Invented: the machine is on free sale at home, and no decision of the committee binds a member."
            .to_owned(),
        conditions: Vec::new(),
    };
    let seen = (case.id, case.over);
    room.act("lebedev", 66, move |writer, turn, _| desk::make_motion(writer, turn, seen, made).map(|_| ()))?;
    room.act("orekhov", 65, move |writer, turn, _| {
        desk::answer_motion(writer, turn, seen, 1, (true, "Invented: agreed at home.")).map(|_| ())
    })?;
    for who in [ASKER, "vlasova", "mironov", "zaitseva", "belov"] {
        room.heard(64, who, &case)?;
    }
    Ok(())
}

/// One on which all agreed.
fn agreed(room: &Room<'_>) -> Result<(), Failure> {
    let case = room.laid(
        60,
        Asked {
            title: "Catalogue of electric locomotives (invented)",
            item: "Printed catalogue of electric locomotives, without drawings (invented)",
            reason: "Invented: for the comparison of types.",
            countries: &["FR"],
            hosts: Vec::new(),
        },
    )?;
    for seat in [("vlasova", 1), ("orekhov", 2), ("mironov", 3), ("zaitseva", 4)] {
        room.voted(58, &case, seat, (Vote::Yes, "Invented: it is printed for customers."))?;
    }
    room.heard(57, ASKER, &case)
}

/// One that waits for two members.
fn waiting(room: &Room<'_>) -> Result<(), Failure> {
    let case = room.laid(
        9,
        Asked {
            title: "Control desk of electric locomotives (invented)",
            item: "Drawings of the control desk of electric locomotives (invented)",
            reason: "Invented: to make the desk of the new type alike.",
            countries: &["GB"],
            hosts: Vec::new(),
        },
    )?;
    room.voted(7, &case, ("vlasova", 1), (Vote::Abstain, "Invented: no objection, no support."))?;
    room.voted(6, &case, ("mironov", 3), (Vote::Yes, "Invented: nothing in it is under embargo."))?;
    Ok(())
}

/// One to which nobody objected in time.
fn by_silence(room: &Room<'_>) -> Result<(), Failure> {
    room.laid(
        30,
        Asked {
            title: "Paper on the cooling of rectifiers for a congress (invented)",
            item: "Paper of twelve pages on the cooling of rectifiers by oil (invented)",
            reason: "Invented: to be read at a congress.",
            countries: &["SE"],
            hosts: Vec::new(),
        },
    )?;
    Ok(())
}

/// One whose condition was broken, so that it is decided anew.
fn broken(room: &Room<'_>) -> Result<(), Failure> {
    let case = room.laid(
        50,
        Asked {
            title: "Test figures of diodes for an institute (invented)",
            item: "Table of test figures of silicon diodes (invented)",
            reason: "Invented: in exchange for theirs.",
            countries: &["FI"],
            hosts: Vec::new(),
        },
    )?;
    room.voted(48, &case, ("orlova", 1), (Vote::Yes, "Invented: theirs are worth more."))?;
    let decided = room.voted(47, &case, ("lebedev", 2), (Vote::Yes, "Invented: agreed."))?;
    room.heard(46, ASKER, &decided)?;
    let seen = (decided.id, decided.revision);
    let said = ConditionSaid {
        position: 0,
        state: ConditionState::Broken,
        words: "Invented: the table was printed in a catalogue of a third party.".to_owned(),
        evidence: None,
    };
    room.act("orlova", 12, move |writer, turn, _| desk::say_condition(writer, turn, seen, said).map(|_| ()))
}
