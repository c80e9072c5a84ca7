//! Changes of the staff: what an administrator may do with units, posts, persons and tenures, and what not.

use std::collections::BTreeSet;

use crate::{
    Compartment, Date, NamedCompartment, Noun, Person, PersonId, Post, PostId, Refusal, Sentence, Staff, Standing,
    Tenure, TenureKey, Thing, Unit, UnitId, sentence,
};

/// Deepest tree of units. No administration has this many floors; a circle has more.
const DEPTH_MAX: usize = 64;

/// Longest name of a unit, post, person or compartment, in characters: two lines on a page.
pub const STAFF_NAME_CHARS_MAX: usize = 200;

/// Longest address for mail, in bytes (RFC 5321).
const EMAIL_BYTES_MAX: usize = 254;

/// Languages in which the pages are written.
pub const PAGE_LANGUAGES: &[&str] = &["en", "ru", "de"];

/// Longest leave for which a holder may appoint a deputy without an administrator: a year.
pub const LEAVE_DAYS_MAX: i64 = 366;

/// Something that is done with the staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaffChange {
    /// A unit is to be as stated: made, renamed, or moved with all below it.
    Unit(Unit),
    /// A post is to be as stated.
    Post(Post),
    /// A post is closed, and its open work goes to another.
    ClosePost {
        /// The post.
        post: PostId,
        /// Who takes over what is open; `None` when nothing is.
        to: Option<PostId>,
    },
    /// A person is to be as stated.
    Person(Person),
    /// A person leaves; what they held ends today.
    Leave(PersonId),
    /// A compartment is to be as stated.
    Compartment(NamedCompartment),
    /// A person begins at a post. Who holds it on the same days makes room.
    Appoint(Tenure),
    /// A person ends at a post.
    Relieve {
        /// The post.
        post: PostId,
        /// The person.
        person: PersonId,
        /// As what they acted.
        standing: Standing,
        /// Their last day.
        last: Date,
    },
    /// A tenure is to be as stated, with nobody making room: a line of a file.
    Tenure(Tenure),
}

impl StaffChange {
    /// What it changes.
    pub fn place(&self) -> StaffPlace {
        match self {
            StaffChange::Unit(unit) => StaffPlace::Unit(unit.id.clone()),
            StaffChange::Post(Post { id: post, .. })
            | StaffChange::ClosePost { post, .. }
            | StaffChange::Relieve { post, .. } => StaffPlace::Post(post.clone()),
            StaffChange::Person(Person { id: person, .. }) | StaffChange::Leave(person) => {
                StaffPlace::Person(person.clone())
            }
            StaffChange::Compartment(compartment) => StaffPlace::Compartment(compartment.id.clone()),
            StaffChange::Appoint(tenure) | StaffChange::Tenure(tenure) => StaffPlace::Tenure(tenure.key()),
        }
    }

    /// The day on which it takes effect, `today` at the earliest.
    pub fn takes_effect(&self, today: Date) -> Date {
        match self {
            StaffChange::Appoint(tenure) | StaffChange::Tenure(tenure) => tenure.since.max(today),
            StaffChange::Relieve { last, .. } => last.plus_days(1).max(today),
            _ => today,
        }
    }
}

/// Who changes the staff, and when.
#[derive(Clone, Copy, Debug)]
pub struct Hand<'a> {
    /// The person who does it.
    pub person: Option<&'a PersonId>,
    /// Today.
    pub today: Date,
}

/// What of the staff is changed, or where a rule breaks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StaffPlace {
    /// A unit.
    Unit(UnitId),
    /// A post.
    Post(PostId),
    /// A person.
    Person(PersonId),
    /// A compartment.
    Compartment(Compartment),
    /// A tenure.
    Tenure(TenureKey),
    /// The office as a whole.
    Office,
}

