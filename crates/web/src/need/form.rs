//! The form of a need, with what helps to fill it in.

use maud::{Markup, html};
use model::{Compartment, Post, Priority, Stage};

use super::draft::{Draft, PARAMETERS, PROFILES, difference_table};
use super::draft_read::TITLE_CHARS_MAX;
use super::marking::MarkingChoices;
use super::panel::{Proposals, panel};
use super::priority_word;
use crate::component::{
    Button, CLASSES_SCRIPT, Choice, ClassWritten, Classes, ClassesOf, Crumb, Field, Form, Page, RowColumn, Rows,
    Section, Slips, Tone, banner, disclosure,
};
use crate::speech::Speech;
use crate::visit::Visit;

/// The id of the part of the page that follows what is typed.
const REGION: &str = "proposals";

/// Where the fields are sent while they are typed.
const REFRESH: &str = "/needs/proposals";

/// Whose form it is.
pub enum Whose {
    /// A new need, under the name that it will have.
    New(String),
    /// A need that is held: its name, its title, where it stands, and the revision that the fields were made from.
    Held(String, String, Stage, u32),
}

/// Everything that the form shows.
pub struct Sheet<'a> {
    /// Whose it is.
    pub whose: Whose,
    /// What stands in it.
    pub draft: &'a Draft,
    /// What is to be corrected.
    pub slips: &'a Slips,
    /// The posts that may state it.
    pub posts: &'a [Post],
    /// How it can be marked.
    pub marking: MarkingChoices<'a>,
    /// What is proposed.
    pub proposals: &'a Proposals,
    /// Why it was not kept, in a sentence.
    pub refused: Option<String>,
    /// Where it differs from what somebody else kept in between.
    pub differences: Vec<(String, String, String)>,
    /// Today.
    pub today: model::Date,
    /// What the reviewer asks.
    pub asked: Option<String>,
}

/// Names of compartments that an officer is admitted to.
pub fn admitted(officer: &desk::Officer, held: Vec<store::HeldCompartment>) -> Vec<(Compartment, String)> {
    let admitted = held.into_iter().filter(|one| officer.clearance.compartments.contains(&one.id));
    admitted.map(|one| (one.id, one.name)).collect()
}

/// Draws it.
pub fn draw(visit: &Visit, sheet: &Sheet<'_>) -> Markup {
    let speech = visit.speech;
    let (title, action, crumb) = match &sheet.whose {
        Whose::New(_) => (speech.say("need-new"), "/needs/new".to_owned(), None),
        Whose::Held(id, title, ..) => {
            let crumb = Crumb::new(title.clone(), format!("/needs/{id}"));
            (speech.say("need-edit"), format!("/needs/{id}/edit"), Some(crumb))
        }
    };
    let mut form = Form::new(visit, &action).slips(sheet.slips).guarded().refreshes(REFRESH, REGION);
    if let Whose::New(id) = &sheet.whose {
        form = form.once(id);
    }
    Page::new(visit, title)
        .script(CLASSES_SCRIPT)
        .here(Section::Needs)
        .crumbs(std::iter::once(Crumb::of(speech, Section::Needs)).chain(crumb).collect())
        .slips(sheet.slips)
        .draw(html! {
            @if let Some(question) = &sheet.asked {
                (banner(Tone::Warn, &speech.say("need-asked-back"), html! { p { bdi class="lines" { (question) } } }))
            }
            @if let Some(sentence) = &sheet.refused {
                (banner(Tone::Warn, sentence, html! {
                    @if !sheet.differences.is_empty() { (difference_table(speech, &sheet.differences)) }
                }))
            }
            (form.around(html! {
                // What the Enter key presses: it looks again and keeps nothing.
                button type="submit" class="unseen" name="do" value="look" tabindex="-1" aria-hidden="true" formnovalidate {}
                @if let Whose::Held(id, _, _, revision) = &sheet.whose {
                    input type="hidden" name="need" value=(id);
                    input type="hidden" name="revision" value=(revision);
                }
                div class="drafting" {
                    div class="drafting-fields" { (fields(speech, sheet)) }
                    div class="drafting-beside" id=(REGION) { (panel(speech, sheet.draft, sheet.proposals, sheet.today)) }
                    div class="drafting-actions" { (actions(speech, sheet)) }
                }
            }))
        })
}

fn actions(speech: Speech, sheet: &Sheet<'_>) -> Markup {
    let is_draft = match &sheet.whose {
        Whose::New(_) => true,
        Whose::Held(_, _, stage, _) => *stage == Stage::Draft,
    };
    html! {
        div class="actions" {
            @if is_draft {
                (Button::primary(&speech.say("need-hand-in")).sends("do", "submit"))
                (Button::plain(&speech.say("need-keep-draft")).sends("do", "draft"))
            } @else {
                (Button::primary(&speech.say("need-keep")).sends("do", "draft"))
            }
            (Button::plain(&speech.say("need-look")).sends("do", "look").skips_checks())
        }
    }
}

