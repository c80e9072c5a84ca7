//! Regimes as people look at them: the list, and the page of one with its versions and what its members let through against its rule.

use std::collections::BTreeMap;

use model::{
    CaseId, CaseState, ControlCase, Date, Duty, DutyState, HostId, Motion, MotionKind, MotionState, PostId, Power,
    Regime, RegimeId,
};
use store::{CaseFilter, RegimeVersion, RegimeVersionState};

use super::{no_regime, regime_thing};
use crate::{Failure, Office, Officer};

/// Cases that are shown on the page of a regime.
const CASES_SHOWN: usize = 50;

/// A regime in a list.
#[derive(Clone, Debug)]
pub struct RegimeLine {
    /// The regime.
    pub regime: Regime,
    /// Its cases that are to be decided.
    pub n_open: usize,
    /// Its cases.
    pub n_cases: usize,
}

/// A regime with everything that its page shows.
#[derive(Clone, Debug)]
pub struct RegimePage {
    /// The regime as it holds now.
    pub regime: Regime,
    /// Its versions, the first first.
    pub versions: Vec<RegimeVersion>,
    /// Its cases, the newest first.
    pub cases: Vec<ControlCase>,
    /// Of all its cases those in which a member let its own through against the rule.
    pub overridden: Vec<ControlCase>,
    /// The names of the members that did so, by the case. The ground that they stated is its reason.
    pub overriders: BTreeMap<CaseId, String>,
    /// What is asked about it and not done.
    pub duties: Vec<Duty>,
    /// The hosts of its triggers that the reader sees, with their names.
    pub hosts: BTreeMap<HostId, String>,
    /// The titles of the posts that its page names.
    pub posts: BTreeMap<PostId, String>,
}

impl RegimePage {
    /// What a post is called.
    pub fn post(&self, post: &PostId) -> String {
        self.posts.get(post).cloned().unwrap_or_else(|| post.to_string())
    }

    /// The version that waits for a second person.
    pub fn proposed(&self) -> Option<&RegimeVersion> {
        self.versions.iter().find(|version| version.state == RegimeVersionState::Proposed)
    }
}

impl Office {
    /// Every regime, in order of name, with how many cases it has.
    ///
    /// # Errors
    /// When the store fails.
    pub fn regimes(&self) -> Result<Vec<RegimeLine>, Failure> {
        let mut lines = Vec::new();
        for regime in self.reader.regimes(&self.scope)? {
            let all = CaseFilter { regime: Some(regime.id), ..CaseFilter::default() };
            let open = CaseFilter { states: vec![CaseState::Open], ..all.clone() };
            let n = |filter: &CaseFilter| -> Result<usize, Failure> {
                Ok(usize::try_from(self.reader.n_cases(&self.scope, filter)?).unwrap_or(usize::MAX))
            };
            lines.push(RegimeLine { n_open: n(&open)?, n_cases: n(&all)?, regime });
        }
        Ok(lines)
    }

    /// The regime of this name as it holds now.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn regime(&self, text: &str) -> Result<Regime, Failure> {
        let id = RegimeId::parse(text).ok_or_else(|| no_regime(text))?;
        Ok(self.reader.regime(&self.scope, id)?.ok_or_else(|| no_regime(text))?)
    }

    /// A regime with everything that its page shows.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn regime_page(&self, text: &str) -> Result<RegimePage, Failure> {
        let regime = self.regime(text)?;
        let all = CaseFilter { regime: Some(regime.id), ..CaseFilter::default() };
        let overridden = CaseFilter { states: vec![CaseState::Discretion], ..all.clone() };
        let mut duties = self.reader.duties_about(&self.scope, &regime_thing(regime.id))?;
        duties.retain(|duty| duty.state == DutyState::Open);
        let mut hosts = BTreeMap::new();
        for id in regime.triggers.iter().flat_map(|trigger| &trigger.hosts) {
            hosts.extend(self.reader.host(&self.scope, *id)?.map(|host| (*id, host.name().to_owned())));
        }
        let overridden = self.reader.cases(&self.scope, &overridden)?;
        let mut overriders = BTreeMap::new();
        for case in &overridden {
            let motions = self.reader.motions(&self.scope, case.id)?;
            let carried =
                |motion: &&Motion| motion.kind == MotionKind::Discretion && motion.state == MotionState::Carried;
            let number = motions.iter().find(carried).and_then(|motion| motion.member);
            let member = number.and_then(|number| case.member(number));
            overriders.extend(member.map(|member| (case.id, member.name.clone())));
        }
        Ok(RegimePage {
            overriders,
            versions: self.reader.regime_versions(&self.scope, regime.id)?,
            cases: self.reader.cases(&self.scope, &CaseFilter { limit: Some(CASES_SHOWN), ..all })?,
            overridden,
            posts: self.posts()?.into_iter().map(|post| (post.id, post.title)).collect(),
            duties,
            hosts,
            regime,
        })
    }

    /// Whether an officer may found and change regimes.
    pub fn may_change_regimes(&self, officer: &Officer) -> bool {
        officer.with_power(Power::Administer).is_some()
    }

    /// Whether an officer may say on a day that a regime was looked through: for the post that keeps it, once its day is near.
    pub fn may_review_regime(&self, officer: &Officer, regime: &Regime, today: Date) -> bool {
        officer.acts_for(&regime.keeper) && regime.review.is_some_and(|day| day <= today.plus_days(30))
    }

    /// Whether an officer may confirm the change of a regime that waits for a second person.
    pub fn may_answer_regime(&self, officer: &Officer, page: &RegimePage) -> bool {
        let other = page.proposed().is_some_and(|version| version.person != officer.person.id);
        other && (self.may_change_regimes(officer) || officer.acts_for(&page.regime.keeper))
    }
}
