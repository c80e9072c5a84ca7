//! Cases that are laid by hand, taken back, and asked for again.

use model::{
    CaseId, CaseState, ControlAct, ControlCase, DutyKind, DutyState, HostId, Marking, Noun, Party, PostId, Proposal,
    REGIME_LINES_MAX, REGIME_NAME_CHARS_MAX, REGIME_TEXT_CHARS_MAX, Refusal, Subject, Thing, Verb, not_longer,
    sentence,
};
use store::{Deed, Scope, Writer};

use super::gate::{is_asked, is_last, laid, open_anew};
use super::{Pace, held, thing, void_motions};
use crate::duty::may_act;
use crate::review::Turn;
use crate::{Failure, Officer};

/// What somebody asks for by hand: that information is released.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedCase {
    /// The name of the first case, given out with the form, so that one which is sent twice asks once.
    pub id: CaseId,
    /// What it is called.
    pub title: String,
    /// Who asks.
    pub post: PostId,
    /// What it is for, and what will be done with it.
    pub reason: String,
    /// To which countries, by codes of two letters.
    pub countries: Vec<String>,
    /// To which hosts.
    pub hosts: Vec<HostId>,
    /// To whom else.
    pub parties: Vec<Party>,
    /// Its classes.
    pub classes: Vec<Subject>,
    /// What is to be told or to move, each in a line or more.
    pub items: Vec<String>,
    /// Who may see it, at least.
    pub marking: Marking,
}

/// Lays a case before every regime that asks for it. Answers the cases that stand then and that the officer sees, the one of the form
/// first.
///
/// # Errors
/// Refused when the officer does not act for the post, without a title or an item, when a host is not there, when a text or list is too
/// long, and where no regime in force asks for a case.
pub fn ask_case(writer: &mut Writer, turn: &mut Turn<'_>, asked: AskedCase) -> Result<Vec<ControlCase>, Failure> {
    let officer = turn.officer;
    let actor = officer.acting_for(&asked.post)?.to_string();
    writer.transact(&actor, turn.now, |deed| {
        if let Some(before) = deed.case(&Scope::office(), asked.id)? {
            let is_same = before.asker == officer.person.id && before.proposal.post == asked.post;
            if is_same && before.proposal.title == tidied_title(&asked.title)? {
                let about = Some(before.proposal.about);
                let mut all = deed.cases(&store::CaseFilter { about, ..store::CaseFilter::default() })?;
                all.sort_by_key(|case| case.id != asked.id);
                all.retain(|case| officer.clearance.may_see(&case.marking));
                return Ok(all);
            }
            return Err(Failure::said(sentence!(
                "case-form-sent",
                "This form was sent already with another case; open a new one"
            )));
        }
        let id = asked.id;
        let proposal = proposal(deed, officer, asked)?;
        let mut pace = Pace::of(turn);
        let ids = laid(deed, &mut pace, &proposal, (&officer.person.id, Some(id)))?;
        if ids.is_empty() {
            return Err(Failure::said(sentence!(
                "case-not-needed",
                "No regime in force asks for a case here, so that nothing has to be decided; go ahead, or say more exactly what is to be told and to whom"
            )));
        }
        let mut cases = Vec::new();
        for id in ids {
            cases.extend(deed.case(&Scope::office(), id)?);
        }
        // A regime that is hidden from who asks decides all the same.
        cases.retain(|case| officer.clearance.may_see(&case.marking));
        Ok(cases)
    })
}

fn tidied_title(title: &str) -> Result<String, Refusal> {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() {
        return Err(Refusal::Said(sentence!(
            "case-no-title",
            "Write what it is called, so that it can be told from others"
        )));
    }
    not_longer(&title, REGIME_NAME_CHARS_MAX)?;
    Ok(title)
}

