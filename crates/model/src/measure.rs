//! Measures: units of measure as people write them, checked and converted exactly.
//!
//! A unit is a vector of dimensions over the base units of the SI, an exact factor, and for scales of temperature an offset. The
//! table stands in `measure_table.rs`.

use std::fmt;

use crate::measure_table::{ARBITRARY, DIMENSIONS, PREFIXES, ROWS, SPELLINGS};
use crate::words::words;
use crate::{Rational, Refusal, Sayable, Sentence, SentenceValue, sentence};

/// Longest unit of measure, in characters. `Btu·in/(h·ft²·°F)` has seventeen.
pub const MEASURE_CHARS_MAX: usize = 40;

/// Longest number with its unit, in characters.
pub const QUANTITY_CHARS_MAX: usize = 80;

/// Highest exponent of a dimension. Physics asks for four.
const EXPONENT_MAX: i8 = 12;

words! {
    /// What a unit measures, where that has a name.
    DimensionName {
        /// A number without dimension.
        Number = "number",
        /// Length.
        Length = "length",
        /// Mass.
        Mass = "mass",
        /// Time.
        Time = "time",
        /// Electric current.
        Current = "current",
        /// Temperature.
        Temperature = "temperature",
        /// Amount of substance.
        Amount = "amount",
        /// Luminous intensity.
        Light = "light",
        /// Plane angle.
        Angle = "angle",
        /// Area.
        Area = "area",
        /// Volume.
        Volume = "volume",
        /// Speed.
        Speed = "speed",
        /// Acceleration.
        Acceleration = "acceleration",
        /// Frequency, or revolutions in a time.
        Frequency = "frequency",
        /// Angle in a time.
        AngularSpeed = "angular-speed",
        /// Force.
        Force = "force",
        /// Pressure or stress.
        Pressure = "pressure",
        /// Energy, work or torque.
        Energy = "energy",
        /// Power.
        Power = "power",
        /// Mass of a volume.
        Density = "density",
        /// Mass in a time.
        MassFlow = "mass-flow",
        /// Volume in a time.
        VolumeFlow = "volume-flow",
        /// Electric charge.
        Charge = "charge",
        /// Voltage.
        Voltage = "voltage",
        /// Electric resistance.
        Resistance = "resistance",
        /// Electric conductance.
        Conductance = "conductance",
        /// Capacitance.
        Capacitance = "capacitance",
        /// Inductance.
        Inductance = "inductance",
        /// Magnetic flux.
        MagneticFlux = "magnetic-flux",
        /// Magnetic flux density.
        FluxDensity = "flux-density",
        /// Illuminance.
        Illuminance = "illuminance",
        /// Dynamic viscosity.
        Viscosity = "viscosity",
        /// Kinematic viscosity.
        KinematicViscosity = "kinematic-viscosity",
        /// Thermal conductivity.
        ThermalConductivity = "thermal-conductivity",
        /// Heat capacity of a mass.
        HeatCapacity = "heat-capacity",
        /// Energy of a mass.
        SpecificEnergy = "specific-energy",
    }
}

/// Powers of length, mass, time, current, temperature, amount of substance, luminous intensity and angle.
///
/// Angle is a dimension of its own here, so that degrees and percent are not taken for each other. A scale that somebody agreed on,
/// such as a hardness, is a dimension that compares with itself alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Dimension {
    powers: [i8; 8],
    scale: Option<&'static str>,
}

impl Dimension {
    /// That of a number.
    pub const NUMBER: Dimension = Dimension { powers: [0; 8], scale: None };

    pub(crate) const fn of(powers: [i8; 8]) -> Dimension {
        Dimension { powers, scale: None }
    }

    /// What it is called, where it has a name.
    pub fn name(&self) -> Option<DimensionName> {
        if self.scale.is_some() {
            return None;
        }
        DIMENSIONS.iter().find(|(powers, _)| *powers == self.powers).map(|(_, name)| *name)
    }

    /// The dimension of a product, the other to a power; `None` where a scale of its own is in it, or a power is out of bounds.
    pub fn times(self, other: Dimension, exponent: i8) -> Option<Dimension> {
        if other == Dimension::NUMBER || exponent == 0 {
            return Some(self);
        }
        if self == Dimension::NUMBER && exponent == 1 {
            return Some(other);
        }
        if self.scale.is_some() || other.scale.is_some() {
            return None;
        }
        let mut powers = self.powers;
        for (one, two) in powers.iter_mut().zip(other.powers) {
            *one = one.checked_add(two.checked_mul(exponent)?)?;
            if one.unsigned_abs() > EXPONENT_MAX.unsigned_abs() {
                return None;
            }
        }
        Some(Dimension { powers, scale: None })
    }
}

