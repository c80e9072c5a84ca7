//! A letter that tells what became of a message that brought records in.

use desk::{ArrivalNotice, Drawn};
use maud::{DOCTYPE, html};
use model::IntakeStage;

use super::draw::{line, wrapped};
use crate::speech::{Speech, Tongue};

/// Draws it.
pub fn draw_arrival(notice: &ArrivalNotice) -> Drawn {
    let person = notice.person.as_ref().and_then(|person| person.language.as_deref());
    let tag = person.or(notice.language.as_deref());
    let speech = Speech::of(tag.and_then(Tongue::parse).unwrap_or(Tongue::English));
    let values = [("subject", line(&notice.subject, 120).into())];
    let subject = speech.with("arrival-letter-subject", &values);
    let told = told(speech, notice);
    let why = speech.say("arrival-letter-why");
    let mut text = told.iter().map(|sentence| wrapped(sentence, "")).collect::<String>();
    text.push_str("\n-- \n");
    text.push_str(&wrapped(&why, ""));
    let page = html! {
        (DOCTYPE)
        html lang=(speech.tongue().tag()) {
            head { meta charset="utf-8"; meta name="viewport" content="width=device-width"; title { (subject) } }
            body style="margin:0;padding:16px;background:#ffffff;color:#1c1c1c;font:16px/1.5 'Segoe UI',Arial,sans-serif" {
                div style="max-width:640px;margin:0 auto" {
                    @for sentence in &told { p { (sentence) } }
                    p style="margin-top:32px;border-top:1px solid #cccccc;padding-top:8px;color:#555555;font-size:14px" { (why) }
                }
            }
        }
    };
    let language = speech.tongue().tag().to_owned();
    Drawn { subject, text, page: page.into_string(), language, ends_at: None, calendar: None }
}

fn told(speech: Speech, notice: &ArrivalNotice) -> Vec<String> {
    let count = |n: u64| [("count", i64::try_from(n).unwrap_or(i64::MAX).into())];
    let mut told = Vec::new();
    if notice.tally.n_read > 0 {
        told.push(speech.with("arrival-letter-read", &count(notice.tally.n_read)));
    }
    if notice.tally.n_known > 0 {
        told.push(speech.with("arrival-letter-known", &count(notice.tally.n_known)));
    }
    if notice.stage == IntakeStage::Broken {
        told.push(speech.say("arrival-letter-broken"));
    } else if notice.tally.n_read == 0 {
        told.push(speech.say("arrival-letter-none"));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Tally;

    #[test]
    fn who_sent_a_message_reads_what_became_of_it_in_their_language() {
        let notice = |language: &str, stage, n_read, n_known| ArrivalNotice {
            subject: "Rotors\r\nBcc: x".to_owned(),
            stage,
            tally: Tally { n_read, n_known, ..Tally::default() },
            person: None,
            language: Some(language.to_owned()),
        };
        let english = draw_arrival(&notice("fr", IntakeStage::Kept, 3, 1));
        assert_eq!(english.subject, "Taken in: Rotors Bcc: x");
        assert!(
            english.text.starts_with("3 records were taken in.\nOne of them was known already.\n"),
            "{}",
            english.text
        );
        let german = draw_arrival(&notice("de", IntakeStage::Broken, 0, 0));
        assert_eq!(german.language, "de");
        assert!(german.page.contains("nicht zu Ende gelesen"), "{}", german.page);
        assert!(draw_arrival(&notice("ru", IntakeStage::Kept, 0, 0)).text.contains("не было записей"));
    }
}