fn proposal(deed: &Deed<'_>, officer: &Officer, asked: AskedCase) -> Result<Proposal, Failure> {
    let title = tidied_title(&asked.title)?;
    let reason = asked.reason.trim().to_owned();
    let items: Vec<String> =
        asked.items.iter().map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect();
    if items.is_empty() || reason.is_empty() {
        return Err(Failure::said(sentence!(
            "case-no-item",
            "Write what is to be told or to move, and what for; that is what is decided on"
        )));
    }
    for text in items.iter().chain([&reason]) {
        not_longer(text, REGIME_TEXT_CHARS_MAX)?;
    }
    let mut countries =
        asked.countries.iter().map(|code| model::country(code)).collect::<Result<Vec<String>, Refusal>>()?;
    let parties = asked.parties.into_iter().map(Party::tidied).collect::<Result<Vec<Party>, Refusal>>()?;
    let lists = [items.len(), countries.len(), asked.hosts.len(), asked.classes.len(), parties.len()];
    if lists.iter().any(|n| *n > REGIME_LINES_MAX) {
        return Err(Failure::said(sentence!(
            "case-lines",
            "A case names up to {max} items, countries, hosts, classes and parties each; ask for several",
            max = REGIME_LINES_MAX
        )));
    }
    let mut marking = asked.marking;
    let mut names = Vec::new();
    for id in &asked.hosts {
        let host = deed.host(&officer.scope, *id)?.ok_or_else(|| crate::host::no_host(&id.to_string()))?;
        marking = marking.join(&host.marking);
        names.push(host.name().to_owned());
        if !countries.contains(&host.country) {
            countries.push(host.country);
        }
    }
    if !officer.clearance.may_see(&marking) {
        return Err(Failure::said(sentence!(
            "marking-blind-case",
            "You could not see the case once it is so marked; choose a marking that you are cleared for"
        )));
    }
    let post = deed.post(&asked.post)?.filter(|post| !post.closed);
    let post =
        post.ok_or_else(|| Refusal::Said(sentence!("post-gone", "That post is not there any more; choose another")))?;
    let mut content = vec![("reason".to_owned(), reason)];
    content.extend(items.iter().map(|item| ("item".to_owned(), item.clone())));
    content.extend(names.into_iter().map(|name| ("host".to_owned(), name)));
    Ok(Proposal {
        act: ControlAct::Release,
        about: Thing::new(Noun::Case, asked.id),
        title,
        unit: post.unit,
        post: asked.post,
        marking,
        countries,
        hosts: asked.hosts,
        parties,
        classes: asked.classes.iter().filter_map(|class| Some((class.scheme, class.code.clone()?))).collect(),
        items,
        content,
    })
}

/// Takes a case back for which a post asked.
///
/// # Errors
/// Refused when there is none, when the officer does not act for the post that asked, and when it is not open any more.
pub fn withdraw_case(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    (id, revision): (CaseId, u32),
    reason: &str,
) -> Result<ControlCase, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let case = held(deed, officer, id)?;
        let actor = officer.acting_for(&case.proposal.post)?;
        case.from_revision(revision)?;
        let next = case.withdraw(reason, turn.today)?;
        let fact = model::Fact::new(&actor.to_string(), Verb::Withdrew, thing(id).to_string());
        deed.keep_case(&next, &fact)?;
        void_motions(deed, id)?;
        deed.lapse(&thing(id), "withdrawn")?;
        Ok(next)
    })
}

/// Asks again for what was refused, taken back, or is no longer good. Answers the new case.
///
/// # Errors
/// Refused when there is none, when the officer does not act for the post that asked, when it waits or is good, when it was asked again
/// already, and where the regime asks for no case any more.
pub fn ask_again(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    (id, revision): (CaseId, u32),
) -> Result<ControlCase, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let case = held(deed, officer, id)?;
        officer.acting_for(&case.proposal.post)?;
        case.from_revision(revision)?;
        if !can_be_asked_again(&case, turn.today) || !is_last(deed, &case)? {
            return Err(Failure::Refused(Refusal::Changed(sentence!(
                "case-again",
                "This waits to be decided, is still good, or was asked again already; reload the page"
            ))));
        }
        if !is_asked(deed, &case, turn.today)? {
            return Err(Failure::said(sentence!(
                "case-not-asked",
                "The regime asks for no case here any more, so that nothing has to be decided"
            )));
        }
        let case = ControlCase { asker: officer.person.id.clone(), ..case };
        open_anew(deed, &mut Pace::of(turn), &case)
    })
}

/// Whether it makes sense to ask again for what a case decided. What changed since is laid before the regime by whatever changed it.
pub(super) fn can_be_asked_again(case: &ControlCase, today: model::Date) -> bool {
    let is_past = case.state.lets_through() && case.until.is_some_and(|until| until < today);
    is_past || matches!(case.state, CaseState::Refused | CaseState::Expired | CaseState::Withdrawn)
}

/// Takes note of what became of a case.
///
/// # Errors
/// Refused when there is none, and when nothing waits to be noted by a post of the officer.
pub fn note_case(writer: &mut Writer, turn: &mut Turn<'_>, id: CaseId) -> Result<ControlCase, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let case = held(deed, officer, id)?;
        let duties = deed.open_duties(&thing(id))?;
        let own: Vec<_> =
            duties.iter().filter(|duty| duty.kind == DutyKind::HearCase && may_act(officer, duty)).collect();
        if own.is_empty() {
            return Err(Failure::Refused(Refusal::Changed(sentence!(
                "case-noted",
                "Nothing waits here for you to be noted; reload the page"
            ))));
        }
        for duty in own {
            let closed = duty.close(DutyState::Done, "noted", None, deed.at())?;
            deed.keep_duty(&closed)?;
        }
        Ok(case)
    })
}