impl StaffPlace {
    /// The thing that has a page; a tenure stands on that of its post.
    pub fn thing(&self) -> Thing {
        match self {
            StaffPlace::Unit(unit) => Thing::new(Noun::Unit, unit),
            StaffPlace::Post(post) | StaffPlace::Tenure((post, ..)) => Thing::new(Noun::Post, post),
            StaffPlace::Person(person) => Thing::new(Noun::Person, person),
            StaffPlace::Compartment(compartment) => Thing::new(Noun::Compartment, compartment),
            StaffPlace::Office => Thing::new(Noun::Office, ""),
        }
    }
}

impl std::fmt::Display for StaffPlace {
    /// `unit:works`, `tenure:engineer/boris`, `office`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            StaffPlace::Tenure((post, person, ..)) => write!(f, "tenure:{post}/{person}"),
            StaffPlace::Office => f.write_str("office"),
            place => place.thing().fmt(f),
        }
    }
}

/// A rule that a change would break, with where it breaks.
pub type StaffFault = (StaffPlace, Refusal);

fn missing(noun: &'static str, id: impl std::fmt::Display, next: Sentence) -> Refusal {
    Refusal::NotFound { noun, text: id.to_string(), next }
}

impl Staff {
    /// The staff after some changes.
    ///
    /// # Errors
    /// Every rule that would be broken, each with the thing at which it breaks.
    pub fn after(&self, changes: &[StaffChange], hand: Hand<'_>) -> Result<Staff, Vec<StaffFault>> {
        let mut staff = self.clone();
        let mut faults = Vec::new();
        for change in changes {
            if let Err(refusal) = staff.apply(change, hand.today) {
                faults.push((change.place(), refusal));
            }
        }
        if faults.is_empty() {
            faults = staff.faults(self, hand);
        }
        if faults.is_empty() { Ok(staff) } else { Err(faults) }
    }

    fn apply(&mut self, change: &StaffChange, today: Date) -> Result<(), Refusal> {
        match change {
            StaffChange::Unit(unit) => {
                self.units.insert(unit.id.clone(), unit.clone());
            }
            StaffChange::Post(post) => {
                self.posts.insert(post.id.clone(), post.clone());
            }
            StaffChange::ClosePost { post, to } => self.close_post(post, to.as_ref())?,
            StaffChange::Person(person) => {
                let leaves = person.left && self.persons.get(&person.id).is_some_and(|held| !held.left);
                self.persons.insert(person.id.clone(), person.clone());
                if leaves {
                    self.leave(&person.id, today)?;
                }
            }
            StaffChange::Leave(person) => self.leave(person, today)?,
            StaffChange::Compartment(compartment) => {
                self.compartments.insert(compartment.id.clone(), compartment.clone());
            }
            StaffChange::Appoint(tenure) => self.appoint(tenure),
            StaffChange::Relieve { post, person, standing, last } => self.relieve(post, person, *standing, *last)?,
            StaffChange::Tenure(tenure) => {
                self.tenures.insert(tenure.key(), tenure.clone());
            }
        }
        Ok(())
    }

    fn close_post(&mut self, id: &PostId, to: Option<&PostId>) -> Result<(), Refusal> {
        if to == Some(id) {
            return Err(Refusal::Said(sentence!(
                "post-takes-itself",
                "A post cannot take over its own work; name another post"
            )));
        }
        if let Some(to) = to {
            let taker = self.posts.get(to).ok_or_else(|| {
                missing("post", to, sentence!("next-choose-post", "choose one from the list of posts"))
            })?;
            if taker.closed {
                return Err(Refusal::Said(sentence!(
                    "post-taker-closed",
                    "The post {post} is closed itself; name one that is open",
                    post = to
                )));
            }
        }
        let post = self
            .posts
            .get_mut(id)
            .ok_or_else(|| missing("post", id, sentence!("next-look-posts", "look in the list of posts")))?;
        post.closed = true;
        Ok(())
    }

