//! The bulletins of the demonstration: one that is out, one that waits for its second person, one that is filled. All of them are
//! invented.

use std::sync::Arc;

use desk::{Ids, Office, Officer, Turn};
use model::{
    Bulletin, BulletinId, BulletinKind, BulletinLanguage, BulletinRhythm, Feed, Issue, IssueId, IssueStage, Level,
    Marking, PostId, Power, UnitId,
};
use store::Writer;

use crate::clock::{now, random_numbers, today};
use crate::demo_story::officer;
use crate::failure::Failure;
use crate::serve::Served;

/// Days that the issues take in: all that came in so far.
const DAYS: i64 = 180;

/// Time between two looks whether an issue is printed.
const PRINTED_SOON: std::time::Duration = std::time::Duration::from_millis(20);

/// Lets it all happen.
pub fn tell(served: &Served) -> Result<(), Failure> {
    let press = Press { served, lebedev: officer(served, "lebedev")? };
    let Some(post) = press.lebedev.with_power(Power::Document).map(|post| post.id.clone()) else { return Ok(()) };
    let journal = press.bulletin("Abstracts of power electronics", BulletinKind::Journal, &post)?;
    let journal =
        Bulletin { query: "rectifier* OR silicon OR germanium OR diode* OR thyristor*".to_owned(), ..journal };
    let out = press.begin(&press.found(journal)?)?;
    let note =
        "Invented issue of the demonstration. Copies of the works named here are ordered from the documentalist.";
    press.note(&out, note)?;
    press.release(&press.print(&out)?)?;
    let inner = press.bulletin("For the locomotive works", BulletinKind::Unit, &post)?;
    let inner = Bulletin {
        unit: Some(UnitId::new("locomotive-works")?),
        second: Some(PostId::new("locomotive-director")?),
        marking: Marking::at(Level::Internal),
        ..inner
    };
    let proof = press.begin(&press.found(inner)?)?;
    press.print(&proof)?;
    let express = press.bulletin("Express notes, machine building", BulletinKind::Express, &post)?;
    press.begin(&press.found(Bulletin { rhythm: BulletinRhythm::ByHand, ..express })?)?;
    Ok(())
}

struct Press<'a> {
    served: &'a Served,
    lebedev: Arc<Officer>,
}

impl Press<'_> {
    fn act<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Writer, &mut Turn<'_>, &Office) -> Result<T, desk::Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        // Looked up anew: what was marked a moment ago has to be seen.
        let (officer, mut ids) = (officer(self.served, self.lebedev.person.id.as_str())?, random_numbers()?);
        let office = self.served.office.seen_by(&officer.scope);
        let work = office.configuration().work();
        Ok(self.served.clerk.write(move |writer| {
            let mut turn = Turn { officer: &officer, now: now(), today: today(), work, ids: &mut ids };
            act(writer, &mut turn, &office)
        })?)
    }

    fn bulletin(&self, name: &str, kind: BulletinKind, post: &PostId) -> Result<Bulletin, Failure> {
        Ok(Bulletin {
            id: BulletinId::from_bits(random_numbers()?()),
            name: name.to_owned(),
            kind,
            query: String::new(),
            unit: None,
            post: post.clone(),
            second: None,
            language: BulletinLanguage::English,
            rhythm: BulletinRhythm::Monthly,
            when_empty: false,
            marking: Marking::default(),
            page_template: None,
            print_template: None,
            feed: Feed::default(),
            last_on: None,
            closed: false,
            revision: 0,
            made_at: 0,
        })
    }

    fn found(&self, bulletin: Bulletin) -> Result<Bulletin, Failure> {
        self.act(move |writer, turn, office| desk::found_bulletin(writer, turn, office, bulletin))
    }

    fn begin(&self, bulletin: &Bulletin) -> Result<Issue, Failure> {
        let (days, id) = ((today().plus_days(-DAYS), today()), bulletin.id.to_string());
        self.act(move |writer, turn, office| {
            let composed = office.composition(turn.officer, &id, days)?;
            desk::begin_issue(writer, turn, composed)
        })
    }

    fn note(&self, issue: &Issue, note: &str) -> Result<(), Failure> {
        let (id, note) = (issue.id, note.to_owned());
        self.act(move |writer, turn, office| {
            desk::edit_issue(writer, turn, office, id, desk::Edit::Note(note)).map(|_| ())
        })
    }

    /// Has an issue printed, and waits for it.
    fn print(&self, issue: &Issue) -> Result<Issue, Failure> {
        let id: IssueId = issue.id;
        self.act(move |writer, turn, office| {
            let sheet = office.issue_sheet(&id.to_string())?;
            let number = office.next_issue_number(&sheet.bulletin, turn.today.year())?;
            let drawn = web::issue::draw(&sheet, number, turn.today);
            desk::order_print(writer, turn, office, (id, sheet.issue.revision), &drawn)
        })?;
        let mut ids: Ids = Box::new(random_numbers()?);
        loop {
            while desk::run_next(&self.served.clerk, &self.served.office, now(), today(), &mut ids)? {}
            let issue = self.served.office.issue(&id.to_string())?.0;
            if issue.stage != IssueStage::Printing {
                return Ok(issue);
            }
            // Whoever works in the office already was quicker.
            std::thread::park_timeout(PRINTED_SOON);
        }
    }

    fn release(&self, issue: &Issue) -> Result<(), Failure> {
        let seen = (issue.id, issue.revision);
        self.act(move |writer, turn, office| desk::release_issue(writer, turn, office, seen).map(|_| ()))
    }
}
