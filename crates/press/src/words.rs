//! The words an issue says of itself, in the languages of the house.

use serde::Serialize;

use crate::issue::{Kind, Language};

/// Everything printed that is neither of the composer nor of an item.
#[derive(Clone, Copy, Debug, Serialize)]
#[allow(missing_docs, reason = "each field is named after the word it holds")]
pub struct Words {
    /// What kind of issue it is.
    pub kind: &'static str,
    pub number: &'static str,
    pub contents: &'static str,
    pub item: &'static str,
    pub original_title: &'static str,
    pub purpose: &'static str,
    pub advantage: &'static str,
    pub conditions: &'static str,
    pub abstractor: &'static str,
    pub author_abstract: &'static str,
    /// Said of a title and of an author's abstract that the office translated.
    pub office_translation: &'static str,
    pub grade: &'static str,
    pub classes: &'static str,
    pub grounds: &'static str,
    pub author_index: &'static str,
    pub subject_index: &'static str,
    /// Said below the heading of each index.
    pub index_note: &'static str,
    pub page: &'static str,
    /// Heads what has no title.
    pub untitled: &'static str,
    /// Said once where a character was replaced by a square.
    pub stand_in: &'static str,
}

pub(crate) fn words(language: Language, kind: Kind) -> Words {
    match language {
        Language::En => Words {
            kind: match kind {
                Kind::AbstractJournal => "Abstract journal",
                Kind::UnitBulletin => "Bulletin of the unit",
                Kind::ExpressNote => "Express note",
            },
            number: "No.",
            contents: "Contents",
            item: "Item",
            original_title: "Original title",
            purpose: "Use",
            advantage: "Advantage",
            conditions: "Conditions",
            abstractor: "Abstract by",
            author_abstract: "Author’s abstract",
            office_translation: "translated by the office",
            grade: "Source grade",
            classes: "Classes",
            grounds: "Why it is here",
            author_index: "Author index",
            subject_index: "Subject index",
            index_note: "Numbers are those of the items.",
            page: "Page",
            untitled: "[no title]",
            stand_in: "A square stands for a character that the fonts of this issue do not have.",
        },
        Language::Ru => Words {
            kind: match kind {
                Kind::AbstractJournal => "Реферативный журнал",
                Kind::UnitBulletin => "Бюллетень подразделения",
                Kind::ExpressNote => "Экспресс-информация",
            },
            number: "№",
            contents: "Содержание",
            item: "Запись",
            original_title: "Заглавие оригинала",
            purpose: "Применение",
            advantage: "Преимущество",
            conditions: "Условия",
            abstractor: "Реферат составил(а)",
            author_abstract: "Авторский реферат",
            office_translation: "перевод организации",
            grade: "Оценка источника",
            classes: "Рубрики",
            grounds: "Почему включено",
            author_index: "Авторский указатель",
            subject_index: "Предметный указатель",
            index_note: "Указаны номера записей.",
            page: "Страница",
            untitled: "[без заглавия]",
            stand_in: "Квадрат стоит на месте знака, которого нет в шрифтах этого выпуска.",
        },
        Language::De => Words {
            kind: match kind {
                Kind::AbstractJournal => "Referateblatt",
                Kind::UnitBulletin => "Bulletin der Einheit",
                Kind::ExpressNote => "Schnellinformation",
            },
            number: "Nr.",
            contents: "Inhalt",
            item: "Eintrag",
            original_title: "Originaltitel",
            purpose: "Verwendung",
            advantage: "Vorteil",
            conditions: "Bedingungen",
            abstractor: "Referat",
            author_abstract: "Autorenreferat",
            office_translation: "im Haus übersetzt",
            grade: "Quellenbewertung",
            classes: "Klassen",
            grounds: "Warum es hier steht",
            author_index: "Autorenregister",
            subject_index: "Sachregister",
            index_note: "Die Zahlen sind die Nummern der Einträge.",
            page: "Seite",
            untitled: "[ohne Titel]",
            stand_in: "Ein Quadrat steht für ein Zeichen, das die Schriften dieses Heftes nicht haben.",
        },
    }
}
