//! What is owed by a signed agreement is amended, and what was owed before stays to be read.

use desk::{Failure, amend_instalment, remove_instalment, write_instalment};
use model::{Agreement, AgreementInstalment, AgreementKind, AgreementStage, DutyKind};

use crate::house::*;

fn third(amount: &str) -> AgreementInstalment {
    AgreementInstalment {
        number: 1,
        title: "A third".to_owned(),
        amount: money(amount),
        due: Some(date("1926-10-10")),
        deliverable: None,
        royalty: None,
    }
}

fn amend(
    house: &House,
    agreement: &Agreement,
    becomes: Option<AgreementInstalment>,
    reason: &'static str,
) -> Result<Agreement, Failure> {
    let (seen, today) = ((agreement.id, house.held(agreement).revision), house.today);
    house.act("sokolov", move |writer, turn| amend_instalment(writer, turn, seen, (1, becomes), (reason, today)))
}

#[test]
fn an_instalment_of_a_signed_agreement_is_amended_and_both_stay_in_a_version() {
    let house = house();
    let agreement = house.in_force(AgreementKind::TurnkeyPlant);
    house.instalment(&agreement, "1000 DEM", Some("1926-09-10"), None);
    let seen = (agreement.id, house.held(&agreement).revision);
    let outcome = house.act("sokolov", move |writer, turn| write_instalment(writer, turn, seen, third("900 DEM")));
    assert!(refused(outcome).contains("amend the instalment"));
    let outcome = house.act("sokolov", move |writer, turn| remove_instalment(writer, turn, seen, 1));
    assert!(refused(outcome).contains("amend the instalment"));
    assert!(refused(amend(&house, &agreement, Some(third("900 DEM")), " ")).contains("Write why"));
    amend(&house, &agreement, Some(third("900 DEM")), "The price of copper fell").unwrap();
    assert!(refused(amend(&house, &agreement, Some(third("900 DEM")), "Again")).contains("Nothing of the instalment"));
    let page = house.page(&agreement);
    assert_eq!(page.instalments, [third("900 DEM")]);
    assert_eq!(page.versions.len(), 2);
    let (last, first) = (page.versions.last().unwrap(), page.versions.first().unwrap());
    assert_eq!(last.terms, first.terms, "the terms stand as they stood");
    assert_eq!((last.number, last.agreed_on), (2, Some(house.today)));
    for said in ["1000.00 DEM", "1926-09-10", "900.00 DEM", "1926-10-10", "The price of copper fell"] {
        assert!(last.reason.contains(said), "`{said}` is not in {}", last.reason);
    }
}

#[test]
fn what_was_paid_is_not_amended_away_and_what_is_left_can_be_let_go_after_the_end() {
    let mut house = house();
    let agreement = house.in_force(AgreementKind::TurnkeyPlant);
    let one = house.instalment(&agreement, "1000 DEM", Some("1926-09-10"), None);
    house.pay(&agreement, "400 DEM", Some(one)).unwrap();
    house.today = date("1926-09-20");
    house.tend();
    house.go(&agreement, AgreementStage::Terminated, "They sold the works").unwrap();
    assert_eq!(house.open_duties(&of(&agreement)), [DutyKind::SettleArrears]);
    assert!(refused(amend(&house, &agreement, None, "Settled")).contains("was paid on this instalment"));
    assert!(refused(amend(&house, &agreement, Some(third("399 DEM")), "Settled")).contains("was paid on"));
    assert!(refused(amend(&house, &agreement, Some(third("400 EUR")), "Settled")).contains("was paid on"));
    amend(&house, &agreement, Some(third("400 DEM")), "They let the rest go").unwrap();
    assert_eq!(house.open_duties(&of(&agreement)), [], "nothing is in arrears any more");
    assert_eq!(house.page(&agreement).balances[0].arrears, 0);
}
