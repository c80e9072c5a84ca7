//! Agreements and what we owe by them, before their doors.

use desk::{amend_terms, take_agreement_step, take_deliverable_step, write_deliverable};
use model::{
    Agreement, AgreementBasis, AgreementId, AgreementKind, AgreementStage, AgreementStep, Deliverable, DeliverableId,
    DeliverableKind, DeliverableMove, DeliverableSide, DeliverableState, DeliverableStep, Marking, Noun, Stage, Terms,
    Thing, Verb,
};
use store::Scope;

use super::{House, Parts};
use crate::agreement;

fn agreement_held(house: &House, id: AgreementId) -> Agreement {
    house.office().agreement(&id.to_string()).unwrap()
}

fn retitle_agreement(house: &House, id: AgreementId) {
    house.operator(move |deed| {
        let held = deed.agreement(&Scope::office(), id)?.unwrap();
        let fact = deed.fact(Verb::Restated, Thing::new(Noun::Agreement, id));
        let title = format!("{}, and more", held.title);
        Ok(deed.keep_agreement(&Agreement { title, revision: held.revision + 1, ..held }, &fact)?)
    });
}

pub fn agreement_goes(to: AgreementStage) -> Parts {
    let kit = agreement::house();
    kit.need("turbines", Stage::Accepted, "open");
    let begun = kit.begin(AgreementKind::Licence, AgreementBasis::Commercial, kit.host("open"), &["turbines"]);
    kit.go(&begun, AgreementStage::Negotiation, "").unwrap();
    kit.filled(&begun);
    kit.consent(&begun, true).unwrap();
    if to == AgreementStage::InForce {
        kit.go(&begun, AgreementStage::Signed, "").unwrap();
        kit.consent(&begun, true).unwrap();
    }
    let id = begun.id;
    let go = move |house: &House| {
        let (held, on) = (agreement_held(house, id), house.today());
        let step = AgreementStep { to, on, reason: String::new() };
        house
            .act("sokolov", move |writer, turn, _| take_agreement_step(writer, turn, (id, held.revision), &step))
            .map(|_| ())
    };
    let happened = move |house: &House| agreement_held(house, id).stage == to;
    (House::Agreement(kit), Box::new(go), Box::new(move |house| retitle_agreement(house, id)), Box::new(happened))
}

pub fn agreement_amended() -> Parts {
    let kit = agreement::house();
    let held = kit.in_force(AgreementKind::Licence);
    let id = held.id;
    let go = move |house: &House| {
        let (held, on) = (agreement_held(house, id), house.today());
        let terms = Terms { field: "Ships".to_owned(), ..held.terms.clone() };
        house
            .act("sokolov", move |writer, turn, _| {
                amend_terms(writer, turn, (id, held.revision), terms, ("The works builds ships", on))
            })
            .map(|_| ())
    };
    let happened = move |house: &House| agreement_held(house, id).terms.field == "Ships";
    (House::Agreement(kit), Box::new(go), Box::new(move |house| retitle_agreement(house, id)), Box::new(happened))
}

pub fn deliverable_handed_over() -> Parts {
    let kit = agreement::house();
    let held = kit.in_force(AgreementKind::Licence);
    let (id, agreement) = (DeliverableId::from_bits(kit.id()), held.id);
    let one = Deliverable {
        id,
        agreement,
        number: 0,
        title: "Drawings of our valve".to_owned(),
        kind: DeliverableKind::Drawings,
        side: DeliverableSide::Ours,
        quantity: String::new(),
        measure: String::new(),
        due: None,
        state: DeliverableState::Awaited,
        delivered_on: None,
        accepted_on: None,
        answer_by: None,
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    };
    kit.act("sokolov", move |writer, turn| write_deliverable(writer, turn, one, None)).unwrap();
    let held = move |house: &House| house.office().deliverable(&id.to_string()).unwrap();
    let go = move |house: &House| {
        let (seen, on) = ((id, held(house).revision), house.today());
        let step = DeliverableStep {
            made: DeliverableMove::Deliver,
            on,
            until: None,
            words: "By courier".to_owned(),
            evidence: None,
            by: String::new(),
            at: 0,
        };
        house.act("sokolov", move |writer, turn, _| take_deliverable_step(writer, turn, seen, step)).map(|_| ())
    };
    let happened = move |house: &House| held(house).state == DeliverableState::Delivered;
    (
        House::Agreement(kit),
        Box::new(go),
        Box::new(move |house| retitle_agreement(house, agreement)),
        Box::new(happened),
    )
}
