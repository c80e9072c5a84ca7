//! Lines of credit: listed, shown as they stand on a day, written down, changed.

use axum::http::Method;
use desk::{CreditFilter, CreditLine};
use model::{
    AgreementId, BookingCause, Credit, CreditAccount, CreditId, CreditPosition, Currency, Date, HostId, PostId,
    ScheduleLine, UnitId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::credit_terms::CreditTermsView;
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::{marking_of, post_of};
use super::marking::MarkingView;
use super::word::{Day, Moment, Word};
use super::{missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// A line of credit.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CreditView {
    /// Its name in the office.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Who lends: a host.
    pub lender: String,
    /// The agreement by which it was given.
    pub agreement: Option<String>,
    /// The unit that owes.
    pub unit: String,
    /// The post that keeps it.
    pub post: String,
    /// The post that decides about drawdowns.
    pub decider: String,
    /// Its currency, by the code of three letters.
    pub currency: String,
    /// What the currency is called, where the code is the office's own and in no list of the world.
    pub currency_name: Option<String>,
    /// By which everything is computed.
    pub terms: CreditTermsView,
    /// What else is to be known; of an invented one, that it is.
    pub remark: String,
    /// Who may see it.
    pub marking: MarkingView,
    /// The number of its last change or booking.
    pub revision: u32,
    /// When it was written down.
    pub made_at: Moment,
}

impl From<&Credit> for CreditView {
    fn from(credit: &Credit) -> CreditView {
        CreditView {
            id: credit.id.to_string(),
            title: credit.title.clone(),
            lender: credit.lender.to_string(),
            agreement: credit.agreement.map(|agreement| agreement.to_string()),
            unit: credit.unit.to_string(),
            post: credit.post.to_string(),
            decider: credit.decider.to_string(),
            currency: credit.currency.code().to_owned(),
            currency_name: Some(credit.currency_name.clone()).filter(|name| !name.is_empty()),
            terms: CreditTermsView::of(&credit.terms, credit.currency),
            remark: credit.remark.clone(),
            marking: MarkingView::from(&credit.marking),
            revision: credit.revision,
            made_at: Moment(credit.made_at),
        }
    }
}

/// How a line stands at the end of a day. Amounts are with their currency, such as `1200.50 DEM`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CreditPositionView {
    /// The day.
    pub day: Day,
    /// Lent and not repaid, what is due of it included.
    pub principal: String,
    /// Principal that is due and unpaid.
    pub principal_due: String,
    /// Interest that is due and unpaid.
    pub interest_due: String,
    /// Fees that are due and unpaid.
    pub fees_due: String,
    /// Interest on what was overdue that is due and unpaid.
    pub penalty_due: String,
    /// Paid before anything was due.
    pub advance: String,
    /// Interest, fees and interest on what is overdue, counted up to the day and not yet claimed.
    pub counted: String,
    /// All that is owed, what was counted included.
    pub owed: String,
    /// What can still be drawn.
    pub undrawn: String,
    /// Unpaid of what was due before the day.
    pub overdue: String,
    /// Since when something is overdue.
    pub overdue_since: Option<Day>,
    /// The rate of the day, in per cent a year.
    pub rate: String,
    /// Whether its base rate was never fixed.
    pub is_unfixed: bool,
}

impl CreditPositionView {
    fn of(credit: &Credit, position: &CreditPosition) -> CreditPositionView {
        let said = |minor: i64| credit.money(minor).to_string();
        CreditPositionView {
            day: Day(position.day),
            principal: said(position.principal),
            principal_due: said(position.principal_due),
            interest_due: said(position.interest_due),
            fees_due: said(position.fees_due),
            penalty_due: said(position.penalty_due),
            advance: said(position.advance),
            counted: said(position.owed_with_counted().saturating_sub(position.owed())),
            owed: said(position.owed_with_counted()),
            undrawn: said(position.undrawn),
            overdue: said(position.overdue),
            overdue_since: position.overdue_since.map(Day),
            rate: position.rate.to_string(),
            is_unfixed: position.is_unfixed,
        }
    }
}

/// A line of credit as it stands today.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CreditLineView {
    /// The line.
    pub credit: CreditView,
    /// What its lender is called.
    pub lender_name: String,
    /// How it stands.
    pub position: CreditPositionView,
    /// The next day on which something is to be paid.
    pub next_day: Option<Day>,
    /// How much is to be paid on it.
    pub next_payment: Option<String>,
    /// All that is to be paid in the next ninety days, what is overdue included.
    pub due_soon: String,
}

impl From<&CreditLine> for CreditLineView {
    fn from(line: &CreditLine) -> CreditLineView {
        let said = |minor: i64| line.credit.money(minor).to_string();
        CreditLineView {
            credit: CreditView::from(&line.credit),
            lender_name: line.lender.clone(),
            position: CreditPositionView::of(&line.credit, &line.position),
            next_day: line.next.map(|(day, _)| Day(day)),
            next_payment: line.next.map(|(_, minor)| said(minor)),
            due_soon: said(line.due_soon),
        }
    }
}

