//! Duties: the inbox of an officer, what is late and who can still act, and the steps up the unit tree.

use std::collections::BTreeMap;

use model::{
    Actor, Adoption, AdoptionId, Agreement, AgreementId, Assignment, AssignmentId, Bulletin, CaseId, ControlCase,
    ControlHead, Credit, CreditId, Date, DeliverableId, DeliveryId, DrawingId, Duty, DutyId, DutyKind, DutyState,
    HostRelease, Issue, Mission, MissionId, Need, Noun, PartyList, PartyListId, Person, Post, PostId, Power, RecordId,
    Refusal, Regime, RegimeId, ReleaseId, Request, RequestId, Sample, SampleId, Screening, ScreeningId,
    SpecialistRequest, SpecialistRequestId, Standing, Thing, Unit, UnitTree, Webhook, WebhookId, Widening, WideningId,
    sentence,
};
use store::{Deed, DeliveryLine, Drawing, DutyCount, DutyFilter, HeldRecord, Writer};

use crate::inspection::InspectedSubject;
use crate::review::{Turn, tree};
use crate::work_calendar::day_at;
use crate::{DiffusionSubject, Failure, Office, Officer};

/// Duties on one page of an inbox.
pub const INBOX_PAGE: usize = 50;

/// Late duties that are taken one step up in one transaction.
const RAISED_AT_ONCE: usize = 500;

/// Characters of the reason for which a duty is let go.
const WAIVER_MAX: usize = 500;

/// What a duty is about, as far as the reader sees it.
#[derive(Clone, Debug)]
pub enum Subject {
    /// A delivery with its record and the title of its need.
    Delivery(Box<DeliveryLine>),
    /// A need.
    Need(Box<Need>),
    /// A request.
    Request(Box<Request>),
    /// An issue of a bulletin.
    Issue(Box<(Issue, Bulletin)>),
    /// An agreement, or what is owed by one.
    Agreement(Box<Agreement>),
    /// A mission, or the brief of one.
    Mission(Box<Mission>),
    /// A sample.
    Sample(Box<Sample>),
    /// A request for a specialist.
    SpecialistRequest(Box<SpecialistRequest>),
    /// An assignment, with the name of who comes.
    Assignment(Box<(Assignment, String)>),
    /// A webhook.
    Webhook(Box<Webhook>),
    /// A list of parties.
    PartyList(Box<PartyList>),
    /// A party that is held against lists.
    Screening(Box<Screening>),
    /// A line of credit.
    Credit(Box<Credit>),
    /// A release to a host.
    Release(Box<HostRelease>),
    /// A widening of the marking of a thing.
    Widening(Box<Widening>),
    /// An adoption, with the name of its technology.
    Adoption(Box<(Adoption, String)>),
    /// A sample drawn for a second indexing.
    Drawing(Box<Drawing>),
    /// A control case.
    Case(Box<ControlCase>),
    /// A regime.
    Regime(Box<Regime>),
    /// A control list.
    ControlList(Box<ControlHead>),
    /// A record.
    Record(Box<HeldRecord>),
    /// An offer, a barrier, a relief or a call.
    Diffusion(Box<DiffusionSubject>),
    /// An inspection, a visit of one, a finding, or a portfolio.
    Inspected(Box<InspectedSubject>),
}

/// A duty with what it is about.
#[derive(Clone, Debug)]
pub struct Charged {
    /// The duty.
    pub duty: Duty,
    /// What it is about.
    pub subject: Subject,
    /// The title of the post whose it is.
    pub post: String,
    /// The name of the unit of a need that it is about.
    pub unit: Option<String>,
}

/// A page of an inbox.
#[derive(Clone, Debug, Default)]
pub struct Inbox {
    /// The duties, those due first before the others.
    pub duties: Vec<Charged>,
    /// Where the next page begins.
    pub next: Option<(Date, DutyId)>,
    /// Open duties of these posts.
    pub n_open: u64,
    /// Of them late.
    pub n_late: u64,
}

