//! Issues that show everything an issue can have, on which templates are tried. Every text in them is invented.

use crate::fault::Fault;
use crate::issue::{
    Abstract, Author, Class, Day, Digest, Grade, Identifier, Issue, Item, Kind, Language, Masthead, Original, Section,
};

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn author(family: &str, given: &str) -> Author {
    Author { family: family.to_owned(), given: text(given).filter(|given| !given.is_empty()) }
}

fn class(code: &str, label: &str) -> Class {
    Class { code: code.to_owned(), label: text(label) }
}

fn doi(value: &str) -> Identifier {
    Identifier { scheme: "DOI".to_owned(), value: value.to_owned(), url: Some(format!("https://doi.org/{value}")) }
}

fn bare(number: u32, title: &str) -> Item {
    Item {
        number,
        title: title.to_owned(),
        title_language: None,
        title_by_office: false,
        original: None,
        authors: Vec::new(),
        source: None,
        identifiers: Vec::new(),
        digest: None,
        abstract_: None,
        grade: None,
        classes: Vec::new(),
        marking: None,
        rights: None,
        grounds: Vec::new(),
    }
}

/// An abstract journal of a few items, in English, with everything an item can have.
pub fn issue() -> Issue {
    Issue {
        kind: Kind::AbstractJournal,
        masthead: Masthead {
            name: "Abstracts of Production Engineering".to_owned(),
            office: "National Centre for Technical Information".to_owned(),
            subtitle: text("Class 55.22: Joining and coating of metals"),
            number: "7".to_owned(),
            year: 2026,
            date_text: "31 July 2026".to_owned(),
            date: Day::parse("2026-07-31").expect("a day"),
            marking: text("Internal"),
            language: Language::En,
        },
        sections: vec![
            Section {
                code: text("55.22.19"),
                heading: "Welding of light alloys".to_owned(),
                note: None,
                items: vec![laser(), stir(), bare(3, "Notes on shielding gases")],
            },
            Section {
                code: text("55.22.29"),
                heading: "Protective coatings".to_owned(),
                note: None,
                items: vec![coating(), patent()],
            },
        ],
        closing: text("The next issue is due on 31 August 2026."),
    }
}

fn laser() -> Item {
    Item {
        original: Some(Original {
            title: "Лазерная сварка тонких листов с колебанием луча".to_owned(),
            language: "ru".to_owned(),
            language_name: "Russian".to_owned(),
        }),
        authors: vec![author("Жаров", "П. Н."), author("Östberg", "Karin"), author("Adeyemi", "T. O.")],
        source: text("Journal of Joining Practice, 2026, vol. 14, no. 2, pp. 101–118"),
        identifiers: vec![doi("10.5555/jjp.2026.0214")],
        digest: Some(Digest {
            purpose: text("Closing seams of battery housings and heat exchangers of sheet 0.6–1.2 mm thick."),
            advantage: text(
                "A beam that swings at 200 Hz bridges gaps of up to a third of the sheet, so that parts need not be \
                 milled; scrap fell from 6 % to 1.5 % in a trial of 4,000 housings.",
            ),
            conditions: text("Fibre laser of 2 kW or more, swinging optics, clean edges; not tried on cast parts."),
            abstractor: text("E. Lindqvist"),
            ..Digest::default()
        }),
        abstract_: Some(Abstract {
            text: "Welds of thin aluminium sheet often fail because the gap between parts cannot be held. The paper \
                   describes a beam that is moved across the seam in a small circle while it advances, and measures \
                   pores, strength and distortion for nine settings.\nStrength of the joint reached 92 % of that of \
                   the sheet. The heat input Q ≈ 38 J/mm was a quarter lower than without the movement."
                .to_owned(),
            language: None,
            by_office: false,
        }),
        grade: Grade::parse("B2"),
        classes: vec![class("55.22.19", "Welding of light alloys"), class("B23K26/24", "Seam welding by laser")],
        rights: text("Abstract of the authors under CC BY 4.0."),
        ..bare(1, "Laser welding of thin sheet with a swinging beam")
    }
}

