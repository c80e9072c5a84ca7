//! What the register says of a host: put in, and changed.

use axum::extract::{Path, RawQuery};
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{
    Date, HOST_NAME_CHARS_MAX, HOST_TEXT_CHARS_MAX, Host, HostContact, HostId, HostName, Language, Marking, PostId,
};

use super::{class_text, languages_text, typed_classes, typed_languages};
use crate::caller::Caller;
use crate::component::{Button, Choice, Crumb, Field, Form, Page, RowColumn, Rows, Section, Slips};
use crate::course::{Course, Sheet};
use crate::failed::{Answer, failed};
use crate::marking::{self, MarkingChoices};
use crate::speech::Speech;
use crate::typed::Typed;

const NAME_COLUMNS: &[&str] = &["text", "language"];
const CONTACT_COLUMNS: &[&str] = &["name", "position", "languages", "reach"];

/// What the form offers.
struct Offered {
    posts: Vec<(PostId, String)>,
    marks: MarkingChoices,
    before: Option<Host>,
}

impl Course for Offered {
    type Kept = Host;
    const FIELD: &'static str = "name";

    fn load(
        office: &Office,
        officer: &Officer,
        id: Option<&str>,
        _: Option<&Typed>,
        _: Date,
    ) -> Result<Offered, Failure> {
        Ok(Offered {
            posts: officer.posts.iter().map(|(post, _)| (post.id.clone(), post.title.clone())).collect(),
            marks: MarkingChoices::of(office, officer)?,
            before: id.map(|id| office.host(id)).transpose()?,
        })
    }

    fn as_typed(&self) -> Option<Typed> {
        self.before.as_ref().map(as_typed)
    }

    fn draw(&self, caller: &Caller, typed: &Typed, once: &str, slips: &Slips) -> Markup {
        draw(caller, self, typed, once, slips)
    }

    fn address(host: &Host) -> String {
        format!("/hosts/{}", host.id)
    }
}

pub async fn show_new(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    // Drawn here, so that the form that is sent twice registers once.
    let once = HostId::from_bits(caller.app.ids()());
    Sheet::new(once).show::<Offered>(&caller, Some(typed)).await
}

pub async fn show_change(caller: Caller, Path(id): Path<String>) -> Answer {
    Sheet::of(id).show::<Offered>(&caller, None).await
}

fn as_typed(host: &Host) -> Typed {
    let names = host.names.iter().skip(1).zip(1..).flat_map(|(name, row)| {
        let language = name.language.as_ref().map_or("", Language::tag).to_owned();
        [(format!("names-{row}-text"), name.text.clone()), (format!("names-{row}-language"), language)]
    });
    let contacts = host.contacts.iter().zip(1..).flat_map(|(one, row)| {
        [
            (format!("contacts-{row}-name"), one.name.clone()),
            (format!("contacts-{row}-position"), one.position.clone()),
            (format!("contacts-{row}-languages"), languages_text(&one.languages)),
            (format!("contacts-{row}-reach"), one.reach.clone()),
        ]
    });
    let rows: Vec<(String, String)> = names.chain(contacts).collect();
    let compartments = host.marking.compartments.iter().map(|one| ("compartment", one.to_string()));
    let release = host.marking.release.iter().flatten().map(|one| ("release", one.to_string()));
    let first = host.names.first();
    let plain = [
        ("name", host.name().to_owned()),
        ("language", first.and_then(|name| name.language.as_ref()).map_or("", Language::tag).to_owned()),
        ("aliases", host.aliases.join("\n")),
        ("country", host.country.clone()),
        ("place", host.place.clone()),
        ("languages", languages_text(&host.languages)),
        ("makes", host.makes.clone()),
        ("classes", host.classes.iter().map(class_text).collect::<Vec<_>>().join("\n")),
        ("address", host.address.clone()),
        ("remark", host.remark.clone()),
        ("level", host.marking.level.word().to_owned()),
        ("revision", host.revision.to_string()),
    ];
    let rows = rows.iter().map(|(name, value)| (name.as_str(), value.clone()));
    Typed::of(plain.into_iter().chain(compartments).chain(release).chain(rows))
}