    fn leave(&mut self, id: &PersonId, today: Date) -> Result<(), Refusal> {
        let person = self
            .persons
            .get_mut(id)
            .ok_or_else(|| missing("person", id, sentence!("next-look-persons", "look in the list of persons")))?;
        person.left = true;
        self.cut(today, |tenure| tenure.person == *id);
        Ok(())
    }

    /// Ends the tenures that fit on a day; those that would begin later are taken out. Answers how many.
    fn cut(&mut self, last: Date, fits: impl Fn(&Tenure) -> bool) -> usize {
        let mut n_cut = 0;
        self.tenures.retain(|_, tenure| {
            if !fits(tenure) || tenure.until.is_some_and(|until| until <= last) {
                return true;
            }
            n_cut += 1;
            tenure.until = Some(last);
            tenure.since <= last
        });
        n_cut
    }

    fn appoint(&mut self, new: &Tenure) {
        if new.standing == Standing::Holder {
            let before = new.since.plus_days(-1);
            self.cut(before, |held| held.post == new.post && held.standing == Standing::Holder && held.meets(new));
        }
        self.tenures.insert(new.key(), new.clone());
    }

    fn relieve(&mut self, post: &PostId, person: &PersonId, standing: Standing, last: Date) -> Result<(), Refusal> {
        let theirs = |held: &Tenure| held.post == *post && held.person == *person && held.standing == standing;
        if self.cut(last, theirs) == 0 {
            return Err(Tenure::none(post, person, standing, last));
        }
        Ok(())
    }

    /// Every rule that does not hold any more. Only what differs from before is looked at: what was kept under
    /// older rules does not stand in the way of a change elsewhere.
    pub(crate) fn faults(&self, before: &Staff, hand: Hand<'_>) -> Vec<StaffFault> {
        let mut faults = Vec::new();
        for unit in changed(&self.units, &before.units) {
            faults.extend(self.unit_fault(unit).map(|refusal| (StaffPlace::Unit(unit.id.clone()), refusal)));
        }
        for post in changed(&self.posts, &before.posts) {
            faults.extend(self.post_fault(post).map(|refusal| (StaffPlace::Post(post.id.clone()), refusal)));
        }
        for person in changed(&self.persons, &before.persons) {
            let fault = self.person_fault(person, before, hand);
            faults.extend(fault.map(|refusal| (StaffPlace::Person(person.id.clone()), refusal)));
        }
        for compartment in changed(&self.compartments, &before.compartments) {
            let fault = name_fault(&compartment.name);
            faults.extend(fault.map(|refusal| (StaffPlace::Compartment(compartment.id.clone()), refusal)));
        }
        for tenure in changed(&self.tenures, &before.tenures) {
            let fault = self.tenure_fault(tenure, before);
            faults.extend(fault.map(|refusal| (StaffPlace::Tenure(tenure.key()), refusal)));
        }
        faults.extend(self.administration_fault(before, hand.today));
        faults
    }

    fn unit_fault(&self, unit: &Unit) -> Option<Refusal> {
        if let Some(fault) = name_fault(&unit.name) {
            return Some(fault);
        }
        let mut above = unit.parent.as_ref();
        for _ in 0..DEPTH_MAX {
            let id = above?;
            if *id == unit.id {
                return Some(Refusal::Said(sentence!(
                    "unit-under-itself",
                    "The unit {unit} would stand under itself; give it another parent",
                    unit = id
                )));
            }
            let Some(next) = self.units.get(id) else {
                return Some(missing(
                    "unit",
                    id,
                    sentence!("next-state-with", "state it before or together with {thing}", thing = unit.id),
                ));
            };
            above = next.parent.as_ref();
        }
        Some(Refusal::Said(sentence!(
            "unit-too-deep",
            "The unit {unit} would stand more than {max} floors deep; give it another parent",
            unit = unit.id,
            max = DEPTH_MAX
        )))
    }

