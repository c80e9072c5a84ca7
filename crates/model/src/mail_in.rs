//! Mail that brings records in: how a source takes it, and the messages that came.

use crate::public_id::public_id;
use crate::words::words;
use crate::{IntakeId, Refusal, SourceId, sentence};

public_id!(
    /// Names a message that came to a source.
    ArrivalId,
    'M'
);

/// Most senders of one source.
pub const SENDERS_MAX: usize = 200;

/// Longest sender, in characters.
const SENDER_CHARS_MAX: usize = 254;

/// How a source takes mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailIn {
    /// Whose it is.
    pub source: SourceId,
    /// How often its address was made; an older address leads nowhere.
    pub number: u32,
    /// Whether it has an address.
    pub is_open: bool,
    /// Who may send beside the persons of the office: addresses, and hosts for everybody there, in lower case.
    pub senders: Vec<String>,
    /// Whether the own mail server has to have found that a message comes from who it says.
    pub is_proven: bool,
    /// Whether what may come is taken in at once; otherwise somebody looks at it first.
    pub at_once: bool,
    /// Whether senders are told what became of their message.
    pub is_answered: bool,
    /// Counts changes.
    pub revision: u32,
}

impl MailIn {
    /// That of a source for which nobody said anything.
    pub fn of(source: SourceId) -> MailIn {
        MailIn {
            source,
            number: 1,
            is_open: true,
            senders: Vec::new(),
            is_proven: false,
            at_once: false,
            is_answered: true,
            revision: 0,
        }
    }

    /// The same with its senders in one form, each once.
    ///
    /// # Errors
    /// Refused when one is neither an address nor a host, or when there are too many.
    pub fn tidied(self) -> Result<MailIn, Refusal> {
        let mut senders: Vec<String> = Vec::new();
        for sender in &self.senders {
            let sender = sender.trim().trim_matches(['<', '>', ',', ';']).to_lowercase();
            if sender.is_empty() {
                continue;
            }
            let (name, host) = sender.rsplit_once('@').unwrap_or(("", &sender));
            let is_host = host.contains('.')
                && !host.starts_with('.')
                && !host.ends_with('.')
                && !host.contains("..")
                && host.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '-');
            let is_name = !name.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ','));
            if !is_host || !is_name || sender.chars().count() > SENDER_CHARS_MAX {
                let begins: String = sender.chars().take(60).collect();
                return Err(Refusal::Said(sentence!(
                    "mail-sender",
                    "“{begins}” is no sender; write an address such as adviser@bonn.example, or a host such as bonn.example for everybody there",
                    begins
                )));
            }
            let sender = if name.is_empty() { host.to_owned() } else { sender.clone() };
            if !senders.contains(&sender) {
                senders.push(sender);
            }
        }
        if senders.len() > SENDERS_MAX {
            return Err(Refusal::Said(sentence!(
                "mail-senders",
                "A source may have up to {max} senders; name their host in place of each of them",
                max = SENDERS_MAX as u64
            )));
        }
        Ok(MailIn { senders, ..self })
    }

    /// Whether somebody is among the senders.
    pub fn allows(&self, from: &str) -> bool {
        let from = from.to_lowercase();
        let Some((_, host)) = from.rsplit_once('@') else { return false };
        self.senders.iter().any(|sender| *sender == from || sender == host)
    }

    /// With a new address in place of the one before.
    pub fn anew(self) -> MailIn {
        MailIn { number: self.number + 1, is_open: true, revision: self.revision + 1, ..self }
    }

    /// Without an address.
    pub fn shut(self) -> MailIn {
        MailIn { is_open: false, revision: self.revision + 1, ..self }
    }
}

words! {
    /// Where a message stands.
    ArrivalStage {
        /// It lies aside until somebody decides.
        Aside = "aside",
        /// It was handed on to be taken in; the rest is told by its intake.
        Taken = "taken",
        /// Somebody threw it away.
        Thrown = "thrown",
        /// There was no room for it.
        Turned = "turned",
    }
}

words! {
    /// Why a message lies aside, or was turned away.
    ArrivalReason {
        /// Nobody said that its sender may send.
        Sender = "sender",
        /// It is not proven that it comes from who it says.
        Proof = "proof",
        /// Somebody else sent a message of this name before.
        Name = "name",
        /// The source is switched off.
        Paused = "paused",
        /// What comes is looked at before it is taken in.
        Look = "look",
        /// It is too large.
        Large = "large",
        /// Too much lies aside already.
        Full = "full",
    }
}

