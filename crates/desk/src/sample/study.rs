//! Studies: opened within the rights under which the sample came, reported as a record that is held against every need at once, stopped
//! when the terms change.

use model::{
    ActConsent, ActRuling, Agreement, AgreementId, BoundBy, DutyKind, Findings, JudgedAct, Kind, Link, LinkKind,
    Marking, Noun, OpenedAct, PartialDate, PostId, Protocol, RecordId, Refusal, Sample, SampleId, SampleState, Study,
    StudyAct, StudyState, Teardown, Thing, Verb, judged, may_be_done, sentence,
};
use store::{Deed, SampleFilter, Scope, Writer};

use super::custody::holder;
use super::{keep_on, lapse_kind, seen, thing};
use crate::attachment::Brought;
use crate::manuscript::{Manuscript, enclose, keep, keep_anew, lay};
use crate::review::Turn;
use crate::work_calendar::charge;
use crate::{Failure, Office};

/// Where studies come from, as the origin of a record, and how they are written.
const ORIGIN: (&str, &str) = ("samples", "study");

/// Characters of the refusal with which changed terms stop a study.
const STOPPED_CHARS_MAX: usize = 2_000;

/// An act as a form asks for it: with what the terms say of it.
pub type ActAsked = JudgedAct;

/// What terms and marking say of every act, with the agreement that says so.
fn judge(deed: &Deed<'_>, sample: &Sample, acts: &[StudyAct]) -> Result<(Vec<JudgedAct>, Option<Agreement>), Failure> {
    // Who sees the sample sees its agreement; whether a study is lawful does not hang on who looks.
    let agreement = match sample.agreement {
        Some(id) => deed.agreement(&Scope::office(), id)?,
        None => None,
    };
    let terms = agreement.as_ref().map(|agreement| &agreement.terms);
    Ok((acts.iter().map(|act| judged(*act, terms, &sample.marking.caveats)).collect(), agreement))
}

/// Holds acts against the terms. The refusal names clause, words and the post that could renegotiate.
fn let_done(
    deed: &Deed<'_>,
    sample: &Sample,
    acts: &[StudyAct],
    consents: &[ActConsent],
) -> Result<Vec<JudgedAct>, Failure> {
    let (acts, agreement) = judge(deed, sample, acts)?;
    let (title, keeper) = binding(agreement.as_ref(), sample);
    let post = deed.post(keeper)?.map_or_else(|| keeper.to_string(), |post| post.title);
    may_be_done(&acts, consents, BoundBy { title, post: &post })?;
    Ok(acts)
}

/// The title of what binds a sample, and the post that could renegotiate: that of the agreement, or that which keeps the sample.
fn binding<'a>(agreement: Option<&'a Agreement>, sample: &'a Sample) -> (&'a str, &'a PostId) {
    agreement.map_or(("", &sample.post), |agreement| (agreement.title.as_str(), &agreement.post))
}

/// Refuses to go on with a study whose acts terms or marking forbid by now: the sample follows what it is drawn from, and a caveat may
/// have come over it since.
pub(super) fn is_held(deed: &Deed<'_>, sample: &Sample, study: &Study) -> Result<(), Failure> {
    if study.is_under_way() {
        let_done(deed, sample, &study.protocol.acts, &study.consents())?;
    }
    Ok(())
}

/// The study of this number.
pub(super) fn study(deed: &Deed<'_>, id: SampleId, number: u32) -> Result<Study, Failure> {
    let found = deed.studies(id)?.into_iter().find(|study| study.number == number);
    Ok(found.ok_or_else(|| super::no_sample(&id.to_string()))?)
}

/// Opens a study of a sample by the post that holds it. What is done to the sample is held against the terms under which it came.
///
/// # Errors
/// Refused to whoever does not act for the post that holds it, when it is not here, is being handed over or studied already, when an act is
/// forbidden or its consent is not shown, when the protocol is not in order, or when somebody wrote in between.
pub fn open_study(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (SampleId, u32),
    protocol: Protocol,
    consents: &[ActConsent],
) -> Result<Sample, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        before.is_at_hand()?;
        let chain = deed.custody(before.id)?;
        let post = holder(&chain)?;
        let actor = officer.acting_for(&post)?.to_string();
        let studies = deed.studies(before.id)?;
        if studies.iter().any(Study::is_under_way) || chain.open().is_some() {
            return Err(Failure::said(sentence!(
                "study-other",
                "The sample is being studied or handed over; wait until that is done, then open a study"
            )));
        }
        if let Some(other) =
            protocol.planned.iter().filter_map(|one| one.need.as_ref()).find(|need| !before.needs.contains(need))
        {
            return Err(Failure::said(sentence!(
                "study-need",
                "This sample did not come for the need {need}; choose a parameter of a need that it serves",
                need = other
            )));
        }
        // What may be done at all is said before what is missing in the form.
        let protocol = Protocol { acts: StudyAct::in_order(protocol.acts), ..protocol };
        let acts = let_done(deed, &before, &protocol.acts, consents)?;
        let protocol = protocol.tidied(turn.today)?;
        let consent = |act: StudyAct| {
            let found = consents.iter().find(|consent| consent.act == act);
            found.map(|consent| consent.evidence.trim().to_owned()).unwrap_or_default()
        };
        let opened = acts.iter().map(|one| OpenedAct {
            act: one.act,
            ruling: one.ruling,
            clause: one.clause.as_ref().map(|clause| clause.number),
            consent: if one.ruling == ActRuling::WithConsent { consent(one.act) } else { String::new() },
        });
        let study = Study {
            number: u32::try_from(studies.len()).unwrap_or(u32::MAX).saturating_add(1),
            acts: opened.collect(),
            protocol,
            post,
            opened_by: actor,
            opened_at: turn.now,
            day: turn.today,
            state: StudyState::Running,
            reason: String::new(),
            versions: Vec::new(),
            teardown: Teardown::default(),
            record: None,
            outcome: None,
        };
        deed.keep_study(before.id, &study)?;
        lapse_kind(deed, before.id, DutyKind::UseSample, "in-study")?;
        let sample = Sample { rests_since: None, ..before.next(SampleState::InStudy) };
        let acts: Vec<&str> = study.protocol.acts.iter().map(|act| act.word()).collect();
        keep_on(deed, sample, Verb::Studied, None, &format!("study {}: {}", study.number, acts.join(", ")))
    })
}

