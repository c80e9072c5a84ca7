//! Agreements: what is got by contract. From the first interest to the day on which nothing is owed any more.

use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::terms::Terms;
use crate::words::words;
use crate::{Date, Fact, HostId, Marking, NeedId, PostId, Refusal, UnitId, Verb, sentence};

public_id!(
    /// Names an agreement.
    AgreementId,
    'Z'
);

/// Longest title of an agreement or name of a party, in characters.
pub const AGREEMENT_LINE_CHARS_MAX: usize = 300;

/// Longest remark or reason, in characters.
pub const AGREEMENT_TEXT_CHARS_MAX: usize = 4_000;

/// Needs that one agreement serves, and parties to it beside the host and our unit. Who has more signs several.
pub const AGREEMENT_LINES_MAX: usize = 60;

words! {
    /// What sort of agreement it is.
    AgreementKind {
        /// A host's people and papers help us to design, build or run something.
        TechnicalAssistance = "technical-assistance",
        /// We may make and sell what a host developed.
        Licence = "licence",
        /// We may use patents of a host.
        PatentLicence = "patent-licence",
        /// A host tells us what is in no patent.
        KnowHow = "know-how",
        /// We buy machines or instruments.
        Purchase = "purchase",
        /// A host builds a works and hands it over running.
        TurnkeyPlant = "turnkey-plant",
        /// Each gives the other something of like worth.
        Exchange = "exchange",
        /// Both work on something together.
        Cooperation = "cooperation",
        /// Each keeps what the other tells.
        NonDisclosure = "non-disclosure",
    }
}

words! {
    /// Whether money is owed for it.
    AgreementBasis {
        /// It is paid for.
        Commercial = "commercial",
        /// Nothing is paid for it: it takes no instalments, payments or royalties.
        NonCommercial = "non-commercial",
    }
}

words! {
    /// Where an agreement stands. The variants are in the order of the work.
    AgreementStage {
        /// Somebody wants it; nobody was turned to, or nobody answered.
        Interest = "interest",
        /// Its terms are spoken about.
        Negotiation = "negotiation",
        /// It is signed, and waits for its day or for a consent.
        Signed = "signed",
        /// It holds.
        InForce = "in-force",
        /// Everything was delivered and paid.
        Fulfilled = "fulfilled",
        /// It was broken off or ended before its time.
        Terminated = "terminated",
        /// Its time is over.
        Expired = "expired",
    }
}

/// The moves from one stage to another that there are. What else a move asks for stands at its rule.
pub const AGREEMENT_MOVES: &[(AgreementStage, AgreementStage)] = {
    use AgreementStage::{Expired, Fulfilled, InForce, Interest, Negotiation, Signed, Terminated};
    &[
        (Interest, Negotiation),
        (Interest, Terminated),
        (Negotiation, Interest),
        (Negotiation, Signed),
        (Negotiation, Terminated),
        (Signed, InForce),
        (Signed, Terminated),
        (InForce, Fulfilled),
        (InForce, Terminated),
        (InForce, Expired),
    ]
};

words! {
    /// The lists of agreements that are always there.
    AgreementView {
        /// Something was paid, and what is owed to us for it, or is past its day, did not come or was not accepted.
        PaidNotReceived = "paid-not-received",
        /// Something was accepted, and nothing but words says that it is used.
        ReceivedNotUsed = "received-not-used",
        /// It ends soon.
        Expiring = "expiring",
        /// An instalment fell due and is not paid in full.
        InArrears = "in-arrears",
        /// A deliverable is contested.
        Contested = "contested",
        /// A year of use was reported without anything that shows it.
        ToldOnly = "told-only",
    }
}

/// Days before its end from which an agreement is listed as expiring, unless somebody asks otherwise.
pub const AGREEMENT_EXPIRING_DAYS: i64 = 90;

