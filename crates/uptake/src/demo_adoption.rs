//! Adoptions of the demonstration: what became of the sample that was adopted, of the licence whose drawings came, and of the journey to
//! Düsseldorf. One is at plan rate on readings, one waits for its oil, one is behind its plan, one was given up, and one has just begun. That
//! the firms made such things and that the journey was made is told elsewhere, with its source; every adoption here is invented, and says so.

use desk::Failure as Refused;
use desk::adoption::{self, AdoptionBegun, EndSaid};
use model::{
    Adoption, AdoptionCost, AdoptionId, AdoptionPlace, Date, EndReason, EvidenceClass, Intensity, Marking, Money,
    NeedId, Noun, OutputPlan, OutputSaid, PostId, Quarter, ReadingWay, Resource, ResourceKind, ResourceState, Rung,
    RungReached, Technology, TechnologyId, Thing, UnitId,
};
use store::{MissionFilter, Writer};

use crate::clock::today;
use crate::demo_mission::Room;
use crate::demo_story::officer;
use crate::failure::Failure;
use crate::serve::Served;

/// Who adopts: person, post, unit, and the need that it serves.
type Adopter = (&'static str, &'static str, &'static str, &'static str);

const SHOP: Adopter = ("sokolov", "traction-engineer", "locomotive-rectifiers", "electric-locomotives");
const STATIONS: Adopter = ("mironov", "turbine-engineer", "power-stations", "coal-power-turbines");
const INSTITUTE: Adopter = ("karpova", "converter-scientist", "lenin-institute", "power-rectifiers");
const DESIGNERS: Adopter = ("sokolov", "machine-tool-designer", "machine-tool-institute", "automatic-lines");

const INVENTED: &str = "Invented: this adoption, and everything that is told of it.";

/// The oil circuit of the licence: name and statement.
const CIRCUIT: (&str, &str) = (
    "Oil circuit without a pump (invented)",
    "Invented: the oil of a rectifier moves by its own warmth between tank and cooler; nothing turns, and nothing freezes at minus 40 degrees.",
);

/// The soldered contact of the sample.
const CONTACT: (&str, &str) = (
    "Diode soldered with silver on molybdenum (invented)",
    "Invented: a disc of silicon on a plate of molybdenum, soldered with silver in hydrogen; one takes the place of three pressed ones.",
);

/// What was seen on the journey.
const CONTROL: (&str, &str) = (
    "Control of feed by a tape (invented)",
    "Invented: the feed of a lathe follows a punched tape, as it was seen to run in Düsseldorf.",
);

fn ago(days: i64) -> Date {
    today().plus_days(-days)
}

/// Lets it all happen.
pub fn tell(served: &Served) -> Result<(), Failure> {
    let room = Room { served };
    let (circuit, shop) = at_plan_rate(&room)?;
    waits(&room, &circuit, shop)?;
    given_up(&room, &circuit)?;
    behind(&room)?;
    begun(&room)
}

fn technology(room: &Room<'_>, (name, statement): (&str, &str)) -> Result<Technology, Failure> {
    Ok(Technology {
        id: TechnologyId::from_bits(room.id()?),
        name: name.to_owned(),
        statement: statement.to_owned(),
        classes: Vec::new(),
        origins: Vec::new(),
        marking: Marking::default(),
        invented: true,
        revision: 0,
        made_at: 0,
    })
}

/// An adoption that somebody keeps.
struct Life<'a> {
    room: &'a Room<'a>,
    who: &'static str,
    post: PostId,
    id: AdoptionId,
}

/// Begins an adoption on a day; the technology comes into the register with it where it is new.
fn begin<'a>(
    room: &'a Room<'a>,
    (who, post, unit, need): Adopter,
    day: Date,
    (technology, is_new): (&Technology, bool),
    (from, origin): (Option<AdoptionId>, Option<Thing>),
    (output, measure): (&str, &str),
) -> Result<Life<'a>, Failure> {
    let (id, post) = (AdoptionId::from_bits(room.id()?), PostId::new(post)?);
    let adoption = Adoption {
        id,
        technology: technology.id,
        unit: UnitId::new(unit)?,
        post: post.clone(),
        need: Some(NeedId::new(need)?),
        from,
        output: output.to_owned(),
        measure: measure.to_owned(),
        remark: INVENTED.to_owned(),
        reached: Vec::new(),
        past: Vec::new(),
        end: None,
        marking: Marking::default(),
        invented: true,
        revision: 0,
        made_at: 0,
    };
    let begun = AdoptionBegun { technology: is_new.then(|| technology.clone()), adoption, origin };
    room.act(who, today().days_since(day), move |writer, turn, _| {
        adoption::begin_adoption(writer, turn, begun).map(|_| ())
    })?;
    Ok(Life { room, who, post, id })
}

