//! Letters: the mail of a post, one for each round of its rhythm, with what was laid before it since the last.

use crate::public_id::public_id;
use crate::words::words;
use crate::{Date, DeliveryId, IssueId, MeetingId, PersonId, PostId};

public_id!(
    /// Names a letter.
    LetterId,
    'L'
);

words! {
    /// How often a post gets mail.
    Rhythm {
        /// Not at all.
        Never = "never",
        /// Every day.
        Daily = "daily",
        /// Every seven days.
        Weekly = "weekly",
        /// Every 28 days, so that it stays on its day of the week.
        Monthly = "monthly",
    }
}

impl Rhythm {
    /// Days from one letter to the next; `None` where there is none.
    pub fn days(self) -> Option<i64> {
        match self {
            Rhythm::Never => None,
            Rhythm::Daily => Some(1),
            Rhythm::Weekly => Some(7),
            Rhythm::Monthly => Some(28),
        }
    }
}

/// The addresses under which programs read what is laid before a post. Whoever has them reads, so only what is open stands
/// there; new ones make the old useless.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// How often there were new ones.
    pub number: u32,
    /// Whether there are any.
    pub is_open: bool,
}

impl Feed {
    /// With new addresses.
    pub fn anew(self) -> Feed {
        Feed { number: self.number + 1, is_open: true }
    }

    /// Without any.
    pub fn shut(self) -> Feed {
        Feed { is_open: false, ..self }
    }
}

/// How a post wants its mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailing {
    /// Whose it is.
    pub post: PostId,
    /// How often; `None` is as the office has it.
    pub rhythm: Option<Rhythm>,
    /// Whether a letter comes also when there is nothing, and says why.
    pub when_empty: bool,
    /// First and last day on which its holder is away: a deputy gets the mail meanwhile, and without one it waits.
    pub away: Option<(Date, Date)>,
    /// Its addresses for programs, which anybody reads who has them.
    pub feed: Feed,
    /// The day of the last round.
    pub last_on: Option<Date>,
    /// Counts changes, so that two who change it at once are told.
    pub revision: u32,
}

impl Mailing {
    /// That of a post which never said how.
    pub fn of(post: PostId) -> Mailing {
        Mailing { post, rhythm: None, when_empty: false, away: None, feed: Feed::default(), last_on: None, revision: 0 }
    }

    /// Whether a round is due, where the office has this rhythm.
    pub fn is_due(&self, office: Rhythm, today: Date) -> bool {
        match self.rhythm.unwrap_or(office).days() {
            None => false,
            Some(days) => self.last_on.is_none_or(|last| today >= last.plus_days(days)),
        }
    }

    /// Whether the holder is away on a day.
    pub fn is_away(&self, day: Date) -> bool {
        self.away.is_some_and(|(first, last)| first <= day && day <= last)
    }
}

words! {
    /// What a letter is.
    LetterKind {
        /// What was laid before a post.
        Deliveries = "deliveries",
        /// What could not be understood in a reply.
        Receipt = "receipt",
        /// An issue of a bulletin.
        Issue = "issue",
        /// What became of a message that brought records in. It goes to who sent that; the person is who answers for the source.
        Arrival = "arrival",
        /// That a member is to be at a meeting of a mission, and when.
        Invitation = "invitation",
        /// That they need not be there any more.
        CallOff = "call-off",
    }
}

words! {
    /// Where a letter stands.
    LetterStage {
        /// It waits to be sent.
        Waiting = "waiting",
        /// It is being handed to the mail server. After a kill nobody knows whether the server has it, so it is handed over once
        /// more under the same name.
        Sending = "sending",
        /// The mail server has it.
        Sent = "sent",
        /// It could not be sent.
        Failed = "failed",
        /// It came back.
        Returned = "returned",
        /// Nothing was left to be said in it before it was sent, or nobody to say it to.
        Dropped = "dropped",
    }
}

/// How long sending is tried, in microseconds: three days.
pub const LETTER_TRIED_MICROS: i64 = 3 * 86_400_000_000;

/// Most deliveries in a letter: who has more to answer does so in the office.
pub const LETTER_ITEMS_MAX: usize = 40;

