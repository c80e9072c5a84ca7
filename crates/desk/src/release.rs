//! Releases of information: records that are given to a host, asked for by one person, given by another, and through the gate.

use formats::Form;
use model::{
    Door, DutyKind, Exchange, ExchangeId, ExchangeKind, ExchangeWay, Fact, HostRelease, Noun, Power, RecordId, Refusal,
    ReleaseId, ReleaseState, Thing, Verb, sentence,
};
use store::{Deed, HeldRecord, ReleaseFilter, Scope, Writer};

use crate::control::{flat, lay_before, release_proposal, through};
use crate::export::{GivenOut, written};
use crate::host::no_host;
use crate::review::{Turn, tree};
use crate::work_calendar::charge;
use crate::{Failure, Office, Officer};

/// Releases on one page of the list.
pub const RELEASES_LISTED: usize = 200;

/// What an officer may do with a release now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReleaseRights {
    /// Change it, and take it back.
    pub change: bool,
    /// Give the records, or say no.
    pub decide: bool,
    /// Take the file of what was given.
    pub take: bool,
}

/// A release with what it gives.
#[derive(Clone, Debug)]
pub struct ReleasePage {
    /// The release.
    pub release: HostRelease,
    /// To whom, by name.
    pub host: String,
    /// What is given, each by number and title.
    pub records: Vec<(RecordId, String)>,
    /// What the officer may do.
    pub rights: ReleaseRights,
}

pub(crate) fn no_release(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "release",
        text: text.to_owned(),
        next: sentence!("next-look-releases", "look for it in the list of releases"),
    }
}

fn thing(id: ReleaseId) -> Thing {
    Thing::new(Noun::Release, id)
}

fn held(deed: &Deed<'_>, officer: &Officer, id: ReleaseId) -> Result<HostRelease, Failure> {
    Ok(deed.release(&officer.scope, id)?.ok_or_else(|| no_release(&id.to_string()))?)
}

fn fact(by: &str, verb: Verb, release: &HostRelease) -> Fact {
    Fact::new(by, verb, thing(release.id).to_string()).to(Thing::new(Noun::Host, release.host).to_string())
}

/// Refuses records that are not there, and such as may not be given out by anybody's word: their caveats were agreed on with others.
fn may_go(deed: &Deed<'_>, scope: &Scope, records: &[RecordId]) -> Result<(), Failure> {
    for id in records {
        let missing = || Refusal::NotFound {
            noun: "record",
            text: id.to_string(),
            next: sentence!("next-cite-seen", "cite what you can open here"),
        };
        let marking = deed.marking_of_record(scope, *id)?.ok_or_else(missing)?;
        if !marking.may_be_given_out() {
            return Err(Failure::said(sentence!(
                "release-caveat",
                "The record {record} is marked `{marking}`, and by that caveat it is given to nobody; leave it out",
                record = id.to_string(),
                marking
            )));
        }
    }
    Ok(())
}

/// Asks for a release, or changes what is asked: then `revision` is that of the release which was seen. It is laid before the gate, and
/// the post that coordinates over the unit is asked to decide. A form that is sent twice asks once.
///
/// # Errors
/// Refused when it is not in order, when the officer does not act for its post, when host or record are not there, when a record may be
/// given to nobody, when somebody changed it or decided in between, and when nobody who decides may see it.
pub fn write_release(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    written: &HostRelease,
    revision: Option<u32>,
) -> Result<HostRelease, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = match revision {
            Some(_) => Some(held(deed, officer, written.id)?),
            None => None,
        };
        let missing = || no_host(&written.host.to_string());
        let host = deed.host(&officer.scope, written.host)?.ok_or_else(missing)?;
        let written = written.clone().tidied()?;
        may_go(deed, &officer.scope, &written.records)?;
        let post = before.as_ref().map_or(&written.post, |before| &before.post).clone();
        let by = officer.acting_for(&post)?.to_string();
        let next = match &before {
            Some(before) => {
                before.from_revision(revision.unwrap_or_default())?;
                before.rewrite(written, (&by, &officer.person.id))?
            }
            None => match begun(deed, turn, written, &by)? {
                Begun::Before(held) => return Ok(held),
                Begun::Now(release) => release,
            },
        };
        let next = HostRelease { marking: next.marking.join(&host.marking), ..next };
        let verb = if before.is_some() { Verb::Restated } else { Verb::Asked };
        deed.keep_release(&next, &fact(&by, verb, &next))?;
        ask_to_decide(deed, turn, office, &next)?;
        let proposal = release_proposal(deed, &next)?;
        lay_before(deed, turn, &proposal)?;
        Ok(next)
    })
}

