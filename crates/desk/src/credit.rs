//! Lines of credit: written down, booked on, and shown as they stand on a day.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    Actor, Agreement, AgreementId, CREDIT_DAYS_MAX, CREDIT_EVENTS_MAX, Credit, CreditCourse, CreditEvent,
    CreditEventKind, CreditId, CreditMilestone, CreditPosition, CreditStatement, Currency, Date, Deliverable,
    DeliverableSide, Drawdown, DrawdownState, DutyKind, DutyState, Host, Noun, Power, Refusal, Thing, Verb, counting,
    credit_course, credit_schedule, credit_statement, sentence,
};
use store::{AgreementFilter, Deed, Scope, Writer};

use crate::review::{Turn, tree};
use crate::work_calendar::charge;
use crate::{Failure, Office, Officer};

/// Days ahead that the list of what is due soon looks: a quarter.
pub const CREDIT_DUE_DAYS: i64 = 90;

/// Days ahead for which a rate may be booked: it is fixed some days before its period begins.
const FIXED_AHEAD_DAYS: i64 = 100;

/// Which lines are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct CreditFilter {
    /// With each of these words in the title, the lender or the remark.
    pub words: String,
    /// In this currency.
    pub currency: Option<Currency>,
    /// With a payment in the next [`CREDIT_DUE_DAYS`] days.
    pub due: bool,
    /// With something overdue.
    pub overdue: bool,
}

/// A line of credit as it stands today.
#[derive(Clone, Debug)]
pub struct CreditLine {
    /// The line.
    pub credit: Credit,
    /// Its lender.
    pub lender: String,
    /// How it stands.
    pub position: CreditPosition,
    /// The next day on which something is to be paid, and how much.
    pub next: Option<(Date, i64)>,
    /// All that is to be paid in the next [`CREDIT_DUE_DAYS`] days, what is overdue included.
    pub due_soon: i64,
}

/// A drawdown with what it waits for, as far as it is seen.
#[derive(Clone, Debug)]
pub struct DrawdownLine {
    /// The drawdown.
    pub drawdown: Drawdown,
    /// The deliverables of agreements for which it waits.
    pub deliveries: Vec<(model::Deliverable, String)>,
    /// How many more there are which are not seen.
    pub n_unseen: usize,
    /// The milestones for which it waits.
    pub milestones: Vec<CreditMilestone>,
}

/// A line of credit with all that is known of it.
#[derive(Clone, Debug)]
pub struct CreditPage {
    /// The line.
    pub credit: Credit,
    /// Its lender.
    pub lender: Host,
    /// Its agreement, where it is seen.
    pub agreement: Option<Agreement>,
    /// How it stands on the day that was asked for.
    pub position: CreditPosition,
    /// What passed in the year before that day.
    pub statement: CreditStatement,
    /// Its schedule: as it came until today, and as it is foretold.
    pub schedule: CreditCourse,
    /// What was told of it, in the order in which it was told.
    pub events: Vec<CreditEvent>,
    /// Its drawdowns.
    pub drawdowns: Vec<DrawdownLine>,
    /// Its milestones.
    pub milestones: Vec<CreditMilestone>,
}

pub(crate) fn no_credit(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "credit",
        text: text.to_owned(),
        next: sentence!("next-look-credits", "look for it in the list of credits"),
    }
}

pub(crate) fn thing(id: CreditId) -> Thing {
    Thing::new(Noun::Credit, id)
}

pub(crate) fn held(deed: &Deed<'_>, officer: &Officer, id: CreditId) -> Result<Credit, Failure> {
    Ok(deed.credit(&officer.scope, id)?.ok_or_else(|| no_credit(&id.to_string()))?)
}

/// Who keeps a line: its post, and who coordinates.
pub(crate) fn keeper(officer: &Officer, credit: &Credit) -> Result<Actor, Refusal> {
    officer.acting_for(&credit.post).or_else(|_| officer.by_power(Power::Coordinate)).map_err(|_| {
        Refusal::Said(sentence!(
            "credit-not-keeper",
            "This line of credit is kept by {post}; ask who acts for that post",
            post = &credit.post
        ))
    })
}

