//! What stands for values of the model in JSON: words of closed lists, days, moments, small numbers.

use std::borrow::Cow;

use desk::SchemeFormat;
use formats::Form;
use model::{
    ActRuling, AdoptionEnd, AdoptionState, AgreementBasis, AgreementKind, AgreementStage, AgreementView, ApproachState,
    ArrivalReason, ArrivalStage, AssignmentSide, AssignmentStage, AttachmentFault, AttachmentKind, AttachmentStage,
    AttachmentText, BarrierKind, BarrierState, Became, BookingCause, BriefNoun, BriefPart, BriefStage, BulletinKind,
    BulletinLanguage, BulletinRhythm, BusinessDay, CallAnswerState, CallKind, CallState, CaseStage, CaseState,
    CaseView, CheckExpects, Choice, ClaimKind, ClassificationGround, ClassificationState, ClauseSubject,
    ComparisonKind, ConditionState, ConsentPoint, ConsentState, ControlAct, ControlChangeKind, ControlNoteKind,
    Credibility, CreditAccount, CreditEventKind, Criterion, CustodyState, Date, DayCount, DeclineCode, DeclineEnd,
    DeliverableKind, DeliverableMove, DeliverableSide, DeliverableState, DrawdownState, DutyKind, DutyState, EndReason,
    Ending, EquipmentKind, EventKind, Evidence, EvidenceClass, ExchangeKind, ExchangeWay, Exclusivity, ExemptGround,
    ExtensionState, FindingAct, FindingState, FitPart, ForecastBy, Found, GrievanceState, GrievanceTopic, GroundKind,
    Health, HeldBack, HitReopened, HitRuling, HitState, HitTier, IncidentKind, InspectionState, IntakeStage,
    InterestKind, IssueStage, JobKind, JobState, Kind, LackKind, LanguageLevel, LetterKind, LetterStage, Level,
    LiaisonStage, LifeStage, ListStage, ListVersionState, ListedField, LoanState, LookFor, MappingRelation,
    MeetingState, MissionDirection, MissionStage, MotionKind, MotionState, NameStrength, Noun, OfferState,
    OfferStepKind, OutcomeKind, PairGround, PairRuling, PartyForm, PartyKind, PassReason, PatentStatus, PaymentEvery,
    PlanFlag, Power, PrintForm, Priority, PromiseState, QuestionState, ReadingWay, RegimeKind, ReleaseState,
    Reliability, ReliefState, Renewal, Repayment, RequestStage, ResourceKind, ResourceState, Rhythm, RiskGround,
    Rounding, RoyaltyBasis, Ruling, RunState, Rung, RungStep, SampleCame, SampleKind, SampleState, SampleView,
    Schedule, ScreeningState, ScreeningView, SeedBasis, Setback, Severity, SkillStayed, SourceKind, SourceOrder,
    SpecialistRequestStage, SpotAnswer, SpotStratum, Stage, StandState, Standing, StatedKind, StatedStatus,
    StratifiedBy, StudyAct, StudyState, SubjectScheme, TemplateForm, ThresholdBound, ThresholdStand, Verdict,
    VettingKind, VettingState, VisitState, Vote, WebhookCallStage, WebhookEvent, WebhookStage, WideningSide,
    WideningState, YieldAdvice, YieldBy,
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A closed list whose members have a word each.
pub trait Worded: Copy + 'static {
    /// What the list is called in the description.
    const NAME: &'static str;

    /// Every word.
    fn words() -> Vec<&'static str>;

    /// The word for it.
    fn said(self) -> &'static str;

    /// The member with this word.
    fn of_word(word: &str) -> Option<Self>;
}

macro_rules! worded {
    ($($type:ident = $name:literal),* $(,)?) => { $(
        impl Worded for $type {
            const NAME: &'static str = $name;

            fn words() -> Vec<&'static str> {
                $type::ALL.iter().map(|one| one.word()).collect()
            }

            fn said(self) -> &'static str {
                self.word()
            }

            fn of_word(word: &str) -> Option<$type> {
                $type::from_word(word)
            }
        }
    )* };
}