enum Begun {
    /// The same form was sent before.
    Before(HostRelease),
    /// It is new.
    Now(HostRelease),
}

fn begun(deed: &Deed<'_>, turn: &Turn<'_>, written: HostRelease, by: &str) -> Result<Begun, Failure> {
    let officer = turn.officer;
    // Also one that the officer does not see: it is not written over.
    if let Some(held) = deed.release(&Scope::office(), written.id)? {
        let is_same = held.post == written.post && held.records == written.records && held.host == written.host;
        if is_same && deed.release(&officer.scope, written.id)?.is_some() {
            return Ok(Begun::Before(held));
        }
        return Err(Failure::said(sentence!(
            "release-form-sent",
            "This form was sent before; open a new one to ask for something else"
        )));
    }
    let post = deed.post(&written.post)?.ok_or_else(|| {
        Failure::said(sentence!("post-gone-reload", "The post is not there any more; reload the page"))
    })?;
    Ok(Begun::Now(HostRelease {
        unit: post.unit,
        asked_by: by.to_owned(),
        asker: officer.person.id.clone(),
        state: ReleaseState::Asked,
        decided_by: None,
        decided_at: None,
        remark: String::new(),
        exchange: None,
        revision: 0,
        made_at: turn.now,
        ..written
    }))
}

/// Lays the decision on the post that coordinates nearest above the unit.
fn ask_to_decide(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    office: &Office,
    release: &HostRelease,
) -> Result<(), Failure> {
    let (posts, tree) = (deed.posts()?, tree(deed)?);
    let post = tree.nearest(&release.unit, Power::Coordinate, &posts).ok_or_else(|| {
        Refusal::Said(sentence!(
            "release-no-coordinator",
            "No post coordinates {unit} or a unit above it, so nobody could decide; ask an administrator to give a post that power",
            unit = &release.unit
        ))
    })?;
    let marking = release_proposal(deed, release)?.marking;
    if !office.post_may_see_marking(&post.id, &marking, turn.today)? {
        return Err(Failure::said(sentence!(
            "release-blind",
            "Nobody at {post}, which decides, may see all that is to be given; leave out what is marked so high",
            post = &post.id
        )));
    }
    deed.lapse(&thing(release.id), "asked anew")?;
    let duty = turn.duty(&post.id, DutyKind::DecideRelease, thing(release.id), turn.work.review_days);
    charge(deed, &duty)?;
    Ok(())
}

/// Gives what was asked for, or says no. Given, it is noted among what passed between the office and the host, and its file can be taken.
///
/// # Errors
/// Refused when there is none, to whoever neither coordinates over its unit nor was asked instead, and to who asked; when somebody changed
/// it or decided in between, for a no without a reason, when a record may be given to nobody by now, and while the gate is shut.
pub fn decide_release(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    (id, revision): (ReleaseId, u32),
    (yes, remark): (bool, &str),
) -> Result<HostRelease, Failure> {
    let officer = turn.officer;
    let done = writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, officer, id)?;
        let raised = deed.open_duties(&thing(id))?.into_iter().filter_map(|duty| duty.raised_to);
        let raised = raised.into_iter().find(|post| officer.acts_for(post));
        let actor = officer.empowered(Power::Coordinate, &before.unit, &tree(deed)?);
        let by = actor.or_else(|refusal| raised.map_or(Err(refusal), |post| officer.acting_for(&post)))?.to_string();
        before.from_revision(revision)?;
        let after = before.decide((&by, &officer.person.id), yes, remark, turn.now)?;
        let mut exchange = None;
        if yes {
            may_go(deed, &Scope::office(), &before.records)?;
            let proposal = release_proposal(deed, &before)?;
            if let Err(shut) = through(deed, turn, Door::ReleaseGiven, &proposal)? {
                return Ok(Err(shut));
            }
            let noted = Exchange {
                id: ExchangeId::from_bits((turn.ids)()),
                host: after.host,
                way: ExchangeWay::Given,
                kind: ExchangeKind::Publication,
                day: turn.today,
                what: after.title.clone(),
                worth: None,
                mission: None,
                answers: None,
                post: after.post.clone(),
                struck: None,
                marking: proposal.marking,
                made_at: turn.now,
            };
            deed.keep_exchange(&noted, Verb::Registered)?;
            exchange = Some(noted.id);
        }
        let after = HostRelease { exchange, ..after };
        let verb = if yes { Verb::Released } else { Verb::Declined };
        deed.keep_release(&after, &fact(&by, verb, &after))?;
        deed.done(&thing(id), DutyKind::DecideRelease, after.state.word())?;
        Ok(Ok(after))
    });
    flat(done)
}

