//! Terms in forms: the fields of a plan, which a new line and a rescheduling share, and those of a line.

use maud::{Markup, html};
use model::{
    BusinessDay, CLAIM_ORDER_USUAL, CREDIT_NOTICE_DAYS_MAX, ClaimKind, CreditTerms, Currency, Date, DayCount, Money,
    PLAN_DAYS_MAX, PaymentEvery, Rate, RateRule, Repayment, RepaymentPlan, Rounding,
};

use crate::component::{Choice, Field, Slips};
use crate::speech::Speech;
use crate::typed::Typed;

/// Words as choices, each as it is said.
fn choices(words: impl Iterator<Item = &'static str>, say: impl Fn(&str) -> String) -> Vec<Choice> {
    words.map(|word| Choice::new(word, say(word))).collect()
}

/// Reads fields, and notes what cannot be read.
pub struct Reading<'r> {
    /// What was typed.
    pub typed: &'r Typed,
    /// The language of the reader.
    pub speech: Speech,
    /// What is to be corrected.
    pub slips: &'r mut Slips,
}

impl Reading<'_> {
    /// A day.
    pub fn day(&mut self, field: &str) -> Option<Date> {
        let day = Date::parse(self.typed.get(field));
        if day.is_none() {
            self.slips.note(field, self.speech.say("mission-day-unread"));
        }
        day
    }

    /// An amount in a currency, in its smallest unit; nought where nothing is typed and nothing may be.
    pub fn amount(&mut self, field: &str, currency: Option<Currency>, needed: bool) -> Option<i64> {
        let text = self.typed.get(field);
        if text.is_empty() && !needed {
            return Some(0);
        }
        let read = currency.and_then(|currency| read_amount(text, currency));
        if read.is_none() {
            self.slips.note(field, self.speech.say("credit-amount-unread"));
        }
        read
    }

    /// A rate; none where nothing is typed.
    pub fn rate(&mut self, field: &str) -> Option<Rate> {
        let text = self.typed.get(field);
        if text.is_empty() {
            return Some(Rate::NONE);
        }
        match Rate::parse(text) {
            Ok(rate) => Some(rate),
            Err(refusal) => {
                self.slips.note(field, self.speech.refusal(&refusal));
                None
            }
        }
    }

    /// A count; nought where nothing is typed.
    pub fn count(&mut self, field: &str) -> Option<u32> {
        let text = self.typed.get(field);
        let read = if text.is_empty() { Some(0) } else { text.parse().ok() };
        if read.is_none() {
            self.slips.note(field, self.speech.say("credit-count-unread"));
        }
        read
    }

    /// A plan of repayment.
    pub fn plan(&mut self, currency: Option<Currency>) -> Option<RepaymentPlan> {
        let repayment = Repayment::from_word(self.typed.get("repayment")).unwrap_or(Repayment::Equal);
        let (first_due, grace, instalments) = (self.day("first-due"), self.count("grace"), self.count("instalments"));
        let mut parts = Vec::new();
        for line in self.typed.lines("parts") {
            match currency.and_then(|currency| read_amount(&line, currency)) {
                Some(minor) => parts.push(minor),
                None => self.slips.note("parts", self.speech.say("credit-amount-unread")),
            }
        }
        Some(RepaymentPlan {
            repayment,
            first_due: first_due?,
            every: PaymentEvery::from_word(self.typed.get("every")).unwrap_or(PaymentEvery::HalfYear),
            ends_months: self.typed.ticked("ends-months"),
            grace: grace?,
            capitalises: self.typed.ticked("capitalises"),
            instalments: instalments?,
            parts,
        })
    }

    /// The terms of a line.
    pub fn terms(&mut self, currency: Option<Currency>) -> Option<CreditTerms> {
        let (limit, yearly_fee) = (self.amount("limit", currency, true), self.amount("yearly-fee", currency, false));
        let (since, available_until) = (self.day("since"), self.day("available-until"));
        let plan = self.plan(currency);
        let rate = self.rate("rate");
        let bounds = ["floor", "cap"]
            .map(|field| if self.typed.get(field).is_empty() { Some(None) } else { self.rate(field).map(Some) });
        let [commitment, upfront, penalty, prepayment] =
            ["commitment-fee", "upfront-fee", "penalty-margin", "prepayment-fee"].map(|field| self.rate(field));
        let (free, notice) = (self.count("penalty-free-days"), self.count("notice-days"));
        let order = self.order();
        let typed = self.typed;
        let rule = if typed.get("rate-kind") == "floating" {
            let [floor, cap] = bounds;
            RateRule::Floating { margin: rate?, floor: floor?, cap: cap? }
        } else {
            RateRule::Fixed(rate?)
        };
        Some(CreditTerms {
            limit: limit?,
            since: since?,
            available_until: available_until?,
            plan: plan?,
            rate: rule,
            day_count: DayCount::from_word(typed.get("day-count")).unwrap_or(DayCount::ThirtyE),
            business_day: BusinessDay::from_word(typed.get("business-day")).unwrap_or(BusinessDay::Unmoved),
            adjusts: typed.ticked("adjusts"),
            countries: typed.get("countries").split([',', ' ']).map(str::to_owned).collect(),
            rounding: Rounding::from_word(typed.get("rounding")).unwrap_or(Rounding::HalfEven),
            commitment_fee: commitment?,
            upfront_fee: upfront?,
            yearly_fee: yearly_fee?,
            penalty_margin: penalty?,
            penalty_compounds: typed.ticked("penalty-compounds"),
            penalty_free_days: free?,
            prepayment_fee: prepayment?,
            order: order?,
            notice_days: notice?,
        })
    }

    fn order(&mut self) -> Option<[ClaimKind; 4]> {
        let kinds: Vec<&str> = self.typed.get("order").split([',', ' ']).filter(|word| !word.is_empty()).collect();
        if kinds.is_empty() {
            return Some(CLAIM_ORDER_USUAL);
        }
        let kinds: Option<Vec<ClaimKind>> = kinds.into_iter().map(ClaimKind::from_word).collect();
        let order = kinds.and_then(|kinds| kinds.try_into().ok());
        if order.is_none() {
            self.slips.note("order", self.speech.say("credit-order-unread"));
        }
        order
    }
}

