//! Styles that an office brings itself, as files of the Citation Style Language.
//!
//! Such a file is a program: its macros call each other. So it is looked at before the library sees it: what it may nest, what it may
//! call, and how large it becomes once every call is written out. A style that passes ends, and in time.

use std::collections::BTreeMap;

use hayagriva::citationberg::Style;
use model::{Refusal, sentence};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::citation::cite_by;
use super::{Citation, Given};

/// Largest style, in bytes: the largest that is published has two fifths of that.
pub const OWN_STYLE_BYTES_MAX: usize = 512 * 1024;

/// Deepest nesting of elements as they are written. Published styles nest less than thirty deep.
const DEPTH_MAX: usize = 64;

/// Deepest nesting once every call of a macro is written out.
const WRITTEN_OUT_DEPTH_MAX: usize = 300;

/// Elements once every call of a macro is written out. The largest published style (Chicago, with notes) has some tens of thousands.
const WRITTEN_OUT_MAX: u64 = 500_000;

/// Stack of the thread on which an own style is read and run, in bytes: enough for the deepest that passes.
const STACK_BYTES: usize = 64 * 1024 * 1024;

/// A style of an office's own.
#[derive(Clone, Debug)]
pub struct OwnStyle {
    title: String,
    rules: hayagriva::citationberg::IndependentStyle,
}

/// A part of a style that can be called: how much it holds, how deep it goes, and whom it calls at which depth.
#[derive(Clone, Debug, Default)]
struct Part {
    n_elements: u64,
    depth: usize,
    calls: Vec<(String, usize)>,
}

impl OwnStyle {
    /// Reads a style.
    ///
    /// # Errors
    /// Refused when it is too large, no style, one that leans on another, or one that would not end.
    pub fn read(bytes: &[u8]) -> Result<OwnStyle, Refusal> {
        if bytes.len() > OWN_STYLE_BYTES_MAX {
            let said = sentence!(
                "style-large",
                "A style has at most {max} KiB; take one that does less",
                max = OWN_STYLE_BYTES_MAX / 1024
            );
            return Err(Refusal::Said(said));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| no_style("it is not text in UTF-8"))?;
        within_limits(&parts(text)?)?;
        let read = on_a_deep_stack(|| Style::from_xml(text).map_err(|error| no_style(&error.to_string())))?;
        match read {
            Style::Independent(rules) => {
                let title = super::line(&rules.info.title.value);
                Ok(OwnStyle { title, rules })
            }
            Style::Dependent(_) => Err(leans()),
        }
    }

    /// What it calls itself.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Cites records as a list, as [`cite`](super::cite) does.
    pub fn cite(&self, language: &str, records: &[Given<'_>]) -> Vec<Citation> {
        on_a_deep_stack(|| cite_by(&self.rules, false, language, records))
    }
}

fn no_style(detail: &str) -> Refusal {
    let detail: String = detail.chars().take(200).collect();
    Refusal::Said(sentence!("style-none", "This is no style of the Citation Style Language: {detail}", detail))
}

fn leans() -> Refusal {
    Refusal::Said(sentence!(
        "style-leans",
        "This style says only that it is like another; take the file of that one, which it names as its parent"
    ))
}

fn endless() -> Refusal {
    Refusal::Said(sentence!(
        "style-endless",
        "The macros of this style call each other without end, or too often; mend them"
    ))
}

/// The parts of a style by the names of its macros; what is not in a macro is under the empty name.
fn parts(text: &str) -> Result<BTreeMap<String, Part>, Refusal> {
    let mut reader = Reader::from_str(text);
    let (mut depth, mut name, mut begun_at) = (0usize, String::new(), 0usize);
    let mut parts: BTreeMap<String, Part> = BTreeMap::new();
    let mut is_first = true;
    loop {
        let event = reader.read_event().map_err(|error| no_style(&error.to_string()))?;
        let (element, is_empty) = match &event {
            Event::Start(element) => (element, false),
            Event::Empty(element) => (element, true),
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if !name.is_empty() && depth == begun_at {
                    name.clear();
                }
                continue;
            }
            Event::DocType(_) => return Err(no_style("it declares a document type, and none is read")),
            Event::Eof => break,
            _ => continue,
        };
        if is_first && element.local_name().as_ref() != "style" {
            return Err(no_style("its first element is not “style”"));
        }
        is_first = false;
        if element.local_name().as_ref() == "link"
            && attribute(element, "rel").is_some_and(|rel| rel == "independent-parent")
        {
            return Err(leans());
        }
        if element.local_name().as_ref() == "macro" && name.is_empty() {
            name = attribute(element, "name").unwrap_or_default();
            begun_at = depth;
        }
        let within = if name.is_empty() { depth } else { depth - begun_at };
        if depth + 1 > DEPTH_MAX {
            return Err(no_style(&format!("it nests elements more than {DEPTH_MAX} deep")));
        }
        let part = parts.entry(name.clone()).or_default();
        part.n_elements += 1;
        part.depth = part.depth.max(within + 1);
        if let Some(called) = attribute(element, "macro") {
            part.calls.push((called, within + 1));
        }
        if !is_empty {
            depth += 1;
        } else if !name.is_empty() && depth == begun_at {
            name.clear();
        }
    }
    if is_first { Err(no_style("it is empty")) } else { Ok(parts) }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().with_checks(false).flatten().find(|one| one.key.local_name().as_ref() == name)?;
    Some(found.value.into_owned())
}

