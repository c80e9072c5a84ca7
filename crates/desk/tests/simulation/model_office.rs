//! The model: an office as a few lists, slow and plainly right.

use std::collections::BTreeMap;

use model::{Date, RAISE_DAYS};

use crate::Chance;

pub const DAY: i64 = 86_400_000_000;

/// What needs ask for and titles are made of.
pub const WORDS: [&str; 4] = ["turbine", "selenium", "harmonic", "bearing"];

/// Post, unit, holder.
pub const POSTS: [(&str, &str, &str); 4] = [
    ("minister", "ministry", "anna"),
    ("director", "works", "dora"),
    ("engineer", "works", "boris"),
    ("chemist", "lab", "clara"),
];

/// Everybody; Elena holds no post and stands in for others.
pub const PERSONS: [&str; 5] = ["anna", "boris", "clara", "dora", "elena"];

/// Post, word: each is a need named after its word.
pub const NEEDS: [(&str, &str); 4] =
    [("engineer", "turbine"), ("engineer", "selenium"), ("chemist", "harmonic"), ("chemist", "bearing")];

/// The posts above, nearest first.
pub fn ladder(post: &str) -> &'static [&'static str] {
    match post {
        "engineer" => &["director", "minister"],
        "director" | "chemist" => &["minister"],
        _ => &[],
    }
}

