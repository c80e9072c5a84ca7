//! Agreements: their list, their pages, and the forms of all that belongs to them.

mod deliverable;
mod form;
mod list;
mod page;
mod patent;
mod payment;
mod royalty;
mod sheet;
mod step;
mod terms;
mod versions;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use desk::{AgreementPage, AgreementRights, Failure, Office, Officer};
use maud::{Markup, html};
use model::{Agreement, AgreementStage, Date, DeliverableState, Money, Noun, PatentStatus, Thing};

use crate::app::App;
use crate::caller::Caller;
use crate::component::{Crumb, Page, Section, Slips, Tone, tag};
use crate::failed::{Answer, failed, page as page_of, see_other, sentence, was_changed};
use crate::history::{Told, Who, people, tell, who_did};
use crate::mission::step::record_named;
use crate::route::{Policy, Routes};
use crate::sample::SamplesOf;
use crate::speech::Speech;
use crate::typed::Typed;

pub use list::{csv, table};
pub use page::listed;
pub use sheet::{SheetForm, term_sheet};

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let open = Policy::SignedIn;
    routes
        .page("/agreements", open, list::show)
        .page("/agreements/list.csv", open, list::download)
        .page("/agreements/new", open, form::show_new)
        .form("/agreements/new", open, form::begin)
        .page("/agreements/{agreement}", open, page::show)
        .page("/agreements/{agreement}/change", open, form::show_change)
        .form("/agreements/{agreement}/change", open, form::change)
        .page("/agreements/{agreement}/sheet.pdf", open, sheet::pdf)
        .page("/agreements/{agreement}/sheet.docx", open, sheet::docx)
        .form("/agreements/{agreement}/steps", open, step::take)
        .form("/agreements/{agreement}/consents", open, step::consent)
        .form("/agreements/{agreement}/notes", open, step::note)
        .page("/agreements/{agreement}/terms", open, terms::show)
        .form("/agreements/{agreement}/terms", open, terms::write)
        .page("/agreements/{agreement}/versions", open, versions::show)
        .page("/agreements/{agreement}/deliverables", open, deliverable::show_new)
        .form("/agreements/{agreement}/deliverables", open, deliverable::add)
        .page("/deliverables/{deliverable}", open, deliverable::show)
        .form("/deliverables/{deliverable}", open, deliverable::change)
        .form("/deliverables/{deliverable}/steps", open, deliverable::take)
        .form("/deliverables/{deliverable}/uses", open, deliverable::note)
        .page("/agreements/{agreement}/payments", open, payment::show)
        .form("/agreements/{agreement}/payments", open, payment::pay)
        .form("/agreements/{agreement}/payments/{payment}/void", open, payment::void)
        .form("/agreements/{agreement}/instalments", open, payment::plan)
        .form("/agreements/{agreement}/instalments/{instalment}/removal", open, payment::remove)
        .form("/agreements/{agreement}/amendments", open, payment::amend)
        .page("/agreements/{agreement}/royalties", open, royalty::show)
        .form("/agreements/{agreement}/royalties", open, royalty::add)
        .form("/agreements/{agreement}/royalties/{royalty}/end", open, royalty::end)
        .form("/agreements/{agreement}/uses", open, royalty::report)
        .page("/agreements/{agreement}/patents", open, patent::show)
        .form("/agreements/{agreement}/patents", open, patent::write)
        .form("/agreements/{agreement}/patents/{patent}/removal", open, patent::remove)
}

/// What every page of an agreement is drawn from.
struct Loaded {
    /// What is decided of it by cases of control.
    control: Vec<desk::ControlLine>,
    page: AgreementPage,
    rights: AgreementRights,
    /// What its post is called.
    post: String,
    /// What its unit is called.
    unit: String,
    /// Further parties by what they are called.
    parties: Vec<(String, String)>,
    history: Vec<Told>,
    /// Those who asked, decided and wrote, by how the ledger writes them.
    people: BTreeMap<String, Who>,
    /// What its technology is by the control lists.
    classifications: Vec<model::Classification>,
    /// How its parties stand to the lists.
    standing: Vec<desk::PartyStanding>,
    /// Samples that came under it.
    samples: SamplesOf,
    /// What is asked of its post about patents or its end.
    asked: Vec<model::DutyKind>,
    today: Date,
}

