//! What the roster says of somebody: put in, and changed.

use axum::extract::{Path, RawQuery};
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{
    Away, Date, HOST_NAME_CHARS_MAX, HOST_TEXT_CHARS_MAX, HostId, Interest, InterestKind, Marking, PersonId, Power,
    RecordId, Skill, Specialist, SpecialistId, UnitId,
};

use super::request_form::typed_spoken;
use super::roster_crumbs;
use crate::caller::Caller;
use crate::component::{Button, Choice, Crumb, Field, Form, Page, Section, Slips};
use crate::course::{Course, Sheet};
use crate::failed::{Answer, failed};
use crate::host::form::{chosen_marking, rows};
use crate::host::{class_text, typed_classes};
use crate::marking::{self, MarkingChoices};
use crate::typed::Typed;

const SKILL_COLUMNS: &[&str] = &["class", "evidence"];
const LANGUAGE_COLUMNS: &[&str] = &["language", "level"];
const AWAY_COLUMNS: &[&str] = &["since", "until", "why"];

/// Units that are offered. Who answers for more writes to the nearer post.
const UNITS_OFFERED: usize = 200;

/// Hosts that are offered as where somebody comes from.
const HOSTS_OFFERED: usize = 500;

struct Offered {
    units: Vec<(UnitId, String)>,
    /// Hosts with all their names, as lines name them.
    hosts: Vec<(HostId, Vec<String>)>,
    marks: MarkingChoices,
    before: Option<Specialist>,
}

fn load(office: &Office, officer: &Officer, id: Option<&str>) -> Result<Offered, Failure> {
    let tree = office.tree()?;
    let before = id.map(|id| office.specialist(id)).transpose()?;
    let mut units = Vec::new();
    for (post, _) in &officer.posts {
        if !post.powers.contains(&Power::Lead) && !post.powers.contains(&Power::Coordinate) {
            continue;
        }
        for unit in tree.within(&post.unit) {
            let name = tree.unit(&unit).map_or_else(|| unit.to_string(), |unit| unit.name.clone());
            if !units.iter().any(|(held, _)| *held == unit) && units.len() < UNITS_OFFERED {
                units.push((unit, name));
            }
        }
    }
    if let Some(one) = before.as_ref().filter(|one| !units.iter().any(|(unit, _)| *unit == one.unit)) {
        units.push((one.unit.clone(), office.unit_name(one.unit.as_str())?.unwrap_or_else(|| one.unit.to_string())));
    }
    let hosts = office.hosts("")?.into_iter();
    let hosts = hosts.map(|host| (host.id, host.every_name().iter().map(|name| (*name).to_owned()).collect()));
    Ok(Offered { units, hosts: hosts.collect(), marks: MarkingChoices::of(office, officer)?, before })
}

impl Course for Offered {
    type Kept = Specialist;
    const FIELD: &'static str = "name";

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
        self.before.as_ref().map(|one| as_typed(one, &self.hosts))
    }

    fn draw(&self, caller: &Caller, typed: &Typed, once: &str, slips: &Slips) -> Markup {
        draw(caller, self, typed, once, slips)
    }

    fn address(one: &Specialist) -> String {
        format!("/specialists/{}", one.id)
    }
}

pub async fn show_new(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let once = SpecialistId::from_bits(caller.app.ids()());
    Sheet::new(once).show::<Offered>(&caller, Some(typed)).await
}

pub async fn show_change(caller: Caller, Path(id): Path<String>) -> Answer {
    Sheet::of(id).show::<Offered>(&caller, None).await
}

/// Parts the name of a host from what is said of the tie to it.
const TIE_PARTS: &str = " | ";

/// The ties of one kind, a line each.
fn tie_lines(one: &Specialist, kind: InterestKind, hosts: &[(HostId, Vec<String>)]) -> String {
    let line = |tie: &Interest| -> String {
        let held = hosts.iter().find(|(id, _)| Some(*id) == tie.host).and_then(|(_, names)| names.first());
        let parts = held.into_iter().chain(Some(&tie.words).filter(|words| !words.is_empty()));
        parts.map(String::as_str).collect::<Vec<_>>().join(TIE_PARTS)
    };
    one.interests.iter().filter(|tie| tie.kind == kind).map(line).collect::<Vec<_>>().join("\n")
}