/// Takes it back.
///
/// # Errors
/// Refused to whoever does not act for the post that asked, once it is decided, and when somebody changed it in between.
pub fn withdraw_release(
    writer: &mut Writer,
    turn: &Turn<'_>,
    (id, revision): (ReleaseId, u32),
) -> Result<HostRelease, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, officer, id)?;
        let by = officer.acting_for(&before.post)?.to_string();
        before.from_revision(revision)?;
        let after = before.withdraw()?;
        deed.keep_release(&after, &fact(&by, Verb::Withdrew, &after))?;
        deed.lapse(&thing(id), "withdrawn")?;
        Ok(after)
    })
}

/// The file of what was given: every record as it is now, through the gate once more, since what was changed since was not voted on.
///
/// # Errors
/// Refused when there is none, to whoever acts neither for the post that asked nor coordinates over its unit, before it is given, when a
/// record may be given to nobody by now, and while the gate is shut.
pub fn take_dossier(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    id: ReleaseId,
    form: Form,
) -> Result<GivenOut, Failure> {
    let officer = turn.officer;
    let done = writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let release = held(deed, officer, id)?;
        let coordinates = officer.empowered(Power::Coordinate, &release.unit, &tree(deed)?);
        let by = officer.acting_for(&release.post).or(coordinates)?.to_string();
        if release.state != ReleaseState::Given {
            return Err(Failure::said(sentence!(
                "release-not-given",
                "The release stands at “{state}”; its file is taken once it is given",
                state = release.state
            )));
        }
        may_go(deed, &Scope::office(), &release.records)?;
        let proposal = release_proposal(deed, &release)?;
        if let Err(shut) = through(deed, turn, Door::DossierTaken, &proposal)? {
            return Ok(Err(shut));
        }
        deed.note(&fact(&by, Verb::Copied, &release).with(form.word().to_owned()))?;
        Ok(Ok(release))
    });
    let release = flat(done)?;
    let mut records: Vec<HeldRecord> = Vec::new();
    for record in &release.records {
        records.extend(office.seen_by(&officer.scope).reader.record(&officer.scope, *record)?);
    }
    let name = format!("{}.{}", release.id, form.extension());
    let n_given = records.len();
    Ok(GivenOut { name, bytes: written(form, &records)?, n_given, n_withheld: 0, n_found: n_given as u64 })
}

impl Office {
    /// The release of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn release(&self, text: &str) -> Result<HostRelease, Failure> {
        let id = ReleaseId::parse(text).ok_or_else(|| no_release(text))?;
        Ok(self.reader.release(&self.scope, id)?.ok_or_else(|| no_release(text))?)
    }

    /// A release with what it gives, and what an officer may do with it.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn release_page(&self, officer: &Officer, text: &str) -> Result<ReleasePage, Failure> {
        let release = self.release(text)?;
        let host = self.reader.host(&self.scope, release.host)?;
        let mut records = Vec::new();
        for id in &release.records {
            let held = self.reader.record(&self.scope, *id)?;
            let title = held.and_then(|held| held.record.titles.first().map(|title| title.text.clone()));
            records.push((*id, title.unwrap_or_else(|| id.to_string())));
        }
        let coordinates = officer.with_power_over(Power::Coordinate, &release.unit, &*self.tree()?).is_some();
        let own = officer.acts_for(&release.post);
        let asked = release.state == ReleaseState::Asked;
        let duties = self.reader.duties_about(&self.scope, &thing(release.id))?;
        let open = duties.iter().filter(|duty| duty.state == model::DutyState::Open);
        let raised = open.filter_map(|duty| duty.raised_to.as_ref()).any(|post| officer.acts_for(post));
        let rights = ReleaseRights {
            change: asked && own,
            decide: asked && (coordinates || raised) && release.asker != officer.person.id,
            take: release.state == ReleaseState::Given && (own || coordinates),
        };
        Ok(ReleasePage { host: host.map(|host| host.name().to_owned()).unwrap_or_default(), release, records, rights })
    }

    /// Releases that fit, the newest first, each with the name of its host.
    ///
    /// # Errors
    /// When the store fails.
    pub fn releases(&self, filter: &ReleaseFilter) -> Result<Vec<(HostRelease, String)>, Failure> {
        let filter = ReleaseFilter { limit: Some(filter.limit.unwrap_or(RELEASES_LISTED)), ..filter.clone() };
        let mut found = Vec::new();
        for release in self.reader.releases(&self.scope, &filter)? {
            let host = self.reader.host(&self.scope, release.host)?;
            found.push((release, host.map(|host| host.name().to_owned()).unwrap_or_default()));
        }
        Ok(found)
    }
}
