//! Thresholds in prose and against what an item does.

use crate::{ItemParameter, ThresholdStand, stated, thresholds};

fn read(text: &str) -> Vec<(String, String)> {
    thresholds(text)
        .into_iter()
        .map(|one| {
            (one.words.to_lowercase(), {
                let mut shown = format!("{} {}", one.bound.sign(), one.value);
                if !one.unit.is_empty() {
                    shown = format!("{shown} {}", one.unit);
                }
                shown
            })
        })
        .collect()
}

fn values(text: &str) -> Vec<String> {
    read(text).into_iter().map(|(_, value)| value).collect()
}

#[test]
fn phrases_before_and_behind_a_value_say_on_which_side_it_holds() {
    let cases: &[(&str, &[&str])] = &[
        ("an output power exceeding 10 W;", &["> 10 W"]),
        ("a wavelength equal to or less than 200 nm", &["≤ 200 nm"]),
        ("a frequency of 600 Hz or greater", &["≥ 600 Hz"]),
        ("a repeatability equal to or less (better) than 0,9 μm along an axis", &["≤ 0.9 µm"]),
        ("more than 50 µm but not more than 0,2 mm", &["> 50 µm", "≤ 0.2 mm"]),
        (
            "output wavelength of 150 nm or more but not exceeding 510 nm and power exceeding 30 W",
            &["≥ 150 nm", "≤ 510 nm", "> 30 W"],
        ),
        ("a diameter of between 75 mm and 650 mm", &["≥ 75 mm", "≤ 650 mm"]),
        ("a pore size of 10 to 100 nm, a thickness of 5 mm or less", &["≥ 10 nm", "≤ 100 nm", "≤ 5 mm"]),
        ("rated above 398 K (125 °C) and below 218 K (-55 °C)", &["> 398 K", "< 218 K"]),
        ("a total dose of 5 × 103 Gy (silicon) or higher", &["≥ 5000 Gy"]),
        ("a modulus exceeding 3,18 × 106m", &["> 3180000 m"]),
        ("an expansion equal to or less than 5 × 10-6/K", &["≤ 0.000005 1/K"]),
        ("a deviation less (better) than 2 seconds of arc", &["< 2 ″"]),
        ("a sample rate greater than 1,3 Giga Samples Per Second (GSPS)", &["> 1.3 GHz"]),
        ("a flow of greater than two litres per minute", &["> 2 L/min"]),
        ("capable of a range of 300 km", &["≥ 300 km"]),
        ("five or more axes which can be coordinated", &["≥ 5"]),
        ("mass flow below 1 100 kg/h", &["< 1100 kg/h"]),
        ("intensity greater than 1 kW/ cm2 at the surface", &["> 1 kW/cm2"]),
        ("withstanding a shock of 50 g or more", &["≥ 490.3325 m/s2"]),
        ("(with frequency control better than 0,2 %)", &["< 0.2 %"]),
        ("a size of ≤10 μm and a bandwidth exceeding ± 6,25 %", &["≤ 10 µm", "> 6.25 %"]),
        ("high pressure (exceeding 17,5 MPa) pumps", &["> 17.5 MPa"]),
        ("No dimension greater than 30 cm", &["≤ 30 cm"]),
        ("power > 5 kW and width <= 3 mm", &["> 5 kW", "≤ 3 mm"]),
    ];
    for (text, expected) in cases {
        assert_eq!(values(text), *expected, "{text}");
    }
}