/// The ties that were typed: a line that begins with the name of a host is a tie to that host.
fn typed_ties(typed: &Typed, hosts: &[(HostId, Vec<String>)]) -> Vec<Interest> {
    let mut ties = Vec::new();
    for kind in InterestKind::ALL {
        for line in typed.lines(&format!("interest-{}", kind.word())) {
            let (name, words) =
                line.split_once(TIE_PARTS.trim()).map_or((line.as_str(), ""), |(a, b)| (a.trim(), b.trim()));
            let folded = name.to_lowercase();
            let host = hosts.iter().find(|(_, names)| names.iter().any(|one| one.to_lowercase() == folded));
            ties.push(match host {
                Some((id, _)) => Interest { kind: *kind, host: Some(*id), words: words.to_owned() },
                None => Interest { kind: *kind, host: None, words: line },
            });
        }
    }
    ties
}

fn as_typed(one: &Specialist, hosts: &[(HostId, Vec<String>)]) -> Typed {
    let skills = one.skills.iter().zip(1..).flat_map(|(skill, row)| {
        let evidence = skill.evidence.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        [(format!("skills-{row}-class"), class_text(&skill.class)), (format!("skills-{row}-evidence"), evidence)]
    });
    let languages = one.languages.iter().zip(1..).flat_map(|(spoken, row)| {
        [
            (format!("languages-{row}-language"), spoken.language.tag().to_owned()),
            (format!("languages-{row}-level"), spoken.level.word().to_owned()),
        ]
    });
    let away = one.away.iter().zip(1..).flat_map(|(away, row)| {
        [
            (format!("away-{row}-since"), away.since.to_string()),
            (format!("away-{row}-until"), away.until.to_string()),
            (format!("away-{row}-why"), away.why.clone()),
        ]
    });
    let ties = InterestKind::ALL.iter();
    let ties = ties.map(|kind| (format!("interest-{}", kind.word()), tie_lines(one, *kind, hosts)));
    let rows: Vec<(String, String)> = skills.chain(languages).chain(away).chain(ties).collect();
    let compartments = one.marking.compartments.iter().map(|one| ("compartment", one.to_string()));
    let release = one.marking.release.iter().flatten().map(|one| ("release", one.to_string()));
    let plain = [
        ("name", one.name.clone()),
        ("unit", one.unit.to_string()),
        ("person", one.person.as_ref().map_or_else(String::new, ToString::to_string)),
        ("host", one.host.map_or_else(String::new, |host| host.to_string())),
        ("country", one.country.clone()),
        ("orcid", one.orcid.clone()),
        ("remark", one.remark.clone()),
        ("level", one.marking.level.word().to_owned()),
        ("revision", one.revision.to_string()),
    ];
    let rows = rows.iter().map(|(name, value)| (name.as_str(), value.clone()));
    Typed::of(plain.into_iter().chain(compartments).chain(release).chain(rows))
}

