//! The whole state space of small regimes, held against a rule that is written down a second time and counts differently.

use std::collections::BTreeSet;

use crate::*;

const DAY0: i64 = 20_000;

fn person(name: &str) -> PersonId {
    PersonId::new(name).unwrap()
}

fn hash(n: u8) -> BasisHash {
    [n; 32]
}

fn case(rule: RegimeRule, weights: &[u32]) -> ControlCase {
    let day = Date::of_number(DAY0);
    let members = (1..).zip(weights).map(|(number, weight)| CaseMember {
        number,
        name: format!("member {number}"),
        country: None,
        post: PostId::new(&format!("post-{number}")).unwrap(),
        weight: *weight,
        chair: number == 1,
        told: Some(day),
    });
    ControlCase {
        id: CaseId::from_bits(1),
        regime: RegimeId::from_bits(1),
        version: 1,
        rule,
        members: members.collect(),
        proposal: proposal(),
        basis: Basis::default(),
        over: hash(0),
        clauses: Vec::new(),
        conditions: Vec::new(),
        asker: person("asker"),
        state: CaseState::Open,
        opened: day,
        due: day.plus_days(i64::from(rule.deadline_days)),
        decided: None,
        until: None,
        reason: String::new(),
        follows: None,
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    }
}

pub(crate) fn proposal() -> Proposal {
    Proposal {
        act: ControlAct::Release,
        about: Thing::new(Noun::Case, CaseId::from_bits(1)),
        title: "Drawings of a lathe".to_owned(),
        unit: UnitId::new("works").unwrap(),
        post: PostId::new("engineer").unwrap(),
        marking: Marking::default(),
        countries: vec!["DE".to_owned()],
        hosts: Vec::new(),
        parties: Vec::new(),
        classes: vec![(SubjectScheme::Ipc, "B23B5/00".to_owned())],
        items: vec!["Armoured-vehicle hulls, drawings".to_owned()],
        content: Vec::new(),
    }
}

