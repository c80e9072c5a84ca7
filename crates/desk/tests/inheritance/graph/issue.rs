//! Issues of bulletins, printed and released.

use super::*;

impl Making<'_> {
    /// A bulletin with one issue that is out: of all that speaks of a paragraph, or of all that was laid before the units.
    pub(super) fn issue(self) -> Option<Made> {
        self.house.run();
        let is_journal = self.picks[0].is_multiple_of(2);
        let id = BulletinId::from_bits(self.house.id());
        let bulletin = Bulletin {
            id,
            name: "Of paragraphs".to_owned(),
            kind: if is_journal { BulletinKind::Journal } else { BulletinKind::Unit },
            query: if is_journal { "paragraph".to_owned() } else { String::new() },
            unit: (!is_journal).then(|| UnitId::new("ministry").unwrap()),
            post: post("archivist"),
            second: Some(post("director")),
            language: BulletinLanguage::English,
            rhythm: BulletinRhythm::ByHand,
            when_empty: true,
            marking: self.marking,
            page_template: None,
            print_template: None,
            feed: Feed::default(),
            last_on: None,
            closed: false,
            revision: 0,
            made_at: 0,
        };
        let (house, days) = (self.house, (date("2026-11-01"), date("2026-11-30")));
        house
            .act("archivist", move |writer, turn, office| desk::found_bulletin(writer, turn, office, bulletin))
            .ok()?;
        for reader in house.readers() {
            let to = post(reader.name);
            house.operator(move |deed| Ok(deed.subscribe(id, &to, true).map(|_| ())?));
        }
        house
            .act("archivist", move |writer, turn, office| {
                desk::change_bulletin_feed(writer, turn, office, id, true).map(|_| ())
            })
            .ok();
        let begun = house.act("archivist", move |writer, turn, office| {
            let composed = office.composition(turn.officer, &id.to_string(), days)?;
            desk::begin_issue(writer, turn, composed)
        });
        let issue = begun.ok()?.id;
        let note = format!("The last word is {}", self.word);
        house
            .act("archivist", move |writer, turn, office| {
                desk::edit_issue(writer, turn, office, issue, Edit::Note(note))
            })
            .ok()?;
        let maker = house.office.seen_by(&house.officer("archivist").scope);
        let sheet = maker.issue_sheet(&issue.to_string()).unwrap();
        let (drawn, revision) =
            (drawn(&sheet, maker.next_issue_number(&sheet.bulletin, 2026).unwrap()), sheet.issue.revision);
        house
            .act("archivist", move |writer, turn, office| {
                desk::order_print(writer, turn, office, (issue, revision), &drawn)
            })
            .ok()?;
        house.run();
        let proof = maker.issue(&issue.to_string()).unwrap().0;
        assert_eq!(proof.stage, IssueStage::Proof, "{:?}", proof.fault);
        let seen = (issue, proof.revision);
        let who = if proof.marking == Marking::default() { "archivist" } else { "director" };
        house.act(who, move |writer, turn, office| desk::release_issue(writer, turn, office, seen)).unwrap();
        // What stands in it says what it was made out of.
        let text = maker.print(&issue.to_string(), PrintForm::Text).unwrap().bytes;
        let text = String::from_utf8(text).unwrap();
        let from = (0..self.graph.nodes.len()).filter(|at| text.contains(&self.graph.nodes[*at].word)).collect();
        Some(made(&issue, from))
    }
}

/// An issue drawn with all that its sheet says: what the pages leave out is tried as well.
fn drawn(sheet: &desk::IssueSheet, number: u32) -> press::Issue {
    let mut n = 0;
    let sections = sheet.sections.iter().map(|section| press::Section {
        code: section.code.clone(),
        heading: section.heading.clone(),
        note: section.note.clone(),
        items: section
            .records
            .iter()
            .map(|record| {
                n += 1;
                let own = record.own.as_ref().map(|own| own.digest.text.purpose.clone()).unwrap_or_default();
                let translated = record.translation.as_ref().map(|text| text.translation.clone()).unwrap_or_default();
                press::Item {
                    number: n,
                    title: format!("{} {own} {translated}", record.held.record.title().unwrap_or_default()),
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
            })
            .collect(),
    });
    press::Issue {
        kind: press::Kind::AbstractJournal,
        masthead: press::Masthead {
            name: sheet.bulletin.name.clone(),
            office: sheet.office.clone(),
            subtitle: None,
            number: number.to_string(),
            year: 2026,
            date_text: "20 November 2026".to_owned(),
            date: press::Day::parse("2026-11-20").unwrap(),
            marking: None,
            language: press::Language::En,
        },
        sections: sections.collect(),
        closing: Some(sheet.issue.note.clone()),
    }
}