/// Which lines are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditQuery {
    /// Words of a title, a lender or a remark.
    #[serde(default)]
    q: String,
    /// In this currency.
    currency: Option<String>,
    /// Only those with a payment in the next ninety days.
    #[serde(default)]
    due: bool,
    /// Only those with something overdue.
    #[serde(default)]
    overdue: bool,
}

async fn list(caller: Caller, _: Way, query: CreditQuery) -> Outcome<Listed<CreditLineView>> {
    let currency = query.currency.as_deref().and_then(Currency::new);
    let filter = CreditFilter { words: query.q, currency, due: query.due, overdue: query.overdue };
    let today = caller.app.today();
    let lines = read(&caller, move |office| office.credits(&filter, today)).await?;
    Ok(Found::listed(Listed::whole(lines.iter().map(CreditLineView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<CreditView> {
    let id = way.get("credit").to_owned();
    let credit = read(&caller, move |office| office.credit(&id)).await?;
    Ok(Found::versioned(CreditView::from(&credit), u64::from(credit.revision)))
}

/// On which day.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditDayQuery {
    /// The day; left out, today.
    on: Option<Day>,
}

async fn position(caller: Caller, way: Way, query: CreditDayQuery) -> Outcome<CreditPositionView> {
    let (id, today) = (way.get("credit").to_owned(), caller.app.today());
    let on = query.on.map_or(today, |day| day.0);
    let page = read(&caller, move |office| office.credit_page(&id, on, today)).await?;
    Ok(Found::one(CreditPositionView::of(&page.credit, &page.position)))
}

/// A booking.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BookingView {
    /// On which day.
    pub day: Day,
    /// Of which account.
    pub account: Word<CreditAccount>,
    /// Why.
    pub cause: Word<BookingCause>,
    /// By how much; above nought more is owed.
    pub amount: String,
    /// What is owed after it.
    pub owed: String,
    /// The event that made it; null for what comes of the terms alone.
    pub event: Option<u32>,
}

/// What passed on a line in a time.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CreditStatementView {
    /// The first day.
    pub since: Day,
    /// The last day.
    pub until: Day,
    /// How it stood before the first day.
    pub opening: CreditPositionView,
    /// What was booked.
    pub bookings: Vec<BookingView>,
    /// How it stands at the end of the last day.
    pub closing: CreditPositionView,
}

/// Which time.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditTimeQuery {
    /// The first day; left out, that of the line.
    since: Option<Day>,
    /// The last day; left out, today.
    until: Option<Day>,
}

async fn statement(caller: Caller, way: Way, query: CreditTimeQuery) -> Outcome<CreditStatementView> {
    let (id, today) = (way.get("credit").to_owned(), caller.app.today());
    let until = query.until.map_or(today, |day| day.0);
    let (credit, statement) = read(&caller, move |office| {
        let first: Date = office.credit(&id)?.terms.since;
        office.credit_statement(&id, query.since.map_or(first, |day| day.0).min(until), until)
    })
    .await?;
    let said = |minor: i64| credit.money(minor).to_string();
    let bookings = statement.bookings.iter().map(|(booking, owed)| BookingView {
        day: Day(booking.day),
        account: Word(booking.account),
        cause: Word(booking.cause),
        amount: said(booking.minor),
        owed: said(*owed),
        event: booking.event,
    });
    Ok(Found::one(CreditStatementView {
        since: Day(statement.since),
        until: Day(statement.until),
        opening: CreditPositionView::of(&credit, &statement.opening),
        bookings: bookings.collect(),
        closing: CreditPositionView::of(&credit, &statement.closing),
    }))
}

/// One due day of a schedule.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ScheduleLineView {
    /// Its number within its plan, from one.
    pub number: u32,
    /// The first day of its period.
    pub since: Day,
    /// The day on which its period ends.
    pub until: Day,
    /// By when it is paid.
    pub due: Day,
    /// What was lent and not yet due before it.
    pub opening: String,
    /// Interest to be paid.
    pub interest: String,
    /// Interest that is added to the principal.
    pub capitalised: String,
    /// Principal to be paid.
    pub principal: String,
    /// Fees to be paid.
    pub fees: String,
    /// Interest on what was overdue.
    pub penalty: String,
    /// All that is to be paid.
    pub payment: String,
    /// What is lent and not yet due after it.
    pub closing: String,
    /// What is unpaid of it today; of what is to come, nought.
    pub unpaid: String,
}

