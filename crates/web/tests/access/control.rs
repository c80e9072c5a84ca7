//! Regimes, and what was laid before them.

use desk::Failure;
use model::{
    Ballot, Basis, CaseCondition, CaseId, CaseMember, CaseState, ControlAct, ControlCase, HostId, Marking, Motion,
    MotionKind, MotionState, Noun, Party, PersonId, PostId, Proposal, Regime, RegimeId, RegimeKind, RegimeMember,
    RegimeRule, SubjectScheme, Thing, Trigger, UnitId, UsualCondition, Verb, Vote,
};
use store::{Deed, RegimeVersion, RegimeVersionState};

use crate::house::{DAY, now, today};
use crate::travels::joined;

/// A regime that is over, so that it asks for nothing of what else is done in the house.
pub fn regime(deed: &mut Deed<'_>, id: RegimeId, word: &str, marking: &str) -> Result<(), Failure> {
    let member = RegimeMember {
        name: format!("The {word} league"),
        country: Some("DE".to_owned()),
        post: PostId::new("engineer")?,
        weight: 1,
        chair: true,
        since: today().plus_days(-400),
        until: None,
    };
    let regime = Regime {
        id,
        name: format!("Committee of {word}"),
        kind: RegimeKind::Export,
        binding: false,
        since: today().plus_days(-400),
        until: Some(today().plus_days(-5)),
        review: Some(today().plus_days(20)),
        keeper: PostId::new("engineer")?,
        rule: RegimeRule { discretion: true, ..RegimeRule::default() },
        triggers: vec![Trigger { words: vec![format!("{word} blade*")], ..Trigger::default() }],
        members: vec![member],
        conditions: vec![UsualCondition { text: format!("Keep the {word} in"), days: 30 }],
        note: format!("Of {word}"),
        source: format!("Minutes of {word}"),
        invented: false,
        marking: Marking::parse(marking).unwrap(),
        version: 1,
        revision: 0,
        made_at: now() - 40 * DAY,
    };
    let fact = deed.fact(Verb::Founded, Thing::new(Noun::Regime, id));
    deed.keep_regime(&regime, &fact)?;
    Ok(deed.keep_regime_version(&RegimeVersion {
        regime,
        state: RegimeVersionState::Agreed,
        reason: format!("For {word}"),
        by: "engineer/engineer".to_owned(),
        person: PersonId::new("engineer")?,
        at: now() - 40 * DAY,
        answered_by: None,
    })?)
}

/// A case before the regime that was voted on, with something proposed and a condition.
pub fn case(deed: &mut Deed<'_>, (id, of): (CaseId, RegimeId), word: &str, markings: &[&str]) -> Result<(), Failure> {
    let marking = joined(markings);
    let post = PostId::new("engineer")?;
    let over = [7; 32];
    let member = CaseMember {
        number: 1,
        name: format!("The {word} league"),
        country: Some("DE".to_owned()),
        post: post.clone(),
        weight: 1,
        chair: true,
        told: Some(today().plus_days(-10)),
    };
    let condition = CaseCondition::new(&format!("Show the {word}"), post.clone(), today().plus_days(9));
    let proposal = Proposal {
        act: ControlAct::Release,
        about: Thing::new(Noun::Case, id),
        title: format!("Blades of {word}"),
        unit: UnitId::new("works")?,
        post: post.clone(),
        marking: marking.clone(),
        countries: vec!["DE".to_owned()],
        hosts: Vec::<HostId>::new(),
        parties: vec![Party::named(&format!("The {word} trader"))],
        classes: vec![(SubjectScheme::Ipc, "F01D".to_owned())],
        items: vec![format!("A {word} blade")],
        content: vec![("reason".to_owned(), format!("For {word}"))],
    };
    let case = ControlCase {
        id,
        regime: of,
        version: 1,
        rule: RegimeRule { discretion: true, ..RegimeRule::default() },
        members: vec![member],
        proposal,
        basis: Basis::default(),
        over,
        clauses: vec![format!("List of {word}")],
        conditions: vec![condition.clone()],
        asker: PersonId::new("coordinator")?,
        state: CaseState::Open,
        opened: today().plus_days(-10),
        due: today().plus_days(4),
        decided: None,
        until: None,
        reason: String::new(),
        follows: None,
        marking,
        revision: 0,
        made_at: now() - 10 * DAY,
    };
    let fact = deed.fact(Verb::LaidBefore, Thing::new(Noun::Case, id));
    deed.keep_case(&case, &fact)?;
    let person = PersonId::new("engineer")?;
    let ballot = Ballot {
        member: 1,
        vote: Vote::Abstain,
        reason: format!("As {word} goes"),
        post: post.clone(),
        person: person.clone(),
        at: now() - 9 * DAY,
        over,
    };
    deed.keep_ballots(id, &[ballot])?;
    Ok(deed.keep_motion(
        id,
        &Motion {
            number: 1,
            kind: MotionKind::Conditions,
            member: None,
            ground: None,
            reason: format!("Because of {word}"),
            conditions: vec![condition],
            post,
            person,
            at: now() - 8 * DAY,
            over,
            state: MotionState::Open,
            answered_by: None,
            answer: String::new(),
        },
    )?)
}
