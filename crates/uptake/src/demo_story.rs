//! The story of the demonstration: what its people did in the last weeks. All of it is invented.

use std::sync::Arc;

use desk::{Answer, Officer, Question, Step, Turn};
use model::{
    Choice, Date, Disposition, Level, Marking, Money, NeedId, PassReason, PersonId, PostId, Power, RecordId,
    Reliability, RequestId, Schedule, Source, SourceId, SourceKind,
};
use store::{DeliveryFilter, Writer};

use crate::clock::{now, random_numbers, today};
use crate::failure::Failure;
use crate::serve::Served;
use crate::{
    demo_adoption, demo_adviser, demo_agreement, demo_bulletin, demo_control, demo_credit, demo_diffusion,
    demo_mission, demo_partner, demo_party, demo_plan, demo_release, demo_stated_figure, demo_webhook,
};

/// Who can sign in, and as what.
pub const ACCOUNTS: &[(&str, &str)] = &[
    ("sokolov", "works engineer: states needs, answers deliveries"),
    ("karpova", "scientist of another department; cleared for less"),
    ("mironov", "engineer of the power stations: confirms a need that expired, or lets it go"),
    ("orlova", "coordinator of the electrical industry: reviews needs"),
    ("belov", "chief coordinator, deputy of orlova, cleared for everything"),
    ("lebedev", "documentalist: keeps sources, takes records in, routes requests"),
    ("vlasova", "abstractor: writes own abstracts, codes records a second time"),
    ("zaitseva", "director of the works: what is late comes up to her"),
    ("orekhov", "counsellor of the embassy: turns to hosts, arranges meetings, writes dispatches"),
    ("gromov", "administrator: units, posts, persons, ledger"),
];

/// A day, in microseconds.
pub const DAY_MICROS: i64 = 86_400_000_000;

/// Days ago at which the first records were laid before the posts: what was not answered since is late.
pub const FIRST_PASS_DAYS: i64 = 18;

/// Deliveries that the story answers, of each of two posts.
const ANSWERED: usize = 2;

/// Lets it all happen.
pub fn tell(served: &Served, password: &str) -> Result<(), Failure> {
    let mut ids = random_numbers()?;
    let hash = desk::hash_password(password, &mut ids)?;
    for (name, _) in ACCOUNTS {
        let (person, hash, at) = (PersonId::new(name)?, hash.clone(), now() - 100 * DAY_MICROS);
        served.clerk.write(move |writer| desk::give_password(writer, &person, &hash, at))?;
    }
    let story = Story {
        served,
        sokolov: officer(served, "sokolov")?,
        karpova: officer(served, "karpova")?,
        lebedev: officer(served, "lebedev")?,
        vlasova: officer(served, "vlasova")?,
    };
    story.abstracts()?;
    story.deliveries()?;
    story.needs()?;
    story.requests()?;
    story.sources()?;
    story.mail()?;
    story.markings()?;
    demo_mission::tell(served)?;
    demo_partner::tell(served)?;
    demo_agreement::tell(served)?;
    demo_credit::tell(served)?;
    demo_adviser::tell(served)?;
    demo_webhook::tell(served)?;
    demo_control::tell(served)?;
    demo_party::tell(served)?;
    demo_release::tell(served)?;
    demo_adoption::tell(served)?;
    demo_diffusion::tell(served)?;
    demo_plan::tell(served)?;
    demo_stated_figure::tell(served)?;
    demo_bulletin::tell(served)
}

pub fn officer(served: &Served, name: &str) -> Result<Arc<Officer>, Failure> {
    Ok(Arc::new(served.office.officer(&PersonId::new(name)?, today())?))
}

pub(super) struct Story<'a> {
    pub(super) served: &'a Served,
    sokolov: Arc<Officer>,
    karpova: Arc<Officer>,
    pub(super) lebedev: Arc<Officer>,
    pub(super) vlasova: Arc<Officer>,
}