/// The specialist who was typed, and what cannot be read of them.
fn specialist(
    caller: &Caller,
    typed: &Typed,
    (id, marking): (SpecialistId, Marking),
    hosts: &[(HostId, Vec<String>)],
    slips: &mut Slips,
) -> Option<Specialist> {
    let speech = caller.visit.speech;
    if typed.get("name").is_empty() {
        slips.note("name", speech.say("specialist-name-missing"));
    }
    let unit = UnitId::new(typed.get("unit")).ok();
    if unit.is_none() {
        slips.note("unit", speech.say("specialist-unit-missing"));
    }
    let person = typed.some("person").map(PersonId::new);
    if let Some(Err(refusal)) = &person {
        slips.note("person", speech.refusal(refusal));
    }
    let mut skills = Vec::new();
    for (at, row) in (1..).zip(typed.rows("skills", SKILL_COLUMNS)) {
        let [class, evidence] = row.as_slice() else { continue };
        let mut shown = Vec::new();
        for word in evidence.split([',', ';', ' ']).map(str::trim).filter(|word| !word.is_empty()) {
            let name = word.rsplit_once("/records/").map_or(word, |(_, id)| id);
            match RecordId::parse(name) {
                Some(id) => shown.push(id),
                None => slips.note(
                    format!("skills-{at}-evidence"),
                    speech.with("specialist-evidence-unread", &[("text", word.into())]),
                ),
            }
        }
        skills.extend(
            typed_classes(std::slice::from_ref(class))
                .into_iter()
                .filter(|_| !class.is_empty())
                .map(|class| Skill { class, evidence: shown.clone() }),
        );
    }
    let languages = typed_spoken(speech, typed, slips);
    let mut away = Vec::new();
    for (at, row) in (1..).zip(typed.rows("away", AWAY_COLUMNS)) {
        let [since, until, why] = row.as_slice() else { continue };
        if since.is_empty() && until.is_empty() && why.is_empty() {
            continue;
        }
        match (Date::parse(since), Date::parse(until)) {
            (Some(since), Some(until)) => away.push(Away { since, until, why: why.clone() }),
            _ => slips.note(format!("away-{at}-since"), speech.say("specialist-away-unread")),
        }
    }
    if !slips.is_empty() {
        return None;
    }
    Some(Specialist {
        id,
        person: person.and_then(Result::ok),
        name: typed.get("name").to_owned(),
        unit: unit?,
        host: HostId::parse(typed.get("host")),
        country: typed.get("country").to_owned(),
        orcid: typed.get("orcid").to_owned(),
        interests: typed_ties(typed, hosts),
        skills,
        languages,
        away,
        remark: typed.get("remark").to_owned(),
        marking,
        revision: typed.get("revision").parse().unwrap_or_default(),
        made_at: 0,
    })
}

/// Hosts with all their names.
async fn hosts(caller: &Caller) -> Result<Vec<(HostId, Vec<String>)>, Failure> {
    let hosts = caller.read(|office| office.hosts("")).await?.into_iter();
    Ok(hosts.map(|host| (host.id, host.every_name().iter().map(|name| (*name).to_owned()).collect())).collect())
}

pub async fn register(caller: Caller, typed: Typed) -> Answer {
    let id = SpecialistId::parse(typed.get("once")).unwrap_or_else(|| SpecialistId::from_bits(caller.app.ids()()));
    let sheet = Sheet::new(id);
    if typed.asks_for_rows() {
        return sheet.again::<Offered>(&caller, typed).await;
    }
    let mut slips = Slips::new();
    let hosts = hosts(&caller).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let Some(one) = specialist(&caller, &typed, (id, marking::chosen(&typed)), &hosts, &mut slips) else {
        return sheet.slipped::<Offered>(&caller, typed, &slips).await;
    };
    let done = caller.act(move |writer, turn, _| desk::keep_specialist(writer, turn, one, true)).await;
    sheet.ended::<Offered>(&caller, typed, done).await
}

