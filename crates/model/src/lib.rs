//! The nouns of Uptake and their rules.
//!
//! This crate is pure: no I/O, no clock, no SQL, no serialisation, no randomness. Dates and
//! random numbers come in as arguments; the JSON form of a record is made by `formats`, the
//! rows of a table by `store`.

#![forbid(unsafe_code)]

mod affiliation;
mod answer;
mod assignment;
mod attachment;
mod brief;
mod bulletin;
mod cell_fault;
mod contributor;
mod crosswalk;
mod date;
mod delivery;
mod digest;
mod dispatch;
mod duty;
mod evaluation;
mod event;
mod exchange;
mod exhibitor;
mod fact;
mod fit;
mod free_day;
mod grievance;
mod harvest;
mod held_look;
mod host;
mod identifier;
mod incident;
mod indexing;
mod intake;
mod issue;
mod job;
mod joining;
mod kept_style;
mod kind;
mod language;
mod letter;
mod liaison;
mod link;
mod mail_in;
mod marking;
mod meeting;
mod membership;
mod mission;
mod mission_cost;
mod mission_yield;
mod money;
mod need;
mod openid;
mod origin;
mod pairing;
mod person;
mod post;
mod profile;
mod public_id;
mod question;
mod reciprocity;
mod record;
mod refusal;
mod relation;
mod rematch;
mod reply;
mod report;
mod request;
mod rights;
mod sampling;
mod scheme;
mod sentence;
mod skill_transfer;
mod source;
mod source_yield;
mod specialist;
mod specialist_request;
mod staff;
#[cfg(test)]
mod staff_cases;
mod staff_change;
mod stand;
mod status;
mod subject;
mod template;
mod tenure;
mod thing;
mod tree;
mod unit;
mod vetting;
mod webhook;
mod words;
mod work_calendar;

