//! Samples: registered for a need, let in, held, lent, studied within their rights, and what comes of it.

use desk::{
    Failure, LoanAnswer, Receipt, SampleSearch, answer_custody, answer_loan, answer_loan_wish, ask_loan,
    decide_outcome, decide_sample_control, edit_teardown, hand_sample, hand_work, join_samples, keep_sample,
    leave_sample, open_study, part_samples, receive_sample, report_study, return_loan, settle_sample_duty,
    wish_for_loan,
};
use model::{
    ActConsent, ActRuling, Agreement, AgreementBasis, AgreementId, AgreementKind, AgreementStage, Clause,
    ClauseSubject, ComparisonKind, Duty, DutyKind, DutyState, Findings, Handing, Keeper, LinkKind, LoanState, Marking,
    NeedId, Noun, Outcome, OutcomeKind, PersonId, PlannedParameter, PostId, Protocol, Ruling, Sample, SampleCame,
    SampleId, SampleKind, SampleState, SampleView, Stage, Standing, StudyAct, StudyResult, StudyState, TeardownPart,
    Tenure, Terms, TermsVersion, Thing, UnitId, Verb, VettingKind,
};

use crate::house::*;

mod hold;

fn post(name: &str) -> PostId {
    PostId::new(name).unwrap()
}

impl House {
    fn a_sample(&self, name: &str, needs: &[&str]) -> Sample {
        Sample {
            id: SampleId::from_bits(self.id()),
            kind: SampleKind::Machine,
            name: name.to_owned(),
            maker: None,
            maker_name: "Neckar Pressen".to_owned(),
            model: String::new(),
            serial: String::new(),
            amount: "1".to_owned(),
            measure: String::new(),
            country: "DE".to_owned(),
            came: SampleCame::Purchase,
            agreement: None,
            rights: String::new(),
            needs: needs.iter().map(|need| NeedId::new(need).unwrap()).collect(),
            unit: UnitId::new("nowhere").unwrap(),
            post: post("engineer"),
            plan: "Losses at half load".to_owned(),
            plan_due: date("1957-12-20"),
            expected: None,
            received: None,
            rests_since: None,
            remark: String::new(),
            state: SampleState::Disposed,
            reason: "somewhere else".to_owned(),
            joined_to: None,
            marking: Marking::default(),
            revision: 7,
            made_at: 0,
        }
    }

    fn keep(&self, sample: Sample, is_new: bool) -> Result<Sample, Failure> {
        self.act("sokolov", move |writer, turn, _| keep_sample(writer, turn, sample, is_new))
    }

    fn came(&self, sample: &Sample) -> Result<Sample, Failure> {
        let (seen, day) = ((sample.id, sample.revision), self.today);
        let receipt = Receipt {
            day,
            from: "The forwarder".to_owned(),
            place: "Hall 3, bay 2".to_owned(),
            note: "Crate unharmed".to_owned(),
        };
        self.act("sokolov", move |writer, turn, _| receive_sample(writer, turn, seen, receipt))
    }

    /// A sample that is there, for the need `drives`.
    fn a_received(&self, name: &str) -> Sample {
        self.need("drives", "engineer", Stage::Accepted, &[], "open");
        let sample = self.keep(self.a_sample(name, &["drives"]), true).unwrap();
        self.came(&sample).unwrap()
    }

    fn again(&self, sample: &Sample) -> Sample {
        self.office.sample(&sample.id.to_string()).unwrap().sample
    }

    fn asked(&self, sample: &Sample) -> Vec<(String, DutyKind)> {
        let thing = Thing::new(Noun::Sample, sample.id);
        let duties = self.office.reader().duties_about(&self.officer("petrova").scope, &thing).unwrap();
        let open = duties.into_iter().filter(|duty| duty.state == DutyState::Open);
        open.map(|duty: Duty| (duty.post.to_string(), duty.kind)).collect()
    }

    fn agreed(&self, clauses: &[(ClauseSubject, Ruling)], marking: &str) -> AgreementId {
        self.agreement_at(AgreementStage::InForce, clauses, marking)
    }

