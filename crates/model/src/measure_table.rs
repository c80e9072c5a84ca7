//! The table of units of measure.
//!
//! Factors of the SI and of units accepted with it: BIPM, *The International System of Units (SI)*, 9th edition 2019, tables 4, 7 and 8.
//! Other factors: A. Thompson and B. N. Taylor, *Guide for the Use of the International System of Units*, NIST Special Publication 811,
//! edition of 2008, appendix B.8 and B.9. All of them are exact but that of the radian in turns, which is right to sixteen digits.
//! Signs: the SI, UCUM where it is what people write, and everyday Latin and Cyrillic ones.

use crate::measure::DimensionName;

/// Powers of length, mass, time, current, temperature, amount, light and angle.
pub(crate) type Powers = [i8; 8];

/// Signs of a unit, what it measures, its factor to the base units of the SI as a fraction, and whether prefixes go with it.
pub(crate) type UnitRow = (&'static [&'static str], Powers, (i128, i128), bool);

const fn powers(length: i8, mass: i8, time: i8, current: i8, temperature: i8) -> Powers {
    [length, mass, time, current, temperature, 0, 0, 0]
}

const NUMBER: Powers = [0; 8];
const LENGTH: Powers = powers(1, 0, 0, 0, 0);
const MASS: Powers = powers(0, 1, 0, 0, 0);
const TIME: Powers = powers(0, 0, 1, 0, 0);
const CURRENT: Powers = powers(0, 0, 0, 1, 0);
const HEAT: Powers = powers(0, 0, 0, 0, 1);
const AMOUNT: Powers = [0, 0, 0, 0, 0, 1, 0, 0];
const LIGHT: Powers = [0, 0, 0, 0, 0, 0, 1, 0];
const ANGLE: Powers = [0, 0, 0, 0, 0, 0, 0, 1];
const AREA: Powers = powers(2, 0, 0, 0, 0);
const VOLUME: Powers = powers(3, 0, 0, 0, 0);
const SPEED: Powers = powers(1, 0, -1, 0, 0);
const ACCELERATION: Powers = powers(1, 0, -2, 0, 0);
const FREQUENCY: Powers = powers(0, 0, -1, 0, 0);
const FORCE: Powers = powers(1, 1, -2, 0, 0);
const PRESSURE: Powers = powers(-1, 1, -2, 0, 0);
const ENERGY: Powers = powers(2, 1, -2, 0, 0);
const POWER: Powers = powers(2, 1, -3, 0, 0);
const CHARGE: Powers = powers(0, 0, 1, 1, 0);
const VOLTAGE: Powers = powers(2, 1, -3, -1, 0);
const RESISTANCE: Powers = powers(2, 1, -3, -2, 0);
const CONDUCTANCE: Powers = powers(-2, -1, 3, 2, 0);
const CAPACITANCE: Powers = powers(-2, -1, 4, 2, 0);
const FLUX: Powers = powers(2, 1, -2, -1, 0);
const FLUX_DENSITY: Powers = powers(0, 1, -2, -1, 0);
const INDUCTANCE: Powers = powers(2, 1, -2, -2, 0);
const ILLUMINANCE: Powers = [-2, 0, 0, 0, 0, 0, 1, 0];
const DOSE: Powers = powers(2, 0, -2, 0, 0);
const VISCOSITY: Powers = powers(-1, 1, -1, 0, 0);
const KINEMATIC: Powers = powers(2, 0, -1, 0, 0);
const THREAD: Powers = powers(-1, 1, 0, 0, 0);

