//! History: the facts about a thing as sentences.

use std::collections::BTreeMap;

use desk::{Failure, Office};
use maud::{Markup, html};
use model::{Actor, Choice, Date, DutyKind, Fact, Noun, PassReason, PersonId, PostId, Thing, Verb};
use store::HeldFact;

use crate::component::{Happening, Tone};
use crate::speech::Speech;

/// A fact with the names that its sentence needs.
#[derive(Clone, Debug)]
pub struct Told {
    /// The fact.
    pub held: HeldFact,
    /// Who, as people write it: a person with the post they acted for.
    pub who: Who,
    /// What it is about, as people write it, with its address.
    pub object: Named,
    /// The other thing, if there is one.
    pub target: Option<Named>,
    /// The title of the post that a duty was raised to, and the duty with its day as the ledger has them.
    pub raised: Option<(String, String)>,
}

/// Who did something.
#[derive(Clone, Debug)]
pub enum Who {
    /// A person, for a post.
    Person(String, Option<String>),
    /// The office by itself.
    Office,
    /// The operator at the command line.
    Operator,
    /// Somebody with a one-time link.
    Link,
    /// The provider of identities, by what it said of somebody.
    Provider,
    /// Another name, as the ledger has it.
    Other(String),
}

/// A thing as people write it.
#[derive(Clone, Debug)]
pub struct Named {
    /// What it is.
    pub noun: Option<Noun>,
    /// How it is called.
    pub text: String,
    /// Where it can be looked at.
    pub href: Option<String>,
}

/// Looks the names up that facts need. Runs where waiting is allowed.
///
/// # Errors
/// When the store fails.
pub fn tell(office: &Office, facts: Vec<HeldFact>) -> Result<Vec<Told>, Failure> {
    let mut names = Names { office, posts: BTreeMap::new(), persons: BTreeMap::new() };
    facts
        .into_iter()
        .map(|held| {
            let who = names.who(&held.fact.who)?;
            let object = names.named(&held.fact.object)?;
            let target = held.fact.target.as_deref().map(|target| names.named(target)).transpose()?;
            let raised = raised(&held.fact).and_then(|(post, duty)| Some((PostId::new(post).ok()?, duty.to_owned())));
            let raised = raised.map(|(post, duty)| Ok::<_, Failure>((names.post(&post)?, duty))).transpose()?;
            Ok(Told { held, who, object, target, raised })
        })
        .collect()
}

/// What those are called who did something, by how the ledger writes them. Runs where waiting is allowed.
///
/// # Errors
/// When the store fails.
pub fn people<'t>(office: &Office, who: impl Iterator<Item = &'t str>) -> Result<BTreeMap<String, Who>, Failure> {
    let mut names = Names { office, posts: BTreeMap::new(), persons: BTreeMap::new() };
    who.map(|text| Ok((text.to_owned(), names.who(text)?))).collect()
}

/// What a thing is called, with its address. Runs where waiting is allowed.
///
/// # Errors
/// When the store fails.
pub fn name_of(office: &Office, thing: &Thing) -> Result<Named, Failure> {
    let mut names = Names { office, posts: BTreeMap::new(), persons: BTreeMap::new() };
    names.named(&thing.to_string())
}

/// The post and the duty of a fact that raised one; the ledger has `to director, dispose by 2026-11-22`.
fn raised(fact: &Fact) -> Option<(&str, &str)> {
    let change = fact.said().filter(|_| fact.verb == Verb::Raised)?;
    change.strip_prefix("to ")?.split_once(", ")
}

struct Names<'a> {
    office: &'a Office,
    posts: BTreeMap<String, String>,
    persons: BTreeMap<String, String>,
}

