//! What a mission could ask: the questions of accepted needs and open requests, ranked by how much hangs on them and by what its hosts
//! can answer, with the grounds; and what the office holds already that may answer.

use matching::{Analysis, Sheet, oracle, parse};
use model::{
    Host, HostId, Mission, MissionId, Need, NeedId, Noun, Parameter, Priority, QuestionList, QuestionState, Record,
    RequestStage, Stage, Text, Thing,
};
use store::{NeedLine, Page, RequestFilter};

use crate::delivery::said;
use crate::drafting::words;
use crate::{Failure, Office, SearchHit};

/// Questions that are shown to choose from. What does not fit is counted.
pub const CANDIDATES_SHOWN: usize = 120;

/// Needs that are held against hosts, the most pressing first.
const NEEDS_LOOKED_MAX: usize = 300;

/// Needs for which the records of each host are looked through: each takes a search.
const NEEDS_SEARCHED_MAX: usize = 24;

/// Open requests that are looked at, the newest first.
const REQUESTS_LOOKED_MAX: usize = 300;

/// Records that are shown beside a question.
pub(super) const HELD_SHOWN: usize = 3;

/// Why a host can answer a need.
#[derive(Clone, Debug, PartialEq)]
pub struct HostGround {
    /// The host.
    pub host: HostId,
    /// Words and classes of the need that stand in what the host makes, as `matching` writes them. Empty when there are none.
    pub makes: String,
    /// Records of the host that the need's profiles match.
    pub n_records: u64,
}

impl HostGround {
    /// How much it says: greater is more.
    fn weight(&self) -> u64 {
        let makes = if self.makes.is_empty() { 0 } else { 2 + self.makes.matches(';').count().min(3) as u64 };
        makes + self.n_records.min(5)
    }
}

/// A question that could be taken along.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The need or the request.
    pub thing: Thing,
    /// What people call it.
    pub title: String,
    /// The question in its words there.
    pub text: String,
    /// How much hangs on it; of a request without a need, the usual.
    pub priority: Priority,
    /// Whether it stands on the mission's list already.
    pub is_asked: bool,
    /// Why a host can answer it, the best first.
    pub grounds: Vec<HostGround>,
    /// Missions on which it was refused, and asked elsewhere since.
    pub refused_on: Vec<(MissionId, String)>,
}

/// What could be asked, the most pressing and best answered first.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    /// The questions.
    pub list: Vec<Candidate>,
    /// Questions that are not shown.
    pub n_left_out: usize,
}

/// What is held that may answer one question of a mission.
#[derive(Clone, Debug)]
pub struct Held {
    /// The question.
    pub question: model::QuestionId,
    /// Records, best first.
    pub records: Vec<SearchHit>,
}

/// The question that a parameter asks, in no language: `Efficiency (%): 91 → 96?`.
pub fn parameter_question(parameter: &Parameter) -> String {
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "…".to_owned());
    let measure = if parameter.measure.is_empty() { String::new() } else { format!(" ({})", parameter.measure) };
    format!("{}{measure}: {} → {}?", parameter.name, value(&parameter.now), value(&parameter.wanted))
}

/// A host as a record that queries can be held against: what it makes, in words and classes.
fn as_record(host: &Host) -> Record {
    let titles = host.every_name().into_iter().map(Text::plain).collect();
    Record { titles, abstracts: vec![Text::plain(&host.makes)], subjects: host.classes.clone(), ..Record::default() }
}

/// The query that asks for any class of a need.
fn of_classes(need: &Need) -> Option<String> {
    let classes: Vec<String> =
        need.classes.iter().filter_map(|class| class.code.as_ref()).map(|code| format!("class:\"{code}\"")).collect();
    (!classes.is_empty()).then(|| classes.join(" OR "))
}

