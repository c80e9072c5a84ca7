//! A large office, generated: units, posts, persons, records, needs and what was delivered.
//!
//! Everything hangs on the seed. Words follow Zipf's law: the word of rank r is drawn with a probability in proportion to
//! 1/r.

use std::ops::ControlFlow;
use std::path::Path;

use desk::{Clerk, Failure, Office, Selection, WritableOffice};
use formats::Reading;
use model::{
    Date, Identifier, Kind, Level, Marking, Need, NeedId, PartialDate, Person, PersonId, Post, PostId, Power, Profile,
    ProfileId, Record, Scheme, Stage, Standing, Subject, Tenure, Text, Unit, UnitId,
};

/// Distinct words.
const WORDS: f64 = 60_000.0;

/// Words of an abstract.
const ABSTRACT_WORDS: usize = 80;

/// A day, in microseconds.
pub const DAY: i64 = 86_400_000_000;

/// How large.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    pub records: usize,
    pub needs: usize,
    pub units: usize,
    pub posts: usize,
}

/// Chance with a seed (SplitMix64).
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// A rank by Zipf's law, from `least` up.
    fn rank(&mut self, least: f64) -> u64 {
        let share = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        (least * (WORDS / least).powf(share)) as u64
    }
}

/// The word of a rank: syllables that spell its number.
pub fn word(mut rank: u64) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "ke", "do", "fu", "gi", "ra", "lo", "mu", "ne", "po", "ti", "sa", "vo", "zu", "che", "pri"];
    let mut text = String::from("t");
    loop {
        text.push_str(SYLLABLES[(rank % 16) as usize]);
        rank /= 16;
        if rank == 0 {
            text.push('n');
            return text;
        }
    }
}

fn words(chance: &mut Chance, n: usize) -> String {
    let all: Vec<String> = (0..n).map(|_| word(chance.rank(1.0))).collect();
    all.join(" ")
}

/// A record; the same number gives the same.
pub fn record(number: u64) -> Reading {
    let mut chance = Chance(number);
    let n_title = 6 + chance.below(6);
    let mut record = Record {
        kind: [Kind::Article, Kind::Patent, Kind::Report, Kind::Book][chance.below(4)],
        titles: vec![Text::plain(words(&mut chance, n_title))],
        abstracts: vec![Text::plain(words(&mut chance, ABSTRACT_WORDS))],
        published: PartialDate::of_year(2000 + chance.below(31) as i32),
        identifiers: Identifier::new(Scheme::Oai, &format!("oai:town:{number}")).into_iter().collect(),
        subjects: vec![Subject::keyword(word(chance.rank(20.0)))],
        ..Record::default()
    };
    record.origin.source = "town.jsonl".to_owned();
    record.origin.format = "record-json".to_owned();
    record.origin.entry = number;
    Reading { record, doubts: Vec::new(), raw: format!("{{\"number\":{number}}}").into_bytes() }
}

/// Names for what the office keeps.
pub fn ids(stream: u64) -> impl FnMut() -> u64 + Send {
    let mut chance = Chance(stream.wrapping_mul(0x2545_f491_4f6c_dd1d));
    move || chance.next()
}

pub fn need_id(number: usize) -> NeedId {
    NeedId::new(&format!("need-{number}")).expect("a name")
}

pub fn person_id(number: usize) -> PersonId {
    PersonId::new(&format!("person-{number}")).expect("a name")
}

fn post_id(number: usize) -> PostId {
    PostId::new(&format!("post-{number}")).expect("a name")
}

fn unit_id(number: usize) -> UnitId {
    UnitId::new(&format!("unit-{number}")).expect("a name")
}

/// Builds it. `progress` hears what is being done.
pub fn build(dir: &Path, scale: Scale, now: i64, today: Date, progress: &mut dyn FnMut(&str)) {
    let mut office = Office::create(dir, 1, "bench", now - 200 * DAY).expect("the directory is new");
    progress("records");
    let mut read = |sink: &mut desk::Sink<'_>| {
        for number in 0..scale.records as u64 {
            if sink(record(number)) == ControlFlow::Break(()) {
                break;
            }
        }
    };
    desk::ingest(&mut office, "bench", now - 100 * DAY, &mut ids(1), &mut read, &mut |_| {}).expect("ingest");
    progress("units, posts, persons and needs");
    let office = staffed(office, dir, scale, now, today);
    progress("matching");
    let mut office = office;
    let at = ("bench", now - 2 * DAY, today.plus_days(-2));
    desk::match_needs(&mut office, &Selection::default(), at, &mut ids(2), &mut |_| {}).expect("matching");
    office.close().expect("closing");
}

fn staffed(office: WritableOffice, dir: &Path, scale: Scale, now: i64, today: Date) -> WritableOffice {
    let clerk = Clerk::start(office, Box::new(|| {}));
    let password = desk::hash_password("a password of the bench", &mut ids(3)).expect("a hash");
    clerk
        .write(move |writer| {
            writer.transact("bench", now - 150 * DAY, |deed| -> Result<(), Failure> {
                for number in 0..scale.units {
                    // Seven below each.
                    let parent = (number > 0).then(|| unit_id((number - 1) / 7));
                    deed.keep_unit(&Unit { id: unit_id(number), name: format!("Unit {number}"), parent })?;
                }
                for number in 0..scale.posts {
                    let powers = match number {
                        n if n < scale.units => [Power::Lead].into(),
                        n if n.is_multiple_of(50) => [Power::Coordinate].into(),
                        _ => std::collections::BTreeSet::new(),
                    };
                    let post = post_id(number);
                    deed.keep_post(&Post {
                        id: post.clone(),
                        title: format!("Post {number}"),
                        unit: unit_id(number % scale.units),
                        powers,
                        closed: false,
                    })?;
                    let person = person_id(number);
                    deed.keep_person(&Person {
                        id: person.clone(),
                        name: format!("Person {number}"),
                        email: None,
                        language: None,
                        level: Level::Internal,
                        compartments: Default::default(),
                        left: false,
                    })?;
                    deed.set_password(&person, &password)?;
                    let since = today.plus_days(-150);
                    deed.appoint(&Tenure { post, person, standing: Standing::Holder, since, until: None })?;
                }
                let mut chance = Chance(7);
                for number in 0..scale.needs {
                    deed.keep_need(&need(number, scale, today, &mut chance))?;
                }
                Ok(())
            })
        })
        .expect("the staff");
    clerk.close();
    Office::open_to_write(dir, &mut |_| {}).expect("the office")
}

/// A need whose profile asks for two or three words of middling frequency.
fn need(number: usize, scale: Scale, today: Date, chance: &mut Chance) -> Need {
    let post = number % scale.posts;
    let id = need_id(number);
    let (a, b, c) = (word(chance.rank(400.0)), word(chance.rank(400.0)), word(chance.rank(2_000.0)));
    let query = if number.is_multiple_of(3) { format!("({a} OR {c}) AND {b}") } else { format!("{a} AND {b}") };
    let title = format!("{a} {b} for series {number}");
    let need = Need::draft(id.clone(), &title, unit_id(post % scale.units), post_id(post));
    Need {
        statement: format!("Wanted is {a} with {b}, where {c} stands in the way. {}", words(chance, 40)),
        stage: Stage::Accepted,
        expires: Some(today.plus_days(200)),
        profiles: vec![Profile { id: ProfileId { need: id, number: 1 }, query, threshold: None }],
        marking: Marking::at(Level::Open),
        ..need
    }
}
