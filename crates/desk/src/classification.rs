//! Classifications: what a person says a thing is by a control list, confirmed by another; what the gate asks of them.

use model::{
    Actor, AgreementId, CLASSIFICATIONS_MAX, Classification, ClassificationState, ClassificationVerdict, ControlListId,
    DutyKind, ItemParameter, MissionId, Noun, Post, PostId, Power, RecordId, Refusal, ReleaseId, SampleId, Thing,
    UnitId, UnitTree, Verb, sentence,
};
use sha2::{Digest, Sha256};
use store::{Deed, Scope, Writer};

use crate::control::weigh_later;
use crate::control_list::version_in_force;
use crate::review::{Turn, tree};
use crate::work_calendar::charge;
use crate::{Failure, Office, Officer};

/// What somebody says of a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassificationGiven {
    /// By which list.
    pub list: ControlListId,
    /// Which version of it they had before them.
    pub version: u32,
    /// What it is.
    pub verdict: ClassificationVerdict,
    /// The description that was held against the list.
    pub text: String,
    /// The parameters that were held against it.
    pub parameters: Vec<ItemParameter>,
    /// Why.
    pub reason: String,
}

/// How a thing is classified, as the gate asks it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Classified {
    /// The lists, each with the version by which it was said.
    pub lists: Vec<(String, u32)>,
    /// The entries under which it stands, list and code.
    pub entries: Vec<(String, String)>,
    /// SHA-256 over everything that is said of it and counts.
    pub digest: [u8; 32],
}

/// What has to be known of a thing that is classified.
struct Classifiable {
    title: String,
    /// The post whose it is, and its unit. A record is nobody's.
    home: Option<(PostId, UnitId)>,
}

impl Classifiable {
    fn of(title: String, post: PostId, unit: UnitId) -> Classifiable {
        Classifiable { title, home: Some((post, unit)) }
    }
}

fn no_thing(about: &Thing) -> Failure {
    Failure::Refused(Refusal::NotFound {
        noun: "classification",
        text: about.to_string(),
        next: sentence!(
            "next-look-classified",
            "look for it in the list of its room; samples, agreements, missions, releases and records are classified"
        ),
    })
}

/// A thing that can be classified, as the scope shows it.
fn classifiable(deed: &Deed<'_>, scope: &Scope, about: &Thing) -> Result<Classifiable, Failure> {
    let found = match about.noun {
        Noun::Sample => match SampleId::parse(&about.name) {
            Some(id) => deed.sample(scope, id)?.map(|one| Classifiable::of(one.name, one.post, one.unit)),
            None => None,
        },
        Noun::Agreement => match AgreementId::parse(&about.name) {
            Some(id) => deed.agreement(scope, id)?.map(|one| Classifiable::of(one.title, one.post, one.unit)),
            None => None,
        },
        Noun::Mission => match MissionId::parse(&about.name) {
            Some(id) => deed.mission(scope, id)?.map(|one| Classifiable::of(one.title, one.post, one.unit)),
            None => None,
        },
        Noun::Release => match ReleaseId::parse(&about.name) {
            Some(id) => deed.release(scope, id)?.map(|one| Classifiable::of(one.title, one.post, one.unit)),
            None => None,
        },
        Noun::Record => match RecordId::parse(&about.name) {
            Some(id) => deed.released_record(scope, id)?.map(|one| Classifiable { title: one.title, home: None }),
            None => None,
        },
        _ => None,
    };
    found.ok_or_else(|| no_thing(about))
}

/// Who says what a thing is or confirms it: its post, who documents, and who coordinates over its unit. What a record is, is said by who
/// documents alone.
fn classifier(deed: &Deed<'_>, officer: &Officer, held: &Classifiable) -> Result<Actor, Failure> {
    let Some((post, unit)) = &held.home else {
        return officer.by_power(Power::Document).map_err(|_| {
            Failure::said(sentence!(
                "classification-record-not-yours",
                "What the record “{title}” is by a control list is said by a documentalist; ask one",
                title = held.title.as_str()
            ))
        });
    };
    let tree = tree(deed)?;
    let actor = officer
        .acting_for(post)
        .or_else(|_| officer.by_power(Power::Document))
        .or_else(|_| officer.empowered(Power::Coordinate, unit, &tree));
    actor.map_err(|_| {
        Failure::said(sentence!(
            "classification-not-yours",
            "What “{title}” is by a control list is said by its post {post}, by a documentalist, or by who coordinates over its unit",
            title = held.title.as_str(),
            post
        ))
    })
}

