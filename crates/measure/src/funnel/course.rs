//! What is known of each case on the last day of observation: where it went, where it stands, how it ended.

use super::log::{ABANDONED, Log};
use super::stage::{N_STAGES, Stage};
use crate::{Caution, Unusable};

/// A stage entered for the first time, none of a later stage before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The stage.
    pub stage: Stage,
    /// The day of entry.
    pub day: f64,
}

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// Not at all: it is followed until the last day.
    Open,
    Production,
    Abandoned(u32),
}

/// The cases of a log until a day.
#[derive(Clone, Debug)]
pub struct Course<'a> {
    pub(super) log: &'a Log,
    pub(super) end: f64,
    /// Cases that had begun by then.
    pub(super) present: Vec<u32>,
    /// For each case of the log, where its steps begin.
    pub(super) offsets: Vec<usize>,
    pub(super) steps: Vec<Step>,
    pub(super) exit: Vec<Exit>,
    /// The day of the exit, or the last day.
    pub(super) last_day: Vec<f64>,
    /// Bits of the stages that were seen, and of those seen again.
    pub(super) seen: Vec<u8>,
    pub(super) reworked: Vec<u8>,
    pub(super) rework_events: Vec<u16>,
    /// Events up to the last day.
    pub(super) n_events: u64,
    pub(super) after_end: usize,
    pub(super) without_collection: Vec<u32>,
    pub(super) before_collection: Vec<u32>,
    pub(super) after_exit: Vec<u32>,
    pub(super) two_exits: Vec<u32>,
}

impl Log {
    /// What is known on a day.
    ///
    /// # Errors
    /// The day is no number, there are no events, or all of them are later.
    pub fn until(&self, end: f64) -> Result<Course<'_>, Unusable> {
        if !end.is_finite() {
            return Err(Unusable::new(
                "no-end",
                "The last day of observation is no number. Give the day until which the cases were followed.",
            ));
        }
        if self.day.is_empty() {
            return Err(Unusable::new(
                "no-events",
                "There are no events, so there is no funnel. Bring a table with at least one row.",
            ));
        }
        let mut course = Course {
            log: self,
            end,
            present: Vec::with_capacity(self.ids.len()),
            offsets: Vec::with_capacity(self.ids.len() + 1),
            steps: Vec::with_capacity(self.day.len()),
            exit: Vec::with_capacity(self.ids.len()),
            last_day: Vec::with_capacity(self.ids.len()),
            seen: Vec::with_capacity(self.ids.len()),
            reworked: Vec::with_capacity(self.ids.len()),
            rework_events: Vec::with_capacity(self.ids.len()),
            n_events: 0,
            after_end: 0,
            without_collection: Vec::new(),
            before_collection: Vec::new(),
            after_exit: Vec::new(),
            two_exits: Vec::new(),
        };
        course.offsets.push(0);
        for case in 0..self.ids.len() {
            course.follow(case);
        }
        if course.present.is_empty() {
            let first = self.day.iter().copied().fold(f64::INFINITY, f64::min);
            return Err(Unusable::new(
                "end-before-events",
                format!("Observation ends on day {end}, and the first event is on day {first}. Give a later day."),
            ));
        }
        Ok(course)
    }
}