    fn agreement_at(&self, stage: AgreementStage, clauses: &[(ClauseSubject, Ruling)], marking: &str) -> AgreementId {
        let agreed_on = (stage == AgreementStage::InForce).then(|| date("1957-02-01"));
        let host = self.host("open");
        let id = AgreementId::from_bits(self.id());
        let clauses: Vec<Clause> = (1..)
            .zip(clauses)
            .map(|(number, (subject, ruling))| Clause {
                number,
                subject: *subject,
                ruling: *ruling,
                days: None,
                text: format!("The buyer on {subject}"),
            })
            .collect();
        let terms = Terms { clauses, ..Terms::proposed(AgreementKind::Purchase) };
        let agreement = Agreement {
            id,
            kind: AgreementKind::Purchase,
            title: "Purchase of a press".to_owned(),
            basis: AgreementBasis::Commercial,
            stage,
            host,
            parties: Vec::new(),
            unit: UnitId::new("ministry").unwrap(),
            post: post("coordinator"),
            needs: Vec::new(),
            terms: terms.clone(),
            signed_on: agreed_on,
            in_force_on: agreed_on,
            ended_on: None,
            reason: String::new(),
            remark: String::new(),
            marking: Marking::parse(marking).unwrap(),
            revision: 0,
            made_at: 0,
        };
        let version = TermsVersion {
            number: 1,
            terms,
            agreed_on,
            reason: String::new(),
            by: "coordinator/petrova".to_owned(),
            at: 0,
        };
        self.operator(move |deed| {
            let fact = deed.fact(Verb::Signed, Thing::new(Noun::Agreement, id));
            deed.keep_agreement(&agreement, &fact)?;
            Ok(deed.keep_terms(id, &version)?)
        });
        id
    }

    fn opened(&self, sample: &Sample, acts: &[StudyAct], consents: &[ActConsent]) -> Result<Sample, Failure> {
        let sample = self.again(sample);
        let (seen, consents) = ((sample.id, sample.revision), consents.to_vec());
        let protocol = Protocol {
            question: "Which losses has it at half load?".to_owned(),
            method: "Brake and wattmeter".to_owned(),
            instrument: "Wattmeter, class 0.2".to_owned(),
            planned: vec![PlannedParameter {
                need: Some(NeedId::new("drives").unwrap()),
                name: "Efficiency".to_owned(),
                measure: "%".to_owned(),
            }],
            acts: acts.to_vec(),
            due: date("1957-12-01"),
        };
        self.act("sokolov", move |writer, turn, _| open_study(writer, turn, seen, protocol, &consents))
    }

    fn reported(&self, sample: &Sample, text: &str, value: &str) -> Result<Sample, Failure> {
        let sample = self.again(sample);
        let seen = (sample.id, sample.revision);
        let findings = Findings {
            title: "Losses of a press".to_owned(),
            text: text.to_owned(),
            results: vec![StudyResult {
                need: Some(NeedId::new("drives").unwrap()),
                name: "Efficiency".to_owned(),
                value: value.to_owned(),
                measure: "‰".to_owned(),
                remark: "at half load".to_owned(),
            }],
        };
        self.act("sokolov", move |writer, turn, _| report_study(writer, turn, seen, 1, findings, &[]))
    }

    fn concluded(&self, person: &str, sample: &Sample, kind: OutcomeKind, value: &str) -> Result<Sample, Failure> {
        let sample = self.again(sample);
        let (seen, value) = ((sample.id, sample.revision), value.to_owned());
        let outcome = Outcome {
            kind,
            reason: "Half the losses of ours".to_owned(),
            value,
            look_again: None,
            by: String::new(),
            at: 0,
        };
        self.act(person, move |writer, turn, _| decide_outcome(writer, turn, seen, 1, outcome))
    }

    /// Petrova acts for the post of the engineer too.
    fn deputised(&self) {
        let tenure = Tenure {
            post: post("engineer"),
            person: PersonId::new("petrova").unwrap(),
            standing: Standing::Deputy,
            since: date("1957-01-01"),
            until: None,
        };
        self.operator(move |deed| Ok(deed.appoint(&tenure)?));
    }
}

