//! The teardown of a study: a tree of parts with drawings and photographs, and the forms that go on with it. Usable on a phone.

use axum::extract::Path;
use desk::TeardownEdit;
use maud::{Markup, html};
use model::{ATTACHMENT_BYTES_MAX, StudyAct, TEARDOWN_LINE_CHARS_MAX, TeardownPart};

use super::outcome::ended;
use super::step::seen;
use super::study::Shown;
use crate::attachment::SENT_BYTES_MAX;
use crate::caller::Caller;
use crate::component::{Branch, Button, Choice, Field, Form, Slips, disclosure, tree};
use crate::failed::Answer;
use crate::speech::Speech;
use crate::typed::Typed;
use crate::upload::{UploadedFile, UploadedFiles};

pub async fn put(caller: Caller, Path((name, number)): Path<(String, u32)>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let part = TeardownPart {
        number: typed.get("part").parse().unwrap_or(0),
        above: typed.get("above").parse().ok(),
        name: typed.get("part-name").to_owned(),
        material: typed.get("part-material").to_owned(),
        maker: typed.get("part-maker").to_owned(),
        count: typed.get("part-count").parse().unwrap_or(0),
        remark: typed.get("part-remark").to_owned(),
        files: Vec::new(),
    };
    let edit = TeardownEdit::Put(part);
    let done = caller.act(move |writer, turn, _| desk::edit_teardown(writer, turn, seen, number, edit)).await;
    ended(&caller, (name, number), &typed, "part-name", done).await
}

pub async fn remove(caller: Caller, Path((name, number)): Path<(String, u32)>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let edit = TeardownEdit::Remove(typed.get("part").parse().unwrap_or(0));
    let done = caller.act(move |writer, turn, _| desk::edit_teardown(writer, turn, seen, number, edit)).await;
    ended(&caller, (name, number), &typed, "part-name", done).await
}

/// Takes drawings and photographs of a part.
pub async fn attach(caller: Caller, Path((name, number)): Path<(String, u32)>, sent: UploadedFiles) -> Answer {
    let typed = Typed::sent(&sent.fields);
    let seen = seen(&caller, &name, &typed).await?;
    let part = typed.get("part").parse().unwrap_or(0);
    let now = caller.app.now();
    let mut files = Vec::new();
    // A form without a file says so, by the same rule as a file without a byte.
    let chosen = if sent.files.is_empty() { vec![UploadedFile::default()] } else { sent.files };
    for file in chosen {
        match caller.app.reach_out(move |office| desk::bring(office, &file.name, &file.bytes, now)).await {
            Ok(brought) => files.push(brought),
            Err(failure) => return ended(&caller, (name, number), &typed, "file", Err(failure)).await,
        }
    }
    let done =
        caller.act(move |writer, turn, _| desk::attach_to_part(writer, turn, seen, (number, part), &files)).await;
    ended(&caller, (name, number), &typed, "file", done).await
}

/// The tree with its forms; nothing for a study that was not opened for taking the sample apart.
pub(super) fn section(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let study = &shown.study;
    if !study.protocol.acts.contains(&StudyAct::Teardown) {
        return html! {};
    }
    html! {
        section aria-labelledby="teardown" {
            h2 id="teardown" { (speech.say("teardown-title")) }
            @if study.teardown.parts().is_empty() { p class="quiet" { (speech.say("teardown-none")) } }
            @else { (tree(speech, &speech.say("teardown-title"), &branches(speech, shown, None))) }
            @if shown.makes && study.is_under_way() {
                (adding(caller, shown, typed, slips))
                @if !study.teardown.parts().is_empty() { (removing(caller, shown)) (attaching(caller, shown, slips)) }
            }
        }
    }
}

fn branches(speech: Speech, shown: &Shown, above: Option<u32>) -> Vec<Branch> {
    let parts = shown.study.teardown.parts().iter().filter(|part| part.above == above);
    // A part is put under one that was there before it, so this ends.
    let branch = |part: &TeardownPart| Branch {
        name: part.name.clone(),
        label: html! { bdi { (part.name) } @if part.count > 1 { " × " (part.count) } },
        facts: facts(speech, shown, part),
        open: above.is_none(),
        branches: branches(speech, shown, Some(part.number)),
    };
    parts.map(branch).collect()
}