impl AgreementStage {
    /// Where it can go from here.
    pub fn moves(self) -> impl Iterator<Item = AgreementStage> {
        AGREEMENT_MOVES.iter().filter(move |(from, _)| *from == self).map(|(_, to)| *to)
    }

    /// Whether nothing more comes after it.
    pub fn is_over(self) -> bool {
        matches!(self, AgreementStage::Fulfilled | AgreementStage::Terminated | AgreementStage::Expired)
    }
}

/// Somebody who signs beside our unit and the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreementParty {
    /// The host that it is, where it stands in the register.
    pub host: Option<HostId>,
    /// What it is called; of a host, empty.
    pub name: String,
    /// What it does in the agreement: guarantees, pays, builds.
    pub part: String,
}

/// An agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Its name.
    pub id: AgreementId,
    /// What sort it is.
    pub kind: AgreementKind,
    /// One line.
    pub title: String,
    /// Whether money is owed for it.
    pub basis: AgreementBasis,
    /// Where it stands.
    pub stage: AgreementStage,
    /// The other side.
    pub host: HostId,
    /// Who signs beside us and the host.
    pub parties: Vec<AgreementParty>,
    /// Our side.
    pub unit: UnitId,
    /// The contract officer: the post that keeps it and is asked about it.
    pub post: PostId,
    /// The needs that it serves.
    pub needs: Vec<NeedId>,
    /// The terms as they stand: of a signed one, with its last amendment.
    pub terms: Terms,
    /// The day on which it was signed.
    pub signed_on: Option<Date>,
    /// The day since which it holds.
    pub in_force_on: Option<Date>,
    /// The day on which it was over.
    pub ended_on: Option<Date>,
    /// What was said with its last step.
    pub reason: String,
    /// What else is to be known; of an invented one, that it is.
    pub remark: String,
    /// Who may see it.
    pub marking: Marking,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was begun, in microseconds since 1970.
    pub made_at: i64,
}

impl Agreement {
    /// The day since which it counts as something bought from the other side: it was signed, and money is owed for it.
    pub fn bought_on(&self) -> Option<Date> {
        self.signed_on.filter(|_| self.basis == AgreementBasis::Commercial)
    }

    /// Whether its terms were signed: from then on they are amended, not edited.
    pub fn is_signed(&self) -> bool {
        self.signed_on.is_some()
    }

    /// Whether parties, needs and the rest may be changed: until it is over.
    pub fn is_open_to_change(&self) -> bool {
        !self.stage.is_over()
    }

    /// Whether what was agreed in it may still be carried out and settled: from its signing on, and after its end as well. What fell due
    /// while it held is owed when it is over.
    pub fn is_open_to_settling(&self) -> bool {
        self.is_signed() || self.is_open_to_change()
    }

    /// The last day on which its technology is used under it: that of its terms, or the one on which it was over, whichever came first.
    /// `None` where no end is known.
    pub fn used_until(&self) -> Option<Date> {
        [self.terms.until, self.ended_on].into_iter().flatten().min()
    }

    /// Whether use is owed for at all: one that was over before it came into force was never used.
    pub fn was_used(&self) -> bool {
        !self.stage.is_over() || self.in_force_on.is_some()
    }

