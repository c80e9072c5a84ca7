//! The load of a list: read, held against the version in force, then kept, or held back for a second person.
//!
//! Reading and comparing are done before the write, which only sees to it that nothing was loaded in between.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::sync::Arc;

use formats::{ControlListReading, read_control_list};
use matching::{ItemHelp, ItemQuestion};
use model::{
    CONTROL_LISTS_MAX, Classification, ClassificationGround, ClassificationState, ClassificationVerdict, ControlChange,
    ControlChangeKind, ControlHead, ControlListId, ControlVersion, Date, Duty, DutyId, DutyKind, ListLoad, ListStage,
    Noun, PersonId, PostId, Power, Refusal, Thing, Verb, control_changes, list_load, sentence,
};
use sha2::{Digest, Sha256};
use store::{Deed, Scope, Writer};

use super::{in_force, no_control_list};
use crate::review::Turn;
use crate::work_calendar::charge;
use crate::{Failure, Office, Officer, WritableOffice};

/// Largest file of a list that is brought in a page, in bytes; it may be compressed.
pub const CONTROL_FILE_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Longest name of a file, in characters.
const NAME_CHARS_MAX: usize = 80;

/// The first candidates of a thing that was said to be on no entry. Where one of them changes, the thing is asked again.
const NEAR_MAX: usize = 5;

/// A file that was read, not compared yet.
pub struct ReadControlList {
    file: String,
    checksum: String,
    reading: ControlListReading,
}

impl ReadControlList {
    /// What was read.
    pub fn reading(&self) -> &ControlListReading {
        &self.reading
    }

    /// The head that the file gives a list of this name: what is kept of it already goes on where the file says nothing.
    ///
    /// # Errors
    /// Refused where nobody says what the list is called.
    pub fn head(&self, id: ControlListId, title: &str, before: Option<&ControlHead>) -> Result<ControlHead, Refusal> {
        let either = |own: &str, held: Option<&String>| {
            if own.trim().is_empty() { held.cloned().unwrap_or_default() } else { own.to_owned() }
        };
        let reading = &self.reading;
        let said = if title.trim().is_empty() { reading.title.as_str() } else { title };
        ControlHead {
            title: either(said, before.map(|head| &head.title)),
            source: either(&reading.source, before.map(|head| &head.source)),
            rights: either(&reading.rights, before.map(|head| &head.rights)),
            invented: reading.invented || before.is_some_and(|head| head.invented),
            id,
        }
        .tidied()
    }
}

/// What a version would change.
pub struct ControlForesight {
    /// The list as it would be called.
    pub head: ControlHead,
    /// The version in force that it was compared with.
    pub before: Option<u32>,
    /// What is to become of it.
    pub load: ListLoad,
    /// What became of the provisions.
    pub changes: Vec<ControlChange>,
    /// Classifications that are asked again, each with the change that asks.
    asked: Vec<(Thing, u32, String)>,
    n_lost: u64,
}

impl Office {
    /// Reads a control list from a file that somebody brings. Holds nothing.
    ///
    /// # Errors
    /// Refused when nothing was brought, or too much.
    pub fn read_control_list(&self, name: &str, bytes: &[u8]) -> Result<ReadControlList, Failure> {
        if bytes.is_empty() {
            return Err(Failure::said(sentence!("intake-no-file", "Choose a file that is not empty")));
        }
        if bytes.len() > CONTROL_FILE_BYTES_MAX {
            return Err(Failure::said(sentence!(
                "control-list-large",
                "The file has more than {max} MiB; compress it with gzip or zstd",
                max = CONTROL_FILE_BYTES_MAX / (1024 * 1024)
            )));
        }
        let file: String = name.chars().filter(|c| !c.is_control()).take(NAME_CHARS_MAX).collect();
        let file = if file.trim().is_empty() { "file".to_owned() } else { file };
        let mut checksum = String::new();
        for byte in Sha256::digest(bytes) {
            // Writing into memory does not fail.
            let _ = write!(checksum, "{byte:02x}");
        }
        Ok(ReadControlList { file, checksum, reading: read_control_list(bytes) })
    }

    /// What a file would change if it were loaded under this name.
    ///
    /// # Errors
    /// Refused when nothing is in it, its end is missing, or nobody says what the list is called.
    pub fn foresee_control_list(
        &self,
        read: &ReadControlList,
        (name, title): (&str, &str),
    ) -> Result<ControlForesight, Failure> {
        let id = ControlListId::new(name)?;
        let line = self.control_lists()?.into_iter().find(|line| line.head.id == id);
        let head = read.head(id, title, line.as_ref().map(|line| &line.head))?;
        let current = line.as_ref().and_then(|line| line.current.clone());
        let is_same = current.as_ref().is_some_and(|current| current.checksum == read.checksum);
        self.weigh_control_list(head, current.as_ref(), &read.reading, is_same)
    }

