//! Screenings as pages show them.

use model::{DutyState, Hit, HitRuling, HitSpeaker, Listed, Party, PartyListId, ScreeningId, ScreeningView, Thing};
use store::{ScreeningFilter, ScreeningLine};

use super::{no_screening, thing};
use crate::duty::may_act;
use crate::{Failure, Office, Officer};

/// Screenings on one page of their list.
pub const SCREENINGS_PAGE: usize = 50;

/// Longest question that is asked of the list of screenings, in words.
const WORDS_MAX: usize = 10;

/// A screening with all that its page shows.
#[derive(Clone, Debug)]
pub struct ScreeningPage {
    /// It, in one line.
    pub line: ScreeningLine,
    /// What was found, the likeliest first, each with its entry as it stood then and whether the officer may speak about it.
    pub hits: Vec<ShownHit>,
    /// Against which lists it was held last.
    pub lists: Vec<(PartyListId, u32)>,
}

/// A hit as it is shown.
#[derive(Clone, Debug)]
pub struct ShownHit {
    /// The hit.
    pub hit: Hit,
    /// The title of its list.
    pub list: String,
    /// The entry.
    pub entry: Option<Listed>,
    /// Whether the officer may decide it, or confirm it as the second person.
    pub may_decide: bool,
}

/// What is asked of the list of screenings.
#[derive(Clone, Debug, Default)]
pub struct ScreeningSearch {
    /// Where they stand.
    pub view: Option<ScreeningView>,
    /// Words of the party's names.
    pub words: String,
    /// Of a thing.
    pub about: Option<Thing>,
    /// Behind this one.
    pub after: Option<ScreeningId>,
    /// How many at the most; [`SCREENINGS_PAGE`] where it is not said.
    pub limit: Option<usize>,
}

/// A page of screenings.
#[derive(Clone, Debug, Default)]
pub struct ScreeningsPage {
    /// The screenings, the newest first.
    pub lines: Vec<ScreeningLine>,
    /// Behind which the next page begins.
    pub next: Option<ScreeningId>,
    /// How many there are in each view, in the order of [`ScreeningView::ALL`].
    pub counts: Vec<u64>,
}

impl Office {
    /// Screenings that are asked for.
    ///
    /// # Errors
    /// When the store fails.
    pub fn screenings(&self, search: &ScreeningSearch) -> Result<ScreeningsPage, Failure> {
        let words = search.words.split_whitespace().take(WORDS_MAX).map(str::to_owned).collect();
        let base = ScreeningFilter { about: search.about.clone(), words, ..ScreeningFilter::default() };
        let mut counts = Vec::new();
        for view in ScreeningView::ALL {
            let filter = ScreeningFilter { view: Some(*view), ..base.clone() };
            counts.push(self.reader.n_screenings(&self.scope, &filter)?);
        }
        let after = match search.after {
            Some(id) => self.reader.screening(&self.scope, id)?.map(|line| (line.screening.made_at, id)),
            None => None,
        };
        let most = search.limit.unwrap_or(SCREENINGS_PAGE);
        let filter = ScreeningFilter { view: search.view, after, limit: Some(most + 1), ..base };
        let mut lines = self.reader.screenings(&self.scope, &filter)?;
        let is_cut = lines.len() > most;
        lines.truncate(most);
        let next = lines.last().filter(|_| is_cut).map(|last| last.screening.id);
        Ok(ScreeningsPage { lines, next, counts })
    }

    /// The screenings of a thing that are not over, the oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn screenings_about(&self, about: &Thing) -> Result<Vec<ScreeningLine>, Failure> {
        let filter = ScreeningFilter { about: Some(about.clone()), ..ScreeningFilter::default() };
        let mut lines = self.reader.screenings(&self.scope, &filter)?;
        lines.retain(|line| !line.screening.ended);
        lines.reverse();
        Ok(lines)
    }

    /// A screening in one line.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn screening_line(&self, id: ScreeningId) -> Result<ScreeningLine, Failure> {
        Ok(self.reader.screening(&self.scope, id)?.ok_or_else(|| no_screening(&id.to_string()))?)
    }

    /// The party of a screening, where it is seen.
    pub fn screened_party(&self, text: &str) -> Option<Party> {
        let id = ScreeningId::parse(text)?;
        Some(self.reader.screening(&self.scope, id).ok()??.screening.party)
    }

    /// A screening with what was found.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn screening_page(&self, text: &str, officer: &Officer) -> Result<ScreeningPage, Failure> {
        let id = ScreeningId::parse(text).ok_or_else(|| no_screening(text))?;
        let line = self.reader.screening(&self.scope, id)?.ok_or_else(|| no_screening(text))?;
        let lists = self.reader.party_lists(&self.scope)?;
        let duties = self.reader.duties_about(&self.scope, &thing(id))?;
        let is_raised = duties.iter().any(|duty| duty.state == DutyState::Open && may_act(officer, duty));
        let mut hits = Vec::new();
        for hit in self.reader.hits(&self.scope, id)? {
            let Some(list) = lists.iter().find(|list| list.id == hit.list) else { continue };
            let entry = self.reader.listed(&self.scope, &hit.list, hit.version, &hit.key)?.map(|held| held.listed);
            let speaker =
                HitSpeaker { person: officer.person.id.as_str(), who: "", asked_by: &line.screening.asked_by, now: 0 };
            let can = hit.say(HitRuling::Unclear, "-", speaker).is_ok() || hit.confirm(speaker).is_ok();
            let of_list = self.reader.duties_about(&self.scope, &crate::party_list::thing(&list.id))?;
            let is_raised =
                is_raised || of_list.iter().any(|duty| duty.state == DutyState::Open && may_act(officer, duty));
            let may_decide = can && (officer.acts_for(&list.post) || is_raised);
            hits.push(ShownHit { hit, list: list.title.clone(), entry, may_decide });
        }
        let lists = self.reader.screening_lists(&self.scope, id)?;
        Ok(ScreeningPage { line, hits, lists })
    }
}
