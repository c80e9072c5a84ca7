//! Letters that are due: one for each post and round, with what waits for its answer and was in no letter yet.

use model::{
    Date, DeliveryId, LETTER_ITEMS_MAX, Letter, LetterId, LetterItem, LetterKind, Level, Mailing, Marking, Post,
};
use store::Writer;

use super::MailAddress;
use crate::job::OFFICE;
use crate::{Clerk, Failure, Ids, Office};

/// Deliveries that are looked through for those of a letter. Who has more to answer finds them in the office.
const LOOKED_THROUGH: usize = 1_000;

/// Whether what is so marked may leave the office by mail.
pub(crate) fn may_be_mailed(marking: &Marking, level: Level) -> bool {
    marking.level <= level && marking.compartments.is_empty() && marking.may_be_given_out()
}

/// The job: writes the letters that are due.
pub(crate) fn write_letters(
    clerk: &Clerk,
    office: &Office,
    now: i64,
    today: Date,
    ids: &mut Ids,
) -> Result<(), Failure> {
    let settings = office.configuration.mail();
    if !settings.is_on() {
        return Ok(());
    }
    office.seals_made(ids)?;
    let dead = office.reader.dead_addresses(&office.scope)?;
    for post in office.posts()?.into_iter().filter(|post| !post.closed) {
        let mailing = office.reader.mailing(&office.scope, &post.id)?;
        if !mailing.is_due(settings.rhythm(), today) {
            continue;
        }
        // Nobody can be written to now: the round waits for who comes back.
        let Some(to) = office.mailed_person(&mailing, &dead, today)? else { continue };
        write_to(clerk, office, &post, mailing, to, (now, today), ids)?;
    }
    Ok(())
}

fn write_to(
    clerk: &Clerk,
    office: &Office,
    post: &Post,
    mailing: Mailing,
    to: MailAddress,
    (now, today): (i64, Date),
    ids: &mut Ids,
) -> Result<(), Failure> {
    let gathered = office.gathered(post, &to, today)?;
    if gathered.items.is_empty() && !mailing.when_empty {
        // The round stays due, so that what comes tomorrow waits for no further one.
        return Ok(());
    }
    let letter = Letter {
        n_more: gathered.n_more,
        n_kept_back: gathered.n_kept_back,
        ..Letter::waiting(
            LetterId::from_bits(ids()),
            LetterKind::Deliveries,
            post.id.clone(),
            (to.person, to.address),
            now,
        )
    };
    clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
            let held = deed.mailing(&mailing.post)?;
            if held.last_on != mailing.last_on {
                // Another run wrote this round.
                return Ok(());
            }
            deed.write_letter(&letter, &gathered.items)?;
            Ok(deed.keep_mailing(&Mailing { last_on: Some(today), ..held })?)
        })
    })
}

/// What a letter would hold.
struct Gathered {
    items: Vec<LetterItem>,
    n_more: u64,
    n_kept_back: u64,
}

impl Office {
    /// What waits at a post and was in no letter yet, as who is written to sees it.
    fn gathered(&self, post: &Post, to: &MailAddress, today: Date) -> Result<Gathered, Failure> {
        let officer = self.officer(&to.person, today)?;
        let seen = self.seen_by(&officer.scope);
        let level = self.configuration.mail().level();
        let waiting = seen.reader.unmailed(&seen.scope, &post.id, LOOKED_THROUGH)?;
        let (mut items, mut kept_back, mut n_more) = (Vec::new(), Vec::new(), 0);
        for delivery in waiting {
            let Some(marking) = seen.marking_of_delivery(delivery)? else { continue };
            if !may_be_mailed(&marking, level) {
                kept_back.push(delivery);
            } else if items.len() < LETTER_ITEMS_MAX {
                items.push(delivery);
            } else {
                n_more += 1;
            }
        }
        let n_kept_back = kept_back.len() as u64;
        // What is kept back stands behind the others, so that no later letter counts it again.
        let items = (1..).zip(items.into_iter().chain(kept_back));
        let items = items.map(|(number, delivery)| LetterItem { number, delivery }).collect();
        Ok(Gathered { items, n_more, n_kept_back })
    }

    /// The marking of a delivery: that of its record and its need together; `None` where it is not seen.
    pub(crate) fn marking_of_delivery(&self, id: DeliveryId) -> Result<Option<Marking>, Failure> {
        let Some(held) = self.reader.delivery(&self.scope, id)? else { return Ok(None) };
        let Some(need) = self.reader.need(&self.scope, &held.delivery.need)? else { return Ok(None) };
        let record = self.reader.marking_of_record(&self.scope, held.delivery.record)?;
        Ok(record.map(|record| record.join(&need.marking)))
    }
}
