//! Duties: dated obligations of posts. Everything that asks somebody to act is one.

use crate::public_id::public_id;
use crate::words::words;
use crate::{Date, PostId, Refusal, Thing, sentence};

public_id!(
    /// Names a duty.
    DutyId,
    'U'
);

words! {
    /// What is asked.
    DutyKind {
        /// Say what is done with a delivery.
        Dispose = "dispose",
        /// Review a need that was handed in.
        Review = "review",
        /// Answer what the reviewer asked about a need.
        Revise = "revise",
        /// Say whether a need still stands before it expires.
        Reconfirm = "reconfirm",
        /// Say which of some records that a need left out should have come.
        SpotCheck = "spot-check",
        /// Find the post that can answer a request.
        Route = "route",
        /// Answer a request.
        Answer = "answer",
        /// Find a source for a need that none serves.
        Cover = "cover",
        /// Fill an issue of a bulletin and have it released.
        Compose = "compose",
        /// Look at a printed issue as the second person, and release it.
        Release = "release",
        /// Name who goes on a mission, and lay it before those who decide.
        Nominate = "nominate",
        /// Say whether a mission may go.
        Vet = "vet",
        /// Decide whether a mission may go to this host, for this matter or to this place at all, or a sample may come from there.
        Control = "control",
        /// Hand in the report of a mission.
        Report = "report",
        /// Give the second codes of a sample.
        Index = "index",
        /// Do what a mission recommended.
        Follow = "follow",
        /// Say whether the disclosure brief of a mission stands.
        ClearBrief = "clear-brief",
        /// Read the disclosure brief of a mission, and confirm it.
        Brief = "brief",
        /// Turn to the hosts of a mission, and agree on meetings.
        Liaise = "liaise",
        /// Pay what is soon due on a line of credit.
        Pay = "pay",
        /// Settle what is overdue on a line of credit.
        Settle = "settle",
        /// Fix the base rate of a line of credit.
        FixRate = "fix-rate",
        /// Decide about a drawdown of a line of credit.
        DecideDrawdown = "decide-drawdown",
        /// Confirm that a sample was handed over.
        ConfirmCustody = "confirm-custody",
        /// Say whether a sample is lent, or may stay longer.
        Lend = "lend",
        /// Bring a borrowed sample back.
        ReturnSample = "return-sample",
        /// Find out what a sample came for.
        StudySample = "study-sample",
        /// Decide what comes of the study of a sample.
        DecideOutcome = "decide-outcome",
        /// Begin to take over what a study found good.
        StartAdoption = "start-adoption",
        /// Look again at what was shelved.
        LookAgain = "look-again",
        /// Put a sample to use that has rested too long.
        UseSample = "use-sample",
        /// Take note that the study of a sample was stopped by changed terms.
        HearStop = "hear-stop",
        /// Confirm what a thing was said to be by a control list.
        ConfirmClassification = "confirm-classification",
        /// Classify a thing again, because the list changed where it stands.
        ClassifyAgain = "classify-again",
        /// Say whether a version of a list that is much smaller is whole.
        JudgeList = "judge-list",
        /// Say whether an agreement may be signed or come into force.
        Consent = "consent",
        /// Accept or contest what was delivered.
        AcceptDeliverable = "accept-deliverable",
        /// Go on with what is contested: have it answered, settled or taken back.
        SettleContest = "settle-contest",
        /// Report the use of a year, for which royalties are owed.
        ReportUse = "report-use",
        /// Pay what is in arrears of an agreement.
        SettleArrears = "settle-arrears",
        /// Look at what a record says of a patent of an agreement.
        LookAtPatent = "look-at-patent",
        /// Decide what comes after the last day of an agreement.
        Renew = "renew",
        /// Mend a webhook whose events are not taken.
        MendWebhook = "mend-webhook",
        /// Find a specialist for a request.
        Place = "place",
        /// Say whether somebody who is tied to a host may be signed on.
        WeighConflict = "weigh-conflict",
        /// Sign on who is proposed, or say no.
        SignOn = "sign-on",
        /// Keep what was promised to a specialist.
        KeepPromise = "keep-promise",
        /// Say of a month how the work with a guest went.
        Evaluate = "evaluate",
        /// Ask a guest how a month went, and write it down.
        HearGuest = "hear-guest",
        /// Answer a grievance.
        AnswerGrievance = "answer-grievance",
        /// Say whether the skill of a guest stayed.
        SayStayed = "say-stayed",
        /// Say whether it is still there a year after.
        SayStillThere = "say-still-there",
        /// Say whether records are given to a host.
        DecideRelease = "decide-release",
        /// Say whether more people may see a thing.
        Widen = "widen",
        /// Vote on a control case.
        Ballot = "ballot",
        /// Answer, as the second person, what somebody proposed of a control case.
        Second = "second",
        /// Show that a condition of a control case is kept.
        KeepCondition = "keep-condition",
        /// Take note of what became of a control case.
        HearCase = "hear-case",
        /// See that each member of a regime can see a case and vote on it.
        SeatMember = "seat-member",
        /// Look a regime through.
        ReviewRegime = "review-regime",
        /// Confirm, as the second person, that a binding regime is changed.
        ConfirmRegime = "confirm-regime",
        /// Say whether a party is the one that was found on a list.
        DecideHits = "decide-hits",
        /// Confirm as the second person what was said of a party and a list.
        ConfirmHits = "confirm-hits",
        /// Look at a version of a list that looks wrong, and let it in or turn it away.
        LookAtList = "look-at-list",
        /// Say who makes the visits of an inspection.
        AssignVisits = "assign-visits",
        /// Make a visit of an inspection, and say what was found.
        Inspect = "inspect",
        /// Answer what a visit found against a claim.
        AnswerVisit = "answer-visit",
        /// Write what an inspection found.
        ReportInspection = "report-inspection",
        /// Do what a finding asks for.
        CloseFinding = "close-finding",
        /// See whether what a finding asks for is done.
        VerifyClosure = "verify-closure",
        /// Say how much was made with a technology in a quarter, or that nothing was.
        SayOutput = "say-output",
        /// Get what an adoption needs and has not, or log what stands in the way.
        GetResource = "get-resource",
        /// Say whether the end of another adoption of the same technology concerns one's own.
        HearEnd = "hear-end",
        /// Take, decline or ask about what another unit uses.
        WeighOffer = "weigh-offer",
        /// Answer what a unit asks about something that yours uses.
        TellOfOffer = "tell-of-offer",
        /// Remove a barrier that keeps another unit waiting.
        RemoveBarrier = "remove-barrier",
        /// Say whether what removed the same barrier elsewhere does it here.
        TryRemoval = "try-removal",
        /// Grant or refuse relief from a target.
        DecideRelief = "decide-relief",
        /// Take note that a relief ends soon, and the target holds again.
        EndRelief = "end-relief",
        /// Say what you can give to a unit that lacks it.
        AnswerCall = "answer-call",
        /// Give what was taken of your answer to a call.
        GiveForCall = "give-for-call",
        /// Say whether what you took came as it was said.
        JudgeCall = "judge-call",
        /// Do what an adopted plan of a portfolio gives your post to do.
        CarryPlan = "carry-plan",
    }
}

