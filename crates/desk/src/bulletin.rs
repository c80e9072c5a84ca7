//! Bulletins: founded, changed, closed, taken by posts.

use model::{
    Actor, Bulletin, BulletinId, BulletinKind, Duty, DutyId, DutyKind, DutyState, Feed, Issue, IssueStage, Noun, Post,
    PostId, Power, PrintForm, Refusal, TemplateForm, Thing, Verb, sentence,
};
use store::{Deed, HeldPrint, Scope, Writer};

use crate::review::Turn;
use crate::{Failure, Office, Officer};

/// Issues that are listed of a bulletin.
pub const ISSUES_LISTED: usize = 100;

/// A bulletin as its page shows it.
#[derive(Clone, Debug)]
pub struct BulletinPage {
    /// The bulletin.
    pub bulletin: Bulletin,
    /// Its issues, the newest first, each with how many records it prints.
    pub issues: Vec<(Issue, u64)>,
    /// The posts that take it.
    pub subscribers: Vec<Post>,
    /// The seal in its address for programs, where there is one.
    pub feed_seal: Option<String>,
}

/// A bulletin as anybody reads it who has its address for programs: what is open of it.
#[derive(Clone, Debug)]
pub struct BulletinFeed {
    /// The bulletin.
    pub bulletin: Bulletin,
    /// Its issues that are out, the newest first.
    pub issues: Vec<Issue>,
}

pub(crate) fn not_found(text: &str) -> Failure {
    let next = sentence!("next-look-bulletins", "look for it in the list of bulletins");
    Refusal::NotFound { noun: "bulletin", text: text.to_owned(), next }.into()
}

pub(crate) fn held(deed: &Deed<'_>, scope: &Scope, id: BulletinId) -> Result<Bulletin, Failure> {
    deed.bulletin(scope, id)?.ok_or_else(|| not_found(&id.to_string()))
}

/// Who may fill, print and put away the issues of a bulletin: who acts for its post, and who documents.
pub(crate) fn may_edit(officer: &Officer, bulletin: &Bulletin) -> Result<Actor, Refusal> {
    officer.acting_for(&bulletin.post).or_else(|refusal| officer.by_power(Power::Document).map_err(|_| refusal))
}

/// Founds a bulletin. The same form again changes nothing.
///
/// # Errors
/// Refused without the power to document, when a part is missing, or when who edits or releases it could not see it.
pub fn found_bulletin(
    writer: &mut Writer,
    turn: &Turn<'_>,
    office: &Office,
    bulletin: Bulletin,
) -> Result<Bulletin, Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    let bulletin = Bulletin {
        feed: Feed::default(),
        last_on: None,
        closed: false,
        revision: 0,
        made_at: turn.now,
        ..bulletin.tidied()?
    };
    writer.transact(&actor.to_string(), turn.now, |deed| {
        if let Some(before) = deed.bulletin(&turn.officer.scope, bulletin.id)? {
            if before.name == bulletin.name {
                return Ok(before);
            }
            return Err(Failure::said(sentence!(
                "bulletin-form-sent",
                "This form was sent already with another name; open a new one"
            )));
        }
        is_in_order(deed, turn, office, &bulletin)?;
        deed.keep_bulletin(&bulletin, Verb::Founded)?;
        Ok(bulletin)
    })
}

/// Changes a bulletin. `bulletin.revision` is that of the state which was seen.
///
/// # Errors
/// As [`found_bulletin`]; also when somebody changed it in between, or when the marking would become wider.
pub fn change_bulletin(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    bulletin: Bulletin,
) -> Result<Bulletin, Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    let bulletin = bulletin.tidied()?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let before = held(deed, &turn.officer.scope, bulletin.id)?;
        let bulletin = Bulletin {
            kind: before.kind,
            feed: before.feed,
            last_on: before.last_on,
            made_at: before.made_at,
            ..bulletin
        };
        if bulletin == before {
            return Ok(before);
        }
        if bulletin.revision != before.revision {
            return Err(Failure::Refused(Refusal::Changed(sentence!(
                "bulletin-changed",
                "Somebody changed this bulletin in between; open it again, and change what is still to be changed"
            ))));
        }
        if !bulletin.marking.covers(&before.marking) {
            return Err(Failure::said(sentence!(
                "bulletin-wider",
                "The marking would become wider than `{marking}`; found a bulletin of its own for what is wider",
                marking = before.marking
            )));
        }
        is_in_order(deed, turn, office, &bulletin)?;
        // An address for programs reaches everybody; what is not for everybody any more has none.
        let feed = if bulletin.needs_second() { before.feed.shut() } else { before.feed };
        let bulletin = Bulletin { feed, revision: before.revision + 1, ..bulletin };
        deed.keep_bulletin(&bulletin, if bulletin.closed && !before.closed { Verb::Closed } else { Verb::Revised })?;
        move_duties(deed, turn, &bulletin)?;
        Ok(bulletin)
    })
}

