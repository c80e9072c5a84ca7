//! What is done to a sample in a study, and whether the terms under which it came let that be done.

use std::collections::BTreeSet;

use crate::host::not_longer;
use crate::words::words;
use crate::{Clause, ClauseSubject, Refusal, Ruling, Terms, sentence};

/// Longest evidence of a consent, in characters.
pub const CONSENT_CHARS_MAX: usize = 1_000;

words! {
    /// What is done to a sample.
    StudyAct {
        /// It is looked at from outside.
        Examine = "examine",
        /// It is run and measured.
        Test = "test",
        /// It is taken apart.
        Teardown = "teardown",
        /// Of what it consists is found out.
        ChemicalAnalysis = "chemical-analysis",
        /// Drawings are made of it, or those that came with it are copied.
        CopyDrawings = "copy-drawings",
        /// How it works is found out, in order to make the like.
        ReverseEngineer = "reverse-engineer",
        /// The same is made.
        Reproduce = "reproduce",
    }
}

/// Which clauses and which caveats of a marking speak of an act. An act is forbidden when any of them forbids it.
const RULES: &[(StudyAct, &[ClauseSubject], &[&str])] = &[
    (StudyAct::Examine, &[], &[]),
    (StudyAct::Test, &[ClauseSubject::Testing], &[]),
    (StudyAct::Teardown, &[ClauseSubject::Teardown], &[]),
    (StudyAct::ChemicalAnalysis, &[ClauseSubject::ReverseEngineering], &[]),
    (StudyAct::CopyDrawings, &[ClauseSubject::Copying], &["no-copying"]),
    (StudyAct::ReverseEngineer, &[ClauseSubject::ReverseEngineering], &["no-copying"]),
    (StudyAct::Reproduce, &[ClauseSubject::Copying, ClauseSubject::ReverseEngineering], &["no-copying"]),
];

impl StudyAct {
    /// Acts from the lightest to the gravest, each once.
    pub fn in_order(mut acts: Vec<StudyAct>) -> Vec<StudyAct> {
        acts.sort_unstable();
        acts.dedup();
        acts
    }

    /// The subjects of clauses that speak of it.
    pub fn subjects(self) -> &'static [ClauseSubject] {
        RULES.iter().find(|(act, _, _)| *act == self).map_or(&[], |(_, subjects, _)| subjects)
    }

    /// The caveats of a marking that forbid it.
    pub fn caveats(self) -> &'static [&'static str] {
        RULES.iter().find(|(act, _, _)| *act == self).map_or(&[], |(_, _, caveats)| caveats)
    }
}

words! {
    /// What terms and marking say of an act.
    ActRuling {
        /// The sample came under no agreement, so nobody forbids it.
        Free = "free",
        /// The terms allow it.
        Allowed = "allowed",
        /// The terms say nothing of it: it may be done, and whoever does it is warned.
        Silent = "silent",
        /// It may be done when the other side consents.
        WithConsent = "with-consent",
        /// It may not be done.
        Forbidden = "barred",
    }
}

/// An act with what terms and marking say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgedAct {
    /// The act.
    pub act: StudyAct,
    /// What is said of it.
    pub ruling: ActRuling,
    /// The clause that says so.
    pub clause: Option<Clause>,
    /// The caveat that forbids it.
    pub caveat: Option<&'static str>,
}

/// How much a clause holds back, the most first.
fn weight(ruling: Ruling) -> u8 {
    match ruling {
        Ruling::Forbidden => 0,
        Ruling::WithConsent => 1,
        Ruling::Silent => 2,
        Ruling::Allowed => 3,
    }
}