impl Life<'_> {
    /// Something is written of it on a day, from the revision in which it stands.
    fn on(
        &self,
        day: Date,
        act: impl FnOnce(&mut Writer, &mut desk::Turn<'_>, (AdoptionId, u32)) -> Result<(), Refused> + Send + 'static,
    ) -> Result<(), Failure> {
        let held = self.room.served.office.adoption(&self.id.to_string())?.adoption;
        let at = (held.id, held.revision);
        self.room.act(self.who, today().days_since(day), move |writer, turn, _| act(writer, turn, at))
    }

    /// A rung is reached on a day; with a paper where there is one, otherwise as it is told or measured.
    fn reached(&self, rung: Rung, day: Date, class: EvidenceClass, evidence: Vec<Thing>) -> Result<(), Failure> {
        let reached =
            RungReached { rung, on: day, class, evidence, remark: "Invented".to_owned(), by: self.post.clone() };
        self.on(day, move |writer, turn, at| adoption::say_rung(writer, turn, at, reached).map(|_| ()))
    }

    fn told(&self, rung: Rung, day: Date) -> Result<(), Failure> {
        self.reached(rung, day, EvidenceClass::Told, Vec::new())
    }

    /// A rung on a record that whoever says it finds in the office; told, should there be none.
    fn on_paper(&self, rung: Rung, day: Date) -> Result<(), Failure> {
        let officer = officer(self.room.served, self.who)?;
        let page = store::Page { offset: 0, limit: 1, facets: false };
        let office = self.room.served.office.seen_by(&officer.scope);
        let found = office.search("rectifier*", page, &mut |_| {})?;
        match found.hits.first() {
            Some(hit) => {
                self.reached(rung, day, EvidenceClass::Document, vec![Thing::new(Noun::Record, hit.record.id)])
            }
            None => self.told(rung, day),
        }
    }

    fn planned(&self, day: Date, plans: &[(Quarter, &str)]) -> Result<(), Failure> {
        for (quarter, amount) in plans {
            let note = "Invented: from the plan of the year.".to_owned();
            let plan = OutputPlan { quarter: *quarter, amount: (*amount).to_owned(), note, by: String::new(), at: 0 };
            self.on(day, move |writer, turn, at| adoption::plan_output(writer, turn, at, plan).map(|_| ()))?;
        }
        Ok(())
    }

    fn made(&self, day: Date, quarter: Quarter, amount: &str, note: &str) -> Result<(), Failure> {
        let said = OutputSaid {
            quarter,
            amount: amount.to_owned(),
            class: EvidenceClass::Told,
            evidence: None,
            note: note.to_owned(),
            by: String::new(),
            at: 0,
        };
        self.on(day, move |writer, turn, at| adoption::tell_output(writer, turn, at, said).map(|_| ()))
    }

    /// What the counter of the test house says of a quarter.
    fn measured(&self, day: Date, quarter: Quarter, amount: &str) -> Result<(), Failure> {
        let given = model::read_readings("demonstration", &format!("{quarter};{amount}\n"))?;
        self.on(day, move |writer, turn, (id, _)| {
            adoption::take_readings(writer, turn, id, ReadingWay::File, &given).map(|_| ())
        })
    }

    fn share(&self, day: Date, quarter: Quarter, (made, total): (&str, &str)) -> Result<(), Failure> {
        let share = Intensity {
            quarter,
            made: made.to_owned(),
            total: total.to_owned(),
            measure: String::new(),
            of: "all rectifiers of the shop (invented)".to_owned(),
            class: EvidenceClass::Told,
            evidence: None,
            by: String::new(),
            at: 0,
        };
        self.on(day, move |writer, turn, at| adoption::tell_share(writer, turn, at, share).map(|_| ()))
    }

    fn runs_in(&self, name: &str, since: Date) -> Result<(), Failure> {
        let place = AdoptionPlace { number: 0, name: name.to_owned(), since, until: None };
        self.on(since, move |writer, turn, at| adoption::write_place(writer, turn, at, place).map(|_| ()))
    }

    fn needs(
        &self,
        day: Date,
        (kind, state): (ResourceKind, ResourceState),
        name: &str,
        (amount, measure): (&str, &str),
        needed_by: Date,
    ) -> Result<(), Failure> {
        let resource = Resource {
            number: 0,
            kind,
            name: name.to_owned(),
            amount: amount.to_owned(),
            measure: measure.to_owned(),
            needed_by: Some(needed_by),
            state,
            remark: String::new(),
        };
        self.on(day, move |writer, turn, at| adoption::write_resource(writer, turn, at, resource).map(|_| ()))
    }

    fn spent(&self, day: Date, spent: &str, what: &str) -> Result<(), Failure> {
        let (spent, what) = (Money::parse(spent)?, what.to_owned());
        let cost = AdoptionCost { number: 0, spent, what, on: day, by: String::new(), at: 0 };
        self.on(day, move |writer, turn, at| adoption::note_adoption_cost(writer, turn, at, cost).map(|_| ()))
    }
}

