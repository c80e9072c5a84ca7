//! Terms and plans as one line of text each, in which they are kept: they are read as a whole by the engine and never in parts.

use crate::{
    BusinessDay, ClaimKind, CreditTerms, Date, DayCount, PaymentEvery, RATE_MAX, Rate, RateRule, Repayment,
    RepaymentPlan, Rounding,
};

fn part<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    text.split(';').find_map(|pair| pair.split_once('=').filter(|(name, _)| *name == key).map(|(_, value)| value))
}

fn number<T: std::str::FromStr>(text: &str, key: &str) -> Option<T> {
    part(text, key)?.parse().ok()
}

fn rate(text: &str, key: &str) -> Option<Rate> {
    Rate::of_parts(number(text, key)?)
}

fn list<T>(text: &str, key: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    part(text, key)?.split(',').filter(|one| !one.is_empty()).map(read).collect()
}

fn joined(values: impl Iterator<Item = String>) -> String {
    values.collect::<Vec<_>>().join(",")
}

impl RepaymentPlan {
    /// It as text.
    pub fn to_text(&self) -> String {
        format!(
            "repayment={};first-due={};every={};ends-months={};grace={};capitalises={};instalments={};parts={}",
            self.repayment,
            self.first_due,
            self.every,
            u8::from(self.ends_months),
            self.grace,
            u8::from(self.capitalises),
            self.instalments,
            joined(self.parts.iter().map(ToString::to_string))
        )
    }

    /// Reads what [`RepaymentPlan::to_text`] writes.
    pub fn read(text: &str) -> Option<RepaymentPlan> {
        Some(RepaymentPlan {
            repayment: Repayment::from_word(part(text, "repayment")?)?,
            first_due: Date::parse(part(text, "first-due")?)?,
            every: PaymentEvery::from_word(part(text, "every")?)?,
            ends_months: part(text, "ends-months")? == "1",
            grace: number(text, "grace")?,
            capitalises: part(text, "capitalises")? == "1",
            instalments: number(text, "instalments")?,
            parts: list(text, "parts", |one| one.parse().ok())?,
        })
    }
}

impl CreditTerms {
    /// They as text.
    pub fn to_text(&self) -> String {
        let rate = match self.rate {
            RateRule::Fixed(rate) => format!("fixed={}", rate.parts()),
            RateRule::Floating { margin, floor, cap } => {
                let bound = |rate: Option<Rate>| rate.map_or_else(String::new, |rate| rate.parts().to_string());
                format!("margin={};floor={};cap={}", margin.parts(), bound(floor), bound(cap))
            }
        };
        format!(
            "limit={};since={};available-until={};{};{rate};day-count={};business-day={};adjusts={};countries={};rounding={};\
             commitment-fee={};upfront-fee={};yearly-fee={};penalty-margin={};penalty-compounds={};penalty-free-days={};\
             prepayment-fee={};order={};notice-days={}",
            self.limit,
            self.since,
            self.available_until,
            self.plan.to_text(),
            self.day_count,
            self.business_day,
            u8::from(self.adjusts),
            self.countries.join(","),
            self.rounding,
            self.commitment_fee.parts(),
            self.upfront_fee.parts(),
            self.yearly_fee,
            self.penalty_margin.parts(),
            u8::from(self.penalty_compounds),
            self.penalty_free_days,
            self.prepayment_fee.parts(),
            joined(self.order.iter().map(ToString::to_string)),
            self.notice_days
        )
    }

    /// Reads what [`CreditTerms::to_text`] writes.
    pub fn read(text: &str) -> Option<CreditTerms> {
        let bound = |key: &str| {
            part(text, key)?.parse().ok().map(|parts: i64| parts.clamp(0, RATE_MAX)).and_then(Rate::of_parts)
        };
        let rule = match rate(text, "fixed") {
            Some(rate) => RateRule::Fixed(rate),
            None => RateRule::Floating { margin: rate(text, "margin")?, floor: bound("floor"), cap: bound("cap") },
        };
        Some(CreditTerms {
            limit: number(text, "limit")?,
            since: Date::parse(part(text, "since")?)?,
            available_until: Date::parse(part(text, "available-until")?)?,
            plan: RepaymentPlan::read(text)?,
            rate: rule,
            day_count: DayCount::from_word(part(text, "day-count")?)?,
            business_day: BusinessDay::from_word(part(text, "business-day")?)?,
            adjusts: part(text, "adjusts")? == "1",
            countries: list(text, "countries", |one| Some(one.to_owned()))?,
            rounding: Rounding::from_word(part(text, "rounding")?)?,
            commitment_fee: rate(text, "commitment-fee")?,
            upfront_fee: rate(text, "upfront-fee")?,
            yearly_fee: number(text, "yearly-fee")?,
            penalty_margin: rate(text, "penalty-margin")?,
            penalty_compounds: part(text, "penalty-compounds")? == "1",
            penalty_free_days: number(text, "penalty-free-days")?,
            prepayment_fee: rate(text, "prepayment-fee")?,
            order: list(text, "order", ClaimKind::from_word)?.try_into().ok()?,
            notice_days: number(text, "notice-days")?,
        })
    }
}
