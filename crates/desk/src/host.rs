//! Hosts: organisations outside, registered by whoever wants to visit them.

use model::{Actor, Host, HostId, Mission, Power, Question, Refusal, Thing, Verb, sentence};
use store::{MissionFilter, Scope, Writer};

use crate::reciprocity::meant_for;
use crate::review::Turn;
use crate::screening::let_be_screened;
use crate::{Failure, Office, Officer};

/// Missions that are shown on the page of a host.
const MISSIONS_SHOWN: usize = 100;

/// A host with what went on between it and the office.
#[derive(Clone, Debug)]
pub struct HostPage {
    /// The host.
    pub host: Host,
    /// Missions there and back, the newest first.
    pub missions: Vec<Mission>,
    /// Questions that were meant for it, with the mission of each.
    pub questions: Vec<(Question, Mission)>,
}

pub(crate) fn no_host(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "host",
        text: text.to_owned(),
        next: sentence!("next-look-hosts", "look for it in the list of hosts"),
    }
}

/// Who may change a host: the post that keeps its page, and who documents or coordinates.
fn keeper(officer: &Officer, host: &Host) -> Result<Actor, Refusal> {
    let by_power = || officer.by_power(Power::Document).or_else(|_| officer.by_power(Power::Coordinate));
    officer.acting_for(&host.post).or_else(|_| by_power()).map_err(|_| {
        Refusal::Said(sentence!(
            "host-not-keeper",
            "The page of this host is kept by {post}; ask who acts for that post, or a documentalist",
            post = host.post
        ))
    })
}

/// Puts a host into the register, or changes what the register says of it: then `host.revision` is that of the state which was seen.
/// A form that is sent twice registers once.
///
/// # Errors
/// Refused when it is not in order, when the officer may not, when somebody changed it in between, or when its marking would
/// become wider.
pub fn keep_host(writer: &mut Writer, turn: &Turn<'_>, host: Host, is_new: bool) -> Result<Host, Failure> {
    let host = host.tidied()?;
    let officer = turn.officer;
    if !officer.clearance.may_see(&host.marking) {
        return Err(Failure::said(sentence!(
            "marking-blind-host",
            "You could not see the host once it is so marked; choose a marking that you are cleared for"
        )));
    }
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        if is_new {
            officer.acting_for(&host.post)?;
            return match deed.host(&Scope::office(), host.id)? {
                Some(held) if held.post == host.post && held.name() == host.name() => Ok(held),
                Some(_) => Err(Failure::said(sentence!(
                    "host-form-sent",
                    "This form was sent already with another host; open a new one"
                ))),
                None => {
                    let host = Host { revision: 0, made_at: turn.now, ..host };
                    deed.keep_host(&host, Verb::Registered)?;
                    let_be_screened(deed)?;
                    Ok(host)
                }
            };
        }
        let held = deed.host(&officer.scope, host.id)?.ok_or_else(|| no_host(&host.id.to_string()))?;
        keeper(officer, &held)?;
        let host = Host { post: held.post.clone(), made_at: held.made_at, ..host };
        if host == held {
            return Ok(held);
        }
        if host.revision != held.revision {
            return Err(Failure::Refused(Refusal::Changed(sentence!(
                "host-changed",
                "Somebody changed this host in between; open it again, and change what is still to be changed"
            ))));
        }
        if !host.marking.covers(&held.marking) {
            return Err(Failure::said(sentence!(
                "host-wider",
                "More people could see it than before; keep the marking or make it narrower, and ask for a wider one with “Widen the marking” on its page"
            )));
        }
        let host = Host { revision: held.revision + 1, ..host };
        deed.keep_host(&host, Verb::Revised)?;
        let_be_screened(deed)?;
        Ok(host)
    })
}

impl Office {
    /// Every host with each of these words in a name, a place, a contact or what it makes, in order of name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn hosts(&self, words: &str) -> Result<Vec<Host>, Failure> {
        let words: Vec<String> = words.split_whitespace().map(matching::analysis::fold).collect();
        let mut hosts = self.reader.hosts(&self.scope)?;
        hosts.retain(|host| {
            let people = host.contacts.iter().flat_map(|one| [one.name.as_str(), one.position.as_str()]);
            let texts = host.every_name().into_iter().chain([host.place.as_str(), &host.country, &host.makes]);
            let text = matching::analysis::fold(&texts.chain(people).collect::<Vec<_>>().join("\n"));
            words.iter().all(|word| text.contains(word.as_str()))
        });
        Ok(hosts)
    }

    /// The host of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn host(&self, text: &str) -> Result<Host, Failure> {
        let id = HostId::parse(text).ok_or_else(|| no_host(text))?;
        Ok(self.reader.host(&self.scope, id)?.ok_or_else(|| no_host(text))?)
    }

    /// A host with its missions and the questions that were meant for it.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn host_page(&self, text: &str) -> Result<HostPage, Failure> {
        let host = self.host(text)?;
        let filter = MissionFilter { host: Some(host.id), limit: Some(MISSIONS_SHOWN), ..MissionFilter::default() };
        let missions = self.reader.missions(&self.scope, &filter)?;
        let mut questions = Vec::new();
        for mission in &missions {
            let list = self.reader.questions(&self.scope, mission.id)?;
            let meant = meant_for(mission, &list, host.id);
            questions.extend(meant.map(|question| (question.clone(), mission.clone())));
        }
        Ok(HostPage { host, missions, questions })
    }

    /// Whether an officer may change a host.
    pub fn may_change_host(&self, officer: &Officer, host: &Host) -> bool {
        keeper(officer, host).is_ok()
    }
}

/// The thing that a host is.
pub(crate) fn host_thing(id: HostId) -> Thing {
    Thing::new(model::Noun::Host, id)
}
