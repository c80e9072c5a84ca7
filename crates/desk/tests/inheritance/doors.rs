//! The doors by which something leaves the office for a reader: each says all that it says, in whatever form it is read.

use std::fmt::Debug;
use std::ops::ControlFlow;

use desk::{AgreementSearch, EventFilter, Failure, NeedFilter, Office, RosterAsk, SampleSearch, SpecialistRequestAsk};
use formats::Form;
use model::{Marking, NeedId, PrintForm, RecordId};
use store::{DeliveryFilter, MissionFilter, Page, RequestFilter};

use crate::graph::{Graph, Kind};
use crate::house::{House, Member, post};

/// Every door. The tests go through all of them; a new one is added here, and the compiler asks what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Door {
    /// The page of each thing, with everything that stands on it.
    Pages,
    /// Lists, with their counts.
    Lists,
    /// What is searched for, word by word, with highlights and facets.
    Search,
    /// What is offered while somebody writes: likenesses, examples, proposals.
    Suggestions,
    /// Files in every form, and citations.
    Exports,
    /// What waits at a post, and what was laid before it.
    Inbox,
    /// The memory: facts, links and what became of something.
    History,
    /// Issues of bulletins, their sheets and their prints.
    Issues,
    /// What programs read of a post without an account.
    PostFeed,
    /// What programs read of a bulletin without an account.
    BulletinFeed,
    /// What other repositories harvest.
    Repository,
    /// What receivers of webhooks are told.
    Webhooks,
    /// What is mailed.
    Mail,
}

impl Door {
    pub const ALL: [Door; 13] = [
        Door::Pages,
        Door::Lists,
        Door::Search,
        Door::Suggestions,
        Door::Exports,
        Door::Inbox,
        Door::History,
        Door::Issues,
        Door::PostFeed,
        Door::BulletinFeed,
        Door::Repository,
        Door::Webhooks,
        Door::Mail,
    ];

    /// Whether nobody signs in there: what it says, it says to the world.
    pub fn is_open_to_the_world(self) -> bool {
        match self {
            Door::PostFeed | Door::BulletinFeed | Door::Repository | Door::Webhooks => true,
            Door::Pages
            | Door::Lists
            | Door::Search
            | Door::Suggestions
            | Door::Exports
            | Door::Inbox
            | Door::History
            | Door::Issues
            | Door::Mail => false,
        }
    }
}

/// What was said at a door.
#[derive(Default)]
pub struct Heard {
    said: Vec<String>,
}

impl Heard {
    /// What was read, where it was not refused: a refusal as well says something.
    fn take<T: Debug>(&mut self, asked: &str, read: Result<T, Failure>) {
        let text = match read {
            Ok(read) => format!("{read:?}"),
            // What somebody asked with stands in the answer.
            Err(failure) => format!("{failure}").replace(asked, "what was asked"),
        };
        self.said.push(text.to_lowercase());
    }

    fn words(&mut self, text: &str) {
        self.said.push(text.to_lowercase());
    }

    pub fn says(&self, word: &str) -> bool {
        self.said.iter().any(|text| text.contains(word))
    }
}

