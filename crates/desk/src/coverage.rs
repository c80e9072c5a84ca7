//! Coverage: which needs sources serve, and gaps that somebody is asked to close.

use std::collections::BTreeMap;

use model::{
    Date, Duty, DutyKind, DutyState, NeedId, Noun, PostId, Power, Refusal, Source, SourceId, Stage, Thing, sentence,
};
use store::{Coverage, NeedLine, Writer};

use crate::duty::may_act;
use crate::need::NeedFilter;
use crate::review::Turn;
use crate::work_calendar::charge;
use crate::{Failure, Office};

/// Over how many days coverage is looked at.
pub const COVERAGE_DAYS: i64 = 365;

/// Most days in which somebody is asked to close a gap.
pub const GAP_DAYS_MAX: u16 = 365;

/// Longest account of what was found, in characters.
pub const GAP_CHARS_MAX: usize = 500;

/// Needs against sources.
#[derive(Clone, Debug, Default)]
pub struct CoverageTable {
    /// The needs of the page, by title.
    pub needs: Vec<CoverageRow>,
    /// The sources that served any of them, the most serving first.
    pub sources: Vec<Source>,
    /// How many needs there are in all.
    pub n_needs: usize,
}

/// A need with what served it.
#[derive(Clone, Debug)]
pub struct CoverageRow {
    /// The need.
    pub need: NeedLine,
    /// Records that were laid before its posts, by source; `None` stands for what came otherwise.
    pub by_source: BTreeMap<Option<SourceId>, u64>,
    /// Who was asked to close the gap, while they are.
    pub asked: Option<Duty>,
    /// What came of it the last time that somebody was.
    pub answered: Option<Duty>,
}

impl CoverageRow {
    /// Whether nothing served it.
    pub fn is_gap(&self) -> bool {
        self.by_source.is_empty()
    }

    /// Whether no source of the register serves it, and something else does.
    pub fn is_outside(&self) -> bool {
        !self.is_gap() && self.by_source.keys().all(Option::is_none)
    }

    /// Whether all that serves it comes from one source, so that it ends when that ends.
    pub fn hangs_on_one(&self) -> bool {
        self.by_source.len() == 1 && !self.is_outside()
    }
}

impl Office {
    /// Accepted needs against the sources that served them in the past year, a page of needs at a time.
    ///
    /// # Errors
    /// When the store fails.
    pub fn coverage(&self, unit: Option<model::UnitId>, offset: usize, today: Date) -> Result<CoverageTable, Failure> {
        let tree = self.tree()?;
        let filter = NeedFilter { stage: Some(Stage::Accepted), unit, offset, ..NeedFilter::default() };
        let list = self.need_list(&filter, &[], today, &tree)?;
        let needs = self.covered(list.lines, today)?;
        let mut n_served: BTreeMap<SourceId, u64> = BTreeMap::new();
        for (source, n) in needs.iter().flat_map(|row| &row.by_source) {
            if let Some(source) = source {
                *n_served.entry(*source).or_default() += n;
            }
        }
        let mut order: Vec<(SourceId, u64)> = n_served.into_iter().collect();
        order.sort_by_key(|(source, n)| (u64::MAX - n, *source));
        let sources = self.sources_named(order.into_iter().map(|(source, _)| source))?;
        Ok(CoverageTable { needs, sources, n_needs: list.n_found })
    }

    /// One need with what served it.
    ///
    /// # Errors
    /// Refused when there is no such need.
    pub fn coverage_of(&self, id: &str, today: Date) -> Result<(CoverageRow, Vec<Source>), Failure> {
        let need = self.need(id)?;
        let line = NeedLine {
            id: need.id,
            title: need.title,
            statement: need.statement,
            unit: need.unit,
            post: need.post,
            stage: need.stage,
            expires: need.expires,
            priority: need.priority,
            revision: need.revision,
        };
        let row = self.covered(vec![line], today)?.pop().ok_or_else(|| crate::review::not_found(id))?;
        let sources = self.sources_named(row.by_source.keys().flatten().copied())?;
        Ok((row, sources))
    }

    fn sources_named(&self, ids: impl Iterator<Item = SourceId>) -> Result<Vec<Source>, Failure> {
        let mut sources = Vec::new();
        for id in ids {
            sources.extend(self.reader.source(&self.scope, id)?.map(|line| line.source));
        }
        Ok(sources)
    }

    /// The duties of who were asked to find a source for a need.
    fn searches(&self, need: &NeedId) -> Result<Vec<Duty>, Failure> {
        let mut duties = self.duties_about(&Thing::new(Noun::Need, need))?;
        duties.retain(|duty| duty.kind == DutyKind::Cover);
        Ok(duties)
    }

