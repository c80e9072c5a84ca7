//! A control list of the demonstration and what a specimen is by it. The list is invented as a whole and says so; the published lists are
//! for the office to load.

use desk::{ClassificationGiven, SampleSearch};
use model::{ClassificationGround, ClassificationVerdict, ControlListId, ItemParameter, Noun, Thing};

use crate::clock::today;
use crate::demo_mission::Room;
use crate::failure::Failure;

const LIST: &str = "demonstration";

const FILE: (&str, &[u8]) =
    ("demonstration-control-list.json", include_bytes!("../demo/control/demonstration-control-list.json"));

/// Who loads lists, who says what a specimen is, and who confirms it.
const DOCUMENTALIST: &str = "lebedev";
const SCIENTIST: &str = "karpova";
const CHIEF: &str = "belov";

/// A specimen by the beginning of its name.
fn specimen(room: &Room<'_>, begins: &str) -> Result<Option<Thing>, Failure> {
    let search = SampleSearch { words: begins.to_owned(), view: None, kind: None, idle_days: None };
    let found = room.served.office.samples(&search, today())?;
    let found = found.into_iter().find(|line| line.sample.name.starts_with(begins));
    Ok(found.map(|line| Thing::new(Noun::Sample, line.sample.id)))
}

fn parameters(rows: &[(&str, &str, &str)]) -> Result<Vec<ItemParameter>, Failure> {
    let mut found = Vec::new();
    for (name, value, unit) in rows {
        found.extend(ItemParameter::read(name, value, unit)?);
    }
    Ok(found)
}

/// Lets it all happen: the list is loaded, one specimen is classified and confirmed, another waits for the second person.
pub fn tell(room: &Room<'_>) -> Result<(), Failure> {
    let read = room.served.office.read_control_list(FILE.0, FILE.1)?;
    let foresight = room.served.office.foresee_control_list(&read, (LIST, ""))?;
    let version =
        room.act(DOCUMENTALIST, 20, move |writer, turn, _| desk::load_control_list(writer, turn, &read, &foresight))?;
    let given = |verdict, text: &str, parameters, reason: &str| -> Result<ClassificationGiven, Failure> {
        Ok(ClassificationGiven {
            list: ControlListId::new(LIST)?,
            version: version.number,
            verdict,
            text: text.to_owned(),
            parameters,
            reason: reason.to_owned(),
        })
    };
    if let Some(about) = specimen(room, "Silicon rectifier stack")? {
        let stack = given(
            ClassificationVerdict::Listed("E1.a".to_owned()),
            "silicon rectifier stack",
            parameters(&[("forward current", "220", "A"), ("reverse voltage", "1.2", "kV")])?,
            "Invented: both values of its data sheet are above those of the entry.",
        )?;
        let thing = about.clone();
        let one = room.act(SCIENTIST, 18, move |writer, turn, _| desk::classify(writer, turn, &thing, &stack))?;
        room.act(CHIEF, 17, move |writer, turn, _| {
            desk::decide_classification(writer, turn, &about, one.number, (true, "Invented: the data sheet says so."))
        })?;
    }
    if let Some(about) = specimen(room, "Recording wattmeter")? {
        let meter = given(
            ClassificationVerdict::NotListed(ClassificationGround::BelowThreshold),
            "recording wattmeter",
            parameters(&[("accuracy", "0.5", "%")])?,
            "Invented: the entry asks for better than 0.1 %.",
        )?;
        room.act(SCIENTIST, 2, move |writer, turn, _| desk::classify(writer, turn, &about, &meter))?;
    }
    Ok(())
}