/// How the duties of a unit stand, those of the units below it included.
#[derive(Clone, Debug)]
pub struct UnitDuties {
    /// The unit.
    pub unit: Unit,
    /// Floors below the root.
    pub depth: usize,
    /// Its own and those below.
    pub count: DutyCount,
}

/// A post with those who act for it.
#[derive(Clone, Debug)]
pub struct Acting {
    /// The post.
    pub post: Post,
    /// Its holder, then its deputies.
    pub persons: Vec<(Person, Standing)>,
}

impl Office {
    /// The open duties of some posts, with what was raised to them.
    ///
    /// # Errors
    /// When the store fails.
    pub fn inbox(
        &self,
        posts: &[PostId],
        kind: Option<DutyKind>,
        after: Option<(Date, DutyId)>,
        today: Date,
    ) -> Result<Inbox, Failure> {
        let filter = DutyFilter { posts: Some(posts.to_vec()), open: Some(true), kind, ..DutyFilter::default() };
        let mut inbox = Inbox::default();
        let (n_open, n_late) = self.reader.n_duties(&self.scope, posts, today)?;
        (inbox.n_open, inbox.n_late) = (n_open, n_late);
        let mut held = self.reader.duties(&self.scope, &DutyFilter { after, limit: Some(INBOX_PAGE + 1), ..filter })?;
        if held.len() > INBOX_PAGE {
            held.truncate(INBOX_PAGE);
            inbox.next = held.last().map(|duty| (duty.due, duty.id));
        }
        // Most of an inbox are deliveries, of few posts: they are read together, and each post once.
        let ids: Vec<DeliveryId> = held.iter().filter_map(|duty| delivery_of(&duty.subject)).collect();
        let mut lines = self.reader.delivery_lines(&self.scope, &ids)?;
        let mut titles: BTreeMap<PostId, String> = BTreeMap::new();
        for duty in held {
            let subject = match delivery_of(&duty.subject) {
                Some(id) => lines.remove(&id).map(|line| Subject::Delivery(Box::new(line))),
                None => self.subject(&duty.subject)?,
            };
            let Some(subject) = subject else { continue };
            if !titles.contains_key(&duty.post) {
                let title = self.post(&duty.post)?.map_or_else(|| duty.post.to_string(), |post| post.title);
                titles.insert(duty.post.clone(), title);
            }
            let post = titles.get(&duty.post).cloned().unwrap_or_default();
            let unit = match &subject {
                Subject::Need(need) => self.tree()?.unit(&need.unit).map(|unit| unit.name.clone()),
                Subject::Agreement(agreement) => self.tree()?.unit(&agreement.unit).map(|unit| unit.name.clone()),
                Subject::Mission(mission) => self.tree()?.unit(&mission.unit).map(|unit| unit.name.clone()),
                Subject::Credit(credit) => self.tree()?.unit(&credit.unit).map(|unit| unit.name.clone()),
                Subject::SpecialistRequest(one) => self.tree()?.unit(&one.unit).map(|unit| unit.name.clone()),
                Subject::Assignment(held) => self.tree()?.unit(&held.0.unit).map(|unit| unit.name.clone()),
                Subject::Delivery(_) | Subject::Request(_) | Subject::Issue(_) => None,
                Subject::Release(release) => self.tree()?.unit(&release.unit).map(|unit| unit.name.clone()),
                Subject::Widening(widening) => self.tree()?.unit(&widening.unit).map(|unit| unit.name.clone()),
                Subject::Sample(sample) => self.tree()?.unit(&sample.unit).map(|unit| unit.name.clone()),
                Subject::Adoption(held) => self.tree()?.unit(&held.0.unit).map(|unit| unit.name.clone()),
                Subject::Case(case) => self.tree()?.unit(&case.proposal.unit).map(|unit| unit.name.clone()),
                Subject::Diffusion(one) => self.tree()?.unit(one.unit()).map(|unit| unit.name.clone()),
                Subject::Inspected(one) => one.unit.clone(),
                Subject::Webhook(_) | Subject::Drawing(_) | Subject::Regime(_) => None,
                Subject::ControlList(_) | Subject::PartyList(_) | Subject::Screening(_) => None,
                Subject::Record(_) => None,
            };
            inbox.duties.push(Charged { duty, subject, post, unit });
        }
        Ok(inbox)
    }

