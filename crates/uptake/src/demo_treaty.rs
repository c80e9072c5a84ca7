//! The treaty of 1919 in the demonstration: the acts of the 1920s that it forbade, as the gate refuses them, and inspections of its control
//! commission: one that found nothing, one of a place from which something was gone when it came again, and one that never came about.
//! What of it is a stated fact or stands in the published treaty, and what is invented, is said in every text.

use desk::{ConditionSaid, MotionMade};
use model::{
    CaseCondition, CaseState, ConditionState, ControlCase, Decision, MotionKind, Regime, RegimeKind, RegimeRule,
    Trigger, Vote,
};

use crate::clock::today;
use crate::demo_control::{self, ASKER, Asked, day, member, shown};
use crate::demo_mission::Room;
use crate::failure::Failure;

/// Who votes for the commission, and as which member.
const COMMISSION: (&str, u16) = ("gromov", 1);

/// Who seconds what it proposes, for the post that keeps the regime.
const KEEPER: &str = "belov";

/// Lets it all happen.
pub fn tell(room: &Room<'_>) -> Result<(), Failure> {
    empty(room)?;
    let depot = depot(room)?;
    forbidden(room)?;
    gone(room, &depot)?;
    unreachable(room)
}

/// The regime: what it forbids by which article, and who controls it.
pub fn regime() -> Result<Regime, Failure> {
    let since = day(1920, 1, 10);
    let rule = RegimeRule { decision: Decision::Chair, deadline_days: 30, ..RegimeRule::default() };
    let forbids = |clause: &str, words: &[&str]| Trigger {
        countries: vec!["DE".to_owned()],
        prohibits: true,
        ..shown(clause, words)
    };
    let inspects = Trigger { countries: vec!["DE".to_owned()], ..shown("Article 203", &["disarmament inspection*"]) };
    Ok(Regime {
        binding: true,
        triggers: vec![
            forbids("Article 170", &["shell*", "grenade*", "cannon*", "war material"]),
            forbids("Article 171", &["poison gas*", "armoured vehicle*", "tank*"]),
            forbids("Article 191", &["submarine*"]),
            forbids("Article 198", &["military aircraft", "military pilot*"]),
            inspects,
        ],
        members: vec![member("Inter-Allied Control Commission", None, "control-commission", true, since)?],
        note: "Of the published treaty: signed on 28 June 1919, in force since 10 January 1920. It forbade Germany to make or trade war \
               material beyond narrow limits, gas, armoured vehicles and tanks, submarines, and air forces; commissions of the Allies \
               controlled it on the spot, could go to any place in Germany as often as they thought fit, and were to be helped there \
               (Articles 203 to 206).\nStated facts: the commission controlled German disarmament, and could not reach the operations in \
               Russia; German soldiers looked there for a place to test and train outside the treaty.\nInvented: the post that votes for the \
               commission, the days on which these acts are laid before it, and each inspection in Germany."
            .to_owned(),
        source: "Treaty of peace of Versailles, 28 June 1919, Articles 170, 171, 191, 198 and 203 to 206.".to_owned(),
        ..demo_control::regime("Treaty of peace of 1919, military clauses", RegimeKind::Treaty, rule, since)?
    })
}

/// Somebody says of the first condition of a case how it stands. Answers the case that stands then.
fn said(
    room: &Room<'_>,
    (days_ago, who): (i64, &str),
    case: &ControlCase,
    (state, words): (ConditionState, &str),
) -> Result<ControlCase, Failure> {
    let seen = (case.id, case.revision);
    let said = ConditionSaid { position: 0, state, words: words.to_owned(), evidence: None };
    room.act(who, days_ago, move |writer, turn, _| desk::say_condition(writer, turn, seen, said))
}

/// An inspection to which the commission agrees under a condition, and that has taken place. Answers its case.
fn inspected(
    room: &Room<'_>,
    days_ago: i64,
    (title, item, reason): (&str, &str, &str),
    found: &str,
) -> Result<ControlCase, Failure> {
    let case = room.laid(days_ago, Asked { title, item, reason, countries: &["DE"], hosts: Vec::new() })?;
    let open = "Open the place to the officers of the commission as often as they ask (Article 205; this condition is invented)";
    let made = MotionMade {
        kind: MotionKind::Conditions,
        member: None,
        ground: None,
        reason:
            "Of the published treaty: the commission may go to any place in Germany. Invented: that it said so here."
                .to_owned(),
        conditions: vec![CaseCondition::new(open, room.officer_post(ASKER)?, today().plus_days(30 - days_ago))],
    };
    let seen = (case.id, case.over);
    room.act(COMMISSION.0, days_ago, move |writer, turn, _| desk::make_motion(writer, turn, seen, made))?;
    let case = room.act(KEEPER, days_ago, move |writer, turn, _| {
        desk::answer_motion(writer, turn, seen, 1, (true, "Invented: agreed."))
    })?;
    let yes = (Vote::Yes, "Invented: its officers go there.");
    let case = room.voted(days_ago - 1, &case, COMMISSION, yes)?;
    room.heard(days_ago - 1, ASKER, &case)?;
    said(room, (days_ago - 2, ASKER), &case, (ConditionState::Kept, found))
}