#[test]
fn no_sample_comes_without_an_accepted_need_a_post_and_a_plan() {
    let house = house();
    house.need("drives", "engineer", Stage::Submitted, &[], "restricted");
    let sample = house.a_sample("A press", &["drives"]);
    let unaccepted = house.keep(sample.clone(), true).unwrap_err();
    assert!(said(&unaccepted).contains("have it accepted first"), "{unaccepted}");
    let none = house.keep(Sample { needs: Vec::new(), ..sample.clone() }, true).unwrap_err();
    assert!(said(&none).contains("No accepted need"), "{none}");
    house.need("drives", "engineer", Stage::Accepted, &[], "restricted");
    let unplanned = house.keep(Sample { plan: String::new(), ..sample.clone() }, true).unwrap_err();
    assert!(said(&unplanned).contains("without a plan"), "{unplanned}");
    let nobody = house.keep(Sample { post: post("nobody"), ..sample.clone() }, true).unwrap_err();
    assert!(said(&nobody).contains("no post"), "{nobody}");
    let kept = house.keep(sample.clone(), true).unwrap();
    assert_eq!((kept.state, kept.unit.as_str(), kept.revision), (SampleState::Expected, "institute", 0));
    assert_eq!(kept.marking.to_string(), "restricted", "marked at least as its need");
    assert_eq!(house.keep(sample.clone(), true).unwrap(), kept, "a form that is sent twice registers once");
    assert!(house.keep(Sample { name: "A lathe".to_owned(), ..sample }, true).is_err());
    let links = house.office.links(&Thing::new(Noun::Sample, kept.id)).unwrap();
    assert!(links.iter().any(|link| link.kind == LinkKind::Serves && link.target == Thing::new(Noun::Need, "drives")));
    // Whoever does not see the need sees nothing of the sample, and asks in vain for it as for one that is not there.
    let fitter = house.office.seen_by(&house.officer("smirnov").scope);
    assert!(fitter.sample(&kept.id.to_string()).is_err());
    assert!(fitter.samples(&SampleSearch::default(), house.today).unwrap().is_empty());
    let counts = fitter.sample_counts(180, house.today).unwrap();
    assert!(counts.values().all(|count| *count == 0), "{counts:?}");
}

#[test]
fn a_sample_comes_once_control_let_it_in() {
    let house = house();
    let rule = house.rule(VettingKind::Control, 0, "control");
    house.need("drives", "engineer", Stage::Accepted, &[], "open");
    let sample = house.keep(house.a_sample("A press", &["drives"]), true).unwrap();
    assert_eq!(house.asked(&sample), [("control".to_owned(), DutyKind::Control)]);
    let refused = house.came(&sample).unwrap_err();
    assert!(said(&refused).contains("not decided yet"), "{refused}");
    let decide = |person: &str, sample: &Sample, yes: bool| {
        let seen = (sample.id, sample.revision);
        house.act(person, move |writer, turn, _| decide_sample_control(writer, turn, seen, rule, (yes, "because")))
    };
    assert!(decide("sokolov", &sample, true).is_err(), "not by whoever receives it");
    let sample = decide("zaitsev", &sample, true).unwrap();
    let received = house.came(&sample).unwrap();
    assert_eq!((received.state, received.received), (SampleState::Received, Some(house.today)));
    assert_eq!(house.asked(&received), [("engineer".to_owned(), DutyKind::StudySample)]);
    let other = house.keep(house.a_sample("A lathe", &["drives"]), true).unwrap();
    let other = decide("zaitsev", &other, false).unwrap();
    let refused = house.came(&other).unwrap_err();
    assert!(said(&refused).contains("because"), "{refused}");
    let own = Sample { came: SampleCame::OwnMake, ..house.a_sample("Our own", &["drives"]) };
    let own = house.keep(own, true).unwrap();
    assert!(house.came(&own).is_ok(), "what we made ourselves comes from nowhere");
}