words! {
    /// Where a duty stands.
    DutyState {
        /// It is to be done.
        Open = "open",
        /// It was done.
        Done = "done",
        /// A post with the power to do so let it go, with a reason.
        Waived = "waived",
        /// Its subject went away, so nothing is left to do.
        Lapsed = "lapsed",
    }
}

/// Days from one step up the unit tree to the next.
pub const RAISE_DAYS: i64 = 7;

/// A dated obligation of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Its name.
    pub id: DutyId,
    /// Whose it is.
    pub post: PostId,
    /// What is asked.
    pub kind: DutyKind,
    /// About what.
    pub subject: Thing,
    /// When it arose, in microseconds since 1970.
    pub opened_at: i64,
    /// Last day on which it is in time.
    pub due: Date,
    /// Where it stands.
    pub state: DutyState,
    /// When it was closed, in microseconds since 1970.
    pub closed_at: Option<i64>,
    /// What came of it, in a word of its kind.
    pub outcome: Option<String>,
    /// Why, where a reason was asked for.
    pub reason: Option<String>,
    /// The post further up that was told last that it is late.
    pub raised_to: Option<PostId>,
    /// Steps that it went up.
    pub n_raised: u16,
}

impl Duty {
    /// A new duty.
    pub fn new(id: DutyId, post: PostId, kind: DutyKind, subject: Thing, opened_at: i64, due: Date) -> Duty {
        let state = DutyState::Open;
        let (closed_at, outcome, reason, raised_to) = (None, None, None, None);
        Duty { id, post, kind, subject, opened_at, due, state, closed_at, outcome, reason, raised_to, n_raised: 0 }
    }

