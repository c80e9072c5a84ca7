//! Exhibitors of an event: paged, searched, listed by hand or from a table, made hosts.

use desk::{ExhibitorsTaken, read_exhibitors, tally};
use model::{CellFault, EXHIBITORS_MAX, EventId, Exhibitor, HostId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::{self, Listed};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::{HostView, post_of};
use super::word::Limit;
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// Who shows something at an event.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ExhibitorView {
    /// Its number among the exhibitors of the event.
    pub number: u32,
    /// What it is called there.
    pub name: String,
    /// Its country, by the code of two letters; empty where it is not known.
    pub country: String,
    /// Its stand.
    pub stand: String,
    /// What it shows.
    pub shows: String,
    /// The host that it is.
    pub host: Option<String>,
    /// The number of its last change.
    pub revision: u32,
}

impl From<&Exhibitor> for ExhibitorView {
    fn from(exhibitor: &Exhibitor) -> ExhibitorView {
        ExhibitorView {
            number: exhibitor.number,
            name: exhibitor.name.clone(),
            country: exhibitor.country.clone(),
            stand: exhibitor.stand.clone(),
            shows: exhibitor.shows.clone(),
            host: exhibitor.host.map(|host| host.to_string()),
            revision: exhibitor.revision,
        }
    }
}

/// Which exhibitors are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExhibitorQuery {
    /// Words of a name, a country, a stand or what is shown.
    #[serde(default)]
    q: String,
    /// How many.
    limit: Option<Limit>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// What the cursor of this list is called.
const LIST: &str = "exhibitors";

async fn list(caller: Caller, way: Way, query: ExhibitorQuery) -> Outcome<Listed<ExhibitorView>> {
    let held = cursor::read::<1>(caller.speech(), LIST, query.cursor.as_deref())?;
    let before: usize = held.and_then(|[before]| before.parse().ok()).unwrap_or(0).min(EXHIBITORS_MAX);
    let most = Limit::of(query.limit);
    let event = way.get("event").to_owned();
    let list = read(&caller, move |office| office.exhibitors(&event, &query.q, (before, most))).await?;
    let next = (list.n_found > before + most).then(|| cursor::write(LIST, &[(before + most).to_string()]));
    Ok(Found::listed(Listed { items: list.list.iter().map(ExhibitorView::from).collect(), next }))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<ExhibitorView> {
    let (event, number) = (way.get("event").to_owned(), way.get("exhibitor").to_owned());
    let (_, exhibitor) = read(&caller, move |office| office.exhibitor(&event, &number)).await?;
    Ok(Found::one(ExhibitorView::from(&exhibitor)))
}

/// What the list says of an exhibitor.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExhibitorBody {
    /// What it is called there.
    name: String,
    /// Its country, by the code of two letters.
    #[serde(default)]
    country: String,
    /// Its stand.
    #[serde(default)]
    stand: String,
    /// What it shows.
    #[serde(default)]
    shows: String,
    /// The host that it is.
    host: Option<String>,
}

/// What the list says of an exhibitor from now on.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExhibitorChangeBody {
    /// The revision of the exhibitor that was seen.
    revision: u32,
    /// What it is called there.
    name: String,
    /// Its country, by the code of two letters.
    #[serde(default)]
    country: String,
    /// Its stand.
    #[serde(default)]
    stand: String,
    /// What it shows.
    #[serde(default)]
    shows: String,
    /// The host that it is.
    host: Option<String>,
}

fn event_of(caller: &Caller, way: &Way) -> Result<EventId, Problem> {
    EventId::parse(way.get("event")).ok_or_else(|| missing(caller))
}

fn number_of(caller: &Caller, way: &Way) -> Result<u32, Problem> {
    way.get("exhibitor").parse().map_err(|_| missing(caller))
}

fn exhibitor(caller: &Caller, body: &ExhibitorBody, number: u32) -> Result<Exhibitor, Problem> {
    let unnamed = || slip(caller, "#/host", caller.speech().say("failure-missing"));
    Ok(Exhibitor {
        number,
        name: body.name.clone(),
        country: body.country.clone(),
        stand: body.stand.clone(),
        shows: body.shows.clone(),
        host: body.host.as_deref().map(|host| HostId::parse(host).ok_or_else(unnamed)).transpose()?,
        ..Exhibitor::default()
    })
}

async fn add(caller: Caller, sent: Sent<ExhibitorBody>) -> Done<ExhibitorView> {
    let (event, exhibitor) = (event_of(&caller, &sent.way)?, exhibitor(&caller, &sent.body, 0)?);
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let kept = desk::keep_exhibitor(writer, turn, event, exhibitor)?;
        Ok(Reply::of(ExhibitorView::from(&kept)).at(format!("/api/v1/events/{event}/exhibitors/{}", kept.number)))
    });
    kept.await
}

async fn change(caller: Caller, sent: Sent<ExhibitorChangeBody>) -> Done<ExhibitorView> {
    let (event, number) = (event_of(&caller, &sent.way)?, number_of(&caller, &sent.way)?);
    let ExhibitorChangeBody { revision, name, country, stand, shows, host } = sent.body.clone();
    let said = exhibitor(&caller, &ExhibitorBody { name, country, stand, shows, host }, number)?;
    let exhibitor = Exhibitor { revision, ..said };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let kept = desk::keep_exhibitor(writer, turn, event, exhibitor).map_err(as_a_rule)?;
        Ok(Reply::of(ExhibitorView::from(&kept)))
    });
    kept.await
}