#[test]
fn custody_goes_on_when_whoever_gets_it_says_so() {
    let house = house();
    let sample = house.a_received("A press");
    let hand = |person: &str, sample: &Sample| {
        let (seen, day) = ((sample.id, sample.revision), house.today);
        let handing = Handing {
            to: Keeper::Outside(String::new()),
            place: "Works, stand 4".to_owned(),
            day,
            loan: None,
            note: String::new(),
        };
        house.act(person, move |writer, turn, _| hand_sample(writer, turn, seen, &post("fitter"), handing))
    };
    assert!(hand("smirnov", &sample).is_err(), "only whoever holds it hands it on");
    let handed = hand("sokolov", &sample).unwrap();
    let holder = |sample: &Sample| house.office.sample(&sample.id.to_string()).unwrap().holder.unwrap().to_string();
    assert_eq!(holder(&handed), "engineer", "until it is confirmed");
    assert!(hand("sokolov", &handed).is_err(), "not twice");
    assert!(house.opened(&handed, &[StudyAct::Examine], &[]).is_err(), "nobody studies what is on its way");
    let seen = (handed.id, handed.revision);
    let early = house.act("sokolov", move |writer, turn, _| answer_custody(writer, turn, seen, 2, (true, "")));
    assert!(early.is_err(), "whoever hands it on does not confirm it");
    let got = house.act("smirnov", move |writer, turn, _| answer_custody(writer, turn, seen, 2, (true, ""))).unwrap();
    assert_eq!(holder(&got), "fitter");
    let page = house.office.sample_page(&got.id.to_string()).unwrap();
    assert!(page.chain.is_gapless() && page.chain.links().len() == 2);
    assert_eq!(page.chain.links()[1].answered_by, "fitter/smirnov");
    assert!(!house.asked(&got).iter().any(|(_, kind)| *kind == DutyKind::ConfirmCustody));
    let seen = (got.id, got.revision);
    let day = house.today;
    let leave = |person: &str| {
        house.act(person, move |writer, turn, _| {
            leave_sample(writer, turn, seen, SampleState::Returned, ("The maker wants it back", "Neckar", day))
        })
    };
    assert!(leave("sokolov").is_err(), "only whoever holds it gives it away");
    let page = house.office.sample_page(&got.id.to_string()).unwrap();
    let is_shown = |person: &str| house.office.may_give_away(&house.officer(person), &page);
    assert!(!is_shown("sokolov") && is_shown("smirnov"), "and is shown the form for it");
    let gone = leave("smirnov").unwrap();
    assert!(house.asked(&gone).is_empty(), "nothing is asked of what is gone");
}

#[test]
fn whoever_takes_a_post_over_holds_its_samples_and_the_chain_tells_of_it() {
    let mut house = house();
    let sample = house.a_received("A press");
    let (seen, day) = ((sample.id, sample.revision), house.today);
    let handing = Handing {
        to: Keeper::Outside(String::new()),
        place: "Works, stand 4".to_owned(),
        day,
        loan: None,
        note: String::new(),
    };
    // On its way from one to the other while both are given to a third.
    let handed =
        house.act("sokolov", move |writer, turn, _| hand_sample(writer, turn, seen, &post("fitter"), handing)).unwrap();
    house.today = date("1957-09-02");
    let give = |from: &'static str, to: &'static str| {
        house.act("petrova", move |writer, turn, _| hand_work(writer, turn, &post(from), &post(to))).unwrap();
    };
    give("engineer", "committee");
    let page = || house.office.sample_page(&handed.id.to_string()).unwrap();
    let keepers = |page: &desk::SamplePage| -> Vec<String> {
        page.chain.links().iter().filter_map(|link| Some(link.to.post()?.to_string())).collect()
    };
    assert!(page().chain.is_gapless());
    assert_eq!(keepers(&page()), ["engineer", "committee", "fitter"]);
    assert_eq!(page().chain.links()[1].by, "coordinator/petrova", "whoever gave the post away notes it");
    assert_eq!(house.again(&handed).post, post("committee"));
    give("fitter", "control");
    assert_eq!(keepers(&page()), ["engineer", "committee", "control"]);
    let held = house.again(&handed);
    let seen = (held.id, held.revision);
    house.act("zaitsev", move |writer, turn, _| answer_custody(writer, turn, seen, 3, (true, ""))).unwrap();
    assert!(page().chain.is_gapless());
}