/// Something that somebody asks for.
#[derive(Clone, Debug)]
pub enum Deed {
    /// A source says this of work number so; the same number again is a revision.
    Ingest(usize, Vec<&'static str>),
    Submit(usize),
    Accept(usize),
    /// By whom, about a record and a need.
    Decide(&'static str, (usize, usize)),
    /// Post, deputy, days.
    Leave(&'static str, &'static str, i64),
    HandOver(&'static str, &'static str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Draft,
    Submitted,
    Accepted,
}

#[derive(Clone, Debug)]
pub struct Charged {
    pub post: &'static str,
    pub due: Date,
    pub open: bool,
    pub n_raised: usize,
    pub raised_to: Option<&'static str>,
}

#[derive(Clone, Debug)]
pub struct ModelOffice {
    pub today: Date,
    pub tick: i64,
    hour: Option<i64>,
    pub records: BTreeMap<usize, Vec<&'static str>>,
    pub needs: Vec<(Stage, &'static str)>,
    /// By record and need: the delivery with the duty that came with it.
    pub deliveries: BTreeMap<(usize, usize), Charged>,
    pub reviews: Vec<Option<Charged>>,
    pub deputies: Vec<(&'static str, &'static str, Date, Date)>,
}

impl ModelOffice {
    pub fn new() -> ModelOffice {
        ModelOffice {
            // Later than 1970, as every clock is: cursors of times begin at 0.
            today: Date::parse("1992-03-01").unwrap(),
            tick: 0,
            hour: None,
            records: BTreeMap::new(),
            needs: NEEDS.iter().map(|(post, _)| (Stage::Draft, *post)).collect(),
            deliveries: BTreeMap::new(),
            reviews: vec![None; NEEDS.len()],
            deputies: Vec::new(),
        }
    }

    /// Now, in microseconds; a second later each time it is asked.
    pub fn now(&mut self) -> i64 {
        self.tick += 1_000_000;
        self.today.days_since(Date::parse("1970-01-01").unwrap()) * DAY + self.tick
    }

    pub fn pass_days(&mut self, days: i64) {
        self.today = self.today.plus_days(days);
        if days == 0 {
            // An hour of the same day, while there is one.
            self.tick = (self.tick + 3_600_000_000).min(DAY - 1_000_000_000);
        } else {
            self.tick = 0;
        }
    }

    /// Who acts for a post today.
    pub fn acts(&self, person: &str, post: &str) -> bool {
        POSTS.iter().any(|(of, _, holder)| *of == post && *holder == person)
            || self.deputies.iter().any(|(of, deputy, from, until)| {
                *of == post && *deputy == person && *from <= self.today && self.today <= *until
            })
    }

    pub fn any_deed(&self, chance: &mut Chance) -> Deed {
        let need = chance.below(NEEDS.len());
        // Mostly what comes next for the need, at times what does not.
        let step = match (self.needs[need].0, chance.below(6)) {
            (Stage::Submitted, 1..) | (Stage::Draft, 0) => Deed::Accept(need),
            _ => Deed::Submit(need),
        };
        let words = |chance: &mut Chance| (0..=chance.below(2)).map(|_| chance.one(&WORDS)).collect();
        match chance.below(12) {
            0..5 => {
                let number =
                    if chance.below(3) == 0 { chance.below(self.records.len() + 1) } else { self.records.len() };
                Deed::Ingest(number, words(chance))
            }
            8..10 if !self.deliveries.is_empty() => {
                let all: Vec<(usize, usize)> = self.deliveries.keys().copied().collect();
                Deed::Decide(chance.one(&PERSONS), chance.one(&all))
            }
            10 => Deed::Leave(chance.one(&["engineer", "chemist"]), "elena", chance.below(20) as i64),
            11 => {
                let (from, to) = chance.one(&[("engineer", "chemist"), ("chemist", "engineer")]);
                Deed::HandOver(from, to)
            }
            _ => step,
        }
    }

    /// Whether the rules let it happen.
    pub fn allows(&self, deed: &Deed) -> bool {
        match deed {
            Deed::Ingest(..) | Deed::HandOver(..) => true,
            Deed::Submit(need) => self.needs[*need].0 == Stage::Draft,
            Deed::Accept(need) => self.needs[*need].0 == Stage::Submitted,
            Deed::Decide(person, which) => {
                let charged = &self.deliveries[which];
                charged.open
                    && (self.acts(person, charged.post)
                        || charged.raised_to.is_some_and(|post| self.acts(person, post)))
            }
            Deed::Leave(post, deputy, days) => {
                let (from, until) = (self.today, self.today.plus_days(*days));
                !self
                    .deputies
                    .iter()
                    .any(|(of, who, since, last)| of == post && who == deputy && *since <= until && from <= *last)
            }
        }
    }

    /// Lets it happen.
    pub fn apply(&mut self, deed: &Deed, answer_days: i64) {
        match deed {
            Deed::Ingest(number, words) => _ = self.records.insert(*number, words.clone()),
            Deed::Submit(need) => {
                self.needs[*need].0 = Stage::Submitted;
                let due = self.today.plus_days(answer_days);
                self.reviews[*need] = Some(Charged { post: "minister", due, open: true, n_raised: 0, raised_to: None });
            }
            Deed::Accept(need) => {
                self.needs[*need].0 = Stage::Accepted;
                if let Some(review) = &mut self.reviews[*need] {
                    review.open = false;
                }
            }
            Deed::Decide(_, which) => {
                if let Some(charged) = self.deliveries.get_mut(which) {
                    charged.open = false;
                }
            }
            Deed::Leave(post, deputy, days) => {
                self.deputies.push((post, deputy, self.today, self.today.plus_days(*days)));
            }
            Deed::HandOver(from, to) => {
                self.needs.iter_mut().filter(|(_, post)| post == from).for_each(|(_, post)| *post = to);
                for charged in self.deliveries.values_mut().filter(|charged| charged.open && charged.post == *from) {
                    charged.post = to;
                    charged.raised_to = charged.raised_to.filter(|post| post != to);
                }
            }
        }
    }

    /// Steps that a duty may have gone up by today.
    pub fn steps_by_today(&self, charged: &Charged) -> usize {
        let late = (0..).take_while(|step| self.today > charged.due.plus_days(step * RAISE_DAYS)).count();
        late.min(ladder(charged.post).len())
    }

    /// The daily work: duties that are late go up one step an hour at most, then what fits is delivered.
    pub fn work(&mut self, now: i64, answer_days: i64) {
        let hour = now.div_euclid(3_600_000_000);
        if self.hour != Some(hour) {
            self.hour = Some(hour);
            self.raise();
        }
        self.deliver(answer_days);
    }

    fn raise(&mut self) {
        let today = self.today;
        for charged in self.deliveries.values_mut().filter(|charged| charged.open) {
            let step = charged.n_raised;
            if let Some(next) = ladder(charged.post).get(step)
                && today > charged.due
                && today > charged.due.plus_days(step as i64 * RAISE_DAYS)
            {
                charged.n_raised += 1;
                charged.raised_to = Some(next);
            }
        }
    }

    pub fn deliver(&mut self, answer_days: i64) {
        let due = self.today.plus_days(answer_days);
        for (need, (stage, post)) in self.needs.iter().enumerate() {
            for (record, words) in &self.records {
                if *stage == Stage::Accepted && words.contains(&NEEDS[need].1) {
                    self.deliveries.entry((*record, need)).or_insert(Charged {
                        post,
                        due,
                        open: true,
                        n_raised: 0,
                        raised_to: None,
                    });
                }
            }
        }
    }

    /// Open, late and raised duties of a unit with those below it.
    pub fn counts(&self, unit: &str) -> (u64, u64, u64) {
        let within = |post: &str| POSTS.iter().any(|(of, at, _)| *of == post && (*at == unit || unit == "ministry"));
        let all = self.deliveries.values().chain(self.reviews.iter().flatten());
        let open: Vec<&Charged> = all.filter(|charged| charged.open && within(charged.post)).collect();
        let late = open.iter().filter(|charged| charged.due < self.today);
        let raised = late.clone().filter(|charged| charged.n_raised > 0).count();
        (open.len() as u64, late.count() as u64, raised as u64)
    }

    pub fn tally(&self) -> BTreeMap<&'static str, usize> {
        let raised = self.deliveries.values().map(|charged| charged.n_raised).sum();
        BTreeMap::from([("delivered", self.deliveries.len()), ("raised", raised)])
    }
}
