//! Terms of agreements: written, amended, compared.

use axum::http::Method;
use model::{Clause, ClauseSubject, Exclusivity, Renewal, Ruling, Terms, TermsPart, TermsVersion, terms_changes};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::agreement::{AgreementView, page_of, reply, seen};
use super::answer::{Found, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::missing;
use super::word::{Day, Moment, Word};
use crate::caller::Caller;
use crate::route::Policy;

/// One clause.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClauseView {
    /// What it is about.
    pub subject: Word<ClauseSubject>,
    /// What it says of that.
    pub ruling: Word<Ruling>,
    /// How many days it binds, where it says so.
    pub days: Option<u32>,
    /// In its words.
    #[serde(default)]
    pub text: String,
}

/// The terms of an agreement.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TermsView {
    /// The technologies that it is about.
    pub technologies: String,
    /// The field of use; empty where it is not bounded.
    #[serde(default)]
    pub field: String,
    /// The countries; empty where they are not bounded.
    #[serde(default)]
    pub territory: String,
    /// Whether others may have the same.
    pub exclusivity: Word<Exclusivity>,
    /// The first day.
    pub since: Option<Day>,
    /// The last day.
    pub until: Option<Day>,
    /// What happens on the last day.
    pub renewal: Word<Renewal>,
    /// Days of notice before the last one.
    #[serde(default)]
    pub notice_days: u32,
    /// The clauses, in their order.
    pub clauses: Vec<ClauseView>,
}

impl From<&Terms> for TermsView {
    fn from(terms: &Terms) -> TermsView {
        let clause = |clause: &Clause| ClauseView {
            subject: Word(clause.subject),
            ruling: Word(clause.ruling),
            days: clause.days,
            text: clause.text.clone(),
        };
        TermsView {
            technologies: terms.technologies.clone(),
            field: terms.field.clone(),
            territory: terms.territory.clone(),
            exclusivity: Word(terms.exclusivity),
            since: terms.since.map(Day),
            until: terms.until.map(Day),
            renewal: Word(terms.renewal),
            notice_days: terms.notice_days,
            clauses: terms.clauses.iter().map(clause).collect(),
        }
    }
}

impl TermsView {
    fn terms(&self) -> Terms {
        let clause = |clause: &ClauseView| Clause {
            number: 0,
            subject: clause.subject.0,
            ruling: clause.ruling.0,
            days: clause.days,
            text: clause.text.clone(),
        };
        Terms {
            technologies: self.technologies.clone(),
            field: self.field.clone(),
            territory: self.territory.clone(),
            exclusivity: self.exclusivity.0,
            since: self.since.map(|day| day.0),
            until: self.until.map(|day| day.0),
            renewal: self.renewal.0,
            notice_days: self.notice_days,
            clauses: self.clauses.iter().map(clause).collect(),
        }
    }
}

async fn write(caller: Caller, sent: Sent<TermsView>) -> Done<AgreementView> {
    let (seen, terms) = (seen(&caller, &sent)?, sent.body.terms());
    sent.keep(&caller, move |writer, turn, _| Ok(reply(&desk::write_terms(writer, turn, seen, terms)?))).await
}

/// An amendment.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AmendmentBody {
    /// The terms as they are from now on, whole.
    terms: TermsView,
    /// Why they are amended.
    reason: String,
    /// The day on which that was agreed.
    on: Day,
}

async fn amend(caller: Caller, sent: Sent<AmendmentBody>) -> Done<AgreementView> {
    let (seen, terms) = (seen(&caller, &sent)?, sent.body.terms.terms());
    let (reason, on) = (sent.body.reason.clone(), sent.body.on.0);
    let kept = sent
        .keep(&caller, move |writer, turn, _| Ok(reply(&desk::amend_terms(writer, turn, seen, terms, (&reason, on))?)));
    kept.await
}

/// A version of the terms.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TermsVersionView {
    /// Its number: 1 is what was signed first.
    pub number: u32,
    /// What was agreed.
    pub terms: TermsView,
    /// The day on which it was agreed; null while it is spoken about.
    pub agreed_on: Option<Day>,
    /// Why it was amended.
    pub reason: String,
    /// Who wrote it in: post and person.
    pub by: String,
    /// When.
    pub at: Moment,
}

impl From<&TermsVersion> for TermsVersionView {
    fn from(one: &TermsVersion) -> TermsVersionView {
        TermsVersionView {
            number: one.number,
            terms: TermsView::from(&one.terms),
            agreed_on: one.agreed_on.map(Day),
            reason: one.reason.clone(),
            by: one.by.clone(),
            at: Moment(one.at),
        }
    }
}

async fn versions(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<TermsVersionView>> {
    let page = page_of(&caller, &way).await?;
    Ok(Found::listed(Listed::whole(page.versions.iter().map(TermsVersionView::from).collect())))
}

/// Which versions are compared.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ComparisonQuery {
    /// The earlier one, by its number; left out, the one before the later.
    from: Option<u32>,
    /// The later one; left out, the last.
    to: Option<u32>,
}

/// What one version says otherwise than another.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TermsChangeView {
    /// Which part: `technologies`, `field`, `territory`, `exclusivity`, `since`, `until`, `renewal`, `notice`, or `clause:` and its subject.
    pub part: String,
    /// What the earlier one says; empty where it says nothing.
    pub before: String,
    /// What the later one says.
    pub after: String,
}

fn part(part: TermsPart) -> String {
    match part {
        TermsPart::Technologies => "technologies".to_owned(),
        TermsPart::Field => "field".to_owned(),
        TermsPart::Territory => "territory".to_owned(),
        TermsPart::Exclusivity => "exclusivity".to_owned(),
        TermsPart::Since => "since".to_owned(),
        TermsPart::Until => "until".to_owned(),
        TermsPart::Renewal => "renewal".to_owned(),
        TermsPart::Notice => "notice".to_owned(),
        TermsPart::Clause(subject) => format!("clause:{subject}"),
    }
}

async fn compare(caller: Caller, way: Way, query: ComparisonQuery) -> Outcome<Listed<TermsChangeView>> {
    let page = page_of(&caller, &way).await?;
    let of = |number: u32| page.versions.iter().find(|version| version.number == number);
    let last = page.versions.last().map_or(1, |version| version.number);
    let to = query.to.unwrap_or(last);
    let from = query.from.unwrap_or(to.saturating_sub(1).max(1));
    let (Some(before), Some(after)) = (of(from), of(to)) else { return Err(missing(&caller)) };
    let changes = terms_changes(&before.terms, &after.terms).into_iter().map(|change| TermsChangeView {
        part: part(change.part),
        before: change.before,
        after: change.after,
    });
    Ok(Found::listed(Listed::whole(changes.collect())))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.change(
        (Method::PUT, "/api/v1/agreements/{agreement}/terms"),
        open,
        "write_terms",
        "Writes the terms of an agreement that is not signed",
        write,
    )
    .change(
        (Method::POST, "/api/v1/agreements/{agreement}/amendments"),
        open,
        "amend_terms",
        "Makes the next version of signed terms",
        amend,
    )
    .read(
        "/api/v1/agreements/{agreement}/versions",
        open,
        "list_terms_versions",
        "Every version of the terms",
        versions,
    )
    .read(
        "/api/v1/agreements/{agreement}/comparison",
        open,
        "compare_terms",
        "What one version of the terms says otherwise than another",
        compare,
    )
}