/// The circuit of the licence in the rectifier shop: every quarter counted by the test house, and as much made as was planned.
fn at_plan_rate(room: &Room<'_>) -> Result<(Technology, AdoptionId), Failure> {
    let now = Quarter::of(today());
    let [last, third, second, first] =
        [now.before(), now.before().before(), now.before().before().before(), now.before().before().before().before()];
    let circuit = technology(room, CIRCUIT)?;
    let origin = drawings(room)?;
    let made = ("Rectifiers with such a circuit (invented)", "");
    let life = begin(room, SHOP, ago(490), (&circuit, true), (None, origin), made)?;
    life.told(Rung::Examined, ago(470))?;
    life.on_paper(Rung::Decided, ago(450))?;
    let plans = [(first, "20"), (second, "40"), (third, "60"), (last, "60"), (now, "80"), (now.next(), "90")];
    life.planned(ago(445), &plans)?;
    life.spent(ago(440), "42000 RUB", "Tanks and coolers, own making (invented)")?;
    life.told(Rung::Prototype, ago(430))?;
    life.needs(
        ago(425),
        (ResourceKind::Skill, ResourceState::There),
        "Welders for thin tanks (invented)",
        ("", ""),
        ago(410),
    )?;
    life.told(Rung::Pilot, ago(400))?;
    life.runs_in("Rectifier shop, line 1 (invented)", ago(395))?;
    life.spent(ago(390), "18500 RUB", "Six welders taught anew (invented)")?;
    life.measured(first.last_day(), first, "12")?;
    life.reached(Rung::Production, first.last_day(), EvidenceClass::Measured, Vec::new())?;
    life.measured(second.last_day(), second, "33")?;
    life.runs_in("Rectifier shop, line 2 (invented)", third.first_day())?;
    // Counted too low at first: the counter of the second line was read a day late.
    life.measured(third.last_day(), third, "57")?;
    life.measured(third.last_day().plus_days(2), third, "61")?;
    life.share(third.last_day().plus_days(3), third, ("61", "140"))?;
    life.reached(Rung::PlanRate, third.last_day().plus_days(4), EvidenceClass::Measured, Vec::new())?;
    life.measured(last.last_day(), last, "66")?;
    life.share(last.last_day().plus_days(1), last, ("66", "132"))?;
    let oil = ("Silicone oil (invented)", ("900", "kg"));
    life.needs(ago(30), (ResourceKind::Material, ResourceState::OnOrder), oil.0, oil.1, today().plus_days(25))?;
    Ok((circuit, life.id))
}

/// The drawings of the licence that were accepted.
fn drawings(room: &Room<'_>) -> Result<Option<Thing>, Failure> {
    let office = &room.served.office;
    for (agreement, _) in office.agreements_serving(&NeedId::new(SHOP.3)?)? {
        if !agreement.title.starts_with("Licence for oil-cooled rectifiers") {
            continue;
        }
        let page = office.agreement_page(&agreement.id.to_string(), today())?;
        let came = page.deliverables.iter().find(|line| line.deliverable.accepted_on.is_some());
        return Ok(came.map(|line| Thing::new(Noun::Deliverable, line.deliverable.id)));
    }
    Ok(None)
}

/// Taken over by the power stations from the shop: it runs beside the work, and the oil does not come.
fn waits(room: &Room<'_>, circuit: &Technology, shop: AdoptionId) -> Result<(), Failure> {
    let now = Quarter::of(today());
    let made = ("Exciters with such a circuit (invented)", "");
    let life = begin(room, STATIONS, ago(330), (circuit, false), (Some(shop), None), made)?;
    life.told(Rung::Examined, ago(300))?;
    life.on_paper(Rung::Decided, ago(240))?;
    life.told(Rung::Pilot, ago(150))?;
    life.planned(ago(145), &[(now, "4"), (now.next(), "10")])?;
    let (missing, order) = (ResourceState::Missing, ResourceState::OnOrder);
    life.needs(
        ago(90),
        (ResourceKind::Material, missing),
        "Silicone oil that stays thin (invented)",
        ("400", "kg"),
        ago(20),
    )?;
    life.needs(
        ago(90),
        (ResourceKind::Supplier, order),
        "A works that casts the tanks (invented)",
        ("", ""),
        today().plus_days(60),
    )?;
    life.spent(ago(140), "9600 RUB", "Two exciters rebuilt (invented)")
}

