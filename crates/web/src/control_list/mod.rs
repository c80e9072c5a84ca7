//! Control lists: what is controlled, in every version, each entry with its words, its notes and the thresholds that were read from them.

mod difference;
mod entry;
mod list;
mod page;
mod version;

use maud::{Markup, html};
use model::{ControlNote, ControlNoteKind, ControlVersion, ListStage, Threshold};

use crate::app::App;
use crate::component::{Crumb, Section, Tone, tag};
use crate::route::{Policy, Routes};
use crate::speech::Speech;
use crate::upload::AROUND_FILE_BYTES_MAX;

/// Where control stands in the main navigation.
pub const HERE: Section = Section::Control;

const BODY_BYTES_MAX: usize = desk::CONTROL_FILE_BYTES_MAX + AROUND_FILE_BYTES_MAX;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let open = Policy::SignedIn;
    routes
        .page("/control-lists", open, list::show)
        .upload("/control-lists", Policy::Document, BODY_BYTES_MAX, list::load)
        .page("/control-lists/{control_list}", open, page::show)
        .page("/control-lists/{control_list}/difference", open, difference::show)
        .form("/control-lists/{control_list}/versions/{version}", open, version::decide)
        .page("/control-lists/{control_list}/{entry}", open, entry::show)
}

/// The way back to the lists.
pub fn crumbs(speech: Speech) -> Vec<Crumb> {
    vec![Crumb::new(speech.say("control-lists-title"), "/control-lists")]
}

/// The address of an entry. Codes of published lists hold letters, digits and points; whatever else one holds is written out.
pub fn entry_address(list: &str, code: &str) -> String {
    let code: String = form_urlencoded::byte_serialize(code.as_bytes()).collect();
    format!("/control-lists/{list}/{}", code.replace('+', "%20"))
}

/// Where a version stands.
fn stage(speech: Speech, version: &ControlVersion) -> Markup {
    let tone = match version.stage {
        ListStage::Kept => Tone::Good,
        ListStage::Held => Tone::Warn,
        ListStage::Refused => Tone::Faint,
    };
    tag(tone, &speech.say(&format!("list-stage-{}", version.stage.word())))
}

/// That somebody made a list up.
fn invented(speech: Speech, is_invented: bool) -> Markup {
    html! { @if is_invented { " " (tag(Tone::Warn, &speech.say("control-list-invented"))) } }
}

fn number(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Notes under their kinds.
fn notes(speech: Speech, notes: &[ControlNote]) -> Markup {
    html! {
        @for note in notes {
            @let key = format!("control-note-{}", note.kind.word());
            @let tone = if note.kind == ControlNoteKind::Except { Tone::Good } else { Tone::Plain };
            p { (tag(tone, &speech.say(&key))) " " bdi { (note.text) } }
        }
    }
}

/// A threshold with what it is of.
pub fn threshold(one: &Threshold) -> Markup {
    html! { bdi { (one.words) } @if !one.words.is_empty() { " " } bdi { code { (one) } } }
}