/// Refuses what was written in view of another state of the line.
pub(crate) fn as_seen(credit: &Credit, revision: u32) -> Result<(), Failure> {
    if credit.revision == revision {
        return Ok(());
    }
    Err(Failure::Refused(Refusal::Changed(sentence!(
        "credit-changed",
        "Somebody changed this line or booked on it in between; open it again, and book what is still to be booked"
    ))))
}

/// The days on which nobody works in some countries, from a day on.
pub(crate) fn free_days(deed: &Deed<'_>, credit: &Credit) -> Result<BTreeSet<Date>, Failure> {
    let mut free = BTreeSet::new();
    for country in &credit.terms.countries {
        free.extend(deed.free_days_from(country, credit.terms.since)?);
    }
    Ok(free)
}

/// The credit with the marking of what it rests on, whose lender, agreement, unit and posts are there.
fn grounded(deed: &Deed<'_>, officer: &Officer, credit: Credit) -> Result<Credit, Failure> {
    let Some(lender) = deed.host(&officer.scope, credit.lender)? else {
        return Err(crate::host::no_host(&credit.lender.to_string()).into());
    };
    let mut marking = credit.marking.join(&lender.marking);
    if let Some(id) = credit.agreement {
        let Some(agreement) = deed.agreement(&officer.scope, id)? else {
            return Err(crate::agreement::no_agreement(&id.to_string()).into());
        };
        marking = marking.join(&agreement.marking);
    }
    let posts = deed.posts()?;
    let is_post = |id: &model::PostId| posts.iter().any(|post| post.id == *id && !post.closed);
    if tree(deed)?.unit(&credit.unit).is_none() || !is_post(&credit.decider) {
        return Err(Failure::said(sentence!(
            "credit-unit",
            "The unit that owes or the post that decides is not there; choose another"
        )));
    }
    if !officer.clearance.may_see(&marking) {
        return Err(Failure::said(sentence!(
            "marking-blind-credit",
            "You could not see the line of credit once it is so marked; choose a marking that you are cleared for"
        )));
    }
    Ok(Credit { marking, ..credit })
}

/// Whether a form writes down what was written down already.
fn is_same_form(held: &Credit, credit: &Credit) -> bool {
    let as_held =
        Credit { marking: held.marking.clone(), revision: held.revision, made_at: held.made_at, ..credit.clone() };
    as_held == *held
}

/// Writes a line of credit down, or changes what was written: then `credit.revision` is that of the state which was seen. It is marked
/// at least as its lender and its agreement. A form that is sent twice writes one.
///
/// # Errors
/// Refused when it is not in order, when the officer may not, when lender, agreement, unit or post are not there, when somebody changed it
/// in between, when its marking would become wider, or when its terms would change after something was booked or while a drawdown is open.
pub fn keep_credit(writer: &mut Writer, turn: &mut Turn<'_>, credit: Credit, is_new: bool) -> Result<Credit, Failure> {
    let credit = credit.tidied()?;
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = if is_new { None } else { Some(held(deed, officer, credit.id)?) };
        let credit = grounded(deed, officer, credit)?;
        let Some(held) = before else {
            officer.acting_for(&credit.post)?;
            return match deed.credit(&Scope::office(), credit.id)? {
                Some(held) if is_same_form(&held, &credit) => Ok(held),
                Some(_) => Err(Failure::said(sentence!(
                    "credit-form-sent",
                    "This form was sent already with another line of credit; open a new one"
                ))),
                None => {
                    let credit = Credit { revision: 0, made_at: turn.now, ..credit };
                    deed.keep_credit(&credit, Verb::Registered)?;
                    Ok(credit)
                }
            };
        };
        keeper(officer, &held)?;
        let credit = Credit { post: held.post.clone(), made_at: held.made_at, ..credit };
        if credit == held {
            return Ok(held);
        }
        as_seen(&held, credit.revision)?;
        if !credit.marking.covers(&held.marking) {
            return Err(Failure::said(sentence!(
                "credit-wider",
                "More people could see it than before; keep the marking or make it narrower, and ask for a wider one with “Widen the marking” on its page"
            )));
        }
        let agreed = |credit: &Credit| (credit.terms.clone(), credit.currency, credit.lender);
        let changes = agreed(&credit) != agreed(&held);
        if changes && !deed.credit_events(held.id)?.is_empty() {
            return Err(Failure::said(sentence!(
                "credit-booked",
                "Something was booked on this line already, so its lender, currency and terms stay; book a rescheduling instead"
            )));
        }
        let drawdowns = deed.drawdowns(held.id)?;
        if changes && drawdowns.iter().any(Drawdown::is_open) {
            return Err(Failure::said(sentence!(
                "credit-asked",
                "A drawdown of this line is asked for or granted, so its lender, currency and terms stay; withdraw it first"
            )));
        }
        let credit = Credit { revision: held.revision + 1, ..credit };
        deed.keep_credit(&credit, Verb::Revised)?;
        if credit.decider != held.decider && drawdowns.iter().any(|one| one.state == DrawdownState::Requested) {
            ask_decider(deed, turn, &credit)?;
        }
        Ok(credit)
    })
}

