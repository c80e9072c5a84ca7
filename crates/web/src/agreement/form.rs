//! What is said of an agreement: begun, and changed.

use axum::extract::{Path, RawQuery};
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{
    AGREEMENT_LINE_CHARS_MAX, AGREEMENT_TEXT_CHARS_MAX, Agreement, AgreementBasis, AgreementId, AgreementKind,
    AgreementParty, AgreementStage, HostId, Marking, Need, NeedId, PostId, Stage, Terms, TermsTemplate, UnitId,
};

use super::list::kinds;
use super::{address, crumbs, revision};
use crate::caller::Caller;
use crate::component::{Button, Choice, Crumb, Field, Form, Page, Section, Slips};
use crate::course::{Course, Sheet};
use crate::failed::{Answer, failed};
use crate::host::form::chosen_marking;
use crate::marking::{self, MarkingChoices};
use crate::typed::Typed;

/// Needs that are offered: the accepted ones of one's own posts and units first.
const NEEDS_OFFERED: usize = 60;

/// Hosts that are offered.
const HOSTS_OFFERED: usize = 500;

struct Offered {
    posts: Vec<(PostId, String)>,
    hosts: Vec<(HostId, String)>,
    needs: Vec<Need>,
    marks: MarkingChoices,
    before: Option<Agreement>,
    today: model::Date,
    is_changed: bool,
}

fn load(
    office: &Office,
    officer: &Officer,
    id: Option<&str>,
    typed: &Typed,
    today: model::Date,
) -> Result<Offered, Failure> {
    let before = id.map(|id| office.agreement(id)).transpose()?;
    let held = before.as_ref().map(|before| before.host);
    let mut hosts: Vec<(HostId, String)> =
        office.hosts("")?.into_iter().map(|host| (host.id, host.name().to_owned())).collect();
    hosts.sort_by_cached_key(|(id, name)| (Some(*id) != held, name.to_lowercase()));
    hosts.truncate(HOSTS_OFFERED);
    let mut chosen = typed.all("need");
    chosen.extend(before.iter().flat_map(|before| before.needs.iter().map(ToString::to_string)));
    Ok(Offered {
        posts: officer.posts.iter().map(|(post, _)| (post.id.clone(), post.title.clone())).collect(),
        needs: office.needs_for_missions(officer, None, &chosen, NEEDS_OFFERED, today)?,
        marks: MarkingChoices::of(office, officer)?,
        hosts,
        before,
        today,
        is_changed: false,
    })
}

impl Course for Offered {
    type Kept = Agreement;
    const FIELD: &'static str = "title";

    fn load(
        office: &Office,
        officer: &Officer,
        id: Option<&str>,
        typed: Option<&Typed>,
        today: model::Date,
    ) -> Result<Offered, Failure> {
        load(office, officer, id, &typed.cloned().unwrap_or_default(), today)
    }

    fn as_typed(&self) -> Option<Typed> {
        self.before.as_ref().map(as_typed)
    }

    fn sees_change(&mut self) -> bool {
        self.is_changed = true;
        true
    }

    fn draw(&self, caller: &Caller, typed: &Typed, once: &str, slips: &Slips) -> Markup {
        draw(caller, self, typed, once, slips)
    }

    fn address(agreement: &Agreement) -> String {
        address(agreement, "")
    }
}

pub async fn show_new(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let once = AgreementId::from_bits(caller.app.ids()());
    Sheet::new(once).show::<Offered>(&caller, Some(typed)).await
}

pub async fn show_change(caller: Caller, Path(id): Path<String>) -> Answer {
    Sheet::of(id).show::<Offered>(&caller, None).await
}

fn as_typed(agreement: &Agreement) -> Typed {
    let party = |party: &AgreementParty| {
        let name = party.host.map_or_else(|| party.name.clone(), |host| host.to_string());
        if party.part.is_empty() { name } else { format!("{name}; {}", party.part) }
    };
    let plain = [
        ("title", agreement.title.clone()),
        ("kind", agreement.kind.word().to_owned()),
        ("basis", agreement.basis.word().to_owned()),
        ("host", agreement.host.to_string()),
        ("parties", agreement.parties.iter().map(party).collect::<Vec<_>>().join("\n")),
        ("remark", agreement.remark.clone()),
        ("level", agreement.marking.level.word().to_owned()),
        ("revision", agreement.revision.to_string()),
    ];
    let needs = agreement.needs.iter().map(|need| ("need", need.to_string()));
    let compartments = agreement.marking.compartments.iter().map(|one| ("compartment", one.to_string()));
    let release = agreement.marking.release.iter().flatten().map(|one| ("release", one.to_string()));
    Typed::of(plain.into_iter().chain(needs).chain(compartments).chain(release))
}

