//! What the groups of a provider of identities give: posts, by rules of the office.
//!
//! Only what groups gave is taken back when they are gone. What somebody was given by hand stays, and what an
//! administrator ended stays ended for as long as the group stays.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Date, Hand, PersonId, PostId, Refusal, Staff, Standing, Tenure, UnitId, sentence};

/// What a group gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupGift {
    /// A post, as its holder or a deputy.
    Post(PostId, Standing),
    /// Every open post of a unit, as a deputy. Units below it are not meant.
    Unit(UnitId),
}

/// A rule of the office: whoever is in the group is given this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupRule {
    /// As the provider calls the group.
    pub group: String,
    /// What it gives.
    pub gift: GroupGift,
}

/// A tenure that a group gave.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GroupTenure {
    /// At which post.
    pub post: PostId,
    /// As what.
    pub standing: Standing,
    /// First day.
    pub since: Date,
}

/// What becomes of the staff when a provider says in which groups a person is.
#[derive(Clone, Debug)]
pub struct GroupChange {
    /// The staff after it.
    pub staff: Staff,
    /// Tenures that a group gives from now on.
    pub given: Vec<GroupTenure>,
    /// Tenures that no group gives any more.
    pub taken: Vec<GroupTenure>,
    /// What was not done, each with the reason.
    pub passed_over: Vec<(PostId, Refusal)>,
}

impl Staff {
    /// The staff after a provider said in which groups a person is. `before` is what groups gave until now.
    pub fn after_groups(
        &self,
        person: &PersonId,
        rules: &[GroupRule],
        groups: &BTreeSet<String>,
        before: &[GroupTenure],
        today: Date,
    ) -> GroupChange {
        let wanted = self.wanted(rules, groups);
        let mut change =
            GroupChange { staff: self.clone(), given: Vec::new(), taken: Vec::new(), passed_over: Vec::new() };
        for gone in before.iter().filter(|gave| wanted.get(&gave.post) != Some(&gave.standing)) {
            match change.staff.without(person, gone, today) {
                Ok(staff) => {
                    change.staff = staff;
                    change.taken.push(gone.clone());
                }
                Err(refusal) => change.passed_over.push((gone.post.clone(), refusal)),
            }
        }
        for (post, standing) in wanted {
            let gave = before.iter().any(|gave| gave.post == post && gave.standing == standing);
            match change.staff.with(person, &post, standing, gave, today) {
                Ok(Some(tenure)) => {
                    change.given.push(GroupTenure { post, standing, since: tenure.since });
                    change.staff.tenures.insert(tenure.key(), tenure);
                }
                Ok(None) => {}
                Err(refusal) => change.passed_over.push((post, refusal)),
            }
        }
        change
    }

    /// The posts that groups give, each with the higher standing where several give it.
    fn wanted(&self, rules: &[GroupRule], groups: &BTreeSet<String>) -> BTreeMap<PostId, Standing> {
        let mut wanted: BTreeMap<PostId, Standing> = BTreeMap::new();
        let mut want = |post: &PostId, standing: Standing| {
            let held = wanted.entry(post.clone()).or_insert(standing);
            *held = standing.min(*held);
        };
        for rule in rules.iter().filter(|rule| groups.contains(&rule.group)) {
            match &rule.gift {
                GroupGift::Post(post, standing) => want(post, *standing),
                GroupGift::Unit(unit) => {
                    let open = self.posts.values().filter(|post| post.unit == *unit && !post.closed);
                    open.for_each(|post| want(&post.id, Standing::Deputy));
                }
            }
        }
        wanted
    }

    /// The staff without a tenure that a group gave: it ended yesterday, or never was.
    fn without(&self, person: &PersonId, gone: &GroupTenure, today: Date) -> Result<Staff, Refusal> {
        let mut staff = self.clone();
        let yesterday = today.plus_days(-1);
        let key = (gone.post.clone(), person.clone(), gone.standing, gone.since);
        if gone.since > yesterday {
            staff.tenures.remove(&key);
        } else if let Some(held) = staff.tenures.get_mut(&key)
            && held.until.is_none_or(|until| until > yesterday)
        {
            held.until = Some(yesterday);
        }
        staff.kept_to(self, today)
    }