/// An amount without its currency.
pub fn read_amount(text: &str, currency: Currency) -> Option<i64> {
    Some(Money::parse(&format!("{} {}", text.replace(currency.code(), ""), currency.code())).ok()?.minor)
}

/// An amount as it is typed.
pub fn typed_amount(minor: i64, currency: Currency) -> String {
    let plain = Money { minor, currency }.to_string();
    plain.split_once(' ').map_or(plain.clone(), |(number, _)| number.to_owned())
}

/// A plan as it is typed.
pub fn plan_as_typed(plan: &RepaymentPlan, currency: Currency) -> Vec<(&'static str, String)> {
    let tick = |is: bool| if is { "on".to_owned() } else { String::new() };
    let parts: Vec<String> = plan.parts.iter().map(|minor| typed_amount(*minor, currency)).collect();
    vec![
        ("repayment", plan.repayment.word().to_owned()),
        ("first-due", plan.first_due.to_string()),
        ("every", plan.every.word().to_owned()),
        ("ends-months", tick(plan.ends_months)),
        ("grace", plan.grace.to_string()),
        ("capitalises", tick(plan.capitalises)),
        ("instalments", plan.instalments.to_string()),
        ("parts", parts.join("\n")),
    ]
}

/// Terms as they are typed.
pub fn as_typed(terms: &CreditTerms, currency: Currency) -> Vec<(&'static str, String)> {
    let tick = |is: bool| if is { "on".to_owned() } else { String::new() };
    let bound = |rate: Option<Rate>| rate.map_or_else(String::new, |rate| rate.to_string());
    let (kind, rate, floor, cap) = match terms.rate {
        RateRule::Fixed(rate) => ("fixed", rate, None, None),
        RateRule::Floating { margin, floor, cap } => ("floating", margin, floor, cap),
    };
    let order: Vec<&str> = terms.order.iter().map(|kind| kind.word()).collect();
    let mut typed = plan_as_typed(&terms.plan, currency);
    typed.extend([
        ("limit", typed_amount(terms.limit, currency)),
        ("since", terms.since.to_string()),
        ("available-until", terms.available_until.to_string()),
        ("rate-kind", kind.to_owned()),
        ("rate", rate.to_string()),
        ("floor", bound(floor)),
        ("cap", bound(cap)),
        ("day-count", terms.day_count.word().to_owned()),
        ("business-day", terms.business_day.word().to_owned()),
        ("adjusts", tick(terms.adjusts)),
        ("countries", terms.countries.join(", ")),
        ("rounding", terms.rounding.word().to_owned()),
        ("commitment-fee", terms.commitment_fee.to_string()),
        ("upfront-fee", terms.upfront_fee.to_string()),
        ("yearly-fee", typed_amount(terms.yearly_fee, currency)),
        ("penalty-margin", terms.penalty_margin.to_string()),
        ("penalty-compounds", tick(terms.penalty_compounds)),
        ("penalty-free-days", terms.penalty_free_days.to_string()),
        ("prepayment-fee", terms.prepayment_fee.to_string()),
        ("order", order.join(", ")),
        ("notice-days", terms.notice_days.to_string()),
    ]);
    typed
}