    fn post_fault(&self, post: &Post) -> Option<Refusal> {
        let homeless = || {
            missing(
                "unit",
                &post.unit,
                sentence!("next-state-with-post", "state it before or together with the post {post}", post = post.id),
            )
        };
        name_fault(&post.title).or_else(|| (!self.units.contains_key(&post.unit)).then(homeless))
    }

    fn person_fault(&self, person: &Person, before: &Staff, hand: Hand<'_>) -> Option<Refusal> {
        let held = before.persons.get(&person.id);
        let none = BTreeSet::new();
        let admitted = held.map_or(&none, |held| &held.compartments);
        let new: Vec<&Compartment> = person.compartments.difference(admitted).collect();
        name_fault(&person.name)
            .or_else(|| email_fault(person.email.as_deref()))
            .or_else(|| language_fault(person.language.as_deref()))
            .or_else(|| new.iter().find_map(|id| self.admission_fault(id)))
            .or_else(|| {
                let raised = held.is_some_and(|held| person.level > held.level) || !new.is_empty();
                (raised && hand.person == Some(&person.id)).then(|| {
                    Refusal::Said(sentence!(
                        "clearance-own",
                        "Nobody clears themselves for more than they have; ask a second administrator to do it"
                    ))
                })
            })
    }

    fn admission_fault(&self, id: &Compartment) -> Option<Refusal> {
        match self.compartments.get(id) {
            None => Some(missing(
                "compartment",
                id,
                sentence!("next-make-compartment", "make it before or together with the person"),
            )),
            Some(compartment) if compartment.closed => Some(Refusal::Said(sentence!(
                "compartment-closed",
                "The compartment {compartment} is closed, and nobody new is admitted; open it first",
                compartment = id
            ))),
            Some(_) => None,
        }
    }

    fn tenure_fault(&self, tenure: &Tenure, before: &Staff) -> Option<Refusal> {
        let Tenure { post, person, standing, since, until } = tenure;
        if until.is_some_and(|last| last < *since) {
            return Some(Refusal::Said(sentence!(
                "tenure-backwards",
                "The last day of {person} at {post} stands before the first; turn them round",
                person,
                post
            )));
        }
        let Some(at) = self.posts.get(post) else {
            return Some(missing(
                "post",
                post,
                sentence!("next-state-holder", "state it before or together with who holds it"),
            ));
        };
        let Some(who) = self.persons.get(person) else {
            return Some(missing(
                "person",
                person,
                sentence!("next-state-person", "state them before or together with the post they hold"),
            ));
        };
        // What ends or is cut short may do so at a closed post and for one who left.
        let shortened = before
            .tenures
            .get(&tenure.key())
            .is_some_and(|held| until.is_some_and(|last| held.until.is_none_or(|before| last <= before)));
        if !shortened && at.closed {
            return Some(Refusal::Said(sentence!(
                "post-closed",
                "The post {post} is closed; open it first, or choose another",
                post
            )));
        }
        if !shortened && who.left {
            return Some(Refusal::Said(sentence!(
                "person-left",
                "{name} has left; take them back first, or choose somebody else",
                name = who.name
            )));
        }
        let other = self.tenures.values().find(|other| {
            *standing == Standing::Holder
                && other.post == *post
                && other.standing == Standing::Holder
                && other.key() != tenure.key()
                && other.meets(tenure)
        });
        other.filter(|_| !shortened).map(|other| {
            Refusal::Said(sentence!(
                "post-two-holders",
                "{post} would have two holders at once, {other} and {person}; let the time of one end before the other begins",
                other = other.person,
                post,
                person
            ))
        })
    }

    /// An office that nobody administers could never be mended from within.
    fn administration_fault(&self, before: &Staff, today: Date) -> Option<StaffFault> {
        let (was, is) = (before.administered_until(today), self.administered_until(today));
        let sooner = match (was, is) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(was), Some(is)) => is < was,
        };
        sooner.then(|| {
            let day = is.unwrap_or(today);
            let sentence = if day <= today {
                sentence!(
                    "office-unadministered",
                    "Nobody could administer the office from now on; let somebody else hold the power first"
                )
            } else {
                sentence!(
                    "office-unadministered-from",
                    "Nobody could administer the office from {day} on; let somebody else hold the power first",
                    day
                )
            };
            (StaffPlace::Office, Refusal::Said(sentence))
        })
    }
}