/// What a study says as a text: its findings, then each result on a line.
fn said(findings: &Findings) -> String {
    let mut text = findings.text.clone();
    for one in &findings.results {
        let line = format!("{}: {} {}", one.name, one.value, one.measure);
        let remark = if one.remark.is_empty() { String::new() } else { format!(" ({})", one.remark) };
        text.push_str(&format!("\n{}{remark}", line.trim()));
    }
    text
}

/// Writes down what a study found, or corrects it: it becomes a record, marked at least as the sample, is held against every need at
/// once, and is laid before those whose needs the sample serves. Corrections keep every version.
///
/// # Errors
/// Refused to whoever does not act for the post that makes the study, once it is over, when terms or marking forbid by now what it does,
/// when values or units are not read, when the record was made narrower than they see, or when somebody wrote in between.
pub fn report_study(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (SampleId, u32),
    number: u32,
    findings: Findings,
    files: &[Brought],
) -> Result<Sample, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        let held = study(deed, before.id, number)?;
        let actor = officer.acting_for(&held.post)?;
        is_held(deed, &before, &held)?;
        let named = findings.results.iter().filter_map(|one| one.need.as_ref());
        if let Some(other) = named.into_iter().find(|need| !before.needs.contains(need)) {
            return Err(Failure::said(sentence!(
                "study-need",
                "This sample did not come for the need {need}; choose a parameter of a need that it serves",
                need = other
            )));
        }
        let after = held.report(findings, &actor.to_string(), turn.now)?;
        let (record, marking) = kept(deed, turn, &before, &after)?;
        enclose(deed, turn, &actor, (record, &marking), files)?;
        deed.draw(&Link::new(Thing::new(Noun::Record, record), LinkKind::DerivedFrom, thing(before.id)))?;
        for id in &before.needs {
            if let Some(need) = deed.need(&Scope::office(), id)? {
                lay(deed, turn, need.id.clone(), &need.post, record, thing(before.id).to_string(), None)?;
            }
        }
        deed.keep_study(before.id, &Study { record: Some(record), ..after.clone() })?;
        let first = held.state == StudyState::Running;
        if first {
            deed.done(&thing(before.id), DutyKind::StudySample, "reported")?;
            let duty = turn.duty(&before.post, DutyKind::DecideOutcome, thing(before.id), turn.work.answer_days);
            charge(deed, &duty)?;
        }
        let rests_since = if first { Some(turn.today) } else { before.rests_since };
        let state = if first { SampleState::Studied } else { before.state };
        let sample = Sample { rests_since, ..before.next(state) };
        let change = format!("study {number}, version {}", after.versions.len());
        keep_on(deed, sample, Verb::Studied, Some(Thing::new(Noun::Record, record)), &change)
    })
}

/// Keeps the findings as a record, and answers with its marking. One that is there already gets what they say now; it is marked at least
/// as the sample first, so that what it said before is not left where more see it.
fn kept(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    sample: &Sample,
    study: &Study,
) -> Result<(RecordId, Marking), Failure> {
    let none = || super::no_sample(&sample.id.to_string());
    let findings = study.findings().ok_or_else(none)?;
    let (name, local) = (format!("{}/{}", thing(sample.id), study.number), format!("{}-{}", sample.id, study.number));
    let text = said(findings);
    let manuscript = Manuscript {
        source: None,
        origin: ORIGIN,
        name: &name,
        local: Some(&local),
        kind: Kind::Report,
        title: &findings.title,
        text: &text,
        contributors: Vec::new(),
        language: None,
        stands_in: sample.name.clone(),
        day: Some(PartialDate::from(turn.today)),
        notes: vec![study.protocol.question.clone(), study.protocol.method.clone()],
        is_published: false,
        marking: &sample.marking,
    };
    let Some(entry) = deed.entry_named(ORIGIN, &name)? else {
        return Ok((keep(deed, turn, &manuscript)?, sample.marking.clone()));
    };
    let held = deed.marking_of_record(&Scope::office(), entry.record)?.unwrap_or_else(Marking::top);
    let joined = held.join(&sample.marking);
    if !turn.officer.clearance.may_see(&joined) {
        return Err(Failure::said(sentence!(
            "study-record-narrower",
            "The record of this study is for fewer people than the sample, and you are not among them; ask a documentalist to correct it"
        )));
    }
    if joined != held {
        deed.mark_record(entry.record, &joined)?;
    }
    Ok((keep_anew(deed, turn, &manuscript, &entry)?, joined))
}

