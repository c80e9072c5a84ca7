//! What an outsider is told does not hang on what is hidden from them: the same office is built with and without
//! hidden things in the middle of its life, everything that can be reached is read in both, and no byte may differ.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::house::{House, Session};
use crate::schemes::rematch;
use crate::things::Lot;

const FIRST: Lot = Lot { name: "first", word: "quartz", stream: 5, markings: &["open", "internal"] };
const LATER: Lot = Lot { name: "later", word: "quartz", stream: 6, markings: &["internal", "open"] };
const HIDDEN: Lot = Lot {
    name: "zebra",
    word: "zirconium",
    stream: 7,
    markings: &["confidential", "open compartments=radar", "internal release==shop", "open release=!", "restricted"],
};

/// Who sees nothing of it, whatever else they may do.
const OUTSIDERS: &[&str] = &["engineer", "novice", "administrator", "auditor"];

/// Questions that pages answer, beside the links that lead on.
const ASKED: &[&str] = &[
    "/",
    "/records",
    "/records?q=turbine",
    "/search?q=zirconium",
    "/search?q=turbine%20OR%20zirconium",
    "/search?q=zirc*",
    "/search?q=quartz%20NEAR/3%20turbine",
    "/search?q=NOT%20quartz",
    "/search?q=year:1960..1962",
    "/search?q=kind:book&page=2",
    "/search?q=turbine&page=2",
    "/search?q=id:10.5555/zebra.0.0",
    "/needs",
    "/needs?q=zirconium",
    "/needs?stage=accepted",
    "/needs?expiring=1",
    "/needs?sort=deliveries",
    "/needs?page=2",
    "/needs/new",
    "/abstracts",
    "/abstracts/became?of=all",
    "/abstracts/second",
    "/abstracts/codes",
    "/releases",
    "/offers?view=all",
    "/barriers",
    "/reliefs",
    "/calls",
    "/plan",
    "/plan?q=zirconium",
    "/plan/portfolios",
    "/figures/stated",
    "/office/units/institute/equipment",
    "/widenings",
    "/agreements",
    "/agreements?q=zirconium",
    "/agreements?view=contested",
    "/agreements/list.csv",
    "/events",
    "/events?q=zirconium",
    "/specialists",
    "/specialists?q=zirconium",
    "/specialists/requests",
    "/specialists/requests?q=zirconium",
    "/specialists/assignments",
    "/specialists/assigning",
    "/requests",
    "/requests?view=all",
    "/requests/new",
    "/office",
    "/office/duties",
    "/office/persons",
    "/office/compartments",
    "/office/ledger",
    "/office/jobs",
    "/office/repository",
    "/office/schemes",
    "/office/schemes?q=tools",
    "/office/schemes/tools/class?code=T1",
    "/office/schemes/trades/class?code=R1",
    "/office/rematches",
    "/office/rematches/1",
    "/api/v1/schemes/trades/class?code=R1",
    "/api/v1/rematches",
    "/api/v1/rematches/1",
    "/oai?verb=Identify",
    "/oai?verb=ListSets",
    "/oai?verb=ListRecords&metadataPrefix=oai_dc",
    "/oai?verb=ListRecords&metadataPrefix=jats&set=kind-book",
    "/oai?verb=ListIdentifiers&metadataPrefix=marc21&from=1970-01-01",
    "/account",
    "/api/v1/account",
    "/api/v1/inbox",
    "/api/v1/needs",
    "/api/v1/needs?words=zirconium",
    "/api/v1/needs?stage=accepted&limit=3",
    "/api/v1/records",
    "/api/v1/records?q=turbine",
    "/api/v1/records?q=zirconium",
    "/api/v1/deliveries",
    "/api/v1/releases",
    "/api/v1/offers",
    "/api/v1/barriers",
    "/api/v1/reliefs",
    "/api/v1/calls",
    "/api/v1/plan/lines",
    "/api/v1/plan/portfolios",
    "/api/v1/figures/stated",
    "/api/v1/figures/stated-funnel?programme=Programme+of+zirconium",
    "/api/v1/units/institute/equipment",
    "/api/v1/widenings",
    "/api/v1/agreements",
    "/api/v1/agreements/export",
    "/api/v1/agreement-views",
    "/api/v1/events",
    "/api/v1/specialists",
    "/api/v1/specialist-requests",
    "/api/v1/specialist-pairing",
    "/api/v1/assignments",
    "/api/v1/requests",
    "/api/v1/duties",
    "/missions/yield?by=host",
    "/missions/yield/file?by=unit&form=csv",
    "/api/v1/missions/yield?by=mission",
    "/api/v1/missions/yield?by=unit",
    "/api/v1/units",
    "/api/v1/posts",
    "/api/v1/persons",
    "/api/v1/compartments",
    "/api/v1/jobs",
    "/api/v1/needs/first-0-accepted",
    "/api/v1/needs/first-0-accepted/history",
    "/api/v1/needs/first-0-accepted/progress",
    "/api/v1/needs/first-0-accepted/similar",
    "/api/v1/posts/spare/history",
];

