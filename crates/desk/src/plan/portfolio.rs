//! Portfolios: kept, reckoned by a job, changed by hand, adopted with the duties that follow.

use std::collections::BTreeSet;

use model::{
    DutyKind, DutyState, JobKind, Noun, PORTFOLIO_RUNS_MAX, Portfolio, PortfolioId, PortfolioRun, Post, PostId, Power,
    Refusal, RunState, Thing, UnitId, Verb, sentence,
};
use store::{Scope, Writer};

use super::reckon::{portfolio_of, reckon};
use super::sheet::{PortfolioSheet, RUN_SECONDS_MAX, RunAsked};
use crate::inspection::InspectedSubject;
use crate::intake::short;
use crate::job::OFFICE;
use crate::review::Turn;
use crate::work_calendar::charge;
use crate::{Clerk, Failure, Office, Officer};

/// Days in which a post is to begin what an adopted plan gives it to do.
const CARRY_DAYS: u16 = 30;

fn thing(id: PortfolioId) -> Thing {
    Thing::new(Noun::Portfolio, id)
}

pub(crate) fn no_portfolio(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "portfolio",
        text: text.to_owned(),
        next: sentence!("next-look-portfolios", "look for it in the list of portfolios"),
    }
}

/// That a problem cannot be used, in the words of the reckoning.
fn unusable(unusable: &measure::Unusable) -> Failure {
    Failure::said(sentence!(
        "portfolio-unusable",
        "The portfolio cannot be reckoned: {text}",
        text = unusable.text.as_str()
    ))
}

/// Keeps a portfolio, or changes it: then `portfolio.revision` is that of the state which was seen. What was reckoned of it before stays with it,
/// and what was adopted stays adopted. A form that is sent twice keeps one.
///
/// # Errors
/// Refused when it is not in order or no portfolio, to whoever does not act for its post, where the marking would hide it from the officer or be
/// wider than what it was drawn up from, or when something happened in between.
pub fn keep_portfolio(
    writer: &mut Writer,
    turn: &Turn<'_>,
    portfolio: Portfolio,
    is_new: bool,
) -> Result<Portfolio, Failure> {
    let officer = turn.officer;
    let upp = portfolio_of(&portfolio.problem).map_err(|fault| unusable(&fault))?;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = if is_new {
            None
        } else {
            let name = portfolio.id.to_string();
            Some(deed.portfolio(&officer.scope, portfolio.id)?.ok_or_else(|| no_portfolio(&name))?)
        };
        let post = before.as_ref().map_or(&portfolio.post, |before| &before.post).clone();
        let who = officer.acting_for(&post)?.to_string();
        let portfolio = Portfolio { post, ..portfolio.tidied()? };
        if is_new && let Some(held) = deed.portfolio(&Scope::office(), portfolio.id)? {
            if held.problem == portfolio.problem && officer.clearance.may_see(&held.marking) {
                return Ok(held);
            }
            return Err(Failure::said(sentence!(
                "portfolio-form-sent",
                "This form was sent before; open a new one to draw up another portfolio"
            )));
        }
        // What the problem calls by a name of the register was drawn from there, also where the name was typed.
        let mut sources = portfolio.sources.clone();
        for technology in &upp.technologies {
            let Some(id) = model::TechnologyId::parse(&technology.id) else { continue };
            let source = Thing::new(Noun::Technology, id);
            if !sources.contains(&source) && deed.technology(&officer.scope, id)?.is_some() {
                sources.push(source);
            }
        }
        let mut marking = portfolio.marking.clone();
        for source in &sources {
            for one in deed.markings_of(source)? {
                marking = marking.join(&one);
            }
        }
        if let Some(before) = &before {
            before.from_revision(portfolio.revision)?;
            marking = marking.join(&before.marking);
        }
        if !officer.clearance.may_see(&marking) {
            return Err(Failure::said(sentence!(
                "marking-blind-portfolio",
                "You could not see the portfolio once it is so marked; choose a marking that you are cleared for"
            )));
        }
        let portfolio = match before {
            None => Portfolio { adopted: None, sources, marking, revision: 0, made_at: turn.now, ..portfolio },
            Some(before) => Portfolio {
                adopted: before.adopted,
                sources,
                marking,
                invented: before.invented,
                revision: before.revision + 1,
                made_at: before.made_at,
                ..portfolio
            },
        };
        let verb = if portfolio.revision == 0 { Verb::Registered } else { Verb::Revised };
        let fact = model::Fact { who, ..deed.fact(verb, thing(portfolio.id)) };
        deed.keep_portfolio(&portfolio, &fact)?;
        Ok(portfolio)
    })
}

