//! Sets: by kind of work, and by the highest class of a classification.
//!
//! Sources make no sets: who may know of a source stands in its own marking, which need not be that of its records.

use model::{Record, SubjectScheme};

/// Classifications whose highest classes make sets, with their names. Each has a few dozen at most.
const CLASSED: &[(SubjectScheme, &str)] = &[
    (SubjectScheme::Ipc, "IPC"),
    (SubjectScheme::Cpc, "CPC"),
    (SubjectScheme::Udc, "UDC"),
    (SubjectScheme::Ddc, "Dewey"),
    (SubjectScheme::Lcc, "Library of Congress"),
    (SubjectScheme::Grnti, "GRNTI"),
    (SubjectScheme::Msc, "MSC"),
    (SubjectScheme::Jel, "JEL"),
];

/// Sets by class that one record may be in. What has more is about everything.
const CLASSES_MAX: usize = 20;

/// The words of the sets that a record is in.
pub(super) fn sets_of(record: &Record) -> Vec<String> {
    let mut sets = vec![format!("kind-{}", record.kind.word())];
    for subject in &record.subjects {
        let Some(code) = subject.code.as_deref() else { continue };
        if !CLASSED.iter().any(|(scheme, _)| *scheme == subject.scheme) || sets.len() > CLASSES_MAX {
            continue;
        }
        let Some(top) = subject.scheme.ancestors(code).pop() else { continue };
        // A class of one or two letters or figures; what is longer is a slip.
        if (1..=2).contains(&top.len()) && top.bytes().all(|b| b.is_ascii_alphanumeric()) {
            let set = format!("{}-{}", subject.scheme.word(), top.to_ascii_uppercase());
            if !sets.contains(&set) {
                sets.push(set);
            }
        }
    }
    sets
}

/// What people call a set.
pub(super) fn name_of_set(word: &str) -> String {
    let Some((scheme, class)) = word.split_once('-') else { return word.to_owned() };
    if scheme == "kind" {
        return format!("Kind of work: {}", class.replace('-', " "));
    }
    match CLASSED.iter().find(|(one, _)| one.word() == scheme) {
        Some((_, name)) => format!("{name}, class {class}"),
        None => word.to_owned(),
    }
}

/// Whether a word could be that of a set, in the letters that the protocol allows and that no token needs for itself.
pub(super) fn is_word_of_set(word: &str) -> bool {
    (1..=64).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

#[cfg(test)]
mod tests {
    use model::{Kind, Subject};

    use super::*;

    #[test]
    fn a_record_is_in_the_set_of_its_kind_and_of_each_highest_class() {
        let coded = |scheme, code: &str| Subject::coded(scheme, code);
        let record = Record {
            kind: Kind::ConferencePaper,
            subjects: vec![
                coded(SubjectScheme::Ipc, "H01L 21/02"),
                coded(SubjectScheme::Ipc, "H02K 1/00"),
                coded(SubjectScheme::Udc, "621.38"),
                coded(SubjectScheme::Grnti, "45.29.31"),
                coded(SubjectScheme::Msc, "20f65"),
                coded(SubjectScheme::Arxiv, "cs.AI"),
                coded(SubjectScheme::Ipc, "a long remark"),
                Subject::keyword("weaving"),
            ],
            ..Record::default()
        };
        let sets = sets_of(&record);
        assert_eq!(sets, ["kind-conference-paper", "ipc-H", "udc-6", "grnti-45", "msc-20"]);
        assert!(sets.iter().all(|set| is_word_of_set(set)));
        let names: Vec<String> = sets.iter().map(|set| name_of_set(set)).collect();
        assert_eq!(names[..2], ["Kind of work: conference paper", "IPC, class H"]);
    }
}
