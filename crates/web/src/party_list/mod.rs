//! Lists of parties: the register, a list with its versions and entries, what changed between two versions.

mod difference;
mod form;
mod list;
mod load;
mod page;

use maud::{Markup, html};
use model::{DutyKind, ListVersion, ListVersionState, Listed, ListedField, NameStrength, PartyList};

use crate::app::App;
use crate::component::{Crumb, Section, Tone, tag};
use crate::country::country;
use crate::route::{Policy, Routes};
use crate::speech::Speech;
use crate::upload::AROUND_FILE_BYTES_MAX;

/// The part of the office in which these pages and those of screenings stand.
pub const SECTION: Section = Section::Control;

/// The files of a version with what stands around them in the form.
const BODY_BYTES_MAX: usize = desk::LIST_FILE_BYTES_MAX * 2 + AROUND_FILE_BYTES_MAX;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let open = Policy::SignedIn;
    routes
        .page("/party-lists", open, list::show)
        .page("/party-lists/new", open, form::show_new)
        .form("/party-lists/new", open, form::register)
        .page("/party-lists/{party_list}", open, page::show)
        .page("/party-lists/{party_list}/change", open, form::show_change)
        .form("/party-lists/{party_list}/change", open, form::change)
        .upload("/party-lists/{party_list}/versions", open, BODY_BYTES_MAX, load::take)
        .form("/party-lists/{party_list}/versions/{list_version}", open, load::decide)
        .page("/party-lists/{party_list}/difference", open, difference::show)
}

/// Where a duty about a list is done: its hits on the list of screenings, all else on its page.
pub fn place_of(list: &PartyList, kind: DutyKind) -> String {
    match kind {
        DutyKind::DecideHits => "/screenings?view=open".to_owned(),
        _ => format!("/party-lists/{}", list.id),
    }
}

/// The way back to the register of lists.
pub fn crumbs(speech: Speech) -> Vec<Crumb> {
    vec![Crumb::new(speech.say("party-lists-title"), "/party-lists")]
}

/// The way back to a list.
fn crumbs_to(speech: Speech, list: &PartyList) -> Vec<Crumb> {
    let mut crumbs = crumbs(speech);
    crumbs.push(Crumb::new(list.title.clone(), format!("/party-lists/{}", list.id)));
    crumbs
}

/// Where a version stands.
fn version_state(speech: Speech, version: &ListVersion) -> Markup {
    let tone = match version.state {
        ListVersionState::Waiting => Tone::Accent,
        ListVersionState::Held => Tone::Bad,
        ListVersionState::InForce => Tone::Good,
        ListVersionState::Past => Tone::Plain,
        ListVersionState::Refused => Tone::Warn,
    };
    tag(tone, &speech.say(&format!("party-list-version-{}", version.state.word())))
}

/// A number as people of the language write it.
fn number(speech: Speech, n: u64) -> String {
    speech.number(i64::try_from(n).unwrap_or(i64::MAX))
}

/// What a part of an entry is called.
pub fn field_name(speech: Speech, field: ListedField) -> String {
    speech.say(&format!("listed-{}", field.word()))
}

/// The lines of a part of an entry as people read them.
pub fn field_lines(speech: Speech, listed: &Listed, field: ListedField) -> Markup {
    html! {
        @match field {
            ListedField::Kind => { (speech.say(&format!("party-kind-{}", listed.kind.word()))) }
            ListedField::Names => {
                ul class="plain" {
                    @for name in &listed.names {
                        li { bdi { (name.text) } @if name.strength == NameStrength::Weak { " " (tag(Tone::Plain, &speech.say("listed-weak"))) } }
                    }
                }
            }
            ListedField::Countries => {
                ul class="plain" { @for code in listed.lines(field) { li { bdi { (country(speech, &code)) } } } }
            }
            field => { ul class="plain" { @for line in listed.lines(field) { li { bdi class="long" { (line) } } } } }
        }
    }
}