async fn schedule(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<ScheduleLineView>> {
    let (id, today) = (way.get("credit").to_owned(), caller.app.today());
    let (credit, course) = read(&caller, move |office| office.credit_schedule(&id, today)).await?;
    let said = |minor: i64| credit.money(minor).to_string();
    let line = |(at, line): (usize, &ScheduleLine)| ScheduleLineView {
        number: line.number,
        since: Day(line.since),
        until: Day(line.until),
        due: Day(line.due),
        opening: said(line.opening),
        interest: said(line.interest),
        capitalised: said(line.capitalised),
        principal: said(line.principal),
        fees: said(line.fees),
        penalty: said(line.penalty),
        payment: said(line.payment()),
        closing: said(line.closing),
        unpaid: said(course.claims.iter().filter(|claim| claim.line == Some(at)).map(|claim| claim.left).sum()),
    };
    Ok(Found::listed(Listed::whole(course.lines.iter().enumerate().map(line).collect())))
}

/// What was agreed of a line of credit.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditBody {
    /// What it is called.
    title: String,
    /// Who lends: a host.
    lender: String,
    /// The agreement by which it was given.
    agreement: Option<String>,
    /// The unit that owes.
    unit: String,
    /// The post that keeps it; left out, the first of the caller's posts. It does not change.
    post: Option<String>,
    /// The post that decides about drawdowns.
    decider: String,
    /// Its currency, by the code of three letters.
    currency: String,
    /// What the currency is called, where the code is the office's own.
    #[serde(default)]
    currency_name: String,
    /// By which everything is computed.
    terms: CreditTermsView,
    /// What else is to be known.
    #[serde(default)]
    remark: String,
    /// Who may see it; left out, it is open, or stays as it was.
    marking: Option<MarkingView>,
}

fn credit(caller: &Caller, body: &CreditBody, id: CreditId) -> Result<(Credit, bool), Problem> {
    let unnamed = |place: &str| slip(caller, place, caller.speech().say("failure-missing"));
    let named = |refusal: model::Refusal, place: &str| slip(caller, place, caller.speech().refusal(&refusal));
    let marking = marking_of(caller, body.marking.as_ref())?;
    let currency = Currency::new(&body.currency);
    let currency = currency.ok_or_else(|| slip(caller, "#/currency", caller.speech().say("credit-currency-unread")))?;
    let agreement = body.agreement.as_deref().map(|one| AgreementId::parse(one).ok_or_else(|| unnamed("#/agreement")));
    let keeps = marking.is_none();
    let credit = Credit {
        id,
        title: body.title.clone(),
        lender: HostId::parse(&body.lender).ok_or_else(|| unnamed("#/lender"))?,
        agreement: agreement.transpose()?,
        unit: UnitId::new(&body.unit).map_err(|refusal| named(refusal, "#/unit"))?,
        post: post_of(caller, body.post.as_ref())?,
        decider: PostId::new(&body.decider).map_err(|refusal| named(refusal, "#/decider"))?,
        currency,
        currency_name: body.currency_name.clone(),
        terms: body.terms.read(caller, currency)?,
        remark: body.remark.clone(),
        marking: marking.unwrap_or_default(),
        revision: 0,
        made_at: 0,
    };
    Ok((credit, keeps))
}

async fn register(caller: Caller, sent: Sent<CreditBody>) -> Done<CreditView> {
    let (credit, _) = credit(&caller, &sent.body, CreditId::from_bits(caller.app.ids()()))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let credit = desk::keep_credit(writer, turn, credit, true)?;
        let reply = Reply::of(CreditView::from(&credit)).at(format!("/api/v1/credits/{}", credit.id));
        Ok(reply.versioned(u64::from(credit.revision)))
    });
    kept.await
}

async fn change(caller: Caller, sent: Sent<CreditBody>) -> Done<CreditView> {
    let id = CreditId::parse(sent.way.get("credit")).ok_or_else(|| missing(&caller))?;
    let (credit, keeps) = credit(&caller, &sent.body, id)?;
    let version = u32::try_from(sent.version).unwrap_or(u32::MAX);
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let held = office.credit(&id.to_string())?;
        let marking = if keeps { held.marking } else { credit.marking.clone() };
        let credit = Credit { revision: version, marking, ..credit };
        let credit = desk::keep_credit(writer, turn, credit, false)?;
        Ok(Reply::of(CreditView::from(&credit)).versioned(u64::from(credit.revision)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    let one = "/api/v1/credits/{credit}";
    api.read(
        "/api/v1/credits",
        open,
        "list_credits",
        "Lines of credit, by currency and title, as they stand today",
        list,
    )
    .create("/api/v1/credits", open, "register_credit", "Writes a line of credit down", register)
    .read(one, open, "show_credit", "One line of credit", show)
    .change((Method::PUT, one), open, "change_credit", "Changes what was agreed of a line of credit", change)
    .read(
        "/api/v1/credits/{credit}/position",
        open,
        "show_credit_position",
        "How a line stands at the end of a day",
        position,
    )
    .read(
        "/api/v1/credits/{credit}/statement",
        open,
        "show_credit_statement",
        "What passed on a line in a time",
        statement,
    )
    .read(
        "/api/v1/credits/{credit}/schedule",
        open,
        "list_credit_schedule",
        "The schedule of a line: as it came until today, and as it comes if everything is paid in time",
        schedule,
    )
}
