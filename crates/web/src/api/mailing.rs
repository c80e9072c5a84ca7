//! How a post gets its mail, and what it got.

use model::{Date, LetterKind, LetterStage, Mailing, PersonId, PostId, Rhythm};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::word::{Day, Moment, Word};
use super::{missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

fn named(caller: &Caller, way: &Way) -> Result<PostId, Problem> {
    PostId::new(way.get("post")).map_err(|_| missing(caller))
}

/// How a post gets its mail.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MailingView {
    /// How often; none is as the office has it.
    pub rhythm: Option<Word<Rhythm>>,
    /// Whether a letter comes also when there is nothing, and says why.
    pub when_empty: bool,
    /// The first day on which its holder is away.
    pub away_since: Option<Day>,
    /// The last day.
    pub away_until: Option<Day>,
    /// The day of the last letter.
    pub last_on: Option<Day>,
    /// Counts changes; what is changed names the state that was seen.
    pub revision: u32,
}

impl From<&Mailing> for MailingView {
    fn from(mailing: &Mailing) -> MailingView {
        MailingView {
            rhythm: mailing.rhythm.map(Word),
            when_empty: mailing.when_empty,
            away_since: mailing.away.map(|(first, _)| Day(first)),
            away_until: mailing.away.map(|(_, last)| Day(last)),
            last_on: mailing.last_on.map(Day),
            revision: mailing.revision,
        }
    }
}

/// The mail of a post.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PostMailView {
    /// How it wants its mail.
    pub mailing: MailingView,
    /// How often the office sends mail to who never said how.
    pub office_rhythm: Word<Rhythm>,
    /// Whether the office sends mail at all.
    pub is_on: bool,
    /// Who gets the next letter, where anybody does.
    pub next_to: Option<String>,
    /// Persons to whose addresses nothing is sent, because what was sent came back.
    pub dead: Vec<String>,
    /// Its addresses for programs, where there are any.
    pub feed: Option<FeedView>,
    /// Its letters, the newest first.
    pub letters: Vec<LetterView>,
}

/// Addresses that show what is open without an account.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FeedView {
    /// An Atom feed of what is laid before the post; `?profile=NEED/1` narrows it to a profile.
    pub atom: String,
    /// A calendar of its duties.
    pub calendar: String,
}

impl FeedView {
    fn of(caller: &Caller, post: &PostId, seal: &str) -> FeedView {
        let address = |what: &str| caller.app.address_of(&format!("/feeds/{post}/{seal}/{what}"));
        FeedView { atom: address("atom"), calendar: address("calendar") }
    }
}

/// A letter.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LetterView {
    /// Its number.
    pub id: String,
    /// What it is.
    pub kind: Word<LetterKind>,
    /// To whom it went.
    pub person: String,
    /// Where it stands.
    pub stage: Word<LetterStage>,
    /// When it was written.
    pub made_at: Moment,
    /// When the mail server took it.
    pub sent_at: Option<Moment>,
    /// Why it was not sent, or came back.
    pub fault: Option<String>,
}

async fn mail(caller: Caller, way: Way, _: Nothing) -> Outcome<PostMailView> {
    let (post, today) = (named(&caller, &way)?, caller.app.today());
    let officer = std::sync::Arc::clone(&caller.officer);
    let mail = read(&caller, move |office| office.post_mail(&officer, &post, today)).await?;
    let letters = mail.letters.into_iter().map(|letter| LetterView {
        id: letter.id.to_string(),
        kind: Word(letter.kind),
        person: letter.person.to_string(),
        stage: Word(letter.stage),
        made_at: Moment(letter.made_at),
        sent_at: letter.sent_at.map(Moment),
        fault: (letter.kind == LetterKind::Deliveries && !letter.text.is_empty()).then_some(letter.text),
    });
    Ok(Found::one(PostMailView {
        mailing: MailingView::from(&mail.mailing),
        office_rhythm: Word(mail.rhythm),
        is_on: mail.is_on,
        next_to: mail.next.map(|to| to.person.to_string()),
        dead: mail.dead.into_iter().map(|to| to.person.to_string()).collect(),
        feed: mail.feed_seal.as_deref().map(|seal| FeedView::of(&caller, &mail.post.id, seal)),
        letters: letters.collect(),
    }))
}

