//! A letter drawn: a text for whoever reads text, a page for whoever reads pages, both with the same words.

use desk::{Drawn, LetterSheet, SheetItem};
use matching::GIVEN_BY_OFFICE;
use maud::{DOCTYPE, Markup, html};
use model::{Choice, Contributor, LetterKind, REPLY_LETTERS, REPLY_MARK, Refusal, Rhythm, Role};

use super::path;
use crate::digest::said_by_office;
use crate::ground::{said, way_said};
use crate::record;
use crate::speech::{Speech, Tongue};

/// Longest title in a letter, in characters.
const TITLE_CHARS_MAX: usize = 300;

/// Longest list of words that decided, in characters.
const GROUNDS_CHARS_MAX: usize = 300;

/// Longest part of an own abstract in a letter, in characters: all of it stands in the office.
const OWN_CHARS_MAX: usize = 500;

/// How wide the text is, in characters.
const WIDTH: usize = 72;

/// Makers that are named.
const NAMED_MAX: usize = 3;

pub(super) fn speech_of(language: Option<&str>) -> Speech {
    Speech::of(language.and_then(Tongue::parse).unwrap_or(Tongue::English))
}

/// Says a refusal in the language of a person.
pub fn say(language: Option<&str>, refusal: &Refusal) -> String {
    speech_of(language).refusal(refusal)
}

/// Draws a letter. `address` is the one under which browsers reach the office.
pub fn draw(sheet: &LetterSheet, address: &str) -> Drawn {
    let speech = speech_of(sheet.person.language.as_deref());
    let drawing = Drawing { sheet, speech, address };
    let (subject, text, page) = match sheet.letter.kind {
        LetterKind::Receipt => (speech.say("letter-receipt-subject"), drawing.receipt_text(), drawing.receipt_page()),
        // What brings an issue, tells of a message or invites is drawn by itself.
        LetterKind::Deliveries
        | LetterKind::Issue
        | LetterKind::Arrival
        | LetterKind::Invitation
        | LetterKind::CallOff => (drawing.subject(), drawing.text(), drawing.page()),
    };
    Drawn {
        subject,
        text,
        page: page.into_string(),
        language: speech.tongue().tag().to_owned(),
        // A receipt answers somebody, and comes at no rhythm.
        ends_at: (sheet.letter.kind == LetterKind::Deliveries).then(|| format!("{address}{}/stop", path(sheet))),
        calendar: None,
    }
}

struct Drawing<'a> {
    sheet: &'a LetterSheet,
    speech: Speech,
    address: &'a str,
}

