//! Agreements: begun by a post, negotiated, consented to, signed, kept. Each step keeps state, fact, duties and links in one transaction.

mod amendment;
mod consent;
mod deliverable;
mod patent;
mod payment;
mod royalty;
mod sheet;
mod step;
mod tend;
mod terms;

use std::collections::BTreeSet;

use model::{
    Agreement, AgreementBalance, AgreementBasis, AgreementId, AgreementInstalment, AgreementPayment, AgreementStage,
    AgreementView, Consent, Date, Deliverable, DeliverableStep, Host, HostId, InstalmentStand, Link, LinkKind, Marking,
    Need, NeedId, Noun, PatentRight, Refusal, Royalty, Terms, TermsVersion, Thing, UseNote, UseReport, Verb,
    agreement_balances, instalment_stands, sentence,
};
use store::{AgreementFilter, Deed, Scope, Writer};

pub use amendment::amend_instalment;
pub use consent::{ask_consent, decide_consent};
pub(crate) use deliverable::no_deliverable;
pub use deliverable::{note_use, take_deliverable_step, write_deliverable};
pub use patent::{remove_patent, write_patent};
pub use payment::{note_payment, remove_instalment, void_payment, write_instalment};
pub use royalty::{no_royalty, report_use, write_royalty};
pub use sheet::paper_document;
pub use step::{AgreementRights, note_agreement, take_agreement_step};
pub(crate) use tend::tend_agreements;
pub use terms::{amend_terms, write_terms};

use crate::host::no_host;
use crate::review::{Turn, not_found};
use crate::{Failure, Office, Officer};

/// Agreements on one page of the list.
pub const AGREEMENTS_PAGE: usize = 50;

/// A deliverable with its course and what is known of its use.
#[derive(Clone, Debug)]
pub struct DeliverableLine {
    /// The deliverable.
    pub deliverable: Deliverable,
    /// The steps of its course, in their order.
    pub steps: Vec<DeliverableStep>,
    /// What was noted of its use.
    pub uses: Vec<UseNote>,
}

impl DeliverableLine {
    /// Whether something but words shows that it is used.
    pub fn is_used(&self) -> bool {
        self.uses.iter().any(|note| note.evidence.is_some())
    }
}

/// An agreement with all that belongs to it.
#[derive(Clone, Debug)]
pub struct AgreementPage {
    /// The agreement.
    pub agreement: Agreement,
    /// The other side.
    pub host: Option<Host>,
    /// The needs that it serves.
    pub needs: Vec<Need>,
    /// Its terms in every version, the first first.
    pub versions: Vec<TermsVersion>,
    /// The consents that were asked for, in their order.
    pub consents: Vec<Consent>,
    /// What each side owes, by number.
    pub deliverables: Vec<DeliverableLine>,
    /// The plan of payments, by number.
    pub instalments: Vec<AgreementInstalment>,
    /// What each instalment stands at, in the same order.
    pub stands: Vec<InstalmentStand>,
    /// What was paid, by number.
    pub payments: Vec<AgreementPayment>,
    /// Sums by currency.
    pub balances: Vec<AgreementBalance>,
    /// Its royalties, by number.
    pub royalties: Vec<Royalty>,
    /// What was reported of use, by year.
    pub reports: Vec<UseReport>,
    /// Years that are over and whose use is owed and was not reported.
    pub n_unreported: usize,
    /// Its patents, by number.
    pub patents: Vec<PatentRight>,
}

/// Which agreements are looked for in the list.
#[derive(Clone, Debug, Default)]
pub struct AgreementSearch {
    /// What the store knows to tell apart.
    pub filter: AgreementFilter,
    /// With each of these words in title, technologies, remark or the names of the other side.
    pub words: String,
}

pub(crate) fn no_agreement(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "agreement",
        text: text.to_owned(),
        next: sentence!("next-look-agreements", "look for it in the list of agreements"),
    }
}

pub(crate) fn thing(id: AgreementId) -> Thing {
    Thing::new(Noun::Agreement, id)
}

