//! Terms of lines of credit in JSON: as they are shown, so they are sent.

use model::{
    BusinessDay, CLAIM_ORDER_USUAL, ClaimKind, CreditTerms, Currency, DayCount, PaymentEvery, Rate, RateRule,
    Repayment, RepaymentPlan, Rounding,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::slip;
use super::word::{Day, Word};
use crate::caller::Caller;
use crate::credit::terms::{read_amount, typed_amount};
use crate::problem::Problem;

/// When and how a line is repaid.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RepaymentPlanView {
    /// How the principal is repaid.
    pub repayment: Word<Repayment>,
    /// The first due day, before it moves to a day of work.
    pub first_due: Day,
    /// How often something is due after that.
    pub every: Word<PaymentEvery>,
    /// Whether a last day of a month leads to last days of months.
    #[serde(default)]
    pub ends_months: bool,
    /// Due days at the beginning on which no principal is due.
    #[serde(default)]
    pub grace: u32,
    /// Whether the interest of these is added to the principal.
    #[serde(default)]
    pub capitalises: bool,
    /// Due days after them, on which principal is due.
    pub instalments: u32,
    /// Amounts of the instalments, for a plan in written amounts.
    #[serde(default)]
    pub parts: Vec<String>,
}

impl RepaymentPlanView {
    /// A plan, with amounts in a currency.
    pub fn of(plan: &RepaymentPlan, currency: Currency) -> RepaymentPlanView {
        RepaymentPlanView {
            repayment: Word(plan.repayment),
            first_due: Day(plan.first_due),
            every: Word(plan.every),
            ends_months: plan.ends_months,
            grace: plan.grace,
            capitalises: plan.capitalises,
            instalments: plan.instalments,
            parts: plan.parts.iter().map(|minor| typed_amount(*minor, currency)).collect(),
        }
    }

    /// The plan that was sent.
    pub fn read(&self, caller: &Caller, place: &str, currency: Currency) -> Result<RepaymentPlan, Problem> {
        let mut parts = Vec::new();
        for (at, part) in self.parts.iter().enumerate() {
            parts.push(amount(caller, &format!("{place}/parts/{at}"), part, currency)?);
        }
        Ok(RepaymentPlan {
            repayment: self.repayment.0,
            first_due: self.first_due.0,
            every: self.every.0,
            ends_months: self.ends_months,
            grace: self.grace,
            capitalises: self.capitalises,
            instalments: self.instalments,
            parts,
        })
    }
}

/// By which everything that is owed on a line is computed. Amounts are in the currency of the line, such as `1200.50`; rates are per cent a
/// year, such as `5.25`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditTermsView {
    /// What can be drawn at most.
    pub limit: String,
    /// The day from which the line counts.
    pub since: Day,
    /// The last day on which something can be drawn.
    pub available_until: Day,
    /// When and how it is repaid.
    pub plan: RepaymentPlanView,
    /// The fixed rate; null for a floating one.
    pub rate: Option<String>,
    /// What is added to the base rate; null for a fixed rate.
    pub margin: Option<String>,
    /// The lowest floating rate.
    pub floor: Option<String>,
    /// The highest floating rate.
    pub cap: Option<String>,
    /// How days become parts of a year.
    pub day_count: Word<DayCount>,
    /// How due days move.
    pub business_day: Word<BusinessDay>,
    /// Whether interest is counted to the moved day.
    #[serde(default)]
    pub adjusts: bool,
    /// The countries whose free days are minded.
    #[serde(default)]
    pub countries: Vec<String>,
    /// What becomes of halves.
    pub rounding: Word<Rounding>,
    /// A year's rate on what is not drawn.
    pub commitment_fee: Option<String>,
    /// Once, on the limit.
    pub upfront_fee: Option<String>,
    /// An amount for each year.
    pub yearly_fee: Option<String>,
    /// What is added to the rate for what is overdue.
    pub penalty_margin: Option<String>,
    /// Whether interest on what is overdue bears interest.
    #[serde(default)]
    pub penalty_compounds: bool,
    /// Days after the due day for which nothing is added.
    #[serde(default)]
    pub penalty_free_days: u32,
    /// Of what is repaid early.
    pub prepayment_fee: Option<String>,
    /// In which order payments go to what is due; left out, fees, penalty, interest, principal.
    #[serde(default)]
    pub order: Vec<Word<ClaimKind>>,
    /// Days ahead at which an instalment is announced.
    #[serde(default)]
    pub notice_days: u32,
}

