//! Messages in a source: their files of records, the messages that were sent on in them, or they themselves.

use std::io::Cursor;
use std::ops::ControlFlow;

use super::{Nesting, Source};
use crate::Doubt;
use crate::cut::{self, Context, Cut, Stop};
use crate::doubt::quoted;
use crate::entry::Found;
use crate::limits::{MAIL_DEPTH_MAX, MAIL_MESSAGES_MAX};
use crate::mail::{self, MailFile, Opened};
use crate::read::{Item, Options, Out};
use crate::window::Window;

impl Source<'_, '_> {
    /// A message, or a mailbox in one file.
    pub(super) fn mail(&mut self, window: &mut Window<'_>) -> Result<(), Stop> {
        cut::mbox::cut(window, &mut |cut| match cut {
            Cut::Entry(entry) => self.message(entry.bytes.into_owned(), Some(entry.line)),
            Cut::Doubt(doubt) => self.doubt(doubt),
        })
    }

    /// One message. What comes of it is told in its order.
    fn message(&mut self, bytes: Vec<u8>, line: Option<u64>) -> Result<(), Stop> {
        self.n_messages += 1;
        if self.nesting.mails >= MAIL_DEPTH_MAX {
            return self.doubt(Doubt::new("this message was sent on too often to be followed; it was left out"));
        }
        let opened = match mail::open(&bytes) {
            Ok(opened) => opened,
            Err(doubt) => return self.doubt(Doubt { line, ..doubt }),
        };
        let Opened { record, mut doubts, files, messages, has_words } = opened;
        let inside = Nesting { mails: self.nesting.mails + 1, ..self.nesting };
        let (lists, others): (Vec<MailFile>, Vec<MailFile>) =
            files.into_iter().partition(|file| holds_records(file, self.out.options, inside));
        for file in &others {
            if mail::promises_records(&file.name) {
                doubts.push(Doubt::new(format!("no record could be read in the file {}", quoted(&file.name))));
            }
        }
        if lists.is_empty() && messages.is_empty() {
            return self.give(Ok(Found::new(mail::NAME, (record, doubts))), bytes, line, [None, None], &Context::NONE);
        }
        self.n_entries += 1;
        for doubt in doubts.into_iter().filter(|doubt| doubt.place.is_none()) {
            self.doubt(doubt)?;
        }
        if !others.is_empty() {
            let n = others.len();
            self.doubt(Doubt::new(format!("{n} more files of the message hold no records and were left out")))?;
        }
        if has_words && lists.is_empty() {
            self.doubt(Doubt::new("what stands around the message that was sent on was left out"))?;
        }
        for file in lists {
            let name = if file.name.is_empty() { "file".to_owned() } else { file.name };
            let source = format!("{}/{name}", self.name);
            Source::run_inside(self.out, Box::new(Cursor::new(file.bytes)), source, name, inside)?;
        }
        let before = self.nesting;
        self.nesting = inside;
        let mut done = Ok(());
        for message in messages {
            if self.n_messages >= MAIL_MESSAGES_MAX {
                done = self.doubt(Doubt::new(format!("more than {MAIL_MESSAGES_MAX} messages; the rest was left out")));
                break;
            }
            done = self.message(message, line);
            if done.is_err() {
                break;
            }
        }
        self.nesting = before;
        done
    }
}

/// Whether at least one record can be read in a file.
fn holds_records(file: &MailFile, options: &Options, inside: Nesting) -> bool {
    let mut holds = false;
    let mut sink = |item| match item {
        Item::Reading(_) => {
            holds = true;
            ControlFlow::Break(())
        }
        Item::Doubt(_) => ControlFlow::Continue(()),
    };
    let mut out = Out::new(&mut sink, options);
    let _ = Source::run_inside(&mut out, Box::new(file.bytes.as_slice()), String::new(), file.name.clone(), inside);
    holds
}
