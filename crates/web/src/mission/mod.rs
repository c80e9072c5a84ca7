//! Missions: proposed, reviewed, vetted, sent.

mod abroad;
mod asking;
mod brief;
mod calendar;
mod form;
pub mod going;
mod held_look;
mod liaison;
mod liaison_posts;
mod list;
mod meeting;
mod members;
mod mission_cost;
pub mod mission_yield;
mod page;
mod page_parts;
mod report;
mod report_form;
pub mod step;
mod vetting;

pub use calendar::{call_off_calendar, file_of, invitation_calendar, lines as invitation_lines};
use maud::Markup;
use model::{MissionStage, QuestionState, VettingState};

use crate::app::App;
use crate::attachment::SENT_BYTES_MAX;
use crate::component::{Tone, tag};
use crate::route::{Policy, Routes};
use crate::speech::Speech;
use crate::upload::AROUND_FILE_BYTES_MAX;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let open = Policy::SignedIn;
    routes
        .page("/missions", open, list::show)
        .page("/missions/new", open, form::show_new)
        .form("/missions/new", open, form::propose)
        .page("/missions/yield", open, mission_yield::show)
        .page("/missions/yield/file", open, mission_yield::give)
        .page("/missions/{mission}", open, page::show)
        .page("/missions/{mission}/change", open, form::show_change)
        .form("/missions/{mission}/change", open, form::change)
        .page("/missions/{mission}/questions", open, asking::show)
        .form("/missions/{mission}/questions", open, asking::ask)
        .form("/missions/{mission}/question", open, asking::edit)
        .form("/missions/{mission}/lookup", open, asking::look_up)
        .page("/missions/{mission}/members", open, members::show)
        .form("/missions/{mission}/members", open, members::name)
        .form("/missions/{mission}/waiver", open, members::waive)
        .page("/missions/{mission}/brief", open, brief::show)
        .form("/missions/{mission}/brief", open, brief::act)
        .page("/missions/{mission}/liaison", open, liaison::show)
        .form("/missions/{mission}/liaison", open, liaison::act)
        .page("/missions/{mission}/meeting", open, meeting::show)
        .form("/missions/{mission}/meeting", open, meeting::write)
        .page("/missions/{mission}/calendar", open, calendar::give)
        .form("/missions/{mission}/step", open, step::take)
        .form("/missions/{mission}/vetting", open, step::decide)
        .page("/missions/{mission}/abroad", open, abroad::show)
        .form("/missions/{mission}/abroad", open, abroad::write)
        .upload("/missions/{mission}/abroad/file", open, SENT_BYTES_MAX + AROUND_FILE_BYTES_MAX, abroad::bring)
        .page("/missions/{mission}/report", open, report::show)
        .form("/missions/{mission}/report", open, report_form::hand_in)
        .form("/missions/{mission}/report/copies", open, report::send)
        .form("/missions/{mission}/cost", open, mission_cost::note)
        .form("/missions/{mission}/recommendations", open, report::recommend)
        .page("/office/vetting", open, vetting::show)
        .form("/office/vetting", Policy::Administer, vetting::keep)
        .page("/office/liaison", open, liaison_posts::show)
        .form("/office/liaison", Policy::Administer, liaison_posts::keep)
}

/// Where a mission stands, as a tag.
pub fn mission_stage(speech: Speech, stage: MissionStage) -> Markup {
    let tone = match stage {
        MissionStage::Draft => Tone::Plain,
        MissionStage::Proposed | MissionStage::Reviewed | MissionStage::Vetting | MissionStage::UnderWay => {
            Tone::Accent
        }
        MissionStage::Approved | MissionStage::Reported | MissionStage::Closed => Tone::Good,
        MissionStage::Declined => Tone::Bad,
        MissionStage::Cancelled => Tone::Faint,
    };
    tag(tone, &speech.say(&format!("mission-stage-{}", stage.word())))
}

/// How a question ended, as a tag.
pub fn question_state(speech: Speech, state: QuestionState) -> Markup {
    let tone = match state {
        QuestionState::Open => Tone::Plain,
        QuestionState::Known | QuestionState::Answered => Tone::Good,
        QuestionState::Partly => Tone::Accent,
        QuestionState::Refused => Tone::Bad,
        QuestionState::NotAsked => Tone::Warn,
    };
    tag(tone, &speech.say(&format!("question-state-{}", state.word())))
}

/// Where a decision stands, as a tag.
fn vetting_state(speech: Speech, state: VettingState) -> Markup {
    let tone = match state {
        VettingState::Waiting => Tone::Plain,
        VettingState::Open => Tone::Accent,
        VettingState::Yes => Tone::Good,
        VettingState::No => Tone::Bad,
        VettingState::Void => Tone::Faint,
    };
    tag(tone, &speech.say(&format!("vetting-state-{}", state.word())))
}