/// An amount that was sent.
pub fn amount(caller: &Caller, place: &str, text: &str, currency: Currency) -> Result<i64, Problem> {
    read_amount(text, currency).ok_or_else(|| slip(caller, place, caller.speech().say("credit-amount-unread")))
}

/// A rate that was sent.
pub fn rate(caller: &Caller, place: &str, text: &str) -> Result<Rate, Problem> {
    Rate::parse(text).map_err(|refusal| slip(caller, place, caller.speech().refusal(&refusal)))
}

impl CreditTermsView {
    /// Terms, with amounts in a currency.
    pub fn of(terms: &CreditTerms, currency: Currency) -> CreditTermsView {
        let said = |rate: Rate| (!rate.is_none()).then(|| rate.to_string());
        let (fixed, margin, floor, cap) = match terms.rate {
            RateRule::Fixed(rate) => (Some(rate), None, None, None),
            RateRule::Floating { margin, floor, cap } => (None, Some(margin), floor, cap),
        };
        let text = |rate: Option<Rate>| rate.map(|rate| rate.to_string());
        CreditTermsView {
            limit: typed_amount(terms.limit, currency),
            since: Day(terms.since),
            available_until: Day(terms.available_until),
            plan: RepaymentPlanView::of(&terms.plan, currency),
            rate: text(fixed),
            margin: text(margin),
            floor: text(floor),
            cap: text(cap),
            day_count: Word(terms.day_count),
            business_day: Word(terms.business_day),
            adjusts: terms.adjusts,
            countries: terms.countries.clone(),
            rounding: Word(terms.rounding),
            commitment_fee: said(terms.commitment_fee),
            upfront_fee: said(terms.upfront_fee),
            yearly_fee: (terms.yearly_fee > 0).then(|| typed_amount(terms.yearly_fee, currency)),
            penalty_margin: said(terms.penalty_margin),
            penalty_compounds: terms.penalty_compounds,
            penalty_free_days: terms.penalty_free_days,
            prepayment_fee: said(terms.prepayment_fee),
            order: terms.order.map(Word).into(),
            notice_days: terms.notice_days,
        }
    }

    /// The terms that were sent.
    pub fn read(&self, caller: &Caller, currency: Currency) -> Result<CreditTerms, Problem> {
        let said = |field: &str, text: &Option<String>| match text {
            Some(text) => rate(caller, &format!("#/terms/{field}"), text).map(Some),
            None => Ok(None),
        };
        let fee = |field: &str, text: &Option<String>| said(field, text).map(Option::unwrap_or_default);
        let rule = match (said("rate", &self.rate)?, said("margin", &self.margin)?) {
            (_, Some(margin)) => {
                RateRule::Floating { margin, floor: said("floor", &self.floor)?, cap: said("cap", &self.cap)? }
            }
            (fixed, None) => RateRule::Fixed(fixed.unwrap_or_default()),
        };
        let order: Vec<ClaimKind> = self.order.iter().map(|word| word.0).collect();
        let order = if order.is_empty() { CLAIM_ORDER_USUAL.into() } else { order };
        let order = order.try_into();
        let order = order.map_err(|_| slip(caller, "#/terms/order", caller.speech().say("credit-order-unread")))?;
        let yearly_fee = self.yearly_fee.as_deref().map(|text| amount(caller, "#/terms/yearly_fee", text, currency));
        Ok(CreditTerms {
            limit: amount(caller, "#/terms/limit", &self.limit, currency)?,
            since: self.since.0,
            available_until: self.available_until.0,
            plan: self.plan.read(caller, "#/terms/plan", currency)?,
            rate: rule,
            day_count: self.day_count.0,
            business_day: self.business_day.0,
            adjusts: self.adjusts,
            countries: self.countries.clone(),
            rounding: self.rounding.0,
            commitment_fee: fee("commitment_fee", &self.commitment_fee)?,
            upfront_fee: fee("upfront_fee", &self.upfront_fee)?,
            yearly_fee: yearly_fee.transpose()?.unwrap_or_default(),
            penalty_margin: fee("penalty_margin", &self.penalty_margin)?,
            penalty_compounds: self.penalty_compounds,
            penalty_free_days: self.penalty_free_days,
            prepayment_fee: fee("prepayment_fee", &self.prepayment_fee)?,
            order,
            notice_days: self.notice_days,
        })
    }
}
