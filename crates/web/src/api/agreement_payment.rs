//! What agreements cost: instalments, payments, royalties, reports of use.

use axum::http::Method;
use model::{
    AgreementInstalment, AgreementPayment, Currency, DeliverableId, InstalmentStand, Money, Royalty, RoyaltyBasis,
    UseReport,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::agreement::{AgreementView, page_of, reply, seen};
use super::answer::{Found, Sent};
use super::deliverable::thing_of;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::slip;
use super::thing::ThingView;
use super::word::{Day, Moment, Word};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// An amount of money in the smallest unit of its currency.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AmountView {
    /// In the smallest unit: cents of a euro, whole yen.
    pub minor: i64,
    /// The currency, by its code of three letters (ISO 4217).
    pub currency: String,
}

impl From<Money> for AmountView {
    fn from(money: Money) -> AmountView {
        AmountView { minor: money.minor, currency: money.currency.code().to_owned() }
    }
}

fn money(caller: &Caller, amount: &AmountView, pointer: &str) -> Result<Money, Problem> {
    let currency = Currency::new(&amount.currency);
    let currency = currency.ok_or_else(|| slip(caller, pointer, caller.speech().say("royalty-currency-unread")))?;
    Ok(Money { minor: amount.minor, currency })
}

/// A part of what is owed, with what it stands at.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InstalmentView {
    /// Its number within the agreement.
    pub number: u32,
    /// What it is for.
    pub title: String,
    /// How much.
    pub amount: AmountView,
    /// The day until which it is owed.
    pub due: Option<Day>,
    /// The deliverable that has to be accepted first.
    pub deliverable: Option<String>,
    /// The royalty whose report of use it comes from.
    pub royalty: Option<u32>,
    /// The year of that report.
    pub year: Option<i32>,
    /// The day on which it falls due; null while it does not.
    pub falls_due: Option<Day>,
    /// What was paid on it, in the smallest unit.
    pub paid: i64,
    /// What is in arrears of it today, in the smallest unit.
    pub arrears: i64,
}

fn instalment(one: &AgreementInstalment, stand: &InstalmentStand) -> InstalmentView {
    InstalmentView {
        number: one.number,
        title: one.title.clone(),
        amount: one.amount.into(),
        due: one.due.map(Day),
        deliverable: one.deliverable.map(|id| id.to_string()),
        royalty: one.royalty.map(|(royalty, _)| royalty),
        year: one.royalty.map(|(_, year)| year),
        falls_due: stand.falls_due.map(Day),
        paid: stand.paid,
        arrears: stand.arrears,
    }
}

/// Money that was paid.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PaymentView {
    /// Its number within the agreement.
    pub number: u32,
    /// The instalment that it pays.
    pub instalment: Option<u32>,
    /// How much.
    pub amount: AmountView,
    /// When.
    pub on: Day,
    /// Under which number the bank or the books have it.
    pub reference: String,
    /// Who wrote it in: post and person.
    pub by: String,
    /// When that was.
    pub at: Moment,
    /// Why it does not count; empty where it does.
    pub void_reason: String,
}

impl From<&AgreementPayment> for PaymentView {
    fn from(one: &AgreementPayment) -> PaymentView {
        PaymentView {
            number: one.number,
            instalment: one.instalment,
            amount: one.amount.into(),
            on: Day(one.on),
            reference: one.reference.clone(),
            by: one.by.clone(),
            at: Moment(one.at),
            void_reason: one.void_reason.clone(),
        }
    }
}

/// What was planned, paid and is owed, in one currency, in its smallest unit.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BalanceView {
    /// The currency.
    pub currency: String,
    /// The sum of all instalments.
    pub planned: i64,
    /// The sum of all payments that count.
    pub paid: i64,
    /// What is in arrears today.
    pub arrears: i64,
}