/// Who is asked to confirm what somebody said for a post: somebody else's post first, so that the duty does not wait where it cannot be
/// done. A record is confirmed where records are kept.
fn confirmer(held: &Classifiable, said_for: &PostId, posts: &[Post], tree: &UnitTree) -> PostId {
    let others: Vec<Post> = posts.iter().filter(|post| post.id != *said_for).cloned().collect();
    let documents = || others.iter().find(|post| !post.closed && post.powers.contains(&Power::Document));
    let found = match &held.home {
        Some((_, unit)) => tree.nearest(unit, Power::Coordinate, &others).or_else(documents),
        None => documents().or_else(|| {
            let unit = posts.iter().find(|post| post.id == *said_for).map(|post| &post.unit)?;
            tree.nearest(unit, Power::Coordinate, &others)
        }),
    };
    match (found, &held.home) {
        (Some(post), _) => post.id.clone(),
        (None, Some((post, _))) => post.clone(),
        (None, None) => said_for.clone(),
    }
}

/// Keeps what somebody says of a thing, in the place of what it contradicts, and asks a second person to confirm it.
///
/// # Errors
/// Refused when the officer may not, when the list was loaded anew since they looked ([`Refusal::Changed`]), when it has no such
/// provision, and without a reason.
pub fn classify(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    about: &Thing,
    given: &ClassificationGiven,
) -> Result<Classification, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let held = classifiable(deed, &officer.scope, about)?;
        let actor = classifier(deed, officer, &held)?;
        let said_for = actor.post.clone().or_else(|| held.home.as_ref().map(|(post, _)| post.clone()));
        let said_for = said_for.ok_or_else(|| no_thing(about))?;
        let version = version_in_force(deed, &given.list)?;
        if version.number != given.version {
            return Err(Failure::Refused(Refusal::Changed(sentence!(
                "classification-list-changed",
                "The list was loaded anew since you looked; look at what it says now"
            ))));
        }
        if let ClassificationVerdict::Listed(code) = &given.verdict
            && !deed.has_control_entry(&given.list, version.number, code)?
        {
            return Err(Failure::Refused(Refusal::NotFound {
                noun: "control-entry",
                text: code.clone(),
                next: sentence!("next-look-control-list", "look for it on the page of the list"),
            }));
        }
        let before = deed.classifications(about)?;
        if before.len() >= CLASSIFICATIONS_MAX {
            return Err(Failure::said(sentence!(
                "classifications-many",
                "This was classified {max} times already; nothing more is taken",
                max = CLASSIFICATIONS_MAX
            )));
        }
        let one = Classification {
            about: about.clone(),
            number: before.first().map_or(0, |last| last.number) + 1,
            list: given.list.clone(),
            version: version.number,
            verdict: given.verdict.clone(),
            text: given.text.clone(),
            parameters: given.parameters.clone(),
            reason: given.reason.clone(),
            state: ClassificationState::Proposed,
            by: actor.to_string(),
            person: actor.person,
            post: said_for.clone(),
            at: turn.now,
            decided_by: None,
            decided_at: None,
            remark: String::new(),
        }
        .tidied()?;
        for old in before.iter().filter(|old| gives_way(old, &one)) {
            deed.keep_classification(&Classification { state: ClassificationState::Replaced, ..old.clone() })?;
        }
        deed.keep_classification(&one)?;
        weigh_later(deed)?;
        let said = one.code().map_or_else(|| "not-listed".to_owned(), str::to_owned);
        let fact = deed.fact(Verb::Classified, about);
        deed.note(&fact.with(format!("{} {} {said}", one.list, one.version)))?;
        settle(deed, about)?;
        if !deed.open_duties(about)?.iter().any(|duty| duty.kind == DutyKind::ConfirmClassification) {
            let post = confirmer(&held, &said_for, &deed.posts()?, &tree(deed)?);
            let duty = turn.duty(&post, DutyKind::ConfirmClassification, about.clone(), turn.work.review_days);
            charge(deed, &duty)?;
        }
        Ok(one)
    })
}

/// Whether an earlier classification does not count beside a new one: it is of the same list and says the same code, says that there is
/// none or was asked again, or the new one says that there is none.
fn gives_way(old: &Classification, new: &Classification) -> bool {
    let is_none = |one: &Classification| matches!(one.verdict, ClassificationVerdict::NotListed(_));
    let is_asked = old.state == ClassificationState::AskedAgain;
    old.is_open() && old.list == new.list && (is_none(old) || is_none(new) || is_asked || old.code() == new.code())
}

