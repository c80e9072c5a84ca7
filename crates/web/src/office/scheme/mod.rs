//! Schemes: thesauri and classifications, what joins them, and what needs gain and lose when they change.

mod class;
mod list;
mod look;
mod page;
mod rematch;

pub use class::cut;

use desk::{Failure, Office, SCHEME_BYTES_MAX};
use maud::{Markup, html};
use model::{ConceptCode, Crosswalk, MappingRelation};

use crate::app::App;
use crate::component::Crumb;
use crate::route::{Policy, Routes};
use crate::speech::Speech;
use crate::upload::AROUND_FILE_BYTES_MAX;

/// The address of the list.
const ADDRESS: &str = "/office/schemes";

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .page(ADDRESS, Policy::SignedIn, list::show)
        .page("/office/schemes/{scheme}", Policy::SignedIn, page::show)
        .page("/office/schemes/{scheme}/class", Policy::SignedIn, class::show)
        .page("/office/schemes/{scheme}/export/{format}", Policy::SignedIn, page::export)
        .page("/office/schemes/{scheme}/remove", Policy::Document, page::ask_to_remove)
        .form("/office/schemes/{scheme}/remove", Policy::Document, page::remove)
        .form("/office/schemes/{scheme}/unmap", Policy::Document, page::unmap)
        .form("/office/schemes/{scheme}/map", Policy::Document, class::map)
        .form("/office/schemes/{scheme}/map/remove", Policy::Document, class::unmap)
        .page("/office/scheme-looks", Policy::Document, look::home)
        .upload("/office/scheme-looks", Policy::Document, SCHEME_BYTES_MAX + AROUND_FILE_BYTES_MAX, look::look)
        .page("/office/scheme-looks/{look}", Policy::Document, look::show)
        .form("/office/scheme-looks/{look}/keep", Policy::Document, look::keep)
        .form("/office/scheme-looks/{look}/drop", Policy::Document, look::drop)
        .page("/office/rematches", Policy::SignedIn, rematch::list)
        .page("/office/rematches/{rematch}", Policy::SignedIn, rematch::show)
}

/// The way down to a page below the list.
fn crumbs(speech: Speech) -> Vec<Crumb> {
    let mut crumbs = super::crumbs(speech);
    crumbs.push(Crumb::new(speech.say("office-schemes"), ADDRESS));
    crumbs
}

/// What a scheme is called in the reader's language, or its word.
fn title(office: &Office, word: &str, speech: Speech) -> Result<String, Failure> {
    Ok(office.scheme(word)?.head.title(speech.tongue().tag()).to_owned())
}

/// The address of a class.
pub fn class_address(code: &ConceptCode) -> String {
    let scheme = code.scheme();
    let page = format!("{ADDRESS}/{scheme}/class?");
    let length = page.len();
    form_urlencoded::Serializer::for_suffix(page, length).append_pair("code", code.notation()).finish()
}

/// A class with its label, and a link to its page where its scheme is kept and has it.
pub fn class_link(speech: Speech, crosswalk: &Crosswalk, code: &ConceptCode) -> Markup {
    let concept = crosswalk.scheme(code.scheme()).and_then(|scheme| scheme.concept(code.notation()));
    let label = concept.and_then(|concept| concept.label(speech.tongue().tag()));
    let said = html! { bdi { (code) } @if let Some(label) = label { " " span { bdi { (label) } } } };
    html! { @if concept.is_some() { a href=(class_address(code)) { (said) } } @else { (said) } }
}

/// What a class is to another, in words.
pub fn relation(speech: Speech, relation: MappingRelation) -> String {
    speech.say(&format!("mapping-{}", relation.word()))
}

fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