#[test]
fn a_loan_is_due_by_the_calendar_prolonged_and_ends_with_the_lenders_word() {
    let mut house = house();
    let sample = house.a_received("A press");
    let seen = |sample: &Sample| (sample.id, sample.revision);
    let at = seen(&sample);
    let asked = house
        .act("smirnov", move |writer, turn, _| {
            ask_loan(writer, turn, at, &post("fitter"), ("To hear it run", date("1957-10-01")))
        })
        .unwrap();
    assert!(house.asked(&asked).contains(&("engineer".to_owned(), DutyKind::Lend)));
    let (at, day) = (seen(&asked), house.today);
    let grant = LoanAnswer::Grant { place: "Works".to_owned(), day, note: "Keep it dry".to_owned() };
    let granted = house.act("sokolov", move |writer, turn, _| answer_loan(writer, turn, at, 1, grant)).unwrap();
    let at = seen(&granted);
    let out = house.act("smirnov", move |writer, turn, _| answer_custody(writer, turn, at, 2, (true, ""))).unwrap();
    assert_eq!(out.rests_since, None);
    assert!(house.asked(&out).contains(&("fitter".to_owned(), DutyKind::ReturnSample)));
    let listed = |house: &House, view: SampleView| {
        house.office.samples(&SampleSearch { view: Some(view), ..SampleSearch::default() }, house.today).unwrap().len()
    };
    assert_eq!((listed(&house, SampleView::OnLoan), listed(&house, SampleView::Overdue)), (1, 0));
    let at = seen(&out);
    let wished = house
        .act("smirnov", move |writer, turn, _| {
            wish_for_loan(writer, turn, at, 1, (date("1957-11-01"), "The rig is late"))
        })
        .unwrap();
    let at = seen(&wished);
    let longer =
        house.act("sokolov", move |writer, turn, _| answer_loan_wish(writer, turn, at, 1, (true, ""))).unwrap();
    let loan = house.office.sample_page(&longer.id.to_string()).unwrap().loans.remove(0);
    assert_eq!((loan.state, loan.due), (LoanState::Out, date("1957-11-01")));
    house.today = date("1957-11-02");
    assert_eq!(listed(&house, SampleView::Overdue), 1);
    let (at, day) = (seen(&longer), house.today);
    let back = house
        .act("smirnov", move |writer, turn, _| {
            return_loan(writer, turn, at, 1, ("Hall 3".to_owned(), day, String::new()))
        })
        .unwrap();
    assert_eq!(listed(&house, SampleView::Overdue), 1, "it is back when the lender says so");
    let at = seen(&back);
    let ended = house.act("sokolov", move |writer, turn, _| answer_custody(writer, turn, at, 3, (true, ""))).unwrap();
    assert_eq!(ended.rests_since, Some(house.today));
    assert_eq!(house.asked(&ended), [("engineer".to_owned(), DutyKind::StudySample)]);
}

#[test]
fn what_the_terms_forbid_is_not_opened_and_the_refusal_names_clause_and_post() {
    let house = house();
    let agreement = house.agreed(
        &[(ClauseSubject::Copying, Ruling::Forbidden), (ClauseSubject::Teardown, Ruling::WithConsent)],
        "restricted",
    );
    house.need("drives", "engineer", Stage::Accepted, &[], "open");
    let sample = Sample { agreement: Some(agreement), ..house.a_sample("A press", &["drives"]) };
    let sample = house.keep(sample, true).unwrap();
    assert_eq!(sample.marking.to_string(), "restricted", "marked at least as its agreement");
    let sample = house.came(&sample).unwrap();
    let refused = house.opened(&sample, &[StudyAct::Test, StudyAct::Reproduce], &[]).unwrap_err();
    for part in ["clause 1", "The buyer on copying", "coordinator", "Purchase of a press"] {
        assert!(said(&refused).contains(part), "{refused}");
    }
    let unshown = house.opened(&sample, &[StudyAct::Teardown], &[]).unwrap_err();
    assert!(said(&unshown).contains("consent"), "{unshown}");
    let freed = house.keep(Sample { agreement: None, ..sample.clone() }, false).unwrap_err();
    assert!(said(&freed).contains("releases it"), "{freed}");
    let consent = ActConsent { act: StudyAct::Teardown, evidence: "Letter of 3 May 1957".to_owned() };
    let opened = house.opened(&sample, &[StudyAct::Test, StudyAct::Teardown], &[consent]).unwrap();
    let study = house.office.sample_page(&opened.id.to_string()).unwrap().studies.remove(0);
    let rulings: Vec<ActRuling> = study.acts.iter().map(|one| one.ruling).collect();
    assert_eq!(rulings, [ActRuling::Silent, ActRuling::WithConsent]);
    assert_eq!(study.acts[1].consent, "Letter of 3 May 1957");
}