/// Questions that forms answer without changing anything.
const TYPED: &[(&str, &[(&str, &str)])] = &[
    ("/needs/proposals", &[("title", "A zirconium turbine"), ("statement", "The turbine breaks in frost.")]),
    ("/needs/proposals", &[("title", "Zirconium"), ("examples", "10.5555/zebra.0.0")]),
    (
        "/needs/new",
        &[("do", "help"), ("title", "A turbine"), ("statement", "Frost"), ("query", "zirconium OR turbine")],
    ),
    ("/requests/held", &[("question", "Which zirconium turbine is made in series?")]),
    ("/requests/new", &[("look", "1"), ("question", "Which zirconium turbine is made in series?")]),
];

/// Pages that are read at most. Far more than there are for an outsider.
const PAGES_MAX: usize = 5_000;

/// Narrowings of one search that are followed. Behind more of them stands what stands behind fewer.
const NARROWED_MAX: usize = 2;

/// Files of what searches found that are read.
const FILES_MAX: usize = 30;

/// Facts keep their numbers for an auditor: those that are missing say that there is more, and that only.
const LEDGER: &str = "/office/ledger";

fn house(with_hidden: bool) -> House {
    let (mut first, mut hidden, mut later) = (Vec::new(), Vec::new(), Vec::new());
    let fill = |office: &mut desk::WritableOffice| {
        first = FIRST.ingest(office);
        if with_hidden {
            hidden = HIDDEN.ingest(office);
        }
        later = LATER.ingest(office);
    };
    let house = House::build(fill, |_| {});
    let mut told = FIRST.tell(&house.clerk, &first);
    if with_hidden {
        told.extend(HIDDEN.tell(&house.clerk, &hidden));
        // Hidden needs ask for what all may see, and all that was seen was laid before them.
        HIDDEN.tell_of(&house.clerk, &first);
    }
    told.extend(LATER.tell(&house.clerk, &later));
    rematch(&house.clerk, &told);
    house
}

/// Everything that somebody can reach, by what they asked.
async fn told(house: &House, session: &Session) -> BTreeMap<String, String> {
    let mut waiting: VecDeque<String> = ASKED.iter().map(|path| (*path).to_owned()).collect();
    let mut known: BTreeSet<String> = waiting.iter().cloned().collect();
    let (mut told, mut n_files) = (BTreeMap::new(), 0);
    while let Some(path) = waiting.pop_front() {
        assert!(told.len() < PAGES_MAX, "pages without end, such as {path}");
        let seen = house.get(&path, session).await;
        for link in links(&seen.body) {
            // Each search is given out in six forms: some dozens of files say what all would.
            let is_file = link.starts_with("/records/export?") || link.starts_with("/records/cite?");
            if is_file && n_files >= FILES_MAX {
                continue;
            }
            if link.starts_with("/records?") && link.matches("+AND+").count() > NARROWED_MAX {
                continue;
            }
            // A table in another order says what it says in the first.
            if link.starts_with("/missions/yield") && link.contains("sort=") {
                continue;
            }
            n_files += usize::from(is_file && !known.contains(&link));
            if known.insert(link.clone()) {
                waiting.push_back(link);
            }
        }
        told.insert(path, format!("{} {:?}\n{}", seen.status, seen.headers, seen.body));
    }
    for (path, fields) in TYPED {
        let seen = house.post(path, session, fields).await;
        told.insert(format!("POST {path} {fields:?}"), format!("{} {:?}\n{}", seen.status, seen.headers, seen.body));
    }
    told
}

/// The addresses within the office that a page leads to.
fn links(page: &str) -> Vec<String> {
    let all = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let own = all.filter(|link| link.starts_with('/') && !link.starts_with("/assets/"));
    // Facets lead to each other in all combinations; pairs of them say enough.
    let own = own.filter(|link| link.matches('=').count() <= 2);
    own.map(|link| link.split('#').next().unwrap_or_default().replace("&amp;", "&")).collect()
}

#[tokio::test]
async fn hidden_things_change_no_byte_of_what_outsiders_are_told() {
    let (without, with) = (house(false), house(true));
    for name in OUTSIDERS {
        let (a, b) = (without.session(name).await, with.session(name).await);
        assert_eq!(a.cookie, b.cookie, "chance is the same in both");
        let (a, b) = (told(&without, &a).await, told(&with, &b).await);
        let led = |told: &BTreeMap<String, String>| -> Vec<String> {
            told.keys().filter(|path| !path.starts_with(LEDGER)).cloned().collect()
        };
        assert_eq!(led(&a), led(&b), "{name} is led to other pages");
        assert!(a.len() > 100, "{name} was led to {} pages only", a.len());
        for (path, page) in &a {
            if path.starts_with(LEDGER) {
                assert_eq!(page.starts_with("200"), *name == "auditor", "{name}: {path}");
                continue;
            }
            assert_eq!(page, &b[path], "{name} is told something else at {path}");
        }
        let slips = b.iter().filter(|(path, page)| {
            // What one asked for stands in the answer.
            !path.to_lowercase().contains("zirc")
                && !path.contains("zebra")
                && (page.contains("zirconium") || page.contains("zebra"))
        });
        assert_eq!(slips.map(|(path, _)| path).collect::<Vec<_>>(), Vec::<&String>::new());
    }
}

#[tokio::test]
async fn whoever_sees_the_hidden_things_is_told_of_them() {
    let house = house(true);
    let told = told(&house, &house.session("insider").await).await;
    let n = told.values().filter(|page| page.contains("zirconium")).count();
    assert!(n > 20, "the test of outsiders would find nothing if nobody were told anything: {n}");
}