worded! {
    AdoptionEnd = "AdoptionEnd", AdoptionState = "AdoptionState", EndReason = "EndReason", EvidenceClass = "EvidenceClass",
    ReadingWay = "ReadingWay", ResourceKind = "ResourceKind", ResourceState = "ResourceState", Rung = "Rung", RungStep = "RungStep",
    CaseStage = "CaseStage", SpotAnswer = "SpotAnswer", SpotStratum = "SpotStratum",
    BarrierKind = "BarrierKind", BarrierState = "BarrierState", CallAnswerState = "CallAnswerState", CallKind = "CallKind", CallState = "CallState",
    DeclineCode = "DeclineCode", DeclineEnd = "DeclineEnd", EquipmentKind = "EquipmentKind", GroundKind = "OfferGroundKind",
    OfferState = "OfferState", OfferStepKind = "OfferStepKind", ReliefState = "ReliefState", PlanFlag = "PlanFlag", StatedKind = "StatedKind", StatedStatus = "StatedStatus", RunState = "PortfolioRunState",
    AgreementBasis = "AgreementBasis", AgreementKind = "AgreementKind", AgreementStage = "AgreementStage", AgreementView = "AgreementListing",
    ClauseSubject = "ClauseSubject", ConsentPoint = "ConsentPoint", ConsentState = "ConsentState", Exclusivity = "Exclusivity",
    DeliverableKind = "DeliverableKind", DeliverableMove = "DeliverableMove", DeliverableSide = "DeliverableSide", DeliverableState = "DeliverableState",
    PatentStatus = "PatentStatus", Renewal = "Renewal", RoyaltyBasis = "RoyaltyBasis", Ruling = "Ruling",
    AttachmentFault = "AttachmentFault", AttachmentKind = "AttachmentKind", AttachmentStage = "AttachmentStage",
    AttachmentText = "AttachmentText", Became = "Became", Health = "SourceHealth", IntakeStage = "IntakeStage", Reliability = "Reliability",
    SourceKind = "SourceKind", SourceOrder = "SourceOrder", Schedule = "Schedule", Setback = "Setback", YieldAdvice = "YieldAdvice", Found = "Found",
    BulletinKind = "BulletinKind", BulletinLanguage = "BulletinLanguage", BulletinRhythm = "BulletinRhythm",
    IssueStage = "IssueStage", PrintForm = "PrintForm", TemplateForm = "TemplateForm",
    ArrivalReason = "ArrivalReason", ArrivalStage = "ArrivalStage",
    Form = "ExportForm", LetterKind = "LetterKind", LetterStage = "LetterStage", Rhythm = "Rhythm",
    Choice = "DeliveryChoice", DutyKind = "DutyKind", DutyState = "DutyState", JobKind = "JobKind", JobState = "JobState",
    Credibility = "Credibility", Kind = "RecordKind", Level = "Level", Noun = "Noun", PassReason = "PassReason", Power = "Power", Priority = "Priority",
    ClassificationGround = "ClassificationGround", ClassificationState = "ClassificationState", ControlChangeKind = "ControlChangeKind",
    ControlNoteKind = "ControlNoteKind", ListStage = "ListStage", ThresholdBound = "ThresholdBound", ThresholdStand = "ThresholdStand",
    MappingRelation = "MappingRelation", SchemeFormat = "SchemeFormat",
    ExchangeKind = "ExchangeKind", ExchangeWay = "ExchangeWay", IncidentKind = "IncidentKind",
    Ending = "QuestionEnding", EventKind = "EventKind", Evidence = "Evidence", LanguageLevel = "LanguageLevel", MissionDirection = "MissionDirection", MissionStage = "MissionStage",
    ApproachState = "ApproachState", BriefNoun = "BriefNoun", BriefPart = "BriefPart", BriefStage = "BriefStage",
    LiaisonStage = "LiaisonStage", LifeStage = "ThreadStage", MeetingState = "MeetingState",
    ActRuling = "ActRuling", ComparisonKind = "ComparisonKind", CustodyState = "CustodyState", ExtensionState = "ExtensionState", LoanState = "LoanState", OutcomeKind = "OutcomeKind", PairGround = "PairGround", PairRuling = "PairRuling", SampleCame = "SampleCame", SampleKind = "SampleKind", SampleState = "SampleState", SampleView = "SampleView", StudyAct = "StudyAct", StudyState = "StudyState",
    CheckExpects = "CheckExpects", FindingAct = "FindingAct", FindingState = "FindingState", InspectionState = "InspectionState", RiskGround = "RiskGround",
    SeedBasis = "SeedBasis", Severity = "FindingSeverity", StratifiedBy = "StratifiedBy", Verdict = "VisitVerdict", VisitState = "VisitState",
    CaseState = "CaseState", CaseView = "CaseListing", ConditionState = "ConditionState", ControlAct = "ControlAct", ExemptGround = "ExemptGround",
    MotionKind = "MotionKind", MotionState = "MotionState", PartyKind = "PartyKind", RegimeKind = "RegimeKind", Vote = "Vote",
    BookingCause = "BookingCause", BusinessDay = "BusinessDay", ClaimKind = "ClaimKind", CreditAccount = "CreditAccount", CreditEventKind = "CreditEventKind",
    DayCount = "DayCount", DrawdownState = "DrawdownState", ForecastBy = "ForecastBy", PaymentEvery = "PaymentEvery", Repayment = "Repayment", Rounding = "Rounding",
    HeldBack = "HeldBack", HitReopened = "HitReopened", HitRuling = "HitRuling", HitState = "HitState", HitTier = "HitTier",
    ListVersionState = "ListVersionState", ListedField = "ListedField", NameStrength = "NameStrength", PartyForm = "PartyForm",
    ScreeningState = "ScreeningState", ScreeningView = "ScreeningListing",
    LookFor = "LookFor", YieldBy = "YieldBy",
    AssignmentSide = "AssignmentSide", AssignmentStage = "AssignmentStage", Criterion = "Criterion", FitPart = "FitPart",
    GrievanceState = "GrievanceState", GrievanceTopic = "GrievanceTopic", InterestKind = "InterestKind", LackKind = "LackKind",
    PromiseState = "PromiseState", SkillStayed = "SkillStayed", SpecialistRequestStage = "SpecialistRequestStage",
    QuestionState = "QuestionState", VettingKind = "VettingKind", VettingState = "VettingState",
    WebhookCallStage = "WebhookCallStage", WebhookEvent = "WebhookEvent", WebhookStage = "WebhookStage",
    ReleaseState = "ReleaseState", WideningSide = "WideningSide", WideningState = "WideningState",
    RequestStage = "RequestStage", Stage = "NeedStage", StandState = "StandState", Standing = "Standing", SubjectScheme = "SubjectScheme",
}