fn fields(speech: Speech, sheet: &Sheet<'_>) -> Markup {
    let Sheet { draft, slips, .. } = sheet;
    let is_new = matches!(sheet.whose, Whose::New(_));
    let posts = sheet.posts.iter().map(|post| {
        let unit = sheet.marking.tree.unit(&post.unit).map_or(post.unit.as_str(), |unit| unit.name.as_str());
        Choice::new(post.id.as_str(), format!("{} ({unit})", post.title))
    });
    let priorities = Priority::ALL.iter().map(|priority| {
        let about = speech.say(&format!("need-priority-{}-about", priority.word()));
        Choice::new(priority.word(), priority_word(speech, *priority)).hint(about)
    });
    let text = |name: &str, key: &str, value: &str| Field::text(name, speech.say(key)).value(value).slips(slips);
    let lines = |name: &str, rows: u8, value: &str| {
        let (label, hint) = (speech.say(&format!("need-{name}")), speech.say(&format!("need-{name}-hint")));
        Field::lines(name, label, rows).hint(hint).value(value).slips(slips)
    };
    let priority = if draft.priority.is_empty() { Priority::Normal.word() } else { draft.priority.as_str() };
    html! {
        @match sheet.posts {
            [only] => input type="hidden" name="post" value=(only.id);,
            _ if is_new => (Field::radios("post", speech.say("need-post"), posts.collect()).value(draft.post.clone()).slips(slips).draw(speech)),
            _ => input type="hidden" name="post" value=(draft.post);,
        }
        (text("title", "need-title", &draft.title).hint(speech.say("need-title-hint")).length_max(TITLE_CHARS_MAX).listens().draw(speech))
        (lines("statement", 7, &draft.statement).listens().draw(speech))
        (parameters(speech, sheet))
        (lines("questions", 4, &draft.questions).optional().draw(speech))
        (lines("benefit", 3, &draft.benefit).optional().draw(speech))
        (Field::radios("priority", speech.say("need-priority"), priorities.collect()).value(priority).slips(slips).draw(speech))
        (text("plan-line", "need-plan-line", &draft.plan_line).optional().narrow().draw(speech))
        (Field::date("deadline", speech.say("need-deadline")).value(draft.deadline.clone()).slips(slips).optional().draw(speech))
        (lines("examples", 3, &draft.examples).optional().listens().draw(speech))
        (text("more-classes", "need-classes-more", &draft.more_classes).hint(speech.say("need-classes-more-hint"))
            .classes(Classes { of: ClassesOf::All, written: ClassWritten::Qualified, several: true }).optional().draw(speech))
        p { a href="/office/schemes" { (speech.say("class-find")) } }
        (profiles(speech, sheet))
        (sheet.draft.marking.draw(speech, &sheet.marking, slips))
    }
}

fn parameters(speech: Speech, sheet: &Sheet<'_>) -> Markup {
    let column = |name: &str, narrow| RowColumn {
        name: name.to_owned(),
        label: speech.say(&format!("need-parameter-{name}")),
        narrow,
    };
    let rows = Rows {
        name: PARAMETERS.to_owned(),
        legend: speech.say("need-parameters"),
        hint: Some(speech.say("need-parameters-hint")),
        columns: vec![column("name", false), column("now", true), column("wanted", true), column("measure", true)],
        values: sheet.draft.parameters.clone(),
        may_be_empty: true,
    };
    rows.draw(speech, sheet.slips)
}

fn profiles(speech: Speech, sheet: &Sheet<'_>) -> Markup {
    let column = |name: &str, narrow| RowColumn {
        name: name.to_owned(),
        label: speech.say(&format!("need-profile-{name}")),
        narrow,
    };
    let rows = Rows {
        name: PROFILES.to_owned(),
        legend: speech.say("need-profiles"),
        hint: Some(speech.say("need-profiles-hint")),
        columns: vec![column("query", false), column("threshold", true)],
        values: sheet.draft.profiles.clone(),
        may_be_empty: false,
    };
    html! {
        @if let Some(slip) = sheet.slips.of(PROFILES) { p class="slip" { (slip) } }
        (rows.draw(speech, sheet.slips))
        @for row in sheet.draft.profiles.iter().filter(|row| !row[0].is_empty()) {
            @if let Err(error) = matching::parse(&row[0]) { pre class="pointed" { (error.pointed(&row[0])) } }
        }
        (disclosure(&speech.say("need-language-title"), false, html! {
            dl class="summary" {
                @for (example, key) in [
                    ("diesel engine", "need-language-and"),
                    ("diesel OR gas", "need-language-or"),
                    ("engine NOT marine", "need-language-not"),
                    ("\"fuel injection\"", "need-language-phrase"),
                    ("turbo*", "need-language-prefix"),
                    ("piston NEAR/5 ring", "need-language-near"),
                    ("title:piston class:F02B year:2019..", "need-language-fields"),
                ] {
                    div { dt { code { (example) } } dd { (speech.say(key)) } }
                }
            }
        }))
    }
}
