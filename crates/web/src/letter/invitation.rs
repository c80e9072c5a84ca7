//! A letter that invites a member of a mission to a meeting, or says that they need not come any more.

use desk::{Drawn, InvitationNotice};
use formats::CalendarPerson;
use maud::{DOCTYPE, html};

use super::draw::{line, speech_of, wrapped};
use crate::mission::{call_off_calendar, invitation_calendar, invitation_lines};

/// Longest title in a subject, in characters.
const TITLE_CHARS_MAX: usize = 120;

/// Draws it. `address` is the one under which browsers reach the office.
pub fn draw_invitation(notice: &InvitationNotice, address: &str) -> Drawn {
    let speech = speech_of(notice.person.language.as_deref());
    let invitation = &notice.invitation;
    let meeting = &invitation.meeting;
    let link = format!("{address}/missions/{}/liaison", meeting.mission);
    let why = speech.say("invitation-letter-why");
    let (subject, told, calendar) = if notice.is_mailed {
        let values = [
            ("title", line(&meeting.title, TITLE_CHARS_MAX).into()),
            ("day", speech.date(meeting.starts.day).into()),
            ("time", meeting.starts.time().into()),
        ];
        let key = if notice.is_off { "invitation-letter-off" } else { "invitation-letter-subject" };
        let place = (!meeting.place.is_empty()).then(|| format!("{}: {}", speech.say("meeting-place"), meeting.place));
        let mut told = vec![meeting.title.clone(), invitation.title.clone()];
        told.extend(place);
        told.extend(invitation_lines(speech, invitation));
        let calendar = if notice.is_off {
            let only = CalendarPerson { name: notice.person.name.clone(), mail: notice.person.email.clone() };
            call_off_calendar(speech, invitation, Some(only), address)
        } else {
            invitation_calendar(speech, invitation, address)
        };
        (speech.with(key, &values), told, Some(calendar))
    } else {
        (speech.say("invitation-letter-marked"), vec![speech.say("invitation-letter-look")], None)
    };
    let mut text = told.iter().map(|sentence| wrapped(sentence, "")).collect::<String>();
    text.push_str(&format!("\n{link}\n\n-- \n"));
    text.push_str(&wrapped(&why, ""));
    let page = html! {
        (DOCTYPE)
        html lang=(speech.tongue().tag()) {
            head { meta charset="utf-8"; meta name="viewport" content="width=device-width"; title { (subject) } }
            body style="margin:0;padding:16px;background:#ffffff;color:#1c1c1c;font:16px/1.5 'Segoe UI',Arial,sans-serif" {
                div style="max-width:640px;margin:0 auto" {
                    @for sentence in &told { p { bdi { (sentence) } } }
                    p { a href=(link) { (speech.say("invitation-letter-open")) } }
                    p style="margin-top:32px;border-top:1px solid #cccccc;padding-top:8px;color:#555555;font-size:14px" { (why) }
                }
            }
        }
    };
    Drawn {
        subject,
        text,
        page: page.into_string(),
        language: speech.tongue().tag().to_owned(),
        ends_at: None,
        calendar,
    }
}
