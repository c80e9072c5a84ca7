//! Diffusion in the demonstration: one technology that proved itself, offered to others; the barriers that historians name, each on a case of
//! its own; a target that was lower for a time; and a call between ministries. That these barriers stood between what was collected and
//! what was produced is a statement of the source; the technology, the units, the days and every answer are invented, and say so.

use desk::{OfferAnswer, ReliefDecision};
use model::{
    Adoption, AdoptionId, BarrierId, BarrierKind, BarrierState, Call, CallAnswer, CallId, CallKind, CallReply,
    CallState, Decline, DeclineCode, DeclineGround, Duty, DutyId, DutyKind, Equipment, EquipmentId, EquipmentKind,
    EvidenceClass, GroundKind, Link, LinkKind, LoggedBarrier, Marking, NeedId, Noun, Offer, OfferGround, OfferId,
    OfferState, OfferStep, OfferStepKind, PostId, Quarter, QuarterAmount, Rational, ReadingSeries, ReadingWay, Relief,
    ReliefId, ReliefState, Rung, RungReached, Subject, SubjectScheme, Technology, TechnologyId, Thing, UnitId, Verb,
};

use crate::clock::today;
use crate::demo_mission::Room;
use crate::failure::Failure;
use crate::serve::Served;

/// Who uses it and gives it away.
const GIVER: (&str, &str, &str) = ("sokolov", "traction-engineer", "locomotive-works");

/// To whom it is offered: person, post, unit, need, and why they were thought of.
const OFFERED: [(&str, &str, &str, &str, &str); 2] = [
    ("karpova", "converter-scientist", "lenin-institute", "power-rectifiers", "ipc:H02M7"),
    ("mironov", "turbine-engineer", "power-stations", "coal-power-turbines", "rectifiers of the excitation"),
];

/// Barriers as the source names them: sort, what is lacking, what is stated, who could remove it.
const BARRIERS: [(BarrierKind, &str, &str, &str); 7] = [
    (
        BarrierKind::Plan,
        "Room in the plan for a changeover",
        "when the plan is in danger, works go back to products that are safe and known",
        "electrical-coordinator",
    ),
    (
        BarrierKind::Material,
        "Transformer steel E330",
        "all branches compete for the same materials",
        "chief-coordinator",
    ),
    (BarrierKind::Supplier, "Supplier of silicon discs", "a new product finds no suppliers", "chief-coordinator"),
    (
        BarrierKind::Department,
        "Agreement of the other ministry",
        "the competition for materials raises walls between departments, and branches have no links with each other",
        "chief-coordinator",
    ),
    (
        BarrierKind::Money,
        "Means for a test house",
        "a domestic design or the study of a foreign one takes considerable new means",
        "electrical-coordinator",
    ),
    (
        BarrierKind::Skill,
        "Fitters who were sent where their skill is not needed",
        "foreign specialists were set to work for which they were not qualified",
        "chief-coordinator",
    ),
    (
        BarrierKind::Rights,
        "Licence for the cooling by oil",
        "what patents and licences mean was passed over",
        "foreign-officer",
    ),
];

/// Lets it all happen.
pub fn tell(served: &Served) -> Result<(), Failure> {
    let room = Room { served };
    let (technology, adoption) = used(&room)?;
    let [to_karpova, to_mironov] = offered(&room, technology, adoption)?;
    answered(&room, &to_karpova, &to_mironov)?;
    listed(&room)?;
    blocked(&room, adoption)?;
    removed(&room, adoption, [&to_karpova, &to_mironov])?;
    relieved(&room, adoption)?;
    called(&room, adoption)
}

