//! The memory of an office: what was collected, needed and delivered, and the ledger of it all.
//!
//! An office is a directory:
//!
//! | file | what it holds |
//! |---|---|
//! | `office.db` | SQLite: the truth. State and the facts that explain it are written in one transaction. |
//! | `index/` | Tantivy: derived, may be thrown away, follows the store by its change numbers. |
//! | `lock` | Held by the one [`Writer`]; the system lets go of it when the process ends, however it ends. |
//!
//! A [`Reader`] is cheap to clone and never waits for the writer; every read takes a [`Scope`].
//! The [`Writer`] exists once and belongs to `desk`. Time and randomness are arguments.
//!
//! Which records are the same work is not decided here: the caller brings the rule as [`Identify`].
//!
//! This crate must not know who asks, over which protocol, or what a page looks like; and no other
//! crate may know SQL.

#![forbid(unsafe_code)]

mod account;
mod adoption;
mod adoption_part;
mod agreement;
mod agreement_payment;
mod answer;
mod api_token;
mod assignment;
mod attachment;
mod backup;
mod ballot;
mod barrier;
mod brief;
mod bulletin;
mod call;
mod case;
mod classification;
mod classifier;
mod compartment;
mod control_list;
mod credit;
mod crosswalk;
mod custody;
mod deed;
mod deliverable;
mod delivery;
mod digest;
mod dispatch;
mod duty;
mod equipment;
mod evaluation;
mod event;
mod exchange;
mod fault;
mod finding;
mod free_day;
mod grievance;
mod harvest;
mod held_look;
mod history;
mod host;
mod idempotency;
mod identity;
mod incident;
mod incoming;
mod index;
mod indexing;
mod ingest;
mod inspection;
mod intake;
mod issue;
mod item;
mod job;
mod joining;
mod kept_by;
mod kept_style;
mod label;
mod ledger;
mod ledger_walk;
mod letter;
mod liaison;
mod link;
mod listed;
mod mail_in;
mod meeting;
mod membership;
mod merge;
mod migrate;
mod mission;
mod mission_cost;
mod mission_yield;
mod motion;
mod need;
mod offer;
mod office;
mod openid;
mod output;
mod part;
mod party_list;
mod passkey;
mod patent_right;
mod person;
mod plan_line;
mod portfolio;
mod post;
mod print;
mod programme;
mod question;
mod raw;
mod reader;
mod reading;
mod record;
mod regime;
mod related;
mod release;
mod relief;
mod rematch;
mod report;
mod repository;
mod request;
mod sample;
mod sample_loan;
mod sampling;
mod scenario;
mod scheme;
mod scope;
mod screening;
mod session;
mod site_visit;
mod source;
mod source_yield;
mod specialist;
mod specialist_request;
mod staff;
mod stand;
mod study;
mod taking;
mod technology;
mod template;
mod tenure;
mod unit;
mod verify;
mod vetting;
mod view;
mod view_diffusion;
mod view_inspection;
mod view_plan;
mod view_table;
mod webhook;
mod widening;
mod work_calendar;
mod writer;

pub use account::{Account, SecretHash};
pub use adoption::{AdoptionFilter, AdoptionLine};
pub use agreement::AgreementFilter;
pub use answer::HeldAnswerFile;
pub use api_token::ApiToken;
pub use assignment::AssignmentFilter;
pub use backup::{Backup, FilesBeside, backup, restore};
pub use barrier::BarrierFilter;
pub use call::CallFilter;
pub use case::CaseFilter;
pub use classifier::HeldClassifier;
pub use deed::Deed;
pub use delivery::{Decided, DeliveryFilter, DeliveryLine, HeldDelivery, NeedDeliveries};
pub use digest::{Abstracted, DigestVersion, HeldGrade};
pub use dispatch::{DispatchLine, DispatchYear};
pub use duty::{DutyCount, DutyFilter};
pub use equipment::EquipmentFilter;
pub use fault::{Error, Fault, FaultKind, Result};
pub use idempotency::GivenAnswer;
pub use identity::{Identify, Merged, Sameness};
pub use incoming::{Batch, Incoming};
pub use index::{Facet, Found, IndexFault, Indexer, Page, Search, SearchIndex};
pub use indexing::{DoublyIndexed, Draw, Drawing};
pub use ingest::{HeldEntry, Kept, Outcome};
pub use item::{HeldItem, ItemId};
pub use label::Label;
pub use ledger::{HeldFact, Position};
pub use ledger_walk::each_fact_of;
pub use listed::{HeldListed, ListedPair, content_of, print_of};
pub use mail_in::ArrivalLine;
pub use mission::MissionFilter;
pub use mission_yield::AnswersFate;
pub use model::NamedCompartment as HeldCompartment;
pub use need::{NeedLine, NeedTitle};
pub use offer::{OfferCount, SpreadTally, TechnologyOfferFilter};
pub use office::{DATABASE_FILE, INDEX_DIRECTORY, LOCK_FILE};
pub use passkey::Passkey;
pub use plan_line::PlanNeed;
pub use print::{HeldPrint, HeldSheet, PRINT_BYTES_MAX, PrintLine};
pub use programme::{Programme, Statement};
pub use reader::{Counts, Reader};
pub use reading::ReadingToken;
pub use record::{Change, HeldRecord};
pub use regime::{RegimeVersion, RegimeVersionState};
pub use related::HeldRelation;
pub use release::{ReleaseFilter, ReleasedRecord};
pub use relief::ReliefFilter;
pub use rematch::HeldRematch;
pub use report::{AskedElsewhere, ReportRecord};
pub use repository::{OFFERED_AT_ONCE, OfferCounts, OfferFilter, Offered};
pub use request::RequestFilter;
pub use sample::{OpenLoan, SampleFilter, SampleLine};
pub use scheme::{HeldScheme, SchemeLine};
pub use scope::Scope;
pub use screening::{ScreeningFilter, ScreeningLine};
pub use session::Session;
pub use site_visit::{HeldPhoto, VisitFilter};
pub use source::{SourceCounts, SourceLine};
pub use source_yield::Coverage;
pub use specialist_request::SpecialistRequestFilter;
pub use staff::{MarkedCount, OpenWork};
pub use stand::StandFilter;
pub use taking::{QUEUE_LOOKED_MAX, Queue, QueueFilter, QueueLine};
pub use verify::{Verification, verify};
pub use webhook::WebhookTally;
pub use writer::{Stops, Writer};