impl Loaded {
    /// Who did something, by name and post.
    fn who(&self, speech: Speech, by: &str) -> Markup {
        who_did(speech, &self.people, by)
    }
}

/// Everybody whom the pages of an agreement name as who did something.
fn named(page: &AgreementPage) -> impl Iterator<Item = &str> {
    let consents = page.consents.iter().flat_map(|one| one.decided_by.iter().chain([&one.asked_by]));
    let versions = page.versions.iter().map(|one| &one.by);
    let steps = page.deliverables.iter().flat_map(|line| line.steps.iter().map(|step| &step.by));
    consents.chain(versions).chain(steps).map(String::as_str)
}

fn load(office: &Office, officer: &Officer, id: &str, today: Date) -> Result<Loaded, Failure> {
    let page = office.agreement_page(id, today)?;
    let agreement = &page.agreement;
    let post = office.post(&agreement.post)?.map_or_else(|| agreement.post.to_string(), |post| post.title);
    let unit = office.unit_name(agreement.unit.as_str())?.unwrap_or_else(|| agreement.unit.to_string());
    let mut parties = Vec::new();
    for party in &agreement.parties {
        let name = match party.host {
            Some(host) => office.party_name(host)?.unwrap_or_default(),
            None => party.name.clone(),
        };
        parties.push((name, party.part.clone()));
    }
    let subject = Thing::new(Noun::Agreement, agreement.id);
    let duties = office.duties_about(&subject)?.into_iter();
    let asked = duties.filter(|duty| duty.state == model::DutyState::Open).map(|duty| duty.kind).collect();
    let history = tell(office, office.history(&subject)?)?;
    let classifications = office.classifications(&subject)?;
    let samples = SamplesOf::of(office, office.samples_of_agreement(agreement.id)?)?;
    let rights = office.agreement_rights(officer, &page)?;
    let people = people(office, named(&page))?;
    let control = office.control_lines(&subject)?;
    let standing = office.parties_standing(&subject)?;
    Ok(Loaded {
        standing,
        control,
        classifications,
        rights,
        page,
        post,
        unit,
        parties,
        history,
        people,
        samples,
        asked,
        today,
    })
}

/// How one of these pages is drawn: from what it shows, what was typed, what is to be corrected.
type Draw = fn(&Caller, &Loaded, &Typed, &Slips) -> Markup;