/// Which powers have a name.
pub(crate) const DIMENSIONS: &[(Powers, DimensionName)] = &[
    (NUMBER, DimensionName::Number),
    (LENGTH, DimensionName::Length),
    (MASS, DimensionName::Mass),
    (TIME, DimensionName::Time),
    (CURRENT, DimensionName::Current),
    (HEAT, DimensionName::Temperature),
    (AMOUNT, DimensionName::Amount),
    (LIGHT, DimensionName::Light),
    (ANGLE, DimensionName::Angle),
    (AREA, DimensionName::Area),
    (VOLUME, DimensionName::Volume),
    (SPEED, DimensionName::Speed),
    (ACCELERATION, DimensionName::Acceleration),
    (FREQUENCY, DimensionName::Frequency),
    ([0, 0, -1, 0, 0, 0, 0, 1], DimensionName::AngularSpeed),
    (FORCE, DimensionName::Force),
    (PRESSURE, DimensionName::Pressure),
    (ENERGY, DimensionName::Energy),
    (POWER, DimensionName::Power),
    (powers(-3, 1, 0, 0, 0), DimensionName::Density),
    (powers(0, 1, -1, 0, 0), DimensionName::MassFlow),
    (powers(3, 0, -1, 0, 0), DimensionName::VolumeFlow),
    (CHARGE, DimensionName::Charge),
    (VOLTAGE, DimensionName::Voltage),
    (RESISTANCE, DimensionName::Resistance),
    (CONDUCTANCE, DimensionName::Conductance),
    (CAPACITANCE, DimensionName::Capacitance),
    (INDUCTANCE, DimensionName::Inductance),
    (FLUX, DimensionName::MagneticFlux),
    (FLUX_DENSITY, DimensionName::FluxDensity),
    (ILLUMINANCE, DimensionName::Illuminance),
    (VISCOSITY, DimensionName::Viscosity),
    (KINEMATIC, DimensionName::KinematicViscosity),
    (powers(1, 1, -3, 0, -1), DimensionName::ThermalConductivity),
    (powers(2, 0, -2, 0, -1), DimensionName::HeatCapacity),
    (DOSE, DimensionName::SpecificEnergy),
];

/// Prefixes with their power of ten, longer ones before those with which they begin.
pub(crate) const PREFIXES: &[(&str, i8)] = &[
    ("da", 1),
    ("Y", 24),
    ("Z", 21),
    ("E", 18),
    ("P", 15),
    ("T", 12),
    ("G", 9),
    ("M", 6),
    ("k", 3),
    ("h", 2),
    ("d", -1),
    ("c", -2),
    ("m", -3),
    ("µ", -6),
    ("u", -6),
    ("n", -9),
    ("p", -12),
    ("f", -15),
    ("a", -18),
    ("да", 1),
    ("мк", -6),
    ("Э", 18),
    ("П", 15),
    ("Т", 12),
    ("Г", 9),
    ("М", 6),
    ("к", 3),
    ("г", 2),
    ("д", -1),
    ("с", -2),
    ("м", -3),
    ("н", -9),
    ("п", -12),
    ("ф", -15),
    ("а", -18),
];

/// Scales that somebody agreed on, with the sign by which each is one: they are compared with themselves alone.
pub(crate) const ARBITRARY: &[(&str, &str)] = &[
    ("pH", "pH"),
    ("dB", "dB"),
    ("дБ", "dB"),
    ("HB", "HB"),
    ("HBW", "HB"),
    ("НВ", "HB"),
    ("HV", "HV"),
    ("HRA", "HRA"),
    ("HRB", "HRB"),
    ("HRC", "HRC"),
    ("°API", "°API"),
    ("°E", "°E"),
];

/// Spellings of several signs or with points, and the one sign that they stand for.
pub(crate) const SPELLINGS: &[(&str, &str)] = &[
    ("мм рт. ст.", "mmHg"),
    ("мм рт.ст.", "mmHg"),
    ("мм рт. ст", "mmHg"),
    ("мм вод. ст.", "mmWS"),
    ("мм вод.ст.", "mmWS"),
    ("м вод. ст.", "mWS"),
    ("м вод.ст.", "mWS"),
    ("mm Hg", "mmHg"),
    ("mm H2O", "mmWS"),
    ("mmH2O", "mmWS"),
    ("m H2O", "mWS"),
    ("in Hg", "inHg"),
    ("л. с.", "PS"),
    ("л.с.", "PS"),
    ("лош. сил", "PS"),
    ("об./мин", "rpm"),
    ("об/мин.", "rpm"),
    ("об/мин", "rpm"),
    ("об/с", "rps"),
    ("U/min", "rpm"),
    ("r/min", "rpm"),
    ("rev/min", "rpm"),
    ("r/s", "rps"),
    ("cu. ft", "ft3"),
    ("cu ft", "ft3"),
    ("sq. ft", "ft2"),
    ("sq ft", "ft2"),
    ("cu. in", "in3"),
    ("cu in", "in3"),
    ("sq. in", "in2"),
    ("sq in", "in2"),
    ("куб. м", "м3"),
    ("кв. м", "м2"),
    ("° C", "°C"),
    ("° С", "°C"),
    ("° F", "°F"),
    ("°С", "°C"),
    ("сут.", "сут"),
    ("мин.", "мин"),
    ("шт.", "шт"),
    ("экз.", "шт"),
    (" per ", "/"),
];