/// Asks for a plan: it waits until a job has reckoned it.
///
/// # Errors
/// Refused when the portfolio is not there, to whoever does not act for its post, where what is asked names nothing in the problem or takes too long,
/// or when too many plans are kept of it.
pub fn ask_run(
    writer: &mut Writer,
    turn: &Turn<'_>,
    id: PortfolioId,
    (title, asked): (String, RunAsked),
) -> Result<PortfolioRun, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let held = deed.portfolio(&officer.scope, id)?.ok_or_else(|| no_portfolio(&id.to_string()))?;
        let who = officer.acting_for(&held.post)?.to_string();
        let upp = portfolio_of(&held.problem).map_err(|fault| unusable(&fault))?;
        let upp = measure::portfolio::changed(
            &upp,
            &measure::portfolio::Scenario { name: "asked".to_owned(), changes: asked.changes.clone() },
        )
        .map_err(|fault| unusable(&fault))?;
        asked
            .fix
            .iter()
            .chain(&asked.forbid)
            .try_for_each(|decision| decision.known_in(&upp))
            .map_err(|fault| unusable(&fault))?;
        if !(asked.seconds > 0.0 && asked.seconds <= RUN_SECONDS_MAX) {
            return Err(Failure::said(sentence!(
                "portfolio-seconds",
                "A plan is reckoned for up to {max} seconds; write a number of them above nothing",
                max = RUN_SECONDS_MAX as i64
            )));
        }
        let runs = deed.portfolio_runs(id)?;
        if runs.len() >= PORTFOLIO_RUNS_MAX {
            return Err(Failure::said(sentence!(
                "portfolio-runs-many",
                "{max} plans of this portfolio are kept; draw up another one from it",
                max = PORTFOLIO_RUNS_MAX
            )));
        }
        let number = u32::try_from(runs.len()).unwrap_or(u32::MAX).saturating_add(1);
        let title: String = title.trim().chars().take(model::PORTFOLIO_TITLE_CHARS_MAX).collect();
        let run = PortfolioRun {
            number,
            title,
            asked: serde_json::to_string(&asked).map_err(|error| Failure::Broken(Box::new(error)))?,
            state: RunState::Waiting,
            result: String::new(),
            fault: String::new(),
            by: who.clone(),
            asked_at: turn.now,
            done_at: None,
        };
        deed.keep_portfolio_run(id, &run)?;
        let fact = model::Fact { who, ..deed.fact(Verb::Requested, thing(id)) };
        deed.note(&fact.with(number.to_string()))?;
        deed.enqueue(JobKind::SolvePortfolio, &format!("{id}/{number}"), turn.now)?;
        Ok(run)
    })
}

/// The job: reckons a plan that waits. What cannot be reckoned is said with it, and the job is done all the same.
pub(crate) fn solve_portfolio(clerk: &Clerk, office: &Office, argument: &str, now: i64) -> Result<(), Failure> {
    let Some((id, number)) = argument.split_once('/') else { return Ok(()) };
    let (Some(id), Ok(number)) = (PortfolioId::parse(id), number.parse::<u32>()) else { return Ok(()) };
    let Some(portfolio) = office.reader.portfolio(&office.scope, id)? else { return Ok(()) };
    let runs = office.reader.portfolio_runs(&office.scope, id)?;
    let waits = |run: &PortfolioRun| run.number == number && run.state == RunState::Waiting;
    let Some(run) = runs.into_iter().find(waits) else { return Ok(()) };
    let asked: RunAsked = serde_json::from_str(&run.asked).map_err(|error| Failure::Broken(Box::new(error)))?;
    let reckoned = reckon(&portfolio.problem, &asked);
    let run = match reckoned {
        Ok(sheet) => {
            let result = serde_json::to_string(&sheet).map_err(|error| Failure::Broken(Box::new(error)))?;
            PortfolioRun { state: RunState::Done, result, done_at: Some(now), ..run }
        }
        Err(fault) => PortfolioRun { state: RunState::Failed, fault: short(&fault.text), done_at: Some(now), ..run },
    };
    clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
            deed.keep_portfolio_run(id, &run)?;
            let fact = deed.fact(Verb::Concluded, thing(id));
            Ok(deed.note(&fact.with(run.number.to_string()))?)
        })
    })
}

