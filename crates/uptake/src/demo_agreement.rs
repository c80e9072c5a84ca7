//! Agreements of the demonstration: a few of the years from 1923 to 1933, taken over from an older register, and those that the
//! locomotive works keeps now. The sources count the old ones ([`crate::demo_agreement_count`]) and list none of them: every text says what
//! of it is a stated fact and what is invented.

use desk::Failure as Refused;
use model::{
    Agreement, AgreementBasis, AgreementId, AgreementInstalment, AgreementKind, AgreementPayment, AgreementStage,
    AgreementStep, Clause, ClauseSubject, Date, Deliverable, DeliverableId, DeliverableKind, DeliverableMove,
    DeliverableSide, DeliverableState, DeliverableStep, Host, HostId, HostName, Marking, Money, NeedId, PatentRight,
    Renewal, Royalty, RoyaltyBasis, Ruling, Terms, TermsVersion, UnitId, UseReport, Verb,
};

use crate::clock::today;
use crate::demo_agreement_count;
use crate::demo_mission::Room;
use crate::failure::Failure;
use crate::serve::Served;

/// The contract officer of the demonstration, and who consents.
const OFFICER: &str = "sokolov";
const COORDINATOR: &str = "orlova";

/// The need behind what is got now.
const NEED: &str = "electric-locomotives";