/// The plan of payments of an agreement, and what was paid.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PaymentsView {
    /// The plan, by number.
    pub instalments: Vec<InstalmentView>,
    /// What was paid, by number.
    pub payments: Vec<PaymentView>,
    /// Sums by currency.
    pub balances: Vec<BalanceView>,
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<PaymentsView> {
    let page = page_of(&caller, &way).await?;
    let pairs = page.instalments.iter().zip(&page.stands);
    let balance = |one: &model::AgreementBalance| BalanceView {
        currency: one.currency.code().to_owned(),
        planned: one.planned,
        paid: one.paid,
        arrears: one.arrears,
    };
    Ok(Found::one(PaymentsView {
        instalments: pairs.map(|(one, stand)| instalment(one, stand)).collect(),
        payments: page.payments.iter().map(PaymentView::from).collect(),
        balances: page.balances.iter().map(balance).collect(),
    }))
}

/// An instalment that is planned, or changed where it has a number.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InstalmentBody {
    /// The number of the one that is changed; left out for a new one.
    #[serde(default)]
    number: u32,
    /// What it is for.
    title: String,
    /// How much.
    amount: AmountView,
    /// The day until which it is owed.
    due: Option<Day>,
    /// The deliverable that has to be accepted first.
    deliverable: Option<String>,
}

/// What was sent of an instalment. `at` is where it stands in the body.
fn instalment_of(caller: &Caller, body: InstalmentBody, at: &str) -> Result<AgreementInstalment, Problem> {
    let unnamed = || slip(caller, &format!("#{at}/deliverable"), caller.speech().say("failure-missing"));
    let deliverable = body.deliverable.as_deref().map(|id| DeliverableId::parse(id).ok_or_else(unnamed)).transpose()?;
    Ok(AgreementInstalment {
        number: body.number,
        title: body.title,
        amount: money(caller, &body.amount, &format!("#{at}/amount/currency"))?,
        due: body.due.map(|day| day.0),
        deliverable,
        royalty: None,
    })
}

async fn plan(caller: Caller, sent: Sent<InstalmentBody>) -> Done<AgreementView> {
    let (seen, one) = (seen(&caller, &sent)?, instalment_of(&caller, sent.body.clone(), "")?);
    sent.keep(&caller, move |writer, turn, _| Ok(reply(&desk::write_instalment(writer, turn, seen, one)?))).await
}

async fn remove(caller: Caller, sent: Sent<Nothing>) -> Done<AgreementView> {
    let seen = seen(&caller, &sent)?;
    let number = sent.way.get("instalment").parse().unwrap_or(0);
    sent.keep(&caller, move |writer, turn, _| Ok(reply(&desk::remove_instalment(writer, turn, seen, number)?))).await
}

/// An amendment of an instalment of a signed agreement.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InstalmentAmendmentBody {
    /// What it becomes; left out, it is taken out, and nobody insists on it. Its number is that in the path.
    becomes: Option<InstalmentBody>,
    /// Why.
    reason: String,
    /// The day on which it was agreed.
    on: Day,
}

async fn amend(caller: Caller, sent: Sent<InstalmentAmendmentBody>) -> Done<AgreementView> {
    let (seen, body) = (seen(&caller, &sent)?, sent.body.clone());
    let number = sent.way.get("instalment").parse().unwrap_or(0);
    let becomes = body.becomes.map(|one| instalment_of(&caller, one, "/becomes")).transpose()?;
    let (reason, on) = (body.reason, body.on.0);
    let kept = sent.keep(&caller, move |writer, turn, _| {
        Ok(reply(&desk::amend_instalment(writer, turn, seen, (number, becomes), (&reason, on))?))
    });
    kept.await
}

/// A payment.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentBody {
    /// The instalment that it pays; left out where it is on none.
    instalment: Option<u32>,
    /// How much.
    amount: AmountView,
    /// When.
    on: Day,
    /// Under which number the bank or the books have it.
    reference: String,
}

