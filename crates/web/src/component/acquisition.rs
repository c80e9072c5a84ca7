//! The rooms of acquisition beside each other.

use maud::Markup;

use super::tabs::{Tab, tabs};
use crate::speech::Speech;

/// A room of acquisition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AcquisitionRoom {
    /// Agreements with others.
    Agreements,
    /// Lines of credit.
    Credits,
    /// Own and foreign specialists.
    Specialists,
    /// Machines, instruments and materials that came as samples.
    Samples,
}

impl AcquisitionRoom {
    /// All of them, in the order in which they stand.
    pub const ALL: [AcquisitionRoom; 4] =
        [AcquisitionRoom::Agreements, AcquisitionRoom::Credits, AcquisitionRoom::Specialists, AcquisitionRoom::Samples];

    /// Its address.
    pub fn address(self) -> &'static str {
        match self {
            AcquisitionRoom::Agreements => "/agreements",
            AcquisitionRoom::Credits => "/credits",
            AcquisitionRoom::Specialists => "/specialists",
            AcquisitionRoom::Samples => "/samples",
        }
    }

    fn key(self) -> &'static str {
        match self {
            AcquisitionRoom::Agreements => "agreements-title",
            AcquisitionRoom::Credits => "credits-title",
            AcquisitionRoom::Specialists => "roster-title",
            AcquisitionRoom::Samples => "samples-title",
        }
    }
}

/// The rooms of acquisition beside each other; the reader is in this one.
pub fn acquisition_tabs(speech: Speech, here: AcquisitionRoom) -> Markup {
    let tab = |room: AcquisitionRoom| Tab {
        text: speech.say(room.key()),
        href: room.address().to_owned(),
        count: None,
        here: room == here,
    };
    tabs(speech, &speech.say("acquisition-room"), &AcquisitionRoom::ALL.map(tab))
}