/// Whether a style stays within limits once every call is written out.
fn within_limits(parts: &BTreeMap<String, Part>) -> Result<(), Refusal> {
    let mut known: BTreeMap<&str, (u64, usize)> = BTreeMap::new();
    // By rounds instead of by recursion: a part is known once all that it calls are. What is left then calls itself.
    loop {
        let mut is_further = false;
        for (name, part) in parts.iter().filter(|(name, _)| !known.contains_key(name.as_str())).collect::<Vec<_>>() {
            let (mut n, mut depth, mut is_whole) = (part.n_elements, part.depth, true);
            for (called, at) in &part.calls {
                match known.get(called.as_str()) {
                    Some((of_it, deep)) => {
                        n = n.saturating_add(*of_it);
                        depth = depth.max(at + deep);
                    }
                    // A macro that there is not is passed over by the library.
                    None if !parts.contains_key(called) => {}
                    None => is_whole = false,
                }
            }
            if is_whole {
                if n > WRITTEN_OUT_MAX || depth > WRITTEN_OUT_DEPTH_MAX {
                    return Err(endless());
                }
                known.insert(name, (n, depth));
                is_further = true;
            }
        }
        if known.len() == parts.len() {
            return Ok(());
        }
        if !is_further {
            return Err(endless());
        }
    }
}

/// Runs something where it may call itself deeply.
fn on_a_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work);
        let joined = thread.map(std::thread::ScopedJoinHandle::join);
        match joined {
            Ok(Ok(done)) => done,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(error) => panic!("no thread can be begun: {error}"),
        }
    })
}

#[cfg(test)]
mod tests {
    use model::{Contributor, Kind, PartialDate, Record, Text};

    use super::*;

    fn style(macros: &str, layout: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\">\
             <info><title>Ours</title><id>ours</id><updated>2026-01-01T00:00:00+00:00</updated></info>{macros}\
             <citation><layout>{layout}</layout></citation><bibliography><layout>{layout}</layout></bibliography></style>"
        )
    }

    fn record() -> Record {
        Record {
            titles: vec![Text::plain("Looms")],
            contributors: vec![Contributor::author("Nemo", "Anna")],
            kind: Kind::Book,
            published: PartialDate::new(1962, None, None),
            ..Record::default()
        }
    }

    #[track_caller]
    fn refused(text: &str) -> String {
        OwnStyle::read(text.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn a_style_of_the_office_cites_as_it_says() {
        let text = style(
            "<macro name=\"who\"><names variable=\"author\"><name form=\"short\"/></names></macro>",
            "<text macro=\"who\" suffix=\": \"/><text variable=\"title\"/>",
        );
        let own = OwnStyle::read(text.as_bytes()).unwrap();
        assert_eq!(own.title(), "Ours");
        let cited = own.cite("en", &[Given { id: "R1", record: &record() }]);
        assert_eq!(cited[0].text, "Nemo: Looms");
    }

    #[test]
    fn macros_that_never_end_or_call_each_other_too_often_are_refused_before_they_run() {
        let call = |name: &str| format!("<text macro=\"{name}\"/>");
        for macros in [
            format!("<macro name=\"a\">{}</macro>", call("a")),
            format!("<macro name=\"a\">{}</macro><macro name=\"b\">{}</macro>", call("b"), call("a")),
        ] {
            assert!(refused(&style(&macros, &call("a"))).contains("without end"));
        }
        // Each of thirty calls the next twice: a thousand million elements.
        let doubling: String = (0..30)
            .map(|n| format!("<macro name=\"m{n}\">{0}{0}</macro>", call(&format!("m{}", n + 1))))
            .collect::<String>()
            + "<macro name=\"m30\"><text value=\"x\"/></macro>";
        assert!(refused(&style(&doubling, &call("m0"))).contains("too often"));
        // A thousand that call each other in a row.
        let row: String =
            (0..1_000).map(|n| format!("<macro name=\"m{n}\">{}</macro>", call(&format!("m{}", n + 1)))).collect();
        assert!(refused(&style(&row, &call("m0"))).contains("too often"));
    }

    #[test]
    fn nesting_entities_and_what_is_no_style_are_refused() {
        let deep = format!("{}{}", "<group>".repeat(100_000), "</group>".repeat(100_000));
        let said = refused(&style("", &deep[..200_000]));
        assert!(said.contains("deep"), "{said}");
        let bomb = "<!DOCTYPE s [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;&a;\">]><style>&b;</style>";
        assert!(refused(bomb).contains("document type"));
        for text in ["", "<html/>", "<style", "<style xmlns=\"http://purl.org/net/xbiblio/csl\"/>", "\u{1}"] {
            assert!(refused(text).contains("no style"), "{text}");
        }
        assert!(OwnStyle::read(&[0xff, 0xfe]).is_err());
        assert!(refused(&" ".repeat(OWN_STYLE_BYTES_MAX + 1)).contains("KiB"));
        let leaning = "<style xmlns=\"http://purl.org/net/xbiblio/csl\" version=\"1.0\"><info><title>T</title><id>i</id>\
                       <link href=\"http://www.zotero.org/styles/nature\" rel=\"independent-parent\"/></info></style>";
        assert!(refused(leaning).contains("parent"));
    }

    #[test]
    fn the_deepest_that_passes_is_run() {
        let groups = format!("{}<text variable=\"title\"/>{}", "<group>".repeat(50), "</group>".repeat(50));
        let macros: String = (0..4)
            .map(|n| {
                let next = if n == 3 {
                    groups.clone()
                } else {
                    groups.replace("variable=\"title\"", &format!("macro=\"m{}\"", n + 1))
                };
                format!("<macro name=\"m{n}\">{next}</macro>")
            })
            .collect();
        let own = OwnStyle::read(style(&macros, "<text macro=\"m0\"/>").as_bytes()).unwrap();
        assert_eq!(own.cite("en", &[Given { id: "R1", record: &record() }])[0].text, "Looms");
    }
}
