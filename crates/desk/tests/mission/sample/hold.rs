//! What was decided of a sample, and what becomes of it when the sample or its terms change.

use super::*;

#[test]
fn control_is_asked_again_when_what_it_weighed_changes_before_the_sample_comes() {
    let house = house();
    let rule = house.rule(VettingKind::Control, 0, "control");
    house.need("drives", "engineer", Stage::Accepted, &[], "open");
    let sample = house.keep(house.a_sample("A press", &["drives"]), true).unwrap();
    let decide = |sample: &Sample, yes: bool| {
        let seen = (sample.id, sample.revision);
        house
            .act("zaitsev", move |writer, turn, _| decide_sample_control(writer, turn, seen, rule, (yes, "because")))
            .unwrap()
    };
    let sample = decide(&sample, true);
    let renamed = house.keep(Sample { name: "A small press".to_owned(), ..sample }, false).unwrap();
    assert!(house.asked(&renamed).is_empty(), "its name was not weighed");
    let moved = house.keep(Sample { country: "CH".to_owned(), ..renamed }, false).unwrap();
    assert_eq!(house.asked(&moved), [("control".to_owned(), DutyKind::Control)]);
    let refused = house.came(&moved).unwrap_err();
    assert!(said(&refused).contains("not decided yet"), "{refused}");
    let kept_out = decide(&moved, false);
    // What was weighed once does not slip past control as our own make.
    let own = house.keep(Sample { came: SampleCame::OwnMake, ..kept_out }, false).unwrap();
    assert_eq!(house.asked(&own), [("control".to_owned(), DutyKind::Control)]);
    assert!(house.came(&own).is_err());
    let made = house.keep(Sample { maker_name: "Our works".to_owned(), ..decide(&own, true) }, false).unwrap();
    assert!(house.came(&made).is_ok(), "and once it is let in it comes");
}
