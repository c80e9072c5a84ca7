//! The rules of an answer, written down anew from the schemas of OAI-PMH 2.0, oai_dc and MARC 21: which elements, in which
//! order, how many, with which texts. What breaks one is a fault.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An element, with names as they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
    pub children: Vec<Tree>,
}

impl Tree {
    /// Reads a document strictly: every tag closed, one root, nothing unknown.
    pub fn parse(text: &str) -> Result<Tree, String> {
        let mut reader = Reader::from_str(text);
        let mut open: Vec<Tree> = Vec::new();
        let mut root = None;
        let close = |open: &mut Vec<Tree>, root: &mut Option<Tree>, done: Tree| match open.last_mut() {
            Some(parent) => parent.children.push(done),
            None => *root = Some(done),
        };
        loop {
            match reader.read_event().map_err(|error| error.to_string())? {
                Event::Start(start) => open.push(Tree::begun(&start)?),
                Event::Empty(start) => close(&mut open, &mut root, Tree::begun(&start)?),
                Event::End(_) => {
                    let done = open.pop().ok_or("an end without a beginning")?;
                    close(&mut open, &mut root, done);
                }
                Event::Text(text) => open.last_mut().into_iter().for_each(|tree| tree.text.push_str(&text)),
                Event::GeneralRef(reference) => {
                    let text = match &*reference {
                        "amp" => "&",
                        "lt" => "<",
                        "gt" => ">",
                        "quot" => "\"",
                        "apos" => "'",
                        other => return Err(format!("the entity {other}")),
                    };
                    open.last_mut().into_iter().for_each(|tree| tree.text.push_str(text));
                }
                Event::Eof => break,
                Event::Decl(_) => {}
                other => return Err(format!("{other:?} has no place here")),
            }
        }
        if open.is_empty() { root.ok_or_else(|| "nothing".to_owned()) } else { Err("it breaks off".to_owned()) }
    }

    fn begun(start: &BytesStart<'_>) -> Result<Tree, String> {
        let mut tree = Tree { name: start.name().as_ref().to_owned(), ..Tree::default() };
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let value = quick_xml::escape::unescape(&attribute.value).map_err(|error| error.to_string())?;
            tree.attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
        }
        Ok(tree)
    }

    pub fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(one, _)| one == name).map_or("", |(_, value)| value)
    }

    /// The first element of this name, at any depth.
    pub fn find(&self, name: &str) -> Option<&Tree> {
        self.all(name).into_iter().next()
    }

    /// All elements of this name, at any depth.
    pub fn all(&self, name: &str) -> Vec<&Tree> {
        let mut found = Vec::new();
        for child in &self.children {
            if child.name == name {
                found.push(child);
            }
            found.extend(child.all(name));
        }
        found
    }

    /// The text of the first element of this name.
    pub fn said(&self, name: &str) -> &str {
        self.find(name).map_or("", |tree| &tree.text)
    }
}

/// How often an element stands.
#[derive(Clone, Copy, PartialEq)]
enum Times {
    Once,
    Maybe,
    Many,
    Some,
}

use Times::{Many, Maybe, Once, Some as OneOrMore};

/// Elements of OAI-PMH with what is in them, in order. What is not here holds text.
const ELEMENTS: &[(&str, &[(&str, Times)])] = &[
    (
        "Identify",
        &[
            ("repositoryName", Once),
            ("baseURL", Once),
            ("protocolVersion", Once),
            ("adminEmail", OneOrMore),
            ("earliestDatestamp", Once),
            ("deletedRecord", Once),
            ("granularity", Once),
            ("compression", Many),
            ("description", Many),
        ],
    ),
    ("description", &[("oai-identifier", Once)]),
    (
        "oai-identifier",
        &[("scheme", Once), ("repositoryIdentifier", Once), ("delimiter", Once), ("sampleIdentifier", Once)],
    ),
    ("ListMetadataFormats", &[("metadataFormat", OneOrMore)]),
    ("metadataFormat", &[("metadataPrefix", Once), ("schema", Once), ("metadataNamespace", Once)]),
    ("ListSets", &[("set", OneOrMore), ("resumptionToken", Maybe)]),
    ("set", &[("setSpec", Once), ("setName", Once), ("setDescription", Many)]),
    ("ListIdentifiers", &[("header", OneOrMore), ("resumptionToken", Maybe)]),
    ("ListRecords", &[("record", OneOrMore), ("resumptionToken", Maybe)]),
    ("GetRecord", &[("record", Once)]),
    ("record", &[("header", Once), ("metadata", Maybe), ("about", Many)]),
    ("header", &[("identifier", Once), ("datestamp", Once), ("setSpec", Many)]),
];

