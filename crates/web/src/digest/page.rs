//! An own abstract: what it says, its versions, and what was done with it.

use std::collections::BTreeMap;

use axum::extract::Path;
use desk::{Became, Failure, Office};
use maud::{Markup, html};
use model::{Digest, NeedId, Noun, PersonId, PostId, Thing};
use store::{DigestVersion, HeldRecord};

use super::draw::{decided, language, name_of, text};
use crate::caller::Caller;
use crate::component::{Column, Crumb, Page, Section, Table, Tone, disclosure, empty, tag, timeline};
use crate::failed::{Answer, failed, shown};
use crate::history::{Told, tell, timeline_of, when};
use crate::marking;
use crate::record::title;
use crate::speech::Speech;
use crate::visit::Visit;

/// Everything the page shows.
struct Loaded {
    digest: Digest,
    record: HeldRecord,
    versions: Vec<DigestVersion>,
    became: Became,
    names: BTreeMap<PersonId, String>,
    needs: BTreeMap<NeedId, String>,
    posts: BTreeMap<PostId, String>,
    history: Vec<Told>,
}

fn load(office: &Office, id: &str) -> Result<Loaded, Failure> {
    let digest = office.digest(id)?;
    let record = office.record(&digest.record.to_string())?;
    let versions = office.digest_versions(digest.id)?;
    let became = office.became(&digest)?;
    let mut names = BTreeMap::new();
    for person in std::iter::once(&digest.person).chain(versions.iter().map(|version| &version.person)) {
        names.insert(person.clone(), name_of(office, person)?);
    }
    let (mut needs, mut posts) = (BTreeMap::new(), BTreeMap::new());
    for held in &became.deliveries {
        let delivery = &held.delivery;
        if !needs.contains_key(&delivery.need) {
            needs.insert(delivery.need.clone(), office.need(delivery.need.as_str())?.title);
        }
        if !posts.contains_key(&delivery.post) {
            let title = office.post(&delivery.post)?.map_or_else(|| delivery.post.to_string(), |post| post.title);
            posts.insert(delivery.post.clone(), title);
        }
    }
    let history = tell(office, office.history(&Thing::new(Noun::Digest, digest.id))?)?;
    Ok(Loaded { digest, record, versions, became, names, needs, posts, history })
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    let loaded = caller.read(move |office| load(office, &id)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller.visit, &loaded)))
}

fn draw(visit: &Visit, loaded: &Loaded) -> Markup {
    let speech = visit.speech;
    let Loaded { digest, record, .. } = loaded;
    let name = |person: &PersonId| loaded.names.get(person).cloned().unwrap_or_else(|| person.to_string());
    let record_title = title(speech, &record.record);
    Page::new(visit, speech.with("digest-of", &[("title", record_title.clone().into())]))
        .here(Section::Records)
        .crumbs(vec![
            Crumb::of(speech, Section::Records),
            Crumb::new(record_title, format!("/records/{}#own", record.id)),
        ])
        .lead(html! {
            (tag(Tone::Plain, &language(speech, digest.language.tag()))) " "
            (marking::tags(speech, &digest.marking)) " "
            span { (speech.with("digest-by", &[("person", name(&digest.person).into()), ("when", when(speech, digest.written_at).into())])) }
        })
        .draw(html! {
            div class="own-abstract" lang=(digest.language.tag()) { (text(speech, &digest.text)) }
            (became(speech, loaded))
            @if !loaded.versions.is_empty() {
                h2 { (speech.say("digest-versions")) }
                @for version in &loaded.versions {
                    @let values = [("number", version.revision.into()), ("person", name(&version.person).into()), ("when", when(speech, version.written_at).into())];
                    (disclosure(&speech.with("digest-version", &values), false, html! {
                        div lang=(digest.language.tag()) { (text(speech, &version.text)) }
                    }))
                }
            }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

fn became(speech: Speech, loaded: &Loaded) -> Markup {
    let deliveries = &loaded.became.deliveries;
    let columns = ["record-delivery-need", "record-delivery-post", "record-delivery-when", "record-delivery-outcome"];
    let mut table = Table::new(speech.say("became-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for held in deliveries {
        let delivery = &held.delivery;
        let need = loaded.needs.get(&delivery.need).map_or(delivery.need.as_str(), String::as_str);
        let post = loaded.posts.get(&delivery.post).map_or(delivery.post.as_str(), String::as_str);
        table = table.row(vec![
            html! { a href={ "/needs/" (delivery.need) } { bdi { (need) } } },
            html! { bdi { (post) } },
            html! { a href={ "/deliveries/" (delivery.id) } { (when(speech, held.made_at)) } },
            html! {
                @match &held.decided {
                    None => (tag(Tone::Warn, &speech.say("record-undecided"))),
                    Some(done) => {
                        (decided(speech, done.disposition.choice, done.disposition.reason))
                        @if !done.disposition.remark.is_empty() { " " bdi class="quiet" { (done.disposition.remark) } }
                        // An answer from before the abstract was not made of it.
                        @if done.at < loaded.digest.made_at { " " span class="quiet" { (speech.say("became-before")) } }
                    },
                }
            },
        ]);
    }
    html! {
        section aria-labelledby="became" {
            h2 id="became" { (speech.say("became-title")) }
            @if deliveries.is_empty() {
                (empty(&speech.say("became-nothing"), &speech.say("became-nothing-body"), html! {}))
            } @else {
                (table.draw(speech))
            }
        }
    }
}