impl Names<'_> {
    fn post(&mut self, id: &PostId) -> Result<String, Failure> {
        if let Some(title) = self.posts.get(id.as_str()) {
            return Ok(title.clone());
        }
        let title = self.office.post(id)?.map_or_else(|| id.to_string(), |post| post.title);
        self.posts.insert(id.to_string(), title.clone());
        Ok(title)
    }

    fn person(&mut self, id: &PersonId) -> Result<String, Failure> {
        if let Some(name) = self.persons.get(id.as_str()) {
            return Ok(name.clone());
        }
        let name = self.office.person(id)?.map_or_else(|| id.to_string(), |person| person.name);
        self.persons.insert(id.to_string(), name.clone());
        Ok(name)
    }

    fn who(&mut self, text: &str) -> Result<Who, Failure> {
        Ok(match (Actor::parse(text), text) {
            (Some(actor), _) => {
                let post = actor.post.as_ref().map(|post| self.post(post)).transpose()?;
                Who::Person(self.person(&actor.person)?, post)
            }
            (None, "operator") => Who::Operator,
            (None, "office") => Who::Office,
            (None, "invitation") => Who::Link,
            (None, desk::PROVIDER) => Who::Provider,
            (None, other) => match PersonId::new(other).ok().map(|id| self.office.person(&id)).transpose()?.flatten() {
                Some(person) => Who::Person(person.name, None),
                None => Who::Other(other.to_owned()),
            },
        })
    }

    /// Titles of needs and records are looked up under the scope: what is hidden keeps its bare name, and facts
    /// about it are hidden with it.
    fn named(&mut self, text: &str) -> Result<Named, Failure> {
        let Some(thing) = Thing::parse(text) else {
            return Ok(Named { noun: None, text: text.to_owned(), href: None });
        };
        let Thing { noun, name } = &thing;
        let (text, href) = match noun {
            Noun::Post => {
                (PostId::new(name).ok().map(|id| self.post(&id)).transpose()?, Some(format!("/office/posts/{name}")))
            }
            Noun::Person => (
                PersonId::new(name).ok().map(|id| self.person(&id)).transpose()?,
                Some(format!("/office/persons/{name}")),
            ),
            Noun::Unit => (self.office.unit_name(name)?, Some(format!("/office/units/{name}"))),
            Noun::Need => (self.office.need(name).ok().map(|need| need.title), Some(format!("/needs/{name}"))),
            Noun::Record => {
                let title = self.office.record(name).ok().and_then(|held| held.record.title().map(str::to_owned));
                (title, Some(format!("/records/{name}")))
            }
            Noun::Delivery => {
                // A delivery has no name of its own: people know it by what was laid before them.
                let record = self.office.delivery(name).ok().map(|held| held.delivery.record.to_string());
                let record = record.and_then(|record| self.office.record(&record).ok());
                let title = record.and_then(|held| held.record.title().map(str::to_owned));
                (title, Some(format!("/deliveries/{name}")))
            }
            Noun::Request => {
                (self.office.request(name).ok().map(|request| request.question), Some(format!("/requests/{name}")))
            }
            Noun::Digest => {
                // An own abstract is known by the record of which it was written.
                let record = self.office.digest(name).ok().map(|digest| digest.record.to_string());
                let record = record.and_then(|record| self.office.record(&record).ok());
                let title = record.and_then(|held| held.record.title().map(str::to_owned));
                (title, Some(format!("/abstracts/{name}")))
            }
            Noun::Source => {
                (self.office.source(name).ok().map(|line| line.source.title), Some(format!("/sources/{name}")))
            }
            Noun::Membership => match self.office.membership(name) {
                Ok(one) => {
                    let unit = self.office.unit_name(one.unit.as_str())?;
                    (unit, Some(format!("/sources/{}", one.source)))
                }
                Err(_) => (None, None),
            },
            Noun::Intake => (self.office.intake(name).ok().map(|intake| intake.name), Some(format!("/intakes/{name}"))),
            Noun::Bulletin => {
                (self.office.bulletin(name).ok().map(|bulletin| bulletin.name), Some(format!("/bulletins/{name}")))
            }
            Noun::Issue => {
                let called = |(issue, bulletin): (model::Issue, model::Bulletin)| match issue.number.zip(issue.year) {
                    Some((number, year)) => format!("{} {number}/{year}", bulletin.name),
                    None => bulletin.name,
                };
                (self.office.issue(name).ok().map(called), Some(format!("/issues/{name}")))
            }
            Noun::Host => {
                (self.office.host(name).ok().map(|host| host.name().to_owned()), Some(format!("/hosts/{name}")))
            }
            Noun::Specialist => {
                (self.office.specialist(name).ok().map(|one| one.name), Some(format!("/specialists/{name}")))
            }
            Noun::SpecialistRequest => (
                self.office.specialist_request(name).ok().map(|request| request.title),
                Some(format!("/specialists/requests/{name}")),
            ),
            // Whose affair it is has its page; whoever else follows the link is told that there is none.
            Noun::Assignment => (None, Some(format!("/specialists/assignments/{name}"))),
            Noun::Exchange => match self.office.exchange(name) {
                Ok(one) => (Some(one.what), Some(format!("/hosts/{}/exchanges#{name}", one.host))),
                Err(_) => (None, None),
            },
            Noun::Incident => {
                (self.office.incident(name).ok().map(|one| one.title), Some(format!("/incidents/{name}")))
            }
            Noun::Credit => {
                (self.office.credit(name).ok().map(|credit| credit.title), Some(format!("/credits/{name}")))
            }
            Noun::Scenario => {
                (self.office.scenario(name).ok().map(|one| one.title), Some(format!("/credits/scenarios/{name}")))
            }
            Noun::Agreement => {
                (self.office.agreement(name).ok().map(|one| one.title), Some(format!("/agreements/{name}")))
            }
            Noun::Deliverable => {
                (self.office.deliverable(name).ok().map(|one| one.title), Some(format!("/deliverables/{name}")))
            }
            Noun::Event => (self.office.event(name).ok().map(|event| event.name), Some(format!("/events/{name}"))),
            Noun::Sample => {
                (self.office.sample(name).ok().map(|line| line.sample.name), Some(format!("/samples/{name}")))
            }
            Noun::Inspection => {
                (self.office.inspection(name).ok().map(|one| one.title), Some(format!("/inspections/{name}")))
            }
            Noun::Visit => (self.office.visit_title(name), Some(format!("/visits/{name}"))),
            Noun::Finding => (self.office.finding(name).ok().map(|one| one.text), Some(format!("/findings/{name}"))),
            Noun::Technology => {
                (self.office.technology(name).ok().map(|one| one.name), Some(format!("/technologies/{name}")))
            }
            // An adoption is known by what is adopted.
            Noun::Adoption => {
                let technology = self.office.adoption(name).ok().map(|line| line.adoption.technology.to_string());
                let technology = technology.and_then(|id| self.office.technology(&id).ok());
                (technology.map(|one| one.name), Some(format!("/adoptions/{name}")))
            }
            Noun::PartyList => {
                (self.office.party_list(name).ok().map(|list| list.title), Some(format!("/party-lists/{name}")))
            }
            Noun::Screening => {
                (self.office.screened_party(name).map(|party| party.name), Some(format!("/screenings/{name}")))
            }
            Noun::Release => (self.office.release(name).ok().map(|one| one.title), Some(format!("/releases/{name}"))),
            Noun::Widening => {
                (self.office.widening(name).ok().map(|one| one.title), Some(format!("/widenings/{name}")))
            }
            Noun::Equipment => {
                (self.office.equipment(name).ok().map(|one| one.name), Some(format!("/equipment/{name}")))
            }
            Noun::Offer | Noun::Barrier | Noun::Relief | Noun::Call => {
                let subject = self.office.diffusion_subject(&thing)?;
                (subject.map(|one| one.title().to_owned()), Some(crate::diffusion::place(&thing)))
            }
            Noun::Portfolio => {
                (self.office.portfolio(name).ok().map(|one| one.title), Some(format!("/plan/portfolios/{name}")))
            }
            Noun::StatedFigure => {
                (self.office.stated_figure(name).ok().map(|one| one.parameter), Some(format!("/figures/stated/{name}")))
            }
            Noun::PlanLine => {
                (self.office.plan_line(name).ok().map(|line| line.parameter), Some(format!("/plan/lines/{name}")))
            }
            Noun::Stand => {
                // A visit is known by whose stand it is.
                let page = self.office.stand_page(name).ok();
                (page.map(|page| page.line.exhibitor.name), Some(format!("/stands/{name}")))
            }
            Noun::Mission => {
                (self.office.mission(name).ok().map(|mission| mission.title), Some(format!("/missions/{name}")))
            }
            Noun::Brief => {
                (self.office.mission(name).ok().map(|mission| mission.title), Some(format!("/missions/{name}/brief")))
            }
            Noun::Regime => (self.office.regime(name).ok().map(|one| one.name), Some(format!("/regimes/{name}"))),
            Noun::Case => (self.office.case(name).ok().map(|one| one.proposal.title), Some(format!("/cases/{name}"))),
            Noun::Template => (None, Some(format!("/office/templates/{name}"))),
            // Its page is for who acts for its post; whoever else follows the link is told that there is none.
            Noun::Webhook => (None, None),
            Noun::Drawing => (None, Some("/abstracts/second".to_owned())),
            Noun::ControlList => {
                let title = self.office.control_list(name).ok().map(|line| line.head.title);
                (title, Some(format!("/control-lists/{name}")))
            }
            Noun::Scheme => {
                // One that was taken out has no page any more.
                let is_kept = self.office.crosswalk()?.scheme(name).is_some();
                (None, is_kept.then(|| format!("/office/schemes/{name}")))
            }
            Noun::Attachment => {
                (self.office.attachment(name).ok().map(|one| one.name), Some(format!("/attachments/{name}")))
            }
            Noun::Office | Noun::Duty | Noun::Letter | Noun::Compartment => (None, None),
        };
        Ok(Named { noun: Some(*noun), text: text.unwrap_or_else(|| name.clone()), href })
    }
}