#[test]
fn findings_become_a_record_for_whoever_needs_them_and_another_person_decides() {
    let house = house();
    let sample = house.a_received("A press");
    let opened = house.opened(&sample, &[StudyAct::Test, StudyAct::Teardown], &[]).unwrap();
    assert_eq!(opened.state, SampleState::InStudy);
    assert!(house.opened(&sample, &[StudyAct::Examine], &[]).is_err(), "one study at a time");
    let unread = house.reported(&sample, "It runs.", "much").unwrap_err();
    assert!(said(&unread).contains("much"), "{unread}");
    let studied = house.reported(&sample, "It runs quietly.", "970").unwrap();
    assert_eq!(studied.state, SampleState::Studied);
    let page = house.office.sample_page(&studied.id.to_string()).unwrap();
    let study = &page.studies[0];
    let compared = house.office.compared_results(&page, study);
    let comparison = compared[0].comparison.clone().unwrap();
    assert_eq!((comparison.kind, comparison.measured.as_str()), (ComparisonKind::Better, "97 %"));
    let record = study.record.unwrap();
    let held = house.office.record(&record.to_string()).unwrap().record;
    assert!(held.abstracts[0].text.contains("Efficiency: 970 ‰ (at half load)"), "{held:?}");
    let laid = house.office.deliveries(&store::DeliveryFilter { record: Some(record), ..Default::default() }).unwrap();
    assert_eq!(laid.len(), 1, "before the post whose need it serves");
    let corrected = house.reported(&sample, "It runs quietly, and hot.", "940").unwrap();
    let page = house.office.sample_page(&corrected.id.to_string()).unwrap();
    assert_eq!((page.studies[0].versions.len(), page.studies[0].record), (2, Some(record)), "one record, two versions");
    assert_eq!(
        house.office.compared_results(&page, &page.studies[0])[0].comparison.clone().unwrap().kind,
        ComparisonKind::Worse
    );
    let held = house.office.record(&record.to_string()).unwrap().record;
    assert!(held.abstracts[0].text.contains("and hot"), "{held:?}");

    let own = house.concluded("sokolov", &sample, OutcomeKind::Adopt, "15 %").unwrap_err();
    assert!(said(&own).contains("another person"), "{own}");
    house.deputised();
    assert!(
        house.concluded("petrova", &sample, OutcomeKind::Adopt, "").is_err(),
        "what is taken over is worth something"
    );
    let adopted = house.concluded("petrova", &sample, OutcomeKind::Adopt, "120000 RUB").unwrap();
    let study = house.office.sample_page(&adopted.id.to_string()).unwrap().studies.remove(0);
    assert_eq!((study.state, study.outcome.unwrap().value.as_str()), (StudyState::Decided, "120000.00 RUB"));
    assert_eq!(house.asked(&adopted), [("engineer".to_owned(), DutyKind::StartAdoption)]);
    let id = adopted.id;
    house
        .act("sokolov", move |writer, turn, _| {
            settle_sample_duty(writer, turn, id, DutyKind::StartAdoption, "A prototype is drawn")
        })
        .unwrap();
    assert!(house.asked(&adopted).is_empty());
    let (record, links) =
        (Thing::new(Noun::Record, record), house.office.links(&Thing::new(Noun::Sample, id)).unwrap());
    assert!(links.iter().any(|link| link.kind == LinkKind::DerivedFrom && link.source == record), "{links:?}");
}

#[test]
fn a_need_that_is_narrowed_narrows_the_sample_and_the_record_of_its_study() {
    let house = house();
    let sample = house.a_received("A press");
    house.opened(&sample, &[StudyAct::Test], &[]).unwrap();
    let studied = house.reported(&sample, "It runs.", "970").unwrap();
    let record = house.office.sample_page(&studied.id.to_string()).unwrap().studies[0].record.unwrap();
    house.need("drives", "engineer", Stage::Accepted, &[], "restricted");
    assert_eq!(house.again(&sample).marking.to_string(), "restricted");
    assert_eq!(house.office.marking_of(record).unwrap().to_string(), "restricted");
    let fitter = house.office.seen_by(&house.officer("smirnov").scope);
    assert!(fitter.sample(&sample.id.to_string()).is_err() && fitter.record(&record.to_string()).is_err());
    // Nobody widens it by writing.
    let wider = Sample { marking: Marking::default(), ..house.again(&sample) };
    assert_eq!(house.keep(wider, false).unwrap().marking.to_string(), "restricted");
}