pub use affiliation::Affiliation;
pub use answer::{
    ANSWER_EDITS_MAX, ANSWER_EDITS_SENT_MAX, ANSWER_NOTES_CHARS_MAX, ANSWER_REASON_CHARS_MAX, Answer, AnswerEdit,
    AnswerFile, AnswerLog, AnswerNote, EditId, Evidence,
};
pub use assignment::{Assignment, AssignmentId, AssignmentStage, ConflictRuling, PROMISES_MAX, Promise, PromiseState};
pub use attachment::{
    ATTACHMENT_BYTES_MAX, ATTACHMENT_NAME_CHARS_MAX, ATTACHMENT_UNPACKED_BYTES_MAX, ATTACHMENTS_MAX, Attachment,
    AttachmentFault, AttachmentId, AttachmentKind, AttachmentLook, AttachmentStage, AttachmentText,
    WITHDRAWAL_CHARS_MAX, attachment_name,
};
pub use brief::{
    BRIEF_LINE_CHARS_MAX, BRIEF_LINES_MAX, BRIEF_REMARK_CHARS_MAX, Brief, BriefConfirmation, BriefLine, BriefNoun,
    BriefPart, BriefStage, BriefThing, may_be_disclosed,
};
pub use bulletin::{
    BULLETIN_NAME_CHARS_MAX, BULLETIN_QUERY_CHARS_MAX, Bulletin, BulletinId, BulletinKind, BulletinLanguage,
    BulletinRhythm,
};
pub use cell_fault::CellFault;
pub use contributor::{Contributor, Name, Role};
pub use crosswalk::{
    ConceptCode, Crosswalk, CrosswalkFault, MAPPED_STEPS_MAX, MAPPINGS_MAX, Mapping, MappingRelation, Step, WAYS_MAX,
    Way, Ways,
};
pub use date::{Date, PartialDate};
pub use delivery::{Choice, Delivery, DeliveryId, Disposition, PassReason};
pub use digest::{
    Credibility, DIGEST_PART_CHARS_MAX, DIGEST_TITLE_CHARS_MAX, DIGEST_TRANSLATION_CHARS_MAX, Digest, DigestId,
    DigestText, Grade, PASSED_OVER_CHARS_MAX, PassedOver, TAKEN_DAYS, Taking, shown_digest,
};
pub use dispatch::{
    DISPATCH_AUTHORS_MAX, DISPATCH_KINDS, DISPATCH_LINE_CHARS_MAX, DISPATCH_TEXT_CHARS_MAX, DISPATCH_TITLE_CHARS_MAX,
    Dispatch, DispatchGiven,
};
pub use duty::{Duty, DutyId, DutyKind, DutyState, RAISE_DAYS};
pub use evaluation::{Criterion, EVALUATION_GRADE_MAX, Evaluation, month_of};
pub use event::{EVENT_DAYS_MAX, EVENT_LINE_CHARS_MAX, EVENT_TEXT_CHARS_MAX, Event, EventId, EventKind};
pub use exchange::{EXCHANGE_CHARS_MAX, Exchange, ExchangeId, ExchangeKind, ExchangeWay, Struck};
pub use exhibitor::{
    EXHIBITOR_NAME_CHARS_MAX, EXHIBITOR_SHOWS_CHARS_MAX, EXHIBITOR_STAND_CHARS_MAX, EXHIBITORS_MAX, Exhibitor,
};
pub use fact::{Fact, Verb};
pub use fit::{
    ConflictOfInterest, Fit, FitLine, FitPart, Lack, LackKind, SkillGrade, SkillHeld, Taken, class_words, fit,
};
pub use free_day::{FREE_DAYS_MAX, FreeDay, is_weekend};
pub use grievance::{AssignmentSide, GRIEVANCES_MAX, Grievance, GrievanceState, GrievanceTopic};
pub use harvest::{Found, Harvest, Schedule, Setback};
pub use held_look::{HeldFor, HeldLook, KeptLook, LookFor};
pub use host::{
    HOST_LINES_MAX, HOST_NAME_CHARS_MAX, HOST_TEXT_CHARS_MAX, Host, HostContact, HostId, HostName, country,
};
pub use identifier::{Identifier, Scheme};
pub use incident::{
    INCIDENT_STEP_CHARS_MAX, INCIDENT_STEPS_MAX, INCIDENT_TITLE_CHARS_MAX, Incident, IncidentId, IncidentKind,
    IncidentStep,
};
pub use indexing::{Agreement, CODE_BYTES_MAX, CODES_MAX, Indexing, Round, agreement, drawn_number, drawn_place};
pub use intake::{Became, Intake, IntakeId, IntakeLine, IntakeStage, Tally};
pub use issue::{
    ISSUE_ITEMS_MAX, ISSUE_NOTE_CHARS_MAX, ISSUE_WHY_CHARS_MAX, Issue, IssueId, IssueItem, IssueStage, PrintForm,
};
pub use job::{Job, JobKind, JobState, TRIES_MAX, pause_before};
pub use joining::{JOINING_REASON_CHARS_MAX, Joining};
pub use kept_style::{KeptStyle, STYLE_WORD_CHARS_MAX, STYLES_MAX};
pub use kind::Kind;
pub use language::Language;
pub use letter::{
    Feed, LETTER_ITEMS_MAX, LETTER_TRIED_MICROS, Letter, LetterId, LetterItem, LetterKind, LetterStage, Mailing, Rhythm,
};
pub use liaison::{
    APPROACHES_MAX, Approach, ApproachState, LIAISON_COUNTRIES_MAX, LIAISON_TEXT_CHARS_MAX, Liaison, LiaisonPost,
    LiaisonStage,
};
pub use link::{Link, LinkKind};
pub use mail_in::{Arrival, ArrivalId, ArrivalReason, ArrivalStage, MailIn, SENDERS_MAX};
pub use marking::{Barrier, Clearance, Compartment, Level, Marking, NamedCompartment, Release, Released, caveat};
pub use meeting::{
    LocalTime, MEETING_LINE_CHARS_MAX, MEETING_MINUTES_MAX, MEETING_MINUTES_MIN, MEETING_TEXT_CHARS_MAX, MEETINGS_MAX,
    Meeting, MeetingId, MeetingState, MeetingStep, without_meeting, zone_of_country,
};
pub use membership::{
    MEMBERSHIP_NUMBER_CHARS_MAX, MEMBERSHIP_REMARK_CHARS_MAX, Membership, MembershipId, fees_of_year,
};
pub use mission::{
    ExpectedBenefit, Footing, MISSION_DAYS_MAX, MISSION_LINE_CHARS_MAX, MISSION_LINES_MAX, MISSION_TEXT_CHARS_MAX,
    Member, Mission, MissionDirection, MissionEvent, MissionId, MissionStage, Waiver,
};
pub use mission_cost::{COST_REMARK_CHARS_MAX, COSTS_MAX, MissionCost};
pub use mission_yield::{
    AnswerRecord, DaysToUse, MissionFacts, MissionYield, QuestionFacts, ReadingCost, Spent, YieldBy, YieldEvent,
    YieldKey, asked_at, yield_rows,
};
pub use money::{Currency, Money};
pub use need::{Need, NeedId, Parameter, Priority, Silence, Stage, is_decimal};
pub use openid::{GroupChange, GroupGift, GroupRule, GroupTenure};
pub use origin::Origin;
pub use pairing::{PAIRING_SIDE_MAX, PairPrices, PairWeights, Pairing};
pub use person::{Actor, Person, PersonId};
pub use post::{Post, PostId, Power};
pub use profile::{Profile, ProfileId};
pub use question::{
    Asker, KNOWN_REASON_CHARS_MAX, Lookup, MISSION_QUESTION_CHARS_MAX, MISSION_QUESTIONS_MAX, Question, QuestionId,
    QuestionList, QuestionState,
};
pub use reciprocity::{ASKED_MIN, DEALINGS_MIN, Dealings, Goodwill, GoodwillGround, RECIPROCITY_DAYS, Trend};
pub use record::{Container, Location, Record, RecordId, Text};
pub use refusal::Refusal;
pub use relation::{Relation, RelationKind};
pub use rematch::{REMATCH_LISTED_MAX, RematchLine, RematchedNeed};
pub use reply::{REPLY_LETTERS, REPLY_MARK, Reply, ReplyAnswer, ReplyDoubt};
pub use report::{
    Ending, QuestionEnd, RECOMMENDATION_CHARS_MAX, RECOMMENDATIONS_MAX, REPORT_PIECES_MAX, REPORT_TEXT_CHARS_MAX,
    Recommendation, RecommendationId, ReportGiven, ReportPiece, all_ended, no_refusal_left,
};
pub use request::{Request, RequestId, RequestStage};
pub use rights::Rights;
pub use sampling::{DrawingId, INDEX_DAYS, SAMPLE_PERCENT_USUAL, Sampling};
pub use scheme::{
    CONCEPT_LINKS_MAX, CONCEPTS_MAX, Concept, ConceptScheme, Hierarchy, NOTATION_BYTES_MAX, SCHEME_DEPTH_MAX,
    SCHEME_SAID_CHARS_MAX, SchemeFault, SchemeHead, SchemeStage,
};
pub use sentence::{Sayable, Sentence, SentenceValue};
pub use skill_transfer::{SkillCheck, SkillStayed, Transfer, TransferShown};
pub use source::{
    Brought, Health, Reliability, SOURCE_ADDRESS_CHARS_MAX, SOURCE_COVERAGE_CHARS_MAX, SOURCE_DAYS_MAX,
    SOURCE_REMARK_CHARS_MAX, SOURCE_TITLE_CHARS_MAX, Source, SourceId, SourceKind, SourceOrder,
};
pub use source_yield::{SourceYield, YIELD_DAYS_MIN, YieldAdvice};
pub use specialist::{Away, Interest, InterestKind, LanguageLevel, Skill, Specialist, SpecialistId, Spoken};
pub use specialist_request::{
    ASSIGNMENT_DAYS_MAX, ASSIGNMENT_LINE_CHARS_MAX, ASSIGNMENT_TEXT_CHARS_MAX, SpecialistRequest, SpecialistRequestId,
    SpecialistRequestStage, WANTED_LINES_MAX, WantedSkill,
};
pub use staff::{Staff, TenureKey};
pub use staff_change::{
    Hand, LEAVE_DAYS_MAX, PAGE_LANGUAGES, STAFF_NAME_CHARS_MAX, StaffChange, StaffFault, StaffPlace,
};
pub use stand::{
    STAND_CONTACT_CHARS_MAX, STAND_CONTACTS_MAX, STAND_NOTES_CHARS_MAX, STAND_PURPOSE_CHARS_MAX, STAND_TITLE_CHARS_MAX,
    Stand, StandContact, StandId, StandNote, StandState, Visitor,
};
pub use status::Status;
pub use subject::{Subject, SubjectScheme};
pub use template::{TEMPLATE_NAME_CHARS_MAX, Template, TemplateForm};
pub use tenure::{Standing, Tenure};
pub use thing::{Noun, Thing};
pub use tree::UnitTree;
pub use unit::{Unit, UnitId};
pub use vetting::{
    VETTING_CHARS_MAX, Vetting, VettingCase, VettingKind, VettingRule, VettingRuleId, VettingState, VettingStep,
};
pub use webhook::{
    Concerns, WEBHOOK_ADDRESS_CHARS_MAX, WEBHOOK_ANSWER_CHARS_MAX, WEBHOOK_OVERLAP_MICROS, WEBHOOK_TITLE_CHARS_MAX,
    WEBHOOKS_MAX, Webhook, WebhookCall, WebhookCallStage, WebhookEvent, WebhookId, WebhookStage, WebhookTry,
};
pub use work_calendar::{WorkCalendar, day_of_work};