/// What is new or other than before.
fn changed<'a, K: Ord, V: PartialEq>(
    after: &'a std::collections::BTreeMap<K, V>,
    before: &'a std::collections::BTreeMap<K, V>,
) -> impl Iterator<Item = &'a V> {
    after.iter().filter(|(key, value)| before.get(key) != Some(value)).map(|(_, value)| value)
}

fn name_fault(name: &str) -> Option<Refusal> {
    if name.trim().is_empty() {
        return Some(Refusal::Said(sentence!("staff-no-name", "Write the name as people know it")));
    }
    if name.chars().count() > STAFF_NAME_CHARS_MAX {
        return Some(Refusal::Said(sentence!(
            "staff-name-too-long",
            "Shorten the name to {max} characters",
            max = STAFF_NAME_CHARS_MAX
        )));
    }
    name.chars()
        .any(char::is_control)
        .then(|| Refusal::Said(sentence!("staff-name-lines", "Write the name on one line, without tabs")))
}

fn email_fault(email: Option<&str>) -> Option<Refusal> {
    let email = email?;
    let shaped = email.len() <= EMAIL_BYTES_MAX
        && email
            .split_once('@')
            .is_some_and(|(user, host)| !user.is_empty() && host.contains('.') && !host.contains('@'))
        && !email.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, ',' | ';' | '<' | '>'));
    (!shaped).then(|| {
        Refusal::Said(sentence!(
            "staff-no-address",
            "`{email}` is no address that mail reaches; write one like name@example.org",
            email
        ))
    })
}

fn language_fault(language: Option<&str>) -> Option<Refusal> {
    let language = language?;
    let next = || {
        Refusal::Said(sentence!(
            "staff-no-language",
            "There are no pages in `{language}`; write {known}",
            known = PAGE_LANGUAGES.join(", "),
            language
        ))
    };
    (!PAGE_LANGUAGES.contains(&language)).then(next)
}

impl Tenure {
    /// That a person does not act for a post as this after a day: there is nothing to end.
    pub fn none(post: &PostId, person: &PersonId, standing: Standing, last: Date) -> Refusal {
        Refusal::Said(sentence!(
            "tenure-none",
            "{person} does not act for {post} as {standing} after {last}; look at the page of the post",
            person,
            post,
            standing,
            last
        ))
    }

    /// A deputy during the leave of a holder, appointed by the holder.
    ///
    /// # Errors
    /// Refused without an end, for the past, for more than [`LEAVE_DAYS_MAX`] days, or for the holder themselves.
    pub fn during_leave(
        post: &PostId,
        holder: &PersonId,
        deputy: &PersonId,
        (since, until): (Date, Date),
        today: Date,
    ) -> Result<Tenure, Refusal> {
        if holder == deputy {
            return Err(Refusal::Said(sentence!(
                "deputy-self",
                "You act for the post already; choose somebody else as your deputy"
            )));
        }
        if until < since {
            return Err(Refusal::Said(sentence!(
                "days-backwards",
                "The last day stands before the first; turn them round"
            )));
        }
        if until < today {
            return Err(Refusal::Said(sentence!("days-over", "Those days are over; choose days from today")));
        }
        if until.days_since(since) >= LEAVE_DAYS_MAX {
            return Err(Refusal::Said(sentence!(
                "leave-too-long",
                "A leave is {max} days at most; ask an administrator for longer",
                max = LEAVE_DAYS_MAX
            )));
        }
        let (post, person, standing) = (post.clone(), deputy.clone(), Standing::Deputy);
        Ok(Tenure { post, person, standing, since: since.max(today), until: Some(until) })
    }
}