    fn covered(&self, lines: Vec<NeedLine>, today: Date) -> Result<Vec<CoverageRow>, Failure> {
        let ids: Vec<NeedId> = lines.iter().map(|line| line.id.clone()).collect();
        let since = today.plus_days(-COVERAGE_DAYS).days_since(Date::of_number(0)) * 86_400_000_000;
        let mut coverage: Coverage = self.reader.coverage(&self.scope, &ids, since)?;
        let mut rows = Vec::new();
        for need in lines {
            let searches = self.searches(&need.id)?;
            let asked = searches.iter().find(|duty| duty.state == DutyState::Open).cloned();
            let ended = searches.into_iter().filter(|duty| duty.state == DutyState::Done);
            let answered = ended.max_by_key(|duty| duty.closed_at);
            let by_source = coverage.remove(&need.id).unwrap_or_default();
            rows.push(CoverageRow { need, by_source, asked, answered });
        }
        Ok(rows)
    }
}

/// Asks a post to find a source for a need.
///
/// # Errors
/// Refused without the power to document or coordinate, when the need is not matched now, when somebody is asked already,
/// or when nobody at the post could see the need.
pub fn assign_gap(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    need: &str,
    post: &PostId,
    days: u16,
) -> Result<Duty, Failure> {
    let need = office.need(need)?;
    let actor = turn.officer.by_power(Power::Document).or_else(|_| turn.officer.by_power(Power::Coordinate))?;
    if need.stage != Stage::Accepted {
        return Err(Failure::said(sentence!(
            "gap-need-stage",
            "Only a need that was accepted is matched; a source for it can be looked for once it is"
        )));
    }
    if !(1..=GAP_DAYS_MAX).contains(&days) {
        return Err(Failure::said(sentence!(
            "gap-days",
            "Write in how many days it is due, as a number from 1 to {max}",
            max = GAP_DAYS_MAX
        )));
    }
    let open = office.post(post)?.filter(|post| !post.closed);
    if open.is_none() {
        return Err(Failure::said(sentence!(
            "gap-post",
            "{post} cannot be asked; choose a post that is open",
            post = post.clone()
        )));
    }
    if !office.post_may_see_marking(post, &need.marking, turn.today)? {
        return Err(Failure::said(sentence!(
            "gap-post-blind",
            "Nobody at {post} may see this need; choose another post",
            post = post.clone()
        )));
    }
    let subject = Thing::new(Noun::Need, &need.id);
    let duty = turn.duty(post, DutyKind::Cover, subject.clone(), days);
    writer.transact(&actor.to_string(), turn.now, |deed| {
        if deed.open_duties(&subject)?.iter().any(|open| open.kind == DutyKind::Cover) {
            return Err(Failure::said(sentence!(
                "gap-asked",
                "Somebody is asked to find a source for this need already; wait for what they find, or have them let it go"
            )));
        }
        charge(deed, &duty)
    })
}

/// Says what came of the search for a source: `found` or not, and what.
///
/// # Errors
/// Refused when nobody was asked, when it was somebody else, or without an account of it.
pub fn close_gap(
    writer: &mut Writer,
    turn: &Turn<'_>,
    office: &Office,
    need: &str,
    found: bool,
    account: &str,
) -> Result<Duty, Failure> {
    let account = account.trim();
    let need = office.need(need)?;
    if account.is_empty() || account.chars().count() > GAP_CHARS_MAX {
        return Err(Failure::said(sentence!(
            "gap-account",
            "Write what was found, or why nothing was, in at most {max} characters",
            max = GAP_CHARS_MAX
        )));
    }
    let open = office.searches(&need.id)?.into_iter().find(|duty| duty.state == DutyState::Open);
    let duty = open.filter(|duty| may_act(turn.officer, duty)).ok_or_else(|| {
        Failure::from(Refusal::Said(sentence!(
            "gap-not-asked",
            "None of your posts is asked to find a source for this need"
        )))
    })?;
    let raised = duty.raised_to.as_ref().unwrap_or(&duty.post);
    let actor = turn.officer.acting_for(&duty.post).or_else(|_| turn.officer.acting_for(raised))?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let duty = deed.duty(duty.id)?.ok_or_else(|| crate::review::not_found(need.id.as_str()))?;
        let closed = duty.close(DutyState::Done, if found { "found" } else { "not-found" }, Some(account), turn.now)?;
        deed.keep_duty(&closed)?;
        Ok(closed)
    })
}
