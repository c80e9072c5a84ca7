//! Credits: lines by lender and currency, with the terms by which everything that is owed is computed.

use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::words::words;
use crate::{
    AgreementId, BusinessDay, Currency, Date, DayCount, HostId, Marking, Money, PostId, Rate, RateRule, Refusal,
    RepaymentPlan, Rounding, UnitId, sentence,
};

public_id!(
    /// Names a line of credit.
    CreditId,
    'O'
);

/// Longest title of a line or name of a currency, in characters.
pub const CREDIT_LINE_CHARS_MAX: usize = 300;

/// Longest remark of a line, in characters.
pub const CREDIT_TEXT_CHARS_MAX: usize = 4_000;

/// The largest amount of a line, in the smallest unit of its currency: up to it the engine is exact.
pub const CREDIT_MINOR_MAX: i64 = 1_000_000_000_000_000;

/// Countries whose free days a line minds: two parties and two places of payment.
pub const CREDIT_COUNTRIES_MAX: usize = 4;

/// Days ahead at which an instalment is announced: a quarter.
pub const CREDIT_NOTICE_DAYS_MAX: u32 = 90;

/// Days that a line runs at most: fifty years. What runs longer is a mistake in a year.
pub const CREDIT_DAYS_MAX: i64 = 50 * 366;

words! {
    /// What can be owed.
    ClaimKind {
        /// A fee.
        Fee = "fee",
        /// Interest on what was overdue.
        Penalty = "penalty",
        /// Interest.
        Interest = "interest",
        /// Principal.
        Principal = "principal",
    }
}

/// In which order what is paid goes to what is due, where a line says nothing else.
pub const CLAIM_ORDER_USUAL: [ClaimKind; 4] =
    [ClaimKind::Fee, ClaimKind::Penalty, ClaimKind::Interest, ClaimKind::Principal];

/// By which everything that is owed is computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditTerms {
    /// What can be drawn at most, in the smallest unit.
    pub limit: i64,
    /// The day from which the line counts.
    pub since: Date,
    /// The last day on which something can be drawn.
    pub available_until: Date,
    /// When and how it is repaid.
    pub plan: RepaymentPlan,
    /// How the rate is found.
    pub rate: RateRule,
    /// How days become parts of a year.
    pub day_count: DayCount,
    /// How due days move.
    pub business_day: BusinessDay,
    /// Whether interest is counted to the moved day, and not to the one that was meant.
    pub adjusts: bool,
    /// The countries whose free days are minded, by their codes of two letters.
    pub countries: Vec<String>,
    /// What becomes of halves.
    pub rounding: Rounding,
    /// A year's rate on what can be drawn and is not.
    pub commitment_fee: Rate,
    /// Once, on the limit, on the first day.
    pub upfront_fee: Rate,
    /// An amount for each year that the line has run.
    pub yearly_fee: i64,
    /// What is added to the rate for what is overdue.
    pub penalty_margin: Rate,
    /// Whether interest on what is overdue bears such interest itself.
    pub penalty_compounds: bool,
    /// Days after the due day for which nothing is added.
    pub penalty_free_days: u32,
    /// Of what is repaid early.
    pub prepayment_fee: Rate,
    /// In which order what is paid goes to what is due.
    pub order: [ClaimKind; 4],
    /// Days ahead at which an instalment is announced.
    pub notice_days: u32,
}