/// The facts as the happenings of a timeline.
pub fn timeline_of(speech: Speech, told: &[Told]) -> Vec<Happening> {
    told.iter()
        .map(|one| Happening {
            sentence: sentence(speech, one),
            when: when(speech, one.held.at),
            stamp: stamp(one.held.at),
            tone: tone(one.held.fact.verb),
        })
        .collect()
}

/// The day of a time in microseconds since 1970, in universal time.
pub fn day_of(micros: i64) -> Date {
    parts(micros).0
}

/// Day, hour and minute of a time in microseconds since 1970, in universal time.
fn parts(micros: i64) -> (Date, u8, u8) {
    const DAY: i64 = 86_400_000_000;
    let minutes = micros.rem_euclid(DAY) / 60_000_000;
    let small = |n: i64| u8::try_from(n).unwrap_or(0);
    (Date::of_number(micros.div_euclid(DAY)), small(minutes / 60), small(minutes % 60))
}

/// A time of the store as people read it, in universal time.
pub fn when(speech: Speech, micros: i64) -> String {
    let (day, hour, minute) = parts(micros);
    speech.moment(day, hour, minute)
}

/// The same for machines: `2026-03-12T14:05Z`.
pub fn stamp(micros: i64) -> String {
    let (day, hour, minute) = parts(micros);
    format!("{day}T{hour:02}:{minute:02}Z")
}