/// What is to be shown of a text of the world: one line of bearable length.
pub(super) fn line(text: &str, chars_max: usize) -> String {
    let odd = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let text: String = text.chars().map(|c| if odd(c) { ' ' } else { c }).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(chars_max) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// Lines of so many characters, each with the same indent. A word that is longer stands alone: it may be an address.
pub(super) fn wrapped(text: &str, indent: &str) -> String {
    hung(text, indent, indent)
}

/// The same, with another indent before the first line.
fn hung(text: &str, first: &str, indent: &str) -> String {
    let mut lines = String::new();
    let mut width = 0;
    for word in text.split_whitespace() {
        let n = word.chars().count();
        if width > 0 && width + 1 + n > WIDTH {
            lines.push('\n');
            width = 0;
        }
        let before = match (width, lines.is_empty()) {
            (0, true) => first,
            (0, false) => indent,
            _ => " ",
        };
        lines.push_str(before);
        lines.push_str(word);
        width += before.chars().count() + n;
    }
    lines.push('\n');
    lines
}

impl Drawing<'_> {
    fn open(&self) -> impl Iterator<Item = &SheetItem> {
        self.sheet.items.iter().filter(|item| !item.is_answered())
    }

    fn n_open(&self) -> i64 {
        i64::try_from(self.open().count()).unwrap_or(i64::MAX)
    }

    fn link(&self) -> String {
        format!("{}{}", self.address, path(self.sheet))
    }

    fn subject(&self) -> String {
        let post = line(&self.sheet.post, 60);
        if self.open().next().is_none() {
            return self.speech.with("letter-subject-none", &[("post", post.into())]);
        }
        self.speech.with("letter-subject", &[("count", self.n_open().into()), ("post", post.into())])
    }

    /// Who made it, where and when.
    fn details(&self, item: &SheetItem) -> String {
        let record = &item.line.record;
        let makers: Vec<&Contributor> =
            record.contributors.iter().filter(|one| one.role != Role::Contributor).collect();
        let mut named = makers.iter().take(NAMED_MAX).map(|one| one.name.display()).collect::<Vec<_>>().join(", ");
        let left = makers.len().saturating_sub(NAMED_MAX);
        if left > 0 {
            named = format!("{named} {}", self.speech.with("record-and-others", &[("count", left.into())]));
        }
        let published = record.published.map(|date| self.speech.partial_date(date));
        let parts = [Some(named), record.source.title.clone(), published];
        let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        line(&parts.join(" · "), TITLE_CHARS_MAX)
    }

    fn title(&self, item: &SheetItem) -> String {
        line(&record::title(self.speech, &item.line.record), TITLE_CHARS_MAX)
    }

    /// The words that decided, without the signs in which they are kept.
    fn grounds(&self, item: &SheetItem) -> String {
        let words: Vec<String> = item
            .line
            .held
            .delivery
            .grounds
            .split("; ")
            .map(|ground| match ground.strip_prefix('`').and_then(|rest| rest.rsplit_once('`')) {
                Some((_, rest)) if rest.contains(GIVEN_BY_OFFICE) => said(self.speech, ground),
                Some((word, _)) => way_said(self.speech, word),
                None => ground.to_owned(),
            })
            .collect();
        let mut once: Vec<String> = Vec::new();
        for word in words {
            if !once.contains(&word) {
                once.push(word);
            }
        }
        line(&once.join(", "), GROUNDS_CHARS_MAX)
    }

    /// What the office says of it, a line for each part.
    fn own(&self, item: &SheetItem) -> Vec<String> {
        let said = item.own.as_ref().map(|own| said_by_office(self.speech, own)).unwrap_or_default();
        said.iter().map(|part| line(part, OWN_CHARS_MAX)).collect()
    }

    /// How it is answered, in a sentence.
    fn how(&self) -> String {
        let key = if self.sheet.reply_to.is_empty() { "letter-how-link" } else { "letter-how-reply" };
        self.speech.say(key)
    }

    /// What each letter means.
    fn legend(&self) -> Vec<(char, String)> {
        REPLY_LETTERS
            .iter()
            .map(|(letter, choice, reason)| {
                let text = match reason {
                    Some(reason) => self.speech.say(&format!("pass-{}", reason.word())),
                    None if *choice == Choice::Forward => self.speech.say("letter-forward"),
                    None => self.speech.say(&format!("choice-{}", choice.word())),
                };
                (*letter, text)
            })
            .collect()
    }

    /// What is not in it, in sentences.
    fn beside(&self) -> Vec<String> {
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let mut said = Vec::new();
        if self.sheet.letter.n_more > 0 {
            said.push(self.speech.with("letter-more", &[("count", number(self.sheet.letter.n_more).into())]));
        }
        if self.sheet.n_kept_back > 0 {
            said.push(self.speech.with("letter-kept-back", &[("count", number(self.sheet.n_kept_back).into())]));
        }
        let others = number(self.sheet.n_open.saturating_sub(self.sheet.n_kept_back)).saturating_sub(self.n_open());
        if others > 0 {
            let values = [("count", others.into()), ("late", number(self.sheet.n_late).into())];
            said.push(self.speech.with("letter-duties", &values));
        }
        said
    }

    /// Why there is nothing, in sentences.
    fn nothing(&self) -> Vec<String> {
        let n_needs = i64::try_from(self.sheet.n_needs).unwrap_or(i64::MAX);
        let mut said = vec![self.speech.with("letter-nothing", &[("count", n_needs.into())])];
        for (title, stage) in self.sheet.idle.iter().take(10) {
            let stage = self.speech.say(&format!("stage-{}", stage.word()));
            let values = [("need", line(title, 100).into()), ("stage", stage.into())];
            said.push(self.speech.with("letter-idle", &values));
        }
        said
    }

    /// Why this mail came, and how it is changed.
    fn why(&self) -> String {
        let rhythm = self.sheet.mailing.rhythm.unwrap_or(Rhythm::Weekly);
        let key = if self.sheet.mailing.rhythm.is_none() { "letter-why-office" } else { "letter-why" };
        let rhythm = self.speech.say(&format!("rhythm-{}", rhythm.word())).to_lowercase();
        let values = [("post", line(&self.sheet.post, 100).into()), ("rhythm", rhythm.into())];
        if self.sheet.mailing.rhythm.is_none() {
            self.speech.with(key, &values[..1])
        } else {
            self.speech.with(key, &values)
        }
    }

    /// What stands above everything, where replies are read.
    fn mark(&self) -> Option<String> {
        let text = self.speech.say("letter-above");
        (!self.sheet.reply_to.is_empty()).then(|| format!("{REPLY_MARK} {text} {REPLY_MARK}"))
    }

    /// The beginning of a letter as text.
    fn begun(&self) -> String {
        let mut text = self.mark().map(|mark| format!("{mark}\n\n")).unwrap_or_default();
        text.push_str(&wrapped(&self.to(), ""));
        text.push('\n');
        text
    }

    fn to(&self) -> String {
        self.speech.with("letter-to", &[("person", line(&self.sheet.person.name, 100).into())])
    }

    fn settings(&self) -> String {
        format!("{}/office/posts/{}/mail", self.address, self.sheet.letter.post)
    }

    fn text(&self) -> String {
        let mut text = self.begun();
        if self.open().next().is_some() {
            let waits = self.speech.with("letter-waits", &[("count", self.n_open().into())]);
            text.push_str(&wrapped(&format!("{waits} {}", self.how()), ""));
            text.push_str(&format!("{}\n\n", self.link()));
            for item in self.open() {
                text.push_str(&hung(&format!("{}  {}", item.number, self.title(item)), "", "   "));
                let mut parts = vec![self.details(item)];
                parts.extend(self.own(item));
                parts.push(self.speech.with("letter-for", &[("need", line(&item.line.need, 200).into())]));
                parts.push(self.speech.with("letter-because", &[("words", self.grounds(item).into())]));
                for part in parts.iter().filter(|part| !part.is_empty()) {
                    text.push_str(&wrapped(part, "   "));
                }
                text.push_str(&format!("   {}/deliveries/{}\n\n", self.address, item.line.held.delivery.id));
            }
        } else if self.sheet.n_kept_back == 0 {
            for sentence in self.nothing() {
                text.push_str(&wrapped(&sentence, ""));
            }
            text.push('\n');
        }
        let beside = self.beside();
        if !beside.is_empty() {
            text.push_str(&wrapped(&beside.join(" "), ""));
            text.push_str(&format!("{}/\n\n", self.address));
        }
        if self.open().next().is_some() && !self.sheet.reply_to.is_empty() {
            text.push_str(&format!("{}\n", self.speech.say("letter-letters")));
            for (letter, meaning) in self.legend() {
                text.push_str(&format!("   {letter}  {meaning}\n"));
            }
            text.push('\n');
        }
        text.push_str("-- \n");
        text.push_str(&wrapped(&self.why(), ""));
        text.push_str(&format!("{}\n", self.settings()));
        text
    }

    fn page(&self) -> Markup {
        let speech = self.speech;
        self.around(&html! {
            p { (self.to()) }
            @if self.open().next().is_some() {
                p { (speech.with("letter-waits", &[("count", self.n_open().into())])) " " (self.how()) }
                p { a href=(self.link()) style=(BUTTON) { (speech.say("letter-answer-link")) } }
                @for item in self.open() {
                    div style=(ITEM) {
                        p style="margin:0" {
                            b { (item.number) } " "
                            a href={ (self.address) "/deliveries/" (item.line.held.delivery.id) } style="font-weight:600;color:#123c69" { bdi { (self.title(item)) } }
                        }
                        @let details = self.details(item);
                        @if !details.is_empty() { p style=(QUIET) { bdi { (details) } } }
                        @for part in self.own(item) { p style=(OWN) { bdi { (part) } } }
                        p style=(QUIET) {
                            (speech.with("letter-for", &[("need", line(&item.line.need, 200).into())])) " — "
                            (speech.with("letter-because", &[("words", self.grounds(item).into())]))
                        }
                    }
                }
            } @else if self.sheet.n_kept_back == 0 {
                @for sentence in self.nothing() { p { (sentence) } }
            }
            @let beside = self.beside();
            @if !beside.is_empty() {
                p { (beside.join(" ")) " " a href={ (self.address) "/" } { (speech.say("letter-inbox")) } }
            }
            @if self.open().next().is_some() && !self.sheet.reply_to.is_empty() {
                p style="margin-bottom:4px" { (speech.say("letter-letters")) }
                table role="presentation" style="border-collapse:collapse" {
                    @for (letter, meaning) in self.legend() {
                        tr { td style="padding:0 12px 0 0;font-family:monospace" { (letter) } td { (meaning) } }
                    }
                }
            }
        })
    }

    fn receipt_text(&self) -> String {
        let mut text = self.begun();
        text.push_str(&wrapped(&self.speech.say("letter-receipt"), ""));
        text.push('\n');
        for doubt in self.sheet.letter.text.lines() {
            text.push_str(&wrapped(&format!("* {}", line(doubt, 400)), "  "));
        }
        text.push_str(&format!("\n{}\n{}\n", self.speech.say("letter-receipt-rest"), self.link()));
        text
    }

    fn receipt_page(&self) -> Markup {
        let speech = self.speech;
        self.around(&html! {
            p { (self.to()) }
            p { (speech.say("letter-receipt")) }
            ul { @for doubt in self.sheet.letter.text.lines() { li { bdi { (line(doubt, 400)) } } } }
            p { (speech.say("letter-receipt-rest")) " " a href=(self.link()) { (speech.say("letter-answer-link")) } }
        })
    }

    /// The page around what is said. Mail programs know no style sheets, so the little style there is stands at the elements.
    fn around(&self, body: &Markup) -> Markup {
        let speech = self.speech;
        html! {
            (DOCTYPE)
            html lang=(speech.tongue().tag()) {
                head { meta charset="utf-8"; meta name="viewport" content="width=device-width"; title { (self.subject()) } }
                body style="margin:0;padding:16px;background:#ffffff;color:#1c1c1c;font:16px/1.5 'Segoe UI',Arial,sans-serif" {
                    div style="max-width:640px;margin:0 auto" {
                        @if let Some(mark) = self.mark() { p style="color:#777777;font-size:12px;margin:0 0 16px" { (mark) } }
                        (body)
                        p style="margin-top:32px;border-top:1px solid #cccccc;padding-top:8px;color:#555555;font-size:14px" {
                            (self.why()) " " a href=(self.settings()) style="color:#555555" { (speech.say("letter-change")) }
                        }
                    }
                }
            }
        }
    }
}

const BUTTON: &str =
    "display:inline-block;padding:8px 16px;background:#123c69;color:#ffffff;text-decoration:none;border-radius:4px";
const ITEM: &str = "margin:16px 0;padding:0 0 0 12px;border-left:3px solid #123c69";
const OWN: &str = "margin:4px 0 0";
const QUIET: &str = "margin:2px 0 0;color:#555555;font-size:14px";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_as_wide_as_people_read_and_addresses_stay_whole() {
        let text =
            wrapped(&format!("{} https://office.example/letters/L1/{}", "word ".repeat(30), "x".repeat(80)), "  ");
        assert!(text.lines().all(|line| line.starts_with("  ")));
        assert!(text.lines().filter(|line| !line.contains("https")).all(|line| line.chars().count() <= WIDTH));
        assert!(text.contains(&"x".repeat(80)));
    }

    #[test]
    fn a_text_of_the_world_is_one_line_that_ends() {
        assert_eq!(line("a\r\nb\u{202e}c", 100), "a b c");
        assert_eq!(line("abcdef", 3), "abc…");
    }
}
