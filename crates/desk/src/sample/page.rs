//! Samples as people look at them: the list with its views, the page of one, and what was measured against what is wanted.

use std::collections::BTreeMap;

use model::{
    Agreement, Chain, Comparison, Date, Duty, DutyState, HostId, LoanState, Need, NeedId, Parameter, RecordId, Sample,
    SampleId, SampleKind, SampleLoan, SamplePair, SampleState, SampleView, Study, StudyResult, Vetting, VettingRuleId,
    VettingState, compared,
};
use store::{SampleFilter, SampleLine};

use super::{AlikePair, keeper, no_sample, thing};
use crate::{Failure, Office, Officer};

/// Which samples are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct SampleSearch {
    /// With each of these words in name, maker, type, number or plan.
    pub words: String,
    /// Of this view; all where it is not said.
    pub view: Option<SampleView>,
    /// Of this kind.
    pub kind: Option<SampleKind>,
    /// Days after which one that rests is idle; those of the office where it is not said.
    pub idle_days: Option<u16>,
}

/// How many samples each view shows.
pub type SampleCounts = BTreeMap<SampleView, usize>;

/// A result with what it is held against.
#[derive(Clone, Debug)]
pub struct ComparedResult {
    /// What was measured.
    pub result: StudyResult,
    /// The parameter of the need, and the title of the need.
    pub wanted: Option<(Parameter, String)>,
    /// How they stand.
    pub comparison: Option<Comparison>,
}

/// A sample with everything that its page shows.
#[derive(Clone, Debug)]
pub struct SamplePage {
    /// The sample with who holds it.
    pub line: SampleLine,
    /// The needs for which it came.
    pub needs: Vec<Need>,
    /// What its maker is called, where the register has it.
    pub maker: Option<String>,
    /// The agreement under which it came.
    pub agreement: Option<Agreement>,
    /// The decisions whether it may come.
    pub control: Vetting,
    /// Who held it.
    pub chain: Chain,
    /// Its loans, by number.
    pub loans: Vec<SampleLoan>,
    /// Its studies, by number.
    pub studies: Vec<Study>,
    /// Others that look like it, of which nobody said anything yet.
    pub alike: Vec<AlikePair>,
    /// What was said of it and others.
    pub pairs: Vec<SamplePair>,
    /// What is asked about it and not done.
    pub duties: Vec<Duty>,
    /// The titles of the posts that its page names.
    pub posts: BTreeMap<model::PostId, String>,
    /// What the receiving unit is called.
    pub unit: String,
}

impl SamplePage {
    /// What a post is called.
    pub fn post(&self, post: &model::PostId) -> String {
        self.posts.get(post).cloned().unwrap_or_else(|| post.to_string())
    }

    /// The loan that is open.
    pub fn open_loan(&self) -> Option<&SampleLoan> {
        self.loans.iter().rev().find(|loan| loan.is_open())
    }
}

fn shows(view: SampleView, line: &SampleLine, days: u16, today: Date) -> bool {
    let state = line.sample.state;
    let lent = line.loan.as_ref().filter(|loan| loan.state == LoanState::Out);
    match view {
        SampleView::All => state.is_here() || state == SampleState::Expected,
        SampleView::Expected => state == SampleState::Expected,
        SampleView::Received => state == SampleState::Received,
        SampleView::InStudy => state == SampleState::InStudy,
        SampleView::Studied => state == SampleState::Studied,
        SampleView::OnLoan => lent.is_some(),
        SampleView::Overdue => lent.is_some_and(|loan| loan.due < today),
        SampleView::Idle => lent.is_none() && line.sample.is_idle(days, today),
        SampleView::Gone => !state.is_here() && state != SampleState::Expected,
    }
}

impl Office {
    /// Days after which a sample that rests is idle, where nobody says otherwise.
    pub fn idle_days(&self) -> u16 {
        self.configuration.work().idle_days
    }

