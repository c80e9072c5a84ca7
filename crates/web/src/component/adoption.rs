//! The rooms of adoption and diffusion beside each other.

use maud::Markup;

use super::tabs::{Tab, tabs};
use crate::speech::Speech;

/// A room of adoption and diffusion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdoptionRoom {
    /// Technologies in units.
    Adoptions,
    /// What is adopted.
    Technologies,
    /// What one unit uses, offered to others.
    Offers,
    /// What stands in the way.
    Barriers,
    /// Targets that are lower for a time.
    Reliefs,
    /// What units ask of each other.
    Calls,
}

impl AdoptionRoom {
    /// All of them, in the order in which they stand.
    pub const ALL: [AdoptionRoom; 6] = [
        AdoptionRoom::Adoptions,
        AdoptionRoom::Technologies,
        AdoptionRoom::Offers,
        AdoptionRoom::Barriers,
        AdoptionRoom::Reliefs,
        AdoptionRoom::Calls,
    ];

    /// Its address.
    pub fn address(self) -> &'static str {
        match self {
            AdoptionRoom::Adoptions => "/adoptions",
            AdoptionRoom::Technologies => "/technologies",
            AdoptionRoom::Offers => "/offers",
            AdoptionRoom::Barriers => "/barriers",
            AdoptionRoom::Reliefs => "/reliefs",
            AdoptionRoom::Calls => "/calls",
        }
    }

    /// What it is called in the catalogues.
    pub fn key(self) -> &'static str {
        match self {
            AdoptionRoom::Adoptions => "adoptions-title",
            AdoptionRoom::Technologies => "technologies-title",
            AdoptionRoom::Offers => "offers-title",
            AdoptionRoom::Barriers => "barriers-title",
            AdoptionRoom::Reliefs => "reliefs-title",
            AdoptionRoom::Calls => "calls-title",
        }
    }
}

/// The rooms beside each other; the reader is in this one.
pub fn adoption_tabs(speech: Speech, here: AdoptionRoom) -> Markup {
    let tab = |room: AdoptionRoom| Tab {
        text: speech.say(room.key()),
        href: room.address().to_owned(),
        count: None,
        here: room == here,
    };
    tabs(speech, &speech.say("adoption-room"), &AdoptionRoom::ALL.map(tab))
}
