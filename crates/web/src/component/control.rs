//! The pages of control beside each other.

use maud::Markup;

use super::tabs::{Tab, tabs};
use crate::speech::Speech;

/// A page of control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ControlRoom {
    /// What waits to be decided, and what was.
    Cases,
    /// Who decides of what, by which rule.
    Regimes,
    /// What is controlled.
    Items,
    /// Who is listed.
    Parties,
    /// What parties were found on lists, and what was said of it.
    Screenings,
    /// What is given to hosts.
    Releases,
    /// Who asked that more people see something.
    Widenings,
}

impl ControlRoom {
    /// All of them, in the order in which they stand.
    pub const ALL: [ControlRoom; 7] = [
        ControlRoom::Cases,
        ControlRoom::Regimes,
        ControlRoom::Items,
        ControlRoom::Parties,
        ControlRoom::Screenings,
        ControlRoom::Releases,
        ControlRoom::Widenings,
    ];

    /// Its address.
    pub fn address(self) -> &'static str {
        match self {
            ControlRoom::Cases => "/cases",
            ControlRoom::Regimes => "/regimes",
            ControlRoom::Items => "/control-lists",
            ControlRoom::Parties => "/party-lists",
            ControlRoom::Screenings => "/screenings",
            ControlRoom::Releases => "/releases",
            ControlRoom::Widenings => "/widenings",
        }
    }

    fn key(self) -> &'static str {
        match self {
            ControlRoom::Cases => "cases-title",
            ControlRoom::Regimes => "regimes-title",
            ControlRoom::Items => "control-lists-title",
            ControlRoom::Parties => "party-lists-title",
            ControlRoom::Screenings => "screenings-title",
            ControlRoom::Releases => "releases-title",
            ControlRoom::Widenings => "widenings-title",
        }
    }
}

/// The pages of control beside each other; the reader is on this one.
pub fn control_tabs(speech: Speech, here: ControlRoom) -> Markup {
    let tab = |room: ControlRoom| Tab {
        text: speech.say(room.key()),
        href: room.address().to_owned(),
        count: None,
        here: room == here,
    };
    tabs(speech, &speech.say("control-room"), &ControlRoom::ALL.map(tab))
}
