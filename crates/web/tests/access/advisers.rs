//! Associations with a member and a paper that was written in, each with a word by which it is known.

use desk::Failure;
use model::{
    Dispatch, Marking, Membership, MembershipId, Money, NeedId, PostId, RecordId, Reliability, Schedule, Source,
    SourceId, SourceKind, UnitId, Verb,
};
use store::Deed;

use crate::house::{DAY, now, today};
use crate::things::Marked;

/// An association of which a unit is a member, and from which a record closed a gap.
pub fn association(
    deed: &mut Deed<'_>,
    (id, of_member): (SourceId, MembershipId),
    word: &str,
    marking: &'static str,
    (record, need): (RecordId, NeedId),
) -> Result<Vec<Marked>, Failure> {
    let source = Source {
        id,
        title: format!("Society of {word} turbines"),
        kind: SourceKind::Association,
        address: String::new(),
        schedule: Schedule::Daily,
        post: PostId::new("documentalist")?,
        territory: String::new(),
        subject: format!("Turbines of {word}"),
        language: None,
        reliability: Reliability::B,
        every_days: None,
        cost: None,
        paused: false,
        remark: String::new(),
        marking: Marking::parse(marking).unwrap(),
        revision: 0,
        made_at: now() - 40 * DAY,
    };
    deed.keep_source(&source, Verb::Registered)?;
    let membership = Membership {
        id: of_member,
        source: id,
        unit: UnitId::new("ministry")?,
        since: today().plus_days(-400),
        until: None,
        number: format!("{word} 7"),
        fee: Money::parse("120 DEM").ok(),
        remark: format!("Papers on {word}"),
        revision: 0,
        made_at: now() - 30 * DAY,
    };
    deed.keep_membership(&membership, Verb::Registered)?;
    let by = "documentalist documentalist".to_owned();
    let (once, contents) = (1, [0; 32]);
    deed.keep_dispatch(&Dispatch {
        record,
        source: id,
        once,
        contents,
        by,
        came_at: now() - 9 * DAY,
        answers: Some(need),
    })?;
    let marked = |param, id: String| Marked { param, id, state: "held", markings: vec![marking] };
    Ok(vec![marked("source", id.to_string()), marked("membership", of_member.to_string())])
}