fn tone(verb: Verb) -> Tone {
    match verb {
        Verb::Accepted | Verb::Met | Verb::Answered | Verb::Confirmed | Verb::Approved | Verb::Reported => Tone::Good,
        Verb::Raised | Verb::Failed | Verb::Declined | Verb::Stopped | Verb::Cancelled => Tone::Bad,
        Verb::AskedBack | Verb::Waived | Verb::Marked | Verb::Recalled => Tone::Warn,
        Verb::Disposed | Verb::Forwarded | Verb::Submitted => Tone::Accent,
        _ => Tone::Plain,
    }
}

/// A fact as a sentence: who, what, to what, with what.
pub fn sentence(speech: Speech, told: &Told) -> Markup {
    let fact = &told.held.fact;
    let does = speech.say(&format!("fact-{}", fact.verb.word()));
    html! {
        (who(speech, &told.who)) " " (does)
        // Who signs in does so as themselves.
        @if !is_of_oneself(told) { " " (named(speech, &told.object)) }
        @if let Some(target) = &told.target { " " span class="quiet" { "→" } " " (named(speech, target)) }
        @if let Some((post, duty)) = &told.raised {
            @let duty = changed(speech, duty);
            " " span class="quiet" { "(" bdi { (speech.with("fact-raised-to", &[("post", post.clone().into()), ("duty", duty.into())])) } ")" }
        } @else if let Some(change) = fact.said().filter(|change| !change.contains("sha256:") && *change != "forward") {
            " " span class="quiet" { "(" bdi { (changed(speech, change)) } ")" }
        }
    }
}

fn is_of_oneself(told: &Told) -> bool {
    matches!(told.held.fact.verb, Verb::SignedIn | Verb::SignedOut)
        && told.held.fact.who.rsplit('/').next() == told.held.fact.object.strip_prefix("person:")
}