impl fmt::Display for Dimension {
    /// As a formula: `L·M·T⁻²`; a scale by its sign.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(scale) = self.scale {
            return f.write_str(scale);
        }
        const SIGNS: [&str; 8] = ["L", "M", "T", "I", "Θ", "N", "J", "A"];
        let mut first = true;
        for (sign, power) in SIGNS.iter().zip(self.powers).filter(|(_, power)| *power != 0) {
            if !first {
                f.write_str("·")?;
            }
            first = false;
            f.write_str(sign)?;
            if power != 1 {
                for digit in power.to_string().chars() {
                    let raised = "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(digit.to_digit(10).unwrap_or(0) as usize).unwrap_or('⁰');
                    write!(f, "{}", if digit == '-' { '⁻' } else { raised })?;
                }
            }
        }
        if first { f.write_str("1") } else { Ok(()) }
    }
}

impl Sayable for Dimension {
    fn said(&self) -> SentenceValue {
        match self.name() {
            Some(name) => SentenceValue::Word { list: "dimension", word: name.word() },
            None => SentenceValue::Text(self.to_string()),
        }
    }
}

/// A unit of measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// As it was written, in one line.
    pub text: String,
    /// What it measures.
    pub dimension: Dimension,
    factor: Rational,
    offset: Rational,
}

/// A number with its unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The number.
    pub value: Rational,
    /// Its unit.
    pub measure: Measure,
}

fn unread(text: &str) -> Sentence {
    sentence!(
        "measure-unread",
        "`{text}` is no number with a unit of measure; write it as 12.5 kgf/cm2 or 1500 rpm",
        text
    )
}

fn unknown(symbol: &str) -> Sentence {
    sentence!(
        "measure-unknown",
        "The unit of measure `{symbol}` is not known; write it as kW, kgf/cm2, 1/min or °C",
        symbol
    )
}

fn large(text: &str) -> Sentence {
    sentence!("measure-large", "`{text}` is too large or too small to be converted; choose a unit that fits it", text)
}

/// A sign of a unit with its place in the table: what it measures, its factor, its offset.
fn symbol(text: &str) -> Option<(Dimension, Rational, Rational)> {
    if let Some(scale) = ARBITRARY.iter().find(|(sign, _)| *sign == text) {
        return Some((Dimension { powers: [0; 8], scale: Some(scale.1) }, Rational::ONE, Rational::ZERO));
    }
    match text {
        "°C" | "°С" => return Some((TEMPERATURE, Rational::ONE, Rational::new(27315, 100)?)),
        "°F" => return Some((TEMPERATURE, Rational::new(5, 9)?, Rational::new(45967 * 5, 900)?)),
        _ => {}
    }
    let row = |text: &str| ROWS.iter().find(|row| row.0.contains(&text));
    if let Some((_, powers, (over, under), _)) = row(text) {
        return Some((Dimension::of(*powers), Rational::new(*over, *under)?, Rational::ZERO));
    }
    let is_cyrillic = |text: &str| text.chars().any(|c| ('\u{400}'..='\u{4ff}').contains(&c));
    for (prefix, exponent) in PREFIXES {
        let Some(rest) = text.strip_prefix(prefix) else { continue };
        if let Some((_, powers, (over, under), true)) = row(rest)
            && is_cyrillic(prefix) == is_cyrillic(rest)
        {
            let factor = Rational::new(*over, *under)?.times(Rational::whole(10).power(*exponent)?)?;
            return Some((Dimension::of(*powers), factor, Rational::ZERO));
        }
    }
    None
}

const TEMPERATURE: Dimension = Dimension::of([0, 0, 0, 0, 1, 0, 0, 0]);

/// What stands in a unit, read from left to right.
struct Signs<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    whole: &'a str,
    depth: u8,
    n_signs: u8,
    /// The offset of the only sign; of several none counts: a degree in a product is a difference.
    offset: Rational,
}

type Part = (Dimension, Rational);

