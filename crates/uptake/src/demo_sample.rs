//! Specimens of the demonstration. That some two thousand imported machines, instruments and new materials were given out for study in 1955 to
//! 1957, and that a resolution of 1957 ruled on them, is a stated fact; no single one is told of. So the handful here is invented, and
//! says so in its name and its remark.

use desk::{LoanAnswer, Receipt};
use model::{
    Agreement, AgreementBasis, AgreementId, AgreementKind, AgreementStage, ClauseSubject, Findings, HostId, Marking,
    NeedId, Outcome, OutcomeKind, PlannedParameter, Protocol, Ruling, Sample, SampleCame, SampleId, SampleKind,
    SampleState, StudyAct, StudyResult, TeardownPart, Terms, UnitId,
};

use crate::clock::today;
use crate::demo_mission::Room;
use crate::failure::Failure;

/// Whose converters need the specimens, and who receives them.
const SCIENTIST: &str = "karpova";

/// Who borrows one and studies it.
const ENGINEER: &str = "sokolov";

/// Who says whether a specimen of that country may come.
const CHIEF: &str = "belov";

const FACT: &str = "Stated fact: in 1955 to 1957 some two thousand imported machines, instruments and new materials were provided to institutes \
                    and works for investigation and use; the Council of Ministers passed a resolution on them in 1957.\nInvented: this \
                    specimen, and everything that is told of it.";

/// A specimen: kind, name, maker, type, country.
type Line = (SampleKind, &'static str, &'static str, &'static str, &'static str);

const STACK: Line =
    (SampleKind::Machine, "Silicon rectifier stack (invented)", "Mälaren Elektro (invented)", "ME 200", "SE");
const DIODE: Line = (SampleKind::Instrument, "Oil-cooled diode of a locomotive (invented)", "", "D 4", "DE");
const WATTMETER: Line =
    (SampleKind::Instrument, "Recording wattmeter (invented)", "Neckar Messbau (invented)", "W 12", "DE");
const VARNISH: Line = (SampleKind::Material, "Insulating varnish (invented)", "Göta Kemi (invented)", "GK 7", "SE");
const COUPLES: Line =
    (SampleKind::Instrument, "Set of thermocouples (invented)", "Clyde Gauges (invented)", "T 8", "GB");
const AGAIN: Line = (SampleKind::Instrument, "Thermocouples, eight (invented)", "Clyde Gauges (invented)", "T-8", "GB");

impl Room<'_> {
    fn specimen(&self, who: &str, days_ago: i64, line: Line, need: &str) -> Result<Sample, Failure> {
        let (kind, name, maker, model, country) = line;
        Ok(Sample {
            id: SampleId::from_bits(self.id()?),
            kind,
            name: name.to_owned(),
            maker: None,
            maker_name: maker.to_owned(),
            model: model.to_owned(),
            serial: String::new(),
            amount: "1".to_owned(),
            measure: String::new(),
            country: country.to_owned(),
            came: SampleCame::Purchase,
            agreement: None,
            rights: String::new(),
            needs: vec![NeedId::new(need)?],
            // Follows from the post.
            unit: UnitId::new("lenin-institute")?,
            post: self.officer_post(who)?,
            plan: "Invented: which current it carries, how warm it becomes, and what of it can be made here."
                .to_owned(),
            plan_due: today().plus_days(60 - days_ago),
            expected: None,
            received: None,
            rests_since: None,
            remark: FACT.to_owned(),
            state: SampleState::Expected,
            reason: String::new(),
            joined_to: None,
            marking: Marking::default(),
            revision: 0,
            made_at: 0,
        })
    }

    fn kept(&self, who: &str, days_ago: i64, sample: Sample) -> Result<Sample, Failure> {
        self.act(who, days_ago, move |writer, turn, _| desk::keep_sample(writer, turn, sample, true))
    }

    fn came(&self, days_ago: i64, sample: &Sample) -> Result<Sample, Failure> {
        let at = (sample.id, sample.revision);
        let receipt = Receipt {
            day: today().plus_days(-days_ago),
            from: "Invented: the forwarder of the trade office".to_owned(),
            place: "Invented: laboratory 4, shelf 2".to_owned(),
            note: "Invented: the crate was unharmed".to_owned(),
        };
        self.act(SCIENTIST, days_ago, move |writer, turn, _| desk::receive_sample(writer, turn, at, receipt))
    }

    /// The engineer borrows a specimen for so many days.
    fn borrowed(&self, days_ago: i64, sample: &Sample, days: i64) -> Result<Sample, Failure> {
        let (at, post) = ((sample.id, sample.revision), self.officer_post(ENGINEER)?);
        let until = today().plus_days(days - days_ago);
        let asked = self.act(ENGINEER, days_ago, move |writer, turn, _| {
            let purpose = "Invented: to run it in the test house of the works";
            desk::ask_loan(writer, turn, at, &post, (purpose, until))
        })?;
        let at = (asked.id, asked.revision);
        let answer = LoanAnswer::Grant {
            place: "Invented: test house, bay 1".to_owned(),
            day: today().plus_days(-days_ago),
            note: "Invented: keep it dry".to_owned(),
        };
        let sent =
            self.act(SCIENTIST, days_ago, move |writer, turn, _| desk::answer_loan(writer, turn, at, 1, answer))?;
        self.confirmed(ENGINEER, days_ago - 1, &sent)
    }

    /// Whoever gets a specimen says that they have it.
    fn confirmed(&self, who: &str, days_ago: i64, sample: &Sample) -> Result<Sample, Failure> {
        let at = (sample.id, sample.revision);
        let page = self.served.office.sample_page(&sample.id.to_string())?;
        let link = page.chain.open().map_or(0, |link| link.number);
        self.act(who, days_ago, move |writer, turn, _| desk::answer_custody(writer, turn, at, link, (true, "")))
    }
}

