//! The nouns of Uptake and their rules.
//!
//! This crate is pure: no I/O, no clock, no SQL, no serialisation, no randomness. Dates and
//! random numbers come in as arguments; the JSON form of a record is made by `formats`, the
//! rows of a table by `store`.

#![forbid(unsafe_code)]

mod adoption;
mod adoption_part;
#[cfg(test)]
mod adoption_tests;
mod affiliation;
mod agreement;
mod agreement_payment;
mod answer;
mod assignment;
mod attachment;
mod ballot;
mod barrier;
#[cfg(test)]
mod barrier_tests;
mod biography;
#[cfg(test)]
mod biography_tests;
mod brief;
mod bulletin;
mod business_day;
mod call;
#[cfg(test)]
mod call_tests;
mod case;
mod case_condition;
#[cfg(test)]
mod case_tests;
mod cell_fault;
mod classification;
mod comparison;
mod consent;
mod contributor;
mod control_act;
mod control_change;
mod control_entry;
mod control_list;
#[cfg(test)]
mod control_list_tests;
mod credit;
mod credit_booking;
mod credit_course;
#[cfg(test)]
mod credit_course_tests;
mod credit_event;
mod credit_statement;
mod credit_text;
mod crosswalk;
mod currency;
mod custody;
mod date;
mod day_count;
#[cfg(test)]
mod day_count_tests;
mod deliverable;
mod delivery;
mod digest;
mod disguise;
mod dispatch;
mod door;
mod drawdown;
mod duty;
mod equipment;
mod evaluation;
mod event;
mod excerpt;
mod exchange;
mod exhibitor;
mod fact;
mod figure;
mod figure_book;
#[cfg(test)]
mod figure_tests;
mod finding;
mod fit;
mod forecast;
#[cfg(test)]
mod forecast_tests;
mod free_day;
mod grievance;
mod harvest;
mod held_look;
mod host;
mod identifier;
mod incident;
mod indexing;
mod inspection;
#[cfg(test)]
mod inspection_tests;
mod intake;
mod issue;
mod job;
mod joining;
mod kept_style;
mod kind;
mod language;
mod legal_event;
mod letter;
mod liaison;
mod link;
mod list_load;
mod listed;
mod mail_in;
mod marking;
mod measure;
mod measure_table;
#[cfg(test)]
mod measure_tests;
mod meeting;
mod membership;
mod mission;
mod mission_cost;
mod mission_yield;
mod money;
mod motion;
mod need;
mod offer;
#[cfg(test)]
mod offer_tests;
mod openid;
mod origin;
mod output;
#[cfg(test)]
mod output_tests;
mod pairing;
mod party;
mod party_list;
mod patent_right;
mod person;
mod plan_line;
#[cfg(test)]
mod plan_line_tests;
mod portfolio;
mod post;
mod profile;
mod public_id;
mod quarter;
mod question;
mod rate;
mod rate_shift;
mod rational;
mod reading;
mod reciprocity;
mod record;
mod refusal;
mod regime;
mod regime_rule;
mod relation;
mod release;
#[cfg(test)]
mod release_tests;
mod relief;
#[cfg(test)]
mod relief_tests;
mod rematch;
mod reply;
mod report;
mod request;
mod rights;
mod royalty;
mod rung;
mod sample;
mod sample_loan;
mod sample_pair;
#[cfg(test)]
mod sample_tests;
mod sampling;
mod schedule;
#[cfg(test)]
mod schedule_tests;
mod scheme;
mod screening;
#[cfg(test)]
mod screening_tests;
mod sentence;
mod site_visit;
mod skill_transfer;
mod source;
mod source_yield;
mod specialist;
mod specialist_request;
mod spot_check;
mod staff;
#[cfg(test)]
mod staff_cases;
mod staff_change;
mod stand;
mod stated_figure;
#[cfg(test)]
mod stated_figure_tests;
mod status;
mod study;
mod study_act;
mod subject;
mod teardown;
mod technology;
mod template;
mod tenure;
mod terms;
mod thing;
mod threshold;
#[cfg(test)]
mod threshold_tests;
mod threshold_value;
mod threshold_words;
mod tree;
mod trigger;
mod unit;
mod vetting;
mod webhook;
mod widening;
#[cfg(test)]
mod widening_tests;
mod words;
mod work_calendar;