const VERBS: &[&str] = &["Identify", "ListMetadataFormats", "ListSets", "GetRecord", "ListIdentifiers", "ListRecords"];

const ARGUMENTS: &[&str] = &["verb", "identifier", "metadataPrefix", "from", "until", "set", "resumptionToken"];

const CODES: &[&str] = &[
    "cannotDisseminateFormat",
    "idDoesNotExist",
    "badArgument",
    "badVerb",
    "noMetadataFormats",
    "noRecordsMatch",
    "badResumptionToken",
    "noSetHierarchy",
];

const DUBLIN_CORE: &[&str] = &[
    "title",
    "creator",
    "subject",
    "description",
    "publisher",
    "contributor",
    "date",
    "type",
    "format",
    "identifier",
    "source",
    "language",
    "relation",
    "coverage",
    "rights",
];

/// What in an answer is not as the protocol says.
pub fn faults(root: &Tree) -> Vec<String> {
    let mut faults = Vec::new();
    let mut want = |holds: bool, fault: &str| {
        if !holds {
            faults.push(fault.to_owned());
        }
    };
    want(root.name == "OAI-PMH", "the root");
    want(root.attribute("xmlns") == "http://www.openarchives.org/OAI/2.0/", "the namespace");
    let names: Vec<&str> = root.children.iter().map(|child| child.name.as_str()).collect();
    want(names.len() >= 3 && names[..2] == ["responseDate", "request"], "the first two elements");
    want(is_second(root.said("responseDate")), "responseDate");
    let request = &root.children[1];
    want(request.text == "https://office.example.org/oai", "the address in request");
    for (name, value) in &request.attributes {
        want(ARGUMENTS.contains(&name.as_str()), "an attribute of request");
        let is_one = match name.as_str() {
            "verb" => VERBS.contains(&value.as_str()),
            "metadataPrefix" | "set" => value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.!~*'():".contains(&b)),
            "from" | "until" => is_second(value) || is_second(&format!("{value}T00:00:00Z")),
            _ => true,
        };
        want(is_one, "the value of an attribute of request");
    }
    let body = &root.children[2];
    if body.name == "error" {
        want(root.children[2..].iter().all(|one| one.name == "error"), "errors stand alone");
        want(CODES.contains(&body.attribute("code")), "the code of the error");
        let unheard = matches!(body.attribute("code"), "badVerb" | "badArgument");
        want(unheard == request.attributes.is_empty(), "attributes of request beside this error");
    } else {
        want(names.len() == 3, "one answer");
        want(body.name == request.attribute("verb"), "the answer is to the verb");
        check(body, &mut faults);
    }
    faults
}