    /// The thing that a duty is about; `None` outside the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn subject(&self, thing: &Thing) -> Result<Option<Subject>, Failure> {
        let name = thing.name.as_str();
        Ok(match thing.noun {
            Noun::Delivery => {
                let Some(id) = delivery_of(thing) else { return Ok(None) };
                let line = self.reader.delivery_lines(&self.scope, &[id])?.remove(&id);
                line.map(|line| Subject::Delivery(Box::new(line)))
            }
            Noun::Need => {
                let Ok(id) = model::NeedId::new(name) else { return Ok(None) };
                self.reader.need(&self.scope, &id)?.map(|need| Subject::Need(Box::new(need)))
            }
            Noun::Request => {
                let Some(id) = RequestId::parse(name) else { return Ok(None) };
                self.reader.request(&self.scope, id)?.map(|request| Subject::Request(Box::new(request)))
            }
            // A brief is called by the name of its mission.
            Noun::Brief => {
                let Some(id) = MissionId::parse(name) else { return Ok(None) };
                if self.reader.brief(&self.scope, id)?.is_none() {
                    return Ok(None);
                }
                self.reader.mission(&self.scope, id)?.map(|mission| Subject::Mission(Box::new(mission)))
            }
            Noun::Agreement => {
                let Some(id) = AgreementId::parse(name) else { return Ok(None) };
                self.reader.agreement(&self.scope, id)?.map(|agreement| Subject::Agreement(Box::new(agreement)))
            }
            Noun::Deliverable => {
                let Some(id) = DeliverableId::parse(name) else { return Ok(None) };
                let Some(one) = self.reader.deliverable(&self.scope, id)? else { return Ok(None) };
                let agreement = self.reader.agreement(&self.scope, one.agreement)?;
                agreement.map(|agreement| Subject::Agreement(Box::new(agreement)))
            }
            Noun::Mission => {
                let Some(id) = MissionId::parse(name) else { return Ok(None) };
                self.reader.mission(&self.scope, id)?.map(|mission| Subject::Mission(Box::new(mission)))
            }
            Noun::Credit => {
                let Some(id) = CreditId::parse(name) else { return Ok(None) };
                self.reader.credit(&self.scope, id)?.map(|credit| Subject::Credit(Box::new(credit)))
            }
            Noun::PartyList => {
                let Ok(id) = PartyListId::new(name) else { return Ok(None) };
                self.reader.party_list(&self.scope, &id)?.map(|list| Subject::PartyList(Box::new(list)))
            }
            Noun::Screening => {
                let Some(id) = ScreeningId::parse(name) else { return Ok(None) };
                self.reader.screening(&self.scope, id)?.map(|line| Subject::Screening(Box::new(line.screening)))
            }
            Noun::Sample => {
                let Some(id) = SampleId::parse(name) else { return Ok(None) };
                self.reader.sample(&self.scope, id)?.map(|line| Subject::Sample(Box::new(line.sample)))
            }
            Noun::Adoption => {
                let Some(id) = AdoptionId::parse(name) else { return Ok(None) };
                let Some(line) = self.reader.adoption(&self.scope, id)? else { return Ok(None) };
                let technology = self.reader.technology(&self.scope, line.adoption.technology)?;
                technology.map(|technology| Subject::Adoption(Box::new((line.adoption, technology.name))))
            }
            Noun::Release => {
                let Some(id) = ReleaseId::parse(name) else { return Ok(None) };
                self.reader.release(&self.scope, id)?.map(|release| Subject::Release(Box::new(release)))
            }
            Noun::Widening => {
                let Some(id) = WideningId::parse(name) else { return Ok(None) };
                self.reader.widening(&self.scope, id)?.map(|widening| Subject::Widening(Box::new(widening)))
            }
            Noun::SpecialistRequest => {
                let Some(id) = SpecialistRequestId::parse(name) else { return Ok(None) };
                let request = self.reader.specialist_request(&self.scope, id)?;
                request.map(|request| Subject::SpecialistRequest(Box::new(request)))
            }
            Noun::Assignment => {
                let Some(id) = AssignmentId::parse(name) else { return Ok(None) };
                let Some(assignment) = self.reader.assignment(&self.scope, id)? else { return Ok(None) };
                let specialist = self.reader.specialist(&self.scope, assignment.specialist)?;
                specialist.map(|one| Subject::Assignment(Box::new((assignment, one.name))))
            }
            Noun::Webhook => {
                let Some(id) = WebhookId::parse(name) else { return Ok(None) };
                self.reader.webhook(&self.scope, id)?.map(|webhook| Subject::Webhook(Box::new(webhook)))
            }
            Noun::Drawing => {
                let Some(id) = DrawingId::parse(name) else { return Ok(None) };
                self.drawing(id)?.map(|drawing| Subject::Drawing(Box::new(drawing)))
            }
            Noun::Case => {
                let Some(id) = CaseId::parse(name) else { return Ok(None) };
                self.reader.case(&self.scope, id)?.map(|case| Subject::Case(Box::new(case)))
            }
            Noun::Regime => {
                let Some(id) = RegimeId::parse(name) else { return Ok(None) };
                self.reader.regime(&self.scope, id)?.map(|regime| Subject::Regime(Box::new(regime)))
            }
            Noun::ControlList => match self.control_list(name) {
                Ok(line) => Some(Subject::ControlList(Box::new(line.head))),
                Err(Failure::Refused(_)) => None,
                Err(failure) => return Err(failure),
            },
            Noun::Record => {
                let Some(id) = RecordId::parse(name) else { return Ok(None) };
                self.reader.record(&self.scope, id)?.map(|held| Subject::Record(Box::new(held)))
            }
            Noun::Offer | Noun::Barrier | Noun::Relief | Noun::Call => {
                self.diffusion_subject(thing)?.map(|one| Subject::Diffusion(Box::new(one)))
            }
            Noun::Portfolio => self.planned_subject(name)?.map(|one| Subject::Inspected(Box::new(one))),
            Noun::Inspection | Noun::Visit | Noun::Finding => {
                self.inspected_subject(thing)?.map(|one| Subject::Inspected(Box::new(one)))
            }
            Noun::Issue => match self.issue(name) {
                Ok(found) => Some(Subject::Issue(Box::new(found))),
                Err(Failure::Refused(_)) => None,
                Err(failure) => return Err(failure),
            },
            _ => None,
        })
    }

    /// A duty.
    ///
    /// # Errors
    /// Refused when there is none within the scope.
    pub fn duty(&self, id: &str) -> Result<Duty, Failure> {
        let parsed = DutyId::parse(id).ok_or_else(|| no_duty(id))?;
        Ok(self.reader.duty(&self.scope, parsed)?.ok_or_else(|| no_duty(id))?)
    }

    /// By which post an officer may let a duty go.
    ///
    /// # Errors
    /// Refused when they may not, or when it is closed.
    pub fn waives(&self, officer: &Officer, duty: &Duty) -> Result<Actor, Failure> {
        if duty.state != DutyState::Open {
            return Err(Failure::said(sentence!("duty-over", "This is closed already; nothing is left to let go")));
        }
        let post = self.post(&duty.post)?.ok_or_else(|| no_duty(&duty.id.to_string()))?;
        by_above(officer, duty, &post, self.tree()?.as_ref())
    }

    /// Whether an officer may let a duty go.
    ///
    /// # Errors
    /// When the store fails.
    pub fn may_waive(&self, officer: &Officer, duty: &Duty) -> Result<bool, Failure> {
        match self.waives(officer, duty) {
            Ok(_) => Ok(true),
            Err(Failure::Refused(_)) => Ok(false),
            Err(failure) => Err(failure),
        }
    }

    /// Every duty about a thing, the earliest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn duties_about(&self, thing: &Thing) -> Result<Vec<Duty>, Failure> {
        Ok(self.reader.duties_about(&self.scope, thing)?)
    }

    /// Who can still act on a duty today: those who act for its post, and for the post it was raised to.
    ///
    /// # Errors
    /// When the store fails.
    pub fn who_can_act(&self, duty: &Duty, today: Date) -> Result<Vec<Acting>, Failure> {
        let mut found = Vec::new();
        for post in std::iter::once(&duty.post).chain(&duty.raised_to) {
            if let Some(held) = self.reader.post(&self.scope, post)? {
                let persons = self.reader.acting(&self.scope, post, today)?;
                found.push(Acting { post: held, persons });
            }
        }
        Ok(found)
    }

    /// How the duties of every unit stand, in the order of the tree. Counted are open ones and those that arose since a time.
    ///
    /// # Errors
    /// When the store fails.
    pub fn duties_by_unit(&self, since: i64, today: Date) -> Result<Vec<UnitDuties>, Failure> {
        let tree = self.tree()?;
        let counts = self.reader.duty_counts(&self.scope, since, today)?;
        let mut own: BTreeMap<model::UnitId, DutyCount> = BTreeMap::new();
        for post in self.posts()? {
            if let Some(count) = counts.get(&post.id) {
                for unit in tree.upwards(&post.unit) {
                    own.entry(unit).or_default().add(count);
                }
            }
        }
        let mut found = Vec::new();
        let mut left: Vec<(Unit, usize)> = tree.roots().map(|unit| (unit.clone(), 0)).collect();
        left.reverse();
        while let Some((unit, depth)) = left.pop() {
            let mut below: Vec<(Unit, usize)> = tree.children(&unit.id).map(|unit| (unit.clone(), depth + 1)).collect();
            below.reverse();
            left.append(&mut below);
            let count = own.get(&unit.id).copied().unwrap_or_default();
            found.push(UnitDuties { unit, depth, count });
        }
        Ok(found)
    }
}

