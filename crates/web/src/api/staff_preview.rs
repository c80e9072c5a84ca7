//! What a change of the staff would do, before it is kept.

use std::collections::BTreeSet;

use desk::{Foresight, Sight};
use model::{PostId, Power, UnitId};
use schemars::JsonSchema;
use serde::Serialize;
use store::{MarkedCount, Statement};

use super::marking::MarkingView;
use super::thing::ThingView;
use super::word::{Day, Word};

/// A part that would be other.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ForeseenPartView {
    /// Which part.
    pub name: String,
    /// What it is now; empty where there is nothing. Of several words a list, parted by commas.
    pub was: String,
    /// What it would be.
    pub becomes: String,
}

impl From<&desk::ForeseenPart> for ForeseenPartView {
    fn from(part: &desk::ForeseenPart) -> ForeseenPartView {
        ForeseenPartView { name: part.name.to_owned(), was: part.was.clone(), becomes: part.becomes.clone() }
    }
}

/// What would be new or other.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ForeseenView {
    /// What.
    pub thing: ThingView,
    /// `new`, `changed`, or `out` for a tenure that never begins.
    pub becomes: String,
    /// The parts that change; of a tenure that is new, all.
    pub parts: Vec<ForeseenPartView>,
}

/// How much bears a marking.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MarkedView {
    /// The marking.
    pub marking: MarkingView,
    /// Records that bear it.
    pub n_records: u64,
    /// Needs that bear it.
    pub n_needs: u64,
}

/// How much of what is marked a person would see.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SightView {
    /// The person.
    pub person: String,
    /// Records that they see now.
    pub n_records_before: u64,
    /// Needs that they see now.
    pub n_needs_before: u64,
    /// Records that they would see.
    pub n_records_after: u64,
    /// Needs that they would see.
    pub n_needs_after: u64,
    /// What they would see and do not now.
    pub gained: Vec<MarkedView>,
    /// What they see and would not.
    pub lost: Vec<MarkedView>,
    /// Whether they would see what the administrator may not; that is not counted here.
    pub beyond: bool,
}

/// A power that would reach otherwise.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PowerShiftView {
    /// The post.
    pub post: String,
    /// The power.
    pub power: Word<Power>,
    /// Units that it would reach and does not now.
    pub gained: Vec<String>,
    /// Units that it reaches and would not.
    pub lost: Vec<String>,
}

/// A post whose late duties would go up another way.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LadderShiftView {
    /// The post.
    pub post: String,
    /// Its open duties.
    pub n_open: u64,
    /// The posts they go up to now, nearest first.
    pub before: Vec<String>,
    /// Those they would go up to.
    pub after: Vec<String>,
}

/// Open work that would go to another post.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HandedView {
    /// The post that is closed.
    pub from: String,
    /// The post that takes over.
    pub to: Option<String>,
    /// Duties.
    pub n_duties: u64,
    /// Needs.
    pub n_needs: u64,
    /// Deliveries that were not answered.
    pub n_deliveries: u64,
    /// Requests.
    pub n_requests: u64,
    /// What else the post answers for: sources, hosts, missions, agreements, credits, specialists, samples and the like.
    pub n_kept: u64,
}

/// What a change of the staff would do.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ForesightView {
    /// The day for which it was looked at.
    pub on: Day,
    /// What would be new or other.
    pub rows: Vec<ForeseenView>,
    /// Who would see more or less of what is marked.
    pub sights: Vec<SightView>,
    /// Powers that would reach otherwise.
    pub powers: Vec<PowerShiftView>,
    /// Ways that late duties would go otherwise.
    pub ladders: Vec<LadderShiftView>,
    /// Work that would go to another post.
    pub handed: Vec<HandedView>,
    /// Posts that nobody would act for any more.
    pub vacant: Vec<String>,
    /// Posts with open duties that nobody there would see any more.
    pub unseen: Vec<String>,
    /// Whether there were so many posts that `unseen` is not all.
    pub unseen_is_cut: bool,
}

impl From<&Foresight> for ForesightView {
    fn from(foresight: &Foresight) -> ForesightView {
        let row = |row: &desk::ForeseenRow| ForeseenView {
            thing: ThingView::from(&row.place.thing()),
            becomes: match row.statement {
                Some(Statement::New) => "new",
                Some(_) => "changed",
                None => "out",
            }
            .to_owned(),
            parts: row.parts.iter().map(ForeseenPartView::from).collect(),
        };
        let power = |shift: &desk::PowerShift| PowerShiftView {
            post: shift.post.to_string(),
            power: Word(shift.power),
            gained: units(&shift.gained),
            lost: units(&shift.lost),
        };
        let ladder = |shift: &desk::LadderShift| LadderShiftView {
            post: shift.post.to_string(),
            n_open: shift.n_open,
            before: posts(&shift.before),
            after: posts(&shift.after),
        };
        let handed = |handed: &desk::Handed| HandedView {
            from: handed.from.to_string(),
            to: handed.to.as_ref().map(ToString::to_string),
            n_duties: handed.work.n_duties,
            n_needs: handed.work.n_needs,
            n_deliveries: handed.work.n_deliveries,
            n_requests: handed.work.n_requests,
            n_kept: handed.work.n_kept,
        };
        ForesightView {
            on: Day(foresight.on),
            rows: foresight.rows.iter().map(row).collect(),
            sights: foresight.sights.iter().map(sight).collect(),
            powers: foresight.powers.iter().map(power).collect(),
            ladders: foresight.ladders.iter().map(ladder).collect(),
            handed: foresight.handed.iter().map(handed).collect(),
            vacant: posts(&foresight.vacant),
            unseen: foresight.unseen.iter().map(|one| one.post.to_string()).collect(),
            unseen_is_cut: foresight.unseen_is_cut,
        }
    }
}

fn units(units: &BTreeSet<UnitId>) -> Vec<String> {
    units.iter().map(ToString::to_string).collect()
}

fn posts(posts: &[PostId]) -> Vec<String> {
    posts.iter().map(ToString::to_string).collect()
}

fn sight(sight: &Sight) -> SightView {
    let marked = |one: &MarkedCount| MarkedView {
        marking: MarkingView::from(&one.marking),
        n_records: one.n_records,
        n_needs: one.n_needs,
    };
    SightView {
        person: sight.person.id.to_string(),
        n_records_before: sight.before.0,
        n_needs_before: sight.before.1,
        n_records_after: sight.after.0,
        n_needs_after: sight.after.1,
        gained: sight.gained.iter().map(marked).collect(),
        lost: sight.lost.iter().map(marked).collect(),
        beyond: sight.beyond,
    }
}
