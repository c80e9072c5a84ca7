//! The mail of posts: written when its round is due, sent once, answered by a reply or through its links.
//!
//! A letter is a row with its deliveries before anything is sent, so a kill loses none. It goes out under a name made of its
//! number: after a kill in the moment between the server's word and ours it is handed over once more, and is the same mail to
//! whoever keeps mail by its name. What is in it is drawn when it is sent, with the eyes of who gets it.

mod feed;
mod mailing;
mod reading;
mod reply;
mod seal;
mod sending;
mod sheet;
mod writing;

pub use feed::{PostFeed, change_feed, make_letter_key};
pub(crate) use mailing::may_set;
pub use mailing::{MailAddress, PostMail, change_mailing, revive_address};
pub(crate) use reading::note;
pub use reading::{MailStep, STRAYS_MICROS, Strays, read_mailbox};
pub use reply::{LetterAnswer, answer_letter, stop_letters};
pub use seal::LETTER_KEY_FILE;
pub(crate) use seal::Seals;
pub(crate) use sending::mail_of;
pub use sending::{Drawn, SentLetters, ToDraw, give_letters_back, send_letters};
pub use sheet::{LetterSheet, SheetItem};
pub(crate) use writing::{may_be_mailed, write_letters};