/// An inspection that found nothing.
fn empty(room: &Room<'_>) -> Result<(), Failure> {
    let reason = "Of the published treaty: Germany may have no air forces, and the commission may look. Stated fact: the commission \
                  controlled German disarmament.\nInvented: this inspection, its place and its days.";
    let asked = (
        "Inspection of an airfield (invented)",
        "Disarmament inspection of an airfield near Berlin (invented)",
        reason,
    );
    let found = "Invented: its officers came on 12 May 1920 and again on 9 June; the sheds were empty.";
    inspected(room, 94, asked, found).map(|_| ())
}

/// An inspection of the place where the seized guns lay.
fn depot(room: &Room<'_>) -> Result<ControlCase, Failure> {
    let reason = "Stated facts: the commission controlled German disarmament, and guns were seized.\nInvented: that they lay in this depot, \
                  that it was inspected, and the days.";
    let asked = (
        "Inspection of a depot of seized guns (invented)",
        "Disarmament inspection of the depot of seized guns (invented)",
        reason,
    );
    let found = "Invented: its officers counted them on 3 June 1920.";
    inspected(room, 93, asked, found)
}

/// When it came again they were gone: the condition is broken, and what is decided anew is refused.
fn gone(room: &Room<'_>, depot: &ControlCase) -> Result<(), Failure> {
    let words = "Stated fact: in July 1920 a train with seized guns went to Russia. Invented: that the officers found the depot empty on 2 \
                 August 1920.";
    let again = said(room, (88, COMMISSION.0), depot, (ConditionState::Broken, words))?;
    let no = (Vote::No, "Invented: there is nothing left to be inspected.");
    let refused = room.voted(87, &again, COMMISSION, no)?;
    if refused.follows != Some(depot.id) || refused.state != CaseState::Refused {
        return Err(Failure::refused("the broken condition of the demonstration is not decided anew"));
    }
    room.heard(86, ASKER, &refused)
}

/// The acts of the 1920s that the treaty forbade, as the gate refuses them.
fn forbidden(room: &Room<'_>) -> Result<(), Failure> {
    let acts: [(&str, &str, &str); 6] = [
        (
            "Train of July 1920",
            "Seized guns and cannons, sent to Russia by rail",
            "Stated fact: in July 1920 the German government let a train with seized guns and cannons go to Russia; ten thousand guns and \
             a hundred cannons are named.",
        ),
        (
            "Shells made with Krupp",
            "Making of shells and grenades in common",
            "Stated fact: after the treaty of Rapallo, April 1922, Krupp began to make shells and grenades in common in Russia.",
        ),
        (
            "Submarines with Blohm and Voss",
            "Building of submarines in common",
            "Stated fact: after the treaty of Rapallo, April 1922, Blohm and Voss began to build submarines in common.",
        ),
        (
            "Aircraft with Junkers",
            "Building of military aircraft in common",
            "Stated fact: after the treaty of Rapallo, April 1922, Junkers began to build aircraft in Russia.",
        ),
        (
            "Artillery and tanks at Kazan, gas at Saratov",
            "Building of tanks at Kazan, trials of poison gas at Saratov",
            "Stated fact: both were arranged even before the treaty of Rapallo.",
        ),
        (
            "Pilots at Lipetsk",
            "Training of military pilots at Lipetsk",
            "Stated fact: it was arranged even before the treaty of Rapallo.",
        ),
    ];
    for (title, item, reason) in acts {
        let reason = format!("{reason}\nInvented: that it was ever asked for. It is shown as what the gate refuses.");
        let case = room.laid(90, Asked { title, item, reason: &reason, countries: &["DE"], hosts: Vec::new() })?;
        if case.state != CaseState::Forbidden {
            return Err(Failure::refused(format!("“{title}” of the demonstration is not forbidden")));
        }
        room.heard(89, ASKER, &case)?;
    }
    Ok(())
}

/// The inspection that never came about.
fn unreachable(room: &Room<'_>) -> Result<(), Failure> {
    let case = room.laid(
        88,
        Asked {
            title: "Inspection of the sites in Russia",
            item: "Disarmament inspection of the sites at Kazan, Saratov and Lipetsk",
            reason: "Stated fact: the commission controlled German disarmament, and could not reach the operations in Russia.\nInvented: that \
                     it was asked for.",
            countries: &["DE"],
            hosts: Vec::new(),
        },
    )?;
    let why = "Stated fact: the sites lie in Russia, where the commission cannot go. Invented: this vote.";
    room.voted(86, &case, COMMISSION, (Vote::No, why))?;
    room.heard(85, ASKER, &case)
}
