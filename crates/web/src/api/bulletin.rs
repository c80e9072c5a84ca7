//! Bulletins: listed, shown, founded, changed, taken by posts.

use axum::http::Method;
use desk::BulletinPage;
use model::{Bulletin, BulletinId, BulletinKind, BulletinLanguage, BulletinRhythm, Date, Feed, PostId, UnitId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::issue::IssueView;
use super::marking::MarkingView;
use super::word::{Day, Moment, Word};
use super::{missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// A bulletin.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BulletinView {
    /// Its number.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: Word<BulletinKind>,
    /// Of a journal, what it takes, in the language of profiles.
    pub query: String,
    /// Of the bulletin of a unit, which unit.
    pub unit: Option<String>,
    /// Who edits it.
    pub post: String,
    /// Who releases what is not open to all.
    pub second: Option<String>,
    /// In which language it speaks.
    pub language: Word<BulletinLanguage>,
    /// How often an issue is begun by itself.
    pub rhythm: Word<BulletinRhythm>,
    /// Whether an issue is begun also when there is nothing for it.
    pub when_empty: bool,
    /// Who may see its issues.
    pub marking: MarkingView,
    /// The template of the office for pages; none for the one of the house.
    pub page_template: Option<String>,
    /// The template of the office for print; none for the one of the house.
    pub print_template: Option<String>,
    /// The last day that an issue has taken in.
    pub last_on: Option<Day>,
    /// Whether no further issue is begun.
    pub closed: bool,
    /// When it was founded.
    pub made_at: Moment,
}

impl From<&Bulletin> for BulletinView {
    fn from(bulletin: &Bulletin) -> BulletinView {
        BulletinView {
            id: bulletin.id.to_string(),
            name: bulletin.name.clone(),
            kind: Word(bulletin.kind),
            query: bulletin.query.clone(),
            unit: bulletin.unit.as_ref().map(ToString::to_string),
            post: bulletin.post.to_string(),
            second: bulletin.second.as_ref().map(ToString::to_string),
            language: Word(bulletin.language),
            rhythm: Word(bulletin.rhythm),
            when_empty: bulletin.when_empty,
            marking: MarkingView::from(&bulletin.marking),
            page_template: bulletin.page_template.clone(),
            print_template: bulletin.print_template.clone(),
            last_on: bulletin.last_on.map(Day),
            closed: bulletin.closed,
            made_at: Moment(bulletin.made_at),
        }
    }
}

async fn list(caller: Caller, _: Way, _: Nothing) -> Outcome<Listed<BulletinView>> {
    let bulletins = read(&caller, |office| office.bulletins()).await?;
    Ok(Found::listed(Listed::whole(bulletins.iter().map(BulletinView::from).collect())))
}

/// A bulletin with its issues.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BulletinPageView {
    /// The bulletin.
    pub bulletin: BulletinView,
    /// Its issues, the newest first.
    pub issues: Vec<IssueView>,
    /// The posts that take it by mail.
    pub subscribers: Vec<String>,
    /// An Atom feed of its issues that anybody reads who has the address, where there is one.
    pub feed: Option<String>,
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<BulletinPageView> {
    let id = way.get("bulletin").to_owned();
    let officer = std::sync::Arc::clone(&caller.officer);
    let read = read(&caller, move |office| {
        let page = office.bulletin_page(&id)?;
        let may_edit = office.may_edit_bulletin(&officer, &page.bulletin);
        Ok((page, may_edit))
    });
    let (BulletinPage { bulletin, issues, subscribers, feed_seal }, may_edit) = read.await?;
    let path = |seal: String| caller.app.address_of(&format!("/feeds/bulletins/{}/{seal}/atom", bulletin.id));
    let revision = u64::from(bulletin.revision);
    let view = BulletinPageView {
        issues: issues.iter().map(|(issue, size)| IssueView::of(issue, *size)).collect(),
        subscribers: subscribers.iter().map(|post| post.id.to_string()).collect(),
        // The address is a key, and is given to those who may make and end it.
        feed: feed_seal.filter(|_| may_edit).map(path),
        bulletin: BulletinView::from(&bulletin),
    };
    Ok(Found::versioned(view, revision))
}

/// What a bulletin shall be.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BulletinBody {
    /// What it is called.
    name: String,
    /// What it is; cannot be changed later.
    kind: Word<BulletinKind>,
    /// Of a journal, what it takes, in the language of profiles.
    #[serde(default)]
    query: String,
    /// Of the bulletin of a unit, which unit.
    unit: Option<String>,
    /// Who edits it.
    post: String,
    /// Who releases what is not open to all.
    second: Option<String>,
    /// In which language it speaks; left out, English.
    language: Option<Word<BulletinLanguage>>,
    /// How often an issue is begun by itself; left out, only by hand.
    rhythm: Option<Word<BulletinRhythm>>,
    /// Whether an issue is begun also when there is nothing for it.
    #[serde(default)]
    when_empty: bool,
    /// Who may see its issues; left out, everybody.
    marking: Option<MarkingView>,
    /// The template of the office for pages.
    page_template: Option<String>,
    /// The template of the office for print.
    print_template: Option<String>,
    /// Whether no further issue is begun.
    #[serde(default)]
    closed: bool,
}