/// Lets it all happen. `aeg` is the host whose specimen came under terms that forbid copying.
pub fn tell(room: &Room<'_>, aeg: HostId) -> Result<(), Failure> {
    adopted(room)?;
    bound(room, aeg)?;
    let wattmeter = room.specimen(SCIENTIST, 10, WATTMETER, "power-rectifiers")?;
    room.kept(SCIENTIST, 10, Sample { expected: Some(today().plus_days(30)), ..wattmeter })?;
    let varnish = room.specimen(SCIENTIST, 230, VARNISH, "power-rectifiers")?;
    let varnish = Sample { amount: "25".to_owned(), measure: "kg".to_owned(), ..varnish };
    let varnish = room.kept(SCIENTIST, 230, varnish)?;
    room.came(220, &varnish)?;
    let couples = room.specimen(SCIENTIST, 80, COUPLES, "power-rectifiers")?;
    let couples = room.kept(SCIENTIST, 80, couples)?;
    let couples = room.came(75, &couples)?;
    room.borrowed(60, &couples, 50)?;
    // The works ordered the same once more, without knowing of the first.
    let again = room.specimen(ENGINEER, 6, AGAIN, "electric-locomotives")?;
    room.kept(ENGINEER, 6, again)?;
    Ok(())
}

/// One that was lent to the works, studied there, and is taken over.
fn adopted(room: &Room<'_>) -> Result<(), Failure> {
    let stack = room.specimen(SCIENTIST, 150, STACK, "power-rectifiers")?;
    let stack = room.kept(SCIENTIST, 150, stack)?;
    let stack = room.came(140, &stack)?;
    let stack = room.borrowed(130, &stack, 90)?;
    let at = (stack.id, stack.revision);
    let need = Some(NeedId::new("power-rectifiers")?);
    let protocol = Protocol {
        question: "Invented: which forward current does a diode of the stack carry for an hour?".to_owned(),
        method: "Invented: loaded in steps of twenty ampere, in oil of twenty degrees.".to_owned(),
        instrument: "Invented: shunt and millivoltmeter of class 0.2.".to_owned(),
        planned: vec![PlannedParameter {
            need: need.clone(),
            name: "Forward current of a diode".to_owned(),
            measure: "A".to_owned(),
        }],
        acts: vec![StudyAct::Examine, StudyAct::Test, StudyAct::Teardown],
        due: today().plus_days(-60),
    };
    let stack = room.act(ENGINEER, 125, move |writer, turn, _| desk::open_study(writer, turn, at, protocol, &[]))?;
    let stack = taken_apart(room, stack)?;
    let at = (stack.id, stack.revision);
    let findings = Findings {
        title: "A silicon stack carries more than twice the current of ours (invented)".to_owned(),
        text: "Invented: each diode carries 0.22 kA for an hour, and its plate becomes eighty degrees warm. The contact is soldered with \
               silver; the rest can be made with what the works has."
            .to_owned(),
        results: vec![StudyResult {
            need,
            name: "Forward current of a diode".to_owned(),
            value: "0.22".to_owned(),
            measure: "kA".to_owned(),
            remark: "Invented: in oil of twenty degrees".to_owned(),
        }],
    };
    let stack =
        room.act(ENGINEER, 90, move |writer, turn, _| desk::report_study(writer, turn, at, 1, findings, &[]))?;
    let at = (stack.id, stack.revision);
    let back = ("Invented: laboratory 4, shelf 2".to_owned(), today().plus_days(-80), String::new());
    let stack = room.act(ENGINEER, 80, move |writer, turn, _| desk::return_loan(writer, turn, at, 1, back))?;
    let stack = room.confirmed(SCIENTIST, 78, &stack)?;
    let at = (stack.id, stack.revision);
    let outcome = Outcome {
        kind: OutcomeKind::Adopt,
        reason: "Invented: one stack of this kind takes the place of three of ours.".to_owned(),
        value: "120000 RUB".to_owned(),
        look_again: None,
        by: String::new(),
        at: 0,
    };
    room.act(SCIENTIST, 70, move |writer, turn, _| desk::decide_outcome(writer, turn, at, 1, outcome).map(|_| ()))
}

