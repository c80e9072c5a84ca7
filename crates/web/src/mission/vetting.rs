//! The rules of vetting: which posts say whether a mission may go, as rows that an administrator keeps.

use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office};
use maud::{Markup, html};
use model::{Date, HostId, Level, PostId, Power, VETTING_CHARS_MAX, VettingKind, VettingRule, VettingRuleId};

use crate::caller::Caller;
use crate::component::{Button, Choice, Column, Crumb, Field, Form, Page, Section, Slips, Table, disclosure, empty};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::host::{class_text, typed_classes};
use crate::post_offer::PostOffer;
use crate::typed::Typed;

struct Loaded {
    rules: Vec<(VettingRule, String, Option<String>)>,
    posts: PostOffer,
    hosts: Vec<(HostId, String)>,
}

/// Hosts that a rule can be made for.
const HOSTS_OFFERED: usize = 200;

fn load(office: &Office, typed: &Typed, today: Date) -> Result<Loaded, Failure> {
    let mut rules = Vec::new();
    for rule in office.vetting_rules()? {
        let post = office.post(&rule.post)?.map_or_else(|| rule.post.to_string(), |post| post.title);
        let host = rule.host.map(|host| office.host(&host.to_string())).transpose()?;
        rules.push((rule, post, host.map(|host| host.name().to_owned())));
    }
    let hosts = office.hosts("")?.into_iter().take(HOSTS_OFFERED).map(|host| (host.id, host.name().to_owned()));
    Ok(Loaded { rules, posts: PostOffer::of(office, typed.get("words"), &[], today)?, hosts: hosts.collect() })
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let once = VettingRuleId::from_bits(caller.app.ids()()).to_string();
    again(&caller, &typed, &once, &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    typed: &Typed,
    once: &str,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let (fields, today) = (typed.clone(), caller.app.today());
    let loaded = caller.read(move |office| load(office, &fields, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &loaded, typed, once, slips)))
}