/// A member of a closed list, written as its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<T>(pub T);

impl<T: Worded> Serialize for Word<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.said())
    }
}

impl<'de, T: Worded> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Word<T>, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        let unknown = || de::Error::custom(format!("`{text}` is none of {}", T::words().join(", ")));
        T::of_word(&text).map(Word).ok_or_else(unknown)
    }
}

impl<T: Worded> JsonSchema for Word<T> {
    fn schema_name() -> Cow<'static, str> {
        T::NAME.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": T::words() })
    }
}

/// A day, written `2026-03-12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day(pub Date);

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        let unread = || de::Error::custom(format!("`{text}` is no day; write it as 2026-03-12"));
        Date::parse(&text).map(Day).ok_or_else(unread)
    }
}

impl JsonSchema for Day {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }
}

/// A moment in universal time, written `2026-03-12T14:05:07.000123Z`; microseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(pub i64);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const DAY: i64 = 86_400_000_000;
        let (day, within) = (Date::of_number(self.0.div_euclid(DAY)), self.0.rem_euclid(DAY));
        let (seconds, micros) = (within / 1_000_000, within % 1_000_000);
        let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        serializer.collect_str(&format_args!("{day}T{hour:02}:{minute:02}:{second:02}.{micros:06}Z"))
    }
}

impl JsonSchema for Moment {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Moment".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date-time" })
    }
}

/// Things on one page of a list: from 1 to [`Limit::MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(pub usize);

impl Limit {
    /// The most. What is longer is read page by page.
    pub const MAX: usize = 100;

    /// How many, unless it is said.
    pub const USUAL: usize = 50;

    /// What was asked for, or the usual.
    pub fn of(asked: Option<Limit>) -> usize {
        asked.map_or(Limit::USUAL, |limit| limit.0)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Limit, D::Error> {
        let number = u64::deserialize(deserializer)?;
        let limit = usize::try_from(number).ok().filter(|limit| (1..=Limit::MAX).contains(limit));
        limit.map(Limit).ok_or_else(|| de::Error::custom(format!("`{number}` is not from 1 to {}", Limit::MAX)))
    }
}

impl JsonSchema for Limit {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Limit".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 1, "maximum": Limit::MAX, "default": Limit::USUAL })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_days_and_moments_are_written_as_the_description_says() {
        let written = |value: serde_json::Result<String>| value.unwrap();
        assert_eq!(written(serde_json::to_string(&Word(Stage::Accepted))), "\"accepted\"");
        assert_eq!(written(serde_json::to_string(&Moment(1_773_324_307_000_123))), "\"2026-03-12T14:05:07.000123Z\"");
        assert_eq!(written(serde_json::to_string(&Moment(-1))), "\"1969-12-31T23:59:59.999999Z\"");
        assert_eq!(serde_json::from_str::<Day>("\"2026-03-12\"").unwrap().0.to_string(), "2026-03-12");
        for unread in ["\"2026-02-30\"", "\"12 March\"", "7"] {
            assert!(serde_json::from_str::<Day>(unread).is_err(), "{unread}");
        }
        assert!(serde_json::from_str::<Word<Stage>>("\"Accepted\"").is_err());
        assert!(serde_json::from_str::<Limit>("0").is_err() && serde_json::from_str::<Limit>("101").is_err());
    }
}