fn bulletin_of(caller: &Caller, body: &BulletinBody, id: BulletinId, revision: u32) -> Result<Bulletin, Problem> {
    let refused =
        |pointer: String| move |refusal: model::Refusal| slip(caller, &pointer, caller.speech().refusal(&refusal));
    let marking = body.marking.as_ref().map(MarkingView::read).transpose();
    let marking = marking.map_err(|(place, refusal)| refused(format!("#/marking{place}"))(refusal))?;
    let some = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let unit = some(&body.unit).map(|unit| UnitId::new(&unit)).transpose();
    let second = some(&body.second).map(|post| PostId::new(&post)).transpose();
    Ok(Bulletin {
        id,
        name: body.name.clone(),
        kind: body.kind.0,
        query: body.query.clone(),
        unit: unit.map_err(refused("#/unit".to_owned()))?,
        post: PostId::new(&body.post).map_err(refused("#/post".to_owned()))?,
        second: second.map_err(refused("#/second".to_owned()))?,
        language: body.language.map_or(BulletinLanguage::English, |word| word.0),
        rhythm: body.rhythm.map_or(BulletinRhythm::ByHand, |word| word.0),
        when_empty: body.when_empty,
        marking: marking.unwrap_or_default(),
        page_template: some(&body.page_template),
        print_template: some(&body.print_template),
        feed: Feed::default(),
        last_on: None,
        closed: body.closed,
        revision,
        made_at: 0,
    })
}

async fn found(caller: Caller, sent: Sent<BulletinBody>) -> Done<BulletinView> {
    let bulletin = bulletin_of(&caller, &sent.body, BulletinId::from_bits(caller.app.ids()()), 0)?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let bulletin = desk::found_bulletin(writer, turn, office, bulletin)?;
        let at = format!("/api/v1/bulletins/{}", bulletin.id);
        Ok(Reply::of(BulletinView::from(&bulletin)).at(at).versioned(u64::from(bulletin.revision)))
    });
    kept.await
}

async fn change(caller: Caller, sent: Sent<BulletinBody>) -> Done<BulletinView> {
    let id = BulletinId::parse(sent.way.get("bulletin")).ok_or_else(|| missing(&caller))?;
    let Ok(revision) = u32::try_from(sent.version) else {
        return Err(slip(&caller, "#", caller.speech().say("problem-changed-body")));
    };
    let bulletin = bulletin_of(&caller, &sent.body, id, revision)?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let bulletin = desk::change_bulletin(writer, turn, office, bulletin)?;
        Ok(Reply::of(BulletinView::from(&bulletin)).versioned(u64::from(bulletin.revision)))
    });
    kept.await
}

/// Whether a post takes a bulletin.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SubscriptionBody {
    /// The post.
    post: String,
    /// Whether it takes it from now on.
    takes: bool,
}

/// Who takes a bulletin now.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SubscriptionView {
    /// The post.
    pub post: String,
    /// Whether it takes it.
    pub takes: bool,
}

async fn subscribe(caller: Caller, sent: Sent<SubscriptionBody>) -> Done<SubscriptionView> {
    let id = BulletinId::parse(sent.way.get("bulletin")).ok_or_else(|| missing(&caller))?;
    let post =
        PostId::new(&sent.body.post).map_err(|refusal| slip(&caller, "#/post", caller.speech().refusal(&refusal)))?;
    let takes = sent.body.takes;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        desk::subscribe(writer, turn, office, id, &post, takes)?;
        Ok(Reply::of(SubscriptionView { post: post.to_string(), takes }))
    });
    kept.await
}

/// Whether a bulletin is to have an address for programs.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BulletinFeedBody {
    /// Whether there is to be a new one; otherwise the one that there is ends.
    opens: bool,
}

async fn feed(caller: Caller, sent: Sent<BulletinFeedBody>) -> Done<BulletinView> {
    let id = BulletinId::parse(sent.way.get("bulletin")).ok_or_else(|| missing(&caller))?;
    let opens = sent.body.opens;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let bulletin = desk::change_bulletin_feed(writer, turn, office, id, opens)?;
        Ok(Reply::of(BulletinView::from(&bulletin)).versioned(u64::from(bulletin.revision)))
    });
    kept.await
}

/// Which days an issue takes in.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginBody {
    /// The first day.
    since: String,
    /// The last day.
    until: String,
}

async fn begin(caller: Caller, sent: Sent<BeginBody>) -> Done<IssueView> {
    let day = |name: &str, text: &str| {
        Date::parse(text).ok_or_else(|| slip(&caller, &format!("#/{name}"), caller.speech().say("issue-days-unknown")))
    };
    let days = (day("since", &sent.body.since)?, day("until", &sent.body.until)?);
    let id = sent.way.get("bulletin").to_owned();
    let officer = std::sync::Arc::clone(&caller.officer);
    let composed = read(&caller, move |office| office.composition(&officer, &id, days)).await?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let issue = desk::begin_issue(writer, turn, composed)?;
        let size = office.issue_sizes(std::slice::from_ref(&issue))?.first().copied().unwrap_or_default();
        Ok(Reply::of(IssueView::of(&issue, size)).at(format!("/api/v1/issues/{}", issue.id)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, power) = (Policy::SignedIn, Policy::Document);
    let subscription = "/api/v1/bulletins/{bulletin}/subscription";
    api.read("/api/v1/bulletins", open, "list_bulletins", "Bulletins by name", list)
        .create("/api/v1/bulletins", power, "found_bulletin", "Founds a bulletin", found)
        .read("/api/v1/bulletins/{bulletin}", open, "show_bulletin", "One bulletin, with its issues", show)
        .change(
            (Method::PUT, "/api/v1/bulletins/{bulletin}"),
            power,
            "change_bulletin",
            "Changes a bulletin, or closes it",
            change,
        )
        .act(subscription, open, "subscribe", "Has a post take a bulletin by mail, or take it no more", subscribe)
        .act(
            "/api/v1/bulletins/{bulletin}/feed",
            open,
            "change_bulletin_feed",
            "Gives a bulletin a new address for programs, or takes it away",
            feed,
        )
        .create(
            "/api/v1/bulletins/{bulletin}/issues",
            open,
            "begin_issue",
            "Begins an issue with what came in on some days",
            begin,
        )
}
