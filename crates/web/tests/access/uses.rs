//! What was acquired and what is made with it: samples, technologies and their adoptions.

use desk::Failure;
use model::{
    ActRuling, Adoption, AdoptionCost, AdoptionId, AdoptionPlace, Chain, EvidenceClass, Handing, HostId, Keeper,
    Marking, NeedId, Noun, OpenedAct, OutputPlan, PostId, Protocol, Quarter, Rung, RungReached, Sample, SampleCame,
    SampleId, SampleKind, SampleState, Study, StudyAct, StudyState, Teardown, Technology, TechnologyId, Thing, UnitId,
    Verb,
};
use store::Deed;

use crate::house::{DAY, now, today};

/// A technology of a room, and its adoption by the works, in production on what was measured, with all that hangs on it.
pub fn adoption(
    deed: &mut Deed<'_>,
    (technology, id): (TechnologyId, AdoptionId),
    word: &str,
    marking: &str,
) -> Result<(), Failure> {
    let post = PostId::new("engineer")?;
    let marking = Marking::parse(marking).unwrap();
    let made = Technology {
        id: technology,
        name: format!("Casting of {word}"),
        statement: format!("Used for {word}"),
        classes: Vec::new(),
        origins: Vec::new(),
        marking: marking.clone(),
        invented: true,
        revision: 0,
        made_at: now() - 30 * DAY,
    };
    let fact = deed.fact(Verb::Registered, Thing::new(Noun::Technology, technology));
    deed.keep_technology(&made, &fact)?;
    let reached = RungReached {
        rung: Rung::Production,
        on: today().plus_days(-20),
        class: EvidenceClass::Measured,
        evidence: vec![Thing::new(Noun::Adoption, id)],
        remark: format!("The {word} line runs"),
        by: post.clone(),
    };
    let adopted = Adoption {
        id,
        technology,
        unit: UnitId::new("works")?,
        post,
        need: None,
        from: None,
        output: format!("Castings of {word}"),
        measure: "t".to_owned(),
        remark: format!("Of {word}"),
        reached: vec![reached],
        past: Vec::new(),
        end: None,
        marking,
        invented: true,
        revision: 1,
        made_at: now() - 30 * DAY,
    };
    let fact = deed.fact(Verb::TookUp, Thing::new(Noun::Adoption, id));
    deed.keep_adoption(&adopted, &fact)?;
    let (by, at) = ("engineer/vera".to_owned(), now() - 10 * DAY);
    let quarter = Quarter::of(today()).before();
    let (amount, note) = ("40".to_owned(), format!("As the {word} plan says"));
    deed.keep_output_plan(id, &OutputPlan { quarter, amount, note, by: by.clone(), at })?;
    let what = format!("Dies for {word}");
    let spent = model::Money::parse("120.00 USD")?;
    deed.keep_adoption_cost(id, &AdoptionCost { number: 1, spent, what, on: today().plus_days(-12), by, at })?;
    let place =
        AdoptionPlace { number: 1, name: format!("Hall of {word}"), since: today().plus_days(-20), until: None };
    Ok(deed.keep_adoption_place(id, &place)?)
}

/// A sample of the host that came for a need, is held by the engineer and studied.
pub fn sample(
    deed: &mut Deed<'_>,
    (id, host, need): (SampleId, HostId, NeedId),
    word: &str,
    marking: &str,
) -> Result<(), Failure> {
    let post = PostId::new("engineer")?;
    let came = today().plus_days(-20);
    let sample = Sample {
        id,
        kind: SampleKind::Machine,
        name: format!("A turbine of {word}"),
        maker: Some(host),
        maker_name: String::new(),
        model: format!("{word} 4"),
        serial: format!("{word} 17"),
        amount: "1".to_owned(),
        measure: String::new(),
        country: "DE".to_owned(),
        came: SampleCame::Purchase,
        agreement: None,
        rights: format!("Ask the {word} works"),
        needs: vec![need],
        unit: UnitId::new("works")?,
        post: post.clone(),
        plan: format!("How {word} wears"),
        plan_due: today().plus_days(60),
        expected: None,
        received: Some(came),
        rests_since: None,
        remark: format!("Of {word}"),
        state: SampleState::InStudy,
        reason: String::new(),
        joined_to: None,
        marking: Marking::parse(marking).unwrap(),
        revision: 1,
        made_at: now() - 30 * DAY,
    };
    let fact = deed.fact(Verb::Received, Thing::new(Noun::Sample, id));
    deed.keep_sample(&sample, &fact)?;
    let handing = Handing {
        to: Keeper::Post(post.clone()),
        place: format!("The {word} hall"),
        day: came,
        loan: None,
        note: String::new(),
    };
    let from = Keeper::Outside(format!("Carrier {word}"));
    let chain =
        Chain::default().hand(from, handing, "engineer/vera", now(), today())?.confirm(1, "engineer/vera", now())?;
    deed.keep_custody(id, &chain)?;
    let study = Study {
        number: 1,
        protocol: Protocol {
            question: format!("How does {word} wear?"),
            method: "A rig".to_owned(),
            instrument: String::new(),
            planned: Vec::new(),
            acts: vec![StudyAct::Test],
            due: today().plus_days(30),
        },
        acts: vec![OpenedAct { act: StudyAct::Test, ruling: ActRuling::Free, clause: None, consent: String::new() }],
        post,
        opened_by: "engineer/vera".to_owned(),
        opened_at: now(),
        day: today(),
        state: StudyState::Running,
        reason: String::new(),
        versions: Vec::new(),
        teardown: Teardown::default(),
        record: None,
        outcome: None,
    };
    Ok(deed.keep_study(id, &study)?)
}