    /// Whether it ends within so many days, counted from today. One that renews itself ends all the same: its notice is due before.
    pub fn expires_within(&self, today: Date, days: i64) -> bool {
        matches!(self.stage, AgreementStage::Signed | AgreementStage::InForce)
            && self.terms.until.is_some_and(|until| until >= today && until.days_since(today) <= days)
    }

    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without a title, with too many parties or needs, or where a text is too long.
    pub fn tidied(self) -> Result<Agreement, Refusal> {
        let title = one_line(&self.title);
        if title.is_empty() {
            return Err(Refusal::Said(sentence!(
                "agreement-no-title",
                "Write what the agreement is called, in one line"
            )));
        }
        let parties: Vec<AgreementParty> = self.parties.into_iter().map(AgreementParty::tidied).collect();
        let parties: Vec<AgreementParty> =
            parties.into_iter().filter(|party| party.host.is_some() || !party.name.is_empty()).collect();
        if parties.len() > AGREEMENT_LINES_MAX || self.needs.len() > AGREEMENT_LINES_MAX {
            return Err(Refusal::Said(sentence!(
                "agreement-lines",
                "An agreement has up to {max} further parties and needs each; make several",
                max = AGREEMENT_LINES_MAX
            )));
        }
        let lines = parties.iter().flat_map(|party| [&party.name, &party.part]);
        for line in lines.chain([&title]) {
            not_longer(line, AGREEMENT_LINE_CHARS_MAX)?;
        }
        let remark = self.remark.trim().to_owned();
        not_longer(&remark, AGREEMENT_TEXT_CHARS_MAX)?;
        let mut needs = self.needs;
        let mut seen = std::collections::BTreeSet::new();
        needs.retain(|need| seen.insert(need.clone()));
        Ok(Agreement { terms: self.terms.tidied()?, title, parties, needs, remark, ..self })
    }

    /// Refuses a change that was made from another revision than the one that is held.
    ///
    /// # Errors
    /// Refused when somebody else changed it in between.
    pub fn from_revision(&self, revision: u32) -> Result<(), Refusal> {
        if self.revision == revision {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!(
            "agreement-changed",
            "Somebody else changed this agreement meanwhile; look at it as it is now, then do what is still to be done"
        )))
    }

    /// Refuses money where none is owed.
    ///
    /// # Errors
    /// Refused for an agreement that is not commercial.
    pub fn takes_money(&self) -> Result<(), Refusal> {
        if self.basis == AgreementBasis::Commercial {
            return Ok(());
        }
        Err(Refusal::Said(sentence!(
            "agreement-not-commercial",
            "This agreement is not commercial, so nothing is paid for it; make another for what is bought, or say before it is signed that it is commercial"
        )))
    }

    /// Takes it to another stage, on a day, with what is said about it.
    ///
    /// # Errors
    /// Refused when there is no such move from where it stands; without an accepted need, filled terms or a consent where it is
    /// signed; without a consent where it comes into force; while something is owed where it shall be fulfilled; without a reason
    /// where it is broken off; before its last day where it shall have expired; on a day before the one of the step before it.
    pub fn go(&self, by: &str, step: &AgreementStep, footing: &AgreementFooting) -> Result<(Agreement, Fact), Refusal> {
        use AgreementStage::{Expired, Fulfilled, InForce, Interest, Negotiation, Signed, Terminated};
        if !self.stage.moves().any(|to| to == step.to) {
            return Err(Refusal::Changed(sentence!(
                "agreement-no-move",
                "The agreement stands at “{stage}”, and “{to}” does not follow from there; reload its page",
                stage = self.stage,
                to = step.to
            )));
        }
        let reason = step.reason.trim();
        not_longer(reason, AGREEMENT_TEXT_CHARS_MAX)?;
        if let Some(before) = self.in_force_on.or(self.signed_on).filter(|before| step.on < *before) {
            return Err(Refusal::Said(sentence!(
                "agreement-step-early",
                "{on} is before {before}, the day of the step before it; correct the day",
                on = step.on,
                before = before
            )));
        }
        match step.to {
            Signed => self.may_be_signed(footing)?,
            InForce => footing.consented(sentence!(
                "agreement-no-entry-consent",
                "It cannot come into force before the consent is given; ask for it on its page"
            ))?,
            Fulfilled => footing.settled()?,
            Terminated if reason.is_empty() => {
                return Err(Refusal::Said(sentence!(
                    "agreement-no-reason",
                    "Write why it was broken off; who looks for the same technology next reads it"
                )));
            }
            Expired => self.is_past(step.on)?,
            _ => {}
        }
        let mut next =
            Agreement { stage: step.to, reason: reason.to_owned(), revision: self.revision + 1, ..self.clone() };
        match step.to {
            Signed => next.signed_on = Some(step.on),
            InForce => next.in_force_on = Some(step.on),
            Fulfilled | Terminated | Expired => next.ended_on = Some(step.on),
            Interest | Negotiation => {}
        }
        let verb = match step.to {
            Interest | Negotiation => Verb::Negotiated,
            Signed => Verb::Signed,
            InForce => Verb::EnteredIntoForce,
            Fulfilled => Verb::Fulfilled,
            Terminated => Verb::Terminated,
            Expired => Verb::Expired,
        };
        Ok((next, self.fact(by, verb).with(format!("{} to {} on {}", self.stage, step.to, step.on))))
    }

    fn may_be_signed(&self, footing: &AgreementFooting) -> Result<(), Refusal> {
        if footing.n_accepted == 0 {
            return Err(Refusal::Said(sentence!(
                "agreement-no-need",
                "No accepted need stands behind this agreement; choose one that it serves, or state the need and have it accepted first"
            )));
        }
        self.terms.are_filled(self.kind)?;
        footing.consented(sentence!(
            "agreement-no-signing-consent",
            "It cannot be signed before the consent is given; ask for it on its page"
        ))
    }

    fn is_past(&self, on: Date) -> Result<(), Refusal> {
        if self.terms.until.is_some_and(|until| until < on) {
            return Ok(());
        }
        Err(Refusal::Said(sentence!(
            "agreement-not-past",
            "Its last day is not over; end it with a reason, or amend its terms"
        )))
    }

    /// A fact about it.
    pub fn fact(&self, by: &str, verb: Verb) -> Fact {
        Fact::new(by, verb, format!("agreement:{}", self.id))
    }
}

