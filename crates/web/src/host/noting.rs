//! What the forms have in common by which something of a host is noted: its post, its day, its mission, its marking.

use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{Date, Host, MissionId, PostId};
use store::MissionFilter;

use crate::caller::Caller;
use crate::component::{Choice, Crumb, Field, Section, Slips};
use crate::marking::MarkingChoices;
use crate::speech::Speech;
use crate::typed::Typed;

/// Missions that are offered, the newest first.
const MISSIONS_OFFERED: usize = 60;

/// What such a form offers.
pub struct Noting {
    /// The host.
    pub host: Host,
    missions: Vec<(MissionId, String)>,
    posts: Vec<(PostId, String)>,
    marks: MarkingChoices,
    today: Date,
}

/// What was typed into the fields that such forms have in common.
pub struct Noted {
    /// The post that notes it.
    pub post: PostId,
    /// The day on which it was.
    pub day: Date,
    /// The mission on which it was.
    pub mission: Option<MissionId>,
}

impl Noting {
    /// Reads what is offered for a host.
    pub fn load(office: &Office, officer: &Officer, host: &str, today: Date) -> Result<Noting, Failure> {
        let host = office.host(host)?;
        let filter = MissionFilter { host: Some(host.id), limit: Some(MISSIONS_OFFERED), ..MissionFilter::default() };
        let missions = office.missions(&filter)?;
        Ok(Noting {
            missions: missions.into_iter().map(|mission| (mission.id, mission.title)).collect(),
            posts: officer.posts.iter().map(|(post, _)| (post.id.clone(), post.title.clone())).collect(),
            marks: MarkingChoices::of(office, officer)?,
            host,
            today,
        })
    }

    /// The way back from a page of the host.
    pub fn crumbs(&self, speech: Speech) -> Vec<Crumb> {
        vec![
            Crumb::of(speech, Section::Missions),
            Crumb::new(speech.say("hosts-title"), "/hosts"),
            Crumb::new(self.host.name(), format!("/hosts/{}", self.host.id)),
        ]
    }

    /// Whether the reader has a post for which they can note something.
    pub fn may_note(&self) -> bool {
        !self.posts.is_empty()
    }

    /// What a mission of the host is called.
    pub fn mission(&self, id: MissionId) -> Option<&str> {
        self.missions.iter().find(|(mission, _)| *mission == id).map(|(_, title)| title.as_str())
    }

    /// The fields, with what was typed.
    pub fn fields(&self, speech: Speech, typed: &Typed, slips: &Slips) -> Markup {
        let none = Choice::new("", speech.say("noting-no-mission"));
        let missions = self.missions.iter().map(|(id, title)| Choice::new(id.to_string(), title.clone()));
        let missions: Vec<Choice> = std::iter::once(none).chain(missions).collect();
        let posts: Vec<Choice> = self.posts.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone())).collect();
        let today = self.today.to_string();
        html! {
            (Field::date("day", speech.say("noting-day")).value(typed.some("day").unwrap_or(&today)).slips(slips).draw(speech))
            @if missions.len() > 1 {
                (Field::select("mission", speech.say("noting-mission"), missions).value(typed.get("mission")).slips(slips).draw(speech))
            }
            @if posts.len() > 1 {
                (Field::select("post", speech.say("noting-post"), posts).value(typed.get("post")).slips(slips).draw(speech))
            }
            (self.marks.fields(speech, typed, slips))
        }
    }
}

/// Reads what was typed into the common fields; notes what cannot be read.
pub fn noted(caller: &Caller, typed: &Typed, slips: &mut Slips) -> Option<Noted> {
    let speech = caller.visit.speech;
    let day = Date::parse(typed.get("day"));
    if day.is_none() {
        slips.note("day", speech.say("noting-day-missing"));
    }
    let mission = typed.some("mission").map(MissionId::parse);
    if mission == Some(None) {
        slips.note("mission", speech.say("noting-mission-gone"));
    }
    let first = || caller.officer.post_ids().into_iter().next();
    let post = typed.some("post").and_then(|post| PostId::new(post).ok()).or_else(first);
    if post.is_none() {
        slips.note("day", speech.say("request-no-post"));
    }
    Some(Noted { post: post?, day: day?, mission: mission.flatten() })
}
