//! What is asked of the lists: a description and rows of parameters, as a form carries them.

use matching::ItemQuestion;
use maud::{Markup, html};
use model::{ITEM_PARAMETERS_MAX, ITEM_TEXT_CHARS_MAX, ItemParameter};

use crate::caller::Caller;
use crate::component::{Field, Slips};
use crate::host::form::rows;
use crate::speech::Speech;
use crate::typed::Typed;

const COLUMNS: &[&str] = &["name", "value", "unit"];

/// The question that was typed, and what cannot be read of it.
pub fn question(caller: &Caller, typed: &Typed, slips: &mut Slips) -> ItemQuestion {
    let speech = caller.visit.speech;
    let mut parameters = Vec::new();
    for (number, row) in (1..).zip(typed.rows("parameter", COLUMNS).into_iter().take(ITEM_PARAMETERS_MAX)) {
        let cell = |at: usize| row.get(at).map_or("", String::as_str);
        match ItemParameter::read(cell(0), cell(1), cell(2)) {
            Ok(read) => parameters.extend(read),
            Err(refusal) => slips.note(format!("parameter-{number}-value"), speech.refusal(&refusal)),
        }
    }
    let text: String = typed.get("text").chars().take(ITEM_TEXT_CHARS_MAX).collect();
    ItemQuestion { text, parameters }
}

/// The fields of it.
pub fn fields(speech: Speech, typed: &Typed, slips: &Slips) -> Markup {
    let columns = &[("name", "item-parameter"), ("value", "item-value"), ("unit", "sample-measure")];
    let mut parameters = rows(speech, "parameter", "item-parameters", columns, typed.rows("parameter", COLUMNS));
    parameters.hint = Some(speech.say("item-parameters-hint"));
    parameters.may_be_empty = false;
    html! {
        (Field::lines("text", speech.say("item-text"), 4).hint(speech.say("item-text-hint")).value(typed.get("text")).length_max(ITEM_TEXT_CHARS_MAX).slips(slips).draw(speech))
        (parameters.draw(speech, slips))
    }
}

/// It in hidden fields, for a form that decides on what was asked.
pub fn carried(question: &ItemQuestion) -> Markup {
    html! {
        input type="hidden" name="text" value=(question.text);
        @for (number, one) in (1..).zip(&question.parameters) {
            @let value = if one.low == one.high { one.low.to_string() } else { format!("{}..{}", one.low, one.high) };
            input type="hidden" name={ "parameter-" (number) "-name" } value=(one.name);
            input type="hidden" name={ "parameter-" (number) "-value" } value=(value);
            input type="hidden" name={ "parameter-" (number) "-unit" } value=(one.unit);
        }
    }
}