impl Story<'_> {
    /// Does something as a person, so many days ago.
    pub(super) fn act<T: Send + 'static>(
        &self,
        officer: &Arc<Officer>,
        days_ago: i64,
        act: impl FnOnce(&mut Writer, &mut Turn<'_>) -> Result<T, desk::Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        // Looked up anew: what was marked a moment ago has to be seen.
        let (officer, mut ids) = (self::officer(self.served, officer.person.id.as_str())?, random_numbers()?);
        let (now, today) = (now() - days_ago * DAY_MICROS, today().plus_days(-days_ago));
        let work = self.served.office.configuration().work();
        Ok(self
            .served
            .clerk
            .write(move |writer| act(writer, &mut Turn { officer: &officer, now, today, work, ids: &mut ids }))?)
    }

    /// What was laid before the posts some weeks ago, and what they did with some of it.
    fn deliveries(&self) -> Result<(), Failure> {
        for (who, post) in [(&self.sokolov, "traction-engineer"), (&self.karpova, "converter-scientist")] {
            let filter = DeliveryFilter { post: Some(PostId::new(post)?), ..DeliveryFilter::default() };
            let held = self.served.office.seen_by(&who.scope).deliveries(&filter)?;
            for (at, one) in held.iter().take(ANSWERED).enumerate() {
                let disposition = match at % 5 {
                    0 | 3 => Disposition::new(Choice::Use, None, None, "Copied for the drawing office (invented)")?,
                    1 => Disposition::new(Choice::Study, None, None, "")?,
                    2 => Disposition::new(Choice::Pass, Some(PassReason::NotFeasible), None, "")?,
                    _ => Disposition::new(Choice::Known, None, None, "")?,
                };
                let id = one.delivery.id;
                let days_ago = FIRST_PASS_DAYS - 3 - i64::try_from(at).unwrap_or(0);
                self.act(who, days_ago, move |writer, turn| {
                    desk::dispose(writer, turn, id, &disposition, &|_| Ok(true)).map(|_| ())
                })?;
            }
        }
        Ok(())
    }

    /// A need that waits for its review, one that was asked back, and one that expires soon.
    fn needs(&self) -> Result<(), Failure> {
        let scientist = PostId::new("converter-scientist")?;
        let draft = |id: &str, title: &str, statement: &str, query: &str| -> Result<model::Need, Failure> {
            let id = NeedId::new(id)?;
            let profile = model::Profile {
                id: model::ProfileId { need: id.clone(), number: 1 },
                query: query.to_owned(),
                threshold: None,
            };
            let unit = model::UnitId::new("lenin-institute")?;
            let need = model::Need::draft(id, title, unit, scientist.clone());
            Ok(model::Need {
                statement: statement.to_owned(),
                profiles: vec![profile],
                marking: Marking::at(Level::Internal),
                ..need
            })
        };
        let waiting = draft(
            "n-demo-silicon-for-traction",
            "Silicon rectifiers for traction",
            "Invented need. Our test bench for traction rectifiers burns a diode a week. Wanted: silicon rectifiers that stand \
             shocks and frost on locomotives, with their cooling.",
            "rectifier* AND (silicon OR traction)",
        )?;
        let asked = draft(
            "n-demo-thyristor-drives",
            "Drives with controlled rectifiers",
            "Invented need. Wanted: drives for hoists that are controlled by rectifiers instead of contactors.",
            "drive* AND (controlled OR rectifier*)",
        )?;
        for need in [waiting, asked] {
            let id = need.id.clone();
            self.act(&self.karpova, 6, move |writer, turn| desk::write_need(writer, turn, &need, None).map(|_| ()))?;
            let submitted = id.clone();
            self.act(&self.karpova, 5, move |writer, turn| {
                desk::take_step(writer, turn, &submitted, 0, &Step::Submit).map(|_| ())
            })?;
            if id.as_str() == "n-demo-thyristor-drives" {
                let orlova = officer(self.served, "orlova")?;
                let question = "Which power, and how many starts an hour?".to_owned();
                self.act(&orlova, 2, move |writer, turn| {
                    desk::take_step(writer, turn, &id, 1, &Step::AskBack(question)).map(|_| ())
                })?;
            }
        }
        Ok(())
    }

    /// One request that was answered, one that is with its answerer, one that waits to be routed.
    fn requests(&self) -> Result<(), Failure> {
        let ask = |question: &str, detail: &str, days_ago: i64, due: Date| -> Result<RequestId, Failure> {
            let mut ids = random_numbers()?;
            let question = Question {
                id: RequestId::from_bits(ids()),
                question: question.to_owned(),
                detail: detail.to_owned(),
                post: PostId::new("traction-engineer")?,
                need: Some(NeedId::new("electric-locomotives")?),
                due,
                marking: Marking::at(Level::Internal),
            };
            let office = self.served.office.clone();
            self.act(&self.sokolov, days_ago, move |writer, turn| Ok(desk::ask(writer, turn, &office, &question)?.id))
        };
        let cooled = ask(
            "How are the rectifiers of the French locomotives cooled?",
            "Invented request. By oil or by air, and what temperature do the cases reach at 40 degrees outside?",
            20,
            today().plus_days(-6),
        )?;
        let answer = Answer {
            title: "Rectifiers of French locomotives are cooled by forced air".to_owned(),
            text:
                "Invented answer. The makers' pamphlet shows two fans a group; the cases stay below 110 degrees at 40 \
                   degrees outside. Oil was given up for its weight."
                    .to_owned(),
            cites: Vec::<RecordId>::new(),
            marking: Marking::at(Level::Internal),
            language: Some("en".to_owned()),
        };
        let office = self.served.office.clone();
        self.act(&self.lebedev, 9, move |writer, turn| {
            desk::answer(writer, turn, &office, cooled, &answer).map(|_| ())
        })?;
        let priced = ask(
            "What does a spare group of diodes cost, and in which currency is it asked?",
            "Invented request. For one locomotive of 4000 kW.",
            8,
            today().plus_days(4),
        )?;
        let office = self.served.office.clone();
        self.act(&self.lebedev, 6, move |writer, turn| {
            let to = PostId::new("technology-adviser-bonn")?;
            desk::route(writer, turn, &office, priced, &to, "Please ask the makers at the fair.").map(|_| ())
        })?;
        ask(
            "Which works abroad rebuilt mercury locomotives for silicon, and how long did it take them?",
            "Invented request.",
            1,
            today().plus_days(20),
        )?;
        Ok(())
    }

    /// Two sources that somebody answers for: one brought nothing yet, from the other something is due.
    fn sources(&self) -> Result<(), Failure> {
        let mut ids = random_numbers()?;
        let posts = &self.lebedev.posts;
        let Some(post) = posts.iter().map(|(post, _)| post).find(|post| post.powers.contains(&Power::Document)) else {
            return Ok(());
        };
        let source = |title: &str, territory: &str, subject: &str, every_days: Option<u16>, id: u64| Source {
            id: SourceId::from_bits(id),
            title: title.to_owned(),
            kind: SourceKind::Upload,
            address: String::new(),
            schedule: Schedule::Daily,
            post: post.id.clone(),
            territory: territory.to_owned(),
            subject: subject.to_owned(),
            language: None,
            reliability: Reliability::B,
            every_days,
            // Invented, in the currency of the missions, so that going for it and having read it stand beside each other.
            cost: every_days.and_then(|_| Money::parse("1800 DEM").ok()),
            paused: false,
            remark: "Invented source.".to_owned(),
            marking: Marking::default(),
            revision: 0,
            made_at: 0,
        };
        let sources = [
            source("Express information, electric traction", "", "Electric traction", Some(30), ids()),
            source("Exports of the polytechnic library", "", "All of technology", None, ids()),
        ];
        for source in sources {
            let office = self.served.office.seen_by(&self.lebedev.scope);
            self.act(&self.lebedev, 40, move |writer, turn| {
                desk::register_source(writer, turn, &office, source).map(|_| ())
            })?;
        }
        Ok(())
    }

    /// A dispatch that not everybody may see.
    fn markings(&self) -> Result<(), Failure> {
        let page = store::Page { offset: 0, limit: 3, facets: false };
        let found = self.served.office.search("licence OR negotiation", page, &mut |_| {})?;
        let compartment = model::Compartment::new("negotiation")?;
        let marking = Marking { compartments: [compartment].into_iter().collect(), ..Marking::at(Level::Restricted) };
        if let Some(hit) = found.hits.first() {
            let id = hit.record.id;
            self.act(&self.lebedev, 1, move |writer, turn| desk::mark_record(writer, turn, id, &marking))?;
        }
        Ok(())
    }
}
