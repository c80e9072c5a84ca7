//! Terms of an agreement as data: what may be done with what is got, where, how long, and what a kind of agreement has to say.

use crate::date::in_order;
use crate::host::{not_longer, one_line};
use crate::words::words;
use crate::{AgreementKind, Date, Refusal, sentence};

/// Longest field, territory or other line of terms, in characters.
pub const TERMS_LINE_CHARS_MAX: usize = 300;

/// Longest text of a clause, or of the technologies, in characters. Longer ones stand in the contract itself.
pub const TERMS_TEXT_CHARS_MAX: usize = 4_000;

/// Clauses of one version of the terms. Each subject has one at most; what is agreed beside them needs a few.
pub const CLAUSES_MAX: usize = 60;

/// Most days of a notice or of a duty to keep silent: a hundred years.
pub const TERMS_DAYS_MAX: u32 = 36_525;

words! {
    /// What a clause is about.
    ClauseSubject {
        /// For which use.
        Field = "field",
        /// In which countries.
        Territory = "territory",
        /// Whether others may have the same.
        Exclusivity = "exclusivity",
        /// How long, and whether it goes on.
        Term = "term",
        /// Telling others what was told.
        Confidentiality = "confidentiality",
        /// Copying drawings, documents and things.
        Copying = "copying",
        /// Taking a thing apart to see how it is made.
        Teardown = "teardown",
        /// Finding out how it works in order to make the like.
        ReverseEngineering = "reverse-engineering",
        /// Changing and improving it.
        Improvement = "improvement",
        /// Giving improvements back to the other side.
        GrantBack = "grant-back",
        /// Letting others have the right.
        SubLicence = "sub-licence",
        /// Training of our people.
        Training = "training",
        /// Selling abroad what is made with it.
        Export = "export",
        /// Trying and testing, with results that may be told.
        Testing = "testing",
        /// Giving a thing on to another unit.
        Transfer = "transfer",
        /// Something else, in its words.
        Other = "other",
    }
}

words! {
    /// What a clause says of its subject.
    Ruling {
        /// It may be done.
        Allowed = "allowed",
        /// It may not.
        Forbidden = "barred",
        /// It may be done when the other side consents.
        WithConsent = "with-consent",
        /// The terms say nothing of it, and that was said on purpose.
        Silent = "silent",
    }
}

words! {
    /// Whether others may have the same right.
    Exclusivity {
        /// Nobody else, the other side neither.
        Exclusive = "exclusive",
        /// Nobody else but the other side itself.
        Sole = "sole",
        /// Others too.
        NonExclusive = "non-exclusive",
    }
}

words! {
    /// What happens on the last day.
    Renewal {
        /// It ends.
        Ends = "ends",
        /// It goes on unless somebody gives notice.
        Automatic = "automatic",
        /// It goes on when both say so.
        ByAgreement = "by-agreement",
    }
}

/// One clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Its number within the version, from 1.
    pub number: u32,
    /// What it is about.
    pub subject: ClauseSubject,
    /// What it says of that.
    pub ruling: Ruling,
    /// How many days it binds, where it says so: of confidentiality, how long beyond the end.
    pub days: Option<u32>,
    /// In its words.
    pub text: String,
}

/// The terms of an agreement, in one of their versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The technologies that it is about.
    pub technologies: String,
    /// The field of use; empty where it is not bounded.
    pub field: String,
    /// The countries; empty where they are not bounded.
    pub territory: String,
    /// Whether others may have the same.
    pub exclusivity: Exclusivity,
    /// The first day.
    pub since: Option<Date>,
    /// The last day; `None` where it has none.
    pub until: Option<Date>,
    /// What happens on the last day.
    pub renewal: Renewal,
    /// Days of notice before the last one.
    pub notice_days: u32,
    /// The clauses, by number.
    pub clauses: Vec<Clause>,
}

/// What is usual for a kind of agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermsTemplate {
    /// The subjects that have to be ruled on before it is signed, with what is proposed.
    pub clauses: &'static [(ClauseSubject, Ruling)],
    /// Whether it is usually paid for.
    pub is_paid: bool,
    /// Whether it usually names patents.
    pub has_patents: bool,
    /// Whether somebody is usually trained.
    pub has_training: bool,
    /// Whether it has to have a last day.
    pub is_dated: bool,
}

/// What is proposed for one subject.
type Proposed = (ClauseSubject, Ruling);

