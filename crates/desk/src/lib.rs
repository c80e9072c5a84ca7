//! The operations of an office: load, decide, keep.
//!
//! Who acts, when, and where random numbers come from are arguments. Rules live in `model` and
//! `matching`; this crate brings the facts to them and keeps what they answer, state and ledger
//! in one transaction.
//!
//! This crate must not know SQL, HTTP, or how an answer is shown.

#![forbid(unsafe_code)]

mod account;
pub mod adoption;
mod agreement;
mod assignment;
mod attachment;
mod backlog;
mod biography;
mod bulletin;
mod cell;
mod checkpoint;
mod citation;
mod classification;
mod classifier;
mod clerk;
mod configuration;
mod control;
mod control_list;
mod coverage;
mod credit;
mod credit_file;
mod credit_watch;
mod crosswalk;
mod delivery;
mod diffusion;
mod digest;
mod dispatch;
mod disposition;
mod drafting;
mod drawdown;
mod duty;
mod event;
mod excerpt;
mod exchange;
mod exhibitor;
mod exhibitor_file;
mod export;
mod failure;
mod figure;
mod fit;
mod harvest;
mod health;
mod host;
mod idempotency;
mod identity;
mod incident;
mod ingest;
mod inspection;
mod intake;
mod issue;
mod job;
mod joining;
mod kept;
mod kept_style;
mod key_file;
mod letter;
mod likeness;
mod mail_in;
mod manuscript;
mod membership;
mod mission;
mod need;
mod needs_file;
mod office;
mod officer;
mod party_list;
mod passage;
mod performance;
pub mod plan;
mod reciprocity;
mod record;
mod release;
mod rematch;
mod replay;
mod repository;
mod request;
mod review;
mod sample;
mod scenario;
mod scheme;
mod screening;
mod simulation;
mod source;
mod source_register;
mod source_yield;
mod specialist;
mod specialist_evidence;
mod specialist_request;
mod spot_check;
mod staff;
mod staff_file;
mod staff_foresight;
mod stand;
mod stated_figure;
mod table_file;
mod template;
mod thread;
mod verify;
mod webhook;
mod why;
mod work_calendar;
mod zone;