#[test]
fn a_teardown_is_written_by_a_study_that_was_opened_for_one() {
    let house = house();
    let sample = house.a_received("A press");
    let part = TeardownPart {
        number: 0,
        above: None,
        name: "Ram".to_owned(),
        material: "Steel".to_owned(),
        maker: String::new(),
        count: 1,
        remark: String::new(),
        files: Vec::new(),
    };
    let put = |part: TeardownPart| {
        let sample = house.again(&sample);
        let (seen, edit) = ((sample.id, sample.revision), desk::TeardownEdit::Put(part));
        house.act("sokolov", move |writer, turn, _| edit_teardown(writer, turn, seen, 1, edit))
    };
    house.opened(&sample, &[StudyAct::Test], &[]).unwrap();
    let unopened = put(part.clone()).unwrap_err();
    assert!(said(&unopened).contains("not opened for taking"), "{unopened}");
    let other = house.a_received("Another press, of sixty tonnes");
    house.opened(&other, &[StudyAct::Teardown], &[]).unwrap();
    let seen = house.again(&other);
    let (at, edit) = ((seen.id, seen.revision), desk::TeardownEdit::Put(part));
    house.act("sokolov", move |writer, turn, _| edit_teardown(writer, turn, at, 1, edit)).unwrap();
    let study = house.office.sample_page(&other.id.to_string()).unwrap().studies.remove(0);
    assert_eq!(study.teardown.walk().len(), 1);
}

#[test]
fn whoever_holds_a_sample_that_rests_is_asked_once_to_put_it_to_use() {
    let mut house = house();
    let sample = house.a_received("A press");
    let idle = |house: &House| {
        let search = SampleSearch { view: Some(SampleView::Idle), ..SampleSearch::default() };
        house.office.samples(&search, house.today).unwrap().len()
    };
    assert_eq!(idle(&house), 0);
    house.today = date("1958-02-28");
    assert_eq!(idle(&house), 1);
    let now = house.today.days_since(model::Date::of_number(0)) * DAY;
    for hour in 0..2 {
        let (clerk, office) = (&house.clerk, &house.office);
        desk::schedule(clerk, office, now + hour * 3_600_000_000).unwrap();
        house.run_jobs(now + hour * 3_600_000_000);
    }
    let asked = house.asked(&sample);
    assert_eq!(asked.iter().filter(|(_, kind)| *kind == DutyKind::UseSample).count(), 1, "{asked:?}");
}

#[test]
fn two_that_look_alike_are_told_until_somebody_says_what_they_are() {
    let house = house();
    house.need("drives", "engineer", Stage::Accepted, &[], "open");
    house.need("lifts", "fitter", Stage::Accepted, &[], "open");
    let typed = |name: &str, need: &str| Sample { model: "P 40".to_owned(), ..house.a_sample(name, &[need]) };
    let one = house.keep(typed("A press", "drives"), true).unwrap();
    let other = house.keep(typed("Press of forty tonnes", "lifts"), true).unwrap();
    let third = house.keep(typed("Press, forty tonnes, on trial", "drives"), true).unwrap();
    assert_eq!(house.office.alike_samples().unwrap().len(), 3);
    let ids = (one.id, third.id);
    house
        .act("sokolov", move |writer, turn, _| part_samples(writer, turn, ids, "The third has another drive"))
        .unwrap();
    let (seen, into) = ((other.id, other.revision), one.id);
    let joined = house
        .act("sokolov", move |writer, turn, _| join_samples(writer, turn, seen, into, "Registered twice"))
        .unwrap();
    assert_eq!((joined.state, joined.joined_to), (SampleState::Joined, Some(one.id)));
    assert!(house.office.alike_samples().unwrap().is_empty());
    let needs: Vec<String> = house.again(&one).needs.iter().map(NeedId::to_string).collect();
    assert_eq!(needs, ["drives", "lifts"], "its needs go over");
}