const TECHNICAL_ASSISTANCE: &[Proposed] = &[
    (ClauseSubject::Field, Ruling::Allowed),
    (ClauseSubject::Term, Ruling::Allowed),
    (ClauseSubject::Confidentiality, Ruling::Forbidden),
    (ClauseSubject::Copying, Ruling::Allowed),
    (ClauseSubject::Improvement, Ruling::Allowed),
    (ClauseSubject::GrantBack, Ruling::Silent),
    (ClauseSubject::SubLicence, Ruling::WithConsent),
    (ClauseSubject::Training, Ruling::Allowed),
];

const LICENCE: &[Proposed] = &[
    (ClauseSubject::Field, Ruling::Allowed),
    (ClauseSubject::Territory, Ruling::Allowed),
    (ClauseSubject::Exclusivity, Ruling::Silent),
    (ClauseSubject::Term, Ruling::Allowed),
    (ClauseSubject::Confidentiality, Ruling::Forbidden),
    (ClauseSubject::Copying, Ruling::WithConsent),
    (ClauseSubject::ReverseEngineering, Ruling::Silent),
    (ClauseSubject::Improvement, Ruling::Allowed),
    (ClauseSubject::GrantBack, Ruling::WithConsent),
    (ClauseSubject::SubLicence, Ruling::Forbidden),
    (ClauseSubject::Training, Ruling::Allowed),
    (ClauseSubject::Export, Ruling::WithConsent),
];

const PATENT_LICENCE: &[Proposed] = &[
    (ClauseSubject::Field, Ruling::Allowed),
    (ClauseSubject::Territory, Ruling::Allowed),
    (ClauseSubject::Exclusivity, Ruling::Silent),
    (ClauseSubject::Term, Ruling::Allowed),
    (ClauseSubject::Improvement, Ruling::Allowed),
    (ClauseSubject::GrantBack, Ruling::WithConsent),
    (ClauseSubject::SubLicence, Ruling::Forbidden),
    (ClauseSubject::Export, Ruling::WithConsent),
];

const KNOW_HOW: &[Proposed] = &[
    (ClauseSubject::Field, Ruling::Allowed),
    (ClauseSubject::Territory, Ruling::Allowed),
    (ClauseSubject::Term, Ruling::Allowed),
    (ClauseSubject::Confidentiality, Ruling::Forbidden),
    (ClauseSubject::Copying, Ruling::WithConsent),
    (ClauseSubject::Improvement, Ruling::Allowed),
    (ClauseSubject::GrantBack, Ruling::WithConsent),
    (ClauseSubject::SubLicence, Ruling::Forbidden),
    (ClauseSubject::Training, Ruling::Allowed),
];

const PURCHASE: &[Proposed] = &[
    (ClauseSubject::Copying, Ruling::Silent),
    (ClauseSubject::Teardown, Ruling::Silent),
    (ClauseSubject::ReverseEngineering, Ruling::Silent),
    (ClauseSubject::Testing, Ruling::Allowed),
    (ClauseSubject::Transfer, Ruling::Allowed),
];

const TURNKEY_PLANT: &[Proposed] = &[
    (ClauseSubject::Term, Ruling::Allowed),
    (ClauseSubject::Confidentiality, Ruling::Forbidden),
    (ClauseSubject::Copying, Ruling::WithConsent),
    (ClauseSubject::ReverseEngineering, Ruling::Silent),
    (ClauseSubject::Improvement, Ruling::Allowed),
    (ClauseSubject::Training, Ruling::Allowed),
    (ClauseSubject::Transfer, Ruling::WithConsent),
];

const EXCHANGE: &[Proposed] = &[
    (ClauseSubject::Field, Ruling::Allowed),
    (ClauseSubject::Term, Ruling::Allowed),
    (ClauseSubject::Confidentiality, Ruling::Silent),
    (ClauseSubject::Copying, Ruling::Allowed),
];

const COOPERATION: &[Proposed] = &[
    (ClauseSubject::Field, Ruling::Allowed),
    (ClauseSubject::Term, Ruling::Allowed),
    (ClauseSubject::Confidentiality, Ruling::WithConsent),
    (ClauseSubject::Copying, Ruling::Allowed),
    (ClauseSubject::Improvement, Ruling::Allowed),
    (ClauseSubject::GrantBack, Ruling::Allowed),
];

const NON_DISCLOSURE: &[Proposed] = &[
    (ClauseSubject::Field, Ruling::Allowed),
    (ClauseSubject::Term, Ruling::Allowed),
    (ClauseSubject::Confidentiality, Ruling::Forbidden),
    (ClauseSubject::Copying, Ruling::Forbidden),
];