impl Office {
    /// What a mission could ask, ranked. Those that its list holds are marked.
    ///
    /// # Errors
    /// When the store fails.
    pub fn question_candidates(
        &self,
        mission: &Mission,
        list: &QuestionList,
        today: model::Date,
    ) -> Result<Candidates, Failure> {
        let mut hosts = Vec::new();
        for id in &mission.hosts {
            hosts.extend(self.reader.host(&self.scope, *id)?);
        }
        let is_asked = |thing: &Thing, text: &str| list.askers().any(|one| one.thing == *thing && one.text == text);
        let mut all: Vec<Candidate> = Vec::new();
        let kept = self.kept_needs()?;
        let alive = |line: &&NeedLine| line.stage == Stage::Accepted && line.expires.is_none_or(|last| last >= today);
        let mut lines: Vec<&NeedLine> = kept.lines.iter().filter(alive).collect();
        lines.sort_by_key(|line| (!mission.needs.contains(&line.id), line.priority));
        for (at, line) in lines.into_iter().take(NEEDS_LOOKED_MAX).enumerate() {
            let Some(need) = self.reader.need(&self.scope, &line.id)? else { continue };
            if need.questions.is_empty() && need.parameters.is_empty() {
                continue;
            }
            let grounds = self.host_grounds(&need, &hosts, at < NEEDS_SEARCHED_MAX)?;
            let thing = Thing::new(Noun::Need, &need.id);
            let texts = need.questions.iter().cloned().chain(need.parameters.iter().map(parameter_question));
            all.extend(texts.map(|text| Candidate {
                is_asked: is_asked(&thing, &text),
                thing: thing.clone(),
                title: need.title.clone(),
                text,
                priority: need.priority,
                grounds: grounds.clone(),
                refused_on: Vec::new(),
            }));
        }
        for stage in [RequestStage::Asked, RequestStage::Routed] {
            let filter =
                RequestFilter { stage: Some(stage), limit: Some(REQUESTS_LOOKED_MAX), ..RequestFilter::default() };
            for request in self.reader.requests(&self.scope, &filter)? {
                let thing = Thing::new(Noun::Request, request.id);
                let need = request.need.as_ref().map(|need| self.reader.need(&self.scope, need)).transpose()?.flatten();
                let text = format!("{} {}", request.question, request.detail);
                all.push(Candidate {
                    is_asked: is_asked(&thing, &request.question),
                    title: request.question.clone(),
                    priority: need.map_or(Priority::Normal, |need| need.priority),
                    grounds: self.word_grounds(&text, &hosts)?,
                    text: request.question,
                    thing,
                    refused_on: Vec::new(),
                });
            }
        }
        for refused in self.reader.asked_elsewhere(&self.scope)?.into_iter().filter(|one| one.mission != mission.id) {
            let asks = |one: &&mut Candidate| one.thing == refused.asker && one.text == refused.text;
            if let Some(candidate) = all.iter_mut().find(asks) {
                candidate.refused_on.push((refused.mission, refused.title));
            }
        }
        let own = |one: &Candidate| {
            one.thing.noun == Noun::Need && NeedId::new(&one.thing.name).is_ok_and(|id| mission.needs.contains(&id))
        };
        all.sort_by_key(|one| {
            let weight = one.grounds.iter().map(HostGround::weight).sum::<u64>();
            (!one.is_asked, !own(one), one.refused_on.is_empty(), one.priority, std::cmp::Reverse(weight))
        });
        let n_left_out = all.len().saturating_sub(CANDIDATES_SHOWN);
        all.truncate(CANDIDATES_SHOWN);
        Ok(Candidates { list: all, n_left_out })
    }