/// Ends the duties about a thing for which nothing is left to do.
fn settle(deed: &mut Deed<'_>, about: &Thing) -> Result<(), Failure> {
    let held = deed.classifications(about)?;
    let waits = |state| held.iter().any(|one| one.state == state);
    if !waits(ClassificationState::AskedAgain) {
        deed.done(about, DutyKind::ClassifyAgain, "classified")?;
    }
    if !waits(ClassificationState::Proposed) {
        deed.done(about, DutyKind::ConfirmClassification, "decided")?;
    }
    Ok(())
}

/// A second person confirms a classification, or says why it is not right.
///
/// # Errors
/// Refused when the officer may not, by who made it, for a no without a reason, and when it does not wait any more.
pub fn decide_classification(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    about: &Thing,
    number: u32,
    (yes, remark): (bool, &str),
) -> Result<Classification, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let held = classifiable(deed, &officer.scope, about)?;
        let one = deed.classifications(about)?.into_iter().find(|one| one.number == number);
        let one = one.ok_or_else(|| no_classification(number))?;
        let actor = match deed
            .open_duties(about)?
            .iter()
            .find(|duty| duty.kind == DutyKind::ConfirmClassification && crate::duty::may_act(officer, duty))
        {
            Some(duty) => {
                let raised = duty.raised_to.as_ref().filter(|post| officer.acts_for(post));
                officer.acting_for(raised.unwrap_or(&duty.post))?
            }
            None => classifier(deed, officer, &held)?,
        };
        let decided = one.decide((&actor.to_string(), &actor.person), yes, remark, turn.now)?;
        deed.keep_classification(&decided)?;
        weigh_later(deed)?;
        let fact = deed.fact(Verb::ClassificationDecided, about);
        deed.note(&fact.with(format!("{number} {}", decided.state)))?;
        settle(deed, about)?;
        if !yes {
            let duty = turn.duty(&decided.post, DutyKind::ClassifyAgain, about.clone(), turn.work.review_days);
            charge(deed, &duty)?;
        }
        Ok(decided)
    })
}

fn no_classification(number: u32) -> Refusal {
    Refusal::NotFound {
        noun: "classification",
        text: number.to_string(),
        next: sentence!("next-look-classifications", "look at what the thing was classified as"),
    }
}

/// How a thing is classified, for the gate: what is confirmed or waits to be counts, and what is asked again counts as that. A release is
/// also what its records are.
///
/// # Errors
/// When the store fails.
pub fn classified(deed: &Deed<'_>, about: &Thing) -> Result<Classified, Failure> {
    let mut found = Classified::default();
    let mut hasher = Sha256::new();
    count(deed, about, &mut found, &mut hasher)?;
    if let (Noun::Release, Some(id)) = (about.noun, ReleaseId::parse(&about.name))
        && let Some(release) = deed.release(&Scope::office(), id)?
    {
        for record in &release.records {
            hasher.update(format!("{record}\n"));
            count(deed, &Thing::new(Noun::Record, record), &mut found, &mut hasher)?;
        }
    }
    found.digest = hasher.finalize().into();
    Ok(found)
}

/// Adds what counts of a thing.
fn count(deed: &Deed<'_>, about: &Thing, found: &mut Classified, hasher: &mut Sha256) -> Result<(), Failure> {
    let mut open: Vec<Classification> =
        deed.classifications(about)?.into_iter().filter(Classification::is_open).collect();
    open.sort_by(|one, other| (&one.list, one.number).cmp(&(&other.list, other.number)));
    for one in &open {
        let said = match &one.verdict {
            ClassificationVerdict::Listed(code) => format!("listed {code}"),
            ClassificationVerdict::NotListed(ground) => format!("not {ground}"),
        };
        // Each part ends in a sign that none of them holds.
        hasher.update(format!("{}\n{}\n{}\n{said}\n{}\n", one.list, one.version, one.number, one.state));
        let list = (one.list.to_string(), one.version);
        if !found.lists.contains(&list) {
            found.lists.push(list);
        }
        let Some(code) = one.code() else { continue };
        let entry = (one.list.to_string(), code.to_owned());
        if !found.entries.contains(&entry) {
            found.entries.push(entry);
        }
    }
    Ok(())
}

impl Office {
    /// What a thing was said to be, the latest first. What is not seen was not classified.
    ///
    /// # Errors
    /// When the store fails.
    pub fn classifications(&self, about: &Thing) -> Result<Vec<Classification>, Failure> {
        Ok(self.reader.classifications(&self.scope, about)?)
    }

