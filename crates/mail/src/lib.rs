//! Mail: letters out over SMTP, replies and reports of failure in from a mailbox.
//!
//! What goes out is built by [`Mail::written`] and handed over by whoever implements [`Carry`]. What comes in lies in a maildir
//! ([`Mailbox`]) and is read by [`Incoming::read`], which tells replies of people from those of machines.

#![forbid(unsafe_code)]

mod carry;
mod incoming;
mod mailbox;
mod outgoing;

pub use carry::{Carry, Security, Smtp, SmtpSettings, Unconnected, Undelivered};
pub use incoming::{Came, INCOMING_BYTES_MAX, Incoming};
pub use mailbox::{Mailbox, Waiting};
pub use outgoing::{CalendarPart, Mail, is_mail_address};
