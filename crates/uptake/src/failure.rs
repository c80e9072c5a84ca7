//! Why a command did not do what was asked, and with which status the program ends.

use std::error::Error;
use std::fmt;
use std::process::ExitCode;

/// What keeps a command from being done.
#[derive(Debug)]
pub enum Failure {
    /// The user can mend it: a sentence that names the next step.
    Refused(String),
    /// The operator has to: what was being done, with its causes.
    Broken(String, Option<Box<dyn Error + Send + Sync>>),
    /// Whoever reads our output has gone away. Not an error.
    OutputClosed,
}

impl Failure {
    /// A refusal.
    pub fn refused(sentence: impl Into<String>) -> Failure {
        Failure::Refused(sentence.into())
    }

    /// Says it on standard error and gives the exit status.
    pub fn report(&self) -> ExitCode {
        match self {
            Failure::OutputClosed => ExitCode::SUCCESS,
            Failure::Refused(sentence) => {
                eprintln_safe(&format!("uptake: {sentence}"));
                ExitCode::from(1)
            }
            Failure::Broken(doing, cause) => {
                let mut text = format!("uptake: {doing}");
                let mut next: Option<&(dyn Error + 'static)> = cause.as_deref().map(|cause| cause as _);
                while let Some(cause) = next {
                    let said = cause.to_string();
                    // Each link once: some errors repeat their cause.
                    if !text.ends_with(&said) {
                        text.push_str(&format!(": {said}"));
                    }
                    next = cause.source();
                }
                eprintln_safe(&text);
                ExitCode::from(1)
            }
        }
    }
}

/// Writes lines to standard error, made fit for a terminal; a closed one is nobody's concern.
pub fn eprintln_safe(text: &str) {
    use std::io::Write;
    let lines: Vec<String> = text.split('\n').map(crate::output::safe).collect();
    let _ = writeln!(std::io::stderr(), "{}", lines.join("\n"));
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Refused(sentence) | Failure::Broken(sentence, _) => f.write_str(sentence),
            Failure::OutputClosed => f.write_str("the output was closed"),
        }
    }
}

impl From<model::Refusal> for Failure {
    fn from(refusal: model::Refusal) -> Failure {
        // On a page one looks for it in a list; here there is a command for that.
        let missing = |noun: &str, text: &str, next: &str| format!("There is no {noun} `{text}` here; {next}");
        Failure::Refused(match &refusal {
            model::Refusal::NotFound { noun: "record", text, .. } => {
                missing("record", text, "find its number with `uptake search OFFICE 'QUERY'`")
            }
            model::Refusal::NotFound { noun: "need", text, .. } => {
                missing("need", text, "list the needs with `uptake need list OFFICE`")
            }
            refusal => refusal.to_string(),
        })
    }
}

impl From<desk::Failure> for Failure {
    fn from(failure: desk::Failure) -> Failure {
        match failure {
            desk::Failure::Refused(refusal) => refusal.into(),
            desk::Failure::Broken(fault) => {
                let doing = fault.to_string();
                Failure::Broken(doing, Some(fault))
            }
        }
    }
}

/// Writing output: a closed pipe ends the program in peace, anything else is said.
impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Failure::OutputClosed;
        }
        Failure::Broken("writing the output failed".to_owned(), Some(Box::new(error)))
    }
}