impl TermsTemplate {
    /// What is usual for a kind.
    pub fn of(kind: AgreementKind) -> TermsTemplate {
        let clauses = match kind {
            AgreementKind::TechnicalAssistance => TECHNICAL_ASSISTANCE,
            AgreementKind::Licence => LICENCE,
            AgreementKind::PatentLicence => PATENT_LICENCE,
            AgreementKind::KnowHow => KNOW_HOW,
            AgreementKind::Purchase => PURCHASE,
            AgreementKind::TurnkeyPlant => TURNKEY_PLANT,
            AgreementKind::Exchange => EXCHANGE,
            AgreementKind::Cooperation => COOPERATION,
            AgreementKind::NonDisclosure => NON_DISCLOSURE,
        };
        let unpaid =
            matches!(kind, AgreementKind::Exchange | AgreementKind::Cooperation | AgreementKind::NonDisclosure);
        TermsTemplate {
            clauses,
            is_paid: !unpaid,
            has_patents: matches!(kind, AgreementKind::Licence | AgreementKind::PatentLicence),
            has_training: clauses.iter().any(|(subject, _)| *subject == ClauseSubject::Training)
                || kind == AgreementKind::Cooperation,
            // What was bought is there; what was built stands.
            is_dated: !matches!(kind, AgreementKind::Purchase | AgreementKind::TurnkeyPlant),
        }
    }

    /// Clauses to begin with.
    pub fn proposed(self) -> Vec<Clause> {
        let numbered = (1..).zip(self.clauses);
        numbered
            .map(|(number, (subject, ruling))| Clause {
                number,
                subject: *subject,
                ruling: *ruling,
                days: None,
                text: String::new(),
            })
            .collect()
    }
}

impl Terms {
    /// Terms to begin with, as they are usual for a kind.
    pub fn proposed(kind: AgreementKind) -> Terms {
        Terms {
            technologies: String::new(),
            field: String::new(),
            territory: String::new(),
            exclusivity: Exclusivity::NonExclusive,
            since: None,
            until: None,
            renewal: Renewal::Ends,
            notice_days: 0,
            clauses: TermsTemplate::of(kind).proposed(),
        }
    }

    /// The clause that rules on a subject; `None` where no clause is about it.
    pub fn on(&self, subject: ClauseSubject) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.subject == subject)
    }

    /// The clause that forbids something. What is allowed with consent, or not spoken of, is not forbidden.
    pub fn forbids(&self, subject: ClauseSubject) -> Option<&Clause> {
        self.on(subject).filter(|clause| clause.ruling == Ruling::Forbidden)
    }

    /// The day until which notice has to be given, where it has one.
    pub fn notice_by(&self) -> Option<Date> {
        self.until.map(|until| until.plus_days(-i64::from(self.notice_days)))
    }

    /// Whether everything is said that a kind has to say.
    ///
    /// # Errors
    /// Refused without technologies, without a first or, where the kind has one, a last day, or while a subject is not ruled on.
    pub fn are_filled(&self, kind: AgreementKind) -> Result<(), Refusal> {
        let template = TermsTemplate::of(kind);
        if self.technologies.is_empty() {
            return Err(Refusal::Said(sentence!(
                "terms-no-technologies",
                "Write in the terms which technologies the agreement is about"
            )));
        }
        if self.since.is_none() || (template.is_dated && self.until.is_none()) {
            return Err(Refusal::Said(sentence!(
                "terms-no-days",
                "Write in the terms from which day to which the agreement runs"
            )));
        }
        match template.clauses.iter().find(|(subject, _)| self.on(*subject).is_none()) {
            None => Ok(()),
            Some((subject, _)) => Err(Refusal::Said(sentence!(
                "terms-not-ruled",
                "The terms do not rule on “{subject}”; add a clause, and choose “silent” where nothing is agreed",
                subject = *subject
            ))),
        }
    }

    /// The same with its texts in order, clauses numbered from 1.
    ///
    /// # Errors
    /// Refused with days in the wrong order, two clauses on one subject, too many clauses, days beyond [`TERMS_DAYS_MAX`], a clause on
    /// something else without words, or where a text is too long.
    pub fn tidied(self) -> Result<Terms, Refusal> {
        if let (Some(since), Some(until)) = (self.since, self.until) {
            in_order(since, until)?;
        }
        if self.clauses.len() > CLAUSES_MAX {
            return Err(Refusal::Said(sentence!(
                "terms-clauses",
                "Terms have up to {max} clauses; put what belongs together into one",
                max = CLAUSES_MAX
            )));
        }
        let days = self.clauses.iter().filter_map(|clause| clause.days).chain([self.notice_days]);
        if days.max().is_some_and(|days| days > TERMS_DAYS_MAX) {
            return Err(Refusal::Said(sentence!(
                "terms-days",
                "{max} days are the most that terms can say; leave the days empty where there is no end",
                max = i64::from(TERMS_DAYS_MAX)
            )));
        }
        let clauses: Vec<Clause> = (1..)
            .zip(self.clauses)
            .map(|(number, clause)| Clause { number, text: clause.text.trim().to_owned(), ..clause })
            .collect();
        for clause in &clauses {
            not_longer(&clause.text, TERMS_TEXT_CHARS_MAX)?;
            let other = clause.subject == ClauseSubject::Other;
            if other && clause.text.is_empty() {
                return Err(Refusal::Said(sentence!(
                    "terms-clause-empty",
                    "Clause {number} is about something else and has no words; write what is agreed, or take it out",
                    number = i64::from(clause.number)
                )));
            }
            let double = clauses.iter().any(|one| one.subject == clause.subject && one.number < clause.number);
            if double && !other {
                return Err(Refusal::Said(sentence!(
                    "terms-double",
                    "Two clauses rule on “{subject}”; put them into one",
                    subject = clause.subject
                )));
            }
        }
        let (field, territory) = (one_line(&self.field), one_line(&self.territory));
        for line in [&field, &territory] {
            not_longer(line, TERMS_LINE_CHARS_MAX)?;
        }
        let technologies = self.technologies.trim().to_owned();
        not_longer(&technologies, TERMS_TEXT_CHARS_MAX)?;
        Ok(Terms { technologies, field, territory, clauses, ..self })
    }
}

