//! A paper without metadata: written anew from what its pages reach.
//!
//! What no page reaches stays behind, and so does what stood in the file before it was changed: programs add to the end of a
//! paper and leave what they replaced. What is kept is copied as it is packed.

use std::collections::{HashMap, HashSet};

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Dict, MaybeRef, Name as PdfName, ObjRef, Object, ObjectIdentifier, Stream};
use pdf_writer::{Finish, Name, Null, Obj, Ref, Str};

use crate::limits::{DEPTH_MAX, OBJECTS_MAX};
use crate::{Fault, jpeg, pdf};

/// What tells who made a paper, when, where and with what; what programs left in it; what it does by itself when it is
/// opened; other files in it.
const DROPPED: &[&[u8]] = &[
    b"Metadata",
    b"PieceInfo",
    b"LastModified",
    b"Thumb",
    b"SpiderInfo",
    b"AF",
    b"EmbeddedFiles",
    b"EmbeddedFile",
    b"EF",
    b"OpenAction",
    b"AA",
    b"JS",
    b"JavaScript",
    b"XFA",
    b"Perms",
    b"DSS",
    b"Collection",
    b"CreationDate",
    b"ModDate",
];

/// Entries of a remark on a page that say who made it and when.
const OF_REMARKS: &[&[u8]] = &[b"T", b"M", b"CreationDate", b"NM"];

/// What an action may not do.
const ACTIONS: &[&[u8]] = &[b"JavaScript", b"Launch", b"ImportData", b"SubmitForm", b"Rendition"];

/// The paper without metadata.
pub(crate) fn release(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let pdf = pdf::open(bytes)?;
    // A paper that is locked against copying opens without a password; it is not unlocked here.
    if bytes.windows(8).any(|window| window == b"/Encrypt") {
        return Err(Fault::Locked);
    }
    let root_id = pdf.xref().root_id();
    let root = pdf.xref().get::<Dict<'_>>(root_id).ok_or(Fault::Damaged)?;
    let mut copy = Copy { pdf: &pdf, names: HashMap::new(), waiting: Vec::new(), is_deep: false };
    let mut out = pdf_writer::Pdf::new();
    out.set_version(1, 7);
    let name = copy.named(ObjRef::new(root_id.obj_number, root_id.gen_number));
    let mut catalog = out.catalog(name);
    for (name, value) in root.entries().filter(|(name, _)| name.as_ref() != b"Type" && !is_dropped(name.as_ref())) {
        copy.value(&value, catalog.insert(Name(name.as_ref())), 0);
    }
    catalog.finish();
    let mut done = HashSet::from([ObjRef::new(root_id.obj_number, root_id.gen_number)]);
    while let Some(next) = copy.waiting.pop() {
        if !done.insert(next) {
            continue;
        }
        if done.len() > OBJECTS_MAX {
            return Err(Fault::Costly);
        }
        let to = copy.named(next);
        match pdf.xref().get::<Object<'_>>(ObjectIdentifier::new(next.obj_number, next.gen_number)) {
            Some(Object::Stream(stream)) => copy.stream(&stream, &mut out, to),
            Some(object) => copy.object(&object, out.indirect(to), 0),
            None => out.indirect(to).primitive(Null),
        }
    }
    if copy.is_deep { Err(Fault::Deep) } else { Ok(out.finish()) }
}

fn is_dropped(name: &[u8]) -> bool {
    DROPPED.contains(&name)
}

/// A copy under way.
struct Copy<'a> {
    pdf: &'a Pdf,
    /// The new name of each object.
    names: HashMap<ObjRef, Ref>,
    /// Objects that something leads to.
    waiting: Vec<ObjRef>,
    is_deep: bool,
}