/// The post of a unit that has to begin something: one that leads it, and where none does any that is open; of several the first by name.
fn post_of(posts: &[Post], unit: &str) -> Option<PostId> {
    let unit = UnitId::new(unit).ok()?;
    let mut here: Vec<&Post> = posts.iter().filter(|post| post.unit == unit && !post.closed).collect();
    here.sort_by_key(|post| (!post.powers.contains(&Power::Lead), post.id.clone()));
    here.first().map(|post| post.id.clone())
}

/// Adopts a plan: the post that keeps the portfolio is to see to what is signed and sent, and each unit in which something starts, by its name in
/// the problem, to begin. Duties of a plan that was adopted before lapse.
///
/// # Errors
/// Refused when the portfolio or the plan is not there, to whoever does not act for its post or leads nothing, for a plan that is not feasible, or when
/// something happened in between.
pub fn adopt_run(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    (id, revision): (PortfolioId, u32),
    number: u32,
) -> Result<Portfolio, Failure> {
    let officer = turn.officer;
    let posts = office.posts()?;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let held = deed.portfolio(&officer.scope, id)?.ok_or_else(|| no_portfolio(&id.to_string()))?;
        held.from_revision(revision)?;
        officer.acting_for(&held.post)?;
        let who = officer.by_power(Power::Lead)?.to_string();
        let run = deed.portfolio_runs(id)?.into_iter().find(|run| run.number == number);
        let sheet = run.and_then(|run| serde_json::from_str::<PortfolioSheet>(&run.result).ok());
        let Some(sheet) = sheet.filter(|sheet| sheet.objective.is_some()) else {
            return Err(Failure::said(sentence!(
                "portfolio-no-plan",
                "There is no plan {number} that could be adopted; choose one that was reckoned",
                number
            )));
        };
        let portfolio = Portfolio { adopted: Some(number), revision: held.revision + 1, ..held };
        let fact = model::Fact { who, ..deed.fact(Verb::Accepted, thing(id)) };
        deed.keep_portfolio(&portfolio, &fact.with(number.to_string()))?;
        deed.lapse(&thing(id), "another plan")?;
        let mut charged: BTreeSet<PostId> = BTreeSet::new();
        if !sheet.signings.is_empty() || !sheet.missions.is_empty() {
            charged.insert(portfolio.post.clone());
        }
        charged.extend(sheet.starts.iter().filter_map(|start| post_of(&posts, &start.enterprise)));
        for post in charged {
            // Who may not see the portfolio is told of it by whoever keeps it.
            if office.post_sees(&post, (None, &portfolio.marking), turn.today)? {
                let duty = turn.duty(&post, DutyKind::CarryPlan, thing(id), CARRY_DAYS);
                charge(deed, &duty)?;
            }
        }
        Ok(portfolio)
    })
}

/// Says that a post did what an adopted plan gave it to do.
///
/// # Errors
/// Refused when nothing is asked of any post of the officer.
pub fn carry_plan(writer: &mut Writer, turn: &Turn<'_>, id: PortfolioId, words: &str) -> Result<(), Failure> {
    let officer = turn.officer;
    let words: String = words.trim().chars().take(model::PORTFOLIO_NOTE_CHARS_MAX).collect();
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        deed.portfolio(&officer.scope, id)?.ok_or_else(|| no_portfolio(&id.to_string()))?;
        let mine = |duty: &&model::Duty| duty.kind == DutyKind::CarryPlan && officer.acts_for(&duty.post);
        let Some(duty) = deed.open_duties(&thing(id))?.iter().find(mine).cloned() else {
            return Err(Failure::said(sentence!(
                "portfolio-not-asked",
                "Nothing is asked of you for this portfolio; its page says of whom"
            )));
        };
        let who = officer.acting_for(&duty.post)?.to_string();
        let closed = duty.close(DutyState::Done, &words, None, turn.now)?;
        deed.keep_duty(&closed)?;
        let fact = model::Fact { who, ..deed.fact(Verb::SaidDone, thing(id)) };
        Ok(deed.note(&fact)?)
    })
}

/// A plan of a portfolio, read.
#[derive(Clone, Debug)]
pub struct RunPage {
    /// The plan as it is kept.
    pub run: PortfolioRun,
    /// What was asked of it.
    pub asked: RunAsked,
    /// What came of it.
    pub sheet: Option<PortfolioSheet>,
}

