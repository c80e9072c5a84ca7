//! Where a thing stands on the thread from the need to the inspection.

use maud::{Markup, html};
use model::LifeStage;

use crate::speech::Speech;

/// A step of the thread, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A unit says what it needs.
    Need,
    /// Where it is looked for.
    Source,
    /// What was found.
    Record,
    /// That it fits.
    Match,
    /// That it was laid before a post.
    Delivery,
    /// What the post made of it.
    Disposition,
    /// That it is to be gone for.
    Decision,
    /// How it is got: mission, agreement, specialist or sample.
    Acquisition,
    /// Its use.
    Adoption,
    /// That the use is verified.
    Inspection,
}

impl Step {
    /// All of them.
    pub const ALL: [Step; 10] = [
        Step::Need,
        Step::Source,
        Step::Record,
        Step::Match,
        Step::Delivery,
        Step::Disposition,
        Step::Decision,
        Step::Acquisition,
        Step::Adoption,
        Step::Inspection,
    ];

    pub(crate) fn key(self) -> &'static str {
        match self {
            Step::Need => "thread-need",
            Step::Source => "thread-source",
            Step::Record => "thread-record",
            Step::Match => "thread-match",
            Step::Delivery => "thread-delivery",
            Step::Disposition => "thread-disposition",
            Step::Decision => "thread-decision",
            Step::Acquisition => "thread-acquisition",
            Step::Adoption => "thread-adoption",
            Step::Inspection => "thread-inspection",
        }
    }
}

impl From<LifeStage> for Step {
    fn from(stage: LifeStage) -> Step {
        Step::ALL[stage as usize]
    }
}

/// What is known of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Behind the thing on this page.
    Done,
    /// The thing on this page.
    Current,
    /// Still to come.
    Ahead,
    /// Not built yet: no room of this release holds it.
    Absent,
}

impl StepState {
    fn word(self) -> &'static str {
        match self {
            StepState::Done => "done",
            StepState::Current => "current",
            StepState::Ahead => "ahead",
            StepState::Absent => "absent",
        }
    }

    fn key(self) -> &'static str {
        match self {
            StepState::Done => "thread-done",
            StepState::Current => "thread-current",
            StepState::Ahead => "thread-ahead",
            StepState::Absent => "thread-absent",
        }
    }
}

/// One step with what is known of it.
#[derive(Clone, Debug)]
pub struct ThreadStep {
    state: StepState,
    count: Option<u64>,
    href: Option<String>,
}

/// The ten steps. Those of rooms that are not built yet are absent from the start.
#[derive(Clone, Debug)]
pub struct Thread {
    steps: Vec<ThreadStep>,
}

impl Thread {
    /// A thread on which the reader stands at `current`: what is before is done, what comes is ahead.
    pub fn at(current: Step) -> Thread {
        let state = |step: Step| match step {
            step if step == current => StepState::Current,
            step if step > Step::Disposition => StepState::Absent,
            step if step < current => StepState::Done,
            _ => StepState::Ahead,
        };
        Thread { steps: Step::ALL.map(|step| ThreadStep { state: state(step), count: None, href: None }).into() }
    }

    /// Says otherwise for a step.
    pub fn state(mut self, step: Step, state: StepState) -> Thread {
        self.steps[step as usize].state = state;
        self
    }

    /// How many things the thread has at a step, and where they are listed. A step with things behind it is done,
    /// unless the reader stands on it.
    pub fn holds(mut self, step: Step, count: u64, href: impl Into<String>) -> Thread {
        let known = &mut self.steps[step as usize];
        known.count = Some(count);
        if count > 0 {
            known.href = Some(href.into());
        }
        if known.state != StepState::Current {
            known.state = if count > 0 { StepState::Done } else { StepState::Ahead };
        }
        self
    }
}

/// The bar on top of every item.
pub fn thread_bar(speech: Speech, thread: &Thread) -> Markup {
    html! {
        nav class="thread" aria-label=(speech.say("thread-label")) {
            ol tabindex="0" {
                @for (step, known) in Step::ALL.into_iter().zip(&thread.steps) {
                    @let title = (step == Step::Acquisition).then(|| speech.say("thread-acquisition-ways"));
                    li class={ "thread-" (known.state.word()) } aria-current=[(known.state == StepState::Current).then_some("step")] {
                        @if let Some(href) = &known.href {
                            a href=(href) title=[title] { (stop(speech, step, known)) }
                        } @else {
                            span class="thread-stop" title=[title] { (stop(speech, step, known)) }
                        }
                    }
                }
            }
        }
    }
}

fn stop(speech: Speech, step: Step, known: &ThreadStep) -> Markup {
    html! {
        span class="thread-name" { (speech.say(step.key())) }
        @if let Some(count) = known.count {
            " " span class="thread-count" { (speech.number(i64::try_from(count).unwrap_or(i64::MAX))) }
        }
        span class="unseen" { ", " (speech.say(known.state.key())) }
    }
}
