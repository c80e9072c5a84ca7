//! Agreements at every stage, each with a word by which it is known.

use desk::Failure;
use model::{
    Agreement, AgreementBasis, AgreementId, AgreementInstalment, AgreementKind, AgreementPayment, AgreementStage,
    Deliverable, DeliverableId, DeliverableKind, DeliverableMove, DeliverableSide, DeliverableState, DeliverableStep,
    HostId, Link, LinkKind, Marking, Money, NeedId, Noun, PatentRight, PostId, Royalty, RoyaltyBasis, Terms,
    TermsVersion, Thing, UnitId, UseReport, Verb,
};
use store::Deed;

use crate::house::{DAY, now, today};

/// An agreement at a stage, with something owed and contested, paid, reported and named.
pub fn agreement(
    deed: &mut Deed<'_>,
    (id, owed, host): (AgreementId, DeliverableId, HostId),
    word: &str,
    stage: AgreementStage,
    marking: &str,
    need: &NeedId,
) -> Result<(), Failure> {
    let terms = Terms {
        technologies: format!("Turbines of {word}"),
        field: format!("Frost, {word}"),
        since: Some(today().plus_days(-300)),
        until: Some(today().plus_days(30)),
        ..Terms::proposed(AgreementKind::Licence)
    };
    let signed_on = (stage > AgreementStage::Negotiation).then(|| today().plus_days(-300));
    let one = Agreement {
        id,
        kind: AgreementKind::Licence,
        title: format!("Licence for the {word} turbine"),
        basis: AgreementBasis::Commercial,
        stage,
        host,
        parties: Vec::new(),
        unit: UnitId::new("works")?,
        post: PostId::new("engineer")?,
        needs: vec![need.clone()],
        terms: terms.clone(),
        signed_on,
        in_force_on: signed_on,
        ended_on: stage.is_over().then(today),
        reason: format!("Because of {word}"),
        remark: format!("Ask for {word}"),
        marking: Marking::parse(marking).unwrap(),
        revision: 1,
        made_at: now() - 40 * DAY,
    };
    deed.keep_agreement(&one, &one.fact("engineer vera", Verb::Stated))?;
    let (by, reason) = ("engineer vera".to_owned(), format!("For {word}"));
    deed.keep_terms(id, &TermsVersion { number: 1, terms, agreed_on: signed_on, reason, by, at: now() - 40 * DAY })?;
    deed.draw(&Link::new(Thing::new(Noun::Agreement, id), LinkKind::Serves, Thing::new(Noun::Need, need)))?;
    deliverable(deed, (id, owed), word)?;
    money(deed, &one, word)
}

fn deliverable(deed: &mut Deed<'_>, (agreement, id): (AgreementId, DeliverableId), word: &str) -> Result<(), Failure> {
    let one = Deliverable {
        id,
        agreement,
        number: 1,
        title: format!("Drawings of {word}"),
        kind: DeliverableKind::Drawings,
        side: DeliverableSide::Theirs,
        quantity: "12".to_owned(),
        measure: "sheets".to_owned(),
        due: Some(today().plus_days(-20)),
        state: DeliverableState::Contested,
        delivered_on: Some(today().plus_days(-20)),
        accepted_on: None,
        answer_by: Some(today().plus_days(5)),
        marking: Marking::default(),
        revision: 1,
        made_at: now() - 30 * DAY,
    };
    let step = DeliverableStep {
        made: DeliverableMove::Contest,
        on: today().plus_days(-19),
        until: Some(today().plus_days(5)),
        words: format!("Sheet 7 of {word} is missing"),
        evidence: None,
        by: "engineer vera".to_owned(),
        at: now() - 19 * DAY,
    };
    let object = Thing::new(Noun::Deliverable, id).to_string();
    deed.keep_deliverable(&one, &model::Fact::new("engineer vera", Verb::Contested, object))?;
    Ok(deed.keep_deliverable_step(id, &step)?)
}

fn money(deed: &mut Deed<'_>, agreement: &Agreement, word: &str) -> Result<(), Failure> {
    let (id, fact) = (agreement.id, |verb| agreement.fact("engineer vera", verb));
    let amount = Money::parse("100 EUR")?;
    let instalment = AgreementInstalment {
        number: 1,
        title: format!("A third for {word}"),
        amount,
        due: Some(today().plus_days(-9)),
        deliverable: None,
        royalty: None,
    };
    deed.keep_instalment(id, &instalment, &fact(Verb::Stated))?;
    let payment = AgreementPayment {
        number: 1,
        instalment: Some(1),
        amount: Money::parse("40 EUR")?,
        on: today().plus_days(-9),
        reference: format!("Bank {word}"),
        by: "engineer vera".to_owned(),
        at: now() - 9 * DAY,
        void_reason: String::new(),
    };
    deed.keep_payment(id, &payment, &fact(Verb::Paid))?;
    let year = today().year() - 1;
    let royalty = Royalty {
        number: 1,
        title: format!("The {word} turbine"),
        basis: RoyaltyBasis::Units,
        millionths: 0,
        per_unit: amount,
        minimum: None,
        cap: None,
        since: today().plus_days(-400),
        until: None,
    };
    deed.keep_royalty(id, &royalty, &fact(Verb::Stated))?;
    let report = UseReport {
        royalty: 1,
        year,
        base: 2,
        words: format!("Two of {word}"),
        evidence: Vec::new(),
        amount,
        by: "engineer vera".to_owned(),
        at: now() - 9 * DAY,
    };
    deed.keep_use_report(id, &report, &fact(Verb::Reported))?;
    let patent = PatentRight {
        number: 1,
        identifier: PatentRight::number_of("DE432111C")?,
        title: format!("Blade of {word}"),
        family: String::new(),
        territories: Vec::new(),
        filed: Some(today().plus_days(-900)),
        stated_expiry: None,
        record: None,
    };
    Ok(deed.keep_patent(id, &patent, &fact(Verb::Stated))?)
}