/// Asks who decides now about the drawdowns that wait, in place of who decided before.
fn ask_decider(deed: &mut Deed<'_>, turn: &mut Turn<'_>, credit: &Credit) -> Result<(), Failure> {
    let subject = thing(credit.id);
    let open = deed.open_duties(&subject)?;
    for duty in open.iter().filter(|duty| duty.kind == DutyKind::DecideDrawdown) {
        deed.keep_duty(&duty.close(DutyState::Lapsed, "another post decides", None, turn.now)?)?;
    }
    let duty = turn.duty(&credit.decider, DutyKind::DecideDrawdown, subject, turn.work.review_days);
    charge(deed, &duty)?;
    Ok(())
}

/// Whether an event may be booked beside those that were.
fn fits(
    credit: &Credit,
    events: &[CreditEvent],
    event: &CreditEvent,
    free: &BTreeSet<Date>,
    today: Date,
) -> Result<(), Failure> {
    let until = if event.kind == CreditEventKind::RateFixed { today.plus_days(FIXED_AHEAD_DAYS) } else { today };
    if event.day < credit.terms.since || event.day > until {
        return Err(Failure::said(sentence!(
            "credit-event-day",
            "What is booked happened between {since} and {until}; correct the day",
            since = credit.terms.since,
            until
        )));
    }
    if events.len() >= CREDIT_EVENTS_MAX {
        return Err(Failure::said(sentence!(
            "credit-events-many",
            "A line has up to {max} bookings; lay what is owed into a new one",
            max = CREDIT_EVENTS_MAX
        )));
    }
    match event.kind {
        CreditEventKind::PaidOut => {
            return Err(Failure::said(sentence!(
                "credit-event-drawdown",
                "Money is paid out by a drawdown that was granted; open it and pay it out there"
            )));
        }
        CreditEventKind::Repayment | CreditEventKind::Prepayment => {
            let position = credit_course(&credit.terms, events, free, event.day, None).position;
            let early = credit.terms.prepayment_fee.of(event.minor, credit.terms.rounding);
            if event.minor > position.owed_with_counted().saturating_add(early) {
                return Err(Failure::said(sentence!(
                    "credit-too-much",
                    "On {day} no more than {owed} was owed; correct the amount",
                    day = event.day,
                    owed = credit.money(position.owed_with_counted()).to_string()
                )));
            }
        }
        CreditEventKind::RateFixed if !credit.terms.rate.is_floating() => {
            return Err(Failure::said(sentence!(
                "credit-rate-stands",
                "The rate of this line is the same all the time; nothing is fixed"
            )));
        }
        CreditEventKind::Rescheduling => {
            let Some(last) = event.plan.as_ref().map(model::RepaymentPlan::last) else { return Ok(()) };
            let is_drawn_after =
                counting(events).into_iter().any(|paid| paid.kind == CreditEventKind::PaidOut && paid.day >= last);
            if is_drawn_after || last.days_since(event.day) > CREDIT_DAYS_MAX {
                return Err(Failure::said(sentence!(
                    "credit-event-plan-long",
                    "The new plan would run until {last}: it ends after all that was paid out, and not many decades later; correct a year, \
                     or how many instalments there are",
                    last
                )));
            }
        }
        CreditEventKind::Correction => {
            let is_there =
                |event: &&CreditEvent, number: u32| event.number == number && event.kind != CreditEventKind::Correction;
            let number = event.counters.unwrap_or_default();
            let is_free = events.iter().all(|one| one.counters != Some(number));
            if !events.iter().any(|one| is_there(&one, number)) || !is_free {
                return Err(Failure::said(sentence!(
                    "credit-no-event",
                    "There is no booking {number} that could be countered; look at the list of bookings",
                    number
                )));
            }
        }
        _ => {}
    }
    Ok(())
}