/// How a post wants its mail.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MailingBody {
    /// How often; none is as the office has it.
    #[serde(default)]
    rhythm: Option<Word<Rhythm>>,
    /// Whether a letter comes also when there is nothing, and says why.
    #[serde(default)]
    when_empty: bool,
    /// The first day on which its holder is away.
    #[serde(default)]
    away_since: Option<String>,
    /// The last day.
    #[serde(default)]
    away_until: Option<String>,
    /// The state that was seen.
    revision: u32,
}

async fn change(caller: Caller, sent: Sent<MailingBody>) -> Done<MailingView> {
    let post = named(&caller, &sent.way)?;
    let body = sent.body.clone();
    let day = |name: &str, text: &Option<String>| match text.as_deref() {
        None | Some("") => Ok(None),
        Some(text) => match Date::parse(text) {
            Some(day) => Ok(Some(day)),
            None => Err(slip(&caller, &format!("#/{name}"), caller.speech().say("mailing-no-day"))),
        },
    };
    let (first, last) = (day("away_since", &body.away_since)?, day("away_until", &body.away_until)?);
    if first.is_some() != last.is_some() {
        return Err(slip(&caller, "#/away_until", caller.speech().say("mailing-half-away")));
    }
    let mailing = Mailing {
        rhythm: body.rhythm.map(|Word(rhythm)| rhythm),
        when_empty: body.when_empty,
        away: first.zip(last),
        revision: body.revision,
        ..Mailing::of(post)
    };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let kept = desk::change_mailing(writer, turn, mailing).map_err(super::as_a_rule)?;
        Ok(Reply::of(MailingView::from(&kept)))
    });
    kept.await
}

/// Whether a post is to have addresses for programs.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FeedBody {
    /// Whether there are to be new ones; otherwise those that there are end.
    opens: bool,
}

/// What became of the addresses.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FeedStateView {
    /// Whether there are any.
    pub is_open: bool,
    /// How often there were new ones.
    pub number: u32,
}

async fn feed(caller: Caller, sent: Sent<FeedBody>) -> Done<FeedStateView> {
    let (post, opens) = (named(&caller, &sent.way)?, sent.body.opens);
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let feed = desk::change_feed(writer, turn, &post, opens)?.feed;
        Ok(Reply::of(FeedStateView { is_open: feed.is_open, number: feed.number }))
    });
    kept.await
}

/// Whose address works again.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddressBody {
    /// The person.
    person: String,
}

/// That it was done.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RevivedView {
    /// The person to whom mail is sent again.
    pub person: String,
}

async fn revive(caller: Caller, sent: Sent<AddressBody>) -> Done<RevivedView> {
    let post = named(&caller, &sent.way)?;
    let person = PersonId::new(&sent.body.person)
        .map_err(|refusal| slip(&caller, "#/person", caller.speech().refusal(&refusal)))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        desk::revive_address(writer, turn, &post, &person)?;
        Ok(Reply::of(RevivedView { person: person.to_string() }))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    let address = "/api/v1/posts/{post}/mail/address";
    let programs = "/api/v1/posts/{post}/mail/feed";
    api.read("/api/v1/posts/{post}/mail", open, "post_mail", "How a post gets its mail, and what it got", mail)
        .act("/api/v1/posts/{post}/mail", open, "change_mailing", "Says how a post wants its mail", change)
        .act(programs, open, "change_feed", "Gives a post new addresses for programs, or takes them away", feed)
        .act(address, open, "revive_address", "Lets mail be sent to an address again", revive)
}