/// A further party as a line says it: its name or number, and after a semicolon what it does.
fn party(line: &str) -> AgreementParty {
    let (name, part) = line.split_once(';').unwrap_or((line, ""));
    let host = HostId::parse(name.trim());
    AgreementParty { host, name: name.trim().to_owned(), part: part.trim().to_owned() }
}

fn agreement(
    caller: &Caller,
    typed: &Typed,
    id: AgreementId,
    marking: Marking,
    slips: &mut Slips,
) -> Option<Agreement> {
    let speech = caller.visit.speech;
    if typed.get("title").is_empty() {
        slips.note("title", speech.say("agreement-title-missing"));
    }
    let host = HostId::parse(typed.get("host"));
    if host.is_none() {
        slips.note("host", speech.say("agreement-host-missing"));
    }
    let posts = caller.officer.post_ids();
    let post = typed.some("post").and_then(|post| PostId::new(post).ok()).or_else(|| posts.first().cloned());
    if post.is_none() {
        slips.note("title", speech.say("request-no-post"));
    }
    if !slips.is_empty() {
        return None;
    }
    let kind = AgreementKind::from_word(typed.get("kind")).unwrap_or(AgreementKind::Licence);
    let usual =
        if TermsTemplate::of(kind).is_paid { AgreementBasis::Commercial } else { AgreementBasis::NonCommercial };
    Some(Agreement {
        id,
        kind,
        title: typed.get("title").to_owned(),
        basis: AgreementBasis::from_word(typed.get("basis")).unwrap_or(usual),
        stage: AgreementStage::Interest,
        host: host?,
        parties: typed.lines("parties").iter().map(|line| party(line)).collect(),
        unit: UnitId::new("unit").ok()?,
        post: post?,
        needs: typed.all("need").iter().filter_map(|need| NeedId::new(need).ok()).collect(),
        terms: Terms::proposed(kind),
        signed_on: None,
        in_force_on: None,
        ended_on: None,
        reason: String::new(),
        remark: typed.get("remark").to_owned(),
        marking,
        revision: 0,
        made_at: 0,
    })
}

pub async fn begin(caller: Caller, typed: Typed) -> Answer {
    let id = AgreementId::parse(typed.get("once")).unwrap_or_else(|| AgreementId::from_bits(caller.app.ids()()));
    let sheet = Sheet::new(id);
    let mut slips = Slips::new();
    let Some(written) = agreement(&caller, &typed, id, marking::chosen(&typed), &mut slips) else {
        return sheet.slipped::<Offered>(&caller, typed, &slips).await;
    };
    let done = caller.act(move |writer, turn, _| desk::write_agreement(writer, turn, written, None)).await;
    sheet.ended::<Offered>(&caller, typed, done).await
}

