//! Hosts: listed, shown, registered, changed.

use axum::http::Method;
use model::{Host, HostContact, HostId, HostName, Language, Marking, PostId, Subject};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::marking::MarkingView;
use super::word::Moment;
use super::{missing, read, slip};
use crate::caller::Caller;
use crate::host::{class_text, typed_classes};
use crate::problem::Problem;
use crate::route::Policy;

/// A name in a language.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HostNameView {
    /// As it is written.
    pub text: String,
    /// In which language, by its tag; null where it is the same in all.
    #[serde(default)]
    pub language: Option<String>,
}

/// Somebody at a host.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HostContactView {
    /// Their name.
    pub name: String,
    /// What they are there.
    #[serde(default)]
    pub position: String,
    /// Tags of the languages they speak.
    #[serde(default)]
    pub languages: Vec<String>,
    /// How they are reached.
    #[serde(default)]
    pub reach: String,
}

/// A host.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HostView {
    /// Its name in the office.
    pub id: String,
    /// What it is called, its own name first.
    pub names: Vec<HostNameView>,
    /// Other spellings and short names.
    pub aliases: Vec<String>,
    /// Its country, by the code of two letters.
    pub country: String,
    /// The town.
    pub place: String,
    /// Tags of the languages in which one speaks with it.
    pub languages: Vec<String>,
    /// What it makes, in words.
    pub makes: String,
    /// The same in classes, `scheme:code`, or words.
    pub classes: Vec<String>,
    /// Its address on the web.
    pub address: String,
    /// Its people.
    pub contacts: Vec<HostContactView>,
    /// What else is to be known.
    pub remark: String,
    /// The post that keeps its page.
    pub post: String,
    /// Who may see it.
    pub marking: MarkingView,
    /// The number of its last change.
    pub revision: u32,
    /// When it was registered.
    pub made_at: Moment,
}

pub fn tags(languages: &[Language]) -> Vec<String> {
    languages.iter().map(|language| language.tag().to_owned()).collect()
}

pub fn classes_of(classes: &[Subject]) -> Vec<String> {
    classes.iter().map(class_text).collect()
}

impl From<&Host> for HostView {
    fn from(host: &Host) -> HostView {
        let name = |name: &HostName| HostNameView {
            text: name.text.clone(),
            language: name.language.as_ref().map(|language| language.tag().to_owned()),
        };
        let contact = |one: &HostContact| HostContactView {
            name: one.name.clone(),
            position: one.position.clone(),
            languages: tags(&one.languages),
            reach: one.reach.clone(),
        };
        HostView {
            id: host.id.to_string(),
            names: host.names.iter().map(name).collect(),
            aliases: host.aliases.clone(),
            country: host.country.clone(),
            place: host.place.clone(),
            languages: tags(&host.languages),
            makes: host.makes.clone(),
            classes: classes_of(&host.classes),
            address: host.address.clone(),
            contacts: host.contacts.iter().map(contact).collect(),
            remark: host.remark.clone(),
            post: host.post.to_string(),
            marking: MarkingView::from(&host.marking),
            revision: host.revision,
            made_at: Moment(host.made_at),
        }
    }
}

/// Which hosts are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HostQuery {
    /// Words of a name, a place, a contact or what it makes.
    #[serde(default)]
    q: String,
}

