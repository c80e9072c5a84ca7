//! Cases as people look at them: the list with its views, and the page of one.

use std::collections::BTreeMap;

use model::{
    Ballot, Basis, CaseId, CaseState, CaseView, ConditionState, ControlAct, ControlCase, ControlListId, Date, Duty,
    DutyKind, DutyState, HostId, Motion, MotionKind, MotionState, PostId, Power, Regime, RegimeId, Thing, VoteCount,
};
use store::CaseFilter;

use super::ask::can_be_asked_again;
use super::{Breach, CaseChange, no_case, thing};
use crate::duty::may_act;
use crate::screening::PartyFound;
use crate::{Failure, Office, Officer};

/// Cases on one page of a list.
pub const CASES_PAGE: usize = 50;

/// Which cases are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct CaseSearch {
    /// Of this view; all where it is not said.
    pub view: Option<CaseView>,
    /// Before this regime.
    pub regime: Option<RegimeId>,
    /// On this sort of act.
    pub act: Option<ControlAct>,
    /// About this thing.
    pub about: Option<Thing>,
    /// Behind this one: where a page goes on.
    pub after: Option<(i64, CaseId)>,
    /// How many at the most; [`CASES_PAGE`] where it is not said.
    pub limit: Option<usize>,
}

/// A case in a list.
#[derive(Clone, Debug)]
pub struct CaseLine {
    /// The case.
    pub case: ControlCase,
    /// What its regime is called.
    pub regime: String,
    /// What the unit is called that asks.
    pub unit: String,
    /// Members that have voted over what is asked now.
    pub n_voted: usize,
}

/// An entry of a control list on which a vote rests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseEntry {
    /// The short name of the list.
    pub list: String,
    /// The code of the entry.
    pub code: String,
    /// Its words in the version that was looked at; `None` where that is not at hand.
    pub text: Option<String>,
}

/// A case with everything that its page shows.
#[derive(Clone, Debug)]
pub struct CasePage {
    /// The case.
    pub case: ControlCase,
    /// Its regime as it is now.
    pub regime: Regime,
    /// The name of the regime as it was when the case was laid before it.
    pub regime_then: String,
    /// Every ballot, in the order in which they were cast.
    pub ballots: Vec<Ballot>,
    /// How the vote stands on the day.
    pub count: VoteCount,
    /// What was proposed, by number.
    pub motions: Vec<Motion>,
    /// What is asked about it and not done.
    pub duties: Vec<Duty>,
    /// The hosts that the reader sees, with their names.
    pub hosts: Vec<(HostId, String)>,
    /// The screenings of its parties that the reader sees, with what was found. Of a case that is decided none: they may have changed since,
    /// and what was voted on is kept with its basis.
    pub found: Vec<PartyFound>,
    /// The entries of control lists that it was found to be, with their words.
    pub entries: Vec<CaseEntry>,
    /// The case that decides it anew.
    pub followed_by: Option<CaseId>,
    /// The conditions that were broken before, so that this case decides anew.
    pub breaches: Vec<Breach>,
    /// What is another than in the case before, where that is void.
    pub changed_before: Vec<CaseChange>,
    /// What is another in the case that decides anew, where this one is void.
    pub changed_after: Vec<CaseChange>,
    /// The other cases about the same thing, the newest first.
    pub others: Vec<ControlCase>,
    /// The titles of the posts that its page names.
    pub posts: BTreeMap<PostId, String>,
    /// What the unit is called that asks.
    pub unit: String,
}

/// What an officer may do with a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseRights {
    /// The members for which they may vote, by number.
    pub vote: Vec<u16>,
    /// What they may propose.
    pub propose: Vec<MotionKind>,
    /// The members for which they may let their own through, by number.
    pub discretion: Vec<u16>,
    /// The motion that they may answer, by number.
    pub answer: Option<u16>,
    /// The conditions of which they may say that they were kept, by place.
    pub keep: Vec<usize>,
    /// The conditions of which they may say that they were broken, by place.
    pub breach: Vec<usize>,
    /// Whether they may take it back.
    pub withdraw: bool,
    /// Whether they may ask again.
    pub again: bool,
    /// Whether something waits to be noted by them.
    pub hear: bool,
    /// Whether they have a part in asking for it, and so none in deciding.
    pub asked: bool,
}