async fn pay(caller: Caller, sent: Sent<PaymentBody>) -> Done<AgreementView> {
    let (seen, body) = (seen(&caller, &sent)?, sent.body.clone());
    let one = AgreementPayment {
        number: 0,
        instalment: body.instalment,
        amount: money(&caller, &body.amount, "#/amount/currency")?,
        on: body.on.0,
        reference: body.reference,
        by: String::new(),
        at: 0,
        void_reason: String::new(),
    };
    sent.keep(&caller, move |writer, turn, _| Ok(reply(&desk::note_payment(writer, turn, seen, one)?))).await
}

/// Why a payment does not count.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentVoidBody {
    /// Why.
    reason: String,
}

async fn void(caller: Caller, sent: Sent<PaymentVoidBody>) -> Done<AgreementView> {
    let (seen, reason) = (seen(&caller, &sent)?, sent.body.reason.clone());
    let number = sent.way.get("payment").parse().unwrap_or(0);
    let kept =
        sent.keep(&caller, move |writer, turn, _| Ok(reply(&desk::void_payment(writer, turn, seen, number, &reason)?)));
    kept.await
}

/// What is owed each year.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoyaltyView {
    /// Its number within the agreement; of one that is written in, left out, or that of the one that is changed.
    #[serde(default)]
    pub number: u32,
    /// For which goods.
    pub title: String,
    /// What it is reckoned from.
    pub basis: Word<RoyaltyBasis>,
    /// Of sales, its millionths: 50,000 are five percent.
    #[serde(default)]
    pub millionths: u32,
    /// For each unit; of sales, nothing in their currency.
    pub per_unit: AmountView,
    /// What is owed at least for a year.
    pub minimum: Option<AmountView>,
    /// What is owed at most for a year.
    pub cap: Option<AmountView>,
    /// The first day.
    pub since: Day,
    /// The last day; left out where it ends with the agreement.
    pub until: Option<Day>,
}

impl From<&Royalty> for RoyaltyView {
    fn from(one: &Royalty) -> RoyaltyView {
        RoyaltyView {
            number: one.number,
            title: one.title.clone(),
            basis: Word(one.basis),
            millionths: one.millionths,
            per_unit: one.per_unit.into(),
            minimum: one.minimum.map(AmountView::from),
            cap: one.cap.map(AmountView::from),
            since: Day(one.since),
            until: one.until.map(Day),
        }
    }
}

/// What was reported of the use of a year.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UseReportView {
    /// The royalty.
    pub royalty: u32,
    /// The year.
    pub year: i32,
    /// Sales in the smallest unit of the currency, or units made.
    pub base: u64,
    /// In words.
    pub words: String,
    /// What shows it; a name is empty where it may not be seen.
    pub evidence: Vec<ThingView>,
    /// Whether nothing shows it but the word of who reported.
    pub is_told_only: bool,
    /// What is owed for it.
    pub amount: AmountView,
    /// Who reported: post and person.
    pub by: String,
    /// When.
    pub at: Moment,
}

impl From<&UseReport> for UseReportView {
    fn from(one: &UseReport) -> UseReportView {
        UseReportView {
            royalty: one.royalty,
            year: one.year,
            base: one.base,
            words: one.words.clone(),
            evidence: one.evidence.iter().map(ThingView::from).collect(),
            is_told_only: one.is_told_only(),
            amount: one.amount.into(),
            by: one.by.clone(),
            at: Moment(one.at),
        }
    }
}

/// The royalties of an agreement, and the reports of use.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RoyaltiesView {
    /// The royalties, by number.
    pub royalties: Vec<RoyaltyView>,
    /// The reports, by year.
    pub reports: Vec<UseReportView>,
}

async fn royalties(caller: Caller, way: Way, _: Nothing) -> Outcome<RoyaltiesView> {
    let page = page_of(&caller, &way).await?;
    Ok(Found::one(RoyaltiesView {
        royalties: page.royalties.iter().map(RoyaltyView::from).collect(),
        reports: page.reports.iter().map(UseReportView::from).collect(),
    }))
}