impl Copy<'_> {
    fn named(&mut self, old: ObjRef) -> Ref {
        let next = i32::try_from(self.names.len() + 1).unwrap_or(i32::MAX);
        *self.names.entry(old).or_insert_with(|| Ref::new(next))
    }

    fn value(&mut self, value: &MaybeRef<Object<'_>>, to: Obj<'_>, depth: usize) {
        match value {
            MaybeRef::Ref(old) => {
                let name = self.named(*old);
                self.waiting.push(*old);
                to.primitive(name);
            }
            MaybeRef::NotRef(object) => self.object(object, to, depth + 1),
        }
    }

    fn object(&mut self, object: &Object<'_>, to: Obj<'_>, depth: usize) {
        if depth > DEPTH_MAX {
            self.is_deep = true;
            return to.primitive(Null);
        }
        match object {
            Object::Null(_) => to.primitive(Null),
            Object::Boolean(value) => to.primitive(*value),
            Object::Number(number) => number_to(number.as_f64(), to),
            Object::String(text) => to.primitive(Str(text.as_bytes())),
            Object::Name(name) => to.primitive(Name(name.as_ref())),
            Object::Array(array) => {
                let mut items = to.array();
                for item in array.raw_iter() {
                    self.value(&item, items.push(), depth);
                }
            }
            Object::Dict(dict) => {
                let mut entries = to.dict();
                self.entries(dict, &mut entries, depth, false);
            }
            // A stream stands by itself; one that is within something is damage.
            Object::Stream(_) => to.primitive(Null),
        }
    }

    fn entries(&mut self, dict: &Dict<'_>, to: &mut pdf_writer::Dict<'_>, depth: usize, is_stream: bool) {
        let is_remark = dict.contains_key(b"Subtype") && dict.contains_key(b"Rect");
        for (name, value) in dict.entries() {
            let name = name.as_ref();
            let tells = is_dropped(name)
                || (is_remark && OF_REMARKS.contains(&name))
                || (is_stream && name == b"Length")
                || (name == b"A" && self.acts(&value));
            if !tells {
                self.value(&value, to.insert(Name(name)), depth);
            }
        }
    }

    /// Whether an action runs, sends or opens something.
    fn acts(&self, action: &MaybeRef<Object<'_>>) -> bool {
        let object = match action {
            MaybeRef::Ref(old) => {
                self.pdf.xref().get::<Object<'_>>(ObjectIdentifier::new(old.obj_number, old.gen_number))
            }
            MaybeRef::NotRef(Object::Dict(dict)) => return acts(dict),
            MaybeRef::NotRef(_) => None,
        };
        object.and_then(Object::into_dict).is_some_and(|dict| acts(&dict))
    }

    fn stream(&mut self, stream: &Stream<'_>, out: &mut pdf_writer::Pdf, to: Ref) {
        let raw = stream.raw_data();
        // Photographs stand in a paper as the files they were.
        let anew = if is_photograph(stream.dict()) { jpeg::released(&raw).ok() } else { None };
        let mut entries = out.stream(to, anew.as_deref().unwrap_or(&raw));
        self.entries(stream.dict(), &mut entries, 0, true);
    }
}

fn acts(action: &Dict<'_>) -> bool {
    action.get::<PdfName<'_>>(b"S").is_some_and(|name| ACTIONS.contains(&name.as_ref()))
}

fn is_photograph(dict: &Dict<'_>) -> bool {
    let is_coded = |name: &PdfName<'_>| matches!(name.as_ref(), b"DCTDecode" | b"DCT");
    match dict.get::<Object<'_>>(b"Filter") {
        Some(Object::Name(name)) => is_coded(&name),
        Some(Object::Array(filters)) => {
            let names: Vec<PdfName<'_>> = filters.iter::<PdfName<'_>>().collect();
            matches!(names.as_slice(), [only] if is_coded(only))
        }
        _ => false,
    }
}

fn number_to(number: f64, to: Obj<'_>) {
    if number.fract() == 0.0 && number.abs() < f64::from(i32::MAX) {
        to.primitive(number as i32);
    } else {
        // Numbers of papers have single precision (ISO 32000-2, annex C).
        to.primitive(number as f32);
    }
}