/// The delivery that a thing is.
fn delivery_of(thing: &Thing) -> Option<DeliveryId> {
    (thing.noun == Noun::Delivery).then(|| DeliveryId::parse(thing.name.as_str())).flatten()
}

/// Whether an officer may act on a duty: for its post, or for the post it was raised to.
pub(crate) fn may_act(officer: &Officer, duty: &Duty) -> bool {
    officer.acts_for(&duty.post) || duty.raised_to.as_ref().is_some_and(|post| officer.acts_for(post))
}

/// Takes what is late one step up the unit tree, some at a time, and answers how many were raised.
pub(crate) fn raise_late(
    deed: &mut Deed<'_>,
    after: Option<(Date, DutyId)>,
    today: Date,
) -> Result<(usize, Option<(Date, DutyId)>), Failure> {
    let tree = tree(deed)?;
    let posts = deed.posts()?;
    // East of the meridian of the office a day is over earlier than its own: whether it is, each post's calendar says.
    let late = deed.late_duties(today.plus_days(1), after, RAISED_AT_ONCE)?;
    let next = (late.len() == RAISED_AT_ONCE).then(|| late.last().map(|duty| (duty.due, duty.id))).flatten();
    let mut n_raised = 0;
    let mut days: BTreeMap<model::UnitId, Date> = BTreeMap::new();
    for duty in late {
        let Some(post) = posts.iter().find(|post| post.id == duty.post) else { continue };
        let there = match days.get(&post.unit) {
            Some(day) => *day,
            None => {
                let day = day_at(deed, &post.unit, today)?;
                days.insert(post.unit.clone(), day);
                day
            }
        };
        if let Some(raised) = duty.raise(&tree.ladder(post, &posts), there) {
            deed.keep_duty(&raised)?;
            n_raised += 1;
        }
    }
    Ok((n_raised, next))
}