impl<'a> Course<'a> {
    fn follow(&mut self, case: usize) {
        let log = self.log;
        let place = u32::try_from(case).unwrap_or(u32::MAX);
        let (mut seen, mut again, mut n_again) = (0_u8, 0_u8, 0_u16);
        let mut exit = Exit::Open;
        let mut last = self.end;
        let mut highest: Option<u8> = None;
        let (mut later, mut other_exit) = (false, false);
        let mut early = false;
        let first_step = self.steps.len();
        for at in log.offsets[case]..log.offsets[case + 1] {
            let (what, day) = (log.what[at], log.day[at]);
            if day > self.end {
                self.after_end += 1;
                continue;
            }
            self.n_events += 1;
            if exit != Exit::Open {
                later = true;
                other_exit |= what == ABANDONED || (what == Stage::Production as u8 && exit != Exit::Production);
                continue;
            }
            if highest.is_none() && what != Stage::Collected as u8 {
                self.without_collection.push(place);
            }
            if what == ABANDONED {
                if highest.is_none() {
                    self.steps.push(Step { stage: Stage::Collected, day });
                    highest = Some(0);
                }
                exit = Exit::Abandoned(log.reason[at]);
                last = day;
                continue;
            }
            let bit = 1_u8 << what;
            if seen & bit != 0 {
                again |= bit;
                n_again = n_again.saturating_add(1);
            }
            early |= what == 0 && highest.is_some_and(|stage| stage > 0) && seen & 1 == 0;
            seen |= bit;
            if highest.is_none_or(|stage| what > stage) {
                highest = Some(what);
                self.steps.push(Step { stage: Stage::ALL[usize::from(what)], day });
                if what == Stage::Production as u8 {
                    exit = Exit::Production;
                    last = day;
                }
            }
        }
        if self.steps.len() > first_step {
            self.present.push(place);
        }
        if early {
            self.before_collection.push(place);
        }
        if later {
            self.after_exit.push(place);
        }
        if other_exit {
            self.two_exits.push(place);
        }
        self.offsets.push(self.steps.len());
        self.exit.push(exit);
        self.last_day.push(last);
        self.seen.push(seen);
        self.reworked.push(again);
        self.rework_events.push(n_again);
    }

    /// The last day of observation.
    pub fn end(&self) -> f64 {
        self.end
    }

    /// The cases that had begun, as places in the log.
    pub fn cases(&self) -> &[u32] {
        &self.present
    }

    /// The steps of a case forward, in their order.
    pub fn steps(&self, case: usize) -> &[Step] {
        self.offsets.get(case).zip(self.offsets.get(case + 1)).map_or(&[], |(&from, &to)| &self.steps[from..to])
    }

    /// The furthest stage of a case.
    pub(super) fn furthest(&self, case: usize) -> Option<Stage> {
        self.steps(case).last().map(|step| step.stage)
    }

    fn which(&self, is: impl Fn(usize) -> bool) -> Vec<u32> {
        self.present.iter().copied().filter(|&case| is(case as usize)).collect()
    }

    /// Cases that reached a stage: it or a later one was seen.
    pub fn cases_reached(&self, stage: Stage) -> Vec<u32> {
        self.which(|case| self.furthest(case) >= Some(stage))
    }

    /// Cases of which an event of this stage was seen.
    pub fn cases_seen(&self, stage: Stage) -> Vec<u32> {
        self.which(|case| self.seen[case] & (1 << stage as u8) != 0)
    }

    /// Cases whose furthest stage is this one, whether open, abandoned or (for production) there.
    pub fn cases_at(&self, stage: Stage) -> Vec<u32> {
        self.which(|case| self.furthest(case) == Some(stage))
    }

    /// Cases that stand at this stage without an exit.
    pub fn cases_open(&self, stage: Stage) -> Vec<u32> {
        self.which(|case| self.exit[case] == Exit::Open && self.furthest(case) == Some(stage))
    }

    /// Cases that were abandoned at this stage; with a reason, only those for it.
    pub fn cases_lost(&self, stage: Stage, reason: Option<&str>) -> Vec<u32> {
        self.which(|case| match self.exit[case] {
            Exit::Abandoned(why) => {
                self.furthest(case) == Some(stage)
                    && reason
                        .is_none_or(|reason| self.log.reasons.get(why as usize).is_some_and(|known| known == reason))
            }
            _ => false,
        })
    }

    /// Cases of which this stage was seen again.
    pub fn cases_reworked(&self, stage: Stage) -> Vec<u32> {
        self.which(|case| self.reworked[case] & (1 << stage as u8) != 0)
    }

    /// Cases that passed this stage by: a later one was seen and this one never.
    pub fn cases_skipped(&self, stage: Stage) -> Vec<u32> {
        self.which(|case| self.furthest(case) > Some(stage) && self.seen[case] & (1 << stage as u8) == 0)
    }