/// Every unit but the scales of temperature.
pub(crate) const ROWS: &[UnitRow] = &[
    // Numbers.
    (&["%", "pct", "проц"], NUMBER, (1, 100), false),
    (&["‰"], NUMBER, (1, 1_000), false),
    (&["ppm"], NUMBER, (1, 1_000_000), false),
    (&["ppb"], NUMBER, (1, 1_000_000_000), false),
    (&["pcs", "pc", "Stk", "Stück", "шт", "pieces", "piece"], NUMBER, (1, 1), false),
    // Length.
    (&["m", "м"], LENGTH, (1, 1), true),
    (&["in", "\"", "дюйм"], LENGTH, (254, 10_000), false),
    (&["ft", "'", "фут"], LENGTH, (3_048, 10_000), false),
    (&["yd", "ярд"], LENGTH, (9_144, 10_000), false),
    (&["mi", "миля"], LENGTH, (1_609_344, 1_000), false),
    (&["nmi"], LENGTH, (1_852, 1), false),
    (&["mil", "thou"], LENGTH, (254, 10_000_000), false),
    (&["Å"], LENGTH, (1, 10_000_000_000), false),
    // Area and volume.
    (&["a_", "ар"], AREA, (100, 1), false),
    (&["ha", "га"], AREA, (10_000, 1), false),
    (&["L", "l", "л"], VOLUME, (1, 1_000), true),
    (&["gal", "galUS"], VOLUME, (3_785_411_784, 1_000_000_000_000), false),
    (&["galUK"], VOLUME, (454_609, 100_000_000), false),
    (&["bbl", "баррель"], VOLUME, (158_987_294_928, 1_000_000_000_000), false),
    // Mass.
    (&["g", "г"], MASS, (1, 1_000), true),
    (&["t", "т"], MASS, (1_000, 1), true),
    (&["ц"], MASS, (100, 1), false),
    (&["lb", "lbs", "фунт"], MASS, (45_359_237, 100_000_000), false),
    (&["oz"], MASS, (28_349_523_125, 1_000_000_000_000), false),
    (&["пуд"], MASS, (16_380_496_400, 1_000_000_000), false),
    (&["ct", "кар"], MASS, (2, 10_000), false),
    (&["tex", "текс"], THREAD, (1, 1_000_000), true),
    (&["den"], THREAD, (1, 9_000_000), false),
    // Time.
    (&["s", "с", "сек", "sec"], TIME, (1, 1), true),
    (&["min", "мин"], TIME, (60, 1), false),
    (&["h", "ч", "час", "hr"], TIME, (3_600, 1), false),
    (&["d", "сут", "day", "days"], TIME, (86_400, 1), false),
    (&["wk", "нед"], TIME, (604_800, 1), false),
    (&["yr", "год"], TIME, (31_557_600, 1), false),
    // Angle, in turns.
    (&["°", "deg", "град"], ANGLE, (1, 360), false),
    (&["′", "arcmin"], ANGLE, (1, 21_600), false),
    (&["″", "arcsec"], ANGLE, (1, 1_296_000), false),
    (&["gon"], ANGLE, (1, 400), false),
    (&["turn", "rev", "об"], ANGLE, (1, 1), false),
    (&["rad", "рад"], ANGLE, (78_256_779, 491_701_844), true),
    // Frequency.
    (&["Hz", "Гц"], FREQUENCY, (1, 1), true),
    (&["rpm"], FREQUENCY, (1, 60), false),
    (&["rps"], FREQUENCY, (1, 1), false),
    (&["Bq", "Бк"], FREQUENCY, (1, 1), true),
    (&["Ci", "Ки"], FREQUENCY, (37_000_000_000, 1), true),
    // Speed and acceleration.
    (&["kn", "уз"], SPEED, (1_852, 3_600), false),
    (&["mph"], SPEED, (1_609_344, 3_600_000), false),
    (&["Gal", "Гал"], ACCELERATION, (1, 100), true),
    // Force.
    (&["N", "Н"], FORCE, (1, 1), true),
    (&["dyn", "дин"], FORCE, (1, 100_000), true),
    (&["kgf", "kp", "кгс", "кГ"], FORCE, (980_665, 100_000), false),
    (&["gf", "гс"], FORCE, (980_665, 100_000_000), false),
    (&["tf", "тс"], FORCE, (980_665, 100), false),
    (&["lbf"], FORCE, (44_482_216_152_605, 10_000_000_000_000), false),
    // Pressure.
    (&["Pa", "Па"], PRESSURE, (1, 1), true),
    (&["bar", "бар"], PRESSURE, (100_000, 1), true),
    (&["at", "ат", "ата", "ати"], PRESSURE, (980_665, 10), false),
    (&["atm", "атм"], PRESSURE, (101_325, 1), false),
    (&["Torr", "торр"], PRESSURE, (101_325, 760), false),
    (&["mmHg"], PRESSURE, (133_322_387_415, 1_000_000_000), false),
    (&["inHg"], PRESSURE, (3_386_388_640_341, 1_000_000_000), false),
    (&["mmWS"], PRESSURE, (980_665, 100_000), false),
    (&["mWS"], PRESSURE, (980_665, 100), false),
    (&["psi"], PRESSURE, (44_482_216_152_605, 6_451_600_000), false),
    // Energy.
    (&["J", "Дж"], ENERGY, (1, 1), true),
    (&["eV", "эВ"], ENERGY, (1_602_176_634, 10_000_000_000_000_000_000_000_000_000), true),
    (&["erg", "эрг"], ENERGY, (1, 10_000_000), true),
    // The international table calorie, which engineers mean.
    (&["cal", "cal_IT", "кал"], ENERGY, (41_868, 10_000), true),
    (&["cal_th"], ENERGY, (4_184, 1_000), true),
    (&["Btu", "BTU"], ENERGY, (105_505_585_262, 100_000_000), false),
    // Power.
    (&["W", "Вт"], POWER, (1, 1), true),
    (&["VA", "ВА", "var", "вар"], POWER, (1, 1), true),
    (&["KW", "квт", "Kw"], POWER, (1_000, 1), false),
    (&["PS", "hp_M", "CV", "лс"], POWER, (73_549_875, 100_000), false),
    (&["hp", "HP"], POWER, (37_284_993_579_113_511, 50_000_000_000_000), false),
    // Electricity and magnetism.
    (&["A", "А"], CURRENT, (1, 1), true),
    (&["C", "Кл"], CHARGE, (1, 1), true),
    (&["V", "В"], VOLTAGE, (1, 1), true),
    (&["Ω", "Ohm", "ohm", "Ом"], RESISTANCE, (1, 1), true),
    (&["S", "См"], CONDUCTANCE, (1, 1), true),
    (&["F", "Ф"], CAPACITANCE, (1, 1), true),
    (&["H", "Гн"], INDUCTANCE, (1, 1), true),
    (&["Wb", "Вб"], FLUX, (1, 1), true),
    (&["Mx", "Мкс"], FLUX, (1, 100_000_000), true),
    (&["T", "Тл"], FLUX_DENSITY, (1, 1), true),
    (&["G", "Гс"], FLUX_DENSITY, (1, 10_000), true),
    // Temperature, amount, light.
    (&["K", "К"], HEAT, (1, 1), true),
    (&["°R"], HEAT, (5, 9), false),
    (&["mol", "моль"], AMOUNT, (1, 1), true),
    (&["cd", "кд"], LIGHT, (1, 1), true),
    (&["lm", "лм"], LIGHT, (1, 1), true),
    (&["lx", "лк"], ILLUMINANCE, (1, 1), true),
    (&["Gy", "Гр", "Sv", "Зв"], DOSE, (1, 1), true),
    // Viscosity.
    (&["P", "П"], VISCOSITY, (1, 10), true),
    (&["St", "Ст"], KINEMATIC, (1, 10_000), true),
];
