//! Scenarios, and the forecast of debt service under them.

use model::{
    Actor, Forecast, ForecastBy, ForecastPayment, Power, Refusal, Scenario, ScenarioId, Verb, credit_schedule,
    expected_payments, forecast, planned_drawdowns, sentence, shifted_rates,
};
use store::{Scope, Writer};

use crate::credit::minded;
use crate::review::Turn;
use crate::{Failure, Office, Officer};

/// A forecast with what it leaves out.
#[derive(Clone, Debug)]
pub struct ScenarioForecast {
    /// Under which scenario.
    pub scenario: Scenario,
    /// The debt service.
    pub forecast: Forecast,
    /// Lines of which a drawdown comes too late to be drawn at all.
    pub n_lost: usize,
}

pub(crate) fn no_scenario(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "scenario",
        text: text.to_owned(),
        next: sentence!("next-look-scenarios", "look for it on the page of the forecast"),
    }
}

fn keeper(officer: &Officer, scenario: &Scenario) -> Result<Actor, Refusal> {
    officer.acting_for(&scenario.post).or_else(|_| officer.by_power(Power::Coordinate)).map_err(|_| {
        Refusal::Said(sentence!(
            "scenario-not-keeper",
            "This scenario is kept by {post}; write one of your own",
            post = &scenario.post
        ))
    })
}

/// Writes a scenario down, or changes one: then `scenario.revision` is that of the state which was seen. A form that is sent twice writes
/// one.
///
/// # Errors
/// Refused when it is not in order, when the officer may not, when somebody changed it in between, or when its marking would become wider.
pub fn keep_scenario(
    writer: &mut Writer,
    turn: &Turn<'_>,
    scenario: Scenario,
    is_new: bool,
) -> Result<Scenario, Failure> {
    let scenario = scenario.tidied()?;
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = if is_new {
            None
        } else {
            let missing = || no_scenario(&scenario.id.to_string());
            Some(deed.scenario(&officer.scope, scenario.id)?.ok_or_else(missing)?)
        };
        if !officer.clearance.may_see(&scenario.marking) {
            return Err(Failure::said(sentence!(
                "marking-blind-scenario",
                "You could not see the scenario once it is so marked; choose a marking that you are cleared for"
            )));
        }
        let Some(held) = before else {
            officer.acting_for(&scenario.post)?;
            if let Some(held) = deed.scenario(&Scope::office(), scenario.id)? {
                if held == (Scenario { revision: held.revision, made_at: held.made_at, ..scenario }) {
                    return Ok(held);
                }
                return Err(Failure::said(sentence!(
                    "scenario-form-sent",
                    "This form was sent already with another scenario; open a new one"
                )));
            }
            let scenario = Scenario { revision: 0, made_at: turn.now, ..scenario };
            deed.keep_scenario(&scenario, Verb::Stated)?;
            return Ok(scenario);
        };
        keeper(officer, &held)?;
        let scenario = Scenario { post: held.post.clone(), made_at: held.made_at, ..scenario };
        if scenario == held {
            return Ok(held);
        }
        if scenario.revision != held.revision {
            return Err(Failure::Refused(Refusal::Changed(sentence!(
                "scenario-changed",
                "Somebody changed this scenario in between; open it again, and change what is still to be changed"
            ))));
        }
        if !scenario.marking.covers(&held.marking) {
            return Err(Failure::said(sentence!(
                "scenario-wider",
                "More people could see it than before; keep the marking or make it narrower, or write another scenario"
            )));
        }
        let scenario = Scenario { revision: held.revision + 1, ..scenario };
        deed.keep_scenario(&scenario, Verb::Restated)?;
        Ok(scenario)
    })
}

impl Office {
    /// Every scenario, by title.
    ///
    /// # Errors
    /// When the store fails.
    pub fn scenarios(&self) -> Result<Vec<Scenario>, Failure> {
        Ok(self.reader.scenarios(&self.scope)?)
    }

    /// The scenario of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn scenario(&self, text: &str) -> Result<Scenario, Failure> {
        let id = ScenarioId::parse(text).ok_or_else(|| no_scenario(text))?;
        Ok(self.reader.scenario(&self.scope, id)?.ok_or_else(|| no_scenario(text))?)
    }

    /// Whether an officer may change a scenario.
    pub fn may_keep_scenario(&self, officer: &Officer, scenario: &Scenario) -> bool {
        keeper(officer, scenario).is_ok()
    }

    /// The debt service of all lines that are seen under some scenarios, side by side, from `today` on. What is overdue counts as paid today;
    /// drawdowns that wait are paid out on their days, put off as the scenario says, and base rates move as it says.
    ///
    /// # Errors
    /// When the store fails.
    pub fn debt_forecasts(
        &self,
        scenarios: Vec<Scenario>,
        by: ForecastBy,
        today: model::Date,
        n_years: u32,
    ) -> Result<Vec<ScenarioForecast>, Failure> {
        let credits = self.reader.credits(&self.scope)?;
        let events = self.reader.credit_events(&self.scope, None)?;
        let drawdowns = self.reader.drawdowns(&self.scope, None)?;
        let free = self.free_days_by_country()?;
        let mut told = Vec::new();
        for scenario in scenarios {
            let (mut payments, mut n_lost) = (Vec::new(), 0);
            for credit in &credits {
                let waiting = drawdowns.get(&credit.id).map(Vec::as_slice).unwrap_or_default();
                let (planned, lost) = planned_drawdowns(waiting, &credit.terms, today, scenario.delay_days);
                n_lost += usize::from(lost > 0);
                let mut all = events.get(&credit.id).cloned().unwrap_or_default();
                all.extend(planned);
                let moved = shifted_rates(&credit.terms, &all, &scenario.shifts, today);
                all.extend(moved);
                let course = credit_schedule(&credit.terms, &all, &minded(&free, credit), today);
                let of_line = expected_payments(&course).map(|(day, account, minor)| ForecastPayment {
                    currency: credit.currency,
                    day,
                    account,
                    minor,
                });
                payments.extend(of_line);
            }
            let forecast = forecast(&payments, &scenario, by, today, n_years);
            told.push(ScenarioForecast { scenario, forecast, n_lost });
        }
        Ok(told)
    }
}
