//! Memberships: which unit of ours belongs to which association. Written by who may document.

use model::{Membership, MembershipId, Power, Refusal, SourceId, SourceKind, Verb, sentence};
use store::{Scope, Writer};

use crate::review::{Turn, tree};
use crate::source::held;
use crate::{Failure, Office};

pub(crate) fn no_membership(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "membership",
        text: text.to_owned(),
        next: sentence!("next-look-association", "look for it on the page of its association"),
    }
}

/// Writes a membership down, or changes what was written of it: then `membership.revision` is that of the state which was seen. A form
/// that is sent twice keeps one.
///
/// # Errors
/// Refused without the power to document, when the source is no association or the unit is not there, when it is not in order, or when
/// somebody changed it in between.
pub fn keep_membership(
    writer: &mut Writer,
    turn: &Turn<'_>,
    membership: Membership,
    is_new: bool,
) -> Result<Membership, Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    let membership = membership.tidied()?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let source = held(deed, turn, membership.source)?;
        let before = match is_new {
            true => match deed.membership(&Scope::office(), membership.id)? {
                // What was sent, and nobody changed since.
                Some(before) if before.says_the_same(&membership) => return Ok(before),
                Some(_) => {
                    return Err(Failure::said(sentence!(
                        "membership-form-sent",
                        "This form was sent before; open a new one to write down another membership"
                    )));
                }
                None => None,
            },
            false => {
                let missing = || no_membership(&membership.id.to_string());
                Some(deed.membership(&turn.officer.scope, membership.id)?.ok_or_else(missing)?)
            }
        };
        if before.is_none() && source.kind != SourceKind::Association {
            return Err(Failure::said(sentence!(
                "membership-source",
                "“{title}” is no association; register the association as a source of that kind first",
                title = source.title
            )));
        }
        if tree(deed)?.unit(&membership.unit).is_none() {
            return Err(Failure::said(sentence!("membership-unit", "That unit is not there; choose another")));
        }
        let Some(before) = before else {
            let membership = Membership { revision: 0, made_at: turn.now, ..membership };
            deed.keep_membership(&membership, Verb::Registered)?;
            return Ok(membership);
        };
        let changed = Membership { source: before.source, made_at: before.made_at, ..membership };
        if changed == before {
            return Ok(before);
        }
        if changed.revision != before.revision {
            return Err(Failure::Refused(Refusal::Changed(sentence!(
                "membership-changed",
                "Somebody changed this membership in between; open it again, and change what is still to be changed"
            ))));
        }
        let changed = Membership { revision: before.revision + 1, ..changed };
        deed.keep_membership(&changed, Verb::Revised)?;
        Ok(changed)
    })
}

impl Office {
    /// The membership of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn membership(&self, text: &str) -> Result<Membership, Failure> {
        let id = MembershipId::parse(text).ok_or_else(|| no_membership(text))?;
        Ok(self.reader.membership(&self.scope, id)?.ok_or_else(|| no_membership(text))?)
    }

    /// The memberships in an association, the longest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn memberships(&self, source: SourceId) -> Result<Vec<Membership>, Failure> {
        Ok(self.reader.memberships(&self.scope, source)?)
    }
}