/// The fields of a plan.
pub fn plan_fields(speech: Speech, typed: &Typed, slips: &Slips) -> Markup {
    let repayments =
        choices(Repayment::ALL.iter().map(|one| one.word()), |word| speech.say(&format!("repayment-{word}")));
    let every = choices(PaymentEvery::ALL.iter().map(|one| one.word()), |word| speech.say(&format!("every-{word}")));
    let text =
        |name: &'static str, key: &str| Field::text(name, speech.say(key)).value(typed.get(name)).slips(slips).narrow();
    let check = |name: &'static str, key: &str| Field::check(name, speech.say(key)).value(typed.get(name)).slips(slips);
    html! {
        (Field::radios("repayment", speech.say("credit-repayment"), repayments).value(typed.some("repayment").unwrap_or("equal")).slips(slips).draw(speech))
        (Field::date("first-due", speech.say("credit-first-due")).value(typed.get("first-due")).slips(slips).draw(speech))
        (Field::select("every", speech.say("credit-every"), every).value(typed.some("every").unwrap_or("half-year")).slips(slips).draw(speech))
        (text("instalments", "credit-instalments").hint(speech.with("credit-instalments-hint", &[("max", PLAN_DAYS_MAX.into())])).draw(speech))
        (text("grace", "credit-grace").hint(speech.say("credit-grace-hint")).optional().draw(speech))
        (check("capitalises", "credit-capitalises").optional().draw(speech))
        (check("ends-months", "credit-ends-months").optional().draw(speech))
        (Field::lines("parts", speech.say("credit-parts"), 3).hint(speech.say("credit-parts-hint")).value(typed.get("parts")).slips(slips).optional().draw(speech))
    }
}

/// The fields of the terms of a line.
pub fn fields(speech: Speech, typed: &Typed, slips: &Slips) -> Markup {
    let kinds = choices(["fixed", "floating"].into_iter(), |word| speech.say(&format!("rate-kind-{word}")));
    let counts = choices(DayCount::ALL.iter().map(|one| one.word()), |word| speech.say(&format!("day-count-{word}")));
    let moves =
        choices(BusinessDay::ALL.iter().map(|one| one.word()), |word| speech.say(&format!("business-day-{word}")));
    let roundings = choices(Rounding::ALL.iter().map(|one| one.word()), |word| speech.say(&format!("rounding-{word}")));
    let text =
        |name: &'static str, key: &str| Field::text(name, speech.say(key)).value(typed.get(name)).slips(slips).narrow();
    let check = |name: &'static str, key: &str| Field::check(name, speech.say(key)).value(typed.get(name)).slips(slips);
    html! {
        h2 { (speech.say("credit-drawing")) }
        (text("limit", "credit-limit").draw(speech))
        (Field::date("since", speech.say("credit-since")).value(typed.get("since")).slips(slips).draw(speech))
        (Field::date("available-until", speech.say("credit-available-until")).value(typed.get("available-until")).slips(slips).draw(speech))
        h2 { (speech.say("credit-plan")) }
        (plan_fields(speech, typed, slips))
        h2 { (speech.say("credit-interest")) }
        (Field::radios("rate-kind", speech.say("credit-rate-kind"), kinds).value(typed.some("rate-kind").unwrap_or("fixed")).slips(slips).draw(speech))
        (text("rate", "credit-rate").hint(speech.say("credit-rate-hint")).optional().draw(speech))
        (text("floor", "credit-floor").optional().draw(speech))
        (text("cap", "credit-cap").optional().draw(speech))
        (Field::select("day-count", speech.say("credit-day-count"), counts).value(typed.some("day-count").unwrap_or("30e-360")).slips(slips).draw(speech))
        (Field::select("business-day", speech.say("credit-business-day"), moves).value(typed.some("business-day").unwrap_or("unmoved")).slips(slips).draw(speech))
        (check("adjusts", "credit-adjusts").optional().draw(speech))
        (text("countries", "credit-countries").hint(speech.say("credit-countries-hint")).optional().draw(speech))
        (Field::select("rounding", speech.say("credit-rounding"), roundings).value(typed.some("rounding").unwrap_or("half-even")).slips(slips).draw(speech))
        h2 { (speech.say("credit-fees")) }
        (text("upfront-fee", "credit-upfront-fee").optional().draw(speech))
        (text("commitment-fee", "credit-commitment-fee").optional().draw(speech))
        (text("yearly-fee", "credit-yearly-fee").optional().draw(speech))
        (text("prepayment-fee", "credit-prepayment-fee").optional().draw(speech))
        h2 { (speech.say("credit-arrears")) }
        (text("penalty-margin", "credit-penalty-margin").optional().draw(speech))
        (check("penalty-compounds", "credit-penalty-compounds").optional().draw(speech))
        (text("penalty-free-days", "credit-penalty-free-days").optional().draw(speech))
        (Field::text("order", speech.say("credit-order")).hint(speech.say("credit-order-hint")).value(typed.get("order")).slips(slips).optional().draw(speech))
        (text("notice-days", "credit-notice-days").hint(speech.with("credit-notice-days-hint", &[("max", CREDIT_NOTICE_DAYS_MAX.into())])).optional().draw(speech))
    }
}
