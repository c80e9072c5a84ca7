//! Lists of parties: registered, loaded in versions, searched, compared.

use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use desk::{HeldStep, PartyListLine};
use model::{
    HeldBack, ListVersion, ListVersionState, Listed as Entry, ListedField, NameStrength, PartyForm, PartyKind,
    PartyList, PartyListId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::{marking_of, post_of};
use super::marking::MarkingView;
use super::word::{Limit, Moment, Word};
use super::{as_a_rule, cursor, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// A list of persons, organisations and vessels with whom not everything may be done.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PartyListView {
    /// Its short name.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Where it is published.
    pub address: String,
    /// The post that owns it.
    pub post: String,
    /// What else is to be known; of an invented one, that it is.
    pub remark: String,
    /// Whether nothing is held against it any more.
    pub closed: bool,
    /// The version in force.
    pub version: Option<u32>,
    /// Who may see it.
    pub marking: MarkingView,
    /// The number of its last change.
    pub revision: u32,
    /// When it was registered.
    pub made_at: Moment,
}

impl From<&PartyList> for PartyListView {
    fn from(list: &PartyList) -> PartyListView {
        PartyListView {
            id: list.id.to_string(),
            title: list.title.clone(),
            publisher: list.publisher.clone(),
            address: list.address.clone(),
            post: list.post.to_string(),
            remark: list.remark.clone(),
            closed: list.closed,
            version: list.version,
            marking: MarkingView::from(&list.marking),
            revision: list.revision,
            made_at: Moment(list.made_at),
        }
    }
}

/// A version of a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ListVersionView {
    /// Its number in the list.
    pub number: u32,
    /// The form of its files.
    pub form: Option<Word<PartyForm>>,
    /// The names of its files.
    pub files: String,
    /// SHA-256 over its files.
    pub checksum: String,
    /// How many entries it has.
    pub n_entries: u64,
    /// How many names these have.
    pub n_names: u64,
    /// How many entries are new.
    pub n_added: u64,
    /// How many of the version before are gone.
    pub n_removed: u64,
    /// How many changed.
    pub n_changed: u64,
    /// How many doubts the reader had.
    pub n_doubts: u64,
    /// Where it stands.
    pub state: Word<ListVersionState>,
    /// Why it was held back.
    pub held: Option<Word<HeldBack>>,
    /// Who brought it, as the ledger writes it.
    pub by: String,
    /// When.
    pub at: Moment,
    /// When it came into force.
    pub in_force_at: Option<Moment>,
    /// The second person, who let it in or turned it away.
    pub second: Option<String>,
    /// Why they did.
    pub reason: String,
}

impl From<&ListVersion> for ListVersionView {
    fn from(version: &ListVersion) -> ListVersionView {
        ListVersionView {
            number: version.number,
            form: version.form.map(Word),
            files: version.files.clone(),
            checksum: version.checksum.clone(),
            n_entries: version.n_entries,
            n_names: version.n_names,
            n_added: version.n_added,
            n_removed: version.n_removed,
            n_changed: version.n_changed,
            n_doubts: version.n_doubts,
            state: Word(version.state),
            held: version.held.map(Word),
            by: version.by.clone(),
            at: Moment(version.at),
            in_force_at: version.in_force_at.map(Moment),
            second: version.second.clone(),
            reason: version.reason.clone(),
        }
    }
}

/// A name of an entry.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ListedNameView {
    /// The name.
    pub text: String,
    /// How much it says.
    pub strength: Word<NameStrength>,
}

/// An entry of a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ListedView {
    /// By which its list calls it.
    pub key: String,
    /// What it is.
    pub kind: Word<PartyKind>,
    /// What it is called.
    pub names: Vec<ListedNameView>,
    /// Its countries.
    pub countries: Vec<String>,
    /// When it was born.
    pub born: Vec<String>,
    /// Its numbers.
    pub identifiers: Vec<String>,
    /// Its addresses.
    pub addresses: Vec<String>,
    /// Under which programmes it is listed.
    pub programmes: Vec<String>,
    /// Since when.
    pub since: String,
    /// What else is said of it.
    pub remark: String,
}

impl From<&Entry> for ListedView {
    fn from(entry: &Entry) -> ListedView {
        let named =
            |name: &model::ListedName| ListedNameView { text: name.text.clone(), strength: Word(name.strength) };
        ListedView {
            key: entry.key.clone(),
            kind: Word(entry.kind),
            names: entry.names.iter().map(named).collect(),
            countries: entry.countries.clone(),
            born: entry.born.clone(),
            identifiers: entry.identifiers.clone(),
            addresses: entry.addresses.clone(),
            programmes: entry.programmes.clone(),
            since: entry.since.clone(),
            remark: entry.remark.clone(),
        }
    }
}

