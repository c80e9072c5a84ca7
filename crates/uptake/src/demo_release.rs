//! What the demonstration gives out, and what it keeps to fewer: a note that goes to the Finnish commission once the rule of the house let
//! it through, and a need that shall be seen by more people and is not. Both are invented and say so; that cooperation with Finland was
//! run through commissions and was not commercial is a stated fact.

use std::time::Duration;

use desk::{ConditionSaid, Ids};
use model::{
    ConditionState, ControlCase, HostRelease, JobState, Level, Marking, Noun, PostId, ReleaseId, ReleaseState, Thing,
    UnitId, Vote, WideningId, WideningSide, WideningState,
};

use crate::clock::{now, random_numbers, today};
use crate::demo_mission::Room;
use crate::demo_story::officer;
use crate::failure::Failure;
use crate::serve::Served;

/// Who asks for the release, and for which post.
const ASKER: (&str, &str) = ("sokolov", "traction-engineer");

/// The host that gets it, as the agreements call it.
const HOST: &str = "Finnish commission";

/// What it gets.
const RECORD: &str = "local:fact-1952-viniti";

/// The need that shall be seen by more, and who asks for that, for which post.
const NEED: &str = "n-demo-silicon-for-traction";
const SCIENTIST: (&str, &str) = ("karpova", "converter-scientist");

/// Who coordinates over both, and who administers the office.
const COORDINATOR: &str = "orlova";
const ADMINISTRATOR: &str = "gromov";

/// How often, and how long each time, one waits for what others do already.
const LOOKS_MAX: u32 = 500;
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// Lets it all happen. Comes after the lists of parties: what is found on them is part of what is voted on.
pub fn tell(served: &Served) -> Result<(), Failure> {
    let room = Room { served };
    given(&room)?;
    not_widened(&room)
}

impl Room<'_> {
    /// Waits until nothing is at work any more, so that everybody is held against the lists of parties, and every case weighed: a vote is over
    /// what was found.
    fn all_screened(&self) -> Result<(), Failure> {
        let office = &self.served.office;
        let mut ids: Ids = Box::new(random_numbers()?);
        for _ in 0..LOOKS_MAX {
            while desk::run_next(&self.served.clerk, office, now(), today(), &mut ids)? {}
            let counts = office.reader().job_counts().map_err(desk::Failure::from)?;
            if counts.iter().all(|(state, n)| *state != JobState::Leased || *n == 0) {
                return Ok(());
            }
            // Whoever works in the office already was quicker.
            std::thread::park_timeout(LOOK_AGAIN);
        }
        Err(Failure::refused("the parties of the demonstration are not held against its lists"))
    }

    /// Decides the release, again as long as its parties are still being held against the lists: a machine that is busy does that later.
    fn decided(&self, seen: (ReleaseId, u32)) -> Result<HostRelease, Failure> {
        let mut tries = 0;
        loop {
            self.all_screened()?;
            let decided = self.act(COORDINATOR, 2, move |writer, turn, _| {
                desk::decide_release(writer, turn, seen, (true, "Invented: with our compliments."))
            });
            tries += 1;
            match decided {
                Err(Failure::Refused(_)) if tries < LOOKS_MAX => std::thread::park_timeout(LOOK_AGAIN),
                answer => return answer,
            }
        }
    }

    /// The case of a release, as it is now.
    fn case_of(&self, id: ReleaseId) -> Result<ControlCase, Failure> {
        let office = &self.served.office;
        let lines = office.control_lines(&Thing::new(Noun::Release, id))?;
        let line =
            lines.first().ok_or_else(|| Failure::refused("no regime asks for the release of the demonstration"))?;
        Ok(office.case_page(&line.case.to_string(), today())?.case)
    }
}

/// A note on an institute goes to the commission: asked for by one, let through by the house, given by another, its condition kept.
fn given(room: &Room<'_>) -> Result<(), Failure> {
    let office = &room.served.office;
    let hosts = office.hosts(HOST)?;
    let host = hosts.first().ok_or_else(|| Failure::refused(format!("the demonstration has no “{HOST}”")))?.id;
    let (who, post) = ASKER;
    let written = HostRelease {
        id: ReleaseId::from_bits(room.id()?),
        title: "Note on the abstracting institute (invented)".to_owned(),
        host,
        records: vec![office.record(RECORD)?.id],
        reason: "Stated facts: cooperation with Finland was run through commissions and was not commercial; what the note says of the \
                 institute.\nInvented: that the commission asked for it, and that it was given."
            .to_owned(),
        // Follows from the post.
        unit: UnitId::new("locomotive-works")?,
        post: PostId::new(post)?,
        asked_by: String::new(),
        asker: officer(room.served, who)?.person.id.clone(),
        state: ReleaseState::Asked,
        decided_by: None,
        decided_at: None,
        remark: String::new(),
        exchange: None,
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    };
    room.all_screened()?;
    let release =
        room.act(who, 4, move |writer, turn, office| desk::write_release(writer, turn, office, &written, None))?;
    room.all_screened()?;
    let why = (Vote::Yes, "Invented: what it says is printed.");
    for seat in [("lebedev", 2), ("vlasova", 3)] {
        room.voted(3, &room.case_of(release.id)?, seat, why)?;
    }
    let case = room.case_of(release.id)?;
    room.heard(2, who, &case)?;
    let seen = (release.id, release.revision);
    let release = room.decided(seen)?;
    if release.state != ReleaseState::Given {
        return Err(Failure::refused("the release of the demonstration is not given"));
    }
    let seen = (case.id, case.revision);
    let said = ConditionSaid {
        position: 0,
        state: ConditionState::Kept,
        words: "Invented: given to the secretary of the commission, who keeps it in its library.".to_owned(),
        evidence: None,
    };
    room.act(who, 1, move |writer, turn, _| desk::say_condition(writer, turn, seen, said).map(|_| ()))
}

/// A need of the institute shall be seen by everybody with an account: who coordinates agrees, who administers does not.
fn not_widened(room: &Room<'_>) -> Result<(), Failure> {
    let (who, post) = SCIENTIST;
    let (id, post) = (WideningId::from_bits(room.id()?), PostId::new(post)?);
    let thing = Thing::new(Noun::Need, NEED);
    let why = "Invented: guests who work on the test bench have accounts, and could say what they know.";
    let asked = room.act(who, 5, move |writer, turn, office| {
        let to = Marking::at(Level::Open);
        desk::ask_widening(writer, turn, office, (id, &thing), &to, (&post, why))
    })?;
    let seen = (asked.id, asked.revision);
    let agreed = room.act(COORDINATOR, 4, move |writer, turn, _| {
        let said = (true, "Invented: the work would gain by it.");
        desk::decide_widening(writer, turn, seen, WideningSide::Work, said)
    })?;
    let seen = (agreed.id, agreed.revision);
    let refused = room.act(ADMINISTRATOR, 3, move |writer, turn, _| {
        let said = (false, "Invented: guests are asked what they know as guests, and not shown what we lack.");
        desk::decide_widening(writer, turn, seen, WideningSide::Office, said)
    })?;
    if refused.state != WideningState::Refused {
        return Err(Failure::refused("the widening of the demonstration is not refused"));
    }
    Ok(())
}
