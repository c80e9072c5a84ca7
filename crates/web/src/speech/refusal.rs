//! What rules of the house refuse, in the language of the reader.
//!
//! A sentence brings its English text along; in the other languages it stands under `refused-` and its key in the
//! catalogue `refusal.ftl`.

use fluent_bundle::FluentValue;
use matching::QueryError;
use model::{CellFault, Refusal, Sentence, SentenceValue};

use super::{Speech, Tongue};

impl Speech {
    /// A sentence of a rule.
    pub fn sentence(self, sentence: &Sentence) -> String {
        if self.tongue == Tongue::English {
            return sentence.english(|value| self.value(value));
        }
        let value = |value: &SentenceValue| match value {
            SentenceValue::Number(number) => FluentValue::from(*number),
            other => FluentValue::from(self.value(other)),
        };
        let values: Vec<_> = sentence.values().iter().map(|(name, one)| (*name, value(one))).collect();
        self.with(&format!("refused-{}", sentence.key()), &values)
    }

    fn value(self, value: &SentenceValue) -> String {
        match value {
            SentenceValue::Text(text) => text.clone(),
            SentenceValue::Number(number) => self.number(*number),
            SentenceValue::Day(day) => self.date(*day),
            SentenceValue::Word { list, word } => self.say(&format!("{list}-{word}")),
        }
    }

    /// A refusal, one rule a line.
    pub fn refusal(self, refusal: &Refusal) -> String {
        match refusal {
            Refusal::BadName { text, .. } => self.with("refused-bad-name", &[("text", text.as_str().into())]),
            Refusal::NotFound { noun, text, next } => {
                let missing = self.with(&format!("missing-{noun}"), &[("text", text.as_str().into())]);
                format!("{missing}; {}", self.sentence(next))
            }
            Refusal::Changed(sentence) | Refusal::Said(sentence) | Refusal::Shut(sentence) => self.sentence(sentence),
            Refusal::Several(refusals) => {
                refusals.iter().map(|refusal| self.refusal(refusal)).collect::<Vec<_>>().join("\n")
            }
            Refusal::InFiles(faults) => {
                faults.iter().map(|fault| self.cell_fault(fault)).collect::<Vec<_>>().join("\n")
            }
            Refusal::AtCommandLine(text) => text.clone(),
        }
    }

    /// What is wrong in a file, with its place.
    pub fn cell_fault(self, fault: &CellFault) -> String {
        let line = fault.line.to_string();
        let mut values = vec![("file", fault.file.as_str().into()), ("line", line.into())];
        let key = match &fault.column {
            Some((at, heading)) => {
                let column = if heading.is_empty() { at.to_string() } else { format!("{at} ({heading})") };
                values.push(("column", column.into()));
                "refused-at-column"
            }
            None => "refused-at-line",
        };
        format!("{}: {}", self.with(key, &values), self.refusal(&fault.refusal))
    }

    /// What is wrong with a query and what to write instead, without its place.
    pub fn query_fault(self, fault: &QueryError) -> String {
        format!("{}; {}", self.sentence(&fault.fault), self.sentence(&fault.fix))
    }
}