pub async fn change(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let read = name.clone();
    let held = caller.read(move |office| office.specialist(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let sheet = Sheet::of(name);
    if typed.asks_for_rows() {
        return sheet.again::<Offered>(&caller, typed).await;
    }
    let mut slips = Slips::new();
    let marking = chosen_marking(&typed, &held.marking);
    let hosts = hosts(&caller).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let Some(one) = specialist(&caller, &typed, (held.id, marking), &hosts, &mut slips) else {
        return sheet.slipped::<Offered>(&caller, typed, &slips).await;
    };
    let done = caller.act(move |writer, turn, _| desk::keep_specialist(writer, turn, one, false)).await;
    sheet.ended::<Offered>(&caller, typed, done).await
}

fn draw(caller: &Caller, offered: &Offered, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let mut crumbs = roster_crumbs(speech);
    let (title, action, send) = match &offered.before {
        None => (speech.say("specialist-new"), "/specialists/new".to_owned(), speech.say("specialist-register")),
        Some(before) => {
            crumbs.push(Crumb::new(before.name.clone(), format!("/specialists/{}", before.id)));
            (speech.say("specialist-change"), format!("/specialists/{}/change", before.id), speech.say("host-save"))
        }
    };
    let units = offered.units.iter().map(|(id, name)| Choice::new(id.as_str(), name.clone())).collect();
    let hosts = offered.hosts.iter().take(HOSTS_OFFERED);
    let hosts = hosts.map(|(id, names)| Choice::new(id.to_string(), names.first().cloned().unwrap_or_default()));
    let hosts = std::iter::once(Choice::new("", speech.say("specialist-no-host"))).chain(hosts).collect();
    let first = offered.units.first().map_or("", |(id, _)| id.as_str());
    let skills = rows(
        speech,
        "skills",
        "specialist-skills",
        &[("class", "specialist-skill"), ("evidence", "specialist-evidence")],
        typed.rows("skills", SKILL_COLUMNS),
    );
    let languages = rows(
        speech,
        "languages",
        "specialist-languages",
        &[("language", "host-language"), ("level", "specialist-level")],
        typed.rows("languages", LANGUAGE_COLUMNS),
    );
    let away = rows(
        speech,
        "away",
        "specialist-away",
        &[("since", "mission-since"), ("until", "mission-until"), ("why", "specialist-why")],
        typed.rows("away", AWAY_COLUMNS),
    );
    let mut form = Form::new(visit, &action).slips(slips).guarded();
    if !once.is_empty() {
        form = form.once(once);
    }
    Page::new(visit, title).here(Section::Acquisition).crumbs(crumbs).slips(slips).draw(form.around(html! {
        (Field::text("name", speech.say("specialist-name")).value(typed.get("name")).length_max(HOST_NAME_CHARS_MAX).slips(slips).draw(speech))
        (Field::select("unit", speech.say("specialist-unit"), units).value(typed.some("unit").unwrap_or(first)).slips(slips).draw(speech))
        (Field::text("person", speech.say("specialist-person")).hint(speech.say("specialist-person-hint"))
            .value(typed.get("person")).optional().slips(slips).draw(speech))
        (Field::select("host", speech.say("specialist-host"), hosts).hint(speech.say("specialist-host-hint")).value(typed.get("host")).slips(slips).draw(speech))
        (Field::text("country", speech.say("host-country")).hint(speech.say("specialist-country-hint")).value(typed.get("country")).narrow().optional().slips(slips).draw(speech))
        (Field::text("orcid", speech.say("specialist-orcid")).hint(speech.say("specialist-orcid-hint")).value(typed.get("orcid")).optional().slips(slips).draw(speech))
        p class="hint" { (speech.say("specialist-skills-hint")) }
        (skills.draw(speech, slips))
        p class="hint" { (speech.say("specialist-languages-hint")) }
        (languages.draw(speech, slips))
        p class="hint" { (speech.say("specialist-away-hint")) }
        (away.draw(speech, slips))
        p class="hint" { (speech.say("specialist-interests-hint")) }
        @for kind in InterestKind::ALL {
            @let name = format!("interest-{}", kind.word());
            (Field::lines(name.clone(), speech.say(&name), 2).value(typed.get(&name)).optional().length_max(HOST_TEXT_CHARS_MAX).slips(slips).draw(speech))
        }
        (Field::lines("remark", speech.say("host-remark"), 3).value(typed.get("remark")).optional().length_max(HOST_TEXT_CHARS_MAX).slips(slips).draw(speech))
        (offered.marks.fields(speech, typed, slips))
        @if offered.before.is_some() { input type="hidden" name="revision" value=(typed.get("revision")); }
        div class="actions" { (Button::primary(&send)) }
    }))
}
