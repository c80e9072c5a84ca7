//! Facts: what the ledger remembers.

use std::fmt;

macro_rules! verbs {
    ($($(#[$doc:meta])* $variant:ident = $word:literal),* $(,)?) => {
        /// What was done. The list is closed: a fact with another verb cannot be written.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Verb { $($(#[$doc])* $variant),* }

        impl Verb {
            /// The word for it in the ledger.
            pub fn word(self) -> &'static str {
                match self { $(Verb::$variant => $word),* }
            }

            /// The verb with this word.
            pub fn from_word(word: &str) -> Option<Verb> {
                match word { $($word => Some(Verb::$variant),)* _ => None }
            }
        }
    };
}

verbs! {
    /// The office was opened.
    Opened = "opened",
    /// A record was collected for the first time.
    Collected = "collected",
    /// A record was read again from its source with other content.
    Updated = "updated",
    /// A further source of a known work was joined to its record.
    Merged = "merged",
    /// A source was taken out of a record again.
    Parted = "parted",
    /// Two records were found to belong together without being the same work.
    Related = "related",
    /// A unit, post or need was stated.
    Stated = "stated",
    /// A unit, post or need was stated anew with changes.
    Restated = "restated",
    /// A record was delivered to a post.
    Delivered = "delivered",
    /// A need was handed in for review.
    Submitted = "submitted",
    /// A need was given back with a question, or a request to who routes it.
    AskedBack = "asked-back",
    /// A need was taken into the programme.
    Accepted = "accepted",
    /// A need was not taken, or a request not answered.
    Declined = "declined",
    /// A need was joined to another.
    Joined = "joined",
    /// A need was said to stand until a later day.
    Confirmed = "confirmed",
    /// A need was closed because what was wanted is there.
    Met = "met",
    /// A need, request or attachment was taken back.
    Withdrew = "withdrew",
    /// A delivery was looked at for the first time.
    Read = "read",
    /// A post said what it does with a delivery.
    Disposed = "disposed",
    /// A delivery was passed on to another post.
    Forwarded = "forwarded",
    /// What a post said about a delivery was taken back; it has to be answered again.
    Recalled = "recalled",
    /// A source was put into the register.
    Registered = "registered",
    /// What the register says of a source was changed.
    Revised = "revised",
    /// Nothing more is taken from a source.
    Paused = "paused",
    /// A source that was paused brings records again.
    Resumed = "resumed",
    /// What came from a source was taken in.
    TookIn = "took-in",
    /// Somebody wrote in what they learnt for a source, or a paper that it sent.
    WroteIn = "wrote-in",
    /// A duty arose.
    Charged = "charged",
    /// A duty was late and went one step up.
    Raised = "raised",
    /// A duty was let go, with a reason.
    Waived = "waived",
    /// A duty had nothing left to be done.
    Lapsed = "lapsed",
    /// A question was asked.
    Asked = "asked",
    /// A request was handed to the post that shall answer.
    Routed = "routed",
    /// A request was answered.
    Answered = "answered",
    /// A person took over a post or a deputy's place.
    Appointed = "appointed",
    /// A person's time at a post ended.
    Relieved = "relieved",
    /// A clearance or compartment of a person changed.
    Cleared = "cleared",
    /// Who may see a thing changed.
    Marked = "marked",
    /// A post or compartment was closed.
    Closed = "closed",
    /// Open work of a post was given to another post.
    Handed = "handed",
    /// A one-time link was made.
    Invited = "invited",
    /// A way to sign in was set, changed or taken away.
    Credentialed = "credentialed",
    /// A person signed in.
    SignedIn = "signed-in",
    /// A person signed out, or was signed out.
    SignedOut = "signed-out",
    /// A token for programs was made.
    Issued = "issued",
    /// A token, session or link was made useless.
    Revoked = "revoked",
    /// Somebody tried to sign in and could not.
    Failed = "failed",
    /// A letter was written to a post.
    Wrote = "wrote",
    /// The mail server took a letter.
    Sent = "sent",
    /// A letter came back, or could not be sent.
    Returned = "returned",
    /// A bulletin was founded.
    Founded = "founded",
    /// An issue of a bulletin was begun.
    Began = "began",
    /// What stands in an issue was changed.
    Edited = "edited",
    /// What is printed of an issue was fixed.
    Printed = "printed",
    /// An issue was released.
    Released = "released",
    /// An issue that never came out was put away.
    Discarded = "discarded",
    /// A post takes a bulletin, or takes it no more.
    Subscribed = "subscribed",
    /// A class of one scheme was said to be related to one of another.
    Mapped = "mapped",
    /// It was said no longer.
    Unmapped = "unmapped",
    /// A scheme was taken out, with what led to it and from it.
    Removed = "removed",
    /// An own abstract was written, or written anew.
    Abstracted = "abstracted",
    /// Source and information of a record were graded.
    Graded = "graded",
    /// A record was given codes of a scheme.
    Indexed = "indexed",
    /// A record was taken out of the queue of abstracts.
    Took = "took",
    /// A record was given back into the queue of abstracts.
    GaveBack = "gave-back",
    /// A record was said to need no own abstract.
    PassedOver = "passed-over",
    /// A sample of records was drawn: for a second indexing, or of what a need left out.
    Drew = "drew",
    /// Restricted material was read.
    Consulted = "consulted",
    /// A file was attached to a record.
    Attached = "attached",
    /// A copy of an attachment without what it tells beside its content was made, to be given out.
    Copied = "copied",
    /// The members of a mission were named, and it was laid before those who decide.
    Nominated = "nominated",
    /// A post said whether a mission may go.
    Vetted = "vetted",
    /// A mission may go.
    Approved = "approved",
    /// A mission may not go as it is.
    Stopped = "stopped",
    /// The members of a mission left.
    Departed = "departed",
    /// A member of a mission read its brief, or had it read to them.
    Briefed = "briefed",
    /// A post was asked to arrange the meetings of a mission.
    Entrusted = "entrusted",
    /// A host was turned to for a mission.
    Contacted = "contacted",
    /// A meeting of a mission was proposed, moved, agreed on, held or called off.
    Arranged = "arranged",
    /// The report of a mission was handed in.
    Reported = "reported",
    /// What was learned of the questions of a mission was written down.
    NotedDown = "noted-down",
    /// A mission recommended something, or it was said who has to do it.
    Recommended = "recommended",
    /// What a mission recommended was done.
    Followed = "followed",
    /// A mission does not take place.
    Cancelled = "cancelled",
    /// It was noted what a mission cost.
    Costed = "costed",
    /// The records that are held were looked through for the answer to a question of a mission.
    LookedUp = "looked-up",
    /// Something was booked on a line of credit.
    Booked = "booked",
    /// Somebody asked to draw on a line of credit.
    Requested = "requested",
    /// A specialist was proposed for a request.
    Suggested = "suggested",
    /// It was decided whether a conflict of interest stands in the way.
    Weighed = "weighed",
    /// A specialist was signed on.
    Engaged = "engaged",
    /// The time of an assignment is over.
    Ended = "ended",
    /// An assignment was broken off.
    BrokeOff = "broke-off",
    /// A guest or a unit laid a grievance.
    Grieved = "grieved",
    /// It was said whether a grievance is settled, or a contest about a deliverable was.
    Settled = "settled",
    /// One side of an assignment spoke of a month, or it was said whether a skill stayed.
    Evaluated = "evaluated",
    /// An attachment was looked at: what it is, or why it is not kept.
    Examined = "examined",
    /// The terms of an agreement are spoken about, or it went back to an interest.
    Negotiated = "negotiated",
    /// An agreement was signed.
    Signed = "signed",
    /// A signed agreement holds from now on.
    EnteredIntoForce = "entered-into-force",
    /// Everything that an agreement promised was delivered and paid.
    Fulfilled = "fulfilled",
    /// An agreement was broken off or ended before its time.
    Terminated = "terminated",
    /// The time of an agreement was over.
    Expired = "expired",
    /// Signed terms got another version.
    Amended = "amended",
    /// It was said whether an agreement may be signed or come into force.
    Consented = "consented",
    /// A deliverable came.
    HandedOver = "handed-over",
    /// A deliverable was found not to be what was agreed.
    Contested = "contested",
    /// Something was paid.
    Paid = "paid",
    /// A sample came.
    Received = "received",
    /// A sample was handed on, or that was confirmed.
    HandedOn = "handed-on",
    /// A sample was lent, or a loan was answered.
    Lent = "lent",
    /// A sample is being studied, or what was found was written down.
    Studied = "studied",
    /// A sample was taken apart.
    TookApart = "took-apart",
    /// What comes of the study of a sample was decided.
    Concluded = "concluded",
    /// Something was laid before a regime.
    LaidBefore = "laid-before",
    /// A member of a regime voted.
    Voted = "voted",
    /// A control case was decided.
    Ruled = "ruled",
    /// A member of a regime lets its own through against the rule.
    Overrode = "overrode",
    /// A condition of a control case was kept.
    Kept = "kept",
    /// A condition of a control case was broken.
    Breached = "breached",
    /// What was voted on changed, so that the votes do not hold.
    Voided = "voided",
    /// Something was proposed to a second person, or answered by one.
    Moved = "moved",
    /// A version of a control list was loaded.
    ListLoaded = "list-loaded",
    /// A version of a list that was held back was let in or turned down.
    ListDecided = "list-decided",
    /// A thing was classified by a control list.
    Classified = "classified",
    /// A classification was confirmed, or was not.
    ClassificationDecided = "classification-decided",
    /// A version of a list of parties was brought, or is in force from now on.
    LoadedList = "loaded-list",
    /// A version of a list of parties looked wrong and was held back, let in or turned away.
    HeldBackList = "held-back-list",
    /// A party was held against the lists in force.
    Screened = "screened",
    /// It was said whether a party is the one on a list.
    RuledOnHit = "ruled-on-hit",
    /// What was said of a party and a list has to be said again.
    ReopenedHit = "reopened-hit",
    /// What an inspection can draw was fixed.
    FixedFrame = "fixed-frame",
    /// A visit of an inspection was given to a post.
    Assigned = "assigned",
    /// A claim was looked at on a visit.
    Inspected = "inspected",
    /// A finding was written.
    Found = "found",
    /// It was said that what a finding asks for is done.
    SaidDone = "said-done",
    /// Somebody else saw that what a finding asks for is done.
    Verified = "verified",
    /// Somebody else saw that what a finding asks for is not done.
    SentBack = "sent-back",
    /// A finding that was closed is open again.
    Reopened = "reopened",
    /// A unit began to take over a technology, or took it up again.
    TookUp = "took-up",
    /// A rung of the ladder of an adoption was reached.
    Reached = "reached",
    /// An adoption became verified use: production on evidence that was measured or inspected.
    VerifiedUse = "verified-use",
    /// An adoption was ended.
    GaveUp = "gave-up",
    /// It was said how much shall be made with a technology in a quarter.
    PlannedOutput = "planned-output",
    /// It was said how much was made, or of how much that is a share.
    ToldOutput = "told-output",
    /// Readings of a meter or a system were taken in.
    TookReadings = "took-readings",
    /// A technology that one unit uses was offered to another.
    Offered = "offered",
    /// An offer was taken: the unit that gave it is credited.
    OfferAccepted = "offer-accepted",
    /// An offer was declined.
    OfferDeclined = "offer-declined",
    /// What a decline rested on is gone: the offer returned.
    OfferReturned = "offer-returned",
    /// A barrier was logged.
    Blocked = "blocked",
    /// A barrier was removed.
    Unblocked = "unblocked",
    /// Relief from a target was granted.
    Granted = "granted",
    /// A unit asked others for what it lacks.
    Called = "called",
    /// Somebody said whether what was promised by a call came.
    Judged = "judged",
    /// Somebody said whether a record that a need left out should have come.
    SpotChecked = "spot-checked",
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Who did what to what. The store adds when, and chains it to the fact before.
///
/// Bodies never stand in a fact, only names, numbers and hashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Post or operator who did it.
    pub who: String,
    /// What was done.
    pub verb: Verb,
    /// What it was done to, with its noun: `record:R0...`, `need:diesel`.
    pub object: String,
    /// The other thing, if there is one.
    pub target: Option<String>,
    /// The values that changed, as names and hashes; `None` when the verb says it all.
    pub change: Option<String>,
}

impl Fact {
    /// A fact about one thing.
    pub fn new(who: &str, verb: Verb, object: String) -> Fact {
        Fact { who: who.to_owned(), verb, object, target: None, change: None }
    }

    /// The same, towards another thing.
    pub fn to(mut self, target: String) -> Fact {
        self.target = Some(target);
        self
    }

    /// The same, with what changed, in one line: what people typed cannot pass for a particular. Particulars stay.
    pub fn with(mut self, change: String) -> Fact {
        let change = if change.contains('\n') { change.replace('\n', " ") } else { change };
        let behind =
            self.change.as_deref().and_then(|before| before.split_once('\n')).map(|(_, behind)| behind.to_owned());
        self.change = Some(match behind {
            Some(behind) => format!("{change}\n{behind}"),
            None => change,
        });
        self
    }

    /// The same, with a particular more: a name or a day by which figures are made, behind what people read. Nothing of it is body.
    #[must_use]
    pub fn particular(mut self, key: &str, value: impl fmt::Display) -> Fact {
        let line = format!("\n{key} {}", value.to_string().replace('\n', " "));
        self.change.get_or_insert_default().push_str(&line);
        self
    }

    /// What changed, as people read it; `None` where the verb says it all.
    pub fn said(&self) -> Option<&str> {
        let first = self.change.as_deref()?.split('\n').next()?;
        (!first.is_empty()).then_some(first)
    }

    /// The particulars behind it, each with its key, in their order.
    pub fn particulars(&self) -> impl Iterator<Item = (&str, &str)> {
        let lines = self.change.as_deref().unwrap_or_default().split('\n').skip(1);
        lines.filter_map(|line| line.split_once(' '))
    }
}