async fn write_royalty(caller: Caller, sent: Sent<RoyaltyView>) -> Done<AgreementView> {
    let (seen, body) = (seen(&caller, &sent)?, sent.body.clone());
    let bound =
        |amount: Option<&AmountView>, pointer: &str| amount.map(|amount| money(&caller, amount, pointer)).transpose();
    let one = Royalty {
        number: body.number,
        title: body.title.clone(),
        basis: body.basis.0,
        millionths: body.millionths,
        per_unit: money(&caller, &body.per_unit, "#/per_unit/currency")?,
        minimum: bound(body.minimum.as_ref(), "#/minimum/currency")?,
        cap: bound(body.cap.as_ref(), "#/cap/currency")?,
        since: body.since.0,
        until: body.until.map(|day| day.0),
    };
    sent.keep(&caller, move |writer, turn, _| Ok(reply(&desk::write_royalty(writer, turn, seen, one)?))).await
}

/// The report of a year.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UseReportBody {
    /// The royalty, by its number.
    royalty: u32,
    /// The year.
    year: i32,
    /// Sales in the smallest unit of the currency, or units made.
    base: u64,
    /// In words; needed without evidence.
    #[serde(default)]
    words: String,
    /// What shows it: records, attachments, missions.
    #[serde(default)]
    evidence: Vec<ThingView>,
}

async fn report(caller: Caller, sent: Sent<UseReportBody>) -> Done<AgreementView> {
    let (seen, body) = (seen(&caller, &sent)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let page = office.agreement_page(&seen.0.to_string(), turn.today)?;
        let royalty = page.royalties.iter().find(|one| one.number == body.royalty);
        let royalty = royalty.ok_or_else(|| desk::no_royalty(body.royalty))?;
        let report = UseReport {
            royalty: body.royalty,
            year: body.year,
            base: body.base,
            words: body.words.clone(),
            evidence: body.evidence.iter().map(thing_of).collect(),
            amount: royalty.per_unit,
            by: String::new(),
            at: 0,
        };
        Ok(reply(&desk::report_use(writer, turn, seen, report)?))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read(
        "/api/v1/agreements/{agreement}/payments",
        open,
        "show_payments",
        "Plan of payments, and what was paid",
        show,
    )
    .change(
        (Method::POST, "/api/v1/agreements/{agreement}/instalments"),
        open,
        "plan_instalment",
        "Plans an instalment, or changes one before the agreement is signed",
        plan,
    )
    .change(
        (Method::DELETE, "/api/v1/agreements/{agreement}/instalments/{instalment}"),
        open,
        "remove_instalment",
        "Takes an instalment out of the plan before the agreement is signed",
        remove,
    )
    .change(
        (Method::POST, "/api/v1/agreements/{agreement}/instalments/{instalment}/amendments"),
        open,
        "amend_instalment",
        "Amends an instalment of a signed agreement, or takes it out",
        amend,
    )
    .change(
        (Method::POST, "/api/v1/agreements/{agreement}/payments"),
        open,
        "note_payment",
        "Notes that something was paid",
        pay,
    )
    .change(
        (Method::POST, "/api/v1/agreements/{agreement}/payments/{payment}/void"),
        open,
        "void_payment",
        "Says that a payment does not count",
        void,
    )
    .read("/api/v1/agreements/{agreement}/royalties", open, "show_royalties", "Royalties and reports of use", royalties)
    .change(
        (Method::POST, "/api/v1/agreements/{agreement}/royalties"),
        open,
        "write_royalty",
        "Writes a royalty in, or changes one",
        write_royalty,
    )
    .change(
        (Method::POST, "/api/v1/agreements/{agreement}/uses"),
        open,
        "report_use",
        "Reports the use of a year",
        report,
    )
}