/// A letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Its name.
    pub id: LetterId,
    /// What it is.
    pub kind: LetterKind,
    /// Of a receipt, the letter to which somebody replied.
    pub about: Option<LetterId>,
    /// The issue that it brings.
    pub issue: Option<IssueId>,
    /// The meeting of which it tells, and its number as it was then: see [`crate::Meeting::sequence`].
    pub meeting: Option<(MeetingId, u32)>,
    /// Whose work it is about.
    pub post: PostId,
    /// To whom it goes.
    pub person: PersonId,
    /// Where it is sent.
    pub address: String,
    /// Where it stands.
    pub stage: LetterStage,
    /// When it was written, in microseconds since 1970.
    pub made_at: i64,
    /// Not before this time; while it is being sent, since when.
    pub due_at: i64,
    /// When the mail server took it.
    pub sent_at: Option<i64>,
    /// How often it was tried.
    pub n_tries: u32,
    /// Deliveries that wait and found no room in it.
    pub n_more: u64,
    /// Deliveries that wait and may not be mailed by their markings.
    pub n_kept_back: u64,
    /// Why it was not sent, or came back; of a receipt what is to be said.
    pub text: String,
}

impl Letter {
    /// One that waits to be sent to a person at an address, about the work of a post.
    pub fn waiting(
        id: LetterId,
        kind: LetterKind,
        post: PostId,
        (person, address): (PersonId, String),
        now: i64,
    ) -> Letter {
        Letter {
            id,
            kind,
            about: None,
            issue: None,
            meeting: None,
            post,
            person,
            address,
            stage: LetterStage::Waiting,
            made_at: now,
            due_at: now,
            sent_at: None,
            n_tries: 0,
            n_more: 0,
            n_kept_back: 0,
            text: String::new(),
        }
    }

    /// After a try that failed: tried again after five minutes, doubled each time, six hours at most; after three days, or where
    /// the server will never take it, no more.
    pub fn failed(self, text: String, for_ever: bool, now: i64) -> Letter {
        const FIVE_MINUTES: i64 = 300_000_000;
        const SIX_HOURS: i64 = 6 * 3_600_000_000;
        let pause = FIVE_MINUTES.saturating_mul(1 << self.n_tries.saturating_sub(1).min(10)).min(SIX_HOURS);
        let ends = for_ever || now.saturating_sub(self.made_at) > LETTER_TRIED_MICROS;
        let stage = if ends { LetterStage::Failed } else { LetterStage::Waiting };
        // What a receipt says stays with it.
        let text = if self.kind == LetterKind::Receipt { self.text } else { text };
        Letter { stage, text, due_at: now.saturating_add(pause), ..self }
    }
}

/// A delivery in a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LetterItem {
    /// By which number it is answered, from 1.
    pub number: u16,
    /// The delivery.
    pub delivery: DeliveryId,
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000_000;

    #[test]
    fn a_round_is_due_when_the_days_of_its_rhythm_have_gone_by() {
        let day = |text: &str| Date::parse(text).unwrap();
        let mailing = Mailing::of(PostId::new("engineer").unwrap());
        assert!(mailing.is_due(Rhythm::Weekly, day("2026-11-20")), "the first at once");
        assert!(!mailing.is_due(Rhythm::Never, day("2026-11-20")));
        let mailing = Mailing { last_on: Some(day("2026-11-20")), ..mailing };
        assert!(!mailing.is_due(Rhythm::Weekly, day("2026-11-26")));
        assert!(mailing.is_due(Rhythm::Weekly, day("2026-11-27")));
        let daily =
            Mailing { rhythm: Some(Rhythm::Daily), away: Some((day("2026-12-01"), day("2026-12-05"))), ..mailing };
        assert!(daily.is_due(Rhythm::Never, day("2026-11-21")), "its own rhythm counts");
        assert!(
            daily.is_away(day("2026-12-01")) && daily.is_away(day("2026-12-05")) && !daily.is_away(day("2026-12-06"))
        );
    }

    #[test]
    fn a_letter_that_cannot_be_sent_is_tried_for_three_days() {
        let to = (PersonId::new("karpova").unwrap(), "karpova@works.example".to_owned());
        let post = PostId::new("engineer").unwrap();
        let letter = Letter::waiting(LetterId::from_bits(1), LetterKind::Deliveries, post, to, 0);
        let letter = Letter { stage: LetterStage::Sending, n_tries: 1, ..letter };
        let once = letter.clone().failed("the server is busy".to_owned(), false, HOUR);
        assert_eq!((once.stage, once.due_at - HOUR), (LetterStage::Waiting, 300_000_000));
        let late = letter.clone().failed("the server is busy".to_owned(), false, 73 * HOUR);
        assert_eq!(late.stage, LetterStage::Failed);
        assert_eq!(letter.failed("no such mailbox".to_owned(), true, HOUR).stage, LetterStage::Failed);
    }
}