/// Books what happened to a line. `revision` is that of the state which was seen; the same sent twice is booked once.
///
/// # Errors
/// Refused when it is not in order, to whoever does not keep the line, or when somebody booked in between.
pub fn book_credit_event(
    writer: &mut Writer,
    turn: &Turn<'_>,
    (id, revision): (CreditId, u32),
    event: CreditEvent,
) -> Result<(Credit, CreditEvent), Failure> {
    let officer = turn.officer;
    let event = event.tidied();
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let held = held(deed, officer, id)?;
        let by = keeper(officer, &held)?.to_string();
        let event = event?;
        let events = deed.credit_events(id)?;
        if held.revision == revision.saturating_add(1)
            && let Some(last) = events.last()
            && *last == (CreditEvent { number: last.number, by: by.clone(), told_at: last.told_at, ..event.clone() })
        {
            return Ok((held, last.clone()));
        }
        as_seen(&held, revision)?;
        let free = free_days(deed, &held)?;
        fits(&held, &events, &event, &free, turn.today)?;
        let number = events.last().map_or(1, |last| last.number + 1);
        let event = CreditEvent { number, by, told_at: turn.now, ..event };
        let credit = Credit { revision: held.revision + 1, ..held };
        if event.kind == CreditEventKind::Correction {
            give_back(deed, &credit, &events, event.counters)?;
        }
        deed.keep_credit_event(&credit, &event)?;
        settle(deed, &credit, &free, turn.today)?;
        if event.kind == CreditEventKind::RateFixed {
            deed.done(&thing(id), DutyKind::FixRate, "fixed")?;
        }
        Ok((credit, event))
    })
}

/// A drawdown whose payment is countered was granted and is not paid out.
fn give_back(
    deed: &mut Deed<'_>,
    credit: &Credit,
    events: &[CreditEvent],
    counters: Option<u32>,
) -> Result<(), Failure> {
    let countered = events.iter().find(|event| Some(event.number) == counters).and_then(|event| event.drawdown);
    let Some(number) = countered else { return Ok(()) };
    if let Some(paid) = deed.drawdowns(credit.id)?.into_iter().find(|one| one.number == number) {
        let granted = Drawdown { state: DrawdownState::Granted, revision: paid.revision + 1, ..paid };
        deed.keep_drawdown(credit.id, &granted, Verb::Revised)?;
    }
    Ok(())
}

/// Closes the duties for which nothing is left to be paid.
pub(crate) fn settle(deed: &mut Deed<'_>, credit: &Credit, free: &BTreeSet<Date>, today: Date) -> Result<(), Failure> {
    let subject = thing(credit.id);
    let open = deed.open_duties(&subject)?;
    let (mut pays, mut settles) = (false, false);
    let events = deed.credit_events(credit.id)?;
    for duty in &open {
        // What was claimed by the day of the duty, as it stands now.
        let until = duty.due.max(today);
        let course = credit_course(&credit.terms, &events, free, until, None);
        let is_left = course.claims.iter().any(|claim| claim.left > 0 && claim.due <= duty.due.min(until));
        pays |= duty.kind == DutyKind::Pay && !is_left;
        settles |=
            duty.kind == DutyKind::Settle && course.claims.iter().all(|claim| claim.left == 0 || claim.due >= today);
    }
    if pays {
        deed.done(&subject, DutyKind::Pay, "paid")?;
    }
    if settles {
        deed.done(&subject, DutyKind::Settle, "settled")?;
    }
    Ok(())
}

