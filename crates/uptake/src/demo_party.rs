//! A list of parties of the demonstration, in several scripts, and a host that is found on it. All of it is invented by the authors of the
//! program and says so: no name stands for anybody.

use model::{
    Host, HostContact, HostId, HostName, Language, Marking, Party, PartyKind, PartyList, PartyListId, PostId,
    Screening, ScreeningId,
};

use crate::clock::{now, random_numbers, today};
use crate::demo_mission::Room;
use crate::failure::Failure;
use crate::serve::Served;

/// Who keeps the register of lists.
const ADMINISTRATOR: &str = "gromov";

/// Whose the list is; its deputy is the second person.
const OWNER: &str = "electrical-coordinator";

/// Who holds that post, and their deputy.
const FIRST: &str = "orlova";
const SECOND: &str = "belov";

/// Who screens the host that they want to visit.
const ASKER: &str = "karpova";

const REMARK: &str = "Invented: this list, its publisher and every entry. The authors of the program made them up, so that there is something to \
                      find; no name stands for anybody.";

/// The first version. Names in Latin, Cyrillic, Greek, Arabic and Chinese script, all of them invented.
const FIRST_VERSION: &str = "key,name,aliases,weak_aliases,kind,countries,born,identifiers,programme,since,remark\n\
    DEMO-1,Тальгеймский завод выпрямителей,Talheimer Gleichrichterwerk; Talheim Rectifier Works,,organisation,DE,,,Demonstration,1963-04-01,Invented\n\
    DEMO-2,Варфоломей Кремнев,Warfolomej Kremnjow; Bartholomew Kremnev,Kremen,person,RU,1911-05-17,,Demonstration,1963-04-01,Invented\n\
    DEMO-3,Ηλεκτρική Νήσος,Ilektriki Nisos Trading,,organisation,GR,,,Demonstration,1963-04-01,Invented\n\
    DEMO-4,شركة النخيل الذهبي للمحولات,Golden Palm Transformers; Al-Nakhil al-Dhahabi,,organisation,EG,,,Demonstration,1963-04-01,Invented\n\
    DEMO-5,银桥整流器厂,Yinqiao Rectifier Factory; Silver Bridge Rectifier Factory,,organisation,CN,,,Demonstration,1963-04-01,Invented\n\
    DEMO-6,Motor vessel Nordlicht Demonstration,,Nordlicht,vessel,NO,,0000001,Demonstration,1963-04-01,Invented\n";

/// What the second has besides.
const SECOND_VERSION: &str = "DEMO-7,Zweite Talheimer Messbau,,,organisation,DE,,,Demonstration,1963-06-01,Invented\n";