pub async fn keep(caller: Caller, typed: Typed) -> Answer {
    let id = VettingRuleId::parse(typed.get("once")).unwrap_or_else(|| VettingRuleId::from_bits(caller.app.ids()()));
    let once = id.to_string();
    if typed.some("look").is_some() {
        return again(&caller, &typed, &once, &Slips::new(), StatusCode::OK).await;
    }
    let speech = caller.visit.speech;
    let mut slips = Slips::new();
    let done = if let Some(rule) = VettingRuleId::parse(typed.get("remove")) {
        caller.act(move |writer, turn, _| desk::remove_vetting_rule(writer, turn, rule)).await
    } else {
        let post = PostId::new(typed.get("to")).ok();
        let place = typed.get("place").parse::<u16>().ok();
        if post.is_none() {
            slips.note("to", speech.say("vetting-post-missing"));
        }
        if place.is_none() {
            slips.note("place", speech.say("vetting-place-unread"));
        }
        let (Some(post), Some(place)) = (post, place) else {
            return again(&caller, &typed, &once, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
        };
        let class = typed.some("class").and_then(|class| typed_classes(&[class.to_owned()]).pop());
        let rule = VettingRule {
            id,
            kind: VettingKind::from_word(typed.get("kind")).unwrap_or(VettingKind::Step),
            place,
            post,
            level: Level::from_word(typed.get("level")),
            country: typed.some("country").map(str::to_owned),
            host: HostId::parse(typed.get("host")),
            class,
            note: typed.get("note").to_owned(),
        };
        caller.act(move |writer, turn, _| desk::keep_vetting_rule(writer, turn, &rule).map(|_| ())).await
    };
    match done {
        Ok(()) => Ok(see_other("/office/vetting")),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(sentence) => {
                slips.note("to", sentence);
                again(&caller, &typed, &once, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let administers = caller.officer.with_power(Power::Administer).is_some();
    Page::new(visit, speech.say("vetting-title"))
        .here(Section::Missions)
        .crumbs(vec![Crumb::of(speech, Section::Missions)])
        .slips(slips)
        .lead(html! { (speech.say("vetting-lead")) })
        .draw(html! {
            @if loaded.rules.is_empty() {
                (empty(&speech.say("vetting-none"), &speech.say("vetting-none-body"), html! {}))
            } @else { (table(caller, loaded, administers)) }
            @if administers {
                (disclosure(&speech.say("vetting-new"), !slips.is_empty() || typed.some("look").is_some(), rule_form(caller, loaded, typed, once, slips)))
            }
        })
}

fn table(caller: &Caller, loaded: &Loaded, administers: bool) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let mut columns: Vec<Column> = ["vetting-kind", "vetting-post", "vetting-when", "vetting-note"]
        .iter()
        .map(|key| Column::new(speech.say(key)))
        .collect();
    if administers {
        columns.push(Column::new(speech.say("account-actions")));
    }
    let mut table = Table::new(speech.say("vetting-title"), columns).caption_unseen().cards_on_phone();
    for (rule, post, host) in &loaded.rules {
        let mut when: Vec<String> = Vec::new();
        when.extend(rule.level.map(|level| {
            speech.with("vetting-from-level", &[("level", speech.say(&format!("marking-{}", level.word())).into())])
        }));
        when.extend(rule.country.clone());
        when.extend(host.clone());
        when.extend(rule.class.as_ref().map(class_text));
        let mut cells = vec![
            html! { (speech.say(&format!("vetting-kind-{}", rule.kind.word()))) " " (rule.place) },
            html! { a href={ "/office/posts/" (rule.post) } { bdi { (post) } } },
            html! { @if when.is_empty() { (speech.say("vetting-always")) } @else { bdi { (when.join(" · ")) } } },
            html! { @if rule.note.is_empty() { "–" } @else { bdi { (rule.note) } } },
        ];
        if administers {
            let about = format!("{} {post}", speech.say("vetting-remove"));
            cells.push(Form::new(visit, "/office/vetting").inline().around(html! {
                (Button::quiet(&speech.say("vetting-remove")).sends("remove", &rule.id.to_string()).about(&about))
            }));
        }
        table = table.row(cells);
    }
    table.draw(speech)
}

fn rule_form(caller: &Caller, loaded: &Loaded, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let kinds = VettingKind::ALL.iter().map(|kind| {
        Choice::new(kind.word(), speech.say(&format!("vetting-kind-{}", kind.word())))
            .hint(speech.say(&format!("vetting-kind-{}-hint", kind.word())))
    });
    let any = || std::iter::once(Choice::new("", speech.say("vetting-any")));
    let levels = any().chain(
        Level::ALL.iter().map(|level| Choice::new(level.word(), speech.say(&format!("marking-{}", level.word())))),
    );
    let hosts = any().chain(loaded.hosts.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())));
    Form::new(visit, "/office/vetting").slips(slips).once(once).around(html! {
        (Field::radios("kind", speech.say("vetting-kind"), kinds.collect()).value(typed.some("kind").unwrap_or(VettingKind::Step.word())).draw(speech))
        (Field::number("place", speech.say("vetting-place")).hint(speech.say("vetting-place-hint")).value(typed.some("place").unwrap_or("1")).slips(slips).draw(speech))
        (loaded.posts.fields(speech, &speech.say("vetting-post"), typed, slips))
        (Field::select("level", speech.say("vetting-level"), levels.collect()).value(typed.get("level")).draw(speech))
        (Field::text("country", speech.say("host-country")).hint(speech.say("host-country-hint")).value(typed.get("country")).optional().narrow().length_max(2).slips(slips).draw(speech))
        (Field::select("host", speech.say("vetting-host"), hosts.collect()).value(typed.get("host")).draw(speech))
        (Field::text("class", speech.say("vetting-class")).hint(speech.say("host-classes-hint")).value(typed.get("class")).optional().slips(slips).draw(speech))
        (Field::lines("note", speech.say("vetting-note"), 2).value(typed.get("note")).optional().length_max(VETTING_CHARS_MAX).slips(slips).draw(speech))
        div class="actions" { (Button::plain(&speech.say("vetting-keep"))) }
    })
}