/// All that a door says to a reader. What is mailed and told to webhooks goes out once; it is given in `sent`.
pub fn heard(house: &House, graph: &Graph, door: Door, reader: &Member, sent: &Sent) -> Heard {
    let mut heard = Heard::default();
    if door.is_open_to_the_world() {
        if reader.name == "world" {
            world(house, graph, door, sent, &mut heard);
        }
        return heard;
    }
    if reader.name == "world" {
        return heard;
    }
    let officer = house.officer(reader.name);
    let office = house.office.seen_by(&officer.scope);
    match door {
        Door::Pages => pages(house, &office, graph, reader, &mut heard),
        Door::Lists => lists(house, &office, &mut heard),
        Door::Search => {
            for word in graph.nodes.iter().map(|node| node.word.as_str()).chain(["paragraph"]) {
                let page = Page { offset: 0, limit: 50, facets: true };
                match office.search(word, page, &mut |_| {}) {
                    Ok(answer) => heard.words(&format!("{:?} {:?}", answer.hits, answer.facets)),
                    Err(failure) => heard.take::<()>(word, Err(failure)),
                }
            }
        }
        Door::Suggestions => {
            for node in &graph.nodes {
                let text = format!("A paragraph that speaks of {} in need", node.word);
                heard.take(&node.word, office.already_held(&text, ""));
                heard.take(&node.word, office.similar_needs(&text, "It is wanted", None));
                heard.take(&node.word, office.needs_called(&node.word));
                heard.take(&node.word, office.examples(std::slice::from_ref(&node.name)));
                heard.take(&node.word, office.propose("A paragraph", "It is wanted", &[]));
            }
            heard.take("", office.preview("paragraph", None, house.now()));
        }
        Door::Exports => {
            for form in Form::ALL {
                heard
                    .take("", office.export("", *form).map(|given| String::from_utf8_lossy(&given.bytes).into_owned()));
                let found = office.export("paragraph", *form);
                heard.take("", found.map(|given| String::from_utf8_lossy(&given.bytes).into_owned()));
            }
            let style = desk::Style::House(formats::CitationStyle::first().remove(0));
            heard.take("", office.cite_found("", &style, "en"));
            for record in records(graph) {
                let name = record.to_string();
                heard.take("", office.cite(&name, &style, "en"));
                let given = office.export_record(&name, Form::JsonLines);
                heard.take("", given.map(|given| String::from_utf8_lossy(&given.bytes).into_owned()));
            }
        }
        Door::Inbox => {
            let posts = officer.post_ids();
            heard.take("", office.inbox(&posts, None, None, house.today()));
            heard.take("", office.deliveries(&DeliveryFilter::default()));
            heard.take(
                "",
                office.post_mail(&officer, &post(reader.name), house.today()).map(|mail| {
                    // Who holds a post sees under what address it is written to; what stands in the letters is another door.
                    format!("{:?}", mail.post)
                }),
            );
        }
        Door::History => {
            for at in 0..graph.nodes.len() {
                let thing = graph.thing(at);
                heard.take("", office.history(&thing));
                heard.take("", office.links(&thing));
                heard.take("", office.progress(&thing));
                heard.take("", office.duties_about(&thing));
            }
            heard.take("", office.ledger_before(u64::MAX >> 1, 1_000));
        }
        Door::Issues => {
            for bulletin in office.bulletins().unwrap() {
                heard.take("", office.bulletin_page(&bulletin.id.to_string()));
            }
            for node in graph.nodes.iter().filter(|node| node.kind == Kind::Issue) {
                heard.take("", office.issue_page(&node.name));
                heard.take("", office.issue_sheet(&node.name));
                for form in PrintForm::ALL {
                    let print = office.print(&node.name, *form);
                    heard.take("", print.map(|print| String::from_utf8_lossy(&print.bytes).into_owned()));
                }
            }
        }
        Door::Mail => {
            for (_, text) in sent.mails.iter().filter(|(to, _)| to == reader.name) {
                heard.words(text);
            }
        }
        Door::PostFeed | Door::BulletinFeed | Door::Repository | Door::Webhooks => {}
    }
    heard
}

/// What left the house since it was asked last.
#[derive(Default)]
pub struct Sent {
    pub mails: Vec<(String, String)>,
    pub told: Vec<String>,
}

fn records(graph: &Graph) -> impl Iterator<Item = RecordId> + '_ {
    graph.nodes.iter().filter_map(|node| node.record)
}

fn world(house: &House, graph: &Graph, door: Door, sent: &Sent, heard: &mut Heard) {
    let maker = house.officer("archivist");
    let office = &house.office;
    match door {
        Door::PostFeed => {
            for reader in house.readers() {
                let mail = office.post_mail(&maker, &post(reader.name), house.today()).unwrap();
                let seal = mail.feed_seal.unwrap();
                heard.take("", office.post_feed((reader.name, &seal), None, "en"));
            }
        }
        Door::BulletinFeed => {
            for bulletin in office.bulletins().unwrap() {
                let id = bulletin.id.to_string();
                let Some(seal) = office.bulletin_page(&id).unwrap().feed_seal else { continue };
                heard.take("", office.bulletin_feed(&id, &seal));
                for node in graph.nodes.iter().filter(|node| node.kind == Kind::Issue) {
                    let print = office.sealed_print(&id, &seal, &node.name, "txt");
                    heard.take("", print.map(|(_, print)| String::from_utf8_lossy(&print.bytes).into_owned()));
                }
            }
        }
        Door::Repository => {
            for form in ["oai_dc", "jats", "marc21"] {
                let asked = [("verb", "ListRecords"), ("metadataPrefix", form)];
                let asked: Vec<(String, String)> =
                    asked.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
                heard.take("", office.answer_repository(&asked, "Records", house.now()));
            }
        }
        Door::Webhooks => sent.told.iter().for_each(|text| heard.words(text)),
        Door::Pages
        | Door::Lists
        | Door::Search
        | Door::Suggestions
        | Door::Exports
        | Door::Inbox
        | Door::History
        | Door::Issues
        | Door::Mail => {}
    }
}

