//! What programs read of a post without an account: a feed of its deliveries and a calendar of its duties.

use axum::extract::{Path, RawQuery, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use desk::{OwnAbstract, PostFeed, Subject};
use formats::{AtomEntry, AtomFeed, CalendarEntry};
use model::{Contributor, DutyKind, Noun, Role};

use crate::app::App;
use crate::digest::{said_by_office, sample_name};
use crate::failed::{Answer, failed};
use crate::ground;
use crate::party_list;
use crate::record;
use crate::route::{Policy, Routes};
use crate::speech::Speech;
use crate::typed::Typed;
use crate::visit::Visit;

/// What stands in an address.
type Key = (String, String);

async fn load(app: &App, visit: &Visit, (post, seal): Key, query: Option<String>) -> Result<PostFeed, Response> {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let profile = typed.some("profile").map(str::to_owned);
    let language = visit.speech.tongue().tag();
    let found = app.unseen(move |office| office.post_feed((&post, &seal), profile.as_deref(), language)).await;
    found.map_err(|failure| failed(visit, &failure))
}

/// An answer that whoever fetches it keeps for himself, and asks for again.
fn given(kind: &'static str, bytes: Vec<u8>) -> Response {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "private, no-cache")], bytes).into_response()
}

async fn atom(State(app): State<App>, visit: Visit, Path(key): Path<Key>, RawQuery(query): RawQuery) -> Answer {
    let path = format!("/feeds/{}/{}/atom", key.0, key.1);
    let feed = load(&app, &visit, key, query).await?;
    let entries = feed.deliveries.iter().map(|(line, own)| {
        let delivery = &line.held.delivery;
        let makers = line.record.contributors.iter().filter(|one: &&Contributor| one.role != Role::Contributor);
        let address = app.address_of(&format!("/deliveries/{}", delivery.id));
        AtomEntry {
            id: format!("urn:uptake:delivery:{}", delivery.id),
            title: record::title(visit.speech, &line.record),
            address,
            // An own abstract that is written later makes the entry another than it was.
            at: own.as_ref().map_or(line.held.made_at, |own| own.digest.written_at.max(line.held.made_at)),
            authors: makers.take(10).map(|one| one.name.display()).collect(),
            summary: summary(visit.speech, &line.need, &delivery.grounds, own.as_ref()),
        }
    });
    let whole = AtomFeed {
        id: format!("urn:uptake:post:{}", feed.post.id),
        title: visit.speech.with("feed-title", &[("post", feed.post.title.clone().into())]),
        address: app.address_of(&path),
        entries: entries.collect(),
        since: 0,
    };
    Ok(given("application/atom+xml; charset=utf-8", formats::atom(&whole)))
}

/// What the office says of it, for which need it is, and by which words.
fn summary(speech: Speech, need: &str, grounds: &str, own: Option<&OwnAbstract>) -> String {
    let mut said = own.map(|own| said_by_office(speech, own)).unwrap_or_default();
    let need = speech.with("letter-for", &[("need", need.to_owned().into())]);
    let because = speech.with("letter-because", &[("words", ground::said(speech, grounds).into())]);
    said.push(format!("{need}: {because}"));
    said.join("\n")
}

async fn calendar(State(app): State<App>, visit: Visit, Path(key): Path<Key>, RawQuery(query): RawQuery) -> Answer {
    let feed = load(&app, &visit, key, query).await?;
    let entries: Vec<CalendarEntry> = feed
        .duties
        .iter()
        .map(|(duty, subject)| {
            let (title, path) = match subject {
                Subject::Delivery(line) => {
                    (record::title(visit.speech, &line.record), format!("/deliveries/{}", line.held.delivery.id))
                }
                Subject::Need(need) => (need.title.clone(), format!("/needs/{}", need.id)),
                Subject::Request(request) => (request.question.clone(), format!("/requests/{}", request.id)),
                Subject::Issue(issue) => (issue.1.name.clone(), format!("/issues/{}", issue.0.id)),
                Subject::Credit(credit) => (credit.title.clone(), format!("/credits/{}", credit.id)),
                Subject::Agreement(agreement) => (agreement.title.clone(), format!("/agreements/{}", agreement.id)),
                Subject::Mission(mission) => {
                    let part = match (duty.subject.noun, duty.kind) {
                        (Noun::Brief, _) => "/brief",
                        (_, DutyKind::Liaise) => "/liaison",
                        _ => "",
                    };
                    (mission.title.clone(), format!("/missions/{}{part}", mission.id))
                }
                Subject::Release(release) => (release.title.clone(), format!("/releases/{}", release.id)),
                Subject::Widening(widening) => (widening.title.clone(), format!("/widenings/{}", widening.id)),
                Subject::Sample(sample) => (sample.name.clone(), format!("/samples/{}", sample.id)),
                Subject::Adoption(held) => (held.1.clone(), format!("/adoptions/{}", held.0.id)),
                Subject::PartyList(list) => (list.title.clone(), party_list::place_of(list, duty.kind)),
                Subject::Screening(one) => (one.party.name.clone(), format!("/screenings/{}", one.id)),
                Subject::SpecialistRequest(request) => {
                    (request.title.clone(), format!("/specialists/requests/{}", request.id))
                }
                Subject::Assignment(held) => (held.1.clone(), format!("/specialists/assignments/{}", held.0.id)),
                Subject::ControlList(head) => (head.title.clone(), format!("/control-lists/{}", head.id)),
                Subject::Drawing(drawing) => (sample_name(drawing), "/abstracts/second".to_owned()),
                Subject::Case(case) => (case.proposal.title.clone(), format!("/cases/{}", case.id)),
                Subject::Regime(regime) => (regime.name.clone(), format!("/regimes/{}", regime.id)),
                Subject::Webhook(webhook) => (webhook.title.clone(), format!("/office/webhooks/{}", webhook.id)),
            };
            let asked = visit.speech.say(&format!("duty-{}", duty.kind.word()));
            let address = app.address_of(&path);
            CalendarEntry {
                id: format!("{}@uptake", duty.id),
                day: duty.due,
                title: format!("{asked}: {title}"),
                text: address.clone(),
                address,
                at: duty.opened_at,
            }
        })
        .collect();
    let name = visit.speech.with("calendar-title", &[("post", feed.post.title.into())]);
    Ok(given("text/calendar; charset=utf-8", formats::calendar(&name, &entries).into_bytes()))
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes.page("/feeds/{post}/{seal}/atom", Policy::Public, atom).page(
        "/feeds/{post}/{seal}/calendar",
        Policy::Public,
        calendar,
    )
}