pub use ::harvest::{Ask, Finding, Network};
pub use account::{
    Arrival, Asked, Attempt, Browser, Claimed, Entrance, FIRST_ADMINISTRATOR, IDLE_MICROS, INVITATION_MICROS,
    Identified, NewPasskey, PASSWORD_CHARS_MIN, PROOF_MICROS, PROVIDER, PasskeyUse, Passkeys, Proof, SESSION_MICROS,
    Secret, SignedIn, Trust, add_passkey, ask_for_codes, ask_for_no_codes, bind_to_provider, change_password,
    choose_language, end_session, first_link, give_password, hash_of, hash_password, invite, is_proved, issue_token,
    part_from_provider, passkey_handle, password_fits, prove, prove_by_passkey, prove_by_provider, remove_passkey,
    revoke_token, session_name, sign_in, sign_in_by_passkey, sign_in_by_provider, sign_out, sign_out_elsewhere,
    take_invitation,
};
pub use agreement::{
    AGREEMENTS_PAGE, AgreementPage, AgreementRights, AgreementSearch, DeliverableLine, amend_instalment, amend_terms,
    ask_consent, decide_consent, no_royalty, note_agreement, note_payment, note_use, paper_document, remove_instalment,
    remove_patent, report_use, take_agreement_step, take_deliverable_step, void_payment, write_agreement,
    write_deliverable, write_instalment, write_patent, write_royalty, write_terms,
};
pub use assignment::{
    AssignmentGiven, AssignmentPage, AssignmentStep, GRIEVANCE_DAYS, MayWithAssignment, add_to_assignment,
    answer_grievance, decide_assignment_control, end_grievance, evaluate, keep_promise, lay_grievance,
    propose_assignment, revise_assignment, show_transfer, take_assignment_step, weigh_conflict,
};
pub use attachment::{
    ATTACHMENT_KEY_FILE, ATTACHMENTS_DIRECTORY, Brought, attach, bring, consult_attachment, make_attachment_key,
    note_release, released_copy, withdraw_attachment,
};
pub use bulletin::{
    BulletinFeed, BulletinPage, ISSUES_LISTED, change_bulletin, change_bulletin_feed, found_bulletin, subscribe,
};
pub use cell::{
    CELL_ARGUMENT, EXAMINE_ARGUMENT, Examined, PARTY_CELL_ARGUMENT, PRESS_ARGUMENT, Parsed, Parser, Printed,
    SCHEME_CELL_ARGUMENT, Unprinted, examine_in_cell, print_in_cell, shut_in, shut_in_to_examine, shut_in_to_print,
    work_in_cell, work_on_parties_in_cell, work_on_scheme_in_cell,
};
pub use checkpoint::{CHECKPOINT_KEY_FILE, CheckpointCheck, check_checkpoints, checkpoint, was_signed};
pub use citation::Cited;
pub use classification::{ClassificationGiven, Classified, classified, classify, decide_classification};
pub use classifier::{LEARN_AFTER_MICROS, Learnt, ProposedCodes, learn_now};
pub use clerk::{BATCH_BOUNDS, Clerk, ClerkTally};
pub use configuration::{
    AbroadPart, AttachmentsPart, CONFIGURATION_FILE, CONFIGURATION_TEXT, Configuration, Configured, Flag, Ledger,
    MailPart, OpenId, OpenIdGroup, Origin, Overrides, Repository, RepositoryPart, Serve, Setting, SourceCredential,
    SourcesPart, Work, strange_variables,
};
pub use control::{
    AskedCase, BallotCast, Breach, CASES_PAGE, CaseChange, CaseEntry, CaseLine, CasePage, CaseRights, CaseSearch,
    ConditionSaid, ControlLine, MotionMade, RegimeLine, RegimePage, WIDENINGS_LISTED, WideningPage, WideningRights,
    answer_motion, answer_regime, ask_again, ask_case, ask_widening, carry_out_widening, cast_ballot, decide_widening,
    hex, keep_regime, lay_before, make_motion, note_case, pass, review_regime, reweigh, say_condition, withdraw_case,
    withdraw_widening,
};
pub use control_list::{
    CANDIDATES_MAX, CONTROL_FILE_BYTES_MAX, ControlForesight, ControlListLine, ItemHelpOf, ReadControlList,
    decide_control_version, import_control_list, load_control_list,
};
pub use coverage::{COVERAGE_DAYS, CoverageRow, CoverageTable, GAP_CHARS_MAX, GAP_DAYS_MAX, assign_gap, close_gap};
pub use credit::{CREDIT_DUE_DAYS, CreditFilter, CreditLine, CreditPage, DrawdownLine, book_credit_event, keep_credit};
pub use credit_file::{write_credit_schedule, write_credit_statement};
pub use crosswalk::{map_class, unmap_class, unmap_schemes};
pub use delivery::{Delivered, Matched, NeedMatched, Selection, match_needs};
pub use diffusion::{
    BARRIERS_LISTED, BarrierCosts, BarrierLine, BarrierPage, BarrierSearch, CALLS_LISTED, CallPage, DepartmentCost,
    DiffusionSubject, EQUIPMENT_LIST_BYTES_MAX, EquipmentLine, EquipmentTaken, GiveAway, GiveAwayLine, OFFERS_LISTED,
    OFFERS_TOLD_MIN, OfferAnswer, OfferLine, OfferPage, OfferView, OffersBetween, PostsOutside, RELIEFS_LISTED,
    ReliefDecision, ReliefLine, ReliefPage, SubjectCost, answer_hint, answer_offer, ask_relief, close_call,
    decide_relief, judge_call, keep_equipment, log_barrier, make_call, read_equipment, remove_barrier, reply_to_call,
    reply_to_offer, spread, take_equipment, take_of_call, tell_giver_ended, withdraw_barrier, withdraw_relief,
};
pub use digest::{
    Abstract, AgreementLine, Became, BecameLine, OwnAbstract, QueueAsk, WrittenDigest, draw_sample, give_back,
    give_second_codes, keep_sampling, pass_over, return_to_queue, take_record, write_abstract,
};
pub use dispatch::{DISPATCHES_PAGE, Gap, Written, write_dispatch};
pub use disposition::{dispose, mark_read, may_recall, recall};
pub use drafting::{Examples, PREVIEW_WEEKS, Preview, Proposal, ProposedClass};
pub use drawdown::{
    confirm_credit_milestone, decide_drawdown, keep_credit_milestone, no_drawdown, no_milestone, pay_out_drawdown,
    request_drawdown, withdraw_drawdown,
};
pub use duty::{Acting, Charged, INBOX_PAGE, Inbox, Subject, UnitDuties, record_of, waive_duty};
pub use event::{BecameOf, EventFilter, EventPage, StandLine, keep_event};
pub use excerpt::take_excerpt;
pub use exchange::{note_exchange, strike_exchange};
pub use exhibitor::{
    EXHIBITORS_PAGE, ExhibitorList, ExhibitorsTaken, keep_exhibitor, make_host, remove_exhibitor, take_exhibitors,
    tally,
};
pub use exhibitor_file::{EXHIBITOR_LIST_BYTES_MAX, ExhibitorLine, read_exhibitors};
pub use export::{EXPORT_MAX, GivenOut};
pub use failure::Failure;
pub use figure::{FigureSearch, WALKED_MAX};
pub use fit::{PairLine, PairingPage, RosterFit};
pub use harvest::{HarvestStep, Outlook, Rounds, find_source, harvest_next, look_out, make_due};
pub use health::{HealthPart, INDEX_LAG_MAX, Pulse};
pub use host::{HostPage, keep_host};
pub use idempotency::{ANSWERS_KEPT_MICROS, Given, Keyed, Once, once};
pub use incident::{follow_incident, note_incident};
pub use ingest::{Ingested, Sink, ingest, ingest_marked};
pub use inspection::{
    BrokenCondition, Estimates, FindingLine, FindingPage, InspectedSubject, InspectionPage, NotesTaken, SiteVisitPage,
    StratumCount, VisitLine, answer_visit, assign_visit, close_visit, draw_visits, fix_frame, frame_file, framed,
    keep_inspection, photo_seal, raise_finding, report_inspection, step_finding, take_notes, take_photo,
};
pub use intake::{INTAKE_BYTES_MAX, INTAKES_PAGE, Upload, drop_intake, keep_intake, look_at, read_upload};
pub use issue::{
    Composition, Edit, ISSUE_DAYS_MAX, IssueLetter, IssueNotice, IssuePage, IssueSection, IssueSheet, Reprinted,
    SheetRecord, Way, begin_issue, consult_issue, discard_issue, edit_issue, order_print, release_issue,
};
pub use job::{Ids, OFFICE, end_leases, retry_job, run_next, schedule};
pub use joining::{Alike, Likeness, join_records, part_source, undo_joining};
pub use kept_style::{Style, keep_style, look_at_style, remove_style};
pub use letter::{
    Drawn, LETTER_KEY_FILE, LetterAnswer, LetterSheet, MailAddress, MailStep, PostFeed, PostMail, STRAYS_MICROS,
    SentLetters, SheetItem, Strays, ToDraw, answer_letter, change_feed, change_mailing, give_letters_back,
    make_letter_key, read_mailbox, revive_address, send_letters, stop_letters,
};
pub use likeness::Similar;
pub use mail_in::{
    ARRIVALS_PAGE, ArrivalNotice, SourceMail, address_mail_in, change_mail_in, note_look, take_arrival, throw_arrival,
};
pub use measure::figure::{
    Behind, BehindSet, Delay, FigureGroup, Figures, FlowBarrier, GROWTH_QUARTERS_MAX, Growth, GrowthPoint, RadarEntry,
    Silo, SiloBroker, SiloCell,
};
pub use membership::keep_membership;
pub use mission::{
    Agenda, AnswersTaken, BriefPage, BriefReader, BriefRights, CANDIDATES_SHOWN, Candidate, Candidates, Conflict,
    FreeAt, GOING_MAX, Going, Held, HostGround, Invitation, InvitationNotice, LAST_MISSIONS, LiaisonRights,
    LookupGiven, MISSIONS_PAGE, MemberFit, MissionPage, MissionRights, MissionStep, Nomination, QuestionEdit,
    Recipient, ReportPage, TellingQuestion, ToldBefore, Wanted, YieldAsked, YieldRow, YieldTable, clear_brief,
    confirm_brief, decide_vetting, edit_questions, end_liaison, entrust_mission, follow_recommendation,
    give_recommendation, hand_in_report, keep_free_days, keep_liaison_post, keep_vetting_rule, lay_brief, look_up,
    name_members, note_approach, note_mission_cost, parameter_question, recommend, remove_liaison_post,
    remove_vetting_rule, send_report, step_meeting, take_answer_file, take_answers, take_mission_step, waive_report,
    write_brief, write_meeting, write_mission, write_yields,
};
pub use need::{NEEDS_PAGE, NeedCounts, NeedFilter, NeedList, NeedOrder, Stated, state_needs};
pub use needs_file::{Complaint, Known, NEEDS_BYTES_MAX, NeedsFile, read_needs};
pub use office::{Office, WritableOffice};
pub use officer::Officer;
pub use party_list::{
    HeldStep, LIST_FILE_BYTES_MAX, LIST_FILES_MAX, LISTED_PAGE, ListDifference, ListPage, PartyListLine,
    decide_list_version, import_party_list, keep_party_list, lay_party_list, load_party_list,
};
pub use passage::{Highlights, Marked, Snippet, highlights, opening, snippet};
pub use performance::{
    Canary, LOAD_WEEKS, Lateness, MonthOfPerformance, NothingCame, Performance, ProfilePerformance, TREND_MONTHS,
    is_useful,
};
pub use reciprocity::HostStanding;
pub use record::{SearchAnswer, SearchHit, Shown, mark_record, part};
pub use release::{
    RELEASES_LISTED, ReleasePage, ReleaseRights, decide_release, take_dossier, withdraw_release, write_release,
};
pub use replay::{Moved, REPLAY_MONTHS, Replay};
pub use repository::{ARGUMENTS_MAX, OFFERS_PAGE, Offering, follow_records};
pub use request::{
    ANSWER_CHARS_MAX, AlreadyHeld, Answer, Closing, QUESTION_CHARS_MAX, Question, RequestRights, SimilarRequest,
    WaitingRequest, answer, ask, close, route, send_back,
};
pub use review::{Step, Turn, take_step, write_need};
pub use sample::{
    ActAsked, AlikePair, ComparedResult, LoanAnswer, Receipt, SampleCounts, SamplePage, SampleSearch, TeardownEdit,
    answer_custody, answer_loan, answer_loan_wish, ask_loan, attach_to_part, decide_outcome, decide_sample_control,
    edit_teardown, hand_sample, join_samples, keep_sample, leave_sample, open_study, part_samples, receive_sample,
    report_study, return_loan, samples_file, settle_sample_duty, stop_study, wish_for_loan, withdraw_loan,
};
pub use scenario::{ScenarioForecast, keep_scenario};
pub use scheme::{
    AskedClass, AskingNeed, ClassChange, ClassRecords, MetNeed, ReadScheme, SCHEME_BYTES_MAX, SCHEME_FOUND_MAX,
    SchemeForesight, SchemeFormat, SuggestedClass, drop_scheme, import_scheme, keep_scheme, look_at_scheme,
    remove_scheme,
};
pub use screening::{
    FoundHits, HitStep, PartyFound, PartyOf, PartyStanding, SCREENINGS_PAGE, Screened, ScreeningPage, ScreeningSearch,
    ScreeningsPage, ShownHit, ask_screening, decide_hit, end_screening, screen_parties, screened, screening_now,
};
pub use simulation::{
    Binding, HONEST_PERCENT, SIMULATED_UNITS, SIMULATED_YEARS, Simulated, SimulatedAdoption, SimulatedSource,
    Simulation, SimulationTruth, Wall, simulate,
};
pub use source::{SOURCES_PAGE, change_source, harvest_anew, harvest_now, pause_source, register_source};
pub use source_register::SourceAsk;
pub use specialist::{RosterAsk, SpecialistPage, keep_specialist};
pub use specialist_evidence::{ProposedEvidence, confirm_evidence, refuse_evidence};
pub use specialist_request::{
    MayWithRequest, SpecialistRequestAsk, SpecialistRequestPage, SpecialistRequestStep, take_specialist_request_step,
    write_specialist_request,
};
pub use spot_check::{answer_spot_check, keep_spot_rate};
pub use staff::{AsSeen, appoint_deputy, end_deputy, hand_work, keep_staff};
pub use staff_file::{
    STAFF_BYTES_MAX, STAFF_ROWS_MAX, StaffLine, StaffTable, keep_staff_files, read_staff, write_staff,
};
pub use staff_foresight::{
    FORESEEN_POSTS_MAX, ForeseenPart, ForeseenRow, Foresight, Handed, LadderShift, MarkingForesight, PowerShift, Sight,
    Unseen,
};
pub use stand::{StandPage, bring_to_stand, drop_stand, plan_stand, visit_stand};
pub use stated_figure::{STATED_FIGURES_MAX, keep_stated_figure};
pub use template::{keep_template, remove_template};
pub use thread::{HISTORY_PAGE, Progress};
pub use verify::{Verified, backup, restore, verify};
pub use webhook::{
    SentEvents, WEBHOOK_SIGNATURE_VERSION, WebhookPage, WebhookSecret, change_webhook, gather_events, give_events_back,
    make_webhook, pause_webhook, remove_webhook, replay_webhook, resume_webhook, rotate_secret, send_again,
    send_events, test_webhook,
};
pub use why::{Decided, ProfileWhy, Why, WhyThen, profile_refusal};
pub use work_calendar::{WorkHours, keep_work_calendar};
pub use zone::zones;