impl Signs<'_> {
    fn skip_blanks(&mut self) {
        while self.rest.next_if(|c| c.is_whitespace()).is_some() {}
    }

    /// Several signs, multiplied and divided in their order, up to a closing bracket or the end.
    fn product(&mut self) -> Result<Part, Sentence> {
        let mut held: Part = (Dimension::NUMBER, Rational::ONE);
        let mut sign = 1;
        let mut is_open = true;
        loop {
            self.skip_blanks();
            let Some(next) = self.rest.peek().copied() else { break };
            match next {
                ')' => break,
                '*' | '·' | '×' | '⋅' | '∙' | '.' | '/' | '÷' => {
                    self.rest.next();
                    if is_open && (next != '/' || held != (Dimension::NUMBER, Rational::ONE)) {
                        return Err(unknown(self.whole));
                    }
                    sign = if matches!(next, '/' | '÷') { -1 } else { 1 };
                    is_open = true;
                }
                _ => {
                    let (dimension, factor) = self.factor()?;
                    let dimension = held.0.times(dimension, sign).ok_or_else(|| unknown(self.whole))?;
                    let factor = factor.power(sign).and_then(|factor| held.1.times(factor));
                    held = (dimension, factor.ok_or_else(|| large(self.whole))?);
                    (sign, is_open) = (1, false);
                }
            }
        }
        if is_open { Err(unknown(self.whole)) } else { Ok(held) }
    }

    fn factor(&mut self) -> Result<Part, Sentence> {
        let base = match self.rest.peek().copied() {
            Some('(') => {
                self.rest.next();
                self.depth += 1;
                if self.depth > 4 {
                    return Err(unknown(self.whole));
                }
                let inside = self.product()?;
                self.depth -= 1;
                if self.rest.next() != Some(')') {
                    return Err(unknown(self.whole));
                }
                inside
            }
            Some(digit) if digit.is_ascii_digit() => {
                let mut number = String::new();
                while let Some(digit) = self.rest.next_if(char::is_ascii_digit) {
                    number.push(digit);
                }
                let number = Rational::parse(&number).filter(|number| *number > Rational::ZERO);
                self.n_signs = self.n_signs.saturating_add(1);
                (Dimension::NUMBER, number.ok_or_else(|| unknown(self.whole))?)
            }
            _ => {
                let mut text = String::new();
                let is_sign = |c: &char| c.is_alphabetic() || "°%‰′″\"'_".contains(*c);
                while let Some(c) = self.rest.next_if(is_sign) {
                    text.push(c);
                }
                let (dimension, factor, offset) =
                    symbol(&text).ok_or_else(|| unknown(if text.is_empty() { self.whole } else { &text }))?;
                self.offset = offset;
                self.n_signs = self.n_signs.saturating_add(1);
                (dimension, factor)
            }
        };
        let exponent = self.exponent()?;
        if exponent != 1 {
            self.offset = Rational::ZERO;
        }
        let dimension = Dimension::NUMBER.times(base.0, exponent).ok_or_else(|| unknown(self.whole))?;
        Ok((dimension, base.1.power(exponent).ok_or_else(|| large(self.whole))?))
    }

    fn exponent(&mut self) -> Result<i8, Sentence> {
        let raised = |c: char| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|one| one == c).map(|digit| digit.to_string());
        let marked = self.rest.next_if_eq(&'^').is_some();
        let mut text = String::new();
        // A minus belongs to what follows where that is a digit.
        let mut ahead = self.rest.clone();
        if let Some('-' | '⁻' | '−') = ahead.next()
            && ahead.peek().is_some_and(|c| c.is_ascii_digit() || raised(*c).is_some())
        {
            self.rest.next();
            text.push('-');
        }
        while let Some(c) = self.rest.peek().copied() {
            let Some(digit) = raised(c).or_else(|| c.is_ascii_digit().then(|| c.to_string())) else { break };
            text.push_str(&digit);
            self.rest.next();
        }
        if text.is_empty() {
            return if marked { Err(unknown(self.whole)) } else { Ok(1) };
        }
        text.parse()
            .ok()
            .filter(|power: &i8| *power != 0 && power.unsigned_abs() <= 9)
            .ok_or_else(|| unknown(self.whole))
    }
}

impl Measure {
    /// The unit of a number without one.
    pub fn number() -> Measure {
        Measure { text: String::new(), dimension: Dimension::NUMBER, factor: Rational::ONE, offset: Rational::ZERO }
    }

    /// Reads a unit as people write it: by the signs of the SI, of UCUM and of everyday, in Latin and Cyrillic letters. Empty is a number.
    ///
    /// # Errors
    /// A sentence that names the sign which is not known.
    pub fn parse(text: &str) -> Result<Measure, Sentence> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() || text == "1" {
            return Ok(Measure { text, ..Measure::number() });
        }
        if text.chars().count() > MEASURE_CHARS_MAX {
            let short: String = text.chars().take(MEASURE_CHARS_MAX).collect();
            return Err(unknown(&short));
        }
        let mut plain = text.replace('μ', "µ").replace('\u{2126}', "Ω").replace('℃', "°C").replace('℉', "°F");
        for (spelling, sign) in SPELLINGS {
            plain = plain.replace(spelling, sign);
        }
        let mut signs =
            Signs { rest: plain.chars().peekable(), whole: &text, depth: 0, n_signs: 0, offset: Rational::ZERO };
        let (dimension, factor) = signs.product()?;
        if signs.rest.next().is_some() {
            return Err(unknown(&text));
        }
        let offset = if signs.n_signs == 1 { signs.offset } else { Rational::ZERO };
        Ok(Measure { text, dimension, factor, offset })
    }

    /// The factor to the base units of the SI, and what is added then.
    pub fn scale(&self) -> (Rational, Rational) {
        (self.factor, self.offset)
    }
}

