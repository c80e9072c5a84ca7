//! The catalogues, read once.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentResource, FluentValue};

use super::Tongue;
use super::number::{Marks, grouped};

include!(concat!(env!("OUT_DIR"), "/catalogues.rs"));

/// The sentences of one language, and how it writes numbers.
pub struct Catalogue {
    pub bundle: FluentBundle<FluentResource>,
    pub marks: Marks,
}

/// The files of a language, name and text, as they are embedded.
pub fn files(tongue: Tongue) -> &'static [(&'static str, &'static str)] {
    match tongue {
        Tongue::English => ENGLISH,
        Tongue::Russian => RUSSIAN,
        Tongue::German => GERMAN,
    }
}

/// The catalogue of a language.
pub fn of(tongue: Tongue) -> &'static Catalogue {
    static READ: [OnceLock<Catalogue>; Tongue::ALL.len()] = [const { OnceLock::new() }; Tongue::ALL.len()];
    READ[tongue as usize].get_or_init(|| read(tongue))
}

fn read(tongue: Tongue) -> Catalogue {
    let language = tongue.tag().parse().expect("our own tags are tags");
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match tongue {
        Tongue::English => |value, _| number(Tongue::English, value),
        Tongue::Russian => |value, _| number(Tongue::Russian, value),
        Tongue::German => |value, _| number(Tongue::German, value),
    }));
    for (name, text) in files(tongue) {
        // The catalogues are part of the program: a test reads every one of them.
        let resource = FluentResource::try_new((*text).to_owned())
            .unwrap_or_else(|(_, faults)| panic!("`{}/{name}`: {faults:?}", tongue.tag()));
        bundle.add_resource(resource).unwrap_or_else(|faults| panic!("`{}/{name}`: {faults:?}", tongue.tag()));
    }
    let mark = |key: &str| {
        let pattern = bundle.get_message(key).and_then(|message| message.value());
        pattern.map(|pattern| bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned()).unwrap_or_default()
    };
    let marks = Marks {
        group: mark("number-group"),
        decimal: mark("number-decimal"),
        grouped_from: mark("number-grouped-from").parse().unwrap_or(4),
    };
    Catalogue { bundle, marks }
}

/// Writes the numbers inside sentences; text is left as it is.
fn number(tongue: Tongue, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(grouped(&number.as_string(), &of(tongue).marks)),
        _ => None,
    }
}