/// The technology, and its use in the works, as it was measured.
fn used(room: &Room<'_>) -> Result<(TechnologyId, AdoptionId), Failure> {
    let (technology, adoption) = (TechnologyId::from_bits(room.id()?), AdoptionId::from_bits(room.id()?));
    // A quarter that was over before the first day of the story.
    let quarter = Quarter::of(today().plus_days(-220));
    let readings = model::read_readings("demonstration", &format!("{quarter};42\n"))?;
    let (who, post, unit) = GIVER;
    let (post, unit) = (PostId::new(post)?, UnitId::new(unit)?);
    let held = Technology {
        id: technology,
        name: "Oil-cooled rectifier stack (invented)".to_owned(),
        statement: "Invented: silicon rectifiers in a tank of oil, without a fan; they carry twice the current at minus 40 degrees."
            .to_owned(),
        classes: vec![(SubjectScheme::Ipc, "H02M7/00".to_owned())],
        origins: vec![Thing::new(Noun::Need, "electric-locomotives")],
        marking: Marking::default(),
        invented: true,
        revision: 0,
        made_at: 0,
    };
    let reached = |rung, days: i64, class, evidence| RungReached {
        rung,
        on: quarter.last_day().plus_days(-days),
        class,
        evidence,
        remark: "Invented".to_owned(),
        by: post.clone(),
    };
    let series = vec![Thing::new(Noun::Adoption, adoption)];
    let use_there = Adoption {
        id: adoption,
        technology,
        unit,
        post: post.clone(),
        need: Some(NeedId::new("electric-locomotives")?),
        from: None,
        output: "Rectifier stacks (invented)".to_owned(),
        measure: String::new(),
        remark: "Invented: this adoption, and everything that is told of it.".to_owned(),
        reached: vec![
            reached(Rung::Received, 300, EvidenceClass::Told, vec![]),
            reached(Rung::Pilot, 120, EvidenceClass::Told, vec![]),
            reached(Rung::Production, 0, EvidenceClass::Measured, series),
        ],
        past: vec![],
        end: None,
        marking: Marking::default(),
        invented: true,
        revision: 0,
        made_at: 0,
    };
    room.act(who, 120, move |writer, turn, _| {
        writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
            let fact = deed.fact(Verb::Registered, Thing::new(Noun::Technology, technology));
            deed.keep_technology(&Technology { made_at: turn.now, ..held }, &fact)?;
            let fact = deed.fact(Verb::Registered, Thing::new(Noun::Adoption, adoption));
            deed.keep_adoption(&Adoption { made_at: turn.now, ..use_there }, &fact)?;
            let by = (ReadingWay::File, turn.officer.person.id.as_str());
            let (series, _) = ReadingSeries::of(Vec::new()).take(&readings, by, (turn.now, turn.today))?;
            Ok(deed.keep_readings(adoption, &series, 0)?)
        })
    })?;
    Ok((technology, adoption))
}

/// The offers, as the office makes them by itself once a use is measured.
fn offered(room: &Room<'_>, technology: TechnologyId, adoption: AdoptionId) -> Result<[Offer; 2], Failure> {
    let make = |line: &(&str, &str, &str, &str, &str)| -> Result<Offer, Failure> {
        let (_, post, unit, need, said) = line;
        let ground = OfferGround {
            kind: GroundKind::Need,
            about: Thing::new(Noun::Need, need),
            said: format!("Invented: {said}"),
        };
        let step = OfferStep {
            kind: OfferStepKind::Made,
            decline: None,
            text: String::new(),
            by: desk::OFFICE.to_owned(),
            at: 0,
        };
        Ok(Offer {
            id: OfferId::from_bits(room.id()?),
            technology,
            adoption,
            giver: UnitId::new(GIVER.2)?,
            unit: UnitId::new(unit)?,
            post: PostId::new(post)?,
            need: Some(NeedId::new(need)?),
            grounds: vec![ground],
            n_grounds_left: 0,
            state: OfferState::Open,
            course: vec![step],
            taken: None,
            giver_ended: None,
            marking: Marking::default(),
            invented: true,
            revision: 0,
            made_at: 0,
        })
    };
    let offers = [make(&OFFERED[0])?, make(&OFFERED[1])?];
    let kept = offers.clone();
    room.act(GIVER.0, 55, move |writer, turn, _| {
        writer.transact(desk::OFFICE, turn.now, |deed| {
            for offer in kept {
                let about = Thing::new(Noun::Offer, offer.id);
                let step = OfferStep { at: turn.now, ..offer.course[0].clone() };
                let offer = Offer { made_at: turn.now, course: vec![step], ..offer };
                let fact = deed.fact(Verb::Offered, &about).to(Thing::new(Noun::Unit, &offer.unit).to_string());
                let giver = Thing::new(Noun::Adoption, offer.adoption);
                deed.keep_offer(&offer, &fact.with(giver.to_string()))?;
                deed.draw(&Link::new(giver, LinkKind::OfferedTo, about.clone()))?;
                let id = DutyId::from_bits((turn.ids)());
                let due = turn.today.plus_days(60);
                deed.charge(&Duty::new(id, offer.post, DutyKind::WeighOffer, about, turn.now, due))?;
            }
            Ok(())
        })
    })?;
    Ok(offers)
}