/// Terms as they were signed, or as an amendment left them. None of them is ever edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermsVersion {
    /// Its number: 1 is what was signed first.
    pub number: u32,
    /// What was agreed.
    pub terms: Terms,
    /// The day on which it was agreed; `None` while it is spoken about.
    pub agreed_on: Option<Date>,
    /// Why it was amended.
    pub reason: String,
    /// Who wrote it in: post and person.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
}

/// What one version says otherwise than another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermsChange {
    /// Which part.
    pub part: TermsPart,
    /// What the earlier one says; empty where it says nothing.
    pub before: String,
    /// What the later one says; empty where it says nothing.
    pub after: String,
}

/// A part of terms that can differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermsPart {
    /// The technologies.
    Technologies,
    /// The field of use.
    Field,
    /// The countries.
    Territory,
    /// Whether others may have the same.
    Exclusivity,
    /// The first day.
    Since,
    /// The last day.
    Until,
    /// What happens on the last day.
    Renewal,
    /// Days of notice.
    Notice,
    /// The clause on a subject.
    Clause(ClauseSubject),
}

/// What a later version says otherwise than an earlier one, part by part. Values of closed lists stand as their words.
pub fn terms_changes(before: &Terms, after: &Terms) -> Vec<TermsChange> {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let parts = |terms: &Terms| {
        let mut parts = vec![
            (TermsPart::Technologies, terms.technologies.clone()),
            (TermsPart::Field, terms.field.clone()),
            (TermsPart::Territory, terms.territory.clone()),
            (TermsPart::Exclusivity, terms.exclusivity.word().to_owned()),
            (TermsPart::Since, day(terms.since)),
            (TermsPart::Until, day(terms.until)),
            (TermsPart::Renewal, terms.renewal.word().to_owned()),
            (TermsPart::Notice, terms.notice_days.to_string()),
        ];
        for subject in ClauseSubject::ALL {
            let said: Vec<String> = terms
                .clauses
                .iter()
                .filter(|clause| clause.subject == *subject)
                .map(|clause| {
                    let days = clause.days.map(|days| format!(" ({days})")).unwrap_or_default();
                    let text = if clause.text.is_empty() { String::new() } else { format!(": {}", clause.text) };
                    format!("{}{days}{text}", clause.ruling)
                })
                .collect();
            parts.push((TermsPart::Clause(*subject), said.join("\n")));
        }
        parts
    };
    let pairs = parts(before).into_iter().zip(parts(after));
    pairs
        .filter(|((_, before), (_, after))| before != after)
        .map(|((part, before), (_, after))| TermsChange { part, before, after })
        .collect()
}

#[cfg(test)]
#[path = "terms_tests.rs"]
mod tests;
