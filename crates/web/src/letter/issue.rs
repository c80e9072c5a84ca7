//! A letter that brings an issue of a bulletin: the issue as it was printed, or, where it may not be mailed or is too long for mail,
//! where it is read.

use desk::{Drawn, IssueNotice};
use maud::{DOCTYPE, html};

use super::draw::{line, wrapped};
use crate::bulletin::issue_name;
use crate::issue::speech_of;
use crate::speech::Speech;

/// Draws it. `address` is the one under which browsers reach the office.
pub fn draw_issue(notice: &IssueNotice, address: &str) -> Drawn {
    let speech = speech_of(&notice.bulletin);
    let drawing = Drawing { notice, speech, address };
    Drawn {
        subject: format!("{}, {}", line(&notice.bulletin.name, 100), issue_name(speech, &notice.issue)),
        text: drawing.text(),
        page: drawing.page(),
        language: speech.tongue().tag().to_owned(),
        ends_at: Some(drawing.stop()),
        calendar: None,
    }
}

struct Drawing<'a> {
    notice: &'a IssueNotice,
    speech: Speech,
    address: &'a str,
}

impl Drawing<'_> {
    fn link(&self) -> String {
        format!("{}/issues/{}", self.address, self.notice.issue.id)
    }

    /// Where the mail of this bulletin is ended.
    fn settings(&self) -> String {
        format!("{}/bulletins/{}", self.address, self.notice.bulletin.id)
    }

    fn stop(&self) -> String {
        format!("{}/letters/{}/{}/stop", self.address, self.notice.letter, self.notice.seal)
    }

    fn is_out(&self) -> String {
        let count = i64::try_from(self.notice.n_records).unwrap_or(i64::MAX);
        let values = [
            ("bulletin", line(&self.notice.bulletin.name, 120).into()),
            ("issue", issue_name(self.speech, &self.notice.issue).into()),
            ("count", count.into()),
        ];
        self.speech.with("letter-issue-out", &values)
    }

    /// Why it is not all here, where it is not.
    fn elsewhere(&self, whole: Option<&str>) -> Option<String> {
        match (self.notice.is_mailed, whole) {
            (false, _) => Some(self.speech.say("letter-issue-marked")),
            (true, None) => Some(self.speech.say("letter-issue-long")),
            (true, Some(_)) => None,
        }
    }

    fn text(&self) -> String {
        let whole = self.notice.text.as_deref();
        let mut text = wrapped(&self.is_out(), "");
        if let Some(why) = self.elsewhere(whole) {
            text.push_str(&wrapped(&why, ""));
        }
        text.push_str(&format!("{}\n\n", self.link()));
        if let Some(whole) = whole {
            text.push_str(whole);
            text.push('\n');
        }
        text.push_str("-- \n");
        text.push_str(&wrapped(&self.speech.say("letter-issue-why"), ""));
        text.push_str(&format!("{}\n", self.settings()));
        text
    }

    fn page(&self) -> String {
        let end = html! {
            p style="margin:32px auto;max-width:640px;border-top:1px solid #cccccc;padding-top:8px;color:#555555;font-size:14px" {
                a href=(self.link()) { (self.speech.say("letter-issue-read")) } " · "
                (self.speech.say("letter-issue-why")) " " a href=(self.settings()) { (self.speech.say("letter-issue-change")) }
            }
        };
        if let Some(whole) = &self.notice.page {
            // Into the page that was printed, whose template is the office's own.
            return match whole.rfind("</body>") {
                Some(at) => format!("{}{}{}", &whole[..at], end.into_string(), &whole[at..]),
                None => format!("{whole}{}", end.into_string()),
            };
        }
        html! {
            (DOCTYPE)
            html lang=(self.speech.tongue().tag()) {
                head { meta charset="utf-8"; meta name="viewport" content="width=device-width"; title { (self.notice.bulletin.name) } }
                body style="margin:0;padding:16px;background:#ffffff;color:#1c1c1c;font:16px/1.5 'Segoe UI',Arial,sans-serif" {
                    div style="max-width:640px;margin:0 auto" {
                        p { bdi { (self.is_out()) } }
                        @if let Some(why) = self.elsewhere(None) { p { (why) } }
                    }
                    (end)
                }
            }
        }
        .into_string()
    }
}