    /// The tenure that a group gives, if it gives one. `gave` says that it gave one before.
    fn with(
        &self,
        person: &PersonId,
        post: &PostId,
        standing: Standing,
        gave: bool,
        today: Date,
    ) -> Result<Option<Tenure>, Refusal> {
        let of_post = || self.tenures.values().filter(|held| held.post == *post);
        let acts = |held: &Tenure| held.person == *person && held.standing <= standing && held.holds_on(today);
        if of_post().any(acts) {
            return Ok(None);
        }
        if gave {
            return Err(Refusal::Said(sentence!(
                "group-tenure-ended",
                "The time of {person} at {post} was ended by hand; a group does not renew it",
                person,
                post
            )));
        }
        let mut until = None;
        if standing == Standing::Holder {
            let mut holders: Vec<&Tenure> = of_post().filter(|held| held.standing == Standing::Holder).collect();
            holders.retain(|held| held.until.is_none_or(|last| last >= today));
            holders.sort_by_key(|held| held.since);
            match holders.first() {
                Some(held) if held.since <= today => {
                    return Err(Refusal::Said(sentence!(
                        "group-post-held",
                        "The post {post} is held by {person}; end that first",
                        person = held.person,
                        post
                    )));
                }
                next => until = next.map(|next| next.since.plus_days(-1)),
            }
        }
        let tenure = Tenure { post: post.clone(), person: person.clone(), standing, since: today, until };
        let mut staff = self.clone();
        staff.tenures.insert(tenure.key(), tenure.clone());
        staff.kept_to(self, today)?;
        Ok(Some(tenure))
    }

    /// The same, if no rule breaks that held before.
    fn kept_to(self, before: &Staff, today: Date) -> Result<Staff, Refusal> {
        match self.faults(before, Hand { person: None, today }).into_iter().next() {
            Some((_, refusal)) => Err(refusal),
            None => Ok(self),
        }
    }
}