impl Room<'_> {
    /// A host that is called nearly like an entry, in another script.
    fn talheim(&self) -> Result<HostId, Failure> {
        let id = HostId::from_bits(self.id()?);
        let german = Language::parse("de");
        let contact = HostContact {
            name: "Dr. E. Brandtner (invented)".to_owned(),
            position: "Invented: head of the trial field".to_owned(),
            languages: german.clone().into_iter().collect(),
            reach: "Invented: by letter".to_owned(),
        };
        let host = Host {
            id,
            names: vec![HostName { text: "Talheimer Gleichrichterwerk GmbH".to_owned(), language: german.clone() }],
            aliases: Vec::new(),
            country: "DE".to_owned(),
            place: "Talheim".to_owned(),
            languages: german.into_iter().collect(),
            makes: "Invented: silicon rectifiers for traction".to_owned(),
            classes: Vec::new(),
            address: String::new(),
            contacts: vec![contact],
            remark: "Invented: this firm and everything that is told of it. It is here to be found on the demonstration list of restricted \
                     parties."
                .to_owned(),
            post: self.officer_post(ASKER)?,
            marking: Marking::default(),
            revision: 0,
            made_at: 0,
        };
        self.act(ASKER, 20, move |writer, turn, _| desk::keep_host(writer, turn, host, true).map(|_| ()))?;
        Ok(id)
    }

    /// Brings a version of the list, and does the work that follows from it.
    fn loaded(&self, days_ago: i64, list: &PartyListId, name: &str, text: String) -> Result<(), Failure> {
        let (id, name) = (list.clone(), name.to_owned());
        self.act(FIRST, days_ago, move |writer, turn, _| {
            desk::load_party_list(writer, turn, &id, None, vec![(name, text.into_bytes())])
        })?;
        let mut ids: desk::Ids = Box::new(random_numbers()?);
        while desk::run_next(&self.served.clerk, &self.served.office, now(), today(), &mut ids)? {}
        Ok(())
    }

    /// Somebody screens a name.
    fn screened(&self, days_ago: i64, party: Party, purpose: &str) -> Result<ScreeningId, Failure> {
        let found = self.served.office.find_hits(&party)?;
        let id = ScreeningId::from_bits(self.id()?);
        let screening = Screening {
            id,
            about: None,
            party,
            print: String::new(),
            post: self.officer_post(ASKER)?,
            asked_by: String::new(),
            purpose: purpose.to_owned(),
            ended: false,
            screened_at: None,
            algorithm: String::new(),
            threshold: 0.0,
            marking: Marking::default(),
            revision: 0,
            made_at: 0,
        };
        self.act(ASKER, days_ago, move |writer, turn, _| {
            desk::ask_screening(writer, turn, screening, &found).map(|_| ())
        })?;
        Ok(id)
    }

    /// The owner of the list and their deputy say that every hit of a screening is somebody else.
    fn ruled_out(&self, days_ago: i64, id: ScreeningId, reason: &'static str) -> Result<(), Failure> {
        for (who, is_first) in [(FIRST, true), (SECOND, false)] {
            let officer = crate::demo_story::officer(self.served, who)?;
            let page = self.served.office.screening_page(&id.to_string(), &officer)?;
            for shown in page.hits.into_iter().filter(|shown| shown.may_decide) {
                let step = if is_first {
                    desk::HitStep::Say(model::HitRuling::NotSame, reason.to_owned())
                } else {
                    desk::HitStep::Confirm
                };
                let revision = self.served.office.screening_line(id)?.screening.revision;
                self.act(who, days_ago, move |writer, turn, _| {
                    let hit = (&shown.hit.list, shown.hit.key.as_str());
                    desk::decide_hit(writer, turn, (id, revision), hit, &step)
                })?;
            }
        }
        Ok(())
    }
}

/// Registers the list, loads two versions of it, and lets a host and a name be found on it.
pub fn tell(served: &Served) -> Result<(), Failure> {
    let room = Room { served };
    room.talheim()?;
    let id = PartyListId::new("demonstration-parties")?;
    let list = PartyList {
        id: id.clone(),
        title: "Demonstration list of restricted parties (invented)".to_owned(),
        publisher: "The authors of the program (invented)".to_owned(),
        address: String::new(),
        post: PostId::new(OWNER)?,
        remark: REMARK.to_owned(),
        closed: false,
        marking: Marking::default(),
        version: None,
        revision: 0,
        made_at: 0,
    };
    room.act(ADMINISTRATOR, 19, move |writer, turn, _| desk::keep_party_list(writer, turn, list, true).map(|_| ()))?;
    room.loaded(18, &id, "demonstration-1.csv", FIRST_VERSION.to_owned())?;
    let kremnev =
        Party { kind: PartyKind::Person, born: Some("1934".to_owned()), ..Party::named("Bartholomew Kremnev") };
    let screening = room.screened(10, kremnev, "Invented: a lecture at the institute")?;
    room.ruled_out(9, screening, "Invented: born 23 years later; see the letter of the academy")?;
    room.loaded(5, &id, "demonstration-2.csv", format!("{FIRST_VERSION}{SECOND_VERSION}"))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_says_that_it_is_invented() {
        let text = format!("{FIRST_VERSION}{SECOND_VERSION}");
        let reading = formats::parties::read_parties(&[("demonstration.csv", text.as_bytes())], None);
        assert_eq!((reading.listed.len(), reading.doubts.len(), reading.is_truncated), (7, 0, false));
        assert!(reading.listed.iter().all(|one| one.remark == "Invented"));
        assert!(REMARK.starts_with("Invented"));
    }
}