impl CasePage {
    /// What a post is called.
    pub fn post(&self, post: &PostId) -> String {
        self.posts.get(post).cloned().unwrap_or_else(|| post.to_string())
    }

    /// The ballot of a member that counts.
    pub fn ballot(&self, member: u16) -> Option<&Ballot> {
        let counted = self.case.voting(&self.ballots).counted();
        let found = counted.into_iter().find(|ballot| ballot.member == member)?;
        self.ballots.iter().find(|ballot| *ballot == found)
    }
}

impl Office {
    fn case_filter(&self, search: &CaseSearch, officer: &Officer) -> CaseFilter {
        let view = search.view.unwrap_or(CaseView::All);
        CaseFilter {
            states: view.states(),
            regime: search.regime,
            act: search.act,
            about: search.about.clone(),
            voters: (view == CaseView::Mine).then(|| officer.post_ids()),
            askers: (view == CaseView::Asked).then(|| officer.post_ids()),
            after: search.after,
            ..CaseFilter::default()
        }
    }

    /// Cases that fit, the newest first, at most as many as asked for, and whether there are more. Those to vote on leave out where the officer's
    /// posts have voted.
    ///
    /// # Errors
    /// When the store fails.
    pub fn cases(&self, search: &CaseSearch, officer: &Officer) -> Result<(Vec<CaseLine>, bool), Failure> {
        let is_mine = search.view == Some(CaseView::Mine);
        let filter = self.case_filter(search, officer);
        // Those to vote on are few; of others one more is read, to see whether the page goes on.
        let most = search.limit.unwrap_or(CASES_PAGE);
        let limit = if is_mine { None } else { Some(most + 1) };
        let mut cases = self.reader.cases(&self.scope, &CaseFilter { limit, ..filter })?;
        let names = self.regime_names()?;
        if is_mine {
            let mut left = Vec::new();
            for case in cases {
                if self.is_to_vote(&case, officer)? {
                    left.push(case);
                }
            }
            cases = left;
        }
        let is_more = cases.len() > most;
        cases.truncate(most);
        let mut lines = Vec::new();
        for case in cases {
            let ballots = self.reader.ballots(&self.scope, case.id)?;
            let n_voted = case.voting(&ballots).counted().len();
            let regime = names.get(&case.regime).cloned().unwrap_or_default();
            let unit = self.unit_name(case.proposal.unit.as_str())?;
            let unit = unit.unwrap_or_else(|| case.proposal.unit.to_string());
            lines.push(CaseLine { case, regime, unit, n_voted });
        }
        Ok((lines, is_more))
    }

    /// How many cases each view shows.
    ///
    /// # Errors
    /// When the store fails.
    pub fn case_counts(&self, officer: &Officer) -> Result<BTreeMap<CaseView, usize>, Failure> {
        let mut counts = BTreeMap::new();
        for view in CaseView::ALL {
            let search = CaseSearch { view: Some(*view), ..CaseSearch::default() };
            let filter = self.case_filter(&search, officer);
            let n = if *view == CaseView::Mine {
                let mut n = 0;
                for case in self.reader.cases(&self.scope, &filter)? {
                    n += usize::from(self.is_to_vote(&case, officer)?);
                }
                n
            } else {
                usize::try_from(self.reader.n_cases(&self.scope, &filter)?).unwrap_or(usize::MAX)
            };
            counts.insert(*view, n);
        }
        Ok(counts)
    }

    /// Whether a post of an officer has to vote in a case and has not.
    fn is_to_vote(&self, case: &ControlCase, officer: &Officer) -> Result<bool, Failure> {
        let duties = self.reader.duties_about(&self.scope, &thing(case.id))?;
        Ok(duties
            .iter()
            .any(|duty| duty.kind == DutyKind::Ballot && duty.state == DutyState::Open && may_act(officer, duty)))
    }

    fn regime_names(&self) -> Result<BTreeMap<RegimeId, String>, Failure> {
        Ok(self.reader.regimes(&self.scope)?.into_iter().map(|regime| (regime.id, regime.name)).collect())
    }