/// Lays the duties of issues that are worked on before the posts that have them now, due as they were.
fn move_duties(deed: &mut Deed<'_>, turn: &mut Turn<'_>, bulletin: &Bulletin) -> Result<(), Failure> {
    for issue in deed.issues_in_work(bulletin.id)? {
        let subject = Thing::new(Noun::Issue, issue.id);
        for duty in deed.open_duties(&subject)? {
            let post = match duty.kind {
                DutyKind::Compose => Some(&bulletin.post),
                DutyKind::Release => bulletin.second.as_ref(),
                _ => None,
            };
            let Some(post) = post.filter(|post| **post != duty.post) else { continue };
            deed.keep_duty(&duty.close(DutyState::Lapsed, "moved", None, turn.now)?)?;
            let id = DutyId::from_bits((turn.ids)());
            deed.charge(&Duty::new(id, post.clone(), duty.kind, subject.clone(), turn.now, duty.due))?;
        }
    }
    Ok(())
}

/// What no other part of the office forbids.
fn is_in_order(deed: &Deed<'_>, turn: &Turn<'_>, office: &Office, bulletin: &Bulletin) -> Result<(), Failure> {
    if !turn.officer.clearance.may_see(&bulletin.marking) {
        return Err(Failure::said(sentence!(
            "bulletin-blind",
            "You could not see the bulletin once it is so marked; choose a marking that you are cleared for"
        )));
    }
    if bulletin.kind == BulletinKind::Journal
        && let Err(error) = matching::parse(&bulletin.query)
    {
        return Err(Failure::said(sentence!(
            "bulletin-query",
            "What the journal takes cannot be read: {error}",
            error = error.to_string()
        )));
    }
    if let Some(unit) = &bulletin.unit
        && !deed.units()?.iter().any(|held| held.id == *unit)
    {
        return Err(Failure::said(sentence!("bulletin-unit", "There is no unit {unit}; choose another", unit)));
    }
    for post in std::iter::once(&bulletin.post).chain(&bulletin.second) {
        if deed.post(post)?.is_none_or(|post| post.closed) {
            return Err(Failure::said(sentence!("post-gone", "That post is not there any more; choose another")));
        }
        if !office.post_may_see_marking(post, &bulletin.marking, turn.today)? {
            return Err(Failure::said(sentence!(
                "bulletin-post-blind",
                "Nobody at {post} may see a bulletin marked `{marking}`; choose another post or another marking",
                post,
                marking = bulletin.marking
            )));
        }
    }
    let templates = [(TemplateForm::Page, &bulletin.page_template), (TemplateForm::Print, &bulletin.print_template)];
    for (form, name) in templates {
        if let Some(name) = name
            && deed.template(form, name)?.is_none()
        {
            return Err(Failure::said(sentence!(
                "bulletin-template",
                "There is no template called {name}; choose another, or that of the house",
                name = name.clone()
            )));
        }
    }
    Ok(())
}

/// Gives a bulletin a new address for programs, in place of the one before, or takes it away.
///
/// # Errors
/// Refused to who may not edit it, and where the bulletin is not open to all: such an address reaches everybody.
pub fn change_bulletin_feed(
    writer: &mut Writer,
    turn: &Turn<'_>,
    office: &Office,
    id: BulletinId,
    opens: bool,
) -> Result<Bulletin, Failure> {
    let actor = may_edit(turn.officer, &office.seen_by(&turn.officer.scope).bulletin(&id.to_string())?)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let before = held(deed, &turn.officer.scope, id)?;
        if opens && before.needs_second() {
            return Err(Failure::said(sentence!(
                "bulletin-feed-marked",
                "Whoever has an address for programs reads by it, so only a bulletin that is open to all has one"
            )));
        }
        let feed = if opens { before.feed.anew() } else { before.feed.shut() };
        let changed = Bulletin { feed, revision: before.revision + 1, ..before };
        deed.set_bulletin(&changed)?;
        let verb = if opens { Verb::Issued } else { Verb::Revoked };
        let fact = deed.fact(verb, Thing::new(Noun::Bulletin, id));
        deed.note(&fact.with(format!("address for programs {}", feed.number)))?;
        Ok(changed)
    })
}