/// The marking that was chosen, with what the form does not show of the one before.
pub fn chosen_marking(typed: &Typed, before: &Marking) -> Marking {
    let mut chosen = marking::chosen(typed);
    chosen.caveats.clone_from(&before.caveats);
    if before.release.len() > 1 || before.release.iter().any(|circle| circle.len() != 1) {
        chosen = chosen.join(before);
    }
    chosen
}

/// The languages of a field; a slip where one is none.
pub fn languages_in(speech: Speech, typed: &str, field: &str, slips: &mut Slips) -> Vec<Language> {
    typed_languages(typed).unwrap_or_else(|odd| {
        slips.note(field, speech.with("host-language-unknown", &[("text", odd.into())]));
        Vec::new()
    })
}

/// The host that was typed, and what cannot be read of it.
fn host(caller: &Caller, typed: &Typed, id: HostId, marking: Marking, slips: &mut Slips) -> Option<Host> {
    let speech = caller.visit.speech;
    if typed.get("name").is_empty() {
        slips.note("name", speech.say("host-name-missing"));
    }
    let languages = languages_in(speech, typed.get("languages"), "languages", slips);
    let first =
        HostName { text: typed.get("name").to_owned(), language: typed.some("language").and_then(Language::parse) };
    let others = typed.rows("names", NAME_COLUMNS).into_iter().filter_map(|row| match row.as_slice() {
        [text, language] => Some(HostName { text: text.clone(), language: Language::parse(language) }),
        _ => None,
    });
    let mut contacts = Vec::new();
    for (at, row) in (1..).zip(typed.rows("contacts", CONTACT_COLUMNS)) {
        if let [name, position, spoken, reach] = row.as_slice() {
            let languages = languages_in(speech, spoken, &format!("contacts-{at}-languages"), slips);
            contacts.push(HostContact {
                name: name.clone(),
                position: position.clone(),
                languages,
                reach: reach.clone(),
            });
        }
    }
    let posts = caller.officer.post_ids();
    let post = typed.some("post").and_then(|post| PostId::new(post).ok()).or_else(|| posts.first().cloned());
    if post.is_none() {
        slips.note("name", speech.say("request-no-post"));
    }
    if let Err(refusal) = model::country(typed.get("country")) {
        slips.note("country", speech.refusal(&refusal));
    }
    if !slips.is_empty() {
        return None;
    }
    Some(Host {
        id,
        names: std::iter::once(first).chain(others).collect(),
        aliases: typed.lines("aliases"),
        country: typed.get("country").to_owned(),
        place: typed.get("place").to_owned(),
        languages,
        makes: typed.get("makes").to_owned(),
        classes: typed_classes(&typed.lines("classes")),
        address: typed.get("address").to_owned(),
        contacts,
        remark: typed.get("remark").to_owned(),
        post: post?,
        marking,
        revision: typed.get("revision").parse().unwrap_or_default(),
        made_at: 0,
    })
}

pub async fn register(caller: Caller, typed: Typed) -> Answer {
    let id = HostId::parse(typed.get("once")).unwrap_or_else(|| HostId::from_bits(caller.app.ids()()));
    let sheet = Sheet::new(id);
    if typed.asks_for_rows() {
        return sheet.again::<Offered>(&caller, typed).await;
    }
    let mut slips = Slips::new();
    let Some(host) = host(&caller, &typed, id, marking::chosen(&typed), &mut slips) else {
        return sheet.slipped::<Offered>(&caller, typed, &slips).await;
    };
    let done = caller.act(move |writer, turn, _| desk::keep_host(writer, turn, host, true)).await;
    sheet.ended::<Offered>(&caller, typed, done).await
}

