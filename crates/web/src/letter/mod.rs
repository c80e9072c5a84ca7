//! Letters: what a post gets by mail, as it is drawn, and the page behind its link, which takes no account.

mod arrival;
mod draw;
mod invitation;
mod issue;
mod page;

pub use arrival::draw_arrival;
pub use draw::{draw, say};
pub use invitation::draw_invitation;
pub use issue::draw_issue;

use maud::Markup;
use model::LetterStage;

use crate::app::App;
use crate::component::{Tone, tag};
use crate::route::{Policy, Routes};
use crate::speech::Speech;

/// The path of a letter: its number and its seal.
pub fn path(sheet: &desk::LetterSheet) -> String {
    format!("/letters/{}/{}", sheet.letter.about.unwrap_or(sheet.letter.id), sheet.seal)
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .page("/letters/{letter}/{seal}", Policy::Public, page::show)
        .form("/letters/{letter}/{seal}", Policy::Public, page::answer)
        .page("/letters/{letter}/{seal}/stop", Policy::Public, page::ask_to_stop)
        .one_click("/letters/{letter}/{seal}/stop", page::stop)
}

/// Where a letter stands, as a tag.
pub(crate) fn stage(speech: Speech, stage: LetterStage) -> Markup {
    let tone = match stage {
        LetterStage::Waiting | LetterStage::Sending => Tone::Accent,
        LetterStage::Sent => Tone::Good,
        LetterStage::Failed | LetterStage::Returned => Tone::Bad,
        LetterStage::Dropped => Tone::Plain,
    };
    tag(tone, &speech.say(&format!("letter-stage-{}", stage.word())))
}