pub(crate) fn held(deed: &Deed<'_>, officer: &Officer, id: AgreementId) -> Result<Agreement, Failure> {
    Ok(deed.agreement(&officer.scope, id)?.ok_or_else(|| no_agreement(&id.to_string()))?)
}

/// An agreement of which something is to be changed by its post: held, seen as it is now, and not over. Answers by whom.
fn open(
    deed: &Deed<'_>,
    officer: &Officer,
    (id, revision): (AgreementId, u32),
) -> Result<(Agreement, String), Failure> {
    let held = held(deed, officer, id)?;
    let actor = officer.acting_for(&held.post)?;
    held.from_revision(revision)?;
    if !held.is_open_to_change() {
        return Err(over(&held));
    }
    Ok((held, actor.to_string()))
}

/// An agreement of which something is to be settled by its post: held, seen as it is now, and not over without ever having been signed.
/// What was agreed is paid, reported, delivered and contested after its end as well. Answers by whom.
fn settling(
    deed: &Deed<'_>,
    officer: &Officer,
    (id, revision): (AgreementId, u32),
) -> Result<(Agreement, String), Failure> {
    let held = held(deed, officer, id)?;
    let actor = officer.acting_for(&held.post)?;
    held.from_revision(revision)?;
    if !held.is_open_to_settling() {
        return Err(over(&held));
    }
    Ok((held, actor.to_string()))
}

fn over(held: &Agreement) -> Failure {
    Failure::said(sentence!(
        "agreement-over",
        "The agreement stands at “{stage}”, and nothing of it is changed any more; make another for what is new",
        stage = held.stage
    ))
}

/// The join of the markings of all that an agreement is drawn from. What the officer does not see is not there.
fn drawn_marking(deed: &Deed<'_>, officer: &Officer, agreement: &Agreement) -> Result<Marking, Failure> {
    let scope = &officer.scope;
    let mut marking = agreement.marking.clone();
    for need in &agreement.needs {
        marking = marking.join(&deed.need(scope, need)?.ok_or_else(|| not_found(need.as_str()))?.marking);
    }
    let others = agreement.parties.iter().filter_map(|party| party.host);
    for host in others.chain([agreement.host]) {
        marking = marking.join(&deed.host(scope, host)?.ok_or_else(|| no_host(&host.to_string()))?.marking);
    }
    if officer.clearance.may_see(&marking) {
        return Ok(marking);
    }
    Err(Failure::said(sentence!(
        "marking-blind-agreement",
        "You could not see the agreement once it is so marked; choose a marking that you are cleared for"
    )))
}

/// Draws links to the needs that are new, and takes away those to needs that it does not serve any more.
fn relink(deed: &mut Deed<'_>, before: Option<&Agreement>, after: &Agreement) -> Result<(), Failure> {
    let needs =
        |agreement: &Agreement| -> BTreeSet<String> { agreement.needs.iter().map(ToString::to_string).collect() };
    let (earlier, later) = (before.map(needs).unwrap_or_default(), needs(after));
    let link = |need: &String| Link::new(thing(after.id), LinkKind::Serves, Thing::new(Noun::Need, need));
    for need in earlier.difference(&later) {
        deed.undraw(&link(need))?;
    }
    for need in later.difference(&earlier) {
        deed.draw(&link(need))?;
    }
    Ok(())
}

/// The thing that somebody names as evidence, where it is held and seen by them.
fn seen_evidence(deed: &Deed<'_>, officer: &Officer, evidence: &Thing) -> Result<(), Failure> {
    let scope = &officer.scope;
    let name = evidence.name.as_str();
    let is_there = match evidence.noun {
        Noun::Record => match model::RecordId::parse(name) {
            Some(id) => deed.marking_of_record(scope, id)?.is_some(),
            None => false,
        },
        Noun::Attachment => match model::AttachmentId::parse(name) {
            Some(id) => deed.attachment(scope, id)?.is_some(),
            None => false,
        },
        Noun::Mission => match model::MissionId::parse(name) {
            Some(id) => deed.mission(scope, id)?.is_some(),
            None => false,
        },
        _ => false,
    };
    if is_there {
        return Ok(());
    }
    Err(Failure::said(sentence!(
        "evidence-missing",
        "There is no record, attachment or mission “{name}”; write its number as it stands on its page, or say in words what was seen",
        name = evidence.name
    )))
}