/// A text of an agreement that is not too long.
///
/// # Errors
/// Refused when it is longer than [`AGREEMENT_TEXT_CHARS_MAX`] characters.
pub fn bounded_text(text: &str) -> Result<(), Refusal> {
    not_longer(text, AGREEMENT_TEXT_CHARS_MAX)
}

/// A reason in order.
///
/// # Errors
/// Refused when it is empty or too long.
pub fn reasoned_text(reason: &str) -> Result<String, Refusal> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::Said(sentence!("agreement-reason-empty", "Write why; it is kept with what was changed")));
    }
    bounded_text(reason)?;
    Ok(reason.to_owned())
}

impl AgreementParty {
    fn tidied(self) -> AgreementParty {
        let name = if self.host.is_some() { String::new() } else { one_line(&self.name) };
        AgreementParty { name, part: one_line(&self.part), ..self }
    }
}

/// A step to another stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreementStep {
    /// The stage.
    pub to: AgreementStage,
    /// The day of the step.
    pub on: Date,
    /// Why.
    pub reason: String,
}

/// What an agreement stands on when it goes a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AgreementFooting {
    /// Needs behind it that are accepted and not over.
    pub n_accepted: usize,
    /// Whether the consent that this step asks for was given for what it is now.
    pub is_consented: bool,
    /// Deliverables that are neither accepted nor waived.
    pub n_owed: usize,
    /// Instalments that are not paid in full.
    pub n_unpaid: usize,
    /// Years that are over and whose use is owed and was not reported.
    pub n_unreported: usize,
}

impl AgreementFooting {
    fn consented(&self, otherwise: crate::Sentence) -> Result<(), Refusal> {
        if self.is_consented { Ok(()) } else { Err(Refusal::Said(otherwise)) }
    }

    fn settled(&self) -> Result<(), Refusal> {
        if self.n_owed == 0 && self.n_unpaid == 0 && self.n_unreported == 0 {
            return Ok(());
        }
        Err(Refusal::Said(sentence!(
            "agreement-owed",
            "Not everything is done: {deliverables} deliverables are neither accepted nor waived, {instalments} instalments not paid, {years} years of use not reported; settle them, or end it with a reason",
            deliverables = self.n_owed,
            instalments = self.n_unpaid,
            years = self.n_unreported
        )))
    }
}