async fn list(caller: Caller, _: Way, _: Nothing) -> Outcome<Listed<PartyListView>> {
    let lines = read(&caller, |office| office.party_lists()).await?;
    let view = |line: &PartyListLine| PartyListView::from(&line.list);
    Ok(Found::listed(Listed::whole(lines.iter().map(view).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<PartyListView> {
    let id = way.get("party_list").to_owned();
    let list = read(&caller, move |office| office.party_list(&id)).await?;
    Ok(Found::versioned(PartyListView::from(&list), u64::from(list.revision)))
}

async fn versions(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<ListVersionView>> {
    let id = way.get("party_list").to_owned();
    let page = read(&caller, move |office| office.list_page(&id, "", None, None)).await?;
    Ok(Found::listed(Listed::whole(page.versions.iter().map(ListVersionView::from).collect())))
}

/// Which entries of a list are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListedQuery {
    /// Words of a name, or the key.
    #[serde(default)]
    q: String,
    /// How many.
    limit: Option<Limit>,
    /// Where the page begins: the `next` of the one before.
    cursor: Option<String>,
}

async fn entries(caller: Caller, way: Way, query: ListedQuery) -> Outcome<Listed<ListedView>> {
    let id = way.get("party_list").to_owned();
    let after = cursor::read::<1>(caller.speech(), "listed", query.cursor.as_deref())?.map(|[key]| key);
    let limit = Some(Limit::of(query.limit));
    let page = read(&caller, move |office| office.list_page(&id, &query.q, after.as_deref(), limit)).await?;
    let next = page.next.map(|key| cursor::write("listed", &[key]));
    let items = page.entries.iter().map(|held| ListedView::from(&held.listed)).collect();
    Ok(Found::listed(Listed { items, next }))
}

/// Which versions are compared.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DifferenceQuery {
    /// The one version; left out, that in force.
    #[serde(default)]
    from: u32,
    /// The other; left out, that in force.
    #[serde(default)]
    to: u32,
    /// How many.
    limit: Option<Limit>,
    /// Where the page begins: the `next` of the one before.
    cursor: Option<String>,
}

/// What changed in a part of an entry.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ListedChangeView {
    /// The part.
    pub field: Word<ListedField>,
    /// What is gone.
    pub before: Vec<String>,
    /// What is new.
    pub after: Vec<String>,
}

/// An entry that is not alike in two versions.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ListedPairView {
    /// Its key.
    pub key: String,
    /// As it stood in the earlier version; null where it was added.
    pub before: Option<ListedView>,
    /// As it stands in the later one; null where it was removed.
    pub after: Option<ListedView>,
    /// What changed by part, where it is in both.
    pub changes: Vec<ListedChangeView>,
}

impl From<&store::ListedPair> for ListedPairView {
    fn from(pair: &store::ListedPair) -> ListedPairView {
        let changes = match (&pair.before, &pair.after) {
            (Some(before), Some(after)) => before.changes(after),
            _ => Vec::new(),
        };
        let change = |one: model::ListedChange| ListedChangeView {
            field: Word(one.field),
            before: one.before,
            after: one.after,
        };
        ListedPairView {
            key: pair.key().to_owned(),
            before: pair.before.as_ref().map(ListedView::from),
            after: pair.after.as_ref().map(ListedView::from),
            changes: changes.into_iter().map(change).collect(),
        }
    }
}

async fn difference(caller: Caller, way: Way, query: DifferenceQuery) -> Outcome<Listed<ListedPairView>> {
    let id = way.get("party_list").to_owned();
    let after = cursor::read::<1>(caller.speech(), "listed", query.cursor.as_deref())?.map(|[key]| key);
    let (numbers, limit) = ((query.from, query.to), Some(Limit::of(query.limit)));
    let found = read(&caller, move |office| office.list_difference(&id, numbers, after.as_deref(), limit)).await?;
    let next = found.next.map(|key| cursor::write("listed", &[key]));
    Ok(Found::listed(Listed { items: found.pairs.iter().map(ListedPairView::from).collect(), next }))
}

/// What is said of a list.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartyListBody {
    /// What it is called.
    title: String,
    /// Who publishes it.
    #[serde(default)]
    publisher: String,
    /// Where it is published.
    #[serde(default)]
    address: String,
    /// The post that owns it; left out, the first of the caller's posts, or as it was.
    post: Option<String>,
    /// What else is to be known.
    #[serde(default)]
    remark: String,
    /// Whether nothing is held against it any more.
    #[serde(default)]
    closed: bool,
    /// Who may see it; left out, everybody, or as it was.
    marking: Option<MarkingView>,
}

/// A list that is new, with its short name.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPartyListBody {
    /// Its short name: lower-case letters, digits and hyphens.
    id: String,
    /// What is said of it.
    list: PartyListBody,
}

fn party_list(caller: &Caller, body: &PartyListBody, id: PartyListId) -> Result<PartyList, Problem> {
    Ok(PartyList {
        id,
        title: body.title.clone(),
        publisher: body.publisher.clone(),
        address: body.address.clone(),
        post: post_of(caller, body.post.as_ref())?,
        remark: body.remark.clone(),
        closed: body.closed,
        marking: marking_of(caller, body.marking.as_ref())?.unwrap_or_default(),
        version: None,
        revision: 0,
        made_at: 0,
    })
}