fn stir() -> Item {
    Item {
        title_language: text("de"),
        authors: vec![author("Östberg", "Karin"), author("Institut für Fügetechnik Nordhausen", "")],
        source: text("Berichte der Fügetechnik, 2025, Heft 41, S. 7–29"),
        identifiers: vec![Identifier { scheme: "ISSN".to_owned(), value: "0000-0019".to_owned(), url: None }],
        abstract_: Some(Abstract {
            text: "Beschrieben wird ein Werkzeug mit stehender Schulter, das Aluminium und Kupfer ohne Schmelze \
                   verbindet. Die Übergangszone bleibt unter 3 µm, der elektrische Widerstand der Verbindung liegt \
                   nahe bei dem des Grundwerkstoffs."
                .to_owned(),
            language: text("de"),
            by_office: false,
        }),
        grade: Grade::parse("A1"),
        classes: vec![class("55.22.19", "Welding of light alloys")],
        marking: text("Restricted"),
        ..bare(2, "Rührreibschweißen von Aluminium und Kupfer mit stehender Schulter")
    }
}

fn coating() -> Item {
    Item {
        authors: vec![author("Papadakis", "Ελένη"), author("Łukasik", "M."), author("de Vries", "Jan")],
        source: text("Surface and Service, 2026, no. 3, pp. 55–63"),
        identifiers: vec![
            doi("10.5555/sas.2026.55"),
            Identifier { scheme: "Report".to_owned(), value: "NCTI-R-0412".to_owned(), url: None },
        ],
        digest: Some(Digest {
            purpose: text("Wellen und Ventilspindeln in Seewasser."),
            advantage: text("26 Monate Dienst gegen 9 mit Hartchrom; ohne sechswertiges Chrom."),
            conditions: None,
            abstractor: text("R. Okafor"),
            language: text("de"),
            language_name: text("German"),
        }),
        grade: Grade::parse("C3"),
        classes: vec![class("55.22.29", "Protective coatings"), class("C23C4/06", "Coating by spraying metal")],
        ..bare(4, "Cold-sprayed nickel–chromium carbide as a substitute for hard chromium")
    }
}

fn patent() -> Item {
    Item {
        original: Some(Original {
            title: "被覆装置".to_owned(),
            language: "ja".to_owned(),
            language_name: "Japanese".to_owned(),
        }),
        authors: vec![author("Minato Seiki", "")],
        source: text("Patent JP 0000123 A, 12 May 2026"),
        abstract_: Some(Abstract {
            text: "A drum turns the parts under two nozzles whose distance follows their measured height.".to_owned(),
            language: None,
            by_office: true,
        }),
        classes: vec![class("C23C4/06", "Coating by spraying metal"), class("B05B13/02", "")],
        title_by_office: true,
        ..bare(5, "Device for coating small parts in a drum")
    }
}

/// The bulletin of a unit, grouped by need, in German.
pub fn unit_bulletin() -> Issue {
    let mut found = laser();
    found.grounds =
        vec!["„laser welding“ im Titel; „aluminium“ im Referat".to_owned(), "Klasse B23K26 der Anmeldung".to_owned()];
    Issue {
        kind: Kind::UnitBulletin,
        masthead: Masthead {
            name: "Neues für das Werk".to_owned(),
            subtitle: text("Karosseriewerk Süd, Abteilung Fügetechnik"),
            date_text: "31. Juli 2026".to_owned(),
            language: Language::De,
            ..issue().masthead
        },
        sections: vec![Section {
            code: text("N-17"),
            heading: "Dichte Nähte an dünnen Blechen".to_owned(),
            note: text(
                "Gesucht wird ein Verfahren, das Spalte bis 0,3 mm überbrückt, ohne dass Kanten gefräst werden.",
            ),
            items: vec![found],
        }],
        closing: None,
    }
}

/// An express note without anything, which says why, in Russian.
pub fn empty_note() -> Issue {
    Issue {
        kind: Kind::ExpressNote,
        masthead: Masthead {
            name: "Экспресс-информация для завода".to_owned(),
            office: "Национальный центр технической информации".to_owned(),
            subtitle: None,
            date_text: "31 июля 2026 г.".to_owned(),
            marking: None,
            language: Language::Ru,
            ..issue().masthead
        },
        sections: Vec::new(),
        closing: text("За неделю ничего не поступило: из 412 новых записей ни одна не отвечает потребностям завода."),
    }
}

/// Holds one sample of every kind against `print`, and ends with the first fault.
pub(crate) fn each(print: impl Fn(&Issue) -> Result<(), Fault>) -> Result<(), Fault> {
    [issue(), unit_bulletin(), empty_note()].iter().try_for_each(print)
}