impl Quantity {
    /// Reads a number with its unit: `12.5 kgf/cm2`, `1 500 об/мин`. Blanks before three digits group them; a comma is a point, and is
    /// not read where it may as well group: before three digits behind a number that is not zero.
    ///
    /// # Errors
    /// A sentence that says what is not read.
    pub fn parse(text: &str) -> Result<Quantity, Sentence> {
        let text = text.trim();
        if text.chars().count() > QUANTITY_CHARS_MAX {
            let short: String = text.chars().take(MEASURE_CHARS_MAX).collect();
            return Err(unread(&short));
        }
        let (number, rest) = number(text).ok_or_else(|| unread(text))?;
        let value = Rational::parse(&number).ok_or_else(|| unread(text))?;
        Ok(Quantity { value, measure: Measure::parse(rest)? })
    }

    /// A decimal number of a unit.
    ///
    /// # Errors
    /// As [`Quantity::parse`].
    pub fn of(number: &str, measure: &str) -> Result<Quantity, Sentence> {
        Quantity::parse(&format!("{number} {measure}"))
    }

    /// The same in base units of the SI.
    fn base(&self) -> Option<Rational> {
        self.value.times(self.measure.factor)?.plus(self.measure.offset)
    }

    /// The same in another unit.
    ///
    /// # Errors
    /// A sentence that names both dimensions where they differ, or says that the number does not fit.
    pub fn to(&self, measure: &Measure) -> Result<Quantity, Sentence> {
        if self.measure.dimension != measure.dimension {
            return Err(sentence!(
                "measure-differs",
                "{from} cannot be converted to {to}: the one measures {one}, the other {other}",
                from = shown_unit(&self.measure),
                to = shown_unit(measure),
                one = self.measure.dimension,
                other = measure.dimension
            ));
        }
        let value = self.base().and_then(|base| base.minus(measure.offset)?.by(measure.factor));
        Ok(Quantity { value: value.ok_or_else(|| large(&self.to_string()))?, measure: measure.clone() })
    }
}

fn shown_unit(measure: &Measure) -> String {
    if measure.text.is_empty() { "1".to_owned() } else { measure.text.clone() }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.measure.text.is_empty() {
            return write!(f, "{}", self.value);
        }
        write!(f, "{} {}", self.value, self.measure.text)
    }
}

impl From<Sentence> for Refusal {
    fn from(sentence: Sentence) -> Refusal {
        Refusal::Said(sentence)
    }
}

/// The number at the beginning of a text, with a point and without groups, and what stands behind it.
fn number(text: &str) -> Option<(String, &str)> {
    let is_blank = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’');
    let mut found = String::new();
    let mut at = 0;
    let bytes_of = |from: usize| text[from..].chars().next();
    if let Some(sign @ ('-' | '−' | '+')) = bytes_of(0) {
        found.push(if sign == '−' { '-' } else { sign });
        at = sign.len_utf8();
    }
    let mut point = false;
    while let Some(c) = bytes_of(at) {
        let rest = &text[at + c.len_utf8()..];
        let n_digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let before = found.trim_start_matches(['-', '+']);
        if c.is_ascii_digit() {
            found.push(c);
        } else if is_blank(c) && !point && n_digits == 3 && !before.is_empty() {
            // A blank that groups.
        } else if matches!(c, '.' | ',') && !point && n_digits > 0 && !before.is_empty() {
            if c == ',' && n_digits == 3 && before != "0" {
                return None;
            }
            (point, found) = (true, format!("{found}."));
        } else if matches!(c, 'e' | 'E') && has_exponent(rest) && !before.is_empty() {
            let n = rest.len() - rest.trim_start_matches(|c: char| c == '-' || c == '+' || c.is_ascii_digit()).len();
            found.push('e');
            found.push_str(&rest[..n]);
            at += 1 + n;
            break;
        } else {
            break;
        }
        at += c.len_utf8();
    }
    let is_number = found.bytes().any(|byte| byte.is_ascii_digit());
    is_number.then(|| (found, text[at..].trim()))
}

fn has_exponent(rest: &str) -> bool {
    rest.trim_start_matches(['-', '+']).bytes().next().is_some_and(|byte| byte.is_ascii_digit())
}