fn check(tree: &Tree, faults: &mut Vec<String>) {
    if tree.name == "metadata" {
        return match tree.children.as_slice() {
            [one] => metadata(one, faults),
            _ => faults.push("metadata holds one element".to_owned()),
        };
    }
    let Some((_, rules)) = ELEMENTS.iter().find(|(name, _)| *name == tree.name) else {
        text(tree, faults);
        return;
    };
    let mut rest = tree.children.as_slice();
    for (name, times) in *rules {
        let n = rest.iter().take_while(|child| child.name == *name).count();
        let fits = match times {
            Once => n == 1,
            Maybe => n <= 1,
            Many => true,
            OneOrMore => n >= 1,
        };
        if !fits {
            faults.push(format!("{n} {name} in {}", tree.name));
        }
        rest = &rest[n..];
    }
    faults.extend(rest.iter().map(|child| format!("{} has no place there in {}", child.name, tree.name)));
    if tree.name == "record" {
        let is_deleted = tree.children[0].attribute("status") == "deleted";
        if is_deleted == tree.find("metadata").is_some() {
            faults.push("a record has metadata, or is deleted".to_owned());
        }
    }
    tree.children.iter().for_each(|child| check(child, faults));
}

/// Elements that hold text.
fn text(tree: &Tree, faults: &mut Vec<String>) {
    let text = tree.text.as_str();
    let fits = tree.children.is_empty()
        && match tree.name.as_str() {
            "datestamp" | "earliestDatestamp" => is_second(text),
            "protocolVersion" => text == "2.0",
            "deletedRecord" => ["no", "transient", "persistent"].contains(&text),
            "granularity" => text == "YYYY-MM-DDThh:mm:ssZ",
            "adminEmail" => text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.')),
            "setSpec" => text.split(':').all(|part| {
                !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&b))
            }),
            "identifier" | "sampleIdentifier" => is_identifier(text),
            "metadataPrefix" => text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&b)),
            "resumptionToken" => {
                let number = |name: &str| tree.attribute(name).parse::<u64>().ok();
                // At the end nothing is left.
                number("completeListSize").zip(number("cursor")).is_some()
            }
            "schema" | "metadataNamespace" | "baseURL" => text.starts_with("http"),
            _ => !text.is_empty(),
        };
    if !fits {
        faults.push(format!("`{text}` in {}", tree.name));
    }
}

fn is_second(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape == "0000-00-00T00:00:00Z"
}

/// `oai:DOMAIN:LOCAL` (the guidelines on identifiers of OAI).
fn is_identifier(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(3, ':').collect();
    matches!(parts[..], ["oai", domain, local] if domain.contains('.')
        && domain.split('.').all(|label| label.starts_with(|c: char| c.is_ascii_alphabetic()))
        && !local.is_empty() && local.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn metadata(tree: &Tree, faults: &mut Vec<String>) {
    let mut want = |holds: bool, fault: String| {
        if !holds {
            faults.push(fault);
        }
    };
    match tree.name.as_str() {
        "oai_dc:dc" => {
            for child in &tree.children {
                let known = child.name.strip_prefix("dc:").is_some_and(|name| DUBLIN_CORE.contains(&name));
                want(known && child.children.is_empty(), format!("{} in Dublin Core", child.name));
            }
        }
        "record" => {
            let names: Vec<&str> = tree.children.iter().map(|child| child.name.as_str()).collect();
            let order = |name: &&str| ["leader", "controlfield", "datafield"].iter().position(|one| one == name);
            want(names.iter().all(|name| order(name).is_some()) && names.is_sorted_by_key(order), format!("{names:?}"));
            want(tree.said("leader").len() == 24, format!("the leader `{}`", tree.said("leader")));
            for field in tree.all("controlfield").iter().filter(|field| field.attribute("tag") == "008") {
                want(field.text.len() == 40, format!("field 008 of {} signs", field.text.len()));
            }
            for field in tree.all("datafield") {
                let is_one = |value: &str| value.len() == 1;
                let fits = field.attribute("tag").len() == 3
                    && is_one(field.attribute("ind1"))
                    && is_one(field.attribute("ind2"))
                    && !field.children.is_empty()
                    && field.children.iter().all(|sub| sub.name == "subfield" && is_one(sub.attribute("code")));
                want(fits, format!("{field:?}"));
            }
        }
        "article" => want(tree.find("article-meta").is_some(), "an article without its front".to_owned()),
        other => want(false, format!("metadata in {other}")),
    }
}
