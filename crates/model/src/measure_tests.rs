//! What is read of measures, what is refused, and the laws of converting them.

use proptest::prelude::*;

use crate::measure_table::ROWS;
use crate::{Dimension, Measure, Quantity, Rational};

fn to(text: &str, measure: &str) -> String {
    let quantity = Quantity::parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
    let measure = Measure::parse(measure).unwrap_or_else(|why| panic!("{measure}: {why}"));
    quantity.to(&measure).unwrap_or_else(|why| panic!("{text}: {why}")).to_string()
}

#[test]
fn numbers_with_units_are_read_as_people_write_them_and_converted_exactly() {
    for (text, measure, shown) in [
        ("12.5 kgf/cm2", "MPa", "1.22583125 MPa"),
        ("12,5 кгс/см²", "кгс/см2", "12.5 кгс/см2"),
        ("1 атм", "kPa", "101.325 kPa"),
        ("760 мм рт. ст.", "Pa", "101325.0144354 Pa"),
        ("1 500 rpm", "1/s", "25 1/s"),
        ("1500 об/мин", "min-1", "1500 min-1"),
        ("3000 U/min", "Hz", "50 Hz"),
        ("100 л.с.", "кВт", "73.549875 кВт"),
        ("1 hp", "W", "745.7 W"),
        ("20 °C", "K", "293.15 K"),
        ("212 °F", "°C", "100 °C"),
        ("-40 °F", "°С", "-40 °С"),
        ("36 km/h", "m/s", "10 m/s"),
        ("1 W/(m·K)", "ккал/(м*ч*К)", "0.859845 ккал/(м*ч*К)"),
        ("0,75 %", "‰", "7.5 ‰"),
        ("2 т", "кг", "2000 кг"),
        ("2.5e3 мкм", "mm", "2.5 mm"),
        ("5 A", "мА", "5000 мА"),
        ("1 kΩ", "Ом", "1000 Ом"),
        ("90°", "рад", "1.5708 рад"),
        ("1 J/(kg K)", "Дж/кг/К", "1 Дж/кг/К"),
        ("7 шт.", "", "7"),
        ("−3.50 mm", "mm", "-3.5 mm"),
        ("60 HRC", "HRC", "60 HRC"),
        ("10 m^3/h", "l/s", "2.77778 l/s"),
        ("1 m³ per h", "л/ч", "1000 л/ч"),
        ("1 psi", "Pa", "6894.76 Pa"),
    ] {
        assert_eq!(to(text, measure), shown, "{text}");
    }
}

#[test]
fn what_is_no_measure_is_refused_by_the_sign_that_is_not_known() {
    for (text, key) in [
        ("", "measure-unread"),
        ("kW", "measure-unread"),
        ("1,500 rpm", "measure-unread"),
        ("12..5 m", "measure-unknown"),
        ("12 parsnips", "measure-unknown"),
        ("12 m//s", "measure-unknown"),
        ("12 m/", "measure-unknown"),
        ("12 m(", "measure-unknown"),
        ("12 m)", "measure-unknown"),
        ("12 m^", "measure-unknown"),
        ("12 m99", "measure-unknown"),
        ("12 (((((m)))))", "measure-unknown"),
        ("12 pH m", "measure-unknown"),
        ("1e999 m", "measure-unread"),
        ("1234567890123456789012 m", "measure-unread"),
    ] {
        assert_eq!(Quantity::parse(text).unwrap_err().key(), key, "{text}");
    }
    let long = format!("1 {}", "m".repeat(2_000));
    assert!(Quantity::parse(&long).is_err());
}

#[test]
fn what_cannot_be_converted_is_refused_with_both_dimensions() {
    let refused = |text: &str, measure: &str| {
        Quantity::parse(text).unwrap().to(&Measure::parse(measure).unwrap()).unwrap_err().to_string()
    };
    assert_eq!(
        refused("5 kW", "kgf/cm2"),
        "kW cannot be converted to kgf/cm2: the one measures power, the other pressure"
    );
    assert!(refused("5 °C", "%").contains("temperature") && refused("5 °C", "%").contains("number"));
    assert!(refused("90 °", "%").contains("angle"), "an angle is no number here");
    assert!(refused("60 HRC", "HB").contains("HRC"), "hardness by one scale is not that by another");
    assert!(refused("1 m5", "m").contains("L⁵"), "what has no name is told by its formula");
}

#[test]
fn no_sign_stands_twice_in_the_table_and_none_reads_as_another_with_a_prefix() {
    let mut seen = std::collections::BTreeSet::new();
    for (signs, powers, (over, under), _) in ROWS {
        for sign in *signs {
            assert!(seen.insert(*sign), "{sign} stands twice");
            let measure = Measure::parse(sign).unwrap_or_else(|why| panic!("{sign}: {why}"));
            assert_eq!(measure.dimension, Dimension::of(*powers), "{sign}");
            assert_eq!(measure.scale().0, Rational::new(*over, *under).unwrap(), "{sign}");
        }
    }
}

fn any_sign() -> impl Strategy<Value = &'static str> {
    let signs: Vec<&'static str> = ROWS.iter().flat_map(|row| row.0.iter().copied()).collect();
    prop::sample::select(signs)
}