impl ArrivalReason {
    /// Whether whoever sent it is as good as unknown.
    pub fn is_of_a_stranger(self) -> bool {
        matches!(self, ArrivalReason::Sender | ArrivalReason::Proof | ArrivalReason::Name)
    }
}

/// A message that came to a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Its number.
    pub id: ArrivalId,
    /// Where it came to.
    pub source: SourceId,
    /// Its name, as its sender gave it; may be empty.
    pub name: String,
    /// Who says that they sent it, in lower case.
    pub sender: String,
    /// What it is about.
    pub subject: String,
    /// Its size, in bytes.
    pub n_bytes: u64,
    /// When it came, in microseconds since 1970.
    pub came_at: i64,
    /// Where it stands.
    pub stage: ArrivalStage,
    /// Why it lies aside or was turned away; none for what was taken in at once.
    pub reason: Option<ArrivalReason>,
    /// Under which number its bytes lie aside.
    pub file: IntakeId,
    /// The intake that it became, or the last look at it.
    pub intake: Option<IntakeId>,
    /// Whether its sender is told what became of it: a person wrote it who may send.
    pub is_answered: bool,
}

impl Arrival {
    /// Hands it on to be taken in.
    ///
    /// # Errors
    /// Refused when it does not lie aside.
    pub fn take(&self) -> Result<Arrival, Refusal> {
        self.still_aside()?;
        Ok(Arrival { stage: ArrivalStage::Taken, intake: Some(self.file), ..self.clone() })
    }

    /// Throws it away.
    ///
    /// # Errors
    /// As [`Arrival::take`].
    pub fn throw(&self) -> Result<Arrival, Refusal> {
        self.still_aside()?;
        Ok(Arrival { stage: ArrivalStage::Thrown, ..self.clone() })
    }

    /// Whether it lies aside.
    ///
    /// # Errors
    /// Refused when it does not.
    pub fn still_aside(&self) -> Result<(), Refusal> {
        if self.stage == ArrivalStage::Aside {
            return Ok(());
        }
        Err(Refusal::Said(sentence!(
            "arrival-decided",
            "Somebody decided on this message already; reload the page to see what became of it"
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail_in(senders: &[&str]) -> MailIn {
        MailIn { senders: senders.iter().map(|&one| one.to_owned()).collect(), ..MailIn::of(SourceId::from_bits(1)) }
    }

    #[test]
    fn senders_are_addresses_and_hosts_each_once() {
        let tidy =
            mail_in(&[" Adviser@Bonn.example", "adviser@bonn.example", "@Mission.example", "mission.example", ""]);
        let tidy = tidy.tidied().unwrap();
        assert_eq!(tidy.senders, ["adviser@bonn.example", "mission.example"]);
        assert!(tidy.allows("ADVISER@bonn.example") && tidy.allows("any@mission.example"));
        for other in ["other@bonn.example", "a@evil.mission.example", "a@notmission.example", "", "mission.example"] {
            assert!(!tidy.allows(other), "{other}");
        }
        for odd in ["bonn", "a b@bonn.example", "a@bonn..example", "a@.example", "<x>y@bonn.example"] {
            assert!(mail_in(&[odd]).tidied().is_err(), "{odd}");
        }
        let many: Vec<String> = (0..=SENDERS_MAX).map(|n| format!("a{n}@bonn.example")).collect();
        assert!(MailIn { senders: many, ..mail_in(&[]) }.tidied().is_err());
    }

    #[test]
    fn a_message_is_decided_on_once() {
        let aside = Arrival {
            id: ArrivalId::from_bits(1),
            source: SourceId::from_bits(2),
            name: String::new(),
            sender: "a@b.example".to_owned(),
            subject: "x".to_owned(),
            n_bytes: 1,
            came_at: 1,
            stage: ArrivalStage::Aside,
            reason: Some(ArrivalReason::Sender),
            file: IntakeId::from_bits(3),
            intake: None,
            is_answered: false,
        };
        let (taken, thrown) = (aside.take().unwrap(), aside.throw().unwrap());
        assert_eq!((taken.stage, taken.intake), (ArrivalStage::Taken, Some(IntakeId::from_bits(3))));
        for decided in [taken, thrown] {
            assert!(decided.take().is_err() && decided.throw().is_err());
        }
    }
}