    fn weigh_control_list(
        &self,
        head: ControlHead,
        current: Option<&ControlVersion>,
        reading: &ControlListReading,
        is_same: bool,
    ) -> Result<ControlForesight, Failure> {
        let before = current.map(|version| self.item_help(&head.id, version.number)).transpose()?;
        let changes = before.as_ref().map(|before| control_changes(before.text(), &reading.text)).unwrap_or_default();
        let n_lost = changes.iter().filter(|change| change.kind == ControlChangeKind::Removed).count() as u64;
        let n_before = before.as_ref().map_or(0, |before| before.text().entries().len()) as u64;
        let n_new = reading.text.entries().len() as u64;
        let load = list_load(n_new, n_before, n_lost, is_same, reading.is_cut)?;
        let asked = match &before {
            Some(before) if !changes.is_empty() => self.asked_again(&head.id, before, reading, &changes)?,
            _ => Vec::new(),
        };
        Ok(ControlForesight { before: current.map(|version| version.number), head, load, changes, asked, n_lost })
    }

    /// The classifications, seen or not, on which a change bears: of the provision that was named or one above it; of a thing that was on
    /// none, of the entries that came nearest.
    fn asked_again(
        &self,
        list: &ControlListId,
        before: &Arc<ItemHelp>,
        reading: &ControlListReading,
        changes: &[ControlChange],
    ) -> Result<Vec<(Thing, u32, String)>, Failure> {
        let whole = self.seen_by(&Scope::office());
        let open = whole.reader.classified_by(&whole.scope, list, usize::MAX)?;
        let by_code: HashMap<&str, &ControlChange> =
            changes.iter().map(|change| (change.from.as_deref().unwrap_or(&change.code), change)).collect();
        let told =
            |change: &ControlChange| format!("{} {}", change.kind, change.from.as_deref().unwrap_or(&change.code));
        let mut after: Option<ItemHelp> = None;
        let mut found = Vec::new();
        for one in open {
            let why = match &one.verdict {
                ClassificationVerdict::Listed(code) => {
                    let above = before.text().above(code);
                    let way = above.iter().map(|entry| entry.code.as_str()).chain([code.as_str()]);
                    way.filter_map(|code| by_code.get(code).copied()).next_back().map(told)
                }
                ClassificationVerdict::NotListed(
                    ClassificationGround::PublicDomain | ClassificationGround::BasicResearch,
                ) => None,
                ClassificationVerdict::NotListed(_) => {
                    let after = after.get_or_insert_with(|| ItemHelp::new(Arc::new(reading.text.clone())));
                    nearest_change(&one, before, after, changes).map(told)
                }
            };
            if let Some(why) = why {
                found.push((one.about, one.number, why));
            }
        }
        Ok(found)
    }
}

fn nearest_change<'a>(
    one: &Classification,
    before: &ItemHelp,
    after: &ItemHelp,
    changes: &'a [ControlChange],
) -> Option<&'a ControlChange> {
    let question = ItemQuestion { text: one.text.clone(), parameters: one.parameters.clone() };
    let near: HashSet<String> = [before, after]
        .into_iter()
        .flat_map(|help| help.candidates(&question, NEAR_MAX))
        .map(|candidate| candidate.head)
        .collect();
    changes.iter().find(|change| {
        let head = match change.kind {
            ControlChangeKind::Removed => before.text().head_of(&change.code),
            _ => after.text().head_of(&change.code),
        };
        near.contains(head)
    })
}

fn thing(list: &ControlListId) -> Thing {
    Thing::new(Noun::ControlList, list)
}

fn stale() -> Failure {
    Failure::Refused(Refusal::Changed(sentence!(
        "control-list-stale",
        "Another version was loaded in between; look at what yours would change now"
    )))
}

/// The post that judges a version which was held back: one that documents, and if there is another than the bringer's, that.
fn judge(deed: &Deed<'_>, officer: Option<&Officer>) -> Result<Option<PostId>, Failure> {
    let posts = deed.posts()?;
    let fits = |power: Power, others: bool| {
        posts
            .iter()
            .find(|post| {
                !post.closed
                    && post.powers.contains(&power)
                    && !(others && officer.is_some_and(|officer| officer.acts_for(&post.id)))
            })
            .map(|post| post.id.clone())
    };
    Ok(fits(Power::Document, true).or_else(|| fits(Power::Administer, true)).or_else(|| fits(Power::Document, false)))
}