    /// Samples that fit, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn samples(&self, search: &SampleSearch, today: Date) -> Result<Vec<SampleLine>, Failure> {
        let words: Vec<String> = search.words.split_whitespace().map(matching::analysis::fold).collect();
        let (view, days) = (search.view.unwrap_or(SampleView::All), search.idle_days.unwrap_or(self.idle_days()));
        let mut lines = self.reader.samples(&self.scope, &SampleFilter::default())?;
        lines.retain(|line| {
            let sample = &line.sample;
            let texts =
                [&sample.name, &sample.maker_name, &sample.model, &sample.serial, &sample.plan, &sample.country];
            let text = matching::analysis::fold(&texts.map(String::as_str).join("\n"));
            shows(view, line, days, today)
                && search.kind.is_none_or(|kind| sample.kind == kind)
                && words.iter().all(|word| text.contains(word.as_str()))
        });
        Ok(lines)
    }

    /// How many samples each view shows, without words or kind.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sample_counts(&self, idle_days: u16, today: Date) -> Result<SampleCounts, Failure> {
        let lines = self.reader.samples(&self.scope, &SampleFilter::default())?;
        let count = |view: SampleView| lines.iter().filter(|line| shows(view, line, idle_days, today)).count();
        Ok(SampleView::ALL.iter().map(|view| (*view, count(*view))).collect())
    }

    /// The sample of this name, with who holds it.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn sample(&self, text: &str) -> Result<SampleLine, Failure> {
        let id = SampleId::parse(text).ok_or_else(|| no_sample(text))?;
        Ok(self.reader.sample(&self.scope, id)?.ok_or_else(|| no_sample(text))?)
    }

    /// Samples that came for a need, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn samples_of_need(&self, need: &NeedId) -> Result<Vec<SampleLine>, Failure> {
        let filter = SampleFilter { need: Some(need.clone()), ..SampleFilter::default() };
        Ok(self.reader.samples(&self.scope, &filter)?)
    }

    /// Samples that came under an agreement, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn samples_of_agreement(&self, agreement: model::AgreementId) -> Result<Vec<SampleLine>, Failure> {
        let filter = SampleFilter { agreement: Some(agreement), ..SampleFilter::default() };
        Ok(self.reader.samples(&self.scope, &filter)?)
    }

    /// Samples that a host made, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn samples_of_maker(&self, maker: HostId) -> Result<Vec<SampleLine>, Failure> {
        let filter = SampleFilter { maker: Some(maker), ..SampleFilter::default() };
        Ok(self.reader.samples(&self.scope, &filter)?)
    }

    /// The sample and the number of the study that a record is.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sample_of_record(&self, record: RecordId) -> Result<Option<(SampleLine, u32)>, Failure> {
        let Some((id, study)) = self.reader.sample_of_record(&self.scope, record)? else { return Ok(None) };
        Ok(self.reader.sample(&self.scope, id)?.map(|line| (line, study)))
    }

    /// A sample with everything that its page shows.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn sample_page(&self, text: &str) -> Result<SamplePage, Failure> {
        let line = self.sample(text)?;
        let sample = &line.sample;
        let mut needs = Vec::new();
        for id in &sample.needs {
            needs.extend(self.reader.need(&self.scope, id)?);
        }
        let maker = match sample.maker {
            Some(host) => self.reader.host(&self.scope, host)?.map(|host| host.name().to_owned()),
            None => None,
        };
        let agreement = match sample.agreement {
            Some(id) => self.reader.agreement(&self.scope, id)?,
            None => None,
        };
        let mut alike = self.alike_samples()?;
        alike.retain(|pair| pair.one.sample.id == sample.id || pair.other.sample.id == sample.id);
        let mut pairs = self.reader.sample_pairs(&self.scope)?;
        pairs.retain(|pair| pair.one == sample.id || pair.other == sample.id);
        let mut duties = self.reader.duties_about(&self.scope, &thing(sample.id))?;
        duties.retain(|duty| duty.state == DutyState::Open);
        Ok(SamplePage {
            control: self.reader.sample_control(&self.scope, sample.id)?,
            chain: self.reader.custody(&self.scope, sample.id)?,
            loans: self.reader.sample_loans(&self.scope, sample.id)?,
            studies: self.reader.studies(&self.scope, sample.id)?,
            posts: self.posts()?.into_iter().map(|post| (post.id, post.title)).collect(),
            unit: self.unit_name(sample.unit.as_str())?.unwrap_or_else(|| sample.unit.to_string()),
            needs,
            maker,
            agreement,
            alike,
            pairs,
            duties,
            line,
        })
    }

    /// A study with the page of its sample.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn study_page(&self, text: &str, number: u32) -> Result<(SamplePage, Study), Failure> {
        let page = self.sample_page(text)?;
        let study = page.studies.iter().find(|study| study.number == number).cloned();
        Ok((page, study.ok_or_else(|| no_sample(&format!("{text}/{number}")))?))
    }

    /// What a study measured, each held against the parameter of its need, or of any need of the sample that has one of that name.
    pub fn compared_results(&self, page: &SamplePage, study: &Study) -> Vec<ComparedResult> {
        let results = study.findings().map(|findings| findings.results.clone()).unwrap_or_default();
        let compare = |result: StudyResult| {
            let asked = page.needs.iter().filter(|need| result.need.as_ref().is_none_or(|id| need.id == *id));
            let wanted = asked
                .flat_map(|need| need.parameters.iter().map(move |parameter| (parameter, &need.title)))
                .find(|(parameter, _)| parameter.name.trim().eq_ignore_ascii_case(result.name.trim()))
                .map(|(parameter, title)| (parameter.clone(), title.clone()));
            let comparison = wanted.as_ref().map(|(parameter, _)| compared(&result, parameter));
            ComparedResult { result, wanted, comparison }
        };
        results.into_iter().map(compare).collect()
    }

    /// Whether an officer may change what the register says of a sample.
    pub fn may_change_sample(&self, officer: &Officer, sample: &Sample) -> bool {
        keeper(officer, sample).is_ok()
    }

    /// Whether an officer may note that a sample left the house: who holds it, or, before it came, who keeps it. Not while it is lent,
    /// studied or being handed over.
    pub fn may_give_away(&self, officer: &Officer, page: &SamplePage) -> bool {
        let sample = &page.line.sample;
        let is_free = super::custody::not_lent(&page.loans).is_ok() && page.chain.open().is_none();
        match sample.state {
            SampleState::Expected => keeper(officer, sample).is_ok(),
            SampleState::Received | SampleState::Studied => {
                is_free && page.line.holder.as_ref().is_some_and(|holder| officer.acts_for(holder))
            }
            _ => false,
        }
    }

    /// The decisions whether a sample may come that an officer may make now.
    pub fn may_control_sample(&self, officer: &Officer, page: &SamplePage) -> Vec<VettingRuleId> {
        if officer.acts_for(&page.line.sample.post) {
            return Vec::new();
        }
        let may = |step: &&model::VettingStep| {
            let duties =
                page.duties.iter().filter(|duty| duty.kind == model::DutyKind::Control && duty.post == step.post);
            let raised = duties.filter_map(|duty| duty.raised_to.as_ref()).any(|post| officer.acts_for(post));
            step.state == VettingState::Open && (officer.acts_for(&step.post) || raised)
        };
        page.control.steps().iter().filter(may).map(|step| step.rule).collect()
    }
}
