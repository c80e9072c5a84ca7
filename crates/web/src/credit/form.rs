//! What was agreed of a line of credit: written down, and changed.

use axum::extract::Path;
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{
    AgreementId, CREDIT_LINE_CHARS_MAX, CREDIT_TEXT_CHARS_MAX, Credit, CreditId, Currency, Date, HostId, Marking,
    PostId, UnitId,
};

use super::terms::{Reading, as_typed, fields};
use super::{crumbs, crumbs_to};
use crate::caller::Caller;
use crate::component::{Button, Choice, Field, Form, Page, Section, Slips};
use crate::course::{Course, Sheet};
use crate::failed::{Answer, failed};
use crate::host::form::chosen_marking;
use crate::marking::{self, MarkingChoices};
use crate::typed::Typed;

/// What the form offers.
struct Offered {
    posts: Vec<Choice>,
    deciders: Vec<Choice>,
    lenders: Vec<Choice>,
    agreements: Vec<Choice>,
    units: Vec<Choice>,
    marks: MarkingChoices,
    before: Option<Credit>,
    /// Whether somebody else changed it, so that what is sent next is written in view of that.
    is_changed: bool,
}

fn load(office: &Office, officer: &Officer, id: Option<&str>) -> Result<Offered, Failure> {
    let before = id.map(|id| office.credit(id)).transpose()?;
    let hosts = office.hosts("")?;
    let posts = office.posts()?;
    let open = posts.iter().filter(|post| !post.closed);
    Ok(Offered {
        posts: officer.posts.iter().map(|(post, _)| Choice::new(post.id.as_str(), post.title.clone())).collect(),
        deciders: open.map(|post| Choice::new(post.id.as_str(), post.title.clone())).collect(),
        lenders: hosts.iter().map(|host| Choice::new(host.id.to_string(), host.name().to_owned())).collect(),
        agreements: office
            .agreements_for_credit()?
            .into_iter()
            .map(|(id, title)| Choice::new(id.to_string(), title))
            .collect(),
        units: office.tree()?.units().map(|unit| Choice::new(unit.id.as_str(), unit.name.clone())).collect(),
        marks: MarkingChoices::of(office, officer)?,
        before,
        is_changed: false,
    })
}

impl Course for Offered {
    type Kept = Credit;
    const FIELD: &'static str = "title";

    fn load(
        office: &Office,
        officer: &Officer,
        id: Option<&str>,
        _: Option<&Typed>,
        _: Date,
    ) -> Result<Offered, Failure> {
        load(office, officer, id)
    }

    fn as_typed(&self) -> Option<Typed> {
        self.before.as_ref().map(typed_of)
    }

    fn sees_change(&mut self) -> bool {
        self.is_changed = true;
        true
    }

    fn draw(&self, caller: &Caller, typed: &Typed, once: &str, slips: &Slips) -> Markup {
        draw(caller, self, typed, once, slips)
    }

    fn address(credit: &Credit) -> String {
        format!("/credits/{}", credit.id)
    }
}

pub async fn show_new(caller: Caller) -> Answer {
    // Drawn here, so that the form that is sent twice writes one line.
    let once = CreditId::from_bits(caller.app.ids()());
    Sheet::new(once).show::<Offered>(&caller, Some(Typed::default())).await
}

pub async fn show_change(caller: Caller, Path(id): Path<String>) -> Answer {
    Sheet::of(id).show::<Offered>(&caller, None).await
}

fn typed_of(credit: &Credit) -> Typed {
    let plain = [
        ("title", credit.title.clone()),
        ("lender", credit.lender.to_string()),
        ("agreement", credit.agreement.map_or_else(String::new, |agreement| agreement.to_string())),
        ("unit", credit.unit.to_string()),
        ("decider", credit.decider.to_string()),
        ("currency", credit.currency.code().to_owned()),
        ("currency-name", credit.currency_name.clone()),
        ("remark", credit.remark.clone()),
        ("level", credit.marking.level.word().to_owned()),
        ("revision", credit.revision.to_string()),
    ];
    let compartments = credit.marking.compartments.iter().map(|one| ("compartment", one.to_string()));
    let release = credit.marking.release.iter().flatten().map(|one| ("release", one.to_string()));
    let terms = as_typed(&credit.terms, credit.currency);
    Typed::of(plain.into_iter().chain(terms).chain(compartments).chain(release))
}

