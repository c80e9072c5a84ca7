//! Persons, compartments and posts of a needs file.

use std::collections::{BTreeSet, HashMap};

use model::{Compartment, Date, Level, Person, PersonId, Post, PostId, Power, Standing, Tenure};
use store::HeldCompartment;
use toml::Spanned;

use super::{CompartmentToml, Known, NeedsFile, PersonToml, PostToml, Reader};

impl Reader<'_> {
    pub(super) fn compartments(&mut self, stated: Vec<CompartmentToml>, file: &mut NeedsFile) {
        for one in stated {
            if let Some(id) = self.hold(&one.id.span(), Compartment::new(one.id.get_ref())) {
                file.compartments.push(HeldCompartment { id, name: one.name, closed: false });
            }
        }
    }

    pub(super) fn persons(&mut self, stated: Vec<PersonToml>, file: &mut NeedsFile, known: &Known) {
        for person in stated {
            let id = self.hold(&person.id.span(), PersonId::new(person.id.get_ref()));
            let level = match &person.level {
                None => Some(Level::Internal),
                Some(word) => self.word(word, "level", Level::from_word, Level::ALL.iter().map(|level| level.word())),
            };
            let mut compartments = BTreeSet::new();
            for one in &person.compartments {
                let Some(id) = self.hold(&one.span(), Compartment::new(one.get_ref())) else { continue };
                if !file.compartments.iter().any(|held| held.id == id) && !known.compartments.contains(&id) {
                    self.complain(
                        &one.span(),
                        format!("there is no compartment `{id}`; state it in a [[compartment]] of its own"),
                    );
                }
                compartments.insert(id);
            }
            if let (Some(id), Some(level)) = (id, level) {
                let (name, email, language) = (person.name, person.email, person.language);
                file.persons.push(Person { id, name, email, language, level, compartments, left: false });
            }
        }
    }

    /// One of a closed list of words.
    pub(super) fn word<T>(
        &mut self,
        word: &Spanned<String>,
        noun: &str,
        from: impl Fn(&str) -> Option<T>,
        known: impl Iterator<Item = &'static str>,
    ) -> Option<T> {
        let known: Vec<&str> = known.collect();
        let refusal = format!("there is no {noun} `{}`; write one of {}", word.get_ref(), known.join(", "));
        self.hold(&word.span(), from(word.get_ref()).ok_or(refusal))
    }

    pub(super) fn posts(&mut self, stated: Vec<Spanned<PostToml>>, file: &mut NeedsFile, known: &Known, today: Date) {
        let mut lines: HashMap<PostId, usize> = HashMap::new();
        for entry in stated {
            let post = entry.into_inner();
            let span = post.id.span();
            let Some(id) = self.hold(&span, PostId::new(post.id.get_ref())) else { continue };
            if let Some(line) = lines.insert(id.clone(), self.line(&span)) {
                self.complain(
                    &span,
                    format!("the post `{id}` was stated before, on line {line}; give one of them another id"),
                );
            }
            let powers = post.powers.iter();
            let powers = powers
                .filter_map(|word| {
                    self.word(word, "power", Power::from_word, Power::ALL.iter().map(|power| power.word()))
                })
                .collect();
            let Some(unit) = self.unit(&post.unit, &file.units, &known.units) else { continue };
            let appoint = |file: &mut NeedsFile, person, standing| {
                let (post, since) = (id.clone(), today);
                file.tenures.push(Tenure { post, person, standing, since, until: None });
            };
            if let Some(name) = post.holder {
                let named = PersonId::new(&name).ok().filter(|person| {
                    file.persons.iter().any(|held| held.id == *person) || known.persons.contains(person)
                });
                let holder = named.or_else(|| {
                    let text = format!("holder-{}", id.as_str().get(..57).unwrap_or(id.as_str()).trim_end_matches('-'));
                    let person = PersonId::new(&text).ok()?;
                    file.persons.push(Person {
                        id: person.clone(),
                        name: name.clone(),
                        email: None,
                        language: None,
                        level: Level::Internal,
                        compartments: BTreeSet::new(),
                        left: false,
                    });
                    Some(person)
                });
                if let Some(person) = holder {
                    appoint(file, person, Standing::Holder);
                }
            }
            if let Some(name) = &post.deputy {
                let deputy = PersonId::new(name.get_ref()).ok().filter(|person| {
                    file.persons.iter().any(|held| held.id == *person) || known.persons.contains(person)
                });
                match deputy {
                    Some(person) => appoint(file, person, Standing::Deputy),
                    None => self.complain(
                        &name.span(),
                        format!("there is no person `{}`; state them in a [[person]] of its own", name.get_ref()),
                    ),
                }
            }
            file.posts.push(Post { id, title: post.title, unit, powers, closed: false });
        }
    }
}