fn any_number() -> impl Strategy<Value = Rational> {
    (-1_000_000_000_i128..1_000_000_000, 1_i128..100_000).prop_map(|(over, under)| Rational::new(over, under).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn there_and_back_again_is_the_same_number(value in any_number(), one in any_sign(), other in any_sign()) {
        let (one, other) = (Measure::parse(one).unwrap(), Measure::parse(other).unwrap());
        let start = Quantity { value, measure: one.clone() };
        match start.to(&other) {
            Ok(there) => prop_assert_eq!(there.to(&one).unwrap().value, value),
            Err(refusal) => prop_assert!(one.dimension != other.dimension || refusal.key() == "measure-large"),
        }
    }

    #[test]
    fn scales_of_temperature_go_there_and_back(value in any_number()) {
        for (one, other) in [("°C", "°F"), ("°F", "K"), ("K", "°C")] {
            let (one, other) = (Measure::parse(one).unwrap(), Measure::parse(other).unwrap());
            let there = Quantity { value, measure: one.clone() }.to(&other).unwrap();
            prop_assert_eq!(there.to(&one).unwrap().value, value);
        }
    }

    #[test]
    fn a_product_has_the_dimension_and_the_factor_of_its_parts(one in any_sign(), other in any_sign()) {
        let product = Measure::parse(&format!("{one}*{other}"));
        let quotient = Measure::parse(&format!("({one}*{other})/{other}"));
        let (first, second) = (Measure::parse(one).unwrap(), Measure::parse(other).unwrap());
        if let Ok(product) = product {
            prop_assert_eq!(Some(product.dimension), first.dimension.times(second.dimension, 1));
            prop_assert_eq!(Some(product.scale().0), first.scale().0.times(second.scale().0));
        }
        if let Ok(quotient) = quotient {
            prop_assert_eq!((quotient.dimension, quotient.scale().0), (first.dimension, first.scale().0));
        }
    }

    #[test]
    fn conversion_keeps_the_order(one in any_number(), other in any_number(), sign in any_sign()) {
        let measure = Measure::parse(sign).unwrap();
        let base = ROWS.iter().filter(|row| Dimension::of(row.1) == measure.dimension).map(|row| row.0[0]).next().unwrap();
        let base = Measure::parse(base).unwrap();
        let at = |value| Quantity { value, measure: measure.clone() }.to(&base).map(|quantity| quantity.value);
        if let (Ok(first), Ok(second)) = (at(one), at(other)) {
            prop_assert_eq!(one.cmp(&other), first.cmp(&second));
        }
    }

    #[test]
    fn fractions_obey_the_laws_of_numbers(a in any_number(), b in any_number(), c in any_number()) {
        prop_assert_eq!(a.plus(b), b.plus(a));
        prop_assert_eq!(a.minus(b).and_then(|d| d.plus(b)), Some(a));
        let left = b.plus(c).and_then(|sum| a.times(sum));
        let right = a.times(b).zip(a.times(c)).and_then(|(one, other)| one.plus(other));
        prop_assert_eq!(left, right);
        if b != Rational::ZERO {
            prop_assert_eq!(a.by(b).and_then(|quotient| quotient.times(b)), Some(a));
        }
        prop_assert_eq!(a < b, a.nearest() < b.nearest());
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}") {
        if let Ok(quantity) = Quantity::parse(&text) {
            let shown = quantity.to_string();
            prop_assert!(Quantity::parse(&shown).is_ok() || shown.contains('e'), "{shown}");
        }
    }

    /// What is kept of an amount is its text: a plain decimal within the digits is read, written and read again as the same.
    #[test]
    fn plain_decimals_are_written_as_they_are_read(digits in 0_u64..1_000_000_000_000_000_000, places in 0_usize..=12, below: bool) {
        let text = format!("{digits:0>width$}", width = places + 1);
        let (whole, part) = text.split_at(text.len() - places);
        let sign = if below { "-" } else { "" };
        let text = if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") };
        let read = Rational::parse(&text).unwrap();
        prop_assert_eq!(Rational::parse(&read.to_string()), Some(read));
        prop_assert_eq!(read.as_written().unwrap(), read);
    }

    #[test]
    fn what_is_kept_of_a_number_is_that_number(digits in 1_u64..1_000_000_000_000_000_000, exponent in -40_i32..40) {
        if let Some(read) = Rational::parse(&format!("{digits}e{exponent}"))
            && let Ok(kept) = read.as_written()
        {
            prop_assert_eq!(Rational::parse(&kept.to_string()), Some(read));
        }
    }
}

#[test]
fn amounts_that_would_be_rounded_are_refused_and_large_ones_are_kept() {
    for text in ["5e18", "5000000000000000000", "0.000000000001", "-12.5", "0", "00.50"] {
        let read = Rational::parse(text).unwrap();
        assert_eq!(Rational::parse(&read.to_string()), Some(read), "{text}");
        assert!(read.as_written().is_ok(), "{text}");
    }
    for text in ["0.1234567890123", "1.2345678e-13"] {
        assert!(Rational::parse(text).unwrap().as_written().is_err(), "{text}");
    }
    assert_eq!(Rational::parse("1234567890123456789"), None, "more digits than are read");
}