/// The line that was typed, and what cannot be read of it.
fn credit(caller: &Caller, typed: &Typed, id: CreditId, marking: Marking, slips: &mut Slips) -> Option<Credit> {
    let speech = caller.visit.speech;
    if typed.get("title").is_empty() {
        slips.note("title", speech.say("credit-title-missing"));
    }
    let currency = Currency::new(typed.get("currency"));
    if currency.is_none() {
        slips.note("currency", speech.say("credit-currency-unread"));
    }
    let (lender, unit) = (HostId::parse(typed.get("lender")), UnitId::new(typed.get("unit")).ok());
    let decider = PostId::new(typed.get("decider")).ok();
    for (field, is_there) in [("lender", lender.is_some()), ("unit", unit.is_some()), ("decider", decider.is_some())] {
        if !is_there {
            slips.note(field, speech.say("credit-choose"));
        }
    }
    let post = typed.some("post").and_then(|post| PostId::new(post).ok());
    let post = post.or_else(|| caller.officer.post_ids().into_iter().next());
    if post.is_none() {
        slips.note("title", speech.say("request-no-post"));
    }
    let terms = Reading { typed, speech, slips }.terms(currency);
    if !slips.is_empty() {
        return None;
    }
    Some(Credit {
        id,
        title: typed.get("title").to_owned(),
        lender: lender?,
        agreement: AgreementId::parse(typed.get("agreement")),
        unit: unit?,
        post: post?,
        decider: decider?,
        currency: currency?,
        currency_name: typed.get("currency-name").to_owned(),
        terms: terms?,
        remark: typed.get("remark").to_owned(),
        marking,
        revision: typed.get("revision").parse().unwrap_or_default(),
        made_at: 0,
    })
}

pub async fn register(caller: Caller, typed: Typed) -> Answer {
    let id = CreditId::parse(typed.get("once")).unwrap_or_else(|| CreditId::from_bits(caller.app.ids()()));
    let sheet = Sheet::new(id);
    let mut slips = Slips::new();
    let Some(credit) = credit(&caller, &typed, id, marking::chosen(&typed), &mut slips) else {
        return sheet.slipped::<Offered>(&caller, typed, &slips).await;
    };
    let done = caller.act(move |writer, turn, _| desk::keep_credit(writer, turn, credit, true)).await;
    sheet.ended::<Offered>(&caller, typed, done).await
}

pub async fn change(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let read = name.clone();
    let held = caller.read(move |office| office.credit(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let sheet = Sheet::of(name);
    let mut slips = Slips::new();
    let marking = chosen_marking(&typed, &held.marking);
    let Some(credit) = credit(&caller, &typed, held.id, marking, &mut slips) else {
        return sheet.slipped::<Offered>(&caller, typed, &slips).await;
    };
    let done = caller.act(move |writer, turn, _| desk::keep_credit(writer, turn, credit, false)).await;
    sheet.ended::<Offered>(&caller, typed, done).await
}

fn draw(caller: &Caller, offered: &Offered, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let (title, action, send, crumbs) = match &offered.before {
        None => (speech.say("credit-new"), "/credits/new".to_owned(), speech.say("credit-register"), crumbs(speech)),
        Some(before) => (
            speech.say("credit-change"),
            format!("/credits/{}/change", before.id),
            speech.say("host-save"),
            crumbs_to(speech, before),
        ),
    };
    let none = || std::iter::once(Choice::new("", speech.say("credit-none-chosen")));
    let from = |choices: &[Choice]| none().chain(choices.iter().cloned()).collect::<Vec<Choice>>();
    let mut form = Form::new(visit, &action).slips(slips).guarded();
    if !once.is_empty() {
        form = form.once(once);
    }
    Page::new(visit, title).here(Section::Acquisition).crumbs(crumbs).slips(slips).draw(form.around(html! {
        (Field::text("title", speech.say("credit-title")).value(typed.get("title")).length_max(CREDIT_LINE_CHARS_MAX).slips(slips).draw(speech))
        (Field::select("lender", speech.say("credit-lender"), from(&offered.lenders)).hint(speech.say("credit-lender-hint")).value(typed.get("lender")).slips(slips).draw(speech))
        (Field::select("agreement", speech.say("credit-agreement"), from(&offered.agreements)).value(typed.get("agreement")).optional().slips(slips).draw(speech))
        (Field::select("unit", speech.say("credit-unit"), from(&offered.units)).value(typed.get("unit")).slips(slips).draw(speech))
        @if offered.before.is_none() && offered.posts.len() > 1 {
            (Field::select("post", speech.say("credit-post"), offered.posts.clone()).value(typed.get("post")).slips(slips).draw(speech))
        }
        (Field::select("decider", speech.say("credit-decider"), from(&offered.deciders)).hint(speech.say("credit-decider-hint")).value(typed.get("decider")).slips(slips).draw(speech))
        (Field::text("currency", speech.say("credit-currency")).hint(speech.say("credit-currency-hint")).value(typed.get("currency")).narrow().length_max(3).slips(slips).draw(speech))
        (Field::text("currency-name", speech.say("credit-currency-name")).hint(speech.say("credit-currency-name-hint")).value(typed.get("currency-name")).optional().length_max(CREDIT_LINE_CHARS_MAX).slips(slips).draw(speech))
        (fields(speech, typed, slips))
        h2 { (speech.say("credit-rest")) }
        (Field::lines("remark", speech.say("host-remark"), 3).value(typed.get("remark")).optional().length_max(CREDIT_TEXT_CHARS_MAX).slips(slips).draw(speech))
        (offered.marks.fields(speech, typed, slips))
        @if let Some(before) = &offered.before {
            @let seen = if offered.is_changed { before.revision.to_string() } else { typed.get("revision").to_owned() };
            input type="hidden" name="revision" value=(seen);
        }
        div class="actions" { (Button::primary(&send)) }
    }))
}