/// What was changed, as people say it. The ledger has words of its own for it: `dispose by 2026-11-22`, `pass:
/// out-of-date`, `profile:diesel/2`, `expires 2027-03-01`, `exhibitor 3 taken off`; what is none of these stays
/// as it is.
pub fn changed(speech: Speech, change: &str) -> String {
    let (before, after) = change.split_once(' ').unwrap_or((change, ""));
    let asks = |kind: DutyKind| speech.say(&format!("duty-{}", kind.word()));
    if let (Some(kind), Some(day)) = (DutyKind::from_word(before), after.strip_prefix("by ").and_then(Date::parse)) {
        return speech.with("fact-duty-by", &[("duty", asks(kind).into()), ("day", speech.date(day).into())]);
    }
    if let (Some(kind), "") = (DutyKind::from_word(before), after) {
        return asks(kind);
    }
    if let ("expires" | "by", Some(day)) = (before, Date::parse(after)) {
        return speech.with("fact-until", &[("day", speech.date(day).into())]);
    }
    if let Some((number, done)) = change.strip_prefix("exhibitor ").and_then(|rest| rest.split_once(' ')) {
        let said = |key: &str| speech.with(key, &[("number", number.into())]);
        return match done {
            "kept" => said("fact-exhibitor-kept"),
            "taken off" => said("fact-exhibitor-off"),
            "made a host" => said("fact-exhibitor-host"),
            _ => change.to_owned(),
        };
    }
    if let Some(said) = crate::credit::changed(speech, change) {
        return said;
    }
    if let (Ok(count), "exhibitors kept") = (before.parse::<i64>(), after) {
        return speech.with("fact-exhibitors-kept", &[("count", count.into())]);
    }
    if let Some((_, number)) = change.strip_prefix("profile:").and_then(|profile| profile.rsplit_once('/')) {
        return speech.with("why-profile", &[("number", number.into())]);
    }
    if let Some(choice) = Choice::from_word(before.trim_end_matches(':')) {
        let choice = speech.say(&format!("decided-{}", choice.word()));
        return match PassReason::from_word(after) {
            Some(reason) => format!("{choice} · {}", speech.say(&format!("pass-{}", reason.word()))),
            None if after.is_empty() => choice,
            None => change.to_owned(),
        };
    }
    change.to_owned()
}

/// Somebody by name, with the title of the post for which it was done.
pub fn who(speech: Speech, who: &Who) -> Markup {
    html! {
        @match who {
            Who::Person(name, Some(post)) => { b { bdi { (name) } } " " span class="quiet" { "(" bdi { (post) } ")" } },
            Who::Person(name, None) => b { bdi { (name) } },
            Who::Office => (speech.say("who-office")),
            Who::Operator => (speech.say("who-operator")),
            Who::Link => (speech.say("who-link")),
            Who::Provider => (speech.say("who-provider")),
            Who::Other(name) => bdi { (name) },
        }
    }
}

/// Who did something, by how the ledger writes it, among those whom [`people`] looked up.
pub fn who_did(speech: Speech, people: &BTreeMap<String, Who>, by: &str) -> Markup {
    match people.get(by) {
        Some(found) => who(speech, found),
        None => html! { bdi { (by) } },
    }
}

/// A thing with what it is, as a link where it can be looked at.
pub fn named(speech: Speech, named: &Named) -> Markup {
    let noun = named.noun.map(|noun| speech.say(&format!("noun-{}", noun.word())));
    html! {
        @if let Some(noun) = noun { (noun) " " }
        @match &named.href {
            Some(href) => a href=(href) { bdi { (named.text) } },
            None => bdi { (named.text) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::Tongue;

    #[test]
    fn who_did_something_is_called_by_name_where_it_was_looked_up() {
        let found = Who::Person("Vera Petrova".to_owned(), Some("Engineer".to_owned()));
        let people = BTreeMap::from([("engineer/vera".to_owned(), found)]);
        let said = |by: &str| who_did(Speech::of(Tongue::English), &people, by).into_string();
        assert!(said("engineer/vera").contains("Vera Petrova") && !said("engineer/vera").contains("engineer/vera"));
        assert!(said("somebody/else").contains("somebody/else"));
    }

    #[test]
    fn words_of_the_ledger_are_said_as_people_say_them() {
        let said = |change: &str| changed(Speech::of(Tongue::English), change);
        assert_eq!(said("dispose by 2026-11-22"), "Say what you do with this, until 22 November 2026");
        assert_eq!(said("pass: out-of-date"), "It was passed over · Overtaken");
        assert_eq!(said("profile:n-e857890zwcghc/2"), "Profile 2");
        assert_eq!(said("expires 2027-03-01"), "until 1 March 2027");
        assert_eq!(said("exhibitor 3 taken off"), "exhibitor 3 taken off the list");
        assert_eq!(said("12 exhibitors kept"), "12 exhibitors kept");
        for other in
            ["", "Which of the two?", "use of it", "by nobody", "expires soon", "profile:", "pass: some reason"]
        {
            assert_eq!(said(other), other);
        }
    }
}