impl CreditTerms {
    /// The same in order.
    ///
    /// # Errors
    /// Refused with amounts or rates below nought or too large, with days in the wrong order, with a plan that is none, or where the order
    /// of payments does not name each kind once.
    pub fn tidied(self) -> Result<CreditTerms, Refusal> {
        let plan = self.plan.tidied()?;
        if self.limit <= 0 || self.limit > CREDIT_MINOR_MAX || !(0..=CREDIT_MINOR_MAX).contains(&self.yearly_fee) {
            return Err(Refusal::Said(sentence!(
                "credit-limit",
                "The limit of a line is above nought and has up to fifteen digits; correct the amount"
            )));
        }
        let rates = [self.commitment_fee, self.upfront_fee, self.penalty_margin, self.prepayment_fee];
        let fixed_below = matches!(self.rate, RateRule::Fixed(rate) if rate < Rate::NONE);
        let turned = matches!(self.rate, RateRule::Floating { floor: Some(floor), cap: Some(cap), .. } if cap < floor);
        if rates.iter().any(|rate| *rate < Rate::NONE) || fixed_below || turned {
            return Err(Refusal::Said(sentence!(
                "credit-rate",
                "Rates and fees are not below nought, and a cap is not below its floor; correct the rates"
            )));
        }
        if self.available_until < self.since || plan.first_due <= self.since || plan.last() < self.available_until {
            return Err(Refusal::Said(sentence!(
                "credit-days",
                "A line begins before anything is due, and is drawn before it is repaid: its first day, last day of drawing, first and \
                 last due day are {since}, {until}, {first} and {last}",
                since = self.since,
                until = self.available_until,
                first = plan.first_due,
                last = plan.last()
            )));
        }
        if plan.last().days_since(self.since) > CREDIT_DAYS_MAX {
            return Err(Refusal::Said(sentence!(
                "credit-long",
                "This line would run until {last}; correct a year, or make fewer instalments",
                last = plan.last()
            )));
        }
        if self.adjusts && self.day_count == DayCount::ActualIcma {
            return Err(Refusal::Said(sentence!(
                "credit-icma",
                "Days over those of the regular period are counted to the days that were meant; choose unadjusted periods or another count"
            )));
        }
        if ClaimKind::ALL.iter().any(|kind| !self.order.contains(kind)) {
            return Err(Refusal::Said(sentence!(
                "credit-order",
                "Name fees, penalty, interest and principal once each in the order in which payments go to them"
            )));
        }
        let mut countries = Vec::new();
        for country in self.countries.iter().filter(|country| !country.trim().is_empty()) {
            let country = crate::host::country(country.trim())?;
            if !countries.contains(&country) {
                countries.push(country);
            }
        }
        countries.truncate(CREDIT_COUNTRIES_MAX);
        let notice_days = self.notice_days.min(CREDIT_NOTICE_DAYS_MAX);
        let penalty_free_days = self.penalty_free_days.min(CREDIT_NOTICE_DAYS_MAX);
        Ok(CreditTerms { plan, countries, notice_days, penalty_free_days, ..self })
    }
}

/// A line of credit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// Its name in the office.
    pub id: CreditId,
    /// What it is called.
    pub title: String,
    /// Who lends.
    pub lender: HostId,
    /// The agreement by which it was given.
    pub agreement: Option<AgreementId>,
    /// The unit that owes.
    pub unit: UnitId,
    /// The post that keeps it.
    pub post: PostId,
    /// The post that decides about drawdowns.
    pub decider: PostId,
    /// Its currency.
    pub currency: Currency,
    /// What the currency is called, where it is the office's own: one that the world's list does not have.
    pub currency_name: String,
    /// By which everything is computed.
    pub terms: CreditTerms,
    /// What else is to be known.
    pub remark: String,
    /// Who may see it.
    pub marking: Marking,
    /// Grows by one with each change and each event.
    pub revision: u32,
    /// When it was written down, in microseconds since 1970.
    pub made_at: i64,
}

impl Credit {
    /// An amount in its currency.
    pub fn money(&self, minor: i64) -> Money {
        Money { minor, currency: self.currency }
    }

    /// The same in order.
    ///
    /// # Errors
    /// Refused without a title, with terms that are none, or in a currency that the world's list does not have and nobody names.
    pub fn tidied(self) -> Result<Credit, Refusal> {
        let (title, name) = (one_line(&self.title), one_line(&self.currency_name));
        if title.is_empty() {
            return Err(Refusal::Said(sentence!("credit-no-title", "Write what the line of credit is called")));
        }
        not_longer(&title, CREDIT_LINE_CHARS_MAX)?;
        not_longer(&name, CREDIT_LINE_CHARS_MAX)?;
        let remark = self.remark.trim().to_owned();
        not_longer(&remark, CREDIT_TEXT_CHARS_MAX)?;
        let listed = self.currency.listed();
        if listed.is_none() && (!self.currency.is_private() || name.is_empty()) {
            return Err(Refusal::Said(sentence!(
                "credit-currency",
                "`{code}` is in no list of currencies; take a code of ISO 4217, or for one that has none a code of the office that begins \
                 with X, with its name",
                code = self.currency.code().to_owned()
            )));
        }
        if let Some(until) = listed.and_then(|one| one.until_year).filter(|until| *until < self.terms.since.year()) {
            return Err(Refusal::Said(sentence!(
                "credit-currency-over",
                "`{code}` is a currency of the past, gone since {until}; choose the one that took its place",
                code = self.currency.code().to_owned(),
                until = until.to_string()
            )));
        }
        let currency_name = if listed.is_some() { String::new() } else { name };
        Ok(Credit { title, remark, currency_name, terms: self.terms.tidied()?, ..self })
    }
}
