//! Things: what a duty, a link or a fact points at.

use crate::words::words;

words! {
    /// What sort of thing is pointed at.
    Noun {
        /// The office itself.
        Office = "office",
        /// A unit.
        Unit = "unit",
        /// A post.
        Post = "post",
        /// A person.
        Person = "person",
        /// A need.
        Need = "need",
        /// A record.
        Record = "record",
        /// A delivery.
        Delivery = "delivery",
        /// A request for information.
        Request = "request",
        /// A source.
        Source = "source",
        /// A unit of ours in an association.
        Membership = "membership",
        /// An intake of a source.
        Intake = "intake",
        /// An attachment of a record.
        Attachment = "attachment",
        /// An own abstract of a record.
        Digest = "digest",
        /// An organisation outside with which visits are exchanged.
        Host = "host",
        /// Something that passed between the office and a host.
        Exchange = "exchange",
        /// Something that went wrong with a host.
        Incident = "incident",
        /// A specialist of the roster.
        Specialist = "specialist",
        /// A request for a specialist.
        SpecialistRequest = "specialist-request",
        /// An assignment of a specialist.
        Assignment = "assignment",
        /// A mission.
        Mission = "mission",
        /// An agreement.
        Agreement = "agreement",
        /// What one side of an agreement owes the other.
        Deliverable = "deliverable",
        /// An exhibition, fair or congress.
        Event = "event",
        /// A machine, an instrument or a material that came to be studied.
        Sample = "sample",
        /// What units take over from the world.
        Technology = "technology",
        /// A technology in a unit.
        Adoption = "adoption",
        /// An entry of the equipment list of a unit.
        Equipment = "equipment",
        /// A technology that one unit uses, offered to another.
        Offer = "offer",
        /// What stands in the way of an offer or an adoption.
        Barrier = "barrier",
        /// A relief from a target of the plan.
        Relief = "relief",
        /// A request of one unit to others for material, a supplier or capacity.
        Call = "call",
        /// The visit to a stand of an event.
        Stand = "stand",
        /// A list of parties with whom not everything may be done.
        PartyList = "party-list",
        /// A party that is held against such lists.
        Screening = "screening",
        /// A line of credit.
        Credit = "credit",
        /// What the office assumes of the years to come.
        Scenario = "scenario",
        /// Records that are given to a host.
        Release = "release",
        /// That more people shall see a thing.
        Widening = "widening",
        /// A sample drawn for a second indexing.
        Drawing = "drawing",
        /// The disclosure brief of a mission, called by the name of the mission.
        Brief = "brief",
        /// A letter.
        Letter = "letter",
        /// A bulletin.
        Bulletin = "bulletin",
        /// An issue of a bulletin.
        Issue = "issue",
        /// A template of bulletins.
        Template = "template",
        /// A duty.
        Duty = "duty",
        /// A compartment.
        Compartment = "compartment",
        /// A control list.
        ControlList = "control-list",
        /// A thesaurus or classification.
        Scheme = "scheme",
        /// A webhook of a post.
        Webhook = "webhook",
        /// Who decides of acts of a kind, by a rule.
        Regime = "regime",
        /// A finding of an inspection.
        Finding = "finding",
        /// A programme of inspection.
        Inspection = "inspection",
        /// A visit of an inspection.
        Visit = "visit",
        /// Whether an act may be done.
        Case = "case",
        /// A line of the plan.
        PlanLine = "plan-line",
        /// What could be funded and acquired under limits, with the plans that were reckoned of it.
        Portfolio = "portfolio",
        /// A figure that somebody else states.
        StatedFigure = "stated-figure",
    }
}

/// A thing of the office, by its noun and name: `need:diesel`, `record:R0...`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Thing {
    /// What it is.
    pub noun: Noun,
    /// How it is called.
    pub name: String,
}

impl Thing {
    /// The thing of this name.
    pub fn new(noun: Noun, name: impl std::fmt::Display) -> Thing {
        Thing { noun, name: name.to_string() }
    }

    /// Reads what `Display` writes.
    pub fn parse(text: &str) -> Option<Thing> {
        let (noun, name) = text.split_once(':')?;
        Some(Thing { noun: Noun::from_word(noun)?, name: name.to_owned() })
    }
}

impl std::fmt::Display for Thing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.noun, self.name)
    }
}