/// A portfolio with everything that its page shows.
#[derive(Clone, Debug)]
pub struct PortfolioPage {
    /// The portfolio.
    pub portfolio: Portfolio,
    /// The title of the post that keeps it.
    pub post: String,
    /// Its plans, the first one first.
    pub runs: Vec<RunPage>,
    /// What technologies, missions and enterprises of the problem are called in the office, where they are seen there.
    pub names: std::collections::BTreeMap<String, String>,
    /// The posts that are asked to do something, with their titles.
    pub asked: Vec<(PostId, String)>,
    /// Whether the officer keeps it.
    pub keeps: bool,
    /// Whether the officer may adopt a plan of it.
    pub adopts: bool,
    /// Whether something of an adopted plan is asked of the officer.
    pub carries: bool,
}

impl PortfolioPage {
    /// What something of the problem is called.
    pub fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.names.get(id).map_or(id, String::as_str)
    }
}

impl Office {
    /// Every portfolio, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn portfolios(&self) -> Result<Vec<Portfolio>, Failure> {
        Ok(self.reader.portfolios(&self.scope)?)
    }

    /// A portfolio.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn portfolio(&self, text: &str) -> Result<Portfolio, Failure> {
        let id = PortfolioId::parse(text).ok_or_else(|| no_portfolio(text))?;
        Ok(self.reader.portfolio(&self.scope, id)?.ok_or_else(|| no_portfolio(text))?)
    }

    /// A portfolio with everything that its page shows.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn portfolio_page(&self, officer: &Officer, text: &str) -> Result<PortfolioPage, Failure> {
        let portfolio = self.portfolio(text)?;
        let mut runs = Vec::new();
        for run in self.reader.portfolio_runs(&self.scope, portfolio.id)? {
            let asked = serde_json::from_str(&run.asked).unwrap_or_default();
            let sheet = serde_json::from_str(&run.result).ok();
            runs.push(RunPage { run, asked, sheet });
        }
        let posts = self.posts()?;
        let title = |id: &PostId| {
            posts.iter().find(|post| post.id == *id).map_or_else(|| id.to_string(), |post| post.title.clone())
        };
        let duties = self.duties_about(&thing(portfolio.id))?;
        let open = duties.iter().filter(|duty| duty.kind == DutyKind::CarryPlan && duty.state == DutyState::Open);
        let asked: Vec<(PostId, String)> = open.map(|duty| (duty.post.clone(), title(&duty.post))).collect();
        let keeps = officer.acts_for(&portfolio.post);
        Ok(PortfolioPage {
            post: title(&portfolio.post),
            names: self.names_of(&runs)?,
            carries: asked.iter().any(|(post, _)| officer.acts_for(post)),
            adopts: keeps && officer.with_power(Power::Lead).is_some(),
            keeps,
            asked,
            runs,
            portfolio,
        })
    }

    /// What is called by a name of the office in the problem: technologies, missions and units.
    fn names_of(&self, runs: &[RunPage]) -> Result<std::collections::BTreeMap<String, String>, Failure> {
        let tree = self.tree()?;
        let mut names = std::collections::BTreeMap::new();
        for sheet in runs.iter().filter_map(|run| run.sheet.as_ref()) {
            let technologies = sheet.signings.iter().map(|one| &one.technology);
            for id in technologies.chain(sheet.rejected.iter().map(|one| &one.technology)) {
                if !names.contains_key(id)
                    && let Ok(found) = self.technology(id)
                {
                    names.insert(id.clone(), found.name);
                }
            }
            for one in &sheet.missions {
                if let Ok(found) = self.mission(&one.mission) {
                    names.insert(one.mission.clone(), found.title);
                }
            }
            for one in &sheet.starts {
                let unit = UnitId::new(&one.enterprise).ok();
                if let Some(unit) = unit.as_ref().and_then(|unit| tree.unit(unit)) {
                    names.insert(one.enterprise.clone(), unit.name.clone());
                }
            }
        }
        Ok(names)
    }

    /// What a duty of a portfolio is about; `None` outside the scope.
    pub(crate) fn planned_subject(&self, name: &str) -> Result<Option<InspectedSubject>, Failure> {
        let Some(id) = PortfolioId::parse(name) else { return Ok(None) };
        let found = self.reader.portfolio(&self.scope, id)?;
        let address = format!("/plan/portfolios/{name}");
        Ok(found.map(|one| InspectedSubject { title: one.title, address, unit: None }))
    }
}