pub use adoption::{
    ADOPTION_LINE_CHARS_MAX, ADOPTION_STARTS_MAX, ADOPTION_TEXT_CHARS_MAX, Adoption, AdoptionEnd, AdoptionId,
    AdoptionState, EndReason, Ended, PastStart,
};
pub use adoption_part::{
    ADOPTION_COSTS_MAX, ADOPTION_PLACES_MAX, AdoptionCost, AdoptionPlace, CostLine, EndHeard, READING_TOKEN_DAYS_MAX,
    READING_TOKENS_MAX, RESOURCES_MAX, Resource, ResourceKind, ResourceState, TechnologyCost, technology_costs,
};
pub use affiliation::Affiliation;
pub use agreement::{
    AGREEMENT_EXPIRING_DAYS, AGREEMENT_LINE_CHARS_MAX, AGREEMENT_LINES_MAX, AGREEMENT_MOVES, AGREEMENT_TEXT_CHARS_MAX,
    Agreement, AgreementBasis, AgreementFooting, AgreementId, AgreementKind, AgreementParty, AgreementStage,
    AgreementStep, AgreementView, bounded_text, reasoned_text,
};
pub use agreement_payment::{
    AGREEMENT_INSTALMENTS_MAX, AGREEMENT_MINOR_MAX, AgreementBalance, AgreementInstalment, AgreementPayment,
    InstalmentStand, agreement_balances, instalment_stands,
};
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
pub use ballot::{BALLOT_CHARS_MAX, Ballot, BasisHash, CaseMember, Vote, VoteCount, Voting};
pub use barrier::{
    BARRIER_DAYS_MAX, BARRIER_SUBJECT_CHARS_MAX, BARRIER_TEXT_CHARS_MAX, BarrierId, BarrierKind, BarrierState,
    LoggedBarrier, days_lost,
};
pub use biography::{
    BIOGRAPHY_EVENTS_MAX, BIOGRAPHY_THINGS_MAX, BIOGRAPHY_WAIT_DAYS, Biography, FoundLife, Gap, Happened, LifeEvent,
    LifeStage, Tie, is_of_life,
};
pub use brief::{
    BRIEF_LINE_CHARS_MAX, BRIEF_LINES_MAX, BRIEF_REMARK_CHARS_MAX, Brief, BriefConfirmation, BriefLine, BriefNoun,
    BriefPart, BriefStage, BriefThing, may_be_disclosed,
};
pub use bulletin::{
    BULLETIN_NAME_CHARS_MAX, BULLETIN_QUERY_CHARS_MAX, Bulletin, BulletinId, BulletinKind, BulletinLanguage,
    BulletinRhythm,
};
pub use business_day::BusinessDay;
pub use call::{
    CALL_DAYS_MAX, CALL_MEASURE_CHARS_MAX, CALL_POSTS_MAX, CALL_TEXT_CHARS_MAX, CALL_WHAT_CHARS_MAX, Call, CallAnswer,
    CallAnswerState, CallId, CallKind, CallReply, CallState,
};
pub(crate) use case::case_changed;
pub use case::{Basis, CaseId, CaseState, CaseView, ControlCase, Speaker};
pub use case_condition::{CONDITION_CHARS_MAX, CONDITIONS_MAX, CaseCondition, ConditionState};
pub use cell_fault::CellFault;
pub use classification::{
    CLASSIFICATION_REASON_CHARS_MAX, CLASSIFICATIONS_MAX, Classification, ClassificationGround, ClassificationState,
    ClassificationVerdict, ITEM_TEXT_CHARS_MAX,
};
pub use comparison::{Comparison, ComparisonKind, compared};
pub use consent::{Consent, ConsentPoint, ConsentState};
pub use contributor::{Contributor, Name, Role};
pub use control_act::{ControlAct, Proposal};
pub use control_change::{ControlChange, ControlChangeKind, WordRun, control_changes, word_runs};
pub use control_entry::{
    CONTROL_CODE_BYTES_MAX, CONTROL_TEXT_CHARS_MAX, ControlEntry, ControlNote, ControlNoteKind, control_note,
};
pub use control_list::{
    CONTROL_ENTRIES_MAX, CONTROL_LINE_CHARS_MAX, CONTROL_LISTS_MAX, ControlHead, ControlListId, ControlText,
    ControlVersion,
};
pub use credit::{
    CLAIM_ORDER_USUAL, CREDIT_COUNTRIES_MAX, CREDIT_DAYS_MAX, CREDIT_LINE_CHARS_MAX, CREDIT_MINOR_MAX,
    CREDIT_NOTICE_DAYS_MAX, CREDIT_TEXT_CHARS_MAX, ClaimKind, Credit, CreditId, CreditTerms,
};
pub use credit_booking::{Booking, BookingCause, Claim, CreditAccount, ScheduleLine};
pub use credit_course::{CreditCourse, credit_course};
pub use credit_event::{CREDIT_EVENTS_MAX, CreditEvent, CreditEventKind, counting};
pub use credit_statement::{CreditPosition, CreditStatement, credit_schedule, credit_statement, expected_payments};
pub use crosswalk::{
    ConceptCode, Crosswalk, CrosswalkFault, MAPPED_STEPS_MAX, MAPPINGS_MAX, Mapping, MappingRelation, Step, WAYS_MAX,
    Way, Ways,
};
pub use currency::ListedCurrency;
pub use custody::{CUSTODY_CHARS_MAX, CUSTODY_LINKS_MAX, Chain, Custody, CustodyState, Handing, Keeper};
pub use date::{Date, PartialDate};
pub use day_count::{DayCount, InterestPeriod};
pub use deliverable::{
    DELIVERABLE_LINE_CHARS_MAX, DELIVERABLE_STEPS_MAX, DELIVERABLE_TEXT_CHARS_MAX, DELIVERABLES_MAX, Deliverable,
    DeliverableId, DeliverableKind, DeliverableMove, DeliverableSide, DeliverableState, DeliverableStep,
};
pub use delivery::{Choice, Delivery, DeliveryId, Disposition, PassReason};
pub use digest::{
    Credibility, DIGEST_PART_CHARS_MAX, DIGEST_TITLE_CHARS_MAX, DIGEST_TRANSLATION_CHARS_MAX, Digest, DigestId,
    DigestText, Grade, PASSED_OVER_CHARS_MAX, PassedOver, TAKEN_DAYS, Taking, shown_digest,
};
pub use dispatch::{
    DISPATCH_AUTHORS_MAX, DISPATCH_KINDS, DISPATCH_LINE_CHARS_MAX, DISPATCH_TEXT_CHARS_MAX, DISPATCH_TITLE_CHARS_MAX,
    Dispatch, DispatchGiven,
};
pub use door::Door;
pub use drawdown::{
    AwaitedDelivery, CREDIT_MILESTONES_MAX, CreditMilestone, DRAWDOWN_CONDITIONS_MAX, DRAWDOWNS_MAX, Drawdown,
    DrawdownState, planned_drawdowns,
};
pub use duty::{Duty, DutyId, DutyKind, DutyState, RAISE_DAYS};
pub use equipment::{
    EQUIPMENT_CLASSES_MAX, EQUIPMENT_MAX, EQUIPMENT_NAME_CHARS_MAX, EQUIPMENT_NOTE_CHARS_MAX, Equipment, EquipmentId,
    EquipmentKind, is_named_in, name_words, names_alike,
};
pub use evaluation::{Criterion, EVALUATION_GRADE_MAX, Evaluation, month_of};
pub use event::{EVENT_DAYS_MAX, EVENT_LINE_CHARS_MAX, EVENT_TEXT_CHARS_MAX, Event, EventId, EventKind};
pub use excerpt::{EXCERPT_CHARS_MAX, EXCERPT_PLACE_CHARS_MAX, EXCERPT_TITLE_CHARS_MAX, ExcerptGiven};
pub use exchange::{EXCHANGE_CHARS_MAX, Exchange, ExchangeId, ExchangeKind, ExchangeWay, Struck};
pub use exhibitor::{
    EXHIBITOR_NAME_CHARS_MAX, EXHIBITOR_SHOWS_CHARS_MAX, EXHIBITOR_STAND_CHARS_MAX, EXHIBITORS_MAX, Exhibitor,
};
pub use fact::{Fact, Verb};
pub use figure::{
    CASE_STAGES, CaseEnd, CaseEndKind, CaseFilter, CaseOrigin, CaseStage, Cases, FigureCase, Undelivered,
};
pub use figure_book::CaseBook;
pub use finding::{
    FINDING_EVIDENCE_MAX, FINDING_STEPS_MAX, FINDING_TEXT_CHARS_MAX, Finding, FindingAct, FindingId, FindingSaid,
    FindingState, FindingStep, Severity, VISIT_FINDINGS_MAX,
};
pub use fit::{
    ConflictOfInterest, Fit, FitLine, FitPart, Lack, LackKind, SkillGrade, SkillHeld, Taken, class_words, fit,
};
pub use forecast::{
    DebtService, ExchangeRate, FORECAST_YEARS_MAX, Forecast, ForecastBy, ForecastPayment, ForecastPeriod,
    SCENARIO_DELAY_MAX, SCENARIO_LINES_MAX, Scenario, ScenarioId, forecast, read_earnings, read_prices, read_rates,
};
pub use free_day::{FREE_DAYS_MAX, FreeDay, is_weekend};
pub use grievance::{AssignmentSide, GRIEVANCES_MAX, Grievance, GrievanceState, GrievanceTopic};
pub use harvest::{Found, Harvest, Schedule, Setback};
pub use held_look::{HeldFor, HeldLook, KeptLook, LookFor};
pub use host::{
    HOST_LINES_MAX, HOST_NAME_CHARS_MAX, HOST_TEXT_CHARS_MAX, Host, HostContact, HostId, HostName, country, not_longer,
};
pub use identifier::{Identifier, Scheme};
pub use incident::{
    INCIDENT_STEP_CHARS_MAX, INCIDENT_STEPS_MAX, INCIDENT_TITLE_CHARS_MAX, Incident, IncidentId, IncidentKind,
    IncidentStep,
};
pub use indexing::{
    CODE_BYTES_MAX, CODES_MAX, CodeAgreement, Indexing, Round, code_agreement, drawn_number, drawn_place,
};
pub use inspection::{
    CHECK_QUESTION_CHARS_MAX, CHECK_QUESTIONS_MAX, CheckExpects, CheckQuestion, FRAME_CLAIMS_MAX, FrameLine,
    INSPECTION_LINE_CHARS_MAX, INSPECTION_SCOPE_MAX, INSPECTION_TEXT_CHARS_MAX, INSPECTION_VISITS_MAX, Inspection,
    InspectionId, InspectionScope, InspectionState, RISK_POINTS_MAX, RiskBand, RiskGround, RiskWeights, SEED_CHARS,
    SeedBasis, StratifiedBy, public_seed,
};
pub use intake::{Became, Intake, IntakeId, IntakeLine, IntakeStage, Tally};
pub use issue::{
    ISSUE_ITEMS_MAX, ISSUE_NOTE_CHARS_MAX, ISSUE_WHY_CHARS_MAX, Issue, IssueId, IssueItem, IssueStage, PrintForm,
};
pub use job::{Job, JobKind, JobState, TRIES_MAX, pause_before};
pub use joining::{JOINING_REASON_CHARS_MAX, Joining};
pub use kept_style::{KeptStyle, STYLE_WORD_CHARS_MAX, STYLES_MAX};
pub use kind::Kind;
pub use language::Language;
pub use legal_event::{LegalEvent, LegalOutcome, LegalStanding, legal_outcomes};
pub use letter::{
    Feed, LETTER_ITEMS_MAX, LETTER_TRIED_MICROS, Letter, LetterId, LetterItem, LetterKind, LetterStage, Mailing, Rhythm,
};
pub use liaison::{
    APPROACHES_MAX, Approach, ApproachState, LIAISON_COUNTRIES_MAX, LIAISON_TEXT_CHARS_MAX, Liaison, LiaisonPost,
    LiaisonStage,
};
pub use link::{Link, LinkKind};
pub use list_load::{LIST_LOST_PERCENT_MAX, LIST_REASON_CHARS_MAX, ListLoad, ListStage, list_load};
pub use listed::{
    LISTED_KEY_CHARS_MAX, LISTED_LINE_CHARS_MAX, LISTED_LINES_MAX, LISTED_REMARK_CHARS_MAX, Listed, ListedChange,
    ListedField, ListedName, NameStrength,
};
pub use mail_in::{Arrival, ArrivalId, ArrivalReason, ArrivalStage, MailIn, SENDERS_MAX};
pub use marking::{Barrier, Clearance, Compartment, Level, Marking, NamedCompartment, Release, Released, caveat};
pub use measure::{Dimension, DimensionName, MEASURE_CHARS_MAX, Measure, QUANTITY_CHARS_MAX, Quantity};
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
pub use motion::{ExemptGround, Motion, MotionKind, MotionState};
pub use need::{Need, NeedId, Parameter, Priority, Silence, Stage, is_decimal};
pub use offer::{
    Decline, DeclineCode, DeclineEnd, DeclineGround, GroundKind, OFFER_GROUNDS_MAX, OFFER_STEPS_MAX,
    OFFER_TEXT_CHARS_MAX, OFFERS_AT_ONCE, Offer, OfferGround, OfferId, OfferState, OfferStep, OfferStepKind,
};
pub use openid::{GroupChange, GroupGift, GroupRule, GroupTenure};
pub use origin::Origin;
pub use output::{
    Intensity, OUTPUT_LINES_MAX, OUTPUT_NOTE_CHARS_MAX, OUTPUT_QUARTERS_MAX, OutputPlan, OutputSaid, QuarterLine,
    quarter_lines, readings_show,
};
pub use pairing::{PAIRING_SIDE_MAX, PairPrices, PairWeights, Pairing};
pub use party::{PARTY_LINE_CHARS_MAX, PARTY_LINES_MAX, Party, PartyKind};
pub use party_list::{
    HeldBack, LISTED_MAX, ListVersion, ListVersionState, PARTY_LIST_LINE_CHARS_MAX, PARTY_LIST_TEXT_CHARS_MAX,
    PartyForm, PartyList, PartyListId, SHRINK_FREE, SHRINK_PERCENT_MAX,
};
pub use patent_right::{
    PATENT_LINE_CHARS_MAX, PATENT_TERRITORIES_MAX, PATENT_YEARS, PATENTS_MAX, PatentRight, PatentStatus,
    PatentTerritory, patent_stem, published_status,
};
pub use person::{Actor, Person, PersonId};
pub use plan_line::{
    PLAN_LINE_CHARS_MAX, PLAN_NOTE_CHARS_MAX, PLAN_QUARTERS_MAX, PlanCourse, PlanFlag, PlanLine, PlanLineId,
    PlanOutput, PlanQuarter, plan_course, plan_flags, plan_key,
};
pub use portfolio::{
    PORTFOLIO_BYTES_MAX, PORTFOLIO_NOTE_CHARS_MAX, PORTFOLIO_RUNS_MAX, PORTFOLIO_TITLE_CHARS_MAX, Portfolio,
    PortfolioId, PortfolioRun, RunState,
};
pub use post::{Post, PostId, Power};
pub use profile::{Profile, ProfileId};
pub use quarter::Quarter;
pub use question::{
    Asker, KNOWN_REASON_CHARS_MAX, Lookup, MISSION_QUESTION_CHARS_MAX, MISSION_QUESTIONS_MAX, Question, QuestionId,
    QuestionList, QuestionState,
};
pub use rate::{RATE_MAX, RATE_ONE, Rate, RateRule, Rounding};
pub use rate_shift::{RATE_SHIFT_MAX, RateShift, read_shifts, shifted_rates, shifts_text};
pub use rational::{RATIONAL_DECIMALS_MAX, RATIONAL_DIGITS_MAX, Rational};
pub use reading::{
    READING_KEY_CHARS_MAX, READINGS_BYTES_MAX, READINGS_MAX, READINGS_SENT_MAX, Reading, ReadingGiven, ReadingPeriod,
    ReadingSeries, ReadingWay, ReadingsTaken, read_readings,
};
pub use reciprocity::{ASKED_MIN, DEALINGS_MIN, Dealings, Goodwill, GoodwillGround, RECIPROCITY_DAYS, Trend};
pub use record::{Container, Location, Record, RecordId, Text};
pub use refusal::Refusal;
pub use regime::{
    REGIME_LINES_MAX, REGIME_MEMBERS_MAX, REGIME_NAME_CHARS_MAX, REGIME_TEXT_CHARS_MAX, REGIME_WEIGHT_MAX, Regime,
    RegimeId, RegimeKind, RegimeMember, UsualCondition,
};
pub use regime_rule::{Decision, RULE_DAYS_MAX, RegimeRule};
pub use relation::{Relation, RelationKind};
pub use release::{
    HostRelease, RELEASE_RECORDS_MAX, RELEASE_TEXT_CHARS_MAX, RELEASE_TITLE_CHARS_MAX, ReleaseId, ReleaseState,
};
pub use relief::{
    QuarterAmount, RELIEF_LINE_CHARS_MAX, RELIEF_NOTICE_DAYS, RELIEF_QUARTERS_MAX, RELIEF_TEXT_CHARS_MAX, Relief,
    ReliefId, ReliefState,
};
pub use rematch::{REMATCH_LISTED_MAX, RematchLine, RematchedNeed};
pub use reply::{REPLY_LETTERS, REPLY_MARK, Reply, ReplyAnswer, ReplyDoubt};
pub use report::{
    Ending, QuestionEnd, RECOMMENDATION_CHARS_MAX, RECOMMENDATIONS_MAX, REPORT_PIECES_MAX, REPORT_TEXT_CHARS_MAX,
    Recommendation, RecommendationId, ReportGiven, ReportPiece, all_ended, no_refusal_left,
};
pub use request::{Request, RequestId, RequestStage};
pub use rights::Rights;
pub use royalty::{
    ROYALTIES_MAX, ROYALTY_DAYS, Royalty, RoyaltyBasis, USE_EVIDENCE_MAX, USE_TEXT_CHARS_MAX, UseNote, UseReport,
};
pub use rung::{
    EvidenceClass, RUNG_EVIDENCE_MAX, RUNG_REMARK_CHARS_MAX, RUNGS_REACHED_MAX, Rung, RungReached, RungStep,
};
pub use sample::{
    SAMPLE_IDLE_DAYS, SAMPLE_LINE_CHARS_MAX, SAMPLE_NEEDS_MAX, SAMPLE_TEXT_CHARS_MAX, Sample, SampleCame, SampleId,
    SampleKind, SampleState, SampleView,
};
pub use sample_loan::{
    ExtensionState, LOAN_DAYS_MAX, LOAN_EXTENSIONS_MAX, LOANS_MAX, LoanExtension, LoanState, SampleLoan,
};
pub use sample_pair::{PairGround, PairRuling, SamplePair, alike, pair_of, pairs_alike};
pub use sampling::{DrawingId, INDEX_DAYS, SAMPLE_PERCENT_USUAL, Sampling};
pub use schedule::{PLAN_DAYS_MAX, PaymentEvery, Repayment, RepaymentPlan, annuity, plus_months};
pub use scheme::{
    CONCEPT_LINKS_MAX, CONCEPTS_MAX, Concept, ConceptScheme, Hierarchy, NOTATION_BYTES_MAX, SCHEME_DEPTH_MAX,
    SCHEME_SAID_CHARS_MAX, SchemeFault, SchemeHead, SchemeStage,
};
pub use screening::{
    HIT_REASON_CHARS_MAX, HITS_MAX, Hit, HitReason, HitReopened, HitRuling, HitSpeaker, HitState, HitTier,
    SCREENING_PURPOSE_CHARS_MAX, Screening, ScreeningId, ScreeningState, ScreeningView,
};
pub use sentence::{Sayable, Sentence, SentenceValue};
pub use site_visit::{
    PHOTO_PLACE_CHARS_MAX, SiteVisit, VISIT_NOTE_CHARS_MAX, VISIT_NOTES_MAX, VISIT_PHOTOS_MAX, VISIT_TEXT_CHARS_MAX,
    Verdict, VisitFound, VisitId, VisitNote, VisitPhoto, VisitState, VisitedSide, independent, latest_notes,
};
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
pub use spot_check::{
    SPOT_CHECK_DAYS, SPOT_CHECKS_A_WEEK_MAX, SpotAnswer, SpotCheck, SpotDraw, SpotStratum, spot_rate,
};
pub use staff::{Staff, TenureKey};
pub use staff_change::{
    Hand, LEAVE_DAYS_MAX, PAGE_LANGUAGES, STAFF_NAME_CHARS_MAX, StaffChange, StaffFault, StaffPlace,
};
pub use stand::{
    STAND_CONTACT_CHARS_MAX, STAND_CONTACTS_MAX, STAND_NOTES_CHARS_MAX, STAND_PURPOSE_CHARS_MAX, STAND_TITLE_CHARS_MAX,
    Stand, StandContact, StandId, StandNote, StandState, Visitor,
};
pub use stated_figure::{
    STATED_LINE_CHARS_MAX, STATED_NOTE_CHARS_MAX, StatedFigure, StatedFigureId, StatedKind, StatedStage, StatedStatus,
    stated_funnel,
};
pub use status::Status;
pub use study::{
    Findings, FindingsVersion, OpenedAct, Outcome, OutcomeKind, PlannedParameter, Protocol, STUDY_DAYS_MAX,
    STUDY_FINDINGS_CHARS_MAX, STUDY_LINE_CHARS_MAX, STUDY_PARAMETERS_MAX, STUDY_TEXT_CHARS_MAX, STUDY_VERSIONS_MAX,
    Study, StudyResult, StudyState, worth,
};
pub use study_act::{ActConsent, ActRuling, BoundBy, CONSENT_CHARS_MAX, JudgedAct, StudyAct, judged, may_be_done};
pub use subject::{Subject, SubjectScheme};
pub use teardown::{
    TEARDOWN_COUNT_MAX, TEARDOWN_DEPTH_MAX, TEARDOWN_FILES_MAX, TEARDOWN_LINE_CHARS_MAX, TEARDOWN_PARTS_MAX, Teardown,
    TeardownPart,
};
pub use technology::{
    TECHNOLOGY_CLASSES_MAX, TECHNOLOGY_CODE_BYTES_MAX, TECHNOLOGY_NAME_CHARS_MAX, TECHNOLOGY_ORIGINS_MAX,
    TECHNOLOGY_TEXT_CHARS_MAX, Technology, TechnologyId,
};
pub use template::{TEMPLATE_NAME_CHARS_MAX, Template, TemplateForm};
pub use tenure::{Standing, Tenure};
pub use terms::{
    CLAUSES_MAX, Clause, ClauseSubject, Exclusivity, Renewal, Ruling, TERMS_DAYS_MAX, TERMS_LINE_CHARS_MAX,
    TERMS_TEXT_CHARS_MAX, Terms, TermsChange, TermsPart, TermsTemplate, TermsVersion, terms_changes,
};
pub use thing::{Noun, Thing};
pub use threshold::{
    ITEM_PARAMETER_CHARS_MAX, ITEM_PARAMETERS_MAX, ItemParameter, Threshold, ThresholdBound, ThresholdStand,
};
pub use threshold_words::{THRESHOLDS_MAX, stated, thresholds};
pub use tree::UnitTree;
pub use trigger::{Considered, Trigger};
pub use unit::{Unit, UnitId};
pub use vetting::{
    VETTING_CHARS_MAX, Vetting, VettingCase, VettingKind, VettingRule, VettingRuleId, VettingState, VettingStep,
};
pub use webhook::{
    Concerns, WEBHOOK_ADDRESS_CHARS_MAX, WEBHOOK_ANSWER_CHARS_MAX, WEBHOOK_OVERLAP_MICROS, WEBHOOK_TITLE_CHARS_MAX,
    WEBHOOKS_MAX, Webhook, WebhookCall, WebhookCallStage, WebhookEvent, WebhookId, WebhookStage, WebhookTry,
};
pub use widening::{WIDENING_TEXT_CHARS_MAX, Widening, WideningId, WideningSide, WideningState, WideningWord};
pub use work_calendar::{WorkCalendar, day_of_work};
