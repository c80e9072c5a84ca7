//! The abstracts of the demonstration: written, graded, coded, a sample of them coded twice. All of it is invented.

use std::ops::ControlFlow;

use desk::{Abstract, WrittenDigest};
use model::{DigestText, Grade, Language, Marking, RecordId, SubjectScheme};

use crate::clock::today;
use crate::demo_story::{FIRST_PASS_DAYS, Story};
use crate::failure::Failure;

/// What is written of a record.
struct Written {
    /// How its title begins.
    title: &'static str,
    language: &'static str,
    /// Use, advantage, conditions.
    parts: [&'static str; 3],
    /// Its title, translated; empty where it is not.
    translated: &'static str,
    grade: &'static str,
    /// Sections of the State Rubricator.
    codes: &'static [&'static str],
}

const WRITTEN: &[Written] = &[
    Written {
        title: "Silicon Rectifiers for Main-Line Locomotives",
        language: "en",
        parts: [
            "Rectifier sets of AC locomotives, in place of mercury arc.",
            "No warm-up in frost; half the weight a kilowatt; no pumps (invented figures).",
            "Diodes of 800 V and over in series with dividers; cooling air that is filtered.",
        ],
        translated: "",
        grade: "B2",
        codes: &["55.41", "47.33"],
    },
    Written {
        title: "Silicon Rectifiers for Main-Line Locomotives",
        language: "ru",
        parts: [
            "Выпрямительные установки электровозов переменного тока взамен ртутных.",
            "Не требуют прогрева на морозе; вдвое легче на киловатт (данные вымышлены).",
            "Диоды от 800 В последовательно, с делителями; очищенный охлаждающий воздух.",
        ],
        translated: "Кремниевые выпрямители для магистральных электровозов",
        grade: "B2",
        codes: &["55.41", "47.33"],
    },
    Written {
        title: "Three firms offer locomotives for 25 kV",
        language: "en",
        parts: [
            "Choice of a supplier for the first series.",
            "Names weights and prices side by side.",
            "Prices are those asked, not those paid.",
        ],
        translated: "",
        grade: "C3",
        codes: &["55.41"],
    },
    Written {
        title: "A thyristor that switches five kiloamperes",
        language: "en",
        parts: [
            "Drives of rolling mills and locomotives.",
            "Replaces contactors.",
            "Retracted: do not copy the figures.",
        ],
        translated: "",
        grade: "D5",
        codes: &["47.33"],
    },
    Written {
        title: "Непрерывная прокатка широкой полосы",
        language: "en",
        parts: ["Hot strip mills.", "Width without edging.", "A mill train of seven stands."],
        translated: "Continuous rolling of wide strip",
        grade: "B3",
        codes: &["53.43"],
    },
    Written {
        title: "A transistor computer on line with a hot strip mill",
        language: "en",
        parts: ["Control of thickness.", "Reacts within a length of two metres.", "A gauge that survives scale."],
        translated: "",
        grade: "A2",
        codes: &["50.47", "53.43"],
    },
    Written {
        title: "Field measurements on a tape-controlled milling machine",
        language: "en",
        parts: ["Shops with small series.", "Setting takes minutes.", "A punch and somebody who programs."],
        translated: "",
        grade: "B2",
        codes: &["55.29", "50.47"],
    },
    Written {
        title: "Mechanical translation of titles",
        language: "en",
        parts: ["Indexes of foreign journals.", "A title in a second.", "A dictionary for each field."],
        translated: "",
        grade: "C3",
        codes: &["20.23", "16.31"],
    },
];

/// What is of no use to any works, by how its title begins.
const PASSED_OVER: &str = "Abstract painting and its journals";

/// Percent of the coded records that are coded twice: more than an office would, because there are few.
const DRAWN_PERCENT: u8 = 40;

impl Story<'_> {
    /// What the abstractors wrote, before the posts answered.
    pub(super) fn abstracts(&self) -> Result<(), Failure> {
        let days_ago = FIRST_PASS_DAYS - 1;
        for written in WRITTEN {
            let Some(record) = self.called(written.title)? else { continue };
            let [purpose, advantage, conditions] = written.parts.map(str::to_owned);
            let text = DigestText {
                purpose,
                advantage,
                conditions,
                title: written.translated.to_owned(),
                translation: String::new(),
            };
            let language = Language::parse(written.language);
            let digest =
                language.map(|language| WrittenDigest { language, text, marking: Marking::default(), seen: 0 });
            let codes = written.codes.iter().map(|code| (*code).to_owned()).collect();
            let said =
                Abstract { digest, grade: Grade::parse(written.grade), codes: Some((SubjectScheme::Grnti, codes)) };
            let office = self.served.office.clone();
            self.act(&self.lebedev, days_ago, move |writer, turn| {
                desk::write_abstract(writer, turn, &office, record, &said).map(|_| ())
            })?;
        }
        if let Some(record) = self.called(PASSED_OVER)? {
            self.act(&self.lebedev, days_ago, move |writer, turn| {
                desk::pass_over(writer, turn, record, "Of painting, not of technology").map(|_| ())
            })?;
        }
        let month = today().plus_days(-days_ago);
        self.act(&self.lebedev, days_ago - 1, move |writer, turn| {
            desk::draw_sample(writer, turn, SubjectScheme::Grnti, month, DRAWN_PERCENT).map(|_| ())
        })?;
        let waiting = self.served.office.awaiting_second(&self.vlasova.person.id, 99)?;
        // One stays, for whoever looks at the demonstration.
        for (held, scheme) in waiting.into_iter().skip(1) {
            let (record, codes) = (held.id, self.second_codes(held.id)?);
            let office = self.served.office.clone();
            self.act(&self.vlasova, days_ago - 3, move |writer, turn| {
                desk::give_second_codes(writer, turn, &office, record, scheme, &codes).map(|_| ())
            })?;
        }
        // She works on the record that most wait for.
        let free = Some((self.vlasova.person.id.clone(), today()));
        let queue = self.served.office.seen_by(&self.vlasova.scope);
        if let Some(line) = queue.queue(&desk::QueueAsk::default(), free, 1)?.lines.first() {
            let record = line.record.id;
            self.act(&self.vlasova, 1, move |writer, turn| desk::take_record(writer, turn, record).map(|_| ()))?;
        }
        Ok(())
    }

    /// What she gave: the first of the codes of the first person, and one of her own where there was no second.
    fn second_codes(&self, record: RecordId) -> Result<Vec<String>, Failure> {
        let first = self.served.office.abstracted(record)?.codes;
        let codes = first.first().map(|indexing| indexing.codes.clone()).unwrap_or_default();
        Ok(match codes.as_slice() {
            [only] => vec![only.clone(), "44.31".to_owned()],
            codes => codes.iter().take(1).cloned().collect(),
        })
    }

    /// The record whose title begins so.
    fn called(&self, title: &str) -> Result<Option<RecordId>, Failure> {
        let (mut found, title) = (None, title.to_lowercase());
        self.served.office.each_record(&mut |held| {
            if held.record.title().is_some_and(|own| own.to_lowercase().starts_with(&title)) {
                found = Some(held.id);
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        })?;
        Ok(found)
    }
}