impl Office {
    pub(crate) fn free_days_by_country(&self) -> Result<BTreeMap<String, BTreeSet<Date>>, Failure> {
        let mut by: BTreeMap<String, BTreeSet<Date>> = BTreeMap::new();
        for one in self.reader.free_days(&self.scope)? {
            by.entry(one.country).or_default().insert(one.day);
        }
        Ok(by)
    }

    /// The free days that a line minds.
    fn free_days_for(&self, credit: &Credit) -> Result<BTreeSet<Date>, Failure> {
        Ok(minded(&self.free_days_by_country()?, credit))
    }

    /// Lines of credit that fit, by currency and title, as they stand today.
    ///
    /// # Errors
    /// When the store fails.
    pub fn credits(&self, filter: &CreditFilter, today: Date) -> Result<Vec<CreditLine>, Failure> {
        let words: Vec<String> = filter.words.split_whitespace().map(matching::analysis::fold).collect();
        let mut events = self.reader.credit_events(&self.scope, None)?;
        let free = self.free_days_by_country()?;
        let hosts: BTreeMap<_, _> =
            self.reader.hosts(&self.scope)?.into_iter().map(|host| (host.id, host.name().to_owned())).collect();
        let mut lines = Vec::new();
        for credit in self.reader.credits(&self.scope)? {
            let lender = hosts.get(&credit.lender).cloned().unwrap_or_default();
            let text = matching::analysis::fold(&format!("{}\n{lender}\n{}", credit.title, credit.remark));
            if filter.currency.is_some_and(|currency| credit.currency != currency)
                || !words.iter().all(|word| text.contains(word.as_str()))
            {
                continue;
            }
            let events = events.remove(&credit.id).unwrap_or_default();
            let free = minded(&free, &credit);
            let position = credit_course(&credit.terms, &events, &free, today, None).position;
            let schedule = credit_schedule(&credit.terms, &events, &free, today);
            let mut due: BTreeMap<Date, i64> = BTreeMap::new();
            for (day, _, minor) in model::expected_payments(&schedule) {
                *due.entry(day).or_default() += minor;
            }
            let soon = today.plus_days(CREDIT_DUE_DAYS);
            let due_soon = due.range(..=soon).map(|(_, minor)| *minor).fold(0, i64::saturating_add);
            let next = due.into_iter().next();
            if (filter.due && due_soon == 0) || (filter.overdue && position.overdue == 0) {
                continue;
            }
            lines.push(CreditLine { credit, lender, position, next, due_soon });
        }
        Ok(lines)
    }

