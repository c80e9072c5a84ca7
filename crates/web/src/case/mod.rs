//! Control cases: what waits to be decided and what was, asked for, voted on, tied to conditions.

mod ask;
mod basis;
mod condition;
mod content;
mod list;
mod motion;
mod page;
mod step;
mod verdict;
mod vote;

use maud::{Markup, html};
use model::{BasisHash, CaseState, ControlAct, ControlCase, Noun, Thing};

use crate::app::App;
use crate::component::{Column, Crumb, Section, Table, Tone, tag};
use crate::marking;
use crate::route::{Policy, Routes};
use crate::speech::Speech;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let open = Policy::SignedIn;
    routes
        .page("/cases", open, list::show)
        .page("/cases/new", open, ask::show)
        .form("/cases/new", open, ask::ask)
        .page("/cases/{case}", open, page::show)
        .form("/cases/{case}/ballots", open, vote::cast)
        .form("/cases/{case}/motions", open, motion::propose)
        .form("/cases/{case}/motions/{motion}/answer", open, motion::answer)
        .form("/cases/{case}/conditions/{condition}", open, condition::say)
        .form("/cases/{case}/withdrawal", open, step::withdraw)
        .form("/cases/{case}/again", open, step::again)
        .form("/cases/{case}/note", open, step::note)
}

/// The way back to the list of cases.
pub fn crumbs(speech: Speech) -> Vec<Crumb> {
    vec![Crumb::of(speech, Section::Control)]
}

/// Where a case stands.
pub fn state(speech: Speech, state: CaseState) -> Markup {
    let tone = match state {
        CaseState::Open => Tone::Accent,
        CaseState::Approved | CaseState::Conditional | CaseState::Exempt => Tone::Good,
        CaseState::Discretion => Tone::Warn,
        CaseState::Refused | CaseState::Forbidden | CaseState::Reopened => Tone::Bad,
        CaseState::Void | CaseState::Expired | CaseState::Withdrawn => Tone::Faint,
    };
    tag(tone, &speech.say(&format!("case-state-{}", state.word())))
}

/// What is to be done, in words.
pub fn act(speech: Speech, act: ControlAct) -> String {
    speech.say(&format!("control-act-{}", act.word()))
}

/// Cases in a short table: for the pages of regimes, and for the other cases about a thing.
pub fn cases_table(speech: Speech, title: &str, cases: &[ControlCase]) -> Markup {
    let columns = ["case-name", "case-act", "case-state", "case-opened", "case-decided"];
    let mut table = Table::new(title.to_owned(), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for case in cases {
        table = table.row(vec![
            html! { a href={ "/cases/" (case.id) } { bdi { (case.proposal.title) } } " " (marking::tags(speech, &case.marking)) },
            html! { (act(speech, case.proposal.act)) },
            state(speech, case.state),
            html! { (speech.date(case.opened)) },
            html! { @match case.decided { Some(day) => (speech.date(day)), None => "–" } },
        ]);
    }
    table.draw(speech)
}

/// Reads the hash that a form or a program saw, as `desk::hex` writes it.
pub fn read_hash(text: &str) -> Option<BasisHash> {
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut hash = BasisHash::default();
    for (at, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(hash)
}

/// Reads what shows that a condition is kept or broken: a name such as `mission:M…`, or the address of its page.
fn read_evidence(text: &str) -> Option<Thing> {
    if let Some(thing) = Thing::parse(text) {
        return Some(thing);
    }
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let mut parts = path.rsplit('/').filter(|part| !part.is_empty());
    let (name, room) = (parts.next()?, parts.next()?);
    let noun = match room {
        "records" => Noun::Record,
        "attachments" => Noun::Attachment,
        "missions" => Noun::Mission,
        "samples" => Noun::Sample,
        "agreements" => Noun::Agreement,
        _ => return None,
    };
    Some(Thing::new(noun, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_read_as_it_was_written_and_nothing_else_is() {
        let mut hash = BasisHash::default();
        (hash[0], hash[31]) = (0xa7, 0x0f);
        assert_eq!(read_hash(&desk::hex(&hash)), Some(hash));
        for other in ["", "a7", &"g".repeat(64), &"é".repeat(32), &"0".repeat(65)] {
            assert_eq!(read_hash(other), None, "{other}");
        }
    }

    #[test]
    fn evidence_is_named_or_its_address_is_pasted() {
        let mission = Some(Thing::new(Noun::Mission, "M0000000000001"));
        for text in [
            "mission:M0000000000001",
            "/missions/M0000000000001",
            "https://office.example.org/missions/M0000000000001?tab=1#report",
        ] {
            assert_eq!(read_evidence(text), mission, "{text}");
        }
        for other in ["", "M0000000000001", "/needs/pumps", "as agreed on the telephone"] {
            assert_eq!(read_evidence(other), None, "{other}");
        }
    }
}