/// One declines until a day that is over by now, so that the offer returns as soon as the office looks; the other asks.
fn answered(room: &Room<'_>, first: &Offer, second: &Offer) -> Result<(), Failure> {
    let id = first.id;
    let until = today().plus_days(-2);
    room.act(OFFERED[0].0, 40, move |writer, turn, office| {
        let decline = Decline { code: DeclineCode::Plan, ground: DeclineGround::Until(until) };
        let why = "Invented: the plan of this quarter leaves no day for it.".to_owned();
        desk::answer_offer(writer, turn, office, (id, 0), &OfferAnswer::Decline(decline, why)).map(|_| ())
    })?;
    let id = second.id;
    room.act(OFFERED[1].0, 30, move |writer, turn, office| {
        let question = "Invented: does the oil freeze when the machine stands still?".to_owned();
        desk::answer_offer(writer, turn, office, (id, 0), &OfferAnswer::Ask(question)).map(|_| ())
    })?;
    room.act(GIVER.0, 28, move |writer, turn, _| {
        let reply = "Invented: it thickens at minus 50, and a heater of 2 kW keeps it thin.";
        desk::reply_to_offer(writer, turn, (id, 1), reply).map(|_| ())
    })
}

/// What two units work with.
fn listed(room: &Room<'_>) -> Result<(), Failure> {
    let lines = [
        (GIVER.0, GIVER.2, EquipmentKind::Equipment, "Vacuum impregnation plant (invented)", "H01F41/12"),
        (GIVER.0, GIVER.2, EquipmentKind::Process, "Winding of transformers (invented)", "H01F41/06"),
        (OFFERED[1].0, OFFERED[1].2, EquipmentKind::Product, "Turbine set of 100 MW (invented)", "F01D"),
    ];
    for (who, unit, kind, name, class) in lines {
        let entry = Equipment {
            id: EquipmentId::from_bits(room.id()?),
            unit: UnitId::new(unit)?,
            kind,
            name: name.to_owned(),
            maker: String::new(),
            classes: vec![Subject::coded(SubjectScheme::Ipc, class)],
            note: "Invented.".to_owned(),
            since: None,
            until: None,
            marking: Marking::default(),
            invented: true,
            revision: 0,
            made_at: 0,
        };
        room.act(who, 70, move |writer, turn, _| desk::keep_equipment(writer, turn, entry, true).map(|_| ()))?;
    }
    Ok(())
}

fn barrier(
    room: &Room<'_>,
    on: Thing,
    (kind, subject, stated, owner): (BarrierKind, &str, &str, &str),
    days_ago: i64,
) -> Result<LoggedBarrier, Failure> {
    Ok(LoggedBarrier {
        id: BarrierId::from_bits(room.id()?),
        on,
        // Unit and post follow from that in whose way it stands.
        unit: UnitId::new(GIVER.2)?,
        post: PostId::new(GIVER.1)?,
        owner: PostId::new(owner)?,
        kind,
        subject: subject.to_owned(),
        statement: format!(
            "Stated by the source: {stated}.\nInvented: that it stood in the way here, and each of its days."
        ),
        opened: today().plus_days(-days_ago),
        due: today().plus_days(45),
        state: BarrierState::Open,
        closed: None,
        how: String::new(),
        removed_with: None,
        hint: None,
        marking: Marking::default(),
        invented: true,
        revision: 0,
        made_at: 0,
    })
}

/// The barriers of the historians, on the way of the works.
fn blocked(room: &Room<'_>, adoption: AdoptionId) -> Result<(), Failure> {
    for (at, line) in (0_i64..).zip(BARRIERS) {
        // The material is told of below: three have it.
        if line.0 == BarrierKind::Material {
            continue;
        }
        let days = 50 - 4 * at;
        let barrier = barrier(room, Thing::new(Noun::Adoption, adoption), line, days)?;
        room.act(GIVER.0, days, move |writer, turn, office| {
            desk::log_barrier(writer, turn, office, barrier).map(|_| ())
        })?;
    }
    Ok(())
}

/// One barrier of three units: removed for one, and then for all.
fn removed(room: &Room<'_>, adoption: AdoptionId, offers: [&Offer; 2]) -> Result<(), Failure> {
    let on = [(GIVER.0, Thing::new(Noun::Adoption, adoption))].into_iter();
    let on = on.chain(OFFERED.iter().zip(offers).map(|(line, offer)| (line.0, Thing::new(Noun::Offer, offer.id))));
    let mut logged = Vec::new();
    for (who, on) in on {
        let barrier = barrier(room, on, BARRIERS[1], 26)?;
        let kept = room.act(who, 26, move |writer, turn, office| desk::log_barrier(writer, turn, office, barrier))?;
        logged.push((who, kept));
    }
    let first = (logged[0].1.id, 0);
    room.act("belov", 9, move |writer, turn, _| {
        let how = "Invented: the mill in the Urals rolls it from this month on, 40 t for who asks.";
        desk::remove_barrier(writer, turn, first, how).map(|_| ())
    })?;
    for (who, barrier) in logged.into_iter().skip(1) {
        let at = (barrier.id, 1);
        room.act(who, 6, move |writer, turn, _| {
            desk::answer_hint(writer, turn, at, (true, "Invented: it is the same sheet.")).map(|_| ())
        })?;
    }
    Ok(())
}