/// An agreement of the older register: kind, stage, title, technologies, first and last day, remark.
type Old = (AgreementKind, AgreementStage, &'static str, &'static str, (i32, i32), &'static str);

const OLD: &[Old] = &[
    (
        AgreementKind::Purchase,
        AgreementStage::Fulfilled,
        "Turbines for the power station of Kashira",
        "Steam turbines of a coal-fired station",
        (1930, 1933),
        "Stated fact: in the 1930s Siemens supplied turbines for Kashira. Invented: that it was one purchase, its days and its terms.",
    ),
    (
        AgreementKind::TechnicalAssistance,
        AgreementStage::Expired,
        "Planning of the power station on the Dnieper",
        "Planning of a hydroelectric power station",
        (1928, 1932),
        "Stated fact: Siemens took part in planning the station on the Dnieper. Invented: days and terms.\nStated fact: from 1923 to 1933 \
         170 agreements of technical assistance were signed, 73 of them, 43 percent, with German firms; single ones are not listed. \
         That this one is among them is not stated.",
    ),
    (
        AgreementKind::TurnkeyPlant,
        AgreementStage::Fulfilled,
        "A works for electric motors (invented)",
        "Design, equipment, patents and know-how of a whole works",
        (1929, 1933),
        "Stated fact: in a typical large contract of the 1930s the firm designed the plant, chose its equipment and gave patents and \
         know-how; costs were covered and fees paid. Invented: this works, its days and its terms.",
    ),
    (
        AgreementKind::Licence,
        AgreementStage::Terminated,
        "Licence for a switchgear (invented)",
        "Switchgear for high voltage",
        (1927, 1937),
        "Invented: the whole agreement. It shows one that ended before its time.",
    ),
];

fn day(year: i32, month: u8, day: u8) -> Date {
    Date::new(year, month, day).unwrap_or_else(today)
}

/// Lets it all happen.
pub fn tell(served: &Served) -> Result<(), Failure> {
    let room = Room { served };
    let siemens = room.firm(
        "Siemens",
        "DE",
        "Stated fact: turbines for Kashira, planning on the Dnieper and the Kura.",
        "Stated fact: it took part in projects of power stations in the 1930s. Invented: that it stands here as one organisation.",
    )?;
    let plant = room.firm(
        "Rheinwerk Anlagenbau (invented)",
        "DE",
        "Invented: whole works for rectifiers and drives.",
        "Invented: the whole firm.",
    )?;
    let finland = room.firm(
        "Finnish commission for cooperation in science and technology",
        "FI",
        "Stated fact: cooperation with Finland was run through commissions.",
        "Stated fact: it was not commercial. Invented: the name of the commission.",
    )?;
    demo_agreement_count::tell(&room)?;
    for old in OLD {
        room.old(siemens, old)?;
    }
    let held = served.office.hosts("Schuckert")?;
    let schuckert = held.first().map_or(siemens, |host| host.id);
    room.licence(schuckert)?;
    room.plant(plant)?;
    room.cooperation(finland)?;
    room.small_ones(schuckert, plant)
}

impl Room<'_> {
    /// Registers a firm.
    pub fn firm(&self, name: &str, country: &str, makes: &str, remark: &str) -> Result<HostId, Failure> {
        let id = HostId::from_bits(self.id()?);
        let host = Host {
            id,
            names: vec![HostName { text: name.to_owned(), language: None }],
            aliases: Vec::new(),
            country: country.to_owned(),
            place: String::new(),
            languages: Vec::new(),
            makes: makes.to_owned(),
            classes: Vec::new(),
            address: String::new(),
            contacts: Vec::new(),
            remark: remark.to_owned(),
            post: self.officer_post(OFFICER)?,
            marking: Marking::default(),
            revision: 0,
            made_at: 0,
        };
        self.act(OFFICER, 95, move |writer, turn, _| desk::keep_host(writer, turn, host, true).map(|_| ()))?;
        Ok(id)
    }

    /// One of the older register, taken over as it ended: nobody in the office signed it.
    fn old(&self, host: HostId, told: &Old) -> Result<(), Failure> {
        let (kind, stage, title, technologies, (since, until), remark) = *told;
        let (since, until) = (day(since, 3, 1), day(until, 12, 31));
        let post = self.officer_post(OFFICER)?;
        let terms = Terms {
            technologies: technologies.to_owned(),
            since: Some(since),
            until: Some(until),
            ..Terms::proposed(kind)
        };
        let agreement = Agreement {
            id: AgreementId::from_bits(self.id()?),
            kind,
            title: title.to_owned(),
            basis: AgreementBasis::Commercial,
            stage,
            host,
            parties: Vec::new(),
            unit: UnitId::new("locomotive-works")?,
            post,
            needs: Vec::new(),
            terms: terms.clone(),
            signed_on: Some(since.plus_days(-60)),
            in_force_on: Some(since),
            ended_on: Some(if stage == AgreementStage::Terminated { day(1931, 6, 30) } else { until }),
            reason: if stage == AgreementStage::Terminated {
                "Invented: the firm gave the branch up.".to_owned()
            } else {
                String::new()
            },
            remark: remark.to_owned(),
            marking: Marking::default(),
            revision: 0,
            made_at: 0,
        };
        self.act(OFFICER, 94, move |writer, turn, _| {
            let at = turn.now;
            writer.transact(OFFICER, at, |deed| -> Result<(), Refused> {
                let agreement = Agreement { made_at: at, ..agreement.clone() };
                deed.keep_agreement(&agreement, &agreement.fact(OFFICER, Verb::Registered))?;
                let (by, agreed_on, reason) = (OFFICER.to_owned(), agreement.signed_on, String::new());
                Ok(deed.keep_terms(
                    agreement.id,
                    &TermsVersion { number: 1, terms: terms.clone(), agreed_on, reason, by, at },
                )?)
            })
        })
    }

    fn begun(
        &self,
        (kind, basis): (AgreementKind, AgreementBasis),
        host: HostId,
        title: &str,
        remark: &str,
    ) -> Result<Agreement, Failure> {
        let agreement = Agreement {
            id: AgreementId::from_bits(self.id()?),
            kind,
            title: title.to_owned(),
            basis,
            stage: AgreementStage::Interest,
            host,
            parties: Vec::new(),
            unit: UnitId::new("locomotive-works")?,
            post: self.officer_post(OFFICER)?,
            needs: vec![NeedId::new(NEED)?],
            terms: Terms::proposed(kind),
            signed_on: None,
            in_force_on: None,
            ended_on: None,
            reason: String::new(),
            remark: remark.to_owned(),
            marking: Marking::default(),
            revision: 0,
            made_at: 0,
        };
        self.act(OFFICER, 90, move |writer, turn, _| desk::write_agreement(writer, turn, agreement, None))
    }

    fn seen(&self, agreement: &Agreement) -> Result<(AgreementId, u32), Failure> {
        let held = self.served.office.agreement(&agreement.id.to_string())?;
        Ok((held.id, held.revision))
    }

    fn goes(&self, agreement: &Agreement, to: AgreementStage, on: Date, reason: &str) -> Result<Agreement, Failure> {
        let (seen, step) = (self.seen(agreement)?, AgreementStep { to, on, reason: reason.to_owned() });
        self.act(OFFICER, 88, move |writer, turn, _| desk::take_agreement_step(writer, turn, seen, &step))
    }

    fn termed(&self, agreement: &Agreement, terms: Terms) -> Result<(), Failure> {
        let seen = self.seen(agreement)?;
        self.act(OFFICER, 88, move |writer, turn, _| desk::write_terms(writer, turn, seen, terms).map(|_| ()))
    }

    fn asked(&self, agreement: &Agreement) -> Result<(), Failure> {
        let seen = self.seen(agreement)?;
        self.act(OFFICER, 88, move |writer, turn, _| desk::ask_consent(writer, turn, seen).map(|_| ()))
    }

    fn consented(&self, agreement: &Agreement) -> Result<(), Failure> {
        self.asked(agreement)?;
        let seen = self.seen(agreement)?;
        let why = "Invented: weighed against the lists of the control committee.";
        self.act(COORDINATOR, 87, move |writer, turn, _| {
            desk::decide_consent(writer, turn, seen, (true, why)).map(|_| ())
        })
    }

    fn in_force(&self, agreement: &Agreement, terms: Terms, on: Date) -> Result<(), Failure> {
        self.goes(agreement, AgreementStage::Negotiation, on.plus_days(-200), "")?;
        self.termed(agreement, terms)?;
        self.consented(agreement)?;
        self.goes(agreement, AgreementStage::Signed, on.plus_days(-30), "")?;
        self.consented(agreement)?;
        self.goes(agreement, AgreementStage::InForce, on, "")?;
        Ok(())
    }

    fn owed(
        &self,
        agreement: &Agreement,
        (title, kind, side): (&str, DeliverableKind, DeliverableSide),
        (quantity, measure): (&str, &str),
        due: Date,
    ) -> Result<Deliverable, Failure> {
        let one = Deliverable {
            id: DeliverableId::from_bits(self.id()?),
            agreement: agreement.id,
            number: 0,
            title: title.to_owned(),
            kind,
            side,
            quantity: quantity.to_owned(),
            measure: measure.to_owned(),
            due: Some(due),
            state: DeliverableState::Awaited,
            delivered_on: None,
            accepted_on: None,
            answer_by: None,
            marking: Marking::default(),
            revision: 0,
            made_at: 0,
        };
        self.act(OFFICER, 86, move |writer, turn, _| desk::write_deliverable(writer, turn, one, None))
    }

    fn went(&self, one: &Deliverable, made: DeliverableMove, on: Date, words: &str) -> Result<(), Failure> {
        let held = self.served.office.deliverable(&one.id.to_string())?;
        let until = made.needs_day().then(|| today().plus_days(12));
        let words = words.to_owned();
        let step = DeliverableStep { made, on, until, words, evidence: None, by: String::new(), at: 0 };
        self.act(OFFICER, 20, move |writer, turn, _| {
            desk::take_deliverable_step(writer, turn, (held.id, held.revision), step).map(|_| ())
        })
    }

    fn instalment(
        &self,
        agreement: &Agreement,
        title: &str,
        amount: &str,
        due: Option<Date>,
        deliverable: Option<DeliverableId>,
    ) -> Result<(), Failure> {
        let seen = self.seen(agreement)?;
        let (title, amount) = (title.to_owned(), Money::parse(amount)?);
        let one = AgreementInstalment { number: 0, title, amount, due, deliverable, royalty: None };
        self.act(OFFICER, 85, move |writer, turn, _| desk::write_instalment(writer, turn, seen, one).map(|_| ()))
    }

    fn paid(&self, agreement: &Agreement, instalment: u32, amount: &str, on: Date) -> Result<(), Failure> {
        let seen = self.seen(agreement)?;
        let one = AgreementPayment {
            number: 0,
            instalment: Some(instalment),
            amount: Money::parse(amount)?,
            on,
            reference: "Invented: order of the bank for foreign trade".to_owned(),
            by: String::new(),
            at: 0,
            void_reason: String::new(),
        };
        self.act(OFFICER, 20, move |writer, turn, _| desk::note_payment(writer, turn, seen, one).map(|_| ()))
    }

    /// A licence in force: drawings accepted, a lot contested, royalties of which a year is told only, an amendment, a patent.
    fn licence(&self, host: HostId) -> Result<(), Failure> {
        use DeliverableKind::{Documentation, Drawings, TrainingDays};
        let (now, commercial) = (today(), AgreementBasis::Commercial);
        let agreement = self.begun(
            (AgreementKind::Licence, commercial),
            host,
            "Licence for oil-cooled rectifiers of locomotives (invented)",
            "Invented: the whole agreement. Stated fact: locomotives of the firm were bought until spring 1963.",
        )?;
        let since = now.plus_days(-800);
        let mut terms = Terms {
            technologies: "Invented: silicon rectifiers of locomotives and their cooling by oil".to_owned(),
            field: "Railways".to_owned(),
            territory: "The country and its allies".to_owned(),
            since: Some(since),
            until: Some(now.plus_days(1_000)),
            renewal: Renewal::ByAgreement,
            notice_days: 180,
            ..Terms::proposed(AgreementKind::Licence)
        };
        ruled(
            &mut terms,
            ClauseSubject::ReverseEngineering,
            Ruling::Forbidden,
            "Invented: the diode itself is not opened.",
        );
        ruled(
            &mut terms,
            ClauseSubject::GrantBack,
            Ruling::WithConsent,
            "Invented: improvements are offered first to the other side.",
        );
        self.in_force(&agreement, terms.clone(), since)?;
        let theirs = DeliverableSide::Theirs;
        let first = self.owed(
            &agreement,
            ("Drawings of the rectifier (invented)", Drawings, theirs),
            ("140", "sheets"),
            now.plus_days(-500),
        )?;
        let second = self.owed(
            &agreement,
            ("Instructions for the trial field (invented)", Documentation, theirs),
            ("2", "volumes"),
            now.plus_days(-60),
        )?;
        self.owed(
            &agreement,
            ("Training in Erlangen (invented)", TrainingDays, theirs),
            ("40", "days"),
            now.plus_days(40),
        )?;
        self.instalment(&agreement, "On signing (invented)", "250000 DEM", Some(now.plus_days(-700)), None)?;
        self.instalment(&agreement, "After the drawings (invented)", "400000 DEM", None, Some(first.id))?;
        self.went(&first, DeliverableMove::Deliver, now.plus_days(-520), "Invented: two crates, by rail.")?;
        self.went(&first, DeliverableMove::Accept, now.plus_days(-500), "Invented: counted sheet by sheet.")?;
        self.went(&second, DeliverableMove::Deliver, now.plus_days(-50), "Invented: one volume came.")?;
        self.went(
            &second,
            DeliverableMove::Contest,
            now.plus_days(-22),
            "Invented: the second volume, on trials in frost, is missing.",
        )?;
        self.paid(&agreement, 1, "250000 DEM", now.plus_days(-690))?;
        self.paid(&agreement, 2, "300000 DEM", now.plus_days(-480))?;
        self.royalty(&agreement, since)?;
        self.patent(&agreement)?;
        let mut amended = self.served.office.agreement(&agreement.id.to_string())?.terms;
        amended.until = Some(now.plus_days(1_730));
        ruled(&mut amended, ClauseSubject::SubLicence, Ruling::WithConsent, "Invented: to works of the same industry.");
        let seen = self.seen(&agreement)?;
        let why = "Invented: two years more, since the drawings came late.";
        self.act(OFFICER, 15, move |writer, turn, _| {
            desk::amend_terms(writer, turn, seen, amended, (why, now.plus_days(-30))).map(|_| ())
        })
    }

    fn royalty(&self, agreement: &Agreement, since: Date) -> Result<(), Failure> {
        let seen = self.seen(agreement)?;
        let royalty = Royalty {
            number: 0,
            title: "Rectifiers of locomotives (invented)".to_owned(),
            basis: RoyaltyBasis::Sales,
            millionths: 35_000,
            per_unit: Money::parse("0 DEM")?,
            minimum: Some(Money::parse("20000 DEM")?),
            cap: Some(Money::parse("150000 DEM")?),
            since,
            until: None,
        };
        self.act(OFFICER, 30, move |writer, turn, _| desk::write_royalty(writer, turn, seen, royalty).map(|_| ()))?;
        let seen = self.seen(agreement)?;
        let report = UseReport {
            royalty: 1,
            year: since.year(),
            base: 118_000_000,
            words: "Invented: told by the works over the telephone.".to_owned(),
            evidence: Vec::new(),
            amount: Money::parse("0 DEM")?,
            by: String::new(),
            at: 0,
        };
        self.act(OFFICER, 28, move |writer, turn, _| desk::report_use(writer, turn, seen, report).map(|_| ()))
    }

    fn patent(&self, agreement: &Agreement) -> Result<(), Failure> {
        let seen = self.seen(agreement)?;
        let patent = PatentRight {
            number: 0,
            identifier: PatentRight::number_of("DE1100000A")?,
            title: "Invented: cooling of rectifiers by oil".to_owned(),
            family: String::new(),
            territories: Vec::new(),
            filed: Some(today().plus_days(-2_000)),
            stated_expiry: None,
            record: None,
        };
        self.act(OFFICER, 27, move |writer, turn, _| desk::write_patent(writer, turn, seen, patent).map(|_| ()))
    }

    /// A works that is paid in instalments, each after something was accepted: one is paid and not received, one is in arrears.
    fn plant(&self, host: HostId) -> Result<(), Failure> {
        use DeliverableKind::{Drawings, Equipment, SpecialistMonths};
        let now = today();
        let agreement = self.begun(
            (AgreementKind::TurnkeyPlant, AgreementBasis::Commercial),
            host,
            "A hall for the assembly of rectifiers, ready to run (invented)",
            "Invented: the whole agreement. Stated fact: in a typical large contract the firm designed the plant, chose its equipment and \
             gave patents and know-how.",
        )?;
        let since = now.plus_days(-400);
        let terms = Terms {
            technologies: "Invented: assembly and trial of rectifiers".to_owned(),
            since: Some(since),
            until: Some(now.plus_days(500)),
            ..Terms::proposed(AgreementKind::TurnkeyPlant)
        };
        self.in_force(&agreement, terms, since)?;
        let theirs = DeliverableSide::Theirs;
        let design = self.owed(
            &agreement,
            ("Design of the hall (invented)", Drawings, theirs),
            ("1", "set"),
            now.plus_days(-300),
        )?;
        let presses = self.owed(
            &agreement,
            ("Presses and ovens (invented)", Equipment, theirs),
            ("14", "machines"),
            now.plus_days(-25),
        )?;
        let help = self.owed(
            &agreement,
            ("Fitters of the firm (invented)", SpecialistMonths, theirs),
            ("18", "months"),
            now.plus_days(200),
        )?;
        let ours = ("Foundations and power (invented)", DeliverableKind::Other, DeliverableSide::Ours);
        self.owed(&agreement, ours, ("", ""), now.plus_days(60))?;
        self.instalment(&agreement, "A tenth on signing (invented)", "480000 DEM", Some(now.plus_days(-390)), None)?;
        self.instalment(
            &agreement,
            "After the design (invented)",
            "960000 DEM",
            Some(now.plus_days(-250)),
            Some(design.id),
        )?;
        self.instalment(&agreement, "For presses and ovens (invented)", "2400000 DEM", None, Some(presses.id))?;
        self.instalment(
            &agreement,
            "After the trial run (invented)",
            "960000 DEM",
            Some(now.plus_days(400)),
            Some(help.id),
        )?;
        self.went(&design, DeliverableMove::Deliver, now.plus_days(-290), "Invented: handed over in the works.")?;
        self.went(&design, DeliverableMove::Accept, now.plus_days(-260), "Invented: looked through by the institute.")?;
        self.paid(&agreement, 1, "480000 DEM", now.plus_days(-388))?;
        self.paid(&agreement, 2, "500000 DEM", now.plus_days(-240))?;
        self.paid(&agreement, 3, "1200000 DEM", now.plus_days(-100))
    }

    /// Cooperation through commissions: nothing is paid for it.
    fn cooperation(&self, host: HostId) -> Result<(), Failure> {
        let now = today();
        let agreement = self.begun(
            (AgreementKind::Cooperation, AgreementBasis::NonCommercial),
            host,
            "Cooperation on railways in frost (invented)",
            "Stated fact: with Finland cooperation in science and technology was run through commissions and was not commercial, from the \
             middle of the 1950s. Invented: this programme, its days and its terms.",
        )?;
        let since = now.plus_days(-300);
        let terms = Terms {
            technologies: "Invented: brakes, points and rectifiers in frost".to_owned(),
            since: Some(since),
            until: Some(now.plus_days(430)),
            renewal: Renewal::Automatic,
            notice_days: 90,
            ..Terms::proposed(AgreementKind::Cooperation)
        };
        self.in_force(&agreement, terms, since)?;
        let shared = ("Measurements of one winter (invented)", DeliverableKind::Documentation, DeliverableSide::Theirs);
        let winter = self.owed(&agreement, shared, ("1", "volume"), now.plus_days(-120))?;
        self.went(&winter, DeliverableMove::Deliver, now.plus_days(-130), "Invented: sent by the commission.")?;
        self.went(&winter, DeliverableMove::Accept, now.plus_days(-125), "Invented: complete.")
    }

    /// One that ends soon, one that waits for a consent, one that is only wanted, one that came to nothing.
    fn small_ones(&self, schuckert: HostId, plant: HostId) -> Result<(), Failure> {
        let now = today();
        let invented = "Invented: the whole agreement.";
        let silence = self.begun(
            (AgreementKind::NonDisclosure, AgreementBasis::NonCommercial),
            plant,
            "Silence on the trials of the hall (invented)",
            invented,
        )?;
        let terms = Terms {
            technologies: "Invented: results of trials".to_owned(),
            since: Some(now.plus_days(-600)),
            until: Some(now.plus_days(55)),
            ..Terms::proposed(AgreementKind::NonDisclosure)
        };
        self.in_force(&silence, terms, now.plus_days(-600))?;
        let lathes = self.begun(
            (AgreementKind::Purchase, AgreementBasis::Commercial),
            schuckert,
            "Two rectifiers for the trial field (invented)",
            invented,
        )?;
        self.goes(&lathes, AgreementStage::Negotiation, now.plus_days(-120), "")?;
        let terms = Terms {
            technologies: "Invented: rectifiers of a locomotive".to_owned(),
            since: Some(now.plus_days(30)),
            ..Terms::proposed(AgreementKind::Purchase)
        };
        self.termed(&lathes, terms)?;
        self.asked(&lathes)?;
        self.begun(
            (AgreementKind::KnowHow, AgreementBasis::Commercial),
            schuckert,
            "How diodes are joined to their plates (invented)",
            invented,
        )?;
        let given_up = self.begun(
            (AgreementKind::Exchange, AgreementBasis::NonCommercial),
            plant,
            "Catalogues against standards (invented)",
            invented,
        )?;
        self.goes(&given_up, AgreementStage::Negotiation, now.plus_days(-120), "")?;
        self.goes(
            &given_up,
            AgreementStage::Terminated,
            now.plus_days(-95),
            "Invented: the firm asked for money after all.",
        )?;
        Ok(())
    }
}

/// Puts a ruling and its words in place of what the template proposes.
fn ruled(terms: &mut Terms, subject: ClauseSubject, ruling: Ruling, text: &str) {
    let number = u32::try_from(terms.clauses.len()).unwrap_or(u32::MAX);
    match terms.clauses.iter_mut().find(|clause| clause.subject == subject) {
        Some(clause) => (clause.ruling, clause.text) = (ruling, text.to_owned()),
        None => terms.clauses.push(Clause { number, subject, ruling, days: None, text: text.to_owned() }),
    }
}