/// Shows one of the pages of an agreement, with what was typed and what is to be corrected.
async fn again(caller: &Caller, id: String, draw: Draw, typed: &Typed, slips: &Slips, status: StatusCode) -> Answer {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = caller.read(move |office| load(office, &officer, &id, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page_of(status, draw(caller, &loaded, typed, slips)))
}

/// Shows it as it is opened.
async fn open(caller: &Caller, id: String, draw: Draw) -> Answer {
    again(caller, id, draw, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

/// Shows it again because something cannot be read.
async fn unread(caller: &Caller, id: String, draw: Draw, typed: &Typed, slips: &Slips) -> Answer {
    again(caller, id, draw, typed, slips, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// After something was written: onwards, or the page again with the refusal at a field.
async fn ended<T>(
    caller: &Caller,
    (id, draw): (String, Draw),
    (typed, field): (&Typed, &str),
    onwards: &str,
    done: Result<T, Failure>,
) -> Result<Response, Response> {
    match done {
        Ok(_) => Ok(see_other(onwards)),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(sentence) => {
                let mut slips = Slips::new();
                slips.note(field, sentence);
                let status =
                    if was_changed(&failure) { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
                again(caller, id, draw, typed, &slips, status).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

/// The revision that a form was drawn from.
fn revision(typed: &Typed) -> u32 {
    typed.get("revision").parse().unwrap_or_default()
}

/// The day in a field; a slip where it is none.
fn day(speech: Speech, typed: &Typed, field: &str, slips: &mut Slips) -> Option<Date> {
    let text = typed.some(field)?;
    let day = Date::parse(text);
    if day.is_none() {
        slips.note(field, speech.say("mission-day-unread"));
    }
    day
}

/// The day in a field that has to be there.
fn day_needed(speech: Speech, typed: &Typed, field: &str, slips: &mut Slips) -> Option<Date> {
    if typed.some(field).is_none() {
        slips.note(field, speech.say("mission-day-unread"));
    }
    day(speech, typed, field, slips)
}

/// The amount in a field; a slip where it is none.
fn amount(speech: Speech, typed: &Typed, field: &str, slips: &mut Slips) -> Option<Money> {
    match Money::parse(typed.some(field)?) {
        Ok(money) => Some(money),
        Err(refusal) => {
            slips.note(field, speech.refusal(&refusal));
            None
        }
    }
}

/// The things that are cited as evidence: records by number, identifier or address; missions and attachments by their noun and name.
fn cited(office: &Office, lines: &[String]) -> Result<Vec<Thing>, Failure> {
    let mut found = Vec::new();
    for line in lines {
        let thing = match Thing::parse(line).filter(|thing| matches!(thing.noun, Noun::Attachment | Noun::Mission)) {
            Some(thing) => thing,
            None => Thing::new(Noun::Record, record_named(office, line)?),
        };
        found.push(thing);
    }
    Ok(found)
}

/// Evidence as a link; of what is not seen, that there is some.
fn evidence(speech: Speech, thing: &Thing) -> Markup {
    let name = &thing.name;
    html! {
        @if name.is_empty() {
            span class="quiet" { (speech.say("agreement-evidence-unseen")) }
        } @else {
            @match thing.noun {
                Noun::Record => a href={ "/records/" (name) } { (speech.say("noun-record")) " " (name) },
                Noun::Mission => a href={ "/missions/" (name) } { (speech.say("noun-mission")) " " (name) },
                noun => { (speech.say(&format!("noun-{noun}"))) " " (name) }
            }
        }
    }
}

/// Where an agreement stands, as a tag.
pub fn stage(speech: Speech, stage: AgreementStage) -> Markup {
    let tone = match stage {
        AgreementStage::InForce | AgreementStage::Fulfilled => Tone::Good,
        AgreementStage::Terminated => Tone::Bad,
        AgreementStage::Expired => Tone::Warn,
        AgreementStage::Interest | AgreementStage::Negotiation | AgreementStage::Signed => Tone::Plain,
    };
    tag(tone, &speech.say(&format!("agreement-stage-{stage}")))
}

/// Where a deliverable stands, as a tag.
fn deliverable_state(speech: Speech, state: DeliverableState) -> Markup {
    let tone = match state {
        DeliverableState::Accepted => Tone::Good,
        DeliverableState::Contested => Tone::Bad,
        DeliverableState::Delivered => Tone::Warn,
        DeliverableState::Awaited | DeliverableState::Waived => Tone::Plain,
    };
    tag(tone, &speech.say(&format!("deliverable-state-{state}")))
}

/// Where a patent stands in a territory, as a tag.
fn patent_status(speech: Speech, status: PatentStatus) -> Markup {
    let tone = match status {
        PatentStatus::Granted => Tone::Good,
        PatentStatus::Pending => Tone::Plain,
        PatentStatus::Lapsed | PatentStatus::Expired | PatentStatus::Revoked => Tone::Bad,
    };
    tag(tone, &speech.say(&format!("patent-status-{status}")))
}

/// An address on the page of an agreement.
fn address(agreement: &Agreement, part: &str) -> String {
    format!("/agreements/{}{part}", agreement.id)
}

/// The way back to the list.
fn crumbs(speech: Speech) -> Vec<Crumb> {
    vec![Crumb::of(speech, Section::Acquisition)]
}

/// A page of what belongs to an agreement, with the way back to it.
fn part_page<'a>(caller: &'a Caller, loaded: &Loaded, title: String, slips: &Slips) -> Page<'a> {
    let (speech, agreement) = (caller.visit.speech, &loaded.page.agreement);
    let mut crumbs = crumbs(speech);
    crumbs.push(Crumb::new(agreement.title.clone(), address(agreement, "")));
    Page::new(&caller.visit, title)
        .here(Section::Acquisition)
        .crumbs(crumbs)
        .slips(slips)
        .lead(html! { bdi { (agreement.title) } " " (stage(speech, agreement.stage)) })
}

/// The revision in a form: of a form that is shown again because somebody changed something, that of now.
fn seen(loaded: &Loaded) -> Markup {
    html! { input type="hidden" name="revision" value=(loaded.page.agreement.revision); }
}