/// A relief that holds, and one that is over.
fn relieved(room: &Room<'_>, adoption: AdoptionId) -> Result<(), Failure> {
    let (this, before) = (Quarter::of(today()), Quarter::of(today()).before());
    for (line, quarters, days_ago) in [
        ("Locomotives, eight axles (invented)", vec![before], before.last_day().days_since(today()).abs() + 20),
        ("Rectifier stacks (invented)", vec![this, this.next()], 12),
    ] {
        let amount = |pieces: i64| -> Vec<QuarterAmount> {
            quarters
                .iter()
                .map(|quarter| QuarterAmount { quarter: *quarter, amount: Rational::whole(pieces) })
                .collect()
        };
        let relief = Relief {
            id: ReliefId::from_bits(room.id()?),
            adoption,
            unit: UnitId::new(GIVER.2)?,
            post: PostId::new(GIVER.1)?,
            setter: PostId::new("electrical-coordinator")?,
            plan_line: line.to_owned(),
            measure: "pieces".to_owned(),
            lost: amount(6),
            asked: amount(5),
            granted: Vec::new(),
            reason: "Invented: for six weeks the shop builds the tanks and no stacks.".to_owned(),
            answer: String::new(),
            until: None,
            state: ReliefState::Asked,
            decided_by: String::new(),
            marking: Marking::default(),
            invented: true,
            revision: 0,
            made_at: 0,
        };
        let id = relief.id;
        room.act(GIVER.0, days_ago, move |writer, turn, office| {
            desk::ask_relief(writer, turn, office, relief).map(|_| ())
        })?;
        let decision = ReliefDecision::Grant {
            granted: amount(4),
            until: quarters.last().map_or(today(), |quarter| quarter.last_day()),
            answer: "Invented: four of the five, so that the depots go on.".to_owned(),
        };
        room.act("orlova", days_ago - 4, move |writer, turn, _| {
            desk::decide_relief(writer, turn, (id, 0), decision).map(|_| ())
        })?;
    }
    Ok(())
}

/// A call across ministries: one can give something, the other cannot.
fn called(room: &Room<'_>, adoption: AdoptionId) -> Result<(), Failure> {
    let (karpova, mironov) = (PostId::new(OFFERED[0].1)?, PostId::new(OFFERED[1].1)?);
    let answers = vec![
        CallAnswer::asked(karpova.clone(), UnitId::new(OFFERED[0].2)?),
        CallAnswer::asked(mironov.clone(), UnitId::new(OFFERED[1].2)?),
    ];
    let call = Call {
        id: CallId::from_bits(room.id()?),
        kind: CallKind::Material,
        what: "Silicon of semiconductor grade (invented)".to_owned(),
        amount: Rational::whole(30),
        measure: "kg".to_owned(),
        by: today().plus_days(40),
        reason: "Invented: for the first two hundred stacks.".to_owned(),
        on: Some(Thing::new(Noun::Adoption, adoption)),
        unit: UnitId::new(GIVER.2)?,
        post: PostId::new(GIVER.1)?,
        answers,
        state: CallState::Open,
        marking: Marking::default(),
        invented: true,
        revision: 0,
        made_at: 0,
    };
    let id = call.id;
    room.act(GIVER.0, 14, move |writer, turn, office| desk::make_call(writer, turn, office, call).map(|_| ()))?;
    let day = today().plus_days(20);
    room.act(OFFERED[0].0, 8, move |writer, turn, _| {
        let can = CallReply::Can(Rational::whole(12), day, "Invented: from the furnace of the laboratory.".to_owned());
        desk::reply_to_call(writer, turn, (id, 0), &karpova, can).map(|_| ())
    })?;
    room.act(OFFERED[1].0, 5, move |writer, turn, _| {
        let cannot = CallReply::Cannot("Invented: we buy it ourselves.".to_owned());
        desk::reply_to_call(writer, turn, (id, 1), &mironov, cannot).map(|_| ())
    })
}
