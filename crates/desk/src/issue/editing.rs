//! An issue filled by hand: records left out, put back, moved, added, and the last words.

use model::{
    Bulletin, BulletinKind, ISSUE_ITEMS_MAX, ISSUE_NOTE_CHARS_MAX, ISSUE_WHY_CHARS_MAX, Issue, IssueId, IssueItem,
    IssueStage, Noun, RecordId, Refusal, Thing, Verb, sentence,
};
use store::Writer;

use super::composing::{Composition, Plan};
use super::{held, not_found};
use crate::bulletin::may_edit;
use crate::review::Turn;
use crate::{Failure, Office};

/// A change of what stands in an issue.
#[derive(Clone, Debug)]
pub enum Edit {
    /// This record is not printed, for a reason.
    LeaveOut(u32, String),
    /// This record is printed after all.
    PutBack(u32),
    /// This record stands one place further up within its section, or further down.
    Move(u32, Way),
    /// A record is added.
    Add(RecordId),
    /// These are the last words.
    Note(String),
    /// Everything is taken anew from what came in on its days; what was left out stays out, what was added stays.
    Anew(Box<Composition>),
}

/// Where a record moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Towards the beginning.
    Up,
    /// Towards the end.
    Down,
}

/// Changes what stands in an issue. A printed one becomes a draft again.
///
/// # Errors
/// Refused to who may not edit the bulletin, when the issue changes no more, and when a record may not stand in it.
pub fn edit_issue(
    writer: &mut Writer,
    turn: &Turn<'_>,
    office: &Office,
    id: IssueId,
    edit: Edit,
) -> Result<Issue, Failure> {
    let seen = office.seen_by(&turn.officer.scope);
    let (issue, bulletin) = seen.issue(&id.to_string())?;
    // Before who may: what nobody can change any more is the reason to say.
    issue.to_fill()?;
    let actor = may_edit(turn.officer, &bulletin)?;
    let added = match &edit {
        Edit::Add(record) => Some(to_add(&seen, &bulletin, *record)?),
        _ => None,
    };
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let (issue, _) = held(deed, &turn.officer.scope, id)?;
        let was_printed = issue.stage == IssueStage::Proof;
        let issue = issue.to_fill()?;
        let mut items = deed.issue_items(id)?;
        let (issue, change) = match edit {
            Edit::LeaveOut(number, why) => {
                let item = one(&mut items, number)?;
                item.left_out = Some(tidy(&why)?);
                (issue, format!("without {}", item.record))
            }
            Edit::PutBack(number) => {
                let item = one(&mut items, number)?;
                item.left_out = None;
                (issue, format!("with {}", item.record))
            }
            Edit::Move(number, way) => {
                let record = moved(&mut items, number, way)?;
                (issue, format!("{record} elsewhere"))
            }
            Edit::Add(record) => {
                if items.iter().any(|item| item.record == record && item.left_out.is_none()) {
                    return Err(Failure::said(sentence!("issue-has-it", "This record stands in the issue already")));
                }
                items.extend(added.map(|(code, heading)| placed(&items, record, code, heading)));
                (issue, format!("with {record}"))
            }
            Edit::Note(note) => (Issue { note: note_of(&note)?, ..issue }, "its last words".to_owned()),
            Edit::Anew(composed) => {
                items = taken_anew(&items, composed.into_items());
                (issue, format!("taken anew, {} records", items.len()))
            }
        };
        if items.len() > ISSUE_ITEMS_MAX {
            return Err(Failure::said(sentence!(
                "issue-full",
                "An issue holds up to {max} records; begin another for what is more",
                max = ISSUE_ITEMS_MAX
            )));
        }
        deed.keep_issue_items(id, &items)?;
        if was_printed {
            deed.forget_prints(id)?;
            deed.done(&Thing::new(Noun::Issue, id), model::DutyKind::Release, "changed")?;
        }
        deed.keep_issue(&issue, Verb::Edited, &change)?;
        Ok(issue)
    })
}