/// What is done with a case.
#[derive(Clone, Copy, Debug)]
enum Move {
    /// A person votes for a member, over one of two hashes.
    Vote(u16, &'static str, Vote, u8),
    /// What is asked for changes.
    Change,
    /// Conditions are put to it, so that it is over something else.
    Condition,
    /// Who asked takes it back.
    Withdraw,
    /// So many days go by.
    Days(i64),
}

fn moves(n_members: u16) -> Vec<Move> {
    let mut moves = vec![Move::Change, Move::Condition, Move::Withdraw, Move::Days(3), Move::Days(9)];
    for member in 1..=n_members {
        for who in ["anna", "boris", "asker"] {
            for vote in Vote::ALL {
                moves.push(Move::Vote(member, who, *vote, 0));
            }
        }
        moves.push(Move::Vote(member, "clara", Vote::Yes, 0));
        moves.push(Move::Vote(member, "clara", Vote::Yes, 1));
    }
    moves
}

/// The rule, once all have spoken or been silent: whether it is met by these votes of members with these weights. `None` did not vote.
fn is_met(rule: &RegimeRule, votes: &[(Option<Vote>, u32)]) -> bool {
    let n = |vote: Vote| votes.iter().filter(|(said, _)| *said == Some(vote)).count();
    let spoken = votes.iter().filter(|(said, _)| said.is_some()).count();
    let quorate = spoken >= usize::from(rule.quorum).max(1);
    quorate
        && match rule.decision {
            Decision::Unanimity => n(Vote::Yes) > 0 && n(Vote::Yes) + n(Vote::Abstain) == votes.len(),
            Decision::Qualified => {
                let all: u32 = votes.iter().map(|(_, weight)| weight).sum();
                let yes: u32 =
                    votes.iter().filter(|(said, _)| *said == Some(Vote::Yes)).map(|(_, weight)| weight).sum();
                f64::from(yes) / f64::from(all) >= f64::from(rule.votes_percent) / 100.0 - 1e-9
                    && n(Vote::Yes) as f64 / votes.len() as f64 >= f64::from(rule.members_percent) / 100.0 - 1e-9
                    && yes > 0
            }
            Decision::Simple => n(Vote::Yes) > n(Vote::No),
            Decision::Chair => votes[0].0 == Some(Vote::Yes),
        }
}

/// Every way in which those who have not spoken could still speak.
fn completions(votes: &[(Option<Vote>, u32)]) -> Vec<Vec<(Option<Vote>, u32)>> {
    let mut all = vec![Vec::new()];
    for (said, weight) in votes {
        let could: Vec<Option<Vote>> = match said {
            Some(vote) => vec![Some(*vote)],
            None => Vote::ALL.iter().map(|vote| Some(*vote)).collect(),
        };
        all = all
            .iter()
            .flat_map(|begun: &Vec<_>| {
                could
                    .iter()
                    .map(|vote| begun.iter().copied().chain([(*vote, *weight)]).collect::<Vec<_>>())
                    .collect::<Vec<_>>()
            })
            .collect();
    }
    all
}

/// What was said, by another count: from the newest ballot back, one of each member and each person, none of who asked, over what is
/// asked now.
fn said(case: &ControlCase, ballots: &[Ballot], today: Date) -> Vec<(Option<Vote>, u32)> {
    let of = |member: &CaseMember| {
        let last = ballots.iter().rev().find(|one| one.member == member.number && one.over == case.over);
        if let Some(one) = last {
            assert_ne!(one.person.as_str(), "asker", "who asked never votes");
            return Some(one.vote);
        }
        let silence = case.rule.silence_days.map(|days| case.opened.plus_days(i64::from(days)));
        silence.is_some_and(|last| last < today).then_some(Vote::Yes)
    };
    let persons: Vec<&PersonId> = case
        .members
        .iter()
        .filter_map(|member| ballots.iter().rev().find(|one| one.member == member.number && one.over == case.over))
        .map(|one| &one.person)
        .collect();
    assert_eq!(persons.iter().collect::<BTreeSet<_>>().len(), persons.len(), "a person speaks once");
    case.members.iter().map(|member| (of(member), member.weight)).collect()
}

fn take(case: &ControlCase, ballots: &[Ballot], today: &mut Date, made: Move) -> Option<(ControlCase, Vec<Ballot>)> {
    match made {
        Move::Vote(member, who, vote, over) => {
            let (who, post) = (person(who), case.member(member)?.post.clone());
            let ballot = Ballot {
                member,
                vote,
                reason: "because".to_owned(),
                post,
                person: who.clone(),
                at: 0,
                over: hash(over),
            };
            let speaker = Speaker { person: &who, acts_for_asker: false };
            Some((case.clone(), case.cast(ballots, ballot, speaker).ok()?))
        }
        Move::Change => Some((case.held_against(&hash(1), *today), ballots.to_vec())),
        Move::Condition if case.state == CaseState::Open && case.conditions.is_empty() => {
            let condition = CaseCondition::new("Tell us", PostId::new("engineer").ok()?, *today);
            Some((case.under(vec![condition], hash(1)), ballots.to_vec()))
        }
        Move::Condition => None,
        Move::Withdraw => Some((case.withdraw("not needed", *today).ok()?, ballots.to_vec())),
        Move::Days(days) => {
            *today = today.plus_days(days);
            Some((case.clone(), ballots.to_vec()))
        }
    }
}

fn explore(case: &ControlCase, ballots: &[Ballot], today: Date, depth: usize, seen: &mut [usize; 3]) {
    if depth == 0 {
        return;
    }
    for made in moves(case.members.len() as u16) {
        let mut day = today;
        let Some((next, ballots)) = take(case, ballots, &mut day, made) else { continue };
        if matches!(made, Move::Change) && case.state.stands() && case.over != hash(1) {
            assert_eq!(next.state, CaseState::Void, "a change voids, whatever was decided");
            assert!(!next.is_good(&hash(0), day) && !next.is_good(&hash(1), day));
        }
        let now = next.as_of(&ballots, day);
        if next.state == CaseState::Open {
            let votes = said(&now, &ballots, day);
            let could: Vec<bool> = completions(&votes).iter().map(|votes| is_met(&now.rule, votes)).collect();
            let closed = now.rule.decision == Decision::Simple && day > now.due && is_met(&now.rule, &votes);
            match now.state {
                CaseState::Approved | CaseState::Conditional => {
                    seen[0] += 1;
                    // The quorum has to have spoken already, not only in some time to come.
                    let spoken = votes.iter().filter(|(said, _)| said.is_some()).count();
                    assert!(spoken >= usize::from(now.rule.quorum).max(1), "{made:?} {votes:?}");
                    let surely = could.iter().all(|met| *met)
                        || (now.rule.decision == Decision::Chair && votes[0].0 == Some(Vote::Yes));
                    assert!(surely || closed, "approved, and the rule {} is not met by {votes:?}", now.rule);
                    assert_eq!(now.state == CaseState::Conditional, !now.conditions.is_empty());
                    assert!(now.is_good(&now.over, day) && !now.is_good(&hash(9), day));
                    let late = now.until.unwrap_or(day).plus_days(1);
                    assert_eq!(now.is_good(&now.over, late), now.until.is_none(), "what is over does not hold");
                    if now.until.is_some() {
                        assert_eq!(now.as_of(&ballots, late).state, CaseState::Expired);
                    }
                }
                CaseState::Refused => {
                    seen[1] += 1;
                    let over = now.rule.decision == Decision::Simple && day > now.due && !is_met(&now.rule, &votes);
                    assert!(over || could.iter().all(|met| !*met), "refused, and {} could be met: {votes:?}", now.rule);
                }
                CaseState::Open => {
                    seen[2] += 1;
                    assert!(votes.iter().any(|(said, _)| said.is_none()), "all have spoken, and nothing is decided");
                    let sure = could.iter().all(|met| *met)
                        && votes.iter().filter(|(s, _)| s.is_some()).count() >= usize::from(now.rule.quorum).max(1);
                    assert!(!sure && !closed, "{} is met by {votes:?}, and nobody says so", now.rule);
                }
                other => panic!("{other} of an open case"),
            }
        }
        explore(&now, &ballots, day, depth - 1, seen);
    }
}

fn rules() -> Vec<RegimeRule> {
    let mut rules = Vec::new();
    for decision in Decision::ALL {
        for (quorum, silence_days, valid_days) in
            [(0, None, None), (2, None, Some(5)), (0, Some(7), None), (2, Some(7), Some(5))]
        {
            let (votes_percent, members_percent) = if *decision == Decision::Qualified { (67, 51) } else { (0, 0) };
            let rule = RegimeRule {
                decision: *decision,
                votes_percent,
                members_percent,
                quorum,
                deadline_days: 10,
                silence_days,
                valid_days,
                discretion: false,
            };
            rules.push(rule.tidied().unwrap());
        }
    }
    rules
}

#[test]
fn two_members_are_explored_to_four_moves_and_three_to_three() {
    for rule in rules() {
        let mut seen = [0; 3];
        for (weights, depth) in [(&[3u32, 2][..], 4), (&[5, 3, 2][..], 3)] {
            explore(&case(rule, weights), &[], Date::of_number(DAY0), depth, &mut seen);
        }
        assert!(seen.iter().all(|n| *n > 0), "{rule}: each outcome is met with, {seen:?}");
    }
}

#[test]
fn who_asked_never_votes_and_a_no_says_why() {
    let case = case(RegimeRule::default(), &[1, 1]);
    let ballot = |who: &str, vote, reason: &str, over| Ballot {
        member: 1,
        vote,
        reason: reason.to_owned(),
        post: PostId::new("post-1").unwrap(),
        person: person(who),
        at: 0,
        over: hash(over),
    };
    let anna = person("anna");
    let speaker = Speaker { person: &anna, acts_for_asker: false };
    let cast = |one: Ballot, speaker| case.cast(&[], one, speaker).unwrap_err().to_string();
    let asker = person("asker");
    let own = Speaker { person: &asker, acts_for_asker: false };
    assert!(cast(ballot("asker", Vote::Yes, "", 0), own).contains("somebody else decides"));
    let colleague = Speaker { person: &anna, acts_for_asker: true };
    assert!(cast(ballot("anna", Vote::Yes, "", 0), colleague).contains("somebody else decides"));
    assert!(cast(ballot("anna", Vote::No, " ", 0), speaker).contains("why not"));
    assert!(matches!(case.cast(&[], ballot("anna", Vote::Yes, "", 1), speaker), Err(Refusal::Changed(_))));
    let once = case.cast(&[], ballot("anna", Vote::Yes, "", 0), speaker).unwrap();
    let twice = case.cast(&once, Ballot { member: 2, ..ballot("anna", Vote::Yes, "", 0) }, speaker);
    assert!(twice.unwrap_err().to_string().contains("persons are counted"));
}

#[test]
fn a_member_that_could_not_see_the_case_does_not_consent_by_silence() {
    let rule = RegimeRule { silence_days: Some(7), ..RegimeRule::default() };
    let mut case = case(rule, &[1, 1]);
    case.members[1].told = None;
    let late = case.opened.plus_days(100);
    assert_eq!(case.as_of(&[], late).state, CaseState::Open);
    case.members[1].told = Some(late);
    assert_eq!(case.as_of(&[], late.plus_days(7)).state, CaseState::Open, "its time runs from when it could see it");
    assert_eq!(case.as_of(&[], late.plus_days(8)).state, CaseState::Approved);
}

#[test]
fn a_trigger_holds_when_each_of_its_conditions_does() {
    let proposal = proposal();
    let entries = [("eu-annex-i".to_owned(), "2B001.a".to_owned())];
    let it = Considered { proposal: &proposal, entries: &entries, hit: false, fold: |text| text.to_lowercase() };
    let words =
        |words: &[&str]| Trigger { words: words.iter().map(|word| (*word).to_owned()).collect(), ..Trigger::default() };
    let class = |code: &str| Trigger { classes: vec![Subject::coded(SubjectScheme::Ipc, code)], ..Trigger::default() };
    let entry =
        |code: &str| Trigger { entries: vec![("eu-annex-i".to_owned(), code.to_owned())], ..Trigger::default() };
    for (trigger, holds) in [
        (Trigger::default(), true),
        (Trigger { acts: vec![ControlAct::Mission], ..Trigger::default() }, false),
        (Trigger { acts: vec![ControlAct::Mission, ControlAct::Release], ..Trigger::default() }, true),
        (Trigger { countries: vec!["FR".to_owned()], ..Trigger::default() }, false),
        (Trigger { countries: vec!["FR".to_owned(), "DE".to_owned()], ..Trigger::default() }, true),
        (Trigger { level: Some(Level::Restricted), ..Trigger::default() }, false),
        (Trigger { hosts: vec![HostId::from_bits(1)], ..Trigger::default() }, false),
        (class("B23B"), true),
        (class("B23C"), false),
        (entry("2B001"), true),
        (entry("2B002"), false),
        (Trigger { hit: true, ..Trigger::default() }, false),
        (words(&["armoured vehicle*"]), true),
        (words(&["armoured-vehicle hulls"]), true),
        (words(&["vehicle"]), true),
        (words(&["vehicl"]), false),
        (words(&["aircraft", "LATHE"]), true),
        (words(&["vehicle armoured"]), false),
        (words(&["*"]), false),
        (Trigger { countries: vec!["FR".to_owned()], ..words(&["lathe"]) }, false),
    ] {
        assert_eq!(trigger.holds(&it), holds, "{trigger:?}");
    }
    assert!(Trigger { prohibits: true, ..Trigger::default() }.tidied().is_err(), "nothing at all would be allowed");
    assert!(Trigger { prohibits: true, clause: "Art. 171".to_owned(), ..words(&["tank*"]) }.tidied().is_ok());
}

#[test]
fn a_motion_takes_two_persons_over_the_same() {
    let motion = Motion {
        number: 1,
        kind: MotionKind::Exempt,
        member: None,
        ground: Some(ExemptGround::PublicDomain),
        reason: " Printed in a journal ".to_owned(),
        conditions: Vec::new(),
        post: PostId::new("control").unwrap(),
        person: person("anna"),
        at: 0,
        over: hash(0),
        state: MotionState::Open,
        answered_by: None,
        answer: String::new(),
    };
    assert!(Motion { reason: " ".to_owned(), ..motion.clone() }.tidied().is_err());
    let motion = motion.tidied().unwrap();
    assert_eq!(motion.reason, "Printed in a journal");
    let (anna, boris) = (person("anna"), person("boris"));
    assert!(motion.answer(("control/anna", &anna), &hash(0), (true, "")).is_err(), "nobody seconds their own");
    assert!(motion.answer(("control/boris", &boris), &hash(1), (true, "")).is_err(), "it is about something else");
    let carried = motion.answer(("control/boris", &boris), &hash(0), (true, "")).unwrap();
    assert_eq!(carried.state, MotionState::Carried);
    assert!(carried.answer(("control/boris", &boris), &hash(0), (true, "")).is_err(), "once");
    assert!(Motion { kind: MotionKind::Conditions, ..motion }.tidied().is_err(), "conditions are written down");
}