/// What is left when something was taken away: nothing.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RemovedExhibitorView {
    /// The number under which it stood.
    pub number: u32,
}

async fn remove(caller: Caller, sent: Sent<Nothing>) -> Done<RemovedExhibitorView> {
    let (event, number) = (event_of(&caller, &sent.way)?, number_of(&caller, &sent.way)?);
    let kept = sent.keep(&caller, move |writer, turn, _| {
        desk::remove_exhibitor(writer, turn, event, number)?;
        Ok(Reply::of(RemovedExhibitorView { number }))
    });
    kept.await
}

/// The post that keeps the page of the host.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeHostBody {
    /// The post; left out, the first of the caller's posts.
    post: Option<String>,
}

async fn make_host(caller: Caller, sent: Sent<MakeHostBody>) -> Done<HostView> {
    let (event, number) = (event_of(&caller, &sent.way)?, number_of(&caller, &sent.way)?);
    let post = post_of(&caller, sent.body.post.as_ref())?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let host = desk::make_host(writer, turn, (event, number), post)?;
        Ok(Reply::of(HostView::from(&host)))
    });
    kept.await
}

/// A list of exhibitors.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExhibitorListBody {
    /// The table: name, country, stand, what is shown; with a line of headings or without one.
    text: String,
}

/// What a list says, or said.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ExhibitorListView {
    /// Exhibitors that were not known.
    pub n_new: u64,
    /// Exhibitors of which it says something else than before.
    pub n_changed: u64,
    /// Exhibitors that stood there already.
    pub n_unchanged: u64,
}

impl From<ExhibitorsTaken> for ExhibitorListView {
    fn from(taken: ExhibitorsTaken) -> ExhibitorListView {
        ExhibitorListView {
            n_new: taken.n_new as u64,
            n_changed: taken.n_changed as u64,
            n_unchanged: taken.n_unchanged as u64,
        }
    }
}

/// The first fault of a list, with its line.
fn faulty(caller: &Caller, faults: &[CellFault]) -> Problem {
    let said = faults.iter().map(|fault| format!("{}: {}", fault.line, caller.speech().refusal(&fault.refusal)));
    slip(caller, "#/text", said.collect::<Vec<_>>().join("\n"))
}

/// The exhibitors of a list, of an event that is seen.
async fn listed(caller: &Caller, event: EventId, text: String) -> Result<Vec<Exhibitor>, Problem> {
    let seen = event.to_string();
    let lines = read(caller, move |office| {
        office.event(&seen)?;
        Ok(read_exhibitors("text", text.as_bytes()))
    });
    let lines = lines.await?.map_err(|faults| faulty(caller, &faults))?;
    Ok(lines.into_iter().map(|line| line.exhibitor).collect())
}

async fn look(caller: Caller, way: Way, body: ExhibitorListBody) -> Outcome<ExhibitorListView> {
    let event = event_of(&caller, &way)?;
    let listed = listed(&caller, event, body.text).await?;
    let statements = read(&caller, move |office| office.foresee_exhibitors(event, &listed)).await?;
    Ok(Found::one(ExhibitorListView::from(tally(statements.into_iter()))))
}

async fn take(caller: Caller, sent: Sent<ExhibitorListBody>) -> Done<ExhibitorListView> {
    let event = event_of(&caller, &sent.way)?;
    let listed = listed(&caller, event, sent.body.text.clone()).await?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let taken = desk::take_exhibitors(writer, turn, event, &listed)?;
        Ok(Reply::of(ExhibitorListView::from(taken)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, all) = (Policy::SignedIn, "/api/v1/events/{event}/exhibitors");
    let one = "/api/v1/events/{event}/exhibitors/{exhibitor}";
    api.read(all, open, "list_exhibitors", "Exhibitors of an event, in order of name", list)
        .create(all, open, "add_exhibitor", "Puts an exhibitor on the list of an event", add)
        .read(one, open, "show_exhibitor", "One exhibitor of an event", show)
        .act(one, open, "change_exhibitor", "Changes what the list says of an exhibitor", change)
        .act(
            "/api/v1/events/{event}/exhibitors/{exhibitor}/removal",
            open,
            "remove_exhibitor",
            "Takes an exhibitor off the list; visits to its stand stay",
            remove,
        )
        .act(
            "/api/v1/events/{event}/exhibitors/{exhibitor}/host",
            open,
            "make_host_of_exhibitor",
            "Makes a host of an exhibitor",
            make_host,
        )
        .look(
            "/api/v1/events/{event}/exhibitor-look",
            open,
            "look_at_exhibitors",
            "Looks what a list of exhibitors would do",
            look,
        )
        .act(
            "/api/v1/events/{event}/exhibitor-list",
            open,
            "take_exhibitors",
            "Takes a list of exhibitors in; nobody is taken off by it",
            take,
        )
}