/// Keeps what was written of an agreement: a new one at its first stage, or a change. Its terms, deliverables and payments are written
/// apart. Once it is signed, sides, kind and basis stand.
///
/// A new one that is there already, because its form was sent twice, is answered as it is held.
///
/// # Errors
/// Refused when the officer does not act for its post, when something of it is not there, when somebody else changed it, when it is over,
/// or when its marking would become wider.
pub fn write_agreement(
    writer: &mut Writer,
    turn: &Turn<'_>,
    written: Agreement,
    revision: Option<u32>,
) -> Result<Agreement, Failure> {
    let written = written.tidied()?;
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let Some(revision) = revision else { return begin(deed, turn, &written) };
        let (held, by) = open(deed, officer, (written.id, revision))?;
        let mut next = Agreement {
            title: written.title.clone(),
            needs: written.needs.clone(),
            remark: written.remark.clone(),
            marking: written.marking.join(&held.marking),
            revision: held.revision + 1,
            ..held.clone()
        };
        if held.is_signed() {
            let stands = written.kind == held.kind
                && written.basis == held.basis
                && written.host == held.host
                && written.parties == held.parties;
            if !stands {
                return Err(Failure::said(sentence!(
                    "agreement-signed-stands",
                    "It is signed, so its sides, kind and basis stand; end it and make another, or amend its terms"
                )));
            }
        } else {
            next.kind = written.kind;
            next.basis = written.basis;
            next.host = written.host;
            next.parties.clone_from(&written.parties);
            let money = !deed.instalments(held.id)?.is_empty() || !deed.royalties(held.id)?.is_empty();
            if money && next.basis == AgreementBasis::NonCommercial {
                return Err(Failure::said(sentence!(
                    "agreement-has-money",
                    "Instalments or royalties stand in this agreement; take them out before you say that it is not commercial"
                )));
            }
            consent::void(deed, &held)?;
        }
        next.marking = drawn_marking(deed, officer, &next)?;
        deed.keep_agreement(&next, &held.fact(&by, Verb::Restated))?;
        relink(deed, Some(&held), &next)?;
        Ok(next)
    })
}

fn begin(deed: &mut Deed<'_>, turn: &Turn<'_>, written: &Agreement) -> Result<Agreement, Failure> {
    let officer = turn.officer;
    let by = officer.acting_for(&written.post)?.to_string();
    let post = deed.post(&written.post)?.ok_or_else(|| {
        Failure::said(sentence!("post-gone-reload", "The post is not there any more; reload the page"))
    })?;
    if let Some(held) = deed.agreement(&Scope::office(), written.id)? {
        let is_seen = officer.clearance.may_see(&held.marking);
        return if held.post == written.post && held.title == written.title && is_seen {
            Ok(held)
        } else {
            Err(Failure::said(sentence!(
                "agreement-form-sent",
                "This form was sent before; open a new one to begin a further agreement"
            )))
        };
    }
    let agreement = Agreement {
        unit: post.unit,
        stage: AgreementStage::Interest,
        terms: Terms::proposed(written.kind),
        signed_on: None,
        in_force_on: None,
        ended_on: None,
        reason: String::new(),
        revision: 0,
        made_at: turn.now,
        ..written.clone()
    };
    let agreement = Agreement { marking: drawn_marking(deed, officer, &agreement)?, ..agreement };
    deed.keep_agreement(&agreement, &agreement.fact(&by, Verb::Stated).to(format!("unit:{}", agreement.unit)))?;
    let (terms, reason) = (agreement.terms.clone(), String::new());
    deed.keep_terms(agreement.id, &TermsVersion { number: 1, terms, agreed_on: None, reason, by, at: turn.now })?;
    relink(deed, None, &agreement)?;
    Ok(agreement)
}

