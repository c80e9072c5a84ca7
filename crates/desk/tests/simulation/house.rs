//! The real office, its power cuts, and what has to hold after each step.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use desk::{Clerk, Failure, Ids, Office, Step, Turn};
use model::{
    Choice, Date, DeliveryId, Disposition, Identifier, Level, NeedId, Noun, Origin, Person, PersonId, Post, PostId,
    Power, Record, Standing, Tenure, Text, Thing, UnitId,
};
use store::{Batch, DeliveryFilter, Identify, Incoming, Merged, Position, Sameness, Scope, Writer};
use tempfile::TempDir;

use crate::Chance;
use crate::model_office::{Charged, Deed, ModelOffice, NEEDS, PERSONS, POSTS};

/// A lease of a job lasts ten minutes; after a power cut the work is taken up behind it.
const BEHIND_THE_LEASE: i64 = 1_200_000_000;

/// What the index is after a power cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Index {
    Gone,
    Older,
    Ahead,
}

/// The same work when it is called the same; the last reading is believed.
struct ByName;

impl Identify for ByName {
    fn sameness(&self, held: &Record, new: &Record) -> Sameness {
        if held.identifiers == new.identifiers { Sameness::Same } else { Sameness::Different }
    }

    fn merge(&self, readings: &[Record]) -> Merged {
        Merged { record: readings.last().cloned().unwrap_or_default(), ..Merged::default() }
    }
}

type Write = Box<dyn FnOnce(&mut Writer) -> Result<(), Failure> + Send>;

/// Where the office is to be copied to, and behind how many further commits.
pub type Cut = Arc<Mutex<Option<(usize, PathBuf)>>>;

pub struct House {
    folder: TempDir,
    n_lives: u32,
    pub dir: PathBuf,
    pub clerk: Option<Clerk>,
    pub office: Office,
    ids: Arc<AtomicU64>,
    pub cut: Cut,
    answer_days: i64,
    /// What was acknowledged last; nothing of it may ever be lost.
    pub acknowledged: Position,
}

fn doi(number: usize) -> String {
    format!("doi:10.1000/work-{number}")
}