/// Whether a duty can be let go: what is asked for by somebody who waits is answered or declined instead.
fn can_be_let_go(kind: DutyKind) -> bool {
    match kind {
        DutyKind::Dispose | DutyKind::Reconfirm | DutyKind::Cover | DutyKind::Compose => true,
        DutyKind::SpotCheck | DutyKind::MendWebhook | DutyKind::Index | DutyKind::Follow => true,
        DutyKind::Review | DutyKind::Revise | DutyKind::Route | DutyKind::Answer | DutyKind::Release => false,
        DutyKind::Nominate | DutyKind::Vet | DutyKind::Control | DutyKind::Report => false,
        // Nobody leaves without them.
        DutyKind::ClearBrief | DutyKind::Brief => false,
        DutyKind::Liaise => true,
        // Who lends waits for them, and who asked for money.
        DutyKind::Pay | DutyKind::Settle | DutyKind::FixRate | DutyKind::DecideDrawdown => false,
        // Another decides, delivers, or counts on it.
        DutyKind::Consent | DutyKind::AcceptDeliverable | DutyKind::SettleContest | DutyKind::ReportUse => false,
        // Who is owed money waits for it; what is not owed any more is amended.
        DutyKind::SettleArrears => false,
        DutyKind::LookAtPatent | DutyKind::Renew => true,
        // A guest or a unit waits for each of these, and a promise can be taken back by agreement alone.
        DutyKind::Place | DutyKind::WeighConflict | DutyKind::SignOn | DutyKind::KeepPromise => false,
        DutyKind::Evaluate | DutyKind::HearGuest | DutyKind::AnswerGrievance => false,
        DutyKind::SayStayed | DutyKind::SayStillThere => false,
        // Somebody waits for a sample, or for what comes of it.
        DutyKind::ConfirmCustody | DutyKind::Lend | DutyKind::ReturnSample | DutyKind::DecideOutcome => false,
        DutyKind::StudySample | DutyKind::StartAdoption | DutyKind::LookAgain => true,
        DutyKind::UseSample | DutyKind::HearStop => true,
        // Whoever asked waits for a yes or a no.
        DutyKind::DecideRelease | DutyKind::Widen => false,
        // Who asked waits for a vote and for a second word; a condition is what a yes hangs on.
        DutyKind::Ballot | DutyKind::Second | DutyKind::KeepCondition | DutyKind::ConfirmRegime => false,
        DutyKind::HearCase | DutyKind::SeatMember | DutyKind::ReviewRegime => true,
        // What goes out waits for each of these.
        DutyKind::ConfirmClassification | DutyKind::ClassifyAgain | DutyKind::JudgeList => false,
        // Whoever looks for what is missing, or counts what was made, may find that there is nothing to be said.
        DutyKind::SayOutput | DutyKind::GetResource | DutyKind::HearEnd => true,
        // A unit waits for each of these: for an answer, a barrier that goes, a target, what was promised.
        DutyKind::TellOfOffer | DutyKind::RemoveBarrier | DutyKind::DecideRelief => false,
        DutyKind::AnswerCall | DutyKind::GiveForCall | DutyKind::JudgeCall => false,
        // An offer that nobody weighs stays open; the others are for the unit's own good.
        DutyKind::WeighOffer | DutyKind::TryRemoval | DutyKind::EndRelief => true,
        // What a plan gives to do may turn out not to be wanted.
        DutyKind::CarryPlan => true,
        // Nothing proceeds before it is said.
        DutyKind::DecideHits | DutyKind::ConfirmHits | DutyKind::LookAtList => false,
        // What is drawn is looked at, and what was found is done; that it is not is itself what an inspection tells.
        DutyKind::AssignVisits | DutyKind::Inspect | DutyKind::ReportInspection => false,
        DutyKind::CloseFinding | DutyKind::VerifyClosure => false,
        DutyKind::AnswerVisit => true,
    }
}

