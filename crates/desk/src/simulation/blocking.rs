//! Barriers: what stood in the way of offers and adoptions, and until when.

use model::{
    BarrierId, BarrierKind, BarrierState, Date, Duty, DutyId, DutyKind, Link, LinkKind, LoggedBarrier, Marking, PostId,
    Thing, Verb,
};
use store::Writer;

use super::adopting::Ground;
use super::moment;
use crate::Failure;
use crate::diffusion::barrier_thing;

/// Days within which whoever can remove a barrier is asked to.
const REMOVE_DAYS: i64 = 90;

/// A barrier that is planted.
pub(super) struct Block {
    /// The offer or adoption in whose way it stands.
    pub on: Thing,
    /// The unit that waits, by its place.
    pub unit: usize,
    /// The ministry whose coordinator can remove it, by its place.
    pub ministry: usize,
    pub kind: BarrierKind,
    pub subject: String,
    pub since: Date,
    /// When it was gone, and whether it was removed: otherwise the unit took it back. Nothing while it stands.
    pub gone: Option<(Date, bool)>,
}

/// Logs a barrier with its duty, and lets it go on its day.
pub(super) fn block(writer: &mut Writer, ground: &mut Ground<'_>, asked: &Block) -> Result<BarrierId, Failure> {
    let world = ground.world;
    let unit = &world.units[asked.unit];
    let ministry = &world.ministries[asked.ministry].0;
    let owner = PostId::new(&format!("{ministry}-coordinator"))?;
    let now = moment(asked.since, 75);
    let barrier = LoggedBarrier {
        id: BarrierId::from_bits((ground.ids)()),
        on: asked.on.clone(),
        unit: unit.id.clone(),
        post: unit.post.clone(),
        owner: owner.clone(),
        kind: asked.kind,
        subject: asked.subject.clone(),
        statement: "Invented by a simulation.".to_owned(),
        opened: asked.since,
        due: asked.since.plus_days(REMOVE_DAYS),
        state: BarrierState::Open,
        closed: None,
        how: String::new(),
        removed_with: None,
        hint: None,
        marking: Marking::default(),
        invented: true,
        revision: 0,
        made_at: now,
    };
    let barrier = barrier.tidied(asked.since)?;
    let about = barrier_thing(barrier.id);
    let duty = DutyId::from_bits((ground.ids)());
    writer.transact(&unit.who(), now, |deed| -> Result<(), Failure> {
        let fact = deed.fact(Verb::Blocked, &about).to(barrier.on.to_string());
        deed.keep_barrier(&barrier, &fact.with(format!("{} by {}", barrier.kind, barrier.due)))?;
        deed.draw(&Link::new(about.clone(), LinkKind::Blocks, barrier.on.clone()))?;
        let duty = Duty::new(duty, owner.clone(), DutyKind::RemoveBarrier, about.clone(), now, barrier.due);
        Ok(deed.charge(&duty)?)
    })?;
    let Some((day, is_removed)) = asked.gone else { return Ok(barrier.id) };
    let who = if is_removed { format!("{owner}/p-{ministry}") } else { unit.who() };
    writer.transact(&who, moment(day, 85), |deed| -> Result<(), Failure> {
        if is_removed {
            let fact = deed.fact(Verb::Unblocked, &about).to(barrier.on.to_string());
            deed.keep_barrier(&barrier.remove("Simulated: it is to be had again", day)?, &fact)?;
            deed.done(&about, DutyKind::RemoveBarrier, "removed")?;
        } else {
            let fact = deed.fact(Verb::Withdrew, &about).to(Thing::new(model::Noun::Post, &owner).to_string());
            deed.keep_barrier(&barrier.withdraw("Simulated: it was given up", day)?, &fact)?;
            deed.lapse(&about, "withdrawn")?;
        }
        Ok(())
    })?;
    Ok(barrier.id)
}