fn facts(speech: Speech, shown: &Shown, part: &TeardownPart) -> Markup {
    let said = [&part.material, &part.maker, &part.remark];
    let said: Vec<&str> = said.into_iter().filter(|text| !text.is_empty()).map(String::as_str).collect();
    let files = part.files.iter().filter_map(|file| shown.files.iter().find(|one| one.id == *file));
    html! {
        @if !said.is_empty() { bdi { (said.join(" · ")) } }
        @for file in files {
            " " a href={ "/attachments/" (file.id) } aria-label=(speech.with("teardown-file", &[("name", file.name.as_str().into()), ("part", part.name.as_str().into())])) { bdi { (file.name) } }
        }
    }
}

/// The parts as a tree is read, to choose one from.
fn choices(shown: &Shown) -> Vec<Choice> {
    let walk = shown.study.teardown.walk();
    walk.into_iter()
        .map(|(depth, part)| Choice::new(part.number.to_string(), format!("{}{}", "– ".repeat(depth), part.name)))
        .collect()
}

fn adding(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let sample = &shown.page.line.sample;
    let action = format!("/samples/{}/studies/{}/teardown", sample.id, shown.study.number);
    let whole = std::iter::once(Choice::new("", speech.say("teardown-whole")));
    let line = |name: &'static str, key: &str| {
        Field::text(name, speech.say(key)).value(typed.get(name)).length_max(TEARDOWN_LINE_CHARS_MAX).slips(slips)
    };
    disclosure(
        &speech.say("teardown-add"),
        slips.of("part-name").is_some(),
        html! {
            (Form::new(&caller.visit, &action).around(html! {
                input type="hidden" name="revision" value=(sample.revision);
                (Field::select("above", speech.say("teardown-above"), whole.chain(choices(shown)).collect()).value(typed.get("above")).slips(slips).draw(speech))
                (line("part-name", "teardown-part").draw(speech))
                (line("part-material", "teardown-material").optional().draw(speech))
                (line("part-maker", "teardown-maker").optional().draw(speech))
                (Field::number("part-count", speech.say("teardown-count")).value(typed.some("part-count").unwrap_or("1")).narrow().slips(slips).draw(speech))
                (line("part-remark", "study-remark").optional().draw(speech))
                div class="actions" { (Button::primary(&speech.say("teardown-add-it"))) }
            }))
        },
    )
}

fn removing(caller: &Caller, shown: &Shown) -> Markup {
    let speech = caller.visit.speech;
    let sample = &shown.page.line.sample;
    let action = format!("/samples/{}/studies/{}/teardown/removal", sample.id, shown.study.number);
    disclosure(
        &speech.say("teardown-remove"),
        false,
        html! {
            (Form::new(&caller.visit, &action).around(html! {
                input type="hidden" name="revision" value=(sample.revision);
                (Field::select("part", speech.say("teardown-part"), choices(shown)).draw(speech))
                div class="actions" { (Button::quiet(&speech.say("teardown-remove-it"))) }
            }))
        },
    )
}

fn attaching(caller: &Caller, shown: &Shown, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let sample = &shown.page.line.sample;
    if shown.study.record.is_none() {
        return html! { p class="hint" { (speech.say("teardown-record-first")) } };
    }
    let action = format!("/samples/{}/studies/{}/teardown/files", sample.id, shown.study.number);
    let mib = |bytes: usize| i64::try_from(bytes / (1024 * 1024)).unwrap_or(i64::MAX);
    let sizes = [("max", mib(ATTACHMENT_BYTES_MAX).into()), ("all", mib(SENT_BYTES_MAX).into())];
    disclosure(
        &speech.say("teardown-attach"),
        slips.of("file").is_some(),
        html! {
            (Form::new(&caller.visit, &action).with_files().around(html! {
                input type="hidden" name="revision" value=(sample.revision);
                (Field::select("part", speech.say("teardown-part"), choices(shown)).draw(speech))
                (Field::file("photograph", speech.say("attachment-photograph")).hint(speech.say("attachment-photograph-hint")).camera().optional().draw(speech))
                (Field::file("file", speech.say("attachment-files")).hint(speech.with("attachment-files-hint", &sizes)).slips(slips).several().optional().draw(speech))
                div class="actions" { (Button::primary(&speech.say("attachment-attach"))) }
            }))
        },
    )
}
