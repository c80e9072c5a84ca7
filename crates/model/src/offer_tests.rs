//! What becomes of offers.

use proptest::prelude::*;

use crate::*;

fn day(day: u8) -> Date {
    Date::new(1957, 3, day).unwrap()
}

fn offer() -> Offer {
    Offer {
        id: OfferId::from_bits(1),
        technology: TechnologyId::from_bits(1),
        adoption: AdoptionId::from_bits(1),
        giver: UnitId::new("giver").unwrap(),
        unit: UnitId::new("works").unwrap(),
        post: PostId::new("engineer").unwrap(),
        need: None,
        grounds: vec![],
        n_grounds_left: 0,
        state: OfferState::Open,
        course: vec![],
        taken: None,
        giver_ended: None,
        marking: Marking::default(),
        invented: false,
        revision: 0,
        made_at: 0,
    }
}

const BY: (&str, i64) = ("engineer/ivanov", 7);

fn refused(ground: DeclineGround, text: &str) -> Result<Offer, Refusal> {
    offer().refuse(Decline { code: DeclineCode::Material, ground }, text, day(10), BY)
}

#[test]
fn a_decline_says_with_what_it_ends_or_why_never() {
    assert!(refused(DeclineGround::Until(day(10)), "").is_err(), "over today is no ground");
    assert!(refused(DeclineGround::Never, " ").is_err());
    let declined = refused(DeclineGround::Until(day(11)), "").unwrap();
    assert_eq!(declined.decline().unwrap().ground, DeclineGround::Until(day(11)));
    let back = declined.give_back("1957-03-11", BY).unwrap();
    assert_eq!((back.state, back.n_returned(), back.decline()), (OfferState::Open, 1, None));
    assert!(back.give_back("", BY).is_err(), "it is back already");
}

#[test]
fn a_question_waits_for_one_answer_and_the_offer_can_be_taken_meanwhile() {
    assert!(offer().ask(" ", BY).is_err());
    let asked = offer().ask("Which steel?", BY).unwrap();
    assert!(asked.ask("And which oil?", BY).is_err());
    assert_eq!(asked.answer("ShKh15", BY).unwrap().state, OfferState::Open);
    let taken = asked.accept(AdoptionId::from_bits(9), "", BY).unwrap();
    assert_eq!(taken.taken, Some(AdoptionId::from_bits(9)));
    assert!(taken.moot(BY).is_err() && taken.ask("Again?", BY).is_err() && taken.answer("x", BY).is_err());
}

#[test]
fn that_the_giver_stopped_is_told_once_and_to_those_alone_who_still_decide() {
    let told = offer().giver_ends(day(3), "no benefit", BY).unwrap().unwrap();
    assert_eq!((told.state, told.giver_ended), (OfferState::Open, Some(day(3))));
    assert_eq!(told.giver_ends(day(4), "", BY).unwrap(), None);
    let again = told.giver_resumes().unwrap();
    assert_eq!((again.giver_ended, again.revision), (None, told.revision + 1), "and taken back when it goes on");
    assert_eq!(again.giver_resumes(), None);
    let declined = refused(DeclineGround::Never, "Too hot").unwrap();
    assert_eq!(declined.giver_ends(day(4), "", BY).unwrap(), None);
}

#[test]
fn a_long_course_is_ended_by_people_and_never_stops_the_office() {
    let step = offer().ask("Why?", BY).unwrap().course.remove(0);
    let long = Offer { course: vec![step; OFFER_STEPS_MAX], ..offer() };
    assert!(long.ask("And why?", BY).is_err());
    let decline = |ground| long.refuse(Decline { code: DeclineCode::Plan, ground }, "Too hot", day(10), BY);
    assert!(decline(DeclineGround::Until(day(20))).is_err(), "it would come back");
    assert!(decline(DeclineGround::Never).is_ok());
    assert!(long.accept(AdoptionId::from_bits(2), "", BY).is_ok());
    assert!(long.moot(BY).is_ok());
    assert!(long.giver_ends(day(3), "no benefit", BY).unwrap().is_some());
    let declined = Offer { state: OfferState::Declined, ..long };
    assert_eq!(declined.give_back("1957-03-20", BY).unwrap().course.len(), OFFER_STEPS_MAX + 1);
}

proptest! {
    /// Whatever is tried in whatever order: each step that goes is one revision and one line of the course, and what was taken stays
    /// taken.
    #[test]
    fn the_course_grows_with_the_revision(tries in proptest::collection::vec(0_u8..7, 0..40)) {
        let mut offer = offer();
        for one in tries {
            let next = match one {
                0 => offer.ask("Why?", BY),
                1 => offer.answer("So", BY),
                2 => offer.accept(AdoptionId::from_bits(2), "", BY),
                3 => offer.refuse(Decline { code: DeclineCode::Plan, ground: DeclineGround::Until(day(20)) }, "", day(10), BY),
                4 => offer.give_back("over", BY),
                5 => offer.moot(BY),
                _ => offer.giver_ends(day(1), "", BY).map(|told| told.unwrap_or_else(|| offer.clone())),
            };
            if let Ok(next) = next {
                prop_assert!(offer.state != OfferState::Accepted || next == offer);
                offer = next;
            }
            prop_assert_eq!(offer.course.len(), offer.revision as usize);
            prop_assert_eq!(offer.taken.is_some(), offer.state == OfferState::Accepted);
            prop_assert_eq!(offer.decline().is_some(), offer.state == OfferState::Declined);
        }
    }

    /// What a ground is written as is read back as the same.
    #[test]
    fn grounds_are_read_as_they_are_written(bits: u64, number in -30_000_i64..30_000) {
        let grounds = [
            DeclineGround::Until(Date::of_number(number)),
            DeclineGround::Barrier(BarrierId::from_bits(bits)),
            DeclineGround::Need(NeedId::of_chance(bits)),
            DeclineGround::Never,
        ];
        for ground in grounds {
            prop_assert_eq!(DeclineGround::read(ground.end(), &ground.name()), Some(ground));
        }
    }
}