async fn list(caller: Caller, _: Way, query: HostQuery) -> Outcome<Listed<HostView>> {
    let hosts = read(&caller, move |office| office.hosts(&query.q)).await?;
    Ok(Found::listed(Listed::whole(hosts.iter().map(HostView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<HostView> {
    let id = way.get("host").to_owned();
    let host = read(&caller, move |office| office.host(&id)).await?;
    Ok(Found::versioned(HostView::from(&host), u64::from(host.revision)))
}

/// What is said of a host.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HostBody {
    /// What it is called, its own name first.
    names: Vec<HostNameView>,
    /// Other spellings and short names.
    #[serde(default)]
    aliases: Vec<String>,
    /// Its country, by the code of two letters.
    country: String,
    /// The town.
    #[serde(default)]
    place: String,
    /// Tags of the languages in which one speaks with it.
    #[serde(default)]
    languages: Vec<String>,
    /// What it makes, in words.
    #[serde(default)]
    makes: String,
    /// The same in classes, `scheme:code`, or words.
    #[serde(default)]
    classes: Vec<String>,
    /// Its address on the web.
    #[serde(default)]
    address: String,
    /// Its people.
    #[serde(default)]
    contacts: Vec<HostContactView>,
    /// What else is to be known.
    #[serde(default)]
    remark: String,
    /// The post that keeps its page; left out, the first of the caller's posts. It does not change.
    post: Option<String>,
    /// Who may see it; left out, it is open, or stays as it was.
    marking: Option<MarkingView>,
}

/// The languages with these tags.
pub fn languages(caller: &Caller, pointer: &str, tags: &[String]) -> Result<Vec<Language>, Problem> {
    let one = |(at, tag): (usize, &String)| {
        let sentence = || caller.speech().with("host-language-unknown", &[("text", tag.as_str().into())]);
        Language::parse(tag).ok_or_else(|| slip(caller, &format!("{pointer}/{at}"), sentence()))
    };
    tags.iter().enumerate().map(one).collect()
}

/// The marking that is meant.
pub fn marking_of(caller: &Caller, view: Option<&MarkingView>) -> Result<Option<Marking>, Problem> {
    view.map(MarkingView::read)
        .transpose()
        .map_err(|(place, refusal)| slip(caller, &format!("#/marking{place}"), caller.speech().refusal(&refusal)))
}

/// The post that was named, or the first of the caller's.
pub fn post_of(caller: &Caller, post: Option<&String>) -> Result<PostId, Problem> {
    let post = post.map(|post| PostId::new(post)).transpose();
    let post = post.map_err(|refusal| slip(caller, "#/post", caller.speech().refusal(&refusal)))?;
    let post = post.or_else(|| caller.officer.post_ids().into_iter().next());
    post.ok_or_else(|| slip(caller, "#/post", caller.speech().say("request-no-post")))
}

fn host(caller: &Caller, body: &HostBody, id: HostId) -> Result<(Host, bool), Problem> {
    let mut names = Vec::new();
    for (at, name) in body.names.iter().enumerate() {
        let tag: Vec<String> = name.language.iter().cloned().collect();
        let language = languages(caller, &format!("#/names/{at}/language"), &tag)?.pop();
        names.push(HostName { text: name.text.clone(), language });
    }
    let mut contacts = Vec::new();
    for (at, one) in body.contacts.iter().enumerate() {
        contacts.push(HostContact {
            name: one.name.clone(),
            position: one.position.clone(),
            languages: languages(caller, &format!("#/contacts/{at}/languages"), &one.languages)?,
            reach: one.reach.clone(),
        });
    }
    let marking = marking_of(caller, body.marking.as_ref())?;
    let keeps = marking.is_none();
    let host = Host {
        id,
        names,
        aliases: body.aliases.clone(),
        country: body.country.clone(),
        place: body.place.clone(),
        languages: languages(caller, "#/languages", &body.languages)?,
        makes: body.makes.clone(),
        classes: typed_classes(&body.classes),
        address: body.address.clone(),
        contacts,
        remark: body.remark.clone(),
        post: post_of(caller, body.post.as_ref())?,
        marking: marking.unwrap_or_default(),
        revision: 0,
        made_at: 0,
    };
    Ok((host, keeps))
}

async fn register(caller: Caller, sent: Sent<HostBody>) -> Done<HostView> {
    let id = HostId::from_bits(caller.app.ids()());
    let (host, _) = host(&caller, &sent.body, id)?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let host = desk::keep_host(writer, turn, host, true)?;
        let reply = Reply::of(HostView::from(&host)).at(format!("/api/v1/hosts/{}", host.id));
        Ok(reply.versioned(u64::from(host.revision)))
    });
    kept.await
}

async fn change(caller: Caller, sent: Sent<HostBody>) -> Done<HostView> {
    let id = HostId::parse(sent.way.get("host")).ok_or_else(|| missing(&caller))?;
    let (host, keeps) = host(&caller, &sent.body, id)?;
    let version = u32::try_from(sent.version).unwrap_or(u32::MAX);
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let held = office.host(&id.to_string())?;
        let marking = if keeps { held.marking } else { host.marking.clone() };
        let host = Host { revision: version, marking, ..host };
        let host = desk::keep_host(writer, turn, host, false)?;
        Ok(Reply::of(HostView::from(&host)).versioned(u64::from(host.revision)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/hosts", open, "list_hosts", "Hosts, in order of name", list)
        .create("/api/v1/hosts", open, "register_host", "Registers a host", register)
        .read("/api/v1/hosts/{host}", open, "show_host", "One host", show)
        .change((Method::PUT, "/api/v1/hosts/{host}"), open, "change_host", "Changes a host", change)
}