/// The same circuit in the institute: given up for want of oil. The works answered that it does not concern them; the stations have not yet.
fn given_up(room: &Room<'_>, circuit: &Technology) -> Result<(), Failure> {
    let made = ("Converters of the laboratory (invented)", "");
    let life = begin(room, INSTITUTE, ago(420), (circuit, false), (None, None), made)?;
    life.told(Rung::Examined, ago(400))?;
    life.told(Rung::Prototype, ago(300))?;
    life.spent(ago(280), "7400 RUB", "A test bench that was taken down again (invented)")?;
    let held = room.served.office.adoption(&life.id.to_string())?.adoption;
    let at = (held.id, held.revision);
    let said = EndSaid {
        reason: EndReason::Material,
        text: "Invented: the oil thickens below minus 50, and no thinner one is made in the country.".to_owned(),
        on: ago(25),
    };
    room.act(INSTITUTE.0, 25, move |writer, turn, office| {
        adoption::end_adoption(writer, turn, office, at, &said).map(|_| ())
    })?;
    let id = life.id;
    room.act(SHOP.0, 20, move |writer, turn, _| {
        let why = "Invented: our locomotives stand in heated sheds below minus 45.";
        adoption::hear_end(writer, turn, id, false, why).map(|_| ())
    })
}

/// What was seen in Düsseldorf, at the designers of automatic lines: last quarter they made less than was planned.
fn behind(room: &Room<'_>) -> Result<(), Failure> {
    let now = Quarter::of(today());
    let (last, before) = (now.before(), now.before().before());
    let first = before.before();
    let missions = room.served.office.missions(&MissionFilter::default())?;
    let journey = missions.iter().find(|mission| mission.title.contains("Düsseldorf"));
    let origin = journey.map(|mission| Thing::new(Noun::Mission, mission.id));
    let control = technology(room, CONTROL)?;
    let made = ("Lathes with a tape (invented)", "");
    let life = begin(room, DESIGNERS, ago(420), (&control, true), (None, origin), made)?;
    life.told(Rung::Decided, ago(390))?;
    life.planned(ago(380), &[(before, "20"), (last, "30"), (now, "30")])?;
    life.told(Rung::Pilot, first.first_day().plus_days(20))?;
    life.made(first.last_day().plus_days(1), first, "3", "Invented: for the test house alone.")?;
    life.told(Rung::Production, before.first_day().plus_days(15))?;
    life.spent(before.first_day().plus_days(20), "31000 RUB", "Readers of tape (invented)")?;
    life.made(before.last_day().plus_days(1), before, "21", "")?;
    life.made(
        last.last_day().plus_days(1),
        last,
        "11",
        "Invented: the shop went back to lathes without a tape to keep its plan.",
    )
}

/// What the sample began: the institute decided, and asks for what it needs.
fn begun(room: &Room<'_>) -> Result<(), Failure> {
    let samples = room.served.office.samples_of_need(&NeedId::new(INSTITUTE.3)?)?;
    let stack = samples.iter().find(|line| line.sample.name.starts_with("Silicon rectifier stack"));
    let origin = stack.map(|line| Thing::new(Noun::Sample, line.sample.id));
    let contact = technology(room, CONTACT)?;
    let made = ("Soldered diodes (invented)", "");
    let life = begin(room, INSTITUTE, ago(60), (&contact, true), (None, origin), made)?;
    life.told(Rung::Examined, ago(50))?;
    life.on_paper(Rung::Decided, ago(30))?;
    life.planned(ago(29), &[(Quarter::of(today()).next(), "200")])?;
    let (there, missing) = (ResourceState::There, ResourceState::Missing);
    life.needs(ago(28), (ResourceKind::Equipment, there), "Furnace with hydrogen (invented)", ("1", ""), ago(10))?;
    life.needs(
        ago(28),
        (ResourceKind::Money, missing),
        "Molybdenum plates from abroad (invented)",
        ("15000", "DEM"),
        today().plus_days(45),
    )
}