impl PersonId {
    /// The name here of somebody whom a provider calls so: what stands before an `@`, in lower case, with hyphens for
    /// dots, blanks and underscores.
    ///
    /// # Errors
    /// Refused when that is no name of a person here.
    pub fn folded(username: &str) -> Result<PersonId, Refusal> {
        let before = username.split('@').next().unwrap_or_default().trim();
        let folded: String =
            before.chars().map(|c| if matches!(c, '.' | '_' | ' ') { '-' } else { c.to_ascii_lowercase() }).collect();
        PersonId::new(folded.trim_matches('-'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Level, Person, Post, Power, Unit};

    const TODAY: &str = "1962-05-10";

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn person(id: &str) -> Person {
        Person {
            id: PersonId::new(id).unwrap(),
            name: id.to_owned(),
            email: None,
            language: None,
            level: Level::Internal,
            compartments: BTreeSet::new(),
            left: false,
        }
    }

    /// A works with an engineer, a clerk, a closed post and an administrator, who is `chief` by hand. `tenures` is
    /// `POST PERSON STANDING SINCE [UNTIL]`, one a line.
    fn staff(tenures: &str) -> Staff {
        let unit = UnitId::new("works").unwrap();
        let mut staff = Staff::default();
        staff.units.insert(unit.clone(), Unit { id: unit.clone(), name: "Works".to_owned(), parent: None });
        for id in ["engineer", "clerk", "old-desk", "administrator"] {
            let powers = (id == "administrator").then_some(Power::Administer).into_iter().collect();
            let (id, closed) = (PostId::new(id).unwrap(), id == "old-desk");
            staff.posts.insert(id.clone(), Post { id, title: "A post".to_owned(), unit: unit.clone(), powers, closed });
        }
        for id in ["anna", "boris", "chief"] {
            staff.persons.insert(PersonId::new(id).unwrap(), person(id));
        }
        for line in tenures.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let words: Vec<&str> = line.split(' ').collect();
            let tenure = Tenure {
                post: PostId::new(words[0]).unwrap(),
                person: PersonId::new(words[1]).unwrap(),
                standing: Standing::from_word(words[2]).unwrap(),
                since: day(words[3]),
                until: words.get(4).map(|text| day(text)),
            };
            staff.tenures.insert(tenure.key(), tenure);
        }
        staff
    }

    fn rules() -> Vec<GroupRule> {
        let post = |group: &str, post: &str, standing| GroupRule {
            group: group.to_owned(),
            gift: GroupGift::Post(PostId::new(post).unwrap(), standing),
        };
        vec![
            post("engineers", "engineer", Standing::Holder),
            post("helpers", "engineer", Standing::Deputy),
            post("relics", "old-desk", Standing::Deputy),
            post("strays", "no-such-post", Standing::Deputy),
            post("chiefs", "administrator", Standing::Holder),
            GroupRule { group: "works".to_owned(), gift: GroupGift::Unit(UnitId::new("works").unwrap()) },
        ]
    }

    /// What becomes of Anna's tenures when she is in these groups. `before` is what groups gave, `POST STANDING SINCE`.
    #[track_caller]
    fn check(tenures: &str, before: &[&str], groups: &[&str], expected: &[&str]) {
        let staff = staff(tenures);
        let before: Vec<GroupTenure> = before
            .iter()
            .map(|line| {
                let words: Vec<&str> = line.split(' ').collect();
                GroupTenure {
                    post: PostId::new(words[0]).unwrap(),
                    standing: Standing::from_word(words[1]).unwrap(),
                    since: day(words[2]),
                }
            })
            .collect();
        let groups = groups.iter().map(|group| (*group).to_owned()).collect();
        let anna = PersonId::new("anna").unwrap();
        let change = staff.after_groups(&anna, &rules(), &groups, &before, day(TODAY));
        let of = |staff: &Staff| -> BTreeSet<String> {
            let days = |t: &Tenure| t.until.map_or_else(|| t.since.to_string(), |until| format!("{} {until}", t.since));
            staff.tenures.values().map(|t| format!("{} {} {} {}", t.post, t.person, t.standing, days(t))).collect()
        };
        let (was, is) = (of(&staff), of(&change.staff));
        let mut said: Vec<String> = was.difference(&is).map(|line| format!("- {line}")).collect();
        said.extend(is.difference(&was).map(|line| format!("+ {line}")));
        let note = |sign: &str, gave: &GroupTenure| format!("{sign} {} {}", gave.post, gave.standing);
        said.extend(change.given.iter().map(|gave| note("given", gave)));
        said.extend(change.taken.iter().map(|gave| note("taken", gave)));
        said.extend(change.passed_over.iter().map(|(post, refusal)| format!("{post}: {refusal}")));
        assert_eq!(said, expected);
    }

    const CHIEF: &str = "administrator chief holder 1960-01-01";

    #[test]
    fn a_group_gives_a_post_from_today_and_its_end_takes_it_from_today() {
        let given = "+ engineer anna holder 1962-05-10";
        check(CHIEF, &[], &["engineers"], &[given, "given engineer holder"]);
        let held = &format!("{CHIEF}\nengineer anna holder 1962-05-01");
        check(held, &["engineer holder 1962-05-01"], &["engineers"], &[]);
        check(
            held,
            &["engineer holder 1962-05-01"],
            &[],
            &[
                "- engineer anna holder 1962-05-01",
                "+ engineer anna holder 1962-05-01 1962-05-09",
                "taken engineer holder",
            ],
        );
        let today = &format!("{CHIEF}\nengineer anna holder 1962-05-10");
        let taken = ["- engineer anna holder 1962-05-10", "taken engineer holder"];
        check(today, &["engineer holder 1962-05-10"], &[], &taken);
    }

    #[test]
    fn what_was_given_by_hand_no_group_gives_or_takes() {
        let held = &format!("{CHIEF}\nengineer anna deputy 1962-05-01");
        check(held, &[], &["helpers"], &[]);
        check(held, &[], &[], &[]);
        let holder = &format!("{CHIEF}\nengineer anna holder 1962-05-01");
        check(holder, &[], &["helpers"], &[]);
    }

    #[test]
    fn what_was_ended_by_hand_stays_ended_while_the_group_stays() {
        let ended = &format!("{CHIEF}\nengineer anna deputy 1962-05-01 1962-05-08");
        let before = ["engineer deputy 1962-05-01"];
        let kept = "engineer: The time of anna at engineer was ended by hand; a group does not renew it";
        check(ended, &before, &["helpers"], &[kept]);
        check(ended, &before, &[], &["taken engineer deputy"]);
        check(ended, &[], &["helpers"], &["+ engineer anna deputy 1962-05-10", "given engineer deputy"]);
    }

    #[test]
    fn a_post_that_somebody_else_holds_is_not_taken_over() {
        let held = &format!("{CHIEF}\nengineer boris holder 1962-05-01");
        check(held, &[], &["engineers"], &["engineer: The post engineer is held by boris; end that first"]);
        check(held, &[], &["helpers"], &["+ engineer anna deputy 1962-05-10", "given engineer deputy"]);
        let soon = &format!("{CHIEF}\nengineer boris holder 1962-06-01");
        let until = "+ engineer anna holder 1962-05-10 1962-05-31";
        check(soon, &[], &["engineers"], &[until, "given engineer holder"]);
    }

    #[test]
    fn a_unit_gives_its_open_posts_and_the_higher_standing_of_two_stands() {
        check(
            CHIEF,
            &[],
            &["works", "engineers"],
            &[
                "+ administrator anna deputy 1962-05-10",
                "+ clerk anna deputy 1962-05-10",
                "+ engineer anna holder 1962-05-10",
                "given administrator deputy",
                "given clerk deputy",
                "given engineer holder",
            ],
        );
        let held = &format!("{CHIEF}\nengineer anna deputy 1962-05-01");
        check(
            held,
            &["engineer deputy 1962-05-01"],
            &["engineers", "helpers"],
            &[
                "- engineer anna deputy 1962-05-01",
                "+ engineer anna deputy 1962-05-01 1962-05-09",
                "+ engineer anna holder 1962-05-10",
                "given engineer holder",
                "taken engineer deputy",
            ],
        );
    }

    #[test]
    fn what_a_rule_of_the_staff_forbids_is_passed_over_and_the_rest_is_done() {
        check(
            CHIEF,
            &[],
            &["helpers", "relics", "strays"],
            &[
                "+ engineer anna deputy 1962-05-10",
                "given engineer deputy",
                "no-such-post: There is no post `no-such-post` here; state it before or together with who holds it",
                "old-desk: The post old-desk is closed; open it first, or choose another",
            ],
        );
        // The last administrator stays one, whatever the provider says.
        check(
            "administrator anna holder 1962-05-01",
            &["administrator holder 1962-05-01"],
            &[],
            &["administrator: Nobody could administer the office from now on; let somebody else hold the power first"],
        );
    }

    #[test]
    fn names_of_a_provider_are_folded_to_ours_or_refused() {
        for (username, id) in [
            ("Petrova", Some("petrova")),
            ("anna.petrova@works.example", Some("anna-petrova")),
            (" Anna_Petrova ", Some("anna-petrova")),
            ("петрова", None),
            ("@works.example", None),
            ("a'b", None),
        ] {
            let folded = PersonId::folded(username).ok();
            assert_eq!(folded.as_ref().map(PersonId::as_str), id, "{username}");
        }
    }
}