fn pages(house: &House, office: &Office, graph: &Graph, reader: &Member, heard: &mut Heard) {
    let officer = house.officer(reader.name);
    for node in &graph.nodes {
        let name = node.name.as_str();
        match node.kind {
            Kind::Record | Kind::Answer | Kind::Excerpt => {
                heard.take("", office.show(name));
                let id = RecordId::parse(name).unwrap();
                heard.take("", office.abstracted(id));
                heard.take("", office.attachments(id));
                heard.take("", office.issues_with(id, 20));
                heard.take("", office.sample_of_record(id));
                heard.take("", office.record_became(id));
                for language in model::PAGE_LANGUAGES {
                    heard.take("", office.own_abstract(id, language, &|_: &Marking| true));
                }
            }
            Kind::Need => {
                heard.take("", office.need(name));
                let id = NeedId::new(name).unwrap();
                heard.take("", office.agreements_serving(&id));
                heard.take("", office.samples_of_need(&id));
                heard.take("", office.latest_of_need(&id, 100));
                heard.take("", office.coverage_of(name, house.today()));
                for record in records(graph) {
                    heard.take("", office.why(&record.to_string(), name, house.today()));
                }
            }
            Kind::Host => {
                heard.take("", office.host_page(name));
                if let Ok(host) = office.host(name) {
                    heard.take("", office.host_standing(&host, house.today()));
                    heard.take("", office.shown_by(host.id));
                    heard.take("", office.stands_of_host(host.id));
                }
            }
            Kind::Event => heard.take("", office.event_page(name)),
            Kind::Request => heard.take("", office.request(name)),
            Kind::Digest => {
                heard.take("", office.digest(name));
                if let Ok(digest) = office.digest(name) {
                    heard.take("", office.digest_versions(digest.id));
                    heard.take("", office.became(&digest));
                }
            }
            Kind::Attachment => {
                heard.take("", office.attachment(name));
                if let Ok(file) = office.attachment(name) {
                    let bytes = office.attachment_bytes(&file, house.now());
                    heard.take("", bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()));
                }
            }
            Kind::Mission => {
                heard.take("", office.mission_page(name));
                if let Ok(mission) = office.mission(name) {
                    heard.take("", office.report_page(mission.id));
                    heard.take("", office.questions(mission.id));
                }
            }
            Kind::Brief => heard.take("", office.brief_page(&officer, name, house.today())),
            Kind::Agreement => heard.take("", office.agreement_page(name, house.today())),
            Kind::Sample => heard.take("", office.sample_page(name)),
            Kind::SpecialistRequest => {
                heard.take("", office.specialist_request_page(&officer, name));
            }
            Kind::Specialist => heard.take("", office.specialist_page(&officer, name)),
            Kind::Stand => {
                heard.take("", office.stand_page(name));
                if let Some(record) = node.record {
                    heard.take("", office.show(&record.to_string()));
                }
            }
            Kind::Exchange => heard.take("", office.exchange(name)),
            Kind::Incident => heard.take("", office.incident(name)),
            Kind::Issue => heard.take("", office.issue(name)),
        }
    }
}

fn lists(house: &House, office: &Office, heard: &mut Heard) {
    heard.take("", office.newest_records(1_000));
    heard.take("", office.records_after(None, 1_000));
    let mut all = Vec::new();
    heard.take(
        "",
        office.each_record(&mut |held| {
            all.push(held);
            ControlFlow::Continue(())
        }),
    );
    heard.words(&format!("{all:?}"));
    let tree = office.tree().unwrap();
    heard.take("", office.need_list(&NeedFilter::default(), &[], house.today(), &tree));
    heard.take("", office.needs(None));
    heard.take("", office.requests(&RequestFilter::default()));
    heard.take("", office.missions(&MissionFilter::default()));
    heard.take("", office.agreements(&AgreementSearch::default()));
    heard.take("", office.samples(&SampleSearch::default(), house.today()));
    heard.take("", office.roster(&RosterAsk::default()));
    heard.take("", office.specialist_requests(&SpecialistRequestAsk::default()));
    heard.take("", office.pairing());
    heard.take("", office.events(&EventFilter::default()));
    heard.take("", office.hosts(""));
    heard.take("", office.became_of(None, 100));
    heard.take("", office.coverage(None, 0, house.today()));
    heard.take("", office.jobs(1_000));
}
