//! Doors: the steps by which know-how moves, each through the gate of control. What moves it by another way is a mistake of this list.

use crate::ControlAct;
use crate::words::words;

words! {
    /// A step that goes through the gate.
    Door {
        /// A mission is approved: everybody who vets it has said yes.
        MissionApproved = "mission-approved",
        /// The members of a mission leave.
        MissionLeaves = "mission-leaves",
        /// An agreement is signed.
        AgreementSigned = "agreement-signed",
        /// A signed agreement comes into force.
        AgreementInForce = "agreement-in-force",
        /// Signed terms are amended.
        AgreementAmended = "agreement-amended",
        /// We deliver what we owe by an agreement.
        DeliverableHandedOver = "deliverable-handed-over",
        /// A sample comes.
        SampleReceived = "sample-received",
        /// A sample is given to somebody outside.
        SampleLeaves = "sample-leaves",
        /// Somebody from outside is signed on.
        AssignmentSigned = "assignment-signed",
        /// They begin.
        AssignmentBegun = "assignment-begun",
        /// More is agreed to be passed on than was signed.
        AssignmentExtended = "assignment-extended",
        /// Records are given to a host.
        ReleaseGiven = "release-given",
        /// What was given is taken as a file.
        DossierTaken = "dossier-taken",
        /// It is noted that something was given to a host without a release.
        ExchangeNoted = "exchange-noted",
        /// More people see a thing than before.
        MarkingWidened = "marking-widened",
    }
}

impl Door {
    /// What is done by it, as regimes name it.
    pub fn act(self) -> ControlAct {
        match self {
            Door::MissionApproved | Door::MissionLeaves => ControlAct::Mission,
            Door::AgreementSigned | Door::AgreementInForce | Door::AgreementAmended | Door::DeliverableHandedOver => {
                ControlAct::Agreement
            }
            Door::SampleReceived | Door::SampleLeaves => ControlAct::Sample,
            Door::AssignmentSigned | Door::AssignmentBegun | Door::AssignmentExtended => ControlAct::Assignment,
            Door::ReleaseGiven | Door::DossierTaken | Door::ExchangeNoted => ControlAct::Release,
            Door::MarkingWidened => ControlAct::Widening,
        }
    }
}
