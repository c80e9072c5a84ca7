//! A visit finds a condition of control broken: of a case over what was visited, and of no other.

use model::{
    Basis, CaseCondition, CaseMember, CaseState, ControlAct, ControlCase, Proposal, Regime, RegimeId, RegimeKind,
    RegimeMember, RegimeRule,
};
use store::{Deed, RegimeVersion, RegimeVersionState, Scope};

use super::*;

/// A regime of the committee.
fn regime(deed: &mut Deed<'_>, id: RegimeId) -> Result<(), Failure> {
    let member = RegimeMember {
        name: "The house".to_owned(),
        country: None,
        post: post("committee"),
        weight: 1,
        chair: true,
        since: date("1957-01-01"),
        until: None,
    };
    let regime = Regime {
        id,
        name: "Export committee".to_owned(),
        kind: RegimeKind::Export,
        binding: false,
        since: date("1957-01-01"),
        until: None,
        review: None,
        keeper: post("committee"),
        rule: RegimeRule::default(),
        triggers: vec![],
        members: vec![member],
        conditions: vec![],
        note: String::new(),
        source: String::new(),
        invented: false,
        marking: Marking::default(),
        version: 1,
        revision: 0,
        made_at: 0,
    };
    let fact = deed.fact(Verb::Founded, Thing::new(Noun::Regime, id));
    deed.keep_regime(&regime, &fact)?;
    deed.keep_regime_version(&RegimeVersion {
        regime,
        state: RegimeVersionState::Agreed,
        reason: String::new(),
        by: "committee/volkov".to_owned(),
        person: PersonId::new("volkov")?,
        at: 0,
        answered_by: None,
    })?;
    Ok(())
}

/// A case over a thing, which was let through under a condition.
fn case(deed: &mut Deed<'_>, (id, of): (CaseId, RegimeId), about: Thing) -> Result<(), Failure> {
    let member = CaseMember {
        number: 1,
        name: "The house".to_owned(),
        country: None,
        post: post("committee"),
        weight: 1,
        chair: true,
        told: None,
    };
    let proposal = Proposal {
        act: ControlAct::Release,
        about,
        title: "Presses".to_owned(),
        unit: UnitId::new("works")?,
        post: post("fitter"),
        marking: Marking::default(),
        countries: vec![],
        hosts: vec![],
        parties: vec![],
        classes: vec![],
        items: vec![],
        content: vec![],
    };
    let case = ControlCase {
        id,
        regime: of,
        version: 1,
        rule: RegimeRule::default(),
        members: vec![member],
        proposal,
        basis: Basis::default(),
        over: [7; 32],
        clauses: vec![],
        conditions: vec![CaseCondition::new("Keep it in hall 3", post("fitter"), date("1957-12-01"))],
        asker: PersonId::new("smirnov")?,
        state: CaseState::Conditional,
        opened: date("1957-02-01"),
        due: date("1957-03-01"),
        decided: Some(date("1957-02-10")),
        until: None,
        reason: String::new(),
        follows: None,
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    };
    let fact = deed.fact(Verb::LaidBefore, Thing::new(Noun::Case, id));
    Ok(deed.keep_case(&case, &fact)?)
}

#[test]
fn a_visit_breaks_no_condition_of_a_case_about_something_else() {
    let house = house();
    let claim = house.claim(Rung::Production, "open");
    let drawn = house.drawn(&house.laid_down(programme(&house, 2)).unwrap());
    let visit = house.assign(&house.visits(drawn.id)[0], "engineer").unwrap();
    let about = Thing::new(Noun::Host, house.host("open"));
    let (id, of, over) = (CaseId::from_bits(house.id()), RegimeId::from_bits(house.id()), about.clone());
    house.operator(move |deed| {
        regime(deed, of)?;
        case(deed, (id, of), over)
    });
    let say =
        |position| house.raise("sokolov", finding(&house, visit.id), Some(BrokenCondition { case: id, position }));
    let other = say(0).unwrap_err();
    assert!(said(&other).contains("is not about what the visited technology came of"), "{other}");
    assert_eq!(house.office.case(&id.to_string()).unwrap().state, CaseState::Conditional, "its gate stands open");
    // The technology came of it after all: the case is one of its own, and has no second condition.
    let technology = house.office.adoption(&claim.to_string()).unwrap().adoption.technology;
    house.operator(move |deed| {
        let held = deed.technology(&Scope::office(), technology)?.expect("it is there");
        let fact = deed.fact(Verb::Revised, Thing::new(Noun::Technology, technology));
        Ok(deed.keep_technology(&Technology { origins: vec![about], ..held }, &fact)?)
    });
    let none = say(1).unwrap_err();
    assert!(matches!(&none, Failure::Refused(Refusal::Changed(told)) if told.key() == "condition-none"), "{none}");
}
