//! One's own account: who one is, tokens, sessions.

use model::{Level, Power, Standing};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{ApiToken, Session};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::word::{Moment, Word};
use super::{missing, read};
use crate::caller::Caller;
use crate::route::Policy;

/// A post that the caller acts for.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OwnPostView {
    /// The post.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The unit that it stands in.
    pub unit: String,
    /// What it may do.
    pub powers: Vec<Word<Power>>,
    /// As what they act.
    pub standing: Word<Standing>,
}

/// Who calls.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AccountView {
    /// Their name in addresses.
    pub person: String,
    /// What they are called.
    pub name: String,
    /// The posts that they act for today, their own first.
    pub posts: Vec<OwnPostView>,
    /// Up to which level they are cleared.
    pub level: Word<Level>,
    /// Compartments that they are admitted to.
    pub compartments: Vec<String>,
    /// Whether what they came with may write.
    pub may_write: bool,
    /// Whether what they came with may do what is grave.
    pub may_do_grave: bool,
}

async fn show(caller: Caller, _: Way, _: Nothing) -> Outcome<AccountView> {
    let (officer, visitor) = (&caller.officer, &caller.visit.visitor);
    let post = |(post, standing): &(model::Post, Standing)| OwnPostView {
        id: post.id.to_string(),
        title: post.title.clone(),
        unit: post.unit.to_string(),
        powers: post.powers.iter().copied().map(Word).collect(),
        standing: Word(*standing),
    };
    Ok(Found::one(AccountView {
        person: officer.person.id.to_string(),
        name: officer.person.name.clone(),
        posts: officer.posts.iter().map(post).collect(),
        level: Word(officer.clearance.level),
        compartments: officer.clearance.compartments.iter().map(ToString::to_string).collect(),
        may_write: !visitor.reads_only,
        may_do_grave: visitor.is_proved && !visitor.reads_only,
    }))
}

/// How far a token reaches.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// It reads.
    Read,
    /// It reads and writes.
    Write,
    /// It does what is grave, too.
    Administer,
}

impl Reach {
    fn word(self) -> &'static str {
        match self {
            Reach::Read => "read",
            Reach::Write => "write",
            Reach::Administer => "administer",
        }
    }

    fn of_word(word: &str) -> Reach {
        [Reach::Write, Reach::Administer].into_iter().find(|reach| reach.word() == word).unwrap_or(Reach::Read)
    }
}

/// A token for programs. The token itself is kept nowhere.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TokenView {
    /// Its number.
    pub id: i64,
    /// What it is for.
    pub name: String,
    /// How far it reaches.
    pub reach: Reach,
    /// When it was made.
    pub made_at: Moment,
    /// When it ends.
    pub expires_at: Moment,
    /// When it was used last, to the minute.
    pub used_at: Option<Moment>,
    /// When it was made useless.
    pub revoked_at: Option<Moment>,
}

impl From<&ApiToken> for TokenView {
    fn from(token: &ApiToken) -> TokenView {
        TokenView {
            id: token.id,
            name: token.name.clone(),
            reach: Reach::of_word(&token.reach),
            made_at: Moment(token.made_at),
            expires_at: Moment(token.expires_at),
            used_at: token.used_at.map(Moment),
            revoked_at: token.revoked_at.map(Moment),
        }
    }
}

async fn tokens(caller: Caller, _: Way, _: Nothing) -> Outcome<Listed<TokenView>> {
    let person = caller.officer.person.id.clone();
    let tokens = read(&caller, move |office| Ok(office.reader().api_tokens(&person)?)).await?;
    Ok(Found::listed(Listed::whole(tokens.iter().map(TokenView::from).collect())))
}

/// A token that is wanted.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenBody {
    /// What it is for.
    name: String,
    /// How far it reaches.
    reach: Reach,
    /// Days for which it is good.
    #[schemars(range(min = 1, max = 366))]
    days: u16,
}

/// A token that was made.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TokenMadeView {
    /// The token, given out once: an answer that is asked for again holds null.
    pub token: Option<String>,
}

async fn make(caller: Caller, sent: Sent<TokenBody>) -> Done<TokenMadeView> {
    let TokenBody { name, reach, days } = sent.body.clone();
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let secret = desk::issue_token(writer, turn, &name, reach.word(), i64::from(days))?;
        let view = TokenMadeView { token: Some(secret.reveal().to_owned()) };
        Ok(Reply::of(view).remembered_as(TokenMadeView { token: None }))
    });
    kept.await
}

/// What was ended.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EndedView {
    /// Its name or number.
    pub ended: String,
}

async fn revoke(caller: Caller, sent: Sent<Nothing>) -> Done<EndedView> {
    let id = sent.way.get("token").parse::<i64>().map_err(|_| missing(&caller))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        desk::revoke_token(writer, turn, id)?;
        Ok(Reply::of(EndedView { ended: id.to_string() }))
    });
    kept.await
}

/// A session of a browser.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SessionView {
    /// Its name, from which nobody can make its token.
    pub id: String,
    /// What the browser calls itself.
    pub agent: String,
    /// When it began.
    pub made_at: Moment,
    /// When it was used last, to the minute.
    pub seen_at: Moment,
    /// When it ends whatever happens.
    pub expires_at: Moment,
}

impl From<&Session> for SessionView {
    fn from(session: &Session) -> SessionView {
        SessionView {
            id: desk::session_name(&session.token),
            agent: session.agent.clone(),
            made_at: Moment(session.made_at),
            seen_at: Moment(session.seen_at),
            expires_at: Moment(session.expires_at),
        }
    }
}

async fn sessions(caller: Caller, _: Way, _: Nothing) -> Outcome<Listed<SessionView>> {
    let (person, now) = (caller.officer.person.id.clone(), caller.app.now());
    let mut sessions = read(&caller, move |office| Ok(office.reader().sessions(&person)?)).await?;
    sessions.retain(|session| session.expires_at > now && session.seen_at > now - desk::IDLE_MICROS);
    Ok(Found::listed(Listed::whole(sessions.iter().map(SessionView::from).collect())))
}

async fn end_session(caller: Caller, sent: Sent<Nothing>) -> Done<EndedView> {
    let name = sent.way.get("session").to_owned();
    let kept = sent.keep(&caller, move |writer, turn, _| {
        desk::end_session(writer, turn, &name)?;
        Ok(Reply::of(EndedView { ended: name }))
    });
    kept.await
}

/// Registers them. Passwords, passkeys and one-time codes are for people and their browsers.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/account", open, "account", "Who calls, for which posts, and how far they reach", show)
        .read("/api/v1/account/tokens", open, "list_tokens", "The caller's tokens, the newest first", tokens)
        .grave()
        .create("/api/v1/account/tokens", open, "make_token", "Makes a token for programs", make)
        .end("/api/v1/account/tokens/{token}", open, "revoke_token", "Makes a token useless", revoke)
        .read("/api/v1/account/sessions", open, "list_sessions", "The caller's sessions", sessions)
        .end("/api/v1/account/sessions/{session}", open, "end_session", "Ends a session", end_session)
}