    /// The line of credit of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn credit(&self, text: &str) -> Result<Credit, Failure> {
        let id = CreditId::parse(text).ok_or_else(|| no_credit(text))?;
        Ok(self.reader.credit(&self.scope, id)?.ok_or_else(|| no_credit(text))?)
    }

    /// What was told of a line.
    ///
    /// # Errors
    /// When the store fails.
    pub fn credit_events(&self, id: CreditId) -> Result<Vec<CreditEvent>, Failure> {
        Ok(self.reader.credit_events(&self.scope, Some(id))?.remove(&id).unwrap_or_default())
    }

    /// A line of credit with all that is known of it, as it stands at the end of a day. Its schedule is that of today.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn credit_page(&self, text: &str, on: Date, today: Date) -> Result<CreditPage, Failure> {
        let credit = self.credit(text)?;
        let lender = self.reader.host(&self.scope, credit.lender)?.ok_or_else(|| no_credit(text))?;
        let agreement = match credit.agreement {
            Some(id) => self.reader.agreement(&self.scope, id)?,
            None => None,
        };
        let events = self.credit_events(credit.id)?;
        let free = self.free_days_for(&credit)?;
        let position = credit_course(&credit.terms, &events, &free, on, None).position;
        let since = model::plus_months(on, -12, false).plus_days(1);
        let statement = credit_statement(&credit.terms, &events, &free, since, on);
        let schedule = credit_schedule(&credit.terms, &events, &free, today);
        let milestones = self.reader.credit_milestones(&self.scope, credit.id)?;
        let mut drawdowns = Vec::new();
        for drawdown in self.reader.drawdowns(&self.scope, Some(credit.id))?.remove(&credit.id).unwrap_or_default() {
            drawdowns.push(self.drawdown_line(drawdown, &milestones)?);
        }
        Ok(CreditPage { credit, lender, agreement, position, statement, schedule, events, drawdowns, milestones })
    }

    fn drawdown_line(&self, drawdown: Drawdown, milestones: &[CreditMilestone]) -> Result<DrawdownLine, Failure> {
        let mut deliveries = Vec::new();
        for id in &drawdown.deliverables {
            let Some(one) = self.reader.deliverable(&self.scope, *id)? else { continue };
            let agreement = self.reader.agreement(&self.scope, one.agreement)?;
            let title = agreement.map_or_else(|| one.agreement.to_string(), |agreement| agreement.title);
            deliveries.push((one, title));
        }
        let n_unseen = drawdown.deliverables.len() - deliveries.len();
        let milestones = milestones.iter().filter(|one| drawdown.milestones.contains(&one.number)).cloned().collect();
        Ok(DrawdownLine { drawdown, deliveries, n_unseen, milestones })
    }

    /// The agreements by which a line may be given, by title.
    ///
    /// # Errors
    /// When the store fails.
    pub fn agreements_for_credit(&self) -> Result<Vec<(AgreementId, String)>, Failure> {
        let all = self.reader.agreements(&self.scope, &AgreementFilter::default())?;
        let mut titles: Vec<(AgreementId, String)> = all.into_iter().map(|one| (one.id, one.title)).collect();
        titles.sort_by(|(_, one), (_, other)| one.cmp(other));
        Ok(titles)
    }

    /// The deliverables for which a drawdown of a line may wait: what the other side owes us by its agreement.
    ///
    /// # Errors
    /// When the store fails.
    pub fn deliverables_for_credit(&self, credit: &Credit) -> Result<Vec<Deliverable>, Failure> {
        let Some(agreement) = credit.agreement else { return Ok(Vec::new()) };
        let mut owed = self.reader.deliverables(&self.scope, agreement)?;
        owed.retain(|one| one.side == DeliverableSide::Theirs);
        Ok(owed)
    }

    /// The statement of a line over a time, both days included.
    ///
    /// # Errors
    /// Refused when there is no such line.
    pub fn credit_statement(&self, text: &str, since: Date, until: Date) -> Result<(Credit, CreditStatement), Failure> {
        let credit = self.credit(text)?;
        let events = self.credit_events(credit.id)?;
        let free = self.free_days_for(&credit)?;
        let statement = credit_statement(&credit.terms, &events, &free, since, until);
        Ok((credit, statement))
    }

    /// The schedule of a line as it is foretold on a day.
    ///
    /// # Errors
    /// Refused when there is no such line.
    pub fn credit_schedule(&self, text: &str, today: Date) -> Result<(Credit, CreditCourse), Failure> {
        let credit = self.credit(text)?;
        let events = self.credit_events(credit.id)?;
        let free = self.free_days_for(&credit)?;
        let course = credit_schedule(&credit.terms, &events, &free, today);
        Ok((credit, course))
    }

    /// Whether an officer may change a line and book on it.
    pub fn may_keep_credit(&self, officer: &Officer, credit: &Credit) -> bool {
        keeper(officer, credit).is_ok()
    }
}

/// The free days of the countries of a line.
pub(crate) fn minded(by_country: &BTreeMap<String, BTreeSet<Date>>, credit: &Credit) -> BTreeSet<Date> {
    credit.terms.countries.iter().filter_map(|country| by_country.get(country)).flatten().copied().collect()
}
