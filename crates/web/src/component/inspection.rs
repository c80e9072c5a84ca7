//! The pages of inspection beside each other.

use maud::Markup;

use super::tabs::{Tab, tabs};
use crate::speech::Speech;

/// A page of inspection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InspectionRoom {
    /// What is looked at, by lot.
    Programmes,
    /// Who goes where, and what they found.
    Visits,
    /// What is to be done.
    Findings,
    /// What it tells of all claims.
    Estimates,
}

impl InspectionRoom {
    /// All of them, in the order in which they stand.
    pub const ALL: [InspectionRoom; 4] =
        [InspectionRoom::Programmes, InspectionRoom::Visits, InspectionRoom::Findings, InspectionRoom::Estimates];

    /// Its address.
    pub fn address(self) -> &'static str {
        match self {
            InspectionRoom::Programmes => "/inspections",
            InspectionRoom::Visits => "/visits",
            InspectionRoom::Findings => "/findings",
            InspectionRoom::Estimates => "/estimates",
        }
    }

    fn key(self) -> &'static str {
        match self {
            InspectionRoom::Programmes => "inspections-title",
            InspectionRoom::Visits => "visits-title",
            InspectionRoom::Findings => "findings-title",
            InspectionRoom::Estimates => "estimates-title",
        }
    }
}

/// The pages of inspection beside each other; the reader is on this one.
pub fn inspection_tabs(speech: Speech, here: InspectionRoom) -> Markup {
    let tab = |room: InspectionRoom| Tab {
        text: speech.say(room.key()),
        href: room.address().to_owned(),
        count: None,
        here: room == here,
    };
    tabs(speech, &speech.say("inspection-room"), &InspectionRoom::ALL.map(tab))
}