/// A further file takes the place of one that was held back, as with lists of parties: a wrong file stands in the way of no right one.
fn replace_held(deed: &mut Deed<'_>, versions: &[ControlVersion], number: u32) -> Result<(), Failure> {
    for held in versions.iter().filter(|version| version.stage == ListStage::Held) {
        let replaced = ControlVersion {
            stage: ListStage::Refused,
            decided_by: Some(deed.who().to_owned()),
            reason: format!("→ {number}"),
            ..held.clone()
        };
        deed.decide_control_version(&replaced)?;
        let fact = deed.fact(Verb::ListDecided, thing(&held.list));
        deed.note(&fact.with(format!("{} {}", held.number, replaced.stage)))?;
        deed.done(&thing(&held.list), DutyKind::JudgeList, replaced.stage.word())?;
    }
    Ok(())
}

fn keep(
    deed: &mut Deed<'_>,
    read: &ReadControlList,
    foresight: &ControlForesight,
    person: Option<&PersonId>,
) -> Result<ControlVersion, Failure> {
    let head = &foresight.head;
    if deed.control_head(&head.id)?.is_none() && deed.n_control_lists()? >= CONTROL_LISTS_MAX {
        return Err(Failure::said(sentence!(
            "control-lists-many",
            "An office keeps up to {max} control lists; load this one as a version of another",
            max = CONTROL_LISTS_MAX
        )));
    }
    let versions = deed.control_versions(&head.id)?;
    if in_force(&versions).map(|version| version.number) != foresight.before {
        return Err(stale());
    }
    let number = versions.first().map_or(0, |newest| newest.number) + 1;
    replace_held(deed, &versions, number)?;
    let text = &read.reading.text;
    let n = |n: usize| n as u64;
    let version = ControlVersion {
        list: head.id.clone(),
        number,
        stage: if matches!(foresight.load, ListLoad::Hold(_)) { ListStage::Held } else { ListStage::Kept },
        edition: crate::intake::short(&read.reading.edition),
        holds_from: read.reading.holds_from,
        checksum: read.checksum.clone(),
        file: read.file.clone(),
        n_entries: n(text.entries().len()),
        n_top: n(text.top().count()),
        n_notes: text.n_notes(),
        n_thresholds: text.n_thresholds(),
        n_lost: foresight.n_lost,
        n_doubts: n(read.reading.doubts.len()),
        by: deed.who().to_owned(),
        person: person.cloned(),
        at: deed.at(),
        decided_by: None,
        reason: String::new(),
    };
    deed.keep_control_head(head)?;
    deed.keep_control_version(&version, text)?;
    let fact = deed.fact(Verb::ListLoaded, thing(&head.id));
    deed.note(&fact.with(format!("{} {} {}", version.number, version.stage, version.checksum)))?;
    Ok(version)
}

/// Makes the duty of a post, of a kind, about a thing.
type NewDuty<'a> = &'a mut dyn FnMut(&PostId, DutyKind, Thing) -> Duty;

/// Asks who can say whether a version that was held back is whole, or again for the classifications on which one bears that came into
/// force.
fn follow(
    deed: &mut Deed<'_>,
    new_duty: NewDuty<'_>,
    officer: Option<&Officer>,
    foresight: &ControlForesight,
    version: &ControlVersion,
) -> Result<(), Failure> {
    if version.stage == ListStage::Kept {
        return ask_again(deed, new_duty, foresight, version.number);
    }
    if let Some(post) = judge(deed, officer)? {
        charge(deed, &new_duty(&post, DutyKind::JudgeList, thing(&version.list)))?;
    }
    Ok(())
}

fn ask_again(
    deed: &mut Deed<'_>,
    new_duty: NewDuty<'_>,
    foresight: &ControlForesight,
    number: u32,
) -> Result<(), Failure> {
    for (about, at, why) in &foresight.asked {
        let held = deed.classifications(about)?.into_iter().find(|one| one.number == *at && one.is_open());
        let Some(held) = held else { continue };
        let again = Classification {
            state: ClassificationState::AskedAgain,
            remark: format!("{number} {why}"),
            ..held.clone()
        };
        deed.keep_classification(&again)?;
        let open = deed.open_duties(about)?;
        if !open.iter().any(|duty| duty.kind == DutyKind::ClassifyAgain && duty.post == held.post) {
            charge(deed, &new_duty(&held.post, DutyKind::ClassifyAgain, about.clone()))?;
        }
    }
    if !foresight.asked.is_empty() {
        crate::control::weigh_later(deed)?;
    }
    Ok(())
}