    /// What a thing that can be classified is called, with its description; `None` where the reader sees none of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn classifiable(&self, about: &Thing) -> Result<Option<(String, String)>, Failure> {
        let name = about.name.as_str();
        Ok(match about.noun {
            Noun::Sample => match SampleId::parse(name) {
                Some(id) => self.reader.sample(&self.scope, id)?.map(|line| {
                    let sample = line.sample;
                    let parts = [sample.name.as_str(), sample.model.as_str(), sample.remark.as_str()];
                    let text = parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ");
                    (sample.name.clone(), text)
                }),
                None => None,
            },
            Noun::Agreement => match AgreementId::parse(name) {
                Some(id) => self.reader.agreement(&self.scope, id)?.map(|one| (one.title.clone(), one.title)),
                None => None,
            },
            Noun::Mission => match MissionId::parse(name) {
                Some(id) => self
                    .reader
                    .mission(&self.scope, id)?
                    .map(|one| (one.title.clone(), format!("{}. {}", one.title, one.purpose))),
                None => None,
            },
            Noun::Release => match ReleaseId::parse(name) {
                Some(id) => match self.reader.release(&self.scope, id)? {
                    Some(one) => {
                        let mut text = vec![one.title.clone()];
                        for record in &one.records {
                            let held = self.reader.record(&self.scope, *record)?;
                            text.extend(held.and_then(|held| held.record.title().map(str::to_owned)));
                        }
                        Some((one.title, text.join(". ")))
                    }
                    None => None,
                },
                None => None,
            },
            Noun::Record => match RecordId::parse(name) {
                Some(id) => self.reader.record(&self.scope, id)?.map(|held| {
                    let title = held.record.title().unwrap_or_default().to_owned();
                    let said = held.record.abstracts.first().map(|said| said.text.clone()).unwrap_or_default();
                    let text = if said.is_empty() { title.clone() } else { format!("{title}. {said}") };
                    (title, text)
                }),
                None => None,
            },
            _ => None,
        })
    }

    /// The numbers of those classifications of a thing that an officer may confirm.
    ///
    /// # Errors
    /// When the store fails.
    pub fn may_confirm(&self, officer: &Officer, about: &Thing) -> Result<Vec<u32>, Failure> {
        let duties = self.reader.duties_about(&self.scope, about)?;
        let by_duty = duties.iter().any(|duty| {
            duty.kind == DutyKind::ConfirmClassification
                && duty.state == model::DutyState::Open
                && crate::duty::may_act(officer, duty)
        });
        let may = by_duty || self.may_classify(officer, about)?;
        let held = self.classifications(about)?;
        let waits =
            held.iter().filter(|one| one.state == ClassificationState::Proposed && one.person != officer.person.id);
        Ok(if may { waits.map(|one| one.number).collect() } else { Vec::new() })
    }

    /// Whether an officer may say what a thing is.
    ///
    /// # Errors
    /// When the store fails.
    pub fn may_classify(&self, officer: &Officer, about: &Thing) -> Result<bool, Failure> {
        let name = about.name.as_str();
        let held = match about.noun {
            Noun::Sample => match SampleId::parse(name) {
                Some(id) => self.reader.sample(&self.scope, id)?.map(|line| (line.sample.post, line.sample.unit)),
                None => None,
            },
            Noun::Agreement => match AgreementId::parse(name) {
                Some(id) => self.reader.agreement(&self.scope, id)?.map(|one| (one.post, one.unit)),
                None => None,
            },
            Noun::Mission => match MissionId::parse(name) {
                Some(id) => self.reader.mission(&self.scope, id)?.map(|one| (one.post, one.unit)),
                None => None,
            },
            Noun::Release => match ReleaseId::parse(name) {
                Some(id) => self.reader.release(&self.scope, id)?.map(|one| (one.post, one.unit)),
                None => None,
            },
            Noun::Record => {
                let is_seen = match RecordId::parse(name) {
                    Some(id) => self.reader.record(&self.scope, id)?.is_some(),
                    None => false,
                };
                return Ok(is_seen && officer.by_power(Power::Document).is_ok());
            }
            _ => None,
        };
        let Some((post, unit)) = held else { return Ok(false) };
        Ok(officer.acts_for(&post)
            || officer.by_power(Power::Document).is_ok()
            || officer.empowered(Power::Coordinate, &unit, self.tree()?.as_ref()).is_ok())
    }
}