pub async fn change(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let read = name.clone();
    let held = caller.read(move |office| office.agreement(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let sheet = Sheet::of(name);
    let mut slips = Slips::new();
    let marking = chosen_marking(&typed, &held.marking);
    // What stands since it was signed is not on the form.
    let typed = if held.is_signed() { with_what_stands(&typed, &held) } else { typed };
    let Some(written) = agreement(&caller, &typed, held.id, marking, &mut slips) else {
        return sheet.slipped::<Offered>(&caller, typed, &slips).await;
    };
    let written = Agreement { post: held.post, terms: held.terms, ..written };
    let seen = revision(&typed);
    let done = caller.act(move |writer, turn, _| desk::write_agreement(writer, turn, written, Some(seen))).await;
    sheet.ended::<Offered>(&caller, typed, done).await
}

/// What was typed, with the parts of a signed agreement that cannot be typed.
fn with_what_stands(typed: &Typed, held: &Agreement) -> Typed {
    let stands = ["kind", "basis", "host", "parties"];
    let before = as_typed(held);
    let kept = typed.carried().filter(|(name, _)| !stands.contains(&name.as_str()));
    let kept: Vec<(String, String)> = kept.cloned().collect();
    let held = stands.iter().map(|name| (*name, before.raw(name).to_owned()));
    Typed::of(kept.iter().map(|(name, value)| (name.as_str(), value.clone())).chain(held))
}

fn draw(caller: &Caller, offered: &Offered, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let mut crumbs = crumbs(speech);
    let (title, action, send) = match &offered.before {
        None => (speech.say("agreement-new"), "/agreements/new".to_owned(), speech.say("agreement-begin")),
        Some(before) => {
            crumbs.push(Crumb::new(before.title.clone(), address(before, "")));
            (speech.say("agreement-change"), address(before, "/change"), speech.say("host-save"))
        }
    };
    let is_signed = offered.before.as_ref().is_some_and(Agreement::is_signed);
    let mut form = Form::new(visit, &action).slips(slips).guarded();
    if !once.is_empty() {
        form = form.once(once);
    }
    Page::new(visit, title).here(Section::Acquisition).crumbs(crumbs).slips(slips).draw(form.around(html! {
        (Field::text("title", speech.say("agreement-name")).value(typed.get("title")).length_max(AGREEMENT_LINE_CHARS_MAX).slips(slips).draw(speech))
        @if is_signed { p class="quiet" { (speech.say("agreement-signed-note")) } } @else { (sides(caller, offered, typed, slips)) }
        (needs(caller, offered, typed, slips))
        (Field::lines("remark", speech.say("host-remark"), 3).value(typed.get("remark")).optional().length_max(AGREEMENT_TEXT_CHARS_MAX).slips(slips).draw(speech))
        @if offered.before.is_none() && offered.posts.len() > 1 {
            @let posts = offered.posts.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone()));
            @let first = offered.posts.first().map_or("", |(id, _)| id.as_str());
            (Field::select("post", speech.say("agreement-post"), posts.collect()).value(typed.some("post").unwrap_or(first)).slips(slips).draw(speech))
        }
        (offered.marks.fields(speech, typed, slips))
        @if let Some(before) = &offered.before {
            @let seen = if offered.is_changed { before.revision.to_string() } else { typed.get("revision").to_owned() };
            input type="hidden" name="revision" value=(seen);
        }
        div class="actions" { (Button::primary(&send)) }
    }))
}

/// Kind, basis and who signs: what stands once it is signed.
fn sides(caller: &Caller, offered: &Offered, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let bases = AgreementBasis::ALL
        .iter()
        .map(|basis| Choice::new(basis.word(), speech.say(&format!("agreement-basis-{basis}"))));
    let hosts = offered.hosts.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone()));
    let hosts = std::iter::once(Choice::new("", speech.say("agreement-host-choose"))).chain(hosts);
    let kind = typed.some("kind").unwrap_or(AgreementKind::Licence.word());
    let basis = typed.some("basis").unwrap_or(AgreementBasis::Commercial.word());
    html! {
        (Field::select("kind", speech.say("agreement-kind"), kinds(speech).collect()).hint(speech.say("agreement-kind-hint")).value(kind).slips(slips).draw(speech))
        (Field::radios("basis", speech.say("agreement-basis"), bases.collect()).value(basis).slips(slips).draw(speech))
        (Field::select("host", speech.say("agreement-host"), hosts.collect()).hint(speech.say("agreement-host-hint")).value(typed.get("host")).slips(slips).draw(speech))
        (Field::lines("parties", speech.say("agreement-parties"), 2).hint(speech.say("agreement-parties-hint"))
            .value(typed.raw("parties")).optional().slips(slips).draw(speech))
    }
}

fn needs(caller: &Caller, offered: &Offered, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let choices = offered.needs.iter().map(|need| {
        let accepted = need.stage == Stage::Accepted && !need.is_expired(offered.today);
        let choice = Choice::new(need.id.as_str(), need.title.clone());
        if accepted { choice } else { choice.hint(speech.say("mission-need-not-accepted")) }
    });
    html! {
        @if offered.needs.is_empty() {
            p class="quiet" { (speech.say("mission-needs-none")) }
        } @else {
            (Field::checks("need", speech.say("agreement-needs"), choices.collect()).hint(speech.say("agreement-needs-hint"))
                .values(typed.all("need")).slips(slips).draw(speech))
        }
    }
}