    /// Why each host can answer a need; hosts of which nothing says so are left out.
    fn host_grounds(&self, need: &Need, hosts: &[Host], searched: bool) -> Result<Vec<HostGround>, Failure> {
        let mut found = Vec::new();
        for host in hosts {
            let sheet = Sheet::new(&as_record(host), Analysis::Stemmed);
            let mut makes = Vec::new();
            let mut n_records = 0;
            let queries = need.profiles.iter().map(|profile| profile.query.clone()).chain(of_classes(need));
            for query in queries.filter_map(|query| parse(&query).ok()) {
                makes.extend(oracle::judge(&self.led(query)?, &sheet).grounds);
            }
            if searched {
                for profile in &need.profiles {
                    let org: Vec<String> =
                        host.every_name().iter().map(|name| format!("org:\"{}\"", name.replace('"', " "))).collect();
                    let query = format!("({}) AND ({})", profile.query, org.join(" OR "));
                    if parse(&query).is_ok() {
                        let page = Page { offset: 0, limit: 1, facets: false };
                        n_records += self.search(&query, page, &mut |_| {})?.n_found;
                    }
                }
            }
            let words = self.shared_words(&format!("{} {}", need.title, need.statement), host)?;
            let makes = if makes.is_empty() { words } else { said(&makes) };
            let ground = HostGround { host: host.id, makes, n_records };
            if ground.weight() > 0 {
                found.push(ground);
            }
        }
        found.sort_by_key(|ground| std::cmp::Reverse(ground.weight()));
        Ok(found)
    }

    fn word_grounds(&self, text: &str, hosts: &[Host]) -> Result<Vec<HostGround>, Failure> {
        let mut found = Vec::new();
        for host in hosts {
            let makes = self.shared_words(text, host)?;
            if !makes.is_empty() {
                found.push(HostGround { host: host.id, makes, n_records: 0 });
            }
        }
        found.sort_by_key(|ground| std::cmp::Reverse(ground.weight()));
        Ok(found)
    }

    /// Telling words that a text and what a host makes have in common, as grounds are written.
    fn shared_words(&self, text: &str, host: &Host) -> Result<String, Failure> {
        const SHOWN: usize = 5;
        let statistics = self.statistics()?;
        let theirs = words("", &host.makes, &statistics);
        let shared = words(text, "", &statistics)
            .into_iter()
            .filter(|word| theirs.iter().any(|other| other.key == word.key))
            .take(SHOWN);
        Ok(shared.map(|word| format!("`{}`", word.written)).collect::<Vec<_>>().join("; "))
    }

    /// For each question that is still asked, the records that may answer it, best first. What is known or over needs no search.
    ///
    /// # Errors
    /// When the store fails.
    pub fn held_for(&self, list: &QuestionList) -> Result<Vec<Held>, Failure> {
        let mut held = Vec::new();
        for question in list.all().iter().filter(|question| question.state == QuestionState::Open) {
            let mut records = self.records_for(&question.text)?;
            records.truncate(HELD_SHOWN);
            held.push(Held { question: question.id, records });
        }
        Ok(held)
    }
}

impl Office {
    /// The needs that a mission could serve: those that are accepted, of the officer's own posts and units first, and those that
    /// are chosen already, whatever they are.
    ///
    /// # Errors
    /// When the store fails.
    pub fn needs_for_missions(
        &self,
        officer: &crate::Officer,
        mission: Option<&Mission>,
        chosen: &[String],
        limit: usize,
        today: model::Date,
    ) -> Result<Vec<Need>, Failure> {
        let kept = self.kept_needs()?;
        let is_chosen = |line: &NeedLine| {
            chosen.iter().any(|id| id == line.id.as_str())
                || mission.is_some_and(|mission| mission.needs.contains(&line.id))
        };
        let alive = |line: &NeedLine| line.stage == Stage::Accepted && line.expires.is_none_or(|last| last >= today);
        let mut lines: Vec<&NeedLine> = kept.lines.iter().filter(|line| alive(line) || is_chosen(line)).collect();
        lines.sort_by_key(|line| {
            let own = officer.acts_for(&line.post) || officer.clearance.units.contains(&line.unit);
            (!is_chosen(line), !own, line.priority)
        });
        let mut needs = Vec::new();
        for line in lines.into_iter().take(limit.max(chosen.len())) {
            needs.extend(self.reader.need(&self.scope, &line.id)?);
        }
        Ok(needs)
    }
}