/// Puts an issue away that never came out.
///
/// # Errors
/// Refused to who may not edit the bulletin, and when it is out.
pub fn discard_issue(writer: &mut Writer, turn: &Turn<'_>, office: &Office, id: IssueId) -> Result<Issue, Failure> {
    let (issue, bulletin) = office.seen_by(&turn.officer.scope).issue(&id.to_string())?;
    if issue.stage != IssueStage::Discarded {
        issue.to_fill()?;
    }
    let actor = may_edit(turn.officer, &bulletin)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let (issue, _) = held(deed, &turn.officer.scope, id)?;
        if issue.stage == IssueStage::Discarded {
            return Ok(issue);
        }
        let issue = Issue { stage: IssueStage::Discarded, ..issue.to_fill()? };
        deed.forget_prints(id)?;
        deed.lapse(&Thing::new(Noun::Issue, id), "discarded")?;
        deed.keep_issue(&issue, Verb::Discarded, "")?;
        Ok(issue)
    })
}

fn one(items: &mut [IssueItem], number: u32) -> Result<&mut IssueItem, Failure> {
    items.iter_mut().find(|item| item.item == number).ok_or_else(|| not_found(&number.to_string()))
}

fn tidy(why: &str) -> Result<String, Refusal> {
    let why = why.split_whitespace().collect::<Vec<_>>().join(" ");
    if why.is_empty() || why.chars().count() > ISSUE_WHY_CHARS_MAX {
        return Err(Refusal::Said(sentence!(
            "issue-why",
            "Write why the record is left out, in up to {max} characters",
            max = ISSUE_WHY_CHARS_MAX
        )));
    }
    Ok(why)
}

fn note_of(note: &str) -> Result<String, Refusal> {
    let note = note.trim().replace("\r\n", "\n");
    if note.chars().count() > ISSUE_NOTE_CHARS_MAX {
        return Err(Refusal::Said(sentence!(
            "issue-note-long",
            "The last words may have up to {max} characters; shorten them",
            max = ISSUE_NOTE_CHARS_MAX
        )));
    }
    Ok(note)
}

/// The section of a record that is added, where it may stand in the bulletin.
fn to_add(seen: &Office, bulletin: &Bulletin, id: RecordId) -> Result<(Option<String>, String), Failure> {
    let record = seen.record(&id.to_string())?.record;
    if !seen.may_stand(bulletin, id)? {
        return Err(Failure::said(sentence!(
            "issue-narrower",
            "This record is marked narrower than the bulletin, so it cannot stand in it"
        )));
    }
    if bulletin.kind == BulletinKind::Unit {
        return Ok((None, String::new()));
    }
    Ok(Plan::of(&bulletin.query, std::iter::once(&record))
        .named_by(seen.crosswalk()?, bulletin.language)
        .section(&record))
}

/// A record behind the others of its section; a new section stands behind those whose codes come before.
fn placed(items: &[IssueItem], record: RecordId, code: Option<String>, heading: String) -> IssueItem {
    let number = items.iter().map(|item| item.item).max().unwrap_or_default() + 1;
    let same = items.iter().rfind(|item| item.code == code);
    let heading = same.map_or(heading, |item| item.heading.clone());
    let before = |item: &&IssueItem| (item.code.is_none(), &item.code) <= (code.is_none(), &code);
    let position = items.iter().filter(before).map(|item| item.position).max().unwrap_or_default();
    IssueItem { item: number, position, code, heading, record, delivery: None, by_hand: true, left_out: None }
}

/// Changes places with the neighbour in the same section that is printed too.
fn moved(items: &mut [IssueItem], number: u32, way: Way) -> Result<RecordId, Failure> {
    // Numbered through first: what was added bears the number of its neighbour.
    for (position, item) in (1..).zip(items.iter_mut()) {
        item.position = position;
    }
    let at = items.iter().position(|item| item.item == number).ok_or_else(|| not_found(&number.to_string()))?;
    let record = items[at].record;
    let fits = |other: &IssueItem| other.code == items[at].code && other.left_out.is_none();
    let other = match way {
        Way::Up => (0..at).rev().find(|other| fits(&items[*other])),
        Way::Down => (at + 1..items.len()).find(|other| fits(&items[*other])),
    };
    if let Some(other) = other {
        let position = items[at].position;
        items[at].position = items[other].position;
        items[other].position = position;
    }
    Ok(record)
}

