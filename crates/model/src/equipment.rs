//! Equipment: what a unit works with and makes. Whatever is adopted elsewhere is offered by it.

use std::collections::BTreeSet;

use crate::date::in_order;
use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::words::words;
use crate::{Date, Marking, Refusal, Subject, UnitId, sentence};

public_id!(
    /// Names an entry of the equipment list of a unit.
    EquipmentId,
    'Q'
);

/// Entries of one unit. A large works has some thousands of kinds of machines; who lists each lathe lists too much.
pub const EQUIPMENT_MAX: usize = 5_000;

/// Longest name, maker or type, in characters.
pub const EQUIPMENT_NAME_CHARS_MAX: usize = 200;

/// Longest note, in characters.
pub const EQUIPMENT_NOTE_CHARS_MAX: usize = 2_000;

/// Classes of one entry.
pub const EQUIPMENT_CLASSES_MAX: usize = 20;

words! {
    /// What sort of entry it is.
    EquipmentKind {
        /// A machine or an instrument.
        Equipment = "equipment",
        /// A way of working.
        Process = "process",
        /// What is made.
        Product = "product",
    }
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equipment {
    /// Its name.
    pub id: EquipmentId,
    /// Whose it is.
    pub unit: UnitId,
    /// What sort it is.
    pub kind: EquipmentKind,
    /// What it is called.
    pub name: String,
    /// Who made it, and its type; empty where that is not known.
    pub maker: String,
    /// What it is in classes of schemes.
    pub classes: Vec<Subject>,
    /// What else is to be known.
    pub note: String,
    /// Since when it is there.
    pub since: Option<Date>,
    /// Its last day.
    pub until: Option<Date>,
    /// Who may see it.
    pub marking: Marking,
    /// Whether a demonstration made it up.
    pub invented: bool,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was listed, in microseconds since 1970.
    pub made_at: i64,
}

impl Equipment {
    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without a name, with a text that is too long, with too many classes, or with days that are turned.
    pub fn tidied(self) -> Result<Equipment, Refusal> {
        let (name, maker) = (one_line(&self.name), one_line(&self.maker));
        if name.is_empty() {
            return Err(Refusal::Said(sentence!("equipment-no-name", "Write what the equipment or process is called")));
        }
        not_longer(&name, EQUIPMENT_NAME_CHARS_MAX)?;
        not_longer(&maker, EQUIPMENT_NAME_CHARS_MAX)?;
        let note = self.note.trim().to_owned();
        not_longer(&note, EQUIPMENT_NOTE_CHARS_MAX)?;
        if self.classes.len() > EQUIPMENT_CLASSES_MAX {
            return Err(Refusal::Said(sentence!(
                "equipment-many-classes",
                "An entry has {max} classes at most; name those that say what it is",
                max = EQUIPMENT_CLASSES_MAX
            )));
        }
        if let (Some(since), Some(until)) = (self.since, self.until) {
            in_order(since, until)?;
        }
        Ok(Equipment { name, maker, note, ..self })
    }

    /// Whether the unit has it on a day.
    pub fn is_there(&self, today: Date) -> bool {
        self.since.is_none_or(|since| since <= today) && self.until.is_none_or(|until| today <= until)
    }

    /// By what two lines are told to be of one thing: sort, name and maker without regard to case. A list that is taken in again doubles
    /// nothing.
    pub fn key(&self) -> (EquipmentKind, String, String) {
        (self.kind, self.name.to_lowercase(), self.maker.to_lowercase())
    }

    /// Refuses a change that was made from another revision than the one that is held.
    ///
    /// # Errors
    /// Refused when somebody else changed it in between.
    pub fn from_revision(&self, revision: u32) -> Result<(), Refusal> {
        if self.revision == revision {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!(
            "equipment-changed",
            "Somebody changed this entry in between; open it again, and change what is still to be changed"
        )))
    }
}

/// The words of a name in small letters, parted also where letters and digits meet: `ShKh-15` and `shkh15` are the same two words.
pub fn name_words(text: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let mut word = String::new();
    for letter in text.to_lowercase().chars() {
        let turns = word.chars().last().is_some_and(|last| last.is_numeric() != letter.is_numeric());
        if (turns || !letter.is_alphanumeric()) && !word.is_empty() {
            words.insert(std::mem::take(&mut word));
        }
        if letter.is_alphanumeric() {
            word.push(letter);
        }
    }
    if !word.is_empty() {
        words.insert(word);
    }
    words
}

/// Whether two names mean the same thing: three of five words are shared, and the numbers in them are the same. A steel of another number
/// is another steel.
pub fn names_alike(one: &str, other: &str) -> bool {
    let (one, other) = (name_words(one), name_words(other));
    let numbers = |words: &BTreeSet<String>| -> BTreeSet<String> {
        words.iter().filter(|word| word.chars().all(char::is_numeric)).cloned().collect()
    };
    let (shared, all) = (one.intersection(&other).count(), one.union(&other).count());
    all > 0 && numbers(&one) == numbers(&other) && shared * 5 >= all * 3
}

/// Whether every word of a name stands in a text. A name of one short word says too little.
pub fn is_named_in(name: &str, text: &str) -> bool {
    let (name, text) = (name_words(name), name_words(text));
    let tells = name.len() > 1 || name.iter().any(|word| word.chars().count() > 3);
    tells && name.is_subset(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn lathe() -> Equipment {
        Equipment {
            id: EquipmentId::from_bits(1),
            unit: UnitId::new("works").unwrap(),
            kind: EquipmentKind::Equipment,
            name: " Turret \n lathe".to_owned(),
            maker: "Pittler".to_owned(),
            classes: vec![],
            note: String::new(),
            since: Date::new(1955, 1, 1),
            until: None,
            marking: Marking::default(),
            invented: false,
            revision: 0,
            made_at: 0,
        }
    }

    #[test]
    fn an_entry_has_a_name_and_days_in_order() {
        assert_eq!(lathe().tidied().unwrap().name, "Turret lathe");
        assert!(Equipment { name: " ".into(), ..lathe() }.tidied().is_err());
        assert!(Equipment { until: Date::new(1954, 1, 1), ..lathe() }.tidied().is_err());
        assert!(!lathe().is_there(Date::new(1954, 12, 31).unwrap()));
        assert!(lathe().is_there(Date::new(1960, 12, 31).unwrap()));
    }

    #[test]
    fn names_are_alike_by_their_words_and_never_across_numbers() {
        for (one, other, alike) in [
            ("Bearing steel ShKh15", "bearing steel, ShKh-15", true),
            ("Bearing steel ShKh15", "steel ShKh15", true),
            ("Bearing steel ShKh15", "Bearing steel ShKh9", false),
            ("Bearing steel", "Tool steel", false),
            ("Подшипниковая сталь ШХ15", "сталь подшипниковая ШХ-15", true),
            ("", "", false),
        ] {
            assert_eq!(names_alike(one, other), alike, "{one} / {other}");
            assert_eq!(names_alike(other, one), alike, "{other} / {one}");
        }
        assert!(is_named_in("transfer line", "A transfer line for pistons"));
        assert!(!is_named_in("oil", "oil and gas"), "too short to tell anything");
    }
}