    /// Whether it is late on this day.
    pub fn is_late(&self, today: Date) -> bool {
        self.state == DutyState::Open && self.due < today
    }

    /// Takes it one step up the unit tree when its day has come. `ladder` names the posts that answer for
    /// the units from its own upwards, nearest first, without the post whose duty it is. The first
    /// step is taken on the day after it was due, each further one [`RAISE_DAYS`] later.
    pub fn raise(&self, ladder: &[PostId], today: Date) -> Option<Duty> {
        let step = i64::from(self.n_raised);
        let next = ladder.get(usize::from(self.n_raised))?;
        let waited = self.is_late(today) && today > self.due.plus_days(step * RAISE_DAYS);
        waited.then(|| Duty { raised_to: Some(next.clone()), n_raised: self.n_raised + 1, ..self.clone() })
    }

    /// Closes it.
    ///
    /// # Errors
    /// Refused when it is closed already: somebody else was quicker.
    pub fn close(&self, state: DutyState, outcome: &str, reason: Option<&str>, now: i64) -> Result<Duty, Refusal> {
        if self.state != DutyState::Open {
            return Err(Refusal::Said(sentence!(
                "duty-closed",
                "This was closed already; look at its page before you decide again"
            )));
        }
        let (outcome, reason) = (Some(outcome.to_owned()), reason.map(str::to_owned));
        Ok(Duty { state, closed_at: Some(now), outcome, reason, ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Noun;

    fn duty() -> Duty {
        let due = Date::new(1962, 3, 9).unwrap();
        let post = PostId::new("engineer").unwrap();
        Duty::new(DutyId::from_bits(7), post, DutyKind::Dispose, Thing::new(Noun::Delivery, "D1"), 0, due)
    }

    fn ladder() -> Vec<PostId> {
        ["works-director", "ministry-coordinator"].iter().map(|id| PostId::new(id).unwrap()).collect()
    }

    #[test]
    fn silence_goes_up_one_step_at_a_time() {
        let (duty, ladder) = (duty(), ladder());
        assert_eq!(duty.raise(&ladder, duty.due), None, "on its last day it is in time");
        let once = duty.raise(&ladder, duty.due.plus_days(1)).unwrap();
        assert_eq!(once.raised_to.as_ref(), ladder.first());
        assert_eq!(once.raise(&ladder, duty.due.plus_days(RAISE_DAYS)), None);
        let twice = once.raise(&ladder, duty.due.plus_days(RAISE_DAYS + 1)).unwrap();
        assert_eq!(twice.raised_to.as_ref(), ladder.get(1));
        assert_eq!(twice.raise(&ladder, duty.due.plus_days(1_000)), None, "above the last post there is nobody");
    }

    #[test]
    fn what_is_closed_is_not_late_and_cannot_be_closed_again() {
        let done = duty().close(DutyState::Done, "use", None, 5).unwrap();
        assert!(!done.is_late(done.due.plus_days(100)));
        assert!(done.close(DutyState::Done, "pass", None, 6).is_err());
    }
}