impl Office {
    /// The agreement of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn agreement(&self, text: &str) -> Result<Agreement, Failure> {
        let id = AgreementId::parse(text).ok_or_else(|| no_agreement(text))?;
        Ok(self.reader.agreement(&self.scope, id)?.ok_or_else(|| no_agreement(text))?)
    }

    /// An agreement with all that belongs to it, as it stands on a day.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn agreement_page(&self, text: &str, today: Date) -> Result<AgreementPage, Failure> {
        let agreement = self.agreement(text)?;
        let (reader, scope, id) = (&self.reader, &self.scope, agreement.id);
        let mut needs = Vec::new();
        for need in &agreement.needs {
            needs.extend(reader.need(scope, need)?);
        }
        let mut lines = Vec::new();
        for deliverable in reader.deliverables(scope, id)? {
            let steps = reader.deliverable_steps(scope, deliverable.id)?;
            lines.push(DeliverableLine { steps, uses: reader.uses(scope, deliverable.id)?, deliverable });
        }
        let deliverables: Vec<Deliverable> = lines.iter().map(|line| line.deliverable.clone()).collect();
        let (instalments, payments) = (reader.instalments(scope, id)?, reader.payments(scope, id)?);
        let (royalties, reports) = (reader.royalties(scope, id)?, reader.use_reports(scope, id)?);
        Ok(AgreementPage {
            host: reader.host(scope, agreement.host)?,
            needs,
            versions: reader.terms_versions(scope, id)?,
            consents: reader.consents(scope, id)?,
            stands: instalment_stands(&instalments, &payments, &deliverables, today),
            balances: agreement_balances(&instalments, &payments, &deliverables, today),
            deliverables: lines,
            instalments,
            payments,
            n_unreported: tend::unreported(&royalties, &reports, &agreement, today).len(),
            royalties,
            reports,
            patents: reader.patents(scope, id)?,
            agreement,
        })
    }

    /// Agreements that fit, the newest first, each with the name of the other side.
    ///
    /// # Errors
    /// When the store fails.
    pub fn agreements(&self, search: &AgreementSearch) -> Result<Vec<(Agreement, String)>, Failure> {
        let words: Vec<String> = search.words.split_whitespace().map(str::to_lowercase).collect();
        let mut found = Vec::new();
        for agreement in self.reader.agreements(&self.scope, &search.filter)? {
            let host = self.reader.host(&self.scope, agreement.host)?;
            let names = host.as_ref().map(|host| host.every_name().join(" ")).unwrap_or_default();
            let text = format!("{} {} {} {names}", agreement.title, agreement.terms.technologies, agreement.remark);
            let text = text.to_lowercase();
            if words.iter().all(|word| text.contains(word)) {
                found.push((agreement, host.map(|host| host.name().to_owned()).unwrap_or_default()));
            }
        }
        Ok(found)
    }

    /// Agreements that serve a need, the newest first, each with the name of the other side.
    ///
    /// # Errors
    /// When the store fails.
    pub fn agreements_serving(&self, need: &NeedId) -> Result<Vec<(Agreement, String)>, Failure> {
        let filter = AgreementFilter { need: Some(need.clone()), ..AgreementFilter::default() };
        self.agreements(&AgreementSearch { filter, words: String::new() })
    }

    /// Agreements with a host, as the other side or a further party, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn agreements_with(&self, host: HostId) -> Result<Vec<(Agreement, String)>, Failure> {
        let filter = AgreementFilter { host: Some(host), ..AgreementFilter::default() };
        self.agreements(&AgreementSearch { filter, words: String::new() })
    }

    /// How many agreements stand on each of the lists that are always there, on a day.
    ///
    /// # Errors
    /// When the store fails.
    pub fn agreement_views(&self, today: Date, days: i64) -> Result<Vec<(AgreementView, u64)>, Failure> {
        let count = |view: &AgreementView| {
            let filter = AgreementFilter { view: Some((*view, today, days)), ..AgreementFilter::default() };
            Ok((*view, self.reader.n_agreements(&self.scope, &filter)?))
        };
        AgreementView::ALL.iter().map(count).collect()
    }

    /// The name of a host that is a party to something; `None` where it is not seen.
    ///
    /// # Errors
    /// When the store fails.
    pub fn party_name(&self, host: HostId) -> Result<Option<String>, Failure> {
        Ok(self.reader.host(&self.scope, host)?.map(|host| host.name().to_owned()))
    }
}