    /// The case of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn case(&self, text: &str) -> Result<ControlCase, Failure> {
        let id = CaseId::parse(text).ok_or_else(|| no_case(text))?;
        Ok(self.reader.case(&self.scope, id)?.ok_or_else(|| no_case(text))?)
    }

    /// The cases about a thing, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn cases_about(&self, about: &Thing) -> Result<Vec<ControlCase>, Failure> {
        let filter = CaseFilter { about: Some(about.clone()), ..CaseFilter::default() };
        Ok(self.reader.cases(&self.scope, &filter)?)
    }

    /// Whether a thing that bears a marking is seen, so that it can be named.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sees(&self, thing: &Thing) -> Result<bool, Failure> {
        Ok(self.reader.sees_thing(&self.scope, thing)?)
    }

    /// A case with everything that its page shows, as it stands on a day. Evidence that the reader does not see is left out.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn case_page(&self, text: &str, today: Date) -> Result<CasePage, Failure> {
        let mut case = self.case(text)?;
        let regime = self.reader.regime(&self.scope, case.regime)?.ok_or_else(|| no_case(text))?;
        let versions = self.reader.regime_versions(&self.scope, case.regime)?;
        let then = versions.iter().find(|version| version.regime.version == case.version);
        let regime_then = then.map_or_else(|| regime.name.clone(), |version| version.regime.name.clone());
        for condition in &mut case.conditions {
            if let Some(evidence) = &condition.evidence
                && !self.reader.sees_thing(&self.scope, evidence)?
            {
                condition.evidence = None;
            }
        }
        let mut hosts = Vec::new();
        for id in &case.proposal.hosts {
            hosts.extend(self.reader.host(&self.scope, *id)?.map(|host| (*id, host.name().to_owned())));
        }
        let is_open = case.state == CaseState::Open;
        let found = if is_open { self.parties_found(&case.proposal.parties)? } else { Vec::new() };
        let entries = self.case_entries(&case.basis)?;
        let others = self.cases_about(&case.proposal.about)?;
        let followed_by = others.iter().find(|other| other.follows == Some(case.id)).map(|other| other.id);
        let void_before = others.iter().find(|other| Some(other.id) == case.follows && other.state == CaseState::Void);
        let changed_before = void_before.map(|before| CaseChange::between(before, &case)).unwrap_or_default();
        let after = others.iter().find(|other| Some(other.id) == followed_by && case.state == CaseState::Void);
        let changed_after = after.map(|next| CaseChange::between(&case, next)).unwrap_or_default();
        let others = others.into_iter().filter(|other| other.id != case.id).collect();
        let ballots = self.reader.ballots(&self.scope, case.id)?;
        let mut duties = self.reader.duties_about(&self.scope, &thing(case.id))?;
        duties.retain(|duty| duty.state == DutyState::Open);
        // What was silent after the decision has no part in it.
        let count = case.voting(&ballots).tally(case.decided.unwrap_or(today));
        Ok(CasePage {
            breaches: self.breaches(&case)?,
            motions: self.reader.motions(&self.scope, case.id)?,
            posts: self.posts()?.into_iter().map(|post| (post.id, post.title)).collect(),
            unit: self.unit_name(case.proposal.unit.as_str())?.unwrap_or_else(|| case.proposal.unit.to_string()),
            count,
            regime,
            regime_then,
            ballots,
            duties,
            hosts,
            found,
            entries,
            followed_by,
            changed_before,
            changed_after,
            others,
            case,
        })
    }

    /// The entries of a basis, each in the words of the version with which it is kept.
    fn case_entries(&self, basis: &Basis) -> Result<Vec<CaseEntry>, Failure> {
        let mut entries = Vec::new();
        for (list, code) in &basis.entries {
            let version = basis.lists.iter().find(|(name, _)| name == list).map(|(_, version)| *version);
            let text = match (ControlListId::new(list).ok(), version) {
                (Some(id), Some(version)) => {
                    self.item_help(&id, version)?.text().entry(code).map(|entry| entry.text.clone())
                }
                _ => None,
            };
            entries.push(CaseEntry { list: list.clone(), code: code.clone(), text });
        }
        Ok(entries)
    }

    /// What an officer may do with a case on a day.
    ///
    /// # Errors
    /// When the store fails.
    pub fn case_rights(&self, officer: &Officer, page: &CasePage, today: Date) -> Result<CaseRights, Failure> {
        let case = &page.case;
        let is_open = case.state == CaseState::Open;
        let asked = officer.person.id == case.asker || officer.acts_for(&case.proposal.post);
        let mut rights = CaseRights { asked, ..CaseRights::default() };
        let duty = |kind: DutyKind| page.duties.iter().filter(move |duty| duty.kind == kind);
        rights.hear = duty(DutyKind::HearCase).any(|duty| may_act(officer, duty));
        if officer.acts_for(&case.proposal.post) {
            rights.withdraw = is_open;
            rights.again = page.followed_by.is_none() && can_be_asked_again(case, today);
        }
        if case.state.lets_through() {
            let kept = |kind: DutyKind, post: &PostId| {
                officer.acts_for(post) || duty(kind).any(|duty| duty.post == *post && may_act(officer, duty))
            };
            for (at, one) in case.conditions.iter().enumerate() {
                if one.state == ConditionState::Open
                    && self.keepers(page, &one.post)?.iter().any(|post| kept(DutyKind::KeepCondition, post))
                {
                    rights.keep.push(at);
                }
            }
        }
        if asked {
            return Ok(rights);
        }
        let acts_for_member = case.members.iter().any(|member| officer.acts_for(&member.post));
        let is_counsel = acts_for_member || officer.acts_for(&page.regime.keeper);
        if is_open {
            let voted_for: Vec<u16> = case
                .voting(&page.ballots)
                .counted()
                .into_iter()
                .filter(|ballot| ballot.person == officer.person.id)
                .map(|ballot| ballot.member)
                .collect();
            let raised =
                |post: &PostId| duty(DutyKind::Ballot).any(|duty| duty.post == *post && may_act(officer, duty));
            let members = case.members.iter().filter(|member| officer.acts_for(&member.post) || raised(&member.post));
            // Who voted for one member may change that vote, and votes for no other.
            rights.vote = members
                .map(|member| member.number)
                .filter(|number| voted_for.is_empty() || voted_for.contains(number))
                .collect();
        }
        let waiting = page.motions.iter().find(|motion| motion.state == MotionState::Open);
        if let Some(motion) = waiting.filter(|motion| motion.person != officer.person.id) {
            let may = match motion.member.and_then(|number| case.member(number)) {
                Some(member) => officer.acts_for(&member.post) || self.leads_over(officer, &member.post)?,
                None => is_counsel,
            };
            rights.answer = may.then_some(motion.number);
        }
        if waiting.is_none() {
            if is_open && is_counsel {
                rights.propose = vec![MotionKind::Conditions, MotionKind::Exempt];
            }
            let can_override = (is_open || case.state == CaseState::Refused) && page.followed_by.is_none();
            if case.rule.discretion && can_override {
                for member in case.members.iter().filter(|member| officer.acts_for(&member.post)) {
                    if self.is_own(case, member)? {
                        rights.discretion.push(member.number);
                    }
                }
            }
        }
        if case.state.lets_through() && is_counsel {
            let open = case.conditions.iter().enumerate().filter(|(_, one)| one.state != ConditionState::Broken);
            rights.breach = open.map(|(at, _)| at).collect();
        }
        Ok(rights)
    }

    /// The posts that keep a condition: its own, who took over from it, or the keeper of the regime where none of them is there any more.
    fn keepers(&self, page: &CasePage, post: &PostId) -> Result<Vec<PostId>, Failure> {
        let mut posts = vec![post.clone()];
        posts.extend(self.reader.heirs(&self.scope, post, page.case.made_at)?);
        let mut is_kept = false;
        for one in &posts {
            is_kept |= self.post(one)?.is_some_and(|post| !post.closed);
        }
        if !is_kept {
            posts.push(page.regime.keeper.clone());
        }
        Ok(posts)
    }

    fn leads_over(&self, officer: &Officer, post: &PostId) -> Result<bool, Failure> {
        let Some(post) = self.post(post)? else { return Ok(false) };
        Ok(officer.with_power_over(Power::Lead, &post.unit, self.tree()?.as_ref()).is_some())
    }

    fn is_own(&self, case: &ControlCase, member: &model::CaseMember) -> Result<bool, Failure> {
        if let Some(country) = &member.country {
            return Ok(case.proposal.countries.contains(country));
        }
        let Some(post) = self.post(&member.post)? else { return Ok(false) };
        Ok(self.tree()?.is_within(&case.proposal.unit, &post.unit))
    }
}