/// Has a post take a bulletin by mail, or take it no more.
///
/// # Errors
/// Refused to who neither acts for the post nor may edit the bulletin, and when nobody at the post may see it.
pub fn subscribe(
    writer: &mut Writer,
    turn: &Turn<'_>,
    office: &Office,
    id: BulletinId,
    post: &PostId,
    takes: bool,
) -> Result<(), Failure> {
    let bulletin = office.seen_by(&turn.officer.scope).bulletin(&id.to_string())?;
    let actor = turn.officer.acting_for(post).or_else(|_| may_edit(turn.officer, &bulletin))?;
    if takes && !office.post_may_see_marking(post, &bulletin.marking, turn.today)? {
        return Err(Failure::said(sentence!(
            "bulletin-taker-blind",
            "Nobody at {post} may see this bulletin; choose another post",
            post
        )));
    }
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let bulletin = held(deed, &turn.officer.scope, id)?;
        if takes && (bulletin.closed || deed.post(post)?.is_none_or(|post| post.closed)) {
            return Err(Failure::said(sentence!(
                "bulletin-over",
                "The bulletin or the post is closed, so there is nothing to take any more"
            )));
        }
        deed.subscribe(id, post, takes)?;
        Ok(())
    })
}

impl Office {
    /// The bulletin of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn bulletin(&self, id: &str) -> Result<Bulletin, Failure> {
        let found = BulletinId::parse(id).map(|id| self.reader.bulletin(&self.scope, id)).transpose()?.flatten();
        found.ok_or_else(|| not_found(id))
    }

    /// Bulletins by name, those that are closed last.
    ///
    /// # Errors
    /// When the store fails.
    pub fn bulletins(&self) -> Result<Vec<Bulletin>, Failure> {
        Ok(self.reader.bulletins(&self.scope)?)
    }

    /// Whether somebody may fill, print and put away the issues of a bulletin.
    pub fn may_edit_bulletin(&self, officer: &Officer, bulletin: &Bulletin) -> bool {
        may_edit(officer, bulletin).is_ok()
    }

    /// A bulletin with its issues and who takes it.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn bulletin_page(&self, id: &str) -> Result<BulletinPage, Failure> {
        let bulletin = self.bulletin(id)?;
        let issues = self.reader.issues_of(&self.scope, bulletin.id, None, ISSUES_LISTED)?;
        let sizes = self.issue_sizes(&issues)?;
        let mut subscribers = Vec::new();
        for post in self.reader.subscribers(&self.scope, bulletin.id)? {
            subscribers.extend(self.post(&post)?);
        }
        let feed_seal = self.bulletin_seal(&bulletin)?;
        Ok(BulletinPage { issues: issues.into_iter().zip(sizes).collect(), bulletin, subscribers, feed_seal })
    }

    /// How many records each of these issues prints.
    ///
    /// # Errors
    /// When the store fails.
    pub fn issue_sizes(&self, issues: &[Issue]) -> Result<Vec<u64>, Failure> {
        let ids: Vec<_> = issues.iter().map(|issue| issue.id).collect();
        let sizes = self.reader.issue_sizes(&self.scope, &ids)?;
        Ok(ids.iter().map(|id| sizes.get(id).copied().unwrap_or_default()).collect())
    }

    /// The issues of all bulletins at a stage, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn issues_at(&self, stage: IssueStage, limit: usize) -> Result<Vec<Issue>, Failure> {
        Ok(self.reader.issues_at(&self.scope, stage, limit)?)
    }

    /// The seal in the address of a bulletin for programs; `None` where there is none.
    pub(crate) fn bulletin_seal(&self, bulletin: &Bulletin) -> Result<Option<String>, Failure> {
        let seals = self.seals()?.filter(|_| bulletin.feed.is_open);
        Ok(seals.map(|seals| seals.of_bulletin(bulletin.id, bulletin.feed.number)))
    }

    /// What stands behind the address of a bulletin for programs: what everybody may see, and nothing more.
    ///
    /// # Errors
    /// Refused when the address is none, or was taken back: nobody learns which.
    pub fn bulletin_feed(&self, id: &str, seal: &str) -> Result<BulletinFeed, Failure> {
        let open = self.seen_by(&Scope::open());
        let bulletin = open.bulletin(id)?;
        let fits = self.seals()?.is_some_and(|seals| seals.fits_bulletin(bulletin.id, bulletin.feed.number, seal));
        if !fits || !bulletin.feed.is_open {
            return Err(not_found(id));
        }
        let issues = open.reader.issues_of(&open.scope, bulletin.id, Some(IssueStage::Released), ISSUES_LISTED)?;
        Ok(BulletinFeed { bulletin, issues })
    }

    /// One form of an issue that is out, by the address of its bulletin for programs.
    ///
    /// # Errors
    /// Refused when the address is none, was taken back, or there is no such issue: nobody learns which.
    pub fn sealed_print(&self, id: &str, seal: &str, issue: &str, form: &str) -> Result<(Issue, HeldPrint), Failure> {
        let feed = self.bulletin_feed(id, seal)?;
        let found = feed.issues.into_iter().find(|held| held.id.to_string() == issue);
        let (found, form) = found.zip(PrintForm::from_word(form)).ok_or_else(|| not_found(id))?;
        let open = self.seen_by(&Scope::open());
        let print = open.print(issue, form)?;
        Ok((found, print))
    }
}