pub async fn change(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let read = name.clone();
    let held = caller.read(move |office| office.host(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let sheet = Sheet::of(name);
    if typed.asks_for_rows() {
        return sheet.again::<Offered>(&caller, typed).await;
    }
    let mut slips = Slips::new();
    let marking = chosen_marking(&typed, &held.marking);
    let Some(host) = host(&caller, &typed, held.id, marking, &mut slips) else {
        return sheet.slipped::<Offered>(&caller, typed, &slips).await;
    };
    let done = caller.act(move |writer, turn, _| desk::keep_host(writer, turn, host, false)).await;
    sheet.ended::<Offered>(&caller, typed, done).await
}

/// Rows of inputs with these columns.
pub fn rows(speech: Speech, name: &str, legend: &str, columns: &[(&str, &str)], values: Vec<Vec<String>>) -> Rows {
    let column = |(name, key): &(&str, &str)| RowColumn {
        name: (*name).to_owned(),
        label: speech.say(key),
        narrow: matches!(*name, "language" | "level" | "languages" | "since" | "until"),
    };
    Rows {
        name: name.to_owned(),
        legend: speech.say(legend),
        hint: None,
        columns: columns.iter().map(column).collect(),
        values,
        may_be_empty: true,
    }
}

fn draw(caller: &Caller, offered: &Offered, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let mut crumbs = vec![Crumb::of(speech, Section::Missions), Crumb::new(speech.say("hosts-title"), "/hosts")];
    let (title, action, send) = match &offered.before {
        None => (speech.say("host-new"), "/hosts/new".to_owned(), speech.say("host-register")),
        Some(before) => {
            crumbs.push(Crumb::new(before.name(), format!("/hosts/{}", before.id)));
            (speech.say("host-change"), format!("/hosts/{}/change", before.id), speech.say("host-save"))
        }
    };
    let posts = offered.posts.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone()));
    let first = offered.posts.first().map_or("", |(id, _)| id.as_str());
    let names = rows(
        speech,
        "names",
        "host-other-names",
        &[("text", "host-name"), ("language", "host-language")],
        typed.rows("names", NAME_COLUMNS),
    );
    let contacts = rows(
        speech,
        "contacts",
        "host-contacts",
        &[
            ("name", "contact-name"),
            ("position", "contact-position"),
            ("languages", "host-languages"),
            ("reach", "contact-reach"),
        ],
        typed.rows("contacts", CONTACT_COLUMNS),
    );
    let mut form = Form::new(visit, &action).slips(slips).guarded();
    if !once.is_empty() {
        form = form.once(once);
    }
    Page::new(visit, title).here(Section::Missions).crumbs(crumbs).slips(slips).draw(form.around(html! {
        (Field::text("name", speech.say("host-name")).value(typed.get("name")).length_max(HOST_NAME_CHARS_MAX).slips(slips).draw(speech))
        (Field::text("language", speech.say("host-language")).hint(speech.say("host-language-hint"))
            .value(typed.get("language")).optional().narrow().slips(slips).draw(speech))
        (names.draw(speech, slips))
        (Field::lines("aliases", speech.say("host-aliases"), 2).hint(speech.say("host-aliases-hint"))
            .value(typed.get("aliases")).optional().slips(slips).draw(speech))
        (Field::text("country", speech.say("host-country")).hint(speech.say("host-country-hint"))
            .value(typed.get("country")).narrow().length_max(2).slips(slips).draw(speech))
        (Field::text("place", speech.say("host-place")).value(typed.get("place")).optional().length_max(HOST_NAME_CHARS_MAX).slips(slips).draw(speech))
        (Field::text("languages", speech.say("host-languages")).hint(speech.say("host-languages-hint"))
            .value(typed.get("languages")).optional().slips(slips).draw(speech))
        (Field::lines("makes", speech.say("host-makes"), 4).hint(speech.say("host-makes-hint"))
            .value(typed.get("makes")).optional().length_max(HOST_TEXT_CHARS_MAX).slips(slips).draw(speech))
        (Field::lines("classes", speech.say("host-classes"), 3).hint(speech.say("host-classes-hint"))
            .value(typed.get("classes")).optional().slips(slips).draw(speech))
        (Field::text("address", speech.say("host-address")).value(typed.get("address")).optional().length_max(HOST_NAME_CHARS_MAX).slips(slips).draw(speech))
        (contacts.draw(speech, slips))
        (Field::lines("remark", speech.say("host-remark"), 3).value(typed.get("remark")).optional().length_max(HOST_TEXT_CHARS_MAX).slips(slips).draw(speech))
        @if offered.before.is_none() && offered.posts.len() > 1 {
            (Field::select("post", speech.say("host-post"), posts.collect()).value(typed.some("post").unwrap_or(first)).slips(slips).draw(speech))
        }
        (offered.marks.fields(speech, typed, slips))
        @if offered.before.is_some() { input type="hidden" name="revision" value=(typed.get("revision")); }
        div class="actions" { (Button::primary(&send)) }
    }))
}