fn taken_apart(room: &Room<'_>, stack: Sample) -> Result<Sample, Failure> {
    let parts: [(Option<u32>, &str, &str, u32); 4] = [
        (None, "Stack (invented)", "", 1),
        (Some(1), "Plate (invented)", "Aluminium", 6),
        (Some(2), "Diode (invented)", "Silicon on molybdenum", 1),
        (Some(1), "Bolt (invented)", "Steel, insulated", 2),
    ];
    let mut stack = stack;
    for (above, name, material, count) in parts {
        let part = TeardownPart {
            number: 0,
            above,
            name: name.to_owned(),
            material: material.to_owned(),
            maker: String::new(),
            count,
            remark: String::new(),
            files: Vec::new(),
        };
        let at = (stack.id, stack.revision);
        stack = room.act(ENGINEER, 120, move |writer, turn, _| {
            desk::edit_teardown(writer, turn, at, 1, desk::TeardownEdit::Put(part))
        })?;
    }
    Ok(stack)
}

/// One that came under terms which forbid copying, once the chief coordinator let it in.
fn bound(room: &Room<'_>, aeg: HostId) -> Result<(), Failure> {
    let post = room.officer_post(SCIENTIST)?;
    let agreement = Agreement {
        id: AgreementId::from_bits(room.id()?),
        kind: AgreementKind::Purchase,
        title: "Purchase of oil-cooled diodes (invented)".to_owned(),
        basis: AgreementBasis::Commercial,
        stage: AgreementStage::Interest,
        host: aeg,
        parties: Vec::new(),
        // Follows from the post.
        unit: UnitId::new("lenin-institute")?,
        post,
        needs: vec![NeedId::new("power-rectifiers")?],
        terms: Terms::proposed(AgreementKind::Purchase),
        signed_on: None,
        in_force_on: None,
        ended_on: None,
        reason: String::new(),
        remark: "Invented, with every word of its terms.".to_owned(),
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    };
    let agreement =
        room.act(SCIENTIST, 100, move |writer, turn, _| desk::write_agreement(writer, turn, agreement, None))?;
    let mut terms = Terms::proposed(AgreementKind::Purchase);
    terms.technologies = "Invented: silicon diodes of locomotives, cooled by oil.".to_owned();
    for clause in &mut terms.clauses {
        if clause.subject == ClauseSubject::Copying {
            clause.ruling = Ruling::Forbidden;
            clause.text = "Invented: the buyer copies neither the diodes nor their drawings.".to_owned();
        }
    }
    let at = (agreement.id, agreement.revision);
    let agreement = room.act(SCIENTIST, 99, move |writer, turn, _| desk::write_terms(writer, turn, at, terms))?;
    let diode = room.specimen(SCIENTIST, 90, DIODE, "power-rectifiers")?;
    let diode = Sample { maker: Some(aeg), agreement: Some(agreement.id), ..diode };
    let diode = room.kept(SCIENTIST, 90, diode)?;
    let at = (diode.id, diode.revision);
    let page = room.served.office.sample_page(&diode.id.to_string())?;
    let mut held = diode;
    if let Some(step) = page.control.steps().first() {
        let rule = step.rule;
        held = room.act(CHIEF, 85, move |writer, turn, _| {
            let said = (true, "Invented: it is on no list.");
            desk::decide_sample_control(writer, turn, at, rule, said)
        })?;
    }
    room.came(80, &held)?;
    Ok(())
}