/// By which post an officer lets a duty go: one that leads or coordinates over the duty's own, and is not it.
fn by_above(officer: &Officer, duty: &Duty, post: &Post, tree: &UnitTree) -> Result<Actor, Failure> {
    if !can_be_let_go(duty.kind) {
        return Err(Failure::said(sentence!(
            "duty-awaited",
            "Somebody waits for this: answer it or decline it instead of letting it go"
        )));
    }
    let above = officer
        .empowered(Power::Lead, &post.unit, tree)
        .or_else(|_| officer.empowered(Power::Coordinate, &post.unit, tree))?;
    if above.post.as_ref() == Some(&duty.post) {
        return Err(Failure::said(sentence!("duty-own", "A post cannot let its own duty go; ask the post above it")));
    }
    Ok(above)
}

fn no_duty(id: &str) -> Refusal {
    Refusal::NotFound { noun: "duty", text: id.to_owned(), next: sentence!("next-look-inbox", "look in the inbox") }
}

/// Lets a duty go, with a reason that stays with it. Only a post that leads or coordinates above the duty's own may.
///
/// # Errors
/// Refused when the officer may not, when somebody waits for what is to be done, when it is closed, or without a reason.
pub fn waive_duty(
    writer: &mut Writer,
    turn: &Turn<'_>,
    office: &Office,
    id: &str,
    reason: &str,
) -> Result<Duty, Failure> {
    let reason = reason.trim();
    // What the officer does not see is not there.
    let seen = office.duty(id)?;
    let above = office.waives(turn.officer, &seen)?;
    if reason.is_empty() {
        return Err(Failure::said(sentence!(
            "duty-no-reason",
            "Write why this need not be done; the reason stands with it"
        )));
    }
    if reason.chars().count() > WAIVER_MAX {
        return Err(Failure::said(sentence!(
            "duty-reason-long",
            "Write the reason in at most {max} characters",
            max = WAIVER_MAX
        )));
    }
    writer.transact(&above.to_string(), turn.now, |deed| {
        let duty = deed.duty(seen.id)?.ok_or_else(|| no_duty(id))?;
        let waived = duty.close(DutyState::Waived, "waived", Some(reason), turn.now)?;
        deed.keep_duty(&waived)?;
        Ok(waived)
    })
}

