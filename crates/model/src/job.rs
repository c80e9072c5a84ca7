//! Jobs: work that is done later, kept as rows so that nothing of it is forgotten.

use crate::words::words;

words! {
    /// What is to be done.
    JobKind {
        /// Hold one need against everything that is held; the argument names it.
        MatchNeed = "match-need",
        /// Hold what came in since the last time against every need.
        MatchNew = "match-new",
        /// Hold the needs that ask for classes against everything that is held, because schemes or mappings changed.
        MatchClasses = "match-classes",
        /// Take in what came from a source; the argument names the intake.
        TakeIn = "take-in",
        /// Look at a file that was attached; the argument names the attachment.
        LookAt = "look-at",
        /// Count what sources are worth; the argument names one, or is empty for all.
        CountSources = "count-sources",
        /// Take duties that are late one step up.
        RaiseDuties = "raise-duties",
        /// Ask posts whose needs are about to expire.
        AskReconfirmation = "ask-reconfirmation",
        /// Ask posts to pay what is due on lines of credit, and to fix their rates.
        WatchCredits = "watch-credits",
        /// Write the letters that are due to posts.
        WriteLetters = "write-letters",
        /// Begin the issues of bulletins that are due.
        BeginIssues = "begin-issues",
        /// Print an issue of a bulletin; the argument names it.
        PrintIssue = "print-issue",
        /// Learn which codes a record bears from those that were accepted; the argument names the scheme.
        LearnCodes = "learn-codes",
        /// Invite members to the meetings of a mission, or tell them what changed; the argument names the mission, or is empty for all with meetings ahead.
        Invite = "invite",
        /// See to control cases and regimes: silence that counts, decisions whose time is over, members that cannot vote, regimes to look through.
        WatchCases = "watch-cases",
        /// Weigh control cases again, because a list of parties or of items changed.
        WeighCases = "weigh-cases",
        /// Ask those who hold samples that rest too long to put them to use.
        FindIdle = "find-idle",
        /// See to adoptions: output of quarters that are over, what is missing past its day, and which are behind their plans.
        TendAdoptions = "tend-adoptions",
        /// See to agreements: years whose use is to be reported, those that end, and records that say something of their patents.
        TendAgreements = "tend-agreements",
        /// Open the duties of assignments that have come due, end those whose time is over, and let requests lapse.
        FollowAssignments = "follow-assignments",
        /// Read a version of a list of parties and bring it into force; the argument names list and version.
        LoadParties = "load-parties",
        /// Hold parties against the lists in force; the argument names one screening or the thing whose parties they are, or is empty for all.
        Screen = "screen",
        /// Offer a technology to every unit that could use it; the argument names the adoption in which it proved itself.
        SpreadOffers = "spread-offers",
        /// See to offers, reliefs and calls: declines whose ground is gone, reliefs that end, calls whose day is over.
        WatchDiffusion = "watch-diffusion",
        /// Reckon a plan of a portfolio; the argument names the portfolio and the number of the plan.
        SolvePortfolio = "solve-portfolio",
        /// Lay what waits behind the cap of a pass before the posts whose day has come.
        LayBacklogs = "lay-backlogs",
        /// Draw records that needs left out, for the needs whose posts ask for them.
        DrawSpotChecks = "draw-spot-checks",
        /// Draw the samples of a month for a second indexing.
        DrawSamples = "draw-samples",
        /// Put away sessions, links and keys that are past their time.
        Sweep = "sweep",
        /// Sign the head of the ledger and lay it in the second place.
        Checkpoint = "checkpoint",
    }
}

words! {
    /// Where a job stands.
    JobState {
        /// It waits for its time.
        Waiting = "waiting",
        /// Somebody works on it.
        Leased = "leased",
        /// It is done.
        Done = "done",
        /// It failed too often and waits for a person.
        Failed = "failed",
    }
}

/// Tries after which a job waits for a person.
pub const TRIES_MAX: u32 = 8;

/// A piece of later work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its number in the office.
    pub id: i64,
    /// What is to be done.
    pub kind: JobKind,
    /// To what; empty when the kind says it all.
    pub argument: String,
    /// Where it stands.
    pub state: JobState,
    /// Not before this time, in microseconds since 1970. While leased: until when it is.
    pub due_at: i64,
    /// How often it was begun.
    pub n_tries: u32,
    /// What went wrong the last time, in plain words.
    pub last_error: Option<String>,
    /// When it was caused, in microseconds since 1970.
    pub made_at: i64,
    /// When it ended, in microseconds since 1970.
    pub done_at: Option<i64>,
}

/// Microseconds to wait before a try: half a minute, doubled each time, an hour at most.
pub fn pause_before(n_tries: u32) -> i64 {
    const HALF_A_MINUTE: i64 = 30_000_000;
    const AN_HOUR: i64 = 3_600_000_000;
    HALF_A_MINUTE.saturating_mul(1 << n_tries.saturating_sub(1).min(10)).min(AN_HOUR)
}