#[test]
fn numbers_that_compare_nothing_are_no_thresholds() {
    for text in [
        "specified in 2B001.a.1 of ISO 230-2:2014",
        "measured at 25 °C over a length of 300 mm",
        "10 mm in diameter",
        "having any two of the following",
        "other than those of 0B001.g.5.",
        "",
        "exceeding",
        "99999999999999999999999999999999999999999999999999 W or more",
    ] {
        assert_eq!(values(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn the_words_before_a_value_say_what_is_measured() {
    let said = |text: &str| read(text).into_iter().map(|(words, _)| words).collect::<Vec<_>>();
    assert_eq!(
        said("Output wavelength exceeding 510 nm but not exceeding 540 nm"),
        ["output wavelength", "output wavelength"]
    );
    assert_eq!(said("Rotors with a wall thickness of 12 mm or less"), ["wall thickness"]);
    assert_eq!(said("Five or more axes which can be coordinated"), ["axes"]);
    for text in [
        "Positioning accuracies with all compensations available equal to or less (better) than 6 µm along any linear axis",
        "Positioning accuracies according to ISO 230-2 (1988) with \"all compensations available\" equal to or less than 6 µm",
        "Positioning accuracies, with all compensations available, equal to or less than 6 µm",
    ] {
        assert_eq!(said(text), ["positioning accuracies"], "{text}");
    }
    assert_eq!(said("Tested according to ISO 1, an output power exceeding 3 W"), ["output power"]);
    assert_eq!(said("Rated for operation at an ambient temperature above 398 K"), ["ambient temperature"]);
}

#[test]
fn a_threshold_is_held_against_a_parameter_in_its_own_unit() {
    let at = |text: &str, value: &str, unit: &str| {
        let parameter = ItemParameter::read("value", value, unit).unwrap().unwrap();
        thresholds(text).first().unwrap().against(&parameter)
    };
    assert_eq!(at("equal to or less than 0,9 μm", "900", "nm"), ThresholdStand::Meets);
    assert_eq!(at("equal to or less than 0,9 μm", "901", "nm"), ThresholdStand::Misses);
    assert_eq!(at("above 398 K", "125", "°C"), ThresholdStand::Meets);
    assert_eq!(at("above 399 K", "125", "°C"), ThresholdStand::Misses);
    assert_eq!(at("exceeding 10 W", "10", "kg"), ThresholdStand::UnitDiffers);
    assert_eq!(at("a resolution of 12 bit or more", "14", "bit"), ThresholdStand::Meets);
    assert_eq!(at("exceeding 20 GHz", "1..40", "GHz"), ThresholdStand::Meets);
    assert_eq!(at("less than 2 GHz", "1..40", "GHz"), ThresholdStand::Meets);
}

#[test]
fn a_row_of_a_parameter_needs_a_name_and_a_number() {
    assert_eq!(ItemParameter::read(" ", "", "W").unwrap(), None);
    assert!(ItemParameter::read("", "3", "W").is_err());
    assert!(ItemParameter::read("power", "much", "W").is_err());
    let range = ItemParameter::read("power", "40..1", "W").unwrap().unwrap();
    assert_eq!(range.quantity(), "1..40 W");
}

#[test]
fn a_description_states_what_an_item_does() {
    let said =
        |text: &str| stated(text).into_iter().map(|one| (one.name.to_lowercase(), one.quantity())).collect::<Vec<_>>();
    let of = |rows: &[(&str, &str)]| rows.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>();
    assert_eq!(
        said("five-axis milling machine, positioning accuracy 0.8 µm"),
        of(&[("axis", "5"), ("positioning accuracy", "0.8 µm")])
    );
    assert_eq!(
        said("amplifier for 8 to 12 GHz with an output power of 40 W"),
        of(&[("amplifier", "8..12 GHz"), ("output power", "40 W")])
    );
    assert_eq!(said("a model of 1962"), of(&[]));
}

proptest::proptest! {
    /// Whatever a file says, reading its thresholds ends, within bounds.
    #[test]
    fn hostile_words_are_read(text in "[0-9a-zA-Z ,.()×µ°/%±-]{0,300}") {
        let found = thresholds(&text);
        proptest::prop_assert!(stated(&text).len() <= crate::ITEM_PARAMETERS_MAX);
        proptest::prop_assert!(found.len() <= crate::THRESHOLDS_MAX);
    }

    /// What meets a threshold still meets it in another unit.
    #[test]
    fn a_verdict_does_not_depend_on_the_unit(value in 1_i64..1_000_000) {
        let one = ItemParameter::read("x", &value.to_string(), "µm").unwrap().unwrap();
        let other = ItemParameter::read("x", &format!("{value}e-3"), "mm").unwrap().unwrap();
        let threshold = &thresholds("a width less than 500 µm")[0];
        proptest::prop_assert_eq!(threshold.against(&one), threshold.against(&other));
    }
}