/// Copies what a power cut leaves of the table: nothing is closed, nothing is written out.
fn copy_table(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        // The shared memory of the log does not outlive the machine.
        if path.is_file() && !path.to_string_lossy().ends_with("-shm") {
            fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
}

fn copy_index(from: &Path, to: &Path) {
    let (from, to) = (from.join(store::INDEX_DIRECTORY), to.join(store::INDEX_DIRECTORY));
    if let Ok(entries) = fs::read_dir(from) {
        fs::create_dir_all(&to).unwrap();
        for entry in entries {
            let path = entry.unwrap().path();
            fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
}

pub fn begin(dir: &Path, cut: &Cut) -> (Clerk, Office) {
    let (path, cut) = (dir.to_owned(), Arc::clone(cut));
    let told = move || {
        let mut cut = cut.lock().unwrap();
        if let Some((left, to)) = cut.take() {
            match left {
                0 => copy_table(&path, &to),
                left => *cut = Some((left - 1, to)),
            }
        }
    };
    let clerk = Clerk::start(Office::open_to_write(dir, &mut |_| {}).unwrap(), Box::new(told));
    (clerk, Office::open(dir).unwrap())
}

/// Units, posts and persons, and needs that nobody has handed in yet.
fn found(dir: &Path) {
    let mut writable = Office::create(dir, 1, "operator", 1).unwrap();
    let text: String = NEEDS.iter().fold(String::new(), |text, (post, word)| {
        let unit = POSTS.iter().find(|(of, ..)| of == post).unwrap().1;
        text + &format!(
            "[[need]]\nid = \"{word}\"\ntitle = \"{word}\"\nunit = \"{unit}\"\npost = \"{post}\"\nstage = \"draft\"\n\
             statement = \"Lacking.\"\n[[need.profile]]\nquery = '{word}'\n"
        )
    });
    let mut units = String::new();
    for (unit, parent) in [("ministry", None), ("works", Some("ministry")), ("lab", Some("ministry"))] {
        units += &format!("[[unit]]\nid = \"{unit}\"\nname = \"{unit}\"\n");
        units += &parent.map(|parent| format!("parent = \"{parent}\"\n")).unwrap_or_default();
    }
    for (post, unit, _) in POSTS {
        units += &format!("[[post]]\nid = \"{post}\"\ntitle = \"{post}\"\nunit = \"{unit}\"\n");
    }
    desk::state_needs(&mut writable, "needs.toml", &(units + &text), "operator", 2).unwrap();
    writable.close().unwrap();
    let mut writer = Writer::open(dir).unwrap();
    writer
        .transact("operator", 3, |deed| -> Result<(), Failure> {
            for id in PERSONS {
                let (email, language, level, compartments) = (None, None, Level::Internal, BTreeSet::new());
                let (id, name) = (PersonId::new(id)?, id.to_owned());
                deed.keep_person(&Person { id, name, email, language, level, compartments, left: false })?;
            }
            for (post, unit, holder) in POSTS {
                let powers: &[Power] = match post {
                    "minister" => &[Power::Lead, Power::Coordinate, Power::Administer],
                    "director" => &[Power::Lead],
                    _ => &[],
                };
                let powers = powers.iter().copied().collect();
                let (id, unit) = (PostId::new(post)?, UnitId::new(unit)?);
                deed.keep_post(&Post { id: id.clone(), title: post.to_owned(), unit, powers, closed: false })?;
                let (person, standing, since) = (PersonId::new(holder)?, Standing::Holder, Date::parse("1962-01-01"));
                deed.appoint(&Tenure { post: id, person, standing, since: since.unwrap(), until: None })?;
            }
            Ok(())
        })
        .unwrap();
}

impl House {
    pub fn new(chance: &mut Chance) -> House {
        let folder = TempDir::new().unwrap();
        let dir = folder.path().join("life-0");
        found(&dir);
        let cut = Cut::default();
        let (clerk, office) = begin(&dir, &cut);
        let answer_days = i64::from(office.configuration().work().answer_days);
        let acknowledged = office.reader().position().unwrap();
        let ids = Arc::new(AtomicU64::new(chance.number()));
        House { folder, n_lives: 0, dir, clerk: Some(clerk), office, ids, cut, answer_days, acknowledged }
    }

    fn clerk(&self) -> &Clerk {
        self.clerk.as_ref().unwrap()
    }

    fn chance(&self) -> impl FnMut() -> u64 + Send + use<> {
        let ids = Arc::clone(&self.ids);
        move || ids.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst)
    }

    pub fn scope() -> Scope {
        Scope::office()
    }

    /// Record numbers of the model by the names that the office gave.
    pub fn numbers(&self) -> HashMap<model::RecordId, usize> {
        let mut numbers = HashMap::new();
        let reader = self.office.reader();
        let visited = reader.each_record(&House::scope(), &mut |held| {
            let name = held.record.identifiers[0].to_string();
            let number = name.rsplit('-').next().and_then(|text| text.parse().ok()).unwrap();
            assert_eq!(numbers.insert(held.id, number), None);
            std::ops::ControlFlow::Continue(())
        });
        visited.unwrap();
        numbers
    }

    pub fn deliveries(&self) -> BTreeMap<(usize, usize), (DeliveryId, PostId, bool)> {
        let numbers = self.numbers();
        let mut found = BTreeMap::new();
        for held in self.office.reader().deliveries(&House::scope(), &DeliveryFilter::default()).unwrap() {
            let need = NEEDS.iter().position(|(_, word)| held.delivery.need.as_str() == *word).unwrap();
            let what = (held.delivery.id, held.delivery.post.clone(), held.decided.is_none());
            let before = found.insert((numbers[&held.delivery.record], need), what);
            assert!(before.is_none(), "one record was delivered twice for one need");
        }
        found
    }

    /// What the deed writes, as whoever may ask for it.
    fn write_of(&self, model: &mut ModelOffice, deed: &Deed) -> Write {
        let (now, today) = (model.now(), model.today);
        let mut ids = self.chance();
        let office = self.office.clone();
        let officer = move |person: &str| office.officer(&PersonId::new(person).unwrap(), today);
        let work = self.office.configuration().work();
        let post = |id: &str| PostId::new(id).unwrap();
        match deed {
            Deed::Ingest(number, words) => {
                let identifiers = vec![Identifier::parse(&doi(*number)).unwrap()];
                let title = words.join(" ");
                let origin = Origin { source: "all.ris".into(), format: "ris".into(), entry: 1, line: Some(1) };
                let record = Record { identifiers, titles: vec![Text::plain(&title)], origin, ..Record::default() };
                let incoming = Incoming { raw: title.into_bytes(), source_key: doi(*number), keys: Vec::new(), record };
                Box::new(move |writer| {
                    writer.ingest_batch(&Batch::of(vec![incoming]), &ByName, "operator", now, &mut ids)?;
                    Ok(())
                })
            }
            Deed::Submit(need) | Deed::Accept(need) => {
                let accepts = matches!(deed, Deed::Accept(_));
                let step = if accepts { Step::Accept(today.plus_days(3_000)) } else { Step::Submit };
                let id = NeedId::new(NEEDS[*need].1).unwrap();
                let held = self.office.need(NEEDS[*need].1).unwrap();
                let by = POSTS.iter().find(|(of, ..)| held.post.as_str() == *of).unwrap().2;
                let by = if accepts { "anna" } else { by };
                Box::new(move |writer| {
                    let officer = officer(by)?;
                    let mut turn = Turn { officer: &officer, now, today, work, ids: &mut ids };
                    desk::take_step(writer, &mut turn, &id, held.revision, &step).map(|_| ())
                })
            }
            Deed::Decide(person, which) => {
                let (id, ..) = self.deliveries()[which];
                let person = *person;
                Box::new(move |writer| {
                    let officer = officer(person)?;
                    let mut turn = Turn { officer: &officer, now, today, work, ids: &mut ids };
                    let used = Disposition { choice: Choice::Use, reason: None, to: None, remark: String::new() };
                    desk::dispose(writer, &mut turn, id, &used, &|_| Ok(true)).map(|_| ())
                })
            }
            Deed::Leave(of, deputy, days) => {
                let holder = POSTS.iter().find(|(post, ..)| post == of).unwrap().2;
                let (of, deputy, days) = (post(of), PersonId::new(deputy).unwrap(), (today, today.plus_days(*days)));
                Box::new(move |writer| {
                    let officer = officer(holder)?;
                    let turn = Turn { officer: &officer, now, today, work, ids: &mut ids };
                    desk::appoint_deputy(writer, &turn, &of, &deputy, days).map(|_| ())
                })
            }
            Deed::HandOver(from, to) => {
                let (from, to) = (post(from), post(to));
                Box::new(move |writer| {
                    let officer = officer("anna")?;
                    let turn = Turn { officer: &officer, now, today, work, ids: &mut ids };
                    desk::hand_work(writer, &turn, &from, &to)
                })
            }
        }
    }

    /// Asks for it; it is done when the model allows it, and refused otherwise.
    pub fn perform(&mut self, model: &mut ModelOffice, deed: &Deed, what: &str) {
        let write = self.write_of(model, deed);
        match self.clerk().write(write) {
            Ok(()) => {
                assert!(model.allows(deed), "{what}: {deed:?} was done against the rules");
                model.apply(deed, i64::from(self.office.configuration().work().review_days));
                self.acknowledged = self.office.reader().position().unwrap();
            }
            Err(Failure::Refused(refusal)) => assert!(!model.allows(deed), "{what}: {deed:?} was refused: {refusal}"),
            Err(failure) => panic!("{what}: {deed:?}: {failure}"),
        }
    }

    fn run_jobs(&self, now: i64, today: Date) {
        let mut ids: Ids = Box::new(self.chance());
        desk::schedule(self.clerk(), &self.office, now).unwrap();
        while desk::run_next(self.clerk(), &self.office, now, today, &mut ids).unwrap() {}
        let failed = self.office.jobs(1_000).unwrap().into_iter().find(|job| job.last_error.is_some());
        assert_eq!(failed, None, "a job failed");
    }

    /// The daily work.
    pub fn work(&mut self, model: &mut ModelOffice) {
        let now = model.now();
        self.run_jobs(now, model.today);
        model.work(now, self.answer_days);
        self.acknowledged = self.office.reader().position().unwrap();
    }

    /// Closed in order and opened again.
    pub fn open_again(&mut self) {
        self.end();
        let _ = fs::remove_dir_all(self.older());
        copy_index(&self.dir, &self.older());
        (self.clerk, self.office) = {
            let (clerk, office) = begin(&self.dir, &self.cut);
            (Some(clerk), office)
        };
    }

    pub fn end(&mut self) {
        if let Some(clerk) = self.clerk.take() {
            clerk.close();
        }
    }

    fn older(&self) -> PathBuf {
        self.folder.path().join("older")
    }

    fn next_life(&mut self) -> PathBuf {
        self.n_lives += 1;
        self.folder.path().join(format!("life-{}", self.n_lives))
    }

    /// Goes on from what a power cut left.
    fn go_on(&mut self, dir: PathBuf, index: Index) {
        self.end();
        match index {
            Index::Gone => {}
            Index::Older => copy_index(&self.older(), &dir),
            Index::Ahead => copy_index(&self.dir, &dir),
        }
        let (clerk, office) = begin(&dir, &self.cut);
        let before = std::mem::replace(&mut self.dir, dir);
        (self.clerk, self.office) = (Some(clerk), office);
        fs::remove_dir_all(before).unwrap();
    }

    /// A power cut between two writes.
    pub fn cut(&mut self, index: Index) {
        let (from, to) = (self.dir.clone(), self.next_life());
        let copied = to.clone();
        // On the clerk's thread nothing else writes meanwhile.
        let copy: Write = Box::new(move |_| {
            copy_table(&from, &copied);
            Ok(())
        });
        self.clerk().write(copy).unwrap();
        self.go_on(to, index);
    }

    /// A power cut within a write: done, and not yet committed.
    pub fn cut_within(&mut self, model: &ModelOffice, deed: &Deed, index: Index) {
        let write = self.write_of(&mut model.clone(), deed);
        let (from, to) = (self.dir.clone(), self.next_life());
        let copied = to.clone();
        let cut: Write = Box::new(move |writer| {
            let done = write(writer);
            copy_table(&from, &copied);
            done
        });
        // Whatever came of it, whoever asked has not heard.
        let _ = self.clerk().write(cut);
        self.go_on(to, index);
    }

    /// A power cut behind some commit of the daily work, which is then taken up again.
    pub fn cut_in_work(&mut self, model: &mut ModelOffice, chance: &mut Chance, what: &str) {
        let (before, acknowledged) = (model.clone(), self.acknowledged);
        let to = self.next_life();
        *self.cut.lock().unwrap() = Some((chance.below(12), to.clone()));
        self.work(model);
        if self.cut.lock().unwrap().take().is_some() {
            // The work was done in fewer commits than the cut waited for.
            return;
        }
        self.acknowledged = acknowledged;
        self.go_on(to, chance.one(&[Index::Gone, Index::Older, Index::Ahead]));
        self.check_whole(what);
        let found = self.deliveries();
        let lost: Vec<_> = before.deliveries.keys().filter(|key| !found.contains_key(key)).collect();
        assert!(lost.is_empty(), "{what}: {lost:?} were acknowledged and are lost");
        let none: Vec<_> = found.keys().filter(|key| !model.deliveries.contains_key(key)).collect();
        assert!(none.is_empty(), "{what}: {none:?} fit nothing");
        model.tick += BEHIND_THE_LEASE;
        self.work(model);
        // Work that is begun again may take a very late duty a further step that is due by today, and no more.
        let (found, duties) = (self.deliveries(), self.duties());
        for (key, charged) in model.deliveries.clone() {
            let duty = &duties[&Thing::new(Noun::Delivery, found[&key].0)];
            let n = usize::from(duty.n_raised);
            let least = before.deliveries.get(&key).map_or(0, |charged| charged.n_raised);
            let most = model.steps_by_today(&charged).max(least);
            assert!((least..=most).contains(&n), "{what}: {key:?} went up {n} steps, not {least} to {most}");
            let raised_to = POSTS.iter().map(|(post, ..)| *post);
            let raised_to =
                raised_to.clone().find(|post| duty.raised_to.as_ref().is_some_and(|to| to.as_str() == *post));
            model.deliveries.insert(key, Charged { n_raised: n, raised_to, ..charged });
        }
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.end();
    }
}