/// What came in now, with what was left out before left out again, and with what was added.
fn taken_anew(before: &[IssueItem], now: Vec<IssueItem>) -> Vec<IssueItem> {
    let is_same = |a: &IssueItem, b: &IssueItem| a.record == b.record && a.code == b.code;
    let mut items: Vec<IssueItem> = now
        .into_iter()
        .map(|item| {
            let left_out = before.iter().find(|held| is_same(held, &item)).and_then(|held| held.left_out.clone());
            IssueItem { left_out, ..item }
        })
        .collect();
    for added in before.iter().filter(|held| held.by_hand) {
        if !items.iter().any(|item| item.record == added.record) {
            let item = placed(&items, added.record, added.code.clone(), added.heading.clone());
            items.push(IssueItem { left_out: added.left_out.clone(), ..item });
            items.sort_by_key(|item| (item.position, item.item));
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(number: u32, code: &str) -> IssueItem {
        IssueItem {
            item: number,
            position: number,
            code: Some(code.to_owned()),
            heading: code.to_lowercase(),
            record: RecordId::from_bits(u64::from(number)),
            delivery: None,
            by_hand: false,
            left_out: None,
        }
    }

    fn order(mut items: Vec<IssueItem>) -> Vec<u32> {
        items.sort_by_key(|item| (item.position, item.item));
        items.into_iter().map(|item| item.item).collect()
    }

    #[test]
    fn a_record_moves_within_its_section_past_what_is_left_out() {
        let left_out = IssueItem { left_out: Some("known".into()), ..item(3, "A") };
        let mut items = vec![item(1, "A"), item(2, "A"), left_out, item(4, "A"), item(5, "B")];
        moved(&mut items, 2, Way::Down).unwrap();
        assert_eq!(order(items.clone()), [1, 4, 3, 2, 5]);
        items.sort_by_key(|item| item.position);
        moved(&mut items, 5, Way::Up).unwrap();
        assert_eq!(order(items.clone()), [1, 4, 3, 2, 5], "the first of its section stays");
        assert!(moved(&mut items, 9, Way::Up).is_err());
    }

    #[test]
    fn what_is_added_stands_behind_its_section() {
        let items = vec![item(1, "A"), item(2, "A"), item(3, "C")];
        for (code, expected) in [("A", vec![1, 2, 4, 3]), ("B", vec![1, 2, 4, 3]), ("D", vec![1, 2, 3, 4])] {
            let added = placed(&items, RecordId::from_bits(9), Some(code.into()), "new".into());
            assert_eq!(added.heading, if code == "A" { "a" } else { "new" });
            let all: Vec<IssueItem> = items.iter().cloned().chain([added]).collect();
            assert_eq!(order(all), expected, "{code}");
        }
        let last = placed(&items, RecordId::from_bits(9), None, String::new());
        assert_eq!(last.position, 3);
    }

    #[test]
    fn what_is_taken_anew_forgets_no_decision() {
        let left_out = IssueItem { left_out: Some("known".into()), ..item(2, "A") };
        let before =
            vec![item(1, "A"), left_out, IssueItem { record: RecordId::from_bits(77), by_hand: true, ..item(3, "A") }];
        let came = vec![
            IssueItem { record: RecordId::from_bits(50), ..item(1, "A") },
            IssueItem { item: 2, position: 2, ..item(2, "A") },
        ];
        let now = taken_anew(&before, came);
        let find = |bits: u64| now.iter().find(|item| item.record == RecordId::from_bits(bits));
        assert_eq!(find(2).unwrap().left_out.as_deref(), Some("known"));
        assert!(find(77).is_some() && find(50).is_some());
        let mut numbers: Vec<u32> = now.iter().map(|item| item.item).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), now.len(), "each has a number of its own");
    }
}