    /// What was doubtful in the events, with examples.
    pub(super) fn cautions(&self) -> Vec<Caution> {
        let mut all = Vec::new();
        let examples = |cases: &[u32]| {
            let names: Vec<&str> = cases.iter().take(5).map(|&case| self.log.id(case as usize)).collect();
            if cases.len() > 5 { format!("{} and others", names.join(", ")) } else { names.join(", ") }
        };
        let mut doubt = |code: &'static str, cases: &[u32], text: &str| {
            if !cases.is_empty() {
                let n = cases.len();
                let whole = format!("{text} Cases: {n} ({}).", examples(cases));
                all.push(Caution::new(code, whole).with("n", n as f64));
            }
        };
        doubt(
            "days-backwards",
            &self.log.backwards,
            "Events were not written in the order of their days; they were put in that order.",
        );
        doubt(
            "without-collection",
            &self.without_collection,
            "The first event is not the collection; the time of these cases runs from their first event, and they count as collected.",
        );
        doubt(
            "before-collection",
            &self.before_collection,
            "A later stage was seen before the collection; the collection is passed over, and the time runs from the first event.",
        );
        doubt(
            "after-exit",
            &self.after_exit,
            "Something was seen after the exit; the first exit ends a case, and what follows is not counted.",
        );
        doubt("two-exits", &self.two_exits, "A case has two different exits; the first one counts.");
        if self.after_end > 0 {
            let n = self.after_end;
            let text =
                format!("{n} events are later than the last day of observation, {}; they are not looked at.", self.end);
            all.push(Caution::new("after-end", text).with("n", n as f64).with("end", self.end));
        }
        if self.log.without_events > 0 {
            let n = self.log.without_events;
            let text = format!("{n} cases of the table of cases have no event; they are not in the funnel.");
            all.push(Caution::new("cases-without-events", text).with("n", n as f64));
        }
        if self.present.iter().all(|&case| self.exit[case as usize] == Exit::Open) {
            all.push(Caution::new(
                "no-exit",
                "No case has an exit yet: nothing can be said about how many are lost or come into production, only how far they came.",
            ));
        }
        all
    }

    /// Reached, seen, reworked and open by stage for some cases.
    pub(super) fn stage_counts(&self, cases: &[u32]) -> Vec<super::figures::StageCount> {
        let mut counts: Vec<super::figures::StageCount> = Stage::ALL
            .iter()
            .map(|&stage| super::figures::StageCount {
                stage,
                reached: 0,
                seen: 0,
                reworked: 0,
                rework_events: 0,
                open: 0,
                abandoned: 0,
            })
            .collect();
        for &case in cases {
            let case = case as usize;
            let Some(furthest) = self.furthest(case) else { continue };
            for stage in 0..N_STAGES {
                let bit = 1_u8 << stage;
                counts[stage].reached += u64::from(stage <= furthest.place());
                counts[stage].seen += u64::from(self.seen[case] & bit != 0);
                counts[stage].reworked += u64::from(self.reworked[case] & bit != 0);
            }
            if self.rework_events[case] > 0 {
                self.count_rework(case, &mut counts);
            }
            match self.exit[case] {
                Exit::Open => counts[furthest.place()].open += 1,
                Exit::Abandoned(_) => counts[furthest.place()].abandoned += 1,
                Exit::Production => {}
            }
        }
        counts
    }

    /// Events beyond the first of each stage, until the exit.
    fn count_rework(&self, case: usize, counts: &mut [super::figures::StageCount]) {
        let log = self.log;
        let mut seen = 0_u8;
        for at in log.offsets[case]..log.offsets[case + 1] {
            let what = log.what[at];
            if log.day[at] > self.end || what == ABANDONED {
                break;
            }
            let bit = 1_u8 << what;
            if seen & bit != 0 {
                counts[usize::from(what)].rework_events += 1;
            }
            seen |= bit;
            if what == Stage::Production as u8 {
                break;
            }
        }
    }
}