async fn register(caller: Caller, sent: Sent<NewPartyListBody>) -> Done<PartyListView> {
    let id =
        PartyListId::new(&sent.body.id).map_err(|refusal| slip(&caller, "#/id", caller.speech().refusal(&refusal)))?;
    let list = party_list(&caller, &sent.body.list, id)?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let list = desk::keep_party_list(writer, turn, list, true)?;
        let reply = Reply::of(PartyListView::from(&list)).at(format!("/api/v1/party-lists/{}", list.id));
        Ok(reply.versioned(u64::from(list.revision)))
    });
    kept.await
}

async fn change(caller: Caller, sent: Sent<PartyListBody>) -> Done<PartyListView> {
    let id = named(&caller, &sent.way)?;
    let list = party_list(&caller, &sent.body, id)?;
    let (keeps_post, keeps) = (sent.body.post.is_none(), sent.body.marking.is_none());
    let version = u32::try_from(sent.version).unwrap_or(u32::MAX);
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let held = office.party_list(list.id.as_str())?;
        let post = if keeps_post { held.post } else { list.post.clone() };
        let marking = if keeps { held.marking } else { list.marking.clone() };
        let list = PartyList { revision: version, post, marking, ..list };
        let list = desk::keep_party_list(writer, turn, list, false)?;
        Ok(Reply::of(PartyListView::from(&list)).versioned(u64::from(list.revision)))
    });
    kept.await
}

fn named(caller: &Caller, way: &Way) -> Result<PartyListId, Problem> {
    PartyListId::new(way.get("party_list")).map_err(|_| missing(caller))
}

/// A file of a version, as text or in base64.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListFileBody {
    /// Its name.
    name: String,
    /// What is in it, as text.
    text: Option<String>,
    /// What is in it, in base64; it may be compressed.
    base64: Option<String>,
}

/// A new version of a list. The form of a page takes larger files than a call.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListVersionBody {
    /// Its files.
    files: Vec<ListFileBody>,
    /// Their form; left out, as the files tell.
    form: Option<Word<PartyForm>>,
}

async fn load(caller: Caller, sent: Sent<ListVersionBody>) -> Done<ListVersionView> {
    let id = named(&caller, &sent.way)?;
    let mut files = Vec::new();
    for (at, file) in sent.body.files.iter().cloned().enumerate() {
        let bytes = match (file.text, file.base64) {
            (Some(text), None) => text.into_bytes(),
            (None, Some(text)) => STANDARD.decode(text.trim()).map_err(|_| {
                slip(&caller, &format!("#/files/{at}/base64"), caller.speech().say("intake-not-base64"))
            })?,
            _ => return Err(slip(&caller, &format!("#/files/{at}"), caller.speech().say("intake-text-or-base64"))),
        };
        files.push((file.name, bytes));
    }
    let form = sent.body.form.map(|form| form.0);
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let version = desk::load_party_list(writer, turn, &id, form, files)?;
        Ok(Reply::of(ListVersionView::from(&version)).at(format!("/api/v1/party-lists/{id}/versions")))
    });
    kept.await
}

/// What a second person decides about a version that was held back.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeldBody {
    /// Whether it is let in all the same.
    let_in: bool,
    /// Why.
    reason: String,
}

async fn decide(caller: Caller, sent: Sent<HeldBody>) -> Done<ListVersionView> {
    let id = named(&caller, &sent.way)?;
    let number: u32 = sent.way.get("list_version").parse().map_err(|_| missing(&caller))?;
    let body = sent.body.clone();
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let step = if body.let_in { HeldStep::LetIn } else { HeldStep::TurnAway };
        let version = desk::decide_list_version(writer, turn, (&id, number), step, &body.reason).map_err(as_a_rule)?;
        Ok(Reply::of(ListVersionView::from(&version)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    let one = "/api/v1/party-lists/{party_list}";
    api.read("/api/v1/party-lists", open, "list_party_lists", "Lists of parties", list)
        .create("/api/v1/party-lists", open, "register_party_list", "Registers a list of parties", register)
        .read(one, open, "show_party_list", "One list of parties", show)
        .change((Method::PUT, one), open, "change_party_list", "Changes what is said of a list", change)
        .read(
            "/api/v1/party-lists/{party_list}/entries",
            open,
            "list_listed_parties",
            "Entries of the version in force, in order of their keys",
            entries,
        )
        .read(
            "/api/v1/party-lists/{party_list}/versions",
            open,
            "list_list_versions",
            "Versions of a list, the newest first",
            versions,
        )
        .create(
            "/api/v1/party-lists/{party_list}/versions",
            open,
            "load_party_list",
            "Loads a new version of a list; it is read soon after",
            load,
        )
        .act(
            "/api/v1/party-lists/{party_list}/versions/{list_version}/decision",
            open,
            "decide_list_version",
            "Lets a version in that was held back, or turns it away",
            decide,
        )
        .read(
            "/api/v1/party-lists/{party_list}/difference",
            open,
            "compare_list_versions",
            "What is not alike in two versions, in order of the keys",
            difference,
        )
}