/// Stops a study before anything comes of it.
///
/// # Errors
/// Refused to whoever does not act for the post that makes it, once it is over, without a reason, or when somebody wrote in between.
pub fn stop_study(
    writer: &mut Writer,
    turn: &Turn<'_>,
    at: (SampleId, u32),
    number: u32,
    reason: &str,
) -> Result<Sample, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        let held = study(deed, before.id, number)?;
        officer.acting_for(&held.post)?;
        stopped(deed, &before, &held.stop(reason)?, turn.today)
    })
}

fn stopped(deed: &mut Deed<'_>, before: &Sample, after: &Study, today: model::Date) -> Result<Sample, Failure> {
    deed.keep_study(before.id, after)?;
    lapse_kind(deed, before.id, DutyKind::DecideOutcome, "stopped")?;
    let state = if before.state == SampleState::InStudy { SampleState::Received } else { before.state };
    let sample = Sample { rests_since: before.rests_since.or(Some(today)), ..before.next(state) };
    keep_on(deed, sample, Verb::Stopped, None, &format!("study {}", after.number))
}

/// Holds the studies that are under way against the terms of an agreement as they are now, and stops those which these forbid. The post
/// that made one is told by a duty. Called when terms are written or amended.
///
/// # Errors
/// When the store fails.
pub(crate) fn hold_against_terms(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    agreement: AgreementId,
) -> Result<usize, Failure> {
    let filter = SampleFilter { agreement: Some(agreement), ..SampleFilter::default() };
    let mut n_stopped = 0;
    for line in deed.samples(&filter)? {
        n_stopped += usize::from(hold_study(deed, turn, &line.sample)?.is_some());
    }
    Ok(n_stopped)
}

/// Holds the study of a sample that is under way against terms and marking as they are now, and stops it where these forbid it. Answers
/// with the sample as it is then; `None` where nothing is stopped.
pub(super) fn hold_study(deed: &mut Deed<'_>, turn: &mut Turn<'_>, sample: &Sample) -> Result<Option<Sample>, Failure> {
    let Some(running) = deed.studies(sample.id)?.into_iter().find(Study::is_under_way) else { return Ok(None) };
    match is_held(deed, sample, &running) {
        Ok(()) => Ok(None),
        Err(Failure::Refused(refusal)) => {
            // Clauses may be long, and no refusal stands in the way of an amendment.
            let why: String = refusal.to_string().chars().take(STOPPED_CHARS_MAX).collect();
            let after = stopped(deed, sample, &running.stop_for_terms(&why)?, turn.today)?;
            let duty = turn.duty(&running.post, DutyKind::HearStop, thing(sample.id), turn.work.answer_days);
            charge(deed, &duty)?;
            Ok(Some(after))
        }
        Err(failure) => Err(failure),
    }
}

impl Office {
    /// Every act with what the terms of a sample say of it, for whoever opens a study.
    ///
    /// # Errors
    /// When the store fails.
    pub fn acts_asked(&self, sample: &Sample) -> Result<Vec<ActAsked>, Failure> {
        let agreement = match sample.agreement {
            Some(id) => self.reader.agreement(&self.scope, id)?,
            None => None,
        };
        let terms = agreement.as_ref().map(|agreement| &agreement.terms);
        Ok(StudyAct::ALL.iter().map(|act| judged(*act, terms, &sample.marking.caveats)).collect())
    }

    /// Why an act may not be done, as the gate says it; `None` where it may, or where a consent is to be shown.
    ///
    /// # Errors
    /// When the store fails.
    pub fn act_refused(&self, sample: &Sample, act: &JudgedAct) -> Result<Option<Refusal>, Failure> {
        if act.ruling != ActRuling::Forbidden {
            return Ok(None);
        }
        let agreement = match sample.agreement {
            Some(id) => self.reader.agreement(&self.scope, id)?,
            None => None,
        };
        let (title, keeper) = binding(agreement.as_ref(), sample);
        let post = self.post(keeper)?.map_or_else(|| keeper.to_string(), |post| post.title);
        Ok(may_be_done(std::slice::from_ref(act), &[], BoundBy { title, post: &post }).err())
    }
}