/// Loads what was foreseen. What is much smaller than the version in force is held back, and a second person is asked by a duty.
///
/// # Errors
/// Refused without the power to document, when another version was loaded in between ([`Refusal::Changed`]). What is
/// in force already is answered and loaded no second time.
pub fn load_control_list(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    read: &ReadControlList,
    foresight: &ControlForesight,
) -> Result<ControlVersion, Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        if foresight.load == ListLoad::Same {
            return super::version_in_force(deed, &foresight.head.id);
        }
        let version = keep(deed, read, foresight, Some(&actor.person))?;
        let (officer, days) = (turn.officer, turn.work.review_days);
        let mut new_duty = |post: &PostId, kind, about| turn.duty(post, kind, about, days);
        follow(deed, &mut new_duty, Some(officer), foresight, &version)?;
        Ok(version)
    })
}

impl Office {
    /// What a version that was held back would change, for [`decide_control_version`].
    ///
    /// # Errors
    /// Refused when there is none of this number.
    pub fn foresee_held_version(&self, name: &str, number: u32) -> Result<ControlForesight, Failure> {
        let line = self.control_list(name)?;
        let held = line.versions.iter().find(|version| version.number == number);
        held.ok_or_else(|| no_control_list(&format!("{name}/{number}")))?;
        let text = self.item_help(&line.head.id, number)?.text().clone();
        let reading = ControlListReading { text, ..ControlListReading::default() };
        self.weigh_control_list(line.head, line.current.as_ref(), &reading, false)
    }
}

/// A second person lets in a version that was held back, or turns it down.
///
/// # Errors
/// Refused without the power to document or to administer, by who brought it, without a reason, and when it does not wait any more.
pub fn decide_control_version(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    foresight: &ControlForesight,
    number: u32,
    (yes, reason): (bool, &str),
) -> Result<ControlVersion, Failure> {
    let officer = turn.officer;
    let actor = officer.by_power(Power::Document).or_else(|_| officer.by_power(Power::Administer))?;
    let list = &foresight.head.id;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let versions = deed.control_versions(list)?;
        let held = versions.iter().find(|version| version.number == number);
        let held = held.ok_or_else(|| no_control_list(&format!("{list}/{number}")))?;
        let decided = held.decide((&actor.to_string(), &actor.person), yes, reason)?;
        if in_force(&versions).map(|version| version.number) != foresight.before {
            return Err(stale());
        }
        deed.decide_control_version(&decided)?;
        let fact = deed.fact(Verb::ListDecided, thing(list));
        deed.note(&fact.with(format!("{number} {}", decided.stage)))?;
        deed.done(&thing(list), DutyKind::JudgeList, decided.stage.word())?;
        if yes {
            let days = turn.work.review_days;
            ask_again(deed, &mut |post, kind, about| turn.duty(post, kind, about, days), foresight, number)?;
        }
        Ok(decided)
    })
}

/// Reads a file and loads it at once, as the operator at the command line. What is much smaller is held back here too.
///
/// # Errors
/// As [`Office::foresee_control_list`] and [`load_control_list`].
pub fn import_control_list(
    office: &mut WritableOffice,
    (file, bytes): (&str, &[u8]),
    (name, title): (&str, &str),
    (who, now, today): (&str, i64, Date),
    ids: &mut dyn FnMut() -> u64,
) -> Result<(ControlVersion, Vec<String>), Failure> {
    let read = office.office.read_control_list(file, bytes)?;
    let doubts = read.reading.doubts.iter().map(ToString::to_string).collect();
    let foresight = office.office.foresee_control_list(&read, (name, title))?;
    let due = today.plus_days(i64::from(office.office.configuration.work().review_days));
    let version = office.writer.transact(who, now, |deed| {
        if foresight.load == ListLoad::Same {
            return super::version_in_force(deed, &foresight.head.id);
        }
        let version = keep(deed, &read, &foresight, None)?;
        let mut new_duty =
            |post: &PostId, kind, about| Duty::new(DutyId::from_bits(ids()), post.clone(), kind, about, now, due);
        follow(deed, &mut new_duty, None, &foresight, &version)?;
        Ok::<_, Failure>(version)
    })?;
    Ok((version, doubts))
}