/// What terms and caveats say of an act. Of several clauses the one counts that holds back the most.
pub fn judged(act: StudyAct, terms: Option<&Terms>, caveats: &BTreeSet<String>) -> JudgedAct {
    if let Some(caveat) = act.caveats().iter().find(|caveat| caveats.contains(**caveat)) {
        // The clause is told where there is one: it can be renegotiated, a caveat cannot.
        let clause = terms.and_then(|terms| act.subjects().iter().find_map(|subject| terms.forbids(*subject)));
        return JudgedAct { act, ruling: ActRuling::Forbidden, clause: clause.cloned(), caveat: Some(caveat) };
    }
    let Some(terms) = terms else { return JudgedAct { act, ruling: ActRuling::Free, clause: None, caveat: None } };
    if act.subjects().is_empty() {
        return JudgedAct { act, ruling: ActRuling::Allowed, clause: None, caveat: None };
    }
    let clauses = act.subjects().iter().map(|subject| terms.on(*subject));
    let strictest = clauses.min_by_key(|clause| clause.map_or(2, |clause| weight(clause.ruling))).flatten();
    let ruling = match strictest.map(|clause| clause.ruling) {
        Some(Ruling::Forbidden) => ActRuling::Forbidden,
        Some(Ruling::WithConsent) => ActRuling::WithConsent,
        Some(Ruling::Allowed) => ActRuling::Allowed,
        Some(Ruling::Silent) | None => ActRuling::Silent,
    };
    JudgedAct { act, ruling, clause: strictest.cloned(), caveat: None }
}

/// A consent of the other side to an act, and what shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActConsent {
    /// The act.
    pub act: StudyAct,
    /// What shows it: a letter with its day and number, a record.
    pub evidence: String,
}

/// What binds a sample, for those who are refused.
#[derive(Clone, Copy, Debug)]
pub struct BoundBy<'a> {
    /// The title of its agreement; empty where it came under none.
    pub title: &'a str,
    /// The post that keeps the agreement, and could renegotiate it; where there is none, the one that keeps the sample.
    pub post: &'a str,
}

/// Whether acts may be done: none of them is forbidden, and each that asks for consent has one with evidence.
///
/// # Errors
/// A refusal that names the clause with its words or the caveat, and the post that could renegotiate; of several acts, all of them.
pub fn may_be_done(acts: &[JudgedAct], consents: &[ActConsent], bound: BoundBy<'_>) -> Result<(), Refusal> {
    let refused: Vec<Refusal> = acts.iter().filter_map(|one| refusal(one, consents, bound)).collect();
    match refused.len() {
        0 => consents.iter().try_for_each(|consent| not_longer(&consent.evidence, CONSENT_CHARS_MAX)),
        1 => Err(refused.into_iter().next().unwrap_or(Refusal::Several(Vec::new()))),
        _ => Err(Refusal::Several(refused)),
    }
}

fn refusal(one: &JudgedAct, consents: &[ActConsent], bound: BoundBy<'_>) -> Option<Refusal> {
    let BoundBy { title, post } = bound;
    match (one.ruling, &one.clause) {
        (ActRuling::Forbidden, Some(clause)) => {
            let words = if clause.text.is_empty() { clause.subject.word() } else { clause.text.trim_end_matches('.') };
            Some(Refusal::Said(sentence!(
                "study-barred",
                "“{act}” is forbidden by clause {number} of “{title}”: “{words}”. Leave it out; {post} could renegotiate the clause",
                act = one.act,
                number = clause.number,
                title,
                words,
                post
            )))
        }
        (ActRuling::Forbidden, None) => Some(Refusal::Said(sentence!(
            "study-caveat",
            "“{act}” is forbidden by the caveat {caveat} on the marking of the sample. Leave it out; {post} could have the marking reviewed",
            act = one.act,
            caveat = one.caveat.unwrap_or_default(),
            post
        ))),
        (ActRuling::WithConsent, clause)
            if !consents.iter().any(|consent| consent.act == one.act && !consent.evidence.trim().is_empty()) =>
        {
            Some(Refusal::Said(sentence!(
                "study-consent",
                "“{act}” asks for consent by clause {number} of “{title}”; write what shows the consent, which {post} can obtain",
                act = one.act,
                number = clause.as_ref().map_or(0, |clause| clause.number),
                title,
                post
            )))
        }
        _ => None,
    }
}