/// The record that a subject is or leads to, if it does.
pub fn record_of(subject: &Subject) -> Option<RecordId> {
    match subject {
        Subject::Delivery(line) => Some(line.held.delivery.record),
        Subject::Request(request) => request.answer,
        Subject::Mission(mission) => mission.report,
        Subject::Record(held) => Some(held.id),
        Subject::Need(_) | Subject::Issue(_) | Subject::Webhook(_) | Subject::Drawing(_) => None,
        Subject::ControlList(_) | Subject::Diffusion(_) | Subject::Inspected(_) => None,
        Subject::Agreement(_) | Subject::Credit(_) | Subject::Sample(_) => None,
        Subject::Adoption(_) | Subject::Release(_) | Subject::Widening(_) => None,
        Subject::SpecialistRequest(_) | Subject::Assignment(_) => None,
        Subject::Case(_) | Subject::Regime(_) => None,
        Subject::PartyList(_) | Subject::Screening(_) => None,
    }
}

impl Office {
    /// How many open duties some posts have, with those raised to them.
    ///
    /// # Errors
    /// When the store fails.
    pub fn n_waiting(&self, posts: &[PostId], today: Date) -> Result<u64, Failure> {
        Ok(self.n_duties(posts, today)?.0)
    }

    /// How many open duties some posts have, with those raised to them, and how many of these are late.
    ///
    /// # Errors
    /// When the store fails.
    pub fn n_duties(&self, posts: &[PostId], today: Date) -> Result<(u64, u64), Failure> {
        Ok(self.reader.n_duties(&self.scope, posts, today)?)
    }
}
